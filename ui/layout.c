/* Sizes of the panes. */
#include "ui/layout.h"

enum { WIDE_COLUMNS = 110, TWO_PANE_ROWS = 20 };

static int clamp(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

static struct rect centered(const struct app *app, int height, int width)
{
    height = clamp(height, 3, app->rows - 2);
    width = clamp(width, 20, app->columns - 2);
    return (struct rect){(app->rows - height) / 2, (app->columns - width) / 2, height, width};
}

/* A share in per cent of the whole, leaving `least` on both sides. */
static int share_of(int whole, int per_cent, int least)
{
    return clamp(whole * per_cent / 100, least, whole - least);
}

static void place_panes(const struct app *app, struct layout *layout)
{
    enum { FORM_ROWS = 8, HISTORY_ROWS = 5, COLUMNS_LEAST = 30 };
    const struct rect body = {1, 0, app->rows - 3, app->columns};
    const struct looks *looks = &app->looks;
    bool one = app->rows < TWO_PANE_ROWS || looks->is_zoomed || looks->is_linear;
    bool wide = app->columns >= WIDE_COLUMNS && !one;
    layout->is_wide = wide;
    int history = one ? body.height
                      : clamp(body.height * looks->history_share / 100, HISTORY_ROWS,
                              body.height - FORM_ROWS);
    struct rect top = {body.row, 0, one ? body.height : body.height - history, body.width};
    if (!one || app->pane == PANE_HISTORY)
        layout->history = (struct rect){body.row + body.height - history, 0, history, body.width};
    if (one && app->pane == PANE_HISTORY)
        return;
    if (wide) {
        layout->form = top;
        layout->form.width = share_of(top.width, looks->form_share, COLUMNS_LEAST);
        layout->preview = top;
        layout->preview.column = layout->form.width;
        layout->preview.width = top.width - layout->form.width;
    } else if (app->shows_preview) {
        layout->preview = top;
    } else {
        layout->form = top;
    }
}

void layout_compute(const struct app *app, struct layout *ret_layout)
{
    *ret_layout = (struct layout){0};
    if (app->rows < LAYOUT_ROWS_MIN || app->columns < LAYOUT_COLUMNS_MIN) {
        ret_layout->is_too_small = true;
        return;
    }
    ret_layout->banner = (struct rect){0, 0, 1, app->columns};
    ret_layout->notice = (struct rect){app->rows - 2, 0, 1, app->columns};
    ret_layout->hints = (struct rect){app->rows - 1, 0, 1, app->columns};
    place_panes(app, ret_layout);
    ret_layout->page = (struct rect){1, 0, app->rows - 2, app->columns};
    ret_layout->picker = centered(app, app->rows - 4, clamp(app->columns - 4, 20, 104));
    if (app->looks.is_linear)
        ret_layout->picker = ret_layout->page;
    ret_layout->dialog =
        centered(app, clamp(app->rows * 3 / 4, 8, 30), clamp(app->columns - 4, 20, 84));
}

static size_t inside(struct rect rect, int lost)
{
    return rect.height > lost ? (size_t)(rect.height - lost) : 0;
}

void layout_apply(const struct layout *layout, struct app *app)
{
    app->looks.is_too_small = layout->is_too_small;
    page_wrap(&app->page, layout->page.width > 4 ? (size_t)(layout->page.width - 4) : 0);
    app->list.height = inside(layout->page, 3 + LIST_HEAD_ROWS + LIST_FOOT_ROWS);
    /* Borders; the history's head; the picker's filter, gap and reason lines. */
    bool filtered = app->history.is_filtering || app->history.filter.text.length > 0;
    app_set_heights(app, inside(layout->history, filtered ? 3 : 2), inside(layout->page, 2),
                    inside(layout->picker, 5), !layout->is_wide);
}
