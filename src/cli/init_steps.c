/* Token, address, plugin, sender. */
#include "src/cli/init_steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/uuid.h"
#include "src/cli/ask.h"
#include "src/cli/output.h"
#include "src/outbox/check_account.h"
#include "src/whatsapp/phone.h"

static struct profile *profile_of(struct init *init)
{
    return &init->session.config.profiles[0];
}

enum err init_begin(struct init *init, struct error *reterr)
{
    const struct arguments *arguments = init->arguments;
    struct config *config = &init->session.config;
    arena_init(&config->arena);
    secret_init(&init->session.token);
    config->profiles = mem_zalloc(1, sizeof *config->profiles);
    if (config->profiles == NULL)
        return error_nomem(reterr);
    config->profile_count = 1;
    for (size_t i = 0; i < ARG_COUNT; i++)
        init->uses_options[i] = arguments->value[i] != NULL;
    return new_profile_make(profile_of(init),
                            init->adds ? init->profile : arguments->value[ARG_PROFILE],
                            arguments->value[ARG_TIMEOUT], reterr);
}

void init_release(struct init *init)
{
    exchange_release(&init->senders);
    session_close(&init->session);
    mem_free(init->token_path);
    init->token_path = NULL;
}

struct new_settings init_settings(const struct init *init)
{
    const struct profile *profile = &init->session.config.profiles[0];
    return (struct new_settings){.profile = profile->name,
                                 .base_url = profile->base_url,
                                 .token_source = profile->token_source,
                                 .token_from = profile->token_from,
                                 .plugin_id = init->plugin_id,
                                 .phone_number_id = init->phone_id,
                                 .waba = init->waba,
                                 .label = init->label,
                                 .test_recipients = init->recipient};
}

/* The option's value, once: one that was wrong is asked for. */
static const char *take_option(struct init *init, enum argument_id id)
{
    const char *value = init->uses_options[id] ? init->arguments->value[id] : NULL;
    init->uses_options[id] = false;
    return value;
}

static void show(const struct check_list *list)
{
    setup_print_checks(list, stderr);
}

static void show_error(const struct error *error)
{
    fputs("  ", stderr);
    output_text(stderr, error->what);
    fputs("\n  ", stderr);
    output_text(stderr, error->next);
    fputc('\n', stderr);
}

/* A wrong answer: asked again where somebody is there; ERR_OK then. */
static enum err ask_again(const struct init *init, const struct error *error, enum err err)
{
    if (!init->asks || err == ERR_INTERRUPTED || err == ERR_NOMEM)
        return err;
    show_error(error);
    return ERR_OK;
}

/* ---- 1: the token ---------------------------------------------------------- */

static enum err make_absolute(const char *path, char *text, size_t size, struct error *reterr)
{
    char folder[INIT_TEXT_SIZE / 2];
    if (path[0] == '/' || strncmp(path, "~/", 2) == 0) {
        snprintf(text, size, "%s", path);
        return ERR_OK;
    }
    /* A name that is no file may be the token itself: it is not repeated. */
    if (strchr(path, '/') == NULL && access(path, F_OK) != 0)
        return error_set(reterr, ERR_SECRET,
                         "Check the path; the token itself does not belong here, only its file.",
                         "there is no such file in this folder");
    if (getcwd(folder, sizeof folder) == NULL)
        return error_set(reterr, ERR_IO, "Write a path that begins with /.",
                         "the folder that %s is in is not known", path);
    snprintf(text, size, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, path);
    return ERR_OK;
}

static enum err use_typed_token(struct init *init, struct error *reterr)
{
    enum err err = ask_secret(text_of("Token (hidden)"), &init->session.token, reterr);
    if (err != ERR_OK)
        return err;
    mem_free(init->token_path);
    init->token_path = new_settings_token_path(init->settings_path);
    if (init->token_path == NULL)
        return error_nomem(reterr);
    profile_of(init)->token_source = TOKEN_FILE;
    return profile_set_text(&profile_of(init)->token_from, init->token_path, reterr);
}

static enum err use_source(struct init *init, enum token_source source, const char *given,
                           struct error *reterr)
{
    static const enum option_id options[] = {[TOKEN_COMMAND] = OPTION_TOKEN_COMMAND,
                                             [TOKEN_FILE] = OPTION_TOKEN_FILE,
                                             [TOKEN_ENVIRONMENT] = OPTION_TOKEN_ENV};
    struct profile *profile = profile_of(init);
    char from[INIT_TEXT_SIZE] = "";
    enum err err = ERR_OK;
    if (source == TOKEN_FILE)
        err = make_absolute(given, from, sizeof from, reterr);
    else
        snprintf(from, sizeof from, "%s", given);
    if (err == ERR_OK)
        err = new_settings_check(options[source], from, reterr);
    profile->token_source = source;
    if (err == ERR_OK)
        err = profile_set_text(&profile->token_from, from, reterr);
    if (err != ERR_OK)
        return err;
    struct profile read = *profile; /* ~/ is below the home folder, as in the file */
    char whole[INIT_TEXT_SIZE + 2];
    const char *home = getenv("HOME");
    if (source == TOKEN_FILE && from[0] == '~' && home != NULL) {
        snprintf(whole, sizeof whole, "%s%s", home, from + 1);
        read.token_from = whole;
    }
    return config_read_token(&read, &init->session.token, reterr);
}

static enum err ask_for_source(struct init *init, struct error *reterr)
{
    static const struct {
        enum token_source source;
        const char *prompt, *usual;
    } sources[] = {{TOKEN_COMMAND, TEXT("Command"), "pass show chakra"},
                   {TOKEN_FILE, TEXT("File"), "~/.config/chakra-tui/token"},
                   {TOKEN_ENVIRONMENT, TEXT("Variable"), "CHAKRA_TUI_TOKEN"}};
    size_t choice = 0;
    char answer[INIT_TEXT_SIZE];
    fputs(text_of("\n1 of 4: the access token (ChakraHQ: Admin, Access Tokens)\n"
                  "  1  a command prints it, such as a password manager's\n"
                  "  2  it is in a file of mode 0600\n"
                  "  3  a variable of the environment holds it\n"
                  "  4  type it now, hidden; it is kept in a new file of mode 0600\n"),
          stderr);
    enum err err = ask_choice(text_of("Which"), 1, 4, &choice, reterr);
    if (err == ERR_OK && choice == 4)
        return use_typed_token(init, reterr);
    if (err == ERR_OK)
        err = ask_line(text_of(sources[choice - 1].prompt), sources[choice - 1].usual, answer,
                       sizeof answer, reterr);
    return err == ERR_OK ? use_source(init, sources[choice - 1].source, answer, reterr) : err;
}

static enum err use_given_source(struct init *init, bool *ret_given, struct error *reterr)
{
    static const struct {
        enum argument_id argument;
        enum token_source source;
    } options[] = {{ARG_TOKEN_COMMAND, TOKEN_COMMAND},
                   {ARG_TOKEN_FILE, TOKEN_FILE},
                   {ARG_TOKEN_ENV, TOKEN_ENVIRONMENT}};
    *ret_given = true;
    for (size_t i = 0; i < COUNT_OF(options); i++) {
        const char *given = take_option(init, options[i].argument);
        if (given != NULL)
            return use_source(init, options[i].source, given, reterr);
    }
    *ret_given = false;
    return ERR_OK;
}

static enum err take_token(struct init *init, struct error *reterr)
{
    for (;;) {
        bool given = false;
        enum err err = use_given_source(init, &given, reterr);
        if (!given && init->asks)
            err = ask_for_source(init, reterr);
        else if (!given)
            return ERR_OK; /* the file says where to write it */
        if (err == ERR_OK) {
            if (init->asks)
                fputs(text_of("  The token can be read.\n"), stderr);
            return ERR_OK;
        }
        if (init->goes_on && !init->asks && err == ERR_SECRET)
            return ERR_OK;
        err = ask_again(init, reterr, err);
        if (err != ERR_OK)
            return err;
    }
}

/* ---- 2: the address -------------------------------------------------------- */

static enum err open_session(struct init *init, struct error *reterr)
{
    if (init->is_open)
        return ERR_OK;
    init->is_open = true;
    return setup_session_open(&init->session, reterr);
}

static enum err ask_account(struct init *init, const char *plugin_id, struct error *reterr)
{
    exchange_release(&init->senders);
    enum err err = open_session(init, reterr);
    if (err == ERR_OK)
        err = setup_ask_phones(&init->session, plugin_id, &init->senders, reterr);
    if (err == ERR_OK && init->senders.interrupted)
        err = error_set(reterr, ERR_INTERRUPTED, "Start again when you like.",
                        "interrupted; nothing was written");
    return err;
}

/* Shows the rows; the first failure is the error. */
static enum err judge(const struct init *init, const struct check_list *list, struct error *reterr)
{
    const struct check *failed = check_first_failed(list);
    if (init->asks || init->goes_on)
        show(list);
    if (failed == NULL)
        return ERR_OK;
    error_set(reterr, failed->code, failed->next, "%s", failed->found);
    return failed->code;
}

static enum err try_address(struct init *init, const char *address, struct error *reterr)
{
    struct check_list list = {.count = 0};
    enum err err = new_settings_check(OPTION_BASE_URL, address, reterr);
    if (err == ERR_OK)
        err = profile_set_text(&profile_of(init)->base_url, address, reterr);
    if (err != ERR_OK || !secret_is_set(&init->session.token))
        return err;
    check_address(&list, address);
    err = ask_account(init, NULL, reterr);
    if (err != ERR_OK)
        return err;
    check_exchange(&list, address, init->senders.done);
    return judge(init, &list, reterr);
}

static enum err take_address(struct init *init, struct error *reterr)
{
    for (;;) {
        char answer[INIT_TEXT_SIZE];
        const char *given = take_option(init, ARG_BASE_URL);
        enum err err = ERR_OK;
        snprintf(answer, sizeof answer, "%s", given != NULL ? given : profile_of(init)->base_url);
        if (given == NULL && init->asks) {
            fputs(text_of("\n2 of 4: the address of the API\n"), stderr);
            err = ask_line(text_of("Address"), profile_of(init)->base_url, answer, sizeof answer,
                           reterr);
        }
        if (err == ERR_OK)
            err = try_address(init, answer, reterr);
        if (err == ERR_OK || err == ERR_INTERRUPTED || err == ERR_NOMEM)
            return err;
        if (!init->asks)
            return init->goes_on && err != ERR_CONFIG ? ERR_OK : err;
        if (err == ERR_AUTH) { /* another token, then the same address again */
            err = take_token(init, reterr);
            if (err != ERR_OK)
                return err;
        } else if (err == ERR_CONFIG) {
            show_error(reterr);
        }
    }
}

/* ---- 3: the plugin --------------------------------------------------------- */

static enum err try_plugin(struct init *init, const char *id, struct error *reterr)
{
    struct check_list list = {.count = 0};
    enum err err = new_settings_check(OPTION_PLUGIN_ID, id, reterr);
    if (err != ERR_OK)
        return err;
    snprintf(init->plugin_id, sizeof init->plugin_id, "%s", id);
    if (!secret_is_set(&init->session.token))
        return ERR_OK;
    err = ask_account(init, id, reterr);
    if (err != ERR_OK)
        return err;
    check_plugin(&list, id, init->senders.done, init->senders.result);
    return judge(init, &list, reterr);
}

static enum err take_plugin(struct init *init, struct error *reterr)
{
    bool explained = false;
    for (;;) {
        char answer[INIT_TEXT_SIZE] = "";
        const char *given = take_option(init, ARG_PLUGIN);
        enum err err = ERR_OK;
        if (given == NULL && !init->asks)
            return ERR_OK; /* the file says where to write it */
        if (given != NULL) {
            snprintf(answer, sizeof answer, "%s", given);
        } else {
            if (!explained)
                fputs(
                    text_of(
                        "\n3 of 4: the WhatsApp plugin (ChakraHQ: WhatsApp Setup page, menu beside "
                        "Save, Copy Plugin Id)\n"),
                    stderr);
            explained = true;
            err = ask_line(text_of("Plugin id"), NULL, answer, sizeof answer, reterr);
        }
        if (err == ERR_OK)
            err = try_plugin(init, answer, reterr);
        if (err == ERR_OK || err == ERR_INTERRUPTED || err == ERR_NOMEM)
            return err;
        bool is_wrong = !uuid_is_valid(answer);
        if (!init->asks)
            return init->goes_on && !is_wrong ? ERR_OK : err;
        if (is_wrong)
            show_error(reterr);
    }
}

/* ---- 4: the sender --------------------------------------------------------- */

static void choose_sender(struct init *init, const struct phone_number *phone)
{
    snprintf(init->phone_id, sizeof init->phone_id, "%s", phone->id);
    snprintf(init->waba, sizeof init->waba, "%s", phone->waba);
    snprintf(init->label, sizeof init->label, "%s %s", phone->display_number, phone->verified_name);
}

static enum err use_given_sender(struct init *init, const char *id, struct error *reterr)
{
    const struct job_event *phones = init->senders.result;
    struct check_list list = {.count = 0};
    enum err err = new_settings_check(OPTION_PHONE_ID, id, reterr);
    if (err != ERR_OK)
        return err;
    snprintf(init->phone_id, sizeof init->phone_id, "%s", id);
    if (phones == NULL)
        return ERR_OK;
    for (size_t i = 0; i < phones->phone_count; i++)
        if (strcmp(phones->phones[i].id, id) == 0) {
            choose_sender(init, &phones->phones[i]);
            return ERR_OK;
        }
    const struct profile_phone wanted = {.name = init->phone_id, .id = init->phone_id};
    check_sender(&list, &wanted, phones);
    return judge(init, &list, reterr);
}

static enum err ask_for_sender(struct init *init, struct error *reterr)
{
    const struct job_event *phones = init->senders.result;
    size_t choice = 0;
    if (phones == NULL || phones->phone_count == 0) {
        fputs(text_of(
                  "\n4 of 4: the account lists no sender; it can be chosen later, in the form.\n"),
              stderr);
        return ERR_OK;
    }
    fputs(text_of("\n4 of 4: the sender\n"), stderr);
    for (size_t i = 0; i < phones->phone_count; i++) {
        char text[400];
        check_describe_sender(&phones->phones[i], text, sizeof text);
        fprintf(stderr, "  %zu  ", i + 1);
        output_text(stderr, text);
        fputc('\n', stderr);
    }
    enum err err = ask_choice(text_of("Which"), 1, phones->phone_count, &choice, reterr);
    if (err == ERR_OK)
        choose_sender(init, &phones->phones[choice - 1]);
    return err;
}

static enum err take_sender(struct init *init, struct error *reterr)
{
    const char *given = take_option(init, ARG_FROM);
    if (given == NULL)
        return init->asks ? ask_for_sender(init, reterr) : ERR_OK;
    enum err err = use_given_sender(init, given, reterr);
    if (err == ERR_OK || (init->goes_on && !init->asks && init->phone_id[0] != '\0'))
        return ERR_OK;
    err = ask_again(init, reterr, err);
    return err == ERR_OK ? ask_for_sender(init, reterr) : err;
}

static enum err take_recipient(struct init *init, struct error *reterr)
{
    const char *given = take_option(init, ARG_TO);
    for (;;) {
        enum err err = ERR_OK;
        if (given != NULL)
            snprintf(init->recipient, sizeof init->recipient, "%s", given);
        else if (init->asks)
            err = ask_line(text_of("Your own number for tests, with country code (empty: later)"),
                           NULL, init->recipient, sizeof init->recipient, reterr);
        given = NULL;
        if (err != ERR_OK || init->recipient[0] == '\0')
            return err;
        err = new_settings_check(OPTION_TEST_RECIPIENTS, init->recipient, reterr);
        if (err == ERR_OK)
            return err;
        init->recipient[0] = '\0';
        err = ask_again(init, reterr, err);
        if (err != ERR_OK)
            return err;
    }
}

enum err init_take_steps(struct init *init, struct error *reterr)
{
    static enum err (*const steps[])(struct init *, struct error *) = {
        take_token, take_address, take_plugin, take_sender, take_recipient};
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < COUNT_OF(steps); i++)
        err = steps[i](init, reterr);
    return err;
}
