/*
 * Chats: lists of them, messages with one recipient, and the look-up of a row
 * whose outcome is unknown. All are reads, though ChakraHQ wants them as POST:
 * one that found no connection is asked once more.
 */
#include <inttypes.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/chakra/route.h"
#include "src/outbox/chat_log.h"
#include "src/outbox/detail.h"
#include "src/outbox/worker.h"

/* A message that came between a decision and its commit asks for another decision, not for many. */
enum { DECISIONS_MAX = 3, CHAT_PAGES_MAX = 20 };

static void on_chat_done(struct http_result *result, void *context);

static enum route route_of(const struct job *job)
{
    if (job->kind == JOB_LIST_CHATS)
        return ROUTE_LIST_CHATS;
    return job->chat_id != NULL ? ROUTE_LIST_CHAT_MESSAGES : ROUTE_LIST_MESSAGES_OF_NUMBER;
}

static char *make_body(const struct task *task)
{
    const struct job *job = task->job;
    CLEANUP(json_deletep) cJSON *body = cJSON_CreateObject();
    bool ok = true;
    if (job->kind == JOB_LIST_CHATS)
        ok = json_add_text(body, "orderField", "createdAt") &&
             json_add_text(body, "orderDirection", "desc");
    else if (job->chat_id == NULL)
        ok = json_add_text(body, "customerPhoneNumber", job->recipient);
    ok = ok && json_add_integer(body, "limit", CHAT_LOG_PAGE_SIZE);
    ok = ok && json_add_integer(body, "page", task->chat_log->pages + 1);
    return ok ? json_print(body) : NULL;
}

static enum err start_request(struct worker *worker, struct task *task, struct error *reterr)
{
    const struct job *job = task->job;
    const struct route_parameter path[] = {{"chatId", job->chat_id}, {NULL, NULL}};
    CLEANUP(mem_freep) char *url = NULL;
    enum err err = route_url(job->base_url, route_of(job), path, NULL, &url, reterr);
    if (err != ERR_OK)
        return err;
    CLEANUP(mem_freep) char *body = make_body(task);
    if (body == NULL)
        return error_nomem(reterr);
    const struct http_request request = {
        .method = route_method(route_of(job)),
        .url = url,
        .token = &job->token,
        .body = body,
        .timeout_ms = job->timeout_ms,
    };
    err = transport_start(worker->transport, &request, on_chat_done, task, &task->transfer, reterr);
    if (err == ERR_OK)
        task->stage = TASK_RUNNING;
    return err;
}

static void ask_for_page(struct worker *worker, struct task *task)
{
    struct error error = {0};
    if (start_request(worker, task, &error) != ERR_OK)
        worker_end_task(worker, task, &error);
}

/* What a look-up may be about: an outcome that is not known, or a message that is on its way. */
static enum err check_row(const struct send_row *row, struct error *reterr)
{
    bool is_on_its_way = row->wamid != NULL && row->state >= SEND_ACCEPTED;
    if ((row->state == SEND_UNKNOWN || is_on_its_way) && row->to != NULL && row->to[0] != '\0')
        return ERR_OK;
    if (row->to != NULL && row->to[0] == '\0')
        return error_set(reterr, ERR_CONTENT, "Look at the record's chat in ChakraHQ.",
                         "row %" PRId64 " went to whom a record belongs, which is not known here",
                         row->id);
    return error_set(reterr, ERR_CONTENT, "Only a row whose outcome is unknown is looked up.",
                     "row %" PRId64 " is %s: there is nothing to look up", row->id,
                     send_state_word(row->state));
}

/* The row as it is now, in job->detail; its texts live in the log's arena. */
static enum err load_row(struct worker *worker, struct task *task, struct error *reterr)
{
    struct send_detail *detail = NULL;
    enum err err = worker_open_store(worker, reterr);
    if (err == ERR_OK)
        err = store_get(worker->store, task->job->row_id, &task->chat_log->arena, &detail, reterr);
    if (err == ERR_OK)
        task->job->detail = *detail;
    return err;
}

static enum err prepare_look_up(struct worker *worker, struct task *task, struct error *reterr)
{
    struct job *job = task->job;
    enum err err = load_row(worker, task, reterr);
    if (err == ERR_OK)
        err = check_row(&job->detail.row, reterr);
    if (err != ERR_OK)
        return err;
    job->recipient = job->detail.row.to;
    task->chat_log->needed_since = job->detail.row.created_at - RECONCILE_TOLERANCE_MS;
    return ERR_OK;
}

void chat_start(struct worker *worker, struct task *task)
{
    struct error error = {0};
    enum err err = ERR_OK;
    task->chat_log = chat_log_new();
    if (task->chat_log == NULL) {
        err = error_nomem(&error);
    } else if (task->job->kind == JOB_LOOK_UP) {
        err = prepare_look_up(worker, task, &error);
    } else {
        task->chat_log->needed = task->job->limit;
        task->chat_log->needed_since = task->job->since;
        task->chat_log->pages_max = CHAT_PAGES_MAX;
    }
    if (err != ERR_OK)
        worker_end_task(worker, task, &error);
    else
        ask_for_page(worker, task);
}

/* Which of the listed messages belong to other rows. */
static enum err mark_taken(struct worker *worker, const struct task *task, bool *taken,
                           struct error *reterr)
{
    const struct chat_log *log = task->chat_log;
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < log->count; i++) {
        int64_t other = 0;
        if (log->messages[i].wamid[0] != '\0')
            err = store_find_wamid(worker->store, log->messages[i].wamid, task->job->row_id, &other,
                                   reterr);
        taken[i] = other != 0;
    }
    return err;
}

static enum err decide(struct worker *worker, struct task *task,
                       struct reconcile_decision *ret_decision, struct error *reterr)
{
    struct chat_log *log = task->chat_log;
    struct reconcile_intent intent;
    bool *taken = arena_alloc(&log->arena, log->count + 1, sizeof *taken);
    if (taken == NULL)
        return error_nomem(reterr);
    enum err err = reconcile_read_intent(&task->job->detail, &log->arena, &intent, reterr);
    if (err == ERR_OK)
        err = mark_taken(worker, task, taken, reterr);
    if (err != ERR_OK)
        return err;
    const struct reconcile_list list = {.messages = log->messages,
                                        .taken = taken,
                                        .count = log->count,
                                        .complete = log->complete && log->unreadable == 0};
    *ret_decision = reconcile_decide(&intent, &list);
    return ERR_OK;
}

/* A row that was known before is only moved on: its timeline tells changes, not every look. */
static bool is_news(const struct send_row *row, const struct send_change *change)
{
    return row->state == SEND_UNKNOWN || send_state_may_become(row->state, change->state);
}

/* Writes what was decided. ERR_DUPLICATE: another program gave the message to another row. */
static enum err write_decision(struct worker *worker, struct task *task,
                               const struct reconcile_decision *decision, struct error *reterr)
{
    const struct send_row *row = &task->job->detail.row;
    struct send_change change = reconcile_change(decision, row->state, clock_now_ms());
    int64_t other = 0;
    if (!is_news(row, &change))
        return ERR_OK;
    return decision->verdict == RECONCILE_FOUND
               ? store_adopt_wamid(worker->store, row->id, &change, &other, reterr)
               : store_change_state(worker->store, row->id, &change, reterr);
}

static enum err settle(struct worker *worker, struct task *task,
                       struct reconcile_decision *ret_decision, struct error *reterr)
{
    enum err err = ERR_DUPLICATE;
    for (int i = 0; err == ERR_DUPLICATE && i < DECISIONS_MAX; i++) {
        /* Meanwhile the row may have got its answer, by a webhook or by another program. */
        err = load_row(worker, task, reterr);
        if (err == ERR_OK)
            err = decide(worker, task, ret_decision, reterr);
        if (err == ERR_OK)
            err = write_decision(worker, task, ret_decision, reterr);
    }
    return err == ERR_OK ? load_row(worker, task, reterr) : err;
}

static void post_detail(struct worker *worker, const struct task *task, enum job_event_kind kind,
                        const struct reconcile_decision *decision)
{
    struct job_event *event = worker_new_event(task, kind);
    if (event == NULL)
        return;
    event->verdict = decision->verdict;
    event->reason = decision->text;
    event->detail = detail_copy(&task->job->detail, &event->arena);
    if (event->detail != NULL)
        mailbox_post(worker->mailbox, event);
    else
        job_event_free(event);
}

static void end_look_up(struct worker *worker, struct task *task)
{
    struct error error = {0};
    struct reconcile_decision decision = {0};
    if (settle(worker, task, &decision, &error) != ERR_OK) {
        worker_end_task(worker, task, &error);
        return;
    }
    log_write(worker->log, LOG_INFO, "outbox", "row %" PRId64 " looked up: %s, now %s",
              task->job->row_id, reconcile_verdict_word(decision.verdict),
              send_state_word(task->job->detail.row.state));
    post_detail(worker, task, JOB_EVENT_ROW, &decision);
    post_detail(worker, task, JOB_EVENT_LOOKED_UP, &decision);
    task->done->verdict = decision.verdict;
    task->done->reason = decision.text;
    task->done->detail = detail_copy(&task->job->detail, &task->done->arena);
    worker_end_task(worker, task, NULL);
}

/* Hands the messages over with the arena that they live in. */
static void end_messages(struct worker *worker, struct task *task)
{
    struct chat_log *log = task->chat_log;
    struct error error = {0};
    struct job_event *event = worker_new_event(task, JOB_EVENT_MESSAGES);
    size_t count = log->needed > 0 && log->needed < log->count ? log->needed : log->count;
    struct chat_message *messages = arena_alloc(&log->arena, count + 1, sizeof *messages);
    if (event == NULL || messages == NULL) {
        job_event_free(event);
        error_nomem(&error);
        worker_end_task(worker, task, &error);
        return;
    }
    chat_log_sort(log);
    if (count > 0)
        memcpy(messages, log->messages, count * sizeof *messages);
    event->messages = messages;
    event->message_count = count;
    event->complete = log->complete && log->unreadable == 0;
    event->arena = log->arena;
    arena_init(&log->arena);
    mailbox_post(worker->mailbox, event);
    worker_end_task(worker, task, NULL);
}

static void end_chats(struct worker *worker, struct task *task, const struct chat_page *page)
{
    struct chat_log *log = task->chat_log;
    struct error error = {0};
    struct job_event *event = worker_new_event(task, JOB_EVENT_CHATS);
    if (event == NULL) {
        error_nomem(&error);
        worker_end_task(worker, task, &error);
        return;
    }
    size_t limit = task->job->limit;
    event->chats = page->items;
    event->chat_count = limit > 0 && limit < page->count ? limit : page->count;
    event->arena = log->arena;
    arena_init(&log->arena);
    mailbox_post(worker->mailbox, event);
    worker_end_task(worker, task, NULL);
}

static void end_page_of_messages(struct worker *worker, struct task *task,
                                 const struct http_result *result)
{
    struct chat_log *log = task->chat_log;
    struct chat_message_page page;
    struct error error = {0};
    bool more = false;
    enum err err =
        chat_parse_messages(result->body.text, result->body.length, &log->arena, &page, &error);
    if (err == ERR_OK)
        err = chat_log_add_page(log, &page, &more, &error);
    if (err != ERR_OK)
        worker_end_task(worker, task, &error);
    else if (more)
        ask_for_page(worker, task);
    else if (task->job->kind == JOB_LOOK_UP)
        end_look_up(worker, task);
    else
        end_messages(worker, task);
}

/* No byte of an answer came, and not for want of time: a second try hurts nobody. */
static bool ask_again(struct worker *worker, struct task *task, const struct http_result *result)
{
    bool lost = result->curl_code != 0 && !result->cancelled && result->stage < STAGE_REPLY_BEGUN &&
                result->latency_ms < task->job->timeout_ms;
    if (!lost || worker->stopping || task->attempts > 0)
        return false;
    task->attempts++;
    ask_for_page(worker, task);
    return true;
}

static void on_chat_done(struct http_result *result, void *context)
{
    struct task *task = context;
    struct worker *worker = task->worker;
    struct error error = {0};
    struct chat_page page;
    int code = 0;
    task->transfer = NULL;
    if (ask_again(worker, task, result))
        return;
    task->attempts = 0;
    enum err err = read_check_result(task, result, &code, &error);
    if (err == ERR_OK && task->job->kind != JOB_LIST_CHATS) {
        end_page_of_messages(worker, task, result);
        return;
    }
    if (err == ERR_OK)
        err = chat_parse_chats(result->body.text, result->body.length, &task->chat_log->arena,
                               &page, &error);
    if (err == ERR_OK)
        end_chats(worker, task, &page);
    else
        worker_end_task(worker, task, &error);
}
