/*
 * The table of settings: the only place that knows their names, defaults, checks
 * and texts. Parsing, `config show`, the suggestions for mistyped names and the
 * documents are made from it. Static; any thread.
 */
#ifndef CHAKRA_CONFIG_OPTIONS_H
#define CHAKRA_CONFIG_OPTIONS_H

#include "src/base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum option_section {
    OPTION_GENERAL, /* [chakra-tui] */
    OPTION_PROFILE, /* [profile NAME] */
    OPTION_PLUGIN,  /* [plugin NAME] */
    OPTION_PHONE,   /* [phone NAME] */
    OPTION_FILTER,  /* [filter NAME] */
    OPTION_KEYS,    /* [keys]: any name, resolved by the screen program */
    OPTION_SECTION_COUNT
};

enum option_id {
    OPTION_GENERAL_PROFILE,
    OPTION_THEME,
    OPTION_MOUSE,
    OPTION_SPINNER,
    OPTION_BORDERS,
    OPTION_NOTIFY,
    OPTION_TITLE,
    OPTION_LINKS,
    OPTION_SCREEN_READER,
    OPTION_TIMEOUT,
    OPTION_DUPLICATE_WINDOW,
    OPTION_TEMPLATE_MAX_AGE,
    OPTION_MAX_ATTEMPTS,
    OPTION_LOG,
    OPTION_BASE_URL,
    OPTION_API_VERSION,
    OPTION_TOKEN,
    OPTION_TOKEN_COMMAND,
    OPTION_TOKEN_FILE,
    OPTION_TOKEN_ENV,
    OPTION_WEBHOOK_SECRET,
    OPTION_WEBHOOK_SECRET_COMMAND,
    OPTION_WEBHOOK_SECRET_FILE,
    OPTION_WEBHOOK_SECRET_ENV,
    OPTION_MODE,
    OPTION_TEST_RECIPIENTS,
    OPTION_CONFIRM,
    OPTION_POLL,
    OPTION_LISTEN_PORT,
    OPTION_KEEP_CODES,
    OPTION_RATE,
    OPTION_ROUTE,
    OPTION_PLUGIN_PROFILE,
    OPTION_PLUGIN_ID,
    OPTION_PLUGIN_ROUTE,
    OPTION_PHONE_PLUGIN,
    OPTION_PHONE_ID,
    OPTION_PHONE_WABA,
    OPTION_PHONE_LABEL,
    OPTION_RETAIN,
    OPTION_FILTER_QUERY,
    OPTION_COUNT
};

struct option {
    enum option_section section;
    const char *name;
    const char *default_value; /* NULL: none */
    const char *environment;   /* variable; NULL: none */
    const char *flag;          /* "--timeout"; NULL: none */
    bool flag_is_syntax;       /* a wrong flag is a mistake of the command line (status 2) */
    const char *choices;       /* "live|test|read-only"; NULL: any */
    /* Fills what and next of reterr, not where; NULL: every text is fine. */
    enum err (*check)(const struct option *option, const char *value, struct error *reterr);
    const char *doc;
    const char *refused; /* never in the file: what to write instead; NULL: allowed */
    bool required;       /* its section is wrong without it */
    bool free_text;      /* may hold any character, so that a ` ;` in it is ambiguous */
    bool repeats;        /* may stand on several lines, which add up */
    bool sensitive;      /* shown as *** */
};

extern const struct option option_table[OPTION_COUNT];

/* "chakra-tui", "profile", "plugin", "phone", "filter", "keys". */
const char *option_section_word(enum option_section section);
/* NULL for a name that the section does not have. */
const struct option *option_find(enum option_section section, const char *name);
const char *option_nearest(enum option_section section, const char *name);
/* Choices and check together. */
enum err option_check(const struct option *option, const char *value, struct error *reterr);
/* Place of `value` in option->choices, from 0; -1 when it is none of them. */
int option_choice(const struct option *option, const char *value);

/* "500ms", "30s", "10m", "2h", "7d"; a number alone is seconds. */
bool option_parse_duration(const char *text, long *ret_ms);
bool option_parse_count(const char *text, long *ret_count);

#endif
