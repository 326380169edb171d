/* Events in, state changed, effects asked for. */
#include "src/app/app_internal.h"
#include "src/app/first_run.h"
#include "src/base/text.h"
#include "src/base/utf8.h"

#include <stdint.h>
#include <stdio.h>

static void tell_unbound(struct app *app, struct key key)
{
    char name[KEY_NAME_SIZE];
    char help[KEY_NAME_SIZE];
    key_format(key, name);
    if (name[0] != '\0' && app->notice.text[0] == '\0')
        app_say(app, TONE_PLAIN, "%s does nothing here. %s shows the keys.", name,
                app_key_name(app, ACTION_HELP, help));
}

/* An answer to the review that the last send did not open. */
static bool is_answer_to_nothing(const struct app *app, struct key key)
{
    if (app->monotonic_ms >= app->answers_from || !key_is_text(key) ||
        (app_context(app) & (CONTEXT_FIELD | CONTEXT_CHOICE)) == 0)
        return false;
    enum action action = keymap_find(&app->keymap, CONTEXT_REVIEW, key);
    return action == ACTION_CONFIRM || action == ACTION_OVERRIDE;
}

static void take_key(struct app *app, struct key key)
{
    if (looks_hide_key(app, key) || is_answer_to_nothing(app, key))
        return;
    enum action wanted = keymap_find(&app->keymap, app_context(app), key);
    bool goes_back = wanted == ACTION_CLOSE || wanted == ACTION_CANCEL || wanted == ACTION_DENY;
    if (app_dialog_waits(app) && !goes_back) {
        app->review.live_at = app->monotonic_ms + REVIEW_GATE_MS; /* also while a key is held */
        return;
    }
    if (app->monotonic_ms >= app->notice.keep_until)
        app->notice.text[0] = '\0';
    unsigned context = app_context(app);
    enum action action = keymap_find(&app->keymap, context, key);
    if (action != ACTION_NONE)
        action_run(app, action);
    else if (context == CONTEXT_SETUP)
        setup_key(app, key);
    else if (context == CONTEXT_PICKER)
        picker_take_key(app, keymap_edit_key(&app->keymap, key));
    else if (context == CONTEXT_FIELD && key_is_text(key))
        form_key(app, key);
    else if (context == CONTEXT_FILTER)
        filter_key(app, keymap_edit_key(&app->keymap, key));
    else if (context == CONTEXT_PROMPT)
        prompt_key(app, keymap_edit_key(&app->keymap, key));
    else if (context == CONTEXT_CHOICE && key_is_text(key))
        form_open_choice(app, key);
    else
        tell_unbound(app, key);
}

static void take_page(struct app *app, const struct app_event *event)
{
    /* The same row again, as it is now: the place is kept. */
    bool is_again =
        app->overlay == OVERLAY_PAGE && event->row_id != 0 && app->detail_id == event->row_id;
    size_t top = is_again ? app->page.top : 0;
    if (!page_set(&app->page, event->title, event->text, event->length)) {
        app_nomem(app);
        return;
    }
    page_move(&app->page, (long)top, app->page_height);
    app->detail_id = event->row_id;
    app->overlay_below = OVERLAY_NONE;
    app->overlay = OVERLAY_PAGE;
    app->page_is_help = false;
}

static void take_copy(struct app *app, const struct app_event *event)
{
    strbuf_clear(&app->copied);
    strbuf_add(&app->copied, event->text, event->length);
    if (app->copied.failed || event->length == 0) {
        app_say(app, TONE_WARNING, "Nothing was copied: the row has no %s.", event->title);
        return;
    }
    app_ask(app, (struct effect){.kind = EFFECT_COPY});
    app_say(app, TONE_GOOD, "Copied the %s to the terminal's clipboard.", event->title);
}

static void load_failed(struct app *app, const struct app_event *event)
{
    char key[KEY_NAME_SIZE];
    app->load[event->load] = LOAD_FAILED;
    app->load_error[event->load] = event->error;
    if (event->load == LOAD_SENDERS && app->load[LOAD_TEMPLATES] == LOAD_RUNNING &&
        app->templates_waba == NULL) {
        app->load[LOAD_TEMPLATES] = LOAD_FAILED; /* nobody says whose templates they would be */
        app->load_error[LOAD_TEMPLATES] = event->error;
    }
    app_say(app, TONE_BAD, "%s. %s Esc, then %s, asks again.", event->error.what, event->error.next,
            app_key_name(app, ACTION_REFRESH, key));
    if (app->sends_after_refresh && event->load == LOAD_TEMPLATES) {
        app->sends_after_refresh = false;
        app_say(app, TONE_BAD, "Not sent: the template could not be checked first. %s. %s",
                event->error.what, event->error.next);
    }
    if (app->overlay == OVERLAY_PICKER)
        picker_fill(app);
}

static void profile_switched(struct app *app, const struct app_event *event)
{
    if (event->error.code != ERR_OK) {
        app_say_error(app, &event->error);
        return;
    }
    app_use_profile(app, event->index);
    app_say(app, TONE_PLAIN, "Profile %s, %s.", app->profile->name,
            app_mode_word(app->profile->mode));
}

/* Reads are asked again; a send that was refused is the operator's to repeat. */
static void token_read(struct app *app, const struct app_event *event)
{
    if (event->error.code != ERR_OK) {
        app_say_error(app, &event->error);
        return;
    }
    app->load[LOAD_SENDERS] = LOAD_RUNNING;
    app_ask(app, (struct effect){.kind = EFFECT_LOAD_SENDERS});
    app_say(app, TONE_WARNING,
            "The token was refused and has been read again. What was refused was not repeated: "
            "send it again.");
}

static void time_passed(struct app *app)
{
    if (app_dialog_waits(app) && app->monotonic_ms >= app->review.live_at)
        app->review.is_live = true;
    if (app->waits_until != 0 && app->monotonic_ms >= app->waits_until)
        app->waits_until = 0;
    draft_save_if_due(app, false);
}

/* Of the account, the profile, what runs as a whole. */
static bool take_of_account(struct app *app, struct app_event *event)
{
    switch (event->kind) {
    case EVENT_SENDERS:
        form_take_senders(app, event);
        return true;
    case EVENT_TEMPLATES:
        form_take_templates(app, event);
        return true;
    case EVENT_LOAD_FAILED:
        load_failed(app, event);
        return true;
    case EVENT_PROFILE:
        profile_switched(app, event);
        return true;
    case EVENT_WEBHOOKS:
        app->webhook_port = event->row_id;
        if (event->row_id < 0)
            app_say(app, TONE_WARNING, "%s", event->text);
        return true;
    case EVENT_TOKEN_REFUSED:
        app_ask(app, (struct effect){.kind = EFFECT_READ_TOKEN});
        return true;
    case EVENT_TOKEN_READ:
        token_read(app, event);
        return true;
    case EVENT_CHECKED:
    case EVENT_SETUP_SAVED:
        setup_take(app, event);
        return true;
    case EVENT_LIST:
        list_take_news(app, event);
        return true;
    case EVENT_FIRST_RUN:
        first_run_begin(app);
        return true;
    case EVENT_ROLLOUT:
        rollout_take(app, event);
        return true;
    case EVENT_FAILED:
        app_say_error(app, &event->error);
        return true;
    default:
        return false;
    }
}

/* Of the history and its rows. */
static bool take_of_rows(struct app *app, struct app_event *event)
{
    switch (event->kind) {
    case EVENT_HISTORY:
        history_take(app, event);
        return true;
    case EVENT_HISTORY_CHANGED:
        app_ask(app, (struct effect){.kind = EFFECT_LOAD_HISTORY, .move = HISTORY_SAME});
        if (app->overlay == OVERLAY_PAGE && app->detail_id != 0)
            app_ask(app, (struct effect){.kind = EFFECT_OPEN_ROW, .id = app->detail_id});
        return true;
    case EVENT_MEDIA:
        media_take(app, event);
        return true;
    case EVENT_TALLY:
        history_take_tally(app, event);
        return true;
    case EVENT_COPIED_WITH:
        app_say(app, TONE_GOOD, "Copied to the terminal's clipboard, and with %s.", event->text);
        return true;
    case EVENT_NOTE:
        row_take_note(app, event);
        return true;
    case EVENT_PAGE:
        take_page(app, event);
        return true;
    case EVENT_RECALL:
        draft_take_row(app, event);
        return true;
    case EVENT_COPIED:
        take_copy(app, event);
        return true;
    case EVENT_PROGRESS:
        app_say(app, event->error.code == ERR_OK ? TONE_BUSY : TONE_WARNING, "%s", event->text);
        return true;
    default:
        return false;
    }
}

/* Of the form and what leaves it. */
static bool take_of_form(struct app *app, struct app_event *event)
{
    switch (event->kind) {
    case EVENT_KEPT:
        keep_take_list(app, event);
        return true;
    case EVENT_POSTPONED:
        form_postponed(app);
        return true;
    case EVENT_PRESET_SAVED:
        form_is_kept(app);
        app_say(app, TONE_GOOD, "Saved as %s. M-i opens it.", event->text);
        return true;
    case EVENT_REQUEST:
        if (!page_set(&app->request, "", event->text, event->length))
            app_nomem(app);
        return true;
    case EVENT_RECORD:
        record_take_owner(app, event);
        return true;
    case EVENT_REVIEW:
        send_open_review(app, event);
        return true;
    case EVENT_SEND_ENDED:
        send_ended(app, &event->sent);
        return true;
    case EVENT_SEND_WAITING:
        app->waiting = event->sent.number;
        app->waits_until = event->retry_at;
        snprintf(app->wait_reason, sizeof app->wait_reason, "%s",
                 event->text != NULL ? event->text : text_of("the server asks to wait"));
        utf8_mend(app->wait_reason);
        return true;
    case EVENT_UPLOADED:
        form_take_link(app, event->title, event->text);
        return true;
    case EVENT_DRAFT:
        draft_take_json(app, event->text, event->length);
        return true;
    case EVENT_VALUES:
        earlier_take(app, event);
        return true;
    case EVENT_EDITED:
        form_take_edited(app, event->index, event->text);
        return true;
    default:
        return false;
    }
}

void app_handle(struct app *app, struct app_event *event)
{
    app->now_ms = event->now_ms;
    app->monotonic_ms = event->monotonic_ms;
    time_passed(app);
    switch (event->kind) {
    case EVENT_KEY:
        take_key(app, event->key);
        break;
    case EVENT_PASTE:
        if (app->overlay == OVERLAY_SETUP)
            setup_paste(app, event->text, event->length);
        else
            paste_take(app, event);
        break;
    case EVENT_POINTER:
        if (!app->looks.is_too_small)
            pointer_take(app, &event->pointer);
        break;
    case EVENT_FOCUS:
        app->looks.is_unfocused = event->index == 0;
        break;
    case EVENT_RESIZE:
        app->rows = event->rows;
        app->columns = event->columns;
        help_resized(app);
        break;
    case EVENT_TIME:
        rollout_time(app);
        if (app->history.stop.is_set && app->history.count < HISTORY_WINDOW_ROWS)
            app_ask(app, (struct effect){.kind = EFFECT_LOAD_HISTORY, .move = HISTORY_FURTHER});
        /* Rows that another program sends end there: nobody tells this one. */
        if (app->in_flight == 0 && history_view_has_pending(&app->history) &&
            app->monotonic_ms - app->pending_read_ms >= TICK_MS) {
            app->pending_read_ms = app->monotonic_ms;
            app_ask(app, (struct effect){.kind = EFFECT_LOAD_HISTORY, .move = HISTORY_SAME});
        }
        break;
    case EVENT_STOP:
        app->wants_quit = true;
        draft_save_if_due(app, true);
        app_ask(app, (struct effect){.kind = EFFECT_QUIT});
        break;
    default:
        (void)(take_of_account(app, event) || take_of_rows(app, event) || take_of_form(app, event));
        break;
    }
    if (app->focus >= app->draft.field_count)
        app->focus = FIELD_TO;
    if (app->overlay == OVERLAY_REVIEW && app->review.generation != app->generation) {
        app->overlay = OVERLAY_NONE;
        app_say(app, TONE_WARNING, "What would be sent has changed: look at it, then send again.");
    }
}
