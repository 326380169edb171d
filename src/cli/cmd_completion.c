/* `completion SHELL` prints the shell's script; the script asks `complete -- WORD...`, which prints
 * one candidate a line. So the scripts know nothing, and the tables everything. */
#include <stdio.h>
#include <string.h>

#include "assets/embed.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/cli/commands.h"
#include "src/cli/completion.h"
#include "src/cli/output.h"

extern const struct embedded_file completion_scripts[];
extern const size_t completion_scripts_count;

int command_completion(const struct arguments *arguments)
{
    const char *shell = arguments->operands[0];
    char name[24];
    snprintf(name, sizeof name, "chakra-tui.%s", shell);
    for (size_t i = 0; i < completion_scripts_count; i++)
        if (strcmp(completion_scripts[i].name, name) == 0) {
            fwrite(completion_scripts[i].bytes, 1, completion_scripts[i].length, stdout);
            return 0;
        }
    struct error error = {0};
    error_set(&error, ERR_USAGE, "Write bash, zsh or fish.", "there is no completion for '%.40s'",
              shell);
    return output_error(&error);
}

/* A group has one line, which names its verbs. */
static const char *group_text(struct completion *completion, const char *word)
{
    size_t count = 0;
    const struct command *rows = command_rows(&count);
    const char *text = NULL;
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].word, word) == 0 && rows[i].verb != NULL)
            text = arena_format(&completion->arena, "%s%s%s", text != NULL ? text : "",
                                text != NULL ? ", " : "", rows[i].verb);
    return text;
}

/* True when an earlier row has the word. */
static bool is_listed(const struct command *rows, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(rows[i].word, rows[at].word) == 0)
            return true;
    return false;
}

static void offer_commands(struct completion *completion)
{
    const char *group = completion->line->given.group;
    size_t count = 0;
    const struct command *rows = command_rows(&count);
    for (size_t i = 0; i < count; i++) {
        const struct command *row = &rows[i];
        if (row->is_hidden)
            continue;
        if (group != NULL && strcmp(row->word, group) == 0)
            completion_offer(completion, row->verb, text_of(row->summary));
        else if (group == NULL && !is_listed(rows, i))
            completion_offer(completion, row->word,
                             row->verb != NULL ? group_text(completion, row->word)
                                               : text_of(row->summary));
    }
}

static void offer_options_that(struct completion *completion, bool are_common)
{
    const struct arguments *given = &completion->line->given;
    for (size_t i = 0; i < ARG_COUNT; i++) {
        const struct argument_option *option = &argument_table[i];
        bool takes_more = option->repeats && option->argument != NULL;
        if (option->common == are_common &&
            arguments_take_option(given->command, (enum argument_id)i) &&
            (given->value[i] == NULL || takes_more))
            completion_offer(completion, option->name, text_of(option->help));
    }
}

/* Those that are not given yet, the command's own first. */
static void offer_options(struct completion *completion)
{
    offer_options_that(completion, false);
    offer_options_that(completion, true);
}

static void offer(struct completion *completion)
{
    const struct complete_line *line = completion->line;
    const struct arguments *given = &line->given;
    if (line->pending != ARG_COUNT) {
        complete_option_value(completion, line->pending);
        return;
    }
    if (!line->options_end && line->word[0] == '-') {
        enum argument_id id = arguments_find_option(line->word, strcspn(line->word, "="));
        if (strchr(line->word, '=') == NULL)
            offer_options(completion);
        else if (id != ARG_COUNT && completion_split(completion, '='))
            complete_option_value(completion, id);
        return;
    }
    if (given->command == NULL && given->operand_count == (given->group != NULL ? 1U : 0U))
        offer_commands(completion);
    else if (!complete_operand(completion) && line->word[0] == '\0' && !line->options_end)
        offer_options(completion);
}

int command_complete(const struct arguments *arguments)
{
    struct arena arena;
    struct complete_line line;
    arena_init(&arena);
    if (complete_line_read(&line, arguments->operands, arguments->operand_count, &arena)) {
        struct completion completion;
        completion_init(&completion, &line);
        offer(&completion);
        completion_release(&completion);
    }
    arena_release(&arena);
    return 0;
}
