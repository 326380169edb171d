/*
 * A program of the operator's that is run once for each event of `listen`: without
 * a shell, the event as one line of JSON on its standard input, no secret in its
 * environment, a few at a time, each for so long and no longer. What it writes
 * goes to our standard error, so that standard output stays ours.
 *
 * One thread puts events in; threads of its own run the program.
 */
#ifndef CHAKRA_CLI_EVENT_PROGRAM_H
#define CHAKRA_CLI_EVENT_PROGRAM_H

#include "src/base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum { EVENT_PROGRAMS_AT_ONCE = 4, EVENTS_WAITING_MAX = 256, EVENT_PROGRAM_MS = 30 * 1000 };

struct event_program;

struct event_program_options {
    const char *const *words; /* program and arguments, `count` of them; copied */
    size_t count;
    const char *hidden_variables;  /* names with blanks between; NULL */
    long limit_ms;                 /* 0: EVENT_PROGRAM_MS */
    void (*on_end)(void *context); /* after each run, on its thread: there may be room; NULL */
    void *context;
};

/* ERR_NOT_FOUND when there is no such program. Signals must be blocked already (signals_catch). */
enum err event_program_start(const struct event_program_options *options,
                             struct event_program **ret_program, struct error *reterr);

/* Takes a copy of the line. Ask event_program_has_room() before. False: no memory. */
bool event_program_put(struct event_program *program, const char *line);

/* Is there room for so many more? With nothing waiting there is always. */
bool event_program_has_room(struct event_program *program, size_t count);

/* Lets those that wait run, as long as `wait_ms`; then ends what runs. Says how many failed and how
 * many were not run. Frees; NULL is fine. */
void event_program_stop(struct event_program *program, long wait_ms, size_t *ret_failed,
                        size_t *ret_dropped);

#endif
