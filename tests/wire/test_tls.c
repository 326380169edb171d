/* The certificate is always checked: issuer, name and dates; and nothing leaves before it is. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/tls_server.h"
#include "tests/wire/exchange.h"

#define ACCEPTED                                                         \
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 41\r\n\r\n" \
    "{\"_data\":{\"whatsappMessageId\":\"wamid.A\"}}"

/* Sends to https://HOST:PORT of a fresh server; `trust` makes its certificate the only known one.
 */
static size_t send_to(const char *host, bool trust, struct exchange *exchange)
{
    struct tls_server *server = tls_server_start(ACCEPTED);
    struct transport *transport = NULL;
    char url[128];
    cr_assert_not_null(server);
    if (trust)
        setenv("SSL_CERT_FILE", tls_server_certificate_file(server), 1);
    else
        unsetenv("SSL_CERT_FILE");
    cr_assert_eq(transport_new(&transport, NULL), ERR_OK);
    snprintf(url, sizeof url, "https://%s:%d/x", host, tls_server_port(server));
    const struct http_request request = {
        .method = "POST", .url = url, .body = "{}", .timeout_ms = 8000, .is_send = true};
    exchange_init(exchange);
    cr_assert(exchange_run(exchange, transport, &request));
    transport_free(transport);
    size_t requests = tls_server_requests(server);
    tls_server_stop(server);
    return requests;
}

static void expect_untrusted(const struct exchange *exchange)
{
    cr_expect_eq(exchange->result.curl_code, 60, "%d %s", exchange->result.curl_code,
                 exchange->result.reason);
    cr_expect_eq(exchange->result.stage, STAGE_NOTHING);
    cr_expect_eq(exchange->outcome.change.state, SEND_NOT_SENT);
    cr_expect_not_null(strstr(exchange->outcome.change.error_next, "certificate"));
}

Test(tls, a_trusted_certificate_is_accepted)
{
    struct exchange exchange;
    cr_expect_eq(send_to("127.0.0.1", true, &exchange), 1);
    cr_expect_eq(exchange.outcome.change.state, SEND_ACCEPTED, "%s", exchange.result.reason);
    exchange_release(&exchange);
}

Test(tls, an_unknown_issuer_is_refused)
{
    struct exchange exchange;
    cr_expect_eq(send_to("127.0.0.1", false, &exchange), 0);
    expect_untrusted(&exchange);
    exchange_release(&exchange);
}

Test(tls, a_wrong_name_is_refused)
{
    struct exchange exchange;
    cr_expect_eq(send_to("localhost", true, &exchange), 0);
    expect_untrusted(&exchange);
    exchange_release(&exchange);
}

Test(tls, a_missing_file_of_certificates_says_so)
{
    struct transport *transport = NULL;
    struct exchange exchange;
    setenv("SSL_CERT_FILE", "/nonexistent/ca.pem", 1);
    struct tls_server *server = tls_server_start(ACCEPTED);
    char url[128];
    cr_assert_not_null(server);
    cr_assert_eq(transport_new(&transport, NULL), ERR_OK);
    snprintf(url, sizeof url, "https://127.0.0.1:%d/", tls_server_port(server));
    const struct http_request request = {
        .method = "POST", .url = url, .body = "{}", .timeout_ms = 8000, .is_send = true};
    exchange_init(&exchange);
    cr_assert(exchange_run(&exchange, transport, &request));
    cr_expect_eq(exchange.result.curl_code, 77);
    cr_expect_eq(exchange.outcome.change.state, SEND_NOT_SENT);
    cr_expect_not_null(strstr(exchange.outcome.change.error_next, "SSL_CERT_FILE"));
    exchange_release(&exchange);
    transport_free(transport);
    tls_server_stop(server);
}
