/*
 * Reads of the account: senders, and the template list page by page. A read
 * changes nothing, so a failure is only told; nothing of it is recorded.
 */
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/chakra/account.h"
#include "src/chakra/reply.h"
#include "src/chakra/reply_hint.h"
#include "src/chakra/route.h"
#include "src/outbox/listing.h"
#include "src/outbox/worker.h"

/* The fields that the program uses, as the template reference recommends them (section 2). */
static const char template_fields[] =
    "id,name,language,status,category,sub_category,parameter_format,components,quality_score,"
    "rejected_reason,previous_category,correct_category,message_send_ttl_seconds,"
    "library_template_name,display_format,last_updated_time";

/* WhatsApp's code for a request that names something it does not know, such as a field. */
enum { CODE_INVALID_PARAMETER = 100 };

static const char *what_is_read(const struct task *task)
{
    static const char *const names[] = {
        [JOB_LIST_PHONES] = TEXT("the list of phone numbers"),
        [JOB_LIST_TEMPLATES] = TEXT("the list of templates"),
        [JOB_LOOK_UP] = TEXT("the list of messages"),
        [JOB_LIST_CHATS] = TEXT("the list of chats"),
        [JOB_LIST_MESSAGES] = TEXT("the list of messages"),
    };
    return names[task->job->kind];
}

enum err read_check_result(const struct task *task, const struct http_result *result, int *ret_code,
                           struct error *reterr)
{
    *ret_code = 0;
    const char *name = what_is_read(task), *what = text_of(name);
    if (result->cancelled)
        return error_set(reterr, ERR_INTERRUPTED, "Ask for it again when you need it.",
                         "%s: cancelled", what);
    if (result->body_cut)
        return error_set(reterr, ERR_TOO_BIG, "Check base_url: this is not ChakraHQ's answer.",
                         "%s: the answer is longer than %d bytes", what, (int)REPLY_BYTES_MAX);
    if (result->curl_code != 0)
        return error_set(reterr, ERR_NOT_SENT, transport_code_next_step(result->curl_code),
                         "%s cannot be read: %s", what, result->reason);
    struct arena arena;
    struct reply reply = {0};
    arena_init(&arena);
    enum err err = reply_parse(result->http_status, result->retry_after, clock_now_ms(),
                               result->body.text, result->body.length, &arena, &reply, reterr);
    if (err == ERR_OK)
        err = reply_to_error(&reply, name, reterr);
    *ret_code = reply.error.code;
    arena_release(&arena);
    return err;
}

static void end_phones(struct worker *worker, struct task *task, const struct http_result *result)
{
    struct error error = {0};
    int code = 0;
    enum err err = read_check_result(task, result, &code, &error);
    struct job_event *event = err == ERR_OK ? worker_new_event(task, JOB_EVENT_PHONES) : NULL;
    if (err == ERR_OK && event == NULL)
        err = error_nomem(&error);
    if (err == ERR_OK)
        err = account_parse_phone_numbers(result->body.text, result->body.length, &event->arena,
                                          &event->phones, &event->phone_count, &error);
    if (err == ERR_OK)
        mailbox_post(worker->mailbox, event);
    else
        job_event_free(event);
    worker_end_task(worker, task, err == ERR_OK ? NULL : &error);
}

/* Hands over what was collected: the templates themselves live in task->arena until now. */
static enum err post_templates(struct worker *worker, struct task *task, struct error *reterr)
{
    struct listing *listing = task->listing;
    enum err err = listing_drop_doubles(listing, reterr);
    if (err != ERR_OK)
        return err;
    struct job_event *event = worker_new_event(task, JOB_EVENT_TEMPLATES);
    if (event == NULL)
        return error_nomem(reterr);
    event->templates = arena_alloc(&task->arena, listing->count + 1, sizeof(struct template *));
    if (event->templates == NULL) {
        job_event_free(event);
        return error_nomem(reterr);
    }
    if (listing->count > 0)
        memcpy(event->templates, listing->templates, listing->count * sizeof(struct template *));
    event->template_count = listing->count;
    event->unreadable = listing->unreadable;
    event->arena = task->arena;
    arena_init(&task->arena);
    mailbox_post(worker->mailbox, event);
    return ERR_OK;
}

static void on_read_done(struct http_result *result, void *context);

static void start_request(struct worker *worker, struct task *task, const char *url)
{
    struct error error = {0};
    const struct http_request request = {
        .method = "GET",
        .url = url,
        .token = &task->job->token,
        .timeout_ms = task->job->timeout_ms,
    };
    if (transport_start(worker->transport, &request, on_read_done, task, &task->transfer, &error) !=
        ERR_OK) {
        worker_end_task(worker, task, &error);
        return;
    }
    task->stage = TASK_RUNNING;
}

static void ask_for_page(struct worker *worker, struct task *task)
{
    const struct job *job = task->job;
    const struct route_parameter path[] = {
        {"version", job->api_version}, {"wabaId", job->waba}, {NULL, NULL}};
    const struct route_parameter query[] = {
        {"fields", task->listing->without_fields ? NULL : template_fields},
        {"limit", "100"},
        {"after", listing_cursor(task->listing)},
        {NULL, NULL},
    };
    struct error error = {0};
    CLEANUP(mem_freep) char *url = NULL;
    if (route_url(job->base_url, ROUTE_LIST_TEMPLATES, path, query, &url, &error) != ERR_OK)
        worker_end_task(worker, task, &error);
    else
        start_request(worker, task, url);
}

static void end_page(struct worker *worker, struct task *task, const struct http_result *result)
{
    struct listing *listing = task->listing;
    struct error error = {0};
    struct template_page page = {0};
    int code = 0;
    bool more = false;
    enum err err = read_check_result(task, result, &code, &error);
    if (err != ERR_OK && code == CODE_INVALID_PARAMETER && !listing->without_fields &&
        listing->pages == 0) {
        listing->without_fields = true;
        ask_for_page(worker, task);
        return;
    }
    if (err == ERR_OK)
        err = account_parse_templates(result->body.text, result->body.length, &task->arena, &page,
                                      &error);
    bool was_read = err == ERR_OK;
    if (was_read)
        err = listing_add_page(listing, &page, result->body.length, &more, &error);
    if (more) {
        ask_for_page(worker, task);
        return;
    }
    /* A list that never ends still brought templates that can be used. */
    if (was_read && err != ERR_NOMEM) {
        struct error post_error = {0};
        if (post_templates(worker, task, &post_error) != ERR_OK && err == ERR_OK) {
            err = post_error.code;
            error = post_error;
        }
    }
    worker_end_task(worker, task, err == ERR_OK ? NULL : &error);
}

static struct exchange_facts facts_of(const struct http_result *result)
{
    struct exchange_facts facts = {.was_tried = true,
                                   .stage = result->stage,
                                   .curl_code = result->curl_code,
                                   .http_status = result->http_status,
                                   .received_at = clock_now_ms(),
                                   .latency_ms = result->latency_ms};
    if (!reply_read_http_date(result->date, &facts.server_time))
        facts.server_time = 0;
    return facts;
}

static void on_read_done(struct http_result *result, void *context)
{
    struct task *task = context;
    task->transfer = NULL;
    task->done->facts = facts_of(result);
    if (task->job->kind == JOB_LIST_PHONES)
        end_phones(task->worker, task, result);
    else
        end_page(task->worker, task, result);
}

static void ask_for_phones(struct worker *worker, struct task *task)
{
    const struct job *job = task->job;
    const struct route_parameter query[] = {{"pluginId", job->plugin_id}, {NULL, NULL}};
    struct error error = {0};
    CLEANUP(mem_freep) char *url = NULL;
    if (route_url(job->base_url, ROUTE_LIST_PHONE_NUMBERS, NULL, query, &url, &error) != ERR_OK)
        worker_end_task(worker, task, &error);
    else
        start_request(worker, task, url);
}

void read_start(struct worker *worker, struct task *task)
{
    if (task->job->kind == JOB_LIST_PHONES) {
        ask_for_phones(worker, task);
        return;
    }
    task->listing = listing_new();
    if (task->listing == NULL) {
        struct error error = {0};
        error_nomem(&error);
        worker_end_task(worker, task, &error);
        return;
    }
    ask_for_page(worker, task);
}
