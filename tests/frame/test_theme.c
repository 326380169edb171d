/* Themes: every role stands out from its background, and nothing is told by colour alone. */
#include "ui/theme.h"
#include "ui/theme_color.h"

#include "src/base/paths.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct theme load(const char *name)
{
    struct theme theme;
    cr_assert(theme_load_builtin(name, &theme), "%s", name);
    return theme;
}

static struct theme_report parse(const char *text, struct theme *theme)
{
    struct theme_report report;
    theme_parse("own", "own.ini", text, strlen(text), theme, &report);
    return report;
}

/* RGB of a role's two colours at a depth; false when one is the terminal's own. */
static bool shown_colors(const struct theme_role *look, struct color_depth depth, int *foreground,
                         int *background)
{
    theme_role_numbers(look, depth, foreground, background);
    if (*foreground < 0 || *background < 0)
        return false;
    if (!depth.has_rgb || *foreground < 8)
        *foreground = theme_palette_rgb(*foreground);
    if (!depth.has_rgb || *background < 8)
        *background = theme_palette_rgb(*background);
    return true;
}

/* WCAG 2.1: 4.5 for text (AA), 7 where contrast is the purpose (AAA), at every depth of colours. */
Test(theme, every_role_can_be_read_at_every_depth)
{
    static const struct color_depth depths[] = {
        {.colors = 8}, {.colors = 16}, {.colors = 256}, {.colors = 1 << 24, .has_rgb = true}};
    for (size_t i = 0; i < theme_builtin_count(); i++) {
        struct theme theme = load(theme_builtin_name(i));
        double least = strcmp(theme.name, "high-contrast") == 0 ? 7.0 : 4.5;
        for (size_t depth = 0; depth < sizeof depths / sizeof depths[0]; depth++)
            for (int role = 0; role < ROLE_COUNT; role++) {
                int foreground = 0;
                int background = 0;
                if (shown_colors(&theme.roles[role], depths[depth], &foreground, &background))
                    cr_expect_geq(theme_contrast(foreground, background), least,
                                  "%s role %d with %d colours: %.2f", theme.name, role,
                                  depths[depth].colors, theme_contrast(foreground, background));
            }
    }
}

Test(theme, contrast_is_that_of_wcag)
{
    cr_assert_float_eq(theme_contrast(0x000000, 0xffffff), 21.0, 0.001);
    cr_assert_float_eq(theme_contrast(0x777777, 0xffffff), 4.478, 0.001);
    cr_assert_float_eq(theme_contrast(0xffffff, 0x777777), 4.478, 0.001);
}

Test(theme, those_built_in_are_whole)
{
    cr_assert_eq(theme_builtin_count(), 5);
    for (size_t i = 0; i < theme_builtin_count(); i++) {
        char path[512];
        struct strbuf bytes;
        struct theme theme;
        struct theme_report report;
        strbuf_init(&bytes, 65536);
        snprintf(path, sizeof path, "%s/assets/themes/%s.ini", TEST_SOURCE_DIR,
                 theme_builtin_name(i));
        cr_assert_eq(paths_read_file(path, &bytes, NULL), ERR_OK, "%s", path);
        theme_parse("any", path, bytes.text, bytes.length, &theme, &report);
        strbuf_release(&bytes);
        cr_expect_eq(report.count, 0, "%s: %s", report.first.where, report.first.what);
    }
}

/* What is told by the marked row, the banner of a live profile or a button that is marked is told
 * without colour as well. */
Test(theme, nothing_is_told_by_colour_alone)
{
    struct theme mono = load("mono");
    cr_assert_not(theme_has_colors(&mono));
    cr_assert_neq(mono.roles[ROLE_SELECTED].attributes & THEME_REVERSE, 0);
    cr_assert_neq(mono.roles[ROLE_BUTTON_MARKED].attributes & THEME_REVERSE, 0);
    cr_assert_neq(mono.roles[ROLE_BANNER_LIVE].attributes, mono.roles[ROLE_BANNER_SAFE].attributes);
    cr_assert_neq(mono.roles[ROLE_UNFILLED].attributes, mono.roles[ROLE_FILLED].attributes);
    for (size_t i = 0; i < theme_builtin_count(); i++) {
        struct theme theme = load(theme_builtin_name(i));
        if (strcmp(theme.name, "mono") != 0)
            cr_expect(theme_has_colors(&theme), "%s", theme.name);
    }
}

Test(theme, settings_choose)
{
    cr_assert_str_eq(theme_choose("auto", false), "default");
    cr_assert_str_eq(theme_choose("auto", true), "mono");
    cr_assert_str_eq(theme_choose("dark", true), "dark");
    cr_assert_str_eq(theme_choose(NULL, false), "default");
    struct theme theme;
    cr_assert_not(theme_load_builtin("pink", &theme));
}

Test(theme, a_role_is_colours_and_attributes)
{
    struct theme theme;
    parse("; mine\n[roles]\nnormal = bright-white/#fefefe on 236 bold underline\r\n"
          "  dim=#123456\nbad = reverse on red\nlabel = default on default dim\n",
          &theme);
    const struct theme_role *normal = &theme.roles[ROLE_NORMAL];
    cr_expect_eq(normal->foreground.index, 15);
    cr_expect_eq(normal->foreground.rgb, 0xfefefe);
    cr_expect_eq(normal->background.index, 236);
    cr_expect_eq(normal->background.rgb, -1);
    cr_expect_eq(normal->attributes, THEME_BOLD | THEME_UNDERLINE);
    cr_expect_eq(theme.roles[ROLE_DIM].foreground.rgb, 0x123456);
    cr_expect_eq(theme.roles[ROLE_DIM].foreground.index, -1);
    cr_expect_eq(theme.roles[ROLE_BAD].background.index, 1);
    cr_expect_eq(theme.roles[ROLE_BAD].attributes, THEME_REVERSE);
    cr_expect_eq(theme.roles[ROLE_LABEL].attributes, THEME_DIM);
    cr_expect_str_eq(theme.name, "own");
}

struct wrong {
    const char *text;
    const char *where, *what;
};

Test(theme, what_is_wrong_is_named_with_its_line_and_looks_as_in_the_default)
{
    static const struct wrong rows[] = {
        {"[roles]\nnormal = pink\n", "own.ini:2", "the role normal cannot be 'pink'"},
        {"[roles]\n\nnormal = red on\n  dim = #12345\n", "own.ini:4",
         "the role dim cannot be '#12345'"},
        {"[roles]\nnormal = 256\n", "own.ini:2", "the role normal cannot be '256'"},
        {"[roles]\nnormal = red/blue\n", "own.ini:2", "the role normal cannot be 'red/blue'"},
        {"[roles]\nnormal = red on blue on green\n", "own.ini:2", "the role normal cannot be 'on'"},
        {"[roles]\nnormal =\n", "own.ini:2", "the role normal cannot be ''"},
        {"; x\n[roles]\nnomal = red\n", "own.ini:3", "there is no role nomal"},
        {"normal = red\n", "own.ini:1", "normal does not stand below [roles]"},
        {"[colours]\nnormal = red\n", "own.ini:2", "normal does not stand below [roles]"},
        {"[roles]\nnormal = red\nnormal = blue\n", "own.ini:3", "the role normal is there twice"},
        {"[roles]\nwhat\n", "own.ini:2", "the line cannot be read"},
        {"\n[roles]\nnormal = red\n", "own.ini:2", "the role dim is missing"},
        {"", "own.ini:1", "the role normal is missing"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct theme theme;
        struct theme fallback = load("default");
        struct theme_report report = parse(rows[i].text, &theme);
        cr_expect_gt(report.count, 0, "%s", rows[i].text);
        cr_expect_str_eq(report.first.where, rows[i].where, "%s: %s", rows[i].text,
                         report.first.where);
        cr_expect_str_eq(report.first.what, rows[i].what, "%s: %s", rows[i].text,
                         report.first.what);
        cr_expect(memcmp(&theme.roles[ROLE_KEY], &fallback.roles[ROLE_KEY],
                         sizeof(struct theme_role)) == 0,
                  "%s", rows[i].text);
    }
}

Test(theme, a_file_that_cannot_be_read_is_the_default)
{
    struct theme theme;
    struct theme fallback = load("default");
    struct theme_report report;
    theme_load_file("gone", "/nowhere/gone.ini", &theme, &report);
    cr_assert_eq(report.count, 1);
    cr_assert_str_eq(theme.name, "gone");
    cr_assert(memcmp(theme.roles, fallback.roles, sizeof theme.roles) == 0);
}

Test(theme, long_lines_and_bytes_that_are_no_text_are_refused)
{
    char text[1000];
    struct theme theme;
    snprintf(text, sizeof text, "; %0400d\n[roles]\nnormal = %0400d\n", 1, 2);
    struct theme_report report = parse(text, &theme);
    cr_assert_str_eq(report.first.where, "own.ini:3");
    cr_assert_str_eq(report.first.what, "the line is too long, or no text");
    static const char nul[] = "[roles]\nnormal = r\0d\n";
    theme_parse("own", "own.ini", nul, sizeof nul - 1, &theme, &report);
    cr_assert_str_eq(report.first.where, "own.ini:2");
}

/* The palette is the user's: with 256 colours only those that are the same everywhere are taken. */
Test(theme, colours_become_those_that_the_terminal_has)
{
    static const struct row {
        struct theme_color color;
        int at8, at16, at256, at_rgb;
    } rows[] = {
        {{.index = -1, .rgb = -1}, -1, -1, -1, -1},
        {{.index = 3, .rgb = -1}, 3, 3, 3, 3},
        {{.index = 11, .rgb = -1}, 3, 11, 11, 0xffff55},
        {{.index = 2, .rgb = 0x5fd75f}, 2, 2, 77, 0x5fd75f},
        {{.index = -1, .rgb = 0xff0000}, 1, 1, 196, 0xff0000},
        {{.index = -1, .rgb = 0x000003}, 0, 0, 16, 0},
        {{.index = 255, .rgb = -1}, 7, 7, 255, 0xeeeeee},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        cr_expect_eq(theme_color_number(&row->color, (struct color_depth){8, false}), row->at8,
                     "row %zu", i);
        cr_expect_eq(theme_color_number(&row->color, (struct color_depth){16, false}), row->at16,
                     "row %zu", i);
        cr_expect_eq(theme_color_number(&row->color, (struct color_depth){256, false}), row->at256,
                     "row %zu", i);
        cr_expect_eq(theme_color_number(&row->color, (struct color_depth){1 << 24, true}),
                     row->at_rgb, "row %zu", i);
    }
}

Test(theme, text_is_never_drawn_in_the_colour_below_it)
{
    struct theme_role look = {.foreground = {.index = -1, .rgb = 0xfff0f0},
                              .background = {.index = -1, .rgb = 0xffffff}};
    int foreground = 0;
    int background = 0;
    theme_role_numbers(&look, (struct color_depth){8, false}, &foreground, &background);
    cr_assert_eq(background, 7);
    cr_assert_eq(foreground, 0);
}
