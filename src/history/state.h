/*
 * States of a send, and which may follow which. Pure.
 */
#ifndef CHAKRA_HISTORY_STATE_H
#define CHAKRA_HISTORY_STATE_H

#include <stdbool.h>

/* id, word on screen and in files, rank (never goes down), is it final, mark beside the word */
#define SEND_STATE_LIST(X)                    \
    X(QUEUED, "queued", 0, false, "·")        \
    X(SENDING, "sending", 1, false, "…")      \
    X(NOT_SENT, "not_sent", 2, true, "–")     \
    X(CANCELLED, "cancelled", 2, true, "–")   \
    X(UNKNOWN, "unknown", 2, false, "?")      \
    X(REJECTED, "rejected", 9, true, "✗")     \
    X(ACCEPTED, "accepted", 3, false, "✓")    \
    X(SENT, "sent", 4, false, "✓")            \
    X(DELIVERED, "delivered", 5, false, "✓✓") \
    X(READ, "read", 6, false, "✓✓")           \
    X(FAILED, "failed", 9, true, "✗")

enum send_state {
#define X(id, word, rank, final, mark) SEND_##id,
    SEND_STATE_LIST(X)
#undef X
        SEND_STATE_COUNT
};

const char *send_state_word(enum send_state state);
const char *send_state_mark(enum send_state state);
bool send_state_parse(const char *word, enum send_state *ret_state); /* any case */
/* May a row in `from` become `to`? Backwards moves, and any move from a final state, may not. */
bool send_state_may_become(enum send_state from, enum send_state to);

#endif
