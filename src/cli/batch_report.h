/* What `batch` prints: problems, rows and the end; for people, or as JSON lines. */
#ifndef CHAKRA_CLI_BATCH_REPORT_H
#define CHAKRA_CLI_BATCH_REPORT_H

#include "src/batch/batch.h"

#include <stdbool.h>

void batch_report_problem(const struct batch_problem *problem, bool json);
/* For people only rows that did not end as expected. */
void batch_report_row(const struct batch_row *row, bool json);
/* `result_path` may be NULL. The last object of the JSON lines, or the last lines. */
void batch_report_end(const struct batch_progress *progress, const char *result_path, bool json);
/* {"request","rows","problems":N,"warnings":N} or the request indented. Takes `request`, which may
 * be NULL. */
void batch_report_dry_run(const struct batch_progress *progress, cJSON *request, bool json);

/* What the command ends with, by what became of the rows and why it stopped. */
int batch_report_status(const struct batch_progress *progress, bool interrupted);

#endif
