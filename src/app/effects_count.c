/*
 * Counting behind the screen: the rows that the filter finds, for the pane's count and for the page
 * of numbers. In steps of a few milliseconds, each after all keys that wait.
 */
#include "src/app/effects_internal.h"
#include "src/base/clock.h"
#include "src/base/local_count.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/history/stats.h"

#include <stdio.h>
#include <string.h>

/* A pause of the keys before it begins; how long a step may take; how often it is told. */
enum { BEGIN_AFTER_MS = 250, STEP_MS = 8, TELL_EVERY_MS = 250 };

struct counting {
    struct filter filter;
    struct stats stats;
    struct store_key next;
    int64_t due;     /* monotonic ms */
    int64_t told_at; /* monotonic ms */
    bool as_page;
};

void effects_stop_counting(struct effects *effects)
{
    if (effects->counting == NULL)
        return;
    filter_release(&effects->counting->filter);
    stats_release(&effects->counting->stats);
    mem_free(effects->counting);
    effects->counting = NULL;
}

static struct counting *new_counting(struct effects *effects, struct app *app)
{
    struct app_event ignored = effects_event(EVENT_HISTORY);
    struct counting *counting = mem_zalloc(1, sizeof *counting);
    if (counting == NULL)
        return NULL;
    enum err err = stats_init(&counting->stats, NULL);
    if (err == ERR_OK)
        err = effects_read_filter(effects, app, &counting->filter, &ignored);
    if (err == ERR_OK)
        return counting;
    filter_release(&counting->filter);
    stats_release(&counting->stats);
    mem_free(counting);
    return NULL;
}

void effects_count(struct effects *effects, struct app *app, bool as_page)
{
    bool was_page = effects->counting != NULL && effects->counting->as_page;
    effects_stop_counting(effects);
    if (effects->reader == NULL || (effects->counting = new_counting(effects, app)) == NULL)
        return; /* what is wrong with the filter is said by the pane */
    effects->counting->as_page = as_page || was_page;
    effects->counting->due = clock_monotonic_ms() + (as_page ? 0 : BEGIN_AFTER_MS);
}

int64_t effects_counting_due(const struct effects *effects)
{
    return effects->counting != NULL ? effects->counting->due : -1;
}

void effects_format_states(const int64_t by_state[SEND_STATE_COUNT], char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < SEND_STATE_COUNT && used < size; i++) {
        if (by_state[i] == 0)
            continue;
        int length = snprintf(text + used, size - used, "%s%s %s", used > 0 ? " · " : "",
                              local_count(by_state[i]).text, send_state_word((enum send_state)i));
        used += length > 0 ? (size_t)length : 0;
    }
}

static void tell(struct counting *counting, struct app *app, bool is_partial)
{
    struct app_event event = effects_event(EVENT_TALLY);
    const struct store_tally *tally = &counting->stats.tally;
    event.is_partial = is_partial;
    event.counts.rows = tally->rows;
    effects_format_states(tally->by_state, event.counts.by_state, sizeof event.counts.by_state);
    app_handle(app, &event);
    if (!counting->as_page || !is_partial)
        return;
    char text[160];
    struct app_event progress = effects_event(EVENT_PROGRESS);
    snprintf(text, sizeof text,
             text_count("Counting: %s row so far.", "Counting: %s rows so far.", tally->rows),
             local_count(tally->rows).text);
    progress.text = text;
    app_handle(app, &progress);
}

static void finish(struct effects *effects, struct app *app)
{
    struct counting *counting = effects->counting;
    effects->counting = NULL; /* the app may ask for another from inside */
    stats_finish(&counting->stats);
    tell(counting, app, false);
    if (counting->as_page) {
        struct strbuf text;
        strbuf_init(&text, PAGE_BYTES_MAX);
        stats_page_write(&text, &counting->stats);
        struct app_event event = effects_event(EVENT_PAGE);
        event.title = app->history.filter.text.length > 0
                          ? text_of("Numbers of the rows that the filter finds")
                          : text_of("Numbers of all rows of this profile");
        event.text = text.text;
        event.length = text.length;
        app_handle(app, &event);
        strbuf_release(&text);
    }
    filter_release(&counting->filter);
    stats_release(&counting->stats);
    mem_free(counting);
}

void effects_count_step(struct effects *effects, struct app *app)
{
    struct counting *counting = effects->counting;
    int64_t now = clock_monotonic_ms();
    if (counting == NULL || now < counting->due)
        return;
    const struct store_search_query query = {
        .filter = &counting->filter, .before = counting->next, .deadline = now + STEP_MS};
    struct store_search_result result = {.more = false};
    struct error error = {.code = ERR_OK};
    if (stats_add(&counting->stats, effects->reader, &query, &result, &error) != ERR_OK) {
        effects_stop_counting(effects);
        effects_fail(app, &error);
        return;
    }
    counting->next = result.next;
    counting->due = now;
    if (!result.more) {
        finish(effects, app);
    } else if (now - counting->told_at >= TELL_EVERY_MS) {
        counting->told_at = now;
        tell(counting, app, true);
    }
}
