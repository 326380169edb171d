/* The settings that the first screen's answers come to: shown, then written by the worker, or added
 * to those that are there. */
#include "src/app/setup_work.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/text.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LABEL_SIZE = 300 };

/* A file that appeared since, or never had a profile, stays; ours goes behind it. */
static enum err read_before(struct setup_work *work, struct error *reterr)
{
    strbuf_clear(&work->before);
    strbuf_clear(&work->text);
    work->adds = access(work->settings_path, F_OK) == 0;
    return work->adds ? paths_read_file(work->settings_path, &work->before, reterr) : ERR_OK;
}

static enum err write_text(struct setup_work *work, const struct setup *setup, struct error *reterr)
{
    char label[LABEL_SIZE] = "";
    const struct sender *sender =
        setup->sender < setup->sender_count ? &setup->senders[setup->sender] : NULL;
    struct new_settings settings = {.profile = work->profile.name,
                                    .base_url = work->profile.base_url,
                                    .token_source = work->profile.token_source,
                                    .token_from = work->profile.token_from,
                                    .plugin_id = work->plugin_id,
                                    .test_recipients = setup->recipient.text.text};
    if (sender != NULL) {
        snprintf(label, sizeof label, "%s %s", sender->number, sender->label);
        settings.phone_number_id = sender->id;
        settings.waba = sender->waba;
        settings.label = label;
    }
    enum err err = read_before(work, reterr);
    if (err == ERR_OK)
        err = work->adds ? new_settings_add(&work->text, work->settings_path, work->before.text,
                                            work->before.length, &settings, reterr)
                         : new_settings_write(&work->text, &settings, reterr);
    return err;
}

void setup_check_settings(struct setup_work *work, struct app *app, size_t check)
{
    struct check_list list = {.count = 0};
    struct error error = {.code = ERR_OK};
    struct app_event event = effects_event(EVENT_CHECKED);
    if (write_text(work, &app->setup, &error) == ERR_OK)
        check_ok(&list, "settings", "complete; nothing is written yet");
    else
        check_failed(&list, "settings", &error);
    bool is_whole = work->text.length >= work->before.length;
    event.text = is_whole ? work->text.text + work->before.length : "";
    event.length = is_whole ? work->text.length - work->before.length : 0;
    event.title = work->settings_path;
    setup_answer(app, &event, check, &list);
}

static struct job *new_job(struct effects *effects, const struct setup_work *work,
                           struct error *reterr)
{
    struct job *job = job_new(JOB_SAVE_SETTINGS, effects->next_number++);
    if (job == NULL) {
        error_nomem(reterr);
        return NULL;
    }
    job->path = arena_strdup(&job->arena, work->settings_path);
    job->text = arena_strdup(&job->arena, work->text.text);
    job->before = work->adds ? arena_strdup(&job->arena, work->before.text) : NULL;
    job->name = arena_strdup(&job->arena, work->token_path);
    bool whole = job->path != NULL && job->text != NULL && (job->before != NULL || !work->adds) &&
                 (job->name != NULL || work->token_path == NULL);
    enum err err = whole ? ERR_OK : error_nomem(reterr);
    if (err == ERR_OK && job->name != NULL)
        err = secret_copy(&job->token, &work->token, reterr);
    if (err == ERR_OK)
        return job;
    job_free(job);
    return NULL;
}

void effects_save_setup(struct effects *effects, struct app *app, const struct effect *effect)
{
    struct check_list list = {.count = 0};
    struct error error = {.code = ERR_OK};
    struct setup_work *work = setup_work_of(effects, &error);
    struct job *job = work != NULL ? new_job(effects, work, &error) : NULL;
    uint64_t number = job != NULL ? job->number : 0;
    if (job != NULL && outbox_submit(effects->outbox, job, &error) == ERR_OK) {
        work->job = number;
        work->kind = JOB_SAVE_SETTINGS;
        work->step = SETUP_SAVE;
        work->check = effect->index;
        return;
    }
    job_free(job);
    struct app_event event = effects_event(EVENT_CHECKED);
    check_failed(&list, "settings", &error);
    setup_answer(app, &event, effect->index, &list);
}
