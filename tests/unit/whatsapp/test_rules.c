/*
 * Each rule twice: a message of tests/data/sends that keeps it, and the same
 * message with one value changed, which breaks it on that slot.
 */
#include "src/base/json.h"
#include "tests/unit/whatsapp/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define X10 "xxxxxxxxxx"
#define X50 X10 X10 X10 X10 X10
#define X100 X50 X50
#define X500 X100 X100 X100 X100 X100
#define X1000 X500 X500
#define OMIT NULL

struct rule_case {
    const char *rule;
    const char *base; /* name of the file */
    const char *key;  /* the value that is changed; "to" for the recipient */
    const char *text; /* OMIT: taken away */
    const char *slot; /* where the problem stands; NULL: at the key */
    enum problem_level level;
    int prevents;
    bool is_json;
};

#define ERROR PROBLEM_ERROR
#define WARNING PROBLEM_WARNING

static const struct rule_case cases[] = {
    {"V1", "hello_world", "to", "", NULL, ERROR, 100, false},
    {"V1", "hello_world", "to", "  ", NULL, ERROR, 100, false},
    {"V2", "hello_world", "to", "not-a-number", NULL, ERROR, 131009, false},
    {"V2", "hello_world", "to", "0123456789", NULL, ERROR, 131009, false},
    {"V2", "hello_world", "to", "+54 11 1234 5678", NULL, WARNING, 131026, false},
    {"V2", "hello_world", "to", "+52 1 55 1234 5678", NULL, WARNING, 131026, false},
    {"V2", "hello_world", "to", "+55 11 6123 4567", NULL, WARNING, 131026, false},
    {"V4", "hello_world", "to", "+1 555 000 9999", NULL, ERROR, 131021, false},
    {"V5", "hello_world", "to", "US.", NULL, ERROR, 131009, false},
    {"V5", "otp_copy_code", "to", "US.1234", NULL, ERROR, 131062, false},
    {"V13", "payment_overdue_library", "biz_opaque_callback_data", X500 X10 "xxx", NULL, ERROR, 100,
     false},
    {"V14", "payment_overdue_library", "product_policy", "STRICT", NULL, ERROR, 100, false},
    {"V14", "payment_overdue_library", "message_activity_sharing", "true", NULL, ERROR, 100, false},
    {"V15", "payment_overdue_library", "product_policy", "STRICT", NULL, ERROR, 131055, false},
    {"V15", "payment_overdue_library", "message_activity_sharing", "true", NULL, ERROR, 131055,
     false},
    {"V16", "header_text_param_sale", "header.1", OMIT, NULL, ERROR, 132000, false},
    {"V17", "order_shipped_positional", "body.2", OMIT, NULL, ERROR, 132000, false},
    {"V17", "appointment_reminder_named", "body.visit_day", OMIT, NULL, ERROR, 132000, false},
    {"V19", "order_shipped_positional", "body.2", "", NULL, ERROR, 131008, false},
    {"V19", "order_shipped_positional", "body.2", "  \t", NULL, ERROR, 131008, false},
    {"V19", "tap_target_image", "tap_target.title", OMIT, NULL, ERROR, 131008, false},
    {"V19", "tap_target_image", "tap_target.url", OMIT, NULL, ERROR, 131008, false},
    {"V20", "order_shipped_positional", "body.1", "Ines\nMaria", NULL, ERROR, 132018, false},
    {"V20", "order_shipped_positional", "body.1", "Ines\tMaria", NULL, ERROR, 132018, false},
    {"V20", "header_text_param_sale", "header.1", "a\rb", NULL, ERROR, 132018, false},
    {"V20", "currency_datetime", "body.2", "{\"type\":\"date_time\",\"fallback_value\":\"a\\nb\"}",
     NULL, ERROR, 132018, true},
    {"V21", "order_shipped_positional", "body.1", "a     b", NULL, ERROR, 132018, false},
    {"V22", "order_shipped_positional", "body.1",
     "a\x01"
     "b",
     NULL, WARNING, 132018, false},
    {"V22", "order_shipped_positional", "body.1", "a\u2028b", NULL, WARNING, 132018, false},
    {"V22", "order_shipped_positional", "body.1",
     "a\xC2\x85"
     "b",
     NULL, WARNING, 132018, false},
    {"V22", "order_shipped_positional", "body.1", "a\u202Eb", NULL, WARNING, 132018, false},
    {"V22", "order_shipped_positional", "body.1", "a\u200Bb", NULL, WARNING, 132018, false},
    {"V22", "order_shipped_positional", "body.1", "a \u00A0  \u00A0b", NULL, WARNING, 132018,
     false},
    {"V23", "order_shipped_positional", "body.1", "a\xFF", NULL, ERROR, 100, false},
    {"V23", "payment_overdue_library", "biz_opaque_callback_data", "\xC3", NULL, ERROR, 100, false},
    {"V24", "header_text_param_sale", "header.1", X50, NULL, ERROR, 132005, false},
    {"V24", "header_text_param_sale", "header.1", "👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍", NULL, WARNING, 132005,
     false},
    {"V25", "event_invite_image", "body.1", X1000, NULL, ERROR, 132005, false},
    {"V27", "media_carousel", "card.1.body.1", X100 X50, NULL, ERROR, 132005, false},
    {"V27", "flash_sale_lto", "body.2", X500 X50, NULL, ERROR, 132005, false},
    {"V27", "featured_spm", "body.code", X100 X50, NULL, ERROR, 132005, false},
    {"V28", "event_invite_image", "header.id", OMIT, "header.link", ERROR, 132012, false},
    {"V29", "event_invite_image", "header.link", "https://e.com/a.jpg", "header.id", ERROR, 132018,
     false},
    {"V30", "product_demo_video", "header.link", "ftp://e.com/a.mp4", NULL, ERROR, 131009, false},
    {"V30", "product_demo_video", "header.link", "https:///a.mp4", NULL, ERROR, 131009, false},
    {"V30", "product_demo_video", "header.link", "https://e.com/a b.mp4", NULL, ERROR, 131009,
     false},
    {"V30", "product_demo_video", "header.link", "/tmp/a.mp4", NULL, ERROR, 131009, false},
    {"V30", "product_demo_video", "header.link", "http://e.com/a.mp4", NULL, WARNING, 131053,
     false},
    {"V30", "tap_target_image", "tap_target.url", "example", NULL, ERROR, 131009, false},
    {"V31", "product_demo_video", "header.link",
     "https://scontent.example.invalid/v/t61.29466-34/"
     "demo.mp4?ccb=1-7&_nc_sid=sample&oh=sample&oe=00000000",
     NULL, ERROR, 131053, false},
    {"V32", "event_invite_image", "header.id", "30-01", NULL, WARNING, 131009, false},
    {"V33", "product_demo_video", "header.link", "https://e.com/a.PDF?x=1", NULL, WARNING, 131053,
     false},
    {"V34", "receipt_document", "header.filename", OMIT, NULL, WARNING, 0, false},
    {"V35", "courier_location", "header.latitude", "90.5", NULL, ERROR, 131009, false},
    {"V35", "courier_location", "header.latitude", "52,5", NULL, ERROR, 131009, false},
    {"V35", "courier_location", "header.latitude", OMIT, NULL, ERROR, 131009, false},
    {"V35", "courier_location", "header.longitude", "-180.01", NULL, ERROR, 131009, false},
    {"V35", "courier_location", "header.longitude", "13.", NULL, ERROR, 131009, false},
    {"V36", "courier_location", "header.name", OMIT, NULL, ERROR, 131008, false},
    {"V36", "courier_location", "header.address", " ", NULL, ERROR, 131008, false},
    {"V37", "featured_spm", "header.product_retailer_id", OMIT, NULL, ERROR, 131008, false},
    {"V37", "product_carousel", "card.3.header.catalog_id", OMIT, NULL, ERROR, 131008, false},
    {"V38", "track_parcel_url_dynamic", "button.0.text", OMIT, NULL, ERROR, 131008, false},
    {"V38", "media_carousel", "card.2.button.1.text", "", NULL, ERROR, 131008, false},
    {"V39", "track_parcel_url_dynamic", "button.0.text", X1000 X1000, NULL, ERROR, 132005, false},
    {"V40", "track_parcel_url_dynamic", "button.0.text", "a b", NULL, WARNING, 132018, false},
    {"V41", "track_parcel_url_dynamic", "button.0.text", "HTTPS://e.com", NULL, WARNING, 0, false},
    {"V46", "survey_flow", "button.0.flow_action_data", "{}", NULL, ERROR, 131009, true},
    {"V46", "survey_flow", "button.0.flow_action_data", "[1]", NULL, ERROR, 131009, true},
    {"V46", "survey_flow", "button.0.flow_action_data", "{\"a\":}", NULL, ERROR, 131009, false},
    {"V47", "coupon_copy_code", "button.0.coupon_code", OMIT, NULL, ERROR, 131008, false},
    {"V47", "coupon_copy_code", "button.0.coupon_code", "A-B", NULL, ERROR, 131009, false},
    {"V47", "coupon_copy_code", "button.0.coupon_code", X10 X10 "x", NULL, ERROR, 131009, false},
    {"V47", "coupon_copy_code", "button.0.coupon_code", X10 "xxxxxx", NULL, WARNING, 131009, false},
    {"V48", "coupon_copy_code", "button.0.coupon_code", "OTHER", NULL, WARNING, 0, false},
    {"V49", "event_invite_image", "button.0.payload", X100 X50, NULL, WARNING, 131009, false},
    {"V49", "event_invite_image", "button.0.payload", X100 X100 X50 "xxxxxxx", NULL, ERROR, 131009,
     false},
    {"V50", "otp_copy_code", "otp", OMIT, NULL, ERROR, 131008, false},
    {"V50", "otp_copy_code", "otp", X10 "xxxxxx", NULL, ERROR, 131009, false},
    {"V50", "otp_copy_code", "otp", "12 34", NULL, ERROR, 131009, false},
    {"V50", "otp_copy_code", "otp", "👍1", NULL, ERROR, 131009, false},
    {"V50", "otp_copy_code", "otp", "http://e.c", NULL, ERROR, 131009, false},
    {"V51", "bundle_mpm", "button.0.thumbnail_product_retailer_id", OMIT, NULL, ERROR, 131009,
     false},
    {"V51", "bundle_mpm", "button.0.sections", OMIT, NULL, ERROR, 131009, false},
    {"V51", "bundle_mpm", "button.0.sections", "[]", NULL, ERROR, 131009, true},
    {"V51", "bundle_mpm", "button.0.sections", "[{\"title\":\"A\",\"products\":[]}]", NULL, ERROR,
     131009, true},
    {"V51", "bundle_mpm", "button.0.sections", "[{\"products\":[\"\"]}]", NULL, ERROR, 131009,
     true},
    {"V51", "bundle_mpm", "button.0.sections", "{", NULL, ERROR, 131009, false},
    {"V52", "bundle_mpm", "button.0.sections",
     "[{\"title\":\"A\",\"products\":[\"x\"]},{\"products\":[\"y\"]}]", NULL, ERROR, 131009, true},
    {"V52", "bundle_mpm", "button.0.sections",
     "[{\"title\":\"1234567890123456789012345\",\"products\":[\"x\"]}]", NULL, ERROR, 131009, true},
    {"V52", "bundle_mpm", "button.0.sections", "[{\"title\":\"*A*\",\"products\":[\"x\"]}]", NULL,
     ERROR, 131009, true},
    {"V53", "call_us_voice", "button.0.ttl_minutes", "0", NULL, ERROR, 131009, false},
    {"V53", "call_us_voice", "button.0.ttl_minutes", "43201", NULL, ERROR, 131009, false},
    {"V53", "call_us_voice", "button.0.ttl_minutes", "1.5", NULL, ERROR, 131009, false},
    {"V53", "call_us_voice", "button.0.payload", X500 X10 "xxx", NULL, ERROR, 131009, false},
    {"V55", "product_carousel", "card.count", "1", NULL, ERROR, 132000, false},
    {"V55", "product_carousel", "card.count", "11", NULL, ERROR, 132000, false},
    {"V55", "product_carousel", "card.count", "x", NULL, ERROR, 132000, false},
    {"V57", "media_carousel", "card.2.header.id", OMIT, "card.2.header.link", ERROR, 132012, false},
    {"V57", "media_carousel", "card.1.body.1", OMIT, NULL, ERROR, 132000, false},
    {"V58", "flash_sale_lto", "lto.expiration_time", OMIT, NULL, ERROR, 131008, false},
    {"V58", "flash_sale_lto", "lto.expiration_time", "1803902400", NULL, ERROR, 131008, false},
    {"V58", "flash_sale_lto", "lto.expiration_time", "2027-03-01", NULL, ERROR, 131008, false},
    {"V59", "flash_sale_lto", "lto.expiration_time", "2020-03-01T12:00:00Z", NULL, WARNING, 0,
     false},
    {"V60", "order_status_update", "order_status.reference_id", OMIT, NULL, ERROR, 131009, false},
    {"V60", "order_status_update", "order_status.reference_id", "a b", NULL, ERROR, 131009, false},
    {"V60", "order_status_update", "order_status.reference_id", X10 X10 X10 "xxxxxx", NULL, ERROR,
     131009, false},
    {"V60", "order_details_invoice", "button.0.order_details", OMIT, NULL, ERROR, 131009, false},
    {"V60", "order_details_invoice", "button.0.order_details", "{\"reference_id\":\"a b\"}", NULL,
     ERROR, 131009, true},
    {"V61", "order_details_invoice", "button.0.order_details",
     "{\"reference_id\":\"a\",\"total_amount\":{\"value\":5,\"offset\":100},\"order\":{"
     "\"subtotal\":{\"value\":6,\"offset\":100}}}",
     NULL, ERROR, 131009, true},
    {"V61", "order_details_invoice", "button.0.order_details",
     "{\"reference_id\":\"a\",\"total_amount\":{\"value\":6,\"offset\":1000},\"order\":{"
     "\"subtotal\":{\"value\":6,\"offset\":100}}}",
     NULL, ERROR, 131009, true},
    {"V62", "order_status_update", "order_status.status", "sent", NULL, ERROR, 131009, false},
    {"V62", "order_status_update", "order_status.status", OMIT, NULL, ERROR, 131009, false},
    {"V63", "currency_datetime", "body.1",
     "{\"type\":\"currency\",\"fallback_value\":\"x\",\"code\":\"usd\",\"amount_1000\":1}", NULL,
     ERROR, 131008, true},
    {"V63", "currency_datetime", "body.1",
     "{\"type\":\"currency\",\"fallback_value\":\"x\",\"code\":\"USD\",\"amount_1000\":1.5}", NULL,
     ERROR, 131008, true},
    {"V63", "currency_datetime", "body.2", "{\"type\":\"date_time\"}", NULL, ERROR, 131008, true},
    {"V63", "currency_datetime", "body.2", "{\"fallback_value\":\"x\"}", NULL, ERROR, 131008, true},
    {"V63", "currency_datetime", "body.2", "[1]", NULL, ERROR, 131008, true},
};

/* Well into the time of the files' offers. */
static const struct facts facts = {.now_ms = 1767225600000};

static const struct problem *find(struct fixture *fixture, const struct rule_case *rule_case)
{
    const char *slot = rule_case->slot != NULL ? rule_case->slot : rule_case->key;
    const struct problem_list *list = &fixture->problems;
    rules_check(&fixture->message, &facts, &fixture->problems);
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].rule, rule_case->rule) == 0 &&
            strcmp(list->items[i].slot, slot) == 0 && list->items[i].level == rule_case->level &&
            list->items[i].prevents == rule_case->prevents)
            return &list->items[i];
    return NULL;
}

static void change(struct fixture *fixture, const struct rule_case *rule_case)
{
    if (strcmp(rule_case->key, "to") == 0)
        fixture_set_to(fixture, rule_case->text);
    else if (rule_case->text == OMIT)
        values_remove(&fixture->values, rule_case->key);
    else if (rule_case->is_json)
        fixture_set_json(fixture, rule_case->key, rule_case->text);
    else
        fixture_set(fixture, rule_case->key, rule_case->text);
}

static bool says_what_to_do(const struct problem *problem)
{
    size_t length = strlen(problem->message);
    return length > 10 && problem->message[length - 1] == '.' &&
           strchr(problem->message, '\n') == NULL && strstr(problem->message, "%s") == NULL;
}

Test(rules, kept_and_broken)
{
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct rule_case *rule_case = &cases[i];
        struct fixture fixture;
        char path[128];
        snprintf(path, sizeof path, "sends/%s.json", rule_case->base);
        cJSON *send = data_read(path);
        fixture_load(&fixture, rule_case->base);
        fixture_fill(&fixture, json_member(send, "inputs"));
        cr_expect_null(find(&fixture, rule_case), "%s on %s", rule_case->rule, rule_case->base);
        change(&fixture, rule_case);
        const struct problem *problem = find(&fixture, rule_case);
        cr_expect_not_null(problem, "%s: %s = %.40s", rule_case->rule, rule_case->key,
                           rule_case->text != NULL ? rule_case->text : "(none)");
        cr_expect(problem == NULL || says_what_to_do(problem), "%s: %s", rule_case->rule,
                  problem != NULL ? problem->message : "");
        cJSON_Delete(send);
        fixture_release(&fixture);
    }
    printf("rules: %zu of %zu cases, each kept and broken\n", COUNT_OF(cases), COUNT_OF(cases));
}
