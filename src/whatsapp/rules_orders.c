/* Rules about shops: product sections, orders and offers; and the number of cards. */
#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/whatsapp/ascii.h"
#include "src/whatsapp/json_scan.h"
#include "src/whatsapp/rules_check.h"

#include <string.h>

enum { MOST_SECTIONS = 10, MOST_PRODUCTS = 30, LONGEST_TITLE = 24, LONGEST_REFERENCE = 35 };

/* The products of a section, in the short form or in WhatsApp's own. */
static struct json_span products_of(struct json_span section)
{
    struct json_span products = json_scan_member(section, "products");
    return products.kind == JSON_ARRAY ? products : json_scan_member(section, "product_items");
}

static bool is_product(struct json_span item)
{
    struct json_span id =
        item.kind == JSON_OBJECT ? json_scan_member(item, "product_retailer_id") : item;
    return id.kind == JSON_STRING && id.end - id.begin > 2;
}

bool sections_are_wrong(struct check *check)
{
    struct json_span sections = json_scan_text(check->value->text);
    size_t count = json_scan_count(sections);
    size_t products = 0;
    const char *position = NULL;
    struct json_span section;
    if (sections.kind != JSON_ARRAY || count < 1 || count > MOST_SECTIONS)
        return true;
    while (json_scan_next(sections, &position, &section)) {
        struct json_span items = products_of(section);
        const char *place = NULL;
        struct json_span item;
        if (json_scan_count(items) == 0 || items.kind != JSON_ARRAY)
            return true;
        while (json_scan_next(items, &place, &item)) {
            products++;
            if (!is_product(item))
                return true;
        }
    }
    return products > MOST_PRODUCTS;
}

bool section_titles_are_wrong(struct check *check)
{
    struct json_span sections = json_scan_text(check->value->text);
    size_t count = json_scan_count(sections);
    const char *position = NULL;
    struct json_span section;
    while (json_scan_next(sections, &position, &section)) {
        char title[512] = "";
        struct json_span span = json_scan_member(section, "title");
        if (span.kind == JSON_NONE && count == 1)
            continue;
        if (!json_scan_string(span, title, sizeof title) || ascii_all_blank(title) ||
            check_code_points(title) > LONGEST_TITLE || strpbrk(title, "*~`") != NULL)
            return true;
    }
    return false;
}

bool card_count_is_wrong(struct check *check)
{
    const char *text = check->text;
    return !ascii_all_digits(text) || strlen(text) > 2 ||
           (strcmp(text, "10") != 0 && (text[1] != '\0' || text[0] < '2'));
}

bool offer_end_is_wrong(struct check *check)
{
    int64_t end = 0;
    return !clock_parse_utc(check->text, &end);
}

bool offer_is_over(struct check *check)
{
    int64_t end = 0;
    return check->facts->now_ms != 0 && clock_parse_utc(check->text, &end) &&
           end <= check->facts->now_ms;
}

static bool is_reference(const char *text)
{
    size_t length = strlen(text);
    for (const char *at = text; *at != '\0'; at++)
        if (!ascii_is_alnum((unsigned char)*at) && strchr("_-.", *at) == NULL)
            return false;
    return length >= 1 && length <= LONGEST_REFERENCE;
}

/* An order status is needed when the sub-category says so, or when a part of it is given. */
static bool is_order_status_wanted(const struct check *check)
{
    return check->slot->required || check_sibling(check, "reference_id") != NULL ||
           check_sibling(check, "status") != NULL || check_sibling(check, "description") != NULL;
}

bool order_reference_is_wrong(struct check *check)
{
    return is_order_status_wanted(check) && !is_reference(check->text);
}

bool order_status_is_wrong(struct check *check)
{
    static const char *const statuses[] = {"processing", "partially_shipped", "partially-shipped",
                                           "shipped",    "completed",         "canceled"};
    for (size_t i = 0; i < COUNT_OF(statuses); i++)
        if (strcmp(check->text, statuses[i]) == 0)
            return false;
    return is_order_status_wanted(check);
}

bool order_details_are_missing(struct check *check)
{
    char reference[64];
    struct json_span details =
        check_is_missing(check) ? (struct json_span){0} : json_scan_text(check->value->text);
    if (details.kind != JSON_OBJECT) {
        check_explain(check, "Write the order details as a JSON object");
        return true;
    }
    check_explain(check, "reference_id must be 1 to 35 letters, digits, _ - or a full stop. "
                         "Correct it in the order details");
    return !json_scan_string(json_scan_member(details, "reference_id"), reference,
                             sizeof reference) ||
           !is_reference(reference);
}

/* {"value": N, "offset": 100}; a missing amount that may be missing counts as 0. */
static bool read_amount(struct json_span owner, const char *name, bool is_needed,
                        int64_t *ret_value)
{
    struct json_span amount = json_scan_member(owner, name);
    int64_t offset = 0;
    *ret_value = 0;
    if (amount.kind == JSON_NONE)
        return !is_needed;
    return json_scan_integer(json_scan_member(amount, "value"), ret_value) &&
           json_scan_integer(json_scan_member(amount, "offset"), &offset) && offset == 100 &&
           *ret_value > -INT64_MAX / 8 && *ret_value < INT64_MAX / 8;
}

bool order_total_is_wrong(struct check *check)
{
    struct json_span details = json_scan_text(check->value->text);
    struct json_span order = json_scan_member(details, "order");
    int64_t total = 0;
    int64_t subtotal = 0;
    int64_t tax = 0;
    int64_t shipping = 0;
    int64_t discount = 0;
    if (details.kind != JSON_OBJECT)
        return false;
    return !read_amount(details, "total_amount", true, &total) ||
           !read_amount(order, "subtotal", true, &subtotal) ||
           !read_amount(order, "tax", false, &tax) ||
           !read_amount(order, "shipping", false, &shipping) ||
           !read_amount(order, "discount", false, &discount) ||
           total != subtotal + tax + shipping - discount;
}
