/*
 * The table of the sandbox's endpoints, and what a handler of one gets.
 * Handlers run with the sandbox's lock held.
 */
#ifndef CHAKRA_SANDBOX_ROUTES_H
#define CHAKRA_SANDBOX_ROUTES_H

#include "src/http_server/server.h"
#include "src/sandbox/state.h"

#include <cjson/cJSON.h>

enum { ROUTE_SEGMENTS_MAX = 3, ROUTE_SEGMENT_SIZE = 96 };

struct route_call {
    struct sandbox *sandbox;
    const struct http_request *request;
    struct http_response *response;
    /* The parts of the path where the route's pattern has a *. */
    char segments[ROUTE_SEGMENTS_MAX][ROUTE_SEGMENT_SIZE];
    const char *phone_number_id; /* of a send: the sender */
    bool answers_chat_message;   /* S4 in place of S1 */
};

/* Logs the request, finds its route, checks the token, calls the handler. */
void route_request(struct sandbox *sandbox, const struct http_request *request,
                   struct http_response *response);

/* "v24.0" */
bool route_is_version(const char *text);
/* Answers E1 with 404 when the plugin is another one; false then. NULL is fine: no plugin named. */
bool route_check_plugin(const struct route_call *call, const char *plugin_id);

/* route_messages.c */
void route_send(struct route_call *call);
void route_send_marketing(struct route_call *call);
/* Checks a message of WhatsApp's format and does what its recipient asks for. */
void route_answer_message(struct route_call *call, const cJSON *body, const char *phone_number_id,
                          bool for_marketing);
/* route_template_message.c */
void route_send_to_number(struct route_call *call);
void route_send_for_process(struct route_call *call);
/* route_process.c */
void route_show_process(struct route_call *call);
void route_list_processes(struct route_call *call);
/* route_plugin.c */
void route_show_plugin_config(struct route_call *call);
void route_update_plugin_config(struct route_call *call);
/* route_whatsapp_media.c */
void route_fetch_whatsapp_media(struct route_call *call);
void route_show_whatsapp_media(struct route_call *call);
/* route_account.c */
void route_list_phone_numbers(struct route_call *call);
void route_show_phone_number(struct route_call *call);
void route_list_business_accounts(struct route_call *call);
void route_show_config(struct route_call *call);
void route_show_health(struct route_call *call);
/* route_templates.c */
void route_list_templates(struct route_call *call);
/* Answers that there is no object of that id for this method. */
void route_refuse_object(struct route_call *call, const char *id);
/* True for the sandbox's account; else the response says no. */
bool route_check_account(struct route_call *call, const char *waba);
/* route_template_change.c */
void route_create_template(struct route_call *call);
void route_update_template(struct route_call *call);
/* route_chat.c */
void route_list_chat_messages(struct route_call *call);
/* route_chats.c */
void route_list_chats(struct route_call *call);
void route_list_messages_of_chat(struct route_call *call);
/* route_media.c */
void route_upload_media(struct route_call *call);
void route_show_media(struct route_call *call);
/* route_inspect.c: the sandbox's own */
void route_list_requests(struct route_call *call);
void route_clear_requests(struct route_call *call);
void route_list_messages(struct route_call *call);
void route_add_inbound(struct route_call *call);

#endif
