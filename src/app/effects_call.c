/* One read of the account that has no job of its own: asked for, and its answer taken. */
#include "src/app/effects_internal.h"
#include "src/base/mem.h"

uint64_t effects_call(struct effects *effects, enum route route, const struct route_parameter *path,
                      const struct call_target *target, struct error *reterr)
{
    CLEANUP(mem_freep) char *url = NULL;
    if (route_url(effects->profile->base_url, route, path, NULL, &url, reterr) != ERR_OK)
        return 0;
    struct job *job = effects_new_job(effects, JOB_CALL, reterr);
    if (job == NULL)
        return 0;
    job->method = route_method(route);
    job->url = arena_strdup(&job->arena, url);
    job->is_read = route_is_read(route);
    job->save_fd = target != NULL ? target->fd : -1;
    job->save_most = target != NULL ? target->most : 0;
    uint64_t number = job->number;
    enum err err = job->url != NULL ? ERR_OK : error_nomem(reterr);
    if (err == ERR_OK)
        err = outbox_submit(effects->outbox, job, reterr);
    if (err == ERR_OK)
        return number;
    job_free(job);
    return 0;
}
