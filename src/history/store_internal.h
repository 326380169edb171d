/*
 * What the files of this folder share: the struct behind struct store, the table
 * of statements, and small functions to run them. Nobody else includes this, but tests.
 */
#ifndef CHAKRA_HISTORY_STORE_INTERNAL_H
#define CHAKRA_HISTORY_STORE_INTERNAL_H

#include "src/history/statement.h"
#include "src/history/store.h"

#include <sqlite3.h>

struct store {
    sqlite3 *db;
    char *folder;
    char *path; /* of the database */
    enum store_access access;
    sqlite3_stmt *statements[STATEMENT_COUNT]; /* prepared on first use */
    int64_t seen_data_version;                 /* changes of other connections */
    int seen_total_changes;                    /* changes of this one */
};

/* How long to wait for another program's lock; 5000 ms unless told. */
void store_set_busy_timeout(struct store *store, int ms);

/*
 * The kept statement, ready to bind. Declare as
 * `CLEANUP(statement_done) sqlite3_stmt *statement = NULL;` so that it is reset on
 * every way out: a statement left open would hold a read transaction.
 */
enum err store_statement(struct store *store, enum statement which, sqlite3_stmt **ret_statement,
                         struct error *reterr);
void statement_done(sqlite3_stmt **statement);

/* Binds parameter after parameter; the first failure sticks and is found by statement_run. */
struct binder {
    sqlite3_stmt *statement;
    int next; /* number of the next parameter, from 1 */
    int code;
};
struct binder binder_start(sqlite3_stmt *statement);
/* The bytes are borrowed until the statement is done. NULL binds NULL. */
void bind_text(struct binder *binder, const char *text);
void bind_bytes(struct binder *binder, const char *bytes, size_t length);
void bind_integer(struct binder *binder, int64_t value);
void bind_integer_or_null(struct binder *binder, int64_t value, int64_t none);
void bind_state(struct binder *binder, enum send_state state);

/* One step: *ret_row says whether a row came (NULL: none is expected). */
enum err statement_run(struct store *store, struct binder *binder, const char *doing, bool *ret_row,
                       struct error *reterr);

/* A transaction that has the write lock from its start, so that what it reads stays true. */
enum err transaction_begin(struct store *store, struct error *reterr);
/* Commits if `err` is ERR_OK, else (or if that fails) rolls back; returns the outcome. */
enum err transaction_end(struct store *store, enum err err, struct error *reterr);

/* Text of a column in the arena; *failed is set when memory is out. NULL stays NULL. */
const char *column_text(sqlite3_stmt *statement, int column, struct arena *arena, bool *failed);

/* ERR_NOT_FOUND, with the row's number. */
enum err store_no_row(int64_t id, struct error *reterr);

/* Adds to the timeline of a row. Inside the caller's transaction. */
enum err store_insert_event(struct store *store, int64_t id, const struct send_event *event,
                            struct error *reterr);

/* Values, request, note, tags, reply of a new row. Inside the caller's transaction. */
enum err store_insert_texts(struct store *store, int64_t id, const struct send_detail *detail,
                            struct error *reterr);

/* Applies what webhooks said of this wamid before the row had it, in the caller's transaction. */
enum err store_adopt_orphans(struct store *store, int64_t id, const char *wamid,
                             struct error *reterr);

/* store_change_state() inside the caller's transaction. */
enum err store_change_within(struct store *store, int64_t id, const struct send_change *change,
                             struct error *reterr);

/* The id of the one copy of this definition (made now if need be); 0 for NULL. Inside the caller's
 * transaction. */
enum err store_definition(struct store *store, const char *text, int64_t *ret_id,
                          struct error *reterr);

/* A row that would block this fingerprint: its id (0: none), state and time. */
struct duplicate {
    int64_t id;
    enum send_state state;
    int64_t created_at;
};
enum err store_look_for_duplicate(struct store *store, const char *fingerprint, int64_t since,
                                  struct duplicate *ret_duplicate, struct error *reterr);

/* The recovery of one state: what a row becomes when its owner is gone. NULL for other states. */
struct recovery {
    enum send_state from, to;
    const char *text;
};
const struct recovery *recovery_find(enum send_state state);

/* Is the owner's lock held by a running program? An owner that cannot be looked at counts as one.
 */
bool owner_is_alive(const char *folder, const char *uuid);
/* Removes the lock files that nobody holds. */
void owner_remove_stale(const char *folder);

#endif
