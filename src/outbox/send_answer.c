/* Reads a kept answer again. */
#include "src/outbox/send_answer.h"

#include <string.h>

#include "src/base/json.h"
#include "src/chakra/reply.h"

/* The recorded request's path names the route. */
enum send_route send_answer_route(const struct send_detail *detail)
{
    const char *request = detail->request;
    CLEANUP(json_deletep) cJSON *root = NULL;
    if (request == NULL || json_parse(request, strlen(request), &root, NULL) != ERR_OK)
        return VIA_MESSAGES;
    const char *url = json_text(root, "url", "");
    if (strstr(url, "/send-template-message") == NULL)
        return VIA_MESSAGES;
    return strstr(url, "/phoneNumber/") != NULL ? VIA_PHONE : VIA_PROCESS;
}

enum err send_answer_read(const struct send_detail *detail, struct arena *arena,
                          struct send_answer *ret_answer, struct error *reterr)
{
    struct reply reply = {0};
    *ret_answer = (struct send_answer){.route = send_answer_route(detail)};
    if (detail->reply == NULL)
        return ERR_OK;
    enum err err =
        reply_parse(detail->row.http_status, NULL, NULL, 0, detail->reply,
                    detail->reply_length > 0 ? detail->reply_length : strlen(detail->reply), arena,
                    &reply, reterr);
    ret_answer->message_id = reply.message_id;
    ret_answer->delivery_status = reply.delivery_status;
    return err;
}
