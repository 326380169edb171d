/* Rows out and in: the same row comes back the same, damaged lines are named. */
#include "fixture.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/history/export_line.h"
#include "src/history/store_backup.h"
#include "src/history/store_import.h"
#include "src/whatsapp/wamid.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct arena arena;
static struct strbuf out;

static void setup(void)
{
    fixture_init();
    arena_init(&arena);
    strbuf_init(&out, EXPORT_LONGEST_LINE);
}

static void teardown(void)
{
    strbuf_release(&out);
    arena_release(&arena);
    fixture_fini();
}

TestSuite(export_import, .init = setup, .fini = teardown);

static const char *export_one(struct store *store, int64_t id, enum export_format format,
                              bool masks)
{
    struct send_detail *detail = NULL;
    struct send_event *events = NULL;
    size_t count = 0;
    struct export_writer writer;
    cr_assert_eq(store_get(store, id, &arena, &detail, NULL), ERR_OK);
    cr_assert_eq(store_events(store, id, &arena, &events, &count, NULL), ERR_OK);
    export_writer_init(&writer, format, masks);
    strbuf_clear(&out);
    export_add_row(&writer, &out, detail, events, count);
    export_writer_release(&writer);
    cr_assert_not(out.failed);
    return out.text;
}

static bool import_one(struct store *store, const char *line, struct error *reterr)
{
    struct import_row row;
    bool added = false;
    size_t length = strcspn(line, "\n");
    enum err err = import_line_parse(line, length, &arena, &row, reterr);
    if (err == ERR_OK) {
        cr_assert_eq(store_import_begin(store, reterr), ERR_OK);
        err = store_import_row(store, &row, &added, reterr);
        cr_assert_eq(store_import_end(store, err, reterr), ERR_OK);
    }
    return added;
}

static const char keys[] = "id created_at profile plugin_id phone_number_id to template language "
                           "category state wamid http_status error_code error_text latency_ms "
                           "source operator batch uid values definition request reply events note "
                           "tags ";

Test(export_import, a_line_has_the_documented_keys_in_order)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    int64_t id = insert_row(store, &detail, NULL, GONE_OWNER);
    const char *line = export_one(store, id, EXPORT_JSON_LINES, false);
    CLEANUP(json_deletep) cJSON *root = NULL;
    cr_assert_eq(json_parse(line, strlen(line), &root, NULL), ERR_OK);
    char have[600] = "";
    for (const cJSON *node = root->child; node != NULL; node = node->next)
        snprintf(have + strlen(have), sizeof have - strlen(have), "%s ", node->string);
    cr_expect_str_eq(have, keys);
    cr_expect_str_eq(json_text(json_member(root, "values"), "body.1", ""), "Asha \xF0\x9F\x93\xA6");
    cr_expect_str_eq(json_text(root, "created_at", ""), "2026-11-23T08:00:00.000Z");
    store_close(store);
}

static const char awkward[] = "line 1\nline \"2\", \\ and a tab\t\x01 end ";

static int64_t insert_awkward(struct store *store)
{
    struct send_detail detail = sample_detail();
    detail.values = "{\"body.1\": \"a\\u00e9\", \"n\": 17.50, \"big\": 1e3}";
    detail.request = "not JSON at all";
    detail.note = awkward;
    int64_t id = insert_row(store, &detail, NULL, GONE_OWNER);
    struct send_change change = {.state = SEND_REJECTED,
                                 .source = "reply",
                                 .text = awkward,
                                 .http_status = 400,
                                 .error_code = 132000,
                                 .error_text = "=HYPERLINK(\"x\")",
                                 .latency_ms = 12,
                                 .reply = "bad \xFF byte\0 and NUL",
                                 .reply_length = 19};
    cr_assert_eq(store_change_state(store, id, &change, NULL), ERR_OK);
    return id;
}

Test(export_import, export_import_export_is_equal)
{
    struct store *store = open_writer();
    int64_t id = insert_awkward(store);
    char first[4000];
    snprintf(first, sizeof first, "%s", export_one(store, id, EXPORT_JSON_LINES, false));
    execute("PRAGMA foreign_keys = ON; DELETE FROM send");
    struct error error = {0};
    cr_expect(import_one(store, first, &error), "%s", error.what);
    cr_expect_str_eq(export_one(store, id, EXPORT_JSON_LINES, false), first);
    cr_expect_not(import_one(store, first, &error), "the second time it is there");
    cr_expect_eq(query_integer("SELECT count(*) FROM send"), 1);
    cr_expect_eq(query_integer("SELECT fingerprint IS NULL FROM send"), 1);
    store_close(store);
}

Test(export_import, csv_quotes_what_needs_it)
{
    struct store *store = open_writer();
    int64_t id = insert_awkward(store);
    const char *row = export_one(store, id, EXPORT_CSV, false);
    cr_expect_not_null(strstr(row, ",\"=HYPERLINK(\"\"x\"\")\",12,"), "%s", row);
    cr_expect_not_null(
        strstr(row, ",\"line 1\nline \"\"2\"\", \\ and a tab\t\x01 end \",vip late\r\n"), "%s",
        row);
    cr_expect_not_null(strstr(row, ",rejected,,400,132000,"), "NULL is empty: %s", row);
    struct export_writer writer;
    export_writer_init(&writer, EXPORT_CSV, false);
    strbuf_clear(&out);
    export_add_header(&writer, &out);
    cr_expect_eq(strncmp(out.text, "id,created_at,profile,", 22), 0);
    cr_expect_str_eq(out.text + out.length - 11, "note,tags\r\n");
    export_writer_release(&writer);
    store_close(store);
}

Test(export_import, a_masked_row_holds_the_number_nowhere)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    char wamid[128], reply[400];
    cr_assert(wamid_encode("919901258433", "0123456789ABCDEF01", wamid, sizeof wamid));
    detail.row.to = "919901258433";
    detail.values = "{\"body.1\":\"call +91 99012 58433\",\"phone\":919901258433}";
    detail.request = "{\"body\":{\"to\":\"919901258433\"},\"919901258433\":1}";
    detail.note = "his number is 099012-58433, twice 919901258433";
    int64_t id = insert_row(store, &detail, NULL, GONE_OWNER);
    snprintf(reply, sizeof reply,
             "{\"contacts\":[{\"wa_id\":\"919901258433\"}],\"messages\":[{\"id\":\"%s\"}]}", wamid);
    struct send_change change = {.state = SEND_ACCEPTED,
                                 .source = "reply",
                                 .text = wamid,
                                 .wamid = wamid,
                                 .http_status = 200,
                                 .reply = reply,
                                 .reply_length = strlen(reply)};
    cr_assert_eq(store_change_state(store, id, &change, NULL), ERR_OK);
    for (int format = EXPORT_JSON_LINES; format <= EXPORT_CSV; format++) {
        const char *line = export_one(store, id, (enum export_format)format, true);
        static const char *const forbidden[] = {"919901258433", "99012 58433",  "99012-58433",
                                                "9012584",      "OTE5OTAxMjU4", "kxOTkwMTI1OD",
                                                "5MTk5MDEyNTg0"};
        for (size_t i = 0; i < COUNT_OF(forbidden); i++)
            cr_expect_null(strstr(line, forbidden[i]), "%s in %s", forbidden[i], line);
        cr_expect_not_null(strstr(line, "**********33"), "%s", line);
    }
    const char *line = export_one(store, id, EXPORT_JSON_LINES, true);
    CLEANUP(json_deletep) cJSON *root = NULL;
    cr_expect_eq(json_parse(line, strlen(line), &root, NULL), ERR_OK, "still JSON: %s", line);
    store_close(store);
}

static const char only_list_keys[] =
    "{\"id\":41,\"created_at\":\"2026-11-23T07:33:05.120Z\",\"profile\":\"acme\",\"plugin_id\":"
    "null,"
    "\"phone_number_id\":null,\"to\":\"15550001234\",\"template\":\"order_update\",\"language\":"
    "\"en_US\",\"category\":null,\"state\":\"sending\",\"wamid\":null,\"http_status\":null,"
    "\"error_code\":null,\"error_text\":null,\"latency_ms\":null,\"source\":\"cli\",\"operator\":"
    "null,"
    "\"batch\":null}";

Test(export_import, lines_with_only_the_keys_of_the_list)
{
    struct store *store = open_writer();
    struct error error = {0};
    cr_expect(import_one(store, only_list_keys, &error), "%s", error.what);
    cr_expect_not(import_one(store, only_list_keys, &error), "its digest is its uid");
    cr_expect_eq(state_of(store, 41), SEND_UNKNOWN, "nobody sends it any more");
    cr_expect_eq(query_integer("SELECT count(*) FROM event"), 0);
    /* The id is taken now: another row gets one of its own. */
    char other[600];
    snprintf(other, sizeof other, "%s", only_list_keys);
    memcpy(strstr(other, "1234"), "9876", 4);
    cr_expect(import_one(store, other, &error));
    cr_expect_eq(query_integer("SELECT count(*) FROM send WHERE id > 41"), 1);
    store_close(store);
}

Test(export_import, tags_may_be_a_list)
{
    static const struct {
        const char *tags, *want; /* NULL: none */
    } rows[] = {{"[]", NULL},
                {"[\"vip\"]", "vip"},
                {"[\"vip\",\"later\"]", "vip later"},
                {"\"vip later\"", "vip later"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char line[200];
        struct import_row row;
        struct error error = {0};
        int length = snprintf(line, sizeof line,
                              "{\"created_at\":\"2026-11-23T07:33:05Z\",\"state\":\"sent\","
                              "\"tags\":%s}",
                              rows[i].tags);
        cr_assert_eq(import_line_parse(line, (size_t)length, &arena, &row, &error), ERR_OK, "%s",
                     error.what);
        cr_assert_eq(row.detail.tags == NULL, rows[i].want == NULL, "%s", rows[i].tags);
        if (rows[i].want != NULL)
            cr_expect_str_eq(row.detail.tags, rows[i].want);
    }
}

static const struct {
    const char *line, *what;
} wrongs[] = {
    {"{\"id\":1,\"created_at\":\"2026-11-23T07:3", "no whole JSON object"},
    {"[1]", "no JSON object"},
    {"{}", "its created_at"},
    {"{\"created_at\":\"yesterday\",\"state\":\"sent\"}", "its created_at"},
    {"{\"created_at\":\"2026-11-23T07:33:05Z\"}", "its state"},
    {"{\"created_at\":\"2026-11-23T07:33:05Z\",\"state\":\"lost\"}", "its state"},
    {"{\"created_at\":\"2026-11-23T07:33:05Z\",\"state\":\"sent\",\"id\":\"x\"}", "its id"},
    {"{\"created_at\":\"2026-11-23T07:33:05Z\",\"state\":\"sent\",\"uid\":\"x\"}", "its uid"},
    {"{\"created_at\":\"2026-11-23T07:33:05Z\",\"state\":\"sent\",\"to\":5}", "its to"},
    {"{\"created_at\":\"2026-11-23T07:33:05Z\",\"state\":\"sent\",\"tags\":[5]}", "its tags"},
    {"{\"created_at\":\"2026-11-23T07:33:05Z\",\"state\":\"sent\",\"events\":5}", "its events"},
    {"{\"created_at\":\"2026-11-23T07:33:05Z\",\"state\":\"sent\",\"events\":[{}]}", "its at"},
};

Test(export_import, wrong_lines_say_what_is_wrong)
{
    for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
        struct import_row row;
        struct error error = {0};
        cr_expect_eq(
            import_line_parse(wrongs[i].line, strlen(wrongs[i].line), &arena, &row, &error),
            ERR_INVALID, "%s", wrongs[i].line);
        cr_expect_not_null(strstr(error.what, wrongs[i].what), "%s: %s", wrongs[i].line,
                           error.what);
        cr_expect_neq(error.next[0], '\0', "%s", wrongs[i].line);
    }
}

/* An id near the largest would leave no number for the next send. */
Test(export_import, a_monstrous_id_is_not_kept)
{
    struct store *store = open_writer();
    struct error error = {0};
    cr_expect(import_one(store,
                         "{\"id\":9223372036854775807,\"created_at\":\"2026-11-23T07:33:05Z\","
                         "\"state\":\"sent\"}",
                         &error),
              "%s", error.what);
    cr_expect_eq(query_integer("SELECT max(id) FROM send"), 1);
    cr_expect_eq(query_integer("SELECT source = 'import' FROM send"), 1);
    store_close(store);
}

Test(export_import, the_copy_is_private_and_whole)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    insert_row(store, &detail, NULL, GONE_OWNER);
    struct error error = {0};
    char path[1024];
    snprintf(path, sizeof path, "%s", fixture_path("copy.db"));
    cr_assert_eq(store_backup(store, path, NULL, NULL, &error), ERR_OK, "%s", error.what);
    cr_expect_eq(fixture_mode(path), 0600);
    cr_expect_eq(store_backup(store, path, NULL, NULL, &error), ERR_IO, "it is there");
    cr_expect_not_null(strstr(error.next, "another file"), "%s", error.next);
    cr_expect_eq(access(path, F_OK), 0, "and is left alone");
    cr_expect_eq(store_backup(store, "/nowhere/copy.db", NULL, NULL, &error), ERR_IO);
    sqlite3 *copy = NULL;
    sqlite3_stmt *statement = NULL;
    cr_assert_eq(sqlite3_open(path, &copy), SQLITE_OK);
    cr_assert_eq(sqlite3_prepare_v2(copy, "SELECT count(*) FROM send", -1, &statement, NULL),
                 SQLITE_OK);
    cr_assert_eq(sqlite3_step(statement), SQLITE_ROW);
    cr_expect_eq(sqlite3_column_int(statement, 0), 1);
    sqlite3_finalize(statement);
    sqlite3_close(copy);
    store_close(store);
}
