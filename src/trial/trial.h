/*
 * A test run: cases in, verdicts out. Plans all cases first (nothing leaves),
 * then uploads the files of those that are to be sent, each content once, sends
 * them through the outbox, waits for evidence of what
 * the platform reports, and judges. Prints nothing and never blocks: whoever
 * drives it (a command, or a screen) hands it the outbox's events and calls
 * trial_advance() until trial_is_over().
 *
 * One thread, the one that submits to the outbox.
 */
#ifndef CHAKRA_TRIAL_TRIAL_H
#define CHAKRA_TRIAL_TRIAL_H

#include "src/history/store.h"
#include "src/trial/case_list.h"
#include "src/trial/gate.h"
#include "src/trial/verdict.h"
#include "src/whatsapp/definition.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct trial;

struct trial_result {
    const struct trial_case *test;
    enum trial_verdict verdict; /* TRIAL_NOT_RUN until it is over */
    char reason[TRIAL_REASON_SIZE];
    struct problem_list problems;
    char *preview; /* as lines, one-time codes hidden; NULL when it could not be made */
    char definition_hash[DEFINITION_HASH_SIZE];
    int64_t begun_at, ended_at; /* ms since 1970; 0: never */
    /* Of what was sent; row_id 0: nothing was */
    int64_t row_id;
    enum send_state state;
    char *wamid;
    int http_status, error_code;
    int64_t latency_ms;               /* -1: none */
    int64_t accepted_at, reported_at; /* ms since 1970: seen here; 0: not */
};

struct trial_counts {
    size_t total, by_verdict[TRIAL_VERDICT_COUNT]; /* NOT_RUN: those still to come, too */
    size_t over;
};

/* Borrowed things must outlive the trial. */
struct trial_options {
    struct trial_gate gate; /* copied */
    const struct profile *profile;
    const struct secret *token; /* where something is sent */
    const char *plugin_id, *phone_number_id;
    const char *sender_number; /* NULL when not known */
    const char *run;           /* id of the run: part of the guard against sending twice */
    struct store *store;       /* for reading; NULL: no facts, no evidence from webhooks */
    uint64_t *last_job;        /* the caller's counter of job numbers */
    bool fails_fast;
    bool allows_cannot_tell; /* fail-fast lets it pass */
    /* Called once for each case that is over, in any order; may be NULL. */
    void (*on_case)(void *context, const struct trial_result *result);
    void *context;
};

/* Of the chosen cases. *ret_trial is the caller's: trial_free(). */
enum err trial_new(const struct case_list *cases, const struct trial_options *options,
                   struct trial **ret_trial, struct error *reterr);
void trial_free(struct trial *trial);

/* Looks at the content of cases for at most `slice_ms` (0: all); *ret_done when all are looked at.
 * Calls nobody. */
enum err trial_plan(struct trial *trial, int64_t slice_ms, bool *ret_done, struct error *reterr);
/* How many messages the run is going to send, to how many recipients, and how long the pace alone
 * takes. */
size_t trial_sends(const struct trial *trial, size_t *ret_recipients, int64_t *ret_pace_ms);

/* How many files it is going to upload before that. */
size_t trial_uploads(const struct trial *trial);

/* Goes on; *ret_wait_ms is when to call again without an event (-1: only an event brings news). */
enum err trial_advance(struct trial *trial, int64_t *ret_wait_ms, struct error *reterr);
/* True when the event belongs to a job of this run. The event stays the caller's. */
bool trial_take_event(struct trial *trial, const struct job_event *event);
/* What was not begun is not run; what is under way is cancelled, and its end waited for. */
void trial_cancel(struct trial *trial);
bool trial_is_over(const struct trial *trial);

/* ERR_AUTH or ERR_BILLING when the account stopped the run, with its reason; else ERR_OK. */
enum err trial_stopped_by(const struct trial *trial, struct error *reterr);

struct trial_counts trial_count(const struct trial *trial);
/* By the order of the chosen cases; NULL behind the last one. */
const struct trial_result *trial_result_at(const struct trial *trial, size_t index);
/* Milliseconds until it is probably over; -1: cannot be said yet. */
int64_t trial_time_left(const struct trial *trial);

#endif
