/* Through which index a search walks. For search.c and its tests. */
#ifndef CHAKRA_HISTORY_SEARCH_PLAN_H
#define CHAKRA_HISTORY_SEARCH_PLAN_H

#include "src/base/strbuf.h"
#include "src/history/filter.h"
#include "src/history/statement.h"
#include "src/history/store_internal.h"

/* In the order of the statements, three of each. */
enum search_walk {
    WALK_ALL,
    WALK_PROFILE,
    WALK_RECIPIENT,
    WALK_TEMPLATE,
    WALK_STATE,
    WALK_BATCH,
    WALK_CODE,
    WALK_CODED,  /* rows with any error code */
    WALK_MARKED, /* rows with a note or tags */
    WALK_WORDS   /* the full-text index */
};

struct search_plan {
    enum search_walk walk;
    const char *text; /* the value, or the query of the full-text index; borrowed */
    size_t text_length;
    int64_t number;      /* WALK_CODE: the value */
    struct strbuf match; /* owns the query */
    int64_t first, last; /* ms: no row outside can match */
    bool is_empty;       /* nothing can match */
};

/* Chooses the walk that meets the fewest rows (counted up to a bound). search_plan_release(). */
enum err search_plan_make(struct store *store, const struct filter *filter,
                          struct search_plan *ret_plan, struct error *reterr);
void search_plan_release(struct search_plan *plan);

enum search_direction { SEARCH_OLDER, SEARCH_NEWER, SEARCH_COUNT };
enum statement search_plan_statement(enum search_walk walk, enum search_direction direction);

/* Binds a walk that begins behind (created_at, id). */
void search_plan_bind(struct binder *binder, const struct search_plan *plan,
                      enum search_direction direction, int64_t created_at, int64_t id);

#endif
