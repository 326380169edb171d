/* The table of codes, and which slot a refusal points to. */
#include "src/base/json.h"
#include "src/whatsapp/graph_error.h"
#include "src/whatsapp/language.h"
#include "tests/unit/whatsapp/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

Test(graph_error, table)
{
    size_t count = 0;
    const struct graph_error *rows = graph_error_rows(&count);
    cr_expect_eq(count, 148u);
    for (size_t i = 0; i < count; i++) {
        cr_expect_eq(graph_error_find(rows[i].code), &rows[i]);
        cr_expect(rows[i].title[0] != '\0' && rows[i].meaning[0] != '\0' && rows[i].next[0] != '\0',
                  "%d", rows[i].code);
    }
    cr_expect_eq(graph_error_find(200), graph_error_find(299));
    cr_expect_eq(graph_error_find(250)->class, GRAPH_TOKEN);
    cr_expect_null(graph_error_find(300));
    cr_expect_null(graph_error_find(-1));
    cr_expect_str_eq(graph_error_find(131053)->title, "Media upload error");
}

Test(graph_error, classes)
{
    static const struct {
        int code;
        enum graph_error_class class;
    } cases[] = {
        {190, GRAPH_TOKEN},       {131005, GRAPH_TOKEN},     {131042, GRAPH_ACCOUNT},
        {134011, GRAPH_ACCOUNT},  {132001, GRAPH_TEMPLATE},  {132015, GRAPH_TEMPLATE},
        {132000, GRAPH_ROW},      {131026, GRAPH_ROW},       {131050, GRAPH_ROW},
        {4, GRAPH_THROTTLE},      {80007, GRAPH_THROTTLE},   {130429, GRAPH_THROTTLE},
        {131056, GRAPH_THROTTLE}, {131000, GRAPH_TRANSIENT}, {131016, GRAPH_TRANSIENT},
        {131048, GRAPH_STOP},     {131064, GRAPH_STOP},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        cr_expect_eq(graph_error_find(cases[i].code)->class, cases[i].class, "%d", cases[i].code);
    cr_expect(graph_error_find(131056)->retryable);
    cr_expect_not(graph_error_find(132000)->retryable);
    cr_expect_eq(graph_error_find(132001)->http_status, 404);
    cr_expect_eq(graph_error_find(2046)->http_status, 0);
}

static void expect_slot(const char *template, int code, const char *details, const char *expected)
{
    struct fixture fixture;
    fixture_load(&fixture, template);
    const char *slot = graph_error_slot(code, details, &fixture.slots);
    cr_expect(expected == NULL ? slot == NULL : slot != NULL && strcmp(slot, expected) == 0,
              "%d %s: %s, expected %s", code, details != NULL ? details : "",
              slot != NULL ? slot : "none", expected != NULL ? expected : "none");
    fixture_release(&fixture);
}

/* The details that tests/data/bad_sends shows, and the slot each is about. */
Test(graph_error, slots_of_the_bad_sends)
{
    static const struct {
        const char *file;
        const char *slot;
    } cases[] = {
        {"body_missing_all", "body.1"},
        {"body_too_few", "body.1"},
        {"body_too_long", "body.1"},
        {"disabled", "template"},
        {"empty_value", "body.1"},
        {"image_header_is_document", "header.link"},
        {"image_header_missing", "header.link"},
        {"named_without_name", "body.first_name"},
        {"newline_in_value", "body.1"},
        {"paused", "template"},
        {"pending", "template"},
        {"to_is_sender", "to"},
        {"to_missing", "to"},
        {"unknown_template", "template"},
        {"url_suffix_missing", "button.0.text"},
        {"messaging_product_missing", NULL},
        {"bad_type", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char path[128];
        int64_t code = 0;
        snprintf(path, sizeof path, "bad_sends/%s.json", cases[i].file);
        cJSON *bad = data_read(path);
        const cJSON *expect = json_member(bad, "expect");
        cr_assert(json_integer(json_member(expect, "code"), &code));
        const char *details = json_text(expect, "details", json_text(expect, "message", NULL));
        expect_slot(json_text(bad, "base", ""), (int)code, details, cases[i].slot);
        cJSON_Delete(bad);
    }
    printf("bad_sends: %zu of %zu details mapped\n", COUNT_OF(cases), COUNT_OF(cases));
}

Test(graph_error, slots)
{
    expect_slot("welcome_guest.ar", 131008,
                "buttons: Button at index 1 of type Url requires a "
                "parameter",
                "button.1.text");
    expect_slot("otp_copy_code", 131008,
                "buttons: Button at index 0 of type Url requires a "
                "parameter",
                "otp");
    expect_slot("otp_copy_code", 132000,
                "body: number of localizable_params (0) does not match "
                "the expected number of params (1)",
                "otp");
    expect_slot("coupon_copy_code", 131009, "Invalid coupon_code", "button.0.coupon_code");
    expect_slot("survey_flow", 131009, "Components sub_type invalid at index: 0 and type: 0",
                "button.0.flow_token");
    expect_slot("event_invite_image", 131053, NULL, "header.link");
    expect_slot("courier_location", 131009, "Parameter latitude is out of range",
                "header.latitude");
    expect_slot("header_text_param_sale", 132005,
                "Length of the parameters and the template text is 70, which exceeds the allowed "
                "length of 60",
                "header.1");
    expect_slot("receipt_document", 132018, "Either one of media ID or link must be present",
                "header.link");
    expect_slot("media_carousel", 132012,
                "card 1: header: Format mismatch, expected IMAGE, "
                "received UNKNOWN",
                "card.1.header.link");
    expect_slot("hello_world", 132000, NULL, NULL);
    expect_slot("order_shipped_positional", 132000, NULL, "body.1");
    expect_slot("order_shipped_positional", 132012, NULL, NULL);
    expect_slot("order_shipped_positional", 131026, "Message undeliverable", "to");
    expect_slot("order_shipped_positional", 99999, "something new", NULL);
    cr_expect_str_eq(graph_error_slot(132001, NULL, NULL), "template");
    cr_expect_null(graph_error_slot(132000, "body: number", NULL));
}

Test(language, table)
{
    cr_expect_str_eq(language_name("en_US"), "English (United States)");
    cr_expect_null(language_name("en_us"));
    cr_expect_null(language_name(""));
    cr_expect(language_is_rtl("ar"));
    cr_expect(language_is_rtl("he"));
    cr_expect_not(language_is_rtl("de"));
    cr_expect_not(language_is_rtl("xx"));
}
