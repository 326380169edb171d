/*
 * The worker's loop. It sleeps in one of two places: in the mailbox, without a
 * limit, when there is no task at all; else in transport_step(), until a
 * transfer moves, the nearest timer is due or transport_wake() is called.
 */
#include "src/outbox/worker.h"

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/outbox/outbox.h"
#include "src/outbox/worker_upload.h"

/* Committing many intents in a row must not starve the transfers that run. */
enum { COMMIT_SLICE_MS = 50, LONGEST_WAIT_MS = 60 * 60 * 1000 };

enum err worker_open_store(struct worker *worker, struct error *reterr)
{
    enum err err = ERR_OK;
    if (worker->data_folder == NULL)
        return error_set(reterr, ERR_STORE, "Finish the set-up first, then start again.",
                         "there is no history to write to yet");
    if (worker->store == NULL)
        err = store_open(worker->data_folder, STORE_WRITE, &worker->store, reterr);
    if (err == ERR_OK && worker->owner == NULL)
        err = store_owner_begin(worker->data_folder, &worker->owner, reterr);
    return err;
}

uint32_t worker_chance(struct worker *worker)
{
    worker->chance = worker->chance * 1664525u + 1013904223u;
    return worker->chance >> 8;
}

struct job_event *worker_new_event(const struct task *task, enum job_event_kind kind)
{
    struct job_event *event = mem_zalloc(1, sizeof *event);
    if (event == NULL)
        return NULL;
    arena_init(&event->arena);
    event->kind = kind;
    event->number = task->job->number;
    event->job = task->job->kind;
    return event;
}

void worker_end_task(struct worker *worker, struct task *task, const struct error *error)
{
    struct job_event *done = task->done;
    task->done = NULL;
    task->stage = TASK_ENDED;
    if (error != NULL)
        done->error = *error;
    mailbox_post(worker->mailbox, done);
}

static void put_text(struct worker *worker, struct task *task)
{
    struct error error = {0};
    enum err err = worker_open_store(worker, &error);
    if (err == ERR_OK)
        err =
            store_put_text(worker->store, task->job->name, task->job->text, clock_now_ms(), &error);
    worker_end_task(worker, task, err == ERR_OK ? NULL : &error);
}

static void begin_task(struct worker *worker, struct task *task)
{
    static void (*const begin[])(struct worker *, struct task *) = {
        [JOB_SEND] = send_commit_intent,
        [JOB_LIST_PHONES] = read_start,
        [JOB_LIST_TEMPLATES] = read_start,
        [JOB_PUT_TEXT] = put_text,
        [JOB_UPLOAD] = upload_start,
        [JOB_LOOK_UP] = chat_start,
        [JOB_LIST_CHATS] = chat_start,
        [JOB_LIST_MESSAGES] = chat_start,
        [JOB_SET_NOTE] = edit_start,
        [JOB_SET_TAGS] = edit_start,
        [JOB_DELETE_ROW] = edit_start,
        [JOB_UNDELETE_ROW] = edit_start,
        [JOB_DROP_ROW] = edit_start,
        [JOB_CALL] = call_start,
        [JOB_SUBMIT_TEMPLATE] = template_submit_start,
        [JOB_SAVE_SETTINGS] = settings_start,
        [JOB_APPLY_STATUSES] = status_start,
    };
    begin[task->job->kind](worker, task);
}

static void cancel_task(struct worker *worker, struct task *task)
{
    if (task->stage == TASK_ENDED)
        return;
    if (group_has(task) && task->stage == TASK_NEW) {
        group_cancel(worker, task);
    } else if (task->job->kind == JOB_SEND) {
        send_cancel(worker, task);
    } else if (task->stage == TASK_RUNNING) {
        transfer_cancel(task->transfer);
    } else {
        struct error error = {0};
        error_set(&error, ERR_INTERRUPTED, "Ask for it again when you need it.", "cancelled");
        worker_end_task(worker, task, &error);
    }
}

static void cancel_number(struct worker *worker, uint64_t number)
{
    for (struct task *task = worker->tasks; task != NULL; task = task->next) {
        if (task->job->number == number || (number == OUTBOX_WAITING && group_is_waiting(task)))
            cancel_task(worker, task);
    }
}

/* Brings one task on; returns how long until it must be looked at again (-1: no timer). */
static int64_t advance_task(struct worker *worker, struct task *task, int64_t slice_end)
{
    int64_t now = clock_monotonic_ms();
    if (group_has(task))
        return -1;
    if (task->stage == TASK_NEW) {
        if (now >= slice_end)
            return 0;
        begin_task(worker, task);
    }
    if (task->stage == TASK_WAITING || task->stage == TASK_RECORDING) {
        if (now < task->wake_at)
            return task->wake_at - now;
        if (task->stage == TASK_RECORDING)
            send_record(worker, task);
        else
            task->stage = TASK_READY;
    }
    if (task->stage == TASK_READY && worker->sends_running < worker->most_sends)
        send_start(worker, task);
    if (task->stage == TASK_WAITING || task->stage == TASK_RECORDING)
        return task->wake_at > now ? task->wake_at - now : 0;
    return -1;
}

/* Returns the milliseconds until the nearest timer. A list takes every place among the sends that
 * is free, and of the rate what is left: so what was asked for by itself comes before it. */
static int advance_all(struct worker *worker)
{
    int64_t slice_end = clock_monotonic_ms() + COMMIT_SLICE_MS;
    int64_t nearest = LONGEST_WAIT_MS;
    for (struct task *task = worker->tasks; task != NULL; task = task->next) {
        int64_t wait = advance_task(worker, task, slice_end);
        if (wait >= 0 && wait < nearest)
            nearest = wait;
    }
    int64_t group_wait = group_advance(worker);
    return (int)(group_wait >= 0 && group_wait < nearest ? group_wait : nearest);
}

/* Frees what ended; returns whether anything did (a place among the sends may be free then). */
static bool sweep(struct worker *worker)
{
    bool swept = false;
    struct task **link = &worker->tasks;
    while (*link != NULL) {
        struct task *task = *link;
        if (task->stage != TASK_ENDED) {
            link = &task->next;
            continue;
        }
        *link = task->next;
        task_free(task);
        swept = true;
    }
    return swept;
}

static void accept_delivery(struct worker *worker, struct delivery *delivery)
{
    struct task **link = &worker->tasks;
    while (*link != NULL)
        link = &(*link)->next;
    *link = delivery->tasks;
    for (struct task *task = delivery->tasks; task != NULL; task = task->next)
        task->worker = worker;
    for (size_t i = 0; i < delivery->cancel_count; i++)
        cancel_number(worker, delivery->cancels[i]);
    mem_free(delivery->cancels);
    worker->stopping = delivery->stop;
}

static void run_transfers(struct worker *worker, int wait_ms)
{
    struct error error = {0};
    if (transport_step(worker->transport, wait_ms, &error) == ERR_OK)
        return;
    log_write(worker->log, LOG_ERROR, "outbox", "%s", error.what);
    for (struct task *task = worker->tasks; task != NULL; task = task->next) {
        if (task->stage == TASK_RUNNING)
            transfer_cancel(task->transfer);
    }
}

/* The program ends: what did not leave is cancelled, what may have left is unknown, and texts
 * that were to be kept (the draft, notes) are kept. */
static void wind_up(struct worker *worker)
{
    for (struct task *task = worker->tasks; task != NULL; task = task->next) {
        bool keeps = task->job->kind == JOB_PUT_TEXT || task->job->kind == JOB_SAVE_SETTINGS ||
                     task->job->kind == JOB_APPLY_STATUSES || edit_is_kind(task->job->kind);
        if (keeps && task->stage == TASK_NEW)
            begin_task(worker, task);
        else
            cancel_task(worker, task);
    }
    sweep(worker);
}

void *worker_run(void *context)
{
    struct worker *worker = context;
    worker->chance = (uint32_t)clock_now_ms();
    struct error error = {0};
    if (worker_open_store(worker, &error) != ERR_OK)
        log_write(worker->log, LOG_ERROR, "outbox", "%s", error.what);
    while (!worker->stopping) {
        struct delivery delivery;
        mailbox_take(worker->mailbox, worker->tasks == NULL, &delivery);
        accept_delivery(worker, &delivery);
        if (worker->stopping)
            break;
        int wait_ms = advance_all(worker);
        if (sweep(worker))
            wait_ms = 0;
        if (worker->tasks != NULL)
            run_transfers(worker, wait_ms);
        sweep(worker);
    }
    wind_up(worker);
    pacer_release(&worker->pacer);
    store_owner_end(worker->owner);
    store_close(worker->store);
    return NULL;
}
