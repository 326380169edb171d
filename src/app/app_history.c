/* The history pane: pages that arrive, the filter, and what one does from a row. */
#include "src/app/app_internal.h"
#include "src/whatsapp/phone.h"

#include <inttypes.h>
#include <stdio.h>

void history_take(struct app *app, struct app_event *event)
{
    struct history_view *history = &app->history;
    history->filter_error[0] = '\0';
    if (event->error.code != ERR_OK) { /* of the filter: the rows stay as they are */
        snprintf(history->filter_error, sizeof history->filter_error, "%s. %s", event->error.what,
                 event->error.next);
        history->error_offset = event->error_offset;
        history->error_length = event->error_length;
        history->stop = (struct history_stop){0};
        history->is_loading = false;
        return;
    }
    size_t looked_at = event->is_continued ? history->stop.looked_at : 0;
    if (!event->is_continued)
        history_view_take(history, &event->arena, event->items, event->item_count, event->at_newest,
                          event->has_older);
    else if (!history_view_append(history, event->items, event->item_count))
        app_nomem(app);
    history->has_older = event->has_older;
    history->stop = event->stop;
    history->stop.looked_at += looked_at;
    if (!event->is_continued)
        history->counts = event->counts;
    history_view_scroll(history, app->history_height);
    /* What was unknown may have been found since: then the form need not warn of it. */
    for (size_t i = 0; i < history->count; i++)
        if (history->items[i].id == app->unknown_row && !history->items[i].is_unknown)
            app->unknown_row = 0;
}

static void filter_changed(struct app *app)
{
    history_view_forget_selection(&app->history);
    app->history.stop = (struct history_stop){0};
    app_ask(app, (struct effect){.kind = EFFECT_LOAD_HISTORY, .move = HISTORY_NEWEST});
}

void filter_set(struct app *app, const char *text)
{
    if (!textedit_set(&app->history.filter, text))
        app_nomem(app);
    filter_changed(app);
}

void filter_key(struct app *app, struct key key)
{
    if (textedit_key(&app->history.filter, key) == TEXTEDIT_CHANGED)
        filter_changed(app);
}

void action_search(struct app *app)
{
    app->pane = PANE_HISTORY;
    app->history.is_filtering = true;
}

void action_keep_filter(struct app *app)
{
    app->history.is_filtering = false;
}

void action_drop_filter(struct app *app)
{
    app->history.is_filtering = false;
    filter_set(app, "");
}

static void recall_row(struct app *app, bool send)
{
    const struct history_item *item = history_view_selected(&app->history);
    if (item == NULL)
        return;
    app->sends_after_recall = send;
    app->recalled_row = item->id;
    app_ask(app, (struct effect){.kind = EFFECT_RECALL_ROW, .id = item->id});
}

void action_edit_row(struct app *app)
{
    recall_row(app, false);
}

void action_send_row(struct app *app)
{
    recall_row(app, true);
}

void action_copy_row(struct app *app)
{
    if (history_view_selected(&app->history) != NULL)
        picker_open_for(app, PICK_COPY);
}

void action_look_up(struct app *app)
{
    const struct history_item *item = history_view_selected(&app->history);
    if (item == NULL)
        return;
    app_say(app, TONE_BUSY, "Looking row %" PRId64 " up in the account.", item->id);
    app_ask(app, (struct effect){.kind = EFFECT_LOOK_UP, .id = item->id});
}

void action_show_chat(struct app *app)
{
    const struct history_item *item =
        app->pane == PANE_HISTORY ? history_view_selected(&app->history) : NULL;
    struct phone phone;
    struct error error;
    const char *to = item != NULL ? item->to : draft_to(&app->draft);
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
