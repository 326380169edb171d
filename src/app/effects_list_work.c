/* The thread beside the screen that reads and checks a list. */
#include "src/app/effects_list_work.h"

#include <signal.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/batch/header.h"

void list_work_init(struct list_work *work)
{
    *work = (struct list_work){.task = LIST_TASK_NONE};
    arena_init(&work->arena);
    arena_init(&work->answer);
    secret_init(&work->token);
    values_init(&work->fixed);
}

void list_work_close(struct list_work *work)
{
    batch_free(work->batch);
    work->batch = NULL;
    secret_release(&work->token);
    secret_init(&work->token);
    values_release(&work->fixed);
    values_init(&work->fixed);
    arena_release(&work->arena);
    arena_init(&work->arena);
    work->settings = (struct batch_settings){.path = NULL};
}

void list_work_release(struct list_work *work)
{
    atomic_store(&work->should_stop, true);
    if (work->task != LIST_TASK_NONE)
        list_work_end(work);
    list_work_close(work);
    arena_release(&work->answer);
}

/* ---- on the thread ----------------------------------------------------------- */

static void keep_problem(const struct batch_problem *problem, void *context)
{
    struct list_work *work = context;
    if (work->problem_count == LIST_PROBLEMS_MAX || work->problems == NULL)
        return;
    struct list_problem kept = {
        .row = problem->row,
        .column = arena_strdup(&work->answer, problem->column),
        .rule = arena_strdup(&work->answer, problem->rule),
        .message = arena_strdup(&work->answer, problem->message),
        .is_error = problem->level == PROBLEM_ERROR,
    };
    if (kept.column != NULL && kept.rule != NULL && kept.message != NULL)
        work->problems[work->problem_count++] = kept;
}

static bool look(void *context)
{
    struct list_work *work = context;
    atomic_store(&work->rows, batch_progress(work->batch)->rows);
    return atomic_load(&work->should_stop);
}

static enum err check(struct list_work *work, struct error *reterr)
{
    work->problems = arena_alloc(&work->answer, LIST_PROBLEMS_MAX, sizeof *work->problems);
    if (work->problems == NULL)
        return error_nomem(reterr);
    work->settings.on_problem = keep_problem;
    work->settings.should_stop = look;
    work->settings.context = work;
    enum err err = batch_open(&work->settings, &work->batch, reterr);
    return err == ERR_OK ? batch_check(work->batch, reterr) : err;
}

static void *run_task(void *context)
{
    struct list_work *work = context;
    const struct batch_settings *settings = &work->settings;
    struct error error = {.code = ERR_OK};
    if (work->task == LIST_TASK_READ)
        (void)header_read(settings->path, settings->encoding, settings->data_folder, &work->answer,
                          &work->names, &work->name_count, &error);
    else if (work->task == LIST_TASK_CHECK)
        (void)check(work, &error);
    else
        (void)batch_finish(work->batch, &error);
    work->error = error;
    atomic_store(&work->has_ended, true);
    return NULL;
}

/* ---- on the UI thread -------------------------------------------------------- */

enum err list_work_begin(struct list_work *work, enum list_task task, struct error *reterr)
{
    sigset_t all;
    sigset_t before;
    arena_release(&work->answer);
    arena_init(&work->answer);
    work->names = NULL;
    work->name_count = 0;
    work->problems = NULL;
    work->problem_count = 0;
    work->task = task;
    atomic_store(&work->rows, 0);
    atomic_store(&work->has_ended, false);
    atomic_store(&work->should_stop, false);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals belong to the screen */
    int code = pthread_create(&work->thread, NULL, run_task, work);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (code == 0)
        return ERR_OK;
    work->task = LIST_TASK_NONE;
    return error_nomem(reterr);
}

bool list_work_has_ended(struct list_work *work)
{
    return work->task != LIST_TASK_NONE && atomic_load(&work->has_ended);
}

enum list_task list_work_end(struct list_work *work)
{
    enum list_task task = work->task;
    pthread_join(work->thread, NULL);
    work->task = LIST_TASK_NONE;
    return task;
}
