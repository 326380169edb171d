/* Small answers: what is known of a recipient, how many rows wait, texts by name. */
#include "src/history/store.h"

#include "src/base/mem.h"
#include "src/history/store_internal.h"
#include "src/history/store_row.h"

enum { HELD_BACK_BY_META = 131049, OPTED_OUT = 131050 };

/* One number from a statement whose result is NULL for "never": 0 then. */
static enum err run_for_time(struct store *store, struct binder *binder, int64_t *ret_ms,
                             struct error *reterr)
{
    bool row = false;
    enum err err = statement_run(store, binder, "read", &row, reterr);
    *ret_ms = err == ERR_OK && row ? sqlite3_column_int64(binder->statement, 0) : 0;
    return err;
}

static enum err read_last_held_back(struct store *store, const char *to, int error_code,
                                    int64_t *ret_ms, struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_LAST_HELD_BACK, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_text(&binder, to);
    bind_integer(&binder, error_code);
    return run_for_time(store, &binder, ret_ms, reterr);
}

enum err store_recipient_facts(struct store *store, const char *to,
                               struct recipient_facts *ret_facts, struct error *reterr)
{
    *ret_facts = (struct recipient_facts){0};
    int64_t opted_out = 0;
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_LAST_SEND, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_text(&binder, to);
    err = run_for_time(store, &binder, &ret_facts->last_send_ms, reterr);
    if (err == ERR_OK)
        err = read_last_held_back(store, to, HELD_BACK_BY_META, &ret_facts->last_131049_ms, reterr);
    if (err == ERR_OK)
        err = read_last_held_back(store, to, OPTED_OUT, &opted_out, reterr);
    ret_facts->has_131050 = opted_out != 0;
    return err;
}

/* Runs a statement of the counts over its rows. */
static enum err each_count(struct store *store, enum statement which, const char *profile,
                           void (*take)(const struct store *, sqlite3_stmt *, struct owner_memo *,
                                        struct store_counts *),
                           struct store_counts *counts, struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, which, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    if (profile != NULL)
        bind_text(&binder, profile);
    struct owner_memo memo = {.alive = false};
    for (bool row = true; row;) {
        err = statement_run(store, &binder, "read", &row, reterr);
        if (err != ERR_OK)
            return err;
        if (row)
            take(store, statement, &memo, counts);
    }
    return ERR_OK;
}

static void take_tally(const struct store *store, sqlite3_stmt *statement, struct owner_memo *memo,
                       struct store_counts *counts)
{
    (void)store;
    (void)memo;
    int64_t count = sqlite3_column_int64(statement, 1);
    counts->by_state[row_state(statement, 0)] += count;
    counts->rows += count;
}

static void take_recovered(const struct store *store, sqlite3_stmt *statement,
                           struct owner_memo *memo, struct store_counts *counts)
{
    enum send_state state = row_state(statement, 0);
    const char *owner = (const char *)sqlite3_column_text(statement, 1);
    const struct recovery *recovery = row_recovery(store, state, owner, memo);
    if (recovery == NULL)
        return;
    counts->by_state[state] -= sqlite3_column_int64(statement, 2);
    counts->by_state[recovery->to] += sqlite3_column_int64(statement, 2);
}

enum err store_counts(struct store *store, const char *profile, struct store_counts *ret_counts,
                      struct error *reterr)
{
    *ret_counts = (struct store_counts){0};
    bool all = profile == NULL;
    enum err err = each_count(store, all ? STATEMENT_TALLY : STATEMENT_TALLY_OF_PROFILE, profile,
                              take_tally, ret_counts, reterr);
    if (err == ERR_OK)
        err = each_count(store, all ? STATEMENT_COUNT_PENDING : STATEMENT_COUNT_PENDING_OF_PROFILE,
                         profile, take_recovered, ret_counts, reterr);
    return err;
}
