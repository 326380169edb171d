/* Send Whatsapp Template Message For A Phone Number, and For Process: ChakraHQ's own format. */
#include "src/sandbox/routes.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/sandbox/answer.h"
#include "src/sandbox/mapping_body.h"
#include "src/sandbox/records.h"

#include <stdio.h>

static bool has_text(struct route_call *call, const cJSON *body, const char *name)
{
    char text[96];
    if (json_text(body, name, "")[0] != '\0')
        return true;
    snprintf(text, sizeof text, "%s is required", name);
    answer_error(call->response, 400, text);
    return false;
}

/* A list, if it is there, of objects with a name and a value. */
static bool has_pairs(struct route_call *call, const cJSON *body, const char *name)
{
    const cJSON *list = json_member(body, name);
    const cJSON *pair = NULL;
    bool ok = list == NULL || cJSON_IsArray(list);
    cJSON_ArrayForEach(pair, list)
    {
        ok = ok && json_text(pair, "schemaPropertyName", NULL) != NULL &&
             json_text(pair, "schemaPropertyValue", NULL) != NULL;
    }
    char text[128];
    if (ok)
        return true;
    snprintf(text, sizeof text, "%s must be an array of schemaPropertyName and schemaPropertyValue",
             name);
    answer_error(call->response, 400, text);
    return false;
}

static void answer_for(struct route_call *call, const char *to)
{
    CLEANUP(json_deletep) cJSON *body = NULL;
    call->answers_chat_message = true;
    if (json_parse(call->request->body, call->request->body_length, &body, NULL) != ERR_OK ||
        !cJSON_IsObject(body)) {
        answer_error(call->response, 400, "The request body is not valid JSON.");
        return;
    }
    if (!has_text(call, body, "whatsappPhoneNumberId") || !has_text(call, body, "templateName") ||
        !has_pairs(call, body, "mapping") || !has_pairs(call, body, "headerMapping") ||
        !has_pairs(call, body, "buttonMapping"))
        return;
    CLEANUP(json_deletep)
    cJSON *message = mapping_to_message(&call->sandbox->catalogue, body, to);
    if (message == NULL)
        answer_out_of_memory(call->response);
    else
        route_answer_message(call, message, json_text(body, "whatsappPhoneNumberId", ""), false);
}

void route_send_to_number(struct route_call *call)
{
    if (route_check_plugin(call, call->segments[0]))
        answer_for(call, call->segments[1]);
}

void route_send_for_process(struct route_call *call)
{
    if (!route_check_plugin(call, call->segments[0]))
        return;
    const struct sandbox_record *record = sandbox_record_find(call->segments[1], call->segments[2]);
    if (record != NULL)
        answer_for(call, record->phone);
    else
        answer_error(call->response, 404, "process not found");
}
