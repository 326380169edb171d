/* What one does from a row: of the history, or of the page that shows it. */
#include "src/app/app_internal.h"
#include "src/base/text.h"
#include "src/whatsapp/phone.h"

#include <inttypes.h>
#include <stdio.h>

/* The row that the open page is about, else the selected one; NULL when there is none. It may
 * have left the window since its page was opened: then only its id is known. */
static const struct history_item *row_in_hand(const struct app *app, int64_t *ret_id)
{
    bool is_page = app->overlay == OVERLAY_PAGE && app->detail_id != 0;
    const struct history_item *item = is_page ? history_view_find(&app->history, app->detail_id)
                                              : history_view_selected(&app->history);
    *ret_id = is_page ? app->detail_id : item != NULL ? item->id : 0;
    return item;
}

int64_t row_id_in_hand(const struct app *app)
{
    int64_t id = 0;
    (void)row_in_hand(app, &id);
    return id;
}

static void leave_page(struct app *app)
{
    if (app->overlay == OVERLAY_PAGE)
        app->overlay = OVERLAY_NONE;
}

static void recall_row(struct app *app, enum after_recall after)
{
    int64_t id = row_id_in_hand(app);
    if (id == 0)
        return;
    leave_page(app);
    form_replace(app, (struct effect){.kind = EFFECT_RECALL_ROW, .id = id}, after);
}

void action_edit_row(struct app *app)
{
    recall_row(app, AFTER_RECALL_NOTHING);
}

void action_send_row(struct app *app)
{
    recall_row(app, AFTER_RECALL_SEND);
}

void action_row_language(struct app *app)
{
    recall_row(app, AFTER_RECALL_LANGUAGE);
}

void action_row_recipient(struct app *app)
{
    recall_row(app, AFTER_RECALL_RECIPIENT);
}

void action_copy_row(struct app *app)
{
    int64_t id = row_id_in_hand(app);
    if (id == 0)
        return;
    app->copied_row = id;
    picker_open_for(app, PICK_COPY);
}

void action_look_up(struct app *app)
{
    int64_t id = row_id_in_hand(app);
    if (id == 0)
        return;
    app_say(app, TONE_BUSY, "Looking row %" PRId64 " up in the account.", id);
    app_ask(app, (struct effect){.kind = EFFECT_LOOK_UP, .id = id});
}

void action_show_chat(struct app *app)
{
    int64_t id = 0;
    bool is_row = app->pane == PANE_HISTORY || app->overlay == OVERLAY_PAGE;
    const struct history_item *item = is_row ? row_in_hand(app, &id) : NULL;
    struct phone phone;
    struct error error;
    const char *to = item != NULL ? item->to : draft_recipient(&app->draft);
    if (phone_normalize(to, &phone, &error) != ERR_OK) {
        app_say_error(app, &error);
        return;
    }
    snprintf(app->chat_with, sizeof app->chat_with, "%s", phone.digits);
    app_say(app, TONE_BUSY, "Fetching the last messages with %s.", app->chat_with);
    app_ask(app, (struct effect){.kind = EFFECT_SHOW_CHAT});
}

void action_cancel_send(struct app *app)
{
    const struct history_item *item = history_view_selected(&app->history);
    if (item != NULL && item->is_pending)
        app_ask(app, (struct effect){.kind = EFFECT_CANCEL_SEND, .id = item->id});
    else
        app_say(app, TONE_PLAIN, "Only a row that is queued or sending can be cancelled.");
}

void action_compare_row(struct app *app)
{
    int64_t id = row_id_in_hand(app);
    if (id == 0)
        return;
    if (app->compare_id == 0 || app->compare_id == id) {
        app->compare_id = app->compare_id == id ? 0 : id;
        leave_page(app);
        if (app->compare_id != 0)
            app_say(app, TONE_PLAIN,
                    "Row %" PRId64 " is marked. Go to another row and press = again.", id);
        else
            app_say(app, TONE_PLAIN, "Row %" PRId64 " is no longer marked.", id);
        return;
    }
    app_ask(app,
            (struct effect){.kind = EFFECT_COMPARE_ROWS, .id = app->compare_id, .other_id = id});
    app->compare_id = 0;
}

static void change_row(struct app *app, enum row_change change, int64_t id, const char *text)
{
    strbuf_clear(&app->prompted);
    strbuf_add_text(&app->prompted, text);
    if (app->prompted.failed)
        app_nomem(app);
    else
        app_ask(app, (struct effect){.kind = EFFECT_CHANGE_ROW, .id = id, .change = change});
}

static void ask_for_note(struct app *app, enum row_change change)
{
    int64_t id = row_id_in_hand(app);
    if (id == 0)
        return;
    app->prompt.change = change;
    app_ask(app, (struct effect){.kind = EFFECT_NOTE_ROW, .id = id});
}

void action_note_row(struct app *app)
{
    ask_for_note(app, ROW_NOTE);
}

void action_tag_row(struct app *app)
{
    ask_for_note(app, ROW_TAGS);
}

static void note_accepted(struct app *app)
{
    change_row(app, app->prompt.change, app->prompt.row_id, app->prompt.edit.text.text);
    if (app->prompt.change == ROW_NOTE)
        app_say(app, TONE_GOOD, "Kept the note of row %" PRId64 ".", app->prompt.row_id);
    else
        app_say(app, TONE_GOOD, "Kept the tags of row %" PRId64 ".", app->prompt.row_id);
}

void row_take_note(struct app *app, const struct app_event *event)
{
    bool is_note = app->prompt.change == ROW_NOTE;
    const char *text = is_note ? event->text : event->title;
    char label[160];
    snprintf(label, sizeof label,
             is_note ? text_of("Note of row %" PRId64 ": ") : text_of("Tags of row %" PRId64 ": "),
             event->row_id);
    prompt_open(app, label, text != NULL ? text : "", NULL, note_accepted);
    app->prompt.row_id = event->row_id;
}

void action_delete_row(struct app *app)
{
    int64_t id = 0;
    const struct history_item *item = row_in_hand(app, &id);
    if (id == 0)
        return;
    if (item != NULL && item->is_pending) {
        app_say(app, TONE_WARNING, "Row %" PRId64 " is being sent: wait, or cancel it with x.", id);
        return;
    }
    leave_page(app);
    if (app->trashed_count == TRASHED_MAX) {
        for (size_t i = 1; i < TRASHED_MAX; i++)
            app->trashed[i - 1] = app->trashed[i];
        app->trashed_count--;
    }
    app->trashed[app->trashed_count++] = id;
    change_row(app, ROW_DELETE, id, "");
    app_say(app, TONE_PLAIN,
            "Row %" PRId64 " is in the trash until the program ends; u brings it back.", id);
}

void action_undelete_row(struct app *app)
{
    if (app->trashed_count == 0) {
        app_say(app, TONE_PLAIN, "The trash is empty: nothing was deleted since the start.");
        return;
    }
    int64_t id = app->trashed[--app->trashed_count];
    change_row(app, ROW_UNDELETE, id, "");
    app_say(app, TONE_PLAIN, "Row %" PRId64 " is back.", id);
}

static void open_neighbour(struct app *app, long step)
{
    struct history_view *history = &app->history;
    const struct history_item *item = history_view_find(history, app->detail_id);
    if (item == NULL || (step < 0 && item == history->items) ||
        (step > 0 && item + 1 == history->items + history->count)) {
        app_say(app, TONE_PLAIN, "There is no further row here: Esc goes back to the list.");
        return;
    }
    enum history_move move = HISTORY_SAME;
    long from = (long)history->selected;
    if (history_view_move(history, (item - history->items) + step - from, app->history_height,
                          &move)) {
        history->is_loading = true;
        app_ask(app, (struct effect){.kind = EFFECT_LOAD_HISTORY, .move = move});
    }
    app_ask(app, (struct effect){.kind = EFFECT_OPEN_ROW, .id = history->selected_id});
}

void action_next_row(struct app *app)
{
    open_neighbour(app, 1);
}

void action_previous_row(struct app *app)
{
    open_neighbour(app, -1);
}
