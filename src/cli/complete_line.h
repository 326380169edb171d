/*
 * A command line that is still being typed, read as far as it goes: nothing in it is a mistake yet.
 * Strings are borrowed from the words.
 */
#ifndef CHAKRA_CLI_COMPLETE_LINE_H
#define CHAKRA_CLI_COMPLETE_LINE_H

#include "src/base/arena.h"
#include "src/cli/arguments.h"

#include <stdbool.h>
#include <stddef.h>

struct complete_line {
    struct arguments given;   /* what stands before the word; its arrays are the arena's */
    const char *word;         /* the word that is being typed: "", or its begin */
    enum argument_id pending; /* the option whose value the word is; ARG_COUNT: of none */
    bool options_end;         /* -- was given */
};

/* `words` are those behind the program's name, the last one under the cursor. False: no memory. */
bool complete_line_read(struct complete_line *line, const char *const *words, size_t count,
                        struct arena *arena);

#endif
