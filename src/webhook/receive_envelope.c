/* WhatsApp's own envelope, as ChakraHQ passes it through (template reference section 11). */
#include <string.h>

#include "src/webhook/receive_internal.h"

static void receive_statuses(struct receiver *receiver, const cJSON *statuses)
{
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, statuses)
    {
        struct webhook_status status = {
            .wamid = receive_text(receiver, node, "id"),
            .state = receive_text(receiver, node, "status"),
            .at_ms = receive_time(node, "timestamp"),
            .recipient = receive_text(receiver, node, "recipient_id"),
        };
        receive_errors(receiver, json_member(node, "errors"), &status);
        receive_status(receiver, status);
    }
}

/* The reason stands in one of several places, and WhatsApp writes NONE for "no reason". */
static const char *reason_of(struct receiver *receiver, const cJSON *change, const cJSON *value)
{
    const struct {
        const cJSON *parent;
        const char *name;
    } places[] = {
        {json_member(value, "rejection_info"), "reason"},
        {json_member(change, "rejection_info"), "reason"},
        {json_member(value, "other_info"), "description"},
        {json_member(value, "other_info"), "title"},
        {value, "reason"},
    };
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        const char *text = receive_text(receiver, places[i].parent, places[i].name);
        if (text != NULL && text[0] != '\0' && strcmp(text, "NONE") != 0)
            return text;
    }
    return NULL;
}

static void receive_notice(struct receiver *receiver, const cJSON *change, const cJSON *value)
{
    static const char *const events[] = {"event", "new_quality_score", "new_category"};
    struct webhook_other other = {
        .field = receive_text(receiver, change, "field"),
        .template = receive_text(receiver, value, "message_template_name"),
        .language = receive_text(receiver, value, "message_template_language"),
        .template_id = receive_text(receiver, value, "message_template_id"),
        .reason = reason_of(receiver, change, value),
    };
    for (size_t i = 0; other.event == NULL && i < COUNT_OF(events); i++)
        other.event = receive_text(receiver, value, events[i]);
    receive_other(receiver, other);
}

static void receive_change(struct receiver *receiver, const cJSON *change)
{
    const cJSON *value = json_member(change, "value");
    const cJSON *statuses = json_member(value, "statuses");
    const cJSON *messages = json_member(value, "messages");
    receive_statuses(receiver, statuses);
    const cJSON *message = NULL;
    cJSON_ArrayForEach(message, messages)
    {
        receive_message(receiver, message, json_member(value, "contacts"), 0);
    }
    if (!cJSON_IsArray(statuses) && !cJSON_IsArray(messages))
        receive_notice(receiver, change, value);
}

void receive_envelope(struct receiver *receiver, const cJSON *root)
{
    const cJSON *entry = NULL;
    cJSON_ArrayForEach(entry, json_member(root, "entry"))
    {
        const cJSON *change = NULL;
        cJSON_ArrayForEach(change, json_member(entry, "changes"))
        {
            receive_change(receiver, change);
        }
    }
}
