/* Bounded reads of the history for the pane and the detail page. */
#include "src/app/effects_internal.h"

#include <inttypes.h>
#include <stdio.h>

static enum tone tone_of(enum send_state state)
{
    static const enum tone tones[SEND_STATE_COUNT] = {
        [SEND_QUEUED] = TONE_BUSY,    [SEND_SENDING] = TONE_BUSY,   [SEND_NOT_SENT] = TONE_WARNING,
        [SEND_CANCELLED] = TONE_PLAIN, [SEND_UNKNOWN] = TONE_WARNING, [SEND_REJECTED] = TONE_BAD,
        [SEND_ACCEPTED] = TONE_GOOD,  [SEND_SENT] = TONE_GOOD,      [SEND_DELIVERED] = TONE_GOOD,
        [SEND_READ] = TONE_GOOD,      [SEND_FAILED] = TONE_BAD,
    };
    return tones[state];
}

static struct history_item *items_of(const struct send_row *rows, size_t count, struct arena *arena)
{
    struct history_item *items = arena_alloc(arena, count > 0 ? count : 1, sizeof *items);
    if (items == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        const struct send_row *row = &rows[i];
        items[i] = (struct history_item){
            .id = row->id,
            .created_at = row->created_at,
            .state = send_state_word(row->state),
            .mark = send_state_mark(row->state),
            .tone = tone_of(row->state),
            .is_pending = row->state == SEND_QUEUED || row->state == SEND_SENDING,
            .to = row->to != NULL ? row->to : "",
            .template = row->template != NULL ? row->template : "",
            .language = row->language != NULL ? row->language : "",
            .wamid = row->wamid,
            .error_text = row->error_text,
            .error_code = row->error_code,
            .latency_ms = row->latency_ms,
        };
    }
    return items;
}

/* Where the window is to begin: 0, 0 for the newest row. */
static enum err find_start(struct effects *effects, const struct app *app, enum history_move move,
                           struct arena *arena, struct store_page_query *query,
                           struct error *reterr)
{
    const struct history_view *view = &app->history;
    if (move == HISTORY_NEWEST || view->count == 0 || (move == HISTORY_SAME && view->at_newest))
        return ERR_OK;
    const struct history_item *start = &view->items[move == HISTORY_OLDER ? view->count / 2 : 0];
    /* "Older than" is strict: one id further on includes the row itself. */
    query->before_created_at = start->created_at;
    query->before_id = start->id + 1;
    if (move != HISTORY_NEWER)
        return ERR_OK;
    struct store_page_query newer = {.profile = query->profile,
                                     .after_created_at = start->created_at,
                                     .after_id = start->id,
                                     .limit = HISTORY_WINDOW_ROWS / 2};
    struct send_row *rows = NULL;
    size_t count = 0;
    enum err err = store_page(effects->reader, &newer, arena, &rows, &count, reterr);
    if (err != ERR_OK)
        return err;
    bool reached_newest = count < newer.limit;
    query->before_created_at = reached_newest ? 0 : rows[0].created_at;
    query->before_id = reached_newest ? 0 : rows[0].id + 1;
    return ERR_OK;
}

static enum err read_window(struct effects *effects, const struct app *app, enum history_move move,
                            struct app_event *event, struct error *reterr)
{
    struct store_page_query query = {.profile = effects->profile->name,
                                     .limit = HISTORY_WINDOW_ROWS + 1};
    struct send_row *rows = NULL;
    size_t count = 0;
    struct store_counts counts = {0};
    enum err err = find_start(effects, app, move, &event->arena, &query, reterr);
    if (err == ERR_OK)
        err = store_page(effects->reader, &query, &event->arena, &rows, &count, reterr);
    if (err == ERR_OK)
        err = store_counts(effects->reader, effects->profile->name, &counts, reterr);
    if (err != ERR_OK)
        return err;
    event->has_older = count > HISTORY_WINDOW_ROWS;
    event->item_count = event->has_older ? HISTORY_WINDOW_ROWS : count;
    event->at_newest = query.before_id == 0;
    event->items = items_of(rows, event->item_count, &event->arena);
    event->counts = (struct history_counts){.sending = counts.queued + counts.sending,
                                            .unknown = counts.unknown};
    return event->items != NULL ? ERR_OK : error_nomem(reterr);
}

void effects_load_history(struct effects *effects, struct app *app, enum history_move move)
{
    if (effects->reader == NULL) {
        effects_fail(app, &effects->reader_error);
        return;
    }
    struct app_event event = effects_event(EVENT_HISTORY);
    arena_init(&event.arena);
    struct error error = {.code = ERR_OK};
    if (read_window(effects, app, move, &event, &error) == ERR_OK)
        app_handle(app, &event);
    else
        effects_fail(app, &error);
    arena_release(&event.arena);
}

void effects_open_row(struct effects *effects, struct app *app, int64_t id)
{
    struct arena arena;
    arena_init(&arena);
    struct strbuf text;
    strbuf_init(&text, PAGE_BYTES_MAX);
    struct send_detail *detail = NULL;
    struct send_event *events = NULL;
    size_t count = 0;
    struct error error = {.code = ERR_OK};
    enum err err = effects->reader == NULL
                       ? (error = effects->reader_error).code
                       : store_get(effects->reader, id, &arena, &detail, &error);
    if (err == ERR_OK)
        err = store_events(effects->reader, id, &arena, &events, &count, &error);
    if (err == ERR_OK) {
        detail_write(&text, detail, events, count);
        err = strbuf_status(&text, "the page", &error);
    }
    if (err == ERR_OK) {
        char title[64];
        struct app_event event = effects_event(EVENT_PAGE);
        snprintf(title, sizeof title, "Row %" PRId64, id);
        event.title = title;
        event.text = text.text;
        event.length = text.length;
        app_handle(app, &event);
    } else {
        effects_fail(app, &error);
    }
    strbuf_release(&text);
    arena_release(&arena);
}
