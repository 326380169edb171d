/* The form: focus, typing, and what follows from a choice. */
#include "src/app/app_internal.h"
#include "src/whatsapp/phone.h"
#include "src/whatsapp/skeleton.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* What the past says of one recipient must not be held against another. */
static bool facts_are_of(const struct app *app, const char *to)
{
    struct phone phone;
    return app->facts_for[0] != '\0' && phone_normalize(to, &phone, NULL) == ERR_OK &&
           strcmp(phone.digits, app->facts_for) == 0;
}

void form_refresh(struct app *app)
{
    record_follow_route(app);
    const struct sender *sender = app_sender(app);
    const struct facts none = {.now_ms = app->now_ms};
    app->facts.now_ms = app->now_ms;
    draft_refresh(&app->draft,
                  facts_are_of(app, draft_recipient(&app->draft)) ? &app->facts : &none,
                  sender != NULL ? sender->number : NULL);
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
    app->shows_preview = false; /* where they share a place, what is typed into must be seen */
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

void form_field_changed(struct app *app)
{
    const struct field *field = &app->draft.fields[app->focus];
    /* A changed value answers the server's complaint about the old one. */
    if (app->refused_slot[0] != '\0' && strcmp(app->refused_slot, field_key(field)) == 0)
        app->refused_slot[0] = '\0';
    if (!draft_field_changed(&app->draft, app->focus))
        app_nomem(app);
    app_changed(app);
    if (field->kind == FIELD_RECORD)
        app->draft.owner = (struct record_owner){0}; /* it was another record's */
    if (field->kind == FIELD_SLOT && field->slot->part == SLOT_IN_CARDS)
        rebuild_slots(app);
    form_refresh(app);
    recipient_hint(app);
}

void form_key(struct app *app, struct key key)
{
    app->shows_preview = false;
    if (textedit_key(&app->draft.fields[app->focus].edit, key) == TEXTEDIT_CHANGED)
        form_field_changed(app);
}

/* Typing on a field that is picked opens its list with that filter. */
void form_open_choice(struct app *app, struct key key)
{
    action_run(app, ACTION_OPEN);
    if (app->overlay == OVERLAY_PICKER)
        picker_take_key(app, key);
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
    if (field->kind < FIELD_TO) {
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
    bool is_json = index < app->draft.field_count && app->draft.fields[index].kind == FIELD_SLOT &&
                   app->draft.fields[index].slot->kind == SLOT_JSON;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        size_t shown = length > 0 && text[length - 1] == '\r' ? length - 1 : length;
        if (!is_json || !is_comment(text)) {
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
        form_field_changed(app);
    } else {
        app_say(app, TONE_BAD, "Too long for a value: it is as it was. Make it shorter.");
    }
    strbuf_release(&value);
}

void form_upload(struct app *app)
{
    const struct field *field = &app->draft.fields[app->focus];
    if (field->kind != FIELD_SLOT || field->slot->kind != SLOT_FILE ||
        field->edit.text.length == 0) {
        app_say(app, TONE_PLAIN,
                "Go to a file slot and type the path first; then this uploads it.");
        return;
    }
    app_ask(app, (struct effect){.kind = EFFECT_UPLOAD, .index = app->focus});
}

/* The file's slot is emptied, the link goes beside it: "card.0.header.file", "card.0.header.link".
 */
void form_take_link(struct app *app, const char *file_key, const char *link)
{
    char key[96];
    size_t stem = strlen(file_key) >= 4 ? strlen(file_key) - 4 : 0;
    snprintf(key, sizeof key, "%.*slink", (int)stem, file_key);
    if (draft_find_field(&app->draft, key) == SIZE_MAX) {
        app_say(app, TONE_WARNING, "Uploaded, but the form has no place for it any more: %s", link);
        return;
    }
    if (!draft_set_value(&app->draft, file_key, "") || !draft_set_value(&app->draft, key, link))
        app_nomem(app);
    app_changed(app);
    form_refresh(app);
    app_say(app, TONE_GOOD, "Uploaded. The link is public: whoever has it can open the file.");
}

void form_choose_template(struct app *app, const struct template *template)
{
    struct strbuf dropped;
    strbuf_init(&dropped, 4096);
    struct error error = {.code = ERR_OK};
    app->refused_slot[0] = '\0';
    app->unknown_row = 0;
    app->preview_top = 0;
    app_changed(app);
    if (draft_choose_template(&app->draft, template, &dropped, &error) != ERR_OK)
        app_say_error(app, &error);
    else if (dropped.length > 0)
        app_say(app, TONE_WARNING, "Values without a place in this template were dropped: %s.",
                dropped.text);
    strbuf_release(&dropped);
    form_refresh(app);
}
