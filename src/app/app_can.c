/* Which actions can do something now, where that depends on more than the place: the hint bar
 * leaves out the others. Their keys stay, and say why nothing happens. */
#include "src/app/app_internal.h"

/* ---- the form and the history */

static bool has_open_point(const struct app *app)
{
    return app->draft.template == NULL || problem_list_errors(&app->draft.problems) > 0;
}

static bool has_row(const struct app *app)
{
    return row_id_in_hand(app) != 0;
}

static bool can_open(const struct app *app)
{
    return app->pane == PANE_FORM || has_row(app);
}

static bool can_cancel_send(const struct app *app)
{
    const struct history_item *item = history_view_selected(&app->history);
    return item != NULL && item->is_pending;
}

/* ---- dialogs */

static bool dialog_is_live(const struct app *app)
{
    return !app_dialog_waits(app);
}

static bool can_confirm(const struct app *app)
{
    return app->review.is_live && app->review.duplicate_of == 0;
}

static bool can_override(const struct app *app)
{
    return app->review.is_live && app->review.duplicate_of != 0;
}

static bool setup_can_choose(const struct app *app)
{
    return setup_has_rows(&app->setup);
}

static bool setup_can_go_back(const struct app *app)
{
    return app->setup.step != SETUP_WELCOME;
}

/* ---- the rollout */

static bool rollout_has_cell(const struct app *app)
{
    return rollout_selected(&app->rollout) != NULL;
}

static bool rollout_has_result(const struct app *app)
{
    const struct rollout_cell *cell = rollout_selected(&app->rollout);
    const struct rollout_record *record =
        cell != NULL ? rollout_find(&app->rollout, cell->template->name, cell->template->language)
                     : NULL;
    return record != NULL && record->verdict != ROLLOUT_NEVER;
}

static bool rollout_is_idle(const struct app *app)
{
    return app->rollout.phase == ROLLOUT_IDLE;
}

static bool rollout_is_under_way(const struct app *app)
{
    return !rollout_is_idle(app);
}

static bool rollout_can_check(const struct app *app)
{
    return rollout_is_idle(app) && rollout_has_cell(app);
}

static bool rollout_can_send(const struct app *app)
{
    enum profile_mode mode = app->profile->mode;
    return rollout_is_idle(app) && (mode == MODE_SANDBOX || mode == MODE_TEST) &&
           app->rollout.to[0] != '\0';
}

static bool rollout_can_send_cell(const struct app *app)
{
    return rollout_can_send(app) && rollout_has_cell(app);
}

/* ---- a list of sends */

static bool list_can_check(const struct app *app)
{
    enum list_stage stage = app->list.stage;
    return (stage == LIST_STAGE_COLUMNS || stage == LIST_STAGE_CHECKED) &&
           app->list.column_count > 0;
}

static bool list_can_send(const struct app *app)
{
    const struct list_view *list = &app->list;
    return list->stage == LIST_STAGE_CHECKED && list->error.code == ERR_OK &&
           list->counts.errors == 0 && list->counts.to_send > 0 && list->profile == app->profile;
}

static bool list_can_stop(const struct app *app)
{
    enum list_stage stage = app->list.stage;
    return stage == LIST_STAGE_CHECKING || stage == LIST_STAGE_SENDING ||
           stage == LIST_STAGE_STOPPING;
}

static bool list_can_map(const struct app *app)
{
    const struct list_view *list = &app->list;
    return list->stage == LIST_STAGE_COLUMNS && list->error.code == ERR_OK &&
           list->marked < list->column_count;
}

static bool list_has_columns_behind(const struct app *app)
{
    return app->list.stage == LIST_STAGE_CHECKED;
}

static bool list_has_rows(const struct app *app)
{
    return app->list.counts.id[0] != '\0';
}

/* Actions that are not here can always do something. */
static bool (*const conditions[ACTION_COUNT])(const struct app *app) = {
    [ACTION_NEXT_PROBLEM] = has_open_point,
    [ACTION_OPEN] = can_open,
    [ACTION_EDIT_ROW] = has_row,
    [ACTION_SEND_ROW] = has_row,
    [ACTION_COPY_ROW] = has_row,
    [ACTION_LOOK_UP] = has_row,
    [ACTION_COMPARE_ROW] = has_row,
    [ACTION_CANCEL_SEND] = can_cancel_send,
    [ACTION_CLOSE] = dialog_is_live,
    [ACTION_DENY] = dialog_is_live,
    [ACTION_YES] = dialog_is_live,
    [ACTION_CONFIRM] = can_confirm,
    [ACTION_OVERRIDE] = can_override,
    [ACTION_SETUP_DOWN] = setup_can_choose,
    [ACTION_SETUP_BACK] = setup_can_go_back,
    [ACTION_ROLLOUT_OPEN] = rollout_has_result,
    [ACTION_ROLLOUT_RUN] = rollout_can_send_cell,
    [ACTION_ROLLOUT_RUN_ROW] = rollout_can_send,
    [ACTION_ROLLOUT_RUN_ALL] = rollout_can_send,
    [ACTION_ROLLOUT_CHECK] = rollout_can_check,
    [ACTION_ROLLOUT_EDIT] = rollout_has_cell,
    [ACTION_ROLLOUT_CANCEL] = rollout_is_under_way,
    [ACTION_LIST_CHECK] = list_can_check,
    [ACTION_LIST_SEND] = list_can_send,
    [ACTION_LIST_STOP] = list_can_stop,
    [ACTION_LIST_MAP] = list_can_map,
    [ACTION_LIST_COLUMNS] = list_has_columns_behind,
    [ACTION_LIST_HISTORY] = list_has_rows,
};

bool app_can(const struct app *app, enum action action)
{
    return conditions[action] == NULL || conditions[action](app);
}
