/*
 * Writes that wait for the disk together: the intents and outcomes of many sends in
 * one transaction, because a commit is an fsync and costs the same for one row and
 * for a hundred. What is in a group is durable when store_group_end() returns ERR_OK,
 * and none of it is there else.
 *
 * Begin, some writes, end; some tens of milliseconds at most, so that other writers get
 * their turn. No other write of this store in between.
 */
#ifndef CHAKRA_HISTORY_STORE_GROUP_H
#define CHAKRA_HISTORY_STORE_GROUP_H

#include "src/history/store.h"

enum err store_group_begin(struct store *store, struct error *reterr);
/* ERR_DUPLICATE writes nothing, and the group goes on; any other error must end it. Rows of
 * programs that are gone are not recovered here: store_insert_intent() does that. */
enum err store_group_insert(struct store *store, const struct send_intent *intent, int64_t *ret_id,
                            struct error *reterr);
enum err store_group_change(struct store *store, int64_t id, const struct send_change *change,
                            struct error *reterr);
/* Commits if `err` is ERR_OK, else rolls all back; returns the outcome. */
enum err store_group_end(struct store *store, enum err err, struct error *reterr);

/* What the history knows of a send by its uid, for going on with a batch. Texts in the arena. */
struct sent_row {
    int64_t id; /* 0: there is none */
    enum send_state state;
    const char *wamid, *error_text;
    int http_status, error_code;
    int64_t created_at;
};
enum err store_find_sent(struct store *store, const char *uid, struct arena *arena,
                         struct sent_row *ret_row, struct error *reterr);

enum err store_count_batch(struct store *store, const char *batch, int64_t *ret_count,
                           struct error *reterr);

#endif
