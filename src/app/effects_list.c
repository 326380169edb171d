/*
 * Lists of sends: the app's wishes carried out with the batch engine. What may take long
 * goes to list_work's thread; rows are handed to the worker from here, a few milliseconds
 * at a time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/app/effects_internal.h"
#include "src/app/effects_list_work.h"
#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"

enum {
    LOOK_EVERY_MS = 20,   /* at the thread */
    TELL_EVERY_MS = 200,  /* how far it is */
    ROWS_EVERY_MS = 1000, /* the history is read again */
    STEP_MS = 6,
    LAST_WAIT_MS = 5000, /* at the end of the program, for what is in flight */
    IN_FLIGHT = 4        /* as the screen's outbox has */
};

/* Jobs of a list are counted from here: apart from the sends and the reads of the screen. */
static const uint64_t first_number = UINT64_C(1) << 48;

struct list_effects {
    struct list_work work;
    bool is_sending;
    bool is_dropped;          /* what the thread finds is not wanted any more */
    bool goes_on;             /* the batch can be pumped at once */
    int64_t told_at, rows_at; /* monotonic ms */
    bool rows_changed;
};

static struct list_effects *list_of(struct effects *effects)
{
    if (effects->list == NULL && (effects->list = mem_zalloc(1, sizeof *effects->list)) != NULL)
        list_work_init(&effects->list->work);
    return effects->list;
}

static struct list_counts counts_of(const struct batch *batch)
{
    const struct batch_progress *progress = batch_progress(batch);
    struct list_counts counts = {.rows = progress->rows,
                                 .to_send = progress->to_send,
                                 .errors = progress->errors,
                                 .warnings = progress->warnings,
                                 .before = progress->before,
                                 .accepted = progress->accepted,
                                 .rejected = progress->rejected,
                                 .unknown = progress->unknown,
                                 .not_sent = progress->not_sent,
                                 .duplicate = progress->duplicate,
                                 .in_flight = progress->in_flight,
                                 .waits_until = progress->waits_until};
    snprintf(counts.id, sizeof counts.id, "%s", progress->id);
    return counts;
}

static void tell(struct app *app, struct list_news *news, struct arena *arena)
{
    struct app_event event = effects_event(EVENT_LIST);
    event.list = news;
    arena_init(&event.arena);
    if (arena != NULL) {
        event.arena = *arena;
        arena_init(arena);
    }
    app_handle(app, &event);
    arena_release(&event.arena);
}

/* ---- settings ---------------------------------------------------------------- */

char *effects_typed_path(struct arena *arena, const char *typed)
{
    const char *home = getenv("HOME");
    if (strncmp(typed, "~/", 2) != 0 || home == NULL || home[0] == '\0')
        return arena_strdup(arena, typed);
    size_t size = strlen(home) + strlen(typed);
    char *path = arena_alloc(arena, size, 1);
    if (path != NULL)
        snprintf(path, size, "%s%s", home, typed + 1);
    return path;
}

static enum err take_maps(struct list_work *work, const struct list_view *view,
                          struct error *reterr)
{
    struct arena *arena = &work->arena;
    struct batch_map *maps = arena_alloc(arena, view->column_count + 1, sizeof *maps);
    size_t count = 0;
    if (maps == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; i < view->column_count; i++) {
        const struct list_column *column = &view->columns[i];
        const char *key = column->use == COLUMN_LEFT_OUT ? "-" : column->key;
        if (key == NULL || strcmp(key, column->name) == 0)
            continue;
        maps[count].column = arena_strdup(arena, column->name);
        maps[count].key = arena_strdup(arena, key);
        if (maps[count].column == NULL || maps[count].key == NULL)
            return error_nomem(reterr);
        count++;
    }
    work->settings.maps = maps;
    work->settings.map_count = count;
    return ERR_OK;
}

static enum err copy_template(struct list_work *work, const struct template *template,
                              struct template **ret_template, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *definition = NULL;
    enum err err = json_parse(template->json, strlen(template->json), &definition, reterr);
    return err == ERR_OK ? template_parse(definition, &work->arena, ret_template, reterr) : err;
}

/* The form's, and the other languages of it. */
static enum err take_template(struct list_work *work, const struct list_view *view,
                              struct error *reterr)
{
    struct template *template = NULL;
    const struct template **languages =
        arena_alloc(&work->arena, view->language_count + 1, sizeof *languages);
    enum err err = languages != NULL ? copy_template(work, view->template, &template, reterr)
                                     : error_nomem(reterr);
    work->settings.template = template;
    for (size_t i = 0; err == ERR_OK && i < view->language_count; i++) {
        struct template *copy = template;
        if (view->languages[i] != view->template)
            err = copy_template(work, view->languages[i], &copy, reterr);
        languages[i] = copy;
    }
    work->settings.languages = languages;
    work->settings.language_count = view->language_count;
    return err;
}

/* Copies of all that the batch looks at: the screen may be left, the profile changed meanwhile. */
static enum err take_settings(struct effects *effects, const struct list_view *view,
                              struct error *reterr)
{
    struct list_work *work = &effects->list->work;
    struct arena *arena = &work->arena;
    list_work_close(work);
    CLEANUP(mem_freep) char *result = NULL;
    work->settings = (struct batch_settings){
        .profile = view->profile,
        .token = &work->token,
        .plugin_id = arena_strdup(arena, view->plugin_id),
        .phone_number_id = arena_strdup(arena, view->sender_id),
        .sender_number = arena_strdup(arena, view->sender_number),
        .data_folder = effects->config->data_folder,
        .fixed = &work->fixed,
        .path = effects_typed_path(arena, view->path),
        .encoding = arena_strdup(arena, view->encoding),
        .concurrency = IN_FLIGHT,
        .first_number = first_number,
        .resumes = true, /* what was begun goes on; a list is never sent twice from the screen */
    };
    const struct batch_settings *settings = &work->settings;
    if (settings->path != NULL && (result = batch_result_path(settings->path)) != NULL)
        work->settings.result_path = arena_strdup(arena, result);
    if (settings->plugin_id == NULL || settings->phone_number_id == NULL ||
        settings->sender_number == NULL || settings->result_path == NULL ||
        (view->encoding != NULL && settings->encoding == NULL))
        return error_nomem(reterr);
    return ERR_OK;
}

static enum err take_all(struct effects *effects, const struct list_view *view,
                         struct error *reterr)
{
    struct list_work *work = &effects->list->work;
    if (effects->token_error.code != ERR_OK) {
        *reterr = effects->token_error;
        return reterr->code;
    }
    if (view->profile != effects->profile)
        return error_set(reterr, ERR_CONTENT, "Leave the list, then open it again.",
                         "the list belongs to profile %s", view->profile->name);
    enum err err = take_settings(effects, view, reterr);
    if (err == ERR_OK)
        err = take_template(work, view, reterr);
    if (err == ERR_OK)
        err = take_maps(work, view, reterr);
    if (err == ERR_OK) {
        values_release(&work->fixed);
        err = list_view_fixed(view, &work->fixed, reterr);
    }
    return err == ERR_OK ? secret_copy(&work->token, &effects->token, reterr) : err;
}

/* ---- wishes ------------------------------------------------------------------ */

static void begin_task(struct effects *effects, struct app *app, enum list_task task)
{
    struct list_effects *list = effects->list;
    struct error error = {.code = ERR_OK};
    /* The check takes the lock with which the list is then sent. */
    bool is_refused = task == LIST_TASK_CHECK && effects->writer_error.code != ERR_OK;
    enum err err = list->work.task != LIST_TASK_NONE
                       ? error_set(&error, ERR_CONTENT, "Try again in a moment.",
                                   "the list that was left is still being looked at")
                   : is_refused
                       ? error_set(&error, effects->writer_error.code, effects->writer_error.next,
                                   "%s", effects->writer_error.what)
                   : task == LIST_TASK_READ ? take_settings(effects, &app->list, &error)
                                            : take_all(effects, &app->list, &error);
    if (err == ERR_OK)
        err = list_work_begin(&list->work, task, &error);
    if (err == ERR_OK) {
        list->is_dropped = false;
        return;
    }
    struct list_news news = {.kind = task == LIST_TASK_READ ? LIST_NEWS_COLUMNS : LIST_NEWS_CHECKED,
                             .error = error};
    tell(app, &news, NULL);
}

static void tell_end(struct effects *effects, struct app *app, const struct error *result_error)
{
    struct list_work *work = &effects->list->work;
    struct list_news news = {.kind = LIST_NEWS_ENDED,
                             .counts = counts_of(work->batch),
                             .error = batch_progress(work->batch)->stopped,
                             .result_error = *result_error};
    if (result_error->code == ERR_OK)
        news.result_path = work->settings.result_path;
    effects->list->is_sending = false;
    tell(app, &news, NULL);
    list_work_close(work);
    struct app_event changed = effects_event(EVENT_HISTORY_CHANGED);
    app_handle(app, &changed);
}

static void begin_sending(struct effects *effects, struct app *app)
{
    struct list_effects *list = effects->list;
    struct error error = {.code = ERR_OK};
    if (list->work.batch == NULL || list->work.task != LIST_TASK_NONE)
        return;
    list->is_sending = true;
    list->goes_on = true;
    list->told_at = 0;
    if (batch_begin(list->work.batch, effects->outbox, &error) == ERR_OK)
        return;
    effects_fail(app, &error);
    tell_end(effects, app, &error);
}

static void drop(struct effects *effects)
{
    struct list_effects *list = effects->list;
    if (list->is_sending)
        return;
    list->is_dropped = true;
    if (list->work.task == LIST_TASK_NONE)
        list_work_close(&list->work);
    else
        atomic_store(&list->work.should_stop, true);
}

void effects_list(struct effects *effects, struct app *app, enum list_request request)
{
    struct list_effects *list = list_of(effects);
    if (list == NULL) {
        struct error error;
        error_nomem(&error);
        effects_fail(app, &error);
        return;
    }
    switch (request) {
    case LIST_READ:
        begin_task(effects, app, LIST_TASK_READ);
        break;
    case LIST_CHECK:
        begin_task(effects, app, LIST_TASK_CHECK);
        break;
    case LIST_SEND:
        begin_sending(effects, app);
        break;
    case LIST_STOP:
    case LIST_CUT:
        if (list->is_sending && list->work.task == LIST_TASK_NONE)
            batch_stop(list->work.batch, request == LIST_CUT);
        list->goes_on = true;
        break;
    case LIST_DROP:
        drop(effects);
        break;
    }
}

/* ---- going on ---------------------------------------------------------------- */

static void take_task(struct effects *effects, struct app *app)
{
    struct list_effects *list = effects->list;
    struct list_work *work = &list->work;
    enum list_task task = list_work_end(work);
    struct list_news news = {.error = work->error};
    if (task == LIST_TASK_FINISH) {
        tell_end(effects, app, &news.error);
        return;
    }
    if (list->is_dropped) {
        list_work_close(work);
        return;
    }
    news.kind = task == LIST_TASK_READ ? LIST_NEWS_COLUMNS : LIST_NEWS_CHECKED;
    news.names = work->names;
    news.name_count = work->name_count;
    news.problems = work->problems;
    news.problem_count = work->problem_count;
    if (work->batch != NULL)
        news.counts = counts_of(work->batch);
    tell(app, &news, &work->answer);
    if (task == LIST_TASK_READ || news.error.code != ERR_OK)
        list_work_close(work);
}

static void tell_rows(struct effects *effects, struct app *app, int64_t now)
{
    struct list_effects *list = effects->list;
    if (now - list->told_at < TELL_EVERY_MS || list->work.task != LIST_TASK_CHECK)
        return;
    struct list_news news = {.kind = LIST_NEWS_ROWS, .counts.rows = atomic_load(&list->work.rows)};
    list->told_at = now;
    tell(app, &news, NULL);
}

static void tell_counts(struct effects *effects, struct app *app, int64_t now)
{
    struct list_effects *list = effects->list;
    if (now - list->told_at >= TELL_EVERY_MS) {
        struct list_news news = {.kind = LIST_NEWS_COUNTS, .counts = counts_of(list->work.batch)};
        list->told_at = now;
        tell(app, &news, NULL);
    }
    if (list->rows_changed && now - list->rows_at >= ROWS_EVERY_MS) {
        struct app_event changed = effects_event(EVENT_HISTORY_CHANGED);
        list->rows_at = now;
        list->rows_changed = false;
        app_handle(app, &changed);
    }
}

static void pump(struct effects *effects, struct app *app)
{
    struct list_effects *list = effects->list;
    struct error error = {.code = ERR_OK};
    int64_t deadline = clock_monotonic_ms() + STEP_MS;
    enum batch_step step;
    do
        step = batch_pump(list->work.batch);
    while (step == BATCH_GOES_ON && clock_monotonic_ms() < deadline);
    list->goes_on = step == BATCH_GOES_ON;
    if (step != BATCH_DONE)
        tell_counts(effects, app, clock_monotonic_ms());
    else if (list_work_begin(&list->work, LIST_TASK_FINISH, &error) != ERR_OK)
        tell_end(effects, app, &error);
}

void effects_list_step(struct effects *effects, struct app *app)
{
    struct list_effects *list = effects->list;
    if (list == NULL)
        return;
    if (list_work_has_ended(&list->work))
        take_task(effects, app);
    else if (list->work.task != LIST_TASK_NONE)
        tell_rows(effects, app, clock_monotonic_ms());
    else if (list->is_sending)
        pump(effects, app);
}

bool effects_list_take(struct effects *effects, const struct job_event *event)
{
    struct list_effects *list = effects->list;
    if (list == NULL || !list->is_sending || list->work.batch == NULL ||
        list->work.task != LIST_TASK_NONE)
        return false;
    if (!batch_take(list->work.batch, event))
        return event->number >= first_number; /* a late word of a row that has ended */
    list->rows_changed = true;
    return true;
}

int64_t effects_list_wait(const struct effects *effects)
{
    const struct list_effects *list = effects->list;
    if (list == NULL)
        return -1;
    if (list->work.task != LIST_TASK_NONE)
        return LOOK_EVERY_MS;
    return !list->is_sending ? -1 : list->goes_on ? 0 : TELL_EVERY_MS;
}

/* The program ends: no further row begins, what is in flight gets its time, the results are
 * written. */
static void end_sending(struct effects *effects)
{
    struct list_effects *list = effects->list;
    struct batch *batch = list->work.batch;
    int64_t cut_at = clock_monotonic_ms() + LAST_WAIT_MS;
    bool is_cut = false;
    batch_stop(batch, false);
    while (batch_pump(batch) != BATCH_DONE) {
        if (!is_cut && clock_monotonic_ms() >= cut_at) {
            is_cut = true;
            batch_stop(batch, true);
        } else if (clock_monotonic_ms() >= cut_at + LAST_WAIT_MS) {
            break;
        }
        (void)outbox_wait(effects->outbox, LOOK_EVERY_MS);
        struct job_event *event = outbox_take_events(effects->outbox);
        while (event != NULL) {
            struct job_event *next = event->next;
            (void)batch_take(batch, event);
            job_event_free(event);
            event = next;
        }
    }
    (void)batch_finish(batch, NULL);
}

void effects_free_list(struct effects *effects)
{
    struct list_effects *list = effects->list;
    if (list == NULL)
        return;
    if (list->is_sending && list->work.task == LIST_TASK_NONE)
        end_sending(effects);
    list_work_release(&list->work);
    mem_free(list);
    effects->list = NULL;
}
