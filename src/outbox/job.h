/*
 * A job: one piece of work for the worker thread. It holds copies of all it
 * needs and never a pointer into the screen's state. Whoever holds it owns it:
 * outbox_submit() takes it on success; events that come back are the caller's.
 */
#ifndef CHAKRA_OUTBOX_JOB_H
#define CHAKRA_OUTBOX_JOB_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/chakra/account.h"
#include "src/chakra/chat.h"
#include "src/chakra/media_type.h"
#include "src/chakra/transport.h"
#include "src/config/profile.h"
#include "src/config/secret.h"
#include "src/history/store.h"
#include "src/outbox/reconcile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum job_kind {
    JOB_SEND,
    JOB_LIST_PHONES,
    JOB_LIST_TEMPLATES,
    JOB_PUT_TEXT, /* a durable text: draft, cache */
    JOB_UPLOAD,   /* a file becomes a public link */
    JOB_LOOK_UP,  /* what became of `row_id`, whose outcome is unknown */
    JOB_LIST_CHATS,
    JOB_LIST_MESSAGES,   /* with one recipient, or of one chat */
    JOB_SET_NOTE,        /* of `row_id`: `text` */
    JOB_SET_TAGS,        /* of `row_id`: the words of `text` */
    JOB_DELETE_ROW,      /* `row_id` into the trash */
    JOB_UNDELETE_ROW,    /* and out of it */
    JOB_DROP_ROW,        /* `row_id`, which is in the trash, for good */
    JOB_SUBMIT_TEMPLATE, /* creates a template of `waba`, or edits `template_id` */
    JOB_CALL, /* one request as it is, its answer as it came; never a send that is recorded */
    JOB_APPLY_STATUSES, /* what webhooks said: `updates` */
    JOB_SAVE_SETTINGS   /* new settings, and the token where it was typed */
};

struct job {
    enum job_kind kind;
    uint64_t number; /* the caller's, comes back in events; 0 is not used */
    struct job *next;
    struct arena arena; /* owns every string of the job */
    struct secret token;
    const char *base_url, *api_version;
    long timeout_ms;

    /* JOB_SEND */
    struct send_intent intent; /* intent.detail points to `detail` */
    struct send_detail detail; /* row, values, definition, request */
    const char *url;
    const char *body; /* JSON that goes out, byte for byte */
    long max_attempts;

    /* JOB_LIST_PHONES, JOB_LIST_TEMPLATES */
    const char *plugin_id; /* phones: of this plugin only; NULL: all */
    const char *waba;

    /* JOB_SAVE_SETTINGS: `path` and `text` of the settings, `name` is the path of a new file for
     * `token`, or NULL */
    const char *before; /* the file that they are put in the place of, as it was; NULL: none */

    /* JOB_PUT_TEXT; `text` also of JOB_SET_NOTE and JOB_SET_TAGS */
    const char *name, *text;

    /* JOB_SEND: attempts while no connection comes about (0: 1). max_attempts is for throttling. */
    long max_connect_attempts;

    /* JOB_UPLOAD, besides plugin_id: made by compose_upload() */
    const char *path;
    const char *filename;          /* as the server is told */
    enum header_format upload_for; /* the header that is to take it; HEADER_NONE: any */

    /* JOB_LOOK_UP, and the changes of a row */
    int64_t row_id;

    /* JOB_LIST_CHATS, JOB_LIST_MESSAGES: the newest `limit`; of one of the two, by digits or id */
    size_t limit;
    const char *recipient, *chat_id;
    int64_t since; /* JOB_LIST_MESSAGES: what is older is not needed (ms; 0: all is) */

    /* JOB_SUBMIT_TEMPLATE, besides `body` and `waba`: the template to edit; NULL: a new one */
    const char *template_id;

    /* JOB_APPLY_STATUSES: in the job's arena, texts too */
    struct status_update *updates;
    size_t update_count;

    /* JOB_SEND: pace (0: none), and whether it is one of a list of sends, which never sets the
     * stopped queue going again */
    long rate;        /* messages a second of this sender */
    long pair_gap_ms; /* between two messages of this sender to one recipient */
    bool is_listed;
    /* JOB_CALL, besides url and body: the answer's good body goes into save_fd (-1: into the
     * event), which stays the caller's. What is no read is never repeated, not even by libcurl. */
    const char *method;
    bool is_read;
    bool keeps_headers;
    int save_fd;
    int64_t save_most; /* bytes */

    /* One of many: its row is made when its turn comes, in one commit with others; ROW events are
     * left out. Cancelled or stopped before its turn, it leaves no row. */
    bool is_grouped;
    bool is_test; /* a case of a test run: meets refusals on purpose, so it stops nothing */
};

struct job *job_new(enum job_kind kind, uint64_t number); /* NULL: no memory */
void job_free(struct job *job);                           /* wipes the token */

/* What the worker tells. */
enum job_event_kind {
    JOB_EVENT_ROW,             /* a send's row changed (also its last change) */
    JOB_EVENT_WAITING,         /* will be tried again at `retry_at` (throttled) */
    JOB_EVENT_PHONES,          /* phones, phone_count */
    JOB_EVENT_TEMPLATES,       /* templates, template_count */
    JOB_EVENT_DONE,            /* the job ended; `error` says how */
    JOB_EVENT_UPLOAD_PROGRESS, /* bytes_sent of bytes_total; five a second at most */
    JOB_EVENT_UPLOADED,        /* upload_url, media_type, bytes_total (of the file) */
    JOB_EVENT_LOOKED_UP,       /* verdict, reason, detail (the row as it is now) */
    JOB_EVENT_CHATS,           /* chats, chat_count: newest first */
    JOB_EVENT_MESSAGES,        /* messages, message_count: newest first; complete */
    JOB_EVENT_SUBMITTED, /* template_id, template_status, template_category; "" when not said */
    JOB_EVENT_ANSWER,    /* of a call, whatever its status: answer */
    JOB_EVENT_DOWNLOAD_PROGRESS /* bytes_sent (taken) of bytes_total (0: not known) */
};

/* What is known of the exchange itself, apart from what was asked for. */
struct exchange_facts {
    bool was_tried; /* false: nothing was asked, the rest says nothing */
    enum transfer_stage stage;
    int curl_code; /* 0: the transfer ended well */
    int http_status;
    int64_t server_time; /* ms since 1970 by the server's Date; 0: it gave none */
    int64_t received_at; /* ms since 1970 by our clock, when the answer was whole */
    int64_t latency_ms;
};

struct job_event {
    enum job_event_kind kind;
    uint64_t number; /* of the job */
    enum job_kind job;
    struct job_event *next;
    struct arena arena;         /* owns all below */
    struct error error;         /* DONE: code ERR_OK when the job did what it was to do; for a send:
                                   ERR_OK accepted, REJECTED, UNKNOWN, NOT_SENT, THROTTLED, BILLING, AUTH,
                                   DUPLICATE, STORE, INTERRUPTED */
    struct send_detail *detail; /* ROW, and DONE of a send whose row exists */
    int64_t duplicate_of;       /* DONE with ERR_DUPLICATE */
    bool queue_stopped;         /* DONE of a grouped send that the stopped queue did not let go */
    int64_t retry_at;           /* WAITING: monotonic ms */
    struct phone_number *phones;
    size_t phone_count;
    struct template **templates;
    size_t template_count;
    size_t unreadable; /* definitions that could not be read */
    int64_t bytes_sent, bytes_total;
    const char *upload_url;
    enum media_type media_type;
    const char *reason; /* WAITING: what for; LOOKED_UP: why; in the arena or static */
    enum reconcile_verdict verdict;
    struct exchange_facts facts; /* DONE of a list: how far the last request got */
    struct chat *chats;
    size_t chat_count;
    struct chat_message *messages;
    size_t message_count;
    const char *template_id, *template_status, *template_category;
    bool complete; /* MESSAGES: nothing that was asked for is missing */
    struct call_answer {
        int http_status;
        const char *content_type, *retry_after;
        const char *headers; /* NULL unless they were asked for */
        const char *body;    /* followed by a NUL that `length` does not count */
        size_t length;
        int64_t bytes_saved;
        int64_t latency_ms;
    } answer;
};

void job_event_free(struct job_event *event);

#endif
