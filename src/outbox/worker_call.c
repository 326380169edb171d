/*
 * One request as it is, for what has no job of its own: the answer comes back
 * whole, whatever its status, and only the lack of one is an error. Sends that are
 * to be recorded never go this way.
 */
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/outbox/worker.h"

enum { PROGRESS_EVERY_MS = 200 };

static void on_progress(int64_t taken, int64_t total, void *context)
{
    struct task *task = context;
    int64_t now = clock_monotonic_ms();
    if (task->told_wake_at != 0 && now - task->told_wake_at < PROGRESS_EVERY_MS)
        return;
    struct job_event *event = worker_new_event(task, JOB_EVENT_DOWNLOAD_PROGRESS);
    if (event == NULL)
        return; /* a progress that cannot be told is no failure */
    task->told_wake_at = now;
    event->bytes_sent = taken;
    event->bytes_total = total;
    mailbox_post(task->worker->mailbox, event);
}

/* Without a whole answer: was anything changed on the server? Nobody knows, unless it is a read. */
static enum err check_transfer(const struct task *task, const struct http_result *result,
                               struct error *reterr)
{
    bool may_have_acted = !task->job->is_read && result->stage >= STAGE_REQUEST_SENT;
    if (result->file_failed)
        return error_set(reterr, ERR_IO, "Make room on the disk, or choose another place.",
                         "the file cannot be written: %s", result->reason);
    if (result->body_cut)
        return error_set(reterr, ERR_TOO_BIG, "Check base_url and the path.", "%s", result->reason);
    if (result->curl_code == 0)
        return ERR_OK;
    if (may_have_acted)
        return error_set(reterr, ERR_UNKNOWN,
                         "Look whether it was done before you ask for it again.",
                         "no whole answer came: %s", result->reason);
    if (result->cancelled)
        return error_set(reterr, ERR_INTERRUPTED, "Ask for it again when you need it.",
                         "stopped before the answer came");
    return error_set(reterr, ERR_NOT_SENT, transport_code_next_step(result->curl_code),
                     "no answer came: %s", result->reason);
}

static bool copy(struct arena *arena, const char *bytes, size_t length, const char **ret_copy)
{
    *ret_copy = arena_strndup(arena, length > 0 ? bytes : "", length);
    return *ret_copy != NULL;
}

static enum err post_answer(struct worker *worker, const struct task *task,
                            const struct http_result *result, struct error *reterr)
{
    struct job_event *event = worker_new_event(task, JOB_EVENT_ANSWER);
    if (event == NULL)
        return error_nomem(reterr);
    struct call_answer *answer = &event->answer;
    answer->http_status = result->http_status;
    answer->length = result->body.length;
    answer->bytes_saved = result->bytes_saved;
    answer->latency_ms = result->latency_ms;
    bool ok =
        copy(&event->arena, result->body.text, result->body.length, &answer->body) &&
        copy(&event->arena, result->content_type, strlen(result->content_type),
             &answer->content_type) &&
        copy(&event->arena, result->retry_after, strlen(result->retry_after), &answer->retry_after);
    if (task->job->keeps_headers)
        ok = ok && copy(&event->arena, result->header_lines.text, result->header_lines.length,
                        &answer->headers);
    if (ok)
        mailbox_post(worker->mailbox, event);
    else
        job_event_free(event);
    return ok ? ERR_OK : error_nomem(reterr);
}

static void on_call_done(struct http_result *result, void *context)
{
    struct task *task = context;
    struct error error = {0};
    task->transfer = NULL;
    enum err err = check_transfer(task, result, &error);
    if (err == ERR_OK)
        err = post_answer(task->worker, task, result, &error);
    worker_end_task(task->worker, task, err == ERR_OK ? NULL : &error);
}

void call_start(struct worker *worker, struct task *task)
{
    const struct job *job = task->job;
    struct error error = {0};
    const struct http_download download = {.fd = job->save_fd, .most = job->save_most};
    const struct http_request request = {
        .method = job->method,
        .url = job->url,
        .token = &job->token,
        .body = job->body,
        .timeout_ms = job->timeout_ms,
        .is_send = !job->is_read,
        .keeps_headers = job->keeps_headers,
        .download = job->save_fd >= 0 ? &download : NULL,
        .on_progress = job->save_fd >= 0 ? on_progress : NULL,
    };
    if (transport_start(worker->transport, &request, on_call_done, task, &task->transfer, &error) ==
        ERR_OK)
        task->stage = TASK_RUNNING;
    else
        worker_end_task(worker, task, &error);
}
