/* ChakraHQ's own form of a message: what it says, and what it has no place for. */
#include "src/whatsapp/mapping.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "tests/unit/whatsapp/fixture.h"

static void expect_body(struct fixture *fixture, const char *expected)
{
    cJSON *body = NULL;
    cr_assert_eq(mapping_build(&fixture->message, "1", &body, NULL), ERR_OK);
    CLEANUP(mem_freep) char *text = json_print(body);
    cr_expect_str_eq(text, expected);
    cJSON_Delete(body);
}

/* Keys of all gaps, with blanks between. */
static void expect_gaps(const struct fixture *fixture, const char *expected)
{
    char keys[512] = "";
    size_t position = 0, length = 0;
    const char *why = NULL;
    const struct slot *slot = NULL;
    while ((slot = mapping_next_gap(&fixture->message, &position, &why)) != NULL) {
        cr_assert_not_null(why);
        length += (size_t)snprintf(keys + length, sizeof keys - length, "%s%s",
                                   length > 0 ? " " : "", slot->key);
    }
    cr_expect_str_eq(keys, expected);
}

#define HEAD(name) \
    "{\"whatsappPhoneNumberId\":\"1\",\"templateName\":\"" name "\",\"language\":\"en_US\""
#define PAIR(name, value) \
    "{\"schemaPropertyName\":\"" name "\",\"schemaPropertyValue\":\"" value "\"}"

static void begin(struct fixture *fixture, const char *components)
{
    static char definition[4096];
    snprintf(definition, sizeof definition,
             "{\"name\":\"t\",\"language\":\"en_US\",\"status\":\"APPROVED\",\"components\":[%s]}",
             components);
    fixture_init(fixture, definition, 0);
}

Test(mapping, body_variables_by_number)
{
    struct fixture fixture;
    begin(&fixture, "{\"type\":\"BODY\",\"text\":\"{{2}} and {{1}}\"}");
    fixture_set(&fixture, "body.2", "two");
    fixture_set(&fixture, "body.1", "one \"1\"");
    expect_gaps(&fixture, "");
    expect_body(&fixture,
                HEAD("t") ",\"mapping\":[" PAIR("1", "one \\\"1\\\"") "," PAIR("2", "two") "]}");
    fixture_release(&fixture);
}

Test(mapping, without_values_there_is_no_list)
{
    struct fixture fixture;
    begin(&fixture, "{\"type\":\"BODY\",\"text\":\"Hi\"}");
    expect_body(&fixture, HEAD("t") "}");
    fixture_release(&fixture);
}

Test(mapping, header_text_and_a_button)
{
    struct fixture fixture;
    begin(&fixture, "{\"type\":\"HEADER\",\"format\":\"TEXT\",\"text\":\"For {{1}}\"},"
                    "{\"type\":\"BODY\",\"text\":\"Hi\"},{\"type\":\"BUTTONS\",\"buttons\":["
                    "{\"type\":\"QUICK_REPLY\",\"text\":\"No\"},"
                    "{\"type\":\"URL\",\"text\":\"Go\",\"url\":\"https://e.example/{{1}}\"}]}");
    fixture_set(&fixture, "header.1", "Asha");
    fixture_set(&fixture, "button.1.text", "a b?c=%20");
    expect_gaps(&fixture, "");
    expect_body(&fixture, HEAD("t") ",\"headerMapping\":[" PAIR(
                              "1", "Asha") "],\"buttonMapping\":[" PAIR("1", "a%20b?c=%20") "]}");
    fixture_release(&fixture);
}

static const struct {
    const char *format, *key, *value, *member;
} headers[] = {
    {"IMAGE", "header.link", "https://e.example/a", "\"imageUrl\":\"https://e.example/a\""},
    {"VIDEO", "header.link", "https://e.example/a", "\"videoUrl\":\"https://e.example/a\""},
    {"DOCUMENT", "header.link", "https://e.example/a", "\"documentUrl\":\"https://e.example/a\""},
    {"DOCUMENT", "header.filename", "a.pdf", "\"filename\":\"a.pdf\""},
    {"LOCATION", "header.latitude", "-12.5", "\"locationLatitude\":-12.5"},
    {"LOCATION", "header.longitude", "180", "\"locationLongitude\":180"},
    {"LOCATION", "header.longitude", "east", "\"locationLongitude\":\"east\""},
    {"LOCATION", "header.name", "Home", "\"locationName\":\"Home\""},
    {"LOCATION", "header.address", "1 St", "\"locationAddress\":\"1 St\""},
};

Test(mapping, headers)
{
    for (size_t i = 0; i < COUNT_OF(headers); i++) {
        struct fixture fixture;
        char component[128], expected[512];
        snprintf(component, sizeof component, "{\"type\":\"HEADER\",\"format\":\"%s\"}",
                 headers[i].format);
        begin(&fixture, component);
        fixture_set(&fixture, headers[i].key, headers[i].value);
        snprintf(expected, sizeof expected, HEAD("t") ",%s}", headers[i].member);
        expect_gaps(&fixture, "");
        expect_body(&fixture, expected);
        fixture_release(&fixture);
    }
}

Test(mapping, a_one_time_code_goes_by_its_own_member)
{
    struct fixture fixture;
    fixture_load(&fixture, "otp_copy_code");
    fixture_set(&fixture, "otp", "123456");
    expect_gaps(&fixture, "");
    cJSON *body = NULL;
    cr_assert_eq(mapping_build(&fixture.message, "1", &body, NULL), ERR_OK);
    cr_expect_str_eq(json_text(body, "otpCode", ""), "123456");
    cr_expect_null(json_member(body, "mapping"));
    cr_expect_null(json_member(body, "buttonMapping"));
    cJSON_Delete(body);
    fixture_release(&fixture);
}

Test(mapping, named_variables_keep_their_names)
{
    struct fixture fixture;
    fixture_init(
        &fixture,
        "{\"name\":\"t\",\"language\":\"en_US\",\"status\":\"APPROVED\","
        "\"parameter_format\":\"NAMED\",\"components\":[{\"type\":\"HEADER\",\"format\":"
        "\"TEXT\",\"text\":\"{{link}}\"},{\"type\":\"BODY\",\"text\":\"{{first_name}}\"}]}",
        0);
    fixture_set(&fixture, "header.link", "not a link");
    fixture_set(&fixture, "body.first_name", "Asha");
    expect_gaps(&fixture, "");
    expect_body(&fixture,
                HEAD("t") ",\"headerMapping\":[" PAIR("link", "not a link") "],\"mapping\":[" PAIR(
                    "first_name", "Asha") "]}");
    fixture_release(&fixture);
}

static const struct {
    const char *components, *key, *value, *gaps;
    bool is_json;
} gaps[] = {
    {"{\"type\":\"HEADER\",\"format\":\"IMAGE\"}", "header.id", "1", "header.id", false},
    {"{\"type\":\"HEADER\",\"format\":\"GIF\"}", "header.link", "https://e.example/a",
     "header.link", false},
    {"{\"type\":\"BODY\",\"text\":\"{{1}}\"}", "body.1",
     "{\"type\":\"currency\",\"currency\":{\"fallback_value\":\"1\",\"code\":\"EUR\","
     "\"amount_1000\":1000}}",
     "body.1", true},
    {"{\"type\":\"BODY\",\"text\":\"x\"}", "biz_opaque_callback_data", "y",
     "biz_opaque_callback_data", false},
    {"{\"type\":\"BODY\",\"text\":\"x\"}", "context.message_id", "wamid.x", "context.message_id",
     false},
    {"{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"QUICK_REPLY\",\"text\":\"No\"}]}",
     "button.0.payload", "p", "button.0.payload", false},
    {"{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"URL\",\"text\":\"a\",\"url\":"
     "\"https://e.example/{{1}}\"},{\"type\":\"URL\",\"text\":\"b\",\"url\":"
     "\"https://f.example/{{1}}\"}]}",
     "button.0.text", "x", "button.1.text", false},
};

Test(mapping, what_it_has_no_place_for)
{
    for (size_t i = 0; i < COUNT_OF(gaps); i++) {
        struct fixture fixture;
        begin(&fixture, gaps[i].components);
        if (gaps[i].is_json)
            fixture_set_json(&fixture, gaps[i].key, gaps[i].value);
        else
            fixture_set(&fixture, gaps[i].key, gaps[i].value);
        expect_gaps(&fixture, gaps[i].gaps);
        fixture_release(&fixture);
    }
}

/* These need something that only WhatsApp's own form has, with or without values. */
Test(mapping, kinds_of_templates_that_it_cannot_send)
{
    static const char *const names[] = {
        "coupon_copy_code", "survey_flow",           "bundle_mpm",
        "media_carousel",   "product_carousel",      "featured_spm",
        "flash_sale_lto",   "order_details_invoice", "order_status_update"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char path[128];
        struct fixture fixture;
        size_t position = 0;
        const char *why = NULL;
        snprintf(path, sizeof path, "sends/%s.json", names[i]);
        CLEANUP(json_deletep) cJSON *send = data_read(path);
        fixture_load(&fixture, names[i]);
        fixture_fill(&fixture, json_member(send, "inputs"));
        cr_expect_not_null(mapping_next_gap(&fixture.message, &position, &why), "%s", names[i]);
        fixture_release(&fixture);
    }
}

Test(mapping, memory_runs_out_anywhere)
{
    struct fixture fixture;
    fixture_load(&fixture, "receipt_document");
    CLEANUP(json_deletep) cJSON *send = data_read("sends/receipt_document.json");
    fixture_fill(&fixture, json_member(send, "inputs"));
    mem_hook_cjson();
    for (size_t n = 1;; n++) {
        cJSON *body = NULL;
        mem_test_fail_after(n);
        enum err err = mapping_build(&fixture.message, "1", &body, NULL);
        mem_test_fail_after(0);
        cr_expect(err == ERR_OK || (err == ERR_NOMEM && body == NULL));
        if (err == ERR_OK) {
            cJSON_Delete(body);
            cr_expect_gt(n, 5);
            break;
        }
    }
    fixture_release(&fixture);
}
