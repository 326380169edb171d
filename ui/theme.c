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
        .name = "light",
        .roles =
            {
                [ROLE_NORMAL] = {BLACK, WHITE, 0},
                [ROLE_DIM] = {BLUE, WHITE, 0},
                [ROLE_BORDER] = {BLUE, WHITE, 0},
                [ROLE_BORDER_FOCUSED] = {BLUE, WHITE, THEME_BOLD},
                [ROLE_HEADING] = {BLUE, WHITE, THEME_BOLD},
                [ROLE_LABEL] = {BLACK, WHITE, 0},
                [ROLE_LABEL_FOCUSED] = {BLUE, WHITE, THEME_BOLD},
                [ROLE_VALUE] = {BLACK, WHITE, 0},
                [ROLE_SELECTED] = {WHITE, BLUE, THEME_BOLD},
                [ROLE_KEY] = {BLUE, WHITE, THEME_BOLD},
                [ROLE_GOOD] = {BLACK, GREEN, 0},
                [ROLE_BUSY] = {BLUE, WHITE, 0},
                [ROLE_WARNING] = {BLACK, YELLOW, 0},
                [ROLE_BAD] = {RED, WHITE, THEME_BOLD},
                [ROLE_BANNER] = {WHITE, BLUE, THEME_BOLD},
                [ROLE_BANNER_LIVE] = {WHITE, RED, THEME_BOLD},
                [ROLE_BANNER_SAFE] = {BLACK, GREEN, 0},
                [ROLE_UNFILLED] = {BLACK, YELLOW, THEME_UNDERLINE},
                [ROLE_FILLED] = {BLUE, WHITE, THEME_BOLD},
                [ROLE_BUTTON] = {BLACK, WHITE, 0},
                [ROLE_BUTTON_MARKED] = {WHITE, BLUE, THEME_BOLD},
            },
    },
    {
        .name = "dark",
        .roles =
            {
                [ROLE_NORMAL] = {WHITE, BLACK, 0},
                [ROLE_DIM] = {CYAN, BLACK, 0},
                [ROLE_BORDER] = {CYAN, BLACK, 0},
                [ROLE_BORDER_FOCUSED] = {CYAN, BLACK, THEME_BOLD},
                [ROLE_HEADING] = {CYAN, BLACK, THEME_BOLD},
                [ROLE_LABEL] = {WHITE, BLACK, 0},
                [ROLE_LABEL_FOCUSED] = {CYAN, BLACK, THEME_BOLD},
                [ROLE_VALUE] = {WHITE, BLACK, 0},
                [ROLE_SELECTED] = {BLACK, CYAN, 0},
                [ROLE_KEY] = {CYAN, BLACK, THEME_BOLD},
                [ROLE_GOOD] = {GREEN, BLACK, 0},
                [ROLE_BUSY] = {CYAN, BLACK, 0},
                [ROLE_WARNING] = {YELLOW, BLACK, THEME_BOLD},
                [ROLE_BAD] = {WHITE, RED, THEME_BOLD},
                [ROLE_BANNER] = {BLACK, CYAN, 0},
                [ROLE_BANNER_LIVE] = {WHITE, RED, THEME_BOLD},
                [ROLE_BANNER_SAFE] = {BLACK, GREEN, 0},
                [ROLE_UNFILLED] = {YELLOW, BLACK, THEME_UNDERLINE},
                [ROLE_FILLED] = {GREEN, BLACK, 0},
                [ROLE_BUTTON] = {WHITE, BLACK, 0},
                [ROLE_BUTTON_MARKED] = {BLACK, CYAN, 0},
            },
    },
    {
        .name = "high-contrast",
        .roles =
            {
                [ROLE_NORMAL] = {WHITE, BLACK, THEME_BOLD},
                [ROLE_DIM] = {WHITE, BLACK, THEME_BOLD},
                [ROLE_BORDER] = {WHITE, BLACK, THEME_BOLD},
                [ROLE_BORDER_FOCUSED] = {YELLOW, BLACK, THEME_BOLD},
                [ROLE_HEADING] = {YELLOW, BLACK, THEME_BOLD},
                [ROLE_LABEL] = {WHITE, BLACK, THEME_BOLD},
                [ROLE_LABEL_FOCUSED] = {YELLOW, BLACK, THEME_BOLD},
                [ROLE_VALUE] = {WHITE, BLACK, THEME_BOLD},
                [ROLE_SELECTED] = {BLACK, YELLOW, 0},
                [ROLE_KEY] = {YELLOW, BLACK, THEME_BOLD},
                [ROLE_GOOD] = {WHITE, BLACK, THEME_BOLD},
                [ROLE_BUSY] = {WHITE, BLACK, THEME_BOLD},
                [ROLE_WARNING] = {BLACK, YELLOW, 0},
                [ROLE_BAD] = {BLACK, WHITE, 0},
                [ROLE_BANNER] = {BLACK, WHITE, 0},
                [ROLE_BANNER_LIVE] = {BLACK, YELLOW, 0},
                [ROLE_BANNER_SAFE] = {BLACK, WHITE, 0},
                [ROLE_UNFILLED] = {YELLOW, BLACK, THEME_BOLD | THEME_UNDERLINE},
                [ROLE_FILLED] = {WHITE, BLACK, THEME_BOLD},
                [ROLE_BUTTON] = {WHITE, BLACK, THEME_BOLD},
                [ROLE_BUTTON_MARKED] = {BLACK, YELLOW, 0},
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
