/* The variables of presets. */
#include "src/config/preset_variables.h"

#include <stdio.h>

#include "src/base/mem.h"
#include "src/config/child_environment.h"

enum { DATE_LENGTH = 10 };

enum err preset_variables_init(struct preset_variables *variables, const char *hidden_variables,
                               struct error *reterr)
{
    clock_format_local(clock_now_ms(), variables->now);
    snprintf(variables->today, sizeof variables->today, "%.*s", DATE_LENGTH, variables->now);
    variables->environment = child_environment(hidden_variables);
    return variables->environment != NULL ? ERR_OK : error_nomem(reterr);
}

void preset_variables_release(struct preset_variables *variables)
{
    mem_free(variables->environment);
    variables->environment = NULL;
}
