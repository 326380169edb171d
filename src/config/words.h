/*
 * Splitting a command into words without a shell: blanks separate, '…' and "…"
 * quote, a backslash outside of '…' takes the next character as it is. Nothing
 * else is special. Pure; any thread.
 */
#ifndef CHAKRA_CONFIG_WORDS_H
#define CHAKRA_CONFIG_WORDS_H

#include "src/base/err.h"

#include <stddef.h>

struct words {
    char **items; /* ends with NULL, as execvp wants it */
    size_t count; /* at least 1 after a split */
};

/* ERR_CONFIG for no word at all or a quote that does not end. */
enum err words_split(const char *text, struct words *ret_words, struct error *reterr);
void words_release(struct words *words);

#endif
