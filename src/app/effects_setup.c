/*
 * The checks of the first screen: a local look at once, a question to the account
 * as a job of the worker, whose answer is judged as `doctor` judges it.
 */
#include "src/app/setup_work.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/outbox/check_account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void effects_free_setup(struct setup_work *work)
{
    if (work == NULL)
        return;
    profile_release(&work->profile);
    secret_release(&work->token);
    job_event_free(work->list);
    mem_free(work->token_path);
    mem_free(work->settings_path);
    strbuf_release(&work->before);
    strbuf_release(&work->text);
    mem_free(work);
}

/* The file that is there has no profile; without one it is the usual place. */
static char *settings_path(const struct config *config, struct error *reterr)
{
    return config->file != NULL ? mem_strdup(config->file) : paths_config_file(reterr);
}

struct setup_work *setup_work_of(struct effects *effects, struct error *reterr)
{
    if (effects->setup != NULL)
        return effects->setup;
    struct setup_work *work = mem_zalloc(1, sizeof *work);
    enum err err =
        work != NULL ? new_profile_make(&work->profile, NULL, NULL, reterr) : error_nomem(reterr);
    if (err == ERR_OK && (work->settings_path = settings_path(effects->config, reterr)) == NULL)
        err = ERR_CONFIG;
    if (err == ERR_OK) {
        strbuf_init(&work->before, NEW_SETTINGS_BYTES_MAX);
        strbuf_init(&work->text, 2 * (size_t)NEW_SETTINGS_BYTES_MAX);
        secret_init(&work->token);
        work->profile.timeout_ms = effects->profile->timeout_ms;
        effects->setup = work;
        return work;
    }
    effects_free_setup(work);
    return NULL;
}

void setup_answer(struct app *app, struct app_event *event, size_t check,
                  const struct check_list *list)
{
    event->index = check;
    event->checks = list;
    app_handle(app, event);
}

static void answer(struct app *app, size_t check, const struct check_list *list)
{
    struct app_event event = effects_event(EVENT_CHECKED);
    setup_answer(app, &event, check, list);
}

bool effects_runs_command(const struct app *app, const struct effect *effect)
{
    return effect->kind == EFFECT_CHECK_SETUP && app->setup.step == SETUP_TOKEN &&
           app->setup.source == SETUP_FROM_COMMAND;
}

/* ---- the token --------------------------------------------------------------- */

static enum err take_typed(struct setup_work *work, const struct masked *typed,
                           struct error *reterr)
{
    enum err err =
        secret_set(&work->token, typed->bytes != NULL ? typed->bytes : "", typed->length, reterr);
    if (err != ERR_OK)
        return err;
    mem_free(work->token_path);
    work->token_path = new_settings_token_path(work->settings_path);
    if (work->token_path == NULL)
        return error_nomem(reterr);
    work->profile.token_source = TOKEN_FILE;
    return profile_set_text(&work->profile.token_from, work->token_path, reterr);
}

/* What the file will say is kept as it was typed; what is read is the whole path. */
static enum err read_source(struct setup_work *work, struct error *reterr)
{
    struct profile source = {.name = work->profile.name,
                             .token_source = work->profile.token_source,
                             .token_from = work->profile.token_from};
    const char *home = getenv("HOME");
    CLEANUP(mem_freep) char *whole = NULL;
    if (source.token_source == TOKEN_FILE && strncmp(source.token_from, "~/", 2) == 0 &&
        home != NULL) {
        whole = paths_join(home, source.token_from + 2);
        if (whole == NULL)
            return error_nomem(reterr);
        source.token_from = whole;
    } else if (source.token_source == TOKEN_FILE && source.token_from[0] != '/') {
        return error_set(reterr, ERR_CONFIG, "Write a path that begins with / or ~/.",
                         "this is not an absolute path");
    }
    return config_read_token(&source, &work->token, reterr);
}

static enum err take_source(struct setup_work *work, const struct setup *setup,
                            struct error *reterr)
{
    static const struct {
        enum token_source source;
        enum option_id option;
    } sources[] = {[SETUP_FROM_COMMAND] = {TOKEN_COMMAND, OPTION_TOKEN_COMMAND},
                   [SETUP_FROM_FILE] = {TOKEN_FILE, OPTION_TOKEN_FILE},
                   [SETUP_FROM_VARIABLE] = {TOKEN_ENVIRONMENT, OPTION_TOKEN_ENV}};
    const char *from = setup->from[setup->source].text.text;
    mem_free(work->token_path);
    work->token_path = NULL;
    enum err err = new_settings_check(sources[setup->source].option, from, reterr);
    work->profile.token_source = sources[setup->source].source;
    if (err == ERR_OK)
        err = profile_set_text(&work->profile.token_from, from, reterr);
    return err == ERR_OK ? read_source(work, reterr) : err;
}

static void check_token(struct setup_work *work, struct app *app, size_t check)
{
    static const char *const found[] = {[SETUP_FROM_COMMAND] = TEXT("the command prints it"),
                                        [SETUP_FROM_FILE] = TEXT("the file holds it"),
                                        [SETUP_FROM_VARIABLE] = TEXT("the variable holds it"),
                                        [SETUP_TYPED] = TEXT("typed")};
    struct check_list list = {.count = 0};
    struct error error = {.code = ERR_OK};
    enum err err = app->setup.source == SETUP_TYPED ? take_typed(work, &app->setup.typed, &error)
                                                    : take_source(work, &app->setup, &error);
    if (err == ERR_OK)
        check_ok(&list, "token", "%s", text_of(found[app->setup.source]));
    else
        check_failed(&list, "token", &error);
    answer(app, check, &list);
}

/* ---- questions to the account -------------------------------------------------- */

static struct job *new_job(struct effects *effects, const struct setup_work *work,
                           enum job_kind kind, struct error *reterr)
{
    struct job *job = job_new(kind, effects->next_number++);
    if (job == NULL) {
        error_nomem(reterr);
        return NULL;
    }
    job->base_url = arena_strdup(&job->arena, work->profile.base_url);
    job->api_version = arena_strdup(&job->arena, work->profile.api_version);
    job->timeout_ms = work->profile.timeout_ms;
    if (job->base_url != NULL && job->api_version != NULL &&
        secret_copy(&job->token, &work->token, reterr) == ERR_OK)
        return job;
    error_nomem(reterr);
    job_free(job);
    return NULL;
}

/* `value` is the plugin or the WABA. */
static enum err ask(struct effects *effects, struct setup_work *work, enum job_kind kind,
                    const char *value, struct error *reterr)
{
    struct job *job = new_job(effects, work, kind, reterr);
    if (job == NULL)
        return ERR_NOMEM;
    const char *copy = arena_strdup(&job->arena, value);
    job->plugin_id = kind == JOB_LIST_PHONES ? copy : NULL;
    job->waba = kind == JOB_LIST_TEMPLATES ? copy : NULL;
    uint64_t number = job->number;
    enum err err = value != NULL && copy == NULL ? error_nomem(reterr)
                                                 : outbox_submit(effects->outbox, job, reterr);
    if (err != ERR_OK) {
        job_free(job);
        return err;
    }
    work->job = number;
    work->kind = kind;
    return ERR_OK;
}

static enum err ask_address(struct effects *effects, struct setup_work *work,
                            const struct setup *setup, struct error *reterr)
{
    const char *address = setup->address.text.text;
    enum err err = new_settings_check(OPTION_BASE_URL, address, reterr);
    size_t length = strlen(address);
    while (length > 0 && address[length - 1] == '/')
        length--;
    CLEANUP(mem_freep) char *trimmed = mem_strndup(address, length);
    if (err == ERR_OK && trimmed == NULL)
        err = error_nomem(reterr);
    if (err == ERR_OK)
        err = profile_set_text(&work->profile.base_url, trimmed, reterr);
    return err == ERR_OK ? ask(effects, work, JOB_LIST_PHONES, NULL, reterr) : err;
}

static enum err ask_plugin(struct effects *effects, struct setup_work *work,
                           const struct setup *setup, struct error *reterr)
{
    enum err err = new_settings_check(OPTION_PLUGIN_ID, setup->plugin.text.text, reterr);
    if (err != ERR_OK)
        return err;
    snprintf(work->plugin_id, sizeof work->plugin_id, "%s", setup->plugin.text.text);
    return ask(effects, work, JOB_LIST_PHONES, work->plugin_id, reterr);
}

static enum err ask_sender(struct effects *effects, struct setup_work *work,
                           const struct setup *setup, struct error *reterr)
{
    const char *waba = setup->senders[setup->sender].waba;
    if (waba[0] == '\0')
        return error_set(reterr, ERR_CONFIG, "Choose another sender, or report it to ChakraHQ.",
                         "the account does not say which business account this number belongs to");
    return ask(effects, work, JOB_LIST_TEMPLATES, waba, reterr);
}

void effects_check_setup(struct effects *effects, struct app *app, const struct effect *effect)
{
    static const struct {
        enum err (*ask)(struct effects *, struct setup_work *, const struct setup *,
                        struct error *);
        const char *name;
    } questions[SETUP_STEP_COUNT] = {[SETUP_ADDRESS] = {ask_address, "address"},
                                     [SETUP_PLUGIN] = {ask_plugin, "plugin"},
                                     [SETUP_SENDER] = {ask_sender, "sender"}};
    struct check_list list = {.count = 0};
    struct error error = {.code = ERR_OK};
    struct setup_work *work = setup_work_of(effects, &error);
    enum setup_step step = app->setup.step;
    if (work == NULL) {
        check_failed(&list, "settings", &error);
        answer(app, effect->index, &list);
        return;
    }
    work->check = effect->index;
    work->step = step;
    if (step == SETUP_TOKEN) {
        check_token(work, app, effect->index);
    } else if (step == SETUP_RECIPIENT) {
        setup_check_settings(work, app, effect->index);
    } else if (questions[step].ask != NULL &&
               questions[step].ask(effects, work, &app->setup, &error) != ERR_OK) {
        check_failed(&list, questions[step].name, &error);
        answer(app, effect->index, &list);
    }
}

void effects_stop_check(struct effects *effects)
{
    if (effects->setup == NULL || effects->setup->job == 0)
        return;
    outbox_cancel(effects->outbox, effects->setup->job);
    effects->setup->job = 0;
}

/* ---- answers --------------------------------------------------------------------- */

/* The senders with their texts, in the event's arena, which moves on. */
static bool give_senders(struct job_event *from, struct app_event *event)
{
    struct sender *senders = arena_alloc(&from->arena, from->phone_count + 1, sizeof *senders);
    if (senders == NULL)
        return false;
    for (size_t i = 0; i < from->phone_count; i++) {
        const struct phone_number *phone = &from->phones[i];
        senders[i] = (struct sender){.id = phone->id,
                                     .waba = phone->waba,
                                     .label = phone->verified_name,
                                     .number = phone->display_number,
                                     .status = phone->status,
                                     .quality = phone->quality,
                                     .tier = phone->tier,
                                     .account_mode = phone->account_mode,
                                     .is_discovered = true};
    }
    event->senders = senders;
    event->sender_count = from->phone_count;
    event->arena = from->arena;
    arena_init(&from->arena);
    return true;
}

static void judge(struct setup_work *work, const struct job_event *done, struct check_list *list)
{
    if (work->step == SETUP_ADDRESS) {
        (void)check_address(list, work->profile.base_url);
        check_exchange(list, work->profile.base_url, done);
    } else if (work->step == SETUP_PLUGIN) {
        check_plugin(list, work->plugin_id, done, work->list);
    } else {
        check_templates(list, done, work->list);
    }
}

static void take_end(struct setup_work *work, struct app *app, const struct job_event *done)
{
    struct check_list list = {.count = 0};
    struct app_event event = effects_event(
        work->step == SETUP_SAVE && done->error.code == ERR_OK ? EVENT_SETUP_SAVED : EVENT_CHECKED);
    arena_init(&event.arena);
    if (work->step == SETUP_SAVE && done->error.code != ERR_OK)
        check_failed(&list, "settings", &done->error);
    else if (work->step != SETUP_SAVE)
        judge(work, done, &list);
    if (work->step == SETUP_PLUGIN && work->list != NULL && !give_senders(work->list, &event)) {
        struct error error;
        error_nomem(&error);
        check_failed(&list, "plugin", &error);
    }
    work->job = 0;
    setup_answer(app, &event, work->check, &list);
    arena_release(&event.arena);
    job_event_free(work->list);
    work->list = NULL;
}

/* Takes what a list brought; the event itself stays the caller's. */
static bool keep_list(struct setup_work *work, struct job_event *event)
{
    struct job_event *kept = mem_zalloc(1, sizeof *kept);
    if (kept == NULL)
        return false;
    *kept = *event;
    kept->next = NULL;
    arena_init(&event->arena);
    job_event_free(work->list);
    work->list = kept;
    return true;
}

bool effects_take_setup(struct effects *effects, struct app *app, struct job_event *event)
{
    struct setup_work *work = effects->setup;
    if (work == NULL)
        return false;
    if (work->job == 0 || event->number != work->job)
        return true; /* of a check that was stopped */
    if (event->kind == JOB_EVENT_PHONES || event->kind == JOB_EVENT_TEMPLATES)
        (void)keep_list(work, event); /* without it the end says that nothing came */
    else if (event->kind == JOB_EVENT_DONE)
        take_end(work, app, event);
    return true;
}
