/*
 * Recovery: rows that a crash or a kill left queued or sending become what is
 * known of them. Queued: no byte left. Sending: bytes may have left.
 */
#include "src/history/store.h"

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/history/store_internal.h"

static const struct recovery recoveries[] = {
    {SEND_QUEUED, SEND_NOT_SENT, "the program ended before this message left"},
    {SEND_SENDING, SEND_UNKNOWN, "the program ended while this message was being sent"},
};

const struct recovery *recovery_find(enum send_state state)
{
    for (size_t i = 0; i < COUNT_OF(recoveries); i++)
        if (recoveries[i].from == state)
            return &recoveries[i];
    return NULL;
}

struct owner_list {
    struct arena arena;
    const char **uuids; /* NULL members: rows that name no owner */
    size_t count, size;
};

static void owner_list_release(struct owner_list *list)
{
    mem_free(list->uuids);
    arena_release(&list->arena);
}

static bool owner_list_add(struct owner_list *list, const char *uuid)
{
    if (list->count == list->size) {
        size_t size = list->size != 0 ? 2 * list->size : 8;
        const char **grown = mem_grow(list->uuids, size, sizeof *grown);
        if (grown == NULL)
            return false;
        list->uuids = grown;
        list->size = size;
    }
    list->uuids[list->count++] = uuid;
    return true;
}

/* The owners that rows wait for and that are gone; one that has both states comes twice. */
static enum err list_gone_owners(struct store *store, struct owner_list *list, struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_PENDING_OWNERS, &statement, reterr);
    bool row = false;
    for (;;) {
        struct binder binder = binder_start(statement);
        if (err == ERR_OK)
            err = statement_run(store, &binder, "read", &row, reterr);
        if (err != ERR_OK || !row)
            return err;
        if (owner_is_alive(store->folder, (const char *)sqlite3_column_text(statement, 0)))
            continue;
        bool failed = false;
        const char *uuid = column_text(statement, 0, &list->arena, &failed);
        if (failed || !owner_list_add(list, uuid))
            return error_nomem(reterr);
    }
}

static enum err recover_rows(struct store *store, const char *owner,
                             const struct recovery *recovery, size_t *count, struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *events = NULL;
    CLEANUP(statement_done) sqlite3_stmt *rows = NULL;
    enum err err = store_statement(store, STATEMENT_RECOVER_EVENTS, &events, reterr);
    if (err == ERR_OK)
        err = store_statement(store, STATEMENT_RECOVER_ROWS, &rows, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(events);
    bind_state(&binder, recovery->from);
    bind_text(&binder, owner);
    bind_integer(&binder, clock_now_ms());
    bind_state(&binder, recovery->to);
    bind_text(&binder, recovery->text);
    err = statement_run(store, &binder, "write", NULL, reterr);
    if (err != ERR_OK)
        return err;
    binder = binder_start(rows);
    bind_state(&binder, recovery->from);
    bind_text(&binder, owner);
    bind_state(&binder, recovery->to);
    bind_text(&binder, recovery->text);
    err = statement_run(store, &binder, "write", NULL, reterr);
    if (err == ERR_OK)
        *count += (size_t)sqlite3_changes(store->db);
    return err;
}

static enum err recover_owners(struct store *store, const struct owner_list *list, size_t *count,
                               struct error *reterr)
{
    enum err err = transaction_begin(store, reterr);
    if (err != ERR_OK)
        return err;
    for (size_t i = 0; err == ERR_OK && i < list->count; i++)
        for (size_t j = 0; err == ERR_OK && j < COUNT_OF(recoveries); j++)
            err = recover_rows(store, list->uuids[i], &recoveries[j], count, reterr);
    return transaction_end(store, err, reterr);
}

enum err store_recover(struct store *store, size_t *ret_count, struct error *reterr)
{
    size_t count = 0;
    if (ret_count != NULL)
        *ret_count = 0;
    if (store->access == STORE_READ)
        return ERR_OK; /* shows such rows as recovered without writing */
    CLEANUP(owner_list_release) struct owner_list list = {.count = 0};
    arena_init(&list.arena);
    enum err err = list_gone_owners(store, &list, reterr);
    if (err == ERR_OK && list.count > 0) /* the write lock is taken only for a reason */
        err = recover_owners(store, &list, &count, reterr);
    if (err != ERR_OK)
        return err;
    owner_remove_stale(store->folder);
    if (ret_count != NULL)
        *ret_count = count;
    return ERR_OK;
}
