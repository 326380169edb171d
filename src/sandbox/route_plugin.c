/* The plugin's own configuration: where its webhooks go. Kept as long as the sandbox runs. */
#include "src/sandbox/routes.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/sandbox/answer.h"

#include <stdio.h>
#include <string.h>

static const char *text_or_null(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

void route_show_plugin_config(struct route_call *call)
{
    const struct sandbox *sandbox = call->sandbox;
    if (!route_check_plugin(call, call->segments[0]))
        return;
    cJSON *config = cJSON_CreateObject();
    bool made = json_add_text(config, "passThroughWebhookUrl",
                              text_or_null(sandbox->pass_through_webhook)) &&
                json_add_text(config, "chakraWebhookUrl", text_or_null(sandbox->chakra_webhook));
    if (!made) {
        cJSON_Delete(config);
        config = NULL;
    }
    answer_data(call->response, config);
}

static void take_url(const cJSON *body, const char *name, char url[WEBHOOK_URL_SIZE])
{
    if (json_member(body, name) != NULL)
        snprintf(url, WEBHOOK_URL_SIZE, "%s", json_text(body, name, ""));
}

void route_update_plugin_config(struct route_call *call)
{
    CLEANUP(json_deletep) cJSON *body = NULL;
    if (!route_check_plugin(call, call->segments[0]))
        return;
    if (json_parse(call->request->body, call->request->body_length, &body, NULL) != ERR_OK) {
        answer_error(call->response, 400, "The request body is not valid JSON.");
        return;
    }
    take_url(body, "passThroughWebhookUrl", call->sandbox->pass_through_webhook);
    take_url(body, "chakraWebhookUrl", call->sandbox->chakra_webhook);
    cJSON *data = cJSON_CreateObject();
    if (!json_add_bool(data, "success", true)) {
        cJSON_Delete(data);
        data = NULL;
    }
    answer_data(call->response, data);
}
