/* The signals are blocked all the time but while pselect() sleeps: none can be missed between a
 * look at the flag and the sleep. */
#include "src/cli/signals.h"

#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/select.h>
#include <time.h>

#include "src/base/mem.h"

static const int caught[] = {SIGINT, SIGTERM, SIGHUP};

/* All that a handler may touch. */
static volatile sig_atomic_t came;

static void note_signal(int number)
{
    (void)number;
    came = came + 1;
}

static void fill(sigset_t *set)
{
    sigemptyset(set);
    for (size_t i = 0; i < COUNT_OF(caught); i++)
        sigaddset(set, caught[i]);
}

void signals_catch(void)
{
    sigset_t set;
    fill(&set);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    struct sigaction action = {.sa_handler = note_signal};
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < COUNT_OF(caught); i++) {
        struct sigaction before;
        if (sigaction(caught[i], NULL, &before) == 0 && caught[i] == SIGHUP &&
            before.sa_handler == SIG_IGN)
            continue; /* nohup: the program is to outlive its terminal */
        sigaction(caught[i], &action, NULL);
    }
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGPIPE, &ignore, NULL);
}

static void open_mask(sigset_t *ret_mask)
{
    pthread_sigmask(SIG_SETMASK, NULL, ret_mask);
    for (size_t i = 0; i < COUNT_OF(caught); i++)
        sigdelset(ret_mask, caught[i]);
}

void signals_wait_readable(int fd)
{
    signals_wait_readable_for(fd, -1);
}

void signals_wait_readable_for(int fd, int64_t wait_ms)
{
    struct timespec wait = {.tv_sec = (time_t)(wait_ms / 1000),
                            .tv_nsec = (long)(wait_ms % 1000) * 1000000};
    fd_set readable;
    FD_ZERO(&readable);
    if (fd >= 0)
        FD_SET(fd, &readable);
    sigset_t mask;
    open_mask(&mask);
    pselect(fd + 1, fd >= 0 ? &readable : NULL, NULL, NULL, wait_ms >= 0 ? &wait : NULL, &mask);
}

bool signals_came(void)
{
    return came != 0;
}

int signals_count(void)
{
    return came;
}

void signals_wait(void)
{
    while (!signals_came())
        signals_wait_readable(-1);
}
