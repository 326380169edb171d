/*
 * What WhatsApp's numeric error codes mean and what to do, from
 * assets/error_codes.json (compiled in); and which slot a refusal is about.
 * Pure; the table is static.
 */
#ifndef CHAKRA_WHATSAPP_GRAPH_ERROR_H
#define CHAKRA_WHATSAPP_GRAPH_ERROR_H

#include "src/whatsapp/slots.h"

#include <stdbool.h>
#include <stddef.h>

/* What a run does after such a refusal (template reference section 10). */
enum graph_error_class {
    GRAPH_ROW,       /* this message only */
    GRAPH_TEMPLATE,  /* every send with this template */
    GRAPH_TOKEN,     /* stop: the token is refused */
    GRAPH_ACCOUNT,   /* stop: billing, account */
    GRAPH_THROTTLE,  /* wait, then repeat */
    GRAPH_TRANSIENT, /* may be sent again by the operator */
    GRAPH_STOP       /* quality trouble: stop and think */
};

struct graph_error {
    int code;
    int code_max;    /* equals code, or the end of a range */
    int http_status; /* 0: known only from webhooks */
    const char *title;
    const char *meaning;
    const char *next; /* what to do */
    bool retryable;
    enum graph_error_class class;
};

/* NULL for a code that is not in the table. */
const struct graph_error *graph_error_find(int code);
/* All rows, for `explain`, the sandbox and the documents. */
const struct graph_error *graph_error_rows(size_t *ret_count);

/*
 * Key of the slot that a refusal is about, by code and details ("body: number of
 * localizable_params …", "header: Format mismatch…", "buttons: Button at index 0 …",
 * a parameter's name); falls back to the first slot of the component, then to
 * NULL. Borrowed from `slots` or static ("to", "template").
 */
const char *graph_error_slot(int code, const char *details, const struct slot_list *slots);

#endif
