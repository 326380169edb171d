/* What the checks of the first screen work with; for effects_setup*.c only. */
#ifndef CHAKRA_APP_SETUP_WORK_H
#define CHAKRA_APP_SETUP_WORK_H

#include "src/app/effects_internal.h"
#include "src/config/new_settings.h"

struct setup_work {
    struct profile profile; /* the one being made */
    struct secret token;
    char *token_path;           /* where a typed token will be; NULL: it was not typed */
    char *settings_path;        /* where the settings will be */
    bool adds;                  /* to the file that is there */
    struct strbuf before, text; /* that file, or empty; and what it is to be */
    char plugin_id[64];
    uint64_t job; /* being waited for; 0: none */
    enum job_kind kind;
    size_t check; /* the app's number of it */
    enum setup_step step;
    struct job_event *list; /* PHONES or TEMPLATES of `job`, until its end; NULL */
};

/* Made at the first check; NULL and reterr when there is no home folder or no memory. */
struct setup_work *setup_work_of(struct effects *effects, struct error *reterr);

/* Hands the rows over. `event` may hold senders or the text of the settings. */
void setup_answer(struct app *app, struct app_event *event, size_t check,
                  const struct check_list *list);

/* The whole file for the answers so far, and its place; rows say what is wrong. */
void setup_check_settings(struct setup_work *work, struct app *app, size_t check);

#endif
