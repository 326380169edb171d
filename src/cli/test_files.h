/* Files that `test` reads and writes. */
#ifndef CHAKRA_CLI_TEST_FILES_H
#define CHAKRA_CLI_TEST_FILES_H

#include "src/trial/case_file.h"
#include "src/trial/run_summary.h"

/* Reads and parses; errors name the file. */
enum err test_files_read_cases(const char *path, struct case_file *ret_file, struct error *reterr);

/* To stdout, or with `path` to a new file: one that is there is left alone (ERR_IO). */
enum err test_files_write_new(const char *path, const char *text, struct error *reterr);

/* The reports that were asked for; NULL: not. They replace those of the last run. */
enum err test_files_write_reports(const char *junit, const char *report, const struct trial *trial,
                                  const struct run_summary *summary, struct error *reterr);

#endif
