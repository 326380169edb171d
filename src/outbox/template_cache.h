/*
 * The list of templates of a business account as it is kept in the history
 * (store text "templates/WABA"): one JSON array of the definitions as they came.
 * The screen shows it before the account has answered; headless commands fall
 * back to it when the account cannot be reached.
 */
#ifndef CHAKRA_OUTBOX_TEMPLATE_CACHE_H
#define CHAKRA_OUTBOX_TEMPLATE_CACHE_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/history/store.h"
#include "src/outbox/job.h"
#include "src/whatsapp/template.h"

struct template_copy {
    struct template **items; /* in the arena given */
    size_t count;
    int64_t fetched_at; /* ms since 1970 */
};

/* ERR_NOT_FOUND when nothing is kept, or nothing of it can be read. */
enum err template_cache_read(struct store *store, const char *waba, struct arena *arena,
                             struct template_copy *ret_copy, struct error *reterr);

/* A JOB_PUT_TEXT that keeps the list and its age; the caller's. NULL: no memory. */
struct job *template_cache_job(const char *waba, struct template *const *templates, size_t count,
                               uint64_t number);

#endif
