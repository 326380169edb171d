/* Bodies that the files of tests/data/sends do not show. */
#include "src/base/json.h"
#include "tests/unit/whatsapp/fixture.h"

#include <criterion/criterion.h>
#include <string.h>

/* The components, or another member of the body, as text. */
static void expect_at(const struct fixture *fixture, const char *path, const char *expected)
{
    cJSON *body = fixture_payload(fixture);
    const cJSON *node = json_path(body, path);
    cJSON *wanted = NULL;
    cr_assert_eq(json_parse(expected, strlen(expected), &wanted, NULL), ERR_OK, "%s", expected);
    char *printed = json_print(node);
    cr_expect(cJSON_Compare(node, wanted, true), "%s", printed != NULL ? printed : "nothing");
    mem_free(printed);
    cJSON_Delete(wanted);
    cJSON_Delete(body);
}

static void expect_components(const struct fixture *fixture, const char *expected)
{
    expect_at(fixture, "template.components", expected);
}

Test(payload, as_far_as_the_values_go)
{
    struct fixture fixture;
    fixture_load(&fixture, "flash_sale_lto");
    expect_components(&fixture, "[]");
    fixture_set(&fixture, "body.2", "X");
    fixture_set(&fixture, "lto.expiration_time", "tomorrow");
    expect_components(&fixture,
                      "[{\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"text\":\"X\"}]}]");
    fixture_release(&fixture);
}

Test(payload, values_by_number)
{
    struct fixture fixture;
    fixture_body(&fixture, "{{2}} before {{1}} and {{2}}", "");
    fixture_set(&fixture, "body.2", "two");
    fixture_set(&fixture, "body.1", "one");
    expect_components(&fixture, "[{\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"text\":"
                                "\"one\"},{\"type\":\"text\",\"text\":\"two\"}]}]");
    fixture_release(&fixture);
}

Test(payload, braces_in_values_stay)
{
    struct fixture fixture;
    struct preview preview;
    fixture_body(&fixture, "{{1}} {{2}}", "");
    fixture_set(&fixture, "body.1", "{{2}}");
    fixture_set(&fixture, "body.2", "x");
    cr_assert_eq(preview_build(&fixture.message, &fixture.arena, &preview, NULL), ERR_OK);
    cr_expect_str_eq(preview.blocks[0].resolved, "{{2}} x");
    fixture_release(&fixture);
}

Test(payload, named_template_with_a_numbered_url)
{
    struct fixture fixture;
    fixture_body(&fixture, "Hi {{first_name}}",
                 "{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"URL\",\"text\":\"Go\",\"url\":"
                 "\"https://e.com/{{1}}\"}]}");
    fixture_set(&fixture, "body.first_name", "Ann");
    fixture_set(&fixture, "button.0.text", "a b");
    expect_components(&fixture,
                      "[{\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"parameter_name\":"
                      "\"first_name\",\"text\":\"Ann\"}]},{\"type\":\"button\",\"sub_type\":"
                      "\"url\",\"index\":\"0\",\"parameters\":[{\"type\":\"text\",\"text\":"
                      "\"a%20b\"}]}]");
    fixture_release(&fixture);
}

Test(payload, flow_is_always_there)
{
    struct fixture fixture;
    fixture_body(&fixture, "x",
                 "{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"FLOW\",\"text\":\"Go\"}]}");
    expect_components(&fixture,
                      "[{\"type\":\"button\",\"sub_type\":\"flow\",\"index\":\"0\",\"parameters\":"
                      "[{\"type\":\"action\",\"action\":{\"flow_token\":\"unused\"}}]}]");
    fixture_set(&fixture, "button.0.flow_action_data", "{\"a\":[1]}");
    expect_components(&fixture,
                      "[{\"type\":\"button\",\"sub_type\":\"flow\",\"index\":\"0\",\"parameters\":"
                      "[{\"type\":\"action\",\"action\":{\"flow_token\":\"unused\","
                      "\"flow_action_data\":{\"a\":[1]}}}]}]");
    fixture_set(&fixture, "button.0.flow_action_data", "{broken");
    expect_components(&fixture,
                      "[{\"type\":\"button\",\"sub_type\":\"flow\",\"index\":\"0\",\"parameters\":"
                      "[{\"type\":\"action\",\"action\":{\"flow_token\":\"unused\"}}]}]");
    fixture_release(&fixture);
}

Test(payload, one_time_code_of_the_creation_shape)
{
    struct fixture fixture;
    fixture_init(&fixture,
                 "{\"name\":\"t\",\"language\":\"en\",\"category\":\"AUTHENTICATION\","
                 "\"components\":[{\"type\":\"BODY\",\"text\":\"{{1}} is your code.\"},"
                 "{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"OTP\",\"text\":\"Copy\","
                 "\"otp_type\":\"ZERO_TAP\"}]}]}",
                 0);
    fixture_set(&fixture, "otp", "1234");
    expect_components(&fixture,
                      "[{\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"text\":\"1234\"}]},"
                      "{\"type\":\"button\",\"sub_type\":\"url\",\"index\":\"0\",\"parameters\":"
                      "[{\"type\":\"text\",\"text\":\"1234\"}]}]");
    fixture_release(&fixture);
}

Test(payload, never_both_id_and_link)
{
    struct fixture fixture;
    fixture_load(&fixture, "product_demo_video");
    fixture_set(&fixture, "header.link", "https://e.com/a.mp4");
    fixture_set(&fixture, "header.id", "42");
    expect_components(&fixture, "[{\"type\":\"header\",\"parameters\":[{\"type\":\"video\","
                                "\"video\":{\"id\":\"42\"}}]}]");
    values_clear(&fixture.values);
    fixture_set(&fixture, "header.file", "/tmp/a.mp4");
    expect_components(&fixture, "[]");
    fixture_release(&fixture);
}

Test(payload, typed_values)
{
    static const char *const forms[] = {
        "{\"type\":\"currency\",\"fallback_value\":\"$1\",\"code\":\"USD\",\"amount_1000\":1000}",
        "{\"type\":\"currency\",\"currency\":{\"fallback_value\":\"$1\",\"code\":\"USD\","
        "\"amount_1000\":1000}}",
    };
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        struct fixture fixture;
        fixture_body(&fixture, "{{1}}!", "");
        fixture_set_json(&fixture, "body.1", forms[i]);
        expect_components(&fixture,
                          "[{\"type\":\"body\",\"parameters\":[{\"type\":\"currency\",\"currency\":"
                          "{\"fallback_value\":\"$1\",\"code\":\"USD\",\"amount_1000\":1000}}]}]");
        cr_expect_str_eq(preview_resolve(&fixture.template->message.body, "body.", &fixture.values,
                                         &fixture.arena),
                         "$1!");
        fixture_release(&fixture);
    }
    struct fixture fixture;
    fixture_body(&fixture, "{{1}}!", "");
    fixture_set_json(&fixture, "body.1", "{\"type\":\"text\",\"text\":\"plain\"}");
    expect_components(&fixture, "[{\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"text\":"
                                "\"plain\"}]}]");
    fixture_release(&fixture);
}

Test(payload, sections_in_whatsapps_own_form)
{
    struct fixture fixture;
    fixture_load(&fixture, "bundle_mpm");
    fixture_set_json(&fixture, "button.0.sections",
                     "[{\"title\":\"A\",\"product_items\":[{\"product_retailer_id\":\"X\"}]}]");
    expect_components(&fixture,
                      "[{\"type\":\"button\",\"sub_type\":\"mpm\",\"index\":\"0\",\"parameters\":"
                      "[{\"type\":\"action\",\"action\":{\"sections\":[{\"title\":\"A\","
                      "\"product_items\":[{\"product_retailer_id\":\"X\"}]}]}}]}]");
    fixture_release(&fixture);
}

Test(payload, recipients)
{
    struct fixture fixture;
    fixture_load(&fixture, "hello_world");
    fixture_set_to(&fixture, "+44 (0)20 7946-0018");
    expect_at(&fixture, "to", "\"442079460018\"");
    fixture_set_to(&fixture, "US.10000000000000000001");
    expect_at(&fixture, "recipient", "\"US.10000000000000000001\"");
    fixture_set_to(&fixture, "nobody");
    cJSON *body = fixture_payload(&fixture);
    cr_expect_null(json_member(body, "to"));
    cJSON_Delete(body);
    fixture_release(&fixture);
}

Test(payload, second_button_keeps_its_index)
{
    struct fixture fixture;
    fixture_load(&fixture, "ten_quick_replies");
    fixture_set(&fixture, "button.9.payload", "last");
    fixture_set(&fixture, "button.3.payload", "");
    expect_components(&fixture, "[{\"type\":\"button\",\"sub_type\":\"quick_reply\",\"index\":"
                                "\"9\",\"parameters\":[{\"type\":\"payload\",\"payload\":"
                                "\"last\"}]}]");
    fixture_release(&fixture);
}

Test(payload, carousel_of_products_with_links)
{
    struct fixture fixture;
    fixture_body(&fixture, "x",
                 "{\"type\":\"CAROUSEL\",\"cards\":[{\"components\":[{\"type\":\"HEADER\","
                 "\"format\":\"PRODUCT\"},{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"SPM\","
                 "\"text\":\"View\"}]}]},{\"components\":[{\"type\":\"HEADER\",\"format\":"
                 "\"PRODUCT\"},{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"URL\",\"text\":"
                 "\"Go\",\"url\":\"https://e.com/{{1}}\"}]}]}]}");
    cJSON *inputs = cJSON_Parse("{\"card.count\":3,\"card.2.button.0.text\":\"s\"}");
    fixture_fill(&fixture, inputs);
    cJSON_Delete(inputs);
    expect_components(&fixture,
                      "[{\"type\":\"carousel\",\"cards\":[{\"card_index\":0,\"components\":[]},"
                      "{\"card_index\":1,\"components\":[]},{\"card_index\":2,\"components\":"
                      "[{\"type\":\"button\",\"sub_type\":\"url\",\"index\":\"0\",\"parameters\":"
                      "[{\"type\":\"text\",\"text\":\"s\"}]}]}]}]");
    fixture_release(&fixture);
}
