/* The sandbox's own endpoints, for whoever tests against it. */
#include "src/sandbox/routes.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/sandbox/answer.h"
#include "src/whatsapp/phone.h"

void route_list_requests(struct route_call *call)
{
    request_log_print(&call->sandbox->log, &call->response->body);
}

void route_clear_requests(struct route_call *call)
{
    request_log_clear(&call->sandbox->log);
    call->response->status = 204;
}

/* {"from": NUMBER, "text": TEXT, "at": ms}: a message of a customer, to have one to answer. */
void route_add_inbound(struct route_call *call)
{
    CLEANUP(json_deletep) cJSON *body = NULL;
    char digits[PHONE_DIGITS_SIZE], wamid[MESSAGE_WAMID_SIZE];
    struct error error = {0};
    int64_t at = 0;
    if (json_parse(call->request->body, call->request->body_length, &body, NULL) != ERR_OK ||
        !phone_is_valid_on_wire(json_text(body, "from", ""), digits)) {
        answer_error(call->response, 400, "from is missing or not a phone number");
        return;
    }
    json_integer(json_member(body, "at"), &at);
    const struct stored_message message = {.to = digits,
                                           .phone_number_id = "",
                                           .text = json_text(body, "text", ""),
                                           .is_inbound = true,
                                           .at_ms = at};
    if (message_store_add(&call->sandbox->store, &message, wamid, &error) == ERR_OK)
        call->response->status = 204;
    else
        answer_error(call->response, 500, error.what);
}

void route_list_messages(struct route_call *call)
{
    answer_json(call->response, 200, message_store_list(&call->sandbox->store, NULL, 0, SIZE_MAX));
}
