/* What the form does right after the first screen: a dry run of one template, or a word about the
 * sandbox. UI thread. */
#ifndef CHAKRA_APP_FIRST_RUN_H
#define CHAKRA_APP_FIRST_RUN_H

struct app;

/* EVENT_FIRST_RUN. */
void first_run_begin(struct app *app);
/* The templates have come. */
void first_run_try(struct app *app);

#endif
