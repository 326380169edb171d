/*
 * Memory runs out at every point of a look-up in turn. Whatever happens, the row
 * is either unknown, as it was, or has the message that was found; what is told
 * agrees with it; and nothing leaks.
 *
 * The server runs in a process of its own, so that only the asker suffers.
 */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/chakra/transport.h"
#include "tests/wire/workplace.h"

enum { OUT_OF_MEMORY_MS = 100, MOST_ALLOCATIONS = 3000 };

static char *one_message(const char *request, size_t number)
{
    (void)request, (void)number;
    char body[256];
    snprintf(
        body, sizeof body,
        "{\"_data\":[{\"externalId\":\"wamid.F\",\"direction\":\"OUTBOUND\",\"deliveryStatus\":"
        "\"SENT\",\"templateName\":\"hello_world\",\"timestamp\":%lld}],\"_meta\":{\"total\":1}}",
        (long long)clock_now_ms());
    struct strbuf out;
    strbuf_init(&out, 4096);
    strbuf_addf(&out, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s", strlen(body), body);
    return strbuf_take(&out);
}

static pid_t start_server(char url[64])
{
    int address[2];
    CHECK(pipe(address) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        static const struct script_step steps[] = {{.make = one_message}};
        struct scripted_server *server = scripted_server_start(steps, 1);
        CHECK(server != NULL);
        char text[64] = "";
        snprintf(text, sizeof text, "%s", scripted_server_url(server));
        CHECK(write(address[1], text, sizeof text) == sizeof text);
        for (;;)
            pause();
    }
    CHECK(read(address[0], url, 64) == 64);
    close(address[0]);
    close(address[1]);
    return child;
}

/* The row that a send without an answer leaves behind. */
static int64_t insert_unknown(const struct workplace *place)
{
    struct job *job = workplace_send_job(1, "");
    struct store *store = NULL;
    int64_t id = 0;
    job->intent.owner = "00000000-0000-4000-8000-000000000000";
    const struct send_change change = {
        .state = SEND_UNKNOWN, .source = "program", .error_text = "no answer", .latency_ms = -1};
    CHECK(store_open(place->folder, STORE_WRITE, &store, NULL) == ERR_OK);
    CHECK(store_insert_intent(store, &job->intent, &id, NULL) == ERR_OK);
    CHECK(store_change_state(store, id, &change, NULL) == ERR_OK);
    store_close(store);
    job_free(job);
    return id;
}

struct run {
    struct workplace place;
    int64_t row;
    uint64_t number; /* of the last job */
};

static void open_run(struct run *run)
{
    workplace_open(&run->place, 0);
    run->row = insert_unknown(&run->place);
    run->number = 1;
}

static void wait_a_moment(struct run *run)
{
    int64_t deadline = clock_monotonic_ms() + OUT_OF_MEMORY_MS;
    while (workplace_count(&run->place, run->number, JOB_EVENT_DONE) == 0 &&
           clock_monotonic_ms() < deadline)
        workplace_collect(&run->place, 10);
}

/* True when the look-up was not disturbed any more. */
static bool look_up_once(struct run *run, const char *url, size_t countdown)
{
    struct workplace *place = &run->place;
    struct job *job = workplace_read_job(JOB_LOOK_UP, ++run->number, url);
    job->row_id = run->row;
    mem_test_fail_after(countdown);
    enum err err = outbox_submit(place->outbox, job, NULL);
    wait_a_moment(run);
    size_t made = mem_test_fail_after(0);
    const struct job_event *done = NULL;
    if (err == ERR_OK)
        done = workplace_wait_done(place, run->number);
    else
        job_free(job);
    int state = workplace_row_state(place, run->row);
    CHECK(state == SEND_UNKNOWN || state == SEND_SENT);
    bool said_found =
        done != NULL && done->error.code == ERR_OK && done->verdict == RECONCILE_FOUND;
    CHECK(!said_found || state == SEND_SENT);
    CHECK(done == NULL || done->error.code == ERR_OK || done->error.next[0] != '\0');
    bool undisturbed = made < countdown && said_found && done->detail != NULL;
    /* A row that was found has nothing to be asked any more, and the events fill up. */
    if (!undisturbed && (state != SEND_UNKNOWN || place->seen_count > MOST_SEEN / 2)) {
        workplace_close(place);
        open_run(run);
    }
    return undisturbed;
}

int main(void)
{
    char url[64];
    mem_hook_cjson();
    pid_t child = start_server(url);
    CHECK(transport_global_begin(NULL) == ERR_OK);
    struct run run;
    open_run(&run);
    size_t countdown = 1;
    while (!look_up_once(&run, url, countdown)) {
        countdown++;
        CHECK(countdown < MOST_ALLOCATIONS);
    }
    workplace_close(&run.place);
    CHECK(countdown > 20);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    transport_global_end();
    printf("%zu allocations failed in turn\n", countdown - 1);
    return 0;
}
