/* The table, and looking a request up in it. */
#include "src/chakra/api_table.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "src/base/mem.h"

#define PLUGIN "/v1/ext/plugin/whatsapp/{pluginId}"
#define PASS "/v1/ext/plugin/whatsapp/api/{whatstappApiVersion}"
#define MESSAGES PLUGIN "/api/{whatstappApiVersion}/{whatsappPhoneNumberId}/messages"
#define PROCESS "/v1/ext/procedure/{procedureShortId}/process"

#define GUIDES "Guides"
#define TEMPLATES "Send Template Messages"
#define SESSION "Send Session Messages"
#define MANAGE "Message Templates - Create & Manage"
#define MEDIA "Media - Upload & Manage"
#define FLOWS "Flows - Create & Manage"
#define GROUPS "Groups - Create & Manage"
#define LEADS "Leads - Create & Manage"
#define CHATS "Chat & Chat Messages"
#define CAMPAIGNS "Campaigns - Manage"
#define PARTNER "Partner Access"
#define ELSEWHERE "Not on the page"

#define HELLO                                                                                   \
    "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"to\":"             \
    "\"15550001234\",\"type\":\"template\",\"template\":{\"name\":\"hello_world\",\"language\"" \
    ":{\"policy\":\"deterministic\",\"code\":\"en_US\"},\"components\":[]}}"
#define MAPPED                                                                         \
    "{\"whatsappPhoneNumberId\":\"200000000000001\",\"templateName\":\"hello_world\"," \
    "\"language\":\"en_US\"}"
#define UPDATED "{\"data\":{\"firstname\":\"Ted\"},\"status\":\"COMPLETED\"}"
#define PAGE_OF "{\"limit\":50,\"page\":1}"

/* clang-format off */
static const struct api_entry entries[] = {
    {GUIDES, "API Keys", "", NULL, NULL, API_GUIDE, "config check", NULL},
    {GUIDES, "Response Format", "", NULL, "doc-738798", API_GUIDE, NULL, NULL},
    {GUIDES, "Inbound Events Webhook", "", NULL, "doc-919167", API_GUIDE, "listen", NULL},
    {GUIDES, "How to figure out pluginId and whatsappPhoneNumberId", "", NULL, NULL, API_GUIDE,
     "account show", NULL},
    {GUIDES, "API Rate Limits", "", NULL, NULL, API_GUIDE, "send --rate", NULL},

    {TEMPLATES, "Send Whatsapp Template Message For Process", "POST",
     PLUGIN "/process/{procedureShortId}/{primaryKeyOrId}/send-template-message", "api-11312599",
     API_SENDS, "send --route process", MAPPED},
    {TEMPLATES, "Send Whatsapp Template Message For A Phone Number", "POST",
     PLUGIN "/phoneNumber/{phoneNumber}/send-template-message", "api-11312774", API_SENDS,
     "send --route phone", MAPPED},
    {TEMPLATES, "Send Template Message (Meta API Format)", "POST", MESSAGES, "api-26944128",
     API_SENDS, "send", HELLO},

    {SESSION, "WhatsApp Messages API (pass-through)", "POST", MESSAGES, "api-11313675", API_SENDS,
     "send", HELLO},
    {SESSION, "Send WhatsApp session message (pass-through)", "POST", MESSAGES, "api-22547477",
     API_SENDS, NULL,
     "{\"messaging_product\":\"whatsapp\",\"to\":\"15550001234\",\"type\":\"text\",\"text\":"
     "{\"body\":\"Hello\"}}"},

    {MANAGE, "Create WhatsApp Message Template (pass-through)", "POST",
     PASS "/{whatsappBusinessAccountId}/message_templates", "api-17615301", API_CHANGES,
     "templates create",
     "{\"name\":\"order_update\",\"language\":\"en_US\",\"category\":\"UTILITY\",\"components\":"
     "[{\"type\":\"BODY\",\"text\":\"Your order is on its way.\"}]}"},
    {MANAGE, "List WhatsApp Message Templates (pass-through)", "GET",
     PASS "/{whatsappBusinessAccountId}/message_templates", "api-17615391", API_READS,
     "templates list", "?limit=100"},
    {MANAGE, "Update WhatsApp Message Template (pass-through)", "POST",
     PASS "/{whatsappMessageTemplateId}", "api-17615603", API_CHANGES, "templates update",
     "{\"components\":[{\"type\":\"BODY\",\"text\":\"Your order has left.\"}]}"},

    {MEDIA, "Upload Public Media", "POST", PLUGIN "/upload-public-media", "api-11313630",
     API_CHANGES, "media upload", NULL},
    {MEDIA, "Show Whatsapp Media API", "GET",
     "/v2/whatsapp/{whatstappApiVersion}/media/{whatsappMediaId}/show", "api-20534488", API_READS,
     "media fetch", NULL},
    {MEDIA, "Fetch Whatsapp Media API", "GET",
     "/v1/whatsapp/{whatstappApiVersion}/media/{whatsappMediaId}", "api-20534427", API_READS,
     "media show", NULL},
    {MEDIA, "Show Whatsapp Media Attachments API", "GET", NULL, NULL, API_READS, NULL, NULL},

    {FLOWS, "Set Business Public Key", "POST", NULL, NULL, API_CHANGES, NULL, NULL},
    {FLOWS, "Get Business Public Key", "GET", NULL, NULL, API_READS, NULL, NULL},

    {GROUPS, "Create Group", "", NULL, NULL, API_CHANGES, NULL, NULL},
    {GROUPS, "List Groups", "", NULL, NULL, API_READS, NULL, NULL},
    {GROUPS, "Get group info", "", NULL, NULL, API_READS, NULL, NULL},
    {GROUPS, "Update Group Settings", "", NULL, NULL, API_CHANGES, NULL, NULL},
    {GROUPS, "Delete Group", "", NULL, NULL, API_HARMS, NULL, NULL},
    {GROUPS, "Get Group Invite Link", "", NULL, NULL, API_READS, NULL, NULL},
    {GROUPS, "Reset Group Invite Link", "", NULL, NULL, API_HARMS, NULL, NULL},
    {GROUPS, "Get Group Join Requests", "", NULL, NULL, API_READS, NULL, NULL},
    {GROUPS, "Approve Group Join Request", "", NULL, NULL, API_CHANGES, NULL, NULL},
    {GROUPS, "Reject Group Join Request", "", NULL, NULL, API_CHANGES, NULL, NULL},
    {GROUPS, "Remove Group Participants", "", NULL, NULL, API_HARMS, NULL, NULL},

    {LEADS, "Create a lead", "POST", NULL, NULL, API_CHANGES, NULL, NULL},
    {LEADS, "Update Lead By Phone Number", "PUT", NULL, NULL, API_CHANGES, NULL, NULL},

    {CHATS, "List chats", "POST", "/v1/ext/chat", "api-23827369", API_READS, "chats list",
     "{\"orderField\":\"createdAt\",\"orderDirection\":\"desc\",\"limit\":50,\"page\":1}"},
    {CHATS, "List chat messages for a chat", "POST", "/v1/ext/chat/{chatId}/message",
     "api-23827415", API_READS, "chats show", PAGE_OF},
    {CHATS, "List previous messages for a phone number", "POST",
     "/v1/ext/plugin/whatsapp/list-chat-messages-for-phone-number", "api-22749108", API_READS,
     "chats show", "{\"customerPhoneNumber\":\"15550001234\",\"limit\":50,\"page\":1}"},

    {CAMPAIGNS, "Add a phone number to a lead campaign", "POST", NULL, "api-27595176", API_SENDS,
     NULL, NULL},
    {CAMPAIGNS, "Remove phone number from a lead campaign", "", NULL, NULL, API_CHANGES, NULL,
     NULL},

    {PARTNER, "Create Connect Token", "POST", "/v1/ext/whatsapp-partner/create-connect-token",
     NULL, API_CHANGES, NULL, NULL},
    {PARTNER, "Update WhatsApp plugin configuration", "POST", PLUGIN "/update-config", NULL,
     API_HARMS, NULL, "{\"chakraWebhookUrl\":\"https://example.com/hook\"}"},
    {PARTNER, "Fetch WhatsApp plugin configuration", "GET", PLUGIN "/config", NULL, API_READS,
     "account show", NULL},
    {PARTNER, "Disconnect WABA Account", "POST", NULL, NULL, API_HARMS, NULL, NULL},

    {"Process", "Fetch Process By Id", "GET", PROCESS "/{processId}", "api-11375429", API_READS,
     NULL, NULL},
    {"Process", "List Processes", "POST", PROCESS "/list", NULL, API_READS, NULL,
     "{\"where\":{\"status\":\"OPEN\"},\"skip\":0,\"limit\":10}"},
    {"Process", "Create Process", "POST", PROCESS, "api-11530135", API_CHANGES, NULL,
     "{\"data\":{\"firstname\":\"Ted\"},\"record\":{\"data\":{\"phone_number\":\"15550001234\"}}}"},
    {"Process", "Update Process", "PUT", PROCESS "/{processId}", "api-11530500", API_CHANGES, NULL,
     UPDATED},
    {"Process", "Update Process By Primary Key", "PUT",
     PROCESS "/{primaryKeyShortId}/{primaryKeyValue}", NULL, API_CHANGES, NULL, UPDATED},
    {"Process", "Delete Process", "DELETE", PROCESS "/{processId}", NULL, API_HARMS, NULL, NULL},
    {"Process", "Delete Process By Primary Key Value", "DELETE",
     PROCESS "/{primaryKeyShortId}/{primaryKeyValue}", NULL, API_HARMS, NULL, NULL},
    {"Process", "Bulk Create Process API", "POST", PROCESS "/bulk-create", "api-11531004",
     API_CHANGES, NULL, "[{\"data\":{\"firstname\":\"Ted\"}}]"},
    {"Process", "Bulk Update Process API", "PATCH", PROCESS, "api-11531082", API_CHANGES, NULL,
     "{\"processes\":[{\"id\":\"LEAD-001\",\"update\":{\"data\":{\"city\":\"Goa\"}}}]}"},

    {"Task", "Create Task API", "POST",
     "/v1/ext/p/{procedureShortId}/{processIdOrPrimaryKey}/task/{stateTaskShortId}",
     "api-11531119", API_CHANGES, NULL, "{\"data\":{\"call_disposition\":\"RNR\"}}"},

    {"User", "List Users API", "GET", "/v1/ext/users", "api-11531149", API_READS, NULL, NULL},
    {"User", "List Users API (V2)", "GET", "/v2/ext/users", "api-11531150", API_READS, NULL, NULL},
    {"User", "Fetch User API", "GET", "/v1/ext/user/{userId}", "api-11531158", API_READS, NULL,
     NULL},
    {"User", "Fetch User API (V2)", "GET", "/v2/ext/user/{userId}", "api-11531166", API_READS,
     NULL, NULL},
    /* The page prints GET for it, which cannot be what is meant; it is left as printed. */
    {"User", "Update User API", "GET", "/v1/ext/user/{userId}", "api-11531186", API_CHANGES, NULL,
     NULL},

    {"Photo", "Fetch Photo API", "GET", NULL, NULL, API_READS, NULL, NULL},
    {"Photo", "Upload Photo API", "POST", "/v1/ext/photo", "api-11531275", API_CHANGES, NULL, NULL},
    {"Photo", "Upload Photo API With Id", "POST", "/v1/ext/photo/{photoId}", "api-11531276",
     API_CHANGES, NULL, NULL},

    {"Background Job", "Fetch Background Job", "GET", "/v1/ext/background-job/{backgroundJobId}",
     "api-11531337", API_READS, NULL, NULL},
    {"Background Job", "Fetch Background Job Entries API", "GET",
     "/v1/ext/background-job/{backgroundJobId}/entries", "api-11531427", API_READS, NULL, NULL},

    {"Platform", "Fetch Config", "GET", "/v1/ext/config", "api-11531312", API_READS, NULL, NULL},

    {ELSEWHERE, "phone numbers", "GET", "/v1/ext/whatsapp-phone-number", NULL, API_READS,
     "account show", NULL},
    {ELSEWHERE, "one phone number", "GET", "/v1/ext/whatsapp-phone-number/{whatsappPhoneNumberId}",
     NULL, API_READS, NULL, NULL},
    {ELSEWHERE, "business accounts", "GET", "/v1/ext/whatsapp-business-account", NULL, API_READS,
     "account show", NULL},
    {ELSEWHERE, "health", "GET", "/v1/health", NULL, API_READS, NULL, NULL},
};
/* clang-format on */

static const char *const effect_words[] = {
    [API_GUIDE] = "guide", [API_READS] = "read", [API_CHANGES] = "change",
    [API_HARMS] = "harm",  [API_SENDS] = "send", [API_UNKNOWN] = "unknown",
};

/* How a send's path ends, in any version of it. */
static const char *const send_ends[] = {"/messages", "/marketing_messages",
                                        "/send-template-message"};

const struct api_entry *api_entries(size_t *ret_count)
{
    *ret_count = COUNT_OF(entries);
    return entries;
}

const char *api_effect_word(enum api_effect effect)
{
    return effect_words[effect];
}

/* Segment by segment; a {parameter} takes any one. Returns how many it took, or -1. */
static int match(const char *pattern, const char *path)
{
    int taken = 0;
    while (*pattern == '/' && *path == '/') {
        size_t wanted = strcspn(++pattern, "/"), given = strcspn(++path, "/");
        bool is_any = *pattern == '{' && given > 0;
        if (!is_any && (wanted != given || strncasecmp(pattern, path, wanted) != 0))
            return -1;
        taken += is_any;
        pattern += wanted;
        path += given;
    }
    return *pattern == '\0' && *path == '\0' ? taken : -1;
}

const struct api_entry *api_find(const char *method, const char *path)
{
    const struct api_entry *found = NULL;
    int fewest = -1;
    for (size_t i = 0; i < COUNT_OF(entries); i++) {
        if (entries[i].path == NULL || strcasecmp(entries[i].method, method) != 0)
            continue;
        int taken = match(entries[i].path, path);
        if (taken < 0 || (found != NULL && taken >= fewest))
            continue;
        found = &entries[i];
        fewest = taken;
    }
    return found;
}

enum api_effect api_effect_of(const char *method, const char *path)
{
    size_t length = strlen(path);
    if (strcasecmp(method, "GET") == 0)
        return API_READS;
    for (size_t i = 0; i < COUNT_OF(send_ends); i++) {
        size_t end = strlen(send_ends[i]);
        if (length > end && strcasecmp(path + length - end, send_ends[i]) == 0)
            return API_SENDS;
    }
    const struct api_entry *entry = api_find(method, path);
    return entry != NULL ? entry->effect : API_UNKNOWN;
}
