/*
 * libcurl repeats a POST by itself when a kept connection dies before the first
 * byte of the reply. The server may have stored the first copy by then. A send
 * must therefore reach the server at most once, and be told as unknown.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "src/base/mem.h"
#include "tests/support/scripted_server.h"
#include "tests/wire/exchange.h"

#define ACCEPTED                                                                      \
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 41\r\n\r\n" \
    "{\"_data\":{\"whatsappMessageId\":\"wamid.A\"}}"

static void run_pair(const struct script_step *steps, size_t count, bool is_send,
                     struct exchange *second, size_t *ret_requests, size_t *ret_connections)
{
    struct scripted_server *server = scripted_server_start(steps, count);
    struct transport *transport = NULL;
    struct exchange first;
    cr_assert_not_null(server);
    cr_assert_eq(transport_new(&transport, NULL), ERR_OK);
    const struct http_request request = {.method = "POST",
                                         .url = scripted_server_url(server),
                                         .body = "{\"a\":1}",
                                         .timeout_ms = 5000,
                                         .is_send = is_send};
    exchange_init(&first);
    exchange_init(second);
    cr_assert(exchange_run(&first, transport, &request));
    cr_assert_eq(first.outcome.change.state, SEND_ACCEPTED);
    cr_assert(exchange_run(second, transport, &request));
    *ret_requests = scripted_server_requests(server);
    *ret_connections = scripted_server_connections(server);
    exchange_release(&first);
    transport_free(transport);
    scripted_server_stop(server);
}

Test(reuse, a_kept_connection_is_used_again)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}};
    struct exchange second;
    size_t requests = 0;
    size_t connections = 0;
    run_pair(steps, 1, true, &second, &requests, &connections);
    cr_expect_eq(requests, 2);
    cr_expect_eq(connections, 1);
    cr_expect_eq(second.outcome.change.state, SEND_ACCEPTED);
    exchange_release(&second);
}

static void expect_one_copy(enum script_end end)
{
    const struct script_step steps[] = {{.reply = ACCEPTED}, {.end = end}, {.reply = ACCEPTED}};
    struct exchange second;
    size_t requests = 0;
    size_t connections = 0;
    run_pair(steps, COUNT_OF(steps), true, &second, &requests, &connections);
    cr_expect_eq(requests, 2, "the second send reached the server %zu times", requests - 1);
    cr_expect(second.result.repeated || second.result.curl_code != 0);
    cr_expect_eq(second.result.stage, STAGE_REQUEST_SENT);
    cr_expect_eq(second.outcome.change.state, SEND_UNKNOWN);
    cr_expect_eq(second.outcome.err, ERR_UNKNOWN);
    cr_expect(!second.outcome.may_retry);
    exchange_release(&second);
}

Test(reuse, a_send_that_was_read_and_dropped_is_not_repeated)
{
    expect_one_copy(SCRIPT_CLOSE);
}

Test(reuse, a_send_that_was_read_and_reset_is_not_repeated)
{
    expect_one_copy(SCRIPT_RESET);
}

/* The repetition cannot even connect: what is told is what became of the first, which left. */
Test(reuse, a_server_that_dies_with_a_send_is_not_told_as_a_failed_connect)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}, {.end = SCRIPT_DIE}};
    struct exchange second;
    size_t requests = 0;
    size_t connections = 0;
    run_pair(steps, COUNT_OF(steps), true, &second, &requests, &connections);
    cr_expect_eq(requests, 2);
    cr_expect(second.result.repeated);
    cr_expect_eq(second.result.stage, STAGE_REQUEST_SENT);
    cr_expect_eq(second.outcome.change.state, SEND_UNKNOWN);
    cr_expect_str_eq(second.outcome.change.error_text, "the connection closed before an answer");
    exchange_release(&second);
}

/* Proves that the case above is real: without the rule the server gets two copies. */
Test(reuse, a_read_is_repeated_by_libcurl)
{
    static const struct script_step steps[] = {
        {.reply = ACCEPTED}, {.end = SCRIPT_CLOSE}, {.reply = ACCEPTED}};
    struct exchange second;
    size_t requests = 0;
    size_t connections = 0;
    run_pair(steps, COUNT_OF(steps), false, &second, &requests, &connections);
    cr_expect_eq(requests, 3);
    cr_expect_eq(connections, 2);
    cr_expect_eq(second.result.http_status, 200);
    exchange_release(&second);
}
