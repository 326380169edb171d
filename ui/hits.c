/* The list of what was drawn where. */
#include "ui/hits.h"

void hits_clear(struct hits *hits)
{
    hits->count = 0;
}

void hits_add(struct hits *hits, struct rect at, enum target target, size_t index)
{
    if (hits->count < HITS_MAX && at.height > 0 && at.width > 0)
        hits->items[hits->count++] = (struct hit){.at = at, .target = target, .index = index};
}

void hits_set_offset(struct hits *hits, size_t offset)
{
    if (hits->count > 0)
        hits->items[hits->count - 1].offset = offset;
}

static bool holds(const struct rect *at, int row, int column)
{
    return row >= at->row && row < at->row + at->height && column >= at->column &&
           column < at->column + at->width;
}

/* What was drawn later lies on top. */
void hits_find(const struct hits *hits, int row, int column, struct pointer *ret_pointer)
{
    ret_pointer->target = TARGET_NONE;
    for (size_t i = hits->count; i-- > 0;) {
        const struct hit *hit = &hits->items[i];
        if (!holds(&hit->at, row, column))
            continue;
        ret_pointer->target = hit->target;
        ret_pointer->index = hit->index;
        ret_pointer->offset = hit->offset;
        ret_pointer->cell = column - hit->at.column;
        return;
    }
}
