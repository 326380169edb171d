/* Reading definitions: every file, every shape of `example`, and much that is wrong. */
#include "src/base/json.h"
#include "tests/unit/whatsapp/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

Test(template, every_definition)
{
    size_t count = 0;
    char **names = data_names("templates", &count);
    for (size_t i = 0; i < count; i++) {
        struct fixture fixture;
        char path[256];
        snprintf(path, sizeof path, "templates/%s.json", names[i]);
        fixture_load(&fixture, names[i]);
        cJSON *definition = data_read(path);
        cJSON *kept = NULL;
        const struct template *template = fixture.template;
        cr_expect_str_eq(template->name, json_text(definition, "name", "?"));
        cr_expect_str_eq(template->language, json_text(definition, "language", "?"));
        cr_expect_str_eq(template->status_name, json_text(definition, "status", "?"));
        cr_expect_neq(template->status, TEMPLATE_UNKNOWN);
        cr_expect_eq(template->unknown_component_count, 0u);
        cr_assert_eq(json_parse(template->json, strlen(template->json), &kept, NULL), ERR_OK);
        cr_expect(cJSON_Compare(kept, definition, true), "%s", names[i]);
        cJSON_Delete(kept);
        cJSON_Delete(definition);
        fixture_release(&fixture);
    }
    printf("templates: %zu of %zu read\n", count, count);
    data_free_names(names, count);
}

Test(template, every_definition_of_the_sample_pages)
{
    int count = 0;
    for (int page = 1; page <= 3; page++) {
        char path[64];
        snprintf(path, sizeof path, "samples/list_page_%d.json", page);
        cJSON *answer = data_read(path);
        const cJSON *list = json_member(answer, "data");
        for (const cJSON *node = list != NULL ? list->child : NULL; node != NULL;
             node = node->next, count++) {
            struct arena arena;
            struct template *template = NULL;
            arena_init(&arena);
            cr_expect_eq(template_parse(node, &arena, &template, NULL), ERR_OK);
            arena_release(&arena);
        }
        cJSON_Delete(answer);
    }
    printf("samples: %d definitions read\n", count);
    cr_expect_gt(count, 0);
}

Test(template, status_table)
{
    cr_expect_eq(template_status_parse("approved"), TEMPLATE_APPROVED);
    cr_expect_eq(template_status_parse("FLAGGED"), TEMPLATE_UNKNOWN);
    cr_expect_eq(template_status_parse(""), TEMPLATE_UNKNOWN);
    cr_expect_eq(template_status_refusal(TEMPLATE_APPROVED), 0);
    cr_expect_eq(template_status_refusal(TEMPLATE_PAUSED), 132015);
    cr_expect_eq(template_status_refusal(TEMPLATE_DISABLED), 132016);
    cr_expect_eq(template_status_refusal(TEMPLATE_UNKNOWN), 132001);
    cr_expect_str_eq(button_type_sub_type(BUTTON_COPY_CODE), "copy_code");
    cr_expect_str_eq(button_type_sub_type(BUTTON_PHONE_NUMBER), "");
}

Test(template, shapes_of_examples)
{
    static const char *const bodies[] = {"[[\"Ann\",\"3\"]]", "[\"Ann\",\"3\"]"};
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct fixture fixture;
        char text[512];
        snprintf(text, sizeof text,
                 "{\"name\":\"t\",\"language\":\"en\",\"components\":[{\"type\":\"BODY\",\"text\":"
                 "\"{{2}} and {{1}}\",\"example\":{\"body_text\":%s}}]}",
                 bodies[i]);
        fixture_init(&fixture, text, 0);
        const struct template_text *body = &fixture.template->message.body;
        cr_assert_eq(body->placeholder_count, 2u);
        cr_expect_str_eq(body->placeholders[0].name, "1");
        cr_expect_str_eq(body->placeholders[0].example, "Ann");
        cr_expect_str_eq(body->placeholders[1].example, "3");
        fixture_release(&fixture);
    }
    struct fixture fixture;
    fixture_init(&fixture,
                 "{\"name\":\"t\",\"language\":\"en\",\"components\":[{\"type\":\"BODY\",\"text\":"
                 "\"Hi {{1}}\",\"example\":{\"body_text\":\"Ann\"}},{\"type\":\"HEADER\","
                 "\"format\":\"TEXT\",\"text\":\"{{1}}\",\"example\":{\"header_text\":7}}]}",
                 0);
    cr_expect_str_eq(fixture.template->message.body.placeholders[0].example, "Ann");
    cr_expect_str_eq(fixture.template->message.header.text.placeholders[0].example, "7");
    fixture_release(&fixture);
}

Test(template, suffix_examples)
{
    static const char *const examples[] = {"[\"https://e.com/p/abc\"]", "\"abc\"", "[\"abc\"]"};
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct fixture fixture;
        char button[256];
        snprintf(button, sizeof button,
                 "{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"URL\",\"text\":\"Go\",\"url\":"
                 "\"https://e.com/p/{{1}}\",\"example\":%s}]}",
                 examples[i]);
        fixture_body(&fixture, "x", button);
        cr_expect_str_eq(slots_find(&fixture.slots, "button.0.text")->example, "abc");
        fixture_release(&fixture);
    }
}

Test(template, either_case_and_either_type)
{
    struct fixture fixture;
    fixture_init(&fixture,
                 "{\"name\":\"t\",\"language\":\"en\",\"id\":1234567890123,\"status\":\"approved\","
                 "\"category\":\"utility\",\"parameter_format\":\"named\",\"components\":["
                 "{\"type\":\"header\",\"format\":\"image\"},"
                 "{\"type\":\"Body\",\"text\":\"Hi {{ first_name }}\"},"
                 "{\"type\":\"buttons\",\"buttons\":[{\"type\":\"flow\",\"text\":\"Go\","
                 "\"flow_id\":42,\"flow_action\":\"NAVIGATE\"}]}]}",
                 0);
    const struct template *template = fixture.template;
    cr_expect_str_eq(template->id, "1234567890123");
    cr_expect(template_is_approved(template));
    cr_expect_str_eq(template->category, "UTILITY");
    cr_expect(template->named);
    cr_expect_eq(template->message.header.format, HEADER_IMAGE);
    cr_expect_str_eq(template->message.body.placeholders[0].name, "first_name");
    cr_expect_eq(template->message.buttons[0].type, BUTTON_FLOW);
    cr_expect_str_eq(template->message.buttons[0].flow_id, "42");
    fixture_release(&fixture);
}

Test(template, named_without_format)
{
    struct fixture fixture;
    fixture_body(&fixture, "Hi {{first_name}}", "");
    cr_expect(fixture.template->named);
    fixture_release(&fixture);
    fixture_body(&fixture, "Hi {{1}}", "");
    cr_expect_not(fixture.template->named);
    fixture_release(&fixture);
}

Test(template, braces_that_are_no_placeholder)
{
    static const struct {
        const char *body;
        size_t count;
    } cases[] = {
        {"{{1}", 0},
        {"{1}}", 0},
        {"{{}}", 0},
        {"{{ }}", 0},
        {"{{a b}}", 0},
        {"{{{1}}}", 1},
        {"{{1}}{{1}}", 1},
        {"{{ 1 }} {{\t2\n}}", 2},
        {"{{first-}}", 0},
        {"{{{{1}}}}", 1},
        {"{{é}}", 0},
        {"{{1}} {{2", 1},
        {"{{0}}", 1},
        {"{{01}} {{1}}", 2},
        {"{{99999999999}}", 1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture fixture;
        fixture_body(&fixture, cases[i].body, "");
        cr_expect_eq(fixture.template->message.body.placeholder_count, cases[i].count, "%s",
                     cases[i].body);
        fixture_release(&fixture);
    }
}

Test(template, unknown_parts_are_kept)
{
    struct fixture fixture;
    fixture_body(&fixture, "x",
                 "{\"type\":\"HOLOGRAM\",\"beam\":3},{\"type\":\"BUTTONS\",\"buttons\":["
                 "{\"type\":\"REMINDER\",\"text\":\"Later\"}]},{\"type\":\"BODY\",\"text\":\"y\"}");
    const struct template *template = fixture.template;
    cr_assert_eq(template->unknown_component_count, 2u);
    cr_expect_str_eq(template->unknown_components[0], "HOLOGRAM");
    cr_expect_str_eq(template->unknown_components[1], "BODY");
    cr_expect_str_eq(template->message.body.text, "x");
    cr_expect_eq(template->message.buttons[0].type, BUTTON_UNKNOWN);
    cr_expect_str_eq(template->message.buttons[0].type_name, "REMINDER");
    cr_expect_null(slots_unsendable_reason(template));
    fixture_release(&fixture);
    fixture_body(&fixture, "x", "{\"type\":\"HOLOGRAM\",\"deep\":[{\"text\":\"{{1}}\"}]}");
    cr_expect_not_null(slots_unsendable_reason(fixture.template));
    fixture_release(&fixture);
}

Test(template, refuses_only_what_has_no_name)
{
    static const char *const bad[] = {"{}",
                                      "[]",
                                      "1",
                                      "null",
                                      "\"x\"",
                                      "{\"name\":\"t\"}",
                                      "{\"language\":\"en\"}",
                                      "{\"name\":\"\",\"language\":\"en\"}",
                                      "{\"name\":{},\"language\":\"en\"}"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct arena arena;
        struct template *template = NULL;
        struct error error = {0};
        cJSON *root = NULL;
        arena_init(&arena);
        cr_assert_eq(json_parse(bad[i], strlen(bad[i]), &root, NULL), ERR_OK);
        cr_expect_eq(template_parse(root, &arena, &template, &error), ERR_INVALID, "%s", bad[i]);
        cr_expect(error.next[0] != '\0');
        cJSON_Delete(root);
        arena_release(&arena);
    }
}

Test(template, wrong_types_everywhere)
{
    static const char *const odd[] = {
        "{\"name\":1,\"language\":2}",
        "{\"name\":\"t\",\"language\":\"en\",\"components\":{}}",
        "{\"name\":\"t\",\"language\":\"en\",\"components\":[1,null,\"x\",[],{}]}",
        "{\"name\":\"t\",\"language\":\"en\",\"components\":[{\"type\":7}]}",
        "{\"name\":\"t\",\"language\":\"en\",\"components\":[{\"type\":\"BODY\",\"text\":[1]}]}",
        "{\"name\":\"t\",\"language\":\"en\",\"components\":[{\"type\":\"BODY\",\"text\":\"{{1}}\","
        "\"example\":{\"body_text\":[[{}]],\"body_text_named_params\":{\"a\":1}}}]}",
        "{\"name\":\"t\",\"language\":\"en\",\"components\":[{\"type\":\"HEADER\",\"format\":3}]}",
        "{\"name\":\"t\",\"language\":\"en\",\"components\":[{\"type\":\"BUTTONS\",\"buttons\":"
        "[1,{},{\"type\":[]},{\"type\":\"URL\",\"url\":5},{\"type\":\"OTP\"}]}]}",
        "{\"name\":\"t\",\"language\":\"en\",\"components\":[{\"type\":\"CAROUSEL\",\"cards\":"
        "[1,{},{\"components\":3}]}]}",
        "{\"name\":\"t\",\"language\":\"en\",\"components\":[{\"type\":\"CAROUSEL\"}]}",
        "{\"name\":\"t\",\"language\":\"en\",\"components\":[{\"type\":\"LIMITED_TIME_OFFER\","
        "\"limited_time_offer\":[]}]}",
        "{\"name\":\"t\",\"language\":\"en\",\"quality_score\":\"GREEN\",\"category\":5}",
    };
    for (size_t i = 0; i < COUNT_OF(odd); i++) {
        struct fixture fixture;
        struct preview preview;
        fixture_init(&fixture, odd[i], 3);
        cJSON *body = fixture_payload(&fixture);
        cr_expect(cJSON_IsArray(json_path(body, "template.components")));
        cJSON_Delete(body);
        cr_expect_eq(preview_build(&fixture.message, &fixture.arena, &preview, NULL), ERR_OK);
        rules_check(&fixture.message, NULL, &fixture.problems);
        cr_expect_not(fixture.problems.failed);
        fixture_release(&fixture);
    }
}

Test(template, huge_texts)
{
    size_t size = 1 << 20;
    char *text = mem_zalloc(size + 1, 1);
    for (size_t i = 0; i + 8 <= size; i += 8)
        snprintf(text + i, 9, "{{%04zu}}", i / 8 % 5000);
    struct fixture fixture;
    struct preview preview;
    fixture_body(&fixture, text, "");
    cr_expect(fixture.template->too_many_placeholders);
    cr_expect_eq(fixture.template->message.body.placeholder_count,
                 (size_t)TEMPLATE_MAX_PLACEHOLDERS);
    cr_expect_not_null(slots_unsendable_reason(fixture.template));
    cr_expect_eq(preview_build(&fixture.message, &fixture.arena, &preview, NULL), ERR_OK);
    cr_expect_not_null(fixture_problem(&fixture, "V11", "template"));
    mem_free(text);
    fixture_release(&fixture);
}

Test(template, questions)
{
    struct fixture fixture;
    fixture_load(&fixture, "otp_copy_code");
    cr_expect(template_is_authentication(fixture.template));
    cr_expect_not(template_is_body_only(fixture.template));
    fixture_release(&fixture);
    fixture_load(&fixture, "product_carousel");
    cr_expect(template_is_product_carousel(fixture.template));
    fixture_release(&fixture);
    fixture_load(&fixture, "media_carousel");
    cr_expect_not(template_is_product_carousel(fixture.template));
    fixture_release(&fixture);
    fixture_load(&fixture, "currency_datetime");
    cr_expect(template_is_body_only(fixture.template));
    fixture_release(&fixture);
}
