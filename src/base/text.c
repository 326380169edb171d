/* Looking texts up. */
#include "src/base/text.h"

#include <stddef.h>

#ifdef CHAKRA_HAS_GETTEXT
#include <libintl.h>

static const char domain[] = "chakra-tui";

void text_begin(const char *folder)
{
    bindtextdomain(domain, folder);
    bind_textdomain_codeset(domain, "UTF-8");
}

const char *text_of(const char *text)
{
    /* The entry of "" is the catalogue's head. */
    return text == NULL || text[0] == '\0' ? text : dgettext(domain, text);
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
#endif
