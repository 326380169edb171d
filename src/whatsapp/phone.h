/*
 * Recipient numbers. On the wire a number is E.164 digits without `+`; people
 * paste anything. Normalising never guesses a country code. Pure.
 */
#ifndef CHAKRA_WHATSAPP_PHONE_H
#define CHAKRA_WHATSAPP_PHONE_H

#include "src/base/err.h"

#include <stdbool.h>

enum { PHONE_DIGITS_SIZE = 16 };

struct phone {
    char digits[PHONE_DIGITS_SIZE]; /* 7 to 15 digits, the first not 0 */
    bool changed;        /* more than `+ - ( )` and blanks had to be removed: tell the operator */
    const char *country; /* English name from the calling code; NULL when unknown; static */
};

/*
 * Accepts `+44 (0)20 7946-0018`, `0044…`, blanks of any kind, dots, slashes,
 * Arabic-Indic and other decimal digits. ERR_INVALID with the reason and the
 * next step in reterr.
 */
enum err phone_normalize(const char *text, struct phone *ret_phone, struct error *reterr);

/* The raw check of the wire (vectors: tests/data/phone-vectors.json): after removing `+ - ( )`
 * and blanks, 7..15 ASCII digits, the first not 0. Writes the digits on success. */
bool phone_is_valid_on_wire(const char *text, char digits[PHONE_DIGITS_SIZE]);

/* "+91 99012 58433"-like grouping for the screen; no more than `size` bytes. */
void phone_format(const char *digits, char *text, unsigned long size);

#endif
