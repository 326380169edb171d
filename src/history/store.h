/*
 * The history: SQLite in WAL mode, one file, 0600 in a 0700 folder. Only this
 * folder includes SQLite.
 *
 * A struct store belongs to one thread. The worker has the writing one, the
 * screen its own read-only one; several programs may use one history at once.
 * Every statement is prepared once and kept.
 *
 * Durability: PRAGMA synchronous=FULL, so a committed intent survives a power cut.
 * Paging is by key (created_at, id), never by OFFSET.
 */
#ifndef CHAKRA_HISTORY_STORE_H
#define CHAKRA_HISTORY_STORE_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/base/uuid.h"
#include "src/history/state.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

/* One row. Strings are borrowed from whoever made the row (caller, or the arena of the query);
 * NULL where there is none. */
struct send_row {
    int64_t id;
    const char *uid;
    int64_t created_at; /* ms since 1970, UTC */
    const char *profile;
    const char *plugin_id;
    const char *phone_number_id;
    const char *to; /* digits */
    const char *template;
    const char *language;
    const char *category;
    enum send_state state;
    const char *wamid;
    int http_status;        /* 0: none */
    int error_code;         /* 0: none */
    const char *error_text; /* "title: details", or why not sent */
    int64_t latency_ms;     /* -1: none */
    const char *source;     /* "tui", "cli", "batch", "test", "import" */
    const char *operator_name;
    const char *batch;
    int64_t sent_again_of; /* id of the row that this one repeats; 0 */
};

/* The rest of a row, for the detail view and exports. */
struct send_detail {
    struct send_row row;
    const char *values;     /* JSON object */
    const char *definition; /* JSON of the template as it was */
    const char *request;    /* JSON: method, url, body; no token */
    const char *reply;      /* bytes as they came, as text */
    const char *error_title, *error_details, *error_slot, *error_next, *trace_id;
    const char *note;
    const char *tags;
    size_t reply_length; /* the reply may hold NULs */
};

struct send_event {
    int64_t at; /* ms */
    enum send_state state;
    const char *source; /* "program", "reply", "webhook", "poll", "operator", "recovery" */
    const char *text;   /* may be NULL */
};

enum store_access { STORE_WRITE, STORE_READ };

/*
 * Opens (STORE_WRITE makes and migrates it). Errors say what to do: locked, full,
 * corrupt (with the path to move away), newer than the program, not writable.
 * STORE_READ of a missing file is ERR_NOT_FOUND.
 */
enum err store_open(const char *folder, enum store_access access, struct store **ret_store,
                    struct error *reterr);
void store_close(struct store *store); /* NULL is fine */
/* Why STORE_WRITE failed: there is a history, and the rights (or the medium) forbid to write it. It
 * may still be read. */
bool store_is_write_protected(const char *folder);
/* The same for who opens it again at once: the write-ahead log stays as it is, which saves the
 * start of the program three waits for the disk. */
void store_close_for_now(struct store *store);

/*
 * Recovery: every row in `queued` or `sending` whose owner's lock is free becomes
 * `not_sent` or `unknown`, with an event. *ret_count may be NULL.
 */
enum err store_recover(struct store *store, size_t *ret_count, struct error *reterr);

/*
 * This process as an owner of rows: makes and locks `owner-<uuid>.lock` in the
 * folder until store_owner_end() (or the process's death, which frees the lock).
 */
struct store_owner;
enum err store_owner_begin(const char *folder, struct store_owner **ret_owner,
                           struct error *reterr);
void store_owner_end(struct store_owner *owner); /* removes the file */
const char *store_owner_uuid(const struct store_owner *owner);

/* What an intent records: everything known before the first byte. */
struct send_intent {
    const struct send_detail *detail; /* row.id and row.state are ignored; uid may be NULL: made */
    const char *fingerprint;
    const char *owner;       /* store_owner_uuid() */
    int64_t duplicate_since; /* guard: rows from then on block; 0: only the pending and unknown */
    bool override_duplicate; /* --force, or confirmed with the earlier row named */
    bool starts_at_once;     /* the row begins as `sending`: its request follows the commit */
};

/*
 * Commits the row in state `queued`, in one transaction with the duplicate guard
 * (so two programs cannot both pass it). ERR_DUPLICATE names the earlier row in
 * reterr and sets *ret_id to its id. On success *ret_id is the new row; a uid or
 * time that was made here is read with store_get(). Without an owner: ERR_INVALID.
 */
enum err store_insert_intent(struct store *store, const struct send_intent *intent, int64_t *ret_id,
                             struct error *reterr);
/* The row that would block such a send now; 0 for none. */
enum err store_find_duplicate(struct store *store, const char *fingerprint, int64_t duplicate_since,
                              int64_t *ret_id, struct error *reterr);

/* A change of state, with what came with it; members that are NULL, 0 or -1 leave the row alone. An
 * empty error_text or error_next takes away what the row has. */
struct send_change {
    enum send_state state;
    int64_t at;
    const char *source;
    const char *text; /* for the event */
    const char *wamid;
    int http_status;
    int error_code;
    const char *error_text, *error_title, *error_details, *error_slot, *error_next, *trace_id;
    int64_t latency_ms;
    const char *reply;
    size_t reply_length;
};

/*
 * Applies it if the state machine allows, always keeping the event; committed on
 * return. A state that may not follow leaves the row's state and returns ERR_OK; then
 * wamid, http_status, latency and reply are taken over only where the row has none.
 * A latency of 0 counts only together with an http_status.
 */
enum err store_change_state(struct store *store, int64_t id, const struct send_change *change,
                            struct error *reterr);

/* What a platform says later of a message that it took. */
struct status_update {
    const char *wamid;
    enum send_state state; /* sent, delivered, read or failed; others are ERR_INVALID */
    int64_t at;            /* ms, as the platform says; 0: it did not */
    const char *source;    /* "webhook", "poll", "operator" */
    int code;              /* of a failure; 0: not said */
    const char *title, *details;
    bool keep_orphan; /* keep it for a row that gets this wamid later */
};

enum status_effect {
    STATUS_APPLIED,  /* the row's state moved */
    STATUS_NOTED,    /* a new event, but the row was further already */
    STATUS_REPEATED, /* known: nothing was written */
    STATUS_KEPT,     /* no row has this wamid yet: kept until one gets it */
    STATUS_NO_ROW    /* no row has this wamid, and it was not to be kept */
};

struct status_outcome {
    enum status_effect effect;
    int64_t id;            /* of the row; 0: none */
    enum send_state state; /* of the row, after this status */
};

/* Most statuses that wait for a row; the oldest go first. */
enum { ORPHAN_STATUSES_MAX = 2000 };

/*
 * All of them in one transaction; at most some hundred, so that other writers get their turn. In
 * any order they leave the same row: the furthest state counts, and a failure is the furthest.
 * The same (wamid, state, second) is one event, whoever says it; without a time, each state is one.
 * A failure's code, title, details and what to do about it go into the row.
 */
enum err store_apply_statuses(struct store *store, const struct status_update *updates,
                              size_t count, struct status_outcome *outcomes, struct error *reterr);

/* The row that has this message id, other than the row `except` (0: whichever); 0 for none. */
enum err store_find_wamid(struct store *store, const char *wamid, int64_t except, int64_t *ret_id,
                          struct error *reterr);

/*
 * store_change_state() with a message id that was found by looking it up: in one transaction with
 * the check that no other row has it, so that two programs cannot give one message to two rows.
 * ERR_DUPLICATE leaves the row alone and sets *ret_other to the row that has it.
 */
enum err store_adopt_wamid(struct store *store, int64_t id, const struct send_change *change,
                           int64_t *ret_other, struct error *reterr);

/* Ids of the rows whose outcome is unknown, of a profile (NULL: of all), oldest first. */
enum err store_unknown_rows(struct store *store, const char *profile, struct arena *arena,
                            int64_t **ret_ids, size_t *ret_count, struct error *reterr);

/* A page of rows, newest first. */
struct store_page_query {
    const char *profile;                  /* NULL: all */
    int64_t before_created_at, before_id; /* older than this key; 0, 0: from the newest */
    int64_t after_created_at, after_id;   /* the nearest rows newer than this key */
    size_t limit;
};
enum err store_page(struct store *store, const struct store_page_query *query, struct arena *arena,
                    struct send_row **ret_rows, size_t *ret_count, struct error *reterr);

enum err store_get(struct store *store, int64_t id, struct arena *arena,
                   struct send_detail **ret_detail, struct error *reterr);
enum err store_events(struct store *store, int64_t id, struct arena *arena,
                      struct send_event **ret_events, size_t *ret_count, struct error *reterr);

/* Last send to a recipient and the like, for rules' facts. */
struct recipient_facts {
    int64_t last_send_ms, last_131049_ms;
    bool has_131050;
};
enum err store_recipient_facts(struct store *store, const char *to,
                               struct recipient_facts *ret_facts, struct error *reterr);

/* Rows by state of a profile (NULL: all); the cost does not grow with the history. What a program
 * that died has left in flight counts as what it will be recovered to. */
struct store_counts {
    int64_t rows; /* without the trash */
    int64_t by_state[SEND_STATE_COUNT];
};
enum err store_counts(struct store *store, const char *profile, struct store_counts *ret_counts,
                      struct error *reterr);

/* Small durable texts by name: the draft, the template cache ("templates/<waba>"). A NULL takes the
 * text away. */
enum err store_put_text(struct store *store, const char *name, const char *text, int64_t at,
                        struct error *reterr);
/* ERR_NOT_FOUND when there is none. Text in the arena. */
enum err store_get_text(struct store *store, const char *name, struct arena *arena,
                        const char **ret_text, int64_t *ret_at, struct error *reterr);

struct named_text {
    const char *name, *text; /* in the arena */
    int64_t at;              /* ms: when it was put */
};
/* Those whose names begin with `prefix`, the newest names last; at most `most`. */
enum err store_list_texts(struct store *store, const char *prefix, size_t most, struct arena *arena,
                          struct named_text **ret_texts, size_t *ret_count, struct error *reterr);

/* Changes made by this or any other connection since the last call (PRAGMA data_version). */
bool store_has_changed(struct store *store);

#endif
