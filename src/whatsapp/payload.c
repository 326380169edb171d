/* The envelope and the order of the components; parts and buttons have files of their own. */
#include "src/whatsapp/payload.h"

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/whatsapp/payload_parts.h"
#include "src/whatsapp/phone.h"

#include <stdlib.h>
#include <string.h>

static const char *extra(const struct payload_builder *builder, enum slot_part part,
                         const char *leaf)
{
    return message_text(builder->message, (struct place){-1, part, -1}, leaf);
}

/* A component with one parameter of its own type, which holds `node`. Takes `node`. */
static void add_special(struct payload_builder *builder, cJSON *list, const char *type, cJSON *node)
{
    cJSON *parameters = cJSON_CreateArray();
    cJSON *parameter = payload_append(builder, parameters, type);
    payload_put(builder, parameter, type, node);
    payload_add_component(builder, list, type, parameters);
}

static void add_offer(struct payload_builder *builder, cJSON *list)
{
    const char *text = extra(builder, SLOT_IN_OFFER, "expiration_time");
    int64_t ms = 0;
    if (text == NULL || !clock_parse_utc(text, &ms))
        return;
    cJSON *offer = payload_new_object(builder);
    payload_put(builder, offer, "expiration_time_ms", cJSON_CreateNumber((double)ms));
    add_special(builder, list, "limited_time_offer", offer);
}

static void add_order_status(struct payload_builder *builder, cJSON *list)
{
    const char *reference = extra(builder, SLOT_IN_ORDER_STATUS, "reference_id");
    const char *status = extra(builder, SLOT_IN_ORDER_STATUS, "status");
    const char *description = extra(builder, SLOT_IN_ORDER_STATUS, "description");
    if (reference == NULL && status == NULL && description == NULL)
        return;
    cJSON *order = payload_new_object(builder);
    if (status != NULL)
        payload_put_text(builder, order, "status", status);
    if (description != NULL)
        payload_put_text(builder, order, "description", description);
    cJSON *node = payload_new_object(builder);
    if (reference != NULL)
        payload_put_text(builder, node, "reference_id", reference);
    payload_put(builder, node, "order", order);
    add_special(builder, list, "order_status", node);
}

static void add_tap_target(struct payload_builder *builder, cJSON *list)
{
    const char *url = extra(builder, SLOT_IN_TAP_TARGET, "url");
    const char *title = extra(builder, SLOT_IN_TAP_TARGET, "title");
    if (url == NULL && title == NULL)
        return;
    cJSON *target = payload_new_object(builder);
    if (url != NULL)
        payload_put_text(builder, target, "url", url);
    if (title != NULL)
        payload_put_text(builder, target, "title", title);
    cJSON *targets = cJSON_CreateArray();
    if (!json_append_node(targets, target))
        builder->failed = true;
    add_special(builder, list, "tap_target_configuration", targets);
}

static void add_card(struct payload_builder *builder, cJSON *cards, size_t index)
{
    const struct template_part *part = slots_card_part(builder->message->template, index);
    cJSON *card = payload_new_object(builder);
    cJSON *components = cJSON_CreateArray();
    payload_put(builder, card, "card_index", cJSON_CreateNumber((double)index));
    payload_put(builder, card, "components", components);
    if (!json_append_node(cards, card) || builder->failed) {
        builder->failed = true;
        return;
    }
    payload_add_header(builder, components, &part->header, (int)index);
    payload_add_body(builder, components, &part->body, (int)index);
    payload_add_buttons(builder, components, part, (int)index);
}

static void add_carousel(struct payload_builder *builder, cJSON *list)
{
    size_t count = builder->message->slots->card_count;
    if (count == 0)
        return;
    cJSON *cards = cJSON_CreateArray();
    for (size_t i = 0; i < count && !builder->failed; i++)
        add_card(builder, cards, i);
    cJSON *component = payload_append(builder, list, "carousel");
    payload_put(builder, component, "cards", cards);
}

static cJSON *new_components(struct payload_builder *builder)
{
    const struct template *template = builder->message->template;
    cJSON *list = cJSON_CreateArray();
    payload_add_header(builder, list, &template->message.header, -1);
    payload_add_body(builder, list, &template->message.body, -1);
    add_offer(builder, list);
    add_order_status(builder, list);
    add_tap_target(builder, list);
    add_carousel(builder, list);
    payload_add_buttons(builder, list, &template->message, -1);
    return list;
}

static void add_recipient(struct payload_builder *builder, cJSON *body)
{
    const char *to = builder->message->to;
    struct phone phone;
    if (to == NULL)
        return;
    if (message_is_user_id(to))
        payload_put_text(builder, body, "recipient", to);
    else if (phone_normalize(to, &phone, NULL) == ERR_OK)
        payload_put_text(builder, body, "to", phone.digits);
}

static void add_template(struct payload_builder *builder, cJSON *body)
{
    const struct template *template = builder->message->template;
    cJSON *language = payload_new_object(builder);
    payload_put_text(builder, language, "policy", "deterministic");
    payload_put_text(builder, language, "code", template->language);
    cJSON *node = payload_new_object(builder);
    payload_put_text(builder, node, "name", template->name);
    payload_put(builder, node, "language", language);
    payload_put(builder, node, "components", new_components(builder));
    payload_put(builder, body, "template", node);
}

static void add_extras(struct payload_builder *builder, cJSON *body)
{
    const char *callback = extra(builder, SLOT_IN_MESSAGE, "biz_opaque_callback_data");
    const char *reply_to = extra(builder, SLOT_IN_MESSAGE, "context.message_id");
    const char *policy = extra(builder, SLOT_IN_MESSAGE, "product_policy");
    const char *sharing = extra(builder, SLOT_IN_MESSAGE, "message_activity_sharing");
    if (reply_to != NULL) {
        cJSON *context = payload_new_object(builder);
        payload_put_text(builder, context, "message_id", reply_to);
        payload_put(builder, body, "context", context);
    }
    if (callback != NULL)
        payload_put_text(builder, body, "biz_opaque_callback_data", callback);
    if (policy != NULL)
        payload_put_text(builder, body, "product_policy", policy);
    if (sharing == NULL)
        return;
    bool is_truth = strcmp(sharing, "true") == 0 || strcmp(sharing, "false") == 0;
    payload_put(builder, body, "message_activity_sharing",
                is_truth ? cJSON_CreateBool(strcmp(sharing, "true") == 0)
                         : cJSON_CreateString(sharing));
}

enum err payload_build(const struct message *message, cJSON **ret_body, struct error *reterr)
{
    struct payload_builder builder = {.message = message};
    cJSON *body = payload_new_object(&builder);
    payload_put_text(&builder, body, "messaging_product", "whatsapp");
    payload_put_text(&builder, body, "recipient_type", "individual");
    add_recipient(&builder, body);
    payload_put_text(&builder, body, "type", "template");
    add_template(&builder, body);
    add_extras(&builder, body);
    if (builder.failed) {
        cJSON_Delete(body);
        return error_nomem(reterr);
    }
    *ret_body = body;
    return ERR_OK;
}
