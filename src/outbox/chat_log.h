/*
 * Messages with one recipient while they are being read, page by page, and when
 * to stop: the order of the list, its largest page and whether it counts are not
 * documented, so the end is what brings nothing new. Pure.
 */
#ifndef CHAKRA_OUTBOX_CHAT_LOG_H
#define CHAKRA_OUTBOX_CHAT_LOG_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/chakra/chat.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CHAT_LOG_PAGE_SIZE = 50, CHAT_LOG_PAGES_MAX = 3 };

struct chat_log {
    struct arena arena; /* owns all texts */
    struct chat_message *messages;
    size_t count, size;
    size_t listed; /* elements that came, doubles too */
    size_t unreadable;
    long pages;
    long pages_max;
    int64_t needed_since; /* ms: what is older is not asked for; 0: nothing is too old */
    size_t needed;        /* so many messages are enough; 0: all */
    bool descending;      /* newest first, so far, and every message has its time */
    bool complete;        /* everything that was needed is here */
};

struct chat_log *chat_log_new(void); /* NULL: no memory */
void chat_log_free(struct chat_log *log);

/* Adds a page whose texts live in log->arena. *ret_more: ask for the next one. */
enum err chat_log_add_page(struct chat_log *log, const struct chat_message_page *page,
                           bool *ret_more, struct error *reterr);

/* Newest first, whatever the server's order is; those of one time, and those without one, which
 * come last, stay in its order. */
void chat_log_sort(struct chat_log *log);

#endif
