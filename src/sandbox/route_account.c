/* The account: senders, business accounts, configuration, health. */
#include "src/sandbox/routes.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/sandbox/answer.h"

#include <string.h>

static cJSON *object_with(const char *name, const char *value)
{
    cJSON *object = cJSON_CreateObject();
    if (json_add_text(object, name, value))
        return object;
    cJSON_Delete(object);
    return NULL;
}

static cJSON *describe_sender(const struct sandbox_sender *sender)
{
    cJSON *object = cJSON_CreateObject();
    bool made = json_add_text(object, "id", sender->id) &&
                json_add_text(object, "waba", SANDBOX_WABA_ID) &&
                json_add_text(object, "displayPhoneNumber", sender->display) &&
                json_add_text(object, "verifiedName", sender->name) &&
                json_add_text(object, "status", "CONNECTED") &&
                json_add_text(object, "chakraStatus", "CONNECTED") &&
                json_add_text(object, "accountMode", "SANDBOX") &&
                json_add_node(object, "qualityScore", object_with("score", sender->quality)) &&
                json_add_text(object, "messagingLimitTier", sender->tier) &&
                json_add_text(object, "codeVerificationStatus", "VERIFIED") &&
                json_add_text(object, "nameStatus", "APPROVED") &&
                json_add_text(object, "platformType", "CLOUD_API") &&
                json_add_node(object, "throughput", object_with("level", "STANDARD"));
    if (made)
        return object;
    cJSON_Delete(object);
    return NULL;
}

void route_list_phone_numbers(struct route_call *call)
{
    if (!route_check_plugin(call, http_request_query(call->request, "pluginId")))
        return;
    CLEANUP(json_deletep) cJSON *list = cJSON_CreateArray();
    size_t count = 0;
    const struct sandbox_sender *senders = sandbox_senders(&count);
    for (size_t i = 0; i < count; i++) {
        if (!json_append_node(list, describe_sender(&senders[i]))) {
            answer_out_of_memory(call->response);
            return;
        }
    }
    cJSON *taken = list;
    list = NULL;
    answer_data(call->response, taken);
}

void route_show_phone_number(struct route_call *call)
{
    const struct sandbox_sender *sender = sandbox_sender_find(call->segments[0]);
    if (sender != NULL)
        answer_data(call->response, describe_sender(sender));
    else
        answer_error(call->response, 404, "whatsapp phone number not found");
}

void route_list_business_accounts(struct route_call *call)
{
    if (!route_check_plugin(call, http_request_query(call->request, "pluginId")))
        return;
    cJSON *account = object_with("id", SANDBOX_WABA_ID);
    CLEANUP(json_deletep) cJSON *list = cJSON_CreateArray();
    bool made = json_add_text(account, "name", SANDBOX_SENDER_NAME) &&
                json_add_text(account, "chakraStatus", "CONNECTED");
    made = json_append_node(list, account) && made;
    if (!made) {
        answer_out_of_memory(call->response);
        return;
    }
    cJSON *taken = list;
    list = NULL;
    answer_data(call->response, taken);
}

void route_show_config(struct route_call *call)
{
    static const char *const empty_lists[] = {"entities", "procedures", "attributes",  "roles",
                                              "forms",    "taskTypes",  "userProfiles"};
    CLEANUP(json_deletep) cJSON *config = cJSON_CreateObject();
    CLEANUP(json_deletep) cJSON *teams = cJSON_CreateArray();
    bool made = json_append_node(teams, object_with("name", SANDBOX_SENDER_NAME));
    cJSON *taken = teams;
    teams = NULL;
    made = json_add_node(config, "team", taken) && made;
    for (size_t i = 0; i < COUNT_OF(empty_lists); i++)
        made = made && json_add_node(config, empty_lists[i], cJSON_CreateArray());
    if (!made) {
        answer_out_of_memory(call->response);
        return;
    }
    taken = config;
    config = NULL;
    answer_data(call->response, taken);
}

void route_show_health(struct route_call *call)
{
    answer_json(call->response, 200, object_with("status", "ok"));
}
