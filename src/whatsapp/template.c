/* What a template is: names of its states and types, and questions about it. */
#include "src/whatsapp/template.h"

#include "src/whatsapp/ascii.h"

#include <string.h>

static const struct {
    const char *wire;
    int refusal;
} statuses[TEMPLATE_STATUS_COUNT] = {
#define X(id, wire_, code) [TEMPLATE_##id] = {.wire = wire_, .refusal = code},
    TEMPLATE_STATUS_LIST(X)
#undef X
};

static const char *const sub_types[BUTTON_TYPE_COUNT] = {
#define X(id, wire, sub_type) [BUTTON_##id] = sub_type,
    BUTTON_TYPE_LIST(X)
#undef X
};

enum template_status template_status_parse(const char *name)
{
    for (size_t i = TEMPLATE_UNKNOWN + 1; i < TEMPLATE_STATUS_COUNT; i++)
        if (ascii_equal_fold(statuses[i].wire, name))
            return (enum template_status)i;
    return TEMPLATE_UNKNOWN;
}

int template_status_refusal(enum template_status status)
{
    return statuses[status].refusal;
}

const char *button_type_sub_type(enum button_type type)
{
    return sub_types[type];
}

bool template_is_approved(const struct template *template)
{
    return template->status == TEMPLATE_APPROVED;
}

bool template_is_authentication(const struct template *template)
{
    if (strcmp(template->category, "AUTHENTICATION") == 0)
        return true;
    for (size_t i = 0; i < template->message.button_count; i++)
        if (template->message.buttons[i].is_one_time_code)
            return true;
    return false;
}

bool template_is_product_carousel(const struct template *template)
{
    return template->has_carousel && template->card_count > 0 &&
           template->cards[0].header.format == HEADER_PRODUCT;
}

bool template_is_body_only(const struct template *template)
{
    const struct template_part *part = &template->message;
    return part->header.format == HEADER_NONE && part->footer == NULL && part->button_count == 0 &&
           !template->has_carousel && !template->has_limited_time_offer &&
           !template->has_call_permission_request && template->unknown_component_count == 0;
}
