/* The command line: what it means, and what is said about a wrong one. */
#include <criterion/criterion.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/cli/arguments.h"
#include "src/cli/cli.h"

enum { MOST_WORDS = 16 };

/* Splits at blanks, into memory that lives as long as the program. */
static int split(const char *line, char **argv)
{
    static char copy[512];
    size_t length = strlen(line);
    cr_assert_lt(length, sizeof copy);
    memcpy(copy, line, length + 1);
    int argc = 0;
    for (char *at = copy; *at != '\0' && argc < MOST_WORDS;) {
        argv[argc++] = at;
        at += strcspn(at, " ");
        if (*at == ' ')
            *at++ = '\0';
    }
    argv[argc] = NULL;
    return argc;
}

static enum err parse(const char *line, struct arguments *arguments, struct error *error)
{
    char *argv[MOST_WORDS + 1];
    int argc = split(line, argv);
    return arguments_parse(argc, argv, arguments, error);
}

Test(arguments, options_before_after_and_in_both_forms)
{
    static const char *const lines[] = {
        "x send --template a --language b --to 1 --json --sandbox",
        "x --sandbox --json --to 1 send --template=a --language=b",
        "x --to=1 --sandbox --template a send --json --language b",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct arguments arguments;
        struct error error = {0};
        cr_assert_eq(parse(lines[i], &arguments, &error), ERR_OK, "%s: %s", lines[i], error.what);
        cr_expect_str_eq(arguments.command->word, "send");
        cr_expect_str_eq(arguments.value[ARG_TEMPLATE], "a");
        cr_expect_str_eq(arguments.value[ARG_LANGUAGE], "b");
        cr_expect_str_eq(arguments.value[ARG_TO], "1");
        cr_expect(arguments_has(&arguments, ARG_JSON));
        cr_expect(arguments_flags(&arguments).sandbox);
        cr_expect(!arguments_has(&arguments, ARG_FORCE));
        arguments_release(&arguments);
    }
}

Test(arguments, set_adds_up_and_keeps_equal_signs)
{
    struct arguments arguments;
    cr_assert_eq(parse("x send --set body.1=a=b --set=body.2= --template t", &arguments, NULL),
                 ERR_OK);
    cr_assert_eq(arguments.set_count, 2);
    cr_expect_str_eq(arguments.sets[0], "body.1=a=b");
    cr_expect_str_eq(arguments.sets[1], "body.2=");
    arguments_release(&arguments);
}

Test(arguments, value_that_begins_with_two_hyphens_needs_the_equal_sign)
{
    struct arguments arguments;
    cr_assert_eq(parse("x send --template=--odd --to -5", &arguments, NULL), ERR_OK);
    cr_expect_str_eq(arguments.value[ARG_TEMPLATE], "--odd");
    cr_expect_str_eq(arguments.value[ARG_TO], "-5");
    arguments_release(&arguments);
}

Test(arguments, two_hyphens_end_the_options)
{
    struct arguments arguments;
    cr_assert_eq(parse("x templates show -- --json", &arguments, NULL), ERR_OK);
    cr_assert_eq(arguments.operand_count, 1);
    cr_expect_str_eq(arguments.operands[0], "--json");
    cr_expect(!arguments_has(&arguments, ARG_JSON));
    arguments_release(&arguments);
}

Test(arguments, screen_when_there_is_no_command)
{
    char *argv[MOST_WORDS + 1];
    int argc = split("x --profile acme --timeout 5 --log debug --data /d --from 7", argv);
    struct config_flags flags = {0};
    cr_assert_eq(cli_run(argc, argv, &flags), CLI_RUN_SCREEN);
    cr_expect_str_eq(flags.profile, "acme");
    cr_expect_str_eq(flags.timeout, "5");
    cr_expect_str_eq(flags.log_level, "debug");
    cr_expect_str_eq(flags.data_folder, "/d");
    cr_expect_str_eq(flags.from, "7");
    cr_expect_null(flags.base_url);
    cr_expect(!flags.sandbox);
    argc = split("x", argv);
    cr_expect_eq(cli_run(argc, argv, &flags), CLI_RUN_SCREEN);
}

Test(arguments, wrong_lines_say_what_to_write)
{
    static const struct {
        const char *line, *what, *next;
    } rows[] = {
        {"x snd", "no command snd", "Did you mean send?"},
        {"x frobnicate", "no command frobnicate", "--help"},
        {"x history", "history needs to know", "history list or history show"},
        {"x history sow", "no command history sow", "Did you mean history show?"},
        {"x --jsn", "no option --jsn", "Did you mean --json?"},
        {"x -z", "no option -z", ""},
        {"x send --to", "--to has no value", "--to NUMBER"},
        {"x send --to --json", "--to has no value", "--to=NUMBER"},
        {"x history list --config=", "--config is given an empty path", "Write --config FILE, or"},
        {"x history list --data=", "--data is given an empty path", "Write --data DIR, or"},
        {"x api GET x --data=", "--data is given an empty path", "Write --data DIR, or"},
        {"x send --values=", "--values is given an empty path", "Write --values FILE.json, or"},
        {"x listen --exec=", "--exec is given an empty path", "Write --exec PROGRAM, or"},
        {"x send --profile=", "--profile is given an empty value", "Write --profile NAME, or"},
        {"x send --from=", "--from is given an empty value", "Write --from ID, or"},
        {"x send --language=", "--language is given an empty value", "Write --language CODE, or"},
        {"x history list --limit=", "--limit is given an empty value", "Write --limit N, or"},
        {"x send --json=1", "--json takes no value", "Leave ="},
        {"x send --to 1 --to 2", "--to is given twice", "once"},
        {"x send --port 1", "send has no option --port", "send --help"},
        {"x --json", "--json belongs to a command", "--help"},
        {"x history show", "needs ID", "--help"},
        {"x history show 1 2", "'2' is one word too many", "quote"},
        {"x send hello_world", "'hello_world' is one word too many", "quote"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arguments arguments;
        struct error error = {0};
        cr_expect_eq(parse(rows[i].line, &arguments, &error), ERR_USAGE, "%s", rows[i].line);
        cr_expect_not_null(strstr(error.what, rows[i].what), "%s: %s", rows[i].line, error.what);
        cr_expect_not_null(strstr(error.next, rows[i].next), "%s: %s", rows[i].line, error.next);
        cr_expect_neq(error.next[0], '\0');
        arguments_release(&arguments);
    }
}

Test(arguments, help_and_version_win_over_what_is_missing)
{
    static const char *const lines[] = {
        "x --help", "x history --help",      "x send --port 1 --help", "x -h",
        "x -V",     "x --version frobnicate"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct arguments arguments;
        cr_expect_eq(parse(lines[i], &arguments, NULL), ERR_OK, "%s", lines[i]);
        arguments_release(&arguments);
    }
}

Test(arguments, numbers_are_bounded)
{
    static const struct {
        const char *line;
        long number; /* -1: refused */
    } rows[] = {{"x history list --limit 1", 1},
                {"x history list --limit 100", 100},
                {"x history list --limit 101", -1},
                {"x history list --limit 0", -1},
                {"x history list --limit 1x", -1},
                {"x history list --limit -1", -1},
                {"x history list --limit 99999999999", -1},
                {"x history list", 7}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arguments arguments;
        cr_assert_eq(parse(rows[i].line, &arguments, NULL), ERR_OK);
        long number = 7;
        enum err err = arguments_number(&arguments, ARG_LIMIT, 1, 100, &number, NULL);
        cr_expect_eq(err == ERR_OK, rows[i].number >= 0, "%s", rows[i].line);
        cr_expect_eq(number, rows[i].number >= 0 ? rows[i].number : 7);
        arguments_release(&arguments);
    }
}

Test(arguments, tables_are_whole)
{
    for (size_t i = 0; i < ARG_COUNT; i++) {
        cr_assert_not_null(argument_table[i].name);
        cr_expect_eq(strncmp(argument_table[i].name, "--", 2), 0);
        cr_expect_not_null(argument_table[i].help);
    }
    size_t count = 0;
    const struct command *rows = command_rows(&count);
    for (size_t i = 0; i < count; i++) {
        cr_expect_not_null(rows[i].run, "%s", rows[i].word);
        cr_expect_not_null(rows[i].summary);
        cr_expect_not_null(rows[i].operands);
        cr_expect_eq(rows[i].operands[0] != '\0', rows[i].most_operands > 0);
    }
}

Test(arguments, running_out_of_memory_is_an_error)
{
    for (size_t n = 1; n <= 2; n++) {
        struct arguments arguments;
        struct error error = {0};
        mem_test_fail_after(n);
        enum err err = parse("x send --json", &arguments, &error);
        mem_test_fail_after(0);
        cr_expect_eq(err, ERR_NOMEM);
        arguments_release(&arguments);
    }
}
