/* From cells to curses: roles become attributes and colour pairs, changed cells are written. */
#include "ui/paint.h"

#include "ui/theme_color.h"

#include <ncurses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* Colours as numbers of RGB exist only where terminfo says so; COLORTERM is a guess of others. */
static struct color_depth depth_of_terminal(void)
{
    const char *text = tigetstr("RGB");
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): as terminfo has it */
    bool is_text = text != NULL && text != (char *)-1;
    bool has_rgb = tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || is_text;
    return (struct color_depth){.colors = COLORS, .has_rgb = has_rgb && COLORS > 256};
}

void paint_set_theme(struct paint *paint, const struct theme *theme)
{
    struct color_depth depth = depth_of_terminal();
    paint->theme = paint->has_colors || !theme_has_colors(theme) ? *theme : paint->plain;
    paint->all = true;
    for (int role = 0; paint->has_colors && role < ROLE_COUNT; role++) {
        int foreground = -1;
        int background = -1;
        theme_role_numbers(&paint->theme.roles[role], depth, &foreground, &background);
        init_extended_pair(role + 1, foreground, background);
    }
}

void paint_init(struct paint *paint, const struct theme *theme)
{
    *paint = (struct paint){.all = true};
    grid_init(&paint->shown);
    (void)theme_load_builtin("mono", &paint->plain);
    paint->has_colors = has_colors() && start_color() == OK;
    if (paint->has_colors)
        use_default_colors();
    paint_set_theme(paint, theme);
}

void paint_release(struct paint *paint)
{
    grid_release(&paint->shown);
}

void paint_forget(struct paint *paint)
{
    paint->all = true;
}

static attr_t attributes_of(const struct paint *paint, const struct cell *cell)
{
    unsigned theme = paint->theme.roles[cell->role].attributes;
    attr_t attributes = A_NORMAL;
    if ((theme & THEME_BOLD) != 0 || (cell->attributes & CELL_BOLD) != 0)
        attributes |= A_BOLD;
    if ((theme & THEME_DIM) != 0 || (cell->attributes & CELL_STRIKE) != 0)
        attributes |= A_DIM;
    if ((theme & THEME_REVERSE) != 0)
        attributes |= A_REVERSE;
    if ((theme & THEME_UNDERLINE) != 0 || (cell->attributes & CELL_UNDERLINE) != 0)
        attributes |= A_UNDERLINE;
    if ((cell->attributes & CELL_ITALIC) != 0)
        attributes |= A_ITALIC;
    return attributes;
}

static void put_wide(const struct paint *paint, int row, int column, const struct cell *cell,
                     const wchar_t *text)
{
    cchar_t character;
    short pair = paint->has_colors ? (short)(cell->role + 1) : 0;
    if (setcchar(&character, text, attributes_of(paint, cell), pair, NULL) == OK)
        mvadd_wch(row, column, &character);
}

static void put(const struct paint *paint, int row, int column, const struct cell *cell)
{
    wchar_t wide[CELL_CODE_POINTS + 1] = {0};
    mbstate_t state = {0};
    const char *text = cell->text;
    size_t count = mbsrtowcs(wide, &text, CELL_CODE_POINTS, &state);
    wide[count != (size_t)-1 ? count : 0] = L'\0';
    /* What the locale cannot show, or counts with other cells than we do, would move the rest of
     * the row: a sign of the same width stands for it. */
    if (count == (size_t)-1 || count == 0 || wcwidth(wide[0]) != cell->width) {
        put_wide(paint, row, column, cell, L"?");
        if (cell->width == 2)
            put_wide(paint, row, column + 1, cell, L" ");
        return;
    }
    put_wide(paint, row, column, cell, wide);
}

static int put_byte(int byte)
{
    return putchar(byte);
}

/* Curses has no links: the cells are written once more around it, and it finds everything as it
 * left it, the cursor and the attributes too. */
static void write_link(const struct paint *paint, const struct grid *grid, const struct link *link)
{
    fprintf(stdout, "\0337\033[%d;%dH", link->row + 1, link->column + 1);
    for (int i = 0; i < link->width; i++) {
        const struct cell *cell = grid_at(grid, link->row, link->column + i);
        short pair = paint->has_colors ? (short)(cell->role + 1) : 0;
        if (i == 0) {
            vid_puts(attributes_of(paint, cell), pair, NULL, put_byte);
            fprintf(stdout, "\033]8;;%s\033\\", link->address);
        }
        fputs(cell->text, stdout);
    }
    fputs("\033]8;;\033\\", stdout);
    vid_puts(A_NORMAL, 0, NULL, put_byte);
    fputs("\0338", stdout);
    fflush(stdout);
}

void paint_show(struct paint *paint, const struct grid *grid)
{
    bool same_size = paint->shown.rows == grid->rows && paint->shown.columns == grid->columns;
    if (!same_size && !grid_resize(&paint->shown, grid->rows, grid->columns))
        return;
    bool all = paint->all || !same_size;
    bool links_changed = all || !links_equal(&paint->links, &grid->links);
    if (all)
        erase();
    size_t row_size = (size_t)grid->columns * sizeof(struct cell);
    for (int row = 0; row < grid->rows; row++) {
        if (!all && memcmp(grid_at(grid, row, 0), grid_at(&paint->shown, row, 0), row_size) == 0)
            continue; /* most rows of most frames */
        for (int column = 0; column < grid->columns; column++) {
            const struct cell *cell = grid_at(grid, row, column);
            struct cell *shown = grid_at(&paint->shown, row, column);
            if (!all && cell_equals(cell, shown))
                continue;
            if (cell->width != 0)
                put(paint, row, column, cell);
            links_changed = links_changed || links_at(&grid->links, row, column) != NULL;
            *shown = *cell;
        }
    }
    if (paint->all)
        clearok(stdscr, TRUE);
    paint->all = false;
    curs_set(grid->cursor_row >= 0 ? 1 : 0);
    if (grid->cursor_row >= 0)
        move(grid->cursor_row, grid->cursor_column);
    refresh();
    for (size_t i = 0; paint->has_links && links_changed && i < grid->links.count; i++)
        write_link(paint, grid, &grid->links.items[i]);
    paint->links = grid->links;
}
