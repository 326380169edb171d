/*
 * The corpus of hard strings (tests/data/text/hard.txt: NAME=TEXT a line) as a grid:
 * a row each, its text between two bars. What a terminal shows is compared with it.
 */
#ifndef CHAKRA_TESTS_TEXT_CORPUS_H
#define CHAKRA_TESTS_TEXT_CORPUS_H

#include "ui/grid.h"

enum { CORPUS_ROWS = 64, CORPUS_COLUMNS = 72 };

/* Draws it, `turned` upside down; the last row is END. False when the file cannot be read. */
bool corpus_draw(struct grid *grid, bool turned);

#endif
