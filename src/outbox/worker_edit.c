/* The operator's changes of rows: notes, tags, the trash. Nothing to wait for, so each is done in
 * one go; a change of one row is told like every other change of a row. */
#include "src/base/clock.h"
#include "src/history/store_edit.h"
#include "src/outbox/worker.h"

bool edit_is_kind(enum job_kind kind)
{
    return kind == JOB_SET_NOTE || kind == JOB_SET_TAGS || kind == JOB_DELETE_ROW ||
           kind == JOB_UNDELETE_ROW || kind == JOB_DROP_ROW;
}

static enum err edit(struct store *store, const struct job *job, struct error *reterr)
{
    switch (job->kind) {
    case JOB_SET_NOTE:
        return store_set_note(store, job->row_id, job->text, reterr);
    case JOB_SET_TAGS:
        return store_set_tags(store, job->row_id, job->text, reterr);
    case JOB_DELETE_ROW:
        return store_delete(store, job->row_id, clock_now_ms(), reterr);
    case JOB_UNDELETE_ROW:
        return store_undelete(store, job->row_id, reterr);
    default:
        return store_drop_trashed(store, job->row_id, reterr);
    }
}

void edit_start(struct worker *worker, struct task *task)
{
    struct error error = {0};
    enum err err = worker_open_store(worker, &error);
    if (err == ERR_OK)
        err = edit(worker->store, task->job, &error);
    struct job_event *event = err == ERR_OK && task->job->kind != JOB_DROP_ROW
                                  ? worker_new_event(task, JOB_EVENT_ROW)
                                  : NULL;
    if (event != NULL &&
        store_get(worker->store, task->job->row_id, &event->arena, &event->detail, NULL) == ERR_OK)
        mailbox_post(worker->mailbox, event);
    else
        job_event_free(event);
    worker_end_task(worker, task, err == ERR_OK ? NULL : &error);
}
