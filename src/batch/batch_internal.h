/* What the files of this folder share: the batch, and a row on its way. */
#ifndef CHAKRA_BATCH_INTERNAL_H
#define CHAKRA_BATCH_INTERNAL_H

#include "src/base/lock_file.h"
#include "src/batch/batch.h"
#include "src/batch/columns.h"
#include "src/batch/input.h"
#include "src/batch/result.h"
#include "src/history/store_group.h"
#include "src/outbox/compose.h"
#include "src/whatsapp/phone.h"

/* Rows begun or decided whose lines wait for an earlier row's. */
enum { PLACES_MAX = 1024 };

struct place {
    bool ended;
    char *cells; /* of the row, as CSV; all strings are the place's (mem_free) */
    size_t cells_size;
    char *wamid, *error, *next;
    char to[PHONE_DIGITS_SIZE];
    struct batch_row told;
};

struct batch {
    struct batch_settings settings;
    struct input input;
    struct lock_file *lock;
    struct store *store; /* for reading; NULL: there is no history yet */
    struct arena arena;  /* of columns and slots */
    struct columns columns;
    struct row_languages languages;
    struct problem_sink sink;
    struct batch_progress progress;

    /* The row at hand. */
    const struct row_language *language; /* NULL: it names one that is not there, or none */
    struct values values;
    struct phone phone;
    struct message message;
    struct problem_list problems;
    struct arena scratch;

    /* The sending. */
    struct cursor cursor;
    struct outbox *outbox;
    struct result result;
    struct place *places; /* a ring of PLACES_MAX */
    uint64_t first, last; /* places in use: first <= number < last */
    size_t held_bytes;    /* of the cells in them */
    bool is_read, stopping;
    bool queue_stopped; /* progress.stopped is the queue's word, not that of a row */
};

/* Opens a cursor behind the header. */
enum err batch_rewind(struct batch *batch, struct cursor *cursor, struct error *reterr);

/* rows.c: fills values, phone and message; false: the row has too many or too few cells. Without a
 * language there are no values. */
enum err rows_fill(struct batch *batch, const struct csv_row *row, bool *ret_fits,
                   struct error *reterr);
/* As the outbox is to send it; the uid is borrowed. */
struct compose_options rows_options(const struct batch *batch, const char *uid, uint64_t number);
/* Everything that is wrong with the row at hand, told. */
enum err rows_check(struct batch *batch, const struct csv_row *row, struct error *reterr);
/* What makes it the same message as another, in 64 bits. */
uint64_t rows_message_digest(const struct batch *batch);

/* What earlier runs did with a row. */
struct fate {
    bool decided;
    int attempt; /* the next one's number */
    struct sent_row last;
};
/* Texts in batch->scratch. */
enum err rows_find_fate(struct batch *batch, int64_t row, struct fate *ret_fate,
                        struct error *reterr);

#endif
