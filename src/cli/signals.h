/*
 * Ctrl-C, SIGTERM and SIGHUP for commands: they never end the program in the
 * middle of a send, they make it cancel. Main thread only.
 */
#ifndef CHAKRA_CLI_SIGNALS_H
#define CHAKRA_CLI_SIGNALS_H

#include <stdbool.h>
#include <stdint.h>

/* Blocks and catches the three, and ignores SIGPIPE. Before any thread is started, so that the
 * signals stay with this one. */
void signals_catch(void);
/* Sleeps until `fd` is readable or one of the three came. */
void signals_wait_readable(int fd);
/* The same, for at most `wait_ms` (0: a look; -1: without a limit). */
void signals_wait_readable_for(int fd, int64_t wait_ms);
bool signals_came(void);
int signals_count(void); /* how many came so far */
/* Sleeps until one of the three comes. */
void signals_wait(void);

#endif
