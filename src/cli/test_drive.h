/* Drives a run to its end: events of the outbox in, signals, progress. */
#ifndef CHAKRA_CLI_TEST_DRIVE_H
#define CHAKRA_CLI_TEST_DRIVE_H

#include "src/cli/test_print.h"
#include "src/cli/test_world.h"

/* Looks at all cases. ERR_INTERRUPTED on Ctrl-C. */
enum err test_drive_plan(struct trial *trial, struct error *reterr);

/* What --max-sends says, or what is usual in this mode. */
enum err test_drive_max_sends(const struct test_world *world, const struct arguments *arguments,
                              long *ret_most, struct error *reterr);

/* Sends nothing on its own: asks on the terminal for the total of --live. ERR_CONTENT when that is
 * more than --max-sends or the answer is another; ERR_USAGE when nobody can be asked. */
enum err test_drive_confirm(const struct test_world *world, bool is_confirmed, long max_sends,
                            const struct trial *trial, struct error *reterr);

/* *ret_interrupted: a signal stopped it, and what was under way was waited for. */
enum err test_drive_run(struct test_world *world, struct trial *trial, struct test_print *print,
                        bool *ret_interrupted, struct error *reterr);

#endif
