/* The history pane: pages that arrive, the filter, how the rows are shown. */
#include "src/app/app_internal.h"
#include "src/base/text.h"

#include <stdio.h>

/* What is on the screen is all there is, or the rest is counted behind it. */
static void count_found(struct app *app)
{
    struct history_view *history = &app->history;
    if (history->filter.text.length == 0 || history->stop.is_set)
        return;
    bool is_all = history->at_newest && !history->has_older;
    if (is_all && history->found_state == FOUND_ALL &&
        history->found.rows == (int64_t)history->count)
        return;
    app_ask(app, (struct effect){.kind = EFFECT_COUNT_ROWS});
}

void history_take_tally(struct app *app, const struct app_event *event)
{
    app->history.found = event->counts;
    app->history.found_state = event->is_partial ? FOUND_SOME : FOUND_ALL;
}

void history_take(struct app *app, struct app_event *event)
{
    struct history_view *history = &app->history;
    history->filter_error[0] = '\0';
    if (event->error.code != ERR_OK) { /* of the filter: the rows stay as they are */
        snprintf(history->filter_error, sizeof history->filter_error, "%s. %s", event->error.what,
                 event->error.next);
        history->error_offset = event->error_offset;
        history->error_length = event->error_length;
        history->stop = (struct history_stop){0};
        history->is_loading = false;
        return;
    }
    size_t looked_at = event->is_continued ? history->stop.looked_at : 0;
    if (!event->is_continued)
        history_view_take(history, &event->arena, event->items, event->item_count, event->at_newest,
                          event->has_older);
    else if (!history_view_append(history, event->items, event->item_count))
        app_nomem(app);
    history->has_older = event->has_older;
    history->stop = event->stop;
    history->stop.looked_at += looked_at;
    if (!event->is_continued)
        history->counts = event->counts;
    count_found(app);
    history_view_scroll(history, app->history_height);
    /* What was unknown may have been found since: then the form need not warn of it. */
    for (size_t i = 0; i < history->count; i++)
        if (history->items[i].id == app->unknown_row && !history->items[i].is_unknown)
            app->unknown_row = 0;
}

static void filter_changed(struct app *app)
{
    history_view_forget_selection(&app->history);
    app->history.stop = (struct history_stop){0};
    app->history.found_state = FOUND_NOTHING_YET;
    app_ask(app, (struct effect){.kind = EFFECT_LOAD_HISTORY, .move = HISTORY_NEWEST});
}

void filter_set(struct app *app, const char *text)
{
    if (!textedit_set(&app->history.filter, text))
        app_nomem(app);
    filter_changed(app);
}

void filter_key(struct app *app, struct key key)
{
    if (textedit_key(&app->history.filter, key) == TEXTEDIT_CHANGED)
        filter_changed(app);
}

void action_search(struct app *app)
{
    app->pane = PANE_HISTORY;
    app->history.is_filtering = true;
}

void action_keep_filter(struct app *app)
{
    app->history.is_filtering = false;
}

void action_drop_filter(struct app *app)
{
    app->history.is_filtering = false;
    filter_set(app, "");
}

void action_saved_filters(struct app *app)
{
    picker_open_for(app, PICK_FILTER);
}

void action_show_stats(struct app *app)
{
    app_say(app, TONE_BUSY, "Counting the rows.");
    app_ask(app, (struct effect){.kind = EFFECT_SHOW_STATS});
}

void action_follow(struct app *app)
{
    struct history_view *history = &app->history;
    history->follows = !history->follows;
    if (!history->follows) {
        app_say(app, TONE_PLAIN, "The selected row stays selected when others arrive.");
        return;
    }
    history_view_forget_selection(history);
    app_ask(app, (struct effect){.kind = EFFECT_LOAD_HISTORY, .move = HISTORY_NEWEST});
    app_say(app, TONE_PLAIN, "Following: the newest row stays selected. Any move ends it.");
}

void action_time_format(struct app *app)
{
    static const char *const words[HISTORY_CLOCK_COUNT] = {
        [CLOCK_OF_DAY] = TEXT("times of day, older rows by date"),
        [CLOCK_AGE] = TEXT("how long ago"),
        [CLOCK_WHOLE] = TEXT("whole dates"),
    };
    app->history.clock = (app->history.clock + 1) % HISTORY_CLOCK_COUNT;
    app_say(app, TONE_PLAIN, "Times: %s, in local time.", text_of(words[app->history.clock]));
}
