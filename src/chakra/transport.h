/*
 * HTTP over libcurl's multi interface: only transport*.c include curl. One
 * transport belongs to one thread, except transport_wake().
 *
 * Rules kept here: TLS always verified, no redirects, https only (http for
 * loopback), at most REPLY_BYTES_MAX of reply, the token only in the
 * Authorization header, and for a send or an upload at most one pre-request callback, so that
 * libcurl cannot repeat a POST on a dead kept connection (docs/DECISIONS.md).
 *
 * The thread must block or ignore SIGPIPE: libcurl's TLS writes can raise it.
 */
#ifndef CHAKRA_CHAKRA_TRANSPORT_H
#define CHAKRA_CHAKRA_TRANSPORT_H

#include "src/base/err.h"
#include "src/base/strbuf.h"
#include "src/config/secret.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct transport;
struct transfer;

/*
 * A file that goes out as the part `file` of multipart/form-data, followed by the
 * text part `filename`. It is read piece by piece while it goes out, so `fd` stays
 * open until `done`; its offset is not used.
 */
struct http_upload {
    int fd;
    int64_t bytes;        /* to send, from the file's beginning */
    const char *filename; /* the parts' texts are copied */
    const char *mime;
};

/* On the transport's thread, from inside transport_step: start and cancel nothing in it. `total`
 * counts the whole body, which is a little more than the file. */
typedef void (*transfer_progress)(int64_t sent, int64_t total, void *context);

/* Where the body of a good answer goes in place of memory; `fd` stays open until `done`. */
struct http_download {
    int fd;
    int64_t most; /* bytes; a longer one is broken off */
};

struct http_request {
    const char *method; /* "GET", "POST", "PUT", "PATCH" or "DELETE" */
    const char *url;
    const struct secret *token; /* copied for the transfer; NULL: no Authorization */
    const char *body;           /* JSON, copied; NULL: none */
    long timeout_ms;
    bool is_send; /* never repeated, not even by libcurl */
    /* NULL: none. In place of `body`; such a POST is never repeated either, and timeout_ms then
     * limits how long nothing moves, not the whole. */
    const struct http_upload *upload;
    transfer_progress on_progress; /* with the context of `done`; NULL */
    /* NULL: none. As with an upload, timeout_ms then limits how long nothing moves; `total` of the
     * progress is 0 where the server does not say it. */
    const struct http_download *download;
    bool keeps_headers; /* the result has the answer's header lines */
};

/* How far a transfer got, from libcurl's own counts: the evidence for `not_sent` or `unknown`. */
enum transfer_stage {
    STAGE_NOTHING,      /* no connection: name, connect, TLS, proxy */
    STAGE_CONNECTED,    /* connection ready, the request not begun */
    STAGE_REQUEST_SENT, /* at least one byte of the request may have left */
    STAGE_REPLY_BEGUN,  /* reply bytes came, not the whole */
    STAGE_REPLY_WHOLE
};

struct http_result {
    enum transfer_stage stage;
    int curl_code;    /* CURLcode; 0 when the transfer ended well */
    char reason[256]; /* libcurl's own words, for people; "" when well */
    int http_status;  /* 0 before a status line */
    char content_type[128];
    char retry_after[64]; /* header value; "" */
    char date[64];        /* header value: the server's clock; "" */
    char headers[512];    /* those that help to trace a reply, as it named them: "X-Request-Id: a1,
                             Retry-After: 2"; "" */
    struct strbuf body;   /* reply bytes; the result owns them */
    bool body_cut;        /* longer than the limit: the rest was not read */
    bool cancelled;       /* by transfer_cancel */
    bool repeated;        /* libcurl wanted to send a POST again and was stopped */
    int64_t latency_ms;   /* from start to end, monotonic */
    int64_t bytes_sent;   /* of the request's body */
    bool file_failed;     /* the file of an upload could not be read to its end, or the one of a
                             download not be written; see reason */
    int64_t bytes_saved;  /* into the file of a download */
    struct strbuf
        header_lines; /* status line and header lines as they came; the result owns them */
};

typedef void (*transfer_done)(struct http_result *result, void *context);

/* Before the first transport, transport_global_end after the last (curl_global_init). Counted, and
 * safe in any thread (libcurl 7.84 or newer). */
enum err transport_global_begin(struct error *reterr);
void transport_global_end(void);

enum err transport_new(struct transport **ret_transport, struct error *reterr);
void transport_free(struct transport *transport); /* cancels what runs, calling `done` for each */

/* Starts a transfer. `done` is called once, from transport_step or transport_free, on the
 * transport's thread; the result is released after it returns. */
enum err transport_start(struct transport *transport, const struct http_request *request,
                         transfer_done done, void *context, struct transfer **ret_transfer,
                         struct error *reterr);
/* Ends it at once: `done` is called before this returns, with `cancelled`. */
void transfer_cancel(struct transfer *transfer);
/* True once the request may have left (pre-request callback seen). */
bool transfer_has_begun(const struct transfer *transfer);

/* Drives transfers; waits at most `wait_ms` for something to happen (0: not at all). */
enum err transport_step(struct transport *transport, int wait_ms, struct error *reterr);
size_t transport_running(const struct transport *transport);
void transport_wake(struct transport *transport); /* any thread: ends a waiting transport_step */

/* Which step of getting a connection a CURLcode is about. */
enum connect_part { CONNECT_NAME, CONNECT_CONNECTION, CONNECT_TLS, CONNECT_NOTHING };
enum connect_part transport_connect_part(int curl_code);
/* "libcurl/7.88.1 OpenSSL/3.0.17 …"; static. */
const char *transport_library_version(void);

/* What a CURLcode means for a send whose request had not begun; every code has a row. */
const char *transport_code_next_step(int curl_code);

#endif
