/*
 * Reads a reply of any documented shape (fact sheet, sections 2 and 3A). The
 * shapes are rows of three tables: where an id may be, where an error may be,
 * and what the members of an error are called.
 */
#include "src/chakra/reply.h"

#include <string.h>
#include <strings.h>

#include "src/base/json.h"
#include "src/chakra/json_find.h"
#include "src/chakra/reply_hint.h"
#include "src/whatsapp/graph_error.h"

enum { RAW_TEXT_BYTES = 300 };

/* Ids of a sent message, best first: S1, S4, S2, S3; the last is S2 in ChakraHQ's envelope. */
static const char *const wamid_paths[] = {"_data.whatsappMessageId", "_data.externalId",
                                          "messages.0.id", "data.messages.0.id",
                                          "_data.messages.0.id"};

/* Errors, in the order in which they are believed. A `message` alone is no error of a 2xx. */
static const struct {
    const char *path;
    bool only_on_failure;
} error_places[] = {
    {"_errors", false}, {"error", false},  {"_data.error", false},
    {"errors", false},  {"message", true},
};

static const char *const message_names[] = {"message", "title", "error_user_msg", "description"};
static const char *const details_names[] = {"error_data.details", "error_data", "details",
                                            "error_user_msg"};
static const char *const message_places[] = {"messages.0.message_status",
                                             "data.messages.0.message_status",
                                             "_data.messages.0.message_status"};
static const char *const contact_places[] = {"contacts.0.wa_id", "data.contacts.0.wa_id",
                                             "_data.contacts.0.wa_id"};

static const char *first_text(const cJSON *node, const char *const *paths, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = json_find_text(node, paths[i]);
        if (text != NULL)
            return text;
    }
    return NULL;
}

/* Finds "(#123)"; *ret_after is the text behind it. 0 when there is none. */
static int dig_out_code(const char *text, const char **ret_after)
{
    for (const char *at = strstr(text, "(#"); at != NULL; at = strstr(at + 2, "(#")) {
        const char *digit = at + 2;
        long value = 0;
        for (; *digit >= '0' && *digit <= '9' && value < 100000000; digit++)
            value = value * 10 + (*digit - '0');
        if (digit == at + 2 || *digit != ')')
            continue;
        *ret_after = digit + 1 + strspn(digit + 1, " :");
        return (int)value;
    }
    return 0;
}

/* The node that holds an error, or NULL when this member says that there is none. */
static const cJSON *error_in(const cJSON *member)
{
    if (cJSON_IsString(member))
        return member->valuestring[0] != '\0' ? member : NULL;
    if (cJSON_IsArray(member)) {
        const cJSON *first = cJSON_GetArrayItem(member, 0);
        const cJSON *item = NULL;
        cJSON_ArrayForEach(item, member)
        {
            if (cJSON_IsString(item) || cJSON_IsObject(item))
                return item;
        }
        return first;
    }
    if (cJSON_IsObject(member))
        return member->child != NULL ? member : NULL;
    return cJSON_IsTrue(member) ? member : NULL;
}

static const cJSON *find_error(const cJSON *root, bool is_failure)
{
    for (size_t i = 0; i < COUNT_OF(error_places); i++) {
        if (error_places[i].only_on_failure && !is_failure)
            continue;
        const cJSON *found = error_in(json_path(root, error_places[i].path));
        if (found != NULL)
            return found;
    }
    return NULL;
}

/* "body: …" and "components[0]: …" name a place: they are details without a title. */
static bool names_a_place(const char *text, size_t length)
{
    static const char *const places[] = {"body",     "header",     "button",   "buttons",
                                         "footer",   "card",       "carousel", "to",
                                         "template", "components", "Param"};
    if (memchr(text, '[', length) != NULL)
        return true;
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        if (strlen(places[i]) == length && strncmp(places[i], text, length) == 0)
            return true;
    }
    return false;
}

/* Splits "TITLE: DETAILS", the text behind a code. A title from the table of codes wins. */
static bool split_text(struct reply_error *error, const char *rest, struct arena *arena)
{
    const struct graph_error *known = error->code != 0 ? graph_error_find(error->code) : NULL;
    const char *details = NULL;
    size_t title_length = strlen(rest);
    size_t known_length = known != NULL ? strlen(known->title) : 0;
    if (known_length > 0 && strncasecmp(rest, known->title, known_length) == 0 &&
        (rest[known_length] == '\0' || strncmp(rest + known_length, ": ", 2) == 0)) {
        details = rest[known_length] == '\0' ? NULL : rest + known_length + 2;
        title_length = known_length;
    } else {
        const char *colon = strstr(rest, ": ");
        bool has_title = colon == NULL || !names_a_place(rest, (size_t)(colon - rest));
        if (!has_title) {
            details = rest;
            title_length = 0;
        } else if (colon != NULL) {
            details = colon + 2;
            title_length = (size_t)(colon - rest);
        } else if (known != NULL && rest[0] != '\0') {
            details = rest;
        }
    }
    if (error->details == NULL && details != NULL && details[0] != '\0')
        error->details = arena_strdup(arena, details);
    if (known != NULL)
        error->title = known->title;
    else if (title_length > 0)
        error->title = arena_strndup(arena, rest, title_length);
    bool wants_details = details != NULL && details[0] != '\0';
    return (error->details != NULL || !wants_details) &&
           (error->title != NULL || title_length == 0);
}

static bool copy_text(struct arena *arena, const char *text, const char **ret_copy)
{
    *ret_copy = arena_strdup(arena, text);
    return text == NULL || *ret_copy != NULL;
}

static bool read_error(const cJSON *node, struct arena *arena, struct reply_error *error)
{
    const cJSON *inner = json_path(node, "error");
    if (cJSON_IsObject(inner))
        node = inner;
    const char *message = cJSON_IsString(node)
                              ? node->valuestring
                              : first_text(node, message_names, COUNT_OF(message_names));
    int64_t code = 0;
    if (cJSON_IsObject(node)) {
        const char *details = first_text(node, details_names, COUNT_OF(details_names));
        if (details != NULL && message != NULL && strcmp(details, message) == 0)
            details = NULL;
        if (!copy_text(arena, details, &error->details) ||
            !copy_text(arena, json_find_text(node, "fbtrace_id"), &error->trace_id))
            return false;
        if (!json_integer(json_member(node, "code"), &code) || code < 0 || code > INT32_MAX)
            code = 0;
    }
    if (!copy_text(arena, message, &error->message))
        return false;
    const char *rest = message;
    int dug = message != NULL ? dig_out_code(message, &rest) : 0;
    error->code = code != 0 ? (int)code : dug;
    if (message == NULL)
        return true;
    if (error->code != 0)
        return split_text(error, rest, arena);
    error->title = error->message;
    return true;
}

/* For a failure without a shape: what came, or the bare status. */
static bool use_raw_text(int http_status, const char *text, size_t length, struct arena *arena,
                         struct reply_error *error)
{
    while (length > 0 && strchr(" \t\r\n", *text) != NULL && *text != '\0') {
        text++;
        length--;
    }
    if (length > RAW_TEXT_BYTES) {
        length = RAW_TEXT_BYTES;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    error->message = length > 0 ? arena_strndup(arena, text, length)
                                : arena_format(arena, "HTTP %d", http_status);
    error->title = arena_format(arena, "HTTP %d", http_status);
    /* A page of HTML and the brackets of an empty answer tell nobody anything. */
    if (length > 2 && text[0] != '<')
        error->details = error->message;
    return error->message != NULL && error->title != NULL;
}

static bool read_success(const cJSON *root, struct arena *arena, struct reply *reply)
{
    const char *wamid = first_text(root, wamid_paths, COUNT_OF(wamid_paths));
    const char *wa_id = first_text(root, contact_places, COUNT_OF(contact_places));
    const char *status = first_text(root, message_places, COUNT_OF(message_places));
    return copy_text(arena, wamid, &reply->wamid) &&
           copy_text(arena, json_find_text(root, "_data.id"), &reply->message_id) &&
           copy_text(arena, json_find_text(root, "_data.deliveryStatus"),
                     &reply->delivery_status) &&
           copy_text(arena, wa_id, &reply->wa_id) &&
           copy_text(arena, status, &reply->message_status);
}

static bool read_json(const cJSON *root, bool is_failure, struct arena *arena, struct reply *reply)
{
    const cJSON *error = find_error(root, is_failure);
    if (error != NULL) {
        reply->has_error = true;
        if (!read_error(error, arena, &reply->error))
            return false;
    }
    if (reply->retry_after_ms < 0)
        reply->retry_after_ms = reply_hint_from_json(root);
    return read_success(root, arena, reply);
}

enum err reply_parse(int http_status, const char *retry_after, int64_t now_ms, const char *bytes,
                     size_t length, struct arena *arena, struct reply *ret_reply,
                     struct error *reterr)
{
    /* ChakraHQ was seen to label JSON as text and the reverse: the bytes decide. */
    bool is_failure = http_status < 200 || http_status > 299;
    *ret_reply = (struct reply){.http_status = http_status, .has_error = is_failure};
    ret_reply->retry_after_ms = reply_hint_from_header(retry_after, now_ms);
    struct strbuf clean;
    strbuf_init(&clean, (size_t)REPLY_BYTES_MAX * 3);
    bool has_mark = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    json_replace_invalid(&clean, bytes + (has_mark ? 3 : 0), length - (has_mark ? 3 : 0));
    CLEANUP(json_deletep) cJSON *root = NULL;
    bool ok = !clean.failed;
    if (ok && json_parse(clean.text, clean.length, &root, NULL) == ERR_OK) {
        ret_reply->is_json = true;
        ok = read_json(root, is_failure, arena, ret_reply);
    }
    if (ok && ret_reply->has_error && ret_reply->error.message == NULL)
        ok = use_raw_text(http_status, clean.text, clean.length, arena, &ret_reply->error);
    if (ret_reply->retry_after_ms < 0)
        ret_reply->retry_after_ms = reply_hint_from_text(ret_reply->error.message);
    strbuf_release(&clean);
    return ok ? ERR_OK : error_nomem(reterr);
}
