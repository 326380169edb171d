/*
 * The file of results: the columns of the list and behind them what became of each
 * row. It grows as `NAME.partial` while the batch runs and gets its name at the end.
 */
#ifndef CHAKRA_BATCH_RESULT_H
#define CHAKRA_BATCH_RESULT_H

#include "src/base/strbuf.h"
#include "src/batch/batch.h"
#include "src/batch/columns.h"

struct result {
    int fd; /* -1: none is written */
    char *path, *partial;
    struct strbuf waiting; /* lines on their way to the file */
    char delimiter;
};

/* ERR_CONTENT when another file, which is no result, has that name. */
enum err result_check_name(const char *path, struct error *reterr);
/* `path` NULL: every call does nothing. */
enum err result_begin(struct result *result, const char *path, const struct columns *columns,
                      char delimiter, bool with_mark, struct error *reterr);
/* `cells` are the row's own, already as CSV. */
void result_add(struct result *result, const char *cells, const struct batch_row *row);
enum err result_flush(struct result *result, struct error *reterr);
/* Renames it into place. */
enum err result_finish(struct result *result, struct error *reterr);
void result_release(struct result *result); /* leaves an unfinished one under its partial name */

#endif
