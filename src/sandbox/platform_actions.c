/* Values of flow, catalogue, multi-product and order buttons (V45, V46, V51, V52, V60, V61). */
#include "src/sandbox/check.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"

#include <string.h>
#include <strings.h>

enum { SECTIONS_MAX = 10, PRODUCTS_MAX = 30, TITLE_MAX = 24, REFERENCE_MAX = 35, OFFSET = 100 };

static const cJSON *find_action(const cJSON *parameters)
{
    const cJSON *parameter = cJSON_GetArrayItem(parameters, 0);
    return strcasecmp(json_text(parameter, "type", ""), "action") == 0
               ? json_member(parameter, "action")
               : NULL;
}

bool check_flow_action(struct check *check, const struct template_button *button,
                       const cJSON *parameters)
{
    const cJSON *data = json_member(find_action(parameters), "flow_action_data");
    if (data == NULL)
        return true;
    if (!cJSON_IsObject(data) || data->child == NULL)
        return check_refuse(check, 131009,
                            "buttons: flow_action_data must be an object with members");
    bool navigates =
        button->flow_action == NULL || strcasecmp(button->flow_action, "navigate") == 0;
    return navigates ||
           check_refuse(check, 131009, "buttons: flow_action_data is only for the action navigate");
}

static bool check_thumbnail(struct check *check, const cJSON *action)
{
    const char *thumbnail = json_text(action, "thumbnail_product_retailer_id", "");
    return thumbnail[0] != '\0' ||
           check_refuse(check, 131009, "buttons: thumbnail_product_retailer_id is missing");
}

bool check_catalog_action(struct check *check, const struct template_button *button,
                          const cJSON *parameters)
{
    const cJSON *action = find_action(parameters);
    (void)button;
    return action == NULL || json_member(action, "thumbnail_product_retailer_id") == NULL ||
           check_thumbnail(check, action);
}

static bool check_section(struct check *check, const cJSON *section, bool needs_title,
                          int *products)
{
    const char *title = json_text(section, "title", "");
    if (needs_title && title[0] == '\0')
        return check_refuse(check, 131009, "buttons: each of several sections needs a title");
    if (utf8_count_code_points(title, strlen(title)) > TITLE_MAX)
        return check_refuse(check, 131009, "buttons: a section title is longer than %d characters",
                            TITLE_MAX);
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, json_member(section, "product_items"))
    {
        if (json_text(item, "product_retailer_id", "")[0] == '\0')
            return check_refuse(check, 131009, "buttons: product_retailer_id is missing");
        (*products)++;
    }
    return true;
}

bool check_products_action(struct check *check, const struct template_button *button,
                           const cJSON *parameters)
{
    const cJSON *action = find_action(parameters);
    const cJSON *sections = json_member(action, "sections");
    int count = cJSON_GetArraySize(sections);
    int products = 0;
    (void)button;
    if (action == NULL)
        return check_refuse(check, 131008,
                            "buttons: Parameter of type action is missing action value");
    if (!check_thumbnail(check, action))
        return false;
    if (count < 1 || count > SECTIONS_MAX)
        return check_refuse(check, 131009, "buttons: there must be 1 to %d sections", SECTIONS_MAX);
    const cJSON *section = NULL;
    cJSON_ArrayForEach(section, sections)
    {
        if (!check_section(check, section, count > 1, &products))
            return false;
    }
    return (products >= 1 && products <= PRODUCTS_MAX) ||
           check_refuse(check, 131009, "buttons: there must be 1 to %d products", PRODUCTS_MAX);
}

/* The value of an amount {"value": n, "offset": 100}; a missing one counts 0 where it may. */
static bool read_amount(const cJSON *object, const char *name, bool is_required, int64_t *ret_value)
{
    const cJSON *amount = json_member(object, name);
    int64_t offset = 0;
    *ret_value = 0;
    if (amount == NULL)
        return !is_required;
    return json_integer(json_member(amount, "value"), ret_value) &&
           json_integer(json_member(amount, "offset"), &offset) && offset == OFFSET;
}

static bool check_total(struct check *check, const cJSON *details)
{
    static const struct {
        const char *name;
        bool is_required;
        int sign;
    } parts[] = {
        {"subtotal", true, 1}, {"tax", false, 1}, {"shipping", false, 1}, {"discount", false, -1}};
    int64_t total = 0;
    int64_t sum = 0;
    if (!read_amount(details, "total_amount", true, &total))
        return check_refuse(check, 131009, "buttons: order_details: total_amount is not valid");
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        int64_t value = 0;
        if (!read_amount(json_member(details, "order"), parts[i].name, parts[i].is_required,
                         &value))
            return check_refuse(check, 131009, "buttons: order_details: %s is not valid",
                                parts[i].name);
        sum += parts[i].sign * value;
    }
    return sum == total ||
           check_refuse(check, 131009,
                        "buttons: order_details: total_amount is not subtotal + tax + shipping - "
                        "discount");
}

bool check_order_action(struct check *check, const struct template_button *button,
                        const cJSON *parameters)
{
    const cJSON *details = json_member(find_action(parameters), "order_details");
    (void)button;
    if (!cJSON_IsObject(details))
        return check_refuse(check, 131008, "buttons: order_details is missing");
    if (!value_is_plain(json_text(details, "reference_id", ""), "_-.", REFERENCE_MAX))
        return check_refuse(check, 131009, "buttons: order_details: reference_id is not valid");
    const char *currency = json_text(details, "currency", "");
    if (strcmp(currency, "INR") != 0 && strcmp(currency, "BRL") != 0)
        return check_refuse(check, 131009, "buttons: order_details: currency must be INR or BRL");
    if (cJSON_GetArraySize(json_path(details, "order.items")) < 1)
        return check_refuse(check, 131009, "buttons: order_details: there are no items");
    return check_total(check, details);
}
