/*
 * The pointer as the app knows it: what was hit, not where on the screen. The
 * screen finds the target in what it drew. Plain data.
 */
#ifndef CHAKRA_APP_POINTER_H
#define CHAKRA_APP_POINTER_H

#include <stdbool.h>
#include <stddef.h>

enum target {
    TARGET_NONE,
    TARGET_FORM,  /* the pane, beside its fields */
    TARGET_FIELD, /* index: the field */
    TARGET_VALUE, /* index: the field; offset: byte at its left edge */
    TARGET_PREVIEW,
    TARGET_HISTORY,     /* the pane, beside its rows */
    TARGET_HISTORY_ROW, /* index: place in the window */
    TARGET_WAMID,       /* the same, on its message id */
    TARGET_HISTORY_FILTER,
    TARGET_PICKER_ROW, /* index: place among the rows that are shown */
    TARGET_PAGE,       /* index: its line, counted from the page's top */
    TARGET_BUTTON,     /* index: 0 the one that acts, 1 the one that goes back */
    TARGET_HINT,       /* index: the action */
    TARGET_ROLLOUT,    /* index: the row; offset: its first language that is shown */
    TARGET_NOTICE
};

enum gesture { GESTURE_NONE, GESTURE_PRESS, GESTURE_WHEEL_UP, GESTURE_WHEEL_DOWN };

struct pointer {
    enum gesture gesture;
    enum target target;
    size_t index, offset;
    int cell; /* from the target's left edge */
};

#endif
