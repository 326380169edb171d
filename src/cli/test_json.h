/* A case's verdict, and a run's summary, as JSON. */
#ifndef CHAKRA_CLI_TEST_JSON_H
#define CHAKRA_CLI_TEST_JSON_H

#include "src/trial/run_summary.h"

/* The caller's (cJSON_Delete); NULL when memory is out. */
cJSON *test_case_json(const struct trial_result *result);
cJSON *test_summary_json(const struct trial *trial, const struct run_summary *summary,
                         int exit_status);

#endif
