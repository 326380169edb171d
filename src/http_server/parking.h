/*
 * Connections that wait: for a moment to come, or for the end of the server.
 * They are suspended in libmicrohttpd, which calls the access handler again
 * after a connection was resumed. One thread, asleep in poll() until the nearest
 * moment, resumes them.
 *
 * Lock order: the parking's lock, then libmicrohttpd's own.
 */
#ifndef CHAKRA_HTTP_SERVER_PARKING_H
#define CHAKRA_HTTP_SERVER_PARKING_H

#include "src/base/err.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct MHD_Connection;

/* Part of whoever is parked; in the list only between parking_add() and the resume. */
struct parked {
    struct MHD_Connection *connection;
    int64_t due_ms; /* monotonic; PARKED_FOREVER */
    struct parked *next;
};

#define PARKED_FOREVER INT64_MAX

struct parking {
    pthread_mutex_t lock;
    pthread_t thread;
    int wake[2];
    struct parked *first; /* oldest first */
    size_t held;          /* how many of them wait for ever */
    bool stopping;
};

enum err parking_start(struct parking *parking, struct error *reterr);
/* Suspends the connection until `due_ms`; only from the access handler. False once stopping. */
bool parking_add(struct parking *parking, struct parked *parked, int64_t due_ms);
/* True from parking_stop() on. */
bool parking_is_stopping(struct parking *parking);
/* Resumes all, lets nobody in any more, ends the thread. */
void parking_stop(struct parking *parking);
/* After libmicrohttpd has stopped. */
void parking_release(struct parking *parking);

#endif
