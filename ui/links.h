/*
 * Which cells are a link, and where to. Views note them as they draw; paint.c makes
 * them clickable (OSC 8) where that is wanted. Pure; UI thread.
 */
#ifndef CHAKRA_UI_LINKS_H
#define CHAKRA_UI_LINKS_H

#include <stdbool.h>
#include <stddef.h>

enum { LINKS_MAX = 16, LINK_BYTES = 1024 };

struct link {
    int row, column, width;
    char address[LINK_BYTES];
};

struct links {
    struct link items[LINKS_MAX];
    size_t count;
};

void links_clear(struct links *links);
/* Only whole addresses of http and https in plain ASCII: nothing else reaches a terminal inside of
 * a control sequence. Others are no link. */
void links_add(struct links *links, int row, int column, int width, const char *address);
/* The link of a cell; NULL. */
const struct link *links_at(const struct links *links, int row, int column);
bool links_equal(const struct links *a, const struct links *b);

#endif
