/*
 * What the pointer finds where. Each view notes what it drew into which cells
 * while it draws, so that what is hit is always what is seen. Pure; UI thread.
 */
#ifndef CHAKRA_UI_HITS_H
#define CHAKRA_UI_HITS_H

#include "src/app/pointer.h"

#include <stddef.h>

struct rect {
    int row, column, height, width;
};

struct hit {
    struct rect at;
    enum target target;
    size_t index;  /* of the target's thing: field, row, action */
    size_t offset; /* first byte of a text that is shown from its middle */
};

/* More than the parts of any screen; what comes after that many is not hit. */
enum { HITS_MAX = 512 };

struct hits {
    struct hit items[HITS_MAX];
    size_t count;
};

void hits_clear(struct hits *hits);
void hits_add(struct hits *hits, struct rect at, enum target target, size_t index);
/* The newest hit starts at this byte of its text. */
void hits_set_offset(struct hits *hits, size_t offset);
/* What is on top there, with ret_pointer->cell counted from its left edge; TARGET_NONE for nothing.
 * Leaves the gesture alone. */
void hits_find(const struct hits *hits, int row, int column, struct pointer *ret_pointer);

#endif
