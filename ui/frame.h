/* One whole screen: the app as a grid of cells. Equal apps give equal grids. */
#ifndef CHAKRA_UI_FRAME_H
#define CHAKRA_UI_FRAME_H

#include "ui/view.h"

/* The grid must have the app's size. */
void frame_draw(struct grid *grid, const struct app *app);

/* Tells the app, before each event, how much its scrolling parts show; of the preview that is known
 * from the grid as it was drawn last. */
void frame_apply(const struct grid *grid, struct app *app);

#endif
