/* The order of the checks, and those that belong to the template as a whole (V6 to V8, V15). */
#include "src/sandbox/platform.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/sandbox/check.h"
#include "src/sandbox/envelope.h"

#include <string.h>
#include <strings.h>

enum {
    HEADER_MAX = 60,
    BODY_MAX = 1024,
    CARD_BODY_MAX = 160,
    PRODUCT_BODY_MAX = 160,
    OFFER_BODY_MAX = 600,
    RESOLVED_BYTES_MAX = 8 * 1024 * 1024
};

static const struct {
    int code;
    const char *details;
} status_details[] = {
    {132015, "Template is paused due to low quality so it cannot be sent"},
    {132016, "Template has been paused too many times and is now permanently disabled"},
};

static const char *const component_types[] = {
    "header",   "body",         "button",
    "carousel", "order_status", "limited_time_offer",
    "footer",   "buttons",      "tap_target_configuration",
};

static bool refuse_missing(struct check *check, const char *name, const char *language)
{
    return check_refuse(check, 132001, "template name (%.300s) does not exist in %.40s", name,
                        language);
}

static bool check_status(struct check *check)
{
    int code = template_status_refusal(check->template->status);
    for (size_t i = 0; i < COUNT_OF(status_details); i++)
        if (status_details[i].code == code)
            return check_refuse(check, code, "%s", status_details[i].details);
    return code == 0 || refuse_missing(check, check->template->name, check->template->language);
}

static bool check_template(struct check *check)
{
    const cJSON *template = json_member(check->request->body, "template");
    const char *name = json_text(template, "name", "");
    const char *language = json_text(json_member(template, "language"), "code", "");
    check->template = catalogue_find(check->request->catalogue, name, language);
    if (check->template == NULL)
        return refuse_missing(check, name, language);
    check->part = &check->template->message;
    check->accepted->template = check->template;
    if (!check_status(check))
        return false;
    if (check->request->for_marketing && strcasecmp(check->template->category, "MARKETING") != 0)
        return check_refuse(check, 134100, "The template's category is not MARKETING");
    if (!check->accepted->to_is_number && template_is_authentication(check->template))
        return check_refuse(check, 131062, "Authentication templates need a phone number");
    return true;
}

static bool check_component_types(struct check *check)
{
    const cJSON *component = NULL;
    cJSON_ArrayForEach(component, check->components)
    {
        const char *type = json_text(component, "type", "");
        bool is_known = false;
        for (size_t i = 0; i < COUNT_OF(component_types); i++)
            is_known = is_known || strcasecmp(type, component_types[i]) == 0;
        if (!is_known)
            return check_refuse(check, 100, "components: the type \"%.100s\" is not valid", type);
        const cJSON *parameters = json_member(component, "parameters");
        if (parameters != NULL && !cJSON_IsArray(parameters))
            return check_refuse(check, 100, "components: parameters must be an array");
    }
    return true;
}

/* 0: no limit of the whole, only of each value. */
static size_t body_limit(const struct check *check)
{
    const struct template *template = check->template;
    if (check->card >= 0)
        return CARD_BODY_MAX;
    if (template->has_limited_time_offer)
        return OFFER_BODY_MAX;
    if (template->message.header.format == HEADER_PRODUCT)
        return PRODUCT_BODY_MAX;
    return template_is_body_only(template) ? 0 : BODY_MAX;
}

bool check_part_texts(struct check *check, struct strbuf *ret_body)
{
    struct strbuf header;
    strbuf_init(&header, RESOLVED_BYTES_MAX);
    const cJSON *body = NULL;
    size_t limit = body_limit(check);
    bool passed = check_component_types(check) && check_header(check, &header) &&
                  check_component(check, "body", &body) &&
                  check_text_values(check, "body", &check->part->body, body, ret_body);
    if (passed && (header.failed || ret_body->failed))
        passed = check_refuse(check, 131000, "The message is too large");
    passed = passed && check_length(check, "header", header.text, HEADER_MAX) &&
             (limit == 0 || check_length(check, "body", ret_body->text, limit));
    strbuf_release(&header);
    return passed;
}

bool platform_check(const struct send_request *request, struct accepted_send *accepted,
                    struct refusal *ret_refusal)
{
    struct check check = {
        .request = request, .card = -1, .accepted = accepted, .refusal = ret_refusal};
    check.components = json_member(json_member(request->body, "template"), "components");
    return check_envelope(&check) && check_envelope_recipient(&check) &&
           check_template_members(&check) && check_template(&check) &&
           check_part_texts(&check, &accepted->text) && check_special(&check) &&
           check_carousel(&check) && check_buttons(&check);
}
