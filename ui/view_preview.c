/* The preview: the message as a bubble, or the request that would go out, from the line to which it
 * was scrolled. */
#include "ui/view.h"

#include "src/base/text.h"
#include "src/base/utf8.h"

#include <stdio.h>
#include <string.h>

enum { BUBBLE_MOST = 62 };

struct bubble {
    struct grid *grid;
    struct rect inside; /* cells for text */
    int row;            /* next row, may be above or below the inside */
};

static bool is_seen(const struct bubble *bubble)
{
    return bubble->row >= bubble->inside.row &&
           bubble->row < bubble->inside.row + bubble->inside.height;
}

static unsigned style_at(const struct preview_block *block, size_t offset)
{
    for (size_t i = 0; i < block->run_count; i++)
        if (offset >= block->runs[i].begin && offset < block->runs[i].end)
            return block->runs[i].style;
    return 0;
}

static struct pen pen_of(unsigned style, enum role role)
{
    struct pen pen = {.role = role};
    if ((style & STYLE_UNFILLED) != 0)
        pen.role = ROLE_UNFILLED;
    else if ((style & STYLE_VALUE) != 0)
        pen.role = ROLE_FILLED;
    else if ((style & (STYLE_CODE | STYLE_QUOTE)) != 0)
        pen.role = ROLE_DIM;
    if ((style & STYLE_BOLD) != 0)
        pen.attributes |= CELL_BOLD;
    if ((style & STYLE_ITALIC) != 0)
        pen.attributes |= CELL_ITALIC;
    if ((style & STYLE_STRIKE) != 0)
        pen.attributes |= CELL_STRIKE;
    return pen;
}

/* End of the line that begins at `start`: at a line end, or the last blank that fits. */
static size_t line_end(struct grid *grid, const char *text, size_t length, size_t start, int width)
{
    size_t at = start;
    size_t blank = 0;
    int used = 0;
    while (at < length && text[at] != '\n') {
        size_t end = utf8_cluster_end(text, length, at);
        used += grid_width(grid, text + at, end - at);
        if (used > width)
            return blank > start ? blank : at > start ? at : end;
        if (text[at] == ' ')
            blank = end;
        at = end;
    }
    return at;
}

/* Draws runs of equal style in one go. */
static void draw_line(struct bubble *bubble, const struct preview_block *block, size_t start,
                      size_t end, enum role role)
{
    int row = bubble->row;
    int column = bubble->inside.column;
    int width = bubble->inside.width;
    if (!is_seen(bubble))
        return;
    const char *text = block->text;
    if (start < end && utf8_is_rtl(text + start, end - start)) {
        int used = grid_text(bubble->grid, row, column, width, (struct pen){.role = ROLE_DIM}, "◂");
        column += used;
        width -= used;
    }
    for (size_t at = start; at < end && width > 0;) {
        unsigned style = style_at(block, at);
        size_t stop = at;
        while (stop < end && style_at(block, stop) == style)
            stop = utf8_cluster_end(text, end, stop);
        int used =
            grid_bytes(bubble->grid, row, column, width, pen_of(style, role), text + at, stop - at);
        column += used;
        width -= used;
        at = stop;
    }
}

static void draw_text(struct bubble *bubble, const struct preview_block *block, enum role role)
{
    size_t length = strlen(block->text);
    size_t start = 0;
    do {
        /* One cell is kept for the direction mark. */
        size_t end = line_end(bubble->grid, block->text, length, start, bubble->inside.width - 1);
        size_t shown = end;
        while (shown > start && block->text[shown - 1] == ' ')
            shown--;
        draw_line(bubble, block, start, shown, role);
        bubble->row++;
        start = end < length && block->text[end] == '\n' ? end + 1 : end;
    } while (start < length);
}

static void draw_rule(struct bubble *bubble)
{
    if (is_seen(bubble))
        grid_line(bubble->grid, bubble->row, bubble->inside.column, bubble->inside.width,
                  (struct pen){.role = ROLE_BORDER}, "─");
    bubble->row++;
}

static const char *button_sign(const char *type)
{
    static const struct {
        const char *type, *sign;
    } signs[] = {{"URL", "↗"}, {"PHONE_NUMBER", "☎"}, {"COPY_CODE", "⧉"}, {"QUICK_REPLY", "↩"}};
    for (size_t i = 0; type != NULL && i < sizeof signs / sizeof signs[0]; i++)
        if (strcmp(type, signs[i].type) == 0)
            return signs[i].sign;
    return "▸";
}

static void draw_button(struct bubble *bubble, const struct preview_block *block)
{
    if (is_seen(bubble)) {
        int used = grid_format(bubble->grid, bubble->row, bubble->inside.column,
                               bubble->inside.width, (struct pen){.role = ROLE_KEY}, "%s %s  ",
                               button_sign(block->type), block->text);
        if (block->detail != NULL) {
            int column = bubble->inside.column + used;
            int width = grid_text(bubble->grid, bubble->row, column, bubble->inside.width - used,
                                  (struct pen){.role = ROLE_DIM}, block->detail);
            links_add(&bubble->grid->links, bubble->row, column, width, block->detail);
        }
    }
    bubble->row++;
}

static void draw_card_begin(struct bubble *bubble, const struct preview_block *block)
{
    bool seen = is_seen(bubble);
    draw_rule(bubble);
    if (seen)
        grid_format(bubble->grid, bubble->row - 1, bubble->inside.column + 1, 12,
                    (struct pen){.role = ROLE_HEADING}, text_of(" card %d "), block->card);
}

static void draw_block(struct bubble *bubble, const struct preview_block *block, bool *rule_drawn)
{
    switch (block->kind) {
    case PREVIEW_HEADER_TEXT:
        draw_text(bubble, block, ROLE_HEADING);
        break;
    case PREVIEW_HEADER_MEDIA:
    case PREVIEW_OFFER:
    case PREVIEW_NOTE:
        draw_text(bubble, block, ROLE_LABEL);
        break;
    case PREVIEW_BODY:
        draw_text(bubble, block, ROLE_NORMAL);
        break;
    case PREVIEW_FOOTER:
        draw_text(bubble, block, ROLE_DIM);
        break;
    case PREVIEW_BUTTON:
        if (!*rule_drawn && block->card < 0)
            draw_rule(bubble);
        *rule_drawn = true;
        draw_button(bubble, block);
        break;
    case PREVIEW_CARD_BEGIN:
        draw_card_begin(bubble, block);
        break;
    case PREVIEW_CARD_END:
        break;
    }
}

/* The bubble's edge, once it is known how many rows its content took. */
static void draw_edge(const struct bubble *bubble, int last)
{
    const struct pen pen = {.role = ROLE_BORDER};
    const struct rect *inside = &bubble->inside;
    int left = inside->column - 2;
    int right = inside->column + inside->width + 1;
    int top = inside->row - 1;
    grid_line(bubble->grid, top, left, right - left, pen, "─");
    grid_line(bubble->grid, last, left, right - left, pen, "─");
    for (int row = top; row <= last; row++) {
        grid_text(bubble->grid, row, left, 1, pen, "│");
        grid_text(bubble->grid, row, right, 1, pen, "│");
    }
    grid_text(bubble->grid, top, left, 1, pen, "╭");
    grid_text(bubble->grid, top, right, 1, pen, "╮");
    grid_text(bubble->grid, last, left, 1, pen, "╰");
    grid_text(bubble->grid, last, right, 1, pen, "╯");
}

/* Draws the blocks; returns how many lines they take. */
static int draw_blocks(struct bubble *bubble, const struct preview *preview)
{
    bool rule_drawn = false;
    int first = bubble->row;
    for (size_t i = 0; i < preview->count; i++)
        draw_block(bubble, &preview->blocks[i], &rule_drawn);
    return bubble->row - first;
}

/* The line to begin with, so that the pane is filled as far as it can be. */
static int first_line(const struct app *app, int lines, int height)
{
    size_t most = lines > height && height > 0 ? (size_t)(lines - height) : 0;
    return (int)(app->preview_top < most ? app->preview_top : most);
}

/* Where something is hidden the edge says which part is seen and what moves it; how far it can be
 * moved is kept for the next key. */
static void tell_part(struct grid *grid, struct rect at, const struct app *app, int top, int lines,
                      int height)
{
    char down[KEY_NAME_SIZE];
    char up[KEY_NAME_SIZE];
    if (lines <= height || height <= 0)
        return;
    grid->preview_most = (size_t)(lines - height);
    grid_format(grid, at.row + at.height - 1, at.column + 2, at.width - 4,
                (struct pen){.role = ROLE_WARNING}, text_of(" %s %d-%d of %d lines · %s %s "),
                top + height < lines ? "▾" : "▴", top + 1, top + height, lines,
                app_key_name(app, ACTION_PREVIEW_DOWN, down),
                app_key_name(app, ACTION_PREVIEW_UP, up));
}

static void draw_bubble(struct grid *grid, struct rect at, const struct app *app)
{
    const struct preview *preview = &app->draft.preview;
    int width = at.width - 8 < BUBBLE_MOST ? at.width - 8 : BUBBLE_MOST;
    struct bubble bubble = {.grid = grid, .inside = {at.row + 2, at.column + 4, 0, width}};
    int height = at.height - 4;
    int lines = draw_blocks(&bubble, preview); /* without height: they are only counted */
    int top = first_line(app, lines, height);
    bubble.inside.height = height;
    bubble.row = bubble.inside.row - top;
    (void)draw_blocks(&bubble, preview);
    int bottom = bubble.inside.row + height;
    draw_edge(&bubble, bubble.row < bottom ? bubble.row : bottom);
    tell_part(grid, at, app, top, lines, height);
}

/* Draws those lines that fall from row `from` on into `inside`; returns how many there are. */
static int draw_lines(struct grid *grid, struct rect inside, const struct page *page, int from)
{
    int row = from;
    for (size_t i = 0; i < page->line_count; i++) {
        size_t length = 0;
        const char *line = page_line(page, i, &length);
        size_t start = 0;
        do {
            size_t end = line_end(grid, line, length, start, inside.width);
            if (row >= inside.row && row < inside.row + inside.height)
                grid_bytes(grid, row, inside.column, inside.width,
                           (struct pen){.role = ROLE_NORMAL}, line + start, end - start);
            row++;
            start = end;
        } while (start < length);
    }
    return row - from;
}

static void draw_request(struct grid *grid, struct rect at, const struct app *app)
{
    struct rect inside = {at.row + 1, at.column + 2, 0, at.width - 4};
    int height = at.height - 2;
    int lines = draw_lines(grid, inside, &app->request, inside.row);
    int top = first_line(app, lines, height);
    inside.height = height;
    (void)draw_lines(grid, inside, &app->request, inside.row - top);
    tell_part(grid, at, app, top, lines, height);
}

void view_preview_draw(struct grid *grid, struct rect at, const struct app *app)
{
    static const char *const titles[PREVIEW_KIND_COUNT] = {
        [PREVIEW_AS_BUBBLE] = TEXT("Preview · %s for text, JSON, curl"),
        [PREVIEW_AS_TEXT] = TEXT("Preview as text · %s"),
        [PREVIEW_AS_JSON] = TEXT("Request body as JSON · %s"),
        [PREVIEW_AS_CURL] = TEXT("Request as curl · %s"),
    };
    char key[KEY_NAME_SIZE];
    char title[160];
    snprintf(title, sizeof title, text_of(titles[app->preview_kind]),
             app_key_name(app, ACTION_PREVIEW_KIND, key));
    grid_box(grid, at, ROLE_BORDER, title);
    if (app->draft.template == NULL)
        grid_text(grid, at.row + 1, at.column + 2, at.width - 4, (struct pen){.role = ROLE_DIM},
                  text_of("The message shows here once a template is chosen."));
    else if (app->preview_kind != PREVIEW_AS_BUBBLE)
        draw_request(grid, at, app);
    else
        draw_bubble(grid, at, app);
}
