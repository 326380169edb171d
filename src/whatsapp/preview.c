/* The bubble, block by block in the order in which the recipient sees it. */
#include "src/whatsapp/preview.h"

#include "src/whatsapp/message_read.h"
#include "src/whatsapp/payload_parts.h"
#include "src/whatsapp/resolve.h"

#include <string.h>

struct painter {
    const struct message *message;
    struct arena *arena;
    struct preview *preview;
    int card;
    bool failed;
};

/* Texts of the arena pass through here, so that a failure is noticed once. */
static const char *need(struct painter *painter, const char *text)
{
    if (text == NULL)
        painter->failed = true;
    return text != NULL ? text : "";
}

static struct preview_block *add_block(struct painter *painter, enum preview_block_kind kind,
                                       const char *text)
{
    struct preview_block *block = &painter->preview->blocks[painter->preview->count++];
    *block = (struct preview_block){
        .kind = kind, .text = text, .resolved = text, .card = painter->card, .button = -1};
    return block;
}

static void add_resolved(struct painter *painter, enum preview_block_kind kind,
                         const struct resolve_source *source, bool has_markup)
{
    struct marked_text marked;
    if (!resolve_text(source, painter->arena, &marked)) {
        painter->failed = true;
        return;
    }
    if (has_markup)
        marked_text_parse(&marked);
    struct preview_block *block = add_block(painter, kind, marked.text);
    if (!marked_text_finish(&marked, painter->arena, &block->text, &block->runs, &block->run_count))
        painter->failed = true;
}

/* The value of a fixed field, or ⟦key⟧; "" when the template has no such slot. */
static const char *field(struct painter *painter, enum slot_part part, int button, const char *leaf)
{
    struct place place = {painter->card, part, button};
    const struct slot *slot = message_slot(painter->message, place, leaf);
    if (slot == NULL)
        return "";
    const char *text = message_text(painter->message, place, leaf);
    return text != NULL ? text : need(painter, resolve_unfilled(slot->key, painter->arena));
}

static const char *header_value(struct painter *painter, const char *leaf)
{
    return message_text(painter->message, (struct place){painter->card, SLOT_IN_HEADER, -1}, leaf);
}

/* Whichever of id, link and file is given. */
static const char *media_source(struct painter *painter)
{
    static const char *const leaves[] = {"id", "link", "file"};
    for (size_t i = 0; i < sizeof leaves / sizeof leaves[0]; i++) {
        const char *text = header_value(painter, leaves[i]);
        if (text != NULL)
            return text;
    }
    return field(painter, SLOT_IN_HEADER, -1, "link");
}

static void add_media(struct painter *painter, const char *name, const char *type)
{
    const char *source = media_source(painter);
    struct preview_block *block =
        add_block(painter, PREVIEW_HEADER_MEDIA,
                  need(painter, arena_format(painter->arena, "[%s] %s", name, source)));
    block->type = type;
    block->detail = header_value(painter, "filename");
}

static void add_location(struct painter *painter)
{
    const char *name = field(painter, SLOT_IN_HEADER, -1, "name");
    const char *address = field(painter, SLOT_IN_HEADER, -1, "address");
    const char *latitude = field(painter, SLOT_IN_HEADER, -1, "latitude");
    const char *longitude = field(painter, SLOT_IN_HEADER, -1, "longitude");
    struct preview_block *block = add_block(
        painter, PREVIEW_HEADER_MEDIA,
        need(painter, arena_format(painter->arena, "[location] %s, %s", latitude, longitude)));
    block->type = "LOCATION";
    block->detail = need(painter, arena_format(painter->arena, "%s\n%s", name, address));
}

static void add_product(struct painter *painter)
{
    const char *product = field(painter, SLOT_IN_HEADER, -1, "product_retailer_id");
    struct preview_block *block =
        add_block(painter, PREVIEW_HEADER_MEDIA,
                  need(painter, arena_format(painter->arena, "[product] %s", product)));
    block->type = "PRODUCT";
    block->detail = product;
}

static void add_header_text(struct painter *painter, const struct template_header *header)
{
    char prefix[48];
    message_prefix(painter->card, "header", prefix, sizeof prefix);
    struct resolve_source source = {
        .text = &header->text, .prefix = prefix, .values = painter->message->values};
    add_resolved(painter, PREVIEW_HEADER_TEXT, &source, false);
}

static void add_header(struct painter *painter, const struct template_header *header)
{
    static const char *const media[HEADER_FORMAT_COUNT][2] = {
        [HEADER_IMAGE] = {"image", "IMAGE"},
        [HEADER_VIDEO] = {"video", "VIDEO"},
        [HEADER_DOCUMENT] = {"document", "DOCUMENT"},
        [HEADER_GIF] = {"gif", "GIF"},
    };
    if (media[header->format][0] != NULL)
        add_media(painter, media[header->format][0], media[header->format][1]);
    else if (header->format == HEADER_TEXT)
        add_header_text(painter, header);
    else if (header->format == HEADER_LOCATION)
        add_location(painter);
    else if (header->format == HEADER_PRODUCT)
        add_product(painter);
    else if (header->format == HEADER_UNKNOWN)
        add_block(painter, PREVIEW_NOTE,
                  need(painter,
                       arena_format(painter->arena, "cannot be shown: header of unknown format %s",
                                    header->format_name)));
}

static void add_body(struct painter *painter, const struct template_text *body)
{
    if (body->text == NULL)
        return;
    char prefix[48];
    message_prefix(painter->card, "body", prefix, sizeof prefix);
    bool takes_code = painter->card < 0 && slots_body_takes_code(painter->message->template);
    struct resolve_source source = {.text = body,
                                    .prefix = prefix,
                                    .values = painter->message->values,
                                    .first_key = takes_code ? "otp" : NULL};
    add_resolved(painter, PREVIEW_BODY, &source, true);
}

/* The definition's URL up to the variable, the encoded suffix, and what follows. */
static const char *final_url(struct painter *painter, const struct template_text *url,
                             const char *suffix)
{
    struct placeholder_mark mark;
    if (url->placeholder_count == 0 || !template_next_placeholder(url->text, 0, &mark))
        return url->text;
    return need(painter, arena_format(painter->arena, "%.*s%s%s", (int)mark.begin, url->text,
                                      suffix, url->text + mark.end));
}

/* Into the arena, so that a rebuild does not touch the heap. */
static const char *encode_suffix(struct painter *painter, const char *suffix)
{
    char *encoded = arena_alloc(painter->arena, 3, strlen(suffix) + 1);
    size_t used = 0;
    for (const char *at = suffix; encoded != NULL && *at != '\0'; at++) {
        char bytes[4];
        size_t count = payload_encode_byte(at, bytes);
        memcpy(encoded + used, bytes, count);
        used += count;
    }
    return need(painter, encoded);
}

static const char *url_detail(struct painter *painter, const struct template_button *button,
                              int index)
{
    if (painter->card < 0 && slots_button_takes_code(painter->message->template, button)) {
        const char *code = message_code(painter->message);
        const char *shown =
            code != NULL ? code : need(painter, resolve_unfilled("otp", painter->arena));
        return button->url.text != NULL ? final_url(painter, &button->url, shown) : shown;
    }
    struct place place = {painter->card, SLOT_IN_BUTTON, index};
    const char *suffix = message_text(painter->message, place, "text");
    if (suffix == NULL)
        return final_url(painter, &button->url, field(painter, SLOT_IN_BUTTON, index, "text"));
    return final_url(painter, &button->url, encode_suffix(painter, suffix));
}

static const char *const button_types[BUTTON_TYPE_COUNT] = {
#define X(id, wire, sub_type) [BUTTON_##id] = wire,
    BUTTON_TYPE_LIST(X)
#undef X
};

static void add_buttons(struct painter *painter, const struct template_part *part)
{
    for (size_t i = 0; i < part->button_count; i++) {
        const struct template_button *button = &part->buttons[i];
        struct preview_block *block = add_block(painter, PREVIEW_BUTTON, button->text);
        block->button = (int)i;
        block->type =
            button->type == BUTTON_UNKNOWN ? button->type_name : button_types[button->type];
        if (button->type == BUTTON_URL || button->type == BUTTON_OTP)
            block->detail = url_detail(painter, button, (int)i);
        else if (button->type == BUTTON_PHONE_NUMBER)
            block->detail = button->phone_number;
        else if (button->type == BUTTON_COPY_CODE)
            block->detail = field(painter, SLOT_IN_BUTTON, (int)i, "coupon_code");
    }
}

static void add_part(struct painter *painter, const struct template_part *part)
{
    const struct template *template = painter->message->template;
    add_header(painter, &part->header);
    if (painter->card < 0 && template->has_limited_time_offer)
        add_block(painter, PREVIEW_OFFER, template->offer_text);
    add_body(painter, &part->body);
    if (part->footer != NULL)
        add_block(painter, PREVIEW_FOOTER, part->footer);
    add_buttons(painter, part);
}

static void add_cards(struct painter *painter)
{
    for (size_t i = 0; i < painter->message->slots->card_count; i++) {
        painter->card = (int)i;
        add_block(painter, PREVIEW_CARD_BEGIN, "");
        add_part(painter, slots_card_part(painter->message->template, i));
        add_block(painter, PREVIEW_CARD_END, "");
    }
    painter->card = -1;
}

static void add_order_status(struct painter *painter)
{
    const struct place place = {-1, SLOT_IN_ORDER_STATUS, -1};
    const char *reference = message_text(painter->message, place, "reference_id");
    const char *status = message_text(painter->message, place, "status");
    if (reference == NULL && status == NULL)
        return;
    struct preview_block *block = add_block(
        painter, PREVIEW_NOTE,
        need(painter, arena_format(painter->arena, "order %s: %s",
                                   field(painter, SLOT_IN_ORDER_STATUS, -1, "reference_id"),
                                   field(painter, SLOT_IN_ORDER_STATUS, -1, "status"))));
    block->type = "ORDER_STATUS";
}

static void add_notes(struct painter *painter)
{
    const struct template *template = painter->message->template;
    add_order_status(painter);
    if (template->has_call_permission_request)
        add_block(painter, PREVIEW_NOTE, "asks whether the business may call")->type =
            "CALL_PERMISSION_REQUEST";
    for (size_t i = 0; i < template->unknown_component_count; i++)
        add_block(
            painter, PREVIEW_NOTE,
            need(painter, arena_format(painter->arena, "cannot be shown: unknown component %s",
                                       template->unknown_components[i])));
}

/* Header, offer, body, footer, order status and call permission; a card's begin, end and parts. */
static size_t count_blocks(const struct message *message)
{
    const struct template *template = message->template;
    size_t count = 8 + template->message.button_count + template->unknown_component_count;
    for (size_t i = 0; i < message->slots->card_count; i++)
        count += 6 + slots_card_part(template, i)->button_count;
    return count;
}

enum err preview_build(const struct message *message, struct arena *arena,
                       struct preview *ret_preview, struct error *reterr)
{
    struct preview preview = {0};
    preview.blocks = arena_alloc(arena, count_blocks(message), sizeof *preview.blocks);
    if (preview.blocks == NULL)
        return error_nomem(reterr);
    struct painter painter = {.message = message, .arena = arena, .preview = &preview, .card = -1};
    add_part(&painter, &message->template->message);
    add_cards(&painter);
    add_notes(&painter);
    if (painter.failed)
        return error_nomem(reterr);
    *ret_preview = preview;
    return ERR_OK;
}

const char *preview_resolve(const struct template_text *text, const char *prefix,
                            const struct values *values, struct arena *arena)
{
    struct marked_text marked;
    struct resolve_source source = {.text = text, .prefix = prefix, .values = values};
    return resolve_text(&source, arena, &marked) ? marked.text : NULL;
}
