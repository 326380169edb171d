/*
 * What a list of sends needs that may take long: reading its header, opening and
 * checking it, and writing the end of its results. A thread of its own does one such
 * task at a time; between two of them the batch is the UI thread's.
 */
#ifndef CHAKRA_APP_EFFECTS_LIST_WORK_H
#define CHAKRA_APP_EFFECTS_LIST_WORK_H

#include "src/app/list_view.h"
#include "src/batch/batch.h"

#include <pthread.h>
#include <stdatomic.h>

enum list_task { LIST_TASK_NONE, LIST_TASK_READ, LIST_TASK_CHECK, LIST_TASK_FINISH };

struct list_work {
    enum list_task task; /* that the thread does; NONE: there is no thread */
    pthread_t thread;
    atomic_bool has_ended, should_stop;
    atomic_llong rows; /* checked so far */

    /* Of the list; the thread's while a task goes on. */
    struct arena arena; /* copies of all that the settings point to */
    struct batch_settings settings;
    struct secret token;
    struct values fixed;
    struct batch *batch; /* NULL: none is open */
    struct error error;  /* of the task */

    struct arena answer; /* of what the task found */
    const char **names;
    size_t name_count;
    struct list_problem *problems; /* LIST_PROBLEMS_MAX of them */
    size_t problem_count;
};

void list_work_init(struct list_work *work);
/* Waits for the task. */
void list_work_release(struct list_work *work);
/* Closes the batch, which gives its lock back, and forgets its settings. No task may go on. */
void list_work_close(struct list_work *work);

/* Begins a task; list_work_end() takes its result. ERR_NOMEM: no thread could be made. */
enum err list_work_begin(struct list_work *work, enum list_task task, struct error *reterr);
bool list_work_has_ended(struct list_work *work);
/* Waits, and returns the task that it was. */
enum list_task list_work_end(struct list_work *work);

#endif
