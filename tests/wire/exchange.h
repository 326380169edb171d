/* One request over a transport, driven to its end, with the result kept for a test to look at. */
#ifndef CHAKRA_TESTS_EXCHANGE_H
#define CHAKRA_TESTS_EXCHANGE_H

#include "src/chakra/transport.h"
#include "src/outbox/outcome.h"

#include <stdbool.h>

struct exchange {
    struct http_result result; /* with a body of its own */
    struct arena arena;
    struct outcome outcome;
    int calls; /* of the `done` callback: must be 1 */
    bool ended;
};

/* Runs `request` on `transport` until it ends; false when it does not within 10 s. */
bool exchange_run(struct exchange *exchange, struct transport *transport,
                  const struct http_request *request);
/* The callback alone, for tests that drive the transport themselves; `context` is the exchange. */
void exchange_done(struct http_result *result, void *context);
void exchange_init(struct exchange *exchange);
void exchange_release(struct exchange *exchange);

#endif
