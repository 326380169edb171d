/*
 * One job from hand-over to its end, for commands that have nothing else to do
 * meanwhile. A signal cancels the job; its end is waited for all the same, so
 * that what happened is known and written.
 */
#ifndef CHAKRA_CLI_EXCHANGE_H
#define CHAKRA_CLI_EXCHANGE_H

#include "src/cli/session.h"

struct exchange {
    struct job_event *done;   /* never NULL after ERR_OK */
    struct job_event *result; /* the last PHONES, TEMPLATES, UPLOADED, SUBMITTED …; NULL */
    bool interrupted;         /* a signal cancelled it */
    bool progress_shown;      /* a line of progress stands on the terminal */
};

/* Takes the job in every case. ERR_OK means that it ended; how is in done->error. */
enum err exchange_run(struct session *session, struct job *job, struct exchange *ret_exchange,
                      struct error *reterr);
void exchange_release(struct exchange *exchange);

#endif
