/* Sending: the platform's check first, then what the recipient's number asks for. */
#include "src/sandbox/routes.h"

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/sandbox/answer.h"
#include "src/sandbox/chat_message.h"
#include "src/sandbox/faults.h"
#include "src/sandbox/platform.h"

#include <stdio.h>
#include <string.h>

enum { SLOW_MS = 5000, PAIR_RATE_MS = 6000, TEXT_BYTES_MAX = 8 * 1024 * 1024 };

static const char billing_text[] =
    "Template Message sending is disabled on your current plan. Upgrade your plan at "
    "https://example.com/billing to send template messages.";
static const char gateway_page[] =
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

static void answer_send_refusal(struct route_call *call, const struct refusal *refusal)
{
    if (call->sandbox->error_shape_meta)
        answer_graph_error(call->response, refusal);
    else
        answer_refusal(call->response, refusal);
}

/* S4: the whole chat message, as the routes of ChakraHQ's own answer. */
static bool answer_chat_message(struct route_call *call, const char *to)
{
    CLEANUP(json_deletep) cJSON *newest = chat_list_messages(call->sandbox, to, 0, 1);
    cJSON *message = cJSON_DetachItemFromArray(newest, 0);
    answer_data(call->response, message);
    return message != NULL;
}

/* S1, or S4. False when nothing was stored; the response says why. */
static bool accept_message(struct route_call *call, const struct accepted_send *accepted,
                           int failure_code)
{
    const struct stored_message message = {.to = accepted->to,
                                           .phone_number_id = call->phone_number_id,
                                           .template_id = accepted->template->id,
                                           .template_name = accepted->template->name,
                                           .language = accepted->template->language,
                                           .text = accepted->text.text,
                                           .failure_code = failure_code};
    char wamid[MESSAGE_WAMID_SIZE];
    struct error error = {0};
    if (message_store_add(&call->sandbox->store, &message, wamid, &error) != ERR_OK) {
        answer_error(call->response, 500, error.what);
        return false;
    }
    if (call->answers_chat_message)
        return answer_chat_message(call, accepted->to);
    cJSON *data = cJSON_CreateObject();
    if (json_add_text(data, "whatsappMessageId", wamid)) {
        answer_data(call->response, data);
        return true;
    }
    cJSON_Delete(data);
    answer_out_of_memory(call->response);
    return false;
}

static void do_accept(struct route_call *call, const struct accepted_send *accepted,
                      const struct fault *fault)
{
    accept_message(call, accepted, fault->code);
}

static void do_refuse(struct route_call *call, const struct accepted_send *accepted,
                      const struct fault *fault)
{
    const struct refusal refusal = {.code = fault->code};
    (void)accepted;
    answer_send_refusal(call, &refusal);
}

static void do_billing(struct route_call *call, const struct accepted_send *accepted,
                       const struct fault *fault)
{
    (void)accepted;
    (void)fault;
    answer_error(call->response, 402, billing_text);
}

static void do_throttle(struct route_call *call, const struct accepted_send *accepted,
                        const struct fault *fault)
{
    (void)accepted;
    (void)fault;
    answer_error(call->response, 429, "Too many requests. Please slow down.");
    http_response_add_header(call->response, "Retry-After", "2");
}

static void do_gateway(struct route_call *call, const struct accepted_send *accepted,
                       const struct fault *fault)
{
    struct http_response *response = call->response;
    (void)accepted;
    (void)fault;
    response->status = 502;
    snprintf(response->content_type, sizeof response->content_type, "text/html");
    strbuf_add_text(&response->body, gateway_page);
}

static void do_answer_late(struct route_call *call, const struct accepted_send *accepted,
                           const struct fault *fault)
{
    accept_message(call, accepted, fault->code);
    call->response->delay_ms = SLOW_MS;
}

static void do_close(struct route_call *call, const struct accepted_send *accepted,
                     const struct fault *fault)
{
    (void)accepted;
    (void)fault;
    call->response->fate = HTTP_CLOSE;
}

static void do_hold(struct route_call *call, const struct accepted_send *accepted,
                    const struct fault *fault)
{
    accept_message(call, accepted, fault->code);
    call->response->fate = HTTP_HOLD;
}

static void (*const deeds[])(struct route_call *call, const struct accepted_send *accepted,
                             const struct fault *fault) = {
    [FAULT_NONE] = do_accept,     [FAULT_BILLING] = do_billing,  [FAULT_THROTTLED] = do_throttle,
    [FAULT_GATEWAY] = do_gateway, [FAULT_SLOW] = do_answer_late, [FAULT_CLOSE] = do_close,
    [FAULT_HOLD] = do_hold,       [FAULT_REFUSE] = do_refuse,    [FAULT_FAIL_LATER] = do_accept,
};

/* With limits on: one message to one recipient in six seconds. */
static bool check_pair_rate(struct route_call *call, const char *to)
{
    const struct refusal refusal = {.code = 131056};
    if (!call->sandbox->limits)
        return true;
    int64_t last_ms = message_store_last_ms(&call->sandbox->store, to, call->phone_number_id);
    int64_t age_ms = clock_now_ms() - last_ms;
    if (age_ms < 0 || age_ms >= PAIR_RATE_MS)
        return true;
    answer_send_refusal(call, &refusal);
    return false;
}

static const struct sandbox_sender *find_sender(struct route_call *call)
{
    const struct sandbox_sender *sender = sandbox_sender_find(call->phone_number_id);
    if (sender != NULL)
        return sender;
    struct refusal refusal = {.code = 100, .subcode = 33};
    snprintf(refusal.message, sizeof refusal.message,
             "(#100) Unsupported post request. Object with ID '%s' does not exist, cannot be "
             "loaded due to missing permissions, or does not support this operation",
             call->phone_number_id);
    answer_send_refusal(call, &refusal);
    return NULL;
}

/* Read receipts and typing signs use the same route and get an empty answer. */
static bool is_receipt(const cJSON *body)
{
    return json_member(body, "status") != NULL && json_member(body, "message_id") != NULL &&
           json_member(body, "to") == NULL;
}

static void check_and_answer(struct route_call *call, const struct send_request *send)
{
    struct accepted_send accepted = {0};
    struct refusal refusal = {0};
    strbuf_init(&accepted.text, TEXT_BYTES_MAX);
    if (!platform_check(send, &accepted, &refusal)) {
        answer_send_refusal(call, &refusal);
    } else {
        struct fault fault = {0};
        if (accepted.to_is_number)
            fault = fault_find(accepted.to);
        if (check_pair_rate(call, accepted.to))
            deeds[fault.kind](call, &accepted, &fault);
    }
    strbuf_release(&accepted.text);
}

void route_answer_message(struct route_call *call, const cJSON *body, const char *phone_number_id,
                          bool for_marketing)
{
    call->phone_number_id = phone_number_id;
    const struct sandbox_sender *sender = find_sender(call);
    const struct send_request send = {.catalogue = &call->sandbox->catalogue,
                                      .sender = sender,
                                      .for_marketing = for_marketing,
                                      .body = body};
    if (sender != NULL)
        check_and_answer(call, &send);
}

static void answer_send(struct route_call *call, bool for_marketing)
{
    call->phone_number_id = call->segments[2];
    if (!route_is_version(call->segments[1])) {
        answer_not_found(call->response);
        return;
    }
    if (!route_check_plugin(call, call->segments[0]) || find_sender(call) == NULL)
        return;
    CLEANUP(json_deletep) cJSON *body = NULL;
    if (json_parse(call->request->body, call->request->body_length, &body, NULL) != ERR_OK) {
        const struct refusal refusal = {.code = 100,
                                        .details = "The request body is not valid JSON"};
        answer_send_refusal(call, &refusal);
        return;
    }
    if (is_receipt(body)) {
        answer_data(call->response, cJSON_CreateArray());
        return;
    }
    route_answer_message(call, body, call->segments[2], for_marketing);
}

void route_send(struct route_call *call)
{
    answer_send(call, false);
}

/* WhatsApp has this endpoint; whether ChakraHQ passes it through is not known. */
void route_send_marketing(struct route_call *call)
{
    answer_send(call, true);
}
