/*
 * Where the panes are, by the size of the screen: three panes when it is wide,
 * form or preview over the history when it is not, one pane when it is small,
 * when it is zoomed, and for a screen reader. Arithmetic only.
 */
#ifndef CHAKRA_UI_LAYOUT_H
#define CHAKRA_UI_LAYOUT_H

#include "src/app/app.h"
#include "ui/grid.h"

/* Smaller than this one line says so, and nothing else is drawn. */
enum { LAYOUT_ROWS_MIN = 16, LAYOUT_COLUMNS_MIN = 60 };

/* Lines of the screen of a list above its columns or problems, and below them for the marked one.
 */
enum { LIST_HEAD_ROWS = 4, LIST_FOOT_ROWS = 2 };

struct layout {
    bool is_too_small;
    bool is_wide;                                              /* form and preview side by side */
    struct rect banner, form, preview, history, notice, hints; /* height 0: not shown */
    struct rect page, picker, dialog;                          /* overlays, when open */
};

void layout_compute(const struct app *app, struct layout *ret_layout);
/* Tells the app how many rows its scrolling parts show. */
void layout_apply(const struct layout *layout, struct app *app);

#endif
