/*
 * A running outbox on a history of its own in a temporary folder, jobs made by
 * hand, and waits with a deadline. For plain programs: CHECK ends the program.
 */
#ifndef CHAKRA_TESTS_WORKPLACE_H
#define CHAKRA_TESTS_WORKPLACE_H

#include "src/outbox/outbox.h"
#include "tests/support/scripted_server.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                               \
    do {                                                                               \
        if (!(condition)) {                                                            \
            fprintf(stderr, "%s:%d: %s: not true: %s\n", __FILE__, __LINE__, __func__, \
                    #condition);                                                       \
            abort();                                                                   \
        }                                                                              \
    } while (0)

/* What every job of the tests carries as its token. */
#define WORKPLACE_TOKEN "canary-4be1d0c2"

enum { MOST_SEEN = 512 };

struct workplace {
    char folder[64];
    struct outbox *outbox;
    struct job_event *seen[MOST_SEEN]; /* every event so far, oldest first */
    size_t seen_count;
};

/* `most_transfers` as in outbox_options. */
void workplace_open(struct workplace *workplace, size_t most_transfers);
/* Stops the outbox; the history stays for workplace_row() until workplace_close(). */
void workplace_stop(struct workplace *workplace);
void workplace_close(struct workplace *workplace);

/* A send to `url`; each number is another message. */
struct job *workplace_send_job(uint64_t number, const char *url);
struct job *workplace_read_job(enum job_kind kind, uint64_t number, const char *base_url);
void workplace_submit(struct workplace *workplace, struct job *job);

/* Takes what events there are, after waiting for at most `wait_ms`. */
void workplace_collect(struct workplace *workplace, int wait_ms);
/* Waits (10 s at most) for the DONE of a job, keeping all events. */
const struct job_event *workplace_wait_done(struct workplace *workplace, uint64_t number);
/* Waits for a ROW or WAITING event of the job that shows this state. */
const struct job_event *workplace_wait_state(struct workplace *workplace, uint64_t number,
                                             enum job_event_kind kind, enum send_state state);
size_t workplace_count(const struct workplace *workplace, uint64_t number,
                       enum job_event_kind kind);

/* The state in the history of row `id`; -1 when there is no such row. */
int workplace_row_state(const struct workplace *workplace, int64_t id);
size_t workplace_row_count(const struct workplace *workplace);

/* Does any file of the folder hold these bytes? */
bool workplace_files_hold(const struct workplace *workplace, const char *bytes);

#endif
