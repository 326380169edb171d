/*
 * ChakraHQ's routes that this program calls: one table (api facts: sections 3 to
 * 6 of the fact sheet), and the only place where a URL is put together.
 */
#ifndef CHAKRA_CHAKRA_ROUTE_H
#define CHAKRA_CHAKRA_ROUTE_H

#include "src/base/err.h"
#include "src/base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

/* clang-format off */
/* id, method, path with {parameters}, is it a read (may be repeated freely) */
#define ROUTE_LIST(X)                                                                            \
    X(SEND_MESSAGE, "POST",                                                                      \
      "/v1/ext/plugin/whatsapp/{pluginId}/api/{version}/{phoneNumberId}/messages", false)        \
    X(SEND_TO_NUMBER, "POST",                                                                    \
      "/v1/ext/plugin/whatsapp/{pluginId}/phoneNumber/{phone}/send-template-message", false)     \
    X(SEND_FOR_PROCESS, "POST",                                                                  \
      "/v1/ext/plugin/whatsapp/{pluginId}/process/{procedureShortId}/{primaryKeyOrId}"           \
      "/send-template-message",                                                                  \
      false)                                                                                     \
    X(SHOW_PROCESS, "GET", "/v1/ext/procedure/{procedureShortId}/process/{processId}", true)     \
    X(SHOW_PLUGIN_CONFIG, "GET", "/v1/ext/plugin/whatsapp/{pluginId}/config", true)              \
    X(SHOW_MEDIA, "GET", "/v1/whatsapp/{version}/media/{mediaId}", true)                         \
    X(FETCH_MEDIA, "GET", "/v2/whatsapp/{version}/media/{mediaId}/show", true)                   \
    X(FETCH_MEDIA_OLDER, "GET", "/v1/whatsapp/{version}/media/{mediaId}/show", true)             \
    X(LIST_PHONE_NUMBERS, "GET", "/v1/ext/whatsapp-phone-number", true)                          \
    X(LIST_BUSINESS_ACCOUNTS, "GET", "/v1/ext/whatsapp-business-account", true)                  \
    X(LIST_TEMPLATES, "GET", "/v1/ext/plugin/whatsapp/api/{version}/{wabaId}/message_templates", \
      true)                                                                                      \
    X(CREATE_TEMPLATE, "POST",                                                                   \
      "/v1/ext/plugin/whatsapp/api/{version}/{wabaId}/message_templates", false)                 \
    X(UPDATE_TEMPLATE, "POST", "/v1/ext/plugin/whatsapp/api/{version}/{templateId}", false)      \
    X(LIST_MESSAGES_OF_NUMBER, "POST",                                                           \
      "/v1/ext/plugin/whatsapp/list-chat-messages-for-phone-number", true)                       \
    X(LIST_CHATS, "POST", "/v1/ext/chat", true)                                                  \
    X(LIST_CHAT_MESSAGES, "POST", "/v1/ext/chat/{chatId}/message", true)                         \
    X(UPLOAD_PUBLIC_MEDIA, "POST", "/v1/ext/plugin/whatsapp/{pluginId}/upload-public-media", false)
/* clang-format on */

enum route {
#define X(id, method, path, is_read) ROUTE_##id,
    ROUTE_LIST(X)
#undef X
        ROUTE_COUNT
};

const char *route_method(enum route route);
bool route_is_read(enum route route);

/* A name and a value; lists end with {NULL, NULL}. Values are percent-encoded here. */
struct route_parameter {
    const char *name;
    const char *value;
};

/* Appends `text` percent-encoded: everything but RFC 3986's unreserved characters. */
void route_add_encoded(struct strbuf *out, const char *text);

/* `path` fills the {…} of the route, `query` (may be NULL) follows as ?a=b&c=d; parameters with a
 * NULL value are left out of the query. Caller frees; ERR_CONFIG when a path parameter is missing
 * or empty, naming it. */
enum err route_url(const char *base_url, enum route route, const struct route_parameter *path,
                   const struct route_parameter *query, char **ret_url, struct error *reterr);

#endif
