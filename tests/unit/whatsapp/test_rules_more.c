/* Rules that need a definition of their own, facts, or more than one value; and the list itself. */
#include "tests/unit/whatsapp/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void load_status(struct fixture *fixture, const char *status, const char *more)
{
    char text[512];
    snprintf(text, sizeof text,
             "{\"name\":\"t\",\"language\":\"en_US\",\"status\":\"%s\",\"category\":\"MARKETING\","
             "%s\"components\":[{\"type\":\"BODY\",\"text\":\"x\"}]}",
             status, more);
    fixture_init(fixture, text, 0);
}

Test(rules, every_status_says_why_and_what_to_do)
{
    static const struct {
        const char *status;
        int prevents;
        const char *why;
    } cases[] = {
        {"PENDING", 132001, "still reviewing"},
        {"REJECTED", 132001, "rejected"},
        {"PAUSED", 132015, "low quality"},
        {"DISABLED", 132016, "for good"},
        {"IN_APPEAL", 132001, "appeal"},
        {"PENDING_DELETION", 132001, "being deleted"},
        {"DELETED", 132001, "deleted"},
        {"LIMIT_EXCEEDED", 132001, "too many templates"},
        {"ARCHIVED", 132001, "archived"},
        {"SOMETHING_NEW", 132001, "Load the template list again"},
        {"", 132001, "Load the template list again"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture fixture;
        load_status(&fixture, cases[i].status, "");
        const struct problem *problem = fixture_problem(&fixture, "V8", "template");
        cr_assert_not_null(problem, "%s", cases[i].status);
        cr_expect_eq(problem->prevents, cases[i].prevents);
        cr_expect_eq(problem->level, PROBLEM_ERROR);
        cr_expect_not_null(strstr(problem->message, cases[i].why), "%s", problem->message);
        cr_expect_eq(problem_list_errors(&fixture.problems), 1u);
        fixture_release(&fixture);
    }
    struct fixture fixture;
    load_status(&fixture, "approved", "");
    cr_expect_null(fixture_problem(&fixture, "V8", "template"));
    fixture_release(&fixture);
}

Test(rules, language_and_quality)
{
    struct fixture fixture;
    fixture_init(&fixture,
                 "{\"name\":\"t\",\"language\":\"en_us\",\"status\":\"APPROVED\","
                 "\"components\":[]}",
                 0);
    const struct problem *problem = fixture_problem(&fixture, "V7", "template");
    cr_assert_not_null(problem);
    cr_expect_eq(problem->level, PROBLEM_WARNING);
    cr_expect_eq(problem->prevents, 132001);
    fixture_release(&fixture);
    load_status(&fixture, "APPROVED", "\"quality_score\":{\"score\":\"RED\"},");
    cr_expect_not_null(fixture_problem(&fixture, "V72", "template"));
    cr_expect_null(fixture_problem(&fixture, "V7", "template"));
    fixture_release(&fixture);
    load_status(&fixture, "APPROVED", "\"quality_score\":{\"score\":\"YELLOW\"},");
    cr_expect_null(fixture_problem(&fixture, "V72", "template"));
    fixture_release(&fixture);
}

Test(rules, kinds_that_cannot_be_sent)
{
    struct fixture fixture;
    fixture_body(&fixture, "x", "{\"type\":\"HOLOGRAM\",\"text\":\"{{1}}\"}");
    cr_expect_not_null(fixture_problem(&fixture, "V11", "template"));
    cr_expect_null(fixture_problem(&fixture, "V14", "template"));
    fixture_release(&fixture);
    fixture_body(&fixture, "x", "{\"type\":\"HEADER\",\"format\":\"GIF\"}");
    cr_expect_not_null(fixture_problem(&fixture, "V14", "template"));
    cr_expect_null(fixture_problem(&fixture, "V11", "template"));
    fixture_release(&fixture);
}

Test(rules, facts)
{
    struct fixture fixture;
    load_status(&fixture, "APPROVED", "");
    struct facts facts = {.now_ms = 1000000000};
    cr_expect_null(fixture_problem_at(&fixture, &facts, "V64", "to"));
    facts.has_131050 = true;
    cr_expect_not_null(fixture_problem_at(&fixture, &facts, "V64", "to"));
    facts.last_131049_ms = facts.now_ms - 86400000;
    cr_expect_null(fixture_problem_at(&fixture, &facts, "V65", "to"));
    facts.last_131049_ms++;
    cr_expect_not_null(fixture_problem_at(&fixture, &facts, "V65", "to"));
    facts.last_send_to_recipient_ms = facts.now_ms - 6000;
    cr_expect_null(fixture_problem_at(&fixture, &facts, "V66", "to"));
    facts.last_send_to_recipient_ms = facts.now_ms - 5999;
    cr_expect_not_null(fixture_problem_at(&fixture, &facts, "V66", "to"));
    fixture_release(&fixture);
    fixture_load(&fixture, "hello_world"); /* a utility template */
    cr_expect_null(fixture_problem_at(&fixture, &facts, "V64", "to"));
    cr_expect_null(fixture_problem_at(&fixture, &facts, "V65", "to"));
    fixture_release(&fixture);
}

Test(rules, value_of_a_body_only_template)
{
    struct fixture fixture;
    char *text = mem_alloc(32770);
    memset(text, 'y', 32769);
    text[32769] = '\0';
    fixture_body(&fixture, "{{1}}", "");
    fixture_set(&fixture, "body.1", text);
    cr_expect_not_null(fixture_problem(&fixture, "V26", "body.1"));
    text[32768] = '\0';
    fixture_set(&fixture, "body.1", text);
    cr_expect_null(fixture_problem(&fixture, "V26", "body.1"));
    cr_expect_null(fixture_problem(&fixture, "V25", "body.1"));
    mem_free(text);
    fixture_release(&fixture);
}

/* The limits count the resolved text, and the longest value is the one to shorten. */
Test(rules, length_of_the_resolved_text)
{
    struct fixture fixture;
    char text[1200];
    memset(text, 'y', sizeof text);
    text[1014] = '\0';
    fixture_body(&fixture, "12345 {{1}} {{2}}", "{\"type\":\"FOOTER\",\"text\":\"f\"}");
    fixture_set(&fixture, "body.2", text);
    fixture_set(&fixture, "body.1", "abc");
    cr_expect_null(fixture_problem(&fixture, "V25", "body.2"), "1024 characters are allowed");
    fixture_set(&fixture, "body.1", "abcd");
    const struct problem *problem = fixture_problem(&fixture, "V25", "body.2");
    cr_assert_not_null(problem);
    cr_expect_not_null(strstr(problem->message, "1025"));
    fixture_release(&fixture);
}

Test(rules, texts_that_were_approved_too_long)
{
    struct fixture fixture;
    char text[1200];
    memset(text, 'y', sizeof text);
    text[1100] = '\0';
    fixture_body(&fixture, text, "{\"type\":\"FOOTER\",\"text\":\"f\"}");
    rules_check(&fixture.message, NULL, &fixture.problems);
    cr_expect_eq(problem_list_errors(&fixture.problems), 0u);
    fixture_release(&fixture);
}

Test(rules, file_has_to_be_uploaded)
{
    struct fixture fixture;
    fixture_load(&fixture, "product_demo_video");
    fixture_set(&fixture, "header.file", "/tmp/a.mp4");
    const struct problem *problem = fixture_problem(&fixture, "V29", "header.file");
    cr_assert_not_null(problem);
    cr_expect_not_null(
        strstr(problem->message,
               "M-u in the form uploads it; or give a link or an id instead of header.file"));
    cr_expect_null(fixture_problem(&fixture, "V28", "header.link"));
    fixture_set(&fixture, "header.link", "https://e.com/a.mp4");
    cr_expect_null(fixture_problem(&fixture, "V29", "header.file"));
    fixture_release(&fixture);
}

Test(rules, order_status_of_other_templates)
{
    struct fixture fixture;
    fixture_load(&fixture, "hello_world");
    rules_check(&fixture.message, NULL, &fixture.problems);
    cr_expect_eq(fixture.problems.count, 0u);
    fixture_set(&fixture, "order_status.description", "x");
    cr_expect_not_null(fixture_problem(&fixture, "V60", "order_status.reference_id"));
    cr_expect_not_null(fixture_problem(&fixture, "V62", "order_status.status"));
    fixture_release(&fixture);
}

Test(rules, flow_that_fetches_its_data)
{
    struct fixture fixture;
    fixture_body(&fixture, "x",
                 "{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"FLOW\",\"text\":\"Go\","
                 "\"flow_action\":\"data_exchange\"}]}");
    cr_expect_null(fixture_problem(&fixture, "V46", "button.0.flow_action_data"));
    fixture_set_json(&fixture, "button.0.flow_action_data", "{\"a\":1}");
    cr_expect_not_null(fixture_problem(&fixture, "V46", "button.0.flow_action_data"));
    fixture_release(&fixture);
}

/* All at once, in the order of the form. */
Test(rules, order_of_the_problems)
{
    static const char *const slots[] = {"to",
                                        "template",
                                        "header.link",
                                        "body.1",
                                        "body.2",
                                        "lto.expiration_time",
                                        "button.0.coupon_code",
                                        "button.1.text"};
    struct fixture fixture;
    fixture_load(&fixture, "flash_sale_lto");
    fixture.template->status = TEMPLATE_PAUSED;
    fixture_set_to(&fixture, "");
    rules_check(&fixture.message, NULL, &fixture.problems);
    cr_assert_eq(fixture.problems.count, COUNT_OF(slots));
    for (size_t i = 0; i < COUNT_OF(slots); i++)
        cr_expect_str_eq(fixture.problems.items[i].slot, slots[i]);
    cr_expect_eq(problem_list_errors(&fixture.problems), COUNT_OF(slots));
    cr_expect_not_null(problem_list_for_slot(&fixture.problems, "body.2"));
    cr_expect_null(problem_list_for_slot(&fixture.problems, "body.3"));
    fixture_release(&fixture);
}

Test(rules, the_worst_problem_of_a_slot)
{
    struct fixture fixture;
    fixture_load(&fixture, "coupon_copy_code");
    fixture_set(&fixture, "button.0.coupon_code", "AAAAAAAAAAAAAAAAA-");
    rules_check(&fixture.message, NULL, &fixture.problems);
    cr_expect_eq(problem_list_for_slot(&fixture.problems, "button.0.coupon_code")->level,
                 PROBLEM_ERROR);
    fixture_release(&fixture);
}

/* Live checks: the second run and all after it leave the heap alone. */
Test(rules, no_heap_in_the_steady_state)
{
    static const char *const names[] = {"flash_sale_lto", "bundle_mpm", "order_details_invoice",
                                        "media_carousel", "currency_datetime"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct fixture fixture;
        fixture_load(&fixture, names[i]);
        rules_check(&fixture.message, NULL, &fixture.problems);
        cr_assert_eq(values_set(&fixture.values, "button.0.sections", "[{\"products\":[\"a\"]}]",
                                true, NULL),
                     ERR_OK);
        cr_assert_eq(values_set(&fixture.values, "button.0.order_details", "{\"reference_id\":1}",
                                true, NULL),
                     ERR_OK);
        mem_test_fail_after(0);
        rules_check(&fixture.message, NULL, &fixture.problems);
        cr_expect_eq(mem_test_fail_after(0), 0u, "%s", names[i]);
        fixture_release(&fixture);
    }
}

Test(rules, names_of_any_length)
{
    struct fixture fixture;
    char body[1024] = "{{";
    memset(body + 2, 'n', 600);
    memcpy(body + 602, "}}", 3);
    fixture_body(&fixture, body, "");
    rules_check(&fixture.message, NULL, &fixture.problems);
    cr_assert_eq(fixture.problems.count, 1u);
    cr_expect_eq(strlen(fixture.problems.items[0].slot), sizeof fixture.problems.items[0].slot - 1);
    fixture_release(&fixture);
}
