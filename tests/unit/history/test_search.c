/*
 * A search finds what a plain look at every row finds, in the same order, whichever way it walks:
 * random rows, many filters, pages of any size, budgets, both directions.
 */
#include "fixture.h"

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/history/search.h"
#include "src/history/search_plan.h"
#include "src/history/stats.h"
#include "src/history/store_edit.h"
#include "src/history/text_match.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 700 };

static struct arena arena;

static void setup(void)
{
    fixture_init();
    arena_init(&arena);
}

static void teardown(void)
{
    arena_release(&arena);
    fixture_fini();
}

TestSuite(search, .init = setup, .fini = teardown, .timeout = 60);

static unsigned chance_state = 7;

static unsigned chance(unsigned below)
{
    chance_state = chance_state * 1664525u + 1013904223u;
    return (chance_state >> 10) % below;
}

/* What is known of a row here, without asking the store. */
struct known {
    int64_t id, at;
    char to[24], template[24], profile[12], language[8], value[40], wamid[40], note[24], tags[24],
        batch[12];
    enum send_state state;
    int code;
    const char *error;
};

static struct known rows[ROWS];

static void make_known(struct known *row)
{
    static const char *const templates[] = {"order_update", "order_shipped", "otp", "Sale"};
    static const char *const words[] = {"Asha", "Straße", "hi there", "李娜 你好", "ИВАН"};
    static const char *const languages[] = {"en_US", "en", "hi"};
    static const enum send_state states[] = {SEND_ACCEPTED, SEND_READ, SEND_FAILED, SEND_REJECTED,
                                             SEND_NOT_SENT};
    /* Many rows share a millisecond, and times do not follow the ids. */
    row->at = 1795420800000 + (int64_t)chance(200) * 1000 - (chance(50) == 0 ? 90000000 : 0);
    snprintf(row->to, sizeof row->to, "9199%04u", chance(60));
    snprintf(row->template, sizeof row->template, "%s", templates[chance(4)]);
    snprintf(row->profile, sizeof row->profile, "%s", chance(3) == 0 ? "globex" : "acme");
    snprintf(row->language, sizeof row->language, "%s", languages[chance(3)]);
    snprintf(row->value, sizeof row->value, "%s %u", words[chance(5)], chance(300));
    row->state = states[chance(5)];
    row->code =
        row->state == SEND_FAILED || row->state == SEND_REJECTED ? (int)(131020 + chance(12)) : 0;
    row->error = row->code != 0 ? "Message undeliverable" : NULL;
    unsigned number = chance(100000);
    row->wamid[0] = '\0';
    if (row->state == SEND_READ)
        snprintf(row->wamid, sizeof row->wamid, "wamid.HBgM%uXy", number);
    snprintf(row->note, sizeof row->note, "%s", chance(40) == 0 ? "Called back" : "");
    snprintf(row->tags, sizeof row->tags, "%s", chance(30) == 0 ? "vip Late" : "");
    snprintf(row->batch, sizeof row->batch, "%s", chance(4) == 0 ? "spring" : "");
}

static const char *or_null(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

static void insert_known(struct store *store, struct known *row)
{
    char values[80];
    snprintf(values, sizeof values, "{\"body.1\":\"%s\"}", row->value);
    struct send_detail detail = {.row = {.created_at = row->at,
                                         .profile = row->profile,
                                         .to = row->to,
                                         .template = row->template,
                                         .language = row->language,
                                         .source = "cli",
                                         .batch = or_null(row->batch)},
                                 .values = values,
                                 .note = or_null(row->note),
                                 .tags = or_null(row->tags)};
    row->id = insert_row(store, &detail, NULL, GONE_OWNER);
    struct send_change change = {.state = row->state,
                                 .source = "reply",
                                 .wamid = or_null(row->wamid),
                                 .error_code = row->code,
                                 .error_text = row->error};
    cr_assert_eq(store_change_state(store, row->id, &change, NULL), ERR_OK);
}

static int newest_first(const void *left, const void *right)
{
    const struct known *a = left, *b = right;
    if (a->at != b->at)
        return a->at < b->at ? 1 : -1;
    return a->id < b->id ? 1 : -1;
}

static struct store *open_known(void)
{
    struct store *store = open_writer();
    cr_assert_eq(sqlite3_exec(store->db, "PRAGMA synchronous = OFF", NULL, NULL, NULL), SQLITE_OK);
    for (size_t i = 0; i < ROWS; i++) {
        make_known(&rows[i]);
        insert_known(store, &rows[i]);
    }
    qsort(rows, ROWS, sizeof rows[0], newest_first);
    return store;
}

/* The naive reference: one comparison a field, on copies in small letters. */
static bool text_is(const struct filter_term *term, const char *text)
{
    struct strbuf folded;
    strbuf_init(&folded, 1000);
    if (text == NULL || text[0] == '\0')
        return false;
    text_fold(&folded, text, strlen(text));
    bool is = term->match == MATCH_CONTAINS ? strstr(folded.text, term->folded) != NULL
              : term->match == MATCH_GLOB
                  ? text_matches(folded.text, folded.length, term->folded, term->folded_length)
                  : strcmp(folded.text, term->folded) == 0;
    strbuf_release(&folded);
    return is;
}

static bool tag_is(const struct filter_term *term, const struct known *row)
{
    char copy[sizeof row->tags];
    snprintf(copy, sizeof copy, "%s", row->tags);
    char *second = strchr(copy, ' ');
    if (second != NULL)
        *second++ = '\0';
    return text_is(term, copy) || (second != NULL && text_is(term, second));
}

static bool is_exactly(const struct filter_term *term, const char *text)
{
    return term->match == MATCH_EXACT ? strcmp(term->text, text) == 0 : text_is(term, text);
}

static bool term_is(const struct filter_term *term, const struct known *row)
{
    switch (term->field) {
    case FILTER_WORD:
        return text_is(term, row->to) || text_is(term, row->template) ||
               text_is(term, row->value) || text_is(term, row->wamid) || text_is(term, row->error);
    case FILTER_TO:
        return is_exactly(term, row->to);
    case FILTER_TEMPLATE:
        return is_exactly(term, row->template);
    case FILTER_WAMID:
        return is_exactly(term, row->wamid);
    case FILTER_PROFILE:
        return is_exactly(term, row->profile);
    case FILTER_BATCH:
        return row->batch[0] != '\0' && is_exactly(term, row->batch);
    case FILTER_LANGUAGE:
        return text_is(term, row->language);
    case FILTER_STATE:
        return text_is(term, send_state_word(row->state));
    case FILTER_CODE:
        return row->code != 0 && row->code >= term->low && row->code <= term->high;
    case FILTER_SINCE:
    case FILTER_UNTIL:
        return row->at >= term->low && row->at <= term->high;
    case FILTER_TAG:
        return tag_is(term, row);
    case FILTER_NOTE:
        return text_is(term, row->note);
    default:
        return false;
    }
}

static bool is_wanted(const struct filter *filter, const struct known *row)
{
    for (size_t i = 0; i < filter->count; i++)
        if (term_is(&filter->terms[i], row) == filter->terms[i].negated)
            return false;
    return true;
}

static void parse(struct filter *filter, const char *text)
{
    struct error error = {0};
    cr_assert_eq(filter_parse(filter, text, strlen(text), 1795426200000, NULL, &error), ERR_OK,
                 "%s: %s", text, error.what);
}

static void search(struct store *store, const struct store_search_query *query,
                   struct store_search_result *result)
{
    struct error error = {0};
    arena_clear(&arena);
    cr_assert_eq(store_search(store, query, &arena, result, &error), ERR_OK, "%s", error.what);
}

/* Walks through all pages and compares with the reference; returns how many rows were found. */
static size_t compare_down(struct store *store, const char *text, size_t limit, size_t budget)
{
    struct filter filter;
    parse(&filter, text);
    struct store_search_query query = {.filter = &filter, .limit = limit, .budget = budget};
    struct store_search_result page = {.more = true};
    size_t at = 0, found = 0;
    while (page.more) {
        query.before = page.next;
        search(store, &query, &page);
        cr_assert(budget == 0 || page.looked_at <= budget, "%s", text);
        for (size_t i = 0; i < page.count; i++, at++, found++) {
            while (at < ROWS && !is_wanted(&filter, &rows[at]))
                at++;
            cr_assert_lt(at, ROWS, "%s: one row too many", text);
            cr_assert_eq(page.rows[i].id, rows[at].id, "%s: row %zu", text, found);
        }
    }
    for (; at < ROWS; at++)
        cr_assert_not(is_wanted(&filter, &rows[at]), "%s: row %lld is missing", text,
                      (long long)rows[at].id);
    filter_release(&filter);
    return found;
}

static size_t compare_up(struct store *store, const char *text, size_t limit)
{
    struct filter filter;
    parse(&filter, text);
    struct store_search_query query = {.filter = &filter, .limit = limit};
    struct store_search_result page = {.more = true, .next = {1, 1}};
    size_t at = ROWS, found = 0;
    while (page.more) {
        query.after = page.next;
        search(store, &query, &page);
        for (size_t i = page.count; i > 0; i--, found++) {
            while (at > 0 && !is_wanted(&filter, &rows[at - 1]))
                at--;
            cr_assert_gt(at, 0, "%s: one row too many upwards", text);
            cr_assert_eq(page.rows[i - 1].id, rows[at - 1].id, "%s: row %zu upwards", text, found);
            at--;
        }
    }
    filter_release(&filter);
    return found;
}

static const char *const filters[] = {
    "",
    "asha",
    "ASHA",
    "straße",
    "иван",
    "你好",
    "你",
    "hi",
    "a",
    "order",
    "order asha",
    "order_upd*",
    "\"hi there\"",
    "to:91990007",
    "to:9199000*",
    "to:*7",
    "to:9199?0?7",
    "template:otp",
    "template:order*",
    "template:*date",
    "template:Sale",
    "template:Order_UPDATE",
    "-template:OTP",
    "template:sale",
    "lang:EN_us",
    "lang:en*",
    "state:failed",
    "state:re*",
    "code:131026",
    "code:131024..131027",
    "code:*",
    "-code:*",
    "batch:spring",
    "-batch:spring",
    "wamid:wamid.HBgM*",
    "wamid:*5Xy",
    "profile:globex",
    "profile:*",
    "-profile:acme",
    "tag:vip",
    "tag:late",
    "tag:la*",
    "-tag:vip",
    "note:called",
    "note:BACK",
    "note:called*ck",
    "-note:called",
    "since:2026-11-23T08:01",
    "until:2026-11-23T08:01",
    "since:2026-11-23T08:01..2026-11-23T08:02",
    "until:2026-11-22",
    "-since:2026-11-23T08:01",
    "undeliverable",
    "undeliverable -state:failed",
    "order state:read",
    "otp code:131026 profile:globex",
    "asha -order lang:en",
    "9199",
    "99000",
    "zzz",
    "zz",
    "state:queued",
    "-asha -order",
    "hbgm",
    "xy state:read",
    "since:2026-11-23T08:01 asha",
    "template:otp state:read profile:acme",
    "*",
    "?",
    "as?a",
    "order*update",
};

Test(search, finds_what_a_look_at_every_row_finds)
{
    struct store *store = open_known();
    static const size_t limits[] = {1, 7, 1000};
    size_t found_in_all = 0;
    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++) {
        size_t found = compare_down(store, filters[i], limits[i % 3], 0);
        cr_expect_eq(compare_down(store, filters[i], 40, 13), found, "%s", filters[i]);
        cr_expect_eq(compare_up(store, filters[i], 9), found, "%s upwards", filters[i]);
        found_in_all += found;
    }
    cr_expect_gt(found_in_all, 3000, "the filters find something: %zu", found_in_all);
    store_close(store);
}

Test(search, the_tally_and_the_statistics_count_the_same)
{
    struct store *store = open_known();
    struct filter filter;
    parse(&filter, "order -lang:hi");
    struct store_search_query query = {.filter = &filter, .budget = 50};
    struct store_search_result result = {.more = true};
    struct store_tally tally = {.rows = 0};
    struct stats stats;
    cr_assert_eq(stats_init(&stats, NULL), ERR_OK);
    while (result.more) {
        query.before = result.next;
        cr_assert_eq(store_tally(store, &query, &tally, &result, NULL), ERR_OK);
    }
    query = (struct store_search_query){.filter = &filter};
    cr_assert_eq(stats_add(&stats, store, &query, &result, NULL), ERR_OK);
    stats_finish(&stats);
    int64_t total = 0, failed = 0;
    for (size_t i = 0; i < ROWS; i++) {
        total += is_wanted(&filter, &rows[i]) ? 1 : 0;
        failed += is_wanted(&filter, &rows[i]) && rows[i].state == SEND_FAILED ? 1 : 0;
    }
    cr_expect_eq(tally.rows, total);
    cr_expect_eq(tally.by_state[SEND_FAILED], failed);
    cr_expect_eq(stats.tally.rows, total);
    int64_t sum = 0;
    for (size_t i = 0; i < stats.templates.count; i++)
        sum += stats.templates.groups[i].sends;
    cr_expect_eq(sum, total);
    cr_expect_eq(stats_percentile(&stats, 50), -1, "no row here was timed");
    stats_release(&stats);
    filter_release(&filter);
    store_close(store);
}

static bool stop_at_once(void *context)
{
    ++*(int *)context;
    return true;
}

Test(search, stops_when_it_is_told_to)
{
    struct store *store = open_known();
    struct filter filter;
    parse(&filter, "zq");
    int asked = 0;
    struct store_search_query query = {
        .filter = &filter, .limit = 40, .should_stop = stop_at_once, .context = &asked};
    struct store_search_result result;
    struct error error = {0};
    cr_expect_eq(store_search(store, &query, &arena, &result, &error), ERR_INTERRUPTED);
    cr_expect_gt(asked, 0);
    cr_expect_neq(error.next[0], '\0');
    /* A time that is over ends it without an error, and going on gets to the end. */
    query = (struct store_search_query){.filter = &filter, .limit = 40, .deadline = 1};
    size_t steps = 0;
    for (result.more = true, result.next = (struct store_key){0, 0}; result.more; steps++) {
        query.before = result.next;
        cr_assert_eq(store_search(store, &query, &arena, &result, &error), ERR_OK);
        cr_assert_lt(steps, ROWS + 1);
    }
    cr_expect_gt(steps, 1);
    query = (struct store_search_query){.limit = 5};
    cr_expect_eq(store_search(store, &query, &arena, &result, &error), ERR_OK);
    cr_expect_eq(result.count, 5);
    filter_release(&filter);
    store_close(store);
}

/* Another program deletes rows, one of them the key of the page, and adds one. */
Test(search, rows_that_go_while_one_pages)
{
    struct store *store = open_known();
    struct store *reader = open_reader();
    struct store_search_query query = {.limit = 50};
    struct store_search_result page;
    search(reader, &query, &page);
    struct store_key key = page.next;
    char sql[200];
    snprintf(sql, sizeof sql, "DELETE FROM send WHERE id IN (%lld, %lld)", (long long)rows[49].id,
             (long long)rows[50].id);
    execute(sql);
    query.before = key;
    search(reader, &query, &page);
    cr_assert_eq(page.count, 50);
    cr_expect_eq(page.rows[0].id, rows[51].id);
    struct filter filter;
    parse(&filter, rows[50].value);
    query = (struct store_search_query){.filter = &filter, .limit = 1000};
    search(reader, &query, &page);
    for (size_t i = 0; i < page.count; i++)
        cr_expect_neq(page.rows[i].id, rows[50].id, "the index forgot it too");
    check_integrity();
    filter_release(&filter);
    store_close(reader);
    store_close(store);
}

static size_t count_of(struct store *store, const char *text)
{
    struct filter filter;
    parse(&filter, text);
    struct store_search_query query = {.filter = &filter, .limit = 10000};
    struct store_search_result page;
    search(store, &query, &page);
    filter_release(&filter);
    return page.count;
}

Test(search, notes_tags_and_the_trash_are_seen_at_once)
{
    struct store *store = open_known();
    struct error error = {0};
    int64_t id = rows[3].id;
    size_t all = count_of(store, "");
    cr_expect_eq(store_set_note(store, id, "ask Zoë", &error), ERR_OK);
    cr_expect_eq(count_of(store, "note:zoë"), 1);
    cr_expect_eq(store_set_tags(store, id, "  new \t tag ", &error), ERR_OK);
    cr_expect_eq(count_of(store, "tag:new tag:tag"), 1);
    cr_expect_eq(store_set_note(store, id, "", &error), ERR_OK);
    cr_expect_eq(store_set_tags(store, id, NULL, &error), ERR_OK);
    cr_expect_eq(count_of(store, "note:zoë"), 0);
    cr_expect_eq(query_integer("SELECT count(*) FROM send WHERE marked IS NOT NULL AND id IN"
                               " (SELECT send_id FROM send_text WHERE note IS NULL AND tags IS "
                               "NULL)"),
                 0);
    cr_expect_eq(store_delete(store, id, 1000, &error), ERR_OK);
    cr_expect_eq(count_of(store, ""), all - 1);
    struct store_page_query page = {.limit = 10000};
    struct send_row *listed = NULL;
    size_t count = 0;
    cr_expect_eq(store_page(store, &page, &arena, &listed, &count, &error), ERR_OK);
    cr_expect_eq(count, all - 1);
    cr_expect_eq(store_undelete(store, id, &error), ERR_OK);
    cr_expect_eq(count_of(store, ""), all);
    cr_expect_eq(store_delete(store, id, 1000, &error), ERR_OK);
    int64_t gone = 0;
    cr_expect_eq(store_empty_trash(store, INT64_MAX, &gone, &error), ERR_OK);
    cr_expect_eq(gone, 1);
    cr_expect_eq(store_undelete(store, id, &error), ERR_NOT_FOUND);
    cr_expect_eq(store_set_note(store, id, "x", &error), ERR_NOT_FOUND);
    cr_expect_eq(query_integer("SELECT count(*) FROM send_text"), (int64_t)all - 1);
    check_integrity();
    store_close(store);
}

Test(search, a_row_that_is_being_sent_is_not_deleted)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    int64_t id = insert_row(store, &detail, NULL, GONE_OWNER);
    struct error error = {0};
    cr_expect_eq(store_delete(store, id, 1000, &error), ERR_INVALID);
    cr_expect_not_null(strstr(error.what, "being sent"), "%s", error.what);
    store_close(store);
}

Test(search, purge_takes_the_old_rows_with_all_that_hangs_on_them)
{
    struct store *store = open_known();
    struct store_purge purge;
    int64_t before = 1795420800000, count = 0, total = 0;
    cr_assert_eq(store_purge_count(store, before, &purge, NULL), ERR_OK);
    int64_t old = 0;
    for (size_t i = 0; i < ROWS; i++)
        old += rows[i].at < before ? 1 : 0;
    cr_assert_gt(old, 0);
    cr_expect_eq(purge.count, old);
    cr_expect_eq(purge.first, rows[ROWS - 1].at);
    do {
        cr_assert_eq(store_purge_step(store, before, &count, NULL), ERR_OK);
        total += count;
    } while (count > 0);
    cr_expect_eq(total, old);
    cr_expect_eq(store_purge_finish(store, NULL), ERR_OK);
    cr_expect_eq(count_of(store, ""), (size_t)(ROWS - old));
    cr_expect_eq(query_integer("SELECT count(*) FROM event WHERE send_id NOT IN (SELECT id FROM "
                               "send)"),
                 0);
    execute("INSERT INTO send_fts(send_fts) VALUES('integrity-check')");
    check_integrity();
    store_close(store);
}

/* Rows that others damaged are found and shown, not stumbled over. */
Test(search, broken_json_and_rows_of_the_future)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    detail.values = "{\"body.1\":\"Asha";
    detail.row.created_at = INT64_C(4102444800000); /* 2100 */
    int64_t future = insert_row(store, &detail, NULL, GONE_OWNER);
    detail.values = NULL;
    detail.row.created_at = INT64_C(253402300799999); /* the end of 9999 */
    int64_t end = insert_row(store, &detail, NULL, GONE_OWNER);
    detail = sample_detail();
    int64_t now = insert_row(store, &detail, NULL, GONE_OWNER);
    cr_expect_eq(count_of(store, "asha"), 2);
    cr_expect_eq(count_of(store, ""), 3);
    cr_expect_eq(count_of(store, "since:2100-01-01"), 2);
    struct store_search_query query = {.limit = 10};
    struct store_search_result page;
    search(store, &query, &page);
    cr_expect(page.rows[0].id == end && page.rows[1].id == future && page.rows[2].id == now);
    execute("UPDATE send SET state = 'nonsense', created_at = -5 WHERE template = 'order_update'");
    cr_expect_eq(count_of(store, "asha"), 2);
    check_integrity();
    store_close(store);
}

/* The plans of all of them stand in test_plans.c; here: each walk has statements of its own. */
Test(search, every_walk_has_its_statements)
{
    cr_expect_eq(search_plan_statement(WALK_ALL, SEARCH_OLDER), STATEMENT_SEARCH_ALL_OLDER);
    cr_expect_eq(search_plan_statement(WALK_STATE, SEARCH_NEWER), STATEMENT_SEARCH_STATE_NEWER);
    cr_expect_eq(search_plan_statement(WALK_CODED, SEARCH_COUNT), STATEMENT_SEARCH_CODED_COUNT);
    cr_expect_eq(search_plan_statement(WALK_WORDS, SEARCH_COUNT), STATEMENT_SEARCH_FTS_COUNT);
}

static void expect_walk(struct store *store, const char *text, enum search_walk walk)
{
    struct filter filter;
    struct search_plan plan;
    parse(&filter, text);
    cr_assert_eq(search_plan_make(store, &filter, &plan, NULL), ERR_OK);
    cr_expect_eq(plan.walk, walk, "%s: %d", text, plan.walk);
    search_plan_release(&plan);
    filter_release(&filter);
}

Test(search, the_shortest_walk_is_taken)
{
    struct store *store = open_known();
    expect_walk(store, "", WALK_ALL);
    expect_walk(store, "hi", WALK_ALL);
    expect_walk(store, "-asha lang:en", WALK_ALL);
    expect_walk(store, "since:2026-11-01", WALK_ALL);
    expect_walk(store, "asha", WALK_WORDS);
    expect_walk(store, "to:9199*", WALK_WORDS);
    expect_walk(store, "wamid:wamid.HBgMabcdefgh", WALK_WORDS);
    expect_walk(store, "to:91990001", WALK_RECIPIENT);
    expect_walk(store, "template:otp", WALK_TEMPLATE);
    expect_walk(store, "template:OTP", WALK_WORDS);
    expect_walk(store, "code:131026", WALK_CODE);
    expect_walk(store, "code:131000..131099", WALK_CODED);
    expect_walk(store, "tag:vip", WALK_MARKED);
    /* Both in one question to the full-text index are fewer than either. */
    expect_walk(store, "undeliverable to:91990001", WALK_WORDS);
    expect_walk(store, "hi to:91990001", WALK_RECIPIENT);
    expect_walk(store, "zanzibar profile:acme", WALK_WORDS);
    expect_walk(store, "state:queued order", WALK_STATE);
    store_close(store);
}
