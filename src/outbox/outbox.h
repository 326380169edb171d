/*
 * The worker thread: owns the transport and the writing connection to the
 * history. Jobs go in through a queue, events come out through a list and a
 * pipe that becomes readable.
 *
 * One send: intent committed, request written, reply classified by evidence,
 * outcome committed, event handed back. When nothing is
 * queued or in flight the thread waits without a time limit.
 *
 * Lock order: there is one lock, held only to move pointers. submit may be called from any
 * thread, cancel and take_events from one.
 */
#ifndef CHAKRA_OUTBOX_OUTBOX_H
#define CHAKRA_OUTBOX_OUTBOX_H

#include "src/base/err.h"
#include "src/base/log.h"
#include "src/outbox/job.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct outbox;

struct outbox_options {
    const char *data_folder; /* of the history; copied. NULL: none, only reads of the account */
    struct log *log;         /* may be NULL; must outlive the outbox */
    size_t most_transfers;   /* sends in flight at once; 0: 4 */
    bool starts_later;       /* by outbox_begin(); until then jobs wait */
};

/*
 * Starts the thread, if not told to do so later. The history must have been opened and migrated
 * once before. A history that cannot be opened for writing does not fail here: every send then ends
 * as not sent, with that error.
 */
enum err outbox_start(const struct outbox_options *options, struct outbox **ret_outbox,
                      struct error *reterr);

/* Starts network library and thread of an outbox that starts later; once. The first screen need not
 * wait for either. */
enum err outbox_begin(struct outbox *outbox, struct error *reterr);

/* Becomes readable when there are events; outbox_take_events empties it. */
int outbox_wake_fd(const struct outbox *outbox);

/* Takes the job on success; on failure it stays the caller's. */
enum err outbox_submit(struct outbox *outbox, struct job *job, struct error *reterr);

/* Queued or waiting: cancelled. In flight before its first byte: cancelled. After: unknown.
 * OUTBOX_WAITING in place of a number: all grouped sends of which no request is in flight. */
enum { OUTBOX_WAITING = 0 };
void outbox_cancel(struct outbox *outbox, uint64_t number);

/* All events so far, oldest first, the caller's (job_event_free each); NULL for none. */
struct job_event *outbox_take_events(struct outbox *outbox);

/*
 * Stops: queued jobs become `cancelled`, transfers are cut (rows become
 * cancelled or unknown by evidence), all rows written; then joins and frees.
 */
void outbox_stop(struct outbox *outbox);

/* Waits up to `wait_ms` (-1: without limit) until an event is there; for headless use. */
bool outbox_wait(struct outbox *outbox, int wait_ms);

#endif
