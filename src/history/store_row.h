/* Reading a row of `send` out of a statement that selects ROW_COLUMNS. */
#ifndef CHAKRA_HISTORY_STORE_ROW_H
#define CHAKRA_HISTORY_STORE_ROW_H

#include "src/history/store.h"
#include "src/history/store_internal.h"

enum { ROW_COLUMN_COUNT = 21 }; /* later columns of the same statement start here */

/* Of a column that holds a state's word. */
enum send_state row_state(sqlite3_stmt *statement, int column);

/*
 * Remembers the last owner that was looked at, so that a page of rows of one owner
 * asks the file system once. A zeroed one is empty.
 */
struct owner_memo {
    char uuid[UUID_TEXT_SIZE];
    bool alive;
};

/*
 * What a pending row is to be shown as: on a read-only store a row whose owner is
 * gone is shown as recovery would leave it. NULL: as it is.
 */
const struct recovery *row_recovery(const struct store *store, enum send_state state,
                                    const char *owner, struct owner_memo *memo);

/* Texts go into the arena; *failed is set when memory is out. */
struct send_row row_read(const struct store *store, sqlite3_stmt *statement, struct arena *arena,
                         struct owner_memo *memo, bool *failed);

#endif
