/* The files of a run: each content uploaded once, before the first message goes. */
#include <string.h>

#include "src/base/mem.h"
#include "src/outbox/compose_upload.h"
#include "src/trial/trial_internal.h"

static struct trial_upload *find_path(const struct trial *trial, const char *path)
{
    for (size_t i = 0; i < trial->upload_count; i++)
        if (strcmp(trial->uploads[i].path, path) == 0)
            return &trial->uploads[i];
    return NULL;
}

static size_t find_digest(const struct trial *trial, const char *digest)
{
    size_t at = 0;
    while (at < trial->upload_count && strcmp(trial->uploads[at].digest, digest) != 0)
        at++;
    return at;
}

static struct trial_upload *make_room(struct trial *trial)
{
    if (trial->upload_count == trial->upload_size) {
        size_t size = trial->upload_size != 0 ? trial->upload_size * 2 : 8;
        struct trial_upload *grown = mem_grow(trial->uploads, size, sizeof *grown);
        if (grown == NULL)
            return NULL;
        trial->uploads = grown;
        trial->upload_size = size;
    }
    return &trial->uploads[trial->upload_count];
}

static enum err note_file(struct trial *trial, const struct send_file *file, struct error *reterr)
{
    if (find_path(trial, file->path) != NULL)
        return ERR_OK;
    struct trial_upload *upload = make_room(trial);
    if (upload == NULL)
        return error_nomem(reterr);
    *upload = (struct trial_upload){.path = mem_strdup(file->path), .first = trial->upload_count};
    if (upload->path == NULL)
        return error_nomem(reterr);
    if (fingerprint_file(upload->path, upload->digest, &upload->error) != ERR_OK) {
        upload->digest[0] = '\0';
        upload->stage = TRIAL_UPLOAD_OVER; /* the cases that need it will say why */
    } else {
        upload->first = find_digest(trial, upload->digest);
    }
    trial->upload_count++;
    return upload->error.code == ERR_NOMEM ? error_nomem(reterr) : ERR_OK;
}

enum err trial_note_files(struct trial *trial, const struct send_files *files, struct error *reterr)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < files->count; i++)
        err = note_file(trial, &files->items[i], reterr);
    return err;
}

static bool is_to_be_uploaded(const struct trial *trial, size_t index)
{
    const struct trial_upload *upload = &trial->uploads[index];
    return upload->first == index && upload->stage == TRIAL_UPLOAD_NEW;
}

size_t trial_uploads(const struct trial *trial)
{
    size_t count = 0;
    for (size_t i = 0; i < trial->upload_count; i++)
        count += is_to_be_uploaded(trial, i);
    return count;
}

/* Any header: whether that of a case takes it was checked with the case, and a case that expects a
 * refusal may send what does not fit. */
static void start(struct trial *trial, struct trial_upload *upload)
{
    const struct upload_options options = {.profile = trial->options.profile,
                                           .token = trial->options.token,
                                           .plugin_id = trial->options.plugin_id,
                                           .path = upload->path,
                                           .upload_for = HEADER_NONE,
                                           .number = ++*trial->options.last_job};
    struct job *job = NULL;
    upload->stage = TRIAL_UPLOAD_OVER;
    if (compose_upload(&options, &job, &upload->error) != ERR_OK)
        return;
    if (trial_gate_submit_upload(&trial->gate, job, &upload->error) != ERR_OK) {
        job_free(job);
        return;
    }
    upload->job = options.number;
    upload->stage = TRIAL_UPLOAD_RUNNING;
    trial->open_uploads++;
}

bool trial_advance_uploads(struct trial *trial)
{
    for (size_t i = 0; i < trial->upload_count && trial->open_uploads < TRIAL_OPEN_UPLOADS; i++)
        if (is_to_be_uploaded(trial, i))
            start(trial, &trial->uploads[i]);
    return trial->open_uploads == 0;
}

/* The account that refuses one refuses all: nobody asks it again. */
static void give_up(struct trial *trial, const struct error *error)
{
    for (size_t i = 0; i < trial->upload_count; i++) {
        if (!is_to_be_uploaded(trial, i))
            continue;
        trial->uploads[i].stage = TRIAL_UPLOAD_OVER;
        trial->uploads[i].error = *error;
    }
}

static void end_upload(struct trial *trial, struct trial_upload *upload, const struct error *error)
{
    upload->stage = TRIAL_UPLOAD_OVER;
    trial->open_uploads--;
    if (upload->link != NULL)
        return;
    upload->error = *error;
    if (error->code == ERR_OK)
        (void)error_nomem(&upload->error); /* the link came, and could not be kept */
    if (error->code == ERR_AUTH || error->code == ERR_BILLING)
        give_up(trial, error);
}

bool trial_take_upload(struct trial *trial, const struct job_event *event)
{
    struct trial_upload *upload = NULL;
    for (size_t i = 0; event->number != 0 && i < trial->upload_count; i++)
        if (trial->uploads[i].job == event->number)
            upload = &trial->uploads[i];
    if (upload == NULL)
        return false;
    if (event->kind == JOB_EVENT_UPLOADED && upload->link == NULL)
        upload->link = mem_strdup(event->upload_url);
    else if (event->kind == JOB_EVENT_DONE && upload->stage == TRIAL_UPLOAD_RUNNING)
        end_upload(trial, upload, &event->error);
    return true;
}

void trial_cancel_uploads(struct trial *trial)
{
    for (size_t i = 0; i < trial->upload_count; i++)
        if (trial->uploads[i].stage == TRIAL_UPLOAD_RUNNING)
            outbox_cancel(trial->gate.outbox, trial->uploads[i].job);
}

void trial_release_uploads(struct trial *trial)
{
    for (size_t i = 0; i < trial->upload_count; i++) {
        mem_free(trial->uploads[i].path);
        mem_free(trial->uploads[i].link);
    }
    mem_free(trial->uploads);
}

enum err trial_link_files(const struct trial *trial, struct trial_content *content,
                          const struct trial_upload **ret_upload, struct error *reterr)
{
    enum err err = ERR_OK;
    *ret_upload = NULL;
    for (size_t i = 0; err == ERR_OK && i < content->files.count; i++) {
        const struct send_file *file = &content->files.items[i];
        const struct trial_upload *upload = find_path(trial, file->path);
        if (upload == NULL) /* every file of a planned case is noted */
            return error_set(reterr, ERR_INVALID, "Plan the run first.",
                             "the file %.200s is not known to the run", file->path);
        upload = &trial->uploads[upload->first];
        if (upload->link == NULL) {
            *ret_upload = upload;
            return error_set(reterr, ERR_NOT_SENT, upload->error.next, "%s", upload->error.what);
        }
        err = values_set(&content->values, file->link_key, upload->link, false, reterr);
    }
    return err;
}
