/*
 * Statuses that come after the reply, by webhook, look-up or file: in any order,
 * more than once, also before the reply itself. What is decided is one event
 * for each (wamid, state, time), and the furthest state for the row.
 */
#include "src/history/store.h"

#include <stdio.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/history/store_internal.h"
#include "src/history/store_row.h"
#include "src/whatsapp/graph_error.h"

enum { FAILURE_TEXT_SIZE = 1024 };

/* "131026 Message undeliverable: details"; "" when nothing was said. */
static void format_failure(const struct status_update *update, bool with_code,
                           char text[FAILURE_TEXT_SIZE])
{
    char code[16] = "";
    if (with_code && update->code != 0)
        snprintf(code, sizeof code, "%d ", update->code);
    const char *title = update->title != NULL ? update->title : "";
    const char *details = update->details != NULL ? update->details : "";
    snprintf(text, FAILURE_TEXT_SIZE, "%s%s%s%s", code, title,
             title[0] != '\0' && details[0] != '\0' ? ": " : "", details);
}

static enum err find_row(struct store *store, const char *wamid, struct status_outcome *row,
                         struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_ROW_OF_WAMID, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bool found = false;
    bind_text(&binder, wamid);
    err = statement_run(store, &binder, "read", &found, reterr);
    if (err == ERR_OK && found) {
        row->id = sqlite3_column_int64(statement, 0);
        row->state = row_state(statement, 1);
    }
    return err;
}

static enum err has_event(struct store *store, int64_t id, const struct status_update *update,
                          bool *ret_has, struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_HAS_EVENT, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_integer(&binder, id);
    bind_state(&binder, update->state);
    bind_integer(&binder, update->at);
    return statement_run(store, &binder, "read", ret_has, reterr);
}

static enum err move_row(struct store *store, int64_t id, enum send_state state,
                         struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_APPLY_STATUS, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_integer(&binder, id);
    bind_state(&binder, state);
    return statement_run(store, &binder, "write", NULL, reterr);
}

/* Also for a row that failed already: ChakraHQ's own event says no reason, WhatsApp's does. */
static enum err keep_failure(struct store *store, int64_t id, const struct status_update *update,
                             struct error *reterr)
{
    if (update->state != SEND_FAILED || update->code == 0)
        return ERR_OK;
    CLEANUP(statement_done) sqlite3_stmt *row = NULL;
    CLEANUP(statement_done) sqlite3_stmt *texts = NULL;
    enum err err = store_statement(store, STATEMENT_FILL_FAILURE, &row, reterr);
    if (err == ERR_OK)
        err = store_statement(store, STATEMENT_FILL_FAILURE_TEXTS, &texts, reterr);
    if (err != ERR_OK)
        return err;
    const struct graph_error *known = graph_error_find(update->code);
    struct status_update shown = *update;
    if (shown.title == NULL && known != NULL)
        shown.title = known->title;
    char text[FAILURE_TEXT_SIZE];
    format_failure(&shown, false, text);
    struct binder binder = binder_start(row);
    bind_integer(&binder, id);
    bind_integer(&binder, update->code);
    bind_text(&binder, text[0] != '\0' ? text : NULL);
    err = statement_run(store, &binder, "write", NULL, reterr);
    if (err != ERR_OK || sqlite3_changes(store->db) == 0)
        return err;
    binder = binder_start(texts);
    bind_integer(&binder, id);
    bind_text(&binder, shown.title);
    bind_text(&binder, shown.details);
    bind_text(&binder, known != NULL ? text_of(known->next) : NULL);
    return statement_run(store, &binder, "write", NULL, reterr);
}

static enum err apply_to_row(struct store *store, const struct status_update *update,
                             struct status_outcome *row, struct error *reterr)
{
    bool known = false;
    enum err err = has_event(store, row->id, update, &known, reterr);
    row->effect = STATUS_REPEATED;
    if (err != ERR_OK)
        return err;
    if (known) /* but perhaps without its reason */
        return keep_failure(store, row->id, update, reterr);
    char text[FAILURE_TEXT_SIZE];
    format_failure(update, true, text);
    struct send_event event = {.at = update->at != 0 ? update->at : clock_now_ms(),
                               .state = update->state,
                               .source = update->source,
                               .text = text[0] != '\0' ? text : NULL};
    err = store_insert_event(store, row->id, &event, reterr);
    row->effect = STATUS_NOTED;
    if (err == ERR_OK && send_state_may_become(row->state, update->state)) {
        err = move_row(store, row->id, update->state, reterr);
        row->state = update->state;
        row->effect = STATUS_APPLIED;
    }
    return err == ERR_OK ? keep_failure(store, row->id, update, reterr) : err;
}

static enum err keep_orphan(struct store *store, const struct status_update *update,
                            struct status_outcome *outcome, struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *insert = NULL;
    CLEANUP(statement_done) sqlite3_stmt *prune = NULL;
    enum err err = store_statement(store, STATEMENT_INSERT_ORPHAN, &insert, reterr);
    if (err == ERR_OK)
        err = store_statement(store, STATEMENT_PRUNE_ORPHANS, &prune, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(insert);
    bind_text(&binder, update->wamid);
    bind_state(&binder, update->state);
    bind_integer(&binder, update->at);
    bind_text(&binder, update->source);
    bind_integer_or_null(&binder, update->code, 0);
    bind_text(&binder, update->title);
    bind_text(&binder, update->details);
    bind_integer(&binder, clock_now_ms());
    err = statement_run(store, &binder, "write", NULL, reterr);
    if (err != ERR_OK)
        return err;
    outcome->effect = sqlite3_changes(store->db) > 0 ? STATUS_KEPT : STATUS_REPEATED;
    binder = binder_start(prune);
    bind_integer(&binder, ORPHAN_STATUSES_MAX);
    return statement_run(store, &binder, "write", NULL, reterr);
}

/* What the platform can say of a message; the other states are the program's own findings. */
static enum err check_update(const struct status_update *update, struct error *reterr)
{
    static const bool is_status[SEND_STATE_COUNT] = {
        [SEND_SENT] = true, [SEND_DELIVERED] = true, [SEND_READ] = true, [SEND_FAILED] = true};
    if (update->wamid != NULL && update->wamid[0] != '\0' && is_status[update->state])
        return ERR_OK;
    return error_set(reterr, ERR_INVALID, "Write sent, delivered, read or failed.",
                     "a status needs a wamid and one of the states after accepted");
}

static enum err apply_one(struct store *store, const struct status_update *update,
                          struct status_outcome *outcome, struct error *reterr)
{
    *outcome = (struct status_outcome){.effect = STATUS_NO_ROW, .state = update->state};
    enum err err = check_update(update, reterr);
    if (err == ERR_OK)
        err = find_row(store, update->wamid, outcome, reterr);
    if (err != ERR_OK)
        return err;
    if (outcome->id != 0)
        return apply_to_row(store, update, outcome, reterr);
    return update->keep_orphan ? keep_orphan(store, update, outcome, reterr) : ERR_OK;
}

enum err store_apply_statuses(struct store *store, const struct status_update *updates,
                              size_t count, struct status_outcome *outcomes, struct error *reterr)
{
    enum err err = transaction_begin(store, reterr);
    if (err != ERR_OK)
        return err;
    for (size_t i = 0; err == ERR_OK && i < count; i++)
        err = apply_one(store, &updates[i], &outcomes[i], reterr);
    return transaction_end(store, err, reterr);
}

static enum err delete_orphans(struct store *store, const char *wamid, struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_DELETE_ORPHANS_OF, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_text(&binder, wamid);
    return statement_run(store, &binder, "write", NULL, reterr);
}

enum err store_adopt_orphans(struct store *store, int64_t id, const char *wamid,
                             struct error *reterr)
{
    struct status_outcome row = {.id = 0};
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_ORPHANS_OF, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_text(&binder, wamid);
    bool found = true, any = false;
    while (err == ERR_OK && found) {
        err = statement_run(store, &binder, "read", &found, reterr);
        if (err != ERR_OK || !found)
            break;
        if (!any) /* the row may have another wamid by now, and may have moved just before */
            err = find_row(store, wamid, &row, reterr);
        any = true;
        if (err != ERR_OK || row.id != id)
            return err;
        struct status_update update = {
            .wamid = wamid,
            .state = row_state(statement, 0),
            .at = sqlite3_column_int64(statement, 1),
            .source = (const char *)sqlite3_column_text(statement, 2),
            .code = sqlite3_column_int(statement, 3),
            .title = (const char *)sqlite3_column_text(statement, 4),
            .details = (const char *)sqlite3_column_text(statement, 5),
        };
        err = apply_to_row(store, &update, &row, reterr);
    }
    statement_done(&statement);
    return err == ERR_OK && any ? delete_orphans(store, wamid, reterr) : err;
}
