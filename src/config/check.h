/*
 * What was found when the set-up was looked at: one row for each thing, with its
 * state, what was found, and the next step where there is one. `doctor`, `config
 * init` and the first screen of the terminal program show the same rows.
 *
 * Plain data without memory of its own: it can be copied, kept and thrown away.
 * Texts may hold what a server sent; whoever shows them makes them harmless.
 * Any thread.
 */
#ifndef CHAKRA_CONFIG_CHECK_H
#define CHAKRA_CONFIG_CHECK_H

#include "src/base/err.h"

#include <stddef.h>

enum check_state { CHECK_OK, CHECK_WARNING, CHECK_FAILED, CHECK_SKIPPED, CHECK_STATE_COUNT };

struct check {
    const char *name; /* "token", static */
    enum check_state state;
    enum err code; /* of a failure: decides the exit status */
    char found[512];
    char next[256]; /* what to do; "" */
};

enum { CHECKS_MAX = 32 };

struct check_list {
    struct check items[CHECKS_MAX];
    size_t count;
};

/* Each adds one row; in a full list it takes the place of the last. `next` may be NULL. */
__attribute__((format(printf, 3, 4))) void check_ok(struct check_list *list, const char *name,
                                                    const char *format, ...);
__attribute__((format(printf, 4, 5))) void check_warning(struct check_list *list, const char *name,
                                                         const char *next, const char *format, ...);
__attribute__((format(printf, 3, 4))) void check_skipped(struct check_list *list, const char *name,
                                                         const char *format, ...);
/* An error with its place and its next step. */
void check_failed(struct check_list *list, const char *name, const struct error *error);

/* "ok", "warning", "failed", "skipped". */
const char *check_state_word(enum check_state state);
/* The first row that failed: the cause of those below it. NULL: none did. */
const struct check *check_first_failed(const struct check_list *list);

#endif
