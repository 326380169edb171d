/*
 * The history pane's window: a bounded stretch of rows, newest first, that moves
 * over the whole history by key. Selection is kept by row, not by place, so that
 * rows that arrive do not move it. UI thread, no I/O: effects fill it.
 */
#ifndef CHAKRA_APP_HISTORY_VIEW_H
#define CHAKRA_APP_HISTORY_VIEW_H

#include "src/app/textedit.h"
#include "src/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Rows held at once; more are read when the selection comes near an end. */
enum { HISTORY_WINDOW_ROWS = 256, HISTORY_MARGIN_ROWS = 32 };
/* Of them the first read takes so many, if the pane is not higher: the start of the program and
 * each letter of a search wait for it. */
enum { HISTORY_FIRST_ROWS = 128 };

/* How a row's state is to be seen; always told in words as well. */
enum tone { TONE_PLAIN, TONE_BUSY, TONE_GOOD, TONE_WARNING, TONE_BAD };

struct history_item {
    int64_t id;
    int64_t created_at; /* ms since 1970 */
    const char *state;  /* the state's word */
    const char *mark;
    enum tone tone;
    bool is_unknown;
    bool is_pending; /* queued or sending: elapsed time counts */
    const char *to, *template, *language;
    const char *wamid;      /* NULL */
    const char *error_text; /* NULL */
    int error_code;         /* 0 */
    int64_t latency_ms;     /* -1 */
};

struct history_counts {
    int64_t rows;
    int64_t sending, unknown; /* queued count as sending */
    char by_state[200];       /* "3 unknown · 398 accepted", the states that have rows */
};

/* How the times of the rows are shown: of the day (older rows by date), as ages, or whole. */
enum history_clock { CLOCK_OF_DAY, CLOCK_AGE, CLOCK_WHOLE, HISTORY_CLOCK_COUNT };

/* FURTHER: a search that stopped for a key goes on behind the rows that are there. */
enum history_move { HISTORY_NEWEST, HISTORY_SAME, HISTORY_OLDER, HISTORY_NEWER, HISTORY_FURTHER };

/* Where a bounded search stopped. */
struct history_stop {
    bool is_set; /* there may be more rows */
    int64_t created_at, id;
    size_t looked_at; /* rows so far */
};

struct history_view {
    struct arena arena; /* of the items */
    struct history_item *items;
    size_t count;
    bool at_newest;  /* the window begins with the newest row */
    bool has_older;  /* rows older than the window exist */
    bool is_loading; /* an effect for more rows is under way */
    int64_t selected_id;
    size_t selected;
    size_t top;                   /* first visible row */
    struct history_counts counts; /* of all rows of the profile */
    struct history_counts found;  /* of those that the filter finds */
    enum { FOUND_NOTHING_YET, FOUND_SOME, FOUND_ALL } found_state; /* how far they are counted */
    bool follows; /* the newest row stays selected; any move ends it */
    enum history_clock clock;
    struct textedit filter;
    bool is_filtering;                 /* the filter is being typed */
    char filter_error[300];            /* what is wrong with it; "" */
    size_t error_offset, error_length; /* bytes of the wrong word */
    struct history_stop stop;
};

void history_view_init(struct history_view *view);
void history_view_release(struct history_view *view);

/* Takes the arena and what lives in it; finds the selected row again. */
void history_view_take(struct history_view *view, struct arena *arena, struct history_item *items,
                       size_t count, bool at_newest, bool has_older);

/* Adds rows behind the others (their strings are copied). False: no memory. */
bool history_view_append(struct history_view *view, const struct history_item *items, size_t count);

/* Moves the selection, which ends following. Returns true when the window should move too, and how.
 */
bool history_view_move(struct history_view *view, long rows, size_t height,
                       enum history_move *ret_move);
/* The next window is shown from its first row. */
void history_view_forget_selection(struct history_view *view);
void history_view_scroll(struct history_view *view, size_t height);
const struct history_item *history_view_selected(const struct history_view *view); /* or NULL */
const struct history_item *history_view_find(const struct history_view *view, int64_t id);
bool history_view_has_pending(const struct history_view *view);

#endif
