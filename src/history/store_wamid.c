/* Rows by message id, and what is needed to find out what became of the unknown ones. */
#include "src/history/store.h"

#include <stdlib.h>

#include "src/base/mem.h"
#include "src/history/store_internal.h"

enum err store_find_wamid(struct store *store, const char *wamid, int64_t except, int64_t *ret_id,
                          struct error *reterr)
{
    *ret_id = 0;
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_FIND_WAMID, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bool row = false;
    bind_text(&binder, wamid);
    bind_integer(&binder, except);
    err = statement_run(store, &binder, "read", &row, reterr);
    if (err == ERR_OK && row)
        *ret_id = sqlite3_column_int64(statement, 0);
    return err;
}

static enum err adopt_within(struct store *store, int64_t id, const struct send_change *change,
                             int64_t *ret_other, struct error *reterr)
{
    enum err err = store_find_wamid(store, change->wamid, id, ret_other, reterr);
    if (err == ERR_OK && *ret_other != 0)
        return error_set(reterr, ERR_DUPLICATE, "Look at that row with: chakra-tui history show",
                         "the message already belongs to row %lld", (long long)*ret_other);
    return err == ERR_OK ? store_change_within(store, id, change, reterr) : err;
}

enum err store_adopt_wamid(struct store *store, int64_t id, const struct send_change *change,
                           int64_t *ret_other, struct error *reterr)
{
    *ret_other = 0;
    enum err err = transaction_begin(store, reterr);
    if (err != ERR_OK)
        return err;
    err = adopt_within(store, id, change, ret_other, reterr);
    return transaction_end(store, err, reterr);
}

static int compare_ids(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* Doubles the array in the arena when it is full (at 0, 16, 32, …). */
static int64_t *grow_ids(struct arena *arena, int64_t *old, size_t count)
{
    if (count != 0 && (count < 16 || (count & (count - 1)) != 0))
        return old;
    int64_t *grown = arena_alloc(arena, count != 0 ? 2 * count : 16, sizeof *grown);
    for (size_t i = 0; grown != NULL && i < count; i++)
        grown[i] = old[i];
    return grown;
}

enum err store_unknown_rows(struct store *store, const char *profile, struct arena *arena,
                            int64_t **ret_ids, size_t *ret_count, struct error *reterr)
{
    *ret_ids = NULL;
    *ret_count = 0;
    enum statement which =
        profile != NULL ? STATEMENT_UNKNOWN_ROWS_OF_PROFILE : STATEMENT_UNKNOWN_ROWS;
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, which, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    if (profile != NULL)
        bind_text(&binder, profile);
    int64_t *ids = NULL;
    size_t count = 0;
    for (bool row = true;;) {
        err = statement_run(store, &binder, "read", &row, reterr);
        if (err != ERR_OK || !row)
            break;
        ids = grow_ids(arena, ids, count);
        if (ids == NULL)
            return error_nomem(reterr);
        ids[count++] = sqlite3_column_int64(statement, 0);
    }
    if (err != ERR_OK)
        return err;
    /* The index of the unknown rows is not in the order of ids, and they are few. */
    if (count > 1)
        qsort(ids, count, sizeof *ids, compare_ids);
    *ret_ids = ids;
    *ret_count = count;
    return ERR_OK;
}
