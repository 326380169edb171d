/*
 * One cluster in the grid: which of its code points a cell can hold, what stands for the rest, and
 * in how many cells. The rules and their reasons are in docs/TEXT.md. UI thread.
 */
#ifndef CHAKRA_UI_CLUSTER_H
#define CHAKRA_UI_CLUSTER_H

#include "ui/grid.h"

/* Cells that it takes where all signs can be shown; `text` has passed utf8_sanitize(). */
int cluster_cells(const char *text, size_t length);

/* Draws it; returns its cells, 0 when it does not fit into `width`. */
int cluster_put(struct grid *grid, int row, int column, int width, struct pen pen, const char *text,
                size_t length);

/* One cell, or two: of the grid, for this room. Outside of it nothing happens. */
void grid_put_cell(struct grid *grid, int row, int column, struct pen pen, const char *text,
                   size_t length, int width);

#endif
