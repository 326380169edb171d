/* Drives one transfer and keeps what came of it. */
#include "tests/wire/exchange.h"

#include <signal.h>

#include "src/base/clock.h"
#include "src/chakra/reply.h"

enum { PATIENCE_MS = 10000 };

void exchange_init(struct exchange *exchange)
{
    *exchange = (struct exchange){0};
    arena_init(&exchange->arena);
    strbuf_init(&exchange->result.body, REPLY_BYTES_MAX);
}

void exchange_release(struct exchange *exchange)
{
    strbuf_release(&exchange->result.body);
    arena_release(&exchange->arena);
}

void exchange_done(struct http_result *result, void *context)
{
    struct exchange *exchange = context;
    struct strbuf body = exchange->result.body;
    strbuf_add(&body, result->body.text, result->body.length);
    exchange->result = *result;
    exchange->result.body = body;
    outcome_decide(&exchange->result, clock_now_ms(), NULL, &exchange->arena, &exchange->outcome,
                   NULL);
    exchange->calls++;
    exchange->ended = true;
}

bool exchange_run(struct exchange *exchange, struct transport *transport,
                  const struct http_request *request)
{
    struct transfer *transfer = NULL;
    signal(SIGPIPE, SIG_IGN); /* as the program does; see transport.h */
    int64_t deadline = clock_monotonic_ms() + PATIENCE_MS;
    if (transport_start(transport, request, exchange_done, exchange, &transfer, NULL) != ERR_OK)
        return false;
    while (!exchange->ended && clock_monotonic_ms() < deadline)
        transport_step(transport, 100, NULL);
    return exchange->ended;
}
