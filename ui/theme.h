/*
 * What each role looks like. A theme is an ini file (docs/THEMES.md); five are
 * built in. Plain data: paint.c turns it into terminal terms. UI thread.
 */
#ifndef CHAKRA_UI_THEME_H
#define CHAKRA_UI_THEME_H

#include "src/base/err.h"
#include "ui/grid.h"

enum theme_attribute { THEME_BOLD = 1, THEME_DIM = 2, THEME_REVERSE = 4, THEME_UNDERLINE = 8 };

/* A colour as the file gives it: a number of the terminal's palette, an exact colour, or both. */
struct theme_color {
    int index; /* 0..255; -1: the terminal's own (with rgb < 0), or none given */
    int rgb;   /* 0xRRGGBB; -1: none given */
};

struct theme_role {
    struct theme_color foreground, background;
    unsigned attributes;
};

enum { THEME_NAME_SIZE = 64 };

struct theme {
    char name[THEME_NAME_SIZE];
    struct theme_role roles[ROLE_COUNT];
};

/* What was wrong with a file: its first problem, and how many there are. */
struct theme_report {
    struct error first;
    size_t count;
};

size_t theme_builtin_count(void);
const char *theme_builtin_name(size_t index);
/* The name for a setting: "auto" and NULL are "default", or "mono" where NO_COLOR is set. */
const char *theme_choose(const char *setting, bool no_color);

/* False for a name that is not built in. */
bool theme_load_builtin(const char *name, struct theme *ret_theme);
/*
 * Reads a theme from a file's bytes. `path` names it in messages. What is missing or wrong looks as
 * in the default theme and is reported with file and line; the theme can always be used.
 */
void theme_parse(const char *name, const char *path, const char *bytes, size_t length,
                 struct theme *ret_theme, struct theme_report *ret_report);
/* The same from a file; one that cannot be read is the default theme, and reported. */
void theme_load_file(const char *name, const char *path, struct theme *ret_theme,
                     struct theme_report *ret_report);

bool theme_has_colors(const struct theme *theme);

#endif
