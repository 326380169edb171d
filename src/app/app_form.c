/* The form: focus, typing, and what follows from a choice. */
#include "src/app/app_internal.h"
#include "src/base/mem.h"
#include "src/whatsapp/skeleton.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

void form_refresh(struct app *app)
{
    const struct sender *sender = app_sender(app);
    app->facts.now_ms = app->now_ms;
    draft_refresh(&app->draft, &app->facts, sender != NULL ? sender->number : NULL);
    if (app->preview_kind != PREVIEW_AS_BUBBLE && app->draft.template != NULL)
        app_ask(app, (struct effect){.kind = EFFECT_SHOW_REQUEST});
}

void form_focus(struct app *app, size_t field)
{
    if (field >= app->draft.field_count)
        field = app->draft.field_count - 1;
    app->focus = field;
    app->is_typing = true;
    app->pane = PANE_FORM;
}

/* Another number of cards: other slots. The focus stays on the number. */
static void rebuild_slots(struct app *app)
{
    struct strbuf dropped;
    strbuf_init(&dropped, 65536);
    size_t cursor = app->draft.fields[app->focus].edit.cursor;
    if (draft_choose_template(&app->draft, app->draft.template, &dropped, NULL) != ERR_OK)
        app_nomem(app);
    else if (dropped.length > 0)
        app_say(app, TONE_WARNING, "Values of cards that are gone were dropped: %s.", dropped.text);
    size_t field = draft_find_field(&app->draft, "card.count");
    form_focus(app, field != SIZE_MAX ? field : FIELD_TO);
    if (field != SIZE_MAX)
        app->draft.fields[field].edit.cursor = cursor;
    strbuf_release(&dropped);
}

static void field_changed(struct app *app)
{
    const struct field *field = &app->draft.fields[app->focus];
    /* A changed value answers the server's complaint about the old one. */
    if (app->refused_slot[0] != '\0' &&
        strcmp(app->refused_slot, field->kind == FIELD_TO ? "to" : field->slot->key) == 0)
        app->refused_slot[0] = '\0';
    if (!draft_field_changed(&app->draft, app->focus))
        app_nomem(app);
    draft_touch(app);
    if (field->kind == FIELD_SLOT && field->slot->part == SLOT_IN_CARDS)
        rebuild_slots(app);
    form_refresh(app);
}

void form_key(struct app *app, struct key key)
{
    switch (textedit_key(&app->draft.fields[app->focus].edit, key)) {
    case TEXTEDIT_CHANGED:
        field_changed(app);
        break;
    case TEXTEDIT_MOVED:
        break;
    case TEXTEDIT_IGNORED:
        if (key.code != KEYCODE_TEXT || key.modifiers != 0) {
            char name[KEY_NAME_SIZE];
            key_format(key, name);
            app_say(app, TONE_PLAIN, "%s does nothing here. F1 shows the keys.", name);
        }
        break;
    }
}

void form_paste(struct app *app, const char *text, size_t length)
{
    struct textedit *edit = NULL;
    if (app->overlay == OVERLAY_PICKER)
        edit = &app->picker.filter;
    else if (app_context(app) == CONTEXT_FIELD)
        edit = &app->draft.fields[app->focus].edit;
    if (edit == NULL) {
        app_say(app, TONE_PLAIN, "Nothing was pasted: go to a text field first (Tab).");
        return;
    }
    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
        length--;
    bool has_line_end =
        memchr(text, '\n', length) != NULL || memchr(text, '\r', length) != NULL;
    if (!textedit_insert(edit, text, length)) {
        app_say(app, TONE_BAD, "Too long: nothing was pasted. Paste a shorter text.");
        return;
    }
    if (has_line_end)
        app_say(app, TONE_WARNING, "Line ends became blanks: a value has one line. Check it.");
    if (app->overlay == OVERLAY_PICKER)
        picker_apply_filter(&app->picker);
    else
        field_changed(app);
}

/* A line that begins with // explains the value to the operator and is no part of it. */
static bool is_comment(const char *line)
{
    line += strspn(line, " \t");
    return line[0] == '/' && line[1] == '/';
}

void form_edit_outside(struct app *app)
{
    const struct field *field = &app->draft.fields[app->focus];
    if (field->kind != FIELD_SLOT && field->kind != FIELD_TO) {
        app_say(app, TONE_PLAIN, "Go to a value first (Tab): the editor opens on it.");
        return;
    }
    strbuf_clear(&app->editing);
    if (field->kind == FIELD_SLOT && field->slot->kind == SLOT_JSON)
        skeleton_write(&app->editing, field->slot, field->edit.text.text);
    else
        strbuf_addf(&app->editing, "%s\n", field->edit.text.text);
    if (app->editing.failed)
        app_nomem(app);
    else
        app_ask(app, (struct effect){.kind = EFFECT_EDIT_VALUE, .index = app->focus});
}

/* Lines become one: line ends are white space in JSON, and a text value has none. */
void form_take_edited(struct app *app, size_t index, const char *text)
{
    struct strbuf value;
    strbuf_init(&value, TEXTEDIT_BYTES_MAX);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        size_t shown = length > 0 && text[length - 1] == '\r' ? length - 1 : length;
        if (!is_comment(text)) {
            strbuf_add_text(&value, value.length > 0 ? " " : "");
            strbuf_add(&value, text, shown);
        }
        text += length + (text[length] == '\n');
    }
    while (value.length > 0 && value.text[value.length - 1] == ' ')
        strbuf_truncate(&value, value.length - 1);
    if (index < app->draft.field_count && !value.failed &&
        textedit_set(&app->draft.fields[index].edit, value.text)) {
        app->focus = index;
        field_changed(app);
    } else {
        app_say(app, TONE_BAD, "Too long for a value: it is as it was. Make it shorter.");
    }
    strbuf_release(&value);
}

void form_choose_sender(struct app *app, const char *id)
{
    const struct sender *before = app_sender(app);
    CLEANUP(mem_freep) char *old_waba = mem_strdup(before != NULL ? before->waba : "");
    char *copy = mem_strdup(id);
    if (copy == NULL || old_waba == NULL) {
        mem_free(copy);
        app_nomem(app);
        return;
    }
    mem_free(app->sender_id);
    app->sender_id = copy;
    const struct sender *now = app_sender(app);
    bool same = now != NULL && strcmp(now->waba, old_waba) == 0 &&
                app->load[LOAD_TEMPLATES] == LOAD_DONE;
    if (now != NULL && now->waba[0] != '\0' && !same) {
        app->load[LOAD_TEMPLATES] = LOAD_RUNNING;
        app_ask(app, (struct effect){.kind = EFFECT_LOAD_TEMPLATES});
    } else if (now != NULL && now->waba[0] == '\0') {
        app->load[LOAD_TEMPLATES] = LOAD_FAILED;
        error_set(&app->load_error[LOAD_TEMPLATES], ERR_CONFIG,
                  "Add waba = ID to its [phone] section.",
                  "The WABA of phone number id %s is not known", id);
    }
    form_refresh(app);
}

static bool has_sender(const struct app *app, const char *id)
{
    for (size_t i = 0; i < app->sender_count; i++)
        if (strcmp(app->senders[i].id, id) == 0)
            return true;
    return false;
}

/* The draft's sender, the settings', or the only one there is; several unnamed ones are the
 * operator's choice. */
static void choose_first_sender(struct app *app)
{
    if (app->sender_id == NULL && app->wanted_sender != NULL && has_sender(app, app->wanted_sender)) {
        form_choose_sender(app, app->wanted_sender);
        return;
    }
    if (app->sender_id != NULL && app_sender(app) != NULL) {
        CLEANUP(mem_freep) char *id = mem_strdup(app->sender_id);
        if (id != NULL)
            form_choose_sender(app, id);
        return;
    }
    if (app->profile->phone_count > 0) {
        form_choose_sender(app, app->profile->phones[0].id);
    } else if (app->sender_count == 1) {
        form_choose_sender(app, app->senders[0].id);
    } else if (app->sender_count > 1) {
        form_focus(app, FIELD_FROM);
        app_say(app, TONE_PLAIN, "Choose the sender: Enter opens the list.");
    }
}

void form_take_senders(struct app *app, struct app_event *event)
{
    arena_release(&app->sender_arena);
    app->sender_arena = event->arena;
    arena_init(&event->arena);
    app->senders = event->senders;
    app->sender_count = event->sender_count;
    app->load[LOAD_SENDERS] = LOAD_DONE;
    choose_first_sender(app);
    if (app->overlay == OVERLAY_PICKER && app->picker_purpose == PICK_SENDER)
        picker_fill(app);
}

static const struct template *find_template(const struct app *app, const char *name,
                                            const char *language)
{
    for (size_t i = 0; i < app->template_count; i++)
        if (strcmp(app->templates[i]->name, name) == 0 &&
            strcmp(app->templates[i]->language, language) == 0)
            return app->templates[i];
    return NULL;
}

/* The row's definition and today's: said, and then nothing is sent by itself. */
static void tell_changed_definition(struct app *app, const struct template *template)
{
    bool changed = app->recalled_definition != NULL && template->json != NULL &&
                   strcmp(app->recalled_definition, template->json) != 0;
    mem_free(app->recalled_definition);
    app->recalled_definition = NULL;
    bool send = app->sends_after_recall;
    app->sends_after_recall = false;
    if (changed)
        app_say(app, TONE_WARNING,
                "Row %" PRId64 " was sent with another definition of this template. Check the values.",
                app->recalled_row);
    else if (send)
        action_send(app);
}

/* What a draft or a row wants, once it can be had. */
void form_want_template(struct app *app)
{
    if (app->wanted_template == NULL || app->load[LOAD_TEMPLATES] == LOAD_NOT_ASKED ||
        app->template_count == 0)
        return;
    const struct template *template =
        app->wanted_language != NULL
            ? find_template(app, app->wanted_template, app->wanted_language)
            : NULL;
    if (template != NULL) {
        form_choose_template(app, template);
        tell_changed_definition(app, template);
    } else {
        app->sends_after_recall = false;
        app_say(app, TONE_WARNING, "%s %s is not in this account's list. Choose a template.",
                app->wanted_template, app->wanted_language != NULL ? app->wanted_language : "");
    }
    mem_free(app->wanted_template);
    mem_free(app->wanted_language);
    app->wanted_template = NULL;
    app->wanted_language = NULL;
}

void form_take_templates(struct app *app, struct app_event *event)
{
    CLEANUP(mem_freep) char *name = mem_strdup(app->draft.template_name);
    CLEANUP(mem_freep)
    char *language =
        mem_strdup(app->draft.template != NULL ? app->draft.template->language : NULL);
    draft_forget_template(&app->draft);
    arena_release(&app->template_arena);
    app->template_arena = event->arena;
    arena_init(&event->arena);
    app->templates = event->templates;
    app->template_count = event->template_count;
    app->templates_fetched_at = event->fetched_at;
    app->load[LOAD_TEMPLATES] = LOAD_DONE;
    if (event->unreadable > 0)
        app_say(app, TONE_WARNING, "%zu definitions could not be read and are left out.",
                event->unreadable);
    const struct template *again =
        name != NULL && language != NULL ? find_template(app, name, language) : NULL;
    if (again != NULL)
        form_choose_template(app, again);
    else if (name != NULL && language != NULL)
        app_say(app, TONE_WARNING, "%s in %s is not in the list any more. Choose a template.", name,
                language);
    form_want_template(app);
    if (app->focus >= app->draft.field_count)
        app->focus = FIELD_TEMPLATE;
    if (app->overlay == OVERLAY_PICKER)
        picker_fill(app);
}

void form_choose_template(struct app *app, const struct template *template)
{
    struct strbuf dropped;
    strbuf_init(&dropped, 4096);
    struct error error = {.code = ERR_OK};
    app->refused_slot[0] = '\0';
    app->unknown_row = 0;
    draft_touch(app);
    if (draft_choose_template(&app->draft, template, &dropped, &error) != ERR_OK)
        app_say_error(app, &error);
    else if (dropped.length > 0)
        app_say(app, TONE_WARNING, "Values without a place in this template were dropped: %s.",
                dropped.text);
    strbuf_release(&dropped);
    form_refresh(app);
}
