/* Copies and changes of a send's record, by one table of its texts. */
#include "src/outbox/detail.h"

#include <stddef.h>
#include <string.h>

#include "src/base/mem.h"

static const size_t text_places[] = {
    offsetof(struct send_detail, row.uid),       offsetof(struct send_detail, row.profile),
    offsetof(struct send_detail, row.plugin_id), offsetof(struct send_detail, row.phone_number_id),
    offsetof(struct send_detail, row.to),        offsetof(struct send_detail, row.template),
    offsetof(struct send_detail, row.language),  offsetof(struct send_detail, row.category),
    offsetof(struct send_detail, row.wamid),     offsetof(struct send_detail, row.error_text),
    offsetof(struct send_detail, row.source),    offsetof(struct send_detail, row.operator_name),
    offsetof(struct send_detail, row.batch),     offsetof(struct send_detail, values),
    offsetof(struct send_detail, definition),    offsetof(struct send_detail, request),
    offsetof(struct send_detail, reply),         offsetof(struct send_detail, error_title),
    offsetof(struct send_detail, error_details), offsetof(struct send_detail, error_slot),
    offsetof(struct send_detail, error_next),    offsetof(struct send_detail, trace_id),
    offsetof(struct send_detail, note),          offsetof(struct send_detail, tags),
};

static const struct {
    size_t to, from;
} changed_places[] = {
    {offsetof(struct send_detail, row.wamid), offsetof(struct send_change, wamid)},
    {offsetof(struct send_detail, row.error_text), offsetof(struct send_change, error_text)},
    {offsetof(struct send_detail, error_title), offsetof(struct send_change, error_title)},
    {offsetof(struct send_detail, error_details), offsetof(struct send_change, error_details)},
    {offsetof(struct send_detail, error_slot), offsetof(struct send_change, error_slot)},
    {offsetof(struct send_detail, error_next), offsetof(struct send_change, error_next)},
    {offsetof(struct send_detail, trace_id), offsetof(struct send_change, trace_id)},
};

static const char *text_at(const void *base, size_t place)
{
    const char *text = NULL;
    memcpy(&text, (const char *)base + place, sizeof text);
    return text;
}

static void set_text_at(void *base, size_t place, const char *text)
{
    memcpy((char *)base + place, &text, sizeof text);
}

struct send_detail *detail_copy(const struct send_detail *detail, struct arena *arena)
{
    struct send_detail *copy = arena_alloc(arena, 1, sizeof *copy);
    if (copy == NULL)
        return NULL;
    *copy = *detail;
    for (size_t i = 0; i < COUNT_OF(text_places); i++) {
        const char *text = text_at(detail, text_places[i]);
        const char *mine = arena_strdup(arena, text);
        if (text != NULL && mine == NULL)
            return NULL;
        set_text_at(copy, text_places[i], mine);
    }
    return copy;
}

bool detail_apply(struct send_detail *detail, const struct send_change *change, struct arena *arena)
{
    bool ok = true;
    detail->row.state = change->state;
    for (size_t i = 0; i < COUNT_OF(changed_places); i++) {
        const char *text = text_at(change, changed_places[i].from);
        if (text == NULL)
            continue;
        const char *mine = arena_strdup(arena, text);
        ok = ok && mine != NULL;
        if (mine != NULL)
            set_text_at(detail, changed_places[i].to, mine);
    }
    if (change->http_status != 0)
        detail->row.http_status = change->http_status;
    if (change->error_code != 0)
        detail->row.error_code = change->error_code;
    if (change->latency_ms >= 0)
        detail->row.latency_ms = change->latency_ms;
    if (change->reply != NULL) {
        detail->reply = arena_strndup(arena, change->reply, change->reply_length);
        ok = ok && detail->reply != NULL;
    }
    return ok;
}
