/* Lists of sends on the screen: what the keys do, and what is told of the list. */
#include "src/app/app_internal.h"
#include "src/base/local_count.h"
#include "src/base/text.h"
#include "src/base/utf8.h"

#include <stdio.h>
#include <string.h>

static void ask_list(struct app *app, enum list_request request)
{
    app_ask(app, (struct effect){.kind = EFFECT_LIST, .index = request});
}

/* ---- opening ---------------------------------------------------------------- */

static bool is_too_old(const struct app *app, int64_t fetched_at)
{
    return app->profile->mode == MODE_LIVE &&
           app->now_ms - fetched_at > app->profile->template_max_age_ms;
}

static bool form_is_chosen(struct app *app)
{
    if (app_plugin_id(app)[0] == '\0' || app_sender(app) == NULL) {
        form_focus(app, app_plugin_id(app)[0] == '\0' ? FIELD_PLUGIN : FIELD_FROM);
        app_say(app, TONE_WARNING, "%s",
                app_plugin_id(app)[0] == '\0'
                    ? text_of("A list is sent with the form's plugin: choose it first.")
                    : text_of("A list is sent with the form's sender: choose it first."));
        return false;
    }
    if (app->draft.template == NULL) {
        form_focus(app, app->draft.template_name != NULL ? FIELD_LANGUAGE : FIELD_TEMPLATE);
        app_say(app, TONE_WARNING, "%s",
                app->draft.template_name != NULL
                    ? text_of("A list is sent with the form's language: choose it first.")
                    : text_of("A list is sent with the form's template: choose it first."));
        return false;
    }
    return true;
}

/* What the list is about, as the form has it now. */
static enum err take_form(struct app *app, struct error *reterr)
{
    struct list_view *list = &app->list;
    const struct sender *sender = app_sender(app);
    char title[200];
    app_sender_title(sender, title, sizeof title);
    list->profile = app->profile;
    list->template_fetched_at = app->templates_fetched_at;
    list->plugin_id = arena_strdup(&list->arena, app_plugin_id(app));
    list->sender_id = arena_strdup(&list->arena, sender->id);
    list->sender_number = arena_strdup(&list->arena, sender->number);
    list->sender_title = arena_strdup(&list->arena, title);
    if (list->plugin_id == NULL || list->sender_id == NULL || list->sender_number == NULL ||
        list->sender_title == NULL)
        return error_nomem(reterr);
    enum err err = list_view_take_template(list, app->draft.template, &app->draft.values,
                                           draft_to(&app->draft), reterr);
    return err == ERR_OK
               ? list_view_take_languages(list, app->templates, app->template_count, reterr)
               : err;
}

static void read_list(struct app *app)
{
    app->list.stage = LIST_STAGE_READING;
    app->list.error.code = ERR_OK;
    app->overlay = OVERLAY_LIST;
    ask_list(app, LIST_READ);
}

static void take_path(struct app *app)
{
    const char *path = app->prompt.edit.text.text;
    struct error error = {.code = ERR_OK};
    path += strspn(path, " ");
    if (path[0] == '\0') {
        app_say(app, TONE_PLAIN, "No file was named.");
        return;
    }
    if (!form_is_chosen(app))
        return;
    snprintf(app->list_path, sizeof app->list_path, "%s", path);
    list_view_clear(&app->list);
    app->list.path = arena_strdup(&app->list.arena, app->list_path);
    if (app->list.path == NULL || take_form(app, &error) != ERR_OK) {
        list_view_clear(&app->list);
        app_say_error(app, &error);
        return;
    }
    read_list(app);
}

void action_list_open(struct app *app)
{
    if (app->list.stage != LIST_STAGE_NONE) {
        app->overlay = OVERLAY_LIST;
        return;
    }
    if (!form_is_chosen(app))
        return;
    if (is_too_old(app, app->templates_fetched_at)) {
        if (app->load[LOAD_TEMPLATES] != LOAD_RUNNING) {
            app->load[LOAD_TEMPLATES] = LOAD_RUNNING;
            app_ask(app, (struct effect){.kind = EFFECT_LOAD_TEMPLATES});
        }
        app_say(app, TONE_BUSY, "The list of templates is old and is fetched: then ask again.");
        return;
    }
    prompt_open(app, text_of("List, a CSV file: "), app->list_path, NULL, take_path);
}

static void take_encoding(struct app *app)
{
    const char *text = app->prompt.edit.text.text;
    text += strspn(text, " ");
    app->list.encoding = text[0] != '\0' ? arena_strdup(&app->list.arena, text) : NULL;
    read_list(app);
}

void action_list_encoding(struct app *app)
{
    if (list_view_is_at_rest(&app->list) && app->list.stage != LIST_STAGE_ENDED)
        prompt_open(app, text_of("Encoding (empty: UTF-8): "), "", NULL, take_encoding);
}

/* ---- columns ---------------------------------------------------------------- */

void list_fill_keys(struct app *app)
{
    const struct list_view *list = &app->list;
    bool ok =
        picker_add(&app->picker, &(struct picker_item){.label = text_of("leave out"),
                                                       .detail = text_of("the column is not used"),
                                                       .index = 0});
    ok = ok && picker_add(&app->picker, &(struct picker_item){.label = "to",
                                                              .detail = text_of("the recipient"),
                                                              .index = 1});
    ok = ok && picker_add(&app->picker,
                          &(struct picker_item){.label = "language",
                                                .detail = text_of("the language of each row"),
                                                .index = 2});
    for (size_t i = 0; ok && i < list->slots.count; i++) {
        const struct slot *slot = &list->slots.items[i];
        size_t column = list_view_column_of(list, slot->key);
        char detail[200];
        snprintf(detail, sizeof detail, "%.80s", slot->required ? text_of("needed") : "");
        size_t used = strlen(detail);
        if (column != SIZE_MAX)
            snprintf(detail + used, sizeof detail - used, text_of("  filled by %.80s"),
                     list->columns[column].name);
        utf8_mend(detail);
        if (slot->kind != SLOT_FILE && strcmp(slot->key, "card.count") != 0)
            ok = picker_add(&app->picker, &(struct picker_item){.label = slot->key,
                                                                .detail = detail,
                                                                .search = detail,
                                                                .index = i + 3});
    }
    if (!ok)
        app_nomem(app);
}

void list_choose_key(struct app *app, size_t index, const char *label)
{
    struct error error = {.code = ERR_OK};
    if (list_view_map(&app->list, app->list.marked, index == 0 ? NULL : label, &error) != ERR_OK)
        app_say_error(app, &error);
}

void action_list_map(struct app *app)
{
    struct list_view *list = &app->list;
    if (list->stage == LIST_STAGE_COLUMNS && list->error.code == ERR_OK &&
        list->marked < list->column_count)
        picker_open_for(app, PICK_SLOT);
    else
        app_say(app, TONE_PLAIN, "%s",
                list->stage == LIST_STAGE_CHECKED
                    ? text_of("m goes back to the columns.")
                    : text_of("There is no column to choose a slot for now."));
}

void action_list_columns(struct app *app)
{
    struct list_view *list = &app->list;
    if (list->stage != LIST_STAGE_CHECKED)
        return;
    ask_list(app, LIST_DROP); /* its lock too: somebody else may send it meanwhile */
    list->stage = LIST_STAGE_COLUMNS;
    list->problem_count = 0;
    list->counts = (struct list_counts){.rows = 0};
    list->error.code = ERR_OK;
    list->marked = 0;
    list->top = 0;
}

void action_list_check(struct app *app)
{
    struct list_view *list = &app->list;
    char text[400];
    size_t column = SIZE_MAX;
    action_list_columns(app);
    if (list->stage != LIST_STAGE_COLUMNS) {
        app_say(app, TONE_PLAIN, "%s",
                list->stage == LIST_STAGE_ENDED
                    ? text_of("The list has ended. Esc leaves it.")
                    : text_of("Wait for what goes on, or stop it with x."));
    } else if (list->column_count == 0) {
        app_say(app, TONE_WARNING, "The list could not be read. Esc, then name another file.");
    } else if (list_view_obstacle(list, &column, text, sizeof text)) {
        list->marked = column != SIZE_MAX ? column : list->marked;
        list_view_scroll(list);
        app_say(app, TONE_WARNING, "%s", text);
    } else {
        list->stage = LIST_STAGE_CHECKING;
        list->counts = (struct list_counts){.rows = 0};
        ask_list(app, LIST_CHECK);
    }
}

/* ---- sending ---------------------------------------------------------------- */

static void send_list(struct app *app)
{
    struct list_view *list = &app->list;
    app->overlay = OVERLAY_LIST;
    if (list->stage != LIST_STAGE_CHECKED || list->profile != app->profile) {
        app_say(app, TONE_WARNING, "Nothing was sent: the list is not the one that was asked for.");
        return;
    }
    list->stage = LIST_STAGE_SENDING;
    list->began_ms = app->monotonic_ms;
    ask_list(app, LIST_SEND);
}

static void ask_to_send(struct app *app)
{
    const struct list_view *list = &app->list;
    const struct list_counts *counts = &list->counts;
    char before[250] = "";
    char text[600];
    if (counts->before > 0)
        snprintf(before, sizeof before,
                 text_count(" %s row of an earlier run is left alone.",
                            " %s rows of an earlier run are left alone.", counts->before),
                 local_count(counts->before).text);
    snprintf(text, sizeof text,
             text_count("Send %s message of %.60s (%.120s) from %.60s? Profile %.30s is %s.%s",
                        "Send %s messages of %.60s (%.120s) from %.60s? Profile %.30s is %s.%s",
                        counts->to_send),
             local_count(counts->to_send).text, list->template->name,
             list_view_names_languages(list) ? text_of("in the languages of the rows")
                                             : list->template->language,
             list->sender_title, list->profile->name, app_mode_word(list->profile->mode), before);
    app_open_send_question(app, send_list, text);
    app->question.needs_key = list->profile->mode == MODE_LIVE;
}

void action_list_send(struct app *app)
{
    const struct list_view *list = &app->list;
    if (list->stage == LIST_STAGE_COLUMNS)
        app_say(app, TONE_WARNING, "Check the list first, with c.");
    else if (list->stage != LIST_STAGE_CHECKED)
        app_say(app, TONE_PLAIN, "There is nothing to send now.");
    else if (list->error.code != ERR_OK || list->counts.errors > 0)
        app_say(app, TONE_WARNING,
                "Nothing is sent while there are problems: correct the file, then check with c.");
    else if (list->counts.to_send == 0)
        app_say(app, TONE_WARNING,
                "Every row was decided before. To send all again: chakra-tui batch --force.");
    else if (list->profile != app->profile)
        app_say(app, TONE_WARNING, "The list belongs to profile %s: Esc, then open it again.",
                list->profile->name);
    else if (is_too_old(app, list->template_fetched_at))
        app_say(app, TONE_WARNING,
                "The definition is too old for a live send: Esc, then open the list again.");
    else
        ask_to_send(app);
}

void action_list_stop(struct app *app)
{
    struct list_view *list = &app->list;
    if (list->stage == LIST_STAGE_SENDING) {
        list->stage = LIST_STAGE_STOPPING;
        ask_list(app, LIST_STOP);
        app_say(app, TONE_WARNING,
                "Stopping: what is in flight is waited for. Once more cuts it, "
                "and its outcome is unknown then.");
    } else if (list->stage == LIST_STAGE_STOPPING) {
        list->stage = LIST_STAGE_CUTTING;
        ask_list(app, LIST_CUT);
    } else if (list->stage == LIST_STAGE_CHECKING) {
        ask_list(app, LIST_DROP);
        list->stage = LIST_STAGE_COLUMNS;
        app_say(app, TONE_PLAIN, "The check was stopped; nothing was sent.");
    } else {
        app_say(app, TONE_PLAIN, "Nothing is being sent.");
    }
}

bool list_cancel(struct app *app)
{
    const struct list_view *list = &app->list;
    if (app->overlay != OVERLAY_LIST || list->stage == LIST_STAGE_CUTTING)
        return false;
    if (!list_view_is_sending(list) && list->stage != LIST_STAGE_CHECKING)
        return false;
    action_list_stop(app);
    return true;
}

void action_list_history(struct app *app)
{
    char filter[LIST_ID_SIZE + 8];
    if (app->list.counts.id[0] == '\0') {
        app_say(app, TONE_PLAIN,
                "The list has no rows in the history yet: check it first, with c.");
        return;
    }
    snprintf(filter, sizeof filter, "batch:%s", app->list.counts.id);
    app->overlay = OVERLAY_NONE;
    app->pane = PANE_HISTORY;
    app->history.is_filtering = false;
    filter_set(app, filter);
}

/* What is sent goes on; everything else is let go. */
void action_list_close(struct app *app)
{
    char key[KEY_NAME_SIZE];
    app->overlay = OVERLAY_NONE;
    if (list_view_is_sending(&app->list)) {
        app_say(app, TONE_BUSY, "The list goes on being sent. %s shows it.",
                app_key_name(app, ACTION_LIST_OPEN, key));
        return;
    }
    ask_list(app, LIST_DROP);
    list_view_clear(&app->list);
}

/* ---- what is told ----------------------------------------------------------- */

static void take_checked(struct app *app, struct app_event *event)
{
    struct list_view *list = &app->list;
    arena_release(&list->problem_arena);
    list->problem_arena = event->arena;
    arena_init(&event->arena);
    list->problems = event->list->problems;
    list->problem_count = event->list->problem_count;
    list->counts = event->list->counts;
    list->error = event->list->error;
    list->stage = LIST_STAGE_CHECKED;
    list->marked = 0;
    list->top = 0;
}

static void take_end(struct app *app, const struct list_news *news)
{
    struct list_view *list = &app->list;
    char key[KEY_NAME_SIZE];
    list->counts = news->counts;
    list->error = news->error;
    list->result_error = news->result_error;
    list->result_path = arena_strdup(&list->arena, news->result_path);
    list->stage = LIST_STAGE_ENDED;
    list->ended_ms = app->monotonic_ms;
    bool is_good = news->error.code == ERR_OK && news->counts.accepted == news->counts.to_send;
    if (app->overlay == OVERLAY_LIST)
        app_say(app, is_good ? TONE_GOOD : TONE_WARNING,
                "The list has ended: %s of %s accepted. h shows its rows.",
                local_count(news->counts.accepted).text, local_count(news->counts.to_send).text);
    else
        app_say(app, is_good ? TONE_GOOD : TONE_WARNING,
                "The list has ended: %s of %s accepted. %s shows it.",
                local_count(news->counts.accepted).text, local_count(news->counts.to_send).text,
                app_key_name(app, ACTION_LIST_OPEN, key));
}

void list_take_news(struct app *app, struct app_event *event)
{
    struct list_view *list = &app->list;
    const struct list_news *news = event->list;
    switch (news->kind) {
    case LIST_NEWS_COLUMNS:
        if (list->stage != LIST_STAGE_READING)
            break;
        list->stage = LIST_STAGE_COLUMNS;
        list->error = news->error;
        list->column_count = 0;
        if (news->error.code == ERR_OK)
            (void)list_view_take_names(list, news->names, news->name_count, &list->error);
        break;
    case LIST_NEWS_ROWS:
        if (list->stage == LIST_STAGE_CHECKING)
            list->counts.rows = news->counts.rows;
        break;
    case LIST_NEWS_CHECKED:
        if (list->stage == LIST_STAGE_CHECKING)
            take_checked(app, event);
        break;
    case LIST_NEWS_COUNTS:
        if (list_view_is_sending(list))
            list->counts = news->counts;
        break;
    case LIST_NEWS_ENDED:
        if (list_view_is_sending(list))
            take_end(app, news);
        break;
    }
}
