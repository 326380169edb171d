/* Look-ups in the generated table of languages. */
#include "src/whatsapp/language.h"

#include "src/whatsapp/language_table.h"

#include <string.h>

static const struct language *find(const char *code)
{
    for (size_t i = 0; i < language_count; i++)
        if (strcmp(languages[i].code, code) == 0)
            return &languages[i];
    return NULL;
}

const char *language_name(const char *code)
{
    const struct language *language = find(code);
    return language != NULL ? language->name : NULL;
}

bool language_is_rtl(const char *code)
{
    const struct language *language = find(code);
    return language != NULL && language->rtl;
}
