/*
 * The tables, as a list of migrations. Number n of the list turns version n-1
 * into version n; what is released is never edited, only followed by another.
 *
 * `send` holds what a list shows and nothing big, so that a page of rows touches
 * few pages of the file; what only the detail view needs is in `send_text`.
 */
#include "src/history/schema.h"

#include <stdio.h>

#include "src/base/mem.h"
#include "src/history/search_schema.h"
#include "src/history/store_error.h"

/* "chkr": tells our files from other programs' (PRAGMA application_id, file(1)). */
#define APPLICATION_ID "1667787634"

/* For triggers on `send`. */
#define TALLY_ADD                                                        \
    "INSERT INTO tally VALUES (coalesce(new.profile, ''), new.state, 1)" \
    " ON CONFLICT(profile, state) DO UPDATE SET count = count + 1;"
#define TALLY_TAKE                       \
    "UPDATE tally SET count = count - 1" \
    " WHERE profile = coalesce(old.profile, '') AND state = old.state;"

static const char *const migrations[] = {
    /* AUTOINCREMENT: operators name rows by id, so an id is never given twice. */
    "CREATE TABLE send("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " uid TEXT NOT NULL UNIQUE,"
    " created_at INTEGER NOT NULL,"
    " profile TEXT, plugin_id TEXT, phone_number_id TEXT, recipient TEXT,"
    " template TEXT, language TEXT, category TEXT,"
    " state TEXT NOT NULL,"
    " wamid TEXT, http_status INTEGER, error_code INTEGER, error_text TEXT, latency_ms INTEGER,"
    " source TEXT, operator TEXT, batch TEXT, sent_again_of INTEGER,"
    " owner TEXT," /* of a row that is queued or sending: whose lock to look at */
    " fingerprint TEXT);"
    /* Every index ends with the id by itself, so these are (created_at, id) and so on. */
    "CREATE INDEX send_order ON send(created_at);"
    "CREATE INDEX send_profile ON send(profile, created_at);"
    "CREATE INDEX send_recipient ON send(recipient, created_at);"
    "CREATE INDEX send_pending ON send(state, owner, profile)"
    " WHERE state IN ('queued', 'sending', 'unknown');"
    "CREATE INDEX send_wamid ON send(wamid) WHERE wamid IS NOT NULL;"
    "CREATE INDEX send_fingerprint ON send(fingerprint, created_at)"
    " WHERE fingerprint IS NOT NULL;"
    /* The two refusals that the rules ask for; few rows, so no search among the sent ones. */
    "CREATE INDEX send_held_back ON send(recipient, error_code, created_at)"
    " WHERE error_code IN (131049, 131050);"

    /* A batch repeats one definition for every row: it is kept once. */
    "CREATE TABLE definition(id INTEGER PRIMARY KEY, digest INTEGER NOT NULL,"
    " text TEXT NOT NULL);"
    "CREATE INDEX definition_digest ON definition(digest);"

    "CREATE TABLE send_text("
    " send_id INTEGER PRIMARY KEY REFERENCES send(id) ON DELETE CASCADE,"
    " slot_values TEXT,"
    " definition_id INTEGER REFERENCES definition(id),"
    " request TEXT, reply TEXT,"
    " error_title TEXT, error_details TEXT, error_slot TEXT, error_next TEXT, trace_id TEXT,"
    " note TEXT, tags TEXT);"

    "CREATE TABLE event("
    " send_id INTEGER NOT NULL REFERENCES send(id) ON DELETE CASCADE,"
    " number INTEGER NOT NULL," /* 1, 2, … in the order in which they became known */
    " at INTEGER NOT NULL, state TEXT NOT NULL, source TEXT NOT NULL, text TEXT,"
    " PRIMARY KEY(send_id, number)) WITHOUT ROWID;"

    "CREATE TABLE named_text(name TEXT PRIMARY KEY, at INTEGER NOT NULL, text TEXT NOT NULL);"
    "PRAGMA application_id=" APPLICATION_ID ";",

    /* Statuses of messages that no row has yet: a webhook may come before the reply. Bounded by
     * store_status.c; the ids rise in the order of arrival. */
    "CREATE TABLE orphan_status("
    " id INTEGER PRIMARY KEY,"
    " wamid TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL, source TEXT NOT NULL,"
    " code INTEGER, title TEXT, details TEXT,"
    " received_at INTEGER NOT NULL,"
    " UNIQUE(wamid, state, at));",

    /* Built at once: only histories of development builds are older than this, and a million rows
     * take one to two minutes. A later change of the index must be made in steps. */
    SEARCH_MIGRATION_COLUMNS,
    SEARCH_MIGRATION_INDEX,

    /* How many rows of each profile are in each state, kept by triggers: counting a million rows
     * takes a tenth of a second and more, and the pane shows the counts at every change. */
    "CREATE TABLE tally(profile TEXT NOT NULL, state TEXT NOT NULL, count INTEGER NOT NULL,"
    " PRIMARY KEY(profile, state)) WITHOUT ROWID;"
    "INSERT INTO tally SELECT coalesce(profile, ''), state, count(*) FROM send"
    " WHERE deleted_at IS NULL GROUP BY 1, 2;"
    "CREATE TRIGGER tally_added AFTER INSERT ON send WHEN new.deleted_at IS NULL"
    " BEGIN " TALLY_ADD " END;"
    "CREATE TRIGGER tally_removed AFTER DELETE ON send WHEN old.deleted_at IS NULL"
    " BEGIN " TALLY_TAKE " END;"
    "CREATE TRIGGER tally_moved AFTER UPDATE OF state ON send"
    " WHEN old.state <> new.state AND old.deleted_at IS NULL AND new.deleted_at IS NULL"
    " BEGIN " TALLY_TAKE TALLY_ADD " END;"
    "CREATE TRIGGER tally_trashed AFTER UPDATE OF deleted_at ON send"
    " WHEN old.deleted_at IS NULL AND new.deleted_at IS NOT NULL BEGIN " TALLY_TAKE " END;"
    "CREATE TRIGGER tally_restored AFTER UPDATE OF deleted_at ON send"
    " WHEN old.deleted_at IS NOT NULL AND new.deleted_at IS NULL BEGIN " TALLY_ADD " END;",
};

int schema_version(void)
{
    return (int)COUNT_OF(migrations);
}

static int read_number(sqlite3 *db, const char *sql, int *ret_number)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        *ret_number = sqlite3_column_int(statement, 0);
        code = SQLITE_OK;
    }
    int finished = sqlite3_finalize(statement);
    return code != SQLITE_OK ? code : finished;
}

enum err schema_check(sqlite3 *db, const char *path, int *ret_version, struct error *reterr)
{
    int tables = 0;
    int code = read_number(db, "PRAGMA user_version", ret_version);
    if (code == SQLITE_OK && *ret_version == 0)
        code = read_number(db, "SELECT count(*) FROM sqlite_master", &tables);
    if (code == SQLITE_OK && tables > 0) /* another program may have migrated in between */
        code = read_number(db, "PRAGMA user_version", ret_version);
    if (code != SQLITE_OK)
        return store_error(path, code, "open", reterr);
    if (*ret_version < 0 || (*ret_version == 0 && tables > 0)) {
        error_set(reterr, ERR_STORE, "Choose another folder with --data.",
                  "the file where the history should be belongs to another program");
        error_set_where(reterr, "%s", path);
        return ERR_STORE;
    }
    if (*ret_version > schema_version()) {
        error_set(reterr, ERR_STORE,
                  "Update chakra-tui, or choose another folder with --data; nothing was changed.",
                  "the history was made by a newer chakra-tui (its version is %d, this program "
                  "knows up to %d)",
                  *ret_version, schema_version());
        error_set_where(reterr, "%s", path);
        return ERR_STORE;
    }
    return ERR_OK;
}

/* One step up, unless another program was faster. */
static enum err migrate_once(sqlite3 *db, const char *path, int *ret_version, struct error *reterr)
{
    int code = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return store_error(path, code, "open", reterr);
    enum err err = schema_check(db, path, ret_version, reterr);
    if (err == ERR_OK && *ret_version < schema_version()) {
        char stamp[48];
        snprintf(stamp, sizeof stamp, "PRAGMA user_version=%d", *ret_version + 1);
        code = sqlite3_exec(db, migrations[*ret_version], NULL, NULL, NULL);
        if (code == SQLITE_OK)
            code = sqlite3_exec(db, stamp, NULL, NULL, NULL);
        if (code != SQLITE_OK)
            err = store_error(path, code, "prepare", reterr);
        else
            ++*ret_version;
    }
    if (err == ERR_OK) {
        code = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
        if (code != SQLITE_OK)
            err = store_error(path, code, "prepare", reterr);
    }
    if (sqlite3_get_autocommit(db) == 0)
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return err;
}

enum err schema_migrate(sqlite3 *db, const char *path, struct error *reterr)
{
    int version = 0;
    enum err err = schema_check(db, path, &version, reterr);
    while (err == ERR_OK && version < schema_version())
        err = migrate_once(db, path, &version, reterr);
    return err;
}
