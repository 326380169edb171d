/*
 * A command line as a shell would take it apart: words, quotes, backslashes, lines
 * joined by a backslash. Nothing is expanded or run: `$NAME` stays as it is. Pure.
 */
#ifndef CHAKRA_APP_PASTE_WORDS_H
#define CHAKRA_APP_PASTE_WORDS_H

#include "src/base/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum { PASTE_WORDS_MAX = 1024 };

struct paste_words {
    char **items; /* in the arena */
    size_t count;
};

/* False: no memory, too many words, a quote that is not closed, or more than one command (; | & or
 * a second line). A prompt ("$ ") in front is left out. */
bool paste_words_split(const char *text, size_t length, struct arena *arena,
                       struct paste_words *ret_words);

/* Overwrites the words: a curl command holds a token. */
void paste_words_wipe(struct paste_words *words);

#endif
