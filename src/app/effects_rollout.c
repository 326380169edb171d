/*
 * Runs the rollout with the engine of `chakra-tui test` (src/trial/), in steps of a few
 * milliseconds, each after all keys that wait. Sends go out through its gate alone.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "src/app/effects_rollout_internal.h"
#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/text.h"

/* How long a step may take; how often results are kept while it runs; the most messages of a run
 * to real phones, as for `test --live`. */
enum { STEP_MS = 8, KEEP_EVERY_MS = 1000, NAME_SIZE = 400, LIVE_SENDS = 100 };

enum stage { MAKING, PLANNING, READY, RUNNING };

struct rollout_run {
    enum stage stage;
    enum trial_mode mode;
    struct rollout_cases cases;
    struct trial *trial;
    char run[UUID_TEXT_SIZE];
    char record[NAME_SIZE]; /* name of the text that the results are kept in */
    const char *plugin_id, *phone_number_id, *sender_number; /* in the arena of the cases */
    uint64_t last_job;
    int64_t due;     /* monotonic ms; INT64_MAX: an event brings news */
    int64_t kept_at; /* monotonic ms */
    bool has_news;   /* that are not kept yet */
    struct app *app; /* that is told of results; NULL between two calls */
};

static void tell(struct app *app, const struct rollout_news *news, const struct error *error)
{
    struct app_event event = effects_event(EVENT_ROLLOUT);
    event.rollout = news;
    if (error != NULL)
        event.error = *error;
    app_handle(app, &event);
}

void effects_rollout_stop(struct effects *effects)
{
    struct rollout_run *run = effects->rollout;
    if (run == NULL)
        return;
    effects->rollout = NULL;
    if (run->trial != NULL) {
        run->app = NULL;
        trial_cancel(run->trial);
    }
    trial_free(run->trial);
    rollout_cases_release(&run->cases);
    mem_free(run);
}

static void name_record(const struct effects *effects, const struct app *app, char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "rollout/%.250s/%.100s", effects->profile->name,
             app->templates_waba != NULL ? app->templates_waba : "");
}

/* Kept while it runs, so that a crash costs a second of it. */
static void keep(struct effects *effects, struct app *app)
{
    struct rollout_run *run = effects->rollout;
    char name[NAME_SIZE];
    struct error error = {.code = ERR_OK};
    name_record(effects, app, name);
    run->kept_at = clock_monotonic_ms();
    run->has_news = false;
    if (strcmp(name, run->record) != 0)
        return; /* another account is shown by now */
    CLEANUP(mem_freep) char *text = rollout_to_json(&app->rollout);
    enum err err =
        text != NULL ? effects_put_text(effects, name, text, &error) : error_nomem(&error);
    if (err != ERR_OK)
        effects_fail(app, &error);
}

static void end(struct effects *effects, struct app *app, const struct error *error)
{
    const struct rollout_news news = {.kind = ROLLOUT_NEWS_ENDED};
    if (effects->rollout->has_news)
        keep(effects, app);
    effects_rollout_stop(effects);
    tell(app, &news, error);
}

static void on_case(void *context, const struct trial_result *result)
{
    struct rollout_run *run = context;
    const struct template *template = result->test->template;
    const struct rollout_news news = {.kind = ROLLOUT_NEWS_RESULT,
                                      .result = {.name = template->name,
                                                 .language = template->language,
                                                 .verdict = trial_verdict_word(result->verdict),
                                                 .reason = result->reason,
                                                 .preview = result->preview,
                                                 .wamid = result->wamid,
                                                 .run = run->run,
                                                 .hash = result->definition_hash,
                                                 .is_check = !trial_mode_sends(run->mode),
                                                 .at = result->ended_at}};
    if (run->app == NULL)
        return;
    run->has_news = true;
    tell(run->app, &news, NULL);
}

/* ---- planning */

/* Live accounts are refused by the app; the gate refuses whatever is no test recipient. */
static enum trial_mode mode_of(const struct effects *effects, const struct app *app)
{
    if (app->rollout.is_check)
        return TRIAL_CHECK;
    return effects->profile->mode == MODE_SANDBOX ? TRIAL_SANDBOX : TRIAL_LIVE;
}

static enum err open_run(struct effects *effects, const struct app *app, struct error *reterr)
{
    struct rollout_run *run = mem_zalloc(1, sizeof *run);
    const struct sender *sender = app_sender(app);
    if (run == NULL)
        return error_nomem(reterr);
    effects->rollout = run;
    run->mode = mode_of(effects, app);
    run->last_job = (uint64_t)1 << 40; /* apart from the numbers of the form and of the effects */
    name_record(effects, app, run->record);
    enum err err = rollout_cases_init(&run->cases, app, reterr);
    if (err == ERR_OK)
        err = uuid_make(run->run, reterr);
    if (err == ERR_OK && trial_mode_sends(run->mode) && effects->token_error.code != ERR_OK) {
        *reterr = effects->token_error;
        return reterr->code;
    }
    if (err == ERR_OK && trial_mode_sends(run->mode) && effects->writer_error.code != ERR_OK) {
        *reterr = effects->writer_error; /* a send is recorded before it leaves */
        return reterr->code;
    }
    struct arena *arena = &run->cases.arena;
    run->plugin_id = arena_strdup(arena, app_plugin_id(app));
    run->phone_number_id = arena_strdup(arena, sender != NULL ? sender->id : "");
    run->sender_number =
        arena_strdup(arena, sender != NULL && sender->number[0] != '\0' ? sender->number : NULL);
    if (err == ERR_OK && (run->plugin_id == NULL || run->phone_number_id == NULL))
        err = error_nomem(reterr);
    return err;
}

static void plan(struct effects *effects, struct app *app)
{
    struct error error = {.code = ERR_OK};
    effects_rollout_stop(effects);
    if (open_run(effects, app, &error) == ERR_OK)
        return;
    if (effects->rollout != NULL)
        effects_rollout_stop(effects);
    const struct rollout_news news = {.kind = ROLLOUT_NEWS_ENDED};
    tell(app, &news, &error);
}

/* No message can be made of what the definition gives as examples. */
static void tell_skipped(struct rollout_run *run, struct app *app)
{
    const struct rollout_source *source = &run->cases.sources[run->cases.next - 1];
    const struct rollout_news news = {
        .kind = ROLLOUT_NEWS_RESULT,
        .result = {.name = source->name,
                   .language = source->language,
                   .verdict = trial_verdict_word(TRIAL_SKIPPED),
                   .reason =
                       text_of("the definition's examples make no message that could be sent: open "
                               "it in the form"),
                   .is_check = true,
                   .at = clock_now_ms()}};
    run->has_news = true;
    tell(app, &news, NULL);
}

static enum err new_trial(struct effects *effects, struct error *reterr)
{
    struct rollout_run *run = effects->rollout;
    bool sends = trial_mode_sends(run->mode);
    bool is_live = run->mode == TRIAL_LIVE;
    const struct trial_options options = {
        .gate = {.mode = run->mode,
                 .outbox = sends ? effects->outbox : NULL,
                 .profile = effects->profile,
                 .max_sends = is_live ? LIVE_SENDS : 0,
                 .least_pair_gap_ms = is_live ? TRIAL_PAIR_GAP_MS : 0},
        .profile = effects->profile,
        .token = sends ? &effects->token : NULL,
        .plugin_id = run->plugin_id,
        .phone_number_id = run->phone_number_id,
        .sender_number = run->sender_number,
        .run = run->run,
        .store = effects->reader,
        .last_job = &run->last_job,
        .on_case = on_case,
        .context = run,
    };
    enum err err = rollout_cases_join(&run->cases, reterr);
    return err == ERR_OK ? trial_new(&run->cases.all, &options, &run->trial, reterr) : err;
}

static enum err make_some(struct effects *effects, struct app *app, struct error *reterr)
{
    struct rollout_run *run = effects->rollout;
    int64_t deadline = clock_monotonic_ms() + STEP_MS;
    while (run->cases.next < run->cases.source_count && clock_monotonic_ms() < deadline) {
        enum err err = rollout_cases_make_next(&run->cases, effects->profile, reterr);
        if (err == ERR_CONTENT)
            tell_skipped(run, app);
        else if (err != ERR_OK)
            return err;
    }
    if (run->cases.next < run->cases.source_count)
        return ERR_OK;
    reterr->code = ERR_OK;
    run->stage = PLANNING;
    return new_trial(effects, reterr);
}

static enum err plan_some(struct effects *effects, struct app *app, struct error *reterr)
{
    struct rollout_run *run = effects->rollout;
    bool done = false;
    enum err err = trial_plan(run->trial, STEP_MS, &done, reterr);
    if (err != ERR_OK || !done)
        return err;
    struct rollout_news news = {.kind = ROLLOUT_NEWS_PLANNED};
    news.sends = trial_sends(run->trial, &news.recipients, &news.pace_ms);
    if (run->mode == TRIAL_LIVE && news.sends > LIVE_SENDS)
        return error_set(reterr, ERR_CONTENT,
                         "R runs a row. chakra-tui test --live --max-sends N sends more.",
                         "this run would send %zu messages, and %d are the most from here",
                         news.sends, LIVE_SENDS);
    run->stage = READY;
    run->due = INT64_MAX;
    tell(app, &news, NULL);
    return ERR_OK;
}

/* ---- running */

static enum err advance(struct effects *effects, struct app *app, struct error *reterr)
{
    struct rollout_run *run = effects->rollout;
    int64_t wait = -1;
    run->app = app;
    enum err err = trial_advance(run->trial, &wait, reterr);
    int64_t now = clock_monotonic_ms();
    if (err != ERR_OK)
        return err;
    run->due = wait < 0 ? INT64_MAX : now + wait;
    if (run->has_news && now - run->kept_at >= KEEP_EVERY_MS)
        keep(effects, app);
    if (!trial_is_over(run->trial))
        return ERR_OK;
    struct error stopped = {.code = ERR_OK};
    (void)trial_stopped_by(run->trial, &stopped);
    end(effects, app, &stopped);
    return ERR_OK;
}

int64_t effects_rollout_due(const struct effects *effects)
{
    const struct rollout_run *run = effects->rollout;
    return run != NULL && run->due != INT64_MAX ? run->due : -1;
}

void effects_rollout_step(struct effects *effects, struct app *app)
{
    static enum err (*const steps[])(struct effects *, struct app *, struct error *) = {
        [MAKING] = make_some, [PLANNING] = plan_some, [RUNNING] = advance};
    struct rollout_run *run = effects->rollout;
    struct error error = {.code = ERR_OK};
    if (run == NULL || run->stage == READY || clock_monotonic_ms() < run->due)
        return;
    if (steps[run->stage](effects, app, &error) != ERR_OK)
        end(effects, app, &error);
    else if (effects->rollout != NULL)
        effects->rollout->app = NULL;
}

bool effects_take_rollout(struct effects *effects, struct app *app, const struct job_event *event,
                          bool *ret_rows_changed)
{
    struct rollout_run *run = effects->rollout;
    if (run == NULL || run->trial == NULL)
        return false;
    run->app = app;
    bool is_own = trial_take_event(run->trial, event);
    run->app = NULL;
    if (!is_own)
        return false;
    run->due = 0;
    *ret_rows_changed = *ret_rows_changed || event->detail != NULL;
    return true;
}

/* ---- orders */

static void load(struct effects *effects, struct app *app)
{
    char name[NAME_SIZE];
    struct arena arena;
    const struct rollout_news news = {.kind = ROLLOUT_NEWS_LAST};
    struct app_event event = effects_event(EVENT_ROLLOUT);
    int64_t at = 0;
    event.rollout = &news;
    name_record(effects, app, name);
    arena_init(&arena);
    if (effects->reader != NULL &&
        store_get_text(effects->reader, name, &arena, &event.text, &at, NULL) == ERR_OK) {
        event.length = strlen(event.text);
        app_handle(app, &event);
    }
    arena_release(&arena);
}

static void cancel(struct effects *effects, struct app *app)
{
    struct rollout_run *run = effects->rollout;
    if (run == NULL || run->stage != RUNNING) {
        effects_rollout_stop(effects);
        const struct error none = {.code = ERR_OK};
        const struct rollout_news news = {.kind = ROLLOUT_NEWS_ENDED};
        tell(app, &news, &none);
        return;
    }
    run->app = app;
    trial_cancel(run->trial);
    run->app = NULL;
    run->due = 0;
}

static void edit(struct effects *effects, struct app *app)
{
    const struct rollout_cell *cell = rollout_selected(&app->rollout);
    CLEANUP(json_deletep) cJSON *draft = NULL;
    struct error error = {.code = ERR_OK};
    (void)effects;
    if (cell == NULL)
        return;
    enum err err = rollout_draft_make(cell->template, app->rollout.to, &draft, &error);
    CLEANUP(mem_freep) char *text = err == ERR_OK ? json_print(draft) : NULL;
    if (err == ERR_OK && text == NULL)
        err = error_nomem(&error);
    if (err != ERR_OK) {
        effects_fail(app, &error);
        return;
    }
    struct app_event event = effects_event(EVENT_RECALL);
    event.text = text;
    event.length = strlen(text);
    app->rollout.is_open = false;
    app_handle(app, &event);
}

void effects_rollout(struct effects *effects, struct app *app, enum rollout_order order)
{
    switch (order) {
    case ROLLOUT_ORDER_LOAD:
        load(effects, app);
        break;
    case ROLLOUT_ORDER_PLAN:
        plan(effects, app);
        break;
    case ROLLOUT_ORDER_GO:
        if (effects->rollout != NULL && effects->rollout->stage == READY) {
            effects->rollout->stage = RUNNING;
            effects->rollout->due = 0;
        } else {
            struct error error;
            const struct rollout_news news = {.kind = ROLLOUT_NEWS_ENDED};
            error_set(&error, ERR_NOT_FOUND, "Start it again.", "the run is not there any more");
            tell(app, &news, &error);
        }
        break;
    case ROLLOUT_ORDER_CANCEL:
        cancel(effects, app);
        break;
    case ROLLOUT_ORDER_STOP:
        effects_rollout_stop(effects);
        break;
    case ROLLOUT_ORDER_EDIT:
        edit(effects, app);
        break;
    }
}
