/*
 * A job in the worker's hands: the job, how far it is, and the event that will
 * say its end (made beforehand, so that the end can always be told).
 */
#ifndef CHAKRA_OUTBOX_TASK_H
#define CHAKRA_OUTBOX_TASK_H

#include "src/base/arena.h"
#include "src/chakra/transport.h"
#include "src/outbox/job.h"
#include "src/outbox/outcome.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum task_stage {
    TASK_NEW,       /* nothing done */
    TASK_READY,     /* a send whose intent is committed, waiting for its turn */
    TASK_RUNNING,   /* a transfer is in flight */
    TASK_WAITING,   /* a send that is tried again at wake_at */
    TASK_RECORDING, /* the outcome could not be written: tried again at wake_at */
    TASK_ENDED
};

struct worker;
struct listing;
struct upload;
struct chat_log;

struct task {
    struct task *next;
    struct job *job;
    struct job_event *done; /* posted at the end */
    enum task_stage stage;
    struct worker *worker;
    struct transfer *transfer; /* NULL unless TASK_RUNNING */
    long attempts;
    int64_t wake_at;    /* monotonic ms */
    struct arena arena; /* of the outcome */
    struct outcome outcome;
    long record_attempts;
    struct listing *listing;   /* JOB_LIST_TEMPLATES */
    struct upload *upload;     /* JOB_UPLOAD */
    struct chat_log *chat_log; /* JOB_LOOK_UP, JOB_LIST_CHATS, JOB_LIST_MESSAGES */
    uint64_t sequence;         /* rises with each task put into the mailbox */
    int64_t not_before;   /* a send: monotonic ms; by what the history knows of the recipient */
    bool knows_recipient; /* a grouped send: not_before is known */
    int64_t told_wake_at; /* a send that waits for its turn: what the operator was told */
};

/* Takes the job on success; NULL when memory is out. */
struct task *task_new(struct job *job);
void task_free(struct task *task); /* the job too */

#endif
