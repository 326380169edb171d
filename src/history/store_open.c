/*
 * Opening and closing the history: private files, the settings of a connection,
 * and the way to read from a folder in which nothing can be written.
 */
#include "src/history/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/strbuf.h"
#include "src/base/text.h"
#include "src/history/schema.h"
#include "src/history/store_error.h"
#include "src/history/store_internal.h"

static const char file_name[] = "chakra-tui.db";

enum { BUSY_TIMEOUT_MS = 5000, BUSY_RETRY_MS = 5, PATH_LIMIT = 8192 };

/*
 * A connection for writing. WAL: readers and the writer do not wait for each other. The schema is
 * trusted here, as the triggers of the search write to FTS5, which SQLite 3.40 refuses otherwise;
 * no function or table of ours is registered that a foreign schema could misuse.
 */
static const char *const write_settings[] = {
    "PRAGMA journal_mode = WAL",  "PRAGMA synchronous = FULL",   "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = ON", "PRAGMA cell_size_check = ON",
};

static const char *const read_settings[] = {
    "PRAGMA query_only = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
};

void store_set_busy_timeout(struct store *store, int ms)
{
    sqlite3_busy_timeout(store->db, ms);
}

static enum err file_error(const char *path, const char *verb, struct error *reterr)
{
    error_set(reterr, ERR_STORE,
              "Check the rights and the space there, or choose another folder with --data.",
              "cannot %s the history's file: %s", text_of(verb), strerror(errno));
    error_set_where(reterr, "%s", path);
    return ERR_STORE;
}

/*
 * The file must be 0600 before SQLite writes into it; -wal and -shm inherit that.
 *
 * An existing file is never opened and closed here: that would drop the POSIX
 * locks of every other connection of this process to it (sqlite.org/howtocorrupt).
 */
static enum err make_private_file(const char *path, struct error *reterr)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file >= 0) {
        int failed = fchmod(file, S_IRUSR | S_IWUSR); /* a strict umask may have taken ours away */
        close(file);
        return failed == 0 ? ERR_OK : file_error(path, "protect", reterr);
    }
    if (errno != EEXIST)
        return file_error(path, "make", reterr);
    struct stat info;
    if (stat(path, &info) != 0)
        return file_error(path, "look at", reterr);
    if (info.st_uid == geteuid() && (info.st_mode & (S_IRWXG | S_IRWXO)) != 0 &&
        chmod(path, info.st_mode & S_IRWXU) != 0)
        return file_error(path, "protect", reterr);
    return ERR_OK;
}

static enum err store_new(const char *folder, enum store_access access, struct store **ret_store,
                          struct error *reterr)
{
    struct store *store = mem_zalloc(1, sizeof *store);
    if (store == NULL)
        return error_nomem(reterr);
    store->access = access;
    store->folder = mem_strdup(folder);
    store->path = paths_join(folder, file_name);
    *ret_store = store;
    return store->folder != NULL && store->path != NULL ? ERR_OK : error_nomem(reterr);
}

/* Replaces the connection, if there is one. */
static enum err connect_to(struct store *store, const char *name, int flags, struct error *reterr)
{
    sqlite3_close(store->db);
    store->db = NULL;
    int code = sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK)
        return store_error(store->path,
                           store->db != NULL ? sqlite3_extended_errcode(store->db) : code, "open",
                           reterr);
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, BUSY_TIMEOUT_MS);
    /* A damaged or foreign file must not be able to run anything. */
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    return ERR_OK;
}

static enum err apply_settings(struct store *store, const char *const *settings, size_t count,
                               struct error *reterr)
{
    int64_t deadline = clock_monotonic_ms() + BUSY_TIMEOUT_MS;
    for (size_t i = 0; i < count; i++) {
        int code = sqlite3_exec(store->db, settings[i], NULL, NULL, NULL);
        /* Turning WAL on asks for two locks one after the other; for the second SQLite does not
         * wait by itself when several programs make the history at once. */
        while ((code & 0xFF) == SQLITE_BUSY && clock_monotonic_ms() < deadline) {
            sqlite3_sleep(BUSY_RETRY_MS);
            code = sqlite3_exec(store->db, settings[i], NULL, NULL, NULL);
        }
        if (code != SQLITE_OK)
            return store_error(store->path, code, "open", reterr);
    }
    return ERR_OK;
}

static enum err open_for_writing(struct store *store, struct error *reterr)
{
    int version = 0;
    enum err err = paths_make_private_folder(store->folder, reterr);
    if (err == ERR_OK)
        err = make_private_file(store->path, reterr);
    if (err == ERR_OK)
        err = connect_to(store, store->path, SQLITE_OPEN_READWRITE, reterr);
    /* Before the settings: a newer program's file is not touched. */
    if (err == ERR_OK)
        err = schema_check(store->db, store->path, &version, reterr);
    if (err == ERR_OK && sqlite3_db_readonly(store->db, "main") == 1)
        err = store_error(store->path, SQLITE_READONLY, "open", reterr);
    if (err == ERR_OK)
        err = apply_settings(store, write_settings, COUNT_OF(write_settings), reterr);
    if (err == ERR_OK)
        err = schema_migrate(store->db, store->path, reterr);
    return err;
}

/* Is anything in the write-ahead log that has not reached the file? */
static bool has_pending_log(const struct store *store)
{
    struct strbuf name;
    strbuf_init(&name, PATH_LIMIT);
    strbuf_addf(&name, "%s-wal", store->path);
    CLEANUP(mem_freep) char *path = strbuf_take(&name);
    struct stat info;
    return path == NULL || (stat(path, &info) == 0 && info.st_size > 0);
}

/* "file:PATH?immutable=1", with what has a meaning in a URI as %XX; NULL: no memory. */
static char *make_immutable_uri(const char *path)
{
    struct strbuf uri;
    strbuf_init(&uri, 4 * PATH_LIMIT);
    strbuf_add_text(&uri, "file:");
    for (const char *at = path; *at != '\0'; at++)
        if (strchr("%?#", *at) != NULL)
            strbuf_addf(&uri, "%%%02X", (unsigned)*at);
        else
            strbuf_add_char(&uri, *at);
    strbuf_add_text(&uri, "?immutable=1");
    return strbuf_take(&uri);
}

/*
 * Readers of a WAL file write into its -shm. Where they may not (a read-only folder
 * or medium) nobody of ours can write either, so the file can be read as it is, if
 * all of it is in the file.
 */
static enum err open_unwritable(struct store *store, int *ret_version, struct error *reterr)
{
    if (has_pending_log(store))
        return error_set(reterr, ERR_STORE,
                         "Copy the folder to a place where you may write, and name it with --data.",
                         "the history was not closed, and its folder is write-protected");
    CLEANUP(mem_freep) char *uri = make_immutable_uri(store->path);
    if (uri == NULL)
        return error_nomem(reterr);
    enum err err = connect_to(store, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, reterr);
    return err != ERR_OK ? err : schema_check(store->db, store->path, ret_version, reterr);
}

static bool may_write(const char *path)
{
    return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0;
}

bool store_is_write_protected(const char *folder)
{
    CLEANUP(mem_freep) char *path = paths_join(folder, file_name);
    struct stat info;
    return path != NULL && stat(path, &info) == 0 && (!may_write(folder) || !may_write(path));
}

static enum err no_history(const struct store *store, struct error *reterr)
{
    error_set(reterr, ERR_NOT_FOUND, "Send a message first, or name another folder with --data.",
              "there is no history yet");
    error_set_where(reterr, "%s", store->path);
    return ERR_NOT_FOUND;
}

static enum err open_for_reading(struct store *store, struct error *reterr)
{
    struct stat info;
    if (stat(store->path, &info) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return no_history(store, reterr);
    int version = 0;
    enum err err = connect_to(store, store->path, SQLITE_OPEN_READONLY, reterr);
    if (err == ERR_OK) {
        err = schema_check(store->db, store->path, &version, reterr);
        int code = sqlite3_errcode(store->db) & 0xFF;
        if (err != ERR_OK && (code == SQLITE_CANTOPEN || code == SQLITE_READONLY))
            err = open_unwritable(store, &version, reterr);
    }
    if (err == ERR_OK && version == 0)
        return no_history(store, reterr); /* another program is making it just now */
    if (err == ERR_OK && version < schema_version())
        err = error_set(reterr, ERR_STORE, "Start chakra-tui once where it may write there.",
                        "the history was made by an older chakra-tui and must be brought up first");
    if (err == ERR_OK)
        err = apply_settings(store, read_settings, COUNT_OF(read_settings), reterr);
    return err;
}

enum err store_open(const char *folder, enum store_access access, struct store **ret_store,
                    struct error *reterr)
{
    *ret_store = NULL;
    struct store *store = NULL;
    enum err err = store_new(folder, access, &store, reterr);
    if (err == ERR_OK)
        err = access == STORE_WRITE ? open_for_writing(store, reterr)
                                    : open_for_reading(store, reterr);
    if (err != ERR_OK) {
        store_close(store);
        return err;
    }
    store_has_changed(store); /* what is there now is no change */
    *ret_store = store;
    return ERR_OK;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    for (size_t i = 0; i < STATEMENT_COUNT; i++)
        sqlite3_finalize(store->statements[i]);
    sqlite3_close(store->db);
    mem_free(store->path);
    mem_free(store->folder);
    mem_free(store);
}

void store_close_for_now(struct store *store)
{
    if (store != NULL)
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    store_close(store);
}

bool store_has_changed(struct store *store)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    bool row = false;
    if (store_statement(store, STATEMENT_DATA_VERSION, &statement, NULL) != ERR_OK)
        return true; /* the caller reads again, and meets the error there */
    struct binder binder = binder_start(statement);
    if (statement_run(store, &binder, "read", &row, NULL) != ERR_OK || !row)
        return true;
    int64_t version = sqlite3_column_int64(statement, 0);
    int changes = sqlite3_total_changes(store->db);
    bool changed = version != store->seen_data_version || changes != store->seen_total_changes;
    store->seen_data_version = version;
    store->seen_total_changes = changes;
    return changed;
}
