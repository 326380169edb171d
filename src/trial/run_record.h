/*
 * How each case of a file ended the last time: small texts in the history
 * ("trial/last/PATH"), for running again what failed. Reads and makes texts; whoever has the
 * writing connection stores them.
 */
#ifndef CHAKRA_TRIAL_RUN_RECORD_H
#define CHAKRA_TRIAL_RUN_RECORD_H

#include "src/trial/trial.h"

/* Name of the text for the case file at `path` (absolute). The caller's (mem_free); NULL: no
 * memory. */
char *run_record_name(const char *path);

/*
 * {"run","mode","at","cases":{"ID":"passed", …}} of a run; cases of `before` (the text of the last
 * record; NULL) that were not chosen now stay. The caller's (mem_free); NULL: no memory.
 */
char *run_record_make(const struct trial *trial, const char *run, enum trial_mode mode, int64_t at,
                      const char *before);

/* Leaves only those chosen that did not pass the last time, or were not run then. ERR_INVALID: the
 * text is no record. */
enum err run_record_choose_failed(struct case_list *list, const char *text, struct error *reterr);

#endif
