/* Collecting pages, and seeing their end. */
#include "src/outbox/chat_log.h"

#include <string.h>

#include "src/base/mem.h"

struct chat_log *chat_log_new(void)
{
    struct chat_log *log = mem_zalloc(1, sizeof *log);
    if (log == NULL)
        return NULL;
    arena_init(&log->arena);
    log->pages_max = CHAT_LOG_PAGES_MAX;
    log->descending = true;
    return log;
}

void chat_log_free(struct chat_log *log)
{
    if (log == NULL)
        return;
    arena_release(&log->arena);
    mem_free(log->messages);
    mem_free(log);
}

/* By the one id that both have. Messages without any are all taken for different ones. */
static bool is_same(const struct chat_message *left, const struct chat_message *right)
{
    if (left->wamid[0] != '\0' && right->wamid[0] != '\0')
        return strcmp(left->wamid, right->wamid) == 0;
    return left->id[0] != '\0' && strcmp(left->id, right->id) == 0;
}

/* A server that does not know `page` gives the first one again; and a new message moves the others
 * to the next page while they are being read. */
static bool has(const struct chat_log *log, const struct chat_message *message)
{
    for (size_t i = 0; i < log->count; i++)
        if (is_same(&log->messages[i], message))
            return true;
    return false;
}

static bool make_room(struct chat_log *log, size_t more)
{
    if (log->count + more <= log->size)
        return true;
    struct chat_message *grown = mem_grow(log->messages, log->count + more, sizeof *log->messages);
    if (grown == NULL)
        return false;
    log->messages = grown;
    log->size = log->count + more;
    return true;
}

static void add_message(struct chat_log *log, const struct chat_message *message)
{
    int64_t before = log->count > 0 ? log->messages[log->count - 1].at : INT64_MAX;
    if (message->at == 0 || message->at > before)
        log->descending = false;
    log->messages[log->count++] = *message;
}

static bool is_complete(const struct chat_log *log, const struct chat_message_page *page,
                        size_t added)
{
    if (added == 0 || (log->needed > 0 && log->count >= log->needed))
        return true;
    if (page->total >= 0 && log->listed >= (size_t)page->total)
        return true;
    /* One message, or several of one time, show no order. */
    int64_t oldest = log->messages[log->count - 1].at;
    return log->descending && log->messages[0].at > oldest && oldest < log->needed_since;
}

enum err chat_log_add_page(struct chat_log *log, const struct chat_message_page *page,
                           bool *ret_more, struct error *reterr)
{
    *ret_more = false;
    if (!make_room(log, page->count))
        return error_nomem(reterr);
    size_t before = log->count;
    for (size_t i = 0; i < page->count; i++)
        if (!has(log, &page->items[i]))
            add_message(log, &page->items[i]);
    log->pages++;
    log->listed += page->count + page->unreadable;
    log->unreadable += page->unreadable;
    log->complete = is_complete(log, page, log->count - before);
    *ret_more = !log->complete && log->pages < log->pages_max;
    return ERR_OK;
}

/* By insertion: what comes is in order nearly always. */
void chat_log_sort(struct chat_log *log)
{
    struct chat_message *messages = log->messages;
    for (size_t i = 1; i < log->count; i++) {
        struct chat_message moved = messages[i];
        size_t at = i;
        for (; at > 0 && messages[at - 1].at < moved.at; at--)
            messages[at] = messages[at - 1];
        messages[at] = moved;
    }
}
