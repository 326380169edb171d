/* From a path to the job that uploads it: the one place that says whether a profile may. */
#ifndef CHAKRA_OUTBOX_COMPOSE_UPLOAD_H
#define CHAKRA_OUTBOX_COMPOSE_UPLOAD_H

#include "src/config/profile.h"
#include "src/config/secret.h"
#include "src/outbox/job.h"

struct upload_options {
    const struct profile *profile;
    const struct secret *token; /* may be NULL */
    const char *plugin_id;
    const char *path;
    enum header_format upload_for; /* HEADER_NONE: any */
    uint64_t number;
};

/*
 * Makes a JOB_UPLOAD. Refuses (ERR_CONTENT) a read-only profile, since a link
 * is public, and a file that the header would not take. Copies everything;
 * *ret_job is the caller's.
 */
enum err compose_upload(const struct upload_options *options, struct job **ret_job,
                        struct error *reterr);

#endif
