/* Suspended connections and the thread that resumes them. */
#include "src/http_server/parking.h"

#include "src/base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <microhttpd.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* A client that went away is not noticed while suspended: beyond this many, the one that is held
 * longest is dropped, so that a long run cannot eat up all file descriptors. */
enum { HELD_MAX = 256 };

/* With the lock held: takes those that are due out of the list and lets them go on. */
static void resume_due(struct parking *parking, int64_t now_ms)
{
    struct parked **link = &parking->first;
    while (*link != NULL) {
        struct parked *parked = *link;
        if (!parking->stopping && parked->due_ms > now_ms) {
            link = &parked->next;
            continue;
        }
        *link = parked->next;
        if (parked->due_ms == PARKED_FOREVER)
            parking->held--;
        MHD_resume_connection(parked->connection);
    }
}

static void drop_oldest_held(struct parking *parking)
{
    struct parked **link = &parking->first;
    while (*link != NULL && (*link)->due_ms != PARKED_FOREVER)
        link = &(*link)->next;
    if (*link == NULL)
        return;
    struct parked *parked = *link;
    *link = parked->next;
    parking->held--;
    MHD_resume_connection(parked->connection);
}

static int milliseconds_to_nearest(const struct parking *parking, int64_t now_ms)
{
    int64_t nearest = PARKED_FOREVER;
    for (const struct parked *at = parking->first; at != NULL; at = at->next)
        nearest = at->due_ms < nearest ? at->due_ms : nearest;
    if (nearest == PARKED_FOREVER)
        return -1;
    int64_t wait = nearest - now_ms;
    return wait < 0 ? 0 : wait > INT_MAX ? INT_MAX : (int)wait;
}

static void *run(void *argument)
{
    struct parking *parking = argument;
    for (;;) {
        pthread_mutex_lock(&parking->lock);
        int64_t now_ms = clock_monotonic_ms();
        resume_due(parking, now_ms);
        int timeout = milliseconds_to_nearest(parking, now_ms);
        bool stopping = parking->stopping;
        pthread_mutex_unlock(&parking->lock);
        if (stopping)
            return NULL;
        struct pollfd wake = {.fd = parking->wake[0], .events = POLLIN};
        char bytes[64];
        if (poll(&wake, 1, timeout) > 0 && read(parking->wake[0], bytes, sizeof bytes) < 0 &&
            errno != EAGAIN && errno != EINTR)
            return NULL;
    }
}

/* The pipe does not block: when it is full, a byte that wakes is in it already. */
static void wake_thread(struct parking *parking)
{
    ssize_t written = 0;
    do
        written = write(parking->wake[1], "", 1);
    while (written < 0 && errno == EINTR);
}

static bool open_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    for (int i = 0; i < 2; i++) {
        if (fcntl(ends[i], F_SETFL, O_NONBLOCK) != 0 || fcntl(ends[i], F_SETFD, FD_CLOEXEC) != 0) {
            close(ends[0]);
            close(ends[1]);
            return false;
        }
    }
    return true;
}

enum err parking_start(struct parking *parking, struct error *reterr)
{
    const char *next = "Close other programs, then try again.";
    *parking = (struct parking){.wake = {-1, -1}};
    if (!open_pipe(parking->wake))
        return error_set(reterr, ERR_IO, next, "cannot make a pipe: %s", strerror(errno));
    int failure = pthread_mutex_init(&parking->lock, NULL);
    if (failure == 0) {
        failure = pthread_create(&parking->thread, NULL, run, parking);
        if (failure != 0)
            pthread_mutex_destroy(&parking->lock);
    }
    if (failure == 0)
        return ERR_OK;
    close(parking->wake[0]);
    close(parking->wake[1]);
    return error_set(reterr, ERR_IO, next, "cannot start a thread: %s", strerror(failure));
}

bool parking_add(struct parking *parking, struct parked *parked, int64_t due_ms)
{
    pthread_mutex_lock(&parking->lock);
    bool allowed = !parking->stopping;
    if (allowed) {
        if (due_ms == PARKED_FOREVER && parking->held++ == HELD_MAX)
            drop_oldest_held(parking);
        parked->due_ms = due_ms;
        parked->next = NULL;
        struct parked **link = &parking->first;
        while (*link != NULL)
            link = &(*link)->next;
        *link = parked;
        /* Inside the lock: a resume must not come before its suspend. */
        MHD_suspend_connection(parked->connection);
    }
    pthread_mutex_unlock(&parking->lock);
    if (allowed && due_ms != PARKED_FOREVER)
        wake_thread(parking);
    return allowed;
}

bool parking_is_stopping(struct parking *parking)
{
    pthread_mutex_lock(&parking->lock);
    bool stopping = parking->stopping;
    pthread_mutex_unlock(&parking->lock);
    return stopping;
}

void parking_stop(struct parking *parking)
{
    pthread_mutex_lock(&parking->lock);
    parking->stopping = true;
    resume_due(parking, 0);
    pthread_mutex_unlock(&parking->lock);
    wake_thread(parking);
    pthread_join(parking->thread, NULL);
}

void parking_release(struct parking *parking)
{
    close(parking->wake[0]);
    close(parking->wake[1]);
    pthread_mutex_destroy(&parking->lock);
}
