/* Copies the cells that changed to the terminal and places its cursor. With tty.c the only file
 * that includes curses. UI thread. */
#ifndef CHAKRA_UI_PAINT_H
#define CHAKRA_UI_PAINT_H

#include "ui/grid.h"
#include "ui/theme.h"

struct paint {
    struct theme theme;
    struct theme plain; /* for a terminal without colours */
    struct grid shown;  /* what the terminal shows */
    struct links links; /* that the terminal shows */
    bool has_links;     /* they are made clickable; set it after paint_init */
    bool has_colors;
    bool all; /* paint every cell: the terminal's content is not known */
};

/* After tty_take. The theme is copied. */
void paint_init(struct paint *paint, const struct theme *theme);
void paint_release(struct paint *paint);
/* Other colours from the next paint_show on. */
void paint_set_theme(struct paint *paint, const struct theme *theme);
/* The next paint_show paints every cell. */
void paint_forget(struct paint *paint);
void paint_show(struct paint *paint, const struct grid *grid);

#endif
