/* The views: each draws one part of the app into the grid. They read the app and keep nothing. */
#ifndef CHAKRA_UI_VIEW_H
#define CHAKRA_UI_VIEW_H

#include "ui/grid.h"
#include "ui/layout.h"

void view_banner_draw(struct grid *grid, struct rect at, const struct app *app);
void view_notice_draw(struct grid *grid, struct rect at, const struct app *app);
void view_hints_draw(struct grid *grid, struct rect at, const struct app *app);
void view_form_draw(struct grid *grid, struct rect at, const struct app *app);
void view_preview_draw(struct grid *grid, struct rect at, const struct app *app);
void view_rollout_draw(struct grid *grid, struct rect at, const struct app *app);
void view_history_draw(struct grid *grid, struct rect at, const struct app *app);
void view_picker_draw(struct grid *grid, struct rect at, const struct app *app);
void view_page_draw(struct grid *grid, struct rect at, const struct app *app);
void view_list_draw(struct grid *grid, struct rect at, const struct app *app);
void view_review_draw(struct grid *grid, struct rect at, const struct app *app);
/* The first screen, and its banner: there is no profile yet. */
void view_setup_draw(struct grid *grid, struct rect at, const struct app *app);
void view_setup_banner_draw(struct grid *grid, struct rect at);
void view_question_draw(struct grid *grid, struct rect at, const struct app *app);

enum role view_tone_role(enum tone tone);
/* Draws a one-line text field that scrolls so that its cursor is seen; places the cursor when
 * `focused`. */
void view_textedit_draw(struct grid *grid, int row, int column, int width, struct pen pen,
                        const struct textedit *edit, bool focused);

#endif
