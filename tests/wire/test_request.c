/* What really goes over the wire: the request line, every header, the body, byte for byte. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/mem.h"
#include "tests/support/scripted_server.h"
#include "tests/wire/exchange.h"

#define ACCEPTED_BODY "{\"_data\":{\"whatsappMessageId\":\"wamid.A\"}}"
#define ACCEPTED                                                            \
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " \
    "41\r\n\r\n" ACCEPTED_BODY

static const char token_text[] = "canary-token-0123456789";

static void make_token(struct secret *token)
{
    secret_init(token);
    cr_assert_eq(secret_set(token, token_text, strlen(token_text), NULL), ERR_OK);
}

/* Sends one request to a server that accepts it, and gives back what the server saw. */
static char *capture(struct http_request *request, const char *path)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}};
    struct scripted_server *server = scripted_server_start(steps, 1);
    struct transport *transport = NULL;
    struct exchange exchange;
    char url[256];
    cr_assert_not_null(server);
    cr_assert_eq(transport_new(&transport, NULL), ERR_OK);
    snprintf(url, sizeof url, "%s%s", scripted_server_url(server), path);
    request->url = url;
    exchange_init(&exchange);
    cr_assert(exchange_run(&exchange, transport, request));
    cr_assert_eq(exchange.result.stage, STAGE_REPLY_WHOLE, "%s", exchange.result.reason);
    cr_assert_eq(exchange.result.http_status, 200);
    cr_assert_eq(exchange.result.body.length, strlen(ACCEPTED_BODY));
    char *seen = scripted_server_request(server, 0);
    exchange_release(&exchange);
    transport_free(transport);
    scripted_server_stop(server);
    cr_assert_not_null(seen);
    return seen;
}

/* Removes the value of a header that depends on the machine, so that the rest can be compared. */
static void blank_value(char *text, const char *name)
{
    char *at = strstr(text, name);
    cr_assert_not_null(at, "%s is missing", name);
    at += strlen(name);
    char *end = strstr(at, "\r\n");
    memmove(at, end, strlen(end) + 1);
}

Test(request, a_send_byte_for_byte)
{
    struct secret token;
    make_token(&token);
    struct http_request request = {.method = "POST",
                                   .token = &token,
                                   .body = "{\"to\":\"15550001234\"}",
                                   .timeout_ms = 5000,
                                   .is_send = true};
    char *seen = capture(&request, "/v1/ext/plugin/whatsapp/p/api/v24.0/1/messages");
    blank_value(seen, "Host: 127.0.0.1:");
    blank_value(seen, "Accept-Encoding: ");
    cr_assert_str_eq(seen, "POST /v1/ext/plugin/whatsapp/p/api/v24.0/1/messages HTTP/1.1\r\n"
                           "Host: 127.0.0.1:\r\n"
                           "User-Agent: chakra-tui/" CHAKRA_VERSION "\r\n"
                           "Accept-Encoding: \r\n"
                           "Accept: application/json\r\n"
                           "Authorization: Bearer canary-token-0123456789\r\n"
                           "Content-Type: application/json\r\n"
                           "Content-Length: 20\r\n"
                           "\r\n"
                           "{\"to\":\"15550001234\"}");
    mem_free(seen);
    secret_release(&token);
}

Test(request, a_read_has_no_body_and_no_type)
{
    struct http_request request = {.method = "GET", .timeout_ms = 5000};
    char *seen = capture(&request, "/v1/ext/whatsapp-phone-number?pluginId=x");
    blank_value(seen, "Host: 127.0.0.1:");
    blank_value(seen, "Accept-Encoding: ");
    cr_assert_str_eq(seen, "GET /v1/ext/whatsapp-phone-number?pluginId=x HTTP/1.1\r\n"
                           "Host: 127.0.0.1:\r\n"
                           "User-Agent: chakra-tui/" CHAKRA_VERSION "\r\n"
                           "Accept-Encoding: \r\n"
                           "Accept: application/json\r\n"
                           "\r\n");
    mem_free(seen);
}

/* A long body makes libcurl ask for "100-continue" first unless it is told not to. */
Test(request, a_long_body_goes_out_at_once)
{
    size_t length = (size_t)3 << 18;
    char *body = mem_alloc(length + 1);
    memset(body, 'y', length);
    body[length] = '\0';
    struct http_request request = {
        .method = "POST", .body = body, .timeout_ms = 5000, .is_send = true};
    char *seen = capture(&request, "/x");
    const char *end = strstr(seen, "\r\n\r\n");
    cr_assert_not_null(end);
    cr_assert_null(strstr(seen, "Expect"));
    cr_assert_eq(strlen(end + 4), length);
    mem_free(seen);
    mem_free(body);
}

Test(request, loopback_does_not_go_through_a_proxy)
{
    char refused[64];
    scripted_server_refused_url(refused, sizeof refused);
    setenv("http_proxy", refused, 1);
    setenv("all_proxy", refused, 1);
    struct http_request request = {.method = "GET", .timeout_ms = 5000};
    char *seen = capture(&request, "/x");
    cr_assert_eq(strncmp(seen, "GET /x HTTP/1.1\r\n", 17), 0, "%.40s", seen);
    mem_free(seen);
}

static const struct {
    const char *url;
    int curl_code;
} refused_urls[] = {
    {"http://192.0.2.1/", 1},  {"http://example.invalid/", 1},         {"ftp://127.0.0.1/", 1},
    {"file:///etc/passwd", 1}, {"https://user:word@127.0.0.1:1/", 67}, {"not a url", 3},
};

Test(request, only_https_and_loopback_http_leave)
{
    struct transport *transport = NULL;
    cr_assert_eq(transport_new(&transport, NULL), ERR_OK);
    for (size_t i = 0; i < COUNT_OF(refused_urls); i++) {
        struct exchange exchange;
        exchange_init(&exchange);
        const struct http_request request = {.method = "POST",
                                             .url = refused_urls[i].url,
                                             .body = "{}",
                                             .timeout_ms = 2000,
                                             .is_send = true};
        cr_assert(exchange_run(&exchange, transport, &request));
        cr_expect_eq(exchange.result.curl_code, refused_urls[i].curl_code, "%s: %d %s",
                     refused_urls[i].url, exchange.result.curl_code, exchange.result.reason);
        cr_expect_eq(exchange.result.stage, STAGE_NOTHING, "%s", refused_urls[i].url);
        cr_expect_eq(exchange.outcome.change.state, SEND_NOT_SENT, "%s", refused_urls[i].url);
        exchange_release(&exchange);
    }
    transport_free(transport);
}
