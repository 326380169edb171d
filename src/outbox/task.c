/* Tasks are made on the caller's thread and freed on the worker's. */
#include "src/outbox/task.h"

#include "src/base/mem.h"
#include "src/outbox/chat_log.h"
#include "src/outbox/listing.h"
#include "src/outbox/worker_upload.h"

struct task *task_new(struct job *job)
{
    struct task *task = mem_zalloc(1, sizeof *task);
    struct job_event *done = mem_zalloc(1, sizeof *done);
    if (task == NULL || done == NULL) {
        mem_free(task);
        mem_free(done);
        return NULL;
    }
    arena_init(&task->arena);
    arena_init(&done->arena);
    done->kind = JOB_EVENT_DONE;
    done->number = job->number;
    done->job = job->kind;
    task->done = done;
    task->job = job;
    return task;
}

void task_free(struct task *task)
{
    if (task == NULL)
        return;
    listing_free(task->listing);
    upload_free(task->upload);
    chat_log_free(task->chat_log);
    job_event_free(task->done);
    job_free(task->job);
    arena_release(&task->arena);
    mem_free(task);
}
