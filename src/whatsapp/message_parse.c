/* Request bodies read backwards: components to slot keys. */
#include "src/whatsapp/message_parse.h"

#include "src/base/clock.h"
#include "src/base/json.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_BYTES = 128, MOST_CARDS = 10 };

struct parser {
    cJSON *values;
    size_t left_out;
    bool failed;
};

/* Where the components stand that are read: "" or "card.0.". */
struct nest {
    const char *prefix;
    bool is_card;
};

__attribute__((format(printf, 3, 4))) static void put(struct parser *parser, const cJSON *node,
                                                      const char *format, ...)
{
    char key[KEY_BYTES];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(key, sizeof key, format, args);
    va_end(args);
    bool is_value = node != NULL && !cJSON_IsNull(node);
    if (!is_value)
        return;
    if (length < 0 || length >= KEY_BYTES || json_member(parser->values, key) != NULL)
        parser->left_out++;
    else if (!json_add_node(parser->values, key, cJSON_Duplicate(node, true)))
        parser->failed = true;
}

/* The members of an object that are leaves of slots of their own. */
static void put_members(struct parser *parser, const cJSON *object, const char *stem,
                        const char *const *names)
{
    for (; *names != NULL; names++)
        put(parser, json_member(object, *names), "%s.%s", stem, *names);
}

static bool is(const cJSON *object, const char *member, const char *text)
{
    return strcmp(json_text(object, member, ""), text) == 0;
}

/* What stands for one variable of a text: the text, or the typed object as it is. */
static void put_variable(struct parser *parser, const cJSON *parameter, const char *stem,
                         size_t number)
{
    char digits[24];
    const char *name = json_text(parameter, "parameter_name", NULL);
    snprintf(digits, sizeof digits, "%zu", number);
    if (name == NULL)
        name = digits;
    if (is(parameter, "type", "text")) {
        put(parser, json_member(parameter, "text"), "%s.%s", stem, name);
        return;
    }
    cJSON *typed = cJSON_Duplicate(parameter, true);
    cJSON_DeleteItemFromObjectCaseSensitive(typed, "parameter_name");
    if (typed == NULL)
        parser->failed = true;
    put(parser, typed, "%s.%s", stem, name);
    cJSON_Delete(typed);
}

static void read_header(struct parser *parser, const struct nest *nest, const cJSON *parameters)
{
    static const char *const leaves[] = {"link",       "id",   "filename", "latitude",
                                         "longitude",  "name", "address",  "product_retailer_id",
                                         "catalog_id", NULL};
    char stem[KEY_BYTES];
    size_t number = 0;
    const cJSON *parameter = NULL;
    snprintf(stem, sizeof stem, "%sheader", nest->prefix);
    cJSON_ArrayForEach(parameter, parameters)
    {
        const char *type = json_text(parameter, "type", "");
        number++;
        if (strcmp(type, "text") == 0)
            put_variable(parser, parameter, stem, number);
        else
            put_members(parser, json_member(parameter, type), stem, leaves);
    }
}

static void read_body(struct parser *parser, const struct nest *nest, const cJSON *parameters)
{
    char stem[KEY_BYTES];
    size_t number = 0;
    const cJSON *parameter = NULL;
    snprintf(stem, sizeof stem, "%sbody", nest->prefix);
    cJSON_ArrayForEach(parameter, parameters) put_variable(parser, parameter, stem, ++number);
}

/* `unused` is what goes out for a flow without a token. */
static void read_action(struct parser *parser, const cJSON *action, const char *stem)
{
    static const char *const leaves[] = {"flow_action_data", "thumbnail_product_retailer_id",
                                         "sections", "order_details", NULL};
    put_members(parser, action, stem, leaves);
    if (!is(action, "flow_token", "unused"))
        put(parser, json_member(action, "flow_token"), "%s.flow_token", stem);
}

static void read_button(struct parser *parser, const struct nest *nest, const cJSON *component)
{
    static const char *const leaves[] = {"text", "payload", "coupon_code", "ttl_minutes", NULL};
    char stem[KEY_BYTES];
    char number[32];
    const cJSON *parameter = NULL;
    const char *index = json_text_or_number(component, "index", number, sizeof number);
    if (index == NULL || strlen(index) > 3) {
        parser->left_out++;
        return;
    }
    snprintf(stem, sizeof stem, "%sbutton.%s", nest->prefix, index);
    cJSON_ArrayForEach(parameter, json_member(component, "parameters"))
    {
        put_members(parser, parameter, stem, leaves);
        read_action(parser, json_member(parameter, "action"), stem);
    }
}

static void read_offer(struct parser *parser, const struct nest *nest, const cJSON *parameters)
{
    char text[CLOCK_TEXT_SIZE] = "";
    int64_t ms = 0;
    const cJSON *offer = json_member(parameters->child, "limited_time_offer");
    (void)nest;
    if (!json_integer(json_member(offer, "expiration_time_ms"), &ms))
        return;
    clock_format_utc(ms, text);
    cJSON *time = cJSON_CreateString(text);
    if (time == NULL)
        parser->failed = true;
    put(parser, text[0] != '\0' ? time : NULL, "lto.expiration_time");
    cJSON_Delete(time);
}

static void read_order_status(struct parser *parser, const struct nest *nest,
                              const cJSON *parameters)
{
    static const char *const leaves[] = {"status", "description", NULL};
    const cJSON *status = json_member(parameters->child, "order_status");
    (void)nest;
    put(parser, json_member(status, "reference_id"), "order_status.reference_id");
    put_members(parser, json_member(status, "order"), "order_status", leaves);
}

static void read_tap_target(struct parser *parser, const struct nest *nest, const cJSON *parameters)
{
    static const char *const leaves[] = {"url", "title", NULL};
    const cJSON *targets = json_member(parameters->child, "tap_target_configuration");
    (void)nest;
    if (cJSON_IsArray(targets))
        put_members(parser, targets->child, "tap_target", leaves);
}

static void read_components(struct parser *parser, const struct nest *nest,
                            const cJSON *components);

static bool has_product(const cJSON *card)
{
    const cJSON *component = NULL;
    cJSON_ArrayForEach(component, json_member(card, "components"))
    {
        const cJSON *parameters = json_member(component, "parameters");
        if (cJSON_IsArray(parameters) && json_member(parameters->child, "product") != NULL)
            return true;
    }
    return false;
}

/* Only a carousel of products has as many cards as the sender likes. */
static void read_carousel(struct parser *parser, const cJSON *cards)
{
    const cJSON *card = NULL;
    int64_t count = 0;
    bool has_products = false;
    cJSON_ArrayForEach(card, cards)
    {
        char prefix[32];
        int64_t index = count;
        struct nest nest = {.prefix = prefix, .is_card = true};
        (void)json_integer(json_member(card, "card_index"), &index);
        if (index < 0 || index >= MOST_CARDS) {
            parser->left_out++;
            continue;
        }
        snprintf(prefix, sizeof prefix, "card.%d.", (int)index);
        read_components(parser, &nest, json_member(card, "components"));
        has_products = has_products || has_product(card);
        count++;
    }
    if (has_products && !json_add_integer(parser->values, "card.count", count))
        parser->failed = true;
}

typedef void read_function(struct parser *parser, const struct nest *nest, const cJSON *parameters);

static const struct {
    const char *type;
    read_function *read;
    bool in_cards;
} kinds[] = {
    {"header", read_header, true},
    {"body", read_body, true},
    {"limited_time_offer", read_offer, false},
    {"order_status", read_order_status, false},
    {"tap_target_configuration", read_tap_target, false},
};

static void read_component(struct parser *parser, const struct nest *nest, const cJSON *component)
{
    const cJSON *parameters = json_member(component, "parameters");
    if (is(component, "type", "button")) {
        read_button(parser, nest, component);
        return;
    }
    if (is(component, "type", "carousel") && !nest->is_card) {
        read_carousel(parser, json_member(component, "cards"));
        return;
    }
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (!is(component, "type", kinds[i].type) || (nest->is_card && !kinds[i].in_cards))
            continue;
        if (cJSON_IsArray(parameters))
            kinds[i].read(parser, nest, parameters);
        return;
    }
    parser->left_out++;
}

static void read_components(struct parser *parser, const struct nest *nest, const cJSON *components)
{
    const cJSON *component = NULL;
    if (!cJSON_IsArray(components))
        return;
    cJSON_ArrayForEach(component, components) read_component(parser, nest, component);
}

static void read_extras(struct parser *parser, const cJSON *body)
{
    static const char *const names[] = {"biz_opaque_callback_data", "product_policy",
                                        "message_activity_sharing", NULL};
    for (const char *const *name = names; *name != NULL; name++)
        put(parser, json_member(body, *name), "%s", *name);
    put(parser, json_path(body, "context.message_id"), "context.message_id");
}

bool message_is_template(const cJSON *body)
{
    const cJSON *template = json_member(body, "template");
    return json_text(template, "name", NULL) != NULL;
}

static const char *language_of(const cJSON *template)
{
    const char *plain = json_text(template, "language", NULL);
    return plain != NULL ? plain : json_text(json_member(template, "language"), "code", NULL);
}

enum err message_parse(const cJSON *body, cJSON **ret_form, size_t *ret_left_out,
                       struct error *reterr)
{
    const cJSON *template = json_member(body, "template");
    char number[40];
    if (!message_is_template(body))
        return error_set(reterr, ERR_INVALID, "Paste the body of a template message.",
                         "the JSON is not the body of a template message");
    struct parser parser = {.values = cJSON_CreateObject()};
    const struct nest nest = {.prefix = ""};
    read_components(&parser, &nest, json_member(template, "components"));
    read_extras(&parser, body);
    const char *to = json_text_or_number(body, "to", number, sizeof number);
    cJSON *form = cJSON_CreateObject();
    bool ok = json_add_text(form, "template", json_text(template, "name", "")) &&
              json_add_text(form, "language", language_of(template)) &&
              json_add_text(form, "to", to != NULL ? to : json_text(body, "recipient", ""));
    ok = json_add_node(form, "values", parser.values) && ok && !parser.failed;
    *ret_left_out = parser.left_out;
    if (ok) {
        *ret_form = form;
        return ERR_OK;
    }
    cJSON_Delete(form);
    return error_nomem(reterr);
}
