/*
 * Reads what a webhook brought, in every shape that is known (ChakraHQ's page and
 * the older one, WhatsApp's own envelope passed through): status updates,
 * messages of recipients, and all else by name. Tolerant of what it does not
 * know, bounded, never trusting. Pure; any thread.
 */
#ifndef CHAKRA_WEBHOOK_RECEIVE_H
#define CHAKRA_WEBHOOK_RECEIVE_H

#include "src/base/arena.h"
#include "src/base/err.h"

#include <stddef.h>
#include <stdint.h>

enum { WEBHOOK_BODY_MAX = 1024 * 1024, WEBHOOK_UPDATES_MAX = 1000 };

/* Texts may be NULL where nothing was said, but wamid and state. */
struct webhook_status {
    const char *wamid;
    const char *state; /* the platform's word in lower case: "delivered", "played" */
    int64_t at_ms;     /* 0: not said */
    int code;          /* 0: none */
    const char *title, *details;
    const char *recipient; /* digits */
};

struct webhook_message {
    const char *wamid;
    const char *from; /* digits */
    const char *name; /* as the sender calls himself */
    const char *type; /* "text", "button" */
    const char *text; /* what can be read of it */
    const char *in_reply_to;
    int64_t at_ms;
};

/* Not about a message: a template was paused, a number's quality changed. */
struct webhook_other {
    const char *field; /* "message_template_status_update" */
    const char *event; /* "PAUSED" */
    const char *template, *language;
    const char *template_id; /* as text: it has more digits than a double keeps */
    const char *reason;
};

struct webhook_batch {
    struct webhook_status *statuses;
    size_t status_count;
    struct webhook_message *messages;
    size_t message_count;
    struct webhook_other *others;
    size_t other_count;
    size_t unreadable; /* updates without what makes one: an id, a state, a sender */
    size_t over_limit; /* updates after the WEBHOOK_UPDATES_MAX-th, left out */
};

/*
 * ERR_INVALID: no JSON, or neither object nor list of objects. ERR_TOO_BIG over
 * WEBHOOK_BODY_MAX. A valid body of a kind that is not known is an empty batch.
 * All texts live in the arena.
 */
enum err webhook_parse(const char *bytes, size_t length, struct arena *arena,
                       struct webhook_batch *ret_batch, struct error *reterr);

#endif
