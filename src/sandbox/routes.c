/* Finds the route of a request. */
#include "src/sandbox/routes.h"

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/sandbox/answer.h"
#include "src/sandbox/catalogue_change.h"

#include <string.h>
#include <strings.h>

enum access { OPEN, WITH_TOKEN };

#define PLUGIN_PATH "/v1/ext/plugin/whatsapp/"

static const struct route {
    const char *method;
    const char *pattern; /* * stands for one segment */
    enum access access;
    void (*handle)(struct route_call *call);
} routes[] = {
    {"POST", PLUGIN_PATH "*/api/*/*/messages", WITH_TOKEN, route_send},
    {"POST", PLUGIN_PATH "*/api/*/*/marketing_messages", WITH_TOKEN, route_send_marketing},
    {"POST", PLUGIN_PATH "*/phoneNumber/*/send-template-message", WITH_TOKEN, route_send_to_number},
    {"POST", PLUGIN_PATH "*/process/*/*/send-template-message", WITH_TOKEN, route_send_for_process},
    {"GET", PLUGIN_PATH "*/config", WITH_TOKEN, route_show_plugin_config},
    {"POST", PLUGIN_PATH "*/update-config", WITH_TOKEN, route_update_plugin_config},
    {"GET", "/v1/ext/procedure/*/process/*", WITH_TOKEN, route_show_process},
    {"POST", "/v1/ext/procedure/*/process/list", WITH_TOKEN, route_list_processes},
    {"GET", "/v1/whatsapp/*/media/*", WITH_TOKEN, route_fetch_whatsapp_media},
    {"GET", "/v1/whatsapp/*/media/*/show", WITH_TOKEN, route_show_whatsapp_media},
    {"GET", "/v2/whatsapp/*/media/*/show", WITH_TOKEN, route_show_whatsapp_media},
    {"GET", PLUGIN_PATH "api/*/*/message_templates", WITH_TOKEN, route_list_templates},
    {"POST", PLUGIN_PATH "api/*/*/message_templates", WITH_TOKEN, route_create_template},
    {"POST", PLUGIN_PATH "api/*/*", WITH_TOKEN, route_update_template},
    {"POST", PLUGIN_PATH "list-chat-messages-for-phone-number", WITH_TOKEN,
     route_list_chat_messages},
    {"POST", "/v1/ext/chat", WITH_TOKEN, route_list_chats},
    {"POST", "/v1/ext/chat/*/message", WITH_TOKEN, route_list_messages_of_chat},
    {"POST", PLUGIN_PATH "*/upload-public-media", WITH_TOKEN, route_upload_media},
    {"GET", "/v1/ext/whatsapp-phone-number", WITH_TOKEN, route_list_phone_numbers},
    {"GET", "/v1/ext/whatsapp-phone-number/*", WITH_TOKEN, route_show_phone_number},
    {"GET", "/v1/ext/whatsapp-business-account", WITH_TOKEN, route_list_business_accounts},
    {"GET", "/v1/ext/config", WITH_TOKEN, route_show_config},
    {"GET", "/v1/health", OPEN, route_show_health},
    {"GET", "/public-media/*/*", OPEN, route_show_media},
    {"GET", "/_sandbox/requests", OPEN, route_list_requests},
    {"DELETE", "/_sandbox/requests", OPEN, route_clear_requests},
    {"GET", "/_sandbox/messages", OPEN, route_list_messages},
    {"POST", "/_sandbox/inbound", OPEN, route_add_inbound},
};

static bool matches(const char *pattern, const char *path, struct route_call *call)
{
    size_t segment = 0;
    while (*pattern != '\0') {
        if (*pattern != '*') {
            if (*pattern++ != *path++)
                return false;
            continue;
        }
        size_t length = strcspn(path, "/");
        if (length == 0 || length >= ROUTE_SEGMENT_SIZE || segment == ROUTE_SEGMENTS_MAX)
            return false;
        memcpy(call->segments[segment], path, length);
        call->segments[segment++][length] = '\0';
        path += length;
        pattern++;
    }
    return *path == '\0';
}

/* Any token but "expired" is good. */
static bool check_token(const struct route_call *call)
{
    const char *header = http_request_header(call->request, "Authorization");
    bool has_token = header != NULL && strncasecmp(header, "Bearer ", 7) == 0 && header[7] != '\0';
    if (has_token && strcmp(header + 7, "expired") != 0)
        return true;
    answer_error(call->response, 401,
                 has_token ? "The access token has expired." : "The access token is missing.");
    return false;
}

bool route_is_version(const char *text)
{
    size_t major = strspn(text + (*text == 'v' ? 1 : 0), "0123456789");
    if (*text != 'v' || major == 0 || text[1 + major] != '.')
        return false;
    const char *minor = text + 2 + major;
    return *minor != '\0' && minor[strspn(minor, "0123456789")] == '\0';
}

bool route_check_plugin(const struct route_call *call, const char *plugin_id)
{
    if (plugin_id == NULL || strcasecmp(plugin_id, SANDBOX_PLUGIN_ID) == 0)
        return true;
    answer_error(call->response, 404, "plugin not found");
    return false;
}

void route_request(struct sandbox *sandbox, const struct http_request *request,
                   struct http_response *response)
{
    struct route_call call = {.sandbox = sandbox, .request = request, .response = response};
    const char *method = strcmp(request->method, "HEAD") == 0 ? "GET" : request->method;
    catalogue_settle(&sandbox->catalogue, clock_now_ms());
    if (strncmp(request->path, "/_sandbox/", 10) != 0)
        request_log_add(&sandbox->log, request);
    for (size_t i = 0; i < COUNT_OF(routes); i++) {
        if (strcmp(routes[i].method, method) != 0 ||
            !matches(routes[i].pattern, request->path, &call))
            continue;
        if (routes[i].access == OPEN || check_token(&call))
            routes[i].handle(&call);
        return;
    }
    answer_not_found(response);
}
