/* The table of options, and the parser. */
#include "src/cli/arguments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/config/nearest.h"

const struct argument_option argument_table[ARG_COUNT] = {
    [ARG_HELP] = {"--help", NULL, TEXT("Show help and end."), true, true},
    [ARG_VERSION] = {"--version", NULL, TEXT("Show the version and end."), true, true},
    [ARG_PROFILE] = {"--profile", "NAME", TEXT("Profile of the settings to use."), true, false},
    [ARG_SANDBOX] = {"--sandbox", NULL, TEXT("Use the built-in sandbox: no account, no network."),
                     true, true},
    [ARG_CONFIG] = {"--config", "FILE", TEXT("Settings file in place of the usual one."), true,
                    false},
    [ARG_DATA] = {"--data", "DIR", TEXT("Folder of the history in place of the usual one."), true,
                  false},
    [ARG_BASE_URL] = {"--base-url", "URL", TEXT("Address of the API; http only for this machine."),
                      true, false},
    [ARG_TOKEN_FILE] = {"--token-file", "FILE", TEXT("File of mode 0600 that holds the token."),
                        true, false},
    [ARG_LOG] = {"--log", "LEVEL", TEXT("Write a log: error, warn, info or debug."), true, false},
    [ARG_TIMEOUT] = {"--timeout", "SECONDS", TEXT("How long a request may take (30)."), true,
                     false},
    [ARG_PLUGIN] = {"--plugin", "NAME_OR_ID", TEXT("WhatsApp plugin to send with."), true, false},
    [ARG_FROM] = {"--from", "ID", TEXT("Phone number id of the sender."), true, false},
    [ARG_JSON] = {"--json", NULL, TEXT("Print JSON: one object, or one a line for lists."), false,
                  true},
    [ARG_TEMPLATE] = {"--template", "NAME", TEXT("Template to send."), false, false},
    [ARG_LANGUAGE] = {"--language", "CODE", TEXT("Language of the template, such as en_US."), false,
                      false},
    [ARG_TO] = {"--to", "NUMBER", TEXT("Recipient, with country code."), false, false},
    [ARG_SET] = {"--set", "KEY=VALUE", TEXT("Value of a slot; may be given again for others."),
                 false, true},
    [ARG_VALUES] = {"--values", "FILE.json",
                    TEXT("Values of slots as a JSON object; may hold `to`."), false, false},
    [ARG_DRY_RUN] = {"--dry-run", NULL, TEXT("Check and show the request; send nothing."), false,
                     true},
    [ARG_FORCE] = {"--force", NULL, TEXT("Send although the same message was sent just now."),
                   false, true},
    [ARG_LIMIT] = {"--limit", "N", TEXT("At most so many rows (50)."), false, false},
    [ARG_PORT] = {"--port", "N", TEXT("Port to listen on; 0 takes a free one."), false, false},
    [ARG_TEMPLATES] = {"--templates", "DIR",
                       TEXT("Definitions in place of the built-in catalogue."), false, false},
    [ARG_ERROR_SHAPE] = {"--error-shape", "SHAPE",
                         TEXT("How refusals look: chakra (the default), meta."), false, false},
    [ARG_LIMITS] = {"--limits", NULL, TEXT("Enforce WhatsApp's limits of rate and number."), false,
                    true},
    [ARG_RATE] = {"--rate", "N", TEXT("At most so many messages a second from one sender (20)."),
                  false, false},
    [ARG_FORMAT] = {"--format", "FORMAT", TEXT("jsonl (the default), csv or sqlite."), false,
                    false},
    [ARG_OUTPUT] = {"--output", "FILE", TEXT("Write to a new file (also: -o FILE)."), false, false},
    [ARG_MASK] = {"--mask", NULL, TEXT("Hide the recipients' numbers wherever they stand."), false,
                  true},
    [ARG_OLDER_THAN] = {"--older-than", "SPAN", TEXT("Rows older than this, such as 400d."), false,
                        false},
    [ARG_ROUTE] = {"--route", "ROUTE",
                   TEXT("Which route: messages (the default), phone or process."), false, false},
    [ARG_PROCESS] = {"--process", "SHORTID/KEY",
                     TEXT("Record whose contact gets the message (--route process)."), false,
                     false},
    [ARG_BODY] = {"--data", "@FILE|-|JSON", TEXT("Body of the request."), false, false},
    [ARG_FIELD] = {"--field", "KEY=VALUE",
                   TEXT("Member of the body, or of a GET's query (also: -f KEY=VALUE)."), false,
                   true},
    [ARG_PAGINATE] = {"--paginate", NULL, TEXT("Ask for the following pages too, one a line."),
                      false, true},
    [ARG_INCLUDE] = {"--include", NULL, TEXT("Print the answer's status and headers (also: -i)."),
                     false, true},
    [ARG_VERBOSE] = {"--verbose", NULL,
                     TEXT("Tell request and answer on stderr, without the token."), false, true},
    [ARG_LIST] = {"--list", NULL, TEXT("List every entry of ChakraHQ's API page."), false, true},
    [ARG_EXEC] = {"--exec", "PROGRAM", TEXT("Run it for each event, which it gets on its input."),
                  false, false},
    [ARG_YES] = {"--yes", NULL, TEXT("Do it without asking."), false, true},
    [ARG_CHECK] = {"--check", NULL,
                   TEXT("Only look: send and write nothing; status 1 when it differs."), false,
                   true},
    [ARG_WABA] = {"--waba", "ID", TEXT("Business account in place of the sender's."), false, false},
    [ARG_CASES] = {"--cases", "FILE", TEXT("Say which cases of this JSON file break."), false,
                   false},
    [ARG_PRESETS] = {"--presets", "DIR", TEXT("The same for all JSON files of a folder."), false,
                     false},
    [ARG_STRICT] = {"--strict", NULL, TEXT("Warnings count as errors."), false, true},
    [ARG_WATCH] = {"--watch", "SPAN", TEXT("Wait for the decision, at most so long, such as 10m."),
                   false, false},
    [ARG_LIVE] = {"--live", NULL, TEXT("Send, to the profile's test recipients only."), false,
                  true},
    [ARG_INIT] = {"--init", NULL, TEXT("Print an example of a case file."), false, true},
    [ARG_GENERATE] = {"--generate", NULL, TEXT("Print cases for these templates (all)."), false,
                      true},
    [ARG_TAG] = {"--tag", "TAG,...", TEXT("Only cases with one of these tags."), false, false},
    [ARG_SELECT] = {"--select", "PATTERN,...", TEXT("Only cases whose id fits, such as 'order_*'."),
                    false, false},
    [ARG_MAX_SENDS] = {"--max-sends", "N", TEXT("Refuse to send more (100 with --live)."), false,
                       false},
    [ARG_JUNIT] = {"--junit", "FILE", TEXT("Write the verdicts as JUnit XML too."), false, false},
    [ARG_REPORT] = {"--report", "FILE.md", TEXT("Write a page to sign off too."), false, false},
    [ARG_FAIL_FAST] = {"--fail-fast", NULL, TEXT("Stop at the first case that fails."), false,
                       true},
    [ARG_ONLY_FAILED] = {"--only-failed", NULL, TEXT("Only what did not pass the last time."),
                         false, true},
    [ARG_ALLOW_CANNOT_TELL] = {"--allow-cannot-tell", NULL,
                               TEXT("Do not fail for what nothing reports."), false, true},
    [ARG_SCREEN_READER] = {"--screen-reader", NULL,
                           TEXT(
                               "The form without boxes, one thing at a time, for a screen reader."),
                           false, true},
    [ARG_MAP] = {"--map", "COLUMN=KEY", TEXT("Slot that a column fills; - leaves the column out."),
                 false, true},
    [ARG_RESUME] = {"--resume", NULL, TEXT("Go on where an earlier run of this list ended."), false,
                    true},
    [ARG_CONCURRENCY] = {"--concurrency", "N", TEXT("Requests in flight at once (8)."), false,
                         false},
    [ARG_ENCODING] = {"--encoding", "NAME", TEXT("Encoding of the list, if it is not UTF-8."),
                      false, false},
    [ARG_TOKEN_COMMAND] = {"--token-command", "COMMAND", TEXT("A command that prints the token."),
                           false, false},
    [ARG_TOKEN_ENV] = {"--token-env", "VARIABLE", TEXT("The variable that holds the token."), false,
                       false},
};

bool arguments_has(const struct arguments *arguments, enum argument_id id)
{
    return arguments->value[id] != NULL;
}

bool arguments_take_option(const struct command *command, enum argument_id id)
{
    if (command == NULL && id == ARG_SCREEN_READER)
        return true;
    return argument_table[id].common || (command != NULL && (command->options & ARG_BIT(id)) != 0);
}

/* Without its value, which may be a secret that was typed in the wrong place. */
static enum err unknown_option(const char *text, struct error *reterr)
{
    struct nearest nearest;
    char name[81];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(text, "="), text);
    nearest_init(&nearest, name);
    for (size_t i = 0; i < ARG_COUNT; i++)
        nearest_offer(&nearest, argument_table[i].name);
    error_set(reterr, ERR_USAGE, "See chakra-tui --help.", "there is no option %s", name);
    if (nearest.best != NULL && reterr != NULL)
        snprintf(reterr->next, sizeof reterr->next, text_of("Did you mean %s?"), nearest.best);
    return ERR_USAGE;
}

enum argument_id arguments_find_option(const char *text, size_t length)
{
    static const struct {
        const char *name;
        enum argument_id id;
    } short_names[] = {{"-h", ARG_HELP},
                       {"-V", ARG_VERSION},
                       {"-o", ARG_OUTPUT},
                       {"-f", ARG_FIELD},
                       {"-i", ARG_INCLUDE}};
    for (size_t i = 0; i < ARG_COUNT; i++)
        if (strlen(argument_table[i].name) == length &&
            memcmp(argument_table[i].name, text, length) == 0)
            return (enum argument_id)i;
    for (size_t i = 0; i < COUNT_OF(short_names); i++)
        if (strcmp(text, short_names[i].name) == 0)
            return short_names[i].id;
    return ARG_COUNT;
}

/* A value that looks like an option is more often a forgotten value than meant. */
static bool looks_like_option(const char *text)
{
    return text[0] == '-' && text[1] == '-' && text[2] != '\0';
}

static enum err store_value(struct arguments *arguments, enum argument_id id, const char *value,
                            struct error *reterr)
{
    const struct argument_option *option = &argument_table[id];
    if (arguments->value[id] != NULL && !option->repeats)
        return error_set(reterr, ERR_USAGE, "Give it once.", "%s is given twice", option->name);
    arguments->value[id] = value;
    if (id == ARG_SET || id == ARG_FIELD)
        arguments->sets[arguments->set_count++] = value;
    if (id == ARG_MAP)
        arguments->maps[arguments->map_count++] = value;
    return ERR_OK;
}

/* A variable that is not set makes one: "$FOLDER" in a script. Taken for "not given" it would stand
 * for another file, profile or sender than the one that was meant. An empty --to is told by the
 * rules, with all else that is wrong with the message. */
static enum err refuse_empty(const struct argument_option *option, const char *value,
                             struct error *reterr)
{
    static const char *const paths[] = {"FILE", "DIR", "PROGRAM"};
    bool is_path = false;
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        is_path = is_path || strncmp(option->argument, paths[i], strlen(paths[i])) == 0;
    if (value[0] != '\0' || option->repeats || option == &argument_table[ARG_TO])
        return ERR_OK;
    error_set(reterr, ERR_USAGE, NULL,
              is_path ? TEXT("%s is given an empty path") : TEXT("%s is given an empty value"),
              option->name);
    if (reterr != NULL)
        snprintf(reterr->next, sizeof reterr->next, text_of("Write %s %s, or leave %s out."),
                 option->name, option->argument, option->name);
    return ERR_USAGE;
}

/* --data names the folder of the history, and for `api` the body: @FILE, - or the JSON itself. */
static bool is_body(const char *value)
{
    return value[0] == '@' || value[0] == '{' || value[0] == '[' || strcmp(value, "-") == 0;
}

/* Reads the option at argv[*at], and its value, which may be the next word. */
static enum err read_option(struct arguments *arguments, int argc, char *const *argv, int *at,
                            struct error *reterr)
{
    const char *text = argv[*at];
    size_t length = strcspn(text, "=");
    const char *inside = text[length] == '=' ? text + length + 1 : NULL;
    enum argument_id id = arguments_find_option(text, length);
    if (id == ARG_COUNT)
        return unknown_option(text, reterr);
    const struct argument_option *option = &argument_table[id];
    if (option->argument == NULL && inside != NULL)
        return error_set(reterr, ERR_USAGE, "Leave = and what follows out.", "%s takes no value",
                         option->name);
    if (option->argument == NULL)
        return store_value(arguments, id, "", reterr);
    if (inside == NULL && *at + 1 < argc && !looks_like_option(argv[*at + 1]))
        inside = argv[++*at];
    if (inside == NULL) {
        error_set(reterr, ERR_USAGE, NULL, "%s has no value", option->name);
        if (reterr != NULL)
            snprintf(reterr->next, sizeof reterr->next, text_of("Write %s %s or %s=%s."),
                     option->name, option->argument, option->name, option->argument);
        return ERR_USAGE;
    }
    if (id == ARG_DATA && is_body(inside))
        id = ARG_BODY;
    enum err err = refuse_empty(option, inside, reterr);
    return err == ERR_OK ? store_value(arguments, id, inside, reterr) : err;
}

static enum err read_words(struct arguments *arguments, int argc, char *const *argv,
                           struct error *reterr)
{
    bool options_end = false;
    enum err err = ERR_OK;
    for (int i = 1; err == ERR_OK && i < argc; i++) {
        if (!options_end && strcmp(argv[i], "--") == 0)
            options_end = true;
        else if (!options_end && argv[i][0] == '-' && argv[i][1] != '\0')
            err = read_option(arguments, argc, argv, &i, reterr);
        else
            arguments->operands[arguments->operand_count++] = argv[i];
    }
    return err;
}

static void drop_operands(struct arguments *arguments, size_t count)
{
    arguments->operand_count -= count;
    for (size_t i = 0; i < arguments->operand_count; i++)
        arguments->operands[i] = arguments->operands[i + count];
}

static enum err unknown_command(const char *word, const char *verb, struct error *reterr)
{
    size_t count = 0;
    const struct command *rows = command_rows(&count);
    struct nearest nearest;
    nearest_init(&nearest, verb != NULL ? verb : word);
    for (size_t i = 0; i < count; i++)
        if (!rows[i].is_hidden && (verb == NULL || strcmp(rows[i].word, word) == 0))
            nearest_offer(&nearest, verb != NULL ? rows[i].verb : rows[i].word);
    error_set(reterr, ERR_USAGE, "See chakra-tui --help for the commands.",
              "there is no command %.60s%s%.60s", word, verb != NULL ? " " : "",
              verb != NULL ? verb : "");
    if (nearest.best != NULL && reterr != NULL)
        snprintf(reterr->next, sizeof reterr->next, text_of("Did you mean %s%s%s?"),
                 verb != NULL ? word : nearest.best, verb != NULL ? " " : "",
                 verb != NULL ? nearest.best : "");
    return ERR_USAGE;
}

static enum err missing_verb(const char *word, struct error *reterr)
{
    size_t count = 0, length = 0;
    const struct command *rows = command_rows(&count);
    error_set(reterr, ERR_USAGE, NULL, "%s needs to know what to do", word);
    for (size_t i = 0; reterr != NULL && i < count; i++)
        if (strcmp(rows[i].word, word) == 0 && length < sizeof reterr->next)
            length += (size_t)snprintf(reterr->next + length, sizeof reterr->next - length,
                                       "%s%s %s", length == 0 ? text_of("Write ") : text_of(" or "),
                                       word, rows[i].verb);
    return ERR_USAGE;
}

static enum err find_command(struct arguments *arguments, struct error *reterr)
{
    if (arguments->operand_count == 0)
        return ERR_OK;
    const char *word = arguments->operands[0];
    const char *verb = arguments->operand_count > 1 ? arguments->operands[1] : NULL;
    size_t count = 0;
    const struct command *rows = command_rows(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].word, word) != 0)
            continue;
        arguments->group = rows[i].word;
        if (rows[i].verb != NULL && (verb == NULL || strcmp(rows[i].verb, verb) != 0))
            continue;
        arguments->command = &rows[i];
        drop_operands(arguments, rows[i].verb != NULL ? 2 : 1);
        return ERR_OK;
    }
    if (arguments->group != NULL && verb == NULL)
        return missing_verb(word, reterr);
    return unknown_command(word, arguments->group != NULL ? verb : NULL, reterr);
}

static enum err check_for_command(const struct arguments *arguments, struct error *reterr)
{
    const struct command *command = arguments->command;
    for (size_t i = 0; i < ARG_COUNT; i++) {
        if (arguments->value[i] == NULL || arguments_take_option(command, (enum argument_id)i))
            continue;
        if (command == NULL)
            return error_set(reterr, ERR_USAGE, "Name a command, such as send; see --help.",
                             "%s belongs to a command", argument_table[i].name);
        error_set(reterr, ERR_USAGE, NULL, "%s%s%s has no option %s", command->word,
                  command->verb != NULL ? " " : "", command->verb != NULL ? command->verb : "",
                  argument_table[i].name);
        if (reterr != NULL)
            snprintf(reterr->next, sizeof reterr->next, text_of("See chakra-tui %s --help."),
                     command->word);
        return ERR_USAGE;
    }
    if (command == NULL)
        return ERR_OK;
    if (arguments->operand_count < command->least_operands)
        return error_set(reterr, ERR_USAGE, "See the command's --help.", "%s%s%s needs %s",
                         command->word, command->verb != NULL ? " " : "",
                         command->verb != NULL ? command->verb : "", command->operands);
    if (arguments->operand_count > command->most_operands)
        return error_set(reterr, ERR_USAGE, "Take it out, or quote what belongs together.",
                         "'%.80s' is one word too many",
                         arguments->operands[command->most_operands]);
    return ERR_OK;
}

enum err arguments_parse(int argc, char *const *argv, struct arguments *ret_arguments,
                         struct error *reterr)
{
    *ret_arguments = (struct arguments){0};
    size_t most = argc > 0 ? (size_t)argc : 1;
    ret_arguments->sets = mem_zalloc(most, sizeof *ret_arguments->sets);
    ret_arguments->maps = mem_zalloc(most, sizeof *ret_arguments->maps);
    ret_arguments->operands = mem_zalloc(most, sizeof *ret_arguments->operands);
    if (ret_arguments->sets == NULL || ret_arguments->maps == NULL ||
        ret_arguments->operands == NULL)
        return error_nomem(reterr);
    enum err err = read_words(ret_arguments, argc, argv, reterr);
    if (err != ERR_OK || arguments_has(ret_arguments, ARG_VERSION))
        return err;
    err = find_command(ret_arguments, reterr);
    if (arguments_has(ret_arguments, ARG_HELP))
        return ret_arguments->group != NULL ? ERR_OK : err;
    return err == ERR_OK ? check_for_command(ret_arguments, reterr) : err;
}

void arguments_release(struct arguments *arguments)
{
    mem_free(arguments->sets);
    mem_free(arguments->maps);
    mem_free(arguments->operands);
    *arguments = (struct arguments){0};
}

struct config_flags arguments_flags(const struct arguments *arguments)
{
    return (struct config_flags){
        .config_file = arguments->value[ARG_CONFIG],
        .profile = arguments->value[ARG_PROFILE],
        .sandbox = arguments_has(arguments, ARG_SANDBOX),
        .base_url = arguments->value[ARG_BASE_URL],
        .token_file = arguments->value[ARG_TOKEN_FILE],
        .data_folder = arguments->value[ARG_DATA],
        .log_level = arguments->value[ARG_LOG],
        .timeout = arguments->value[ARG_TIMEOUT],
        .plugin = arguments->value[ARG_PLUGIN],
        .from = arguments->value[ARG_FROM],
        .rate = arguments->value[ARG_RATE],
        .screen_reader = arguments_has(arguments, ARG_SCREEN_READER) ? "on" : NULL,
        .route = arguments->value[ARG_ROUTE],
    };
}

enum err arguments_number(const struct arguments *arguments, enum argument_id id, long least,
                          long most, long *ret_number, struct error *reterr)
{
    const char *text = arguments->value[id];
    if (text == NULL)
        return ERR_OK;
    size_t digits = strspn(text, "0123456789");
    long number = digits > 0 && digits < 10 && text[digits] == '\0' ? strtol(text, NULL, 10) : -1;
    if (number < least || number > most) {
        error_set(reterr, ERR_USAGE, NULL, "%s cannot be '%.40s'", argument_table[id].name, text);
        if (reterr != NULL)
            snprintf(reterr->next, sizeof reterr->next, text_of("Write a number from %ld to %ld."),
                     least, most);
        return ERR_USAGE;
    }
    *ret_number = number;
    return ERR_OK;
}
