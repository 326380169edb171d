/* The bridge between the app and the worker: life cycle and dispatch. */
#include "src/app/effects_internal.h"
#include "src/base/clock.h"
#include "src/base/mem.h"

struct app_event effects_event(enum app_event_kind kind)
{
    return (struct app_event){
        .kind = kind, .now_ms = clock_now_ms(), .monotonic_ms = clock_monotonic_ms()};
}

void effects_fail(struct app *app, const struct error *error)
{
    struct app_event event = effects_event(EVENT_FAILED);
    event.error = *error;
    app_handle(app, &event);
}

enum err effects_new(const struct effects_options *options, struct effects **ret_effects,
                     struct error *reterr)
{
    struct effects *effects = mem_zalloc(1, sizeof *effects);
    if (effects == NULL)
        return error_nomem(reterr);
    effects->config = options->config;
    effects->profile = &options->config->profiles[options->config->current];
    effects->next_number = (uint64_t)1 << 32; /* apart from the app's numbers of sends */
    secret_init(&effects->token);
    error_set(&effects->token_error, ERR_SECRET, "Choose a profile again.", "no token was read");
    effects->is_first_run = options->is_first_run;
    if (options->is_read_only)
        error_set(&effects->writer_error, ERR_STORE,
                  "Sends are refused until writing there is allowed, or --data names another "
                  "folder.",
                  "the history can be read, not written: %.300s is write-protected",
                  options->config->data_folder);
    const char *folder = options->is_setup ? NULL : options->config->data_folder;
    struct outbox_options outbox = {
        .data_folder = folder, .log = options->log, .starts_later = true};
    enum err err = outbox_start(&outbox, &effects->outbox, reterr);
    if (err != ERR_OK) {
        effects_free(effects);
        return err;
    }
    if (folder != NULL &&
        store_open(folder, STORE_READ, &effects->reader, &effects->reader_error) != ERR_OK)
        effects->reader = NULL;
    *ret_effects = effects;
    return ERR_OK;
}

void effects_begin(struct effects *effects, struct app *app)
{
    struct error error = {.code = ERR_OK};
    if (outbox_begin(effects->outbox, &error) != ERR_OK)
        effects_fail(app, &error);
}

void effects_free(struct effects *effects)
{
    if (effects == NULL)
        return;
    effects_stop_counting(effects);
    effects_rollout_stop(effects);
    effects_free_list(effects);
    if (effects->outbox != NULL)
        effects_empty_trash(effects);
    /* The writer goes last: it puts what is in the write-ahead log into the file, so that the next
     * start need not. */
    if (effects->reader != NULL)
        store_close(effects->reader);
    if (effects->outbox != NULL)
        outbox_stop(effects->outbox);
    effects_free_media(effects); /* the worker wrote into its file */
    secret_release(&effects->token);
    effects_free_setup(effects->setup);
    mem_free(effects->active);
    mem_free(effects);
}

void effects_use_profile(struct effects *effects, const struct profile *profile)
{
    effects->profile = profile;
    effects->phones_job = 0; /* what the other account still answers is not this one's */
    effects->templates_job = 0;
    effects->upload_job = 0;
    effects->record_job = 0;
    effects_stop_media(effects);
    effects_stop_counting(effects);
    effects_rollout_stop(effects);
    effects->poll_count = 0; /* its rows belong to the account before */
    effects->token_was_read_again = false;
    effects_read_token(effects);
}

void effects_read_token(struct effects *effects)
{
    secret_release(&effects->token);
    effects->token_error.code = ERR_OK;
    (void)config_read_token(effects->profile, &effects->token, &effects->token_error);
}

const struct error *effects_token_error(const struct effects *effects)
{
    return &effects->token_error;
}

/* A token that was refused may have been replaced since: it is read once more from where it comes
 * from, until one is taken again. */
static void note_token(struct effects *effects, struct app *app, const struct error *error)
{
    if (error->code == ERR_OK)
        effects->token_was_read_again = false;
    if (error->code != ERR_AUTH || effects->token_was_read_again ||
        effects->profile->token_source == TOKEN_NONE)
        return;
    effects->token_was_read_again = true;
    struct app_event event = effects_event(EVENT_TOKEN_REFUSED);
    app_handle(app, &event);
}

void effects_note_answer(struct effects *effects, struct app *app, const struct call_answer *answer)
{
    const struct error refused = {.code = answer->http_status == 401 ? ERR_AUTH : ERR_OK};
    note_token(effects, app, &refused);
}

enum effects_next effects_next(const struct effects *effects)
{
    return effects->next;
}

int effects_wake_fd(const struct effects *effects)
{
    return outbox_wake_fd(effects->outbox);
}

struct job *effects_new_job(struct effects *effects, enum job_kind kind, struct error *reterr)
{
    if (effects->token_error.code != ERR_OK) {
        *reterr = effects->token_error;
        return NULL;
    }
    struct job *job = job_new(kind, effects->next_number++);
    if (job == NULL) {
        error_nomem(reterr);
        return NULL;
    }
    job->base_url = arena_strdup(&job->arena, effects->profile->base_url);
    job->api_version = arena_strdup(&job->arena, effects->profile->api_version);
    job->timeout_ms = effects->profile->timeout_ms;
    if (job->base_url != NULL && job->api_version != NULL &&
        secret_copy(&job->token, &effects->token, reterr) == ERR_OK)
        return job;
    error_nomem(reterr);
    job_free(job);
    return NULL;
}

/* Of the history and its rows. */
static bool run_for_rows(struct effects *effects, struct app *app, const struct effect *effect)
{
    switch (effect->kind) {
    case EFFECT_LOAD_HISTORY:
        effects_load_history(effects, app, effect->move);
        return true;
    case EFFECT_LOOK_UP:
        effects_look_up(effects, app, effect->id);
        return true;
    case EFFECT_SHOW_CHAT:
        effects_show_chat(effects, app);
        return true;
    case EFFECT_RECALL_ROW:
        effects_recall_row(effects, app, effect->id);
        return true;
    case EFFECT_COPY_ROW:
        effects_copy_row(effects, app, effect);
        return true;
    case EFFECT_MEDIA:
        effects_media(effects, app, effect);
        return true;
    case EFFECT_COMPARE_ROWS:
        effects_compare_rows(effects, app, effect->id, effect->other_id);
        return true;
    case EFFECT_NOTE_ROW:
        effects_ask_note(effects, app, effect->id);
        return true;
    case EFFECT_CHANGE_ROW:
        effects_change_row(effects, app, effect);
        return true;
    case EFFECT_COUNT_ROWS:
    case EFFECT_SHOW_STATS:
        effects_count(effects, app, effect->kind == EFFECT_SHOW_STATS);
        return true;
    case EFFECT_OPEN_ROW:
        effects_open_row(effects, app, effect->id);
        return true;
    case EFFECT_CANCEL_SEND:
        effects_cancel(effects, app, effect->id);
        return true;
    default:
        return false;
    }
}

/* Of the form and what leaves it. */
static bool run_for_form(struct effects *effects, struct app *app, const struct effect *effect)
{
    switch (effect->kind) {
    case EFFECT_UPLOAD:
        effects_upload(effects, app, effect->index);
        return true;
    case EFFECT_POSTPONE:
        effects_postpone(effects, app);
        return true;
    case EFFECT_LIST_KEPT:
        effects_list_kept(effects, app, (enum picker_purpose)effect->index);
        return true;
    case EFFECT_OPEN_KEPT:
        effects_open_kept(effects, app, &app->kept[effect->index]);
        return true;
    case EFFECT_SAVE_PRESET:
        effects_save_preset(effects, app);
        return true;
    case EFFECT_LOAD_VALUES:
        effects_load_values(effects, app, effect->index);
        return true;
    case EFFECT_SAVE_DRAFT:
        effects_save_draft(effects, app);
        return true;
    case EFFECT_LOAD_DRAFT:
        effects_load_draft(effects, app);
        return true;
    case EFFECT_READ_RECORD:
        effects_read_record(effects, app);
        return true;
    case EFFECT_PREPARE_REVIEW:
        effects_prepare_review(effects, app);
        return true;
    case EFFECT_SEND:
        effects_send(effects, app, effect);
        return true;
    case EFFECT_DRY_RUN:
        effects_dry_run(effects, app, true);
        return true;
    case EFFECT_SHOW_REQUEST:
        effects_dry_run(effects, app, false);
        return true;
    default:
        return false;
    }
}

/* Of the account, the profile, what runs as a whole. */
static bool run_for_account(struct effects *effects, struct app *app, const struct effect *effect)
{
    switch (effect->kind) {
    case EFFECT_LOAD_SENDERS:
        effects_load_senders(effects, app);
        return true;
    case EFFECT_LOAD_TEMPLATES:
        effects_load_templates(effects, app);
        return true;
    case EFFECT_LIST:
        effects_list(effects, app, (enum list_request)effect->index);
        return true;
    case EFFECT_CHECK_SETUP:
        effects_check_setup(effects, app, effect);
        return true;
    case EFFECT_STOP_CHECK:
        effects_stop_check(effects);
        return true;
    case EFFECT_SAVE_SETUP:
        effects_save_setup(effects, app, effect);
        return true;
    case EFFECT_START_SANDBOX:
        effects->next = NEXT_SANDBOX;
        return true;
    case EFFECT_START_SETTINGS:
        effects->next = NEXT_SETTINGS;
        return true;
    case EFFECT_ROLLOUT:
        effects_rollout(effects, app, (enum rollout_order)effect->index);
        return true;
    default:
        return false;
    }
}

void effects_run(struct effects *effects, struct app *app, const struct effect *effect)
{
    /* The rest is the loop's: it needs the terminal. */
    (void)(run_for_rows(effects, app, effect) || run_for_form(effects, app, effect) ||
           run_for_account(effects, app, effect));
}

static void take_list_end(struct effects *effects, struct app *app, const struct job_event *event)
{
    bool is_newest =
        event->number == effects->phones_job || event->number == effects->templates_job;
    if (event->error.code == ERR_OK || !is_newest)
        return;
    struct app_event failed = effects_event(EVENT_LOAD_FAILED);
    failed.error = event->error;
    failed.load = event->job == JOB_LIST_PHONES ? LOAD_SENDERS : LOAD_TEMPLATES;
    app_handle(app, &failed);
}

static bool needs_token(enum job_kind kind)
{
    return kind == JOB_SEND || kind == JOB_LIST_PHONES || kind == JOB_LIST_TEMPLATES ||
           kind == JOB_UPLOAD || kind == JOB_LOOK_UP || kind == JOB_LIST_MESSAGES;
}

static void take_end(struct effects *effects, struct app *app, const struct job_event *event)
{
    bool is_known = event->error.code == ERR_STORE && effects->writer_error.code != ERR_OK;
    if (event->job == JOB_SEND)
        effects_send_ended(effects, app, event);
    else if (event->job == JOB_LIST_PHONES || event->job == JOB_LIST_TEMPLATES)
        take_list_end(effects, app, event);
    else if (event->error.code != ERR_OK && !effects_is_poll(effects, event->number))
        effects_fail(app, is_known ? &effects->writer_error : &event->error);
    if (event->job == JOB_PUT_TEXT)
        effects_text_ended(effects, app, event->number);
    if (needs_token(event->job))
        note_token(effects, app, &event->error);
}

/* Rows that changed together are read once. */
void effects_collect(struct effects *effects, struct app *app)
{
    bool rows_changed = false;
    struct job_event *event = outbox_take_events(effects->outbox);
    while (event != NULL) {
        struct job_event *next = event->next;
        bool is_of_list = effects_list_take(effects, event);
        if (is_of_list && event->kind == JOB_EVENT_DONE)
            note_token(effects, app, &event->error);
        if (is_of_list || effects_take_setup(effects, app, event) ||
            effects_take_rollout(effects, app, event, &rows_changed) ||
            effects_take_record(effects, app, event) || effects_take_media(effects, app, event)) {
            job_event_free(event);
            event = next;
            continue;
        }
        switch (event->kind) {
        case JOB_EVENT_ROW:
            effects_row_changed(effects, event);
            rows_changed = true;
            break;
        case JOB_EVENT_WAITING: {
            struct app_event waiting = effects_event(EVENT_SEND_WAITING);
            waiting.sent.number = event->number;
            waiting.retry_at = event->retry_at;
            waiting.text = event->reason;
            app_handle(app, &waiting);
            break;
        }
        case JOB_EVENT_PHONES:
            effects_take_phones(effects, app, event);
            break;
        case JOB_EVENT_TEMPLATES:
            effects_take_templates(effects, app, event);
            break;
        case JOB_EVENT_UPLOAD_PROGRESS:
        case JOB_EVENT_UPLOADED:
        case JOB_EVENT_LOOKED_UP:
        case JOB_EVENT_CHATS:
        case JOB_EVENT_MESSAGES:
            effects_take_behind(effects, app, event);
            rows_changed = rows_changed || event->kind == JOB_EVENT_LOOKED_UP;
            break;
        case JOB_EVENT_DONE:
            take_end(effects, app, event);
            break;
        default: /* of jobs that the screen does not start */
            break;
        }
        job_event_free(event);
        event = next;
    }
    effects_list_step(effects, app);
    if (!rows_changed)
        return;
    struct app_event changed = effects_event(EVENT_HISTORY_CHANGED);
    app_handle(app, &changed);
}
