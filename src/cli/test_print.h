/* What `test` says: lines or JSON as the cases end, a table and progress on a terminal. */
#ifndef CHAKRA_CLI_TEST_PRINT_H
#define CHAKRA_CLI_TEST_PRINT_H

#include "src/cli/output.h"
#include "src/trial/run_summary.h"

#include <stdbool.h>

struct test_print {
    bool json;
    bool as_table;       /* stdout is a terminal: all at the end, in the order of the cases */
    bool shows_progress; /* stderr is one that can be written over */
    bool failed;         /* to print */
};

void test_print_begin(struct test_print *print, bool json);
void test_print_case(struct test_print *print, const struct trial_result *result);
/* One line that is written over. */
void test_print_progress(const struct test_print *print, const struct trial *trial);
void test_print_clear(const struct test_print *print);
void test_print_end(struct test_print *print, const struct trial *trial,
                    const struct run_summary *summary, int exit_status);

#endif
