/*
 * The operator's own keys: rows of [keys] in the settings over the defaults of the
 * table. A row that is wrong is reported with its line, and its action keeps its
 * defaults, so that the program always starts. Pure.
 */
#ifndef CHAKRA_APP_KEYMAP_USER_H
#define CHAKRA_APP_KEYMAP_USER_H

#include "src/app/keymap.h"
#include "src/base/arena.h"
#include "src/config/config.h"

struct keymap_problem {
    int line;         /* of the settings file */
    const char *text; /* what is wrong, and what to write */
};

struct keymap_problems {
    struct arena arena;
    struct keymap_problem *items; /* in the order in which they were found */
    size_t count;
};

void keymap_problems_release(struct keymap_problems *problems);

/*
 * Fills the keymap from the table and the rows. ERR_NOMEM leaves the defaults.
 * keymap_problems_release() in every case.
 */
enum err keymap_load(struct keymap *keymap, const struct config_keys *rows, size_t count,
                     struct keymap_problems *ret_problems, struct error *reterr);

#endif
