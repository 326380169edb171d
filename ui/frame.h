/* One whole screen: the app as a grid of cells. Equal apps give equal grids. */
#ifndef CHAKRA_UI_FRAME_H
#define CHAKRA_UI_FRAME_H

#include "ui/view.h"

/* The grid must have the app's size. */
void frame_draw(struct grid *grid, const struct app *app);

#endif
