/* Three reads and a copy of them. */
#include "src/cli/account_info.h"

#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/text.h"
#include "src/chakra/discovery.h"
#include "src/cli/call.h"
#include "src/cli/output.h"
#include "src/cli/sender.h"

enum { NAME_SIZE = 160 };

typedef enum err read_function(const char *bytes, size_t length, cJSON **ret_node,
                               struct error *reterr);

/* The first one decides whether the account can be asked at all. */
static const struct part {
    const char *name, *what;
    enum route route;
    read_function *read;
    bool needs_plugin; /* in its path; else the plugin only narrows the list */
} parts[] = {
    {"senders", TEXT("the list of phone numbers"), ROUTE_LIST_PHONE_NUMBERS, discovery_read_senders,
     false},
    {"business_accounts", TEXT("the list of business accounts"), ROUTE_LIST_BUSINESS_ACCOUNTS,
     discovery_read_business_accounts, false},
    {"plugin_config", TEXT("the configuration of the plugin"), ROUTE_SHOW_PLUGIN_CONFIG,
     discovery_read_plugin_config, true},
};

void account_info_release(struct account_info *info)
{
    cJSON_Delete(info->root);
    *info = (struct account_info){0};
}

static void copy_name(const struct session *session, char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "account/%.128s", session_profile(session)->name);
}

static enum err read_part(struct session *session, const struct part *part, cJSON **ret_node,
                          struct error *reterr)
{
    const char *plugin = session->config.plugin_id;
    const struct route_parameter parameters[] = {{"pluginId", plugin}, {NULL, NULL}};
    struct exchange exchange = {0};
    enum err err = call_read(session, part->route, part->needs_plugin ? parameters : NULL,
                             part->needs_plugin ? NULL : parameters, part->what, &exchange, reterr);
    if (err == ERR_OK)
        err = part->read(exchange.result->answer.body, exchange.result->answer.length, ret_node,
                         reterr);
    exchange_release(&exchange);
    return err;
}

static bool add_problem(cJSON *problems, const struct part *part, const struct error *error)
{
    cJSON *problem = cJSON_CreateObject();
    bool ok = json_add_text(problem, "what", part->name) &&
              json_add_text(problem, "message", error->what);
    return json_append_node(problems, problem) && ok;
}

static bool begin(const struct session *session, struct account_info *info)
{
    char time[CLOCK_TEXT_SIZE];
    info->fetched_at = clock_now_ms();
    clock_format_utc(info->fetched_at, time);
    info->root = cJSON_CreateObject();
    return json_add_text(info->root, "profile", session_profile(session)->name) &&
           json_add_text(info->root, "base_url", session_profile(session)->base_url) &&
           json_add_text(info->root, "plugin_id", session->config.plugin_id) &&
           json_add_text(info->root, "fetched_at", time) &&
           json_add_node(info->root, "problems", cJSON_CreateArray());
}

static enum err ask(struct session *session, struct account_info *info, struct error *reterr)
{
    if (!begin(session, info))
        return error_nomem(reterr);
    cJSON *problems = cJSON_GetObjectItemCaseSensitive(info->root, "problems");
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        struct error error = {0};
        cJSON *node = NULL;
        enum err err = ERR_OK;
        if (parts[i].needs_plugin && session->config.plugin_id == NULL)
            err = sender_check_plugin(session, &error);
        if (err == ERR_OK)
            err = read_part(session, &parts[i], &node, &error);
        if (err != ERR_OK && (i == 0 || err == ERR_NOMEM || err == ERR_INTERRUPTED)) {
            *reterr = error;
            return err;
        }
        bool ok =
            json_add_node(info->root, parts[i].name, node != NULL ? node : cJSON_CreateNull());
        if (!ok || (err != ERR_OK && !add_problem(problems, &parts[i], &error)))
            return error_nomem(reterr);
    }
    return ERR_OK;
}

/* A copy that cannot be kept is no failure of what was asked for. */
static void keep(struct session *session, const struct account_info *info)
{
    char name[NAME_SIZE];
    struct exchange exchange = {0};
    struct job *job = session_new_job(session, JOB_PUT_TEXT, NULL);
    char *text = json_print(info->root);
    if (job == NULL || text == NULL) {
        job_free(job);
        mem_free(text);
        return;
    }
    copy_name(session, name);
    job->name = arena_strdup(&job->arena, name);
    job->text = arena_strdup(&job->arena, text);
    mem_free(text);
    if (job->name == NULL || job->text == NULL)
        job_free(job);
    else if (exchange_run(session, job, &exchange, NULL) == ERR_OK)
        exchange_release(&exchange);
}

static bool is_of(const cJSON *root, const struct session *session)
{
    const char *plugin = session->config.plugin_id, *kept = json_text(root, "plugin_id", NULL);
    bool same_plugin = plugin == NULL || (kept != NULL && strcmp(plugin, kept) == 0);
    return same_plugin &&
           strcmp(json_text(root, "base_url", ""), session_profile(session)->base_url) == 0;
}

static bool read_copy(struct session *session, struct account_info *info)
{
    char name[NAME_SIZE];
    struct store *store = NULL;
    struct arena arena;
    const char *text = NULL;
    arena_init(&arena);
    copy_name(session, name);
    cJSON *root = NULL;
    if (store_open(session->config.data_folder, STORE_READ, &store, NULL) == ERR_OK &&
        store_get_text(store, name, &arena, &text, &info->fetched_at, NULL) == ERR_OK)
        json_parse(text, strlen(text), &root, NULL);
    store_close(store);
    arena_release(&arena);
    if (root != NULL && is_of(root, session)) {
        cJSON_Delete(info->root);
        info->root = root;
        return true;
    }
    cJSON_Delete(root);
    return false;
}

enum err account_info_load(struct session *session, struct account_info *ret_info,
                           struct error *reterr)
{
    *ret_info = (struct account_info){0};
    struct error error = {0};
    enum err err = ask(session, ret_info, &error);
    if (err == ERR_OK) {
        keep(session, ret_info);
        return ERR_OK;
    }
    if (!error_is_decisive(err) && read_copy(session, ret_info)) {
        ret_info->is_copy = true;
        ret_info->why = error;
        return ERR_OK;
    }
    account_info_release(ret_info);
    if (reterr != NULL)
        *reterr = error;
    return err;
}
