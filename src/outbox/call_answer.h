/* What the answer to a call says of itself. Pure. */
#ifndef CHAKRA_OUTBOX_CALL_ANSWER_H
#define CHAKRA_OUTBOX_CALL_ANSWER_H

#include "src/outbox/job.h"

/* ERR_OK, or what its status and body say; `what` was asked for, for people ("the media"). */
enum err call_answer_check(const struct call_answer *answer, const char *what,
                           struct error *reterr);

#endif
