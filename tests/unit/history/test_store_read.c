/* Pages in both directions, query plans, counts, facts, named texts, changes seen. */
#include "fixture.h"

#include "src/base/mem.h"
#include "src/history/store_earlier.h"
#include "src/history/store_edit.h"
#include "src/history/store_internal.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 1000, PAGE = 7 };

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

TestSuite(store_read, .init = setup, .fini = teardown);

struct key {
    int64_t created_at, id;
    const char *profile;
};

static int compare_newest_first(const void *left, const void *right)
{
    const struct key *a = left, *b = right;
    if (a->created_at != b->created_at)
        return a->created_at < b->created_at ? 1 : -1;
    return a->id < b->id ? 1 : -1;
}

/* ROWS rows whose times repeat and do not follow their ids; keys are in the expected order. */
static struct store *open_filled(struct key keys[ROWS])
{
    static const char *const profiles[] = {"acme", "globex", "initech"};
    struct store *store = open_writer();
    cr_assert_eq(sqlite3_exec(store->db, "PRAGMA synchronous = OFF", NULL, NULL, NULL), SQLITE_OK);
    for (int i = 0; i < ROWS; i++) {
        struct send_detail detail = sample_detail();
        detail.row.created_at = 1795420800000 + (i * 37 % 100) * 1000;
        detail.row.profile = profiles[i % 3];
        keys[i] = (struct key){detail.row.created_at, insert_row(store, &detail, NULL, GONE_OWNER),
                               detail.row.profile};
    }
    qsort(keys, ROWS, sizeof keys[0], compare_newest_first);
    return store;
}

static size_t read_page(struct store *store, const struct store_page_query *query,
                        struct send_row **ret_rows)
{
    size_t count = 0;
    struct error error = {0};
    cr_assert_eq(store_page(store, query, &arena, ret_rows, &count, &error), ERR_OK, "%s",
                 error.what);
    return count;
}

/* Walks down page by page and compares with the expected order. */
static size_t walk_down(struct store *store, const struct key *keys, size_t total,
                        const char *profile)
{
    struct store_page_query query = {.profile = profile, .limit = PAGE};
    struct send_row *rows = NULL;
    size_t seen = 0;
    for (size_t count; (count = read_page(store, &query, &rows)) > 0;) {
        for (size_t i = 0; i < count; i++, seen++) {
            cr_assert_lt(seen, total);
            cr_assert_eq(rows[i].id, keys[seen].id, "row %zu on the way down", seen);
        }
        query.before_created_at = rows[count - 1].created_at;
        query.before_id = rows[count - 1].id;
        arena_clear(&arena);
    }
    return seen;
}

static size_t walk_up(struct store *store, const struct key *keys, size_t total,
                      const char *profile)
{
    const struct key *oldest = &keys[total - 1];
    struct store_page_query query = {.profile = profile,
                                     .after_created_at = oldest->created_at,
                                     .after_id = oldest->id,
                                     .limit = PAGE};
    struct send_row *rows = NULL;
    size_t place = total - 1; /* where the last page began */
    for (size_t count; (count = read_page(store, &query, &rows)) > 0;) {
        cr_assert_leq(count, place);
        place -= count;
        for (size_t i = 0; i < count; i++)
            cr_assert_eq(rows[i].id, keys[place + i].id, "row %zu on the way up", place + i);
        query.after_created_at = rows[0].created_at;
        query.after_id = rows[0].id;
        arena_clear(&arena);
    }
    return place;
}

Test(store_read, pages_down_and_up_are_the_whole_order)
{
    static struct key keys[ROWS];
    struct store *store = open_filled(keys);
    cr_expect_eq(walk_down(store, keys, ROWS, NULL), ROWS);
    cr_expect_eq(walk_up(store, keys, ROWS, NULL), 0);
    store_close(store);
}

Test(store_read, pages_of_a_profile_hold_only_its_rows)
{
    static struct key keys[ROWS], own[ROWS];
    struct store *store = open_filled(keys);
    size_t count = 0;
    for (size_t i = 0; i < ROWS; i++)
        if (strcmp(keys[i].profile, "globex") == 0)
            own[count++] = keys[i];
    cr_assert_eq(count, 333);
    cr_expect_eq(walk_down(store, own, count, "globex"), count);
    cr_expect_eq(walk_up(store, own, count, "globex"), 0);
    cr_expect_eq(walk_down(store, own, 0, "nobody"), 0);
    store_close(store);
}

Test(store_read, pages_of_any_size)
{
    static struct key keys[ROWS];
    struct store *store = open_filled(keys);
    struct send_row *rows = NULL;
    cr_expect_eq(read_page(store, &(struct store_page_query){.limit = 0}, &rows), 0);
    cr_assert_eq(read_page(store, &(struct store_page_query){.limit = 1}, &rows), 1);
    cr_expect_eq(rows[0].id, keys[0].id);
    cr_expect_eq(read_page(store, &(struct store_page_query){.limit = SIZE_MAX}, &rows), ROWS);
    store_close(store);
}

static int64_t insert_state(struct store *store, const char *to, const char *profile, int64_t at,
                            enum send_state state, int error_code, const char *owner)
{
    struct send_detail detail = sample_detail();
    detail.row.to = to;
    detail.row.profile = profile;
    detail.row.created_at = at;
    int64_t id = insert_row(store, &detail, NULL, owner);
    struct send_change change = {.state = state, .source = "reply", .error_code = error_code};
    cr_assert_eq(store_change_state(store, id, &change, NULL), ERR_OK);
    return id;
}

static bool counts_are(struct store *store, const char *profile, const struct store_counts *wanted)
{
    struct store_counts counts = {.rows = 9};
    return store_counts(store, profile, &counts, NULL) == ERR_OK &&
           memcmp(&counts, wanted, sizeof counts) == 0;
}

Test(store_read, counts_by_state)
{
    struct store *store = open_writer();
    cr_expect(counts_are(store, NULL, &(struct store_counts){0}));
    static const enum send_state states[] = {SEND_QUEUED,  SEND_SENDING,  SEND_SENDING,
                                             SEND_UNKNOWN, SEND_ACCEPTED, SEND_NOT_SENT};
    for (size_t i = 0; i < 12; i++)
        insert_state(store, "15550001234", i < 6 ? "acme" : "globex", 1000, states[i % 6], 0,
                     GONE_OWNER);
    insert_state(store, "15550001234", "acme", 1000, SEND_UNKNOWN, 0, GONE_OWNER);
    cr_expect(counts_are(store, NULL,
                         &(struct store_counts){.rows = 13,
                                                .by_state = {[SEND_QUEUED] = 2,
                                                             [SEND_SENDING] = 4,
                                                             [SEND_UNKNOWN] = 3,
                                                             [SEND_ACCEPTED] = 2,
                                                             [SEND_NOT_SENT] = 2}}));
    cr_expect(counts_are(store, "acme",
                         &(struct store_counts){.rows = 7,
                                                .by_state = {[SEND_QUEUED] = 1,
                                                             [SEND_SENDING] = 2,
                                                             [SEND_UNKNOWN] = 2,
                                                             [SEND_ACCEPTED] = 1,
                                                             [SEND_NOT_SENT] = 1}}));
    cr_expect(counts_are(store, "nobody", &(struct store_counts){0}));
    store_close(store);
}

Test(store_read, counts_follow_trash_and_retention)
{
    struct store *store = open_writer();
    int64_t id = insert_state(store, "15550001234", "acme", 1000, SEND_ACCEPTED, 0, GONE_OWNER);
    insert_state(store, "15550001234", "acme", 2000, SEND_ACCEPTED, 0, GONE_OWNER);
    const struct store_counts one = {.rows = 1, .by_state = {[SEND_ACCEPTED] = 1}};
    const struct store_counts two = {.rows = 2, .by_state = {[SEND_ACCEPTED] = 2}};
    cr_expect_eq(store_delete(store, id, 3000, NULL), ERR_OK);
    cr_expect(counts_are(store, "acme", &one), "a row in the trash is not counted");
    cr_expect_eq(store_undelete(store, id, NULL), ERR_OK);
    cr_expect(counts_are(store, "acme", &two));
    cr_expect_eq(store_delete(store, id, 3000, NULL), ERR_OK);
    cr_expect_eq(store_empty_trash(store, 3001, NULL, NULL), ERR_OK);
    cr_expect(counts_are(store, "acme", &one), "emptying the trash counts nothing twice");
    int64_t count = 0;
    cr_expect_eq(store_purge_step(store, 9000, &count, NULL), ERR_OK);
    cr_expect_eq(count, 1);
    cr_expect(counts_are(store, "acme", &(struct store_counts){0}));
    store_close(store);
}

Test(store_read, facts_of_a_recipient)
{
    struct store *store = open_writer();
    struct recipient_facts facts = {1, 1, true};
    cr_expect_eq(store_recipient_facts(store, "15550001234", &facts, NULL), ERR_OK);
    cr_expect(facts.last_send_ms == 0 && facts.last_131049_ms == 0 && !facts.has_131050);
    insert_state(store, "15550001234", "acme", 1000, SEND_ACCEPTED, 0, GONE_OWNER);
    insert_state(store, "15550001234", "acme", 3000, SEND_FAILED, 131049, GONE_OWNER);
    insert_state(store, "15550001234", "acme", 2000, SEND_FAILED, 131049, GONE_OWNER);
    insert_state(store, "15550001234", "acme", 9000, SEND_NOT_SENT, 0, GONE_OWNER);
    insert_state(store, "15550001234", "acme", 8000, SEND_CANCELLED, 0, GONE_OWNER);
    insert_state(store, "15550004321", "acme", 7000, SEND_REJECTED, 131050, GONE_OWNER);
    cr_expect_eq(store_recipient_facts(store, "15550001234", &facts, NULL), ERR_OK);
    cr_expect_eq(facts.last_send_ms, 3000);
    cr_expect_eq(facts.last_131049_ms, 3000);
    cr_expect_not(facts.has_131050);
    cr_expect_eq(store_recipient_facts(store, "15550004321", &facts, NULL), ERR_OK);
    cr_expect_eq(facts.last_send_ms, 7000);
    cr_expect_eq(facts.last_131049_ms, 0);
    cr_expect(facts.has_131050);
    store_close(store);
}

static void insert_earlier(struct store *store, int64_t at, const char *profile,
                           const char *template, const char *to, const char *values)
{
    struct send_detail detail = sample_detail();
    detail.row.created_at = at;
    detail.row.profile = profile;
    detail.row.template = template;
    detail.row.to = to;
    detail.values = values;
    (void)insert_row(store, &detail, NULL, GONE_OWNER);
}

Test(store_read, earlier_values_and_recipients_newest_first)
{
    struct store *store = open_writer();
    struct earlier_texts texts;
    insert_earlier(store, 1000, "acme", "order", "15550000001", "{\"body.1\":\"a\"}");
    insert_earlier(store, 3000, "acme", "order", "15550000002", "{\"body.1\":\"b\"}");
    insert_earlier(store, 2000, "acme", "order", "15550000003", "{\"body.1\":\"c\"}");
    insert_earlier(store, 4000, "acme", "order", "15550000001", "{\"body.1\":\"c\"}");
    insert_earlier(store, 5000, "acme", "other", "15550000004", "{\"body.1\":\"d\"}");
    insert_earlier(store, 6000, "elsewhere", "order", "15550000005", "{\"body.1\":\"e\"}");
    cr_assert_eq(store_earlier_values(store, "acme", "order", 10, &arena, &texts, NULL), ERR_OK);
    cr_assert_eq(texts.count, 3);
    cr_expect_str_eq(texts.items[0], "{\"body.1\":\"c\"}");
    cr_expect_str_eq(texts.items[1], "{\"body.1\":\"b\"}");
    cr_expect_str_eq(texts.items[2], "{\"body.1\":\"a\"}");
    cr_assert_eq(store_earlier_values(store, "acme", "order", 1, &arena, &texts, NULL), ERR_OK);
    cr_expect_eq(texts.count, 1);
    cr_assert_eq(store_earlier_recipients(store, "acme", 3, &arena, &texts, NULL), ERR_OK);
    cr_assert_eq(texts.count, 3);
    cr_expect_str_eq(texts.items[0], "15550000004");
    cr_expect_str_eq(texts.items[1], "15550000001");
    cr_expect_str_eq(texts.items[2], "15550000002");
    store_close(store);
}

Test(store_read, named_texts_are_replaced_and_found)
{
    struct store *store = open_writer();
    const char *text = "x";
    int64_t at = 0;
    struct error error = {0};
    cr_expect_eq(store_get_text(store, "draft", &arena, &text, &at, &error), ERR_NOT_FOUND);
    cr_expect_null(text);
    cr_expect_eq(store_put_text(store, "draft", "one", 1000, &error), ERR_OK);
    cr_expect_eq(store_put_text(store, "draft", "", 2000, &error), ERR_OK);
    cr_expect_eq(store_put_text(store, "templates/1", "\xF0\x9F\x93\xA6", 3000, &error), ERR_OK);
    cr_assert_eq(store_get_text(store, "draft", &arena, &text, &at, &error), ERR_OK);
    cr_expect_str_eq(text, "");
    cr_expect_eq(at, 2000);
    cr_assert_eq(store_get_text(store, "templates/1", &arena, &text, NULL, &error), ERR_OK);
    cr_expect_str_eq(text, "\xF0\x9F\x93\xA6");
    store_close(store);
}

Test(store_read, a_text_of_many_megabytes_comes_back_whole)
{
    struct store *store = open_writer();
    size_t length = 5u << 20;
    char *big = mem_alloc(length + 1);
    cr_assert_not_null(big);
    memset(big, 'a', length);
    big[length] = '\0';
    const char *text = NULL;
    cr_expect_eq(store_put_text(store, "templates/1", big, 1, NULL), ERR_OK);
    cr_assert_eq(store_get_text(store, "templates/1", &arena, &text, NULL, NULL), ERR_OK);
    cr_expect_eq(strcmp(text, big), 0);
    mem_free(big);
    store_close(store);
}

Test(store_read, changes_of_either_connection_are_seen_once)
{
    struct store *writer = open_writer();
    struct store *reader = open_reader();
    cr_expect_not(store_has_changed(writer));
    cr_expect_not(store_has_changed(reader));
    struct send_detail detail = sample_detail();
    int64_t id = insert_row(writer, &detail, NULL, GONE_OWNER);
    cr_expect(store_has_changed(writer));
    cr_expect(store_has_changed(reader));
    cr_expect_not(store_has_changed(writer));
    cr_expect_not(store_has_changed(reader));
    set_state(writer, id, SEND_ACCEPTED);
    cr_expect(store_has_changed(reader));
    cr_expect_not(store_has_changed(reader));
    cr_expect(store_has_changed(writer));
    store_close(reader);
    store_close(writer);
}

Test(store_read, many_events_keep_their_order)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    int64_t id = insert_row(store, &detail, NULL, GONE_OWNER);
    int64_t other = insert_row(store, &detail, NULL, GONE_OWNER);
    for (int i = 1; i < 70; i++) {
        struct send_change change = {.state = SEND_SENDING, .source = "poll", .at = 1000 - i};
        cr_assert_eq(store_change_state(store, id, &change, NULL), ERR_OK);
    }
    struct send_event *events = NULL;
    size_t count = 0;
    cr_assert_eq(store_events(store, id, &arena, &events, &count, NULL), ERR_OK);
    cr_assert_eq(count, 70);
    for (size_t i = 1; i < count; i++)
        cr_expect_eq(events[i].at, 1000 - (int64_t)i);
    cr_assert_eq(store_events(store, other, &arena, &events, &count, NULL), ERR_OK);
    cr_expect_eq(count, 1);
    cr_assert_eq(store_events(store, 4711, &arena, &events, &count, NULL), ERR_OK);
    cr_expect_eq(count, 0);
    store_close(store);
}

Test(store_read, a_damaged_word_claims_the_least)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    int64_t id = insert_row(store, &detail, NULL, GONE_OWNER);
    execute("UPDATE send SET state = 'delibered'");
    cr_expect_eq(state_of(store, id), SEND_UNKNOWN);
    store_close(store);
}
