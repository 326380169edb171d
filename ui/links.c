/* The list of links on the screen. */
#include "ui/links.h"

#include <stdio.h>
#include <string.h>

void links_clear(struct links *links)
{
    links->count = 0;
}

static bool is_address(const char *text)
{
    if (strncmp(text, "https://", 8) != 0 && strncmp(text, "http://", 7) != 0)
        return false;
    for (const char *at = text; *at != '\0'; at++)
        if (*at <= ' ' || *at > '~')
            return false;
    return strlen(text) < LINK_BYTES;
}

void links_add(struct links *links, int row, int column, int width, const char *address)
{
    if (links->count == LINKS_MAX || width <= 0 || !is_address(address))
        return;
    struct link *link = &links->items[links->count++];
    *link = (struct link){.row = row, .column = column, .width = width};
    snprintf(link->address, sizeof link->address, "%s", address);
}

const struct link *links_at(const struct links *links, int row, int column)
{
    for (size_t i = 0; i < links->count; i++) {
        const struct link *link = &links->items[i];
        if (link->row == row && column >= link->column && column < link->column + link->width)
            return link;
    }
    return NULL;
}

bool links_equal(const struct links *a, const struct links *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct link *one = &a->items[i];
        const struct link *other = &b->items[i];
        if (one->row != other->row || one->column != other->column || one->width != other->width ||
            strcmp(one->address, other->address) != 0)
            return false;
    }
    return true;
}
