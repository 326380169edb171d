/*
 * A list of sends: a CSV file, one message a row, all of one template, in one
 * language or each in that of its column `language`. The whole file is checked
 * first, every problem told with row and column; then nothing or all of it is
 * sent, through an outbox that the caller owns and whose events it hands over.
 * Nothing is printed and nothing waits: the caller pumps.
 *
 *     open -> check -> begin -> { pump, take events } until done -> free
 *
 * A batch has an id made of what it is: the file's bytes, template, sender, mapping.
 * Each row's uid in the history is made of that id and the row's number, and the
 * history takes a uid once: so no row can go out twice, whoever tries. A lock keeps
 * two runs of one batch apart.
 *
 * Memory does not grow with the file. One thread at a time.
 */
#ifndef CHAKRA_BATCH_BATCH_H
#define CHAKRA_BATCH_BATCH_H

#include "src/base/err.h"
#include "src/config/profile.h"
#include "src/config/secret.h"
#include "src/history/store.h"
#include "src/outbox/outbox.h"
#include "src/whatsapp/rules.h"
#include "src/whatsapp/template.h"
#include "src/whatsapp/values.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct batch;

enum { BATCH_ID_SIZE = 32, BATCH_CONCURRENCY_MAX = 256 };

/* A column of the file under another name than its slot's. */
struct batch_map {
    const char *column;
    const char *key; /* of a slot, or "to"; "-": the column is left out */
};

/* What is wrong with a row, or (row 1) with the header. Borrowed for the call. */
struct batch_problem {
    int64_t row;        /* from 1, the header included; 0: the whole file */
    const char *column; /* its name in the file, else the slot's key; "" */
    const char *rule;   /* "V19"; "" */
    enum problem_level level;
    const char *message;
    int prevents; /* the server's code; 0 */
};

/* What became of a row, in the order of the file. Borrowed for the call. */
struct batch_row {
    int64_t row;
    const char *to;
    const char
        *state; /* a state's word; "duplicate": blocked by the guard; "pending": not reached */
    int64_t id; /* in the history; 0 */
    const char *wamid; /* NULL */
    int error_code;    /* 0 */
    const char *error; /* NULL */
    const char *next;  /* NULL */
    int64_t at;        /* ms since 1970; 0 */
    bool was_before;   /* decided by an earlier run: left alone */
};

struct batch_settings { /* borrowed until batch_free() */
    const struct profile *profile;
    const struct secret *token;
    const char *plugin_id, *phone_number_id;
    const char *sender_number; /* digits; NULL */
    const char *data_folder;
    const struct template *template; /* of rows that name no language; NULL: each has to */
    /* What a column `language` may name, the above among them; NULL: no column may. */
    const struct template *const *languages;
    size_t language_count;
    const struct values *fixed; /* the same for every row; may hold `to`; NULL */
    const struct batch_map *maps;
    size_t map_count;
    const char *path;        /* "-": standard input, kept in a private file meanwhile */
    const char *encoding;    /* NULL: UTF-8 */
    const char *result_path; /* NULL: no file of results */
    size_t concurrency;      /* as the outbox has; at most BATCH_CONCURRENCY_MAX */
    uint64_t first_number;   /* of jobs: this and the following are the batch's */
    bool checks_only;        /* a dry run: no lock, and what was sent before does not matter */
    bool resumes;            /* go on with an earlier run */
    bool forces;             /* send all again, as a batch of its own, and past the guard */

    void (*on_problem)(const struct batch_problem *problem, void *context);
    void (*on_row)(const struct batch_row *row, void *context); /* NULL */
    bool (*should_stop)(void *context); /* asked now and then during the check; NULL */
    void *context;
};

struct batch_progress {
    char id[BATCH_ID_SIZE];
    int64_t rows;    /* of the file, after the check */
    int64_t to_send; /* rows that no earlier run decided */
    int64_t errors, warnings;
    int64_t before;                          /* rows left alone: an earlier run decided them */
    int64_t before_unknown, before_rejected; /* of those */
    int64_t accepted, rejected, unknown, not_sent, duplicate; /* of this run */
    int64_t in_flight;
    int64_t waits_until;  /* monotonic ms: what a row waits for, as last told; 0 */
    struct error stopped; /* why it ended early; code ERR_OK: it did not */
};

/* The file, its header and the columns. ERR_CONTENT: problems were told, or reterr says which.
 * ERR_USAGE: neither the settings nor a column say the language. */
enum err batch_open(const struct batch_settings *settings, struct batch **ret_batch,
                    struct error *reterr);

/* Reads the whole file. ERR_CONTENT when there were errors: nothing may be sent then.
 * ERR_DUPLICATE: an earlier run began it, and neither resumes nor forces was asked for. */
enum err batch_check(struct batch *batch, struct error *reterr);

/* The first row's request, as a dry run shows it; the caller's. NULL after an error. */
enum err batch_first_request(struct batch *batch, cJSON **ret_request, struct error *reterr);

/* After a check without errors. */
enum err batch_begin(struct batch *batch, struct outbox *outbox, struct error *reterr);

enum batch_step {
    BATCH_GOES_ON, /* pump again at once */
    BATCH_WAITS,   /* nothing to do until the outbox has events */
    BATCH_DONE
};
enum batch_step batch_pump(struct batch *batch);

/* True: the event was of this batch (it stays the caller's). */
bool batch_take(struct batch *batch, const struct job_event *event);

/* No further row is begun; what is in flight is waited for, or with `cuts` ended at once, which
 * leaves it unknown if it had begun to leave. */
void batch_stop(struct batch *batch, bool cuts);

/* Writes the file of results in full; errors only of that. After BATCH_DONE. */
enum err batch_finish(struct batch *batch, struct error *reterr);

/* The name of the results of FILE.csv, FILE.result.csv; the caller's (mem_free). NULL: no memory.
 */
char *batch_result_path(const char *file);

const struct batch_progress *batch_progress(const struct batch *batch);
/* Does a column name the language of each row? */
bool batch_names_languages(const struct batch *batch);
void batch_free(struct batch *batch); /* NULL is fine */

#endif
