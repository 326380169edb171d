/*
 * The query plan of every statement: what it searches by is named here, one row a statement, and a
 * statement without a row fails. So nothing that a key can trigger walks through a table or sorts.
 */
#include "tests/unit/history/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "src/history/store_internal.h"

TestSuite(plans, .init = fixture_init, .fini = fixture_fini);

#define NOTHING "" /* reads no table */
#define BY_ID "SEARCH send USING INTEGER PRIMARY KEY (rowid=?)"
#define TEXT_BY_ID "SEARCH send_text USING INTEGER PRIMARY KEY (rowid=?)"
#define EVENT_BY_ID "SEARCH event USING PRIMARY KEY (send_id=?)"
#define PENDING "send_pending (state=?"
#define BETWEEN "created_at>? AND created_at<?)"
#define WALKS(id, by)                               \
    [STATEMENT_SEARCH_##id##_OLDER] = {by BETWEEN}, \
    [STATEMENT_SEARCH_##id##_NEWER] = {by BETWEEN}, [STATEMENT_SEARCH_##id##_COUNT] = {by BETWEEN}
/* M5: by the index of words; < and >: within places. */
#define WORDS "SCAN send_fts VIRTUAL TABLE INDEX 0:M5><"

/* Each piece must stand in the plan. */
static const char *const wanted[STATEMENT_COUNT][3] = {
    [STATEMENT_BEGIN] = {NOTHING},
    [STATEMENT_COMMIT] = {NOTHING},
    [STATEMENT_ROLLBACK] = {NOTHING},
    [STATEMENT_DATA_VERSION] = {NOTHING},
    [STATEMENT_FIND_DUPLICATE] = {"send_fingerprint (fingerprint=?"},
    [STATEMENT_INSERT_SEND] = {EVENT_BY_ID, TEXT_BY_ID}, /* of a row that it would replace */
    [STATEMENT_INSERT_SEND_TEXT] = {NOTHING},
    [STATEMENT_FIND_DEFINITION] = {"definition_digest (digest=?"},
    [STATEMENT_INSERT_DEFINITION] = {NOTHING},
    [STATEMENT_INSERT_EVENT] = {EVENT_BY_ID},
    [STATEMENT_STATE_OF] = {BY_ID},
    [STATEMENT_APPLY_CHANGE] = {BY_ID},
    [STATEMENT_APPLY_TEXTS] = {TEXT_BY_ID},
    [STATEMENT_FILL_BLANKS] = {BY_ID},
    [STATEMENT_FILL_REPLY] = {TEXT_BY_ID},
    [STATEMENT_PAGE_OLDER] = {"send_order (created_at<"},
    [STATEMENT_PAGE_NEWER] = {"send_order (created_at>"},
    [STATEMENT_PAGE_PROFILE_OLDER] = {"send_profile (profile=? AND created_at<"},
    [STATEMENT_PAGE_PROFILE_NEWER] = {"send_profile (profile=? AND created_at>"},
    [STATEMENT_GET] = {BY_ID, TEXT_BY_ID, "SEARCH definition USING INTEGER PRIMARY KEY"},
    [STATEMENT_EVENTS] = {EVENT_BY_ID},
    [STATEMENT_LAST_SEND] = {"send_recipient (recipient=?"},
    [STATEMENT_LAST_HELD_BACK] = {"send_held_back (recipient=? AND error_code=?"},
    [STATEMENT_COUNT_PENDING] = {PENDING},
    [STATEMENT_COUNT_PENDING_OF_PROFILE] = {PENDING},
    [STATEMENT_DROP_TEXT] = {"SEARCH named_text USING INDEX", "(name=?)"},
    [STATEMENT_LIST_TEXTS] = {"SEARCH named_text USING INDEX", "(name>? AND name<?)"},
    [STATEMENT_TALLY] = {"SEARCH tally USING PRIMARY KEY (profile>?)"},
    [STATEMENT_TALLY_OF_PROFILE] = {"SEARCH tally USING PRIMARY KEY (profile=?)"},
    [STATEMENT_PENDING_OWNERS] = {PENDING},
    [STATEMENT_RECOVER_EVENTS] = {PENDING " AND owner=?", EVENT_BY_ID},
    [STATEMENT_RECOVER_ROWS] = {PENDING " AND owner=?"},
    [STATEMENT_PUT_TEXT] = {NOTHING},
    [STATEMENT_GET_TEXT] = {"SEARCH named_text USING INDEX", "(name=?)"},
    [STATEMENT_FIND_WAMID] = {"send_wamid (wamid=?"},
    [STATEMENT_UNKNOWN_ROWS] = {"(state=?"},
    [STATEMENT_UNKNOWN_ROWS_OF_PROFILE] = {"(state=?"},
    [STATEMENT_ROW_OF_WAMID] = {"send_wamid (wamid=?"},
    [STATEMENT_HAS_EVENT] = {EVENT_BY_ID},
    [STATEMENT_APPLY_STATUS] = {BY_ID},
    [STATEMENT_FILL_FAILURE] = {BY_ID},
    [STATEMENT_FILL_FAILURE_TEXTS] = {TEXT_BY_ID},
    [STATEMENT_INSERT_ORPHAN] = {NOTHING},
    [STATEMENT_PRUNE_ORPHANS] = {"orphan_status USING INTEGER PRIMARY KEY (rowid<?)"},
    [STATEMENT_ORPHANS_OF] = {"orphan_status USING INDEX", "(wamid=?)"},
    [STATEMENT_DELETE_ORPHANS_OF] = {"orphan_status USING INDEX", "(wamid=?)"},
    WALKS(ALL, "send_order ("),
    WALKS(PROFILE, "send_profile (profile=? AND "),
    WALKS(RECIPIENT, "send_recipient (recipient=? AND "),
    WALKS(TEMPLATE, "send_template (template=? AND "),
    WALKS(STATE, "send_state (state=? AND "),
    WALKS(BATCH, "send_batch (batch=? AND "),
    WALKS(CODE, "send_code (error_code=? AND "),
    WALKS(CODED, "send_coded ("),
    WALKS(MARKED, "send_marked ("),
    /* 192 and 64: SQLite's marks for an order that the index gives by itself. */
    [STATEMENT_SEARCH_FTS_OLDER] = {"send_fts VIRTUAL TABLE INDEX 192:M5<>",
                                    "send_order (created_at=?"},
    [STATEMENT_SEARCH_FTS_NEWER] = {"send_fts VIRTUAL TABLE INDEX 64:M5><",
                                    "send_order (created_at=?"},
    [STATEMENT_SEARCH_FTS_COUNT] = {WORDS},
    [STATEMENT_SEARCH_TEXTS] = {TEXT_BY_ID},
    [STATEMENT_SET_NOTE] = {TEXT_BY_ID},
    [STATEMENT_SET_TAGS] = {TEXT_BY_ID},
    [STATEMENT_MAKE_TEXTS] = {BY_ID},
    [STATEMENT_SET_DELETED] = {BY_ID},
    [STATEMENT_EMPTY_TRASH] = {BY_ID, "send_trash (deleted_at<?"},
    [STATEMENT_DROP_TRASHED] = {BY_ID, EVENT_BY_ID, TEXT_BY_ID},
    [STATEMENT_PURGE_COUNT] = {"send_order (created_at<"},
    [STATEMENT_PURGE] = {BY_ID, "send_order (created_at<"},
    [STATEMENT_FIND_UID] = {"(uid=?)"},
    [STATEMENT_HAS_ID] = {BY_ID},
    [STATEMENT_IMPORT_SEND] = {EVENT_BY_ID, TEXT_BY_ID},
    [STATEMENT_EARLIER_VALUES] = {"send_template (template=?", TEXT_BY_ID},
    [STATEMENT_EARLIER_RECIPIENTS] = {"send_profile (profile=?"},
    [STATEMENT_FIND_SENT] = {"(uid=?)"},
    [STATEMENT_COUNT_BATCH] = {"send_batch (batch=?"},
};

/* The lines of a plan, one after the other. */
static void read_plan(struct store *store, const char *text, char *plan, size_t size)
{
    char sql[4096];
    sqlite3_stmt *statement = NULL;
    snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", text);
    cr_assert_eq(sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL), SQLITE_OK, "%s: %s",
                 text, sqlite3_errmsg(store->db));
    plan[0] = '\0';
    while (sqlite3_step(statement) == SQLITE_ROW) {
        size_t length = strlen(plan);
        snprintf(plan + length, size - length, "%s\n",
                 (const char *)sqlite3_column_text(statement, 3));
    }
    sqlite3_finalize(statement);
}

/* A line that walks through all of something stored. */
static bool scans(const char *plan)
{
    for (const char *line = plan; line[0] != '\0'; line = strchr(line, '\n') + 1) {
        bool is_scan = strncmp(line, "SCAN ", 5) == 0;
        bool is_made_on_the_way = strncmp(line, "SCAN (", 6) == 0 || /* of a subquery's rows */
                                  strncmp(line, "SCAN CONSTANT", 13) == 0 ||
                                  strncmp(line, "SCAN json_", 10) == 0;
        bool is_words = strncmp(line, "SCAN send_fts VIRTUAL TABLE INDEX ", 34) == 0;
        if (is_scan && !is_made_on_the_way && !is_words)
            return true;
    }
    return false;
}

static bool reads_a_table(const char *plan)
{
    return strstr(plan, "SEARCH ") != NULL || strstr(plan, "SCAN send") != NULL;
}

Test(plans, each_statement_has_its_index_and_none_scans_or_sorts)
{
    struct store *store = open_writer();
    for (int which = 0; which < STATEMENT_COUNT; which++) {
        char plan[4096];
        const char *text = statement_sql((enum statement)which);
        const char *const *pieces = wanted[which];
        cr_expect_not_null(pieces[0], "add a row to `wanted` for: %s", text);
        read_plan(store, text, plan, sizeof plan);
        for (size_t i = 0; i < 3 && pieces[i] != NULL; i++)
            cr_expect_not_null(strstr(plan, pieces[i]), "wanted %s for %s in:\n%s", pieces[i], text,
                               plan);
        if (pieces[0] != NULL && pieces[0][0] == '\0')
            cr_expect_not(reads_a_table(plan), "%s:\n%s", text, plan);
        cr_expect_not(scans(plan), "%s:\n%s", text, plan);
        cr_expect_null(strstr(plan, "TEMP B-TREE"), "%s:\n%s", text, plan);
        cr_expect_null(strstr(plan, "AUTOMATIC"), "%s:\n%s", text, plan);
    }
    store_close(store);
}

/* The check can fail: a walk through the table, and a sort, are seen. */
Test(plans, a_scan_and_a_sort_would_be_seen)
{
    struct store *store = open_writer();
    char plan[4096];
    read_plan(store, "SELECT id FROM send WHERE error_text = 'x'", plan, sizeof plan);
    cr_expect(scans(plan), "%s", plan);
    read_plan(store, "SELECT id FROM send WHERE id < 9 ORDER BY error_text", plan, sizeof plan);
    cr_expect_not_null(strstr(plan, "TEMP B-TREE"), "%s", plan);
    store_close(store);
}
