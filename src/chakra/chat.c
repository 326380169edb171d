/*
 * Reads lists of chats and of messages. What a member may be called is a row of
 * paths, best first; the first that holds something is taken.
 */
#include "src/chakra/chat.h"

#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/text.h"
#include "src/chakra/json_list.h"

/* Up to here a number of seconds is meant (year 5138), from here on milliseconds (March 1973). */
#define SECONDS_END INT64_C(100000000000)
/* A time in milliseconds beyond this (year 5138) is none. */
#define MILLISECONDS_END (SECONDS_END * 1000)

enum { WORD_SIZE = 32 };

static const char *const message_places[] = {"_data",         "data",       "_data.messages",
                                             "data.messages", "_data.data", "data.data",
                                             "messages",      "",           NULL};
static const char *const chat_places[] = {
    "_data", "data", "_data.chats", "data.chats", "_data.data", "data.data", "chats", "", NULL};
static const char *const totals[] = {"_meta.total", "_meta.totalCount", "_meta.count", "meta.total",
                                     "total",       "totalCount",       NULL};

static const char *const ids[] = {"id", "_id", "messageId", NULL};
static const char *const wamids[] = {"externalId",        "external_id", "whatsappMessageId",
                                     "externalMessageId", "wamid",       NULL};
static const char *const statuses[] = {"deliveryStatus", "delivery_status", "messageStatus",
                                       "status", NULL};
static const char *const directions[] = {"direction", "messageDirection", "message_direction",
                                         NULL};
static const char *const from_us[] = {"fromMe", "from_me", "isOutbound", "outgoing", NULL};
static const char *const times[] = {"timestamp", "createdAt", "created_at", "sentAt", NULL};
static const char *const texts[] = {
    "text.body",         "text",         "body.body", "body.text.body", "body.text", "body",
    "message.text.body", "message.text", "content",   "message.body",   NULL};
static const char *const template_ids[] = {"context.messageTemplateId",
                                           "messageTemplateId",
                                           "messageTemplate.id",
                                           "template.id",
                                           "templateId",
                                           "template_id",
                                           NULL};
static const char *const template_names[] = {"templateName",
                                             "template_name",
                                             "template.name",
                                             "messageTemplate.name",
                                             "context.messageTemplateName",
                                             "context.templateName",
                                             "body.template.name",
                                             "message.template.name",
                                             NULL};
/* Only what names the customer in either direction: `to` is one of them when we send. */
static const char *const recipients[] = {"context.contactIdentifier",
                                         "contactIdentifier",
                                         "customerPhoneNumber",
                                         "recipientId",
                                         "recipient_id",
                                         "contact.phoneNumber",
                                         "contact.identifier",
                                         "to",
                                         "phoneNumber",
                                         NULL};
static const char *const error_codes[] = {"errors.0.code", "error.code", "errorCode", NULL};
static const char *const error_texts[] = {"errors.0.error_data.details",
                                          "errors.0.title",
                                          "errors.0.message",
                                          "error.message",
                                          "errorMessage",
                                          NULL};

static const char *const chat_ids[] = {"id", "_id", "chatId", NULL};
static const char *const chat_names[] = {"contact.name", "contactName", "name", "title", NULL};
static const char *const chat_texts[] = {"lastMessage.text.body",
                                         "lastMessage.text",
                                         "lastMessage.body.body",
                                         "lastMessageText",
                                         "last_message.text",
                                         "lastMessage",
                                         NULL};
static const char *const chat_times[] = {"lastMessage.timestamp",
                                         "lastMessage.createdAt",
                                         "lastMessageAt",
                                         "lastMessageTimestamp",
                                         "updatedAt",
                                         "updated_at",
                                         "createdAt",
                                         NULL};

/* The first text or number that is not empty, as text in the arena; "" when there is none. NULL: no
 * memory. */
static const char *read_text(const cJSON *object, const char *const *paths, struct arena *arena)
{
    for (; *paths != NULL; paths++) {
        const cJSON *node = json_path(object, *paths);
        if (cJSON_IsString(node) && node->valuestring[0] != '\0')
            return arena_strdup(arena, node->valuestring);
        if (cJSON_IsRaw(node)) /* an id too long for a double */
            return arena_strdup(arena, node->valuestring);
        if (cJSON_IsNumber(node))
            return arena_format(arena, "%.0f", node->valuedouble);
    }
    return "";
}

/* Not tolower(): what a locale makes of a letter is nothing to the protocol. */
static const char *read_lower(const cJSON *object, const char *const *paths, struct arena *arena)
{
    const char *text = read_text(object, paths, arena);
    char *lower = text != NULL ? arena_strdup(arena, text) : NULL;
    for (char *at = lower; at != NULL && *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return lower;
}

/* ChakraHQ's milliseconds, Meta's seconds in a text, or a date written out; 0 for anything else. */
static int64_t read_time(const cJSON *object, const char *const *paths)
{
    for (; *paths != NULL; paths++) {
        const cJSON *node = json_path(object, *paths);
        int64_t at = 0;
        if (cJSON_IsString(node) && clock_parse_utc(node->valuestring, &at))
            return at > 0 && at < MILLISECONDS_END ? at : 0;
        if (!json_integer(node, &at) || at <= 0 || at >= MILLISECONDS_END)
            continue;
        return at < SECONDS_END ? at * 1000 : at;
    }
    return 0;
}

static int64_t read_number(const cJSON *root, const char *const *paths, int64_t none)
{
    int64_t number = none;
    for (; *paths != NULL; paths++)
        if (json_integer(json_path(root, *paths), &number) && number >= 0)
            return number;
    return none;
}

static enum chat_direction read_direction(const cJSON *object, struct arena *arena)
{
    static const struct {
        const char *word;
        enum chat_direction direction;
    } words[] = {{"outbound", CHAT_OUTBOUND}, {"outgoing", CHAT_OUTBOUND},
                 {"out", CHAT_OUTBOUND},      {"sent", CHAT_OUTBOUND},
                 {"inbound", CHAT_INBOUND},   {"incoming", CHAT_INBOUND},
                 {"in", CHAT_INBOUND},        {"received", CHAT_INBOUND}};
    const char *word = read_lower(object, directions, arena);
    for (size_t i = 0; word != NULL && i < COUNT_OF(words); i++)
        if (strcmp(words[i].word, word) == 0)
            return words[i].direction;
    for (size_t i = 0; from_us[i] != NULL; i++) {
        const cJSON *node = json_path(object, from_us[i]);
        if (cJSON_IsBool(node))
            return cJSON_IsTrue(node) ? CHAT_OUTBOUND : CHAT_INBOUND;
    }
    return CHAT_DIRECTION_UNKNOWN;
}

static bool read_message(const cJSON *object, struct arena *arena, void *item)
{
    struct chat_message *message = item;
    message->id = read_text(object, ids, arena);
    message->wamid = read_text(object, wamids, arena);
    message->status = read_lower(object, statuses, arena);
    message->recipient = read_text(object, recipients, arena);
    message->text = read_text(object, texts, arena);
    message->template_id = read_text(object, template_ids, arena);
    message->template_name = read_text(object, template_names, arena);
    message->error_text = read_text(object, error_texts, arena);
    int64_t code = read_number(object, error_codes, 0);
    message->error_code = code <= INT32_MAX ? (int)code : 0;
    message->direction = read_direction(object, arena);
    message->at = read_time(object, times);
    if (message->id == NULL || message->wamid == NULL)
        return false;
    /* A list in Meta's words has the wamid where ChakraHQ's own id would be. */
    if (message->wamid[0] == '\0' && strncmp(message->id, "wamid.", 6) == 0)
        message->wamid = message->id;
    return message->status != NULL && message->recipient != NULL && message->text != NULL &&
           message->template_id != NULL && message->template_name != NULL &&
           message->error_text != NULL;
}

static bool read_chat(const cJSON *object, struct arena *arena, void *item)
{
    struct chat *chat = item;
    chat->id = read_text(object, chat_ids, arena);
    chat->recipient = read_text(object, recipients, arena);
    chat->name = read_text(object, chat_names, arena);
    chat->text = read_text(object, chat_texts, arena);
    chat->at = read_time(object, chat_times);
    return chat->id != NULL && chat->recipient != NULL && chat->name != NULL && chat->text != NULL;
}

/* What the two lists differ in. */
struct list_kind {
    const char *what;
    const char *const *places;
    size_t item_size;
    bool (*read)(const cJSON *object, struct arena *arena, void *item); /* false: no memory */
};

struct list {
    char *items;
    size_t count, unreadable;
    int64_t total;
};

static enum err read_items(const cJSON *root, const struct list_kind *kind, struct arena *arena,
                           struct list *list, struct error *reterr)
{
    const cJSON *array = json_list_find(root, kind->places);
    const cJSON *item = NULL;
    if (array == NULL)
        return error_set(
            reterr, ERR_INVALID,
            "Check base_url; ChakraHQ may have changed this answer: update chakra-tui.",
            "the server's %s holds no list", text_of(kind->what));
    list->total = read_number(root, totals, -1);
    list->items = arena_alloc(arena, (size_t)cJSON_GetArraySize(array) + 1, kind->item_size);
    if (list->items == NULL)
        return error_nomem(reterr);
    cJSON_ArrayForEach(item, array)
    {
        if (!cJSON_IsObject(item))
            list->unreadable++;
        else if (kind->read(item, arena, list->items + list->count * kind->item_size))
            list->count++;
        else
            return error_nomem(reterr);
    }
    return ERR_OK;
}

static enum err read_list(const char *bytes, size_t length, const struct list_kind *kind,
                          struct arena *arena, struct list *list, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    enum err err = json_list_parse(bytes, length, kind->what, &root, reterr);
    return err == ERR_OK ? read_items(root, kind, arena, list, reterr) : err;
}

enum err chat_parse_messages(const char *bytes, size_t length, struct arena *arena,
                             struct chat_message_page *ret_page, struct error *reterr)
{
    static const struct list_kind kind = {TEXT("list of messages"), message_places,
                                          sizeof(struct chat_message), read_message};
    struct list list = {.total = -1};
    enum err err = read_list(bytes, length, &kind, arena, &list, reterr);
    *ret_page = (struct chat_message_page){.items = (void *)list.items,
                                           .count = list.count,
                                           .unreadable = list.unreadable,
                                           .total = list.total};
    return err;
}

enum err chat_parse_chats(const char *bytes, size_t length, struct arena *arena,
                          struct chat_page *ret_page, struct error *reterr)
{
    static const struct list_kind kind = {TEXT("list of chats"), chat_places, sizeof(struct chat),
                                          read_chat};
    struct list list = {.total = -1};
    enum err err = read_list(bytes, length, &kind, arena, &list, reterr);
    *ret_page = (struct chat_page){.items = (void *)list.items,
                                   .count = list.count,
                                   .unreadable = list.unreadable,
                                   .total = list.total};
    return err;
}

const char *chat_direction_word(enum chat_direction direction)
{
    static const char *const words[] = {
        [CHAT_DIRECTION_UNKNOWN] = "", [CHAT_OUTBOUND] = "outbound", [CHAT_INBOUND] = "inbound"};
    return words[direction];
}
