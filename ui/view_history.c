/* The history pane: a row a send, newest first. */
#include "ui/view.h"

#include "src/base/local_count.h"
#include "src/base/local_time.h"
#include "src/base/text.h"
#include "src/whatsapp/phone.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Columns in order; a column is left out below the width at which it starts to be shown. */
enum column_kind {
    COLUMN_TIME,
    COLUMN_STATE,
    COLUMN_TO,
    COLUMN_TEMPLATE,
    COLUMN_LANGUAGE,
    COLUMN_LATENCY,
    COLUMN_OUTCOME
};

static const struct {
    enum column_kind kind;
    int width;      /* cells; 0: what is left */
    int wide_width; /* the same from WIDE_PANE on */
    int from_width; /* of the pane */
} columns[] = {
    {COLUMN_TIME, 8, 11, 0},      {COLUMN_STATE, 12, 12, 0},   {COLUMN_TO, 18, 18, 0},
    {COLUMN_TEMPLATE, 18, 30, 0}, {COLUMN_LANGUAGE, 6, 6, 74}, {COLUMN_LATENCY, 8, 8, 90},
    {COLUMN_OUTCOME, 0, 0, 66},
};

enum { WIDE_PANE = 110, WHOLE_TIME = 19 };

static void format_latency(const struct history_item *item, int64_t now_ms, char *text, size_t size)
{
    int64_t ms = item->is_pending ? now_ms - item->created_at : item->latency_ms;
    text[0] = '\0';
    if (ms < 0)
        return;
    if (item->is_pending || ms >= 10000)
        snprintf(text, size, text_of("%" PRId64 " s"), ms / 1000);
    else
        snprintf(text, size, text_of("%" PRId64 " ms"), ms);
}

static void format_outcome(const struct history_item *item, int64_t now_ms, char *text, size_t size)
{
    if (item->is_pending)
        snprintf(text, size, text_of("%" PRId64 " s, no answer yet"),
                 (now_ms - item->created_at) / 1000);
    else if (item->error_code != 0)
        snprintf(text, size, "%d %s", item->error_code,
                 item->error_text != NULL ? item->error_text : "");
    else if (item->error_text != NULL)
        snprintf(text, size, "%s", item->error_text);
    else
        snprintf(text, size, "%s", item->wamid != NULL ? item->wamid : "");
}

/* How long ago, in its largest unit; "in the future" when another clock was wrong. */
static void format_age(int64_t age_ms, char *text, size_t size)
{
    static const struct {
        int64_t ms;
        const char *unit;
    } units[] = {{INT64_C(86400000), TEXT("d")},
                 {3600000, TEXT("h")},
                 {60000, TEXT("min")},
                 {1000, TEXT("s")}};
    size_t i = 0;
    while (i + 1 < sizeof units / sizeof units[0] && age_ms < units[i].ms)
        i++;
    if (age_ms < 0)
        snprintf(text, size, text_of("later"));
    else
        snprintf(text, size, "%" PRId64 " %s", age_ms / units[i].ms, text_of(units[i].unit));
}

/* Today's rows by the time alone, older ones by day and minute or, where there is less room, by the
 * day; those of other years by the date or by the month. */
static void format_time(int64_t created_at, const struct app *app, int width,
                        char text[CLOCK_TEXT_SIZE])
{
    struct tm sent, now;
    bool has_room = width >= LOCAL_DATE_LENGTH;
    enum local_time_shape shape = has_room ? LOCAL_DATE : LOCAL_MONTH;
    if (app->history.clock == CLOCK_AGE) {
        format_age(app->now_ms - created_at, text, CLOCK_TEXT_SIZE);
        return;
    }
    if (app->history.clock == CLOCK_WHOLE)
        shape = LOCAL_DATE_TIME;
    else if (clock_local_parts(created_at, &sent) && clock_local_parts(app->now_ms, &now) &&
             sent.tm_year == now.tm_year)
        shape = sent.tm_yday == now.tm_yday ? LOCAL_TIME : has_room ? LOCAL_DAY_MINUTE : LOCAL_DAY;
    local_time_format(created_at, shape, text);
}

static struct pen column_text(enum column_kind kind, const struct history_item *item,
                              const struct app *app, int width, char *text, size_t size)
{
    struct pen pen = {.role = ROLE_NORMAL};
    char time[CLOCK_TEXT_SIZE];
    switch (kind) {
    case COLUMN_TIME:
        format_time(item->created_at, app, width, time);
        snprintf(text, size, "%s", time);
        pen.role = ROLE_DIM;
        break;
    case COLUMN_STATE:
        snprintf(text, size, "%s %s", item->state, item->mark);
        pen.role = view_tone_role(item->tone);
        break;
    case COLUMN_TO:
        phone_format(item->to, text, size);
        break;
    case COLUMN_TEMPLATE:
        snprintf(text, size, "%s", item->template);
        break;
    case COLUMN_LANGUAGE:
        snprintf(text, size, "%s", item->language);
        break;
    case COLUMN_LATENCY:
        format_latency(item, app->now_ms, text, size);
        pen.role = ROLE_DIM;
        break;
    case COLUMN_OUTCOME:
        format_outcome(item, app->now_ms, text, size);
        pen.role = ROLE_DIM;
        break;
    }
    return pen;
}

static void draw_row(struct grid *grid, int row, struct rect at, const struct history_item *item,
                     const struct app *app, size_t index)
{
    int column = at.column + 2;
    int end = at.column + at.width - 2;
    if (item->id == app->compare_id)
        grid_text(grid, row, at.column + 1, 1, (struct pen){.role = ROLE_KEY}, "=");
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        if (at.width < columns[i].from_width || column >= end)
            continue;
        int width = at.width >= WIDE_PANE ? columns[i].wide_width : columns[i].width;
        if (columns[i].kind == COLUMN_TIME && app->history.clock == CLOCK_WHOLE)
            width = WHOLE_TIME;
        if (width == 0)
            width = end - column;
        if (column + width > end)
            width = end - column;
        char text[300];
        struct pen pen = column_text(columns[i].kind, item, app, width, text, sizeof text);
        if (columns[i].kind == COLUMN_OUTCOME && item->wamid != NULL && item->error_text == NULL)
            hits_add(&grid->hits, (struct rect){row, column, 1, width}, TARGET_WAMID, index);
        grid_text(grid, row, column, width, pen, text);
        column += width + 1;
    }
}

static bool shows_filter(const struct history_view *history)
{
    return history->is_filtering || history->filter.text.length > 0;
}

/* The filter with its wrong word marked, and at the right what is wrong or how far it looked. */
static void draw_filter(struct grid *grid, struct rect at, const struct history_view *history)
{
    const char *text = history->filter.text.text;
    int column = at.column + 2;
    int row = at.row + 1;
    char note[320];
    enum role role = ROLE_DIM;
    if (history->filter_error[0] != '\0') {
        snprintf(note, sizeof note, "%s", history->filter_error);
        role = ROLE_BAD;
    } else if (history->stop.is_set) {
        snprintf(note, sizeof note,
                 text_count("searching, %s row so far", "searching, %s rows so far",
                            (int64_t)history->count),
                 local_count((int64_t)history->count).text);
    } else if (history->found_state == FOUND_NOTHING_YET) {
        snprintf(note, sizeof note, text_count("%s%s row", "%s%s rows", (int64_t)history->count),
                 local_count((int64_t)history->count).text, history->has_older ? "+" : "");
    } else {
        snprintf(note, sizeof note, text_count("%s%s row", "%s%s rows", history->found.rows),
                 local_count(history->found.rows).text,
                 history->found_state == FOUND_SOME ? "+" : "");
    }
    int width = at.width - 4;
    int taken = grid_text_right(grid, row, column + width / 3, width - width / 3,
                                (struct pen){.role = role}, note);
    int used = grid_text(grid, row, column, 2, (struct pen){.role = ROLE_KEY}, "/ ");
    hits_add(&grid->hits, (struct rect){row, column, 1, width}, TARGET_HISTORY_FILTER, 0);
    view_textedit_draw(grid, row, column + used, width - used - taken - 1,
                       (struct pen){.role = ROLE_VALUE, .attributes = CELL_BOLD}, &history->filter,
                       history->is_filtering);
    if (role == ROLE_BAD && history->error_offset < history->filter.text.length)
        grid_mark(grid, row, column + used + grid_width(grid, text, history->error_offset),
                  grid_width(grid, text + history->error_offset, history->error_length), ROLE_BAD);
}

/* On the lower border: how many rows there are, and in which states. */
static void draw_counts(struct grid *grid, struct rect at, const struct history_view *history)
{
    bool is_filtered = shows_filter(history) && history->filter.text.length > 0;
    const struct history_counts *counts = is_filtered ? &history->found : &history->counts;
    char text[280];
    if (is_filtered && history->filter_error[0] != '\0') {
        grid_text_right(grid, at.row + at.height - 1, at.column + 2, at.width - 4,
                        (struct pen){.role = ROLE_WARNING},
                        text_of(" rows of the filter before it was wrong "));
        return;
    }
    if (counts->rows == 0 || (is_filtered && history->found_state == FOUND_NOTHING_YET))
        return;
    snprintf(text, sizeof text, text_count(" %s%s row · %s ", " %s%s rows · %s ", counts->rows),
             local_count(counts->rows).text,
             is_filtered && history->found_state == FOUND_SOME ? "+" : "", counts->by_state);
    grid_text_right(grid, at.row + at.height - 1, at.column + 2, at.width - 4,
                    (struct pen){.role = ROLE_DIM}, text);
}

void view_history_draw(struct grid *grid, struct rect at, const struct app *app)
{
    const struct history_view *history = &app->history;
    bool focused = app->pane == PANE_HISTORY;
    char title[300];
    snprintf(title, sizeof title, "%s%s%s", text_of("History"),
             focused && history->follows ? text_of(" · following") : "",
             history->at_newest ? "" : text_of(" · older rows, g goes to the newest"));
    grid_box(grid, at, focused ? ROLE_BORDER_FOCUSED : ROLE_BORDER, title);
    draw_counts(grid, at, history);
    int height = at.height - 2;
    int first = at.row + 1;
    if (shows_filter(history)) {
        draw_filter(grid, at, history);
        height--;
        first++;
    }
    if (history->count == 0) {
        grid_text(grid, first, at.column + 2, at.width - 4, (struct pen){.role = ROLE_DIM},
                  history->stop.is_set ? text_of("Searching…")
                  : history->filter.text.length > 0
                      ? text_of("No row matches. Esc or a shows all rows.")
                      : text_of("Nothing was sent yet. What you send is kept here."));
        return;
    }
    for (int i = 0; i < height && history->top + (size_t)i < history->count; i++) {
        size_t index = history->top + (size_t)i;
        hits_add(&grid->hits, (struct rect){first + i, at.column + 1, 1, at.width - 2},
                 TARGET_HISTORY_ROW, index);
        draw_row(grid, first + i, at, &history->items[index], app, index);
        if (focused && !history->is_filtering && index == history->selected) {
            grid_mark(grid, first + i, at.column + 1, at.width - 2, ROLE_SELECTED);
            grid->cursor_row = first + i;
            grid->cursor_column = at.column + 2;
        }
    }
}
