/*
 * The draft outlives the program: what is in the form, as JSON, kept a moment
 * after the last change and at the end. One-time codes are left out.
 */
#include "src/app/app_internal.h"
#include "src/base/json.h"

#include <string.h>

enum { SAVE_DELAY_MS = 1000 };

void draft_touch(struct app *app)
{
    app->save_draft_at = app->monotonic_ms + SAVE_DELAY_MS;
}

void draft_save_if_due(struct app *app, bool now)
{
    if (app->save_draft_at == 0 || (!now && app->monotonic_ms < app->save_draft_at))
        return;
    app->save_draft_at = 0;
    app_ask(app, (struct effect){.kind = EFFECT_SAVE_DRAFT});
}

static bool is_secret(const char *key)
{
    return strcmp(key, "otp") == 0;
}

cJSON *app_draft_json(const struct app *app)
{
    const struct draft *draft = &app->draft;
    const struct template *template = draft->template;
    cJSON *root = cJSON_CreateObject();
    cJSON *values = values_to_json(&draft->values);
    bool ok = json_add_text(root, "template", draft->template_name) &&
              json_add_text(root, "language", template != NULL ? template->language : NULL) &&
              json_add_text(root, "from", app->sender_id) &&
              json_add_text(root, "to", draft_to(draft));
    if (draft->has_record)
        ok = ok && json_add_text(root, "process", draft_record(draft));
    for (size_t i = 0; i < draft->values.count; i++)
        if (is_secret(draft->values.items[i].key))
            cJSON_DeleteItemFromObjectCaseSensitive(values, draft->values.items[i].key);
    ok = json_add_node(root, "values", values) && ok;
    if (ok)
        return root;
    cJSON_Delete(root);
    return NULL;
}

static bool keep_wanted(char **wanted, const char *text)
{
    mem_free(*wanted);
    *wanted = mem_strdup(text);
    return *wanted != NULL || text == NULL;
}

void draft_take_row(struct app *app, const struct app_event *event)
{
    mem_free(app->recalled_definition);
    app->recalled_definition = mem_strdup(event->title);
    app->pane = PANE_FORM;
    app->refused_slot[0] = '\0';
    app_changed(app);
    draft_take_json(app, event->text, event->length);
    bool has_record = draft_record(&app->draft)[0] != '\0'; /* it brings the recipient */
    bool is_for_another = app->after_recall == AFTER_RECALL_RECIPIENT;
    form_focus(app, app->draft.has_record ? FIELD_RECORD : FIELD_TO);
    if (((has_record || is_for_another) && !draft_set_to(&app->draft, "")) ||
        (is_for_another && !draft_set_record(&app->draft, "")))
        app_nomem(app);
    form_refresh(app);
    form_is_kept(app); /* it is in the row */
    if (app->after_recall == AFTER_RECALL_LANGUAGE) {
        form_focus(app, FIELD_LANGUAGE);
        picker_open_for(app, PICK_LANGUAGE);
    }
    app->after_recall = AFTER_RECALL_NOTHING;
}

/* Values and recipient at once; template and sender when their lists are there. */
void draft_take_json(struct app *app, const char *text, size_t length)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    struct draft *draft = &app->draft;
    if (json_parse(text, length, &root, NULL) != ERR_OK)
        return;
    draft_forget_template(draft);
    record_follow_route(app);
    values_clear(&draft->values);
    bool ok = keep_wanted(&app->wanted_template, json_text(root, "template", NULL)) &&
              keep_wanted(&app->wanted_language, json_text(root, "language", NULL)) &&
              keep_wanted(&app->wanted_sender, json_text(root, "from", NULL)) &&
              values_from_json(json_member(root, "values"), &draft->values, NULL) == ERR_OK &&
              draft_set_to(draft, json_text(root, "to", "")) &&
              draft_set_record(draft, json_text(root, "process", ""));
    if (!ok)
        app_nomem(app);
    form_want_template(app);
}
