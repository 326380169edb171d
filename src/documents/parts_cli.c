/* The command line in man pages: commands, options, exit statuses, and the words of filters. */
#include "src/documents/documents.h"

#include <stdio.h>
#include <string.h>

#include "src/cli/arguments.h"
#include "src/history/filter.h"
#include "src/history/state.h"

bool part_version(struct strbuf *out, const char *word)
{
    strbuf_addf(out, ".TH %s \"\" \"chakra\\-tui " CHAKRA_VERSION "\" \"chakra\\-tui\"\n", word);
    return word[0] != '\0';
}

static void add_sentence(struct strbuf *out, const char *text)
{
    roff_text(out, text);
    strbuf_add_char(out, '\n');
}

/* The command's own options, in one line below it. */
static void add_command_options(struct strbuf *out, const struct command *command)
{
    const char *before = ".br\nOptions: ";
    for (size_t i = 0; i < ARG_COUNT; i++) {
        if ((command->options & ARG_BIT(i)) == 0)
            continue;
        strbuf_add_text(out, before);
        strbuf_add_text(out, "\\fB");
        roff_text(out, argument_table[i].name);
        strbuf_add_text(out, "\\fR");
        before = ", ";
    }
    if (command->options != 0)
        strbuf_add_text(out, ".\n");
}

bool part_commands(struct strbuf *out, const char *word)
{
    size_t count = 0;
    const struct command *rows = command_rows(&count);
    for (size_t i = 0; i < count; i++) {
        char name[64];
        if (rows[i].is_hidden)
            continue;
        snprintf(name, sizeof name, "%s%s%s", rows[i].word, rows[i].verb != NULL ? " " : "",
                 rows[i].verb != NULL ? rows[i].verb : "");
        roff_term(out, name, rows[i].operands);
        add_sentence(out, rows[i].summary);
        add_command_options(out, &rows[i]);
    }
    return word[0] == '\0';
}

/* "common" or "own": of every command, or of some. */
bool part_options(struct strbuf *out, const char *word)
{
    bool are_common = strcmp(word, "common") == 0;
    for (size_t i = 0; i < ARG_COUNT; i++) {
        const struct argument_option *option = &argument_table[i];
        if (option->common != are_common)
            continue;
        roff_term(out, option->name, option->argument);
        add_sentence(out, option->help);
        if (option->repeats && option->argument != NULL)
            add_sentence(out, "May be given more than once.");
    }
    return are_common || strcmp(word, "own") == 0;
}

bool part_filter_fields(struct strbuf *out, const char *word)
{
    for (int i = FILTER_TO; i < FILTER_FIELD_COUNT; i++) {
        char name[32];
        snprintf(name, sizeof name, "%s:", filter_field_name((enum filter_field)i));
        roff_term(out, name, NULL);
        add_sentence(out, filter_field_help((enum filter_field)i));
    }
    return word[0] == '\0';
}

bool part_states(struct strbuf *out, const char *word)
{
    for (int i = 0; i < SEND_STATE_COUNT; i++)
        strbuf_addf(out, "%s\\fB%s\\fR", i > 0 ? ", " : "", send_state_word((enum send_state)i));
    strbuf_add_text(out, ".\n");
    return word[0] == '\0';
}

static bool is_first_of_status(int code)
{
    for (int i = 0; i < code; i++)
        if (err_exit_status((enum err)i) == err_exit_status((enum err)code))
            return false;
    return true;
}

/* One line for a status, with all that ends with it. */
bool part_exit_statuses(struct strbuf *out, const char *word)
{
    for (int first = 0; first < ERR_COUNT; first++) {
        if (!is_first_of_status(first))
            continue;
        char status[16];
        snprintf(status, sizeof status, "%d", err_exit_status((enum err)first));
        roff_term(out, status, NULL);
        for (int i = first; i < ERR_COUNT; i++) {
            if (err_exit_status((enum err)i) != err_exit_status((enum err)first))
                continue;
            strbuf_add_text(out, i > first ? "; " : "");
            roff_text(out, err_text((enum err)i));
        }
        strbuf_add_text(out, ".\n");
    }
    return word[0] == '\0';
}
