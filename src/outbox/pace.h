/*
 * When a send is tried again: only after an explicit throttling answer, or when
 * no connection came about. Pure.
 */
#ifndef CHAKRA_OUTBOX_PACE_H
#define CHAKRA_OUTBOX_PACE_H

#include "src/outbox/outcome.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * `attempts` were made, `most` are allowed. False: this outcome is the last one.
 * Else *ret_wait_ms is the server's hint, or grows from 1 s with each attempt;
 * `chance` (any number) spreads it, so that many senders do not come back at once.
 */
bool pace_next_attempt(const struct outcome *outcome, long attempts, long most, uint32_t chance,
                       int64_t *ret_wait_ms);

#endif
