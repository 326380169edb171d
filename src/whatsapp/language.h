/* WhatsApp's language codes, from assets/languages.json (compiled in). Any thread after first use
 * in main; the table is static. */
#ifndef CHAKRA_WHATSAPP_LANGUAGE_H
#define CHAKRA_WHATSAPP_LANGUAGE_H

#include <stdbool.h>

/* English name, or NULL for a code that is not in the table. Case-sensitive. */
const char *language_name(const char *code);
bool language_is_rtl(const char *code);

#endif
