/* Uploads: the request byte for byte, progress, cancelling in the middle, and every bad answer. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/chakra/transport.h"
#include "src/outbox/compose_upload.h"
#include "tests/wire/workplace.h"

#define PLUGIN "d83e1d23-50b8-4d87-8f92-842a0ac516f6"
#define ANSWER "{\"_data\":{\"publicMediaUrl\":\"https://cdn.example/a.pdf\"}}"
#define REPLY(status, body_length, body)                                                    \
    "HTTP/1.1 " status "\r\nContent-Type: application/json\r\nContent-Length: " body_length \
    "\r\n\r\n" body

static const char pdf[] = "%PDF-1.7\nbytes \"of\" a file\n";

struct bench {
    struct workplace place;
    struct scripted_server *server;
    char path[128];
};

/* The file is called as a shell user might: with blanks, quotes and more. */
static void open_bench(struct bench *bench, const struct script_step *steps, const char *name,
                       off_t size)
{
    bench->server = scripted_server_start(steps, 1);
    CHECK(bench->server != NULL);
    workplace_open(&bench->place, 0);
    snprintf(bench->path, sizeof bench->path, "%s/%s", bench->place.folder, name);
    int fd = open(bench->path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    CHECK(fd >= 0 && write(fd, pdf, sizeof pdf - 1) == (ssize_t)sizeof pdf - 1);
    CHECK(size == 0 || ftruncate(fd, size) == 0);
    CHECK(close(fd) == 0);
}

static void close_bench(struct bench *bench)
{
    workplace_close(&bench->place);
    scripted_server_stop(bench->server);
}

static struct job *make_job(struct bench *bench, struct secret *token, long timeout_ms)
{
    char url[80];
    snprintf(url, sizeof url, "%s", scripted_server_url(bench->server));
    char name[] = "test";
    char version[] = "v24.0";
    const struct profile profile = {
        .name = name, .base_url = url, .api_version = version, .timeout_ms = timeout_ms};
    const struct upload_options options = {.profile = &profile,
                                           .token = token,
                                           .plugin_id = PLUGIN,
                                           .path = bench->path,
                                           .upload_for = HEADER_DOCUMENT,
                                           .number = 5};
    struct job *job = NULL;
    struct error error = {0};
    if (compose_upload(&options, &job, &error) != ERR_OK)
        fprintf(stderr, "%s\n", error.what);
    CHECK(job != NULL);
    return job;
}

static void submit(struct bench *bench, long timeout_ms)
{
    workplace_submit(&bench->place, make_job(bench, NULL, timeout_ms));
}

static const struct job_event *find_event(const struct workplace *place, enum job_event_kind kind)
{
    for (size_t i = place->seen_count; i > 0; i--)
        if (place->seen[i - 1]->kind == kind)
            return place->seen[i - 1];
    return NULL;
}

/* Puts `with` in the place of what stands between `from` and the next `to`. */
static void blank(char *text, const char *from, const char *to)
{
    char *at = strstr(text, from);
    CHECK(at != NULL);
    at += strlen(from);
    char *end = strstr(at, to);
    CHECK(end != NULL);
    memmove(at, end, strlen(end) + 1);
}

static void test_request_byte_for_byte(void)
{
    static const struct script_step steps[] = {{.reply = REPLY("200 OK", "56", ANSWER)}};
    struct bench bench;
    struct secret token;
    secret_init(&token);
    CHECK(secret_set(&token, WORKPLACE_TOKEN, strlen(WORKPLACE_TOKEN), NULL) == ERR_OK);
    open_bench(&bench, steps, "Bill \"May\" \xC3\xA9.pdf", 0);
    workplace_submit(&bench.place, make_job(&bench, &token, 8000));
    CHECK(workplace_wait_done(&bench.place, 5)->error.code == ERR_OK);
    const struct job_event *event = find_event(&bench.place, JOB_EVENT_UPLOADED);
    CHECK(event != NULL && strcmp(event->upload_url, "https://cdn.example/a.pdf") == 0);
    CHECK(event->media_type == MEDIA_PDF && event->bytes_total == (int64_t)sizeof pdf - 1);

    char *seen = scripted_server_request(bench.server, 0);
    const char *mark = strstr(seen, "boundary=");
    CHECK(mark != NULL);
    mark += strlen("boundary=");
    CHECK(strcspn(mark, "\r") < 71);
    char boundary[72];
    snprintf(boundary, sizeof boundary, "%.*s", (int)strcspn(mark, "\r"), mark);
    blank(seen, "Host: 127.0.0.1:", "\r\n");
    blank(seen, "Accept-Encoding: ", "\r\n");
    blank(seen, "Content-Length: ", "\r\n");
    char want[2048];
    snprintf(want, sizeof want,
             "POST /v1/ext/plugin/whatsapp/" PLUGIN "/upload-public-media HTTP/1.1\r\n"
             "Host: 127.0.0.1:\r\n"
             "User-Agent: chakra-tui/" CHAKRA_VERSION "\r\n"
             "Accept-Encoding: \r\n"
             "Accept: application/json\r\n"
             "Authorization: Bearer " WORKPLACE_TOKEN "\r\n"
             "Content-Length: \r\n"
             "Content-Type: multipart/form-data; boundary=%s\r\n"
             "\r\n"
             "--%s\r\n"
             "Content-Disposition: form-data; name=\"file\"; "
             "filename=\"Bill %%22May%%22 \xC3\xA9.pdf\"\r\n"
             "Content-Type: application/pdf\r\n"
             "\r\n"
             "%s\r\n"
             "--%s\r\n"
             "Content-Disposition: form-data; name=\"filename\"\r\n"
             "\r\n"
             "Bill \"May\" \xC3\xA9.pdf\r\n"
             "--%s--\r\n",
             boundary, boundary, pdf, boundary, boundary);
    if (strcmp(seen, want) != 0)
        fprintf(stderr, "have:\n%s\nwant:\n%s\n", seen, want);
    CHECK(strcmp(seen, want) == 0);
    CHECK(scripted_server_requests(bench.server) == 1);
    CHECK(workplace_row_count(&bench.place) == 0);
    mem_free(seen);
    secret_release(&token);
    close_bench(&bench);
}

/* A server that stops reading: some bytes left, then nothing moves; cancelling ends it at once. */
static void test_progress_and_cancel_in_the_middle(void)
{
    static const struct script_step steps[] = {{.read_only = 100000, .end = SCRIPT_STALL}};
    const off_t size = (off_t)64 << 20;
    struct bench bench;
    open_bench(&bench, steps, "large.pdf", size);
    int64_t begun = clock_monotonic_ms();
    submit(&bench, 60000);
    int64_t sent = 0;
    while (sent == 0) {
        CHECK(clock_monotonic_ms() - begun < 9000);
        workplace_collect(&bench.place, 1000);
        const struct job_event *event = find_event(&bench.place, JOB_EVENT_UPLOAD_PROGRESS);
        sent = event != NULL ? event->bytes_sent : 0;
        CHECK(event == NULL || event->bytes_total > (int64_t)size);
        CHECK(event == NULL || event->bytes_total < (int64_t)size + 2000);
    }
    CHECK(sent < (int64_t)size);
    int64_t asked = clock_monotonic_ms();
    outbox_cancel(bench.place.outbox, 5);
    const struct job_event *done = workplace_wait_done(&bench.place, 5);
    CHECK(clock_monotonic_ms() - asked < 1000);
    CHECK(done->error.code == ERR_INTERRUPTED && done->error.next[0] != '\0');
    CHECK(find_event(&bench.place, JOB_EVENT_UPLOADED) == NULL);
    int64_t seconds = (clock_monotonic_ms() - begun) / 1000 + 1;
    CHECK((int64_t)workplace_count(&bench.place, 5, JOB_EVENT_UPLOAD_PROGRESS) <= 5 * seconds + 1);
    close_bench(&bench);
}

/* Standing still is a failure after the timeout, and what was sent is not sent again. libcurl
 * measures speed over some seconds, so the other tests run meanwhile. */
static void begin_stall(struct bench *bench)
{
    static const struct script_step steps[] = {{.read_only = 1000, .end = SCRIPT_STALL}};
    open_bench(bench, steps, "large.pdf", (off_t)64 << 20);
    submit(bench, 1000);
}

static void end_stall(struct bench *bench)
{
    const struct job_event *done = workplace_wait_done(&bench->place, 5);
    CHECK(done->error.code == ERR_NOT_SENT && done->error.next[0] != '\0');
    CHECK(strstr(done->error.what, "did not end") != NULL);
    CHECK(scripted_server_requests(bench->server) == 1);
    close_bench(bench);
}

/* In flight when the program ends. */
static void test_the_end_of_the_program_stops_it(void)
{
    static const struct script_step steps[] = {{.read_only = 1000, .end = SCRIPT_STALL}};
    struct bench bench;
    open_bench(&bench, steps, "large.pdf", (off_t)64 << 20);
    submit(&bench, 60000);
    CHECK(scripted_server_wait(bench.server, 1, 8000));
    int64_t asked = clock_monotonic_ms();
    close_bench(&bench);
    CHECK(clock_monotonic_ms() - asked < 2000);
}

static void test_answers(void)
{
    static const struct {
        struct script_step step;
        enum err err;
        const char *piece;
    } rows[] = {
        {{.reply = REPLY("413 Too Large", "0", "")}, ERR_REJECTED, "too large: HTTP 413"},
        {{.reply = REPLY("500 Oops", "22", "{\"_errors\":[\"broken\"]}")}, ERR_REJECTED, "broken"},
        {{.reply = REPLY("502 Bad", "14", "<html></html>\n")}, ERR_REJECTED, "HTTP 502"},
        {{.reply = REPLY("200 OK", "14", "<html></html>\n")}, ERR_UNKNOWN, "without a link"},
        {{.reply = REPLY("200 OK", "12", "{\"_data\":{}}")}, ERR_UNKNOWN, "without a link"},
        {{.reply = REPLY("200 OK", "22", "{\"_errors\":[\"no way\"]}")}, ERR_REJECTED, "no way"},
        {{.reply = REPLY("401 No", "0", "")}, ERR_AUTH, "refused the token"},
        {{.reply = REPLY("402 Pay", "0", "")}, ERR_BILLING, "payment"},
        {{.reply = REPLY("404 No", "38", "{\"_errors\":[\"plugin not found: 404.\"]}")},
         ERR_REJECTED,
         "plugin"},
        {{.reply = REPLY("429 Slow", "0", "")}, ERR_THROTTLED, "wait"},
        {{.reply = "HTTP/1.1 200 OK\r\n\r\n", .filler = (size_t)9 << 20, .end = SCRIPT_CLOSE},
         ERR_UNKNOWN,
         "too long"},
        {{.reply = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", .end = SCRIPT_CLOSE},
         ERR_NOT_SENT,
         "did not end"},
        {{.reply = NULL, .end = SCRIPT_CLOSE}, ERR_NOT_SENT, "did not end"},
        {{.reply = NULL, .end = SCRIPT_RESET}, ERR_NOT_SENT, "did not end"},
        {{.read_only = 10, .end = SCRIPT_RESET}, ERR_NOT_SENT, "did not end"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct bench bench;
        open_bench(&bench, &rows[i].step, "a.pdf", 0);
        submit(&bench, 8000);
        const struct job_event *done = workplace_wait_done(&bench.place, 5);
        if (done->error.code != rows[i].err || strstr(done->error.what, rows[i].piece) == NULL)
            fprintf(stderr, "row %zu: %s: %s\n", i, err_name(done->error.code), done->error.what);
        CHECK(done->error.code == rows[i].err);
        CHECK(strstr(done->error.what, rows[i].piece) != NULL);
        CHECK(done->error.next[0] != '\0');
        CHECK(find_event(&bench.place, JOB_EVENT_UPLOADED) == NULL);
        CHECK(scripted_server_requests(bench.server) == 1);
        close_bench(&bench);
    }
}

/* An answer that comes before the whole file is read, as a proxy with a limit gives it. */
static void test_an_early_refusal_is_heard(void)
{
    static const struct script_step steps[] = {
        {.read_only = 2000, .reply = REPLY("413 Too Large", "0", ""), .end = SCRIPT_STALL}};
    struct bench bench;
    open_bench(&bench, steps, "large.pdf", (off_t)64 << 20);
    submit(&bench, 8000);
    const struct job_event *done = workplace_wait_done(&bench.place, 5);
    CHECK(done->error.code == ERR_REJECTED);
    CHECK(strstr(done->error.what, "HTTP 413") != NULL);
    close_bench(&bench);
}

/* Deleted or replaced between the look and the upload: nothing leaves. */
static void test_a_file_that_changes_before(void)
{
    static const struct script_step steps[] = {{.reply = REPLY("200 OK", "56", ANSWER)}};
    struct bench bench;
    open_bench(&bench, steps, "a.pdf", 0);
    struct job *job = make_job(&bench, NULL, 8000);
    CHECK(unlink(bench.path) == 0);
    workplace_submit(&bench.place, job);
    const struct job_event *done = workplace_wait_done(&bench.place, 5);
    CHECK(done->error.code == ERR_IO);
    CHECK(strstr(done->error.what, "No such file") != NULL);
    CHECK(scripted_server_connections(bench.server) == 0);
    close_bench(&bench);

    open_bench(&bench, steps, "a.pdf", 0);
    job = make_job(&bench, NULL, 8000);
    int fd = open(bench.path, O_WRONLY | O_TRUNC);
    CHECK(fd >= 0 && write(fd, "\xFF\xD8\xFF\xE0", 4) == 4 && close(fd) == 0);
    workplace_submit(&bench.place, job);
    done = workplace_wait_done(&bench.place, 5);
    CHECK(done->error.code == ERR_CONTENT);
    CHECK(strstr(done->error.what, "JPEG") != NULL);
    CHECK(scripted_server_connections(bench.server) == 0);
    close_bench(&bench);
}

struct ending {
    bool has_ended, file_failed;
    char reason[256];
};

static void on_end(struct http_result *result, void *context)
{
    struct ending *ending = context;
    ending->has_ended = true;
    ending->file_failed = result->file_failed;
    snprintf(ending->reason, sizeof ending->reason, "%s", result->reason);
}

/* Cut short while it goes out: the declared length cannot be kept, so it ends. */
static void test_a_file_that_becomes_shorter(void)
{
    static const struct script_step steps[] = {{.end = SCRIPT_STALL}};
    struct bench bench;
    struct transport *transport = NULL;
    struct ending ending = {0};
    char url[80];
    open_bench(&bench, steps, "a.pdf", 4096);
    CHECK(transport_new(&transport, NULL) == ERR_OK);
    int fd = open(bench.path, O_RDONLY);
    snprintf(url, sizeof url, "%s", scripted_server_url(bench.server));
    const struct http_upload upload = {
        .fd = fd, .bytes = 8192, .filename = "a.pdf", .mime = "application/pdf"};
    const struct http_request request = {
        .method = "POST", .url = url, .timeout_ms = 8000, .upload = &upload};
    CHECK(transport_start(transport, &request, on_end, &ending, NULL, NULL) == ERR_OK);
    int64_t begun = clock_monotonic_ms();
    while (!ending.has_ended && clock_monotonic_ms() - begun < 9000)
        transport_step(transport, 100, NULL);
    CHECK(ending.has_ended && ending.file_failed);
    CHECK(strcmp(ending.reason, "the file became shorter meanwhile") == 0);
    close(fd);
    transport_free(transport);
    close_bench(&bench);
}

/* A server in a process of its own, so that only the uploader runs out of memory. */
static pid_t start_server(char url[80])
{
    int address[2];
    CHECK(pipe(address) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        static const struct script_step steps[] = {{.reply = REPLY("200 OK", "56", ANSWER)}};
        struct scripted_server *server = scripted_server_start(steps, 1);
        char text[80] = "";
        CHECK(server != NULL);
        snprintf(text, sizeof text, "%s", scripted_server_url(server));
        CHECK(write(address[1], text, sizeof text) == sizeof text);
        for (;;)
            pause();
    }
    CHECK(read(address[0], url, 80) == 80);
    close(address[0]);
    close(address[1]);
    return child;
}

/* Each allocation fails in turn: the upload ends with a link or with an error, and nothing leaks.
 */
static void test_memory_that_runs_out(const char *url)
{
    static const struct script_step steps[] = {{.reply = ""}};
    size_t countdown = 0;
    bool undisturbed = false;
    while (!undisturbed) {
        struct bench bench;
        open_bench(&bench, steps, "a.pdf", 0);
        struct job *job = make_job(&bench, NULL, 8000);
        job->base_url = arena_strdup(&job->arena, url);
        countdown++;
        mem_test_fail_after(countdown);
        bool submitted = outbox_submit(bench.place.outbox, job, NULL) == ERR_OK;
        bool has_events = submitted && outbox_wait(bench.place.outbox, 9000);
        const struct job_event *done = submitted ? workplace_wait_done(&bench.place, 5) : NULL;
        undisturbed = mem_test_fail_after(0) < countdown;
        if (!submitted)
            job_free(job);
        CHECK(!submitted || has_events);
        bool has_link = find_event(&bench.place, JOB_EVENT_UPLOADED) != NULL;
        CHECK(done == NULL || (done->error.code == ERR_OK) == has_link);
        CHECK(!undisturbed || has_link);
        CHECK(countdown < 500);
        close_bench(&bench);
    }
    CHECK(countdown > 10);
}

static void test_a_profile_that_reads_only(void)
{
    char name[] = "careful";
    const struct profile profile = {.name = name, .mode = MODE_READ_ONLY};
    const struct upload_options options = {
        .profile = &profile, .plugin_id = PLUGIN, .path = "/none", .number = 1};
    struct job *job = NULL;
    struct error error = {0};
    CHECK(compose_upload(&options, &job, &error) == ERR_CONTENT && job == NULL);
    CHECK(strstr(error.what, "careful is read-only") != NULL);
}

int main(void)
{
    char url[80];
    mem_hook_cjson();
    pid_t child = start_server(url); /* before there is any thread */
    CHECK(transport_global_begin(NULL) == ERR_OK);
    struct bench stalled;
    begin_stall(&stalled);
    test_request_byte_for_byte();
    test_progress_and_cancel_in_the_middle();
    test_the_end_of_the_program_stops_it();
    test_answers();
    test_an_early_refusal_is_heard();
    test_a_file_that_changes_before();
    test_a_file_that_becomes_shorter();
    test_a_profile_that_reads_only();
    end_stall(&stalled);
    test_memory_that_runs_out(url); /* of all threads: last, and alone */
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    transport_global_end();
    return 0;
}
