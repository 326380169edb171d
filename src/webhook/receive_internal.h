/* What the readers of the two families of shapes share. For src/webhook only. */
#ifndef CHAKRA_WEBHOOK_RECEIVE_INTERNAL_H
#define CHAKRA_WEBHOOK_RECEIVE_INTERNAL_H

#include "src/base/json.h"
#include "src/webhook/receive.h"

#include <stdbool.h>

struct receiver {
    struct arena *arena;
    struct webhook_batch *batch;
    size_t status_size, message_size, other_size; /* rows that there is room for */
    bool failed;                                  /* out of memory */
};

/* Copies of a member, which may be a text or a number; NULL for anything else. */
const char *receive_text(struct receiver *receiver, const cJSON *object, const char *name);
/* Seconds or milliseconds, as number or text, or RFC 3339; 0 when there is none. */
int64_t receive_time(const cJSON *object, const char *name);
/* The last part of a status: WhatsApp's list of errors, of which the first with a code counts. */
void receive_errors(struct receiver *receiver, const cJSON *errors, struct webhook_status *status);

/* These take what was read, or count what cannot be used or is too much. */
void receive_status(struct receiver *receiver, struct webhook_status status);
void receive_other(struct receiver *receiver, struct webhook_other other);
/* One of value.messages[]; `contacts` may be NULL, `at_ms` is for one that names no time itself. */
void receive_message(struct receiver *receiver, const cJSON *message, const cJSON *contacts,
                     int64_t at_ms);

/* {"object":"whatsapp_business_account","entry":[…]} */
void receive_envelope(struct receiver *receiver, const cJSON *root);
/* {"event":…,"payload":{…}} */
void receive_event(struct receiver *receiver, const cJSON *root);

#endif
