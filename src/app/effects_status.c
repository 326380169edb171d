/* Statuses from webhooks, on their way to the worker. */
#include "src/app/effects_internal.h"

#include <stdint.h>
#include <stdio.h>

/* Its end is nobody's business: no job of the form, of a rollout or of a list has this number. */
#define STATUS_JOB (UINT64_C(1) << 47)

static bool copy_update(struct arena *arena, const struct status_update *from,
                        struct status_update *to)
{
    *to = *from;
    to->wamid = arena_strdup(arena, from->wamid);
    to->source = arena_strdup(arena, from->source);
    to->title = arena_strdup(arena, from->title);
    to->details = arena_strdup(arena, from->details);
    return to->wamid != NULL && to->source != NULL && (to->title != NULL || from->title == NULL) &&
           (to->details != NULL || from->details == NULL);
}

enum err effects_take_statuses(struct effects *effects, const struct status_update *updates,
                               size_t count, struct error *reterr)
{
    struct job *job = job_new(JOB_APPLY_STATUSES, STATUS_JOB);
    if (job == NULL)
        return error_nomem(reterr);
    job->updates = arena_alloc(&job->arena, count + 1, sizeof *job->updates);
    bool ok = job->updates != NULL;
    for (size_t i = 0; ok && i < count; i++)
        ok = copy_update(&job->arena, &updates[i], &job->updates[i]);
    job->update_count = count;
    enum err err = ok ? outbox_submit(effects->outbox, job, reterr) : error_nomem(reterr);
    if (err != ERR_OK)
        job_free(job);
    return err;
}

void effects_note_port(struct effects *effects, long port, const char *text)
{
    effects->webhook_port = port;
    snprintf(effects->webhook_note, sizeof effects->webhook_note, "%s", text);
}

void effects_tell_start(const struct effects *effects, struct app *app)
{
    if (effects->writer_error.code != ERR_OK)
        effects_fail(app, &effects->writer_error);
    if (effects->webhook_port == 0)
        return;
    struct app_event event = effects_event(EVENT_WEBHOOKS);
    event.row_id = effects->webhook_port;
    event.text = effects->webhook_note;
    app_handle(app, &event);
}
