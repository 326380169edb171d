/* The queue of events and the threads that run the program. */
#include "src/cli/event_program.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/strbuf.h"
#include "src/cli/event_child.h"
#include "src/cli/output.h"
#include "src/config/child_environment.h"

struct waiting_event {
    struct waiting_event *next;
    size_t length;
    char line[];
};

struct event_program {
    char **argv;
    char **environment;
    long limit_ms;
    void (*on_end)(void *context);
    void *context;
    pthread_t threads[EVENT_PROGRAMS_AT_ONCE];
    size_t thread_count;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t changed;
    struct waiting_event *first, *last;
    size_t count, running;
    size_t failed;
    bool ends;        /* no more events come */
    atomic_bool stop; /* what runs is to end now */
};

/* Waits until there is one; NULL when none will come. */
static struct waiting_event *take(struct event_program *program)
{
    pthread_mutex_lock(&program->lock);
    while (program->first == NULL && !program->ends)
        pthread_cond_wait(&program->changed, &program->lock);
    struct waiting_event *event = atomic_load(&program->stop) ? NULL : program->first;
    if (event != NULL) {
        program->first = event->next;
        program->count--;
        program->running++;
        pthread_cond_broadcast(&program->changed);
    }
    pthread_mutex_unlock(&program->lock);
    return event;
}

static void note_end(struct event_program *program, enum err err, const struct error *error)
{
    if (err != ERR_OK)
        output_note("%s: %s", program->argv[0], error->what);
    pthread_mutex_lock(&program->lock);
    program->running--;
    program->failed += err != ERR_OK;
    pthread_cond_broadcast(&program->changed);
    pthread_mutex_unlock(&program->lock);
    if (program->on_end != NULL)
        program->on_end(program->context);
}

static void *run_events(void *context)
{
    struct event_program *program = context;
    for (struct waiting_event *event; (event = take(program)) != NULL;) {
        struct error error = {0};
        enum err err = event_child_run(program->argv, program->environment, event->line,
                                       event->length, program->limit_ms, &program->stop, &error);
        mem_free(event);
        note_end(program, err, &error);
    }
    return NULL;
}

static bool is_program(const char *folder, size_t length, const char *name)
{
    struct strbuf path;
    strbuf_init(&path, 64 * 1024);
    strbuf_add(&path, folder, length);
    strbuf_add_text(&path, length > 0 ? "/" : "");
    strbuf_add_text(&path, name);
    bool is_there = !path.failed && access(path.text, X_OK) == 0;
    strbuf_release(&path);
    return is_there;
}

/* Found out once, in place of a failure for each event. */
static bool can_be_run(const char *name)
{
    const char *path = getenv("PATH");
    if (name[0] == '\0')
        return false;
    if (strchr(name, '/') != NULL || path == NULL)
        return is_program("", 0, name);
    for (const char *at = path;; at++) {
        size_t length = strcspn(at, ":");
        if (is_program(at, length, name))
            return true;
        at += length;
        if (*at == '\0')
            return false;
    }
}

static bool copy_words(struct event_program *program, const struct event_program_options *options)
{
    program->argv = mem_zalloc(options->count + 1, sizeof *program->argv);
    for (size_t i = 0; program->argv != NULL && i < options->count; i++)
        if ((program->argv[i] = mem_strdup(options->words[i])) == NULL)
            return false;
    program->environment = child_environment(options->hidden_variables);
    return program->argv != NULL && program->environment != NULL;
}

static void free_program(struct event_program *program)
{
    for (struct waiting_event *event = program->first; event != NULL;) {
        struct waiting_event *next = event->next;
        mem_free(event);
        event = next;
    }
    for (size_t i = 0; program->argv != NULL && program->argv[i] != NULL; i++)
        mem_free(program->argv[i]);
    mem_free(program->argv);
    mem_free(program->environment);
    pthread_cond_destroy(&program->changed);
    pthread_mutex_destroy(&program->lock);
    mem_free(program);
}

static enum err start_threads(struct event_program *program, struct error *reterr)
{
    for (size_t i = 0; i < EVENT_PROGRAMS_AT_ONCE; i++) {
        int failure = pthread_create(&program->threads[i], NULL, run_events, program);
        if (failure != 0)
            return error_set(reterr, ERR_IO, "Close other programs, then try again.",
                             "cannot start a thread: %s", strerror(failure));
        program->thread_count++;
    }
    return ERR_OK;
}

enum err event_program_start(const struct event_program_options *options,
                             struct event_program **ret_program, struct error *reterr)
{
    *ret_program = NULL;
    if (!can_be_run(options->words[0]))
        return error_set(reterr, ERR_NOT_FOUND,
                         "Write its path, and see that it may be executed; no shell is used.",
                         "there is no program %.200s", options->words[0]);
    struct event_program *program = mem_zalloc(1, sizeof *program);
    if (program == NULL)
        return error_nomem(reterr);
    program->limit_ms = options->limit_ms > 0 ? options->limit_ms : EVENT_PROGRAM_MS;
    program->on_end = options->on_end;
    program->context = options->context;
    atomic_init(&program->stop, false);
    pthread_mutex_init(&program->lock, NULL);
    pthread_cond_init(&program->changed, NULL);
    enum err err =
        copy_words(program, options) ? start_threads(program, reterr) : error_nomem(reterr);
    if (err != ERR_OK) {
        event_program_stop(program, 0, NULL, NULL);
        return err;
    }
    *ret_program = program;
    return ERR_OK;
}

bool event_program_has_room(struct event_program *program, size_t count)
{
    pthread_mutex_lock(&program->lock);
    bool has_room = program->count == 0 || program->count + count <= EVENTS_WAITING_MAX;
    pthread_mutex_unlock(&program->lock);
    return has_room;
}

bool event_program_put(struct event_program *program, const char *line)
{
    size_t length = strlen(line);
    struct waiting_event *event = mem_zalloc(1, sizeof *event + length + 2);
    if (event == NULL)
        return false;
    memcpy(event->line, line, length);
    event->line[length] = '\n';
    event->length = length + 1;
    pthread_mutex_lock(&program->lock);
    if (program->first == NULL)
        program->first = event;
    else
        program->last->next = event;
    program->last = event;
    program->count++;
    pthread_cond_broadcast(&program->changed);
    pthread_mutex_unlock(&program->lock);
    return true;
}

/* Until nothing waits and nothing runs, or the time is over. */
static void wait_for_all(struct event_program *program, long wait_ms)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += wait_ms / 1000;
    until.tv_nsec += (wait_ms % 1000) * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    while (program->count + program->running > 0 &&
           pthread_cond_timedwait(&program->changed, &program->lock, &until) != ETIMEDOUT)
        continue;
}

void event_program_stop(struct event_program *program, long wait_ms, size_t *ret_failed,
                        size_t *ret_dropped)
{
    if (program == NULL)
        return;
    pthread_mutex_lock(&program->lock);
    program->ends = true;
    pthread_cond_broadcast(&program->changed);
    if (wait_ms > 0)
        wait_for_all(program, wait_ms);
    atomic_store(&program->stop, true);
    pthread_cond_broadcast(&program->changed);
    pthread_mutex_unlock(&program->lock);
    for (size_t i = 0; i < program->thread_count; i++)
        pthread_join(program->threads[i], NULL);
    if (ret_failed != NULL)
        *ret_failed = program->failed;
    if (ret_dropped != NULL)
        *ret_dropped = program->count;
    free_program(program);
}
