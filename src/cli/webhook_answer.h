/* What a receiver of webhooks answers, whoever takes what came. Any thread. */
#ifndef CHAKRA_CLI_WEBHOOK_ANSWER_H
#define CHAKRA_CLI_WEBHOOK_ANSWER_H

#include "src/cli/webhook_queue.h"
#include "src/http_server/server.h"

void webhook_answer_text(struct http_response *response, int status, const char *text);
void webhook_answer_refusal(struct http_response *response, enum webhook_refusal why);
/* Answers everything but a POST, the platform's challenge too. False: it is a POST. */
bool webhook_answer_other(const struct http_request *request, struct http_response *response);

#endif
