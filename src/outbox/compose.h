/*
 * From a filled-in message to a job: the one place where a send is put together,
 * for the screen, `send`, `test` and `batch` alike.
 */
#ifndef CHAKRA_OUTBOX_COMPOSE_H
#define CHAKRA_OUTBOX_COMPOSE_H

#include "src/config/profile.h"
#include "src/config/secret.h"
#include "src/outbox/fingerprint.h"
#include "src/outbox/job.h"
#include "src/whatsapp/message.h"
#include "src/whatsapp/record_name.h"

struct compose_options {
    const struct profile *profile;
    const struct secret *token;
    const char *plugin_id;
    const char *phone_number_id;
    const char *source; /* "tui", "cli", … */
    const char *batch;  /* NULL */
    const char *run;    /* part of the fingerprint of a `test` case; NULL */
    bool override_duplicate;
    int64_t sent_again_of;
    const char *uid; /* of the row; NULL: a random one */
    uint64_t number;
    int64_t now_ms;
    bool retry_not_sent; /* also try max_attempts times when no connection comes about */
    /* What counts as the same message; NULL: the message's values. For files: each upload has
     * another link, and the same file is the same message all the same. */
    const struct values *guard_values;
    /* "SHORTID/KEY" of the record, for the route process; NULL. The message's recipient is then
     * whom the record was seen to belong to, or NULL where that could not be told. */
    const char *process;
};

/* The route that such a message goes: the profile's or the plugin's. */
enum send_route compose_route(const struct compose_options *options);

/* The two parts of "SHORTID/KEY", in the caller's buffers. ERR_CONTENT when there are no two. */
enum { PROCESS_PART_SIZE = RECORD_PART_SIZE };
enum err compose_split_process(const char *process, char short_id[PROCESS_PART_SIZE],
                               char key[PROCESS_PART_SIZE], struct error *reterr);

/* Can this message go its route? ERR_CONTENT names the first slot that cannot, or says that the
 * record is missing. */
enum err compose_check_route(const struct message *message, const struct compose_options *options,
                             struct error *reterr);

/* May the profile send to whom it does not know? ERR_CONTENT with the reason (read-only, test). */
enum err compose_allows_unknown(const struct profile *profile, const char *process,
                                struct error *reterr);

/*
 * Makes a JOB_SEND: body, URL, fingerprint, intent. Refuses (ERR_CONTENT) a
 * profile that may not send there. Copies everything; *ret_job is the caller's.
 */
enum err compose_send(const struct message *message, const struct compose_options *options,
                      struct job **ret_job, struct error *reterr);

/*
 * The double-send guard of this message: its fingerprint, and from when on earlier rows count.
 * Those of an authentication template leave the code out (six digits behind a digest are soon
 * guessed) and count only while they are pending (0): a new code right after an old one is normal.
 */
enum err compose_guard(const struct message *message, const struct compose_options *options,
                       const char *digits, char fingerprint[FINGERPRINT_SIZE], int64_t *ret_since,
                       struct error *reterr);

/* The request as `--dry-run` prints it: {"method","url","body"}; caller frees the node. */
enum err compose_dry_run(const struct message *message, const struct compose_options *options,
                         cJSON **ret_request, struct error *reterr);

#endif
