/* Changes of state: what they bring, what they may not move, and the events that always stay. */
#include "fixture.h"

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

TestSuite(store_change, .init = setup, .fini = teardown);

static struct send_detail *get(struct store *store, int64_t id)
{
    struct send_detail *detail = NULL;
    struct error error = {0};
    cr_assert_eq(store_get(store, id, &arena, &detail, &error), ERR_OK, "%s", error.what);
    return detail;
}

static void change(struct store *store, int64_t id, struct send_change change)
{
    struct error error = {0};
    cr_assert_eq(store_change_state(store, id, &change, &error), ERR_OK, "%s", error.what);
}

static size_t count_events(struct store *store, int64_t id, struct send_event **ret_events)
{
    size_t count = 0;
    struct error error = {0};
    cr_assert_eq(store_events(store, id, &arena, ret_events, &count, &error), ERR_OK, "%s",
                 error.what);
    return count;
}

Test(store_change, a_change_brings_what_came_with_it)
{
    struct store *store = open_writer();
    struct send_detail given = sample_detail();
    int64_t id = insert_row(store, &given, NULL, GONE_OWNER);
    change(store, id, (struct send_change){.state = SEND_SENDING, .source = "program", .at = 1000});
    cr_expect_eq(get(store, id)->row.latency_ms, -1, "a zeroed member is no measurement");
    static const char reply[] = "{\"a\":\0\"\xFF\"}";
    change(store, id,
           (struct send_change){.state = SEND_REJECTED,
                                .at = 2000,
                                .source = "reply",
                                .text = "131026",
                                .http_status = 400,
                                .error_code = 131026,
                                .error_text = "Message undeliverable: no such number",
                                .error_title = "Message undeliverable",
                                .error_details = "no such number",
                                .error_slot = "to",
                                .error_next = "Check the number.",
                                .trace_id = "AbC",
                                .latency_ms = 231,
                                .reply = reply,
                                .reply_length = sizeof reply - 1});
    const struct send_detail *detail = get(store, id);
    cr_expect_eq(detail->row.state, SEND_REJECTED);
    cr_expect_eq(detail->row.http_status, 400);
    cr_expect_eq(detail->row.error_code, 131026);
    cr_expect_str_eq(detail->row.error_text, "Message undeliverable: no such number");
    cr_expect_eq(detail->row.latency_ms, 231);
    cr_expect_null(detail->row.wamid);
    cr_expect_str_eq(detail->error_title, "Message undeliverable");
    cr_expect_str_eq(detail->error_details, "no such number");
    cr_expect_str_eq(detail->error_slot, "to");
    cr_expect_str_eq(detail->error_next, "Check the number.");
    cr_expect_str_eq(detail->trace_id, "AbC");
    cr_assert_eq(detail->reply_length, sizeof reply - 1);
    cr_expect_eq(memcmp(detail->reply, reply, sizeof reply), 0);
    cr_expect_str_eq(detail->values, given.values);
    struct send_event *events = NULL;
    cr_assert_eq(count_events(store, id, &events), 3);
    cr_expect(events[1].state == SEND_SENDING && events[1].at == 1000);
    cr_expect(events[2].state == SEND_REJECTED && events[2].at == 2000);
    cr_expect_str_eq(events[2].source, "reply");
    cr_expect_str_eq(events[2].text, "131026");
    store_close(store);
}

Test(store_change, the_same_state_again_is_an_event_and_brings_what_it_has)
{
    struct store *store = open_writer();
    struct send_detail given = sample_detail();
    int64_t id = insert_row(store, &given, NULL, GONE_OWNER);
    set_state(store, id, SEND_ACCEPTED);
    change(store, id,
           (struct send_change){.state = SEND_ACCEPTED, .source = "poll", .wamid = "wamid.A"});
    change(store, id, (struct send_change){.state = SEND_ACCEPTED, .source = "webhook"});
    cr_expect_str_eq(get(store, id)->row.wamid, "wamid.A");
    struct send_event *events = NULL;
    cr_expect_eq(count_events(store, id, &events), 4);
    store_close(store);
}

Test(store_change, a_change_that_may_not_be_is_kept_as_an_event_only)
{
    struct store *store = open_writer();
    struct send_detail given = sample_detail();
    int64_t id = insert_row(store, &given, NULL, GONE_OWNER);
    set_state(store, id, SEND_READ);
    change(store, id,
           (struct send_change){.state = SEND_REJECTED,
                                .source = "webhook",
                                .text = "late",
                                .error_code = 131026,
                                .error_text = "x",
                                .error_title = "x"});
    const struct send_detail *detail = get(store, id);
    cr_expect_eq(detail->row.state, SEND_READ);
    cr_expect(detail->row.error_code == 0 && detail->row.error_text == NULL);
    cr_expect_null(detail->error_title);
    struct send_event *events = NULL;
    cr_assert_eq(count_events(store, id, &events), 3);
    cr_expect_eq(events[2].state, SEND_REJECTED);
    cr_expect_str_eq(events[2].text, "late");
    store_close(store);
}

Test(store_change, a_late_reply_fills_what_the_row_lacks)
{
    struct store *store = open_writer();
    struct send_detail given = sample_detail();
    int64_t id = insert_row(store, &given, NULL, GONE_OWNER);
    set_state(store, id, SEND_DELIVERED); /* the webhook was faster than the reply */
    struct send_change reply = {.state = SEND_ACCEPTED,
                                .source = "reply",
                                .wamid = "wamid.A",
                                .http_status = 200,
                                .latency_ms = 0,
                                .reply = "{}",
                                .reply_length = 2};
    change(store, id, reply);
    reply.wamid = "wamid.B";
    reply.reply = "[]";
    change(store, id, reply);
    const struct send_detail *detail = get(store, id);
    cr_expect_eq(detail->row.state, SEND_DELIVERED);
    cr_expect_str_eq(detail->row.wamid, "wamid.A", "a later one must not replace it");
    cr_expect_str_eq(detail->reply, "{}");
    cr_expect_eq(detail->row.http_status, 200);
    cr_expect_eq(detail->row.latency_ms, 0);
    store_close(store);
}

Test(store_change, every_pair_of_states_goes_as_the_machine_says)
{
    struct store *store = open_writer();
    struct send_detail given = sample_detail();
    for (int from = 0; from < SEND_STATE_COUNT; from++)
        for (int to = 0; to < SEND_STATE_COUNT; to++) {
            int64_t id = insert_row(store, &given, NULL, GONE_OWNER);
            set_state(store, id, (enum send_state)from);
            set_state(store, id, (enum send_state)to);
            bool moved = send_state_may_become((enum send_state)from, (enum send_state)to);
            cr_expect_eq((int)state_of(store, id), moved ? to : from, "%s to %s",
                         send_state_word((enum send_state)from),
                         send_state_word((enum send_state)to));
            struct send_event *events = NULL;
            cr_expect_eq(count_events(store, id, &events), 3);
        }
    store_close(store);
}

Test(store_change, a_change_of_a_missing_row_is_an_error_that_names_it)
{
    struct store *store = open_writer();
    struct error error = {0};
    struct send_change none = {.state = SEND_SENT, .source = "webhook"};
    cr_expect_eq(store_change_state(store, 4711, &none, &error), ERR_NOT_FOUND);
    cr_expect_str_eq(error.what, "there is no row 4711 in the history");
    cr_expect_eq(query_integer("SELECT count(*) FROM event"), 0);
    struct send_detail *detail = NULL;
    cr_expect_eq(store_get(store, 4711, &arena, &detail, &error), ERR_NOT_FOUND);
    cr_expect_null(detail);
    store_close(store);
}

Test(store_change, a_row_that_is_done_names_no_owner)
{
    struct store *store = open_writer();
    struct send_detail given = sample_detail();
    int64_t id = insert_row(store, &given, NULL, GONE_OWNER);
    set_state(store, id, SEND_SENDING);
    cr_expect_eq(query_integer("SELECT count(*) FROM send WHERE owner IS NOT NULL"), 1);
    set_state(store, id, SEND_ACCEPTED);
    cr_expect_eq(query_integer("SELECT count(*) FROM send WHERE owner IS NOT NULL"), 0);
    store_close(store);
}
