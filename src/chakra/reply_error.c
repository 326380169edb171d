/* What kind of refusal a reply is, and how a reader is told. */
#include "src/base/text.h"
#include "src/chakra/reply.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

#include "src/base/mem.h"
#include "src/whatsapp/graph_error.h"

static bool contains(const char *text, const char *part)
{
    size_t length = strlen(part);
    for (; text != NULL && *text != '\0'; text++) {
        if (strncasecmp(text, part, length) == 0)
            return true;
    }
    return false;
}

bool reply_is_throttled(const struct reply *reply)
{
    static const int codes[] = {4, 80007, 130429, 131056};
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        if (reply->has_error && reply->error.code == codes[i])
            return true;
    }
    return reply->http_status == 429;
}

bool reply_is_billing(const struct reply *reply)
{
    if (!reply->has_error)
        return false;
    return reply->http_status == 402 || reply->error.code == 131042 ||
           contains(reply->error.message, "sending is disabled");
}

bool reply_is_auth(const struct reply *reply)
{
    const struct graph_error *known =
        reply->error.code != 0 ? graph_error_find(reply->error.code) : NULL;
    if (!reply->has_error)
        return false;
    return reply->http_status == 401 || reply->http_status == 403 ||
           (known != NULL && known->class == GRAPH_TOKEN);
}

static bool is_unknown_plugin(const struct reply *reply)
{
    return contains(reply->error.message, "plugin") && contains(reply->error.message, "not found");
}

static bool is_not_found(const struct reply *reply)
{
    return reply->http_status == 404;
}

static bool is_anything(const struct reply *reply)
{
    return reply->has_error;
}

enum err reply_to_error(const struct reply *reply, const char *what, struct error *reterr)
{
    static const struct {
        bool (*matches)(const struct reply *reply);
        enum err code;
        const char *why;
        const char *next;
    } rows[] = {
        {reply_is_throttled, ERR_THROTTLED, TEXT("the server asks to wait"),
         TEXT("Wait a minute, then try again.")},
        {reply_is_billing, ERR_BILLING, TEXT("the server asks for payment"),
         TEXT("Check the plan and the payments of the ChakraHQ account.")},
        {reply_is_auth, ERR_AUTH, TEXT("the server refused the token"),
         TEXT("Check the token, and that its role in ChakraHQ may do this.")},
        {is_unknown_plugin, ERR_REJECTED, TEXT("the server does not know the plugin"),
         TEXT("Check the plugin id: it is the UUID on ChakraHQ's WhatsApp Setup page.")},
        {is_not_found, ERR_REJECTED, TEXT("the server does not know this address (route changed?)"),
         TEXT("Check base_url and api_version in the settings.")},
        {is_anything, ERR_REJECTED, TEXT("the server refused"),
         TEXT("Read the server's answer above, correct the settings, then try again.")},
    };
    if (!reply->has_error)
        return ERR_OK;
    size_t row = 0;
    while (!rows[row].matches(reply))
        row++;
    const char *message = reply->error.message != NULL ? reply->error.message : "";
    if (strncmp(message, "HTTP ", 5) == 0 && message[strspn(message, "HTP 0123456789")] == '\0')
        message = ""; /* an empty answer: its status is said once */
    size_t length = strlen(message);
    length -= length > 0 && message[length - 1] == '.' ? 1 : 0; /* the next step is a sentence */
    return error_set(reterr, rows[row].code, rows[row].next, "%s: %s: HTTP %d%s%.*s", text_of(what),
                     text_of(rows[row].why), reply->http_status, length > 0 ? ": " : "",
                     (int)(length < INT_MAX ? length : INT_MAX), message);
}
