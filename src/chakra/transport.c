/*
 * HTTP over libcurl's multi interface, even for a single transfer: only so is
 * cancelling immediate (curl_easy_perform notices it up to a second later).
 *
 * A transfer is one easy handle in the list of its transport. It ends in one
 * place, finish(): from libcurl's message, from transfer_cancel() or from
 * transport_free(). Which bytes can have left is told by the pre-request
 * callback: libcurl calls it when the connection is ready and nothing of the
 * request was written yet. All but transport_wake() run on the owner's thread.
 */
#include "src/chakra/transport.h"

#include <curl/curl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/chakra/reply.h"
#include "src/chakra/reply_header.h"
#include "src/chakra/transport_download.h"
#include "src/chakra/transport_upload.h"
#include "src/config/profile.h"

enum { DEFAULT_TIMEOUT_MS = 30000, MOST_CONNECT_MS = 15000, HEADER_BYTES_MAX = 64 * 1024 };
/* Balancers commonly close a quiet connection after 60 s. An older one is not used again: the
 * request would run into the closing, and its outcome would be unknown. */
enum { KEEP_CONNECTION_S = 30 };

struct transport {
    CURLM *multi;
    struct transfer *first;
    size_t running;
    char *ca_file; /* $SSL_CERT_FILE; NULL: libcurl's own */
};

struct transfer {
    struct transport *transport;
    struct transfer *next, *previous;
    CURL *easy;
    struct curl_slist *headers;
    char *body;
    struct upload_body *upload; /* in place of `body` */
    transfer_progress on_progress;
    char error_text[CURL_ERROR_SIZE];
    transfer_done done;
    void *context;
    int64_t started_ms;
    struct http_download download; /* fd -1: the body goes into memory */
    bool keeps_headers;
    bool is_send;
    bool has_begun;
    bool has_reply;
    struct http_result result;
};

enum err transport_global_begin(struct error *reterr)
{
    CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (code == CURLE_OK)
        return ERR_OK;
    return error_set(reterr, ERR_IO, transport_code_next_step((int)code),
                     "libcurl cannot be started: %s", curl_easy_strerror(code));
}

void transport_global_end(void)
{
    curl_global_cleanup();
}

enum err transport_new(struct transport **ret_transport, struct error *reterr)
{
    *ret_transport = NULL;
    struct transport *transport = mem_zalloc(1, sizeof *transport);
    if (transport == NULL)
        return error_nomem(reterr);
    const char *ca_file = getenv("SSL_CERT_FILE");
    transport->ca_file = mem_strdup(ca_file);
    transport->multi = curl_multi_init();
    if (transport->multi == NULL || (ca_file != NULL && transport->ca_file == NULL)) {
        transport_free(transport);
        return error_nomem(reterr);
    }
    *ret_transport = transport;
    return ERR_OK;
}

static void transfer_free(struct transfer *transfer)
{
    if (transfer == NULL)
        return;
    curl_easy_cleanup(transfer->easy);
    /* libcurl frees its copy of the Authorization line without wiping it. */
    for (struct curl_slist *item = transfer->headers; item != NULL; item = item->next)
        mem_wipe(item->data, strlen(item->data));
    curl_slist_free_all(transfer->headers);
    if (transfer->body != NULL)
        mem_wipe(transfer->body, strlen(transfer->body));
    mem_free(transfer->body);
    upload_body_free(transfer->upload);
    strbuf_release(&transfer->result.body);
    strbuf_release(&transfer->result.header_lines);
    mem_free(transfer);
}

static void unlink_transfer(struct transfer *transfer)
{
    struct transport *transport = transfer->transport;
    curl_multi_remove_handle(transport->multi, transfer->easy);
    if (transfer->previous != NULL)
        transfer->previous->next = transfer->next;
    else
        transport->first = transfer->next;
    if (transfer->next != NULL)
        transfer->next->previous = transfer->previous;
    transport->running--;
}

static enum transfer_stage stage_of(const struct transfer *transfer)
{
    if (transfer->has_reply)
        return transfer->result.curl_code == 0 ? STAGE_REPLY_WHOLE : STAGE_REPLY_BEGUN;
    if (transfer->has_begun)
        return STAGE_REQUEST_SENT;
    curl_off_t connected_us = 0;
    curl_off_t secured_us = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_CONNECT_TIME_T, &connected_us);
    curl_easy_getinfo(transfer->easy, CURLINFO_APPCONNECT_TIME_T, &secured_us);
    char *scheme = NULL;
    curl_easy_getinfo(transfer->easy, CURLINFO_SCHEME, &scheme);
    bool is_plain = scheme != NULL && strcasecmp(scheme, "http") == 0;
    return (is_plain ? connected_us : secured_us) > 0 ? STAGE_CONNECTED : STAGE_NOTHING;
}

/* Codes of the way to a connection, for a request that had one: libcurl was at its repetition. */
static bool failed_at_repetition(const struct transfer *transfer, CURLcode code)
{
    return transfer->has_begun && !transfer->has_reply &&
           (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
            code == CURLE_COULDNT_RESOLVE_PROXY);
}

static void fill_result(struct transfer *transfer, CURLcode code)
{
    struct http_result *result = &transfer->result;
    result->curl_code = (int)code;
    result->stage = stage_of(transfer);
    result->repeated = result->repeated || failed_at_repetition(transfer, code);
    const char *file_problem =
        transfer->upload != NULL ? upload_body_problem(transfer->upload) : NULL;
    if (code != CURLE_OK && file_problem != NULL) {
        result->file_failed = true;
        snprintf(result->reason, sizeof result->reason, "%s", file_problem);
    }
    /* on_body() may have said it better. */
    if (code != CURLE_OK && result->reason[0] == '\0')
        snprintf(result->reason, sizeof result->reason, "%s",
                 transfer->error_text[0] != '\0' ? transfer->error_text : curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    result->http_status = (int)status;
    char *type = NULL;
    curl_easy_getinfo(transfer->easy, CURLINFO_CONTENT_TYPE, &type);
    snprintf(result->content_type, sizeof result->content_type, "%s", type != NULL ? type : "");
    curl_off_t sent = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_UPLOAD_T, &sent);
    result->bytes_sent = (int64_t)sent;
    result->latency_ms = clock_monotonic_ms() - transfer->started_ms;
}

static void finish(struct transfer *transfer, CURLcode code)
{
    fill_result(transfer, code);
    unlink_transfer(transfer);
    transfer->done(&transfer->result, transfer->context);
    transfer_free(transfer);
}

void transfer_cancel(struct transfer *transfer)
{
    transfer->result.cancelled = true;
    snprintf(transfer->result.reason, sizeof transfer->result.reason, "cancelled");
    finish(transfer, CURLE_ABORTED_BY_CALLBACK);
}

bool transfer_has_begun(const struct transfer *transfer)
{
    return transfer->has_begun;
}

void transport_free(struct transport *transport)
{
    if (transport == NULL)
        return;
    while (transport->first != NULL)
        transfer_cancel(transport->first);
    curl_multi_cleanup(transport->multi);
    mem_free(transport->ca_file);
    mem_free(transport);
}

/* The second call for a send or an upload is libcurl's own repetition on a new connection, after a
 * kept one died: the server may have the first copy, so the second must not leave. */
static int on_prerequest(void *context, char *primary_ip, char *local_ip, int primary_port,
                         int local_port)
{
    (void)primary_ip, (void)local_ip, (void)primary_port, (void)local_port;
    struct transfer *transfer = context;
    if ((transfer->is_send || transfer->upload != NULL) && transfer->has_begun) {
        transfer->result.repeated = true;
        return CURL_PREREQFUNC_ABORT;
    }
    transfer->has_begun = true;
    return CURL_PREREQFUNC_OK;
}

static size_t on_header(char *line, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t length = size * count;
    transfer->has_reply = true;
    /* A status line begins a new reply: what an interim one (100) said does not count. */
    if (length > 5 && strncmp(line, "HTTP/", 5) == 0) {
        transfer->result.retry_after[0] = transfer->result.headers[0] = '\0';
        strbuf_clear(&transfer->result.header_lines);
    }
    if (transfer->keeps_headers) /* what does not fit is left out: they are for people to read */
        strbuf_add(&transfer->result.header_lines, line, length);
    header_note(line, length, transfer->result.headers, sizeof transfer->result.headers);
    header_value(line, length, "Retry-After:", transfer->result.retry_after,
                 sizeof transfer->result.retry_after);
    header_value(line, length, "Date:", transfer->result.date, sizeof transfer->result.date);
    return length;
}

/* Only what was asked for is saved: the answer that says why not stays in memory. */
static bool is_saved(const struct transfer *transfer)
{
    long status = 0;
    if (transfer->download.fd >= 0)
        curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    return status >= 200 && status <= 299;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    struct strbuf *body = &transfer->result.body;
    size_t length = size * count;
    if (is_saved(transfer))
        return download_write(&transfer->download, &transfer->result, bytes, length);
    size_t room = body->limit - body->length;
    if (length > room)
        transfer->result.body_cut = true;
    strbuf_add(body, bytes, length > room ? room : length);
    if (length <= room && !body->failed)
        return length;
    snprintf(transfer->result.reason, sizeof transfer->result.reason, "%s",
             length > room ? text_of("the answer is too long")
                           : text_of("out of memory while reading the answer"));
    return 0;
}

/* Appends, keeping the list's owner right when libcurl has no memory. */
static bool add_header(struct transfer *transfer, const char *line)
{
    struct curl_slist *longer = curl_slist_append(transfer->headers, line);
    if (longer == NULL)
        return false;
    transfer->headers = longer;
    return true;
}

static bool add_token(struct transfer *transfer, const struct secret *token)
{
    size_t size = sizeof "Authorization: Bearer " + strlen(secret_bytes(token));
    char *line = mem_alloc(size);
    if (line == NULL)
        return false;
    snprintf(line, size, "Authorization: Bearer %s", secret_bytes(token));
    bool added = add_header(transfer, line);
    mem_wipe(line, size);
    mem_free(line);
    return added;
}

static bool set_json_body(struct transfer *transfer, const char *body)
{
    CURL *easy = transfer->easy;
    transfer->body = mem_strdup(body != NULL ? body : "");
    bool ok = transfer->body != NULL && add_header(transfer, "Content-Type: application/json");
    ok = ok && curl_easy_setopt(easy, CURLOPT_POST, 1L) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_POSTFIELDS, transfer->body) == CURLE_OK;
    size_t length = ok ? strlen(transfer->body) : 0;
    return ok &&
           curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length) == CURLE_OK;
}

static bool set_file_body(struct transfer *transfer, const struct http_upload *upload)
{
    transfer->upload = upload_body_new(transfer->easy, upload);
    return transfer->upload != NULL;
}

static bool set_request(struct transfer *transfer, const struct http_request *request)
{
    CURL *easy = transfer->easy;
    /* An empty "Expect:" stops libcurl from asking for a 100 first. */
    bool ok = add_header(transfer, "Accept: application/json") && add_header(transfer, "Expect:");
    if (request->token != NULL && secret_is_set(request->token))
        ok = ok && add_token(transfer, request->token);
    if (request->upload != NULL) {
        ok = ok && set_file_body(transfer, request->upload);
    } else if (strcmp(request->method, "POST") == 0 || request->body != NULL) {
        ok = ok && set_json_body(transfer, request->body);
    } else {
        ok = ok && curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L) == CURLE_OK;
    }
    bool is_named = strcmp(request->method, "POST") == 0 || strcmp(request->method, "GET") == 0;
    if (!is_named)
        ok = ok && curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method) == CURLE_OK;
    return ok && curl_easy_setopt(easy, CURLOPT_URL, request->url) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers) == CURLE_OK;
}

static bool set_safety(struct transfer *transfer, const struct http_request *request)
{
    CURL *easy = transfer->easy;
    bool is_loopback = profile_url_is_loopback(request->url);
    bool ok = curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, is_loopback ? "http,https" : "https") ==
              CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L) == CURLE_OK;
    /* An empty proxy overrides the environment's: loopback traffic stays on this machine. */
    if (is_loopback)
        ok = ok && curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK;
    if (transfer->transport->ca_file != NULL)
        ok = ok && curl_easy_setopt(easy, CURLOPT_CAINFO, transfer->transport->ca_file) == CURLE_OK;
#if LIBCURL_VERSION_NUM >= 0x075700
    /* Removing a transfer must not wait for its name look-up, or cancelling would hang. */
    ok = ok && curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L) == CURLE_OK;
#endif
    return ok;
}

static int on_progress(void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total,
                       curl_off_t up)
{
    const struct transfer *transfer = context;
    if (transfer->download.fd >= 0 && down > 0)
        transfer->on_progress((int64_t)down, (int64_t)down_total, transfer->context);
    else if (up_total > 0)
        transfer->on_progress((int64_t)up, (int64_t)up_total, transfer->context);
    return 0;
}

static bool set_progress(struct transfer *transfer, const struct http_request *request)
{
    transfer->on_progress = request->on_progress;
    if (request->on_progress == NULL)
        return true;
    return curl_easy_setopt(transfer->easy, CURLOPT_XFERINFOFUNCTION, on_progress) == CURLE_OK &&
           curl_easy_setopt(transfer->easy, CURLOPT_XFERINFODATA, transfer) == CURLE_OK &&
           curl_easy_setopt(transfer->easy, CURLOPT_NOPROGRESS, 0L) == CURLE_OK;
}

/* A large file takes as long as the line needs; only standing still is a failure. */
static bool set_stall_limit(CURL *easy, long timeout_ms)
{
    return curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (timeout_ms + 999) / 1000) == CURLE_OK;
}

static bool set_behaviour(struct transfer *transfer, const struct http_request *request)
{
    CURL *easy = transfer->easy;
    long timeout_ms = request->timeout_ms > 0 ? request->timeout_ms : DEFAULT_TIMEOUT_MS;
    long connect_ms = timeout_ms < MOST_CONNECT_MS ? timeout_ms : MOST_CONNECT_MS;
    bool ok = curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK;
    if (request->upload != NULL || request->download != NULL)
        ok = ok && set_stall_limit(easy, timeout_ms);
    else
        ok = ok && curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout_ms) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, connect_ms) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, (long)KEEP_CONNECTION_S) == CURLE_OK;
    /* With HTTP/2 one lost connection would leave every send on it unknown. */
    ok =
        ok && curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_USERAGENT, "chakra-tui/" CHAKRA_VERSION) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error_text) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_prerequest) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK;
    return ok && curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer) == CURLE_OK;
}

enum err transport_start(struct transport *transport, const struct http_request *request,
                         transfer_done done, void *context, struct transfer **ret_transfer,
                         struct error *reterr)
{
    if (ret_transfer != NULL)
        *ret_transfer = NULL;
    struct transfer *transfer = mem_zalloc(1, sizeof *transfer);
    if (transfer == NULL)
        return error_nomem(reterr);
    transfer->transport = transport;
    transfer->done = done;
    transfer->context = context;
    transfer->is_send = request->is_send;
    transfer->keeps_headers = request->keeps_headers;
    transfer->download =
        request->download != NULL ? *request->download : (struct http_download){.fd = -1};
    strbuf_init(&transfer->result.header_lines, HEADER_BYTES_MAX);
    transfer->started_ms = clock_monotonic_ms();
    strbuf_init(&transfer->result.body, REPLY_BYTES_MAX);
    transfer->easy = curl_easy_init();
    bool ok = transfer->easy != NULL && set_request(transfer, request) &&
              set_safety(transfer, request) && set_behaviour(transfer, request) &&
              set_progress(transfer, request);
    if (!ok || curl_multi_add_handle(transport->multi, transfer->easy) != CURLM_OK) {
        transfer_free(transfer);
        return error_nomem(reterr);
    }
    transfer->next = transport->first;
    if (transport->first != NULL)
        transport->first->previous = transfer;
    transport->first = transfer;
    transport->running++;
    if (ret_transfer != NULL)
        *ret_transfer = transfer;
    return ERR_OK;
}

/* Returns how many transfers ended. */
static size_t finish_ended(struct transport *transport)
{
    size_t count = 0;
    int left = 0;
    const CURLMsg *message = NULL;
    while ((message = curl_multi_info_read(transport->multi, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE)
            continue;
        char *private = NULL;
        CURLcode code = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private);
        finish((struct transfer *)(void *)private, code);
        count++;
    }
    return count;
}

enum err transport_step(struct transport *transport, int wait_ms, struct error *reterr)
{
    int running = 0;
    CURLMcode code = curl_multi_perform(transport->multi, &running);
    if (code == CURLM_OK && finish_ended(transport) == 0 && wait_ms > 0) {
        code = curl_multi_poll(transport->multi, NULL, 0, wait_ms, NULL);
        if (code == CURLM_OK)
            code = curl_multi_perform(transport->multi, &running);
        finish_ended(transport);
    }
    if (code == CURLM_OK)
        return ERR_OK;
    return error_set(reterr, ERR_IO, "Check the limits of this machine, then start again.",
                     "libcurl cannot go on: %s", curl_multi_strerror(code));
}

size_t transport_running(const struct transport *transport)
{
    return transport->running;
}

void transport_wake(struct transport *transport)
{
    curl_multi_wakeup(transport->multi);
}
