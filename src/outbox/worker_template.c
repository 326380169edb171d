/*
 * Creates or edits a template of the account. The request goes out once: an
 * account may edit an approved template once a day, and a name is used up by its
 * first creation. What came of it without an answer is unknown.
 */
#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/chakra/reply.h"
#include "src/chakra/route.h"
#include "src/outbox/worker.h"

#define LOOK_FIRST "Look with chakra-tui templates list before you try again."

/* Failures without a whole answer. */
static enum err check_transfer(const struct http_result *result, struct error *reterr)
{
    bool may_have_left = result->stage >= STAGE_REQUEST_SENT;
    if (result->cancelled && !may_have_left)
        return error_set(reterr, ERR_INTERRUPTED, "Submit it again when you need it.",
                         "the template was not submitted: stopped");
    if (result->cancelled)
        return error_set(
            reterr, ERR_UNKNOWN, LOOK_FIRST,
            "stopped before the server answered: the template may have been submitted");
    if (result->body_cut)
        return error_set(reterr, ERR_UNKNOWN, LOOK_FIRST,
                         "the server's answer is too long: the template may have been submitted");
    if (result->curl_code != 0 && may_have_left)
        return error_set(reterr, ERR_UNKNOWN, LOOK_FIRST,
                         "no answer came, so the template may have been submitted: %s",
                         result->reason);
    if (result->curl_code != 0)
        return error_set(reterr, ERR_NOT_SENT, transport_code_next_step(result->curl_code),
                         "the template was not submitted: %s", result->reason);
    return ERR_OK;
}

/* A gateway's page says nothing about what became of the request behind it. */
static bool is_gateway_failure(const struct reply *reply)
{
    return reply->http_status >= 500 && reply->error.code == 0;
}

static enum err check_reply(const struct reply *reply, struct error *reterr)
{
    if (is_gateway_failure(reply))
        return error_set(reterr, ERR_UNKNOWN, LOOK_FIRST,
                         "the server failed with HTTP %d: the template may have been submitted",
                         reply->http_status);
    enum err err = reply_to_error(reply, TEXT("the template"), reterr);
    if (err != ERR_REJECTED || reply->error.details == NULL)
        return err;
    /* Of a refused definition the details say what is wrong with it. */
    return error_set(reterr, ERR_REJECTED, "Correct the definition, then submit it again.",
                     "the server refused the template: HTTP %d: %s: %s", reply->http_status,
                     reply->error.message != NULL ? reply->error.message : "",
                     reply->error.details);
}

static const char *copy_member(const cJSON *root, const char *name, struct arena *arena)
{
    char number[32];
    const char *text = json_text_or_number(root, name, number, sizeof number);
    return arena_strdup(arena, text != NULL ? text : "");
}

/* {"id","status","category"} of a creation, {"success":true} of an edit; wrapped or not. */
static enum err read_answer(const struct http_result *result, struct job_event *event,
                            struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    const cJSON *data = NULL;
    if (json_parse(result->body.text, result->body.length, &root, NULL) == ERR_OK)
        data = json_member(root, "_data") != NULL ? json_member(root, "_data") : root;
    event->template_id = copy_member(data, "id", &event->arena);
    event->template_status = copy_member(data, "status", &event->arena);
    event->template_category = copy_member(data, "category", &event->arena);
    if (event->template_id == NULL || event->template_status == NULL ||
        event->template_category == NULL)
        return error_nomem(reterr);
    if (event->template_id[0] == '\0' && !json_is_true(data, "success"))
        return error_set(reterr, ERR_UNKNOWN, LOOK_FIRST,
                         "the server answered HTTP %d, and not what became of the template",
                         result->http_status);
    return ERR_OK;
}

static enum err read_result(const struct http_result *result, struct job_event *event,
                            struct error *reterr)
{
    struct arena arena;
    struct reply reply = {0};
    enum err err = check_transfer(result, reterr);
    if (err != ERR_OK)
        return err;
    arena_init(&arena);
    err = reply_parse(result->http_status, result->retry_after, clock_now_ms(), result->body.text,
                      result->body.length, &arena, &reply, reterr);
    if (err == ERR_OK)
        err = check_reply(&reply, reterr);
    arena_release(&arena);
    return err == ERR_OK ? read_answer(result, event, reterr) : err;
}

static void on_submit_done(struct http_result *result, void *context)
{
    struct task *task = context;
    struct worker *worker = task->worker;
    struct error error = {0};
    task->transfer = NULL;
    log_write(worker->log, LOG_INFO, "outbox", "template submitted: HTTP %d, curl %d",
              result->http_status, result->curl_code);
    struct job_event *event = worker_new_event(task, JOB_EVENT_SUBMITTED);
    enum err err = event != NULL ? read_result(result, event, &error) : error_nomem(&error);
    if (err == ERR_OK)
        mailbox_post(worker->mailbox, event);
    else
        job_event_free(event);
    worker_end_task(worker, task, err == ERR_OK ? NULL : &error);
}

void template_submit_start(struct worker *worker, struct task *task)
{
    const struct job *job = task->job;
    enum route route = job->template_id != NULL ? ROUTE_UPDATE_TEMPLATE : ROUTE_CREATE_TEMPLATE;
    const struct route_parameter path[] = {{"version", job->api_version},
                                           {"wabaId", job->waba},
                                           {"templateId", job->template_id},
                                           {NULL, NULL}};
    struct error error = {0};
    CLEANUP(mem_freep) char *url = NULL;
    enum err err = route_url(job->base_url, route, path, NULL, &url, &error);
    const struct http_request request = {
        .method = route_method(route),
        .url = url,
        .token = &job->token,
        .body = job->body,
        .timeout_ms = job->timeout_ms,
        .is_send = true,
    };
    if (err == ERR_OK)
        err = transport_start(worker->transport, &request, on_submit_done, task, &task->transfer,
                              &error);
    if (err == ERR_OK)
        task->stage = TASK_RUNNING;
    else
        worker_end_task(worker, task, &error);
}
