/* How far an upload is, on one line of a terminal that is written over and over. */
#ifndef CHAKRA_CLI_UPLOAD_PROGRESS_H
#define CHAKRA_CLI_UPLOAD_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* Nothing unless stderr is a terminal that can do it; else true, and the line stands. */
bool upload_progress_show(int64_t sent, int64_t total);
/* The same of a download; `total` 0 is not known. */
bool download_progress_show(int64_t taken, int64_t total);
/* Takes the line away again. */
void upload_progress_clear(void);

#endif
