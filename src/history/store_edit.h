/*
 * What the operator does to rows afterwards: notes, tags, the trash, retention. Writing
 * connection only; each call commits before it returns.
 */
#ifndef CHAKRA_HISTORY_STORE_EDIT_H
#define CHAKRA_HISTORY_STORE_EDIT_H

#include "src/history/store.h"

enum { NOTE_LONGEST = 4000, TAGS_LONGEST = 500 };

/* NULL or "" takes it away. Tags are words; blanks between are made single. */
enum err store_set_note(struct store *store, int64_t id, const char *note, struct error *reterr);
enum err store_set_tags(struct store *store, int64_t id, const char *tags, struct error *reterr);

/*
 * Into the trash and back: a row in the trash is in no list, search, export or count of
 * them, but the guard against double sends still knows it. A row that is being sent stays.
 */
enum err store_delete(struct store *store, int64_t id, int64_t at, struct error *reterr);
enum err store_undelete(struct store *store, int64_t id, struct error *reterr);
/* One row of the trash for good; nothing happens when it is not there. */
enum err store_drop_trashed(struct store *store, int64_t id, struct error *reterr);
/* What has been in the trash since before `before` (ms), for good, in transactions of some hundred
 * rows: a program that died left it there. *ret_count may be NULL. */
enum err store_empty_trash(struct store *store, int64_t before, int64_t *ret_count,
                           struct error *reterr);

/* Retention: the rows older than `before` but those that are being sent. */
struct store_purge {
    int64_t count;
    int64_t first, last; /* ms; of the rows; 0 when there are none */
};
enum err store_purge_count(struct store *store, int64_t before, struct store_purge *ret_purge,
                           struct error *reterr);
/* One transaction of some hundred of them; *ret_count is 0 when none is left. */
enum err store_purge_step(struct store *store, int64_t before, int64_t *ret_count,
                          struct error *reterr);
/* Afterwards: what no row uses goes too, and the file forgets the bytes. */
enum err store_purge_finish(struct store *store, struct error *reterr);

#endif
