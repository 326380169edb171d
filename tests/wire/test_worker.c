/*
 * The worker thread with a real history and a server that misbehaves: what is
 * told, what is recorded and what reached the server must agree. A plain
 * program, so that it also runs under ThreadSanitizer.
 */
#include <string.h>
#include <sys/resource.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/chakra/transport.h"
#include "tests/wire/workplace.h"

#define ACCEPTED                                                                      \
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 41\r\n\r\n" \
    "{\"_data\":{\"whatsappMessageId\":\"wamid.A\"}}"
#define THROTTLED(seconds) \
    "HTTP/1.1 429 Slow\r\nRetry-After: " seconds "\r\nContent-Length: 0\r\n\r\n"

static struct scripted_server *start_server(const struct script_step *steps, size_t count)
{
    struct scripted_server *server = scripted_server_start(steps, count);
    CHECK(server != NULL);
    return server;
}

static void test_accepted(void)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}};
    struct scripted_server *server = start_server(steps, 1);
    struct workplace place;
    workplace_open(&place, 0);
    workplace_submit(&place, workplace_send_job(1, scripted_server_url(server)));
    const struct job_event *done = workplace_wait_done(&place, 1);
    CHECK(done->error.code == ERR_OK);
    CHECK(done->detail->row.state == SEND_ACCEPTED);
    CHECK(strcmp(done->detail->row.wamid, "wamid.A") == 0);
    CHECK(done->detail->row.http_status == 200);
    CHECK(done->detail->row.latency_ms >= 0);
    CHECK(place.seen_count == 4);
    const enum send_state told[] = {SEND_QUEUED, SEND_SENDING, SEND_ACCEPTED};
    for (size_t i = 0; i < COUNT_OF(told); i++) {
        CHECK(place.seen[i]->kind == JOB_EVENT_ROW);
        CHECK(place.seen[i]->detail->row.state == told[i]);
        CHECK(place.seen[i]->detail->row.id == done->detail->row.id);
    }
    CHECK(workplace_row_state(&place, done->detail->row.id) == SEND_ACCEPTED);
    workplace_close(&place);
    scripted_server_stop(server);
}

static void test_refusal_names_its_slot(void)
{
    static const struct script_step steps[] = {
        {.reply =
             "HTTP/1.1 400 Bad\r\n\r\n{\"_data\":[],\"_errors\":[\"(#132000) T: body: number of "
             "localizable_params (0) does not match the expected number of params (1)\"]}",
         .end = SCRIPT_CLOSE}};
    struct scripted_server *server = start_server(steps, 1);
    struct workplace place;
    workplace_open(&place, 0);
    workplace_submit(&place, workplace_send_job(1, scripted_server_url(server)));
    const struct job_event *done = workplace_wait_done(&place, 1);
    CHECK(done->error.code == ERR_REJECTED);
    CHECK(done->detail->row.state == SEND_REJECTED);
    CHECK(done->detail->row.error_code == 132000);
    CHECK(strcmp(done->detail->error_slot, "body.1") == 0);
    CHECK(strncmp(done->error.what, "132000: ", 8) == 0);
    CHECK(done->error.next[0] != '\0');
    workplace_close(&place);
    scripted_server_stop(server);
}

static void test_duplicate(void)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}};
    struct scripted_server *server = start_server(steps, 1);
    struct workplace place;
    workplace_open(&place, 0);
    workplace_submit(&place, workplace_send_job(1, scripted_server_url(server)));
    int64_t first = workplace_wait_done(&place, 1)->detail->row.id;
    struct job *again = workplace_send_job(2, scripted_server_url(server));
    again->intent.fingerprint = "print-1";
    workplace_submit(&place, again);
    const struct job_event *done = workplace_wait_done(&place, 2);
    CHECK(done->error.code == ERR_DUPLICATE);
    CHECK(done->duplicate_of == first);
    CHECK(done->detail == NULL);
    struct job *forced = workplace_send_job(3, scripted_server_url(server));
    forced->intent.fingerprint = "print-1";
    forced->intent.override_duplicate = true;
    workplace_submit(&place, forced);
    CHECK(workplace_wait_done(&place, 3)->error.code == ERR_OK);
    CHECK(scripted_server_requests(server) == 2);
    CHECK(workplace_row_count(&place) == 2);
    workplace_close(&place);
    scripted_server_stop(server);
}

static void test_cancel(void)
{
    static const struct script_step steps[] = {{.end = SCRIPT_STALL}};
    struct scripted_server *server = start_server(steps, 1);
    struct workplace place;
    workplace_open(&place, 1);
    workplace_submit(&place, workplace_send_job(1, scripted_server_url(server)));
    workplace_submit(&place, workplace_send_job(2, scripted_server_url(server)));
    workplace_wait_state(&place, 2, JOB_EVENT_ROW, SEND_QUEUED);
    CHECK(scripted_server_wait(server, 1, 8000));
    int64_t before = clock_monotonic_ms();
    outbox_cancel(place.outbox, 2);
    const struct job_event *queued = workplace_wait_done(&place, 2);
    outbox_cancel(place.outbox, 1);
    const struct job_event *sending = workplace_wait_done(&place, 1);
    CHECK(clock_monotonic_ms() - before < 2000);
    CHECK(queued->error.code == ERR_INTERRUPTED);
    CHECK(queued->detail->row.state == SEND_CANCELLED);
    CHECK(sending->error.code == ERR_UNKNOWN);
    CHECK(sending->detail->row.state == SEND_UNKNOWN);
    CHECK(workplace_row_state(&place, queued->detail->row.id) == SEND_CANCELLED);
    CHECK(workplace_row_state(&place, sending->detail->row.id) == SEND_UNKNOWN);
    CHECK(scripted_server_requests(server) == 1);
    outbox_cancel(place.outbox, 99);
    workplace_close(&place);
    scripted_server_stop(server);
}

static void test_throttled_then_accepted(void)
{
    static const struct script_step steps[] = {
        {.reply = THROTTLED("0")}, {.reply = THROTTLED("0")}, {.reply = ACCEPTED}};
    struct scripted_server *server = start_server(steps, COUNT_OF(steps));
    struct workplace place;
    workplace_open(&place, 0);
    struct job *job = workplace_send_job(1, scripted_server_url(server));
    job->max_attempts = 3;
    workplace_submit(&place, job);
    const struct job_event *done = workplace_wait_done(&place, 1);
    CHECK(done->error.code == ERR_OK);
    CHECK(workplace_count(&place, 1, JOB_EVENT_WAITING) == 2);
    CHECK(scripted_server_requests(server) == 3);
    struct store *store = NULL;
    struct send_event *events = NULL;
    struct arena arena;
    size_t count = 0;
    size_t waits = 0;
    arena_init(&arena);
    CHECK(store_open(place.folder, STORE_READ, &store, NULL) == ERR_OK);
    CHECK(store_events(store, done->detail->row.id, &arena, &events, &count, NULL) == ERR_OK);
    for (size_t i = 0; i < count; i++)
        waits += events[i].text != NULL && strstr(events[i].text, "tried again in") != NULL;
    CHECK(waits == 2);
    store_close(store);
    arena_release(&arena);
    workplace_close(&place);
    scripted_server_stop(server);
}

static void test_throttled_to_the_end(void)
{
    static const struct script_step steps[] = {{.reply = THROTTLED("0")}};
    struct scripted_server *server = start_server(steps, 1);
    struct workplace place;
    workplace_open(&place, 0);
    struct job *job = workplace_send_job(1, scripted_server_url(server));
    job->max_attempts = 2;
    workplace_submit(&place, job);
    const struct job_event *done = workplace_wait_done(&place, 1);
    CHECK(done->error.code == ERR_THROTTLED);
    CHECK(done->detail->row.state == SEND_REJECTED);
    CHECK(done->detail->row.http_status == 429);
    CHECK(scripted_server_requests(server) == 2);
    workplace_close(&place);
    scripted_server_stop(server);
}

static void test_cancel_while_waiting(void)
{
    static const struct script_step steps[] = {{.reply = THROTTLED("300")}};
    struct scripted_server *server = start_server(steps, 1);
    struct workplace place;
    workplace_open(&place, 0);
    struct job *job = workplace_send_job(1, scripted_server_url(server));
    job->max_attempts = 5;
    workplace_submit(&place, job);
    const struct job_event *waiting =
        workplace_wait_state(&place, 1, JOB_EVENT_WAITING, SEND_SENDING);
    CHECK(waiting->retry_at > clock_monotonic_ms() + 250000);
    outbox_cancel(place.outbox, 1);
    const struct job_event *done = workplace_wait_done(&place, 1);
    CHECK(done->error.code == ERR_INTERRUPTED);
    CHECK(workplace_row_state(&place, done->detail->row.id) == SEND_CANCELLED);
    CHECK(scripted_server_requests(server) == 1);
    workplace_close(&place);
    scripted_server_stop(server);
}

static void test_not_sent(void)
{
    struct workplace place;
    char url[64];
    scripted_server_refused_url(url, sizeof url);
    workplace_open(&place, 0);
    workplace_submit(&place, workplace_send_job(1, url));
    struct job *patient = workplace_send_job(2, url);
    patient->max_attempts = 5;
    patient->max_connect_attempts = 2;
    workplace_submit(&place, patient);
    const struct job_event *first = workplace_wait_done(&place, 1);
    const struct job_event *second = workplace_wait_done(&place, 2);
    CHECK(first->error.code == ERR_NOT_SENT);
    CHECK(first->detail->row.state == SEND_NOT_SENT);
    CHECK(workplace_count(&place, 1, JOB_EVENT_WAITING) == 0);
    CHECK(second->error.code == ERR_NOT_SENT);
    CHECK(workplace_count(&place, 2, JOB_EVENT_WAITING) == 1);
    CHECK(workplace_row_state(&place, first->detail->row.id) == SEND_NOT_SENT);
    workplace_close(&place);
}

static void test_stop_with_work(void)
{
    static const struct script_step steps[] = {{.end = SCRIPT_STALL}};
    struct scripted_server *server = start_server(steps, 1);
    struct workplace place;
    int64_t ids[4];
    workplace_open(&place, 1);
    for (uint64_t i = 0; i < COUNT_OF(ids); i++)
        workplace_submit(&place, workplace_send_job(i + 1, scripted_server_url(server)));
    for (uint64_t i = 0; i < COUNT_OF(ids); i++)
        ids[i] = workplace_wait_state(&place, i + 1, JOB_EVENT_ROW, SEND_QUEUED)->detail->row.id;
    CHECK(scripted_server_wait(server, 1, 8000));
    struct job *text = job_new(JOB_PUT_TEXT, 9);
    text->name = "draft";
    text->text = "half a message";
    workplace_submit(&place, text);
    int64_t before = clock_monotonic_ms();
    workplace_stop(&place);
    CHECK(clock_monotonic_ms() - before < 2000);
    CHECK(workplace_row_state(&place, ids[0]) == SEND_UNKNOWN);
    for (size_t i = 1; i < COUNT_OF(ids); i++)
        CHECK(workplace_row_state(&place, ids[i]) == SEND_CANCELLED);
    CHECK(scripted_server_requests(server) == 1);
    struct store *store = NULL;
    const char *kept = NULL;
    int64_t at = 0;
    struct arena arena;
    arena_init(&arena);
    CHECK(store_open(place.folder, STORE_READ, &store, NULL) == ERR_OK);
    CHECK(store_get_text(store, "draft", &arena, &kept, &at, NULL) == ERR_OK);
    CHECK(strcmp(kept, "half a message") == 0);
    store_close(store);
    arena_release(&arena);
    workplace_close(&place);
    scripted_server_stop(server);
}

static char *numbered_wamid(const char *request, size_t number)
{
    (void)request;
    char body[128];
    char reply[256];
    snprintf(body, sizeof body, "{\"_data\":{\"whatsappMessageId\":\"wamid.%zu\"}}", number);
    snprintf(reply, sizeof reply, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s", strlen(body),
             body);
    return mem_strdup(reply);
}

static void test_many_at_once(void)
{
    enum { COUNT = 32 };
    static const struct script_step steps[] = {{.make = numbered_wamid}};
    struct scripted_server *server = start_server(steps, 1);
    struct workplace place;
    bool used[COUNT] = {false};
    workplace_open(&place, 32);
    for (uint64_t i = 1; i <= COUNT; i++)
        workplace_submit(&place, workplace_send_job(i, scripted_server_url(server)));
    for (uint64_t i = 1; i <= COUNT; i++) {
        const struct job_event *done = workplace_wait_done(&place, i);
        CHECK(done->error.code == ERR_OK);
        size_t number = strtoul(done->detail->row.wamid + 6, NULL, 10);
        CHECK(number < COUNT && !used[number]);
        used[number] = true;
        CHECK(workplace_row_state(&place, done->detail->row.id) == SEND_ACCEPTED);
    }
    CHECK(scripted_server_requests(server) == COUNT);
    workplace_close(&place);
    scripted_server_stop(server);
}

/* Nothing may leave when the intent cannot be made durable. */
static void test_no_history_no_send(void)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}};
    struct scripted_server *server = start_server(steps, 1);
    struct workplace place = {0};
    const struct outbox_options options = {.data_folder = "/dev/null/nowhere"};
    CHECK(outbox_start(&options, &place.outbox, NULL) == ERR_OK);
    workplace_submit(&place, workplace_send_job(1, scripted_server_url(server)));
    const struct job_event *done = workplace_wait_done(&place, 1);
    CHECK(done->error.code != ERR_OK);
    CHECK(done->error.next[0] != '\0');
    CHECK(done->detail == NULL);
    CHECK(scripted_server_connections(server) == 0);
    workplace_stop(&place);
    for (size_t i = 0; i < place.seen_count; i++)
        job_event_free(place.seen[i]);
    scripted_server_stop(server);
}

static void test_stop_when_idle(void)
{
    struct workplace place;
    workplace_open(&place, 0);
    CHECK(outbox_take_events(place.outbox) == NULL);
    CHECK(!outbox_wait(place.outbox, 0));
    workplace_close(&place);
}

#if defined(__SANITIZE_THREAD__)
#define HAS_HELPER_THREAD 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HAS_HELPER_THREAD 1
#endif
#endif

/* Idle means asleep: neither before the first job nor with a kept connection does the thread wake.
 * ThreadSanitizer has a thread of its own that does. */
static void test_idle_does_not_wake(void)
{
#ifndef HAS_HELPER_THREAD
    static const struct script_step steps[] = {{.reply = ACCEPTED}};
    struct scripted_server *server = start_server(steps, 1);
    struct workplace place;
    struct rusage before;
    struct rusage after;
    workplace_open(&place, 0);
    workplace_submit(&place, workplace_send_job(1, scripted_server_url(server)));
    workplace_wait_done(&place, 1);
    CHECK(!outbox_wait(place.outbox, 50));
    getrusage(RUSAGE_SELF, &before);
    CHECK(!outbox_wait(place.outbox, 600));
    getrusage(RUSAGE_SELF, &after);
    /* One is this thread's own wait; anything periodic would show many more. */
    CHECK(after.ru_nvcsw - before.ru_nvcsw <= 3);
    workplace_close(&place);
    scripted_server_stop(server);
#endif
}

/* The token must be in no file that a send leaves behind. */
static void test_token_is_not_kept(void)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}};
    struct scripted_server *server = start_server(steps, 1);
    struct workplace place;
    workplace_open(&place, 0);
    workplace_submit(&place, workplace_send_job(1, scripted_server_url(server)));
    workplace_wait_done(&place, 1);
    char *request = scripted_server_request(server, 0);
    CHECK(strstr(request, "Authorization: Bearer " WORKPLACE_TOKEN "\r\n") != NULL);
    mem_free(request);
    CHECK(workplace_files_hold(&place, "hello_world"));
    CHECK(!workplace_files_hold(&place, WORKPLACE_TOKEN));
    workplace_stop(&place);
    CHECK(!workplace_files_hold(&place, WORKPLACE_TOKEN));
    workplace_close(&place);
    scripted_server_stop(server);
}

int main(void)
{
    CHECK(transport_global_begin(NULL) == ERR_OK);
    test_accepted();
    test_refusal_names_its_slot();
    test_duplicate();
    test_cancel();
    test_throttled_then_accepted();
    test_throttled_to_the_end();
    test_cancel_while_waiting();
    test_not_sent();
    test_stop_with_work();
    test_many_at_once();
    test_no_history_no_send();
    test_stop_when_idle();
    test_idle_does_not_wake();
    test_token_is_not_kept();
    transport_global_end();
    return 0;
}
