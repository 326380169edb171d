/*
 * What happens to the app: keys, time, answers of the account and of the history,
 * what became of a send. Everything is borrowed for the call of app_handle(), but
 * for `arena`, which the app may take over.
 */
#ifndef CHAKRA_APP_APP_EVENT_H
#define CHAKRA_APP_APP_EVENT_H

#include "src/app/draft.h"
#include "src/app/history_view.h"
#include "src/app/key.h"
#include "src/app/list_view.h"
#include "src/app/pointer.h"
#include "src/app/rollout.h"
#include "src/app/setup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A phone number id that can send: from the settings, the API, or both. */
struct sender {
    const char *id;
    const char *waba;   /* "" when not known */
    const char *label;  /* from the settings, else the verified name; "" */
    const char *number; /* display number; "" */
    const char *status, *quality, *tier, *account_mode; /* "" */
    bool is_configured;                                 /* the settings name it */
    bool is_discovered;                                 /* the API lists it */
};

enum app_event_kind {
    EVENT_KEY,
    EVENT_PASTE,   /* text, length */
    EVENT_RESIZE,  /* rows, columns */
    EVENT_TIME,    /* a deadline of app_next_deadline passed */
    EVENT_SENDERS, /* senders, sender_count (in `arena`) */
    EVENT_TEMPLATES,
    EVENT_LOAD_FAILED,     /* load, error */
    EVENT_HISTORY,         /* items, item_count, at_newest, has_older, counts (in `arena`) */
    EVENT_HISTORY_CHANGED, /* somebody wrote: read it again */
    EVENT_PAGE,            /* title, text, length; row_id: the row that it is about, or 0 */
    EVENT_KEPT,            /* kept, kept_count (in `arena`), index: the picker's purpose */
    EVENT_POSTPONED,
    EVENT_MEDIA,         /* index: enum media_news; text, title */
    EVENT_PRESET_SAVED,  /* text: its file */
    EVENT_TALLY,         /* counts, is_partial: of the rows that the filter finds */
    EVENT_REQUEST,       /* text of the request preview */
    EVENT_RECORD,        /* title: digits of its owner; "": text says why they are not known */
    EVENT_REVIEW,        /* duplicate_of, facts: the review may open */
    EVENT_SEND_ENDED,    /* sent */
    EVENT_SEND_WAITING,  /* sent.number, retry_at */
    EVENT_RECALL,        /* text: a row's message as a draft; title: its definition */
    EVENT_COPIED,        /* text, title: what it is */
    EVENT_COPIED_WITH,   /* text: the program that has the copy as well */
    EVENT_NOTE,          /* row_id; text: its note, title: its tags */
    EVENT_PROGRESS,      /* text: what goes on behind */
    EVENT_UPLOADED,      /* title: slot that had the path; text: the link */
    EVENT_DRAFT,         /* text: the draft as it was kept, JSON */
    EVENT_VALUES,        /* texts, text_count (in `arena`): earlier values of field `index` */
    EVENT_EDITED,        /* text of field `index`, from the editor */
    EVENT_PROFILE,       /* profile switched to `index`, or error */
    EVENT_WEBHOOKS,      /* row_id: the port where they are taken; -1: nowhere, see text */
    EVENT_TOKEN_REFUSED, /* the server refused it (401, 403): read it once more */
    EVENT_TOKEN_READ,    /* error: ERR_OK when there is one again */
    EVENT_POINTER,       /* pointer */
    EVENT_FOCUS,         /* index: 1 the window is used, 0 another one is */
    EVENT_CHECKED, /* the answer to EFFECT_CHECK_SETUP `index`: checks, senders (in `arena`), text
                    */
    EVENT_SETUP_SAVED, /* the settings of EFFECT_SAVE_SETUP `index` are on the disk */
    EVENT_FIRST_RUN,   /* the first screen was left just now */
    EVENT_ROLLOUT,     /* rollout */
    EVENT_LIST,        /* list: of the list of sends (problems in `arena`) */
    EVENT_FAILED,      /* error of anything else */
    EVENT_STOP         /* SIGTERM or SIGHUP: leave without asking */
};

enum load_kind { LOAD_SENDERS, LOAD_TEMPLATES, LOAD_KIND_COUNT };

struct sent {
    uint64_t number;
    enum err err;
    int64_t row_id; /* 0: no row */
    const char *to, *wamid, *slot, *text, *next;
    int64_t duplicate_of;
};

/* A draft that was put aside, or a preset. */
struct kept_form {
    const char *name; /* by which it is read again */
    const char *label, *detail;
};

/* What a run of the rollout has to tell. */
enum rollout_news_kind {
    ROLLOUT_NEWS_LAST,    /* text, length of the event: what is kept of earlier runs */
    ROLLOUT_NEWS_PLANNED, /* sends, recipients, pace_ms: it waits for ROLLOUT_ORDER_GO */
    ROLLOUT_NEWS_RESULT,  /* result */
    ROLLOUT_NEWS_ENDED    /* `error` of the event says what stopped it, if something did */
};

struct rollout_news {
    enum rollout_news_kind kind;
    size_t sends, recipients;
    int64_t pace_ms; /* that the run takes at least */
    struct rollout_result result;
};

struct app_event {
    enum app_event_kind kind;
    int64_t now_ms;       /* wall clock */
    int64_t monotonic_ms; /* for durations */
    struct key key;
    struct pointer pointer;
    const char *text;
    size_t length;
    size_t lost_bytes; /* PASTE: that did not fit into `text` */
    const char *title;
    int rows, columns;
    struct error error;
    enum load_kind load;
    struct arena arena; /* moved into the app when its contents are kept */
    struct sender *senders;
    size_t sender_count;
    struct template **templates;
    const char *waba; /* that the templates belong to */
    bool is_partial;  /* SENDERS, TEMPLATES: the account has not answered yet */
    size_t template_count, unreadable;
    int64_t fetched_at; /* ms since 1970: age of the templates */
    struct history_item *items;
    size_t item_count;
    bool at_newest, has_older;
    struct history_counts counts;
    struct history_stop stop;
    bool is_continued;                 /* HISTORY: the items go behind those that are there */
    size_t error_offset, error_length; /* HISTORY: the wrong word of the filter, in `error` */
    int64_t duplicate_of;
    struct facts facts;
    struct sent sent;
    int64_t retry_at;
    int64_t row_id;
    size_t index;
    struct kept_form *kept;
    size_t kept_count;
    const char **texts;
    size_t text_count;
    const struct check_list *checks;
    const struct rollout_news *rollout;
    const struct list_news *list;
};

#endif
