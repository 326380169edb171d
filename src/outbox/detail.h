/* A send's record in memory: copied for an event, and kept in step with what is committed. Pure. */
#ifndef CHAKRA_OUTBOX_DETAIL_H
#define CHAKRA_OUTBOX_DETAIL_H

#include "src/base/arena.h"
#include "src/history/store.h"

#include <stdbool.h>

/* A copy whose strings live in the arena; NULL when memory is out. */
struct send_detail *detail_copy(const struct send_detail *detail, struct arena *arena);

/*
 * Does to `detail` what store_change_state() does to the row; the strings are
 * copied into the arena. False: no memory, and the state alone is changed.
 */
bool detail_apply(struct send_detail *detail, const struct send_change *change,
                  struct arena *arena);

#endif
