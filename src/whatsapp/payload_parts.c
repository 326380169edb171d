/* Header and body parameters, and the plumbing for all components. */
#include "src/whatsapp/payload_parts.h"

#include "src/base/json.h"
#include "src/base/utf8.h"
#include "src/whatsapp/ascii.h"
#include "src/whatsapp/json_scan.h"

#include <string.h>

void payload_put(struct payload_builder *builder, cJSON *object, const char *name, cJSON *node)
{
    if (!json_add_node(object, name, node))
        builder->failed = true;
}

void payload_put_text(struct payload_builder *builder, cJSON *object, const char *name,
                      const char *text)
{
    payload_put(builder, object, name, cJSON_CreateString(text));
}

cJSON *payload_new_object(struct payload_builder *builder)
{
    cJSON *object = cJSON_CreateObject();
    if (object == NULL)
        builder->failed = true;
    return object;
}

cJSON *payload_append(struct payload_builder *builder, cJSON *list, const char *type)
{
    cJSON *object = cJSON_CreateObject();
    if (!json_append_node(list, object)) {
        builder->failed = true;
        return NULL;
    }
    payload_put_text(builder, object, "type", type);
    return object;
}

void payload_add_component(struct payload_builder *builder, cJSON *list, const char *type,
                           cJSON *parameters)
{
    if (parameters != NULL && cJSON_GetArraySize(parameters) == 0) {
        cJSON_Delete(parameters);
        return;
    }
    cJSON *component = payload_append(builder, list, type);
    payload_put(builder, component, "parameters", parameters);
}

cJSON *payload_parse_value(struct payload_builder *builder, const struct value *value)
{
    cJSON *node = NULL;
    if (value == NULL || json_scan_text(value->text).kind == JSON_NONE)
        return NULL;
    /* What is valid for the scan is valid for the parser, unless memory is out. */
    if (json_parse(value->text, strlen(value->text), &node, NULL) != ERR_OK &&
        utf8_is_valid(value->text, strlen(value->text)))
        builder->failed = true;
    return node;
}

/* {"type":"currency","code":…} and WhatsApp's own {"type":"currency","currency":{…}} alike. */
static void put_typed(struct payload_builder *builder, cJSON *parameter, cJSON *typed)
{
    const char *type = json_text(typed, "type", "text");
    const cJSON *inner = json_member(typed, type);
    payload_put_text(builder, parameter, "type", type);
    if (strcmp(type, "text") == 0) {
        payload_put_text(builder, parameter, "text", json_text(typed, "text", ""));
        return;
    }
    cJSON *body = cJSON_Duplicate(cJSON_IsObject(inner) ? inner : typed, true);
    if (body != NULL && !cJSON_IsObject(inner))
        cJSON_DeleteItemFromObjectCaseSensitive(body, "type");
    payload_put(builder, parameter, type, body);
}

static bool takes_name(const struct payload_builder *builder, const struct placeholder *placeholder)
{
    return builder->message->template->named && !ascii_all_digits(placeholder->name);
}

static void append_value(struct payload_builder *builder, cJSON *list,
                         const struct placeholder *placeholder, const struct value *value)
{
    cJSON *typed = value->is_json ? payload_parse_value(builder, value) : NULL;
    cJSON *parameter = payload_new_object(builder);
    if (cJSON_IsObject(typed)) {
        put_typed(builder, parameter, typed);
    } else {
        payload_put_text(builder, parameter, "type", "text");
        payload_put_text(builder, parameter, "text", value->text);
    }
    cJSON_Delete(typed);
    if (takes_name(builder, placeholder))
        payload_put_text(builder, parameter, "parameter_name", placeholder->name);
    if (!json_append_node(list, parameter))
        builder->failed = true;
}

/* All variables of a header or body, by number and then by name. An empty text goes out as it is:
 * a dry run shows what the server would refuse. */
static void append_variables(struct payload_builder *builder, cJSON *list,
                             const struct template_text *text, struct place place)
{
    for (size_t i = 0; i < text->placeholder_count; i++) {
        const struct placeholder *placeholder = &text->placeholders[i];
        const struct slot *slot = message_slot(builder->message, place, placeholder->name);
        const struct value *value =
            slot != NULL ? values_find(builder->message->values, slot->key) : NULL;
        if (value != NULL)
            append_value(builder, list, placeholder, value);
    }
}

void payload_add_body(struct payload_builder *builder, cJSON *list,
                      const struct template_text *body, int card)
{
    const struct message *message = builder->message;
    cJSON *parameters = cJSON_CreateArray();
    if (card < 0 && slots_body_takes_code(message->template)) {
        struct value code = {.text = (char *)message_code(message)};
        if (code.text != NULL)
            append_value(builder, parameters, &body->placeholders[0], &code);
    }
    append_variables(builder, parameters, body, (struct place){card, SLOT_IN_BODY, -1});
    payload_add_component(builder, list, "body", parameters);
}

/* Members of the one parameter that media, location and product headers have. */
struct header_kind {
    const char *type;
    const char *const *members;
};

static const char *const media_members[] = {"id", "link", NULL};
static const char *const document_members[] = {"id", "link", "filename", NULL};
static const char *const location_members[] = {"latitude", "longitude", "name", "address", NULL};
static const char *const product_members[] = {"product_retailer_id", "catalog_id", NULL};

static const struct header_kind header_kinds[HEADER_FORMAT_COUNT] = {
    [HEADER_IMAGE] = {.type = "image", .members = media_members},
    [HEADER_VIDEO] = {.type = "video", .members = media_members},
    [HEADER_DOCUMENT] = {.type = "document", .members = document_members},
    [HEADER_GIF] = {.type = "gif", .members = media_members},
    [HEADER_LOCATION] = {.type = "location", .members = location_members},
    [HEADER_PRODUCT] = {.type = "product", .members = product_members},
};

static cJSON *new_header_object(struct payload_builder *builder, const struct header_kind *kind,
                                struct place place)
{
    cJSON *object = payload_new_object(builder);
    for (size_t i = 0; kind->members[i] != NULL; i++) {
        const char *text = message_text(builder->message, place, kind->members[i]);
        bool id_given = cJSON_GetObjectItemCaseSensitive(object, "id") != NULL;
        /* Never both: the id wins, as it does on the server. */
        if (text != NULL && !(id_given && strcmp(kind->members[i], "link") == 0))
            payload_put_text(builder, object, kind->members[i], text);
    }
    return object;
}

void payload_add_header(struct payload_builder *builder, cJSON *list,
                        const struct template_header *header, int card)
{
    const struct header_kind *kind = &header_kinds[header->format];
    struct place place = {card, SLOT_IN_HEADER, -1};
    cJSON *parameters = cJSON_CreateArray();
    append_variables(builder, parameters, &header->text, place);
    if (kind->type != NULL) {
        cJSON *object = new_header_object(builder, kind, place);
        if (object != NULL && object->child == NULL) {
            cJSON_Delete(object);
        } else {
            cJSON *parameter = payload_append(builder, parameters, kind->type);
            payload_put(builder, parameter, kind->type, object);
        }
    }
    payload_add_component(builder, list, "header", parameters);
}
