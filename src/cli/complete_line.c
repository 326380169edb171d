/* Reads a command line that is still being typed: the parser of arguments.c without its refusals.
 */
#include "src/cli/complete_line.h"

#include <string.h>

static void keep_value(struct arguments *given, enum argument_id id, const char *value)
{
    given->value[id] = value;
    if (id == ARG_SET)
        given->sets[given->set_count++] = value;
    if (id == ARG_MAP)
        given->maps[given->map_count++] = value;
}

/* The option waits for its value in the next word, unless it takes none or has it behind an =. */
static void read_option(struct complete_line *line, const char *text)
{
    size_t length = strcspn(text, "=");
    enum argument_id id = arguments_find_option(text, length);
    if (id == ARG_COUNT)
        return;
    if (text[length] == '=')
        keep_value(&line->given, id, text + length + 1);
    else if (argument_table[id].argument == NULL)
        keep_value(&line->given, id, "");
    else
        line->pending = id;
}

static void read_word(struct complete_line *line, const char *word)
{
    struct arguments *given = &line->given;
    if (line->pending != ARG_COUNT) {
        keep_value(given, line->pending, word);
        line->pending = ARG_COUNT;
    } else if (!line->options_end && strcmp(word, "--") == 0) {
        line->options_end = true;
    } else if (!line->options_end && word[0] == '-' && word[1] != '\0') {
        read_option(line, word);
    } else {
        given->operands[given->operand_count++] = word;
    }
}

/* The command takes its one or two words away from the operands. */
static void find_command(struct arguments *given)
{
    size_t count = 0, words = 0;
    const struct command *rows = command_rows(&count);
    for (size_t i = 0; i < count && given->command == NULL && given->operand_count > 0; i++) {
        if (strcmp(rows[i].word, given->operands[0]) != 0)
            continue;
        given->group = rows[i].word;
        if (rows[i].verb != NULL &&
            (given->operand_count < 2 || strcmp(rows[i].verb, given->operands[1]) != 0))
            continue;
        given->command = &rows[i];
        words = rows[i].verb != NULL ? 2 : 1;
    }
    given->operands += words;
    given->operand_count -= words;
}

bool complete_line_read(struct complete_line *line, const char *const *words, size_t count,
                        struct arena *arena)
{
    struct arguments *given = &line->given;
    *line = (struct complete_line){.word = "", .pending = ARG_COUNT};
    given->sets = arena_alloc(arena, count + 1, sizeof *given->sets);
    given->maps = arena_alloc(arena, count + 1, sizeof *given->maps);
    given->operands = arena_alloc(arena, count + 1, sizeof *given->operands);
    if (given->sets == NULL || given->maps == NULL || given->operands == NULL)
        return false;
    for (size_t i = 0; i + 1 < count; i++)
        read_word(line, words[i]);
    if (count > 0)
        line->word = words[count - 1];
    find_command(given);
    return true;
}
