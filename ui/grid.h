/*
 * The screen as a value: rows of cells, each with the text of one cluster, a role
 * and attributes. Views write into it; paint.c copies what changed to the
 * terminal; tests compare grid_dump(). No terminal library, no colours: a role
 * says what a cell means, the theme what that looks like.
 *
 * All text passes through utf8_sanitize on its way in, so nothing that a server
 * or a file sent can reach the terminal as a control sequence. UI thread.
 */
#ifndef CHAKRA_UI_GRID_H
#define CHAKRA_UI_GRID_H

#include "src/base/strbuf.h"
#include "ui/hits.h"
#include "ui/links.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* id, its name in the files of themes */
#define ROLE_LIST(X)                    \
    X(NORMAL, "normal")                 \
    X(DIM, "dim")                       \
    X(BORDER, "border")                 \
    X(BORDER_FOCUSED, "border-focused") \
    X(HEADING, "heading")               \
    X(LABEL, "label")                   \
    X(LABEL_FOCUSED, "label-focused")   \
    X(VALUE, "value")                   \
    X(SELECTED, "selected")             \
    X(KEY, "key")                       \
    X(GOOD, "good")                     \
    X(BUSY, "busy")                     \
    X(WARNING, "warning")               \
    X(BAD, "bad")                       \
    X(BANNER, "banner")                 \
    X(BANNER_LIVE, "banner-live")       \
    X(BANNER_SAFE, "banner-safe")       \
    X(UNFILLED, "unfilled")             \
    X(FILLED, "filled")                 \
    X(BUTTON, "button")                 \
    X(BUTTON_MARKED, "button-marked")

enum role {
#define X(id, name) ROLE_##id,
    ROLE_LIST(X)
#undef X
        ROLE_COUNT
};

enum cell_attribute {
    CELL_BOLD = 1,
    CELL_ITALIC = 2,
    CELL_UNDERLINE = 4,
    CELL_STRIKE = 8 /* shown as dim where the terminal has no strike */
};

/* A terminal library cell holds 5 code points; a cluster with more is drawn as its first one and
 * a mark. */
enum { CELL_CODE_POINTS = 5, CELL_BYTES = CELL_CODE_POINTS * 4 + 1 };

struct cell {
    char text[CELL_BYTES]; /* UTF-8; "" is the second half of a wide cell */
    uint8_t width;         /* 1 or 2; 0 for the second half */
    uint8_t role;
    uint8_t attributes;
};

struct grid {
    int rows, columns;
    struct cell *cells;
    bool ascii_only;               /* the locale or terminal shows nothing else */
    bool ascii_lines;              /* borders at least */
    bool is_linear;                /* for a screen reader: no borders, no ornaments */
    int cursor_row, cursor_column; /* -1: hidden */
    struct strbuf scratch;
    struct hits hits; /* what the pointer finds where; the views add to it as they draw */
    struct links links;
    size_t preview_most; /* lines by which the preview that was drawn can be scrolled */
};

void grid_init(struct grid *grid);
void grid_release(struct grid *grid);
/* False: no memory; the grid keeps its old size. */
bool grid_resize(struct grid *grid, int rows, int columns);
void grid_clear(struct grid *grid);

struct cell *grid_at(const struct grid *grid, int row, int column);
bool cell_equals(const struct cell *a, const struct cell *b);

/* Text that is drawn and how. */
struct pen {
    enum role role;
    unsigned attributes;
};

/*
 * Draws one line of text from (row, column) into at most `width` cells; what does
 * not fit is cut at a cluster, with an ellipsis in the last cell. Returns the
 * cells used. Outside of the grid nothing is drawn.
 */
int grid_text(struct grid *grid, int row, int column, int width, struct pen pen, const char *text);
int grid_bytes(struct grid *grid, int row, int column, int width, struct pen pen, const char *text,
               size_t length);
__attribute__((format(printf, 6, 7))) int grid_format(struct grid *grid, int row, int column,
                                                      int width, struct pen pen, const char *format,
                                                      ...);
/* The same, ending at the right edge of `width`. Returns the cells used. */
int grid_text_right(struct grid *grid, int row, int column, int width, struct pen pen,
                    const char *text);

/* Draws text over at most `rect.height` lines, broken at blanks; the last one is cut. Returns the
 * lines used. With `grid` cells untouched outside of the lines used. */
int grid_wrapped(struct grid *grid, struct rect rect, struct pen pen, const char *text);
/* Lines that the text would need at `width`. */
int grid_wrapped_lines(struct grid *grid, int width, const char *text);

/* Cells that the text takes when drawn (after sanitizing). */
int grid_width(struct grid *grid, const char *text, size_t length);

void grid_fill(struct grid *grid, struct rect rect, enum role role);
/* Repeats one cluster over a row. */
void grid_line(struct grid *grid, int row, int column, int width, struct pen pen,
               const char *cluster);
/* Border with a title in its upper edge; the inside is cleared. */
void grid_box(struct grid *grid, struct rect rect, enum role role, const char *title);
/* Gives a row's cells a role without touching their text (the marked row of a list). */
void grid_mark(struct grid *grid, int row, int column, int width, enum role role);

/* The screen as text, one line a row, blanks at the end cut. For tests and `--screen` dumps. */
void grid_dump(const struct grid *grid, struct strbuf *out);

#endif
