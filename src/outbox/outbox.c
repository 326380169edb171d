/*
 * The worker thread as its users see it: start, submit, cancel, take events,
 * stop. The thread itself is worker.c; what crosses over is mailbox.c.
 */
#include "src/outbox/outbox.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/outbox/mailbox.h"
#include "src/outbox/worker.h"

enum { DEFAULT_MOST_SENDS = 4 };

struct outbox {
    pthread_t thread;
    struct mailbox mailbox;
    struct worker worker; /* the thread's, from start to stop */
    bool has_network;
    atomic_bool is_running; /* asked by the thread of the webhooks too */
    char *data_folder;
};

/* Signals belong to the thread that owns the terminal; and a write to a connection that the other
 * side closed must give an error here, not end the program. */
static int start_thread(struct outbox *outbox)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int code = pthread_create(&outbox->thread, NULL, worker_run, &outbox->worker);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

static void outbox_free(struct outbox *outbox)
{
    transport_free(outbox->worker.transport);
    if (outbox->has_network)
        transport_global_end();
    mailbox_release(&outbox->mailbox);
    mem_free(outbox->data_folder);
    mem_free(outbox);
}

enum err outbox_begin(struct outbox *outbox, struct error *reterr)
{
    enum err err = transport_global_begin(reterr);
    outbox->has_network = err == ERR_OK;
    if (err == ERR_OK)
        err = transport_new(&outbox->worker.transport, reterr);
    if (err != ERR_OK)
        return err;
    int code = start_thread(outbox);
    outbox->is_running = code == 0;
    if (code != 0)
        err = error_set(reterr, ERR_IO, "Close other programs, then start again.",
                        "cannot start a thread: %s", strerror(code));
    return err;
}

enum err outbox_start(const struct outbox_options *options, struct outbox **ret_outbox,
                      struct error *reterr)
{
    *ret_outbox = NULL;
    struct outbox *outbox = mem_zalloc(1, sizeof *outbox);
    if (outbox == NULL)
        return error_nomem(reterr);
    enum err err = mailbox_init(&outbox->mailbox, reterr);
    outbox->data_folder = mem_strdup(options->data_folder);
    if (err == ERR_OK && outbox->data_folder == NULL && options->data_folder != NULL)
        err = error_nomem(reterr);
    if (err == ERR_OK) {
        outbox->worker.mailbox = &outbox->mailbox;
        outbox->worker.data_folder = outbox->data_folder;
        outbox->worker.log = options->log;
        outbox->worker.most_sends =
            options->most_transfers > 0 ? options->most_transfers : DEFAULT_MOST_SENDS;
    }
    if (err == ERR_OK && !options->starts_later)
        err = outbox_begin(outbox, reterr);
    if (err != ERR_OK) {
        outbox_free(outbox);
        return err;
    }
    *ret_outbox = outbox;
    return ERR_OK;
}

int outbox_wake_fd(const struct outbox *outbox)
{
    return outbox->mailbox.wake_pipe[0];
}

static void wake(struct outbox *outbox)
{
    if (outbox->is_running)
        transport_wake(outbox->worker.transport);
}

enum err outbox_submit(struct outbox *outbox, struct job *job, struct error *reterr)
{
    struct task *task = task_new(job);
    if (task == NULL)
        return error_nomem(reterr);
    mailbox_put(&outbox->mailbox, task);
    wake(outbox);
    return ERR_OK;
}

void outbox_cancel(struct outbox *outbox, uint64_t number)
{
    mailbox_cancel(&outbox->mailbox, number);
    wake(outbox);
}

struct job_event *outbox_take_events(struct outbox *outbox)
{
    return mailbox_take_events(&outbox->mailbox);
}

bool outbox_wait(struct outbox *outbox, int wait_ms)
{
    int64_t deadline = clock_monotonic_ms() + wait_ms;
    struct pollfd readable = {.fd = outbox_wake_fd(outbox), .events = POLLIN};
    for (;;) {
        int64_t left = wait_ms < 0 ? -1 : deadline - clock_monotonic_ms();
        if (wait_ms >= 0 && left < 0)
            left = 0;
        int count = poll(&readable, 1, (int)left);
        if (count > 0)
            return true;
        if (count == 0 || errno != EINTR)
            return false;
    }
}

void outbox_stop(struct outbox *outbox)
{
    if (outbox == NULL)
        return;
    if (outbox->is_running) {
        mailbox_stop(&outbox->mailbox);
        wake(outbox);
        pthread_join(outbox->thread, NULL);
    }
    outbox_free(outbox);
}
