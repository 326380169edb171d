/*
 * One send, step by step: intent committed, `sending` committed, request,
 * evidence, outcome committed. Nothing leaves before the row says `sending`, and
 * what the row says is never more than what is known.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/text.h"
#include "src/outbox/detail.h"
#include "src/outbox/pace.h"
#include "src/outbox/worker.h"
#include "src/whatsapp/slots.h"

/* A wait shorter than TOLD_WAIT_MS is over before anybody has read about it. */
/* WhatsApp's refusal of one recipient's next message: no reason to hold up the others. */
enum { PAIR_LIMIT_CODE = 131056, LAST_HOLD_MS = 1000 };
enum { MOST_RECORD_ATTEMPTS = 5, RECORD_WAIT_MS = 500, TOLD_WAIT_MS = 1000 };

static void post_event(struct worker *worker, const struct task *task, enum job_event_kind kind,
                       const char *reason)
{
    struct job_event *event = worker_new_event(task, kind);
    if (event == NULL)
        return;
    if (kind == JOB_EVENT_WAITING) {
        event->retry_at = task->wake_at;
        event->reason = arena_strdup(&event->arena, reason);
    }
    event->detail = detail_copy(&task->job->detail, &event->arena);
    if (event->detail != NULL)
        mailbox_post(worker->mailbox, event);
    else
        job_event_free(event);
}

static void post_row(struct worker *worker, const struct task *task)
{
    if (task->job->is_grouped)
        return;
    post_event(worker, task, JOB_EVENT_ROW, NULL);
}

void send_end(struct worker *worker, struct task *task, const struct error *error)
{
    struct send_detail told = task->job->detail;
    if (task->job->is_grouped) /* nobody looks at the whole of each of many */
        told.values = told.definition = told.request = told.reply = NULL;
    if (told.row.id != 0)
        task->done->detail = detail_copy(&told, &task->done->arena);
    worker_end_task(worker, task, error);
}

/* Commits a change and tells it. The job's record changes only with the row. */
static enum err commit_change(struct worker *worker, struct task *task,
                              const struct send_change *change, struct error *reterr)
{
    enum err err = worker_open_store(worker, reterr);
    if (err == ERR_OK)
        err = store_change_state(worker->store, task->job->detail.row.id, change, reterr);
    if (err != ERR_OK)
        return err;
    detail_apply(&task->job->detail, change, &task->job->arena);
    return ERR_OK;
}

/*
 * Another run of the program may have sent to this recipient a moment ago. Asked before the row is
 * there, which would be found itself.
 */
int64_t send_recipient_free_at(struct worker *worker, const struct job *job)
{
    struct recipient_facts facts = {0};
    if (job->pair_gap_ms <= 0 || job->detail.row.to == NULL ||
        store_recipient_facts(worker->store, job->detail.row.to, &facts, NULL) != ERR_OK)
        return 0;
    int64_t age = clock_now_ms() - facts.last_send_ms;
    return age >= 0 && age < job->pair_gap_ms ? clock_monotonic_ms() + job->pair_gap_ms - age : 0;
}

void send_commit_intent(struct worker *worker, struct task *task)
{
    struct job *job = task->job;
    struct error error = {0};
    enum err err = worker_open_store(worker, &error);
    if (err == ERR_OK) {
        int64_t id = 0;
        task->not_before = send_recipient_free_at(worker, job);
        job->intent.detail = &job->detail;
        job->intent.owner = store_owner_uuid(worker->owner);
        err = store_insert_intent(worker->store, &job->intent, &id, &error);
        if (err == ERR_OK)
            job->detail.row.id = id;
        else if (err == ERR_DUPLICATE)
            task->done->duplicate_of = id;
    }
    if (err != ERR_OK) {
        log_write(worker->log, LOG_WARN, "outbox", "send %" PRIu64 " not begun: %s", job->number,
                  error.what);
        send_end(worker, task, &error);
        return;
    }
    job->detail.row.state = SEND_QUEUED;
    task->stage = TASK_READY;
    post_row(worker, task);
}

/* The DONE error that goes with an outcome; ERR_OK gives an empty one. */
void send_explain(const struct outcome *outcome, struct error *ret_error)
{
    *ret_error = (struct error){0};
    if (outcome->err == ERR_OK)
        return;
    const char *next = outcome->change.error_next;
    const char *text = outcome->change.error_text;
    if (outcome->change.error_code != 0)
        error_set(ret_error, outcome->err, next, "%d: %s", outcome->change.error_code, text);
    else
        error_set(ret_error, outcome->err, next, "%s", text);
}

/* Writes the outcome and ends the task. A history that cannot be written now gets a few more
 * chances: it holds the only trace of what happened to the message. */
void send_record(struct worker *worker, struct task *task)
{
    struct error store_error = {0};
    struct error error = {0};
    send_explain(&task->outcome, &error);
    enum err err = commit_change(worker, task, &task->outcome.change, &store_error);
    if (err == ERR_OK) {
        post_row(worker, task);
        send_end(worker, task, &error);
        return;
    }
    task->record_attempts++;
    log_write(worker->log, LOG_ERROR, "outbox", "outcome not written (attempt %ld): %s",
              task->record_attempts, store_error.what);
    if (!worker->stopping && task->record_attempts < MOST_RECORD_ATTEMPTS) {
        task->stage = TASK_RECORDING;
        task->wake_at = clock_monotonic_ms() + RECORD_WAIT_MS * task->record_attempts;
        return;
    }
    detail_apply(&task->job->detail, &task->outcome.change, &task->job->arena);
    error_set(&error, ERR_STORE, store_error.next,
              "the message is %s, but that is not recorded: %s",
              send_state_word(task->outcome.change.state), store_error.what);
    send_end(worker, task, &error);
}

/* For ends without a transfer: state, and why. `text` and `next` outlive the task's record. */
static void record_without_transfer(struct worker *worker, struct task *task, enum send_state state,
                                    enum err err, const char *source, const char *text,
                                    const char *next)
{
    task->outcome = (struct outcome){.err = err, .retry_after_ms = -1};
    task->outcome.change = (struct send_change){
        .state = state,
        .at = clock_now_ms(),
        .source = source,
        .text = text_of(text),
        .error_text = text_of(text),
        .error_next = text_of(next),
        .latency_ms = -1,
    };
    send_record(worker, task);
}

/* The other sends of the list would be refused alike. */
static void hold_others(struct worker *worker, const struct task *task, int64_t wait_ms)
{
    const struct outcome *outcome = &task->outcome;
    int64_t until = clock_monotonic_ms() + wait_ms;
    if (task->job->is_grouped && outcome->err == ERR_THROTTLED &&
        outcome->change.error_code != PAIR_LIMIT_CODE && until > worker->held_until)
        worker->held_until = until;
}

/* Waiting for the next attempt is an event of the row, which stays `sending`. */
static bool wait_for_next_attempt(struct worker *worker, struct task *task)
{
    const struct outcome *outcome = &task->outcome;
    long most =
        outcome->err == ERR_THROTTLED ? task->job->max_attempts : task->job->max_connect_attempts;
    int64_t wait_ms = 0;
    if (worker->stopping ||
        !pace_next_attempt(outcome, task->attempts, most, worker_chance(worker), &wait_ms))
        return false;
    char text[400];
    snprintf(text, sizeof text, text_of("%s; tried again in %" PRId64 " s (attempt %ld of %ld)"),
             outcome->change.error_text, (wait_ms + 999) / 1000, task->attempts + 1, most);
    struct send_change change = {
        .state = SEND_SENDING,
        .at = outcome->change.at,
        .source = outcome->change.source,
        .text = text,
        .latency_ms = -1,
    };
    struct error error = {0};
    if (commit_change(worker, task, &change, &error) != ERR_OK)
        return false;
    task->stage = TASK_WAITING;
    task->wake_at = clock_monotonic_ms() + wait_ms;
    hold_others(worker, task, wait_ms);
    post_event(worker, task, JOB_EVENT_WAITING,
               outcome->err == ERR_THROTTLED ? text_of("the server asks to wait")
                                             : outcome->change.error_text);
    return true;
}

/* The slots of the template as it was, to name the one that a refusal is about. */
static const struct slot_list *build_slots(const struct job *job, struct arena *arena,
                                           struct slot_list *list)
{
    const char *definition = job->detail.definition;
    CLEANUP(json_deletep) cJSON *root = NULL;
    CLEANUP(json_deletep) cJSON *values = NULL;
    struct template *template = NULL;
    if (definition == NULL || json_parse(definition, strlen(definition), &root, NULL) != ERR_OK ||
        template_parse(root, arena, &template, NULL) != ERR_OK)
        return NULL;
    int64_t cards = 0;
    if (job->detail.values != NULL &&
        json_parse(job->detail.values, strlen(job->detail.values), &values, NULL) == ERR_OK)
        json_integer(json_member(values, "card.count"), &cards);
    size_t count = cards > 0 && cards < 100 ? (size_t)cards : 0;
    return slots_build(template, count, arena, list, NULL) == ERR_OK ? list : NULL;
}

/* The queue has stopped: those that wait for their turn are to end now. */
static void wake_waiting_sends(struct worker *worker)
{
    for (struct task *task = worker->tasks; task != NULL; task = task->next)
        if (task->job->kind == JOB_SEND && task->stage == TASK_WAITING)
            task->wake_at = 0;
}

static void on_send_done(struct http_result *result, void *context)
{
    struct task *task = context;
    struct worker *worker = task->worker;
    struct slot_list list = {0};
    task->transfer = NULL;
    worker->sends_running--;
    arena_clear(&task->arena);
    struct error error = {0};
    int64_t now = clock_now_ms();
    enum err err = outcome_decide(result, now, NULL, &task->arena, &task->outcome, &error);
    /* Only a refusal is about a slot, and the slots are work. */
    if (err == ERR_OK && task->outcome.change.state == SEND_REJECTED)
        err = outcome_decide(result, now, build_slots(task->job, &task->arena, &list), &task->arena,
                             &task->outcome, &error);
    if (err != ERR_OK) {
        bool began = result->stage >= STAGE_REQUEST_SENT;
        record_without_transfer(worker, task, began ? SEND_UNKNOWN : SEND_NOT_SENT,
                                began ? ERR_UNKNOWN : ERR_NOT_SENT, "program",
                                "out of memory while the answer was read",
                                began ? "Look the message up before you send it again."
                                      : "Close other programs, then send it again.");
        return;
    }
    log_write(worker->log, LOG_INFO, "outbox",
              "row %" PRId64 ": %s, HTTP %d, curl %d, %" PRId64 " ms", task->job->detail.row.id,
              send_state_word(task->outcome.change.state), result->http_status, result->curl_code,
              result->latency_ms);
    if (wait_for_next_attempt(worker, task))
        return;
    /* No attempt is left: whoever has the list decides what becomes of the rest meanwhile. */
    hold_others(worker, task, LAST_HOLD_MS);
    if (!task->job->is_test &&
        breaker_note(&worker->breaker, &task->outcome, task->job->detail.row.id,
                     mailbox_last_sequence(worker->mailbox)))
        wake_waiting_sends(worker);
    if (task->job->is_grouped && !worker->stopping) {
        task->stage = TASK_RECORDING; /* with the others that ended */
        task->wake_at = 0;
        return;
    }
    send_record(worker, task);
}

/* The row could not be made `sending`, so nothing may leave. */
static void refuse_to_start(struct worker *worker, struct task *task, const struct error *error)
{
    arena_clear(&task->arena);
    const char *text = arena_format(&task->arena, text_of("nothing was sent: %s"), error->what);
    const char *next = arena_strdup(&task->arena, error->next);
    record_without_transfer(worker, task, SEND_NOT_SENT, ERR_STORE, "program",
                            text != NULL ? text : "nothing was sent: the history cannot be written",
                            next != NULL ? next : "Free some memory, then send it again.");
}

/* A row that the queue's stop reached: nothing of it left, so it can be sent again at any time. */
static void end_stopped(struct worker *worker, struct task *task)
{
    const struct breaker *breaker = &worker->breaker;
    arena_clear(&task->arena);
    const char *text = arena_format(
        &task->arena, text_of("nothing was sent: the queue was stopped after row %" PRId64 " (%s)"),
        breaker->row, breaker->why);
    record_without_transfer(worker, task, SEND_NOT_SENT, ERR_NOT_SENT, "program",
                            text != NULL ? text : "nothing was sent: the queue was stopped",
                            breaker_next_step(breaker));
}

/* Says once, in the row too, that it waits; then only when the end of the wait moves. */
static void tell_waiting(struct worker *worker, struct task *task, int64_t wait_ms,
                         const char *reason)
{
    if (wait_ms < TOLD_WAIT_MS || task->wake_at <= task->told_wake_at)
        return;
    if (task->told_wake_at == 0) {
        char text[200];
        snprintf(text, sizeof text, "waits %" PRId64 " s: %s", (wait_ms + 999) / 1000, reason);
        const struct send_change change = {.state = task->job->detail.row.state,
                                           .at = clock_now_ms(),
                                           .source = "program",
                                           .text = text,
                                           .latency_ms = -1};
        commit_change(worker, task, &change, NULL);
    }
    task->told_wake_at = task->wake_at;
    post_event(worker, task, JOB_EVENT_WAITING, reason);
}

/* A send that is tried again was refused, so it does not count as one to its recipient. */
int64_t send_take_turn(struct worker *worker, const struct task *task, const char **ret_reason)
{
    const struct job *job = task->job;
    const struct pacer_send send = {.sender = job->detail.row.phone_number_id,
                                    .recipient = job->detail.row.to,
                                    .rate = job->rate,
                                    .pair_gap_ms = task->attempts == 0 ? job->pair_gap_ms : 0};
    int64_t now = clock_monotonic_ms();
    int64_t wait_ms = pacer_wait_ms(&worker->pacer, &send, now, ret_reason);
    if (task->not_before - now > wait_ms) {
        wait_ms = task->not_before - now;
        *ret_reason = text_of("another message went to this recipient a moment ago");
    }
    if (wait_ms <= 0)
        pacer_mark(&worker->pacer, &send, now);
    return wait_ms > 0 ? wait_ms : 0;
}

/* True: it is not this send's turn yet. */
static bool wait_for_turn(struct worker *worker, struct task *task)
{
    const char *reason = NULL;
    int64_t wait_ms = send_take_turn(worker, task, &reason);
    if (wait_ms == 0)
        return false;
    task->stage = TASK_WAITING;
    task->wake_at = clock_monotonic_ms() + wait_ms;
    tell_waiting(worker, task, wait_ms, reason);
    return true;
}

void send_start(struct worker *worker, struct task *task)
{
    struct job *job = task->job;
    struct error error = {0};
    if (!job->is_test && !breaker_admits(&worker->breaker, task->sequence, job->is_listed)) {
        end_stopped(worker, task);
        return;
    }
    if (wait_for_turn(worker, task))
        return;
    if (job->detail.row.state != SEND_SENDING) {
        const struct send_change change = {
            .state = SEND_SENDING, .at = clock_now_ms(), .source = "program", .latency_ms = -1};
        if (commit_change(worker, task, &change, &error) != ERR_OK) {
            refuse_to_start(worker, task, &error);
            return;
        }
        post_row(worker, task);
    }
    send_launch(worker, task);
}

void send_launch(struct worker *worker, struct task *task)
{
    const struct job *job = task->job;
    struct error error = {0};
    const struct http_request request = {
        .method = "POST",
        .url = job->url,
        .token = &job->token,
        .body = job->body,
        .timeout_ms = job->timeout_ms,
        .is_send = true,
    };
    task->attempts++;
    if (transport_start(worker->transport, &request, on_send_done, task, &task->transfer, &error) !=
        ERR_OK) {
        record_without_transfer(worker, task, SEND_NOT_SENT, ERR_NOT_SENT, "program",
                                "nothing was sent: out of memory",
                                "Close other programs, then send it again.");
        return;
    }
    task->stage = TASK_RUNNING;
    worker->sends_running++;
}

void send_cancel(struct worker *worker, struct task *task)
{
    if (task->stage == TASK_RUNNING) {
        transfer_cancel(task->transfer); /* ends in on_send_done() */
        return;
    }
    if (task->stage == TASK_NEW)
        send_commit_intent(worker, task);
    if (task->stage == TASK_RECORDING)
        send_record(worker, task);
    else if (task->stage != TASK_ENDED)
        record_without_transfer(worker, task, SEND_CANCELLED, ERR_INTERRUPTED, "operator",
                                "cancelled before anything was sent",
                                "Send it again when it is to go out.");
}
