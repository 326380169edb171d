/* Changes of state: the event is always kept, the row follows the state machine. */
#include "src/history/store.h"

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/history/store_internal.h"
#include "src/history/store_row.h"

enum err store_insert_event(struct store *store, int64_t id, const struct send_event *event,
                            struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_INSERT_EVENT, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_integer(&binder, id);
    bind_integer(&binder, event->at);
    bind_state(&binder, event->state);
    bind_text(&binder, event->source);
    bind_text(&binder, event->text);
    return statement_run(store, &binder, "write", NULL, reterr);
}

static enum err read_state(struct store *store, int64_t id, enum send_state *ret_state,
                           struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_STATE_OF, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bool row = false;
    bind_integer(&binder, id);
    err = statement_run(store, &binder, "read", &row, reterr);
    if (err == ERR_OK && !row)
        return store_no_row(id, reterr);
    if (err == ERR_OK)
        *ret_state = row_state(statement, 0);
    return err;
}

/* A zeroed member is no measurement, unless an answer came with it (loopback takes under 1 ms). */
static int64_t latency_of(const struct send_change *change)
{
    return change->latency_ms > 0 || (change->latency_ms == 0 && change->http_status != 0)
               ? change->latency_ms
               : -1;
}

static enum err apply_change(struct store *store, int64_t id, const struct send_change *change,
                             struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_APPLY_CHANGE, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_integer(&binder, id);
    bind_state(&binder, change->state);
    bind_text(&binder, change->wamid);
    bind_integer_or_null(&binder, change->http_status, 0);
    bind_integer_or_null(&binder, latency_of(change), -1);
    bind_integer_or_null(&binder, change->error_code, 0);
    bind_text(&binder, change->error_text);
    return statement_run(store, &binder, "write", NULL, reterr);
}

static enum err apply_texts(struct store *store, int64_t id, const struct send_change *change,
                            struct error *reterr)
{
    if (change->reply == NULL && change->error_title == NULL && change->error_details == NULL &&
        change->error_slot == NULL && change->error_next == NULL && change->trace_id == NULL)
        return ERR_OK;
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_APPLY_TEXTS, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_integer(&binder, id);
    bind_bytes(&binder, change->reply, change->reply_length);
    bind_text(&binder, change->error_title);
    bind_text(&binder, change->error_details);
    bind_text(&binder, change->error_slot);
    bind_text(&binder, change->error_next);
    bind_text(&binder, change->trace_id);
    return statement_run(store, &binder, "write", NULL, reterr);
}

/*
 * What comes too late to move the state can still tell what the row lacks: the
 * reply of a message of which a webhook already said "delivered" holds the wamid.
 * Errors are left out: they would contradict the state.
 */
static enum err fill_blanks(struct store *store, int64_t id, const struct send_change *change,
                            struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *blanks = NULL;
    CLEANUP(statement_done) sqlite3_stmt *reply = NULL;
    enum err err = store_statement(store, STATEMENT_FILL_BLANKS, &blanks, reterr);
    if (err == ERR_OK)
        err = store_statement(store, STATEMENT_FILL_REPLY, &reply, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(blanks);
    bind_integer(&binder, id);
    bind_text(&binder, change->wamid);
    bind_integer_or_null(&binder, change->http_status, 0);
    bind_integer_or_null(&binder, latency_of(change), -1);
    err = statement_run(store, &binder, "write", NULL, reterr);
    if (err != ERR_OK || change->reply == NULL)
        return err;
    binder = binder_start(reply);
    bind_integer(&binder, id);
    bind_bytes(&binder, change->reply, change->reply_length);
    return statement_run(store, &binder, "write", NULL, reterr);
}

enum err store_change_within(struct store *store, int64_t id, const struct send_change *change,
                             struct error *reterr)
{
    enum send_state state = SEND_UNKNOWN;
    enum err err = read_state(store, id, &state, reterr);
    if (err != ERR_OK)
        return err;
    struct send_event event = {.at = change->at != 0 ? change->at : clock_now_ms(),
                               .state = change->state,
                               .source = change->source != NULL ? change->source : "program",
                               .text = change->text};
    err = store_insert_event(store, id, &event, reterr);
    if (err != ERR_OK)
        return err;
    if (state != change->state && !send_state_may_become(state, change->state)) {
        err = fill_blanks(store, id, change, reterr);
    } else {
        err = apply_change(store, id, change, reterr);
        if (err == ERR_OK)
            err = apply_texts(store, id, change, reterr);
    }
    if (err == ERR_OK && change->wamid != NULL)
        err = store_adopt_orphans(store, id, change->wamid, reterr);
    return err;
}

enum err store_change_state(struct store *store, int64_t id, const struct send_change *change,
                            struct error *reterr)
{
    enum err err = transaction_begin(store, reterr);
    if (err != ERR_OK)
        return err;
    err = store_change_within(store, id, change, reterr);
    return transaction_end(store, err, reterr);
}
