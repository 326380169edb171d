/*
 * What came in, for GET /_sandbox/requests: the newest 1000 requests, each as
 * printed JSON. Secrets are left out. The caller's lock guards it.
 */
#ifndef CHAKRA_SANDBOX_REQUEST_LOG_H
#define CHAKRA_SANDBOX_REQUEST_LOG_H

#include "src/base/strbuf.h"
#include "src/http_server/server.h"

#include <stddef.h>

enum { REQUEST_LOG_SIZE = 1000 };

struct request_log {
    char *entries[REQUEST_LOG_SIZE]; /* a ring */
    size_t first;                    /* place of the oldest */
    size_t count;
};

/* Without memory the request is not logged. */
void request_log_add(struct request_log *log, const struct http_request *request);
/* Appends a JSON array, oldest first. */
void request_log_print(const struct request_log *log, struct strbuf *out);
void request_log_clear(struct request_log *log);

#endif
