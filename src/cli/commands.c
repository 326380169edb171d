/* The table of commands. */
#include "src/cli/commands.h"

#include "src/base/mem.h"

#define FILLING (ARG_BIT(ARG_SET) | ARG_BIT(ARG_VALUES))
#define JSON ARG_BIT(ARG_JSON)

static const struct command rows[] = {
    {.word = "send",
     .operands = "",
     .summary = "Send one template message.",
     .options = FILLING | JSON | ARG_BIT(ARG_TEMPLATE) | ARG_BIT(ARG_LANGUAGE) | ARG_BIT(ARG_TO) |
                ARG_BIT(ARG_DRY_RUN) | ARG_BIT(ARG_FORCE),
     .run = command_send},
    {.word = "templates",
     .verb = "list",
     .operands = "",
     .summary = "List the account's templates.",
     .options = JSON,
     .run = command_templates_list},
    {.word = "templates",
     .verb = "show",
     .operands = "NAME",
     .summary = "Show a template: what it needs, and its definition.",
     .options = JSON | ARG_BIT(ARG_LANGUAGE),
     .least_operands = 1,
     .most_operands = 1,
     .run = command_templates_show},
    {.word = "templates",
     .verb = "preview",
     .operands = "NAME",
     .summary = "Show a template with values as the recipient will see it.",
     .options = FILLING | JSON | ARG_BIT(ARG_LANGUAGE),
     .least_operands = 1,
     .most_operands = 1,
     .run = command_templates_preview},
    {.word = "history",
     .verb = "list",
     .operands = "",
     .summary = "List what was sent, newest first.",
     .options = JSON | ARG_BIT(ARG_LIMIT),
     .run = command_history_list},
    {.word = "history",
     .verb = "show",
     .operands = "ID",
     .summary = "Show one send: request, reply and what happened when.",
     .options = JSON,
     .least_operands = 1,
     .most_operands = 1,
     .run = command_history_show},
    {.word = "sandbox",
     .operands = "",
     .summary = "Serve the sandbox on this machine until interrupted.",
     .options = ARG_BIT(ARG_PORT) | ARG_BIT(ARG_TEMPLATES) | ARG_BIT(ARG_ERROR_SHAPE) |
                ARG_BIT(ARG_LIMITS),
     .run = command_sandbox},
    {.word = "explain",
     .operands = "CODE",
     .summary = "Say what an error code of WhatsApp means and what to do.",
     .options = JSON,
     .least_operands = 1,
     .most_operands = 1,
     .run = command_explain},
    {.word = "config",
     .verb = "show",
     .operands = "",
     .summary = "Show the settings in force and where each comes from.",
     .options = JSON,
     .run = command_config_show},
    {.word = "config",
     .verb = "check",
     .operands = "",
     .summary = "Check the settings file.",
     .run = command_config_check},
};

const struct command *command_rows(size_t *ret_count)
{
    *ret_count = COUNT_OF(rows);
    return rows;
}
