/*
 * The pace of sends: so many a second from one sender, and a gap between two to
 * one recipient. WhatsApp refuses what is faster, and a refused message costs
 * quality; so the program waits first.
 *
 * Times are the caller's monotonic milliseconds, so tests bring their own clock.
 * Belongs to the worker's thread.
 */
#ifndef CHAKRA_OUTBOX_PACER_H
#define CHAKRA_OUTBOX_PACER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pacer_entry {
    uint64_t key;    /* of a sender, or of a sender and a recipient */
    int64_t free_at; /* from then on the next one may go */
};

struct pacer {
    struct pacer_entry *entries;
    size_t count, size;
};

void pacer_init(struct pacer *pacer);
void pacer_release(struct pacer *pacer);

/* A send that wants to go. Texts are borrowed; a NULL one counts as "". */
struct pacer_send {
    const char *sender;    /* phone number id */
    const char *recipient; /* digits */
    long rate;             /* a second; 0: no limit */
    long pair_gap_ms;      /* 0: none */
};

/* How long it has to wait; 0: it may go now. *ret_reason (may be NULL) says what for, static. */
int64_t pacer_wait_ms(const struct pacer *pacer, const struct pacer_send *send, int64_t now,
                      const char **ret_reason);

/* It goes now. False: no memory, and this send counts for nothing. */
bool pacer_mark(struct pacer *pacer, const struct pacer_send *send, int64_t now);

#endif
