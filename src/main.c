/* The entry: a subcommand, or the form. The only file of src/ that may call ui/. */
#include "src/app/effects.h"
#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/cli/cli.h"
#include "src/cli/inner_listener.h"
#include "src/history/store_edit.h"
#include "src/sandbox/sandbox.h"
#include "ui/loop.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <stdlib.h>
#include <sys/resource.h>

/* How long rows that were deleted can outlive a program that died. */
enum { TRASH_KEPT_MS = 24 * 60 * 60 * 1000 };

/* A core dump would hold the token. */
static void forbid_core_dumps(void)
{
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    /* Nor may another process of the same user read the memory; a leak check has to. */
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

static void ignore_sigpipe(void)
{
    struct sigaction action = {.sa_handler = SIG_IGN};
    sigemptyset(&action.sa_mask);
    sigaction(SIGPIPE, &action, NULL);
}

static int report(const struct error *error)
{
    struct strbuf text;
    strbuf_init(&text, 8192);
    utf8_sanitize(&text, error->what, strlen(error->what), UTF8_ONE_LINE);
    if (error->where[0] != '\0') {
        strbuf_add_text(&text, " (");
        utf8_sanitize(&text, error->where, strlen(error->where), UTF8_ONE_LINE);
        strbuf_add_text(&text, ")");
    }
    strbuf_add_text(&text, "\n");
    utf8_sanitize(&text, error->next, strlen(error->next), UTF8_ONE_LINE);
    fprintf(stderr, "chakra-tui: %s\n", text.text);
    strbuf_release(&text);
    return err_exit_status(error->code);
}

/* Without a place to write what was sent can still be looked at. */
static bool can_only_read(const char *folder)
{
    struct store *store = NULL;
    bool can =
        store_is_write_protected(folder) && store_open(folder, STORE_READ, &store, NULL) == ERR_OK;
    store_close(store);
    return can;
}

/* Made, migrated and recovered before any thread starts. */
static enum err prepare_history(const struct config *config, bool *ret_read_only,
                                struct error *reterr)
{
    struct store *store = NULL;
    enum err err = paths_make_private_folder(config->data_folder, reterr);
    if (err == ERR_OK)
        err = store_open(config->data_folder, STORE_WRITE, &store, reterr);
    if (err == ERR_STORE && can_only_read(config->data_folder)) {
        *ret_read_only = true;
        return ERR_OK;
    }
    if (err == ERR_OK)
        err = store_recover(store, NULL, reterr);
    if (err == ERR_OK) /* of programs that died: who is alive may still want its rows back */
        err = store_empty_trash(store, clock_now_ms() - TRASH_KEPT_MS, NULL, reterr);
    store_close_for_now(store); /* the threads open it at once */
    return err;
}

static enum err start_sandbox(struct config *config, struct sandbox **ret_sandbox,
                              struct error *reterr)
{
    if (!config->uses_sandbox)
        return ERR_OK;
    const struct sandbox_options options = {.store_folder = config->data_folder};
    enum err err = sandbox_start(&options, ret_sandbox, reterr);
    if (err == ERR_OK)
        err = config_use_sandbox_port(config, sandbox_port(*ret_sandbox), reterr);
    return err;
}

static enum err open_log(const struct config *config, struct log **ret_log, struct error *reterr)
{
    enum log_level level = LOG_OFF;
    if (config->log_file == NULL || config->log_level == NULL ||
        !log_level_parse(config->log_level, &level) || level == LOG_OFF)
        return ERR_OK;
    return log_open(config->log_file, level, ret_log, reterr);
}

static enum err take_statuses(void *context, const struct status_update *updates, size_t count,
                              struct error *reterr)
{
    return effects_take_statuses(context, updates, count, reterr);
}

/* Another window may have the port: that one writes what comes, and this one shows it. */
static struct inner_listener *start_listener(const struct profile *profile, struct effects *effects)
{
    struct inner_listener *listener = NULL;
    struct error error = {.code = ERR_OK};
    char note[300];
    if (profile->listen_port == 0)
        return NULL;
    if (inner_listener_start(profile, take_statuses, effects, &listener, &error) == ERR_OK) {
        effects_note_port(effects, profile->listen_port, "");
        return listener;
    }
    snprintf(note, sizeof note, text_of("No webhooks are taken here: %.120s. %.120s"), error.what,
             error.next);
    utf8_mend(note);
    effects_note_port(effects, -1, note);
    return NULL;
}

/* What the first screen leads to: the same again, in the sandbox or with the new settings. */
static enum err run_with(struct config *config, enum effects_next *next, struct error *reterr)
{
    struct sandbox *sandbox = NULL;
    struct effects *effects = NULL;
    struct log *log = NULL;
    bool is_read_only = false;
    enum err err = config->is_empty ? ERR_OK : prepare_history(config, &is_read_only, reterr);
    if (err == ERR_OK)
        err = open_log(config, &log, reterr);
    if (err == ERR_OK)
        err = start_sandbox(config, &sandbox, reterr);
    if (err == ERR_OK) {
        const struct effects_options options = {.config = config,
                                                .log = log,
                                                .is_setup = config->is_empty,
                                                .is_first_run = *next != NEXT_END,
                                                .is_read_only = is_read_only};
        *next = NEXT_END;
        err = effects_new(&options, &effects, reterr);
    }
    if (err == ERR_OK) {
        /* Before the screen is taken: the command may ask for a passphrase. */
        effects_use_profile(effects, &config->profiles[config->current]);
        struct inner_listener *listener =
            start_listener(&config->profiles[config->current], effects);
        err = ui_run(config, effects, reterr);
        *next = effects_next(effects);
        inner_listener_stop(listener);
    }
    effects_free(effects);
    if (sandbox != NULL)
        sandbox_stop(sandbox);
    log_close(log);
    return err;
}

static int run_screen(const struct config_flags *flags)
{
    struct error error = {.code = ERR_OK};
    struct config_flags now = *flags;
    enum effects_next next = NEXT_END;
    enum err err = ui_check_terminal(&error);
    do {
        struct config config;
        if (err == ERR_OK && (err = config_load(&now, &config, &error)) == ERR_OK) {
            err = run_with(&config, &next, &error);
            config_release(&config);
        }
        now.sandbox = now.sandbox || next == NEXT_SANDBOX;
    } while (err == ERR_OK && next != NEXT_END);
    return err == ERR_OK ? 0 : report(&error);
}

int main(int argc, char **argv)
{
    struct config_flags flags = {0};
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C"); /* what goes out has decimal points, wherever the operator is */
    const char *catalogues = getenv("TEXTDOMAINDIR"); /* gettext's own name for it */
    text_begin(catalogues != NULL && catalogues[0] == '/' ? catalogues : CHAKRA_LOCALE_FOLDER);
    mem_hook_cjson();
    forbid_core_dumps();
    ignore_sigpipe();
    int status = cli_run(argc, argv, &flags);
    if (status == CLI_RUN_SCREEN)
        status = run_screen(&flags);
    return status;
}
