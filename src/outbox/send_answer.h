/* What the answer to a send said besides the wamid, and which route it went: read again from what
 * the row keeps of request and reply. Pure. */
#ifndef CHAKRA_OUTBOX_SEND_ANSWER_H
#define CHAKRA_OUTBOX_SEND_ANSWER_H

#include "src/base/arena.h"
#include "src/config/profile.h"
#include "src/history/store.h"

struct send_answer {
    enum send_route route;
    const char *message_id;      /* ChakraHQ's own id of the message; NULL */
    const char *delivery_status; /* as it was when the answer was written; NULL */
};

/* By the path of the request that is kept; messages where none is. */
enum send_route send_answer_route(const struct send_detail *detail);

/* "SHORTID/KEY" of the record that the message was for, in the arena; NULL where there was none. */
const char *send_answer_record(const struct send_detail *detail, struct arena *arena);

/* Texts live in the arena. ERR_NOMEM only. */
enum err send_answer_read(const struct send_detail *detail, struct arena *arena,
                          struct send_answer *ret_answer, struct error *reterr);

#endif
