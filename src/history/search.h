/*
 * Finding rows by a filter: pages by key, newest first, bounded and stoppable, so
 * that a search never makes a key wait. Belongs to the store's thread.
 */
#ifndef CHAKRA_HISTORY_SEARCH_H
#define CHAKRA_HISTORY_SEARCH_H

#include "src/history/filter.h"
#include "src/history/store.h"

/* A place in the order of the lists. */
struct store_key {
    int64_t created_at, id;
};

struct store_search_query {
    const struct filter *filter; /* NULL: every row */
    struct store_key before;     /* rows older than this; 0, 0: from the newest */
    struct store_key after;      /* instead: the nearest rows newer than this */
    size_t limit;                /* rows wanted */
    size_t budget;               /* rows looked at, at most; 0: no bound */
    int64_t deadline;            /* clock_monotonic_ms() at which to stop; 0: none */
    /* Asked now and then (every few hundred µs): true ends the search with ERR_INTERRUPTED, as when
     * the next key waits. May be NULL. */
    bool (*should_stop)(void *context);
    void *context;
};

struct store_search_result {
    struct send_row *rows; /* newest first, in the arena */
    size_t count;
    size_t looked_at; /* rows, the found ones too */
    /* More rows may be there: ask again with `next` as `before` (`after` for a query with `after`).
     * With count < limit the budget or the time ended: next.created_at says how far it looked. */
    bool more;
    struct store_key next;
};

enum err store_search(struct store *store, const struct store_search_query *query,
                      struct arena *arena, struct store_search_result *ret_result,
                      struct error *reterr);

/* The same walk without the rows: adds up by state. `limit` is not used; go on with `next`. */
struct store_tally {
    int64_t rows;
    int64_t by_state[SEND_STATE_COUNT];
};
enum err store_tally(struct store *store, const struct store_search_query *query,
                     struct store_tally *tally, struct store_search_result *ret_result,
                     struct error *reterr);

#endif
