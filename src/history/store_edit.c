/* Small writes on single rows, and deletions in steps that leave other writers their turn. */
#include "src/history/store_edit.h"

#include <string.h>

#include "src/base/mem.h"
#include "src/base/strbuf.h"
#include "src/history/store_error.h"
#include "src/history/store_internal.h"

/* Of a row with its texts, events and index entries: some 50 µs each. */
enum { ROWS_A_STEP = 400, MERGE_PAGES = 500, MERGES_MOST = 10000 };

static enum err write_text(struct store *store, enum statement which, int64_t id, const char *text,
                           struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *make = NULL;
    CLEANUP(statement_done) sqlite3_stmt *set = NULL;
    enum err err = store_statement(store, STATEMENT_MAKE_TEXTS, &make, reterr);
    if (err == ERR_OK)
        err = store_statement(store, which, &set, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(make);
    bind_integer(&binder, id);
    err = statement_run(store, &binder, "write", NULL, reterr);
    if (err != ERR_OK)
        return err;
    binder = binder_start(set);
    bind_integer(&binder, id);
    bind_text(&binder, text);
    err = statement_run(store, &binder, "write", NULL, reterr);
    return err == ERR_OK && sqlite3_changes(store->db) == 0 ? store_no_row(id, reterr) : err;
}

static enum err set_text(struct store *store, enum statement which, int64_t id, const char *text,
                         struct error *reterr)
{
    enum err err = transaction_begin(store, reterr);
    if (err != ERR_OK)
        return err;
    err = write_text(store, which, id, text, reterr);
    return transaction_end(store, err, reterr);
}

static enum err too_long(const char *what, size_t most, struct error *reterr)
{
    return error_set(reterr, ERR_TOO_BIG, "Write a shorter one.", "the %s has more than %zu bytes",
                     what, most);
}

enum err store_set_note(struct store *store, int64_t id, const char *note, struct error *reterr)
{
    if (note != NULL && strlen(note) > NOTE_LONGEST)
        return too_long("note", NOTE_LONGEST, reterr);
    return set_text(store, STATEMENT_SET_NOTE, id, note, reterr);
}

enum err store_set_tags(struct store *store, int64_t id, const char *tags, struct error *reterr)
{
    struct strbuf words;
    strbuf_init(&words, TAGS_LONGEST);
    for (const char *at = tags != NULL ? tags : ""; *at != '\0';) {
        size_t length = strcspn(at, " \t\r\n");
        if (length > 0 && words.length > 0)
            strbuf_add_char(&words, ' ');
        strbuf_add(&words, at, length);
        at += length;
        at += strspn(at, " \t\r\n");
    }
    enum err err = ERR_OK;
    if (words.failed)
        err =
            words.over_limit ? too_long("list of tags", TAGS_LONGEST, reterr) : error_nomem(reterr);
    if (err == ERR_OK)
        err = set_text(store, STATEMENT_SET_TAGS, id, words.text, reterr);
    strbuf_release(&words);
    return err;
}

static enum err row_exists(struct store *store, int64_t id, bool *ret_exists, struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_HAS_ID, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_integer(&binder, id);
    return statement_run(store, &binder, "read", ret_exists, reterr);
}

/* `at` 0: out of the trash. */
static enum err set_deleted(struct store *store, int64_t id, int64_t at, struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_SET_DELETED, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_integer(&binder, id);
    bind_integer_or_null(&binder, at, 0);
    err = statement_run(store, &binder, "write", NULL, reterr);
    if (err != ERR_OK || sqlite3_changes(store->db) > 0)
        return err;
    bool exists = false;
    err = row_exists(store, id, &exists, reterr);
    if (err == ERR_OK && !exists)
        return store_no_row(id, reterr);
    return err == ERR_OK ? error_set(reterr, ERR_INVALID, "Wait until it is done, or cancel it.",
                                     "row %lld is being sent", (long long)id)
                         : err;
}

enum err store_delete(struct store *store, int64_t id, int64_t at, struct error *reterr)
{
    return set_deleted(store, id, at != 0 ? at : 1, reterr);
}

enum err store_undelete(struct store *store, int64_t id, struct error *reterr)
{
    return set_deleted(store, id, 0, reterr);
}

enum err store_drop_trashed(struct store *store, int64_t id, struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_DROP_TRASHED, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_integer(&binder, id);
    return statement_run(store, &binder, "write", NULL, reterr);
}

/* Runs a deletion of at most ROWS_A_STEP rows (its last parameter) in a transaction. */
static enum err delete_step(struct store *store, enum statement which, int64_t before,
                            int64_t *ret_count, struct error *reterr)
{
    *ret_count = 0;
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, which, &statement, reterr);
    if (err == ERR_OK)
        err = transaction_begin(store, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_integer(&binder, before);
    bind_integer(&binder, ROWS_A_STEP);
    err = statement_run(store, &binder, "write", NULL, reterr);
    if (err == ERR_OK)
        *ret_count = sqlite3_changes(store->db);
    return transaction_end(store, err, reterr);
}

enum err store_empty_trash(struct store *store, int64_t before, int64_t *ret_count,
                           struct error *reterr)
{
    int64_t total = 0, count = 0;
    enum err err = ERR_OK;
    do {
        err = delete_step(store, STATEMENT_EMPTY_TRASH, before, &count, reterr);
        total += count;
    } while (err == ERR_OK && count > 0);
    if (ret_count != NULL)
        *ret_count = total;
    return err;
}

enum err store_purge_count(struct store *store, int64_t before, struct store_purge *ret_purge,
                           struct error *reterr)
{
    *ret_purge = (struct store_purge){.count = 0};
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_PURGE_COUNT, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bool row = false;
    bind_integer(&binder, before);
    err = statement_run(store, &binder, "read", &row, reterr);
    if (err == ERR_OK && row)
        *ret_purge = (struct store_purge){.count = sqlite3_column_int64(statement, 0),
                                          .first = sqlite3_column_int64(statement, 1),
                                          .last = sqlite3_column_int64(statement, 2)};
    return err;
}

/* What is deleted is overwritten in the file from here on. */
enum err store_purge_step(struct store *store, int64_t before, int64_t *ret_count,
                          struct error *reterr)
{
    *ret_count = 0;
    int code = sqlite3_exec(store->db, "PRAGMA secure_delete = ON", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return store_error(store->path, code, "write", reterr);
    return delete_step(store, STATEMENT_PURGE, before, ret_count, reterr);
}

static enum err run(struct store *store, const char *sql, struct error *reterr)
{
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? ERR_OK : store_error(store->path, code, "write", reterr);
}

/*
 * FTS5 only notes a deletion beside the old entries; merging drops both. In steps, as
 * its manual has it: a merge that did nothing changes fewer than two rows.
 */
static enum err merge_index(struct store *store, struct error *reterr)
{
    char sql[120];
    int pages = -MERGE_PAGES; /* the first: all segments, not only the many small ones */
    for (int i = 0; i < MERGES_MOST; i++) {
        sqlite3_snprintf(sizeof sql, sql,
                         "INSERT INTO send_fts(send_fts, rank) VALUES('merge', %d)", pages);
        int before = sqlite3_total_changes(store->db);
        enum err err = run(store, sql, reterr);
        if (err != ERR_OK || sqlite3_total_changes(store->db) - before < 2)
            return err;
        pages = MERGE_PAGES;
    }
    return ERR_OK;
}

enum err store_purge_finish(struct store *store, struct error *reterr)
{
    enum err err = run(store,
                       "DELETE FROM definition WHERE id NOT IN (SELECT definition_id FROM send_text"
                       " WHERE definition_id IS NOT NULL)",
                       reterr);
    if (err == ERR_OK)
        err = merge_index(store, reterr);
    if (err == ERR_OK) /* a reader may keep the log from being cut: that is no failure */
        sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return err;
}
