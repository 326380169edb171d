/*
 * How the screen looks and is divided: what the operator chose, kept apart from
 * what is shown. Plain data; the layout and the views read it.
 */
#ifndef CHAKRA_APP_LOOKS_H
#define CHAKRA_APP_LOOKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LOOKS_SPIN_MS = 125,       /* between two pictures of the spinner */
    LOOKS_SLOW_SEND_MS = 5000, /* from then on the end of a send is told to who looks elsewhere */
    LOOKS_SHARE_LEAST = 20,    /* per cent */
    LOOKS_SHARE_MOST = 80,
    LOOKS_FORM_SHARE = 50,
    LOOKS_HISTORY_SHARE = 40
};

struct looks {
    const char *const *theme_names; /* to choose from; borrowed from the screen */
    size_t theme_count;
    size_t theme;      /* the one in force, an index */
    int form_share;    /* of the width, where form and preview stand side by side; per cent */
    int history_share; /* of the height */
    bool is_zoomed;    /* the focused pane alone */
    bool has_mouse, has_spinner;
    bool is_linear;    /* for a screen reader: always one pane */
    bool is_unfocused; /* another window is used; terminals that do not tell are always used */
    bool is_too_small; /* nothing can be shown; the layout tells */
};

/* Moves a share by a step and keeps it in its bounds. */
int looks_moved_share(int share, int step);

/* Picture of the spinner at this moment (monotonic ms); `ascii` where nothing else can be shown. */
const char *looks_spinner(int64_t monotonic_ms, bool ascii);

#endif
