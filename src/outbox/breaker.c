/* When the queue stops, and when it goes on. */
#include "src/outbox/breaker.h"

#include "src/base/text.h"

#include <stdio.h>

static void stop(struct breaker *breaker, const struct outcome *outcome, int64_t row,
                 uint64_t last_submitted)
{
    breaker->is_open = true;
    breaker->stopped_upto = last_submitted;
    breaker->losses = 0;
    breaker->row = row;
    breaker->err = outcome->err;
    const char *why = outcome->change.error_text;
    snprintf(breaker->why, sizeof breaker->why, "%s", why != NULL ? why : err_text(outcome->err));
}

bool breaker_note(struct breaker *breaker, const struct outcome *outcome, int64_t row,
                  uint64_t last_submitted)
{
    bool is_refusal_of_all = outcome->err == ERR_AUTH || outcome->err == ERR_BILLING;
    if (outcome->err == ERR_NOT_SENT)
        breaker->losses++;
    else if (outcome->change.http_status != 0) /* somebody answered, so there is a network */
        breaker->losses = 0;
    if (breaker->is_open || (!is_refusal_of_all && breaker->losses < BREAKER_LOSSES_MAX))
        return false;
    stop(breaker, outcome, row, last_submitted);
    return true;
}

bool breaker_admits(struct breaker *breaker, uint64_t number, bool is_listed)
{
    if (number <= breaker->stopped_upto)
        return false;
    if (breaker->is_open && is_listed)
        return false;
    breaker->is_open = false;
    return true;
}

const char *breaker_next_step(const struct breaker *breaker)
{
    switch (breaker->err) {
    case ERR_AUTH:
        return text_of(
            "Check the token and its role (chakra-tui config show), then send it again.");
    case ERR_BILLING:
        return text_of("Settle the plan or the payment with ChakraHQ, then send it again.");
    default:
        return text_of("Check the network and base_url, then send it again.");
    }
}
