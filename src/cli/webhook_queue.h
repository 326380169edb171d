/*
 * Between the server's thread, which has to answer quickly, and the thread that
 * writes the history: what was received, in its order, and counts of what was
 * refused. Bounded: what does not fit is refused, and may be sent again.
 */
#ifndef CHAKRA_CLI_WEBHOOK_QUEUE_H
#define CHAKRA_CLI_WEBHOOK_QUEUE_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/webhook/receive.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum { WEBHOOK_QUEUE_BODIES = 512, WEBHOOK_QUEUE_BYTES = 32 * 1024 * 1024 };

struct webhook_item {
    struct arena arena; /* owns the batch's rows and texts */
    struct webhook_batch batch;
    size_t bytes; /* of the body that it came from */
    struct webhook_item *next;
};

enum webhook_refusal {
    REFUSED_UNSIGNED,
    REFUSED_WRONG_SIGNATURE,
    REFUSED_UNREADABLE,
    REFUSED_FULL,
    REFUSED_COUNT
};

struct webhook_queue {
    pthread_mutex_t lock;
    int wake[2]; /* a byte for the reader whenever something changed */
    struct webhook_item *first, *last;
    size_t count, bytes;
    size_t refused[REFUSED_COUNT];
};

enum err webhook_queue_init(struct webhook_queue *queue, struct error *reterr);
/* After the server has stopped. */
void webhook_queue_release(struct webhook_queue *queue);

struct webhook_item *webhook_item_new(void); /* NULL: no memory */
void webhook_item_free(struct webhook_item *item);

/* Takes the item; false, and the item stays the caller's, when there is no room. */
bool webhook_queue_push(struct webhook_queue *queue, struct webhook_item *item);
void webhook_queue_refuse(struct webhook_queue *queue, enum webhook_refusal why);
/* The oldest, now the caller's; NULL when there is none. */
struct webhook_item *webhook_queue_pop(struct webhook_queue *queue);
/* Readable after a change or a wake, until webhook_queue_clear_fd(). */
void webhook_queue_wake(struct webhook_queue *queue);
int webhook_queue_fd(const struct webhook_queue *queue);
void webhook_queue_clear_fd(struct webhook_queue *queue);
void webhook_queue_refusals(struct webhook_queue *queue, size_t ret_refused[REFUSED_COUNT]);

#endif
