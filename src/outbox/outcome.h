/*
 * What a finished transfer means for the row: the one place where evidence
 * becomes a state (table in outcome.c, a test for each row). Pure.
 */
#ifndef CHAKRA_OUTBOX_OUTCOME_H
#define CHAKRA_OUTBOX_OUTCOME_H

#include "src/base/arena.h"
#include "src/chakra/reply.h"
#include "src/chakra/transport.h"
#include "src/history/store.h"
#include "src/whatsapp/slots.h"

struct outcome {
    enum err err; /* OK, REJECTED, UNKNOWN, NOT_SENT, THROTTLED, BILLING, AUTH, INTERRUPTED */
    struct send_change change; /* strings in the arena */
    bool may_retry;            /* an explicit throttling answer, or not_sent */
    int64_t retry_after_ms;    /* server's hint; -1: none */
};

enum err outcome_decide(const struct http_result *result, int64_t now_ms,
                        const struct slot_list *slots, struct arena *arena,
                        struct outcome *ret_outcome, struct error *reterr);

#endif
