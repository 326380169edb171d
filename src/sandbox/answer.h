/*
 * Responses in ChakraHQ's shapes (S1, E1, E6 of the API's facts) and in
 * WhatsApp's own (E4). All of them only fill in the response.
 */
#ifndef CHAKRA_SANDBOX_ANSWER_H
#define CHAKRA_SANDBOX_ANSWER_H

#include "src/http_server/server.h"
#include "src/sandbox/platform.h"

#include <cjson/cJSON.h>

/* Takes `body`; NULL (out of memory) becomes a 500. */
void answer_json(struct http_response *response, int status, cJSON *body);
/* {"_data": DATA}; takes `data`. */
void answer_data(struct http_response *response, cJSON *data);
/* E1: {"_data":[],"_errors":[TEXT]} */
void answer_error(struct http_response *response, int status, const char *text);
/* E6: 404 {"message":"Not Found"} */
void answer_not_found(struct http_response *response);
/* E1 with "(#CODE) TITLE: DETAILS" as its text. */
void answer_refusal(struct http_response *response, const struct refusal *refusal);
/* E4: WhatsApp's own shape. */
void answer_graph_error(struct http_response *response, const struct refusal *refusal);
void answer_out_of_memory(struct http_response *response);

#endif
