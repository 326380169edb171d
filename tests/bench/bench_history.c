/*
 * Times of the history against a floor: the bare prepared statement of the same shape on the same
 * file, in the same run and in turns. bench_history FOLDER ROWS; ratios are what counts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/history/export_line.h"
#include "src/history/search.h"
#include "src/history/store_internal.h"
#include "tests/bench/bench_clock.h"
#include "tests/bench/bench_write.h"
#include "tests/bench/floor_sql.h"

enum {
    PAGE = 40,
    ROUNDS = 200,
    TYPING_ROUNDS = 20,
    QUICK_ROUNDS = 2,
    LEAST_ROUNDS = 25,
    EXPORT_ROWS = 20000,
    KEY_BUDGET = 20000,
    MOST_US_A_CASE = 4000000
};

#define NEWEST " ORDER BY created_at DESC, send.id DESC LIMIT 40"

/* CHAKRA_BENCH_QUICK: only to see that it runs. */
static bool is_quick(void)
{
    return getenv("CHAKRA_BENCH_QUICK") != NULL;
}

struct bench {
    struct store *store;
    struct arena arena;
};

static void must(enum err err, const struct error *error)
{
    if (err == ERR_OK)
        return;
    fprintf(stderr, "bench_history: %s\n", error->what);
    exit(1);
}

/* Reads every column of every row, as whoever shows a row must. */
static double floor_once(sqlite3_stmt *statement, const char *value, int64_t number)
{
    double begin = clock_us();
    size_t bytes = 0;
    if (value != NULL)
        sqlite3_bind_text(statement, 1, value, -1, SQLITE_STATIC);
    else if (sqlite3_bind_parameter_count(statement) > 0)
        sqlite3_bind_int64(statement, 1, number);
    while (sqlite3_step(statement) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(statement); i++)
            bytes += sqlite3_column_text(statement, i) != NULL
                         ? (size_t)sqlite3_column_bytes(statement, i)
                         : 0;
    sqlite3_reset(statement);
    (void)bytes;
    return clock_us() - begin;
}

static double search_once(struct bench *bench, const char *text, struct store_key before,
                          size_t budget, size_t *ret_count)
{
    struct error error = {0};
    double begin = clock_us();
    struct filter filter;
    must(filter_parse(&filter, text, strlen(text), 1795420800000, NULL, &error), &error);
    struct store_search_query query = {
        .filter = &filter, .before = before, .limit = PAGE, .budget = budget};
    struct store_search_result result;
    must(store_search(bench->store, &query, &bench->arena, &result, &error), &error);
    filter_release(&filter);
    arena_clear(&bench->arena);
    *ret_count = result.count;
    return clock_us() - begin;
}

static sqlite3_stmt *prepare(struct bench *bench, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(bench->store->db, sql, -1, &statement, NULL) == SQLITE_OK)
        return statement;
    fprintf(stderr, "bench_history: %s: %s\n", sql, sqlite3_errmsg(bench->store->db));
    exit(1);
}

struct query_case {
    const char *what, *filter, *sql, *value;
};

static void bench_case(struct bench *bench, const struct query_case *query, struct store_key before,
                       int64_t number)
{
    struct samples ours = {.count = 0}, floor = {.count = 0};
    sqlite3_stmt *statement = prepare(bench, query->sql);
    size_t count = 0;
    int rounds = is_quick() ? QUICK_ROUNDS : ROUNDS;
    double end = clock_us() + MOST_US_A_CASE;
    for (int i = 0; i < rounds && (i < LEAST_ROUNDS || clock_us() < end); i++) {
        samples_add(&ours, search_once(bench, query->filter, before, KEY_BUDGET, &count));
        samples_add(&floor, floor_once(statement, query->value, number));
    }
    sqlite3_finalize(statement);
    char what[96];
    snprintf(what, sizeof what, "%s (%zu rows)", query->what, count);
    print_line(what, &ours, "bare", &floor, NULL);
}

/* The floor of an exact filter walks the same index; of words, the same full-text query. */
static const struct query_case cases[] = {
    {"first page", "", "SELECT " FLOOR_COLUMNS " FROM send WHERE deleted_at IS NULL" NEWEST, NULL},
    {"exact: template:otp_login", "template:otp_login",
     "SELECT " FLOOR_COLUMNS " FROM send WHERE template = ?1" NEWEST, "otp_login"},
    {"exact: state:unknown (0.1 %)", "state:unknown",
     "SELECT " FLOOR_COLUMNS " FROM send WHERE state = ?1" NEWEST, "unknown"},
    {"exact: code:131049", "code:131049",
     "SELECT " FLOOR_COLUMNS " FROM send WHERE error_code = CAST(?1 AS INTEGER)" NEWEST, "131049"},
    {"words: common (order)", "order", FLOOR_WORDS, "\"order\""},
    {"words: rare (zanzibar)", "zanzibar", FLOOR_WORDS, "\"zanzibar\""},
    {"words: absent (qqxyzzy)", "qqxyzzy", FLOOR_WORDS, "\"qqxyzzy\""},
    {"words: digits inside a number (87654)", "87654", FLOOR_WORDS, "\"87654\""},
    {"words: two (asha street)", "asha street", FLOOR_WORDS, "\"asha\" AND \"street\""},
    {"words: glob template:*reminder", "template:*reminder", FLOOR_WORDS,
     "template : \"reminder\""},
    {"mixed: order state:unknown", "order state:unknown",
     "SELECT " FLOOR_COLUMNS
     " FROM send WHERE state = 'unknown' AND template LIKE '%'||?1||'%'" NEWEST,
     "order"},
    {"mixed: zanzibar profile:acme", "zanzibar profile:acme", FLOOR_WORDS, "\"zanzibar\""},
    {"bounded walk: two letters (hi)", "hi",
     "SELECT " FLOOR_COLUMNS " FROM send INDEXED BY send_order CROSS JOIN send_text"
     " ON send_id = send.id WHERE created_at > 0 AND (recipient LIKE '%'||?1||'%' OR template LIKE"
     " '%'||?1||'%' OR wamid LIKE '%'||?1||'%' OR value_text LIKE '%'||?1||'%')" NEWEST,
     "hi"},
    {"bounded walk: absent (~~), 20,000 rows", "~~",
     "SELECT count(*) FROM (SELECT value_text, recipient, template, wamid, error_text FROM send"
     " INDEXED BY send_order CROSS JOIN send_text ON send_id = send.id WHERE created_at > 0"
     " ORDER BY created_at DESC LIMIT 20000) WHERE value_text LIKE '%'||?1||'%' OR wamid LIKE"
     " '%'||?1||'%' OR template LIKE '%'||?1||'%' OR recipient LIKE '%'||?1||'%'",
     "~~"},
};

static void bench_middle(struct bench *bench, int64_t rows)
{
    sqlite3_stmt *find = prepare(bench, "SELECT created_at, id FROM send WHERE id = ?1");
    sqlite3_bind_int64(find, 1, rows / 2);
    struct store_key key = {0, 0};
    if (sqlite3_step(find) == SQLITE_ROW)
        key = (struct store_key){sqlite3_column_int64(find, 0), sqlite3_column_int64(find, 1)};
    sqlite3_finalize(find);
    static const struct query_case middle = {
        "page at the middle", "",
        "SELECT " FLOOR_COLUMNS " FROM send WHERE deleted_at IS NULL AND created_at < ?1" NEWEST,
        NULL};
    static const struct query_case words = {
        "page at the middle of a common word", "order",
        "SELECT " FLOOR_COLUMNS
        " FROM send_fts CROSS JOIN send ON created_at = (send_fts.rowid >> 16)"
        " AND (send.id & 65535) = (send_fts.rowid & 65535) WHERE send_fts MATCH '\"order\"'"
        " AND send_fts.rowid < (?1 << 16) ORDER BY send_fts.rowid DESC LIMIT 40",
        NULL};
    bench_case(bench, &middle, key, key.created_at);
    bench_case(bench, &words, key, key.created_at);
}

/* Words typed letter by letter: each key is a search; a key of one or two letters is a walk. */
static void bench_typing(struct bench *bench)
{
    static const char *const words[] = {"order_update",  "zanzibar", "9199123",     "harbour way",
                                        "undeliverable", "qqxyzzy",  "spring_sale", "ravi"};
    struct samples ours = {.count = 0}, floor = {.count = 0};
    sqlite3_stmt *statement = prepare(bench, FLOOR_WORDS);
    for (int round = 0; round < (is_quick() ? QUICK_ROUNDS : TYPING_ROUNDS); round++)
        for (size_t i = 0; i < COUNT_OF(words); i++)
            for (size_t length = 3; length <= strlen(words[i]); length++) {
                char text[64], match[64];
                size_t count = 0;
                snprintf(text, sizeof text, "\"%.*s\"", (int)length, words[i]);
                snprintf(match, sizeof match, "\"%.*s\"", (int)length, words[i]);
                samples_add(&ours,
                            search_once(bench, text, (struct store_key){0, 0}, KEY_BUDGET, &count));
                samples_add(&floor, floor_once(statement, match, 0));
            }
    sqlite3_finalize(statement);
    print_line("each further key of a search (3 letters on)", &ours, "bare", &floor, "p99 <= 2");
}

static double export_rows(struct bench *bench, size_t *ret_count)
{
    struct export_writer writer;
    struct strbuf out;
    struct arena rows;
    struct error error = {0};
    struct store_search_query query = {.limit = 500};
    struct store_search_result page = {.more = true};
    size_t count = 0;
    arena_init(&rows);
    strbuf_init(&out, EXPORT_LONGEST_LINE);
    export_writer_init(&writer, EXPORT_JSON_LINES, false);
    double begin = clock_us();
    while (page.more && count < EXPORT_ROWS) {
        query.before = page.next;
        arena_clear(&rows);
        must(store_search(bench->store, &query, &rows, &page, &error), &error);
        for (size_t i = 0; i < page.count; i++, count++) {
            struct send_detail *detail = NULL;
            struct send_event *events = NULL;
            size_t event_count = 0;
            arena_clear(&bench->arena);
            must(store_get(bench->store, page.rows[i].id, &bench->arena, &detail, &error), &error);
            must(store_events(bench->store, page.rows[i].id, &bench->arena, &events, &event_count,
                              &error),
                 &error);
            export_add_row(&writer, &out, detail, events, event_count);
        }
        strbuf_clear(&out);
    }
    double rate = (double)count / ((clock_us() - begin) / 1e6);
    *ret_count = count;
    export_writer_release(&writer);
    strbuf_release(&out);
    arena_release(&rows);
    return rate;
}

static void bench_export(struct bench *bench)
{
    char sql[2048];
    snprintf(sql, sizeof sql,
             "SELECT " FLOOR_COLUMNS ", slot_values, definition.text, request, reply, note, tags,"
             " (SELECT group_concat(event.state || event.at || event.source) FROM event"
             " WHERE event.send_id = send.id) FROM send JOIN send_text ON send_text.send_id ="
             " send.id LEFT JOIN definition ON definition.id = definition_id"
             " ORDER BY created_at DESC, send.id DESC LIMIT %d",
             EXPORT_ROWS);
    sqlite3_stmt *statement = prepare(bench, sql);
    floor_once(statement, NULL, 0);
    double floor_us = floor_once(statement, NULL, 0);
    sqlite3_finalize(statement);
    size_t count = 0;
    double ours = export_rows(bench, &count);
    double floor = (double)count / (floor_us / 1e6);
    print_rate("export, JSON lines (floor: the rows read)", ours, floor, "rows/s");
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: bench_history FOLDER ROWS\n", stderr);
        return 2;
    }
    struct bench bench;
    struct error error = {0};
    setvbuf(stdout, NULL, _IOLBF, 0);
    arena_init(&bench.arena);
    must(store_open(argv[1], STORE_READ, &bench.store, &error), &error);
    char title[64];
    snprintf(title, sizeof title, "history of %s rows", argv[2]);
    print_head(title);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        bench_case(&bench, &cases[i], (struct store_key){0, 0}, 0);
    bench_middle(&bench, strtoll(argv[2], NULL, 10));
    bench_typing(&bench);
    printf("%-44s %10ld KiB\n", "most memory of all these searches", resident_kib());
    bench_export(&bench);
    store_close(bench.store);
    arena_release(&bench.arena);
    bench_insert(argv[1]);
    return 0;
}
