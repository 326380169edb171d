/* The built-in themes. */
#include "ui/theme.h"

#include <string.h>

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE, DEFAULT = -1 };

static const struct theme themes[] = {
    {
        .name = "default",
        .roles =
            {
                [ROLE_NORMAL] = {DEFAULT, DEFAULT, 0},
                [ROLE_DIM] = {DEFAULT, DEFAULT, THEME_DIM},
                [ROLE_BORDER] = {DEFAULT, DEFAULT, THEME_DIM},
                [ROLE_BORDER_FOCUSED] = {CYAN, DEFAULT, THEME_BOLD},
                [ROLE_HEADING] = {CYAN, DEFAULT, THEME_BOLD},
                [ROLE_LABEL] = {DEFAULT, DEFAULT, THEME_DIM},
                [ROLE_LABEL_FOCUSED] = {CYAN, DEFAULT, THEME_BOLD},
                [ROLE_VALUE] = {DEFAULT, DEFAULT, 0},
                [ROLE_SELECTED] = {DEFAULT, DEFAULT, THEME_REVERSE},
                [ROLE_KEY] = {CYAN, DEFAULT, THEME_BOLD},
                [ROLE_GOOD] = {GREEN, DEFAULT, 0},
                [ROLE_BUSY] = {CYAN, DEFAULT, 0},
                [ROLE_WARNING] = {YELLOW, DEFAULT, THEME_BOLD},
                [ROLE_BAD] = {RED, DEFAULT, THEME_BOLD},
                [ROLE_BANNER] = {DEFAULT, DEFAULT, THEME_REVERSE},
                [ROLE_BANNER_LIVE] = {WHITE, RED, THEME_BOLD},
                [ROLE_BANNER_SAFE] = {BLACK, GREEN, 0},
                [ROLE_UNFILLED] = {YELLOW, DEFAULT, THEME_UNDERLINE},
                [ROLE_FILLED] = {GREEN, DEFAULT, 0},
                [ROLE_BUTTON] = {DEFAULT, DEFAULT, 0},
                [ROLE_BUTTON_MARKED] = {DEFAULT, DEFAULT, THEME_REVERSE},
            },
    },
    {
        .name = "mono",
        .roles =
            {
                [ROLE_NORMAL] = {DEFAULT, DEFAULT, 0},
                [ROLE_DIM] = {DEFAULT, DEFAULT, 0},
                [ROLE_BORDER] = {DEFAULT, DEFAULT, 0},
                [ROLE_BORDER_FOCUSED] = {DEFAULT, DEFAULT, THEME_BOLD},
                [ROLE_HEADING] = {DEFAULT, DEFAULT, THEME_BOLD},
                [ROLE_LABEL] = {DEFAULT, DEFAULT, 0},
                [ROLE_LABEL_FOCUSED] = {DEFAULT, DEFAULT, THEME_BOLD},
                [ROLE_VALUE] = {DEFAULT, DEFAULT, 0},
                [ROLE_SELECTED] = {DEFAULT, DEFAULT, THEME_REVERSE},
                [ROLE_KEY] = {DEFAULT, DEFAULT, THEME_BOLD},
                [ROLE_GOOD] = {DEFAULT, DEFAULT, 0},
                [ROLE_BUSY] = {DEFAULT, DEFAULT, 0},
                [ROLE_WARNING] = {DEFAULT, DEFAULT, THEME_BOLD},
                [ROLE_BAD] = {DEFAULT, DEFAULT, THEME_BOLD},
                [ROLE_BANNER] = {DEFAULT, DEFAULT, THEME_REVERSE},
                [ROLE_BANNER_LIVE] = {DEFAULT, DEFAULT, THEME_REVERSE | THEME_BOLD},
                [ROLE_BANNER_SAFE] = {DEFAULT, DEFAULT, THEME_BOLD},
                [ROLE_UNFILLED] = {DEFAULT, DEFAULT, THEME_UNDERLINE},
                [ROLE_FILLED] = {DEFAULT, DEFAULT, THEME_BOLD},
                [ROLE_BUTTON] = {DEFAULT, DEFAULT, 0},
                [ROLE_BUTTON_MARKED] = {DEFAULT, DEFAULT, THEME_REVERSE},
            },
    },
};

const struct theme *theme_find(const char *name)
{
    for (size_t i = 0; i < sizeof themes / sizeof themes[0]; i++)
        if (strcmp(themes[i].name, name) == 0)
            return &themes[i];
    return NULL;
}

const struct theme *theme_choose(const char *setting, bool no_color)
{
    const struct theme *theme = setting != NULL ? theme_find(setting) : NULL;
    if (theme == NULL)
        theme = theme_find(no_color ? "mono" : "default");
    return theme;
}
