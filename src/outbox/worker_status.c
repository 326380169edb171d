/* Statuses that webhooks brought, into the history; the screen reads again what they changed. */
#include "src/outbox/worker.h"

#include "src/base/mem.h"

enum { CHUNK = 100 };

/* The newest row that a chunk changed; 0: none. */
static enum err apply(struct worker *worker, const struct job *job, int64_t *ret_changed,
                      struct error *reterr)
{
    enum err err = worker_open_store(worker, reterr);
    for (size_t done = 0; err == ERR_OK && done < job->update_count; done += CHUNK) {
        struct status_outcome outcomes[CHUNK];
        size_t count = job->update_count - done < CHUNK ? job->update_count - done : CHUNK;
        err = store_apply_statuses(worker->store, job->updates + done, count, outcomes, reterr);
        for (size_t i = 0; err == ERR_OK && i < count; i++)
            if (outcomes[i].effect == STATUS_APPLIED || outcomes[i].effect == STATUS_NOTED)
                *ret_changed = outcomes[i].id;
    }
    return err;
}

void status_start(struct worker *worker, struct task *task)
{
    struct error error = {0};
    int64_t changed = 0;
    enum err err = apply(worker, task->job, &changed, &error);
    struct job_event *event = changed != 0 ? worker_new_event(task, JOB_EVENT_ROW) : NULL;
    if (event != NULL &&
        store_get(worker->store, changed, &event->arena, &event->detail, NULL) == ERR_OK)
        mailbox_post(worker->mailbox, event);
    else
        job_event_free(event);
    worker_end_task(worker, task, err == ERR_OK ? NULL : &error);
}
