/* Statuses that come later: in any order, twice, before the reply, from anybody. */
#include "fixture.h"

#include "src/base/mem.h"
#include "src/history/store_internal.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

TestSuite(store_status, .init = fixture_init, .fini = fixture_fini);

static struct arena arena;

static const struct send_detail *get(struct store *store, int64_t id)
{
    struct send_detail *detail = NULL;
    cr_assert_eq(store_get(store, id, &arena, &detail, NULL), ERR_OK);
    return detail;
}

static size_t count_events(struct store *store, int64_t id)
{
    struct send_event *events = NULL;
    size_t count = 0;
    cr_assert_eq(store_events(store, id, &arena, &events, &count, NULL), ERR_OK);
    return count;
}

static void accept_row(struct store *store, int64_t id, const char *wamid)
{
    struct send_change change = {
        .state = SEND_ACCEPTED, .source = "reply", .wamid = wamid, .http_status = 200};
    set_state(store, id, SEND_SENDING);
    cr_assert_eq(store_change_state(store, id, &change, NULL), ERR_OK);
}

/* A row that is accepted with this wamid; three events. */
static int64_t add_row(struct store *store, const char *wamid)
{
    struct send_detail given = sample_detail();
    given.row.uid = NULL;
    int64_t id = insert_row(store, &given, NULL, GONE_OWNER);
    accept_row(store, id, wamid);
    return id;
}

static struct status_update update(const char *wamid, enum send_state state, int64_t at)
{
    return (struct status_update){
        .wamid = wamid, .state = state, .at = at, .source = "webhook", .keep_orphan = true};
}

static struct status_update failure(const char *wamid, int64_t at)
{
    struct status_update status = update(wamid, SEND_FAILED, at);
    status.code = 131026;
    status.title = "Message undeliverable";
    status.details = "no such number";
    return status;
}

static struct status_outcome apply(struct store *store, struct status_update status)
{
    struct status_outcome outcome;
    struct error error = {0};
    cr_assert_eq(store_apply_statuses(store, &status, 1, &outcome, &error), ERR_OK, "%s",
                 error.what);
    return outcome;
}

static void expect_failed(const struct send_detail *detail)
{
    cr_expect_eq(detail->row.state, SEND_FAILED);
    cr_expect_eq(detail->row.error_code, 131026);
    cr_expect_str_eq(detail->row.error_text, "Message undeliverable: no such number");
    cr_expect_str_eq(detail->error_title, "Message undeliverable");
    cr_expect_str_eq(detail->error_details, "no such number");
    cr_assert_not_null(detail->error_next);
    cr_expect_gt(strlen(detail->error_next), 10);
}

Test(store_status, a_status_moves_the_row_and_says_so)
{
    struct store *store = open_writer();
    int64_t id = add_row(store, "wamid.A");
    struct status_outcome outcome = apply(store, update("wamid.A", SEND_DELIVERED, 5000));
    cr_expect_eq(outcome.effect, STATUS_APPLIED);
    cr_expect_eq(outcome.id, id);
    cr_expect_eq(outcome.state, SEND_DELIVERED);
    outcome = apply(store, update("wamid.A", SEND_SENT, 4000));
    cr_expect_eq(outcome.effect, STATUS_NOTED);
    cr_expect_eq(outcome.state, SEND_DELIVERED);
    struct send_event *events = NULL;
    size_t count = 0;
    cr_assert_eq(store_events(store, id, &arena, &events, &count, NULL), ERR_OK);
    cr_assert_eq(count, 5);
    cr_expect_eq(events[3].state, SEND_DELIVERED);
    cr_expect_eq(events[3].at, 5000);
    cr_expect_str_eq(events[3].source, "webhook");
    cr_expect_eq(events[4].state, SEND_SENT);
    cr_expect_eq(state_of(store, id), SEND_DELIVERED);
    store_close(store);
    arena_release(&arena);
}

Test(store_status, a_failure_keeps_why_and_what_to_do)
{
    struct store *store = open_writer();
    int64_t id = add_row(store, "wamid.A");
    cr_expect_eq(apply(store, failure("wamid.A", 5000)).effect, STATUS_APPLIED);
    expect_failed(get(store, id));
    store_close(store);
    arena_release(&arena);
}

/* ChakraHQ's own event names no reason; WhatsApp's for the same failure does. */
Test(store_status, the_reason_may_come_second)
{
    struct store *store = open_writer();
    int64_t id = add_row(store, "wamid.A");
    cr_expect_eq(apply(store, update("wamid.A", SEND_FAILED, 5123)).effect, STATUS_APPLIED);
    cr_expect_eq(get(store, id)->row.error_code, 0);
    cr_expect_eq(apply(store, failure("wamid.A", 5000)).effect, STATUS_REPEATED, "one second");
    expect_failed(get(store, id));
    cr_expect_eq(count_events(store, id), 4);
    store_close(store);
    arena_release(&arena);
}

/* The next permutation in lexical order; false after the last. */
static bool permute(size_t *order, size_t count)
{
    size_t at = count - 1;
    while (at > 0 && order[at - 1] >= order[at])
        at--;
    if (at == 0)
        return false;
    size_t other = count - 1;
    while (order[other] <= order[at - 1])
        other--;
    size_t kept = order[at - 1];
    order[at - 1] = order[other];
    order[other] = kept;
    for (size_t i = at, j = count - 1; i < j; i++, j--) {
        kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
    return true;
}

static struct status_update nth(const char *wamid, size_t n)
{
    static const enum send_state states[] = {SEND_SENT, SEND_DELIVERED, SEND_READ};
    return n < 3 ? update(wamid, states[n], 1000 * (int64_t)(n + 1)) : failure(wamid, 4000);
}

/* All orders of the four, and with the reply at each place among them: 120 in all. */
Test(store_status, every_order_ends_alike)
{
    struct store *store = open_writer();
    size_t order[] = {0, 1, 2, 3, 4}; /* 4 is the reply */
    size_t count = 0;
    do {
        char wamid[32];
        struct send_detail given = sample_detail();
        given.row.uid = NULL;
        snprintf(wamid, sizeof wamid, "wamid.%zu", count++);
        int64_t id = insert_row(store, &given, NULL, GONE_OWNER);
        for (size_t i = 0; i < 5; i++)
            if (order[i] == 4)
                accept_row(store, id, wamid);
            else
                apply(store, nth(wamid, order[i]));
        arena_clear(&arena);
        expect_failed(get(store, id));
        cr_expect_eq(count_events(store, id), 7, "order %zu", count);
    } while (permute(order, 5));
    cr_expect_eq(count, 120);
    cr_expect_eq(query_integer("SELECT count(*) FROM orphan_status"), 0);
    store_close(store);
    arena_release(&arena);
}

Test(store_status, every_order_without_a_failure_is_read)
{
    struct store *store = open_writer();
    size_t order[] = {0, 1, 2};
    size_t count = 0;
    do {
        char wamid[32];
        snprintf(wamid, sizeof wamid, "wamid.%zu", count++);
        int64_t id = add_row(store, wamid);
        for (size_t i = 0; i < 3; i++)
            apply(store, nth(wamid, order[i]));
        cr_expect_eq(state_of(store, id), SEND_READ);
    } while (permute(order, 3));
    cr_expect_eq(count, 6);
    store_close(store);
    arena_release(&arena);
}

Test(store_status, the_same_event_twice_is_one)
{
    struct store *store = open_writer();
    int64_t id = add_row(store, "wamid.A");
    apply(store, update("wamid.A", SEND_DELIVERED, 5000));
    struct status_update again = update("wamid.A", SEND_DELIVERED, 5000);
    cr_expect_eq(apply(store, again).effect, STATUS_REPEATED);
    again.source = "operator";
    cr_expect_eq(apply(store, again).effect, STATUS_REPEATED, "whoever says it");
    again.at = 0;
    cr_expect_eq(apply(store, again).effect, STATUS_REPEATED, "without a time");
    cr_expect_eq(count_events(store, id), 4);
    again.at = 6000;
    cr_expect_eq(apply(store, again).effect, STATUS_NOTED, "another time is another event");
    cr_expect_eq(count_events(store, id), 5);
    store_close(store);
    arena_release(&arena);
}

Test(store_status, a_status_before_the_reply_waits_for_the_row)
{
    struct store *store = open_writer();
    struct send_detail given = sample_detail();
    int64_t id = insert_row(store, &given, NULL, GONE_OWNER);
    cr_expect_eq(apply(store, update("wamid.A", SEND_READ, 5000)).effect, STATUS_KEPT);
    cr_expect_eq(apply(store, update("wamid.A", SEND_READ, 5000)).effect, STATUS_REPEATED);
    cr_expect_eq(apply(store, update("wamid.B", SEND_READ, 5000)).effect, STATUS_KEPT);
    cr_expect_eq(query_integer("SELECT count(*) FROM orphan_status"), 2);
    accept_row(store, id, "wamid.A");
    cr_expect_eq(state_of(store, id), SEND_READ);
    cr_expect_eq(count_events(store, id), 4);
    cr_expect_eq(query_integer("SELECT count(*) FROM orphan_status WHERE wamid = 'wamid.B'"), 1);
    cr_expect_eq(query_integer("SELECT count(*) FROM orphan_status"), 1);
    store_close(store);
    arena_release(&arena);
}

Test(store_status, an_unkept_status_without_a_row_leaves_nothing)
{
    struct store *store = open_writer();
    struct status_update status = update("wamid.A", SEND_READ, 5000);
    status.keep_orphan = false;
    struct status_outcome outcome = apply(store, status);
    cr_expect_eq(outcome.effect, STATUS_NO_ROW);
    cr_expect_eq(outcome.id, 0);
    cr_expect_eq(query_integer("SELECT count(*) FROM orphan_status"), 0);
    store_close(store);
}

Test(store_status, waiting_statuses_are_bounded)
{
    struct store *store = open_writer();
    enum { MORE = 150 };
    static char wamids[ORPHAN_STATUSES_MAX + MORE][24];
    static struct status_update updates[ORPHAN_STATUSES_MAX + MORE];
    static struct status_outcome outcomes[ORPHAN_STATUSES_MAX + MORE];
    for (size_t i = 0; i < COUNT_OF(updates); i++) {
        snprintf(wamids[i], sizeof wamids[i], "wamid.%zu", i);
        updates[i] = update(wamids[i], SEND_SENT, 1000);
    }
    cr_assert_eq(store_apply_statuses(store, updates, COUNT_OF(updates), outcomes, NULL), ERR_OK);
    cr_expect_eq(query_integer("SELECT count(*) FROM orphan_status"), ORPHAN_STATUSES_MAX);
    cr_expect_eq(query_integer("SELECT count(*) FROM orphan_status WHERE wamid = 'wamid.149'"), 0,
                 "the oldest go");
    cr_expect_eq(query_integer("SELECT count(*) FROM orphan_status WHERE wamid = 'wamid.150'"), 1);
    store_close(store);
}

Test(store_status, only_what_a_platform_can_say)
{
    static const enum send_state states[] = {SEND_QUEUED,    SEND_SENDING, SEND_NOT_SENT,
                                             SEND_CANCELLED, SEND_UNKNOWN, SEND_REJECTED,
                                             SEND_ACCEPTED};
    struct store *store = open_writer();
    int64_t id = add_row(store, "wamid.A");
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        struct status_update status = update("wamid.A", states[i], 1000);
        struct status_outcome outcome;
        struct error error = {0};
        cr_expect_eq(store_apply_statuses(store, &status, 1, &outcome, &error), ERR_INVALID);
        cr_expect_neq(error.next[0], '\0');
    }
    cr_expect_eq(count_events(store, id), 3);
    store_close(store);
    arena_release(&arena);
}

Test(store_status, one_transaction_or_nothing)
{
    struct store *store = open_writer();
    int64_t id = add_row(store, "wamid.A");
    struct status_update updates[] = {update("wamid.A", SEND_READ, 1000),
                                      update("wamid.A", SEND_UNKNOWN, 1000)};
    struct status_outcome outcomes[2];
    cr_expect_eq(store_apply_statuses(store, updates, 2, outcomes, NULL), ERR_INVALID);
    cr_expect_eq(state_of(store, id), SEND_ACCEPTED);
    store_close(store);
    arena_release(&arena);
}
