/* Groups of writes, and the look-ups of a batch. */
#include "src/history/store_group.h"

#include "src/base/mem.h"
#include "src/history/store_internal.h"
#include "src/history/store_row.h"

enum err store_group_begin(struct store *store, struct error *reterr)
{
    return transaction_begin(store, reterr);
}

enum err store_group_change(struct store *store, int64_t id, const struct send_change *change,
                            struct error *reterr)
{
    return store_change_within(store, id, change, reterr);
}

enum err store_group_end(struct store *store, enum err err, struct error *reterr)
{
    return transaction_end(store, err, reterr);
}

enum err store_find_sent(struct store *store, const char *uid, struct arena *arena,
                         struct sent_row *ret_row, struct error *reterr)
{
    *ret_row = (struct sent_row){0};
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_FIND_SENT, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bool found = false;
    bool failed = false;
    bind_text(&binder, uid);
    err = statement_run(store, &binder, "read", &found, reterr);
    if (err != ERR_OK || !found)
        return err;
    *ret_row = (struct sent_row){.id = sqlite3_column_int64(statement, 0),
                                 .state = row_state(statement, 1),
                                 .wamid = column_text(statement, 2, arena, &failed),
                                 .http_status = sqlite3_column_int(statement, 3),
                                 .error_code = sqlite3_column_int(statement, 4),
                                 .error_text = column_text(statement, 5, arena, &failed),
                                 .created_at = sqlite3_column_int64(statement, 6)};
    return failed ? error_nomem(reterr) : ERR_OK;
}

enum err store_count_batch(struct store *store, const char *batch, int64_t *ret_count,
                           struct error *reterr)
{
    *ret_count = 0;
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_COUNT_BATCH, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bool found = false;
    bind_text(&binder, batch);
    err = statement_run(store, &binder, "read", &found, reterr);
    if (err == ERR_OK && found)
        *ret_count = sqlite3_column_int64(statement, 0);
    return err;
}
