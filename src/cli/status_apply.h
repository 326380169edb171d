/* Statuses as the platform words them, into the history. */
#ifndef CHAKRA_CLI_STATUS_APPLY_H
#define CHAKRA_CLI_STATUS_APPLY_H

#include "src/history/store.h"
#include "src/webhook/receive.h"

#include <stdbool.h>
#include <stddef.h>

/* Whoever is told what became of each, in their order, once it is committed. */
typedef void status_visitor(void *context, const struct webhook_status *status,
                            const struct status_outcome *outcome);

/* "delivered", "READ", "played" (a voice message that was heard was read). False: another word. */
bool status_word_parse(const char *word, enum send_state *ret_state);

/*
 * Applies them in transactions of some hundred; those with another word are only counted. `visit`
 * may be NULL. Orphans are kept when `keep_orphans`.
 */
struct status_apply {
    struct store *store;
    const char *source;
    bool keep_orphans;
    status_visitor *visit;
    void *context;
};
enum err statuses_apply(const struct status_apply *apply, const struct webhook_status *statuses,
                        size_t count, size_t *ret_ignored, struct error *reterr);

#endif
