/*
 * A server that fails at every point, and what each failure means for the row:
 * `not_sent` only when no byte of the request can have left, `rejected` only
 * when the server said no, `unknown` for everything in between.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "tests/support/scripted_server.h"
#include "tests/wire/exchange.h"

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define OK_BODY "{\"_data\":{\"whatsappMessageId\":\"wamid.A\"}}"
#define GZIPPED                                                                                    \
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x8a\x4f\x49\x2c\x49\x54\xb2\xaa\x56\x2a\xcf" \
    "\x48\x2c\x29\x4e\x2c\x28\xf0\x4d\x2d\x2e\x4e\x4c\x4f\xf5\x4c\x51\xb2\x52\x2a\x4f\xcc\xcd\x4c" \
    "\xd1\x73\x54\xaa\xad\x05\x00\x50\xe2\x69\xff\x29\x00\x00\x00"
#define GZIP_HEAD OK_HEAD "Content-Encoding: gzip\r\nContent-Length: 61\r\n\r\n"
#define REPLY(status, type, body) "HTTP/1.1 " status "\r\nContent-Type: " type "\r\n\r\n" body

enum { SHORT_MS = 300, LONG_MS = 8000 };

struct failure {
    const char *id;
    struct script_step step;
    long timeout_ms; /* 0: LONG_MS */
    enum transfer_stage stage;
    int http_status;
    enum send_state state;
    enum err err;
    int code;
    const char *text; /* must be in error_text */
};

static const struct failure failures[] = {
    /* the request does not get through */
    {"reset after 1 byte",
     {.read_only = 1, .end = SCRIPT_RESET},
     0,
     STAGE_REQUEST_SENT,
     0,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "no answer came"},
    {"reset after 60 bytes",
     {.read_only = 60, .end = SCRIPT_RESET},
     0,
     STAGE_REQUEST_SENT,
     0,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "no answer came"},
    {"reset after all",
     {.end = SCRIPT_RESET},
     0,
     STAGE_REQUEST_SENT,
     0,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "no answer came"},
    /* no reply */
    {"close before the reply",
     {.end = SCRIPT_CLOSE},
     0,
     STAGE_REQUEST_SENT,
     0,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "no answer came"},
    {"never answers",
     {.end = SCRIPT_STALL},
     SHORT_MS,
     STAGE_REQUEST_SENT,
     0,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "no answer came"},
    {"does not speak HTTP",
     {.reply = "220 smtp ready\r\n", .end = SCRIPT_CLOSE},
     0,
     STAGE_REQUEST_SENT,
     0,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "no answer came"},
    {"stalls in the headers",
     {.reply = "HTTP/1.1 200 OK\r\nContent-", .end = SCRIPT_STALL},
     SHORT_MS,
     STAGE_REPLY_BEGUN,
     200,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "only a part"},
    {"stalls in the body",
     {.reply = OK_HEAD "Content-Length: 41\r\n\r\n{\"_da", .end = SCRIPT_STALL},
     SHORT_MS,
     STAGE_REPLY_BEGUN,
     200,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "only a part"},
    {"only 100-continue",
     {.reply = "HTTP/1.1 100 Continue\r\n\r\n", .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_BEGUN,
     100,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "only a part"},
    {"half a reply",
     {.reply = OK_HEAD "Content-Length: 41\r\n\r\n{\"_data\":", .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_BEGUN,
     200,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "only a part"},
    {"whole id, wrong length",
     {.reply = OK_HEAD "Content-Length: 999\r\n\r\n" OK_BODY, .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_BEGUN,
     200,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "only a part"},
    {"length too small",
     {.reply = OK_HEAD "Content-Length: 20\r\n\r\n" OK_BODY, .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     200,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "no message id"},
    {"broken chunks",
     {.reply = OK_HEAD "Transfer-Encoding: chunked\r\n\r\nzz\r\n", .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_BEGUN,
     200,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "only a part"},
    {"broken gzip",
     {.reply = OK_HEAD "Content-Encoding: gzip\r\nContent-Length: 7\r\n\r\nnotgzip",
      .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_BEGUN,
     200,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "only a part"},
    {"64 MiB",
     {.reply = OK_HEAD "\r\n", .filler = (size_t)64 << 20, .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_BEGUN,
     200,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "the answer is too long"},
    /* a reply that does not say what happened */
    {"redirect",
     {.reply = "HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"},
     0,
     STAGE_REPLY_WHOLE,
     307,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "not followed"},
    {"204",
     {.reply = "HTTP/1.1 204 No Content\r\n\r\n"},
     0,
     STAGE_REPLY_WHOLE,
     204,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "no message id"},
    {"200 and empty",
     {.reply = OK_HEAD "Content-Length: 0\r\n\r\n"},
     0,
     STAGE_REPLY_WHOLE,
     200,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "no message id"},
    {"200 without an id",
     {.reply = OK_HEAD "Content-Length: 12\r\n\r\n{\"_data\":[]}"},
     0,
     STAGE_REPLY_WHOLE,
     200,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "no message id"},
    {"200 and HTML",
     {.reply = REPLY("200 OK", "text/html", "<html>ok</html>"), .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     200,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "no message id"},
    {"200 not UTF-8",
     {.reply = OK_HEAD "Content-Length: 3\r\n\r\n\xFF\xFE\x00"},
     SHORT_MS,
     STAGE_REPLY_BEGUN,
     200,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "only a part"},
    {"200 with an id and an error",
     {.reply = REPLY("200 OK", "application/json",
                     "{\"_data\":{\"whatsappMessageId\":\"wamid.A\"},\"_errors\":[\"x\"]}"),
      .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     200,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "an error and a message id"},
    {"502 and HTML",
     {.reply = REPLY("502 Bad Gateway", "text/html", "<html>Bad Gateway</html>"),
      .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     502,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "HTTP 502"},
    {"500 with words",
     {.reply = REPLY("500 Oops", "application/json", "{\"_errors\":[\"internal\"]}"),
      .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     500,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "HTTP 500"},
    {"504 with its own status as code",
     {.reply =
          REPLY("504 Late", "application/json", "{\"error\":{\"code\":504,\"message\":\"late\"}}"),
      .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     504,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "HTTP 504"},
    {"408",
     {.reply = REPLY("408 Slow", "text/plain", "slow"), .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     408,
     SEND_UNKNOWN,
     ERR_UNKNOWN,
     0,
     "HTTP 408"},
    /* the server says no */
    {"200 with _errors",
     {.reply = REPLY("200 OK", "application/json",
                     "{\"_data\":[],\"_errors\":[\"(#131026) Message undeliverable\"]}"),
      .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     200,
     SEND_REJECTED,
     ERR_REJECTED,
     131026,
     "ndeliverable"},
    {"400 with a code",
     {.reply = REPLY("400 Bad", "application/json",
                     "{\"_data\":[],\"_errors\":[\"(#132000) T: body: wrong\"]}"),
      .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     400,
     SEND_REJECTED,
     ERR_REJECTED,
     132000,
     "wrong"},
    {"500 with WhatsApp's code",
     {.reply =
          REPLY("500 Oops", "application/json",
                "{\"error\":{\"code\":131000,\"message\":\"(#131000) Something went wrong\"}}"),
      .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     500,
     SEND_REJECTED,
     ERR_REJECTED,
     131000,
     "omething went wrong"},
    {"401",
     {.reply = REPLY("401 No", "text/plain", ""), .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     401,
     SEND_REJECTED,
     ERR_AUTH,
     0,
     "HTTP 401"},
    {"402",
     {.reply = REPLY("402 Pay", "application/json",
                     "{\"_data\":[],\"_errors\":[\"Template Message sending is disabled\"]}"),
      .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     402,
     SEND_REJECTED,
     ERR_BILLING,
     0,
     "sending is disabled"},
    {"404",
     {.reply = REPLY("404 Not Found", "application/json", "{\"message\":\"Not Found\"}"),
      .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     404,
     SEND_REJECTED,
     ERR_REJECTED,
     0,
     "Not Found"},
    {"400 and HTML",
     {.reply = REPLY("400 Bad", "text/html", "<html>bad</html>"), .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     400,
     SEND_REJECTED,
     ERR_REJECTED,
     0,
     "HTTP 400"},
    {"429",
     {.reply = "HTTP/1.1 429 Slow\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n"},
     0,
     STAGE_REPLY_WHOLE,
     429,
     SEND_REJECTED,
     ERR_THROTTLED,
     0,
     "HTTP 429"},
    {"400 with a throttling code",
     {.reply = REPLY("400 Bad", "application/json", "{\"_errors\":[\"(#131056) pair rate\"]}"),
      .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     400,
     SEND_REJECTED,
     ERR_THROTTLED,
     131056,
     "pair rate"},
    /* the server says yes, oddly */
    {"100-continue first",
     {.reply = "HTTP/1.1 100 Continue\r\nRetry-After: 9\r\n\r\n" OK_HEAD
               "Content-Length: 41\r\n\r\n" OK_BODY},
     0,
     STAGE_REPLY_WHOLE,
     200,
     SEND_ACCEPTED,
     ERR_OK,
     0,
     NULL},
    {"gzip",
     {.reply = GZIP_HEAD GZIPPED, .reply_length = sizeof GZIP_HEAD - 1 + 61},
     0,
     STAGE_REPLY_WHOLE,
     200,
     SEND_ACCEPTED,
     ERR_OK,
     0,
     NULL},
    {"labelled as HTML",
     {.reply = REPLY("200 OK", "text/html", OK_BODY), .end = SCRIPT_CLOSE},
     0,
     STAGE_REPLY_WHOLE,
     200,
     SEND_ACCEPTED,
     ERR_OK,
     0,
     NULL},
    {"chunks",
     {.reply = OK_HEAD "Transfer-Encoding: chunked\r\n\r\n29\r\n" OK_BODY "\r\n0\r\n\r\n"},
     0,
     STAGE_REPLY_WHOLE,
     200,
     SEND_ACCEPTED,
     ERR_OK,
     0,
     NULL},
};

static void expect_failure(const struct failure *failure, const struct exchange *exchange)
{
    const struct http_result *result = &exchange->result;
    const struct send_change *change = &exchange->outcome.change;
    const char *text = change->error_text != NULL ? change->error_text : "";
    cr_expect_eq(exchange->calls, 1, "%s: %d calls", failure->id, exchange->calls);
    cr_expect_eq(result->stage, failure->stage, "%s: stage %d (curl %d %s)", failure->id,
                 (int)result->stage, result->curl_code, result->reason);
    cr_expect_eq(result->http_status, failure->http_status, "%s: HTTP %d", failure->id,
                 result->http_status);
    cr_expect_eq(change->state, failure->state, "%s: %s", failure->id,
                 send_state_word(change->state));
    cr_expect_eq(exchange->outcome.err, failure->err, "%s: %s", failure->id,
                 err_name(exchange->outcome.err));
    cr_expect_eq(change->error_code, failure->code, "%s: code %d", failure->id, change->error_code);
    cr_expect_eq(exchange->outcome.may_retry, failure->err == ERR_THROTTLED, "%s", failure->id);
    if (failure->text != NULL) {
        cr_expect_not_null(strstr(text, failure->text), "%s: %s", failure->id, text);
        cr_expect(change->error_next != NULL && change->error_next[0] != '\0', "%s: no next step",
                  failure->id);
    } else {
        cr_expect_str_eq(change->wamid, "wamid.A");
    }
}

Test(failures, every_point, .timeout = 120)
{
    for (size_t i = 0; i < COUNT_OF(failures); i++) {
        const struct failure *failure = &failures[i];
        struct scripted_server *server = scripted_server_start(&failure->step, 1);
        struct transport *transport = NULL;
        struct exchange exchange;
        cr_assert_not_null(server);
        cr_assert_eq(transport_new(&transport, NULL), ERR_OK);
        const struct http_request request = {
            .method = "POST",
            .url = scripted_server_url(server),
            .body = "{\"to\":\"15550001234\",\"type\":\"template\"}",
            .timeout_ms = failure->timeout_ms != 0 ? failure->timeout_ms : LONG_MS,
            .is_send = true,
        };
        exchange_init(&exchange);
        cr_assert(exchange_run(&exchange, transport, &request), "%s: does not end", failure->id);
        expect_failure(failure, &exchange);
        cr_expect_leq(scripted_server_requests(server), 1, "%s: repeated", failure->id);
        exchange_release(&exchange);
        transport_free(transport);
        scripted_server_stop(server);
    }
}

static void run_without_server(const char *url, long timeout_ms, struct exchange *exchange)
{
    struct transport *transport = NULL;
    cr_assert_eq(transport_new(&transport, NULL), ERR_OK);
    const struct http_request request = {
        .method = "POST", .url = url, .body = "{}", .timeout_ms = timeout_ms, .is_send = true};
    exchange_init(exchange);
    cr_assert(exchange_run(exchange, transport, &request));
    transport_free(transport);
}

static void expect_not_sent(const struct exchange *exchange, const char *next)
{
    cr_expect_eq(exchange->result.stage, STAGE_NOTHING);
    cr_expect_eq(exchange->outcome.change.state, SEND_NOT_SENT);
    cr_expect_eq(exchange->outcome.err, ERR_NOT_SENT);
    cr_expect(exchange->outcome.may_retry);
    cr_expect_not_null(strstr(exchange->outcome.change.error_next, next), "%s",
                       exchange->outcome.change.error_next);
}

Test(failures, refused_connection_is_not_sent)
{
    char url[64];
    struct exchange exchange;
    scripted_server_refused_url(url, sizeof url);
    run_without_server(url, LONG_MS, &exchange);
    cr_expect_eq(exchange.result.curl_code, 7);
    expect_not_sent(&exchange, "server in base_url is up");
    exchange_release(&exchange);
}

Test(failures, unknown_name_is_not_sent)
{
    struct exchange exchange;
    run_without_server("https://no-such-host.invalid/", LONG_MS, &exchange);
    cr_expect_eq(exchange.result.curl_code, 6);
    expect_not_sent(&exchange, "host name");
    exchange_release(&exchange);
}

/* The server of the script speaks no TLS: it stalls, talks plain text, or goes away. */
Test(failures, tls_that_never_stands_is_not_sent)
{
    static const struct script_step steps[] = {
        {.read_nothing = true, .end = SCRIPT_STALL},
        {.read_nothing = true, .reply = "HTTP/1.1 400 Bad\r\n\r\n", .end = SCRIPT_CLOSE},
        {.read_nothing = true, .end = SCRIPT_RESET},
    };
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        struct scripted_server *server = scripted_server_start(&steps[i], 1);
        struct exchange exchange;
        char url[64];
        cr_assert_not_null(server);
        snprintf(url, sizeof url, "https%s", scripted_server_url(server) + 4);
        run_without_server(url, i == 0 ? SHORT_MS : LONG_MS, &exchange);
        /* A reset may come so early that libcurl calls it a failed connect (7). */
        int code = exchange.result.curl_code;
        cr_expect(code == (i == 0 ? 28 : 35) || (i == 2 && code == 7), "row %zu: %d", i, code);
        expect_not_sent(&exchange, "");
        exchange_release(&exchange);
        scripted_server_stop(server);
    }
}

static void cancel_at(const struct script_step *step, bool wait_for_request,
                      enum send_state expected)
{
    struct scripted_server *server = scripted_server_start(step, 1);
    struct transport *transport = NULL;
    struct transfer *transfer = NULL;
    struct exchange exchange;
    cr_assert_not_null(server);
    cr_assert_eq(transport_new(&transport, NULL), ERR_OK);
    const struct http_request request = {.method = "POST",
                                         .url = scripted_server_url(server),
                                         .body = "{}",
                                         .timeout_ms = LONG_MS,
                                         .is_send = true};
    exchange_init(&exchange);
    cr_assert_eq(transport_start(transport, &request, exchange_done, &exchange, &transfer, NULL),
                 ERR_OK);
    int64_t deadline = clock_monotonic_ms() + LONG_MS;
    while (wait_for_request && !scripted_server_wait(server, 1, 0) &&
           clock_monotonic_ms() < deadline)
        transport_step(transport, 20, NULL);
    cr_expect_eq(transfer_has_begun(transfer), wait_for_request);
    int64_t before = clock_monotonic_ms();
    transfer_cancel(transfer);
    cr_expect_lt(clock_monotonic_ms() - before, 200);
    cr_expect_eq(exchange.calls, 1);
    cr_expect(exchange.result.cancelled);
    cr_expect_eq(exchange.outcome.change.state, expected);
    cr_expect_eq(transport_running(transport), 0);
    exchange_release(&exchange);
    transport_free(transport);
    scripted_server_stop(server);
}

Test(failures, cancelling_before_and_after_the_first_byte)
{
    const struct script_step stall = {.end = SCRIPT_STALL};
    cancel_at(&stall, false, SEND_CANCELLED);
    cancel_at(&stall, true, SEND_UNKNOWN);
}

Test(failures, freeing_the_transport_ends_every_transfer)
{
    const struct script_step stall = {.end = SCRIPT_STALL};
    struct scripted_server *server = scripted_server_start(&stall, 1);
    struct transport *transport = NULL;
    struct exchange exchanges[8];
    cr_assert_not_null(server);
    cr_assert_eq(transport_new(&transport, NULL), ERR_OK);
    const struct http_request request = {
        .method = "GET", .url = scripted_server_url(server), .timeout_ms = LONG_MS};
    for (size_t i = 0; i < COUNT_OF(exchanges); i++) {
        exchange_init(&exchanges[i]);
        cr_assert_eq(transport_start(transport, &request, exchange_done, &exchanges[i], NULL, NULL),
                     ERR_OK);
    }
    cr_expect_eq(transport_running(transport), COUNT_OF(exchanges));
    transport_step(transport, 10, NULL);
    transport_free(transport);
    for (size_t i = 0; i < COUNT_OF(exchanges); i++) {
        cr_expect_eq(exchanges[i].calls, 1);
        cr_expect(exchanges[i].result.cancelled);
        exchange_release(&exchanges[i]);
    }
    scripted_server_stop(server);
}
