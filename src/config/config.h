/*
 * The settings: one ini file, the environment and the flags, read into profiles.
 * The table of settings (src/config/options.c) is the only place that knows
 * names, types, defaults and checks.
 */
#ifndef CHAKRA_CONFIG_CONFIG_H
#define CHAKRA_CONFIG_CONFIG_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/config/profile.h"
#include "src/config/secret.h"

#include <stdbool.h>
#include <stddef.h>

/* What the command line said; NULL or false where it said nothing. Borrowed. */
struct config_flags {
    const char *config_file;
    const char *profile;
    bool sandbox;
    const char *base_url;
    const char *token_file;
    const char *data_folder;
    const char *log_level;
    const char *timeout;       /* seconds, as typed */
    const char *plugin;        /* name or UUID */
    const char *from;          /* phone number id */
    const char *rate;          /* messages a second, as typed */
    const char *screen_reader; /* "on", or NULL */
    const char *route;         /* messages, phone or process, as typed */
};

enum screen_notify { NOTIFY_OFF, NOTIFY_BELL, NOTIFY_OSC9 };

/* What only the terminal program reads; screen_settings.c. */
struct screen_settings {
    char *theme;         /* name, path, or "auto" */
    char *theme_file;    /* of a theme that is not built in; else NULL */
    char *themes_folder; /* where the operator's own are; NULL when there is no home */
    bool has_mouse, has_spinner, has_title, has_links;
    bool is_linear; /* for a screen reader */
    bool has_ascii_borders;
    enum screen_notify notify;
};

struct config_setting_value {
    const char *section; /* "chakra-tui", "profile acme" */
    const char *name;
    const char *value;  /* "": set nowhere, and there is no default */
    const char *origin; /* "flag", "environment CHAKRA_TUI_THEME", "FILE:12", "default" */
};

/* A row of [keys] as it stands in `file`; the screen program finds out what it means. */
struct config_keys {
    const char *action;
    const char *keys; /* "F5 C-s", or "none" */
    int line;
};

struct config {
    char *file;        /* the ini that was read; NULL when there is none */
    char *data_folder; /* with "sandbox" below it when the sandbox is used */
    char *log_file;
    char *log_level;
    struct screen_settings screen;
    struct profile *profiles;
    size_t profile_count;
    size_t current;                      /* index of the chosen profile */
    struct config_setting_value *values; /* every setting in force, with its origin */
    size_t value_count;
    struct config_keys *keys;
    size_t keys_count;
    bool uses_sandbox; /* start the built-in one, and point base_url at it */
    bool is_empty;     /* no profile in a file, and nothing else that names an account */
    /* Chosen with --plugin and --from, or the only one there is; NULL: to be chosen. Ids. */
    char *plugin_id;
    char *phone_number_id;
    struct arena arena; /* of `values` and `keys` */
};

/*
 * Reads and checks everything. With no ini file and no other source the result
 * is one empty profile "default" in mode test; with --sandbox, or with a
 * loopback --base-url and no profile, the built-in profile "sandbox".
 * ERR_CONFIG names file, line, and what to write instead.
 */
enum err config_load(const struct config_flags *flags, struct config *ret_config,
                     struct error *reterr);
void config_release(struct config *config);

/* Only the data folder: for commands that need no settings (the history). Caller frees; NULL and
 * reterr when there is none. */
char *config_data_folder(const struct config_flags *flags, struct error *reterr);

/* Points a profile at the built-in sandbox, once its port is known. */
enum err config_use_sandbox_port(struct config *config, int port, struct error *reterr);

/* The token of a profile, from its source. Runs a command: never on the UI thread while the
 * screen is taken. */
enum err config_read_token(const struct profile *profile, struct secret *ret_token,
                           struct error *reterr);

/* The secret that this profile's webhooks are signed with, in the same way; "sandbox" for the
 * sandbox's profile when none is named. */
enum err config_read_webhook_secret(const struct profile *profile, struct secret *ret_secret,
                                    struct error *reterr);

/* The built-in sandbox's fixed ids. */
#define SANDBOX_PLUGIN_ID "d83e1d23-50b8-4d87-8f92-842a0ac516f6"
#define SANDBOX_PHONE_NUMBER_ID "200000000000001"
#define SANDBOX_WABA_ID "100000000000001"
#define SANDBOX_SENDER_NUMBER "15550009999"
#define SANDBOX_SENDER_NAME "Sandbox"

#endif
