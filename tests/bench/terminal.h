/*
 * A program in a terminal of its own, observed from outside: what it writes, when, and what /proc
 * says of it. Nothing is put into the program. Times are monotonic microseconds.
 */
#ifndef CHAKRA_TESTS_BENCH_TERMINAL_H
#define CHAKRA_TESTS_BENCH_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { TERMINAL_ROWS = 40, TERMINAL_COLUMNS = 120, TERMINAL_KEPT = 1 << 16 };

struct terminal {
    pid_t pid;
    int fd;
    bool is_over;
    double began;             /* just before fork() */
    double first, last;       /* the first and the last output since terminal_forget() */
    size_t bytes;             /* output since then */
    char kept[TERMINAL_KEPT]; /* the end of it, for terminal_wait_for() */
    size_t kept_length;
};

/* Starts argv[0] (found in PATH) with TERM=xterm-256color. False: no terminal; errno says why. */
bool terminal_open(struct terminal *terminal, char *const *argv);
/* Hangs up, ends the program and waits for it. */
void terminal_close(struct terminal *terminal);

void terminal_forget(struct terminal *terminal);
bool terminal_type(struct terminal *terminal, const char *keys, size_t length);
/* Reads until nothing came for quiet_ms after something did; at most most_ms for the beginning.
 * False: nothing came at all. */
bool terminal_settle(struct terminal *terminal, int quiet_ms, int most_ms);
/* Reads until the output holds the text; ret_at: when the piece with it came. */
bool terminal_wait_for(struct terminal *terminal, const char *text, int most_ms, double *ret_at);
/* Reads for so long, whatever comes. */
void terminal_watch(struct terminal *terminal, int ms);

/* Of all threads of the program. */
struct terminal_counters {
    long resident_kib;
    long wake_ups; /* voluntary context switches */
    long threads;
};
void terminal_count(const struct terminal *terminal, struct terminal_counters *ret_counters);

#endif
