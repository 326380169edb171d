/* Help, made from the tables of commands and options. */
#include "src/cli/help.h"

#include "src/base/text.h"

#include <string.h>

static const char *const exit_statuses =
    TEXT("Exit status:\n"
         "  0 done   1 a case or a row did not end as expected; templates differ or are not sound\n"
         "  2 wrong command line   3 settings, token, files\n"
         "  4 found before sending: bad number, missing value, unknown template, already sent\n"
         "  5 rejected by the server   6 outcome unknown   7 not sent (network)\n"
         "  8 asked to wait, or to pay   130 interrupted\n");

static void print_option(FILE *out, const struct argument_option *option)
{
    char left[40];
    snprintf(left, sizeof left, "%s%s%s", option->name, option->argument != NULL ? " " : "",
             option->argument != NULL ? option->argument : "");
    fprintf(out, "  %-24s %s\n", left, text_of(option->help));
}

static void print_common_options(FILE *out)
{
    fputs(text_of("Option of the terminal program:\n"), out);
    print_option(out, &argument_table[ARG_SCREEN_READER]);
    fputs(text_of("\nOptions of every command:\n"), out);
    for (size_t i = 0; i < ARG_COUNT; i++)
        if (argument_table[i].common)
            print_option(out, &argument_table[i]);
}

static void print_command_line(FILE *out, const struct command *command)
{
    char left[40];
    snprintf(left, sizeof left, "%s%s%s%s%s", command->word, command->verb != NULL ? " " : "",
             command->verb != NULL ? command->verb : "", command->operands[0] != '\0' ? " " : "",
             command->operands);
    fprintf(out, "  %-24s %s\n", left, text_of(command->summary));
}

static void print_command(FILE *out, const struct command *command)
{
    fprintf(out, text_of("Usage: chakra-tui %s%s%s%s%s"), command->word,
            command->verb != NULL ? " " : "", command->verb != NULL ? command->verb : "",
            command->operands[0] != '\0' ? " " : "", command->operands);
    fprintf(out, "%s\n%s\n", command->options != 0 ? text_of(" [OPTION...]") : "",
            text_of(command->summary));
    if (command->options != 0)
        fputs(text_of("\nOptions:\n"), out);
    for (size_t i = 0; i < ARG_COUNT; i++)
        if ((command->options & ARG_BIT(i)) != 0)
            print_option(out, &argument_table[i]);
    fputc('\n', out);
}

static void print_program(FILE *out)
{
    fputs(text_of("Usage: chakra-tui [OPTION...]                  the terminal program\n"
                  "       chakra-tui [OPTION...] COMMAND ...      the same without a screen\n"
                  "Send WhatsApp template messages through ChakraHQ.\n\n"
                  "Commands:\n"),
          out);
    size_t count = 0;
    const struct command *rows = command_rows(&count);
    for (size_t i = 0; i < count; i++)
        if (!rows[i].is_hidden)
            print_command_line(out, &rows[i]);
    fputs(text_of("\nchakra-tui COMMAND --help tells more. Options may stand before or after the "
                  "command.\n\n"),
          out);
    print_common_options(out);
    fprintf(out, "\n%s", text_of(exit_statuses));
    fputs(text_of(
              "\nThe token comes from the settings, from CHAKRA_TOKEN or from --token-file; it is "
              "never an\n"
              "argument. To try everything without an account: chakra-tui --sandbox\n"),
          out);
}

void help_print(FILE *out, const struct arguments *arguments)
{
    if (arguments->group == NULL) {
        print_program(out);
        return;
    }
    size_t count = 0;
    const struct command *rows = command_rows(&count);
    for (size_t i = 0; i < count; i++)
        if (arguments->command == &rows[i] ||
            (arguments->command == NULL && strcmp(rows[i].word, arguments->group) == 0))
            print_command(out, &rows[i]);
    print_common_options(out);
}
