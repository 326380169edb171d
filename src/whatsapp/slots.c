/* Builds the list of slots: one function for each part, in the order of the form. */
#include "src/whatsapp/slots.h"

#include "src/base/text.h"
#include "src/whatsapp/slot_fields.h"
#include "src/whatsapp/slot_text.h"

#include <string.h>

enum { PRODUCT_CARDS_LEAST = 2, PRODUCT_CARDS_MOST = 10, EXTRA_SLOTS = 16 };

struct builder {
    const struct template *template;
    struct arena *arena;
    struct slot_list *list;
    size_t room;
    int card;                 /* -1 outside of cards */
    const char *prefix;       /* "" or "card.N." */
    const char *group_prefix; /* "" or "card N · " */
    bool failed;
};

static const char *copy_format(struct builder *builder, const char *text)
{
    if (text == NULL)
        builder->failed = true;
    return text;
}

/* Adds a slot whose key is prefix + part + "." + leaf. Members that differ come in `like`. */
static void add(struct builder *builder, const char *part, const char *leaf, const char *group,
                struct slot like)
{
    struct slot_list *list = builder->list;
    if (builder->failed || list->count == builder->room)
        return;
    const char *dot = part[0] != '\0' ? "." : "";
    like.key = copy_format(
        builder, arena_format(builder->arena, "%s%s%s%s", builder->prefix, part, dot, leaf));
    like.group =
        copy_format(builder, arena_format(builder->arena, "%s%s", builder->group_prefix, group));
    if (builder->failed)
        return;
    like.leaf = like.key + strlen(like.key) - strlen(leaf);
    if (like.label == NULL)
        like.label = like.leaf;
    like.card = builder->card;
    list->items[list->count++] = like;
}

static void add_variables(struct builder *builder, const struct template_text *text,
                          struct slot like, const char *part, const char *group, size_t first)
{
    for (size_t i = first; i < text->placeholder_count; i++) {
        const struct placeholder *placeholder = &text->placeholders[i];
        like.placeholder = placeholder;
        like.example = placeholder->example;
        like.sentence =
            copy_format(builder, slot_sentence(text->text, placeholder->name, builder->arena));
        like.label = placeholder->name;
        add(builder, part, placeholder->name, group, like);
    }
}

static void add_header(struct builder *builder, const struct template_header *header)
{
    const char *group = slot_header_group(header->format);
    struct slot text = {.kind = SLOT_TEXT,
                        .part = SLOT_IN_HEADER,
                        .button = -1,
                        .required = true,
                        .max_code_points = 60};
    add_variables(builder, &header->text, text, "header", group, 0);
    for (size_t i = 0; i < slot_header_field_count; i++)
        if (slot_header_fields[i].of == (int)header->format)
            add(builder, "header", slot_header_fields[i].leaf, group,
                slot_of_field(&slot_header_fields[i], SLOT_IN_HEADER));
}

static void add_body(struct builder *builder, const struct template_part *part)
{
    struct slot like = {.kind = SLOT_TEXT, .part = SLOT_IN_BODY, .button = -1, .required = true};
    like.max_code_points = slots_body_limit(builder->template, builder->card);
    bool takes_code = builder->card < 0 && slots_body_takes_code(builder->template);
    add_variables(builder, &part->body, like, "body", TEXT("body"), takes_code ? 1 : 0);
}

/* One code for the body and the button of an authentication template. */
static void add_code(struct builder *builder)
{
    const struct template *template = builder->template;
    const struct template_part *part = &template->message;
    bool needed = slots_body_takes_code(template);
    struct slot like = {.label = TEXT("one-time code"),
                        .kind = SLOT_CODE,
                        .part = SLOT_IN_BODY,
                        .button = -1,
                        .required = true,
                        .max_code_points = 15};
    if (needed) {
        like.example = part->body.placeholders[0].example;
        like.sentence =
            copy_format(builder, slot_sentence(part->body.text, part->body.placeholders[0].name,
                                               builder->arena));
    }
    for (size_t i = 0; i < part->button_count; i++)
        needed = needed || slots_button_takes_code(template, &part->buttons[i]);
    if (needed)
        add(builder, "", "otp", TEXT("code"), like);
}

static void add_button(struct builder *builder, const struct template_button *button, int index)
{
    const char *part = arena_format(builder->arena, "button.%d", index);
    const char *group = slot_button_group(button->type, index, builder->arena);
    if (copy_format(builder, part) == NULL || copy_format(builder, group) == NULL)
        return;
    if (button->url.placeholder_count > 0 &&
        (builder->card >= 0 || !slots_button_takes_code(builder->template, button))) {
        const struct placeholder *placeholder = &button->url.placeholders[0];
        add(builder, part, "text", group,
            (struct slot){.label = TEXT("suffix"),
                          .kind = SLOT_URL_SUFFIX,
                          .part = SLOT_IN_BUTTON,
                          .button = index,
                          .placeholder = placeholder,
                          .required = true,
                          .example = placeholder->example,
                          .sentence = button->url.text,
                          .max_code_points = 2000});
    }
    for (size_t i = 0; i < slot_button_field_count; i++) {
        if (slot_button_fields[i].of != (int)button->type)
            continue;
        struct slot like = slot_of_field(&slot_button_fields[i], SLOT_IN_BUTTON);
        like.button = index;
        if (like.kind == SLOT_CODE)
            like.example = button->example;
        /* Data are only for flows that open a screen; the others fetch their own. */
        if (button->type == BUTTON_FLOW && like.kind == SLOT_JSON)
            like.optional_extra = strcmp(button->flow_action, "navigate") != 0;
        add(builder, part, slot_button_fields[i].leaf, group, like);
    }
}

static void add_buttons(struct builder *builder, const struct template_part *part)
{
    for (size_t i = 0; i < part->button_count; i++)
        add_button(builder, &part->buttons[i], (int)i);
}

static void add_offer(struct builder *builder)
{
    if (builder->template->has_limited_time_offer && builder->template->offer_has_expiration)
        add(builder, "lto", "expiration_time", TEXT("offer"),
            (struct slot){.label = TEXT("ends at"),
                          .kind = SLOT_TIME,
                          .part = SLOT_IN_OFFER,
                          .button = -1,
                          .required = true});
}

/* Nothing but the sub-category asks for an order status; for others the operator may. */
static void add_order_status(struct builder *builder)
{
    bool asked = strcmp(builder->template->sub_category, "ORDER_STATUS") == 0;
    for (size_t i = 0; i < slot_order_status_field_count; i++) {
        struct slot like = slot_of_field(&slot_order_status_fields[i], SLOT_IN_ORDER_STATUS);
        like.required = like.required && asked;
        like.optional_extra = !asked;
        add(builder, "order_status", slot_order_status_fields[i].leaf, TEXT("order status"), like);
    }
}

static void add_extras(struct builder *builder)
{
    enum header_format format = builder->template->message.header.format;
    bool can_be_tapped = !builder->template->has_carousel &&
                         (format == HEADER_NONE || format == HEADER_TEXT || format == HEADER_IMAGE);
    for (size_t i = 0; can_be_tapped && i < slot_tap_target_field_count; i++) {
        struct slot like = slot_of_field(&slot_tap_target_fields[i], SLOT_IN_TAP_TARGET);
        like.optional_extra = true;
        add(builder, "tap_target", slot_tap_target_fields[i].leaf, TEXT("tap target"), like);
    }
    for (size_t i = 0; i < slot_message_field_count; i++) {
        struct slot like = slot_of_field(&slot_message_fields[i], SLOT_IN_MESSAGE);
        like.optional_extra = true;
        add(builder, "", slot_message_fields[i].leaf, TEXT("message"), like);
    }
}

static void add_card(struct builder *builder, size_t card)
{
    const struct template_part *part = slots_card_part(builder->template, card);
    builder->card = (int)card;
    builder->prefix = copy_format(builder, arena_format(builder->arena, "card.%zu.", card));
    builder->group_prefix = copy_format(builder, arena_format(builder->arena, "card %zu · ", card));
    if (!builder->failed) {
        add_header(builder, &part->header);
        add_body(builder, part);
        add_buttons(builder, part);
    }
    builder->card = -1;
    builder->prefix = "";
    builder->group_prefix = "";
}

static void add_cards(struct builder *builder)
{
    if (template_is_product_carousel(builder->template))
        add(builder, "card", "count", TEXT("cards"),
            (struct slot){
                .label = TEXT("cards"), .kind = SLOT_NUMBER, .part = SLOT_IN_CARDS, .button = -1});
    for (size_t i = 0; i < builder->list->card_count; i++)
        add_card(builder, i);
}

static size_t count_part(const struct template_part *part)
{
    return part->header.text.placeholder_count + 4 + part->body.placeholder_count +
           2 * part->button_count;
}

static size_t count_room(const struct template *template, size_t card_count)
{
    size_t room = count_part(&template->message) + EXTRA_SLOTS;
    for (size_t i = 0; i < card_count; i++)
        room += count_part(slots_card_part(template, i));
    return room;
}

static size_t choose_card_count(const struct template *template, size_t wanted)
{
    if (!template_is_product_carousel(template))
        return template->card_count;
    size_t count = wanted != 0 ? wanted : template->card_count;
    if (count < PRODUCT_CARDS_LEAST)
        return PRODUCT_CARDS_LEAST;
    return count > PRODUCT_CARDS_MOST ? PRODUCT_CARDS_MOST : count;
}

enum err slots_build(const struct template *template, size_t card_count, struct arena *arena,
                     struct slot_list *ret_list, struct error *reterr)
{
    struct slot_list list = {.template = template,
                             .card_count = choose_card_count(template, card_count)};
    size_t room = count_room(template, list.card_count);
    list.items = arena_alloc(arena, room, sizeof *list.items);
    if (list.items == NULL)
        return error_nomem(reterr);
    struct builder builder = {.template = template,
                              .arena = arena,
                              .list = &list,
                              .room = room,
                              .card = -1,
                              .prefix = "",
                              .group_prefix = ""};
    add_header(&builder, &template->message.header);
    add_code(&builder);
    add_body(&builder, &template->message);
    add_offer(&builder);
    add_order_status(&builder);
    add_buttons(&builder, &template->message);
    add_cards(&builder);
    add_extras(&builder);
    if (builder.failed)
        return error_nomem(reterr);
    *ret_list = list;
    return ERR_OK;
}
