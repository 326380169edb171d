/* Button components: one for each button that takes a value and has one. */
#include "src/base/json.h"
#include "src/whatsapp/ascii.h"
#include "src/whatsapp/payload.h"
#include "src/whatsapp/payload_parts.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct button_place {
    struct place place;
    const struct template_button *button;
};

static const char *text_of(const struct payload_builder *builder, const struct button_place *at,
                           const char *leaf)
{
    return message_text(builder->message, at->place, leaf);
}

static void append_text(struct payload_builder *builder, cJSON *parameters, const char *type,
                        const char *text)
{
    cJSON *parameter = payload_append(builder, parameters, type);
    payload_put_text(builder, parameter, type, text);
}

static void append_payload(struct payload_builder *builder, cJSON *parameters,
                           const struct button_place *at)
{
    const char *text = text_of(builder, at, "payload");
    if (text != NULL)
        append_text(builder, parameters, "payload", text);
}

static void append_coupon(struct payload_builder *builder, cJSON *parameters,
                          const struct button_place *at)
{
    const char *text = text_of(builder, at, "coupon_code");
    if (text != NULL)
        append_text(builder, parameters, "coupon_code", text);
}

/* A one-time code goes out as typed: it has to equal the one in the body. */
static void append_url(struct payload_builder *builder, cJSON *parameters,
                       const struct button_place *at)
{
    const struct template *template = builder->message->template;
    if (at->place.card < 0 && slots_button_takes_code(template, at->button)) {
        const char *code = message_code(builder->message);
        if (code != NULL)
            append_text(builder, parameters, "text", code);
        return;
    }
    const char *suffix = text_of(builder, at, "text");
    if (suffix == NULL)
        return;
    struct strbuf encoded;
    strbuf_init(&encoded, SIZE_MAX / 4);
    payload_encode_suffix(&encoded, suffix);
    if (encoded.failed)
        builder->failed = true;
    cJSON *parameter = payload_append(builder, parameters, "text");
    payload_put_text(builder, parameter, "text", encoded.text);
    strbuf_release(&encoded);
    const char *name = at->button->url.placeholders[0].name;
    if (template->named && !ascii_all_digits(name))
        payload_put_text(builder, parameter, "parameter_name", name);
}

static cJSON *append_action(struct payload_builder *builder, cJSON *parameters)
{
    cJSON *parameter = payload_append(builder, parameters, "action");
    cJSON *action = payload_new_object(builder);
    payload_put(builder, parameter, "action", action);
    return builder->failed ? NULL : action;
}

/* The component has to be there even without data. */
static void append_flow(struct payload_builder *builder, cJSON *parameters,
                        const struct button_place *at)
{
    const char *token = text_of(builder, at, "flow_token");
    cJSON *action = append_action(builder, parameters);
    payload_put_text(builder, action, "flow_token", token != NULL ? token : "unused");
    cJSON *data = payload_parse_value(
        builder, message_value(builder->message, at->place, "flow_action_data"));
    if (data != NULL)
        payload_put(builder, action, "flow_action_data", data);
}

static void append_catalog(struct payload_builder *builder, cJSON *parameters,
                           const struct button_place *at)
{
    const char *product = text_of(builder, at, "thumbnail_product_retailer_id");
    if (product != NULL)
        payload_put_text(builder, append_action(builder, parameters),
                         "thumbnail_product_retailer_id", product);
}

/* "products": ["SKU"] is the short way to write "product_items": [{"product_retailer_id": "SKU"}].
 */
static void expand_products(struct payload_builder *builder, cJSON *section)
{
    cJSON *products = cJSON_GetObjectItemCaseSensitive(section, "products");
    if (!cJSON_IsArray(products))
        return;
    cJSON *items = cJSON_CreateArray();
    for (const cJSON *node = products->child; node != NULL; node = node->next) {
        cJSON *item = payload_new_object(builder);
        payload_put(builder, item, "product_retailer_id", cJSON_Duplicate(node, true));
        if (!json_append_node(items, item))
            builder->failed = true;
    }
    cJSON_DeleteItemFromObjectCaseSensitive(section, "products");
    cJSON_DeleteItemFromObjectCaseSensitive(section, "product_items");
    payload_put(builder, section, "product_items", items);
}

static void append_products(struct payload_builder *builder, cJSON *parameters,
                            const struct button_place *at)
{
    const char *product = text_of(builder, at, "thumbnail_product_retailer_id");
    cJSON *sections =
        payload_parse_value(builder, message_value(builder->message, at->place, "sections"));
    for (cJSON *section = cJSON_IsArray(sections) ? sections->child : NULL; section != NULL;
         section = section->next)
        expand_products(builder, section);
    if (product == NULL && sections == NULL)
        return;
    cJSON *action = append_action(builder, parameters);
    if (product != NULL)
        payload_put_text(builder, action, "thumbnail_product_retailer_id", product);
    if (sections != NULL)
        payload_put(builder, action, "sections", sections);
}

static void append_call(struct payload_builder *builder, cJSON *parameters,
                        const struct button_place *at)
{
    const char *minutes = text_of(builder, at, "ttl_minutes");
    if (minutes != NULL && ascii_all_digits(minutes)) {
        cJSON *parameter = payload_append(builder, parameters, "ttl_minutes");
        payload_put(builder, parameter, "ttl_minutes", cJSON_CreateNumber(strtod(minutes, NULL)));
    }
    append_payload(builder, parameters, at);
}

static void append_order(struct payload_builder *builder, cJSON *parameters,
                         const struct button_place *at)
{
    cJSON *order =
        payload_parse_value(builder, message_value(builder->message, at->place, "order_details"));
    if (order != NULL)
        payload_put(builder, append_action(builder, parameters), "order_details", order);
}

typedef void append_function(struct payload_builder *builder, cJSON *parameters,
                             const struct button_place *at);

static append_function *const append_functions[BUTTON_TYPE_COUNT] = {
    [BUTTON_QUICK_REPLY] = append_payload, [BUTTON_URL] = append_url,
    [BUTTON_COPY_CODE] = append_coupon,    [BUTTON_OTP] = append_url,
    [BUTTON_FLOW] = append_flow,           [BUTTON_CATALOG] = append_catalog,
    [BUTTON_MPM] = append_products,        [BUTTON_VOICE_CALL] = append_call,
    [BUTTON_ORDER_DETAILS] = append_order,
};

static void add_button(struct payload_builder *builder, cJSON *list, const struct button_place *at)
{
    cJSON *parameters = cJSON_CreateArray();
    append_functions[at->button->type](builder, parameters, at);
    if (parameters != NULL && parameters->child == NULL) {
        cJSON_Delete(parameters);
        return;
    }
    char index[16];
    snprintf(index, sizeof index, "%d", at->place.button);
    cJSON *component = payload_append(builder, list, "button");
    payload_put_text(builder, component, "sub_type", button_type_sub_type(at->button->type));
    payload_put_text(builder, component, "index", index);
    payload_put(builder, component, "parameters", parameters);
}

void payload_add_buttons(struct payload_builder *builder, cJSON *list,
                         const struct template_part *part, int card)
{
    for (size_t i = 0; i < part->button_count; i++) {
        struct button_place at = {.place = {card, SLOT_IN_BUTTON, (int)i},
                                  .button = &part->buttons[i]};
        if (append_functions[at.button->type] != NULL)
            add_button(builder, list, &at);
    }
}

static bool is_kept(int byte)
{
    return ascii_is_alnum(byte) || (byte != '\0' && strchr("-._~/?#[]@!$&'()*+,;=", byte) != NULL);
}

static bool is_hex(int byte)
{
    int upper = ascii_upper(byte);
    return ascii_is_digit(byte) || (upper >= 'A' && upper <= 'F');
}

size_t payload_encode_byte(const char *at, char out[4])
{
    const unsigned char *bytes = (const unsigned char *)at;
    if (is_kept(bytes[0]) || (bytes[0] == '%' && is_hex(bytes[1]) && is_hex(bytes[2]))) {
        out[0] = *at;
        return 1;
    }
    return (size_t)snprintf(out, 4, "%%%02X", bytes[0]);
}

void payload_encode_suffix(struct strbuf *out, const char *suffix)
{
    for (const char *at = suffix; *at != '\0'; at++) {
        char encoded[4];
        strbuf_add(out, encoded, payload_encode_byte(at, encoded));
    }
}
