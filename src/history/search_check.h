/* Does a row answer every term of a filter? For search.c. */
#ifndef CHAKRA_HISTORY_SEARCH_CHECK_H
#define CHAKRA_HISTORY_SEARCH_CHECK_H

#include "src/history/filter.h"
#include "src/history/store_row.h"

struct search_check {
    struct store *store;
    const struct filter *filter; /* NULL: every row does */
    struct owner_memo memo;
};

/* `row` selects ROW_COLUMNS and deleted_at; a row in the trash answers no filter. */
enum err search_check_row(struct search_check *check, sqlite3_stmt *row, bool *ret_matches,
                          struct error *reterr);

#endif
