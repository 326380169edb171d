/* Answers to webhooks. */
#include "src/cli/webhook_answer.h"

#include <stdio.h>
#include <string.h>

#include "src/base/utf8.h"

enum { LONGEST_CHALLENGE = 256 };

void webhook_answer_text(struct http_response *response, int status, const char *text)
{
    response->status = status;
    snprintf(response->content_type, sizeof response->content_type, "text/plain; charset=utf-8");
    strbuf_add_text(&response->body, text);
}

/* The platform asks once whether the address is meant: it wants its challenge back. */
static void answer_get(const struct http_request *request, struct http_response *response)
{
    const char *mode = http_request_query(request, "hub.mode");
    const char *challenge = http_request_query(request, "hub.challenge");
    if (challenge == NULL || (mode != NULL && strcmp(mode, "subscribe") != 0)) {
        webhook_answer_text(response, 200, "chakra-tui listens here for webhooks.\n");
        return;
    }
    size_t length = strlen(challenge);
    if (length > LONGEST_CHALLENGE || !utf8_is_valid(challenge, length))
        webhook_answer_text(response, 400, "The challenge is too long.\n");
    else
        webhook_answer_text(response, 200, challenge);
    http_response_add_header(response, "X-Content-Type-Options", "nosniff");
}

void webhook_answer_refusal(struct http_response *response, enum webhook_refusal why)
{
    static const struct {
        int status;
        const char *text;
    } answers[REFUSED_COUNT] = {
        [REFUSED_UNSIGNED] = {401, "The signature is missing.\n"},
        [REFUSED_WRONG_SIGNATURE] = {401, "The signature is wrong.\n"},
        [REFUSED_UNREADABLE] = {400, "The body cannot be read.\n"},
        [REFUSED_FULL] = {503, "Too much at once: send it again later.\n"},
    };
    webhook_answer_text(response, answers[why].status, answers[why].text);
    if (why == REFUSED_FULL)
        http_response_add_header(response, "Retry-After", "5");
}

bool webhook_answer_other(const struct http_request *request, struct http_response *response)
{
    if (strcmp(request->method, "POST") == 0)
        return false;
    if (strcmp(request->method, "GET") == 0 || strcmp(request->method, "HEAD") == 0) {
        answer_get(request, response);
    } else {
        webhook_answer_text(response, 405, "Only POST and GET.\n");
        http_response_add_header(response, "Allow", "GET, HEAD, POST");
    }
    return true;
}
