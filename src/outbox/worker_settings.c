/* New settings are written on the worker's thread: an fsync may take its time. */
#include <string.h>
#include <unistd.h>

#include "src/config/new_settings.h"
#include "src/outbox/worker.h"

/* The token first: settings that name a token that is not there would be wrong. */
void settings_start(struct worker *worker, struct task *task)
{
    const struct job *job = task->job;
    struct error error = {0};
    enum err err = ERR_OK;
    if (job->name != NULL)
        err = secret_write_new_file(&job->token, job->name, &error);
    bool wrote_token = err == ERR_OK && job->name != NULL;
    if (err == ERR_OK && job->before != NULL)
        err = new_settings_replace(job->path, job->before, strlen(job->before), job->text,
                                   strlen(job->text), &error);
    else if (err == ERR_OK)
        err = new_settings_save(job->path, job->text, strlen(job->text), &error);
    if (err != ERR_OK && wrote_token)
        unlink(job->name);
    worker_end_task(worker, task, err == ERR_OK ? NULL : &error);
}
