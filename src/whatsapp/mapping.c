/* Which member of the body a slot becomes: one table, and what it has no row for is a gap. */
#include "src/whatsapp/mapping.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/whatsapp/message_read.h"
#include "src/whatsapp/payload.h"

#include <stdlib.h>
#include <string.h>

enum { SUFFIX_BYTES_MAX = 64 * 1024 };

enum shape { AS_TEXT, AS_NUMBER, AS_LINK, AS_PAIR, AS_SUFFIX_PAIR, AS_NOTHING };

static const struct field {
    enum slot_part part;
    const char *leaf; /* NULL: a variable of the text */
    const char *name; /* of the member; of a link it depends on the header */
    enum shape shape;
} fields[] = {
    {SLOT_IN_BODY, NULL, "mapping", AS_PAIR},
    {SLOT_IN_HEADER, NULL, "headerMapping", AS_PAIR},
    {SLOT_IN_BUTTON, NULL, "buttonMapping", AS_SUFFIX_PAIR},
    {SLOT_IN_HEADER, "link", NULL, AS_LINK},
    {SLOT_IN_HEADER, "file", NULL, AS_NOTHING}, /* becomes a link before the message goes out */
    {SLOT_IN_HEADER, "filename", "filename", AS_TEXT},
    {SLOT_IN_HEADER, "latitude", "locationLatitude", AS_NUMBER},
    {SLOT_IN_HEADER, "longitude", "locationLongitude", AS_NUMBER},
    {SLOT_IN_HEADER, "name", "locationName", AS_TEXT},
    {SLOT_IN_HEADER, "address", "locationAddress", AS_TEXT},
};

static const char *const link_names[HEADER_FORMAT_COUNT] = {
    [HEADER_IMAGE] = "imageUrl", [HEADER_VIDEO] = "videoUrl", [HEADER_DOCUMENT] = "documentUrl"};

/* Buttons that WhatsApp wants a parameter for, which the form has no place for. */
static const bool needs_parameter[BUTTON_TYPE_COUNT] = {[BUTTON_FLOW] = true,
                                                        [BUTTON_MPM] = true,
                                                        [BUTTON_SPM] = true,
                                                        [BUTTON_COPY_CODE] = true,
                                                        [BUTTON_ORDER_DETAILS] = true};

static const struct field *find_field(const struct slot *slot)
{
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (fields[i].part != slot->part)
            continue;
        if (fields[i].leaf == NULL
                ? slot->placeholder != NULL
                : slot->placeholder == NULL && strcmp(fields[i].leaf, slot->leaf) == 0)
            return &fields[i];
    }
    return NULL;
}

static const struct value *value_of(const struct message *message, const struct slot *slot)
{
    const struct value *value = values_find(message->values, slot->key);
    return value != NULL && value->text[0] != '\0' ? value : NULL;
}

static bool is_code(const struct slot *slot)
{
    return slot->card < 0 && strcmp(slot->key, "otp") == 0;
}

static bool button_needs_parameter(const struct message *message, const struct slot *slot)
{
    const struct template_part *part = &message->template->message;
    return slot->part == SLOT_IN_BUTTON && slot->button >= 0 &&
           (size_t)slot->button < part->button_count &&
           needs_parameter[part->buttons[slot->button].type];
}

/* How many URL buttons with a variable stand before this one. */
static size_t suffixes_before(const struct message *message, const struct slot *slot)
{
    size_t count = 0;
    for (const struct slot *other = message->slots->items; other < slot; other++)
        if (other->card < 0 && other->part == SLOT_IN_BUTTON && other->placeholder != NULL)
            count++;
    return count;
}

/* NULL: the form has a place for it. */
static const char *gap_of(const struct message *message, const struct slot *slot)
{
    const struct value *value = value_of(message, slot);
    const struct field *field = slot->card < 0 ? find_field(slot) : NULL;
    if (is_code(slot))
        return NULL;
    if (field == NULL) {
        bool is_needed = value != NULL || (slot->required && slot->one_of == NULL) ||
                         (slot->card < 0 && button_needs_parameter(message, slot));
        if (!is_needed)
            return NULL;
        return slot->card >= 0 ? text_of("it has no place for cards")
                               : text_of("it has no place for this value");
    }
    if (value != NULL && value->is_json)
        return text_of("it takes texts only, no typed values");
    if (field->shape == AS_LINK && value != NULL &&
        link_names[message->template->message.header.format] == NULL)
        return text_of("it has no place for a header of this kind");
    if (field->shape == AS_SUFFIX_PAIR && suffixes_before(message, slot) > 0)
        return text_of("how it names the variable of a second button is not documented");
    return NULL;
}

const struct slot *mapping_next_gap(const struct message *message, size_t *position,
                                    const char **ret_why)
{
    while (*position < message->slots->count) {
        const struct slot *slot = &message->slots->items[(*position)++];
        *ret_why = gap_of(message, slot);
        if (*ret_why != NULL)
            return slot;
    }
    return NULL;
}

/* {"schemaPropertyName": "1", "schemaPropertyValue": TEXT} at the end of the list `name`. */
static bool add_pair(cJSON *body, const char *name, const struct slot *slot, const char *text)
{
    cJSON *list = cJSON_GetObjectItemCaseSensitive(body, name);
    if (list == NULL)
        list = cJSON_AddArrayToObject(body, name);
    cJSON *pair = cJSON_CreateObject();
    bool ok = json_add_text(pair, "schemaPropertyName", slot->placeholder->name) &&
              json_add_text(pair, "schemaPropertyValue", text);
    return json_append_node(list, pair) && ok;
}

static bool add_suffix_pair(cJSON *body, const char *name, const struct slot *slot,
                            const char *text)
{
    struct strbuf encoded;
    strbuf_init(&encoded, SUFFIX_BYTES_MAX);
    payload_encode_suffix(&encoded, text);
    bool ok = !encoded.failed && add_pair(body, name, slot, encoded.text);
    strbuf_release(&encoded);
    return ok;
}

/* What is no number goes out as it is: the rules and the server have words for it. */
static bool add_number(cJSON *body, const char *name, const char *text)
{
    char *end = NULL;
    double number = strtod(text, &end);
    if (end == text || *end != '\0')
        return json_add_text(body, name, text);
    return json_add_node(body, name, cJSON_CreateNumber(number));
}

static bool add_value(const struct message *message, cJSON *body, const struct slot *slot,
                      const char *text)
{
    const struct field *field = find_field(slot);
    switch (field != NULL ? field->shape : AS_NOTHING) {
    case AS_TEXT:
        return json_add_text(body, field->name, text);
    case AS_NUMBER:
        return add_number(body, field->name, text);
    case AS_LINK:
        return json_add_text(body, link_names[message->template->message.header.format], text);
    case AS_PAIR:
        return add_pair(body, field->name, slot, text);
    case AS_SUFFIX_PAIR:
        return add_suffix_pair(body, field->name, slot, text);
    case AS_NOTHING:
        break;
    }
    return true;
}

static bool fill(const struct message *message, const char *phone_number_id, cJSON *body)
{
    const char *code = message_code(message);
    bool ok = json_add_text(body, "whatsappPhoneNumberId", phone_number_id) &&
              json_add_text(body, "templateName", message->template->name) &&
              json_add_text(body, "language", message->template->language);
    for (size_t i = 0; ok && i < message->slots->count; i++) {
        const struct slot *slot = &message->slots->items[i];
        const struct value *value = value_of(message, slot);
        if (value != NULL && !is_code(slot) && gap_of(message, slot) == NULL)
            ok = add_value(message, body, slot, value->text);
    }
    if (ok && code != NULL)
        ok = json_add_text(body, "otpCode", code);
    return ok;
}

enum err mapping_build(const struct message *message, const char *phone_number_id, cJSON **ret_body,
                       struct error *reterr)
{
    cJSON *body = cJSON_CreateObject();
    *ret_body = NULL;
    if (body == NULL || !fill(message, phone_number_id, body)) {
        cJSON_Delete(body);
        return error_nomem(reterr);
    }
    *ret_body = body;
    return ERR_OK;
}
