/*
 * Is the 24-hour window with a customer open, in which a message needs no
 * template? It opens with each message of his. Told from a list of messages, and
 * only as far as that list shows it. Pure.
 */
#ifndef CHAKRA_CHAKRA_CHAT_WINDOW_H
#define CHAKRA_CHAKRA_CHAT_WINDOW_H

#include "src/chakra/chat.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CHAT_WINDOW_MS = 24 * 60 * 60 * 1000 };

enum chat_window_state { WINDOW_CANNOT_TELL, WINDOW_OPEN, WINDOW_CLOSED };

struct chat_window {
    enum chat_window_state state;
    int64_t last_inbound_at; /* 0: none was seen */
    int64_t closes_at;       /* 0 unless open */
    const char *reason;      /* static, a sentence */
};

/* `complete`: every message of the last 24 hours is among them. */
struct chat_window chat_window_decide(const struct chat_message *messages, size_t count,
                                      bool complete, int64_t now_ms);

/* "open", "closed", "cannot_tell" */
const char *chat_window_word(enum chat_window_state state);

#endif
