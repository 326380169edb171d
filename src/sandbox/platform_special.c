/* Limited-time offer, order status and tap target (V58, V60, V62). */
#include "src/sandbox/check.h"

#include "src/base/json.h"
#include "src/base/mem.h"

#include <string.h>
#include <strings.h>

/* Unix time in milliseconds; what is smaller was meant in seconds. */
#define EARLIEST_MILLISECONDS INT64_C(100000000000)

static const cJSON *first_value(const cJSON *component, const char *type)
{
    const cJSON *parameter = component_parameter(component, 0);
    return strcasecmp(json_text(parameter, "type", ""), type) == 0 ? json_member(parameter, type)
                                                                   : NULL;
}

static bool check_offer(struct check *check)
{
    const cJSON *component = NULL;
    if (!check_component(check, "limited_time_offer", &component))
        return false;
    if (!check->template->has_limited_time_offer)
        return component == NULL ||
               check_refuse(check, 132018,
                            "limited_time_offer: the template has no such component");
    if (!check->template->offer_has_expiration)
        return true;
    int64_t expiration_ms = 0;
    const cJSON *value =
        json_member(first_value(component, "limited_time_offer"), "expiration_time_ms");
    if (value == NULL)
        return check_refuse(check, 131008, "limited_time_offer: expiration_time_ms is missing");
    if (!json_integer(value, &expiration_ms) || expiration_ms < EARLIEST_MILLISECONDS)
        return check_refuse(check, 131009,
                            "limited_time_offer: expiration_time_ms is not a time in milliseconds");
    return true;
}

static bool is_order_state(const char *text)
{
    static const char *const states[] = {"pending",           "processing", "partially_shipped",
                                         "partially-shipped", "shipped",    "completed",
                                         "canceled"};
    for (size_t i = 0; i < COUNT_OF(states); i++)
        if (strcmp(states[i], text) == 0)
            return true;
    return false;
}

static bool check_order_status(struct check *check)
{
    const cJSON *component = NULL;
    if (!check_component(check, "order_status", &component))
        return false;
    if (component == NULL && strcasecmp(check->template->sub_category, "ORDER_STATUS") != 0)
        return true;
    const cJSON *value = first_value(component, "order_status");
    if (value == NULL)
        return check_refuse(check, 131008,
                            "order_status: the component or its parameter is missing");
    if (!value_is_plain(json_text(value, "reference_id", ""), "_-.", 35))
        return check_refuse(check, 131009, "order_status: reference_id is not valid");
    if (!is_order_state(json_text(json_member(value, "order"), "status", "")))
        return check_refuse(check, 131009, "order_status: status is not valid");
    return true;
}

static bool check_tap_target(struct check *check)
{
    const cJSON *component = NULL;
    if (!check_component(check, "tap_target_configuration", &component))
        return false;
    if (component == NULL)
        return true;
    const cJSON *targets = first_value(component, "tap_target_configuration");
    const cJSON *target = cJSON_IsArray(targets) ? cJSON_GetArrayItem(targets, 0) : NULL;
    if (json_text(target, "url", "")[0] == '\0' || json_text(target, "title", "")[0] == '\0')
        return check_refuse(check, 131008, "tap_target_configuration: url and title are required");
    enum header_format format = check->template->message.header.format;
    if (format != HEADER_NONE && format != HEADER_TEXT && format != HEADER_IMAGE)
        return check_refuse(check, 132018,
                            "tap_target_configuration: only with an image, a text or no header");
    return true;
}

bool check_special(struct check *check)
{
    return check_offer(check) && check_order_status(check) && check_tap_target(check);
}
