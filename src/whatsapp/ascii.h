/*
 * ASCII classes and comparisons that do not depend on the locale. Pure.
 */
#ifndef CHAKRA_WHATSAPP_ASCII_H
#define CHAKRA_WHATSAPP_ASCII_H

#include <stdbool.h>
#include <stddef.h>

static inline bool ascii_is_digit(int byte)
{
    return byte >= '0' && byte <= '9';
}

static inline int ascii_upper(int byte)
{
    return byte >= 'a' && byte <= 'z' ? byte - 'a' + 'A' : byte;
}

static inline bool ascii_is_letter(int byte)
{
    int upper = ascii_upper(byte);
    return upper >= 'A' && upper <= 'Z';
}

static inline bool ascii_is_alnum(int byte)
{
    return ascii_is_digit(byte) || ascii_is_letter(byte);
}

static inline bool ascii_is_blank(int byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Equal without regard to case. */
bool ascii_equal_fold(const char *left, const char *right);
/* `text` begins with `prefix`, without regard to case. */
bool ascii_starts_fold(const char *text, const char *prefix);
bool ascii_all_digits(const char *text); /* and not empty */
/* Nothing but ASCII white space, or empty. */
bool ascii_all_blank(const char *text);

#endif
