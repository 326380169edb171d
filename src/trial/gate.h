/*
 * The one place that decides whether a test run may send something, and the only
 * caller of outbox_submit() for a send or an upload in this folder. A check and a dry run get
 * a gate that never opens, and no outbox either.
 */
#ifndef CHAKRA_TRIAL_GATE_H
#define CHAKRA_TRIAL_GATE_H

#include "src/outbox/outbox.h"

#include <stdbool.h>

enum trial_mode {
    TRIAL_CHECK,   /* offline, against kept definitions */
    TRIAL_DRY_RUN, /* the account's definitions; sends nothing */
    TRIAL_SANDBOX,
    TRIAL_LIVE /* only to the profile's test recipients */
};

/* "check", "dry-run", "sandbox", "live" */
const char *trial_mode_word(enum trial_mode mode);
bool trial_mode_sends(enum trial_mode mode);

/* WhatsApp takes one message in 6 s from one sender to one recipient; this is a little more. */
enum { TRIAL_PAIR_GAP_MS = 6500 };

struct trial_gate {
    enum trial_mode mode;
    struct outbox *outbox;         /* NULL where nothing is sent */
    const struct profile *profile; /* its mode and its test_recipients */
    size_t max_sends;              /* messages of the run; 0: no limit */
    size_t sends;                  /* so far */
    long least_pair_gap_ms;        /* what a job's own gap is raised to */
};

/* Takes the job on success; ERR_CONTENT says why it may not go. */
enum err trial_gate_submit(struct trial_gate *gate, struct job *job, struct error *reterr);
/* The same for an upload, which is no message and is not counted. */
enum err trial_gate_submit_upload(struct trial_gate *gate, struct job *job, struct error *reterr);
/* May it go to these digits at all? ERR_CONTENT with the reason. */
enum err trial_gate_allows(const struct trial_gate *gate, const char *digits, struct error *reterr);

#endif
