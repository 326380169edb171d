/* The table of settings, and looking things up in it. */
#include "src/config/options.h"

#include "src/base/text.h"
#include "src/config/nearest.h"
#include "src/config/option_checks.h"

#include <string.h>

static const char *const section_words[OPTION_SECTION_COUNT] = {
    [OPTION_GENERAL] = "chakra-tui", [OPTION_PROFILE] = "profile", [OPTION_PLUGIN] = "plugin",
    [OPTION_PHONE] = "phone",        [OPTION_FILTER] = "filter",   [OPTION_KEYS] = "keys",
};

#define NO_TOKEN_IN_THE_FILE \
    "The settings never hold the token itself. Use token_command, token_file (0600) or token_env."

#define NO_SECRET_IN_THE_FILE                                                 \
    "The settings never hold the secret itself. Use webhook_secret_command, " \
    "webhook_secret_file (0600) or webhook_secret_env."

const struct option option_table[OPTION_COUNT] = {
    [OPTION_GENERAL_PROFILE] = {.section = OPTION_GENERAL,
                                .name = "profile",
                                .environment = "CHAKRA_TUI_PROFILE",
                                .flag = "--profile",
                                .check = option_check_name,
                                .doc = "The profile used when none is named."},
    [OPTION_THEME] = {.section = OPTION_GENERAL,
                      .name = "theme",
                      .default_value = "auto",
                      .environment = "CHAKRA_TUI_THEME",
                      .check = option_check_theme,
                      .doc = "Colours of the terminal program: auto, default, light, dark, mono, "
                             "high-contrast, the name of a file in the folder themes beside this "
                             "file, or a path."},
    [OPTION_MOUSE] = {.section = OPTION_GENERAL,
                      .name = "mouse",
                      .default_value = "on",
                      .environment = "CHAKRA_TUI_MOUSE",
                      .choices = "off|on",
                      .doc = "Take clicks and the wheel; m turns it off and on."},
    [OPTION_SPINNER] = {.section = OPTION_GENERAL,
                        .name = "spinner",
                        .default_value = "on",
                        .environment = "CHAKRA_TUI_SPINNER",
                        .choices = "off|on",
                        .doc = "A sign that turns while something runs."},
    [OPTION_BORDERS] = {.section = OPTION_GENERAL,
                        .name = "borders",
                        .default_value = "auto",
                        .environment = "CHAKRA_TUI_BORDERS",
                        .choices = "auto|ascii",
                        .doc = "ascii draws borders with + - | everywhere; auto where the terminal "
                               "needs it."},
    [OPTION_NOTIFY] = {.section = OPTION_GENERAL,
                       .name = "notify",
                       .default_value = "bell",
                       .environment = "CHAKRA_TUI_NOTIFY",
                       .choices = "off|bell|osc9",
                       .doc =
                           "What happens when a send that took over 5 seconds ends while another "
                           "window is used."},
    [OPTION_TITLE] = {.section = OPTION_GENERAL,
                      .name = "title",
                      .default_value = "on",
                      .environment = "CHAKRA_TUI_TITLE",
                      .choices = "off|on",
                      .doc = "Give the terminal's window a title; never with a recipient in it."},
    [OPTION_LINKS] = {.section = OPTION_GENERAL,
                      .name = "links",
                      .default_value = "off",
                      .environment = "CHAKRA_TUI_LINKS",
                      .choices = "off|on",
                      .doc = "Make the links of buttons clickable (OSC 8) in terminals that are "
                             "known to have it."},
    [OPTION_SCREEN_READER] = {.section = OPTION_GENERAL,
                              .name = "screen_reader",
                              .default_value = "off",
                              .environment = "CHAKRA_TUI_SCREEN_READER",
                              .flag = "--screen-reader",
                              .choices = "off|on",
                              .doc = "One thing at a time, no boxes, and what changes said on one "
                                     "line."},
    [OPTION_TIMEOUT] = {.section = OPTION_GENERAL,
                        .name = "timeout",
                        .default_value = "30s",
                        .environment = "CHAKRA_TUI_TIMEOUT",
                        .flag = "--timeout",
                        .flag_is_syntax = true,
                        .check = option_check_timeout,
                        .doc = "How long a request may take, 100ms to 1h."},
    [OPTION_DUPLICATE_WINDOW] = {.section = OPTION_GENERAL,
                                 .name = "duplicate_window",
                                 .default_value = "10m",
                                 .environment = "CHAKRA_TUI_DUPLICATE_WINDOW",
                                 .check = option_check_window,
                                 .doc = "How long the same message is not sent again unless told "
                                        "to, up to 400d."},
    [OPTION_TEMPLATE_MAX_AGE] = {.section = OPTION_GENERAL,
                                 .name = "template_max_age",
                                 .default_value = "10m",
                                 .environment = "CHAKRA_TUI_TEMPLATE_MAX_AGE",
                                 .check = option_check_window,
                                 .doc = "How old the list of templates may be for a live send; an "
                                        "older one is fetched again first."},
    [OPTION_MAX_ATTEMPTS] = {.section = OPTION_GENERAL,
                             .name = "max_attempts",
                             .default_value = "3",
                             .environment = "CHAKRA_TUI_MAX_ATTEMPTS",
                             .check = option_check_attempts,
                             .doc = "How often a send is tried when the server asks to wait, 1 to "
                                    "10."},
    [OPTION_LOG] = {.section = OPTION_GENERAL,
                    .name = "log",
                    .default_value = "off",
                    .environment = "CHAKRA_TUI_LOG",
                    .flag = "--log",
                    .flag_is_syntax = true,
                    .choices = "off|error|warn|info|debug",
                    .doc = "How much goes to the log, which never holds tokens or numbers."},
    [OPTION_BASE_URL] = {.section = OPTION_PROFILE,
                         .name = "base_url",
                         .default_value = "https://api.chakrahq.com",
                         .environment = "CHAKRA_TUI_BASE_URL",
                         .flag = "--base-url",
                         .check = option_check_base_url,
                         .doc = "Where the API is; http only for this machine."},
    [OPTION_API_VERSION] = {.section = OPTION_PROFILE,
                            .name = "api_version",
                            .default_value = "v24.0",
                            .environment = "CHAKRA_TUI_API_VERSION",
                            .check = option_check_api_version,
                            .doc = "Version of WhatsApp's API in the path."},
    [OPTION_TOKEN] = {.section = OPTION_PROFILE,
                      .name = "token",
                      .environment = "CHAKRA_TOKEN",
                      .doc = "The token itself: only from the environment, never from the file.",
                      .refused = NO_TOKEN_IN_THE_FILE,
                      .sensitive = true},
    [OPTION_TOKEN_COMMAND] = {.section = OPTION_PROFILE,
                              .name = "token_command",
                              .check = option_check_command,
                              .doc = "A command that prints the token; run without a shell.",
                              .free_text = true},
    [OPTION_TOKEN_FILE] = {.section = OPTION_PROFILE,
                           .name = "token_file",
                           .environment = "CHAKRA_TUI_TOKEN_FILE",
                           .flag = "--token-file",
                           .check = option_check_text,
                           .doc = "A file of mode 0600 that holds the token.",
                           .free_text = true},
    [OPTION_TOKEN_ENV] = {.section = OPTION_PROFILE,
                          .name = "token_env",
                          .check = option_check_variable,
                          .doc = "A variable of the environment that holds the token."},
    [OPTION_WEBHOOK_SECRET] = {.section = OPTION_PROFILE,
                               .name = "webhook_secret",
                               .environment = "CHAKRA_WEBHOOK_SECRET",
                               .doc = "The secret that webhooks are signed with: only from the "
                                      "environment, never from the file.",
                               .refused = NO_SECRET_IN_THE_FILE,
                               .sensitive = true},
    [OPTION_WEBHOOK_SECRET_COMMAND] = {.section = OPTION_PROFILE,
                                       .name = "webhook_secret_command",
                                       .check = option_check_command,
                                       .doc = "A command that prints the secret of webhooks; run "
                                              "without a shell.",
                                       .free_text = true},
    [OPTION_WEBHOOK_SECRET_FILE] = {.section = OPTION_PROFILE,
                                    .name = "webhook_secret_file",
                                    .check = option_check_text,
                                    .doc = "A file of mode 0600 that holds the secret of webhooks.",
                                    .free_text = true},
    [OPTION_WEBHOOK_SECRET_ENV] = {.section = OPTION_PROFILE,
                                   .name = "webhook_secret_env",
                                   .check = option_check_variable,
                                   .doc = "A variable of the environment that holds the secret of "
                                          "webhooks."},
    [OPTION_MODE] = {.section = OPTION_PROFILE,
                     .name = "mode",
                     .default_value = "test",
                     .choices = "test|live|read-only",
                     .doc = "live: anybody; test: only test_recipients; read-only: nobody."},
    [OPTION_TEST_RECIPIENTS] = {.section = OPTION_PROFILE,
                                .name = "test_recipients",
                                .check = option_check_recipients,
                                .doc = "Who may be sent to in mode test: numbers, each with a name "
                                       "if you like, separated by commas.",
                                .free_text = true,
                                .repeats = true},
    [OPTION_POLL] = {.section = OPTION_PROFILE,
                     .name = "poll",
                     .default_value = "yes",
                     .choices = "no|yes",
                     .doc = "Ask the account at growing gaps what became of an accepted message."},
    [OPTION_LISTEN_PORT] = {.section = OPTION_PROFILE,
                            .name = "listen_port",
                            .default_value = "off",
                            .check = option_check_port,
                            .doc = "Port on this machine where the terminal program takes signed "
                                   "webhooks itself, as listen does; off: it does not."},
    [OPTION_KEEP_CODES] = {.section = OPTION_PROFILE,
                           .name = "keep_codes",
                           .default_value = "no",
                           .choices = "no|yes",
                           .doc = "Keep one-time codes readable in the history."},
    [OPTION_CONFIRM] = {.section = OPTION_PROFILE,
                        .name = "confirm",
                        .default_value = "always",
                        .choices = "always|live|never",
                        .doc = "When the terminal program asks before it sends."},
    [OPTION_RATE] = {.section = OPTION_PROFILE,
                     .name = "rate",
                     .default_value = "20",
                     .environment = "CHAKRA_TUI_RATE",
                     .flag = "--rate",
                     .flag_is_syntax = true,
                     .check = option_check_rate,
                     .doc = "Messages a second from one sender, 1 to 1000; with it goes a gap of 6 "
                            "seconds between two to one recipient. WhatsApp allows 80, and 20 for "
                            "numbers that also use the app."},
    [OPTION_ROUTE] = {.section = OPTION_PROFILE,
                      .name = "route",
                      .default_value = "messages",
                      .environment = "CHAKRA_TUI_ROUTE",
                      .flag = "--route",
                      .choices = "messages|phone|process",
                      .flag_is_syntax = true,
                      .doc = "Which of ChakraHQ's routes messages go: messages is WhatsApp's own "
                             "format; phone and process are ChakraHQ's, to a number or to whom a "
                             "record belongs."},
    [OPTION_PLUGIN_PROFILE] = {.section = OPTION_PLUGIN,
                               .name = "profile",
                               .check = option_check_name,
                               .doc = "The profile that it belongs to."},
    [OPTION_PLUGIN_ID] = {.section = OPTION_PLUGIN,
                          .name = "id",
                          .check = option_check_uuid,
                          .doc = "The plugin's id, a UUID.",
                          .required = true},
    [OPTION_PLUGIN_ROUTE] = {.section = OPTION_PLUGIN,
                             .name = "route",
                             .choices = "messages|phone|process",
                             .doc = "The route of this plugin's messages, in place of the "
                                    "profile's."},
    [OPTION_PHONE_PLUGIN] = {.section = OPTION_PHONE,
                             .name = "plugin",
                             .check = option_check_name,
                             .doc = "The plugin that it sends with; any when left out."},
    [OPTION_PHONE_ID] = {.section = OPTION_PHONE,
                         .name = "id",
                         .check = option_check_digits,
                         .doc = "Phone number id: digits, not the number itself.",
                         .required = true},
    [OPTION_PHONE_WABA] = {.section = OPTION_PHONE,
                           .name = "waba",
                           .check = option_check_digits,
                           .doc = "WhatsApp business account id; found out when left out."},
    [OPTION_PHONE_LABEL] = {.section = OPTION_PHONE,
                            .name = "label",
                            .doc = "How the picker shows it.",
                            .free_text = true},
    [OPTION_RETAIN] = {.section = OPTION_GENERAL,
                       .name = "retain",
                       .default_value = "forever",
                       .environment = "CHAKRA_TUI_RETAIN",
                       .check = option_check_retain,
                       .doc = "How long `history purge` leaves rows in the history: days such as "
                              "400d, or forever."},
    [OPTION_FILTER_QUERY] = {.section = OPTION_FILTER,
                             .name = "query",
                             .check = option_check_text,
                             .doc = "A filter of the history, used as @NAME.",
                             .required = true,
                             .free_text = true},
};

const char *option_section_word(enum option_section section)
{
    return section_words[section];
}

const struct option *option_find(enum option_section section, const char *name)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (option_table[i].section == section && strcmp(option_table[i].name, name) == 0)
            return &option_table[i];
    return NULL;
}

const char *option_nearest(enum option_section section, const char *name)
{
    struct nearest nearest;
    nearest_init(&nearest, name);
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (option_table[i].section == section && option_table[i].refused == NULL)
            nearest_offer(&nearest, option_table[i].name);
    return nearest.best;
}

int option_choice(const struct option *option, const char *value)
{
    size_t length = strlen(value);
    const char *at = option->choices;
    for (int i = 0;; i++) {
        size_t word = strcspn(at, "|");
        if (word == length && memcmp(at, value, length) == 0)
            return i;
        if (at[word] == '\0')
            return -1;
        at += word + 1;
    }
}

enum err option_check(const struct option *option, const char *value, struct error *reterr)
{
    if (option->choices != NULL && option_choice(option, value) < 0) {
        error_set(reterr, ERR_CONFIG, NULL, "%s cannot be '%.80s'", option->name, value);
        return option_advise(reterr, TEXT("Write one of: "), option->choices);
    }
    return option->check != NULL ? option->check(option, value, reterr) : ERR_OK;
}
