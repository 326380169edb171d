/* One upload: the file is opened and looked at again, sent, and the answer read. */
#include "src/outbox/worker_upload.h"

#include <inttypes.h>
#include <unistd.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/chakra/media.h"
#include "src/chakra/reply.h"
#include "src/chakra/route.h"

enum { PROGRESS_EVERY_MS = 200, HTTP_TOO_LARGE = 413 };

struct upload {
    int fd;
    struct media_file file;
    int64_t told_at; /* monotonic ms of the last progress event; 0: none yet */
};

void upload_free(struct upload *upload)
{
    if (upload == NULL)
        return;
    if (upload->fd >= 0)
        close(upload->fd);
    mem_free(upload);
}

/* A progress that cannot be told is no failure. */
static void on_progress(int64_t sent, int64_t total, void *context)
{
    struct task *task = context;
    struct upload *upload = task->upload;
    int64_t now = clock_monotonic_ms();
    if (upload->told_at != 0 && now - upload->told_at < PROGRESS_EVERY_MS)
        return;
    struct job_event *event = worker_new_event(task, JOB_EVENT_UPLOAD_PROGRESS);
    if (event == NULL)
        return;
    upload->told_at = now;
    event->bytes_sent = sent;
    event->bytes_total = total;
    mailbox_post(task->worker->mailbox, event);
}

/* Failures without a whole answer. What is on the server then is not known, but no message is. */
static enum err check_transfer(const struct task *task, const struct http_result *result,
                               struct error *reterr)
{
    const char *name = task->upload->file.name;
    if (result->cancelled)
        return error_set(reterr, ERR_INTERRUPTED, "Upload it again when you need it.",
                         "the upload of %.100s was stopped", name);
    if (result->file_failed)
        return error_set(reterr, ERR_CONTENT, "Leave the file alone while it is uploaded.",
                         "the upload of %.100s was stopped: %s", name, result->reason);
    if (result->body_cut)
        return error_set(reterr, ERR_UNKNOWN, "Check base_url: this is not ChakraHQ's answer.",
                         "the answer to the upload of %.100s is too long", name);
    if (result->curl_code == 0)
        return ERR_OK;
    const char *next = transport_code_next_step(result->curl_code);
    return error_set(reterr, ERR_NOT_SENT,
                     result->stage < STAGE_REQUEST_SENT ? next : "Check the network, upload again.",
                     "the upload of %.100s did not end: %s", name, result->reason);
}

static enum err read_answer(const struct task *task, const struct http_result *result,
                            struct arena *arena, const char **ret_url, struct error *reterr)
{
    struct arena scratch;
    struct reply reply = {0};
    arena_init(&scratch);
    enum err err = reply_parse(result->http_status, result->retry_after, clock_now_ms(),
                               result->body.text, result->body.length, &scratch, &reply, reterr);
    if (err == ERR_OK && reply.http_status == HTTP_TOO_LARGE)
        err = error_set(reterr, ERR_REJECTED, "Make it smaller, or choose another file.",
                        "the server finds %.100s too large: HTTP %d", task->upload->file.name,
                        HTTP_TOO_LARGE);
    if (err == ERR_OK)
        err = reply_to_error(&reply, TEXT("the upload"), reterr);
    arena_release(&scratch);
    return err == ERR_OK ? media_parse_uploaded(result->body.text, result->body.length, arena,
                                                ret_url, reterr)
                         : err;
}

static void on_upload_done(struct http_result *result, void *context)
{
    struct task *task = context;
    struct worker *worker = task->worker;
    task->transfer = NULL;
    log_write(worker->log, LOG_INFO, "outbox",
              "upload of %" PRId64 " bytes: HTTP %d, curl %d, %" PRId64 " ms",
              task->upload->file.bytes, result->http_status, result->curl_code, result->latency_ms);
    struct error error = {0};
    struct job_event *event = NULL;
    enum err err = check_transfer(task, result, &error);
    if (err == ERR_OK && (event = worker_new_event(task, JOB_EVENT_UPLOADED)) == NULL)
        err = error_nomem(&error);
    if (err == ERR_OK)
        err = read_answer(task, result, &event->arena, &event->upload_url, &error);
    if (err == ERR_OK) {
        event->media_type = task->upload->file.type;
        event->bytes_total = task->upload->file.bytes;
        mailbox_post(worker->mailbox, event);
    } else {
        job_event_free(event);
    }
    worker_end_task(worker, task, err == ERR_OK ? NULL : &error);
}

static enum err start_transfer(struct worker *worker, struct task *task, struct error *reterr)
{
    const struct job *job = task->job;
    const struct route_parameter path[] = {{"pluginId", job->plugin_id}, {NULL, NULL}};
    CLEANUP(mem_freep) char *url = NULL;
    enum err err = route_url(job->base_url, ROUTE_UPLOAD_PUBLIC_MEDIA, path, NULL, &url, reterr);
    if (err != ERR_OK)
        return err;
    const struct http_upload upload = {
        .fd = task->upload->fd,
        .bytes = task->upload->file.bytes,
        .filename = job->filename,
        .mime = media_type_mime(task->upload->file.type),
    };
    const struct http_request request = {
        .method = route_method(ROUTE_UPLOAD_PUBLIC_MEDIA),
        .url = url,
        .token = &job->token,
        .timeout_ms = job->timeout_ms,
        .upload = &upload,
        .on_progress = on_progress,
    };
    return transport_start(worker->transport, &request, on_upload_done, task, &task->transfer,
                           reterr);
}

void upload_start(struct worker *worker, struct task *task)
{
    struct error error = {0};
    enum err err = ERR_OK;
    task->upload = mem_zalloc(1, sizeof *task->upload);
    if (task->upload == NULL)
        err = error_nomem(&error);
    if (err == ERR_OK)
        err = media_open(task->job->path, &task->upload->file, &task->upload->fd, &error);
    if (err == ERR_OK)
        err = media_fits(&task->upload->file, task->job->upload_for, &error);
    if (err == ERR_OK)
        err = start_transfer(worker, task, &error);
    if (err == ERR_OK)
        task->stage = TASK_RUNNING;
    else
        worker_end_task(worker, task, &error);
}
