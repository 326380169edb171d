/* The table of SQL texts, and how a kept statement is prepared, bound, run and put back. */
#include "src/history/statement.h"

#include <string.h>

#include "src/base/mem.h"
#include "src/history/search_schema.h"
#include "src/history/store_error.h"
#include "src/history/store_internal.h"

/* The order is that of the readers in store_read.c. */
#define ROW_COLUMNS                                                                   \
    "send.id, uid, created_at, profile, plugin_id, phone_number_id, send.recipient,"  \
    " send.template, language, category, state, send.wamid, http_status, error_code," \
    " send.error_text, latency_ms, source, operator, batch, sent_again_of, owner"

/* The planner uses the index of pending rows only if its condition is repeated word for word. */
#define PENDING_OR_UNKNOWN "state IN ('queued', 'sending', 'unknown')"
#define OF_OWNER_IN_STATE PENDING_OR_UNKNOWN " AND state = ?1 AND owner IS ?2"

#define OLDER                                                                                     \
    "deleted_at IS NULL AND (created_at, id) < (?1, ?2) ORDER BY created_at DESC, id DESC LIMIT " \
    "?3"
#define NEWER "deleted_at IS NULL AND (created_at, id) > (?1, ?2) ORDER BY created_at, id LIMIT ?3"

#define NEXT_EVENT(send) \
    "(SELECT coalesce(max(number), 0) + 1 FROM event WHERE event.send_id = " send ")"

/*
 * The walks of a search: through one index each, in the order of the lists. ?1, ?2 is the key to
 * begin behind, ?3 the last time that can be of use, ?4 the value. What else the filter asks is
 * looked at row by row in search.c, which counts the rows and can stop at each.
 */
#define SEARCH_OLDER(index, where)                                                   \
    "SELECT " ROW_COLUMNS ", deleted_at FROM send INDEXED BY " index " WHERE " where \
    "(created_at, id) < (?1, ?2) AND created_at >= ?3 ORDER BY created_at DESC, id DESC"
#define SEARCH_NEWER(index, where)                                                   \
    "SELECT " ROW_COLUMNS ", deleted_at FROM send INDEXED BY " index " WHERE " where \
    "(created_at, id) > (?1, ?2) AND created_at <= ?3 ORDER BY created_at, id"
/* How many rows a walk would meet from ?1 to ?2, if they are at most ?3. */
#define SEARCH_COUNT(index, where)                                               \
    "SELECT count(*) FROM (SELECT 1 FROM send INDEXED BY " index " WHERE " where \
    "created_at >= ?1 AND created_at <= ?2 LIMIT ?3)"
#define SEARCH_FTS(compare, other, direction)                                                \
    "SELECT " ROW_COLUMNS ", deleted_at FROM send_fts CROSS JOIN send INDEXED BY send_order" \
    " WHERE send_fts MATCH ?4 AND send_fts.rowid " compare " ?1 AND send_fts.rowid " other   \
    " ?3 AND created_at = (send_fts.rowid >> 16) AND (send.id & 65535) ="                    \
    " (send_fts.rowid & 65535) ORDER BY send_fts.rowid" direction
#define SEARCH_WALKS(id, index, where)                            \
    [STATEMENT_SEARCH_##id##_OLDER] = SEARCH_OLDER(index, where), \
    [STATEMENT_SEARCH_##id##_NEWER] = SEARCH_NEWER(index, where), \
    [STATEMENT_SEARCH_##id##_COUNT] = SEARCH_COUNT(index, where)

static const char *const texts[STATEMENT_COUNT] = {
    [STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
    [STATEMENT_COMMIT] = "COMMIT",
    [STATEMENT_ROLLBACK] = "ROLLBACK",
    [STATEMENT_DATA_VERSION] = "PRAGMA data_version",
    [STATEMENT_FIND_DUPLICATE] =
        "SELECT id, state, created_at FROM send"
        " WHERE fingerprint = ?1 AND source IS NOT 'import' AND (" PENDING_OR_UNKNOWN
        " OR (created_at >= ?2 AND state NOT IN ('rejected', 'not_sent', 'cancelled')))"
        " ORDER BY created_at DESC, id DESC LIMIT 1",
    [STATEMENT_INSERT_SEND] =
        "INSERT INTO send(uid, created_at, profile, plugin_id, phone_number_id, recipient,"
        " template, language, category, state, source, operator, batch, sent_again_of, owner,"
        " fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [STATEMENT_INSERT_SEND_TEXT] =
        "INSERT INTO send_text(send_id, slot_values, definition_id, request, note, tags, reply,"
        " value_text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, " SEARCH_VALUE_TEXT("?2") ")",
    [STATEMENT_FIND_DEFINITION] = "SELECT id FROM definition WHERE digest = ?1 AND text = ?2",
    [STATEMENT_INSERT_DEFINITION] = "INSERT INTO definition(digest, text) VALUES (?1, ?2)",
    [STATEMENT_INSERT_EVENT] = "INSERT INTO event(send_id, number, at, state, source, text)"
                               " VALUES (?1, " NEXT_EVENT("?1") ", ?2, ?3, ?4, ?5)",
    [STATEMENT_STATE_OF] = "SELECT state FROM send WHERE id = ?1",
    [STATEMENT_APPLY_CHANGE] =
        "UPDATE send SET state = ?2, wamid = coalesce(?3, wamid),"
        " http_status = coalesce(?4, http_status), latency_ms = coalesce(?5, latency_ms),"
        " error_code = coalesce(?6, error_code),"
        " error_text = nullif(coalesce(?7, error_text), ''),"
        " owner = CASE WHEN ?2 IN ('queued', 'sending') THEN owner END WHERE id = ?1",
    [STATEMENT_APPLY_TEXTS] =
        "UPDATE send_text SET reply = coalesce(?2, reply),"
        " error_title = coalesce(?3, error_title), error_details = coalesce(?4, error_details),"
        " error_slot = coalesce(?5, error_slot),"
        " error_next = nullif(coalesce(?6, error_next), ''),"
        " trace_id = coalesce(?7, trace_id) WHERE send_id = ?1",
    [STATEMENT_FILL_BLANKS] =
        "UPDATE send SET wamid = coalesce(wamid, ?2), http_status = coalesce(http_status, ?3),"
        " latency_ms = coalesce(latency_ms, ?4) WHERE id = ?1",
    [STATEMENT_FILL_REPLY] = "UPDATE send_text SET reply = coalesce(reply, ?2) WHERE send_id = ?1",
    [STATEMENT_PAGE_OLDER] = "SELECT " ROW_COLUMNS " FROM send WHERE " OLDER,
    [STATEMENT_PAGE_NEWER] = "SELECT " ROW_COLUMNS " FROM send WHERE " NEWER,
    [STATEMENT_PAGE_PROFILE_OLDER] =
        "SELECT " ROW_COLUMNS " FROM send WHERE profile = ?4 AND " OLDER,
    [STATEMENT_PAGE_PROFILE_NEWER] =
        "SELECT " ROW_COLUMNS " FROM send WHERE profile = ?4 AND " NEWER,
    [STATEMENT_GET] = "SELECT " ROW_COLUMNS ", slot_values, definition.text, request, reply,"
                      " error_title, error_details, error_slot, error_next, trace_id, note, tags"
                      " FROM send LEFT JOIN send_text ON send_text.send_id = send.id"
                      " LEFT JOIN definition ON definition.id = send_text.definition_id"
                      " WHERE send.id = ?1",
    [STATEMENT_EVENTS] = "SELECT at, state, source, text FROM event WHERE send_id = ?1"
                         " ORDER BY number",
    /* Bounded: somebody's number may have a million rows that never left. */
    [STATEMENT_LAST_SEND] =
        "SELECT max(created_at) FROM (SELECT created_at, state FROM send WHERE recipient = ?1"
        " ORDER BY created_at DESC, id DESC LIMIT 100) WHERE state NOT IN ('not_sent', "
        "'cancelled')",
    /* Bounded too; rows of other profiles count, but say nothing. */
    [STATEMENT_EARLIER_VALUES] =
        "SELECT CASE WHEN profile = ?1 THEN"
        " (SELECT slot_values FROM send_text WHERE send_id = send.id) END"
        " FROM send INDEXED BY send_template WHERE template = ?2 AND deleted_at IS NULL"
        " ORDER BY created_at DESC, id DESC LIMIT 5000",
    [STATEMENT_EARLIER_RECIPIENTS] =
        "SELECT recipient FROM send INDEXED BY send_profile WHERE profile = ?1"
        " AND deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 5000",
    [STATEMENT_LAST_HELD_BACK] =
        "SELECT max(created_at) FROM send WHERE error_code IN (131049, 131050)"
        " AND recipient = ?1 AND error_code = ?2",
    [STATEMENT_COUNT_PENDING] = "SELECT state, owner, count(*) FROM send WHERE " PENDING_OR_UNKNOWN
                                " GROUP BY state, owner",
    [STATEMENT_COUNT_PENDING_OF_PROFILE] =
        "SELECT state, owner, count(*) FROM send WHERE " PENDING_OR_UNKNOWN
        " AND profile = ?1 GROUP BY state, owner",
    [STATEMENT_DROP_TEXT] = "DELETE FROM named_text WHERE name = ?1",
    /* 0xff comes behind every byte of UTF-8. */
    [STATEMENT_LIST_TEXTS] = "SELECT name, at, text FROM named_text WHERE name >= ?1"
                             " AND name < ?1 || x'ff' ORDER BY name LIMIT ?2",
    [STATEMENT_TALLY] = "SELECT state, count FROM tally WHERE profile >= ''",
    [STATEMENT_TALLY_OF_PROFILE] = "SELECT state, count FROM tally WHERE profile = ?1",
    [STATEMENT_PENDING_OWNERS] = "SELECT owner FROM send WHERE " PENDING_OR_UNKNOWN
                                 " AND state <> 'unknown' GROUP BY state, owner",
    [STATEMENT_RECOVER_EVENTS] =
        "INSERT INTO event(send_id, number, at, state, source, text)"
        " SELECT id, " NEXT_EVENT("send.id") ", ?3, ?4, 'recovery', ?5 FROM send"
                                             " WHERE " OF_OWNER_IN_STATE,
    [STATEMENT_RECOVER_ROWS] =
        "UPDATE send SET state = ?3, error_text = coalesce(error_text, ?4), owner = NULL"
        " WHERE " OF_OWNER_IN_STATE,
    [STATEMENT_PUT_TEXT] =
        "INSERT INTO named_text(name, at, text) VALUES (?1, ?2, ?3)"
        " ON CONFLICT(name) DO UPDATE SET at = excluded.at, text = excluded.text",
    [STATEMENT_GET_TEXT] = "SELECT text, at FROM named_text WHERE name = ?1",
    [STATEMENT_FIND_WAMID] = "SELECT id FROM send WHERE wamid = ?1 AND id <> ?2 LIMIT 1",
    [STATEMENT_UNKNOWN_ROWS] =
        "SELECT id FROM send WHERE " PENDING_OR_UNKNOWN " AND state = 'unknown'",
    [STATEMENT_UNKNOWN_ROWS_OF_PROFILE] =
        "SELECT id FROM send WHERE " PENDING_OR_UNKNOWN " AND state = 'unknown' AND profile = ?1",
    [STATEMENT_ROW_OF_WAMID] =
        "SELECT id, state FROM send WHERE wamid = ?1 ORDER BY id DESC LIMIT 1",
    [STATEMENT_HAS_EVENT] =
        /* WhatsApp's own webhooks have whole seconds, ChakraHQ's milliseconds. */
    "SELECT 1 FROM event WHERE send_id = ?1 AND state = ?2"
    " AND (?3 = 0 OR at / 1000 = ?3 / 1000)",
    [STATEMENT_APPLY_STATUS] = "UPDATE send SET state = ?2, owner = NULL WHERE id = ?1",
    /* Of several failures the first that says why is kept. */
    [STATEMENT_FILL_FAILURE] = "UPDATE send SET error_code = ?2, error_text = ?3"
                               " WHERE id = ?1 AND state = 'failed' AND error_code IS NULL",
    [STATEMENT_FILL_FAILURE_TEXTS] = "UPDATE send_text SET error_title = ?2, error_details = ?3,"
                                     " error_next = ?4 WHERE send_id = ?1",
    [STATEMENT_INSERT_ORPHAN] =
        "INSERT INTO orphan_status(wamid, state, at, source, code, title, details, received_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(wamid, state, at) DO UPDATE SET"
        " code = excluded.code, title = excluded.title, details = excluded.details"
        " WHERE code IS NULL AND excluded.code IS NOT NULL",
    [STATEMENT_PRUNE_ORPHANS] =
        "DELETE FROM orphan_status WHERE id <= (SELECT max(id) FROM orphan_status) - ?1",
    [STATEMENT_ORPHANS_OF] = "SELECT state, at, source, code, title, details FROM orphan_status"
                             " WHERE wamid = ?1",
    SEARCH_WALKS(ALL, "send_order", ""),
    SEARCH_WALKS(PROFILE, "send_profile", "profile = ?4 AND "),
    SEARCH_WALKS(RECIPIENT, "send_recipient", "recipient = ?4 AND "),
    SEARCH_WALKS(TEMPLATE, "send_template", "template = ?4 AND "),
    SEARCH_WALKS(STATE, "send_state", "state = ?4 AND "),
    SEARCH_WALKS(BATCH, "send_batch", "batch = ?4 AND "),
    SEARCH_WALKS(CODE, "send_code", "error_code = ?4 AND "),
    SEARCH_WALKS(CODED, "send_coded", "error_code IS NOT NULL AND "),
    SEARCH_WALKS(MARKED, "send_marked", "marked IS NOT NULL AND "),
    [STATEMENT_SEARCH_FTS_OLDER] = SEARCH_FTS("<=", ">=", " DESC"),
    [STATEMENT_SEARCH_FTS_NEWER] = SEARCH_FTS(">=", "<=", ""),
    [STATEMENT_SEARCH_FTS_COUNT] =
        "SELECT count(*) FROM (SELECT 1 FROM send_fts WHERE send_fts MATCH ?4"
        " AND rowid >= ?1 AND rowid <= ?2 LIMIT ?3)",
    [STATEMENT_SEARCH_TEXTS] = "SELECT value_text, note, tags FROM send_text WHERE send_id = ?1",
    [STATEMENT_SET_NOTE] = "UPDATE send_text SET note = nullif(?2, '') WHERE send_id = ?1",
    [STATEMENT_SET_TAGS] = "UPDATE send_text SET tags = nullif(?2, '') WHERE send_id = ?1",
    [STATEMENT_MAKE_TEXTS] = "INSERT OR IGNORE INTO send_text(send_id) SELECT id FROM send"
                             " WHERE id = ?1",
    [STATEMENT_SET_DELETED] = "UPDATE send SET deleted_at = ?2 WHERE id = ?1"
                              " AND state NOT IN ('queued', 'sending')",
    [STATEMENT_EMPTY_TRASH] = "DELETE FROM send WHERE id IN (SELECT id FROM send"
                              " WHERE deleted_at < ?1 LIMIT ?2)",
    [STATEMENT_DROP_TRASHED] = "DELETE FROM send WHERE id = ?1 AND deleted_at IS NOT NULL",
    [STATEMENT_PURGE_COUNT] = "SELECT count(*), min(created_at), max(created_at) FROM send"
                              " WHERE created_at < ?1 AND state NOT IN ('queued', 'sending')",
    [STATEMENT_PURGE] = "DELETE FROM send WHERE id IN (SELECT id FROM send WHERE created_at < ?1"
                        " AND state NOT IN ('queued', 'sending') ORDER BY created_at LIMIT ?2)",
    [STATEMENT_FIND_UID] = "SELECT id FROM send WHERE uid = ?1",
    [STATEMENT_FIND_SENT] = "SELECT id, state, wamid, http_status, error_code, error_text,"
                            " created_at FROM send WHERE uid = ?1",
    [STATEMENT_COUNT_BATCH] = "SELECT count(*) FROM send WHERE batch = ?1",
    [STATEMENT_HAS_ID] = "SELECT 1 FROM send WHERE id = ?1",
    [STATEMENT_IMPORT_SEND] =
        "INSERT INTO send(id, uid, created_at, profile, plugin_id, phone_number_id, recipient,"
        " template, language, category, state, wamid, http_status, error_code, error_text,"
        " latency_ms, source, operator, batch)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [STATEMENT_DELETE_ORPHANS_OF] = "DELETE FROM orphan_status WHERE wamid = ?1",
};

const char *statement_sql(enum statement which)
{
    return texts[which];
}

enum err store_statement(struct store *store, enum statement which, sqlite3_stmt **ret_statement,
                         struct error *reterr)
{
    if (store->statements[which] == NULL) {
        int code = sqlite3_prepare_v3(store->db, texts[which], -1, SQLITE_PREPARE_PERSISTENT,
                                      &store->statements[which], NULL);
        if (code != SQLITE_OK)
            return store_error(store->path, code, "read", reterr);
    }
    *ret_statement = store->statements[which];
    return ERR_OK;
}

void statement_done(sqlite3_stmt **statement)
{
    if (*statement == NULL)
        return;
    sqlite3_reset(*statement);
    sqlite3_clear_bindings(*statement);
    *statement = NULL;
}

struct binder binder_start(sqlite3_stmt *statement)
{
    return (struct binder){.statement = statement, .next = 1, .code = SQLITE_OK};
}

static void binder_keep(struct binder *binder, int code)
{
    if (binder->code == SQLITE_OK)
        binder->code = code;
    binder->next++;
}

void bind_text(struct binder *binder, const char *text)
{
    bind_bytes(binder, text, text != NULL ? strlen(text) : 0);
}

void bind_bytes(struct binder *binder, const char *bytes, size_t length)
{
    int at = binder->next;
    if (bytes == NULL)
        binder_keep(binder, sqlite3_bind_null(binder->statement, at));
    else if (memchr(bytes, '\0', length) != NULL) /* SQL functions cut a text there */
        binder_keep(binder,
                    sqlite3_bind_blob64(binder->statement, at, bytes, length, SQLITE_STATIC));
    else
        binder_keep(binder, sqlite3_bind_text64(binder->statement, at, bytes, length, SQLITE_STATIC,
                                                SQLITE_UTF8));
}

void bind_integer(struct binder *binder, int64_t value)
{
    binder_keep(binder, sqlite3_bind_int64(binder->statement, binder->next, value));
}

void bind_integer_or_null(struct binder *binder, int64_t value, int64_t none)
{
    if (value == none)
        binder_keep(binder, sqlite3_bind_null(binder->statement, binder->next));
    else
        bind_integer(binder, value);
}

void bind_state(struct binder *binder, enum send_state state)
{
    bind_text(binder, send_state_word(state));
}

enum err statement_run(struct store *store, struct binder *binder, const char *doing, bool *ret_row,
                       struct error *reterr)
{
    int code = binder->code;
    if (code == SQLITE_OK)
        code = sqlite3_step(binder->statement);
    if (ret_row != NULL)
        *ret_row = code == SQLITE_ROW;
    if (code == SQLITE_DONE || code == SQLITE_ROW)
        return ERR_OK;
    return store_error(store->path, code, doing, reterr);
}

static enum err run_plain(struct store *store, enum statement which, struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, which, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    return statement_run(store, &binder, "write", NULL, reterr);
}

enum err transaction_begin(struct store *store, struct error *reterr)
{
    return run_plain(store, STATEMENT_BEGIN, reterr);
}

enum err transaction_end(struct store *store, enum err err, struct error *reterr)
{
    if (err == ERR_OK)
        err = run_plain(store, STATEMENT_COMMIT, reterr);
    /* SQLite rolls back by itself after some errors, and says so through autocommit. A rollback
     * that cannot be prepared for want of memory is tried without the kept statement. */
    if (sqlite3_get_autocommit(store->db) == 0 &&
        run_plain(store, STATEMENT_ROLLBACK, NULL) != ERR_OK)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return err;
}

const char *column_text(sqlite3_stmt *statement, int column, struct arena *arena, bool *failed)
{
    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return NULL;
    const char *text = (const char *)sqlite3_column_text(statement, column);
    const char *copy =
        text != NULL ? arena_strndup(arena, text, (size_t)sqlite3_column_bytes(statement, column))
                     : NULL;
    *failed = *failed || copy == NULL;
    return copy;
}
