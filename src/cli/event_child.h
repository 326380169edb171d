/* One run of the operator's program. Any thread. */
#ifndef CHAKRA_CLI_EVENT_CHILD_H
#define CHAKRA_CLI_EVENT_CHILD_H

#include "src/base/err.h"

#include <stdatomic.h>
#include <stddef.h>

/*
 * Runs argv with `line` on its standard input and waits for its end, `limit_ms` at most or until
 * `stop` is set; then it is ended, with its process group. ERR_OK when its status was 0.
 */
enum err event_child_run(char *const *argv, char **environment, const char *line, size_t length,
                         long limit_ms, const atomic_bool *stop, struct error *reterr);

#endif
