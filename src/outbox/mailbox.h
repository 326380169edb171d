/*
 * What crosses between the two threads, under the one lock: tasks in, wishes to
 * cancel in, events out. The lock is held only to move pointers.
 */
#ifndef CHAKRA_OUTBOX_MAILBOX_H
#define CHAKRA_OUTBOX_MAILBOX_H

#include "src/base/err.h"
#include "src/outbox/job.h"
#include "src/outbox/task.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mailbox {
    pthread_mutex_t lock;
    pthread_cond_t arrived;
    int wake_pipe[2]; /* [0] is readable while there are events */
    struct task *first_task, *last_task;
    uint64_t *cancels; /* numbers */
    size_t cancel_count, cancel_size;
    struct job_event *first_event, *last_event;
    bool stop;
    uint64_t last_sequence; /* of the tasks put in */
};

/* What the worker takes out at once. */
struct delivery {
    struct task *tasks; /* oldest first */
    uint64_t *cancels;  /* the worker's (mem_free) */
    size_t cancel_count;
    bool stop;
};

enum err mailbox_init(struct mailbox *mailbox, struct error *reterr);
/* Frees what is still in it. No thread may use it any more. */
void mailbox_release(struct mailbox *mailbox);

/* From the caller's thread. */
void mailbox_put(struct mailbox *mailbox, struct task *task);
void mailbox_cancel(struct mailbox *mailbox, uint64_t number);
void mailbox_stop(struct mailbox *mailbox);
struct job_event *mailbox_take_events(struct mailbox *mailbox);

/* From the worker's thread. `may_wait`: sleep, without a limit, until something is there. */
void mailbox_take(struct mailbox *mailbox, bool may_wait, struct delivery *ret_delivery);
void mailbox_post(struct mailbox *mailbox, struct job_event *event);
/* The number of the newest task, also when it was not taken out yet. */
uint64_t mailbox_last_sequence(struct mailbox *mailbox);

#endif
