/* One imported row: itself, its texts, its events. */
#include "src/history/store_import.h"

#include "src/base/mem.h"
#include "src/history/store_internal.h"

enum err store_import_begin(struct store *store, struct error *reterr)
{
    return transaction_begin(store, reterr);
}

enum err store_import_end(struct store *store, enum err err, struct error *reterr)
{
    return transaction_end(store, err, reterr);
}

static enum err exists(struct store *store, enum statement which, const char *uid, int64_t id,
                       bool *ret_exists, struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, which, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    if (uid != NULL)
        bind_text(&binder, uid);
    else
        bind_integer(&binder, id);
    return statement_run(store, &binder, "read", ret_exists, reterr);
}

static enum err insert_send(struct store *store, const struct send_row *row, int64_t id,
                            int64_t *ret_id, struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_IMPORT_SEND, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_integer_or_null(&binder, id, 0);
    bind_text(&binder, row->uid);
    bind_integer(&binder, row->created_at);
    const char *const first[] = {row->profile,  row->plugin_id, row->phone_number_id, row->to,
                                 row->template, row->language,  row->category};
    for (size_t i = 0; i < COUNT_OF(first); i++)
        bind_text(&binder, first[i]);
    bind_state(&binder, row->state);
    bind_text(&binder, row->wamid);
    bind_integer_or_null(&binder, row->http_status, 0);
    bind_integer_or_null(&binder, row->error_code, 0);
    bind_text(&binder, row->error_text);
    bind_integer_or_null(&binder, row->latency_ms, -1);
    bind_text(&binder, row->source);
    bind_text(&binder, row->operator_name);
    bind_text(&binder, row->batch);
    err = statement_run(store, &binder, "write", NULL, reterr);
    *ret_id = sqlite3_last_insert_rowid(store->db);
    return err;
}

enum err store_import_row(struct store *store, const struct import_row *row, bool *ret_added,
                          struct error *reterr)
{
    *ret_added = false;
    const struct send_detail *detail = &row->detail;
    bool is_there = false, is_taken = true;
    enum err err = exists(store, STATEMENT_FIND_UID, detail->row.uid, 0, &is_there, reterr);
    if (err != ERR_OK || is_there)
        return err;
    if (detail->row.id != 0)
        err = exists(store, STATEMENT_HAS_ID, NULL, detail->row.id, &is_taken, reterr);
    int64_t id = 0;
    if (err == ERR_OK)
        err = insert_send(store, &detail->row, is_taken ? 0 : detail->row.id, &id, reterr);
    if (err == ERR_OK)
        err = store_insert_texts(store, id, detail, reterr);
    for (size_t i = 0; err == ERR_OK && i < row->event_count; i++)
        err = store_insert_event(store, id, &row->events[i], reterr);
    *ret_added = err == ERR_OK;
    return err;
}
