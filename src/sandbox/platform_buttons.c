/* Button components: which buttons take a value, and what it may be (V38 to V50, V53). */
#include "src/sandbox/check.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    BUTTONS_MAX = 64,
    URL_MAX = 2000,
    CODE_MAX = 15,
    COUPON_MAX = 20,
    REPLY_PAYLOAD_MAX = 256,
    CALL_PAYLOAD_MAX = 512,
    CALL_MINUTES_MAX = 43200
};

typedef bool button_check(struct check *check, const struct template_button *button,
                          const cJSON *parameters);

enum need { NEVER, OPTIONAL, REQUIRED, WHEN_DYNAMIC };

static const cJSON *parameter_of_type(const cJSON *parameters, const char *type)
{
    const cJSON *parameter = NULL;
    cJSON_ArrayForEach(parameter, parameters)
    {
        if (strcasecmp(json_text(parameter, "type", ""), type) == 0)
            return parameter;
    }
    return NULL;
}

static bool check_payload(struct check *check, const cJSON *parameters, size_t limit)
{
    const cJSON *parameter = parameter_of_type(parameters, "payload");
    const char *payload = json_text(parameter, "payload", "");
    if (payload[0] == '\0')
        return check_refuse(check, 131008,
                            "buttons: Parameter of type payload is missing payload value");
    if (utf8_count_code_points(payload, strlen(payload)) > limit)
        return check_refuse(check, 131009, "buttons: payload is longer than %zu characters", limit);
    return true;
}

static bool check_quick_reply(struct check *check, const struct template_button *button,
                              const cJSON *parameters)
{
    (void)button;
    return check_payload(check, parameters, REPLY_PAYLOAD_MAX);
}

static bool check_one_time_code(struct check *check, const char *code)
{
    const cJSON *body = NULL;
    if (!check_component(check, "body", &body))
        return false;
    const char *in_body = parameter_text(component_parameter(body, 0));
    if (strlen(code) > CODE_MAX || value_has_blank(code))
        return check_refuse(check, 131009,
                            "buttons: the code must have 1 to %d characters and no spaces",
                            CODE_MAX);
    if (in_body != NULL && strcmp(in_body, code) != 0)
        return check_refuse(check, 132018, "buttons: the code must be the same as in the body");
    return true;
}

static bool check_url(struct check *check, const struct template_button *button,
                      const cJSON *parameters)
{
    const cJSON *parameter = parameter_of_type(parameters, "text");
    const char *suffix = json_text(parameter, "text", "");
    if (parameter_is_blank(suffix))
        return check_refuse(check, 131008,
                            "buttons: Button at index %td of type Url requires a parameter",
                            button - check->part->buttons);
    const struct placeholder *first = button->url.placeholders;
    if (check->template->named && first != NULL && first->number == 0) {
        const char *name = json_text(parameter, "parameter_name", "");
        if (name[0] == '\0')
            return check_refuse(check, 100, "Parameter name is missing or empty");
        if (strcmp(name, first->name) != 0)
            return check_refuse(check, 132000, "buttons: there is no value for the parameter %s",
                                first->name);
    }
    if (button->is_one_time_code)
        return check_one_time_code(check, suffix);
    if (value_has_blank(suffix))
        return check_refuse(check, 132018, "buttons: the URL parameter cannot have spaces");
    size_t length = utf8_count_code_points(suffix, strlen(suffix));
    if (button->url.text != NULL)
        length += utf8_count_code_points(button->url.text, strcspn(button->url.text, "{"));
    return length <= URL_MAX ||
           check_refuse(check, 132005, "buttons: the URL is longer than %d characters", URL_MAX);
}

static bool check_coupon(struct check *check, const struct template_button *button,
                         const cJSON *parameters)
{
    const cJSON *parameter = parameter_of_type(parameters, "coupon_code");
    const char *code = json_text(parameter, "coupon_code", "");
    (void)button;
    if (code[0] == '\0')
        return check_refuse(check, 131008,
                            "buttons: Parameter of type coupon_code is missing coupon_code value");
    return value_is_plain(code, "", COUPON_MAX) ||
           check_refuse(check, 131009, "buttons: coupon_code must be 1 to %d letters and digits",
                        COUPON_MAX);
}

static bool check_call(struct check *check, const struct template_button *button,
                       const cJSON *parameters)
{
    int64_t minutes = 0;
    const cJSON *ttl = parameter_of_type(parameters, "ttl_minutes");
    (void)button;
    if (ttl != NULL && (!json_integer(json_member(ttl, "ttl_minutes"), &minutes) || minutes < 1 ||
                        minutes > CALL_MINUTES_MAX))
        return check_refuse(check, 131009, "buttons: ttl_minutes must be 1 to %d",
                            CALL_MINUTES_MAX);
    return parameter_of_type(parameters, "payload") == NULL ||
           check_payload(check, parameters, CALL_PAYLOAD_MAX);
}

static const struct {
    const char *name; /* in the platform's own texts */
    enum need need;
    button_check *check;
} button_kinds[BUTTON_TYPE_COUNT] = {
    [BUTTON_UNKNOWN] = {"Unknown", OPTIONAL, NULL},
    [BUTTON_QUICK_REPLY] = {"QuickReply", OPTIONAL, check_quick_reply},
    [BUTTON_URL] = {"Url", WHEN_DYNAMIC, check_url},
    [BUTTON_PHONE_NUMBER] = {"PhoneNumber", NEVER, NULL},
    [BUTTON_COPY_CODE] = {"CopyCode", REQUIRED, check_coupon},
    [BUTTON_OTP] = {"Url", REQUIRED, check_url},
    [BUTTON_FLOW] = {"Flow", REQUIRED, check_flow_action},
    [BUTTON_CATALOG] = {"Catalog", OPTIONAL, check_catalog_action},
    [BUTTON_MPM] = {"Mpm", REQUIRED, check_products_action},
    [BUTTON_SPM] = {"Spm", NEVER, NULL},
    [BUTTON_VOICE_CALL] = {"VoiceCall", OPTIONAL, check_call},
    [BUTTON_ORDER_DETAILS] = {"OrderDetails", REQUIRED, check_order_action},
    [BUTTON_REQUEST_CONTACT_INFO] = {"RequestContactInfo", NEVER, NULL},
};

static enum need button_need(const struct template_button *button)
{
    enum need need = button_kinds[button->type].need;
    if (need != WHEN_DYNAMIC)
        return need;
    return button->is_one_time_code || button->url.placeholder_count > 0 ? REQUIRED : NEVER;
}

/* The documented example of voice_call has no index. */
static bool find_index(struct check *check, const cJSON *component, size_t *ret_index)
{
    const cJSON *node = json_member(component, "index");
    int64_t index = -1;
    if (node == NULL && strcasecmp(json_text(component, "sub_type", ""), "voice_call") == 0) {
        for (index = 0; index < (int64_t)check->part->button_count; index++)
            if (check->part->buttons[index].type == BUTTON_VOICE_CALL)
                break;
    } else if (!json_integer(node, &index) || index < 0) {
        return check_refuse(check, 131009, "buttons: index is missing or not a number");
    }
    if (index >= (int64_t)check->part->button_count)
        return check_refuse(check, 132018, "buttons: there is no button at index %lld",
                            (long long)index);
    *ret_index = (size_t)index;
    return true;
}

static bool check_button(struct check *check, const cJSON *component, bool *given)
{
    size_t index = 0;
    if (!find_index(check, component, &index))
        return false;
    const struct template_button *button = &check->part->buttons[index];
    const char *name = button_kinds[button->type].name;
    const char *sub_type = button_type_sub_type(button->type);
    if (given[index])
        return check_refuse(check, 132018, "buttons: there are two components for index %zu",
                            index);
    given[index] = true;
    if (button->type == BUTTON_UNKNOWN)
        return true;
    if (strcasecmp(json_text(component, "sub_type", ""), sub_type) != 0)
        return check_refuse(check, 132018, "buttons: Button at index %zu must be of type %s", index,
                            name);
    if (button_need(button) == NEVER)
        return check_refuse(check, 132018,
                            "buttons: Button at index %zu of type %s takes no parameter", index,
                            name);
    return button_kinds[button->type].check(check, button, json_member(component, "parameters"));
}

static bool check_missing(struct check *check, const bool *given)
{
    for (size_t i = 0; i < check->part->button_count; i++) {
        const struct template_button *button = &check->part->buttons[i];
        if (given[i] || button_need(button) != REQUIRED)
            continue;
        if (button->type == BUTTON_FLOW)
            return check_refuse(check, 131009,
                                "Components sub_type invalid at index: %zu and type: 0", i);
        return check_refuse(check, 131008,
                            "buttons: Button at index %zu of type %s requires a parameter", i,
                            button_kinds[button->type].name);
    }
    return true;
}

bool check_buttons(struct check *check)
{
    bool given[BUTTONS_MAX] = {false};
    if (check->part->button_count > BUTTONS_MAX)
        return check_refuse(check, 131000, "the definition has more than %d buttons", BUTTONS_MAX);
    const cJSON *component = NULL;
    cJSON_ArrayForEach(component, check->components)
    {
        if (strcasecmp(json_text(component, "type", ""), "button") == 0 &&
            !check_button(check, component, given))
            return false;
    }
    return check_missing(check, given);
}
