/* How a cluster is drawn. */
#include "ui/cluster.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"

#include <string.h>

enum { FLAG_CELLS = 3 };

/* What stands for our own signs where only ASCII can be shown. */
static const struct {
    const char *sign, *ascii;
} fallbacks[] = {
    {"─", "-"}, {"│", "|"}, {"┌", "+"}, {"┐", "+"}, {"└", "+"}, {"┘", "+"}, {"├", "+"}, {"┤", "+"},
    {"╭", "+"}, {"╮", "+"}, {"╰", "+"}, {"╯", "+"}, {"✓", "v"}, {"✗", "x"}, {"…", "~"}, {"·", "-"},
    {"▾", "v"}, {"▴", "^"}, {"▸", ">"}, {"⟦", "["}, {"⟧", "]"}, {"↗", "^"}, {"☎", "T"}, {"⧉", "#"},
    {"↩", "<"}, {"◂", "<"}, {"–", "-"}, {"•", "*"}, {"▌", "|"}, {"█", "#"}, {"⁺", "+"}, {"≠", "*"},
    {"→", ">"}, {"▏", "|"}, {"▎", "|"}, {"▍", "|"}, {"▋", "#"}, {"▊", "#"}, {"▉", "#"},
};

/*
 * True when the cluster can be drawn whole: the library cuts at a joiner, drops a
 * skin tone, and holds five code points a cell.
 */
static bool fits_cells(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t at = 0; at < length; count++) {
        int32_t code_point = utf8_next(text, length, &at);
        if (code_point == 0x200D || (code_point >= 0x1F3FB && code_point <= 0x1F3FF))
            return false;
    }
    return count <= CELL_CODE_POINTS;
}

/* Bytes of the cluster's first piece: a follower with a width of its own (the vowel signs of many
 * scripts) needs a cell of its own, or the library drops it. */
static size_t piece_end(const char *text, size_t length)
{
    size_t at = 0;
    utf8_next(text, length, &at);
    while (at < length) {
        size_t before = at;
        int32_t code_point = utf8_next(text, length, &at);
        size_t size = at - before;
        if (code_point != 0xFE0F && utf8_cluster_width(text + before, size) > 0)
            return before;
    }
    return length;
}

static size_t first_code_point(const char *text, size_t length)
{
    size_t at = 0;
    utf8_next(text, length, &at);
    return at;
}

/* Borders, corners and the arrow of a list: nothing that a screen reader should speak. */
static bool is_ornament(const char *text, size_t length)
{
    size_t at = 0;
    int32_t code_point = utf8_next(text, length, &at);
    return (code_point >= 0x2500 && code_point <= 0x257F) || code_point == 0x25BE ||
           code_point == 0x25B4;
}

static bool is_line(const char *text, size_t length)
{
    size_t at = 0;
    int32_t code_point = utf8_next(text, length, &at);
    return code_point >= 0x2500 && code_point <= 0x257F;
}

static const char *ascii_for(const char *text, size_t length)
{
    for (size_t i = 0; i < COUNT_OF(fallbacks); i++)
        if (strlen(fallbacks[i].sign) == length && memcmp(fallbacks[i].sign, text, length) == 0)
            return fallbacks[i].ascii;
    return "?";
}

/* Half of a flag as the letter that it stands for; 0 for another code point. Terminals draw the
 * pair over one, two or four cells: letters have one each everywhere. */
static char flag_letter(const char *text, size_t length, size_t *position)
{
    int32_t code_point = utf8_next(text, length, position);
    return code_point >= 0x1F1E6 && code_point <= 0x1F1FF ? (char)('A' + code_point - 0x1F1E6)
                                                          : '\0';
}

static bool is_flag(const char *text, size_t length)
{
    size_t at = 0;
    return flag_letter(text, length, &at) != '\0';
}

static int piece_cells(const char *text, size_t length)
{
    int cells = utf8_cluster_width(text, length);
    return cells > 0 ? cells : 1; /* a lone combining mark is shown as a sign */
}

int cluster_cells(const char *text, size_t length)
{
    if (is_flag(text, length))
        return FLAG_CELLS;
    if (!fits_cells(text, length))
        return piece_cells(text, first_code_point(text, length)) + 1;
    int cells = 0;
    for (size_t at = 0; at < length;) {
        size_t end = at + piece_end(text + at, length - at);
        cells += piece_cells(text + at, end - at);
        at = end;
    }
    return cells;
}

/* Terminals disagree on what a variation selector does to the width: without it they agree. */
static size_t drop_selectors(const char *text, size_t length, char plain[CELL_BYTES])
{
    size_t used = 0;
    for (size_t at = 0; at < length;) {
        size_t before = at;
        int32_t code_point = utf8_next(text, length, &at);
        if (code_point >= 0xFE00 && code_point <= 0xFE0F)
            continue;
        if (used + (at - before) >= CELL_BYTES)
            break;
        memcpy(plain + used, text + before, at - before);
        used += at - before;
    }
    plain[used] = '\0';
    return used;
}

static void put_piece(struct grid *grid, int row, int column, struct pen pen, const char *text,
                      size_t length)
{
    char plain[CELL_BYTES];
    if (grid->is_linear && is_ornament(text, length))
        grid_put_cell(grid, row, column, pen, " ", 1, 1);
    else if ((grid->ascii_only && (unsigned char)text[0] >= 0x80) ||
             (grid->ascii_lines && is_line(text, length)))
        grid_put_cell(grid, row, column, pen, ascii_for(text, length), 1, 1);
    else if (utf8_cluster_width(text, length) == 0)
        grid_put_cell(grid, row, column, pen, "?", 1, 1); /* it must not attach to a border */
    else
        grid_put_cell(grid, row, column, pen, plain, drop_selectors(text, length, plain),
                      utf8_cluster_width(text, length));
}

/* "DE⁺": the letters of the land, and the sign that there is more to it than is shown. */
static void put_flag(struct grid *grid, int row, int column, struct pen pen, const char *text,
                     size_t length)
{
    size_t at = 0;
    for (int i = 0; i < FLAG_CELLS - 1; i++) {
        char letter = at < length ? flag_letter(text, length, &at) : '\0';
        grid_put_cell(grid, row, column + i, pen, letter != '\0' ? &letter : " ", 1, 1);
    }
    put_piece(grid, row, column + FLAG_CELLS - 1, pen, "⁺", strlen("⁺"));
}

int cluster_put(struct grid *grid, int row, int column, int width, struct pen pen, const char *text,
                size_t length)
{
    bool is_sign = grid->ascii_only && (unsigned char)text[0] >= 0x80 && !is_flag(text, length);
    int cells = is_sign ? 1 : cluster_cells(text, length);
    if (cells > width)
        return 0;
    if (is_flag(text, length)) {
        put_flag(grid, row, column, pen, text, length);
        return cells;
    }
    if (cells == 1 || grid->ascii_only) {
        put_piece(grid, row, column, pen, text, length);
    } else if (!fits_cells(text, length)) {
        put_piece(grid, row, column, pen, text, first_code_point(text, length));
        grid_put_cell(grid, row, column + cells - 1, pen, "⁺", strlen("⁺"), 1);
    } else {
        int used = 0;
        for (size_t at = 0; at < length;) {
            size_t end = at + piece_end(text + at, length - at);
            put_piece(grid, row, column + used, pen, text + at, end - at);
            used += piece_cells(text + at, end - at);
            at = end;
        }
    }
    return cells;
}
