/* The record of a message, for the route that takes its recipient from one. */
#include "src/app/app_internal.h"

#include <stdio.h>
#include <string.h>

void record_follow_route(struct app *app)
{
    struct draft *draft = &app->draft;
    bool shows = profile_send_route(app->profile, app_plugin_id(app)) == VIA_PROCESS;
    if (shows == draft->has_record)
        return;
    size_t focus = app->focus;
    if (!draft_show_record(draft, shows)) {
        app_nomem(app);
        focus = FIELD_TO;
    } else if (shows && focus >= FIELD_RECORD) {
        focus++;
    } else if (!shows && focus >= FIELD_RECORD) {
        focus--;
    }
    app->focus = focus < draft->field_count ? focus : FIELD_TO;
}

void record_then_review(struct app *app)
{
    if (!app->draft.has_record) {
        app_ask(app, (struct effect){.kind = EFFECT_PREPARE_REVIEW});
        return;
    }
    /* Each time: a record can be given to somebody else. */
    app->record_generation = app->generation;
    app_say(app, TONE_BUSY, "Reading the record %.80s: whom does it belong to?",
            draft_record(&app->draft));
    app_ask(app, (struct effect){.kind = EFFECT_READ_RECORD});
}

void record_take_owner(struct app *app, const struct app_event *event)
{
    struct record_owner *owner = &app->draft.owner;
    if (!app->draft.has_record || app->generation != app->record_generation) {
        app_say(app, TONE_WARNING, "The form has changed meanwhile: look at it, then send again.");
        return;
    }
    *owner = (struct record_owner){.was_read = true};
    snprintf(owner->digits, sizeof owner->digits, "%s", event->title);
    snprintf(owner->why, sizeof owner->why, "%s", event->text != NULL ? event->text : "");
    app->notice.text[0] = '\0';
    if (form_is_ready(app)) /* with the owner known there may be new reasons against it */
        app_ask(app, (struct effect){.kind = EFFECT_PREPARE_REVIEW});
}

void action_recall_recipient(struct app *app)
{
    bool has_record = app->draft.has_record;
    const char *last = has_record ? app->last_record : app->last_to;
    if (last == NULL) {
        app_say(app, TONE_PLAIN, "No recipient to recall: nothing was accepted in this session.");
        return;
    }
    if (!(has_record ? draft_set_record(&app->draft, last) : draft_set_to(&app->draft, last)))
        app_nomem(app);
    form_focus(app, has_record ? FIELD_RECORD : FIELD_TO);
    app_changed(app);
    form_refresh(app);
}
