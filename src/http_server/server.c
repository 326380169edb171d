/*
 * The server on libmicrohttpd: one polling thread of the library for all
 * connections. Its access handler is called several times for one request: when
 * the headers are there, for each piece of the body, at the end, and once more
 * after a suspended connection was resumed.
 */
#include "src/http_server/server.h"

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/http_server/parking.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { RESPONSE_BYTES_MAX = 128 * 1024 * 1024 };

struct http_server {
    struct MHD_Daemon *daemon;
    struct parking parking;
    http_handler *handler;
    void *context;
    size_t body_limit;
    int port;
};

/* One request and its response; made when the request line came, freed by on_completed(). */
struct exchange {
    struct parked parked;
    char *target;
    struct strbuf body;
    struct http_response response;
    bool has_headers;
    bool is_handled;
};

static void *on_request_line(void *context, const char *target, struct MHD_Connection *connection)
{
    const struct http_server *server = context;
    struct exchange *exchange = mem_zalloc(1, sizeof *exchange);
    if (exchange == NULL)
        return NULL;
    exchange->parked.connection = connection;
    strbuf_init(&exchange->body, server->body_limit);
    exchange->response =
        (struct http_response){.status = MHD_HTTP_OK, .content_type = "application/json"};
    strbuf_init(&exchange->response.body, RESPONSE_BYTES_MAX);
    exchange->target = mem_strdup(target);
    return exchange;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **request_context,
                         enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    (void)code;
    struct exchange *exchange = *request_context;
    *request_context = NULL;
    if (exchange == NULL)
        return;
    mem_free(exchange->target);
    strbuf_release(&exchange->body);
    strbuf_release(&exchange->response.body);
    mem_free(exchange);
}

static void answer_failure(struct http_response *response, int status, const char *text)
{
    strbuf_release(&response->body);
    response->fate = HTTP_ANSWER;
    response->status = status;
    response->delay_ms = 0;
    response->header_count = 0;
    snprintf(response->content_type, sizeof response->content_type, "text/plain");
    strbuf_add_text(&response->body, text);
}

static void call_handler(struct http_server *server, struct exchange *exchange, const char *path,
                         const char *method)
{
    struct http_response *response = &exchange->response;
    exchange->is_handled = true;
    if (exchange->body.failed) {
        answer_failure(response, MHD_HTTP_CONTENT_TOO_LARGE, "The request body is too large.\n");
        return;
    }
    struct http_request request = {.method = method,
                                   .path = path,
                                   .target = exchange->target,
                                   .body = exchange->body.text,
                                   .body_length = exchange->body.length,
                                   .connection = exchange->parked.connection};
    server->handler(server->context, &request, response);
    strbuf_release(&exchange->body);
    if (response->body.failed)
        answer_failure(response, MHD_HTTP_INTERNAL_SERVER_ERROR, "The server is out of memory.\n");
}

static enum MHD_Result queue_response(struct MHD_Connection *connection,
                                      struct http_response *response)
{
    size_t length = response->body.length;
    char *bytes = strbuf_take(&response->body);
    if (bytes == NULL)
        return MHD_NO;
    struct MHD_Response *reply =
        MHD_create_response_from_buffer_with_free_callback(length, bytes, mem_free);
    if (reply == NULL) {
        mem_free(bytes);
        return MHD_NO;
    }
    bool added = response->content_type[0] == '\0' ||
                 MHD_add_response_header(reply, MHD_HTTP_HEADER_CONTENT_TYPE,
                                         response->content_type) == MHD_YES;
    for (size_t i = 0; added && i < response->header_count; i++)
        added = MHD_add_response_header(reply, response->headers[i].name,
                                        response->headers[i].value) == MHD_YES;
    enum MHD_Result queued = MHD_NO;
    if (added)
        queued = MHD_queue_response(connection, (unsigned)response->status, reply);
    MHD_destroy_response(reply);
    return queued;
}

/* libmicrohttpd closes the connection without a byte when the access handler returns MHD_NO. */
static enum MHD_Result finish(struct http_server *server, struct exchange *exchange)
{
    struct http_response *response = &exchange->response;
    if (response->fate != HTTP_ANSWER || parking_is_stopping(&server->parking))
        return MHD_NO;
    return queue_response(exchange->parked.connection, response);
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
                                  const char *path, const char *method, const char *version,
                                  const char *bytes, size_t *count, void **request_context)
{
    struct http_server *server = context;
    struct exchange *exchange = *request_context;
    (void)connection;
    (void)version;
    if (exchange == NULL || exchange->target == NULL)
        return MHD_NO;
    if (!exchange->has_headers) {
        exchange->has_headers = true;
        return MHD_YES;
    }
    if (*count > 0) {
        strbuf_add(&exchange->body, bytes, *count);
        *count = 0;
        return MHD_YES;
    }
    if (exchange->is_handled)
        return finish(server, exchange);
    call_handler(server, exchange, path, method);
    int64_t due_ms = PARKED_FOREVER;
    if (exchange->response.fate == HTTP_ANSWER)
        due_ms = clock_monotonic_ms() + exchange->response.delay_ms;
    bool waits = exchange->response.fate == HTTP_HOLD ||
                 (exchange->response.fate == HTTP_ANSWER && exchange->response.delay_ms > 0);
    if (waits && parking_add(&server->parking, &exchange->parked, due_ms))
        return MHD_YES;
    return finish(server, exchange);
}

static struct MHD_Daemon *start_daemon(struct http_server *server, int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    unsigned flags = MHD_ALLOW_SUSPEND_RESUME | MHD_USE_INTERNAL_POLLING_THREAD;
    flags |= MHD_is_feature_supported(MHD_FEATURE_EPOLL) == MHD_YES ? MHD_USE_EPOLL : MHD_USE_POLL;
    return MHD_start_daemon(flags, (uint16_t)port, NULL, NULL, on_request, server,
                            MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
                            MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
                            MHD_OPTION_URI_LOG_CALLBACK, on_request_line, server, MHD_OPTION_END);
}

/* Signals are for the program's own threads: a thread inherits the mask of who starts it. */
static enum err start_threads(struct http_server *server, int port, struct error *reterr)
{
    enum err err = parking_start(&server->parking, reterr);
    if (err != ERR_OK)
        return err;
    errno = 0;
    server->daemon = start_daemon(server, port);
    if (server->daemon != NULL)
        return ERR_OK;
    int reason = errno;
    parking_stop(&server->parking);
    parking_release(&server->parking);
    return error_set(reterr, ERR_IO, "Choose another port, or 0 for any free one.",
                     "cannot listen on port %d of 127.0.0.1: %s", port,
                     reason != 0 ? strerror(reason) : "no reason given");
}

enum err http_server_start(const struct http_server_options *options,
                           struct http_server **ret_server, struct error *reterr)
{
    if (options->port < 0 || options->port > UINT16_MAX)
        return error_set(reterr, ERR_USAGE, "Choose a port from 0 to 65535.",
                         "%d is not a port number", options->port);
    struct http_server *server = mem_zalloc(1, sizeof *server);
    if (server == NULL)
        return error_nomem(reterr);
    server->handler = options->handler;
    server->context = options->context;
    server->body_limit = options->body_limit;
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    enum err err = start_threads(server, options->port, reterr);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (err != ERR_OK) {
        mem_free(server);
        return err;
    }
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    server->port = info != NULL ? info->port : options->port;
    *ret_server = server;
    return ERR_OK;
}

int http_server_port(const struct http_server *server)
{
    return server->port;
}

void http_server_stop(struct http_server *server)
{
    if (server == NULL)
        return;
    /* libmicrohttpd panics when it is stopped with suspended connections. */
    parking_stop(&server->parking);
    MHD_stop_daemon(server->daemon);
    parking_release(&server->parking);
    mem_free(server);
}
