/* The grid of cells. */
#include "ui/grid.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "ui/cluster.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MAX_LINE_BYTES = 1 << 20 };

void grid_init(struct grid *grid)
{
    *grid = (struct grid){.cursor_row = -1, .cursor_column = -1};
    strbuf_init(&grid->scratch, (size_t)MAX_LINE_BYTES * 8);
}

void grid_release(struct grid *grid)
{
    mem_free(grid->cells);
    strbuf_release(&grid->scratch);
    grid_init(grid);
}

bool grid_resize(struct grid *grid, int rows, int columns)
{
    if (rows == grid->rows && columns == grid->columns && grid->cells != NULL)
        return true;
    if (rows < 1 || columns < 1 || rows > 2000 || columns > 4000)
        return false;
    struct cell *cells = mem_grow(grid->cells, (size_t)rows * (size_t)columns, sizeof(struct cell));
    if (cells == NULL)
        return false;
    grid->cells = cells;
    grid->rows = rows;
    grid->columns = columns;
    grid_clear(grid);
    return true;
}

struct cell *grid_at(const struct grid *grid, int row, int column)
{
    return &grid->cells[(size_t)row * (size_t)grid->columns + (size_t)column];
}

static void set_blank(struct cell *cell, enum role role)
{
    memset(cell, 0, sizeof *cell); /* equal cells are then equal bytes */
    cell->text[0] = ' ';
    cell->width = 1;
    cell->role = (uint8_t)role;
}

/* Not grid_fill: that looks at what was there, and new cells hold nothing yet. */
void grid_clear(struct grid *grid)
{
    struct cell blank;
    set_blank(&blank, ROLE_NORMAL);
    for (int i = 0; i < grid->rows * grid->columns; i++)
        grid->cells[i] = blank;
    grid->cursor_row = -1;
    grid->cursor_column = -1;
    grid->preview_most = 0;
    hits_clear(&grid->hits);
    links_clear(&grid->links);
}

bool cell_equals(const struct cell *a, const struct cell *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

static bool is_inside(const struct grid *grid, int row, int column)
{
    return row >= 0 && row < grid->rows && column >= 0 && column < grid->columns;
}

/* Overwriting half of a wide cell leaves a blank in the other half. */
static void split_wide(struct grid *grid, int row, int column)
{
    const struct cell *cell = grid_at(grid, row, column);
    if (cell->width == 0 && column > 0)
        set_blank(grid_at(grid, row, column - 1), (enum role)cell->role);
    if (cell->width == 2 && column + 1 < grid->columns)
        set_blank(grid_at(grid, row, column + 1), (enum role)cell->role);
}

void grid_put_cell(struct grid *grid, int row, int column, struct pen pen, const char *text,
                   size_t length, int width)
{
    if (!is_inside(grid, row, column) || (width == 2 && !is_inside(grid, row, column + 1)))
        return;
    split_wide(grid, row, column);
    if (width == 2)
        split_wide(grid, row, column + 1);
    struct cell *cell = grid_at(grid, row, column);
    memset(cell, 0, sizeof *cell);
    memcpy(cell->text, text, length < CELL_BYTES - 1 ? length : CELL_BYTES - 1);
    cell->width = (uint8_t)width;
    cell->role = (uint8_t)pen.role;
    cell->attributes = (uint8_t)pen.attributes;
    if (width == 2) {
        struct cell *second = grid_at(grid, row, column + 1);
        memset(second, 0, sizeof *second);
        second->role = (uint8_t)pen.role;
    }
}

/* A byte that is a cluster of its own, one cell wide: nearly all that is drawn. */
static bool is_plain(const char *text, size_t length, size_t at)
{
    return text[at] >= 0x20 && text[at] < 0x7F && (at + 1 == length || (text[at + 1] & 0x80) == 0);
}

static bool is_all_plain(const char *text, size_t length)
{
    size_t plain = 0;
    while (plain < length && text[plain] >= 0x20 && text[plain] < 0x7F)
        plain++;
    return plain == length;
}

/* Without a look at each: most of what a frame shows comes this way. */
static int put_plain(struct grid *grid, int row, int column, int width, struct pen pen,
                     const char *text, size_t length)
{
    int used = length < (size_t)width ? (int)length : width;
    struct cell cell;
    set_blank(&cell, pen.role);
    cell.attributes = (uint8_t)pen.attributes;
    for (int i = 0; i < used; i++) {
        if (!is_inside(grid, row, column + i))
            continue;
        split_wide(grid, row, column + i);
        cell.text[0] = text[i];
        *grid_at(grid, row, column + i) = cell;
    }
    if (length > (size_t)width)
        cluster_put(grid, row, column + width - 1, 1, pen, "…", strlen("…"));
    return used;
}

int grid_width(struct grid *grid, const char *text, size_t length)
{
    if (is_all_plain(text, length))
        return length < INT_MAX ? (int)length : INT_MAX;
    strbuf_clear(&grid->scratch);
    utf8_sanitize(&grid->scratch, text, length, UTF8_ONE_LINE);
    int cells = 0;
    for (size_t at = 0; at < grid->scratch.length;) {
        size_t end = utf8_cluster_end(grid->scratch.text, grid->scratch.length, at);
        cells += cluster_cells(grid->scratch.text + at, end - at);
        at = end;
    }
    return cells;
}

int grid_bytes(struct grid *grid, int row, int column, int width, struct pen pen, const char *text,
               size_t length)
{
    if (width <= 0 || row < 0 || row >= grid->rows)
        return 0;
    if (is_all_plain(text, length))
        return put_plain(grid, row, column, width, pen, text, length);
    /* No more than the row can show is looked at, however long the text is. */
    size_t most = (size_t)width * 64;
    strbuf_clear(&grid->scratch);
    utf8_sanitize(&grid->scratch, text, length < most ? length : most, UTF8_ONE_LINE);
    int used = 0;
    int last = column; /* where an ellipsis can go */
    for (size_t at = 0; at < grid->scratch.length;) {
        if (used < width && is_plain(grid->scratch.text, grid->scratch.length, at)) {
            grid_put_cell(grid, row, column + used, pen, grid->scratch.text + at, 1, 1);
            last = column + used++;
            at++;
            continue;
        }
        size_t end = utf8_cluster_end(grid->scratch.text, grid->scratch.length, at);
        int cells = cluster_put(grid, row, column + used, width - used, pen,
                                grid->scratch.text + at, end - at);
        if (cells == 0) {
            cluster_put(grid, row, used < width ? column + used : last, 1, pen, "…", strlen("…"));
            return width;
        }
        last = column + used;
        used += cells;
        at = end;
    }
    return used;
}

int grid_text(struct grid *grid, int row, int column, int width, struct pen pen, const char *text)
{
    return grid_bytes(grid, row, column, width, pen, text, strlen(text));
}

int grid_format(struct grid *grid, int row, int column, int width, struct pen pen,
                const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return grid_text(grid, row, column, width, pen, text);
}

/* End of the line that begins at `start`: the last blank that fits, or where the cells end. */
static size_t wrap_end(struct grid *grid, const char *text, size_t length, size_t start, int width)
{
    size_t blank = start;
    int used = 0;
    for (size_t at = start; at < length;) {
        size_t end = utf8_cluster_end(text, length, at);
        if (text[at] == '\n')
            return end;
        used += grid_width(grid, text + at, end - at);
        if (used > width)
            return blank > start ? blank : at > start ? at : end;
        if (text[at] == ' ')
            blank = end;
        at = end;
    }
    return length;
}

int grid_wrapped_lines(struct grid *grid, int width, const char *text)
{
    size_t length = strlen(text);
    int lines = 0;
    for (size_t at = 0; at < length && width > 0; lines++)
        at = wrap_end(grid, text, length, at, width);
    return lines;
}

int grid_wrapped(struct grid *grid, struct rect rect, struct pen pen, const char *text)
{
    size_t length = strlen(text);
    int line = 0;
    for (size_t at = 0; at < length && line < rect.height; line++) {
        size_t end =
            line + 1 == rect.height ? length : wrap_end(grid, text, length, at, rect.width);
        size_t shown = end > at && text[end - 1] == '\n' ? end - 1 : end;
        grid_bytes(grid, rect.row + line, rect.column, rect.width, pen, text + at, shown - at);
        at = end;
    }
    return line;
}

int grid_text_right(struct grid *grid, int row, int column, int width, struct pen pen,
                    const char *text)
{
    int cells = grid_width(grid, text, strlen(text));
    if (cells > width)
        cells = width;
    return grid_text(grid, row, column + width - cells, cells, pen, text);
}

void grid_fill(struct grid *grid, struct rect rect, enum role role)
{
    int top = rect.row > 0 ? rect.row : 0;
    int left = rect.column > 0 ? rect.column : 0;
    int bottom = rect.row + rect.height < grid->rows ? rect.row + rect.height : grid->rows;
    int right = rect.column + rect.width < grid->columns ? rect.column + rect.width : grid->columns;
    struct cell blank;
    set_blank(&blank, role);
    for (int row = top; row < bottom && left < right; row++) {
        split_wide(grid, row, left); /* at the edges alone half of a wide cell can be left */
        split_wide(grid, row, right - 1);
        struct cell *cells = grid_at(grid, row, left);
        for (int i = 0; i < right - left; i++)
            cells[i] = blank;
    }
}

/* The same cluster of one cell at each place: a column on, or where it goes `down`, a row. */
static void repeat(struct grid *grid, int row, int column, int count, bool down, struct pen pen,
                   const char *cluster)
{
    const struct cell *drawn = NULL; /* as the first was drawn, so are the others */
    for (int i = 0; i < count; i++, row += down ? 1 : 0, column += down ? 0 : 1) {
        if (!is_inside(grid, row, column))
            continue;
        if (drawn == NULL) {
            cluster_put(grid, row, column, 1, pen, cluster, strlen(cluster));
            drawn = grid_at(grid, row, column);
        } else {
            split_wide(grid, row, column);
            *grid_at(grid, row, column) = *drawn;
        }
    }
}

void grid_line(struct grid *grid, int row, int column, int width, struct pen pen,
               const char *cluster)
{
    repeat(grid, row, column, width, false, pen, cluster);
}

void grid_box(struct grid *grid, struct rect rect, enum role role, const char *title)
{
    if (rect.height < 2 || rect.width < 2)
        return;
    struct pen pen = {.role = role};
    int right = rect.column + rect.width - 1;
    int bottom = rect.row + rect.height - 1;
    grid_fill(grid, rect, ROLE_NORMAL);
    grid_line(grid, rect.row, rect.column, rect.width, pen, "─");
    grid_line(grid, bottom, rect.column, rect.width, pen, "─");
    repeat(grid, rect.row, rect.column, rect.height, true, pen, "│");
    repeat(grid, rect.row, right, rect.height, true, pen, "│");
    grid_text(grid, rect.row, rect.column, 1, pen, "┌");
    grid_text(grid, rect.row, right, 1, pen, "┐");
    grid_text(grid, bottom, rect.column, 1, pen, "└");
    grid_text(grid, bottom, right, 1, pen, "┘");
    if (title[0] != '\0' && rect.width > 6)
        grid_format(grid, rect.row, rect.column + 1, rect.width - 4, pen, " %s ", title);
}

void grid_mark(struct grid *grid, int row, int column, int width, enum role role)
{
    for (int i = column; i < column + width; i++)
        if (is_inside(grid, row, i))
            grid_at(grid, row, i)->role = (uint8_t)role;
}

void grid_dump(const struct grid *grid, struct strbuf *out)
{
    for (int row = 0; row < grid->rows; row++) {
        size_t line = out->length;
        size_t end = line;
        for (int column = 0; column < grid->columns; column++) {
            const struct cell *cell = grid_at(grid, row, column);
            strbuf_add_text(out, cell->text);
            if (strcmp(cell->text, " ") != 0)
                end = out->length;
        }
        strbuf_truncate(out, end);
        strbuf_add_char(out, '\n');
    }
}
