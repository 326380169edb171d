/* From cells to curses: roles become attributes and colour pairs, changed cells are written. */
#include "ui/paint.h"

#include <ncurses.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

void paint_init(struct paint *paint, const struct theme *theme)
{
    *paint = (struct paint){.theme = theme, .all = true};
    grid_init(&paint->shown);
    paint->has_colors = has_colors() && start_color() == OK;
    if (!paint->has_colors)
        return;
    use_default_colors();
    for (short role = 0; role < ROLE_COUNT; role++)
        init_pair((short)(role + 1), theme->roles[role].foreground, theme->roles[role].background);
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
    unsigned theme = paint->theme->roles[cell->role].attributes;
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

static void put(const struct paint *paint, int row, int column, const struct cell *cell)
{
    wchar_t wide[CELL_CODE_POINTS + 1];
    mbstate_t state = {0};
    const char *text = cell->text;
    size_t count = mbsrtowcs(wide, &text, CELL_CODE_POINTS, &state);
    if (count == (size_t)-1 || count == 0) {
        wide[0] = L'?'; /* the locale cannot show it */
        count = 1;
    }
    wide[count] = L'\0';
    cchar_t character;
    short pair = paint->has_colors ? (short)(cell->role + 1) : 0;
    if (setcchar(&character, wide, attributes_of(paint, cell), pair, NULL) == OK)
        mvadd_wch(row, column, &character);
}

void paint_show(struct paint *paint, const struct grid *grid)
{
    bool same_size = paint->shown.rows == grid->rows && paint->shown.columns == grid->columns;
    if (!same_size && !grid_resize(&paint->shown, grid->rows, grid->columns))
        return;
    bool all = paint->all || !same_size;
    if (all)
        erase();
    size_t row_size = (size_t)grid->columns * sizeof(struct cell);
    for (int row = 0; row < grid->rows; row++) {
        if (!all && memcmp(grid_at(grid, row, 0), grid_at(&paint->shown, row, 0), row_size) == 0)
            continue; /* most rows of most frames */
        for (int column = 0; column < grid->columns; column++) {
            const struct cell *cell = grid_at(grid, row, column);
            struct cell *shown = grid_at(&paint->shown, row, column);
            if (cell->width != 0 && (all || !cell_equals(cell, shown)))
                put(paint, row, column, cell);
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
}
