/*
 * The circuit breaker: when the account is refused (401, 403), asks to be paid
 * (402, 131042) or the network is gone, the sends that wait would all end alike;
 * so the queue stops and says why, instead of burning through a list.
 *
 * What was submitted before the stop ends as not sent. A single send submitted
 * afterwards is the operator's decision to try again; one of a list is not.
 * Belongs to the worker's thread. Pure.
 */
#ifndef CHAKRA_OUTBOX_BREAKER_H
#define CHAKRA_OUTBOX_BREAKER_H

#include "src/outbox/outcome.h"

#include <stdbool.h>
#include <stdint.h>

enum { BREAKER_LOSSES_MAX = 3 };

struct breaker {
    bool is_open;
    uint64_t stopped_upto; /* number of the last send that was submitted before the stop */
    int losses;            /* sends in a row that found no network */
    int64_t row;           /* that stopped it */
    enum err err;
    char why[200];
};

/* The last outcome of a send. True: this one stops the queue; `last_submitted` is the number of the
 * newest send so far. */
bool breaker_note(struct breaker *breaker, const struct outcome *outcome, int64_t row,
                  uint64_t last_submitted);

/* May the send with this number go? */
bool breaker_admits(struct breaker *breaker, uint64_t number, bool is_listed);

/* What the operator can do before trying again; static. */
const char *breaker_next_step(const struct breaker *breaker);

#endif
