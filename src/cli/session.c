/* Opening and closing, in the order that threads and signals ask for. */
#include "src/cli/session.h"

#include <string.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/batch/batch.h"
#include "src/cli/output.h"
#include "src/cli/signals.h"

enum { DEFAULT_CONCURRENCY = 8 };

const struct profile *session_profile(const struct session *session)
{
    return &session->config.profiles[session->config.current];
}

enum err history_open(const char *folder, bool tells, struct store **ret_store,
                      struct error *reterr)
{
    enum err err = store_open(folder, STORE_READ, ret_store, reterr);
    if (err == ERR_NOT_FOUND)
        return err;
    if (err == ERR_OK)
        store_close(*ret_store);
    *ret_store = NULL;
    struct store *writing = NULL;
    if (store_open(folder, STORE_WRITE, &writing, NULL) == ERR_OK) {
        store_recover(writing, NULL, NULL);
        store_close(writing);
    } else if (tells && err == ERR_OK && store_is_write_protected(folder)) {
        output_note("the history can be read, not written: %s is write-protected. Sends are "
                    "refused until writing there is allowed, or --data names another folder.",
                    folder);
    }
    return store_open(folder, STORE_READ, ret_store, reterr);
}

/* Makes and migrates the history before the worker opens it. A failure is not the end: the worker
 * meets it again, and a send then ends as not sent, with that error. */
static void prepare_history(struct session *session)
{
    struct store *store = NULL;
    struct error error = {0};
    enum err err = store_open(session->config.data_folder, STORE_WRITE, &store, &error);
    if (err == ERR_OK)
        err = store_recover(store, NULL, &error);
    if (err != ERR_OK)
        log_write(session->log, LOG_ERROR, "cli", "history: %s", error.what);
    session->is_read_only = err != ERR_OK && store_is_write_protected(session->config.data_folder);
    if (store != NULL)
        store_close(store);
}

enum err session_check_history(const struct session *session, struct error *reterr)
{
    if (!session->is_read_only)
        return ERR_OK;
    return error_set(reterr, ERR_STORE,
                     "Allow writing there, or choose another folder with --data.",
                     "nothing is sent, as a send is recorded first, and %.300s is write-protected",
                     session->config.data_folder);
}

static enum err open_log(struct session *session, struct error *reterr)
{
    enum log_level level = LOG_OFF;
    const struct config *config = &session->config;
    if (!log_level_parse(config->log_level, &level) || level == LOG_OFF || config->log_file == NULL)
        return ERR_OK;
    return log_open(config->log_file, level, &session->log, reterr);
}

static enum err start_sandbox(struct session *session, struct error *reterr)
{
    struct config *config = &session->config;
    if (!config->uses_sandbox)
        return ERR_OK;
    struct sandbox_options options = {.store_folder = config->data_folder};
    enum err err = sandbox_start(&options, &session->sandbox, reterr);
    return err == ERR_OK ? config_use_sandbox_port(config, sandbox_port(session->sandbox), reterr)
                         : err;
}

enum err session_open(struct session *session, const struct arguments *arguments,
                      struct error *reterr)
{
    *session = (struct session){0};
    secret_init(&session->token);
    struct config_flags flags = arguments_flags(arguments);
    enum err err = config_load(&flags, &session->config, reterr);
    if (err == ERR_OK) /* the command may ask on the terminal, so Ctrl-C must still end it */
        err = config_read_token(session_profile(session), &session->token, reterr);
    signals_catch();
    if (err == ERR_OK)
        err = open_log(session, reterr);
    if (err == ERR_OK)
        err = paths_make_private_folder(session->config.data_folder, reterr);
    if (err == ERR_OK)
        err = start_sandbox(session, reterr);
    if (err != ERR_OK)
        return err;
    prepare_history(session);
    long in_flight = 0; /* the outbox's own choice */
    err =
        arguments_number(arguments, ARG_CONCURRENCY, 1, BATCH_CONCURRENCY_MAX, &in_flight, reterr);
    if (err != ERR_OK)
        return err;
    if (in_flight == 0 && arguments_take_option(arguments->command, ARG_CONCURRENCY))
        in_flight = DEFAULT_CONCURRENCY;
    session->in_flight = (size_t)in_flight;
    struct outbox_options options = {.data_folder = session->config.data_folder,
                                     .log = session->log,
                                     .most_transfers = (size_t)in_flight};
    return outbox_start(&options, &session->outbox, reterr);
}

void session_close(struct session *session)
{
    if (session->outbox != NULL)
        outbox_stop(session->outbox);
    if (session->sandbox != NULL)
        sandbox_stop(session->sandbox);
    secret_release(&session->token);
    log_close(session->log);
    config_release(&session->config);
    *session = (struct session){0};
}

bool session_renew_token(struct session *session)
{
    const struct profile *profile = session_profile(session);
    if (session->token_renewed || profile->token_source != TOKEN_COMMAND)
        return false;
    session->token_renewed = true;
    return config_read_token(profile, &session->token, NULL) == ERR_OK;
}

struct job *session_new_job(struct session *session, enum job_kind kind, struct error *reterr)
{
    struct job *job = job_new(kind, ++session->last_number);
    if (job == NULL) {
        error_nomem(reterr);
        return NULL;
    }
    const struct profile *profile = session_profile(session);
    job->base_url = arena_strdup(&job->arena, profile->base_url);
    job->api_version = arena_strdup(&job->arena, profile->api_version);
    job->timeout_ms = profile->timeout_ms;
    enum err err = secret_copy(&job->token, &session->token, reterr);
    if (err == ERR_OK && (job->base_url == NULL || job->api_version == NULL))
        err = error_nomem(reterr);
    if (err == ERR_OK)
        return job;
    job_free(job);
    return NULL;
}
