/* Reading: pages by key, one row with its texts, its events, counts, facts. */
#include "src/history/store.h"

#include "src/base/mem.h"
#include "src/history/store_internal.h"
#include "src/history/store_row.h"

enum { MOST_ROWS = 10000 };

enum err store_no_row(int64_t id, struct error *reterr)
{
    return error_set(
        reterr, ERR_NOT_FOUND,
        "It may have been deleted: read the list again (r, or chakra-tui history list).",
        "there is no row %lld in the history", (long long)id);
}

/* A page after a key is read upwards from it, but shown newest first. */
static void reverse_rows(struct send_row *rows, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct send_row kept = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = kept;
    }
}

static void bind_page(struct binder *binder, const struct store_page_query *query, bool newer,
                      size_t limit)
{
    bool from_newest = query->before_created_at == 0 && query->before_id == 0;
    int64_t at = from_newest ? INT64_MAX : query->before_created_at;
    int64_t id = from_newest ? INT64_MAX : query->before_id;
    bind_integer(binder, newer ? query->after_created_at : at);
    bind_integer(binder, newer ? query->after_id : id);
    bind_integer(binder, (int64_t)limit);
    if (query->profile != NULL)
        bind_text(binder, query->profile);
}

static const enum statement page_statements[2][2] = {
    /* [of a profile][newer] */
    {STATEMENT_PAGE_OLDER, STATEMENT_PAGE_NEWER},
    {STATEMENT_PAGE_PROFILE_OLDER, STATEMENT_PAGE_PROFILE_NEWER},
};

enum err store_page(struct store *store, const struct store_page_query *query, struct arena *arena,
                    struct send_row **ret_rows, size_t *ret_count, struct error *reterr)
{
    *ret_rows = NULL;
    *ret_count = 0;
    bool newer = query->after_created_at != 0 || query->after_id != 0;
    size_t limit = query->limit < MOST_ROWS ? query->limit : MOST_ROWS;
    struct send_row *rows = arena_alloc(arena, limit, sizeof *rows);
    if (rows == NULL)
        return error_nomem(reterr);
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err =
        store_statement(store, page_statements[query->profile != NULL][newer], &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_page(&binder, query, newer, limit);
    struct owner_memo memo = {.alive = false};
    size_t count = 0;
    bool failed = false, row = true;
    while (count < limit && row && !failed) {
        err = statement_run(store, &binder, "read", &row, reterr);
        if (err != ERR_OK)
            return err;
        if (row)
            rows[count++] = row_read(store, statement, arena, &memo, &failed);
    }
    if (failed)
        return error_nomem(reterr);
    if (newer)
        reverse_rows(rows, count);
    *ret_rows = rows;
    *ret_count = count;
    return ERR_OK;
}

static void read_texts(sqlite3_stmt *statement, struct arena *arena, struct send_detail *detail,
                       bool *failed)
{
    const char **members[] = {
        &detail->values,      &detail->definition,    &detail->request,    &detail->reply,
        &detail->error_title, &detail->error_details, &detail->error_slot, &detail->error_next,
        &detail->trace_id,    &detail->note,          &detail->tags,
    };
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        int column = ROW_COLUMN_COUNT + (int)i;
        *members[i] = column_text(statement, column, arena, failed);
        if (members[i] == &detail->reply && detail->reply != NULL)
            detail->reply_length = (size_t)sqlite3_column_bytes(statement, column);
    }
}

enum err store_get(struct store *store, int64_t id, struct arena *arena,
                   struct send_detail **ret_detail, struct error *reterr)
{
    *ret_detail = NULL;
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_GET, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bool row = false, failed = false;
    bind_integer(&binder, id);
    err = statement_run(store, &binder, "read", &row, reterr);
    if (err != ERR_OK)
        return err;
    if (!row)
        return store_no_row(id, reterr);
    struct send_detail *detail = arena_alloc(arena, 1, sizeof *detail);
    if (detail == NULL)
        return error_nomem(reterr);
    struct owner_memo memo = {.alive = false};
    detail->row = row_read(store, statement, arena, &memo, &failed);
    read_texts(statement, arena, detail, &failed);
    if (failed)
        return error_nomem(reterr);
    *ret_detail = detail;
    return ERR_OK;
}

/* Doubles an array in the arena; the old one stays there until the arena goes. */
static struct send_event *grow_events(struct arena *arena, const struct send_event *old,
                                      size_t count)
{
    struct send_event *grown = arena_alloc(arena, count != 0 ? 2 * count : 8, sizeof *grown);
    for (size_t i = 0; grown != NULL && i < count; i++)
        grown[i] = old[i];
    return grown;
}

enum err store_events(struct store *store, int64_t id, struct arena *arena,
                      struct send_event **ret_events, size_t *ret_count, struct error *reterr)
{
    *ret_events = NULL;
    *ret_count = 0;
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_EVENTS, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_integer(&binder, id);
    struct send_event *events = NULL;
    size_t count = 0;
    for (bool row = true;;) {
        err = statement_run(store, &binder, "read", &row, reterr);
        if (err != ERR_OK || !row)
            break;
        /* full at 0, 8, 16, 32, … */
        if (count == 0 || (count >= 8 && (count & (count - 1)) == 0))
            events = grow_events(arena, events, count);
        if (events == NULL)
            return error_nomem(reterr);
        bool failed = false;
        events[count++] = (struct send_event){.at = sqlite3_column_int64(statement, 0),
                                              .state = row_state(statement, 1),
                                              .source = column_text(statement, 2, arena, &failed),
                                              .text = column_text(statement, 3, arena, &failed)};
        if (failed)
            return error_nomem(reterr);
    }
    if (err == ERR_OK) {
        *ret_events = events;
        *ret_count = count;
    }
    return err;
}
