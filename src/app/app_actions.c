/* What each action does: one small function each, and the table that finds it. */
#include "src/app/app_internal.h"
#include "src/base/mem.h"
#include "src/base/text.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static bool jump_to_problem(struct app *app, bool after_focus);

/* The first thing that keeps the message from being sent gets the focus; nothing leaves. */
bool form_is_ready(struct app *app)
{
    if (app->draft.template == NULL) {
        form_focus(app, app->draft.template_name != NULL ? FIELD_LANGUAGE : FIELD_TEMPLATE);
        app_say(app, TONE_WARNING, "%s",
                app->draft.template_name != NULL
                    ? text_of("Choose a language first: Enter opens the list.")
                    : text_of("Choose a template first: Enter opens the list."));
        return false;
    }
    if (app_plugin_id(app)[0] == '\0' || app_sender(app) == NULL) {
        form_focus(app, app_plugin_id(app)[0] == '\0' ? FIELD_PLUGIN : FIELD_FROM);
        app_say(app, TONE_WARNING, "%s",
                app_plugin_id(app)[0] == '\0'
                    ? text_of("Choose the plugin first: Enter opens the list.")
                    : text_of("Choose the sender first: Enter opens the list."));
        return false;
    }
    form_refresh(app);
    if (app->draft.problems.failed) {
        app_nomem(app);
        return false;
    }
    if (problem_list_errors(&app->draft.problems) == 0)
        return true;
    (void)jump_to_problem(app, false);
    return false;
}

/* A live send goes out on a definition that is known to be current: an old
 * list is fetched again first, and a change is shown, not sent over. */
static bool needs_refresh(const struct app *app)
{
    return app->profile->mode == MODE_LIVE &&
           app->now_ms - app->templates_fetched_at > app->profile->template_max_age_ms;
}

/* Who is used to answer the review types on before its absence is seen: that is no value. */
void action_send(struct app *app)
{
    app->answers_from = app->monotonic_ms + REVIEW_GATE_MS;
    if (!form_is_ready(app)) {
        app_ask(app, (struct effect){.kind = EFFECT_DISCARD_INPUT});
        return;
    }
    if (!needs_refresh(app)) {
        record_then_review(app);
        return;
    }
    app->sends_after_refresh = true;
    app->load[LOAD_TEMPLATES] = LOAD_RUNNING;
    app_say(app, TONE_BUSY, "The list of templates is old: fetching it before this live send.");
    app_ask(app, (struct effect){.kind = EFFECT_LOAD_TEMPLATES});
}

static void run_dry_run(struct app *app)
{
    if (app->draft.template == NULL)
        (void)form_is_ready(app);
    else
        app_ask(app, (struct effect){.kind = EFFECT_DRY_RUN});
}

static void move_focus(struct app *app, long step)
{
    size_t count = app->draft.field_count;
    size_t next = step > 0 ? (app->focus + 1) % count : (app->focus + count - 1) % count;
    form_focus(app, next);
}

static void run_next_field(struct app *app)
{
    if (!complete_recipient(app)) /* a begun name first becomes its number */
        move_focus(app, 1);
}

static void run_previous_field(struct app *app)
{
    move_focus(app, -1);
}

static void run_enter_field(struct app *app)
{
    char send[KEY_NAME_SIZE];
    char dry_run[KEY_NAME_SIZE];
    if (complete_recipient(app))
        return;
    if (app->focus + 1 < app->draft.field_count) {
        move_focus(app, 1);
        return;
    }
    app_say(app, TONE_PLAIN, "That was the last field. %s sends, %s shows the request.",
            app_key_name(app, ACTION_SEND, send), app_key_name(app, ACTION_DRY_RUN, dry_run));
}

static void run_open(struct app *app)
{
    static const enum picker_purpose purposes[] = {
        [FIELD_PLUGIN] = PICK_PLUGIN,
        [FIELD_FROM] = PICK_SENDER,
        [FIELD_TEMPLATE] = PICK_TEMPLATE,
        [FIELD_LANGUAGE] = PICK_LANGUAGE,
    };
    if (app->pane == PANE_HISTORY) {
        const struct history_item *item = history_view_selected(&app->history);
        if (item != NULL)
            app_ask(app, (struct effect){.kind = EFFECT_OPEN_ROW, .id = item->id});
        return;
    }
    if (app->focus < FIELD_TO)
        picker_open_for(app, purposes[app->focus]);
}

static void run_edit_form(struct app *app)
{
    app->is_typing = true;
}

static void run_leave(struct app *app)
{
    app->is_typing = false;
}

/* Errors in the order of the form; after the focus, then from the top. */
static bool jump_to_problem(struct app *app, bool after_focus)
{
    const struct problem_list *problems = &app->draft.problems;
    const struct problem *first = NULL;
    for (int round = 0; round < 2 && first == NULL; round++) {
        for (size_t i = 0; i < problems->count && first == NULL; i++) {
            size_t field = draft_find_field(&app->draft, problems->items[i].slot);
            if (problems->items[i].level != PROBLEM_ERROR)
                continue;
            if (round == 1 || !after_focus || (field != SIZE_MAX && field > app->focus))
                first = &problems->items[i];
        }
    }
    if (first == NULL)
        return false;
    size_t field = draft_find_field(&app->draft, first->slot);
    if (field != SIZE_MAX)
        form_focus(app, field);
    app_say(app, TONE_WARNING, "%s", first->message);
    return true;
}

static void run_next_problem(struct app *app)
{
    char send[KEY_NAME_SIZE];
    if (app->draft.template == NULL)
        (void)form_is_ready(app);
    else if (!jump_to_problem(app, true))
        app_say(app, TONE_GOOD, "Nothing is open: %s sends.", app_key_name(app, ACTION_SEND, send));
}

static void run_other_pane(struct app *app)
{
    app->pane = app->pane == PANE_FORM ? PANE_HISTORY : PANE_FORM;
}

static void run_edit_recipient(struct app *app)
{
    form_focus(app, app->draft.has_record ? FIELD_RECORD : FIELD_TO);
}

static void run_edit_template(struct app *app)
{
    form_focus(app, FIELD_TEMPLATE);
    picker_open_for(app, PICK_TEMPLATE);
}

static void run_show_extras(struct app *app)
{
    const struct field *field = &app->draft.fields[app->focus];
    const char *key = field->kind == FIELD_SLOT ? field->slot->key : NULL;
    app->draft.shows_extras = !app->draft.shows_extras;
    if (!draft_show_fields(&app->draft))
        app_nomem(app);
    size_t again = key != NULL ? draft_find_field(&app->draft, key) : app->focus;
    form_focus(app, again != SIZE_MAX ? again : FIELD_TO);
}

static void run_refresh(struct app *app)
{
    app->load[LOAD_SENDERS] = LOAD_RUNNING;
    app_ask(app, (struct effect){.kind = EFFECT_LOAD_SENDERS});
    const struct sender *sender = app_sender(app);
    if (sender != NULL && sender->waba[0] != '\0' && app->load[LOAD_TEMPLATES] != LOAD_RUNNING) {
        app->load[LOAD_TEMPLATES] = LOAD_RUNNING;
        app_ask(app, (struct effect){.kind = EFFECT_LOAD_TEMPLATES});
    }
    app_ask(app, (struct effect){.kind = EFFECT_LOAD_HISTORY, .move = HISTORY_SAME});
    app_say(app, TONE_PLAIN, "Refreshing senders, templates and history.");
}

static void run_switch_profile(struct app *app)
{
    picker_open_for(app, PICK_PROFILE);
}

static void run_move(struct app *app, long rows)
{
    enum history_move move = HISTORY_SAME;
    switch (app->overlay) {
    case OVERLAY_PICKER:
        picker_move(&app->picker, rows);
        picker_scroll(&app->picker, app->picker_height);
        break;
    case OVERLAY_LIST:
        list_view_move(&app->list, rows);
        break;
    case OVERLAY_PAGE:
        page_move(&app->page, rows, app->page_height);
        break;
    default:
        if (app->rollout.is_open)
            rollout_move(&app->rollout, rows);
        else if (history_view_move(&app->history, rows, app->history_height, &move)) {
            app->history.is_loading = true;
            app_ask(app, (struct effect){.kind = EFFECT_LOAD_HISTORY, .move = move});
        }
        break;
    }
}

static size_t visible_rows(const struct app *app)
{
    size_t rows = app->overlay == OVERLAY_PICKER ? app->picker_height
                  : app->overlay == OVERLAY_PAGE ? app->page_height
                  : app->rollout.is_open         ? rollout_rows_shown(app)
                  : app->overlay == OVERLAY_LIST ? app->list.height
                                                 : app->history_height;
    return rows > 1 ? rows - 1 : 1;
}

static void run_up(struct app *app)
{
    run_move(app, -1);
}

static void run_down(struct app *app)
{
    run_move(app, 1);
}

static void run_page_up(struct app *app)
{
    run_move(app, -(long)visible_rows(app));
}

static void run_page_down(struct app *app)
{
    run_move(app, (long)visible_rows(app));
}

static void run_half_page_up(struct app *app)
{
    run_move(app, -(long)(visible_rows(app) + 1) / 2);
}

static void run_half_page_down(struct app *app)
{
    run_move(app, (long)(visible_rows(app) + 1) / 2);
}

static void run_first(struct app *app)
{
    if (app->overlay == OVERLAY_NONE && !app->rollout.is_open && !app->history.at_newest) {
        history_view_forget_selection(&app->history);
        app_ask(app, (struct effect){.kind = EFFECT_LOAD_HISTORY, .move = HISTORY_NEWEST});
        return;
    }
    run_move(app, INT32_MIN);
}

static void run_last(struct app *app)
{
    run_move(app, INT32_MAX);
}

static void run_back(struct app *app)
{
    app->pane = PANE_FORM;
}

static void run_pick(struct app *app)
{
    picker_take_key(app, (struct key){.code = KEYCODE_ENTER});
}

static void run_close(struct app *app)
{
    if (app->overlay == OVERLAY_PICKER)
        app->overlay = app->picker_below;
    else if (app->overlay == OVERLAY_QUESTION)
        app->overlay = app->question.below;
    else if (app->overlay == OVERLAY_LIST)
        action_list_close(app);
    else
        app->overlay = app->overlay == OVERLAY_PAGE ? app->overlay_below : OVERLAY_NONE;
    app->overlay_below = OVERLAY_NONE;
}

static void run_confirm(struct app *app)
{
    review_confirm(app, false);
}

static void run_override(struct app *app)
{
    review_confirm(app, true);
}

static void run_other_button(struct app *app)
{
    /* What overrides the guard has its own key and cannot be marked. */
    bool can_mark =
        app->overlay == OVERLAY_QUESTION ? !app->question.needs_key : app->review.duplicate_of == 0;
    app->review.send_is_marked = can_mark && !app->review.send_is_marked;
}

static void run_yes(struct app *app)
{
    app->overlay = OVERLAY_NONE;
    app->question.yes(app);
}

/* Enter presses the marked button; at first that is Back or No, so that a repeated key changes
 * nothing. */
static void run_press(struct app *app)
{
    bool yes = app->review.send_is_marked;
    app->review.send_is_marked = false;
    if (app->overlay == OVERLAY_REVIEW && yes)
        review_confirm(app, false);
    else if (app->overlay == OVERLAY_QUESTION && yes)
        run_yes(app);
    else
        run_close(app);
}

static void (*const handlers[ACTION_COUNT])(struct app *app) = {
    [ACTION_SEND] = action_send,
    [ACTION_DRY_RUN] = run_dry_run,
    [ACTION_NEXT_FIELD] = run_next_field,
    [ACTION_PREVIOUS_FIELD] = run_previous_field,
    [ACTION_OPEN] = run_open,
    [ACTION_ENTER_FIELD] = run_enter_field,
    [ACTION_EDIT_FORM] = run_edit_form,
    [ACTION_LEAVE] = run_leave,
    [ACTION_NEXT_PROBLEM] = run_next_problem,
    [ACTION_OTHER_PANE] = run_other_pane,
    [ACTION_PREVIEW_KIND] = action_preview_kind,
    [ACTION_PREVIEW_DOWN] = action_preview_down,
    [ACTION_PREVIEW_UP] = action_preview_up,
    [ACTION_RECALL_RECIPIENT] = action_recall_recipient,
    [ACTION_EDIT_RECIPIENT] = run_edit_recipient,
    [ACTION_EDIT_TEMPLATE] = run_edit_template,
    [ACTION_EDIT_OUTSIDE] = form_edit_outside,
    [ACTION_RECALL_VALUE] = earlier_open,
    [ACTION_COMPLETE] = action_complete,
    [ACTION_FIX_VALUE] = fix_offer,
    [ACTION_SHOW_EXTRAS] = run_show_extras,
    [ACTION_CLEAR_FORM] = action_clear_form,
    [ACTION_REFRESH] = run_refresh,
    [ACTION_SEARCH] = action_search,
    [ACTION_KEEP_FILTER] = action_keep_filter,
    [ACTION_DROP_FILTER] = action_drop_filter,
    [ACTION_ALL_ROWS] = action_drop_filter,
    [ACTION_POSTPONE] = action_postpone,
    [ACTION_RECALL_DRAFT] = action_recall_draft,
    [ACTION_SAVE_PRESET] = action_save_preset,
    [ACTION_OPEN_PRESET] = action_open_preset,
    [ACTION_SAVED_FILTERS] = action_saved_filters,
    [ACTION_SHOW_STATS] = action_show_stats,
    [ACTION_FOLLOW] = action_follow,
    [ACTION_TIME_FORMAT] = action_time_format,
    [ACTION_ROW_LANGUAGE] = action_row_language,
    [ACTION_ROW_RECIPIENT] = action_row_recipient,
    [ACTION_COMPARE_ROW] = action_compare_row,
    [ACTION_NOTE_ROW] = action_note_row,
    [ACTION_TAG_ROW] = action_tag_row,
    [ACTION_DELETE_ROW] = action_delete_row,
    [ACTION_UNDELETE_ROW] = action_undelete_row,
    [ACTION_NEXT_ROW] = action_next_row,
    [ACTION_PREVIOUS_ROW] = action_previous_row,
    [ACTION_FIND] = action_find,
    [ACTION_FIND_NEXT] = action_find_next,
    [ACTION_FIND_PREVIOUS] = action_find_previous,
    [ACTION_ACCEPT_PROMPT] = action_accept_prompt,
    [ACTION_CLOSE_PROMPT] = action_close_prompt,
    [ACTION_EDIT_ROW] = action_edit_row,
    [ACTION_SEND_ROW] = action_send_row,
    [ACTION_COPY_ROW] = action_copy_row,
    [ACTION_SAVE_MEDIA] = action_save_media,
    [ACTION_LOOK_UP] = action_look_up,
    [ACTION_SHOW_CHAT] = action_show_chat,
    [ACTION_UPLOAD] = form_upload,
    [ACTION_CANCEL_SEND] = action_cancel_send,
    [ACTION_SWITCH_PROFILE] = run_switch_profile,
    [ACTION_ZOOM] = action_zoom,
    [ACTION_TALLER] = action_taller,
    [ACTION_SHORTER] = action_shorter,
    [ACTION_WIDER] = action_wider,
    [ACTION_NARROWER] = action_narrower,
    [ACTION_THEME] = action_theme,
    [ACTION_MOUSE] = action_mouse,
    [ACTION_PAGER] = action_pager,
    [ACTION_REDRAW] = action_redraw,
    [ACTION_SUSPEND] = action_suspend,
    [ACTION_PALETTE] = palette_open,
    [ACTION_HELP] = help_open,
    [ACTION_QUIT] = quit_ask,
    [ACTION_QUIT_ANYWHERE] = quit_ask,
    [ACTION_CANCEL] = cancel_current,
    [ACTION_UP] = run_up,
    [ACTION_DOWN] = run_down,
    [ACTION_PAGE_UP] = run_page_up,
    [ACTION_PAGE_DOWN] = run_page_down,
    [ACTION_HALF_PAGE_UP] = run_half_page_up,
    [ACTION_HALF_PAGE_DOWN] = run_half_page_down,
    [ACTION_FIRST] = run_first,
    [ACTION_LAST] = run_last,
    [ACTION_BACK] = run_back,
    [ACTION_PICK] = run_pick,
    [ACTION_CLOSE] = run_close,
    [ACTION_CLOSE_PAGE] = run_close,
    [ACTION_CONFIRM] = run_confirm,
    [ACTION_OVERRIDE] = run_override,
    [ACTION_PRESS] = run_press,
    [ACTION_OTHER_BUTTON] = run_other_button,
    [ACTION_DENY] = run_close,
    [ACTION_YES] = run_yes,
    [ACTION_LIST_OPEN] = action_list_open,
    [ACTION_LIST_CHECK] = action_list_check,
    [ACTION_LIST_SEND] = action_list_send,
    [ACTION_LIST_STOP] = action_list_stop,
    [ACTION_LIST_MAP] = action_list_map,
    [ACTION_LIST_COLUMNS] = action_list_columns,
    [ACTION_LIST_HISTORY] = action_list_history,
    [ACTION_LIST_ENCODING] = action_list_encoding,
    [ACTION_LIST_CLOSE] = action_list_close,
    [ACTION_SETUP_NEXT] = setup_next,
    [ACTION_SETUP_BACK] = setup_back,
    [ACTION_SETUP_UP] = setup_up,
    [ACTION_SETUP_DOWN] = setup_down,
    [ACTION_ROLLOUT] = action_rollout,
    [ACTION_ROLLOUT_OPEN] = action_rollout_open,
    [ACTION_ROLLOUT_RUN] = action_rollout_run,
    [ACTION_ROLLOUT_RUN_ROW] = action_rollout_run_row,
    [ACTION_ROLLOUT_RUN_ALL] = action_rollout_run_all,
    [ACTION_ROLLOUT_CHECK] = action_rollout_check,
    [ACTION_ROLLOUT_CHECK_ALL] = action_rollout_check_all,
    [ACTION_ROLLOUT_EDIT] = action_rollout_edit,
    [ACTION_ROLLOUT_REFRESH] = run_refresh,
    [ACTION_ROLLOUT_CANCEL] = action_rollout_cancel,
    [ACTION_ROLLOUT_LEFT] = action_rollout_left,
    [ACTION_ROLLOUT_RIGHT] = action_rollout_right,
    [ACTION_ROLLOUT_LEAVE] = action_rollout_leave,
};

void action_run(struct app *app, enum action action)
{
    enum edit edit = TEXT_EDIT_COUNT;
    if (action_is_edit(action, &edit))
        edit_run(app, edit);
    else if (handlers[action] != NULL)
        handlers[action](app);
}
