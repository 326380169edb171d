/*
 * The two limits are one table: each entry is a thing that is taken until some
 * time. Entries that are free again are dropped when others are added, so the
 * table holds what was sent in the last seconds and no more.
 */
#include "src/outbox/pacer.h"

#include "src/base/mem.h"
#include "src/base/text.h"

enum { SECOND_MS = 1000 };

/* FNV-1a. A collision makes a send wait a little for nothing. */
static uint64_t add_text(uint64_t key, const char *text)
{
    for (; text != NULL && *text != '\0'; text++)
        key = (key ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return (key ^ 0xFF) * UINT64_C(1099511628211);
}

static uint64_t sender_key(const struct pacer_send *send)
{
    return add_text(UINT64_C(14695981039346656037), send->sender);
}

static uint64_t pair_key(const struct pacer_send *send)
{
    return add_text(sender_key(send), send->recipient);
}

void pacer_init(struct pacer *pacer)
{
    *pacer = (struct pacer){0};
}

void pacer_release(struct pacer *pacer)
{
    mem_free(pacer->entries);
    pacer_init(pacer);
}

static const struct pacer_entry *find(const struct pacer *pacer, uint64_t key)
{
    for (size_t i = 0; i < pacer->count; i++)
        if (pacer->entries[i].key == key)
            return &pacer->entries[i];
    return NULL;
}

static int64_t wait_for(const struct pacer *pacer, uint64_t key, int64_t now)
{
    const struct pacer_entry *entry = find(pacer, key);
    return entry != NULL && entry->free_at > now ? entry->free_at - now : 0;
}

int64_t pacer_wait_ms(const struct pacer *pacer, const struct pacer_send *send, int64_t now,
                      const char **ret_reason)
{
    int64_t rate_wait = send->rate > 0 ? wait_for(pacer, sender_key(send), now) : 0;
    int64_t pair_wait = send->pair_gap_ms > 0 ? wait_for(pacer, pair_key(send), now) : 0;
    if (ret_reason != NULL)
        *ret_reason =
            pair_wait > rate_wait
                ? text_of("WhatsApp takes one message in 6 s from one sender to one recipient")
                : text_of("the sender's rate (setting `rate`) is used up");
    return pair_wait > rate_wait ? pair_wait : rate_wait;
}

static void drop_free(struct pacer *pacer, int64_t now)
{
    size_t kept = 0;
    for (size_t i = 0; i < pacer->count; i++)
        if (pacer->entries[i].free_at > now)
            pacer->entries[kept++] = pacer->entries[i];
    pacer->count = kept;
}

static bool take(struct pacer *pacer, uint64_t key, int64_t free_at)
{
    for (size_t i = 0; i < pacer->count; i++) {
        if (pacer->entries[i].key != key)
            continue;
        if (pacer->entries[i].free_at < free_at)
            pacer->entries[i].free_at = free_at;
        return true;
    }
    if (pacer->count == pacer->size) {
        size_t size = pacer->size == 0 ? 16 : pacer->size * 2;
        struct pacer_entry *grown = mem_grow(pacer->entries, size, sizeof *grown);
        if (grown == NULL)
            return false;
        pacer->entries = grown;
        pacer->size = size;
    }
    pacer->entries[pacer->count++] = (struct pacer_entry){.key = key, .free_at = free_at};
    return true;
}

bool pacer_mark(struct pacer *pacer, const struct pacer_send *send, int64_t now)
{
    bool ok = true;
    drop_free(pacer, now);
    if (send->rate > 0) /* rounded up: never faster than asked for */
        ok = take(pacer, sender_key(send), now + (SECOND_MS + send->rate - 1) / send->rate);
    if (send->pair_gap_ms > 0)
        ok = take(pacer, pair_key(send), now + send->pair_gap_ms) && ok;
    return ok;
}
