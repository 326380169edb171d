/* What reports say of a run as a whole. */
#ifndef CHAKRA_TRIAL_RUN_SUMMARY_H
#define CHAKRA_TRIAL_RUN_SUMMARY_H

#include "src/trial/trial.h"

struct run_summary {
    const char *title; /* the case file, as it was named */
    const char *run;   /* id */
    enum trial_mode mode;
    const char *profile;
    const char *sender;         /* number or id; NULL */
    const char *operator_name;  /* NULL */
    const char *definitions;    /* "fetched now", "kept since …" */
    int64_t begun_at, ended_at; /* ms since 1970 */
    bool allows_cannot_tell;
    bool was_interrupted;
};

#endif
