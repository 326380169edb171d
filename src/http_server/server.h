/*
 * One small HTTP/1.1 server on 127.0.0.1, for the sandbox and for the webhook
 * receiver. The caller gives one handler; it sees complete requests and fills in
 * a response, or asks that none be given.
 *
 * Threads: the handler runs on one thread of the server, one request at a time.
 * Start and stop from one thread. While nothing arrives, no thread wakes up.
 */
#ifndef CHAKRA_HTTP_SERVER_SERVER_H
#define CHAKRA_HTTP_SERVER_SERVER_H

#include "src/base/err.h"
#include "src/base/strbuf.h"

#include <stddef.h>

struct MHD_Connection;
struct http_server;

/* Everything here lives only while the handler runs. */
struct http_request {
    const char *method;
    const char *path;   /* percent-decoded, without the query */
    const char *target; /* as it came: "/a%20b?c=d" */
    const char *body;   /* followed by a NUL; may hold NULs itself */
    size_t body_length;
    struct MHD_Connection *connection; /* for the functions below */
};

/* The first one of that name (header names in any case); NULL when there is none. */
const char *http_request_header(const struct http_request *request, const char *name);
const char *http_request_query(const struct http_request *request, const char *name);

/* `value` is NULL for a query argument without "=". */
typedef void http_field_visitor(void *context, const char *name, const char *value);
void http_request_each_header(const struct http_request *request, http_field_visitor *visit,
                              void *context);
void http_request_each_query(const struct http_request *request, http_field_visitor *visit,
                             void *context);

enum http_fate {
    HTTP_ANSWER,
    HTTP_HOLD, /* never answer: the connection stays open until the server stops */
    HTTP_CLOSE /* close the connection without a byte */
};

enum { HTTP_HEADERS_MAX = 8, HTTP_HEADER_VALUE_SIZE = 256 };

struct http_response_header {
    const char *name; /* static */
    char value[HTTP_HEADER_VALUE_SIZE];
};

/* Begins as HTTP_ANSWER, status 200, no delay, "application/json", an empty body. */
struct http_response {
    enum http_fate fate;
    int status;
    int delay_ms; /* answer so much later, without a thread waiting for it */
    char content_type[HTTP_HEADER_VALUE_SIZE];
    struct strbuf body; /* a failed one is answered with status 500 */
    struct http_response_header headers[HTTP_HEADERS_MAX];
    size_t header_count;
};

/* Adds a header; over HTTP_HEADERS_MAX or a value too long, it is left out. */
void http_response_add_header(struct http_response *response, const char *name, const char *value);

typedef void http_handler(void *context, const struct http_request *request,
                          struct http_response *response);

struct http_server_options {
    int port;          /* 0: any free one */
    size_t body_limit; /* bytes; a longer body is answered with 413 and never seen by the handler */
    http_handler *handler;
    void *context; /* must outlive the server */
};

enum err http_server_start(const struct http_server_options *options,
                           struct http_server **ret_server, struct error *reterr);
int http_server_port(const struct http_server *server);
/* Drops held and delayed connections and ends within a second; the handler is not called again
 * after it. NULL is fine. */
void http_server_stop(struct http_server *server);

#endif
