/* What each role looks like: colours by number of the terminal's palette (-1: its default), and
 * attributes that also tell it without colour. Plain data; paint.c turns it into terminal terms. */
#ifndef CHAKRA_UI_THEME_H
#define CHAKRA_UI_THEME_H

#include "ui/grid.h"

enum theme_attribute { THEME_BOLD = 1, THEME_DIM = 2, THEME_REVERSE = 4, THEME_UNDERLINE = 8 };

struct theme_role {
    short foreground, background; /* 0..7, -1 */
    unsigned attributes;
};

struct theme {
    const char *name;
    struct theme_role roles[ROLE_COUNT];
};

/* NULL for a name that is not known. */
const struct theme *theme_find(const char *name);
/* The theme for a setting: "auto" is "default", or "mono" where NO_COLOR is set. */
const struct theme *theme_choose(const char *setting, bool no_color);

#endif
