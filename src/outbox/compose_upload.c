/* Puts an upload together. */
#include "src/outbox/compose_upload.h"

#include "src/base/mem.h"
#include "src/chakra/media.h"

static enum err copy_texts(const struct upload_options *options, const char *filename,
                           struct job *job, struct error *reterr)
{
    const struct {
        const char *from;
        const char **to;
    } texts[] = {
        {options->profile->base_url, &job->base_url},
        {options->profile->api_version, &job->api_version},
        {options->plugin_id, &job->plugin_id},
        {options->path, &job->path},
        {filename, &job->filename},
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        *texts[i].to = arena_strdup(&job->arena, texts[i].from);
        if (texts[i].from != NULL && *texts[i].to == NULL)
            return error_nomem(reterr);
    }
    return ERR_OK;
}

enum err compose_upload(const struct upload_options *options, struct job **ret_job,
                        struct error *reterr)
{
    *ret_job = NULL;
    const struct profile *profile = options->profile;
    if (profile->mode == MODE_READ_ONLY)
        return error_set(
            reterr, ERR_CONTENT, "Choose another profile, or change its mode in the settings.",
            "the profile %s is read-only: nothing can be uploaded with it", profile->name);
    struct media_file file;
    enum err err = media_look(options->path, &file, reterr);
    if (err == ERR_OK)
        err = media_fits(&file, options->upload_for, reterr);
    if (err != ERR_OK)
        return err;
    struct job *job = job_new(JOB_UPLOAD, options->number);
    if (job == NULL)
        return error_nomem(reterr);
    job->timeout_ms = profile->timeout_ms;
    job->upload_for = options->upload_for;
    err = copy_texts(options, file.name, job, reterr);
    if (err == ERR_OK && options->token != NULL)
        err = secret_copy(&job->token, options->token, reterr);
    if (err != ERR_OK) {
        job_free(job);
        return err;
    }
    *ret_job = job;
    return ERR_OK;
}
