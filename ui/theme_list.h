/*
 * The themes there are to choose from: those built in, the operator's own files
 * in the folder of themes, and the one that the settings name. Owns its names.
 * UI thread; reads files.
 */
#ifndef CHAKRA_UI_THEME_LIST_H
#define CHAKRA_UI_THEME_LIST_H

#include "src/app/app.h"
#include "ui/theme.h"

enum { THEME_LIST_MAX = 64 };

struct theme_list {
    char *names[THEME_LIST_MAX];
    char *paths[THEME_LIST_MAX]; /* NULL: built in */
    size_t count;
    size_t chosen; /* by the settings */
};

/* False: no memory for a part; what is listed can be used. */
bool theme_list_init(struct theme_list *list, const struct screen_settings *settings,
                     bool no_color);
void theme_list_release(struct theme_list *list);
void theme_list_load(const struct theme_list *list, size_t index, struct theme *ret_theme,
                     struct theme_report *ret_report);

#endif
