/*
 * Chats and messages as ChakraHQ lists them (*List chats*, *List chat messages
 * for a chat*, *List previous messages for a phone number*), read into plain
 * data. The names of the reply's members are not documented, so every spelling
 * that a public client was seen to guard for is accepted (fact sheet, section 6).
 *
 * Pure; results live in the arena given. A text that is missing is "", a time
 * that is missing or makes no sense is 0. Ids are text, whatever they came as.
 */
#ifndef CHAKRA_CHAKRA_CHAT_H
#define CHAKRA_CHAKRA_CHAT_H

#include "src/base/arena.h"
#include "src/base/err.h"

#include <stddef.h>
#include <stdint.h>

enum chat_direction { CHAT_DIRECTION_UNKNOWN, CHAT_OUTBOUND, CHAT_INBOUND };

struct chat_message {
    const char *id;        /* ChakraHQ's own */
    const char *wamid;     /* externalId */
    const char *status;    /* deliveryStatus, in lower case */
    const char *recipient; /* the customer's number as it came */
    const char *text;
    const char *template_id;
    const char *template_name;
    const char *error_text; /* of a failed message */
    int error_code;         /* 0: none */
    enum chat_direction direction;
    int64_t at; /* ms since 1970 */
};

struct chat_message_page {
    struct chat_message *items;
    size_t count;
    size_t unreadable; /* elements that are no objects */
    int64_t total;     /* of all pages, where the reply says so; -1 */
};

enum err chat_parse_messages(const char *bytes, size_t length, struct arena *arena,
                             struct chat_message_page *ret_page, struct error *reterr);

struct chat {
    const char *id;
    const char *recipient; /* the customer's number as it came */
    const char *name;      /* of the customer */
    const char *text;      /* of the last message */
    int64_t at;            /* of the last message, else of the chat's last change; ms since 1970 */
};

struct chat_page {
    struct chat *items;
    size_t count;
    size_t unreadable;
    int64_t total;
};

enum err chat_parse_chats(const char *bytes, size_t length, struct arena *arena,
                          struct chat_page *ret_page, struct error *reterr);

/* "outbound" or "inbound"; "" when not known. */
const char *chat_direction_word(enum chat_direction direction);

#endif
