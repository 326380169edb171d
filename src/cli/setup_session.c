/* Asking the account without a history. */
#include "src/cli/setup_session.h"

#include <string.h>
#include <unistd.h>

#include "src/base/paths.h"
#include "src/cli/output.h"
#include "src/cli/signals.h"

static enum err start_sandbox(struct session *session, struct error *reterr)
{
    struct config *config = &session->config;
    const struct sandbox_options options = {.store_folder = NULL};
    if (!config->uses_sandbox)
        return ERR_OK;
    enum err err = sandbox_start(&options, &session->sandbox, reterr);
    return err == ERR_OK ? config_use_sandbox_port(config, sandbox_port(session->sandbox), reterr)
                         : err;
}

enum err setup_session_open(struct session *session, struct error *reterr)
{
    signals_catch();
    enum err err = start_sandbox(session, reterr);
    const struct outbox_options options = {.data_folder = NULL};
    return err == ERR_OK ? outbox_start(&options, &session->outbox, reterr) : err;
}

static enum err ask(struct session *session, struct job *job, const char **place, const char *value,
                    struct exchange *answer, struct error *reterr)
{
    *answer = (struct exchange){0};
    if (job == NULL)
        return error_nomem(reterr);
    *place = arena_strdup(&job->arena, value);
    if (value != NULL && *place == NULL) {
        job_free(job);
        return error_nomem(reterr);
    }
    return exchange_run(session, job, answer, reterr);
}

enum err setup_ask_phones(struct session *session, const char *plugin_id, struct exchange *answer,
                          struct error *reterr)
{
    struct job *job = session_new_job(session, JOB_LIST_PHONES, reterr);
    return ask(session, job, job != NULL ? &job->plugin_id : NULL, plugin_id, answer, reterr);
}

enum err setup_ask_templates(struct session *session, const char *waba, struct exchange *answer,
                             struct error *reterr)
{
    struct job *job = session_new_job(session, JOB_LIST_TEMPLATES, reterr);
    return ask(session, job, job != NULL ? &job->waba : NULL, waba, answer, reterr);
}

void setup_print_checks(const struct check_list *list, FILE *out)
{
    struct output_table table;
    table_begin(&table, 3);
    for (size_t i = 0; i < list->count; i++) {
        const struct check *check = &list->items[i];
        table_add(&table, check_state_word(check->state));
        table_add(&table, check->name);
        table_add(&table, check->found);
        if (check->next[0] == '\0')
            continue;
        table_add(&table, NULL);
        table_add(&table, NULL);
        table_add(&table, check->next);
    }
    table_print(&table, out);
}
