/* Puts the views together. */
#include "ui/frame.h"

#include "src/base/text.h"

static void draw_overlay(struct grid *grid, const struct layout *layout, const struct app *app)
{
    switch (app->overlay) {
    case OVERLAY_NONE:
        break;
    case OVERLAY_PICKER:
        view_picker_draw(grid, layout->picker, app);
        break;
    case OVERLAY_PAGE:
        view_page_draw(grid, layout->page, app);
        break;
    case OVERLAY_REVIEW:
        view_review_draw(grid, layout->dialog, app);
        break;
    case OVERLAY_QUESTION:
        view_question_draw(grid, layout->dialog, app);
        break;
    case OVERLAY_LIST:
        view_list_draw(grid, layout->page, app);
        break;
    case OVERLAY_SETUP: /* drawn in place of the panes */
        break;
    }
}

static void draw_panes(struct grid *grid, const struct layout *layout, const struct app *app)
{
    if (app->rollout.is_open) {
        view_rollout_draw(grid, (struct rect){1, 0, app->rows - 3, app->columns}, app);
        return;
    }
    if (layout->form.height > 0) {
        hits_add(&grid->hits, layout->form, TARGET_FORM, 0);
        view_form_draw(grid, layout->form, app);
    }
    if (layout->preview.height > 0) {
        hits_add(&grid->hits, layout->preview, TARGET_PREVIEW, 0);
        view_preview_draw(grid, layout->preview, app);
    }
    if (layout->history.height > 0) {
        hits_add(&grid->hits, layout->history, TARGET_HISTORY, 0);
        view_history_draw(grid, layout->history, app);
    }
}

static bool lies_over_list(const struct app *app)
{
    return (app->overlay == OVERLAY_QUESTION && app->question.below == OVERLAY_LIST) ||
           (app->overlay == OVERLAY_PICKER && app->picker_below == OVERLAY_LIST);
}

/* Without settings there is nothing else to be seen. */
static void draw_setup(struct grid *grid, const struct layout *layout, const struct app *app)
{
    view_setup_banner_draw(grid, layout->banner);
    if (app->overlay == OVERLAY_SETUP) {
        view_setup_draw(grid, (struct rect){1, 0, app->rows - 3, app->columns}, app);
    } else {
        grid->cursor_row = -1;
        draw_overlay(grid, layout, app);
    }
    view_notice_draw(grid, layout->notice, app);
    view_hints_draw(grid, layout->hints, app);
}

void frame_draw(struct grid *grid, const struct app *app)
{
    struct layout layout;
    grid_clear(grid);
    grid->is_linear = app->looks.is_linear;
    layout_compute(app, &layout);
    if (layout.is_too_small) {
        grid_format(grid, 0, 0, grid->columns, (struct pen){.role = ROLE_WARNING},
                    text_of("needs %dx%d, is %dx%d"), LAYOUT_COLUMNS_MIN, LAYOUT_ROWS_MIN,
                    app->columns, app->rows);
        return;
    }
    if (app->overlay == OVERLAY_SETUP || app->overlay_below == OVERLAY_SETUP) {
        draw_setup(grid, &layout, app);
        return;
    }
    view_banner_draw(grid, layout.banner, app);
    if (lies_over_list(app) && !app->looks.is_linear)
        view_list_draw(grid, layout.page, app);
    else if (app->overlay == OVERLAY_NONE || !app->looks.is_linear)
        draw_panes(grid, &layout, app);
    if (app->overlay != OVERLAY_NONE) {
        grid->cursor_row = -1;
        hits_clear(&grid->hits); /* what lies below is not reached */
        links_clear(&grid->links);
        draw_overlay(grid, &layout, app);
    }
    view_notice_draw(grid, layout.notice, app);
    view_hints_draw(grid, layout.hints, app);
}

void frame_apply(const struct grid *grid, struct app *app)
{
    struct layout layout;
    layout_compute(app, &layout);
    layout_apply(&layout, app);
    app->preview_most = grid->preview_most;
}
