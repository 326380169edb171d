/* From argv to a command's exit status. */
#include "src/cli/cli.h"

#include <stdio.h>

#include "src/cli/arguments.h"
#include "src/cli/commands.h"
#include "src/cli/help.h"
#include "src/cli/output.h"

static int run(const struct arguments *arguments, struct config_flags *ret_flags)
{
    if (arguments_has(arguments, ARG_VERSION)) {
        puts("chakra-tui " CHAKRA_VERSION);
        return 0;
    }
    if (arguments_has(arguments, ARG_HELP)) {
        help_print(stdout, arguments);
        return 0;
    }
    if (arguments->command == NULL) {
        *ret_flags = arguments_flags(arguments);
        return CLI_RUN_SCREEN;
    }
    return arguments->command->run(arguments);
}

/* Such a command looks at its output itself: what it did is not undone by one that cannot be
 * written. */
static bool finishes_output(const struct command *command)
{
    return command != NULL && command->run == command_send;
}

int cli_run(int argc, char **argv, struct config_flags *ret_flags)
{
    struct arguments arguments;
    struct error error = {0};
    int status = 0;
    if (arguments_parse(argc, argv, &arguments, &error) != ERR_OK)
        status = output_error(&error);
    else
        status = run(&arguments, ret_flags);
    bool is_finished = status == CLI_RUN_SCREEN || finishes_output(arguments.command);
    arguments_release(&arguments);
    bool written = is_finished || output_finish();
    if (!written && status == 0)
        status = err_exit_status(ERR_IO);
    return status;
}
