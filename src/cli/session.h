/*
 * What a command that talks to the API works with: settings, token, the sandbox
 * when it is wanted, the history made ready, and the worker.
 */
#ifndef CHAKRA_CLI_SESSION_H
#define CHAKRA_CLI_SESSION_H

#include "src/base/err.h"
#include "src/base/log.h"
#include "src/cli/arguments.h"
#include "src/config/config.h"
#include "src/history/store.h"
#include "src/outbox/outbox.h"
#include "src/sandbox/sandbox.h"

#include <stdint.h>

struct session {
    struct config config;
    struct log *log;
    struct sandbox *sandbox;
    struct secret token;
    struct outbox *outbox;
    bool token_renewed;
    uint64_t last_number; /* of jobs */
    size_t in_flight;     /* sends at once; 0: the outbox's own choice */
    bool is_read_only;    /* the history is */
};

/* session_close() in every case. Catches signals: call it before any thread is there. */
enum err session_open(struct session *session, const struct arguments *arguments,
                      struct error *reterr);
/* Stops the worker (its rows are all written) and the sandbox, and wipes the token. */
void session_close(struct session *session);

const struct profile *session_profile(const struct session *session);

/* After a 401: reads the token again, once, when a command gives it (tokens of such a source may be
 * short-lived). False: nothing changed, so asking again is no use. */
bool session_renew_token(struct session *session);

/* For who is about to send, and before files are uploaded for it: ERR_STORE when no send could be
 * recorded. */
enum err session_check_history(const struct session *session, struct error *reterr);

/* A job of this profile, with token, address and limits filled in; NULL: no memory. */
struct job *session_new_job(struct session *session, enum job_kind kind, struct error *reterr);

/*
 * Opens the history for reading after rows of programs that are gone were recovered; writing is
 * tried first and may fail (another's folder, a full disk). ERR_NOT_FOUND when there is none yet.
 * Says on stderr that it cannot be written, where `tells`.
 */
enum err history_open(const char *folder, bool tells, struct store **ret_store,
                      struct error *reterr);

#endif
