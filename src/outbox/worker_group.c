/*
 * Sends of a list. A commit is an fsync, so what waits for the disk starts
 * together: one transaction holds the outcomes of the sends that ended and the
 * intents of those whose turn it is; their requests leave when it is durable, as
 * with a single send. The rows of the list that wait for their turn are not in
 * the history yet: the list itself is the queue.
 *
 * A group that cannot be written has written nothing: each of its sends is then
 * brought on by itself, by the ways of worker_send.c, which know every trouble.
 */
#include "src/outbox/worker.h"

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/history/store_group.h"
#include "src/outbox/detail.h"

/* Some 20 ms of writing, so that other programs get their turn on the history. */
enum { GROUP_MOST = 256 };

struct group {
    struct task *members[GROUP_MOST];
    bool written[GROUP_MOST];
    size_t count;
    int64_t nearest; /* timer: ms from now; -1: none */
};

static bool waits_to_record(const struct task *task)
{
    return task->stage == TASK_RECORDING && task->record_attempts == 0;
}

bool group_has(const struct task *task)
{
    return task->job->kind == JOB_SEND && task->job->is_grouped &&
           (task->stage == TASK_NEW || waits_to_record(task));
}

bool group_is_waiting(const struct task *task)
{
    return task->job->kind == JOB_SEND && task->job->is_grouped &&
           (task->stage == TASK_NEW || task->stage == TASK_READY || task->stage == TASK_WAITING);
}

/* It leaves no row: nothing was begun. */
static void end_without_row(struct worker *worker, struct task *task, const struct error *error)
{
    task->done->queue_stopped = error->code == ERR_NOT_SENT;
    worker_end_task(worker, task, error);
}

void group_cancel(struct worker *worker, struct task *task)
{
    struct error error = {0};
    error_set(&error, ERR_INTERRUPTED, "Go on with the list when it is to go out.",
              "cancelled before anything was sent");
    end_without_row(worker, task, &error);
}

static void end_stopped(struct worker *worker, struct task *task)
{
    struct error error = {0};
    error_set(&error, ERR_NOT_SENT, breaker_next_step(&worker->breaker),
              "the queue was stopped after row %lld: %s", (long long)worker->breaker.row,
              worker->breaker.why);
    end_without_row(worker, task, &error);
}

static void note_timer(struct group *group, int64_t wait_ms)
{
    if (group->nearest < 0 || wait_ms < group->nearest)
        group->nearest = wait_ms;
}

/* Is it this send's turn? If not, its timer is noted. */
static bool is_its_turn(struct worker *worker, struct group *group, struct task *task, int64_t now)
{
    if (now < worker->held_until) {
        note_timer(group, worker->held_until - now);
        return false;
    }
    if (!task->knows_recipient && worker_open_store(worker, NULL) == ERR_OK) {
        task->not_before = send_recipient_free_at(worker, task->job);
        task->knows_recipient = true;
    }
    const char *reason = NULL;
    int64_t wait_ms = send_take_turn(worker, task, &reason);
    if (wait_ms > 0)
        note_timer(group, wait_ms);
    return wait_ms == 0;
}

static void gather(struct worker *worker, struct group *group)
{
    int64_t now = clock_monotonic_ms();
    size_t places =
        worker->most_sends > worker->sends_running ? worker->most_sends - worker->sends_running : 0;
    for (struct task *task = worker->tasks; task != NULL; task = task->next) {
        if (!group_has(task))
            continue;
        bool starts = task->stage == TASK_NEW;
        if (starts && !task->job->is_test &&
            !breaker_admits(&worker->breaker, task->sequence, task->job->is_listed)) {
            end_stopped(worker, task);
            continue;
        }
        if (group->count == GROUP_MOST) {
            note_timer(group, 0);
            return;
        }
        if (starts && (places == 0 || !is_its_turn(worker, group, task, now)))
            continue;
        places -= starts ? 1 : 0;
        group->members[group->count++] = task;
    }
}

static enum err write_intent(struct worker *worker, struct task *task, bool *ret_written,
                             struct error *reterr)
{
    struct job *job = task->job;
    int64_t id = 0;
    job->detail.row.created_at = clock_now_ms(); /* it was put together a while ago */
    job->intent.detail = &job->detail;
    job->intent.owner = store_owner_uuid(worker->owner);
    job->intent.starts_at_once = true;
    enum err err = store_group_insert(worker->store, &job->intent, &id, reterr);
    job->intent.starts_at_once = false;
    *ret_written = err == ERR_OK;
    job->detail.row.id = err == ERR_OK ? id : 0;
    return err == ERR_DUPLICATE ? ERR_OK : err; /* told by worker_send.c, which looks closer */
}

static enum err write_group(struct worker *worker, struct group *group, struct error *reterr)
{
    enum err err = worker_open_store(worker, reterr);
    if (err == ERR_OK)
        err = store_group_begin(worker->store, reterr);
    if (err != ERR_OK)
        return err;
    for (size_t i = 0; err == ERR_OK && i < group->count; i++) {
        struct task *task = group->members[i];
        if (task->stage == TASK_NEW) {
            err = write_intent(worker, task, &group->written[i], reterr);
        } else {
            err = store_group_change(worker->store, task->job->detail.row.id, &task->outcome.change,
                                     reterr);
            group->written[i] = err == ERR_OK;
        }
    }
    return store_group_end(worker->store, err, reterr);
}

static void take_back(struct group *group)
{
    for (size_t i = 0; i < group->count; i++) {
        group->written[i] = false;
        if (group->members[i]->stage == TASK_NEW)
            group->members[i]->job->detail.row.id = 0;
    }
}

static void go_on(struct worker *worker, struct task *task, bool written)
{
    if (task->stage == TASK_NEW && written) {
        task->job->detail.row.state = SEND_SENDING;
        send_launch(worker, task);
    } else if (task->stage == TASK_NEW) {
        send_commit_intent(worker, task);
    } else if (written) {
        struct error error = {0};
        detail_apply(&task->job->detail, &task->outcome.change, &task->job->arena);
        send_explain(&task->outcome, &error);
        send_end(worker, task, &error);
    } else {
        send_record(worker, task);
    }
}

int64_t group_advance(struct worker *worker)
{
    struct group group = {.nearest = -1};
    gather(worker, &group);
    if (group.count == 0)
        return group.nearest;
    struct error error = {0};
    if (write_group(worker, &group, &error) != ERR_OK) {
        log_write(worker->log, LOG_WARN, "outbox", "a group of %zu was not written: %s",
                  group.count, error.what);
        take_back(&group);
    }
    for (size_t i = 0; i < group.count; i++) {
        struct task *task = group.members[i];
        go_on(worker, task, group.written[i]);
        if (task->stage != TASK_RUNNING && task->stage != TASK_ENDED)
            group.nearest = 0; /* it goes on alone, and was passed by in this round */
    }
    return group.nearest;
}
