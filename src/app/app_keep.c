/*
 * What of the form is kept for later: drafts that are postponed, presets under a name. And the
 * question before something else takes the place of what was typed.
 */
#include "src/app/app_internal.h"
#include "src/base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool form_has_values(const struct app *app)
{
    return draft_to(&app->draft)[0] != '\0' || draft_record(&app->draft)[0] != '\0' ||
           app->draft.values.count > 0;
}

bool form_is_dirty(const struct app *app)
{
    return form_has_values(app) && app->generation != app->kept_generation;
}

void form_is_kept(struct app *app)
{
    app->kept_generation = app->generation;
}

static void replace(struct app *app)
{
    app->after_recall = app->after_replacement;
    app->sends_after_recall = app->after_replacement == AFTER_RECALL_SEND;
    app->recalled_row = app->replacement.id;
    app_ask(app, app->replacement);
}

void form_replace(struct app *app, struct effect effect, enum after_recall after)
{
    app->after_replacement = after;
    app->replacement = effect;
    if (form_is_dirty(app))
        app_open_question(app, replace,
                          "The form holds values that were neither sent nor kept. Replace them? "
                          "(No, then M-z, puts them aside.)");
    else
        replace(app);
}

void action_postpone(struct app *app)
{
    if (!form_has_values(app)) {
        app_say(app, TONE_PLAIN, "The form is empty: there is nothing to put aside.");
        return;
    }
    app_ask(app, (struct effect){.kind = EFFECT_POSTPONE});
}

/* The draft was copied into a job: the form is free. */
void form_postponed(struct app *app)
{
    draft_clear_values(&app->draft);
    (void)draft_set_to(&app->draft, "");
    (void)draft_set_record(&app->draft, "");
    app_changed(app);
    form_is_kept(app);
    form_refresh(app);
    app_say(app, TONE_GOOD, "Put aside. M-a lists what was put aside.");
}

void action_clear_form(struct app *app)
{
    draft_clear_values(&app->draft);
    (void)draft_set_to(&app->draft, "");
    (void)draft_set_record(&app->draft, "");
    app->refused_slot[0] = '\0';
    app_changed(app);
    form_is_kept(app);
    form_refresh(app);
    app_say(app, TONE_PLAIN, "The form is empty.");
}

void action_recall_draft(struct app *app)
{
    app_ask(app, (struct effect){.kind = EFFECT_LIST_KEPT, .index = PICK_DRAFT});
}

void action_open_preset(struct app *app)
{
    app_ask(app, (struct effect){.kind = EFFECT_LIST_KEPT, .index = PICK_PRESET});
}

void keep_take_list(struct app *app, struct app_event *event)
{
    arena_release(&app->kept_arena);
    app->kept_arena = event->arena;
    arena_init(&event->arena);
    app->kept = event->kept;
    app->kept_count = event->kept_count;
    if (event->index == PICK_MEDIA && event->kept_count == 1) {
        media_choose(app, 0);
        return;
    }
    picker_open_for(app, (enum picker_purpose)event->index);
}

void keep_choose(struct app *app, size_t index)
{
    if (index >= app->kept_count)
        return;
    form_replace(app, (struct effect){.kind = EFFECT_OPEN_KEPT, .index = index},
                 AFTER_RECALL_NOTHING);
}

static void save_accepted(struct app *app)
{
    strbuf_clear(&app->prompted);
    strbuf_add_text(&app->prompted, app->prompt.edit.text.text);
    if (app->prompted.failed)
        app_nomem(app);
    else
        app_ask(app, (struct effect){.kind = EFFECT_SAVE_PRESET});
}

void action_save_preset(struct app *app)
{
    if (app->draft.template == NULL) {
        app_say(app, TONE_WARNING, "Choose a template first: a preset is a template with values.");
        return;
    }
    prompt_open(app, text_of("Name of the preset: "), app->draft.template->name, NULL,
                save_accepted);
}
