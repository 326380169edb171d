/*
 * Draws a screen as SVG: reads what `tmux capture-pane -e -p` prints, writes an image of the same
 * cells. An escape sequence that it does not know ends it with status 1, so that no colour is lost
 * unseen.
 *
 *     screen_svg COLUMNS ROWS CURSOR_COLUMN CURSOR_ROW <CAPTURE >IMAGE.svg
 */
#include "src/base/strbuf.h"
#include "src/base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CAPTURE_LIMIT = 1 << 20, CELL_WIDTH = 8, CELL_HEIGHT = 16, BASELINE = 12, MARGIN = 12 };
enum { COLOUR_NONE = -1 };

#define PAPER "#101418"
#define INK "#d8dee6"

/* The first 16 colours as the picture shows them: a terminal's palette is its user's. */
static const char *const palette[] = {
    "#3b4450", "#f07178", "#8ccf7e", "#e5c76b", "#67b0e8", "#c47fd5", "#6cbfbf", "#c8ced6",
    "#5c6773", "#ff8f96", "#a5e08e", "#f2d98a", "#8cc8f5", "#d9a0e6", "#8fdcdc", "#ffffff",
};

struct style {
    int ink, paper; /* a place in the palette, or COLOUR_NONE */
    bool bold, dim, underline, reverse;
};

static const struct style plain = {.ink = COLOUR_NONE, .paper = COLOUR_NONE};

struct drawing {
    struct strbuf svg;
    struct strbuf run; /* cells of one style, not yet drawn */
    struct style style;
    size_t row, column; /* where the run begins */
};

static const char *colour_name(int colour, const char *otherwise)
{
    return colour == COLOUR_NONE ? otherwise : palette[colour];
}

static void add_escaped(struct strbuf *svg, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        switch (text[i]) {
        case '&':
            strbuf_add_text(svg, "&amp;");
            break;
        case '<':
            strbuf_add_text(svg, "&lt;");
            break;
        case '>':
            strbuf_add_text(svg, "&gt;");
            break;
        default:
            strbuf_add_char(svg, text[i]);
        }
    }
}

static void draw_paper(struct drawing *drawing, const char *colour, size_t cells)
{
    strbuf_addf(&drawing->svg,
                "<rect x=\"%zu\" y=\"%zu\" width=\"%zu\" height=\"%d\" fill=\"%s\"/>\n",
                MARGIN + drawing->column * CELL_WIDTH, MARGIN + drawing->row * CELL_HEIGHT,
                cells * CELL_WIDTH, CELL_HEIGHT, colour);
}

/* textLength keeps the cells in their columns whatever font the reader has. */
static void draw_text(struct drawing *drawing, const char *ink, const char *text, size_t length)
{
    const struct style *style = &drawing->style;
    size_t start = 0;
    while (start < length && text[start] == ' ')
        start++;
    while (length > start && text[length - 1] == ' ')
        length--;
    if (start == length)
        return;
    size_t cells = 0;
    for (size_t i = start; i < length; i = utf8_cluster_end(text, length, i))
        cells += (size_t)utf8_cluster_width(text + i, utf8_cluster_end(text, length, i) - i);
    strbuf_addf(&drawing->svg,
                "<text xml:space=\"preserve\" x=\"%zu\" y=\"%zu\" textLength=\"%zu\"",
                MARGIN + (drawing->column + start) * CELL_WIDTH,
                MARGIN + drawing->row * CELL_HEIGHT + BASELINE, cells * CELL_WIDTH);
    if (strcmp(ink, INK) != 0)
        strbuf_addf(&drawing->svg, " fill=\"%s\"", ink);
    strbuf_add_text(&drawing->svg, style->bold ? " font-weight=\"bold\"" : "");
    strbuf_add_text(&drawing->svg, style->dim ? " opacity=\"0.6\"" : "");
    strbuf_add_text(&drawing->svg, style->underline ? " text-decoration=\"underline\"" : "");
    strbuf_add_char(&drawing->svg, '>');
    add_escaped(&drawing->svg, text + start, length - start);
    strbuf_add_text(&drawing->svg, "</text>\n");
}

static void end_run(struct drawing *drawing)
{
    if (drawing->run.length == 0)
        return;
    const struct style *style = &drawing->style;
    const char *ink = colour_name(style->ink, INK), *paper = colour_name(style->paper, PAPER);
    size_t cells = utf8_width(drawing->run.text, drawing->run.length);
    if (style->reverse || style->paper != COLOUR_NONE)
        draw_paper(drawing, style->reverse ? ink : paper, cells);
    draw_text(drawing, style->reverse ? paper : ink, drawing->run.text, drawing->run.length);
    drawing->column += cells;
    strbuf_clear(&drawing->run);
}

static bool style_take(struct style *style, int code)
{
    switch (code) {
    case 0:
        *style = plain;
        return true;
    case 1:
        style->bold = true;
        return true;
    case 2:
        style->dim = true;
        return true;
    case 4:
        style->underline = true;
        return true;
    case 7:
        style->reverse = true;
        return true;
    case 39:
        style->ink = COLOUR_NONE;
        return true;
    case 49:
        style->paper = COLOUR_NONE;
        return true;
    default:
        break;
    }
    if (code >= 30 && code <= 37)
        style->ink = code - 30;
    else if (code >= 90 && code <= 97)
        style->ink = code - 90 + 8;
    else if (code >= 40 && code <= 47)
        style->paper = code - 40;
    else if (code >= 100 && code <= 107)
        style->paper = code - 100 + 8;
    else
        return false;
    return true;
}

/* `*text` is behind an ESC; moves behind the sequence. */
static bool take_sequence(struct drawing *drawing, const char **text)
{
    const char *at = *text;
    if (*at++ != '[')
        return false;
    end_run(drawing);
    do {
        char *end = NULL;
        long code = strtol(at, &end, 10);
        if (!style_take(&drawing->style, (int)code))
            return false;
        at = end;
    } while (*at++ == ';');
    *text = at;
    return at[-1] == 'm';
}

static bool draw_rows(struct drawing *drawing, const char *text)
{
    while (*text != '\0') {
        char byte = *text++;
        if (byte == '\n') {
            end_run(drawing);
            drawing->row++;
            drawing->column = 0;
        } else if (byte == '\033') {
            if (!take_sequence(drawing, &text)) {
                fprintf(stderr, "screen_svg: row %zu has an escape sequence that is not known\n",
                        drawing->row + 1);
                return false;
            }
        } else {
            strbuf_add_char(&drawing->run, byte);
        }
    }
    return true;
}

static void begin_image(struct strbuf *svg, size_t columns, size_t rows)
{
    size_t width = columns * CELL_WIDTH + 2 * MARGIN, height = rows * CELL_HEIGHT + 2 * MARGIN;
    strbuf_addf(svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %zu %zu\" width=\"%zu\" "
                "height=\"%zu\" font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" "
                "font-size=\"13.3\" fill=\"%s\">\n"
                "<title>chakra-tui: the form, the preview and the history</title>\n"
                "<rect width=\"%zu\" height=\"%zu\" rx=\"8\" fill=\"%s\"/>\n",
                width, height, width, height, INK, width, height, PAPER);
}

static void draw_cursor(struct strbuf *svg, size_t column, size_t row)
{
    strbuf_addf(svg,
                "<rect x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%d\" fill=\"%s\" "
                "opacity=\"0.7\"/>\n</svg>\n",
                MARGIN + column * CELL_WIDTH, MARGIN + row * CELL_HEIGHT, CELL_WIDTH, CELL_HEIGHT,
                INK);
}

static void read_all(struct strbuf *text)
{
    char piece[4096];
    size_t count = 0;
    while ((count = fread(piece, 1, sizeof piece, stdin)) > 0)
        strbuf_add(text, piece, count);
}

int main(int argc, char *argv[])
{
    struct drawing drawing = {.style = plain};
    struct strbuf capture;
    size_t number[4] = {0};
    if (argc != 5) {
        fputs("usage: screen_svg COLUMNS ROWS CURSOR_COLUMN CURSOR_ROW <CAPTURE\n", stderr);
        return 2;
    }
    for (int i = 0; i < 4; i++)
        number[i] = strtoul(argv[i + 1], NULL, 10);
    strbuf_init(&capture, CAPTURE_LIMIT);
    strbuf_init(&drawing.svg, CAPTURE_LIMIT);
    strbuf_init(&drawing.run, CAPTURE_LIMIT);
    read_all(&capture);
    begin_image(&drawing.svg, number[0], number[1]);
    bool ok = draw_rows(&drawing, capture.text);
    draw_cursor(&drawing.svg, number[2], number[3]);
    ok = ok && !capture.failed && !drawing.svg.failed && !drawing.run.failed &&
         fwrite(drawing.svg.text, 1, drawing.svg.length, stdout) == drawing.svg.length;
    strbuf_release(&drawing.run);
    strbuf_release(&drawing.svg);
    strbuf_release(&capture);
    return ok ? 0 : 1;
}
