/*
 * List previous messages for a phone number: the look-up of what became of a
 * send. A message's delivery status follows from its age; there are no timers.
 */
#include "src/sandbox/chat_message.h"

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/sandbox/answer.h"
#include "src/sandbox/records.h"
#include "src/whatsapp/graph_error.h"
#include "src/whatsapp/phone.h"

#include <string.h>

enum { LIMIT_DEFAULT = 20, LIMIT_MAX = 100, DELIVERED_AFTER_MS = 2000, READ_AFTER_MS = 4000 };

static const char *delivery_status(int64_t age_ms, int64_t failure_code)
{
    if (age_ms < DELIVERED_AFTER_MS)
        return "SENT";
    if (failure_code != 0)
        return "FAILED";
    return age_ms < READ_AFTER_MS ? "DELIVERED" : "READ";
}

static cJSON *object_of(const char *name1, const char *value1, const char *name2,
                        const char *value2)
{
    cJSON *object = cJSON_CreateObject();
    if (json_add_text(object, name1, value1) && json_add_text(object, name2, value2))
        return object;
    cJSON_Delete(object);
    return NULL;
}

/* Why it failed, as WhatsApp's status webhook writes it. */
static bool add_failure(cJSON *message, int code)
{
    const struct graph_error *row = graph_error_find(code);
    const char *title = row != NULL ? row->title : "Unknown error";
    cJSON *errors = cJSON_AddArrayToObject(message, "errors");
    cJSON *failure = object_of("title", title, "message", title);
    bool made = json_add_integer(failure, "code", code);
    return json_append_node(errors, failure) && made;
}

static bool add_times(cJSON *message, int64_t accepted_ms)
{
    return json_add_integer(message, "createdAt", accepted_ms) &&
           json_add_integer(message, "updatedAt", accepted_ms) &&
           json_add_integer(message, "timestamp", accepted_ms);
}

static bool add_nulls(cJSON *message)
{
    static const char *const names[] = {"attachments", "adhocAgent", "chat",     "contact",
                                        "procedure",   "campaign",   "inReplyTo"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (!json_add_node(message, names[i], cJSON_CreateNull()))
            return false;
    return true;
}

/* One chat message, as the reply of the route for a phone number shows it. */
static bool fill_message(cJSON *message, const cJSON *record, int64_t now_ms)
{
    int64_t accepted_ms = 0;
    int64_t failure_code = 0;
    json_integer(json_member(record, "accepted_at"), &accepted_ms);
    json_integer(json_member(record, "failure_code"), &failure_code);
    const char *to = json_text(record, "to", "");
    const char *text = json_text(record, "text", "");
    bool is_inbound = json_is_true(record, "is_inbound");
    const char *status = is_inbound ? "READ" : delivery_status(now_ms - accepted_ms, failure_code);
    cJSON *body = cJSON_CreateObject();
    bool made = json_add_text(body, "body", text);
    made = json_add_node(message, "body", body) && made;
    made = made && json_add_text(message, "id", json_text(record, "id", "")) &&
           add_times(message, accepted_ms) &&
           json_add_text(message, "externalId", json_text(record, "wamid", "")) &&
           json_add_text(message, "provider", "whatsapp") &&
           json_add_text(message, "dataType", is_inbound ? "text" : "template") &&
           json_add_text(message, "text", text) &&
           json_add_text(message, "deliveryStatus", status) &&
           json_add_text(message, "direction", is_inbound ? "INBOUND" : "OUTBOUND") &&
           json_add_node(message, "context",
                         object_of("contactIdentifier", to, "messageTemplateId",
                                   json_text(record, "template_id", ""))) &&
           json_add_node(message, "source",
                         object_of("sourceId", json_text(record, "phone_number_id", ""),
                                   "sourceType", "whatsappPhoneNumber")) &&
           json_add_text(message, "team", SANDBOX_TEAM_ID) &&
           json_add_text(message, "plugin", SANDBOX_PLUGIN_ID) &&
           json_add_text(message, "user", SANDBOX_USER_ID) &&
           json_add_text(message, "process", SANDBOX_NO_RECORD_ID) && add_nulls(message);
    return made && (strcmp(status, "FAILED") != 0 || add_failure(message, (int)failure_code));
}

bool chat_read_paging(struct route_call *call, const cJSON *body, size_t *ret_skip,
                      size_t *ret_limit)
{
    int64_t limit = LIMIT_DEFAULT;
    int64_t page = 1;
    const cJSON *limit_node = json_member(body, "limit");
    const cJSON *page_node = json_member(body, "page");
    if ((limit_node != NULL && !json_integer(limit_node, &limit)) ||
        (page_node != NULL && !json_integer(page_node, &page)) || limit < 1 || limit > LIMIT_MAX ||
        page < 1 || page > INT32_MAX) {
        answer_error(call->response, 400, "limit must be 1 to 100 and page must be 1 or more");
        return false;
    }
    *ret_limit = (size_t)limit;
    *ret_skip = (size_t)(page - 1) * (size_t)limit;
    return true;
}

cJSON *chat_list_messages(struct sandbox *sandbox, const char *to, size_t skip, size_t limit)
{
    CLEANUP(json_deletep) cJSON *records = message_store_list(&sandbox->store, to, skip, limit);
    CLEANUP(json_deletep) cJSON *messages = cJSON_CreateArray();
    int64_t now_ms = clock_now_ms();
    const cJSON *record = NULL;
    if (records == NULL || messages == NULL)
        return NULL;
    cJSON_ArrayForEach(record, records)
    {
        cJSON *message = cJSON_CreateObject();
        bool made = fill_message(message, record, now_ms);
        if (!json_append_node(messages, message) || !made)
            return NULL;
    }
    cJSON *taken = messages;
    messages = NULL;
    return taken;
}

void route_list_chat_messages(struct route_call *call)
{
    CLEANUP(json_deletep) cJSON *body = NULL;
    char digits[PHONE_DIGITS_SIZE];
    char buffer[32];
    const char *number = NULL;
    size_t skip = 0;
    size_t limit = 0;
    if (json_parse(call->request->body, call->request->body_length, &body, NULL) == ERR_OK)
        number = json_text_or_number(body, "customerPhoneNumber", buffer, sizeof buffer);
    if (number == NULL || !phone_is_valid_on_wire(number, digits)) {
        answer_error(call->response, 400, "customerPhoneNumber is missing or not a phone number");
        return;
    }
    if (chat_read_paging(call, body, &skip, &limit))
        answer_data(call->response, chat_list_messages(call->sandbox, digits, skip, limit));
}
