/*
 * What became of a send whose outcome is unknown: the decision whether a listed
 * message is that send. Pure.
 *
 * A message fits when it is outbound, to this recipient, not older than the
 * intent minus 60 s, its id in no other row, and its template or its text is
 * the send's. Only if exactly one fits, its wamid is adopted.
 */
#ifndef CHAKRA_OUTBOX_RECONCILE_H
#define CHAKRA_OUTBOX_RECONCILE_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/chakra/chat.h"
#include "src/history/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RECONCILE_TOLERANCE_MS = 60 * 1000 };

enum reconcile_verdict { RECONCILE_FOUND, RECONCILE_NOT_FOUND, RECONCILE_CANNOT_TELL };

/* "found", "not_found", "cannot_tell" */
const char *reconcile_verdict_word(enum reconcile_verdict verdict);

/* The send as far as a list can show it; "" or NULL where that is not known. */
struct reconcile_intent {
    const char *to; /* digits */
    const char *wamid;
    const char *template_name, *template_id;
    const char *text; /* of the body with its values; NULL for one-time codes, which are not kept */
    int64_t created_at;
};

/* From the row and what it keeps; texts are borrowed from `detail` or live in the arena. */
enum err reconcile_read_intent(const struct send_detail *detail, struct arena *arena,
                               struct reconcile_intent *ret_intent, struct error *reterr);

/* What was listed. */
struct reconcile_list {
    const struct chat_message *messages;
    const bool *taken; /* for each: is its wamid in another row? */
    size_t count;
    bool complete; /* nothing that may fit is missing */
};

struct reconcile_decision {
    enum reconcile_verdict verdict;
    const struct chat_message *message; /* FOUND: the one */
    const char *text;                   /* why, for the row's timeline; static */
};

struct reconcile_decision reconcile_decide(const struct reconcile_intent *intent,
                                           const struct reconcile_list *list);

/*
 * The change of the row that goes with a decision: found gives `accepted`, or what the delivery
 * status says beyond it; everything else only adds to the timeline of `state`, the row's. Texts are
 * borrowed from the decision.
 */
struct send_change reconcile_change(const struct reconcile_decision *decision,
                                    enum send_state state, int64_t now_ms);

#endif
