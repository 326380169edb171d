/*
 * Countries by calling code, from assets/calling_codes.json (compiled in). Any
 * thread; the table is static.
 */
#ifndef CHAKRA_WHATSAPP_CALLING_CODE_H
#define CHAKRA_WHATSAPP_CALLING_CODE_H

#include <stddef.h>

struct calling_code {
    const char *prefix;    /* digits that the number begins with; may include an area code */
    size_t country_length; /* digits of `prefix` that are the country's code */
    const char *country;   /* English name */
};

/* The row with the longest prefix of `digits`, or NULL. */
const struct calling_code *calling_code_find(const char *digits);

/* Generated. */
extern const struct calling_code calling_codes[];
extern const size_t calling_code_count;

#endif
