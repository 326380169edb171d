/* The double-send guard: which earlier row blocks a message. */
#include "src/history/store_internal.h"

#include "src/base/mem.h"
#include "src/history/store_row.h"

enum err store_look_for_duplicate(struct store *store, const char *fingerprint, int64_t since,
                                  struct duplicate *ret_duplicate, struct error *reterr)
{
    *ret_duplicate = (struct duplicate){0};
    if (fingerprint == NULL)
        return ERR_OK;
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_FIND_DUPLICATE, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bool row = false;
    bind_text(&binder, fingerprint);
    bind_integer(&binder, since != 0 ? since : INT64_MAX); /* 0: only the pending ones */
    err = statement_run(store, &binder, "read", &row, reterr);
    if (err == ERR_OK && row)
        *ret_duplicate = (struct duplicate){.id = sqlite3_column_int64(statement, 0),
                                            .state = row_state(statement, 1),
                                            .created_at = sqlite3_column_int64(statement, 2)};
    return err;
}

enum err store_find_duplicate(struct store *store, const char *fingerprint, int64_t duplicate_since,
                              int64_t *ret_id, struct error *reterr)
{
    struct duplicate duplicate;
    enum err err =
        store_look_for_duplicate(store, fingerprint, duplicate_since, &duplicate, reterr);
    *ret_id = duplicate.id;
    return err;
}
