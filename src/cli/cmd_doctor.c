/* `doctor`: everything that a send needs, looked at one by one. Sends nothing, makes nothing. */
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/cli/commands.h"
#include "src/cli/doctor_local.h"
#include "src/cli/output.h"
#include "src/cli/setup_session.h"
#include "src/outbox/check_account.h"

enum { USUAL_LIMIT_MS = 30000 };

static cJSON *check_json(const struct check *check)
{
    cJSON *object = cJSON_CreateObject();
    bool made = json_add_text(object, "check", check->name) &&
                json_add_text(object, "state", check_state_word(check->state)) &&
                json_add_text(object, "found", check->found) &&
                json_add_text(object, "next", check->next[0] != '\0' ? check->next : NULL);
    if (made)
        return object;
    cJSON_Delete(object);
    return NULL;
}

static bool print_json(const struct check_list *list)
{
    const struct check *failed = check_first_failed(list);
    cJSON *object = cJSON_CreateObject();
    cJSON *rows = cJSON_CreateArray();
    bool made = rows != NULL;
    for (size_t i = 0; made && i < list->count; i++)
        made = json_append_node(rows, check_json(&list->items[i]));
    made = json_add_node(object, "checks", rows) && made;
    made = made && json_add_bool(object, "ok", failed == NULL) &&
           json_add_text(object, "failed", failed != NULL ? failed->name : NULL);
    if (!made) {
        cJSON_Delete(object);
        object = NULL;
    }
    return output_json(object);
}

static void skip(struct check_list *list, const char *const *names, size_t count, const char *why)
{
    for (size_t i = 0; i < count; i++)
        check_skipped(list, names[i], "%s", why);
}

/* The WABA whose templates are to be listed: the chosen sender's, else the first one's. */
static const char *waba_of(const struct config *config, const struct job_event *phones)
{
    const struct profile *profile = &config->profiles[config->current];
    const char *id = config->phone_number_id;
    const struct profile_phone *named = id != NULL ? profile_find_phone(profile, id) : NULL;
    if (named != NULL && named->waba[0] != '\0')
        return named->waba;
    for (size_t i = 0; i < phones->phone_count; i++)
        if (id == NULL || strcmp(phones->phones[i].id, id) == 0)
            return phones->phones[i].waba;
    return "";
}

static enum err look_at_templates(struct session *session, struct check_list *list,
                                  const struct job_event *phones, struct error *reterr)
{
    const char *waba = waba_of(&session->config, phones);
    struct exchange answer = {0};
    if (waba[0] == '\0') {
        check_skipped(list, "templates", "no business account (WABA) is known to list them of");
        return ERR_OK;
    }
    enum err err = setup_ask_templates(session, waba, &answer, reterr);
    if (err == ERR_OK)
        check_templates(list, answer.done, answer.result);
    exchange_release(&answer);
    return err;
}

static enum err look_at_plugins(struct session *session, struct check_list *list,
                                struct error *reterr)
{
    const struct profile *profile = session_profile(session);
    enum err err = ERR_OK;
    if (profile->plugin_count == 0)
        check_warning(
            list, "plugin",
            "Add a section [plugin NAME] with its id, or use --plugin UUID: sending needs "
            "it.",
            "the profile %s names no plugin", profile->name);
    for (size_t i = 0; err == ERR_OK && i < profile->plugin_count; i++) {
        struct exchange answer = {0};
        err = setup_ask_phones(session, profile->plugins[i].id, &answer, reterr);
        if (err == ERR_OK)
            check_plugin(list, profile->plugins[i].id, answer.done, answer.result);
        exchange_release(&answer);
    }
    return err;
}

static enum err look_at_account(struct session *session, struct check_list *list,
                                struct error *reterr)
{
    static const char *const rest[] = {"plugin", "senders", "templates"};
    const struct profile *profile = session_profile(session);
    struct exchange answer = {0};
    enum err err = setup_ask_phones(session, NULL, &answer, reterr);
    if (err == ERR_OK)
        check_exchange(list, profile->base_url, answer.done);
    if (err == ERR_OK && answer.result == NULL)
        skip(list, rest, COUNT_OF(rest), text_of("needs the account's answer"));
    if (err == ERR_OK && answer.result != NULL) {
        err = look_at_plugins(session, list, reterr);
        check_senders(list, answer.result);
        for (size_t i = 0; i < profile->phone_count; i++)
            check_sender(list, &profile->phones[i], answer.result);
        if (err == ERR_OK)
            err = look_at_templates(session, list, answer.result, reterr);
    }
    exchange_release(&answer);
    return err;
}

/* The built-in sandbox gets its port when it starts, which is not before it is asked. */
static bool look_at_address(const struct config *config, struct check_list *list)
{
    if (!config->uses_sandbox)
        return check_address(list, config->profiles[config->current].base_url);
    check_ok(list, "address", "the built-in sandbox (this machine)");
    return true;
}

/* Everything that needs readable settings. */
static enum err look_at_profile(struct session *session, struct check_list *list,
                                struct error *reterr)
{
    static const char *const rest[] = {"connection", "api", "plugin", "senders", "templates"};
    const struct profile *profile = session_profile(session);
    doctor_check_profile(list, &session->config);
    doctor_check_token(list, profile, &session->token);
    doctor_check_webhook_secret(list, profile);
    doctor_check_data(list, session->config.data_folder, profile->timeout_ms);
    doctor_check_terminal(list);
    bool may_ask = look_at_address(&session->config, list);
    if (!may_ask || !secret_is_set(&session->token)) {
        skip(list, rest, COUNT_OF(rest),
             may_ask ? text_of("needs a token") : text_of("needs an address"));
        return ERR_OK;
    }
    enum err err = setup_session_open(session, reterr);
    return err == ERR_OK ? look_at_account(session, list, reterr) : err;
}

static void look_without_settings(const struct config_flags *flags, struct check_list *list)
{
    static const char *const rest[] = {"profile", "token",  "webhook", "address",  "connection",
                                       "api",     "plugin", "senders", "templates"};
    struct error error = {0};
    skip(list, rest, COUNT_OF(rest), text_of("needs settings that can be read"));
    char *folder = config_data_folder(flags, &error);
    if (folder != NULL)
        doctor_check_data(list, folder, USUAL_LIMIT_MS);
    else
        check_failed(list, "data", &error);
    mem_free(folder);
    doctor_check_terminal(list);
}

int command_doctor(const struct arguments *arguments)
{
    struct session session = {0};
    struct check_list list = {.count = 0};
    struct error error = {0};
    struct config_flags flags = arguments_flags(arguments);
    secret_init(&session.token);
    enum err err = config_load(&flags, &session.config, &error);
    doctor_check_settings(&list, &session.config, &error);
    if (err == ERR_OK)
        err = look_at_profile(&session, &list, &error);
    else {
        look_without_settings(&flags, &list);
        err = ERR_OK;
    }
    doctor_check_versions(&list);
    int status = 0;
    if (err != ERR_OK)
        status = output_error(&error);
    else if (check_first_failed(&list) != NULL)
        status = err_exit_status(check_first_failed(&list)->code);
    if (err == ERR_OK && arguments_has(arguments, ARG_JSON)) {
        if (!print_json(&list))
            status = err_exit_status(ERR_NOMEM);
    } else if (err == ERR_OK) {
        setup_print_checks(&list, stdout);
    }
    session_close(&session);
    return status;
}
