/* Two sources side by side, printed: what `templates diff` and `lock --check` do. */
#ifndef CHAKRA_CLI_DEFINITION_COMPARE_H
#define CHAKRA_CLI_DEFINITION_COMPARE_H

#include "src/cli/definition_source.h"

/* Loads both, prints every difference and every case that breaks. Returns the exit status: 0 the
 * same, 1 different. */
int definition_compare_sources(const struct arguments *arguments, const char *before,
                               const char *after);

#endif
