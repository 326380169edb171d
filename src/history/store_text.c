/* Small durable texts by name. */
#include "src/base/mem.h"
#include "src/history/store_internal.h"
#include "src/history/store_row.h"

enum err store_put_text(struct store *store, const char *name, const char *text, int64_t at,
                        struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum statement which = text != NULL ? STATEMENT_PUT_TEXT : STATEMENT_DROP_TEXT;
    enum err err = store_statement(store, which, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_text(&binder, name);
    if (text == NULL)
        return statement_run(store, &binder, "write", NULL, reterr);
    bind_integer(&binder, at);
    bind_text(&binder, text);
    return statement_run(store, &binder, "write", NULL, reterr);
}

enum err store_get_text(struct store *store, const char *name, struct arena *arena,
                        const char **ret_text, int64_t *ret_at, struct error *reterr)
{
    *ret_text = NULL;
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_GET_TEXT, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bool row = false, failed = false;
    bind_text(&binder, name);
    err = statement_run(store, &binder, "read", &row, reterr);
    if (err == ERR_OK && !row)
        return error_set(reterr, ERR_NOT_FOUND, "Fetch it first.", "nothing is stored as %s", name);
    if (err != ERR_OK)
        return err;
    *ret_text = column_text(statement, 0, arena, &failed);
    if (ret_at != NULL)
        *ret_at = sqlite3_column_int64(statement, 1);
    return failed ? error_nomem(reterr) : ERR_OK;
}

enum err store_list_texts(struct store *store, const char *prefix, size_t most, struct arena *arena,
                          struct named_text **ret_texts, size_t *ret_count, struct error *reterr)
{
    *ret_count = 0;
    *ret_texts = arena_alloc(arena, most + 1, sizeof **ret_texts);
    if (*ret_texts == NULL)
        return error_nomem(reterr);
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_LIST_TEXTS, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_text(&binder, prefix);
    bind_integer(&binder, (int64_t)most);
    for (bool row = true, failed = false; row;) {
        err = statement_run(store, &binder, "read", &row, reterr);
        if (err != ERR_OK || !row)
            return err;
        (*ret_texts)[(*ret_count)++] =
            (struct named_text){.name = column_text(statement, 0, arena, &failed),
                                .at = sqlite3_column_int64(statement, 1),
                                .text = column_text(statement, 2, arena, &failed)};
        if (failed)
            return error_nomem(reterr);
    }
    return ERR_OK;
}
