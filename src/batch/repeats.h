/*
 * Finds recipients that a list names more than once, whatever its length: what was
 * seen is sorted in pieces, the pieces wait in a private file without a name, and are
 * merged at the end. Not thread safe.
 */
#ifndef CHAKRA_BATCH_REPEATS_H
#define CHAKRA_BATCH_REPEATS_H

#include "src/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REPEATS_TOLD_MAX = 10000 };

struct repeat_seen {
    uint64_t recipient; /* the digits as a number: E.164 has at most 15 */
    uint64_t message;   /* digest of all that makes a message the same */
    int64_t row;
};

/* Row `row` names the recipient of the earlier row `first` again. */
struct repeat {
    int64_t row, first;
    bool is_same; /* the same message, too */
};

struct repeats;

/* Pieces go into `folder`, a private one (copied). */
enum err repeats_new(const char *folder, struct repeats **ret_repeats, struct error *reterr);
void repeats_free(struct repeats *repeats);
enum err repeats_add(struct repeats *repeats, const struct repeat_seen *seen, struct error *reterr);
/* By row; the first REPEATS_TOLD_MAX of *ret_total that were met. The items are the repeats'. */
enum err repeats_finish(struct repeats *repeats, const struct repeat **ret_items, size_t *ret_count,
                        size_t *ret_total, struct error *reterr);

#endif
