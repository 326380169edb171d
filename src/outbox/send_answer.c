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

static int hex_digit(char digit)
{
    static const char digits[] = "0123456789ABCDEF";
    const char *at = digit != '\0' ? strchr(digits, digit) : NULL;
    return at != NULL ? (int)(at - digits) : -1;
}

/* Back from route_add_encoded(). */
static char *decoded(const char *text, size_t length, struct arena *arena)
{
    char *out = arena_strndup(arena, text, length);
    size_t kept = 0;
    for (size_t i = 0; out != NULL && i < length; i++) {
        int high = i + 2 < length && text[i] == '%' ? hex_digit(text[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        out[kept++] = low >= 0 ? (char)(high * 16 + low) : text[i];
        i += low >= 0 ? 2 : 0;
    }
    if (out != NULL)
        out[kept] = '\0';
    return out;
}

const char *send_answer_record(const struct send_detail *detail, struct arena *arena)
{
    static const char before[] = "/process/";
    CLEANUP(json_deletep) cJSON *root = NULL;
    if (send_answer_route(detail) != VIA_PROCESS ||
        json_parse(detail->request, strlen(detail->request), &root, NULL) != ERR_OK)
        return NULL;
    const char *start = strstr(json_text(root, "url", ""), before);
    const char *end = start != NULL ? strstr(start, "/send-template-message") : NULL;
    if (end == NULL || end < start + sizeof before - 1)
        return NULL;
    start += sizeof before - 1;
    return decoded(start, (size_t)(end - start), arena);
}

enum err send_answer_read(const struct send_detail *detail, struct arena *arena,
                          struct send_answer *ret_answer, struct error *reterr)
{
    struct reply reply = {0};
    *ret_answer = (struct send_answer){.route = send_answer_route(detail)};
    if (detail->reply == NULL)
        return ERR_OK;
    enum err err =
        reply_parse(detail->row.http_status, NULL, 0, detail->reply,
                    detail->reply_length > 0 ? detail->reply_length : strlen(detail->reply), arena,
                    &reply, reterr);
    ret_answer->message_id = reply.message_id;
    ret_answer->delivery_status = reply.delivery_status;
    return err;
}
