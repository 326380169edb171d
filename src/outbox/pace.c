/* Waiting times between attempts. */
#include "src/outbox/pace.h"

enum {
    FIRST_WAIT_MS = 1000,
    MOST_WAIT_MS = 60 * 1000,
    /* A server that asks for more is told to the operator instead of holding the row open. */
    MOST_HINT_MS = 10 * 60 * 1000,
    SPREAD_MS = 250
};

bool pace_next_attempt(const struct outcome *outcome, long attempts, long most, uint32_t chance,
                       int64_t *ret_wait_ms)
{
    if (!outcome->may_retry || attempts >= most)
        return false;
    if (outcome->retry_after_ms >= 0) {
        *ret_wait_ms = outcome->retry_after_ms + chance % SPREAD_MS;
        return outcome->retry_after_ms <= MOST_HINT_MS;
    }
    int64_t wait = FIRST_WAIT_MS;
    for (long i = 1; i < attempts && wait < MOST_WAIT_MS; i++)
        wait *= 2;
    if (wait > MOST_WAIT_MS)
        wait = MOST_WAIT_MS;
    /* Between half of it and all of it. */
    *ret_wait_ms = wait / 2 + (int64_t)(chance % (uint32_t)(wait / 2 + 1));
    return true;
}
