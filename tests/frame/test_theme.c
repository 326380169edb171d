/* Themes: every role stands out from its background, and nothing is told by colour alone. */
#include "ui/theme.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const char *const names[] = {"default", "light", "dark", "mono", "high-contrast"};

/* Relative luminance (WCAG 2) of the eight colours as terminals commonly show them. */
static double luminance(short color)
{
    static const unsigned char rgb[8][3] = {{0, 0, 0},       {170, 0, 0},   {0, 170, 0},
                                            {229, 229, 16},  {0, 0, 170},   {170, 0, 170},
                                            {0, 205, 205},   {255, 255, 255}};
    double parts[3];
    for (int i = 0; i < 3; i++) {
        double c = rgb[color][i] / 255.0;
        parts[i] = c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}

static double contrast(short one, short two)
{
    double a = luminance(one);
    double b = luminance(two);
    return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

Test(theme, every_role_can_be_read)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct theme *theme = theme_find(names[i]);
        double least = strcmp(names[i], "high-contrast") == 0 ? 7.0 : 4.5;
        cr_assert_not_null(theme, "%s", names[i]);
        for (int role = 0; role < ROLE_COUNT; role++) {
            const struct theme_role *look = &theme->roles[role];
            if (look->foreground < 0 || look->background < 0)
                continue; /* the terminal's own colours: the operator's choice */
            cr_expect_geq(contrast(look->foreground, look->background), least, "%s role %d",
                          names[i], role);
        }
    }
}

Test(theme, the_marked_row_differs_without_colour)
{
    const struct theme *mono = theme_find("mono");
    cr_assert_neq(mono->roles[ROLE_SELECTED].attributes & THEME_REVERSE, 0);
    cr_assert_neq(mono->roles[ROLE_BUTTON_MARKED].attributes & THEME_REVERSE, 0);
    for (int role = 0; role < ROLE_COUNT; role++) {
        cr_assert_eq(mono->roles[role].foreground, -1);
        cr_assert_eq(mono->roles[role].background, -1);
    }
}

Test(theme, settings_choose)
{
    cr_assert_str_eq(theme_choose("auto", false)->name, "default");
    cr_assert_str_eq(theme_choose("auto", true)->name, "mono");
    cr_assert_str_eq(theme_choose("dark", false)->name, "dark");
    cr_assert_str_eq(theme_choose(NULL, false)->name, "default");
}
