/* Reading a line by a table of keys. */
#include "src/history/import_line.h"

#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/uuid.h"

/* Larger ones would use up the numbers that SQLite can give to later rows. */
static const int64_t largest_id = INT64_C(1) << 52;

enum { EVENTS_MOST = 100000 };

/* A key's text, or its JSON as text. */
static const struct {
    const char *name;
    size_t offset;
    bool is_json;
} texts[] = {
    {"profile", offsetof(struct send_detail, row.profile), false},
    {"plugin_id", offsetof(struct send_detail, row.plugin_id), false},
    {"phone_number_id", offsetof(struct send_detail, row.phone_number_id), false},
    {"to", offsetof(struct send_detail, row.to), false},
    {"template", offsetof(struct send_detail, row.template), false},
    {"language", offsetof(struct send_detail, row.language), false},
    {"category", offsetof(struct send_detail, row.category), false},
    {"wamid", offsetof(struct send_detail, row.wamid), false},
    {"error_text", offsetof(struct send_detail, row.error_text), false},
    {"source", offsetof(struct send_detail, row.source), false},
    {"operator", offsetof(struct send_detail, row.operator_name), false},
    {"batch", offsetof(struct send_detail, row.batch), false},
    {"values", offsetof(struct send_detail, values), true},
    {"definition", offsetof(struct send_detail, definition), true},
    {"request", offsetof(struct send_detail, request), true},
    {"reply", offsetof(struct send_detail, reply), true},
    {"note", offsetof(struct send_detail, note), false},
    {"tags", offsetof(struct send_detail, tags), false},
};

static enum err wrong_key(const char *name, const char *next, struct error *reterr)
{
    return error_set(reterr, ERR_INVALID, next, "its %s cannot be read", name);
}

/* Tags are kept as words of one text; a list of them is understood too. NULL when it is none, or
 * when memory is out. */
static const char *join_tags(const cJSON *list, struct arena *arena)
{
    const char *joined = "";
    const cJSON *tag = NULL;
    cJSON_ArrayForEach(tag, list)
    {
        if (!cJSON_IsString(tag))
            return NULL;
        joined =
            arena_format(arena, "%s%s%s", joined, joined[0] != '\0' ? " " : "", tag->valuestring);
        if (joined == NULL)
            return NULL;
    }
    return joined;
}

static enum err read_text(const cJSON *root, size_t which, struct arena *arena,
                          struct send_detail *detail, struct error *reterr)
{
    const cJSON *node = json_member(root, texts[which].name);
    const char *text = NULL;
    if (node == NULL || cJSON_IsNull(node))
        return ERR_OK;
    if (cJSON_IsString(node)) {
        text = arena_strdup(arena, node->valuestring);
    } else if (texts[which].is_json) {
        CLEANUP(mem_freep) char *printed = json_print(node);
        text = arena_strdup(arena, printed);
    } else if (cJSON_IsArray(node) && strcmp(texts[which].name, "tags") == 0) {
        text = join_tags(node, arena);
        if (text == NULL)
            return wrong_key(texts[which].name, "It must be a text or a list of texts.", reterr);
        if (text[0] == '\0')
            return ERR_OK;
    } else {
        return wrong_key(texts[which].name, "It must be a text or null.", reterr);
    }
    if (text == NULL)
        return error_nomem(reterr);
    memcpy((char *)detail + texts[which].offset, &text, sizeof text);
    return ERR_OK;
}

static enum err read_integer(const cJSON *root, const char *name, int64_t most, int64_t *ret_number,
                             struct error *reterr)
{
    const cJSON *node = json_member(root, name);
    int64_t number = 0;
    if (node == NULL || cJSON_IsNull(node))
        return ERR_OK;
    if (!json_integer(node, &number) || number < 0 || number > most)
        return wrong_key(name, "It must be a whole number or null.", reterr);
    *ret_number = number;
    return ERR_OK;
}

/* An id that cannot be kept is no fault: the row gets a new one. */
static enum err read_id(const cJSON *root, int64_t *ret_id, struct error *reterr)
{
    const cJSON *node = json_member(root, "id");
    int64_t id = 0;
    if (node != NULL && !cJSON_IsNull(node) && !cJSON_IsNumber(node) && !cJSON_IsRaw(node))
        return wrong_key("id", "It must be a number or null.", reterr);
    *ret_id = json_integer(node, &id) && id > 0 && id <= largest_id ? id : 0;
    return ERR_OK;
}

static enum err read_numbers(const cJSON *root, struct send_row *row, struct error *reterr)
{
    int64_t status = 0, code = 0;
    enum err err = read_id(root, &row->id, reterr);
    if (err == ERR_OK)
        err = read_integer(root, "http_status", 999, &status, reterr);
    if (err == ERR_OK)
        err = read_integer(root, "error_code", INT_MAX, &code, reterr);
    if (err == ERR_OK)
        err = read_integer(root, "latency_ms", INT64_C(1) << 52, &row->latency_ms, reterr);
    row->http_status = (int)status;
    row->error_code = (int)code;
    return err;
}

static enum err read_time_and_state(const cJSON *object, const char *time_name, int64_t *ret_at,
                                    enum send_state *ret_state, struct error *reterr)
{
    const char *at = json_text(object, time_name, NULL);
    const char *state = json_text(object, "state", NULL);
    if (at == NULL || !clock_parse_utc(at, ret_at))
        return wrong_key(time_name, "It must be a time such as 2026-11-23T07:33:05.120Z.", reterr);
    if (state == NULL || !send_state_parse(state, ret_state))
        return wrong_key("state", "It must be a state such as accepted.", reterr);
    return ERR_OK;
}

static enum err read_event(const cJSON *node, struct arena *arena, struct send_event *event,
                           struct error *reterr)
{
    enum err err = read_time_and_state(node, "at", &event->at, &event->state, reterr);
    if (err != ERR_OK)
        return err;
    const char *text = json_text(node, "text", NULL);
    event->source = arena_strdup(arena, json_text(node, "source", "import"));
    event->text = arena_strdup(arena, text);
    return event->source != NULL && (text == NULL || event->text != NULL) ? ERR_OK
                                                                          : error_nomem(reterr);
}

static enum err read_events(const cJSON *root, struct arena *arena, struct import_row *row,
                            struct error *reterr)
{
    const cJSON *array = json_member(root, "events");
    if (array == NULL || cJSON_IsNull(array))
        return ERR_OK;
    int count = cJSON_IsArray(array) ? cJSON_GetArraySize(array) : EVENTS_MOST + 1;
    if (count > EVENTS_MOST)
        return wrong_key("events", "It must be a list.", reterr);
    row->events = arena_alloc(arena, (size_t)count + 1, sizeof *row->events);
    if (row->events == NULL)
        return error_nomem(reterr);
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, array)
    {
        enum err err = read_event(node, arena, &row->events[row->event_count], reterr);
        if (err != ERR_OK)
            return err;
        row->event_count++;
    }
    return ERR_OK;
}

/* Two hashes of the line as a UUID of version 8 (RFC 9562: made by a rule of one's own), so that
 * the same line is the same row however often it comes. */
static const char *make_uid(const char *line, size_t length, struct arena *arena)
{
    uint64_t first = 14695981039346656037u, second = 0x9E3779B97F4A7C15u;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)line[i];
        first = (first ^ byte) * 1099511628211u;
        second = (second + byte) * 0xBF58476D1CE4E5B9u;
        second ^= second >> 31;
    }
    return arena_format(arena, "%08x-%04x-8%03x-8%03x-%012llx", (unsigned)(first >> 32),
                        (unsigned)(first >> 16 & 0xFFFF), (unsigned)(first & 0xFFF),
                        (unsigned)(second >> 48 & 0xFFF),
                        (unsigned long long)(second & 0xFFFFFFFFFFFF));
}

static enum err read_uid(const cJSON *root, const char *line, size_t length, struct arena *arena,
                         struct send_row *row, struct error *reterr)
{
    const cJSON *node = json_member(root, "uid");
    if (node == NULL || cJSON_IsNull(node)) {
        row->uid = make_uid(line, length, arena);
        return row->uid != NULL ? ERR_OK : error_nomem(reterr);
    }
    if (!cJSON_IsString(node) || !uuid_is_valid(node->valuestring))
        return wrong_key("uid", "It must be a UUID; leave it out when there is none.", reterr);
    row->uid = arena_strdup(arena, node->valuestring);
    return row->uid != NULL ? ERR_OK : error_nomem(reterr);
}

static enum err read_row(const cJSON *root, const char *line, size_t length, struct arena *arena,
                         struct import_row *row, struct error *reterr)
{
    struct send_detail *detail = &row->detail;
    enum err err = read_time_and_state(root, "created_at", &detail->row.created_at,
                                       &detail->row.state, reterr);
    if (err == ERR_OK)
        err = read_numbers(root, &detail->row, reterr);
    if (err == ERR_OK)
        err = read_uid(root, line, length, arena, &detail->row, reterr);
    for (size_t i = 0; err == ERR_OK && i < COUNT_OF(texts); i++)
        err = read_text(root, i, arena, detail, reterr);
    if (err == ERR_OK)
        err = read_events(root, arena, row, reterr);
    if (detail->reply != NULL)
        detail->reply_length = strlen(detail->reply);
    if (json_member(root, "source") == NULL)
        detail->row.source = "import";
    /* Whoever was sending them is not here. */
    if (detail->row.state == SEND_QUEUED || detail->row.state == SEND_SENDING)
        detail->row.state = SEND_UNKNOWN;
    return err;
}

enum err import_line_parse(const char *line, size_t length, struct arena *arena,
                           struct import_row *ret_row, struct error *reterr)
{
    *ret_row = (struct import_row){.detail.row.latency_ms = -1};
    CLEANUP(json_deletep) cJSON *root = NULL;
    enum err err = json_parse(line, length, &root, reterr);
    if (err == ERR_INVALID)
        return error_set(reterr, ERR_INVALID, "Export it again, or take the line out.",
                         "it is no whole JSON object");
    if (err != ERR_OK)
        return err;
    if (!cJSON_IsObject(root))
        return error_set(reterr, ERR_INVALID, "Write one object a line, as history export does.",
                         "it is no JSON object");
    return read_row(root, line, length, arena, ret_row, reterr);
}
