/*
 * The four steps of `config init`: token, address, plugin, sender. Each takes its
 * answer from an option or asks for it, checks it at once with the checks of
 * `doctor`, and asks again until it is right. Without a terminal a wrong answer
 * ends it.
 */
#ifndef CHAKRA_CLI_INIT_STEPS_H
#define CHAKRA_CLI_INIT_STEPS_H

#include "src/cli/arguments.h"
#include "src/cli/setup_session.h"
#include "src/config/new_settings.h"

enum { INIT_TEXT_SIZE = 4096 };

struct init {
    const struct arguments *arguments;
    bool asks;                    /* there is somebody to ask */
    bool goes_on;                 /* --yes: an account that cannot be asked is no reason to stop */
    bool uses_options[ARG_COUNT]; /* that were not tried and found wrong yet */
    struct session session;       /* config with one profile: the one being made */
    bool is_open;                 /* the worker runs */
    bool adds;                    /* another profile, to the settings that are there */
    struct strbuf existing;       /* those, as they were read; empty for a new file */
    char profile[128];            /* name of the profile that is added; "" for a new file */
    const char *settings_path;    /* where the file will be */
    char *token_path;             /* where a typed token goes; NULL: not typed */
    char token_from[INIT_TEXT_SIZE];
    char plugin_id[64], phone_id[64], waba[64], label[200], recipient[200];
    struct exchange senders; /* the last list of senders */
};

/* The profile of `init->session` gets the first answers. */
enum err init_begin(struct init *init, struct error *reterr);
void init_release(struct init *init);

/* All four. ERR_INTERRUPTED when the operator ends it. */
enum err init_take_steps(struct init *init, struct error *reterr);

/* What the answers come to; borrowed from `init`. */
struct new_settings init_settings(const struct init *init);

/* init_trial.c: shows the request of one template with its examples, and sends nothing. */
enum err init_show_trial(struct init *init, struct error *reterr);

#endif
