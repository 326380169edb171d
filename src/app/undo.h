/*
 * The changes of one text, so that they can be taken back and made again: pairs of
 * what stood at a place and what stands there now. Typing in one go is one change.
 * Bounded; when memory is out it forgets rather than fails. Owns its texts. UI thread.
 */
#ifndef CHAKRA_APP_UNDO_H
#define CHAKRA_APP_UNDO_H

#include "src/base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

enum { UNDO_CHANGES_MAX = 200, UNDO_BYTES_MAX = 1 << 20 };

struct undo_change {
    size_t at; /* byte offset */
    char *before, *after;
    size_t before_length, after_length;
};

struct undo {
    struct undo_change *changes;
    size_t count;
    size_t done;  /* changes that are in force; those behind it were undone */
    size_t bytes; /* of all texts */
    bool is_open; /* the last change may still grow */
};

void undo_release(struct undo *undo); /* leaves it empty and usable; texts are overwritten */

/* Before the text changes: `removed` bytes at `at` give way to `added` bytes of `text`. */
void undo_record(struct undo *undo, const struct strbuf *now, size_t at, size_t removed,
                 const char *text, size_t added);
/* The next change is one of its own. */
void undo_close(struct undo *undo);

/* Changes `text` and gives the new place of the cursor. False: nothing to undo or redo, or no
 * memory for it. */
bool undo_back(struct undo *undo, struct strbuf *text, size_t *ret_cursor);
bool undo_again(struct undo *undo, struct strbuf *text, size_t *ret_cursor);

#endif
