/* Earlier values and recipients. */
#include "src/history/store_earlier.h"

#include "src/base/mem.h"
#include "src/history/store_internal.h"

#include <string.h>

static bool is_there(const struct earlier_texts *texts, const char *text)
{
    for (size_t i = 0; i < texts->count; i++)
        if (strcmp(texts->items[i], text) == 0)
            return true;
    return false;
}

/* The first column of every row, each text once. */
static enum err read_texts(struct store *store, struct binder *binder, size_t most,
                           struct arena *arena, struct earlier_texts *texts, struct error *reterr)
{
    bool failed = false;
    texts->count = 0;
    texts->items = arena_alloc(arena, most + 1, sizeof *texts->items);
    if (texts->items == NULL)
        return error_nomem(reterr);
    while (texts->count < most) {
        bool row = false;
        enum err err = statement_run(store, binder, "read", &row, reterr);
        if (err != ERR_OK || !row)
            return err;
        const char *text = (const char *)sqlite3_column_text(binder->statement, 0);
        if (text == NULL || is_there(texts, text))
            continue;
        texts->items[texts->count] = column_text(binder->statement, 0, arena, &failed);
        if (failed)
            return error_nomem(reterr);
        texts->count++;
    }
    return ERR_OK;
}

enum err store_earlier_values(struct store *store, const char *profile, const char *template,
                              size_t most, struct arena *arena, struct earlier_texts *ret_texts,
                              struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_EARLIER_VALUES, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_text(&binder, profile);
    bind_text(&binder, template);
    return read_texts(store, &binder, most, arena, ret_texts, reterr);
}

enum err store_earlier_recipients(struct store *store, const char *profile, size_t most,
                                  struct arena *arena, struct earlier_texts *ret_texts,
                                  struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_EARLIER_RECIPIENTS, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_text(&binder, profile);
    return read_texts(store, &binder, most, arena, ret_texts, reterr);
}
