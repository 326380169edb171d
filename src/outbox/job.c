/* Jobs and events: made and freed here, and nowhere else. */
#include "src/outbox/job.h"

#include "src/base/mem.h"

struct job *job_new(enum job_kind kind, uint64_t number)
{
    struct job *job = mem_zalloc(1, sizeof *job);
    if (job == NULL)
        return NULL;
    job->kind = kind;
    job->number = number;
    arena_init(&job->arena);
    secret_init(&job->token);
    job->detail.row.latency_ms = -1;
    job->save_fd = -1;
    job->intent.detail = &job->detail;
    return job;
}

void job_free(struct job *job)
{
    if (job == NULL)
        return;
    secret_release(&job->token);
    arena_release(&job->arena);
    mem_free(job);
}

void job_event_free(struct job_event *event)
{
    if (event == NULL)
        return;
    arena_release(&event->arena);
    mem_free(event);
}
