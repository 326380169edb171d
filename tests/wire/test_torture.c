/*
 * Memory runs out at every point of a send in turn, stays out for a moment and
 * comes back. Whatever happens, the row never claims more than is known, what
 * reached the server is never called not sent, and nothing leaks.
 *
 * The server runs in a process of its own, so that only the sender suffers.
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/chakra/transport.h"
#include "tests/wire/workplace.h"

enum { OUT_OF_MEMORY_MS = 100, MOST_ALLOCATIONS = 2000 };

/* In the server's process: a byte goes here for each request that came. */
static int seen_pipe = -1;

static char *accept_and_tell(const char *request, size_t number)
{
    (void)request, (void)number;
    CHECK(write(seen_pipe, "", 1) == 1);
    return mem_strdup("HTTP/1.1 200 OK\r\nContent-Length: 41\r\n\r\n"
                      "{\"_data\":{\"whatsappMessageId\":\"wamid.A\"}}");
}

/* Starts the server's process; *ret_seen has a byte for each request. */
static pid_t start_server(char url[64], int *ret_seen)
{
    int seen[2];
    int address[2];
    CHECK(pipe(seen) == 0 && pipe(address) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        static const struct script_step steps[] = {{.make = accept_and_tell}};
        seen_pipe = seen[1];
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
    close(seen[1]);
    fcntl(seen[0], F_SETFL, O_NONBLOCK);
    *ret_seen = seen[0];
    return child;
}

static size_t count_requests(int seen)
{
    char bytes[16];
    ssize_t got = read(seen, bytes, sizeof bytes);
    return got > 0 ? (size_t)got : 0;
}

static void check_truth(const struct workplace *place, const struct job_event *done,
                        size_t requests)
{
    CHECK(requests <= 1);
    size_t rows = workplace_row_count(place);
    int state = rows > 0 ? workplace_row_state(place, 1) : -1;
    if (requests == 1) {
        CHECK(rows == 1);
        CHECK(state == SEND_ACCEPTED || state == SEND_UNKNOWN);
    } else {
        CHECK(state == -1 || state == SEND_NOT_SENT);
    }
    CHECK((state == SEND_ACCEPTED) == (done != NULL && done->error.code == ERR_OK));
}

/* Until the send is over, or for as long as the memory is out. */
static void wait_a_moment(struct workplace *place)
{
    int64_t deadline = clock_monotonic_ms() + OUT_OF_MEMORY_MS;
    while (workplace_count(place, 1, JOB_EVENT_DONE) == 0 && clock_monotonic_ms() < deadline)
        workplace_collect(place, 10);
}

/* True when the send was not disturbed any more. */
static bool run_once(const char *url, int seen, size_t countdown)
{
    struct workplace place;
    workplace_open(&place, 0);
    struct job *job = workplace_send_job(1, url);
    mem_test_fail_after(countdown);
    enum err err = outbox_submit(place.outbox, job, NULL);
    wait_a_moment(&place);
    size_t made = mem_test_fail_after(0);
    const struct job_event *done = NULL;
    if (err == ERR_OK)
        done = workplace_wait_done(&place, 1);
    else
        job_free(job);
    workplace_stop(&place);
    check_truth(&place, done, count_requests(seen));
    bool undisturbed = made < countdown && err == ERR_OK && done->error.code == ERR_OK;
    workplace_close(&place);
    return undisturbed;
}

int main(void)
{
    char url[64];
    int seen = -1;
    mem_hook_cjson();
    pid_t child = start_server(url, &seen);
    CHECK(transport_global_begin(NULL) == ERR_OK);
    size_t countdown = 1;
    while (!run_once(url, seen, countdown)) {
        countdown++;
        CHECK(countdown < MOST_ALLOCATIONS);
    }
    /* Fewer would mean that the countdown does not reach the send at all. */
    CHECK(countdown > 5);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(seen);
    transport_global_end();
    printf("%zu allocations failed in turn\n", countdown - 1);
    return 0;
}
