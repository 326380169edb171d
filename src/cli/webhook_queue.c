/* The queue of received webhooks: a list, a lock held only to move pointers, a pipe. */
#include "src/cli/webhook_queue.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"

enum err webhook_queue_init(struct webhook_queue *queue, struct error *reterr)
{
    *queue = (struct webhook_queue){.wake = {-1, -1}};
    if (pthread_mutex_init(&queue->lock, NULL) != 0)
        return error_nomem(reterr);
    if (pipe(queue->wake) != 0) {
        queue->wake[0] = queue->wake[1] = -1;
        return error_set(reterr, ERR_IO, "Close other programs, then try again.",
                         "cannot make a pipe: %s", strerror(errno));
    }
    for (int i = 0; i < 2; i++) {
        fcntl(queue->wake[i], F_SETFD, FD_CLOEXEC);
        fcntl(queue->wake[i], F_SETFL, O_NONBLOCK);
    }
    return ERR_OK;
}

void webhook_queue_release(struct webhook_queue *queue)
{
    for (struct webhook_item *item; (item = webhook_queue_pop(queue)) != NULL;)
        webhook_item_free(item);
    for (int i = 0; i < 2; i++)
        if (queue->wake[i] >= 0)
            close(queue->wake[i]);
    pthread_mutex_destroy(&queue->lock);
}

struct webhook_item *webhook_item_new(void)
{
    struct webhook_item *item = mem_zalloc(1, sizeof *item);
    if (item != NULL)
        arena_init(&item->arena);
    return item;
}

void webhook_item_free(struct webhook_item *item)
{
    arena_release(&item->arena);
    mem_free(item);
}

/* A pipe that is full wakes the reader just as well. */
void webhook_queue_wake(struct webhook_queue *queue)
{
    ssize_t written = write(queue->wake[1], "", 1);
    (void)written;
}

bool webhook_queue_push(struct webhook_queue *queue, struct webhook_item *item)
{
    item->next = NULL;
    pthread_mutex_lock(&queue->lock);
    bool fits =
        queue->count < WEBHOOK_QUEUE_BODIES && queue->bytes + item->bytes <= WEBHOOK_QUEUE_BYTES;
    if (fits) {
        if (queue->last != NULL)
            queue->last->next = item;
        else
            queue->first = item;
        queue->last = item;
        queue->count++;
        queue->bytes += item->bytes;
    }
    pthread_mutex_unlock(&queue->lock);
    if (fits)
        webhook_queue_wake(queue);
    return fits;
}

void webhook_queue_refuse(struct webhook_queue *queue, enum webhook_refusal why)
{
    pthread_mutex_lock(&queue->lock);
    queue->refused[why]++;
    pthread_mutex_unlock(&queue->lock);
    webhook_queue_wake(queue);
}

struct webhook_item *webhook_queue_pop(struct webhook_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    struct webhook_item *item = queue->first;
    if (item != NULL) {
        queue->first = item->next;
        if (queue->first == NULL)
            queue->last = NULL;
        queue->count--;
        queue->bytes -= item->bytes;
    }
    pthread_mutex_unlock(&queue->lock);
    return item;
}

int webhook_queue_fd(const struct webhook_queue *queue)
{
    return queue->wake[0];
}

void webhook_queue_clear_fd(struct webhook_queue *queue)
{
    char bytes[256];
    while (read(queue->wake[0], bytes, sizeof bytes) > 0)
        ;
}

void webhook_queue_refusals(struct webhook_queue *queue, size_t ret_refused[REFUSED_COUNT])
{
    pthread_mutex_lock(&queue->lock);
    memcpy(ret_refused, queue->refused, sizeof queue->refused);
    pthread_mutex_unlock(&queue->lock);
}
