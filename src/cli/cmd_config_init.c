/*
 * `config init`: a settings file from answers, or, where nobody can be asked and
 * nothing is given, a starter with everything explained. To an existing file
 * another profile is added; the lines that are there stay as they are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/cli/ask.h"
#include "src/cli/commands.h"
#include "src/cli/init_steps.h"
#include "src/cli/output.h"
#include "src/cli/signals.h"

/* -o, --config, CHAKRA_TUI_CONFIG, the usual place. */
static enum err choose_path(const struct arguments *arguments, char **ret_path,
                            struct error *reterr)
{
    const char *named = arguments->value[ARG_OUTPUT];
    if (named == NULL)
        named = arguments->value[ARG_CONFIG];
    if (named == NULL && (named = getenv("CHAKRA_TUI_CONFIG")) != NULL && named[0] == '\0')
        named = NULL;
    *ret_path = named != NULL ? mem_strdup(named) : paths_config_file(reterr);
    if (*ret_path != NULL)
        return ERR_OK;
    return named != NULL ? error_nomem(reterr) : ERR_CONFIG;
}

static bool is_stdout(const char *path)
{
    return strcmp(path, "-") == 0;
}

static bool is_there(const char *path)
{
    return !is_stdout(path) && access(path, F_OK) == 0;
}

static enum err refuse_existing(const char *path, struct error *reterr)
{
    error_set(reterr, ERR_CONFIG,
              "Name the profile to add to them with --profile NAME, edit them and see `chakra-tui "
              "doctor`, move them away first, or write to another file with -o FILE (- is the "
              "standard output).",
              "there are settings already, and they are not overwritten");
    error_set_where(reterr, "%s", path);
    return ERR_CONFIG;
}

/* The name of the profile that is added. */
static enum err choose_name(struct init *init, const char *path, struct error *reterr)
{
    if (init->arguments->value[ARG_PROFILE] != NULL) {
        snprintf(init->profile, sizeof init->profile, "%s", init->arguments->value[ARG_PROFILE]);
        return ERR_OK;
    }
    if (!init->asks || init->goes_on)
        return refuse_existing(path, reterr);
    fputs(
        text_of(
            "There are settings already. A profile can be added to them; what is there stays as it "
            "is.\n"),
        stderr);
    enum err err = ask_line(text_of("Name of the new profile (empty: add none)"), NULL,
                            init->profile, sizeof init->profile, reterr);
    return err == ERR_OK && init->profile[0] == '\0' ? refuse_existing(path, reterr) : err;
}

/* Before anything else is asked: nobody answers four questions for nothing. */
static enum err begin_addition(struct init *init, const char *path, struct error *reterr)
{
    enum err err = paths_read_file(path, &init->existing, reterr);
    while (err == ERR_OK) {
        err = choose_name(init, path, reterr);
        if (err != ERR_OK)
            return err;
        err = new_settings_check_added(path, init->existing.text, init->existing.length,
                                       init->profile, reterr);
        if (err == ERR_OK || !init->asks || init->arguments->value[ARG_PROFILE] != NULL)
            return err;
        fprintf(stderr, "  ");
        output_text(stderr, reterr->what);
        fputs(".\n", stderr);
        err = ERR_OK;
    }
    return err;
}

static bool is_answered(const struct arguments *arguments)
{
    static const enum argument_id answers[] = {ARG_PLUGIN,        ARG_FROM,      ARG_BASE_URL,
                                               ARG_TOKEN_FILE,    ARG_TO,        ARG_PROFILE,
                                               ARG_TOKEN_COMMAND, ARG_TOKEN_ENV, ARG_YES};
    for (size_t i = 0; i < COUNT_OF(answers); i++)
        if (arguments->value[answers[i]] != NULL)
            return true;
    return false;
}

/* `before`: the file that it is added to; NULL: a new one. */
static enum err save(const char *path, const struct strbuf *text, const struct strbuf *before,
                     struct error *reterr)
{
    if (is_stdout(path)) {
        fputs(text->text, stdout);
        return ERR_OK;
    }
    enum err err = before != NULL ? new_settings_replace(path, before->text, before->length,
                                                         text->text, text->length, reterr)
                                  : new_settings_save(path, text->text, text->length, reterr);
    if (err == ERR_OK) {
        output_text(stdout, path);
        fputc('\n', stdout);
    }
    return err;
}

static enum err write_starter(const char *path, struct error *reterr)
{
    struct strbuf text;
    strbuf_init(&text, NEW_SETTINGS_BYTES_MAX);
    enum err err = new_settings_write_starter(&text, reterr);
    if (err == ERR_OK)
        err = save(path, &text, NULL, reterr);
    strbuf_release(&text);
    if (err == ERR_OK && !is_stdout(path))
        output_note("a starter was written: take the ; away from what you need, then run "
                    "chakra-tui doctor");
    return err;
}

static enum err agree(const struct init *init, const char *path, const struct strbuf *text,
                      bool *ret_yes, struct error *reterr)
{
    *ret_yes = true;
    if (!init->asks || init->goes_on)
        return ERR_OK;
    fputs(init->adds ? text_of("\nThese settings will be added to ")
                     : text_of("\nThese settings will be written to "),
          stderr);
    output_text(stderr, is_stdout(path) ? text_of("the standard output") : path);
    fputs(":\n\n", stderr);
    output_lines(stderr, text->text + init->existing.length);
    return ask_yes(text_of("\nWrite them"), ret_yes, reterr);
}

/* The token first: settings that name a token that is not there would be wrong. */
static enum err save_all(struct init *init, const char *path, const struct strbuf *text,
                         struct error *reterr)
{
    enum err err = ERR_OK;
    if (init->token_path != NULL)
        err = secret_write_new_file(&init->session.token, init->token_path, reterr);
    if (err == ERR_OK)
        err = save(path, text, init->adds ? &init->existing : NULL, reterr);
    if (err != ERR_OK && init->token_path != NULL)
        unlink(init->token_path);
    return err;
}

static enum err write_answers(struct init *init, const char *path, struct error *reterr)
{
    struct strbuf text;
    bool yes = false;
    const struct new_settings settings = init_settings(init);
    strbuf_init(&text, NEW_SETTINGS_BYTES_MAX + init->existing.length);
    enum err err = init->adds ? new_settings_add(&text, path, init->existing.text,
                                                 init->existing.length, &settings, reterr)
                              : new_settings_write(&text, &settings, reterr);
    if (err == ERR_OK)
        err = agree(init, path, &text, &yes, reterr);
    if (err == ERR_OK && !yes)
        err = error_set(reterr, ERR_INTERRUPTED, "Start again when you like.",
                        "no settings were written");
    if (err == ERR_OK)
        err = save_all(init, path, &text, reterr);
    strbuf_release(&text);
    return err;
}

static enum err make_settings(const struct arguments *arguments, const char *path,
                              struct error *reterr)
{
    CLEANUP(mem_freep) char *usual = is_stdout(path) ? paths_config_file(NULL) : NULL;
    struct init init = {.arguments = arguments,
                        .asks = ask_is_possible(),
                        .goes_on = arguments_has(arguments, ARG_YES),
                        .adds = is_there(path),
                        .settings_path = usual != NULL ? usual : path};
    strbuf_init(&init.existing, NEW_SETTINGS_BYTES_MAX);
    signals_catch();
    enum err err = init.adds ? begin_addition(&init, path, reterr) : ERR_OK;
    if (err == ERR_OK)
        err = init_begin(&init, reterr);
    if (err == ERR_OK)
        err = new_settings_check_profile(init.session.config.profiles[0].name, reterr);
    if (err == ERR_OK)
        err = init_take_steps(&init, reterr);
    if (err == ERR_OK)
        err = write_answers(&init, path, reterr);
    if (err == ERR_OK && init.is_open)
        err = init_show_trial(&init, reterr);
    if (err == ERR_OK && init.adds)
        output_note("next: chakra-tui --profile %s doctor, or the form: chakra-tui --profile %s",
                    init.profile, init.profile);
    else if (err == ERR_OK && !is_stdout(path))
        output_note("next: chakra-tui doctor, chakra-tui templates list, or the form: chakra-tui");
    strbuf_release(&init.existing);
    init_release(&init);
    return err;
}

int command_config_init(const struct arguments *arguments)
{
    struct error error = {0};
    CLEANUP(mem_freep) char *path = NULL;
    enum err err = ERR_OK;
    if (arguments_has(arguments, ARG_SANDBOX))
        err = error_set(&error, ERR_USAGE, "Leave --sandbox out; the sandbox needs no settings.",
                        "config init is for an account");
    if (err == ERR_OK)
        err = choose_path(arguments, &path, &error);
    if (err == ERR_OK && !ask_is_possible() && !is_answered(arguments))
        err = is_there(path) ? refuse_existing(path, &error) : write_starter(path, &error);
    else if (err == ERR_OK)
        err = make_settings(arguments, path, &error);
    return err == ERR_OK ? 0 : output_error(&error);
}
