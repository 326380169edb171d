/*
 * The account in the form: senders and templates as they arrive, and what stays
 * chosen. A list belongs to one WABA: another sender's templates are never shown,
 * let alone sent.
 */
#include "src/app/app_internal.h"
#include "src/app/first_run.h"
#include "src/base/mem.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void replace_text(char **text, const char *with)
{
    char *copy = mem_strdup(with);
    mem_free(*text);
    *text = copy;
}

/* What is chosen now is wanted again as soon as a list has it. */
static void want_current(struct app *app)
{
    if (app->draft.template == NULL)
        return;
    replace_text(&app->wanted_template, app->draft.template->name);
    replace_text(&app->wanted_language, app->draft.template->language);
}

void account_drop_templates(struct app *app)
{
    want_current(app);
    draft_forget_template(&app->draft);
    rollout_list_dropped(app);
    arena_clear(&app->template_arena);
    app->templates = NULL;
    app->template_count = 0;
    mem_free(app->templates_waba);
    app->templates_waba = NULL;
    app->load[LOAD_TEMPLATES] = LOAD_NOT_ASKED;
}

void account_drop_senders(struct app *app)
{
    account_drop_templates(app);
    mem_free(app->sender_id);
    app->sender_id = NULL;
    arena_clear(&app->sender_arena);
    app->senders = NULL;
    app->sender_count = 0;
    app->load[LOAD_SENDERS] = LOAD_NOT_ASKED;
}

static const struct sender *find_sender(const struct app *app, const char *id)
{
    for (size_t i = 0; id != NULL && i < app->sender_count; i++)
        if (strcmp(app->senders[i].id, id) == 0)
            return &app->senders[i];
    return NULL;
}

/* The list of the sender's WABA: kept when it is there already, else fetched. */
static void follow_waba(struct app *app, const struct sender *sender)
{
    bool same = app->templates_waba != NULL && strcmp(app->templates_waba, sender->waba) == 0;
    if (same && app->load[LOAD_TEMPLATES] != LOAD_FAILED)
        return;
    if (!same)
        account_drop_templates(app);
    if (sender->waba[0] == '\0' && app->load[LOAD_SENDERS] != LOAD_DONE) {
        /* The account's list will name it; when that cannot be read, its reason is the reason. */
        app->load[LOAD_TEMPLATES] = app->load[LOAD_SENDERS];
        app->load_error[LOAD_TEMPLATES] = app->load_error[LOAD_SENDERS];
        return;
    }
    if (sender->waba[0] == '\0') {
        app->load[LOAD_TEMPLATES] = LOAD_FAILED;
        error_set(&app->load_error[LOAD_TEMPLATES], ERR_CONFIG,
                  "Add waba = ID to its [phone] section.",
                  "The WABA of phone number id %s is not known", sender->id);
        app_say_error(app, &app->load_error[LOAD_TEMPLATES]);
        return;
    }
    replace_text(&app->templates_waba, sender->waba);
    app->load[LOAD_TEMPLATES] = LOAD_RUNNING;
    app_ask(app, (struct effect){.kind = EFFECT_LOAD_TEMPLATES});
}

void form_choose_sender(struct app *app, const char *id)
{
    const struct sender *sender = find_sender(app, id);
    char *copy = sender != NULL ? mem_strdup(id) : NULL;
    if (copy == NULL)
        return;
    if (app->sender_id == NULL || strcmp(app->sender_id, id) != 0)
        app_changed(app);
    mem_free(app->sender_id);
    app->sender_id = copy;
    follow_waba(app, sender);
    form_refresh(app);
}

/* Do the digits of `number` stand in `label`, whatever is between them? */
static bool label_has_number(const char *label, const char *number)
{
    for (; *number != '\0'; number++) {
        if (*number < '0' || *number > '9')
            continue;
        while (*label != '\0' && (*label < '0' || *label > '9'))
            label++;
        if (*label++ != *number)
            return false;
    }
    return true;
}

void app_sender_title(const struct sender *sender, char *text, size_t size)
{
    bool once = sender->label[0] != '\0' && label_has_number(sender->label, sender->number);
    const char *number = sender->number[0] != '\0' ? sender->number : sender->id;
    snprintf(text, size, "%s%s%s", sender->label, once || sender->label[0] == '\0' ? "" : "  ",
             once ? "" : number);
}

static const struct sender *first_configured(const struct app *app)
{
    for (size_t i = 0; i < app->sender_count; i++)
        if (app->senders[i].is_configured)
            return &app->senders[i];
    return NULL;
}

/* The one that is chosen, the draft's, the settings' first, or the only one there is; several
 * unnamed ones are the operator's choice. */
static void choose_first_sender(struct app *app)
{
    const struct sender *sender = app_sender(app);
    if (sender == NULL && app->wanted_sender != NULL) {
        sender = find_sender(app, app->wanted_sender);
        if (sender == NULL && app->load[LOAD_SENDERS] == LOAD_RUNNING)
            return; /* the account may still list it */
    }
    if (sender == NULL)
        sender = first_configured(app);
    if (sender == NULL && app->sender_count == 1)
        sender = &app->senders[0];
    if (sender != NULL) {
        CLEANUP(mem_freep) char *id = mem_strdup(sender->id);
        if (id != NULL)
            form_choose_sender(app, id);
        return;
    }
    mem_free(app->sender_id);
    app->sender_id = NULL;
    if (app->sender_count > 1) {
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
    app->load[LOAD_SENDERS] = event->is_partial ? LOAD_RUNNING : LOAD_DONE;
    choose_first_sender(app);
    if (app->overlay == OVERLAY_PICKER && app->picker_purpose == PICK_SENDER)
        picker_fill(app);
}

static const struct template *find_template(const struct app *app, const char *name,
                                            const char *language)
{
    for (size_t i = 0; name != NULL && language != NULL && i < app->template_count; i++)
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
                "Row %" PRId64
                " was sent with another definition of this template. Check the values.",
                app->recalled_row);
    else if (send)
        action_send(app);
}

/* What a draft or a row wants, once it can be had. */
void form_want_template(struct app *app)
{
    if (app->wanted_template == NULL || app->template_count == 0)
        return;
    const struct template *template =
        find_template(app, app->wanted_template, app->wanted_language);
    if (template != NULL) {
        form_choose_template(app, template);
        tell_changed_definition(app, template);
    } else {
        app->sends_after_recall = false;
        app_say(app, TONE_WARNING, "%s %s is not in this account's list. Choose a template.",
                app->wanted_template, app->wanted_language != NULL ? app->wanted_language : "");
    }
    replace_text(&app->wanted_template, NULL);
    replace_text(&app->wanted_language, NULL);
}

/* Where the operator is, by key: fields are made anew. */
struct spot {
    char key[96];
    size_t cursor;
};

static struct spot spot_of(const struct app *app)
{
    struct spot spot = {0};
    const struct field *field = &app->draft.fields[app->focus];
    spot.cursor = field->edit.cursor;
    if (field->kind == FIELD_SLOT)
        snprintf(spot.key, sizeof spot.key, "%s", field->slot->key);
    return spot;
}

static void go_to_spot(struct app *app, const struct spot *spot)
{
    if (spot->key[0] == '\0')
        return;
    size_t field = draft_find_field(&app->draft, spot->key);
    app->focus = field != SIZE_MAX ? field : FIELD_TO;
    if (field != SIZE_MAX && spot->cursor <= app->draft.fields[field].edit.text.length)
        app->draft.fields[field].edit.cursor = spot->cursor;
}

/* The chosen template after its list was fetched anew. A change stops a send that waited for it. */
static void choose_again(struct app *app, const struct template *again, const char *before)
{
    struct strbuf dropped;
    strbuf_init(&dropped, 65536);
    bool send = app->sends_after_refresh;
    app->sends_after_refresh = false;
    if (draft_choose_template(&app->draft, again, &dropped, NULL) != ERR_OK) {
        app_nomem(app);
    } else if (before == NULL || strcmp(before, again->json) != 0) {
        app_changed(app);
        if (dropped.length > 0)
            app_say(app, TONE_WARNING,
                    "The definition of this template has changed; dropped: %s: look at the "
                    "preview, then send.",
                    dropped.text);
        else
            app_say(app, TONE_WARNING,
                    "The definition of this template has changed: look at the preview, then "
                    "send.");
    } else if (send) {
        form_refresh(app);
        action_send(app);
    }
    strbuf_release(&dropped);
    form_refresh(app);
}

void form_take_templates(struct app *app, struct app_event *event)
{
    const struct sender *sender = app_sender(app);
    if (sender == NULL || event->waba == NULL || strcmp(sender->waba, event->waba) != 0)
        return; /* of a sender that is not chosen any more */
    const struct template *chosen = app->draft.template;
    CLEANUP(mem_freep) char *name = mem_strdup(chosen != NULL ? chosen->name : NULL);
    CLEANUP(mem_freep) char *language = mem_strdup(chosen != NULL ? chosen->language : NULL);
    CLEANUP(mem_freep) char *before = mem_strdup(chosen != NULL ? chosen->json : NULL);
    struct spot spot = spot_of(app);
    draft_forget_template(&app->draft);
    arena_release(&app->template_arena);
    app->template_arena = event->arena;
    arena_init(&event->arena);
    app->templates = event->templates;
    app->template_count = event->template_count;
    rollout_list_changed(app);
    app->templates_fetched_at = event->fetched_at;
    app->load[LOAD_TEMPLATES] = event->is_partial ? LOAD_RUNNING : LOAD_DONE;
    replace_text(&app->templates_waba, event->waba);
    if (event->unreadable > 0)
        app_say(app, TONE_WARNING, "%zu definitions could not be read and are left out.",
                event->unreadable);
    const struct template *again = find_template(app, name, language);
    if (again != NULL) {
        choose_again(app, again, before);
    } else if (name != NULL) {
        app->sends_after_refresh = false;
        app_changed(app);
        app_say(app, TONE_WARNING, "%s in %s is not in the list any more. Choose a template.", name,
                language);
    }
    go_to_spot(app, &spot);
    form_want_template(app);
    first_run_try(app);
    if (app->overlay == OVERLAY_PICKER)
        picker_fill(app);
}
