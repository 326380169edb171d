/* The entry of the reader, its limits, and ChakraHQ's own events. */
#include "src/webhook/receive.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/webhook/receive_internal.h"

/* A number of seconds reaches this in the year 5138, one of milliseconds did in 1973. */
static const int64_t seconds_end = 100000000000;

/* cJSON keeps numbers as doubles; from 16 digits on they are no longer exact. */
enum { EXACT_DIGITS = 15, WORD_MAX = 64 };

const char *receive_text(struct receiver *receiver, const cJSON *object, const char *name)
{
    char buffer[64];
    const char *text = json_text_or_number(object, name, buffer, sizeof buffer);
    const char *copy = arena_strdup(receiver->arena, text);
    receiver->failed = receiver->failed || (text != NULL && copy == NULL);
    return copy;
}

int64_t receive_time(const cJSON *object, const char *name)
{
    const cJSON *node = json_member(object, name);
    int64_t at = 0;
    if (json_integer(node, &at)) {
        if (at <= 0)
            return 0;
        return at < seconds_end ? at * 1000 : at;
    }
    const char *text = json_text(object, name, NULL);
    return text != NULL && clock_parse_utc(text, &at) ? at : 0;
}

void receive_errors(struct receiver *receiver, const cJSON *errors, struct webhook_status *status)
{
    const cJSON *error = NULL;
    cJSON_ArrayForEach(error, errors)
    {
        int64_t code = 0;
        if (!json_integer(json_member(error, "code"), &code) || code <= 0 || code > INT_MAX)
            continue;
        status->code = (int)code;
        status->title = receive_text(receiver, error, "title");
        const char *message = receive_text(receiver, error, "message");
        const cJSON *data = json_member(error, "error_data");
        status->details = cJSON_IsString(data) ? receive_text(receiver, error, "error_data")
                                               : receive_text(receiver, data, "details");
        if (status->title == NULL)
            status->title = message;
        else if (status->details == NULL && message != NULL && strcmp(message, status->title) != 0)
            status->details = message;
        return;
    }
}

static bool is_full(struct receiver *receiver)
{
    struct webhook_batch *batch = receiver->batch;
    if (batch->status_count + batch->message_count + batch->other_count < WEBHOOK_UPDATES_MAX)
        return false;
    batch->over_limit++;
    return true;
}

/* Room for one more row; the old rows stay in the arena until it goes. */
static void *grow_rows(struct receiver *receiver, void *rows, size_t count, size_t *size,
                       size_t row_size)
{
    if (count < *size)
        return rows;
    size_t grown_size = *size == 0 ? 8 : *size * 2;
    void *grown = arena_alloc(receiver->arena, grown_size, row_size);
    if (grown == NULL) {
        receiver->failed = true;
        return NULL;
    }
    if (count > 0)
        memcpy(grown, rows, count * row_size);
    *size = grown_size;
    return grown;
}

static const char *lower_word(struct receiver *receiver, const char *word)
{
    char *copy = arena_strdup(receiver->arena, word);
    receiver->failed = receiver->failed || copy == NULL;
    for (char *at = copy; at != NULL && *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return copy;
}

void receive_status(struct receiver *receiver, struct webhook_status status)
{
    struct webhook_batch *batch = receiver->batch;
    if (status.wamid == NULL || status.wamid[0] == '\0' || status.state == NULL ||
        status.state[0] == '\0' || strlen(status.state) > WORD_MAX) {
        batch->unreadable++;
        return;
    }
    if (is_full(receiver))
        return;
    status.state = lower_word(receiver, status.state);
    struct webhook_status *rows = grow_rows(receiver, batch->statuses, batch->status_count,
                                            &receiver->status_size, sizeof *rows);
    if (rows == NULL || status.state == NULL)
        return;
    batch->statuses = rows;
    rows[batch->status_count++] = status;
}

void receive_other(struct receiver *receiver, struct webhook_other other)
{
    struct webhook_batch *batch = receiver->batch;
    if (is_full(receiver))
        return;
    struct webhook_other *rows =
        grow_rows(receiver, batch->others, batch->other_count, &receiver->other_size, sizeof *rows);
    if (rows == NULL)
        return;
    batch->others = rows;
    rows[batch->other_count++] = other;
}

/* What a person would read: the text, the words on the button, the caption. */
static const char *message_text(struct receiver *receiver, const cJSON *message)
{
    static const struct {
        const char *parent, *name;
    } places[] = {{"text", "body"},
                  {"button", "text"},
                  {"interactive.button_reply", "title"},
                  {"interactive.list_reply", "title"},
                  {"interactive.nfm_reply", "body"},
                  {"image", "caption"},
                  {"video", "caption"},
                  {"document", "caption"},
                  {"document", "filename"},
                  {"reaction", "emoji"},
                  {"location", "name"},
                  {"system", "body"}};
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        const char *text = receive_text(receiver, json_path(message, places[i].parent), //
                                        places[i].name);
        if (text != NULL)
            return text;
    }
    return NULL;
}

static const char *sender_name(struct receiver *receiver, const cJSON *contacts, const char *from)
{
    const cJSON *contact = NULL;
    cJSON_ArrayForEach(contact, contacts)
    {
        char buffer[64];
        const char *id = json_text_or_number(contact, "wa_id", buffer, sizeof buffer);
        if (id != NULL && strcmp(id, from) == 0)
            return receive_text(receiver, json_member(contact, "profile"), "name");
    }
    return NULL;
}

void receive_message(struct receiver *receiver, const cJSON *message, const cJSON *contacts,
                     int64_t at_ms)
{
    struct webhook_batch *batch = receiver->batch;
    const char *from = receive_text(receiver, message, "from");
    if (from == NULL || from[0] == '\0') {
        batch->unreadable++;
        return;
    }
    if (is_full(receiver))
        return;
    struct webhook_message *rows = grow_rows(receiver, batch->messages, batch->message_count,
                                             &receiver->message_size, sizeof *rows);
    if (rows == NULL)
        return;
    batch->messages = rows;
    struct webhook_message *row = &rows[batch->message_count++];
    *row = (struct webhook_message){
        .wamid = receive_text(receiver, message, "id"),
        .from = from,
        .name = sender_name(receiver, contacts, from),
        .type = receive_text(receiver, message, "type"),
        .text = message_text(receiver, message),
        .in_reply_to = receive_text(receiver, json_member(message, "context"), "id"),
        .at_ms = receive_time(message, "timestamp"),
    };
    if (row->at_ms == 0)
        row->at_ms = at_ms;
}

/* ChakraHQ names the wamid `externalId` beside its own `id`, or gives it as `id` alone. */
static void receive_chakra_status(struct receiver *receiver, const cJSON *payload)
{
    struct webhook_status status = {
        .wamid = receive_text(receiver, payload, "externalId"),
        .state = receive_text(receiver, payload, "deliveryStatus"),
        .at_ms = receive_time(payload, "timestamp"),
        .recipient = receive_text(receiver, payload, "recipientId"),
    };
    if (status.wamid == NULL)
        status.wamid = receive_text(receiver, payload, "id");
    if (status.state == NULL)
        status.state = receive_text(receiver, payload, "status");
    receive_errors(receiver, json_member(payload, "errors"), &status);
    receive_status(receiver, status);
}

void receive_event(struct receiver *receiver, const cJSON *root)
{
    const char *event = json_text(root, "event", "");
    const cJSON *payload = json_member(root, "payload");
    if (strcmp(event, "status") == 0 || strcmp(event, "deliveryStatus") == 0)
        receive_chakra_status(receiver, payload);
    else if (strcmp(event, "message") == 0)
        receive_message(receiver, json_member(payload, "message"), json_member(payload, "contacts"),
                        receive_time(payload, "timestamp"));
    else
        receive_other(receiver,
                      (struct webhook_other){.event = receive_text(receiver, root, "event")});
}

static void receive_one(struct receiver *receiver, const cJSON *root)
{
    if (cJSON_IsArray(json_member(root, "entry")))
        receive_envelope(receiver, root);
    else if (json_text(root, "event", NULL) != NULL)
        receive_event(receiver, root);
}

/* Puts quotes around the whole numbers that a double would not keep: they are ids. */
static void quote_long_numbers(struct strbuf *out, const char *bytes, size_t length)
{
    bool in_string = false;
    for (size_t at = 0; at < length;) {
        size_t begin = at;
        char c = bytes[at++];
        if (in_string && c == '\\' && at < length)
            at++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && c >= '0' && c <= '9') {
            while (at < length && strchr("0123456789.eE+-", bytes[at]) != NULL && bytes[at] != '\0')
                at++;
            bool is_id = at - begin > EXACT_DIGITS && (begin == 0 || bytes[begin - 1] != '-');
            for (size_t i = begin; is_id && i < at; i++)
                is_id = bytes[i] >= '0' && bytes[i] <= '9';
            if (is_id)
                strbuf_add_char(out, '"');
            strbuf_add(out, bytes + begin, at - begin);
            if (is_id)
                strbuf_add_char(out, '"');
            continue;
        }
        strbuf_add(out, bytes + begin, at - begin);
    }
}

static enum err parse_body(const char *bytes, size_t length, cJSON **ret_root, struct error *reterr)
{
    struct strbuf quoted;
    strbuf_init(&quoted, 2 * WEBHOOK_BODY_MAX);
    quote_long_numbers(&quoted, bytes, length);
    enum err err = strbuf_status(&quoted, "the webhook", reterr);
    if (err == ERR_OK)
        err = json_parse(quoted.text, quoted.length, ret_root, reterr);
    strbuf_release(&quoted);
    return err;
}

enum err webhook_parse(const char *bytes, size_t length, struct arena *arena,
                       struct webhook_batch *ret_batch, struct error *reterr)
{
    *ret_batch = (struct webhook_batch){0};
    if (length > WEBHOOK_BODY_MAX)
        return error_set(reterr, ERR_TOO_BIG, "Check who sends it: no webhook is as big as that.",
                         "a webhook of %zu bytes", length);
    CLEANUP(json_deletep) cJSON *root = NULL;
    enum err err = parse_body(bytes, length, &root, reterr);
    if (err != ERR_OK)
        return err;
    if (!cJSON_IsObject(root) && !cJSON_IsArray(root))
        return error_set(reterr, ERR_INVALID, "Check who sends it.", "a webhook that is no object");
    struct receiver receiver = {.arena = arena, .batch = ret_batch};
    if (cJSON_IsObject(root))
        receive_one(&receiver, root);
    const cJSON *element = NULL;
    if (cJSON_IsArray(root))
        cJSON_ArrayForEach(element, root) receive_one(&receiver, element);
    return receiver.failed ? error_nomem(reterr) : ERR_OK;
}
