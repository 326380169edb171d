/*
 * List chats, and List chat messages for a chat. A chat is all that was sent to
 * one recipient; its id is made from the number, so that it needs no memory.
 */
#include "src/sandbox/routes.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/uuid.h"
#include "src/sandbox/answer.h"
#include "src/sandbox/chat_message.h"
#include "src/whatsapp/phone.h"

#include <stdio.h>
#include <string.h>

/* "c4a70000-0000-4000-8" and the number's digits, filled up with zeros in front. */
static const char id_start[] = "c4a70000-0000-4000-8";
enum { ID_START_LENGTH = sizeof id_start - 1, NUMBER_DIGITS = 15, MESSAGES_LOOKED_AT = 2000 };

/* A user id in place of a number is its own chat id. */
static void make_chat_id(const char *to, char id[UUID_TEXT_SIZE])
{
    char digits[NUMBER_DIGITS + 1];
    size_t length = strlen(to);
    if (length > NUMBER_DIGITS || strspn(to, "0123456789") != length) {
        snprintf(id, UUID_TEXT_SIZE, "%s", to);
        return;
    }
    memset(digits, '0', NUMBER_DIGITS);
    memcpy(digits + NUMBER_DIGITS - length, to, length + 1);
    snprintf(id, UUID_TEXT_SIZE, "%s%.3s-%s", id_start, digits, digits + 3);
}

/* The number in an id that was made here; false for any other id. */
static bool read_chat_id(const char *id, char digits[PHONE_DIGITS_SIZE])
{
    size_t count = 0;
    if (strlen(id) != UUID_TEXT_SIZE - 1 || strncmp(id, id_start, ID_START_LENGTH) != 0)
        return false;
    for (const char *at = id + ID_START_LENGTH; *at != '\0'; at++)
        if (count < PHONE_DIGITS_SIZE - 1 && (*at >= '1' || (*at == '0' && count > 0)))
            digits[count++] = *at;
    digits[count] = '\0';
    char again[UUID_TEXT_SIZE];
    make_chat_id(digits, again);
    return count > 0 && strcmp(again, id) == 0;
}

static bool was_listed(const cJSON *chats, const char *to)
{
    const cJSON *chat = NULL;
    cJSON_ArrayForEach(chat, chats)
    {
        if (strcmp(json_text(chat, "contactIdentifier", ""), to) == 0)
            return true;
    }
    return false;
}

static bool add_contact(cJSON *chat, const char *to)
{
    cJSON *contact = cJSON_CreateObject();
    bool made = json_add_text(contact, "identifier", to) && json_add_text(contact, "name", NULL);
    return json_add_node(chat, "contact", contact) && made;
}

/* The newest message of each recipient stands for the chat, so the list is newest first. */
static bool add_chat(struct sandbox *sandbox, cJSON *chats, const cJSON *record)
{
    const char *to = json_text(record, "to", "");
    if (was_listed(chats, to))
        return true;
    char id[UUID_TEXT_SIZE];
    make_chat_id(to, id);
    int64_t at = 0;
    json_integer(json_member(record, "accepted_at"), &at);
    CLEANUP(json_deletep) cJSON *messages = chat_list_messages(sandbox, to, 0, 1);
    cJSON *chat = cJSON_CreateObject();
    bool made = json_add_text(chat, "id", id) && json_add_integer(chat, "createdAt", at) &&
                json_add_integer(chat, "updatedAt", at) &&
                json_add_text(chat, "contactIdentifier", to) && add_contact(chat, to) &&
                json_add_text(chat, "plugin", SANDBOX_PLUGIN_ID) &&
                json_add_node(chat, "lastMessage", cJSON_DetachItemFromArray(messages, 0));
    return json_append_node(chats, chat) && made;
}

/* `search` looks into the number. */
static cJSON *list_chats(struct sandbox *sandbox, const char *search)
{
    CLEANUP(json_deletep)
    cJSON *records = message_store_list(&sandbox->store, NULL, 0, MESSAGES_LOOKED_AT);
    CLEANUP(json_deletep) cJSON *chats = cJSON_CreateArray();
    if (records == NULL || chats == NULL)
        return NULL;
    const cJSON *record = NULL;
    cJSON_ArrayForEach(record, records)
    {
        if (search != NULL && strstr(json_text(record, "to", ""), search) == NULL)
            continue;
        if (!add_chat(sandbox, chats, record))
            return NULL;
    }
    cJSON *taken = chats;
    chats = NULL;
    return taken;
}

/* {"_data": the page, "_meta": {"total": of all pages}}; takes `all`. */
static void answer_page(struct route_call *call, cJSON *all, size_t skip, size_t limit)
{
    int64_t total = cJSON_GetArraySize(all);
    CLEANUP(json_deletep) cJSON *owned = all;
    cJSON *answer = cJSON_CreateObject();
    cJSON *data = cJSON_CreateArray();
    cJSON *meta = cJSON_CreateObject();
    bool made = all != NULL && json_add_integer(meta, "total", total);
    for (size_t i = 0; made && i < limit && skip < (size_t)cJSON_GetArraySize(owned); i++)
        made = json_append_node(data, cJSON_DetachItemFromArray(owned, (int)skip));
    made = json_add_node(answer, "_data", data) && made;
    made = json_add_node(answer, "_meta", meta) && made;
    if (!made) {
        cJSON_Delete(answer);
        answer = NULL;
    }
    answer_json(call->response, 200, answer);
}

static bool has_messages(struct sandbox *sandbox, const char *to)
{
    CLEANUP(json_deletep) cJSON *messages = message_store_list(&sandbox->store, to, 0, 1);
    return cJSON_GetArraySize(messages) > 0;
}

static enum err parse_body(const struct route_call *call, cJSON **ret_body)
{
    if (call->request->body_length == 0)
        return ERR_OK;
    return json_parse(call->request->body, call->request->body_length, ret_body, NULL);
}

void route_list_chats(struct route_call *call)
{
    CLEANUP(json_deletep) cJSON *body = NULL;
    size_t skip = 0;
    size_t limit = 0;
    if (parse_body(call, &body) != ERR_OK) {
        answer_error(call->response, 400, "The request body is not valid JSON.");
        return;
    }
    if (chat_read_paging(call, body, &skip, &limit))
        answer_page(call, list_chats(call->sandbox, json_text(body, "search", NULL)), skip, limit);
}

void route_list_messages_of_chat(struct route_call *call)
{
    CLEANUP(json_deletep) cJSON *body = NULL;
    char digits[PHONE_DIGITS_SIZE];
    size_t skip = 0;
    size_t limit = 0;
    if (parse_body(call, &body) != ERR_OK) {
        answer_error(call->response, 400, "The request body is not valid JSON.");
        return;
    }
    const char *to = read_chat_id(call->segments[0], digits) ? digits : call->segments[0];
    if (!has_messages(call->sandbox, to)) {
        answer_error(call->response, 404, "chat not found");
        return;
    }
    if (chat_read_paging(call, body, &skip, &limit))
        answer_data(call->response, chat_list_messages(call->sandbox, to, skip, limit));
}
