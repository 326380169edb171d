/*
 * A list to choose from, with a filter that is typed. The items are made by
 * whoever opens it; the picker knows nothing of what they mean. Owns its items
 * (in an arena). UI thread.
 */
#ifndef CHAKRA_APP_PICKER_H
#define CHAKRA_APP_PICKER_H

#include "src/app/textedit.h"
#include "src/base/arena.h"

#include <stdbool.h>
#include <stddef.h>

struct picker_item {
    const char *label;  /* what is chosen */
    const char *detail; /* beside it: status, category, number; "" */
    const char *reason; /* why it cannot be used, with the next step; NULL when it can */
    const char *search; /* further text that the filter looks at; "" */
    size_t index;       /* of the caller's thing */
};

struct picker {
    struct arena arena;
    const char *title;
    const char *empty_text; /* shown when there are no items: why, and the next step */
    bool loading;           /* more items may come */
    struct picker_item *items;
    size_t item_count, item_size;
    size_t *shown; /* indices of the items that match, in order */
    size_t shown_count;
    size_t selected; /* place in `shown` */
    size_t top;      /* first visible place in `shown`; kept by the view through picker_scroll */
    struct textedit filter;
};

void picker_init(struct picker *picker);
void picker_release(struct picker *picker);
/* Empties it and sets the texts (copied). False: no memory. */
bool picker_open(struct picker *picker, const char *title, const char *empty_text);
/* Copies the item's texts. False: no memory. */
bool picker_add(struct picker *picker, const struct picker_item *item);
/* Applies the filter; keeps the marked item when it still matches. Call after adding. */
void picker_apply_filter(struct picker *picker);
/* Marks the item with this caller's index, if it is shown. */
void picker_select_index(struct picker *picker, size_t index);
/* Marks the item with this label, if it is shown; NULL marks nothing. */
void picker_select_label(struct picker *picker, const char *label);
void picker_move(struct picker *picker, long rows);
/* Keeps the marked row inside `height` visible rows. */
void picker_scroll(struct picker *picker, size_t height);
const struct picker_item *
picker_selected(const struct picker *picker); /* NULL when none is shown */

/* How well an item fits: by its weakest word. Words are separated by blanks and looked for in any
 * case (ASCII). */
enum picker_match { MATCH_NONE, MATCH_TEXT, MATCH_LABEL, MATCH_BEGIN };
enum picker_match picker_item_match(const struct picker_item *item, const char *filter);

#endif
