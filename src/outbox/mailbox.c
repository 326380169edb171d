/*
 * The two queues between the caller and the worker. A byte in the pipe stands
 * for "the list of events is not empty": it is written when the first event is
 * posted and read when the list is taken, both under the lock, so that the pipe
 * can never fill up and no wake-up can be lost.
 */
#include "src/outbox/mailbox.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"

static enum err make_pipe(int wake_pipe[2], struct error *reterr)
{
    if (pipe(wake_pipe) == 0) {
        for (int i = 0; i < 2; i++) {
            fcntl(wake_pipe[i], F_SETFD, FD_CLOEXEC);
            fcntl(wake_pipe[i], F_SETFL, O_NONBLOCK);
        }
        return ERR_OK;
    }
    return error_set(reterr, ERR_IO, "Raise the limit of open files (ulimit -n), then start again.",
                     "cannot make a pipe: %s", strerror(errno));
}

enum err mailbox_init(struct mailbox *mailbox, struct error *reterr)
{
    *mailbox = (struct mailbox){.wake_pipe = {-1, -1}};
    enum err err = make_pipe(mailbox->wake_pipe, reterr);
    if (err != ERR_OK)
        return err;
    pthread_mutex_init(&mailbox->lock, NULL);
    pthread_cond_init(&mailbox->arrived, NULL);
    return ERR_OK;
}

void mailbox_release(struct mailbox *mailbox)
{
    if (mailbox->wake_pipe[0] < 0)
        return;
    while (mailbox->first_task != NULL) {
        struct task *next = mailbox->first_task->next;
        task_free(mailbox->first_task);
        mailbox->first_task = next;
    }
    while (mailbox->first_event != NULL) {
        struct job_event *next = mailbox->first_event->next;
        job_event_free(mailbox->first_event);
        mailbox->first_event = next;
    }
    mem_free(mailbox->cancels);
    pthread_cond_destroy(&mailbox->arrived);
    pthread_mutex_destroy(&mailbox->lock);
    close(mailbox->wake_pipe[0]);
    close(mailbox->wake_pipe[1]);
}

void mailbox_put(struct mailbox *mailbox, struct task *task)
{
    task->next = NULL;
    pthread_mutex_lock(&mailbox->lock);
    task->sequence = ++mailbox->last_sequence;
    if (mailbox->last_task != NULL)
        mailbox->last_task->next = task;
    else
        mailbox->first_task = task;
    mailbox->last_task = task;
    pthread_cond_signal(&mailbox->arrived);
    pthread_mutex_unlock(&mailbox->lock);
}

/* Without memory the wish is dropped: the row stays as it is, and the key can be pressed again. */
void mailbox_cancel(struct mailbox *mailbox, uint64_t number)
{
    pthread_mutex_lock(&mailbox->lock);
    bool has_room = mailbox->cancel_count < mailbox->cancel_size;
    if (!has_room) {
        size_t size = mailbox->cancel_size == 0 ? 8 : mailbox->cancel_size * 2;
        uint64_t *grown = mem_grow(mailbox->cancels, size, sizeof *grown);
        has_room = grown != NULL;
        if (has_room) {
            mailbox->cancels = grown;
            mailbox->cancel_size = size;
        }
    }
    if (has_room)
        mailbox->cancels[mailbox->cancel_count++] = number;
    pthread_cond_signal(&mailbox->arrived);
    pthread_mutex_unlock(&mailbox->lock);
}

void mailbox_stop(struct mailbox *mailbox)
{
    pthread_mutex_lock(&mailbox->lock);
    mailbox->stop = true;
    pthread_cond_signal(&mailbox->arrived);
    pthread_mutex_unlock(&mailbox->lock);
}

void mailbox_take(struct mailbox *mailbox, bool may_wait, struct delivery *ret_delivery)
{
    pthread_mutex_lock(&mailbox->lock);
    while (may_wait && !mailbox->stop && mailbox->first_task == NULL && mailbox->cancel_count == 0)
        pthread_cond_wait(&mailbox->arrived, &mailbox->lock);
    *ret_delivery = (struct delivery){
        .tasks = mailbox->first_task,
        .cancels = mailbox->cancels,
        .cancel_count = mailbox->cancel_count,
        .stop = mailbox->stop,
    };
    mailbox->first_task = NULL;
    mailbox->last_task = NULL;
    mailbox->cancels = NULL;
    mailbox->cancel_count = 0;
    mailbox->cancel_size = 0;
    pthread_mutex_unlock(&mailbox->lock);
}

void mailbox_post(struct mailbox *mailbox, struct job_event *event)
{
    event->next = NULL;
    pthread_mutex_lock(&mailbox->lock);
    bool was_empty = mailbox->first_event == NULL;
    if (was_empty)
        mailbox->first_event = event;
    else
        mailbox->last_event->next = event;
    mailbox->last_event = event;
    if (was_empty) {
        ssize_t written = write(mailbox->wake_pipe[1], "", 1);
        (void)written; /* cannot fail: the pipe is empty, and a signal is blocked here */
    }
    pthread_mutex_unlock(&mailbox->lock);
}

uint64_t mailbox_last_sequence(struct mailbox *mailbox)
{
    pthread_mutex_lock(&mailbox->lock);
    uint64_t last = mailbox->last_sequence;
    pthread_mutex_unlock(&mailbox->lock);
    return last;
}

struct job_event *mailbox_take_events(struct mailbox *mailbox)
{
    pthread_mutex_lock(&mailbox->lock);
    struct job_event *events = mailbox->first_event;
    if (events != NULL) {
        char byte = 0;
        while (read(mailbox->wake_pipe[0], &byte, 1) < 0 && errno == EINTR)
            continue;
    }
    mailbox->first_event = NULL;
    mailbox->last_event = NULL;
    pthread_mutex_unlock(&mailbox->lock);
    return events;
}
