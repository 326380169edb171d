/* The end of the set-up, in the form itself. */
#include "src/app/first_run.h"

#include "src/app/app_internal.h"
#include "src/whatsapp/trial.h"

void first_run_begin(struct app *app)
{
    if (app->profile->mode != MODE_SANDBOX) {
        app->tries_template = true;
        first_run_try(app);
        return;
    }
    app_say(
        app, TONE_GOOD,
        "This is the sandbox: nothing leaves this machine. Enter opens the templates. The number "
        "15550001234 takes every message, 15550131026 is refused, 15550000998 never answers.");
}

static bool fill(struct app *app)
{
    struct values values;
    values_init(&values);
    bool whole = trial_fill(&app->draft.slots, &values, NULL) == ERR_OK;
    for (size_t i = 0; whole && i < values.count; i++)
        whole = draft_set_value(&app->draft, values.items[i].key, values.items[i].text);
    if (whole && app->profile->test_recipient_count > 0)
        whole = draft_set_to(&app->draft, app->profile->test_recipients[0].digits);
    values_release(&values);
    return whole;
}

/* A draft of an earlier start keeps its template and its values. */
static bool choose(struct app *app, const struct template *template)
{
    if (app->draft.template != NULL)
        return true;
    form_choose_template(app, template);
    return app->draft.template != NULL && fill(app);
}

void first_run_try(struct app *app)
{
    const struct template *template = trial_choose(app->templates, app->template_count);
    if (!app->tries_template || template == NULL || app_sender(app) == NULL)
        return;
    app->tries_template = false;
    if (!choose(app, template)) {
        app_nomem(app);
        return;
    }
    app_changed(app);
    form_focus(app, FIELD_TO);
    form_refresh(app);
    app_ask(app, (struct effect){.kind = EFFECT_DRY_RUN});
    app_say(app, TONE_GOOD,
            "All set up. This is a dry run of %s: nothing is sent. Esc closes it, F5 would send.",
            app->draft.template->name);
}
