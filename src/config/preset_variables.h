/*
 * What `${…}` in a preset stands for, here and now: the local date and time, and the environment
 * without the variables that hold secrets. Call before threads change the environment (none does).
 */
#ifndef CHAKRA_CONFIG_PRESET_VARIABLES_H
#define CHAKRA_CONFIG_PRESET_VARIABLES_H

#include "src/base/clock.h"
#include "src/base/err.h"

struct preset_variables {
    char today[CLOCK_TEXT_SIZE]; /* "2026-11-23" */
    char now[CLOCK_TEXT_SIZE];   /* "2026-11-23 10:42:11" */
    char **environment;          /* NULL-ended, strings borrowed */
};

/* `hidden_variables`: the profile's, as child_environment() takes them. ERR_NOMEM only. */
enum err preset_variables_init(struct preset_variables *variables, const char *hidden_variables,
                               struct error *reterr);
void preset_variables_release(struct preset_variables *variables);

#endif
