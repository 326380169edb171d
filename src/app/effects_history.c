/* Bounded reads of the history for the pane and the detail page. */
#include "src/app/effects_internal.h"
#include "src/base/clock.h"
#include "src/base/text.h"
#include "src/history/search.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static enum tone tone_of(enum send_state state)
{
    static const enum tone tones[SEND_STATE_COUNT] = {
        [SEND_QUEUED] = TONE_BUSY,      [SEND_SENDING] = TONE_BUSY,
        [SEND_NOT_SENT] = TONE_WARNING, [SEND_CANCELLED] = TONE_PLAIN,
        [SEND_UNKNOWN] = TONE_WARNING,  [SEND_REJECTED] = TONE_BAD,
        [SEND_ACCEPTED] = TONE_GOOD,    [SEND_SENT] = TONE_GOOD,
        [SEND_DELIVERED] = TONE_GOOD,   [SEND_READ] = TONE_GOOD,
        [SEND_FAILED] = TONE_BAD,
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
            .is_unknown = row->state == SEND_UNKNOWN,
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

/* One read of the pane, whatever it shows: the settings of one call. */
struct reading {
    struct effects *effects;
    const struct app *app;
    enum history_move move;
    struct filter filter; /* with the profile in it */
};

/* The pane shows the profile's rows unless the filter names one (`profile:*` for all). */
enum err effects_read_filter(struct effects *effects, const struct app *app,
                             struct filter *ret_filter, struct app_event *event)
{
    const char *text = app->history.filter.text.text;
    struct filter_place place = {0};
    struct strbuf whole;
    int64_t now = clock_now_ms();
    enum err err = filter_parse(ret_filter, text, strlen(text), now, &place, &event->error);
    event->error_offset = place.offset;
    event->error_length = place.length;
    if (err != ERR_OK || ret_filter->names_profile)
        return err;
    filter_release(ret_filter);
    strbuf_init(&whole, TEXTEDIT_BYTES_MAX + 1024);
    strbuf_addf(&whole, "profile:\"%s\" %s", effects->profile->name, text);
    err = filter_parse(ret_filter, whole.text, whole.length, now, &place, &event->error);
    strbuf_release(&whole);
    return err;
}

/* How long one step of a search may take before the next key is looked for. */
enum { SEARCH_STEP_MS = 8 };

static enum err search(const struct reading *reading, struct store_search_query query,
                       struct arena *arena, struct store_search_result *ret_result,
                       struct error *reterr)
{
    query.filter = &reading->filter;
    query.deadline = clock_monotonic_ms() + SEARCH_STEP_MS;
    return store_search(reading->effects->reader, &query, arena, ret_result, reterr);
}

/* Where the window is to begin: a zero key for the newest row. */
static enum err find_start(const struct reading *reading, struct arena *arena,
                           struct store_key *ret_before, struct error *reterr)
{
    const struct history_view *view = &reading->app->history;
    enum history_move move = reading->move;
    *ret_before = (struct store_key){0};
    if (move == HISTORY_FURTHER) {
        *ret_before = (struct store_key){view->stop.created_at, view->stop.id};
        return ERR_OK;
    }
    if (move == HISTORY_NEWEST || view->count == 0 || (move == HISTORY_SAME && view->at_newest))
        return ERR_OK;
    const struct history_item *start = &view->items[move == HISTORY_OLDER ? view->count / 2 : 0];
    /* "Older than" is strict: one id further on includes the row itself. */
    *ret_before = (struct store_key){start->created_at, start->id + 1};
    if (move != HISTORY_NEWER)
        return ERR_OK;
    struct store_search_query newer = {.after = {start->created_at, start->id},
                                       .limit = HISTORY_WINDOW_ROWS / 2};
    struct store_search_result result;
    enum err err = search(reading, newer, arena, &result, reterr);
    if (err != ERR_OK)
        return err;
    bool reached_newest = result.count < newer.limit && !result.more;
    if (reached_newest)
        *ret_before = (struct store_key){0};
    else if (result.count > 0)
        *ret_before = (struct store_key){result.rows[0].created_at, result.rows[0].id + 1};
    return ERR_OK;
}

static enum err read_counts(const struct reading *reading, struct app_event *event,
                            struct error *reterr)
{
    struct store_counts counts = {0};
    enum err err =
        store_counts(reading->effects->reader, reading->effects->profile->name, &counts, reterr);
    event->counts = (struct history_counts){.rows = counts.rows,
                                            .sending = counts.by_state[SEND_QUEUED] +
                                                       counts.by_state[SEND_SENDING],
                                            .unknown = counts.by_state[SEND_UNKNOWN]};
    effects_format_states(counts.by_state, event->counts.by_state, sizeof event->counts.by_state);
    return err;
}

/* Rows that one read takes: those from the newest on are few, until somebody goes there. */
static size_t window_rows(const struct reading *reading)
{
    const struct history_view *view = &reading->app->history;
    size_t first = reading->app->history_height + 2 * HISTORY_MARGIN_ROWS;
    if (reading->move == HISTORY_FURTHER)
        return HISTORY_WINDOW_ROWS - view->count;
    if (reading->move != HISTORY_NEWEST)
        return HISTORY_WINDOW_ROWS;
    first = first > HISTORY_FIRST_ROWS ? first : HISTORY_FIRST_ROWS;
    return first < HISTORY_WINDOW_ROWS ? first : HISTORY_WINDOW_ROWS;
}

static enum err read_window(const struct reading *reading, struct app_event *event,
                            struct error *reterr)
{
    struct store_search_query query = {.limit = window_rows(reading)};
    struct store_search_result result = {0};
    enum err err = find_start(reading, &event->arena, &query.before, reterr);
    if (err == ERR_OK)
        err = search(reading, query, &event->arena, &result, reterr);
    if (err == ERR_OK)
        err = read_counts(reading, event, reterr);
    if (err != ERR_OK)
        return err;
    event->item_count = result.count;
    event->has_older = result.more;
    event->at_newest = query.before.id == 0;
    event->is_continued = reading->move == HISTORY_FURTHER;
    event->stop = (struct history_stop){.is_set = result.more && result.count < query.limit,
                                        .created_at = result.next.created_at,
                                        .id = result.next.id,
                                        .looked_at = result.looked_at};
    event->items = items_of(result.rows, result.count, &event->arena);
    return event->items != NULL ? ERR_OK : error_nomem(reterr);
}

void effects_load_history(struct effects *effects, struct app *app, enum history_move move)
{
    if (effects->reader == NULL) {
        effects_fail(app, &effects->reader_error);
        return;
    }
    struct app_event event = effects_event(EVENT_HISTORY);
    struct reading reading = {.effects = effects, .app = app, .move = move};
    struct error error = {.code = ERR_OK};
    arena_init(&event.arena);
    if (effects_read_filter(effects, app, &reading.filter, &event) == ERR_OK &&
        read_window(&reading, &event, &error) != ERR_OK)
        effects_fail(app, &error);
    else
        app_handle(app, &event);
    filter_release(&reading.filter);
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
        snprintf(title, sizeof title, text_of("Row %" PRId64), id);
        event.title = title;
        event.row_id = id;
        event.text = text.text;
        event.length = text.length;
        app_handle(app, &event);
    } else {
        effects_fail(app, &error);
    }
    strbuf_release(&text);
    arena_release(&arena);
}
