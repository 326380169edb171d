/* The decision about the window. */
#include "src/chakra/chat_window.h"

#include "src/base/text.h"

static const char *const words[] = {
    [WINDOW_CANNOT_TELL] = "cannot_tell", [WINDOW_OPEN] = "open", [WINDOW_CLOSED] = "closed"};

const char *chat_window_word(enum chat_window_state state)
{
    return words[state];
}

struct chat_window chat_window_decide(const struct chat_message *messages, size_t count,
                                      bool complete, int64_t now_ms)
{
    struct chat_window window = {.state = WINDOW_CANNOT_TELL};
    bool is_vague = false;
    for (size_t i = 0; i < count; i++) {
        const struct chat_message *message = &messages[i];
        bool is_inbound = message->direction == CHAT_INBOUND;
        bool may_be_recent = message->at == 0 || message->at > now_ms - CHAT_WINDOW_MS;
        if (is_inbound && message->at > window.last_inbound_at && message->at <= now_ms)
            window.last_inbound_at = message->at;
        if (message->direction == CHAT_DIRECTION_UNKNOWN || (is_inbound && message->at == 0))
            is_vague = is_vague || may_be_recent;
        if (is_inbound && message->at > now_ms)
            is_vague = true; /* a clock is wrong: whose is not known */
    }
    if (window.last_inbound_at > now_ms - CHAT_WINDOW_MS) {
        window.state = WINDOW_OPEN;
        window.closes_at = window.last_inbound_at + CHAT_WINDOW_MS;
        window.reason = text_of("The customer wrote less than 24 hours ago.");
    } else if (is_vague) {
        window.reason =
            text_of("A message of the last 24 hours does not say who wrote it, or when.");
    } else if (!complete) {
        window.reason = text_of("Not all messages of the last 24 hours could be listed.");
    } else {
        window.state = WINDOW_CLOSED;
        window.reason = window.last_inbound_at != 0
                            ? text_of("The customer wrote last more than 24 hours ago.")
                            : text_of("The list shows no message of the customer.");
    }
    return window;
}
