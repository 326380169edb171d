/* The walk of a search with a visitor for the rows that match. For search.c and stats.c. */
#ifndef CHAKRA_HISTORY_SEARCH_WALK_H
#define CHAKRA_HISTORY_SEARCH_WALK_H

#include "src/history/search.h"

#include <sqlite3.h>

struct search_visitor {
    /* `row` selects ROW_COLUMNS. False ends the walk. */
    bool (*visit)(void *context, sqlite3_stmt *row);
    void *context;
};

enum err search_walk_rows(struct store *store, const struct store_search_query *query,
                          const struct search_visitor *visitor,
                          struct store_search_result *ret_result, struct error *reterr);

#endif
