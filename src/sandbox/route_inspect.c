/* The sandbox's own endpoints, for whoever tests against it. */
#include "src/sandbox/routes.h"

#include "src/sandbox/answer.h"

void route_list_requests(struct route_call *call)
{
    request_log_print(&call->sandbox->log, &call->response->body);
}

void route_clear_requests(struct route_call *call)
{
    request_log_clear(&call->sandbox->log);
    call->response->status = 204;
}

void route_list_messages(struct route_call *call)
{
    answer_json(call->response, 200, message_store_list(&call->sandbox->store, NULL, 0, SIZE_MAX));
}
