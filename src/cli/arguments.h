/*
 * The command line as data: which command, which options with which values. The
 * two tables behind it, of options and of commands, are also what help, the
 * suggestions for mistyped names and the checks are made from.
 *
 * Strings are borrowed from argv.
 */
#ifndef CHAKRA_CLI_ARGUMENTS_H
#define CHAKRA_CLI_ARGUMENTS_H

#include "src/base/err.h"
#include "src/config/config.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum argument_id {
    ARG_HELP,
    ARG_VERSION,
    ARG_PROFILE,
    ARG_SANDBOX,
    ARG_CONFIG,
    ARG_DATA,
    ARG_BASE_URL,
    ARG_TOKEN_FILE,
    ARG_LOG,
    ARG_TIMEOUT,
    ARG_PLUGIN,
    ARG_FROM,
    ARG_JSON,
    ARG_TEMPLATE,
    ARG_LANGUAGE,
    ARG_TO,
    ARG_SET,
    ARG_VALUES,
    ARG_DRY_RUN,
    ARG_FORCE,
    ARG_LIMIT,
    ARG_PORT,
    ARG_TEMPLATES,
    ARG_ERROR_SHAPE,
    ARG_LIMITS,
    ARG_RATE,
    ARG_FORMAT,
    ARG_OUTPUT,
    ARG_MASK,
    ARG_OLDER_THAN,
    ARG_YES,
    ARG_CHECK,
    ARG_WABA,
    ARG_CASES,
    ARG_PRESETS,
    ARG_STRICT,
    ARG_WATCH,
    ARG_LIVE,
    ARG_INIT,
    ARG_GENERATE,
    ARG_TAG,
    ARG_SELECT,
    ARG_MAX_SENDS,
    ARG_JUNIT,
    ARG_REPORT,
    ARG_FAIL_FAST,
    ARG_ONLY_FAILED,
    ARG_ALLOW_CANNOT_TELL,
    ARG_SCREEN_READER,
    ARG_ROUTE,
    ARG_PROCESS,
    ARG_BODY, /* --data too, by what its value looks like */
    ARG_FIELD,
    ARG_PAGINATE,
    ARG_INCLUDE,
    ARG_VERBOSE,
    ARG_LIST,
    ARG_EXEC,
    ARG_MAP,
    ARG_RESUME,
    ARG_CONCURRENCY,
    ARG_ENCODING,
    ARG_TOKEN_COMMAND,
    ARG_TOKEN_ENV,
    ARG_COUNT
};

struct argument_option {
    const char *name;     /* "--template" */
    const char *argument; /* "NAME"; NULL: takes none */
    const char *help;
    bool common;  /* every command takes it */
    bool repeats; /* may be given more than once */
};

extern const struct argument_option argument_table[ARG_COUNT];

struct arguments;

struct command {
    const char *word;     /* "templates" */
    const char *verb;     /* "list"; NULL for a command of one word */
    const char *operands; /* "NAME", for help; "" */
    const char *summary;
    uint64_t options; /* bits of enum argument_id, besides the common ones */
    size_t least_operands, most_operands;
    bool is_hidden;                                /* for other programs: not in the help */
    int (*run)(const struct arguments *arguments); /* returns the exit status */
};

_Static_assert(ARG_COUNT <= 64, "the options of a command are bits of 64");
#define ARG_BIT(id) (UINT64_C(1) << (id))

/* All commands, in the order of help; defined in commands.c. */
const struct command *command_rows(size_t *ret_count);

struct arguments {
    const struct command *command; /* NULL: the terminal program */
    const char *group;             /* "templates" when only that is known (for its help) */
    const char *value[ARG_COUNT];  /* "" for an option without argument; NULL: not given */
    const char **sets;             /* all of --set, or of --field */
    size_t set_count;
    const char **maps; /* all of --map */
    size_t map_count;
    const char **operands;
    size_t operand_count;
};

/* ERR_USAGE says what is wrong and what to write. With --help or --version the rest is not
 * checked. arguments_release() in every case. */
enum err arguments_parse(int argc, char *const *argv, struct arguments *ret_arguments,
                         struct error *reterr);
void arguments_release(struct arguments *arguments);

bool arguments_has(const struct arguments *arguments, enum argument_id id);
/* By its first `length` bytes: "--to" of "--to=VALUE", or "-o"; ARG_COUNT: there is no such one. */
enum argument_id arguments_find_option(const char *text, size_t length);
bool arguments_take_option(const struct command *command, enum argument_id id);
struct config_flags arguments_flags(const struct arguments *arguments);
/* A decimal number between the two; ERR_USAGE else. Leaves *ret_number alone when not given. */
enum err arguments_number(const struct arguments *arguments, enum argument_id id, long least,
                          long most, long *ret_number, struct error *reterr);

#endif
