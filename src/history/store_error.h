/* What SQLite says, in the operator's words. Any thread. */
#ifndef CHAKRA_HISTORY_STORE_ERROR_H
#define CHAKRA_HISTORY_STORE_ERROR_H

#include "src/base/err.h"

/*
 * Turns a (extended) result code of SQLite into an error with the next step.
 * `doing` is a verb: "open", "read", "write". `path` is the history's file.
 */
enum err store_error(const char *path, int code, const char *doing, struct error *reterr);

#endif
