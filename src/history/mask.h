/*
 * Hiding a recipient's number wherever it stands in a text: plain, with blanks and
 * signs between its digits, without its country code, and inside base64 (message ids
 * hold it). What counts is the number's last eight digits: the same in every form of
 * it, and too long to stand somewhere else by chance. Pure.
 */
#ifndef CHAKRA_HISTORY_MASK_H
#define CHAKRA_HISTORY_MASK_H

#include "src/base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

struct mask {
    char digits[32];    /* the whole number */
    char tail[16];      /* what is looked for */
    char base64[3][24]; /* the tail in base64, in its three alignments */
    bool is_on;         /* false: nothing is hidden */
};

/* `number` is a row's recipient; NULL or without digits: nothing can be hidden. */
void mask_init(struct mask *mask, const char *number);

/* Appends the text with stars in place of the number's digits (its last two stay, to tell rows
 * apart) and of the base64 that holds it. */
void mask_add(const struct mask *mask, struct strbuf *out, const char *text, size_t length);

#endif
