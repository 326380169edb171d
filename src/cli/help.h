/* Help, made from the tables. */
#ifndef CHAKRA_CLI_HELP_H
#define CHAKRA_CLI_HELP_H

#include "src/cli/arguments.h"

#include <stdio.h>

/* Of the command or group of commands in `arguments`, or of the whole program. */
void help_print(FILE *out, const struct arguments *arguments);

#endif
