/* Rows by message id, taking an id over, and the rows whose outcome is unknown. */
#include "fixture.h"

#include "src/base/mem.h"
#include "src/history/store_internal.h"

#include <criterion/criterion.h>
#include <string.h>

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

TestSuite(store_wamid, .init = setup, .fini = teardown);

static int64_t insert_unknown(struct store *store, const char *profile)
{
    struct send_detail detail = sample_detail();
    detail.row.profile = profile;
    int64_t id = insert_row(store, &detail, NULL, GONE_OWNER);
    struct send_change change = {.state = SEND_UNKNOWN,
                                 .source = "program",
                                 .error_text = "no answer came",
                                 .error_next = "Look it up.",
                                 .latency_ms = -1};
    cr_assert_eq(store_change_state(store, id, &change, NULL), ERR_OK);
    return id;
}

static const struct send_change found = {.state = SEND_DELIVERED,
                                         .at = 1795420800000,
                                         .source = "poll",
                                         .text = "found",
                                         .wamid = "wamid.A",
                                         .error_text = "",
                                         .error_next = "",
                                         .latency_ms = -1};

static int64_t find(struct store *store, const char *wamid, int64_t except)
{
    int64_t id = -1;
    cr_assert_eq(store_find_wamid(store, wamid, except, &id, NULL), ERR_OK);
    return id;
}

Test(store_wamid, an_id_is_taken_over_once)
{
    struct store *store = open_writer();
    int64_t first = insert_unknown(store, "acme"), second = insert_unknown(store, "acme");
    int64_t other = -1;
    cr_expect_eq(find(store, "wamid.A", 0), 0);
    cr_assert_eq(store_adopt_wamid(store, first, &found, &other, NULL), ERR_OK);
    cr_expect_eq(other, 0);
    cr_expect_eq(find(store, "wamid.A", 0), first);
    cr_expect_eq(find(store, "wamid.A", first), 0);
    cr_expect_eq(find(store, "wamid.A", second), first);
    struct error error = {0};
    cr_expect_eq(store_adopt_wamid(store, second, &found, &other, &error), ERR_DUPLICATE);
    cr_expect_eq(other, first);
    cr_expect(error.next[0] != '\0');
    cr_expect_eq(state_of(store, second), SEND_UNKNOWN);
    /* Nothing of the refused change stays: the row's timeline is as it was. */
    struct send_event *events = NULL;
    size_t count = 0;
    cr_assert_eq(store_events(store, second, &arena, &events, &count, NULL), ERR_OK);
    cr_expect_eq(events[count - 1].state, SEND_UNKNOWN);
    /* The same row may be told again. */
    cr_expect_eq(store_adopt_wamid(store, first, &found, &other, NULL), ERR_OK);
    store_close(store);
}

Test(store_wamid, what_is_settled_is_taken_away)
{
    struct store *store = open_writer();
    int64_t id = insert_unknown(store, "acme"), other = 0;
    struct send_detail *detail = NULL;
    cr_assert_eq(store_get(store, id, &arena, &detail, NULL), ERR_OK);
    cr_expect_str_eq(detail->row.error_text, "no answer came");
    cr_assert_eq(store_adopt_wamid(store, id, &found, &other, NULL), ERR_OK);
    cr_assert_eq(store_get(store, id, &arena, &detail, NULL), ERR_OK);
    cr_expect_eq(detail->row.state, SEND_DELIVERED);
    cr_expect_str_eq(detail->row.wamid, "wamid.A");
    cr_expect_null(detail->row.error_text);
    cr_expect_null(detail->error_next);
    store_close(store);
}

Test(store_wamid, no_such_row)
{
    struct store *store = open_writer();
    int64_t other = 0;
    cr_expect_eq(store_adopt_wamid(store, 4711, &found, &other, NULL), ERR_NOT_FOUND);
    cr_expect_eq(find(store, "wamid.A", 0), 0);
    store_close(store);
}

Test(store_wamid, unknown_rows_oldest_first)
{
    struct store *store = open_writer();
    int64_t *ids = NULL, other = 0;
    size_t count = 9;
    cr_assert_eq(store_unknown_rows(store, NULL, &arena, &ids, &count, NULL), ERR_OK);
    cr_expect_eq(count, 0);
    enum { ROWS = 40 };
    int64_t inserted[ROWS];
    for (int i = 0; i < ROWS; i++)
        inserted[i] = insert_unknown(store, i % 2 == 0 ? "globex" : "acme");
    cr_assert_eq(store_adopt_wamid(store, inserted[1], &found, &other, NULL), ERR_OK);
    cr_assert_eq(store_unknown_rows(store, NULL, &arena, &ids, &count, NULL), ERR_OK);
    cr_assert_eq(count, ROWS - 1);
    cr_expect_eq(ids[0], inserted[0]);
    for (size_t i = 1; i < count; i++)
        cr_expect_eq(ids[i], inserted[i + 1]);
    cr_assert_eq(store_unknown_rows(store, "acme", &arena, &ids, &count, NULL), ERR_OK);
    cr_assert_eq(count, ROWS / 2 - 1);
    for (size_t i = 0; i < count; i++)
        cr_expect_eq(ids[i], inserted[2 * i + 3]);
    cr_assert_eq(store_unknown_rows(store, "nobody", &arena, &ids, &count, NULL), ERR_OK);
    cr_expect_eq(count, 0);
    store_close(store);
}
