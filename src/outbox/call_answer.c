/* An answer's status and body become an error, or none. */
#include "src/outbox/call_answer.h"

#include "src/base/clock.h"
#include "src/chakra/reply.h"

enum err call_answer_check(const struct call_answer *answer, const char *what, struct error *reterr)
{
    struct arena arena;
    struct reply reply = {0};
    arena_init(&arena);
    enum err err = reply_parse(answer->http_status, answer->retry_after, clock_now_ms(),
                               answer->body, answer->length, &arena, &reply, reterr);
    if (err == ERR_OK)
        err = reply_to_error(&reply, what, reterr);
    arena_release(&arena);
    return err;
}
