/* The filter of a command line: its words, and saved ones by @NAME. */
#ifndef CHAKRA_CLI_HISTORY_FILTER_H
#define CHAKRA_CLI_HISTORY_FILTER_H

#include "src/cli/arguments.h"
#include "src/history/filter.h"
#include "src/history/store.h"

/* Opens the history of the command line for reading, as history_open() does. */
enum err history_open_given(const struct arguments *arguments, struct store **ret_store,
                            struct error *reterr);

/*
 * Reads the operands. A mistake is shown with its place on stderr; `reterr` then holds the
 * message as usual. filter_release() in every case.
 */
enum err history_filter_read(const struct arguments *arguments, struct filter *ret_filter,
                             struct error *reterr);

#endif
