/* One line on the terminal while a batch runs; nothing at all in a pipe. */
#ifndef CHAKRA_CLI_BATCH_PROGRESS_LINE_H
#define CHAKRA_CLI_BATCH_PROGRESS_LINE_H

#include "src/batch/batch.h"

struct progress_line {
    bool is_on; /* stderr is a terminal that can be written over */
    bool is_shown;
    int64_t began_ms, shown_ms; /* monotonic */
};

void progress_line_begin(struct progress_line *line);
/* At most five times a second, unless `now` asks for it. */
void progress_line_show(struct progress_line *line, const struct batch_progress *progress,
                        bool now);
void progress_line_clear(struct progress_line *line);
/* The text alone, for `elapsed_ms` since the beginning. */
void progress_line_text(const struct batch_progress *progress, int64_t elapsed_ms, int64_t now_ms,
                        char *text, size_t size);

#endif
