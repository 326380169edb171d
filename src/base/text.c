/* Looking texts up. */
#include "src/base/text.h"

#include <stddef.h>

#ifdef CHAKRA_HAS_GETTEXT
#include <libintl.h>
#include <locale.h>
#include <stdbool.h>
#include <string.h>

static const char domain[] = "chakra-tui";

void text_begin(const char *folder)
{
    bindtextdomain(domain, folder);
    bind_textdomain_codeset(domain, "UTF-8");
    /* The entry of "" is the catalogue's head. Without one the C library would look for it anew
     * with each text, some 160 in a frame; and its own messages need not be of another language. */
    if (dgettext(domain, "")[0] == '\0')
        setlocale(LC_MESSAGES, "C");
}

const char *text_of(const char *text)
{
    /* A frame asks some hundred times: the locale's name tells sooner than a look into no
     * catalogue. */
    const char *locale = setlocale(LC_MESSAGES, NULL);
    bool has_catalogue = locale == NULL || strcmp(locale, "C") != 0;
    return text == NULL || text[0] == '\0' || !has_catalogue ? text : dgettext(domain, text);
}

const char *text_count(const char *one, const char *many, int64_t count)
{
    return dngettext(domain, one, many, (unsigned long)(count < 0 ? -count : count));
}
#else
void text_begin(const char *folder)
{
    (void)folder;
}

const char *text_of(const char *text)
{
    return text;
}

const char *text_count(const char *one, const char *many, int64_t count)
{
    return count == 1 || count == -1 ? one : many;
}
#endif
