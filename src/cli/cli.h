/*
 * The command line: parses it, runs a subcommand, or says that the terminal
 * program is wanted. Commands and options are tables; help is made from them.
 */
#ifndef CHAKRA_CLI_CLI_H
#define CHAKRA_CLI_CLI_H

#include "src/config/config.h"

#include <stdbool.h>

enum { CLI_RUN_SCREEN = -1 };

/* Runs a subcommand and returns its exit status; or returns CLI_RUN_SCREEN with *ret_flags filled
 * (its strings borrowed from argv). */
int cli_run(int argc, char **argv, struct config_flags *ret_flags);

#endif
