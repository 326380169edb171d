/* The server below the sandbox: bodies, fields, fates of a request, sleep. */
#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/http_server/multipart.h"
#include "src/http_server/server.h"
#include "tests/unit/sandbox/http_client.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void add_field(void *context, const char *name, const char *value)
{
    strbuf_addf(context, "[%s=%s]", name, value != NULL ? value : "(none)");
}

/* Tells what it was given; some paths ask for more. */
static void echo(void *context, const struct http_request *request, struct http_response *response)
{
    int *calls = context;
    (*calls)++;
    strbuf_addf(&response->body, "%s %s (%s) ", request->method, request->path, request->target);
    http_request_each_query(request, add_field, &response->body);
    const char *wanted = http_request_header(request, "x-wanted");
    strbuf_addf(&response->body, " %s %zu:", wanted != NULL ? wanted : "-", request->body_length);
    strbuf_add(&response->body, request->body, request->body_length);
    snprintf(response->content_type, sizeof response->content_type, "text/x-echo");
    http_response_add_header(response, "X-Answer", "yes");
    if (strcmp(request->path, "/close") == 0)
        response->fate = HTTP_CLOSE;
    if (strcmp(request->path, "/hold") == 0)
        response->fate = HTTP_HOLD;
    if (strcmp(request->path, "/late") == 0)
        response->delay_ms = 200;
    if (strcmp(request->path, "/failed") == 0)
        response->body.failed = true;
}

static struct http_server *start(int *calls)
{
    const struct http_server_options options = {
        .port = 0, .body_limit = 1000, .handler = echo, .context = calls};
    struct http_server *server = NULL;
    struct error error = {0};
    cr_assert_eq(http_server_start(&options, &server, &error), ERR_OK, "%s", error.what);
    return server;
}

static void get(const struct http_server *server, const char *target, struct client_reply *reply)
{
    const struct client_request request = {.method = "GET", .target = target};
    cr_assert(client_exchange(http_server_port(server), &request, reply));
}

Test(http_server, a_request_arrives_whole)
{
    int calls = 0;
    struct http_server *server = start(&calls);
    struct client_reply reply;
    const struct client_request request = {
        .method = "PUT", .target = "/a%20b/c?x=1&y=%2B+z&flag", .body = "0123456789"};
    cr_assert(client_exchange(http_server_port(server), &request, &reply));
    cr_expect_eq(reply.status, 200);
    cr_expect_str_eq(reply.body, "PUT /a b/c (/a%20b/c?x=1&y=%2B+z&flag) "
                                 "[x=1][y=+ z][flag=(none)] - 10:0123456789");
    char value[64] = "";
    cr_expect(client_header(&reply, "Content-Type", value, sizeof value));
    cr_expect_str_eq(value, "text/x-echo");
    cr_expect(client_header(&reply, "X-Answer", value, sizeof value));
    cr_expect_str_eq(value, "yes");
    cr_expect_eq(calls, 1);
    client_reply_release(&reply);
    http_server_stop(server);
}

Test(http_server, a_body_over_the_limit_never_reaches_the_handler)
{
    int calls = 0;
    char body[5001];
    memset(body, 'x', 5000);
    body[5000] = '\0';
    struct http_server *server = start(&calls);
    struct client_reply reply;
    struct client_request request = {.method = "POST", .target = "/", .body = body};
    cr_assert(client_exchange(http_server_port(server), &request, &reply));
    cr_expect_eq(reply.status, 413);
    cr_expect_eq(calls, 0);
    client_reply_release(&reply);
    body[1000] = '\0';
    cr_assert(client_exchange(http_server_port(server), &request, &reply));
    cr_expect_eq(reply.status, 200);
    cr_expect_eq(calls, 1);
    client_reply_release(&reply);
    http_server_stop(server);
}

Test(http_server, a_failed_body_is_an_honest_500)
{
    int calls = 0;
    struct http_server *server = start(&calls);
    struct client_reply reply;
    get(server, "/failed", &reply);
    cr_expect_eq(reply.status, 500);
    client_reply_release(&reply);
    http_server_stop(server);
}

static void send_text(int connection, const char *text)
{
    cr_assert_eq(send(connection, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
}

/* The end of the first answer is the end of its echo: "0:". */
static bool wait_for_answer(int connection)
{
    char text[4096] = "";
    size_t length = 0;
    struct pollfd readable = {.fd = connection, .events = POLLIN};
    while (strstr(text, " 0:") == NULL && length + 1 < sizeof text) {
        if (poll(&readable, 1, CLIENT_TIMEOUT_MS) != 1)
            return false;
        ssize_t count = recv(connection, text + length, sizeof text - 1 - length, 0);
        if (count <= 0)
            return false;
        length += (size_t)count;
        text[length] = '\0';
    }
    return true;
}

/* What a client meets that reuses its connection: one answer, then the end without a byte. */
Test(http_server, closing_a_connection_that_was_used_before)
{
    int calls = 0;
    struct http_server *server = start(&calls);
    struct client_reply reply;
    int connection = client_connect(http_server_port(server));
    cr_assert_geq(connection, 0);
    send_text(connection, "GET /one HTTP/1.1\r\nHost: a\r\n\r\n");
    cr_assert(wait_for_answer(connection));
    send_text(connection, "GET /close HTTP/1.1\r\nHost: a\r\n\r\n");
    cr_assert(client_receive(connection, CLIENT_TIMEOUT_MS, &reply));
    cr_expect_not(reply.timed_out);
    cr_expect_eq(reply.bytes, 0);
    cr_expect_eq(calls, 2);
    client_reply_release(&reply);
    close(connection);
    http_server_stop(server);
}

Test(http_server, delayed_answers_come_when_they_are_due)
{
    int calls = 0;
    struct http_server *server = start(&calls);
    struct client_reply reply;
    int64_t begin_ms = clock_monotonic_ms();
    get(server, "/late", &reply);
    cr_expect_eq(reply.status, 200);
    cr_expect_geq(clock_monotonic_ms() - begin_ms, 200);
    cr_expect_lt(clock_monotonic_ms() - begin_ms, 1500);
    cr_expect_eq(calls, 1);
    client_reply_release(&reply);
    http_server_stop(server);
}

Test(http_server, held_ones_end_with_the_server)
{
    int calls = 0;
    struct http_server *server = start(&calls);
    const struct client_request request = {.method = "GET", .target = "/hold"};
    int connection = client_send(http_server_port(server), &request);
    struct client_reply reply;
    cr_assert(client_receive(connection, 100, &reply));
    cr_expect(reply.timed_out);
    client_reply_release(&reply);
    int64_t begin_ms = clock_monotonic_ms();
    http_server_stop(server);
    cr_expect_lt(clock_monotonic_ms() - begin_ms, 1000);
    cr_assert(client_receive(connection, CLIENT_TIMEOUT_MS, &reply));
    cr_expect_eq(reply.bytes, 0);
    cr_expect_eq(calls, 1);
    client_reply_release(&reply);
    close(connection);
}

Test(http_server, foreign_bytes_do_no_harm)
{
    static const char *const texts[] = {
        "\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc", "\x16\x03\x01\x02"};
    int calls = 0;
    struct http_server *server = start(&calls);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        int connection = client_connect(http_server_port(server));
        send_text(connection, texts[i]);
        close(connection);
    }
    struct client_reply reply;
    get(server, "/after", &reply);
    cr_expect_eq(reply.status, 200);
    client_reply_release(&reply);
    http_server_stop(server);
}

Test(http_server, wrong_ports_are_refused)
{
    int calls = 0;
    struct http_server *server = NULL;
    struct error error = {0};
    struct http_server_options options = {.port = 65536, .handler = echo, .context = &calls};
    cr_expect_eq(http_server_start(&options, &server, &error), ERR_USAGE);
    options.port = -1;
    cr_expect_eq(http_server_start(&options, &server, &error), ERR_USAGE);
    cr_expect_null(server);
    http_server_stop(NULL);
}

/* Voluntary context switches of all threads but this one; -1 where the system does not say. */
static long count_wakeups(void)
{
    DIR *tasks = opendir("/proc/self/task");
    if (tasks == NULL)
        return -1;
    long total = 0;
    const struct dirent *entry = NULL;
    while ((entry = readdir(tasks)) != NULL) {
        char path[512];
        char line[256];
        long count = 0;
        snprintf(path, sizeof path, "/proc/self/task/%s/status", entry->d_name);
        FILE *file = entry->d_name[0] == '.' || strtol(entry->d_name, NULL, 10) == getpid()
                         ? NULL
                         : fopen(path, "r");
        while (file != NULL && fgets(line, sizeof line, file) != NULL)
            if (sscanf(line, "voluntary_ctxt_switches: %ld", &count) == 1)
                total += count;
        if (file != NULL)
            fclose(file);
    }
    closedir(tasks);
    return total;
}

Test(http_server, no_thread_wakes_up_while_nothing_happens)
{
    int calls = 0;
    struct http_server *server = start(&calls);
    const struct client_request request = {.method = "GET", .target = "/hold"};
    int connection = client_send(http_server_port(server), &request);
    struct client_reply reply;
    get(server, "/late", &reply);
    client_reply_release(&reply);
    long before = -2;
    /* Until it has come to rest, at most 5 s. */
    for (int i = 0; i < 50 && before != count_wakeups(); i++) {
        before = count_wakeups();
        poll(NULL, 0, 100);
    }
    poll(NULL, 0, 1000);
    cr_expect_eq(count_wakeups(), before);
    close(connection);
    http_server_stop(server);
}

Test(multipart, finds_parts_by_name)
{
    static const char type[] = "multipart/form-data; charset=utf-8; boundary=X";
    static const char body[] =
        "preamble\r\n--X\r\ncontent-disposition: form-data; name=a\r\n\r\n1\r\n"
        "--X\r\nContent-Disposition: form-data; name=\"b\"; "
        "filename=\"q\\\"x;y.txt\"\r\nContent-Type:text/plain\r\n\r\n"
        "two\r\nlines\r\n--X--\r\nafter";
    struct multipart_part part;
    cr_assert(multipart_find(type, body, sizeof body - 1, "a", &part));
    cr_expect_eq(part.length, 1);
    cr_expect_str_eq(part.filename, "");
    cr_assert(multipart_find(type, body, sizeof body - 1, "b", &part));
    cr_expect_eq(part.length, 10);
    cr_expect_arr_eq(part.bytes, "two\r\nlines", 10);
    cr_expect_str_eq(part.filename, "q\"x;y.txt");
    cr_expect_str_eq(part.content_type, "text/plain");
    cr_expect_not(multipart_find(type, body, sizeof body - 1, "c", &part));
    cr_expect_not(multipart_find("text/plain; boundary=X", body, sizeof body - 1, "a", &part));
    cr_expect_not(multipart_find(NULL, body, sizeof body - 1, "a", &part));
    cr_expect_not(multipart_find("multipart/form-data", body, sizeof body - 1, "a", &part));
    for (size_t length = 0; length < 20; length++)
        cr_expect_not(multipart_find(type, body, length, "a", &part));
}
