/*
 * Sends that wait for their turn, and the queue that stops: what reaches the
 * server, and what the rows say. Gaps are short here; the real ones are tested
 * with a clock of the test's own (tests/unit/outbox/test_pacer.c).
 */
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/chakra/transport.h"
#include "tests/wire/workplace.h"

#define ACCEPTED                                                                      \
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 41\r\n\r\n" \
    "{\"_data\":{\"whatsappMessageId\":\"wamid.A\"}}"
#define REFUSED "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"
#define BILLING "HTTP/1.1 402 Pay\r\nContent-Length: 0\r\n\r\n"

enum { LONG_GAP_MS = 60 * 60 * 1000, SENDS = 10 };

static void open_both(const struct script_step *steps, size_t count, size_t most_transfers,
                      struct workplace *place, struct scripted_server **ret_server)
{
    *ret_server = scripted_server_start(steps, count);
    CHECK(*ret_server != NULL);
    workplace_open(place, most_transfers);
}

static void close_both(struct workplace *place, struct scripted_server *server)
{
    workplace_close(place);
    scripted_server_stop(server);
}

/* Submits sends 1 to `count` at once, each to a recipient of its own unless `to` names one. */
static void submit(struct workplace *place, const char *url, uint64_t first, size_t count,
                   const char *to, long gap_ms)
{
    for (size_t i = 0; i < count; i++) {
        struct job *job = workplace_send_job(first + i, url);
        job->detail.row.to =
            to != NULL ? to : arena_format(&job->arena, "1555000%zu", 1000 + (size_t)first + i);
        job->pair_gap_ms = gap_ms;
        workplace_submit(place, job);
    }
}

/* The second to a recipient waits, says so, and can be cancelled; one to another does not wait. */
static void test_a_recipient_has_a_gap(void)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 1, 0, &place, &server);
    const char *url = scripted_server_url(server);
    submit(&place, url, 1, 2, "15550001234", LONG_GAP_MS);
    submit(&place, url, 3, 1, "15550001235", LONG_GAP_MS);
    CHECK(workplace_wait_done(&place, 1)->error.code == ERR_OK);
    CHECK(workplace_wait_done(&place, 3)->error.code == ERR_OK);
    const struct job_event *waiting =
        workplace_wait_state(&place, 2, JOB_EVENT_WAITING, SEND_QUEUED);
    CHECK(waiting->reason != NULL && waiting->reason[0] != '\0');
    CHECK(waiting->retry_at > clock_monotonic_ms() + LONG_GAP_MS - 60000);
    CHECK(workplace_row_state(&place, waiting->detail->row.id) == SEND_QUEUED);
    outbox_cancel(place.outbox, 2);
    const struct job_event *done = workplace_wait_done(&place, 2);
    CHECK(done->error.code == ERR_INTERRUPTED);
    CHECK(done->detail->row.state == SEND_CANCELLED);
    CHECK(workplace_count(&place, 2, JOB_EVENT_WAITING) == 1);
    CHECK(scripted_server_requests(server) == 2);
    close_both(&place, server);
}

/* The order is kept, and the wait ends by itself. */
static void test_a_short_gap_ends(void)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 1, 0, &place, &server);
    int64_t begun = clock_monotonic_ms();
    submit(&place, scripted_server_url(server), 1, 3, "15550001234", 100);
    for (uint64_t number = 1; number <= 3; number++)
        CHECK(workplace_wait_done(&place, number)->error.code == ERR_OK);
    CHECK(clock_monotonic_ms() - begun >= 200);
    CHECK(workplace_count(&place, 2, JOB_EVENT_WAITING) == 0); /* too short to be told */
    close_both(&place, server);
}

/* What another run sent a moment ago counts: the history knows it. */
static void test_the_gap_outlives_the_program(void)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 1, 0, &place, &server);
    submit(&place, scripted_server_url(server), 1, 1, "15550001234", LONG_GAP_MS);
    CHECK(workplace_wait_done(&place, 1)->error.code == ERR_OK);
    workplace_stop(&place);
    const struct outbox_options options = {.data_folder = place.folder};
    CHECK(outbox_start(&options, &place.outbox, NULL) == ERR_OK);
    submit(&place, scripted_server_url(server), 2, 1, "15550001234", LONG_GAP_MS);
    CHECK(workplace_wait_state(&place, 2, JOB_EVENT_WAITING, SEND_QUEUED) != NULL);
    CHECK(scripted_server_requests(server) == 1);
    workplace_stop(&place); /* a waiting send ends as cancelled */
    CHECK(workplace_row_state(&place, 2) == SEND_CANCELLED);
    close_both(&place, server);
}

static void test_the_rate(void)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 1, 0, &place, &server);
    int64_t begun = clock_monotonic_ms();
    for (uint64_t number = 1; number <= 5; number++) {
        struct job *job = workplace_send_job(number, scripted_server_url(server));
        job->rate = 20;
        workplace_submit(&place, job);
    }
    for (uint64_t number = 1; number <= 5; number++)
        CHECK(workplace_wait_done(&place, number)->error.code == ERR_OK);
    CHECK(clock_monotonic_ms() - begun >= 4 * 50);
    close_both(&place, server);
}

static void check_stopped(struct workplace *place, uint64_t number, const char *why)
{
    const struct job_event *done = workplace_wait_done(place, number);
    CHECK(done->error.code == ERR_NOT_SENT);
    CHECK(done->error.next[0] != '\0');
    CHECK(strstr(done->error.what, why) != NULL);
    CHECK(done->detail->row.state == SEND_NOT_SENT);
    CHECK(workplace_row_state(place, done->detail->row.id) == SEND_NOT_SENT);
}

/* A refused token: one request for ten sends. A new one is the operator's wish to try again. */
static void test_a_refusal_stops_the_queue(void)
{
    static const struct {
        const char *reply;
        enum err err;
    } rows[] = {{REFUSED, ERR_AUTH}, {BILLING, ERR_BILLING}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct script_step steps[] = {{.reply = rows[i].reply}, {.reply = ACCEPTED}};
        struct workplace place;
        struct scripted_server *server = NULL;
        open_both(steps, 2, 1, &place, &server);
        const char *url = scripted_server_url(server);
        submit(&place, url, 1, SENDS, NULL, 0);
        CHECK(workplace_wait_done(&place, 1)->error.code == rows[i].err);
        for (uint64_t number = 2; number <= SENDS; number++)
            check_stopped(&place, number, "the queue was stopped after row 1");
        CHECK(scripted_server_requests(server) == 1);
        /* One more of a list does not start it again, a single one does. */
        struct job *listed = workplace_send_job(21, url);
        listed->is_listed = true;
        workplace_submit(&place, listed);
        check_stopped(&place, 21, "after row 1");
        submit(&place, url, 22, 1, NULL, 0);
        CHECK(workplace_wait_done(&place, 22)->error.code == ERR_OK);
        CHECK(scripted_server_requests(server) == 2);
        close_both(&place, server);
    }
}

/* Those that wait for an hour end with the queue, not after it. */
static void test_waiting_sends_stop_too(void)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}, {.reply = REFUSED}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 2, 1, &place, &server);
    submit(&place, scripted_server_url(server), 1, 2, "15550001234", LONG_GAP_MS);
    workplace_wait_state(&place, 2, JOB_EVENT_WAITING, SEND_QUEUED);
    submit(&place, scripted_server_url(server), 3, 1, "15550001235", LONG_GAP_MS);
    CHECK(workplace_wait_done(&place, 3)->error.code == ERR_AUTH);
    check_stopped(&place, 2, "the queue was stopped after row 3");
    close_both(&place, server);
}

static void test_no_network_stops_the_queue(void)
{
    char url[64];
    scripted_server_refused_url(url, sizeof url);
    struct workplace place;
    workplace_open(&place, 1);
    submit(&place, url, 1, SENDS, NULL, 0);
    for (uint64_t number = 1; number <= 3; number++) {
        const struct job_event *done = workplace_wait_done(&place, number);
        CHECK(done->error.code == ERR_NOT_SENT);
        CHECK(strstr(done->error.what, "the queue was stopped") == NULL);
    }
    for (uint64_t number = 4; number <= SENDS; number++)
        check_stopped(&place, number, "the queue was stopped after row 3");
    workplace_close(&place);
}

/* The cases of a test run meet refusals on purpose. */
static void test_a_test_run_goes_on(void)
{
    static const struct script_step steps[] = {{.reply = REFUSED}, {.reply = ACCEPTED}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 2, 1, &place, &server);
    for (uint64_t number = 1; number <= 2; number++) {
        struct job *job = workplace_send_job(number, scripted_server_url(server));
        job->is_test = true;
        workplace_submit(&place, job);
    }
    CHECK(workplace_wait_done(&place, 1)->error.code == ERR_AUTH);
    CHECK(workplace_wait_done(&place, 2)->error.code == ERR_OK);
    close_both(&place, server);
}

int main(void)
{
    CHECK(transport_global_begin(NULL) == ERR_OK);
    mem_hook_cjson();
    test_a_recipient_has_a_gap();
    test_a_short_gap_ends();
    test_the_gap_outlives_the_program();
    test_the_rate();
    test_a_refusal_stops_the_queue();
    test_waiting_sends_stop_too();
    test_no_network_stops_the_queue();
    test_a_test_run_goes_on();
    transport_global_end();
    return 0;
}
