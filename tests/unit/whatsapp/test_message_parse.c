/* Request bodies read back into values: what they say goes out again as the same body. */
#include "src/whatsapp/message_parse.h"

#include "src/base/json.h"
#include "src/whatsapp/payload.h"
#include "tests/unit/whatsapp/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* A one-time code is not read back: it is typed anew. */
static bool holds_code(const cJSON *send)
{
    return json_member(json_member(send, "inputs"), "otp") != NULL;
}

static void check_send(const char *name)
{
    char path[300];
    snprintf(path, sizeof path, "sends/%s.json", name);
    CLEANUP(json_deletep) cJSON *send = data_read(path);
    CLEANUP(json_deletep) cJSON *form = NULL;
    const cJSON *request = json_member(send, "request");
    size_t left_out = 0;
    if (!cJSON_IsObject(request) || holds_code(send))
        return;
    cr_assert_eq(message_parse(request, &form, &left_out, NULL), ERR_OK, "%s", name);
    cr_assert_eq(left_out, 0, "%s", name);
    cr_assert_str_eq(json_text(form, "template", ""), json_text(send, "template", ""));
    cr_assert_str_eq(json_text(form, "language", ""), json_text(send, "language", ""));
    struct fixture fixture;
    fixture_load(&fixture, name);
    cJSON *values = cJSON_GetObjectItemCaseSensitive(form, "values");
    cr_assert(json_add_text(values, "to", json_text(form, "to", "")));
    fixture_fill(&fixture, values);
    CLEANUP(json_deletep) cJSON *again = fixture_payload(&fixture);
    CLEANUP(mem_freep) char *printed = json_print(again);
    CLEANUP(mem_freep) char *wanted = json_print(request);
    cr_assert(cJSON_Compare(again, request, true), "%s:\n%s\n%s", name, printed, wanted);
    fixture_release(&fixture);
}

Test(message_parse, every_body_goes_round)
{
    size_t count = 0;
    char **names = data_names("sends", &count);
    cr_assert_gt(count, 40);
    for (size_t i = 0; i < count; i++)
        check_send(names[i]);
    data_free_names(names, count);
}

static cJSON *parse(const char *text, size_t *ret_left_out)
{
    CLEANUP(json_deletep) cJSON *body = NULL;
    cJSON *form = NULL;
    cr_assert_eq(json_parse(text, strlen(text), &body, NULL), ERR_OK);
    cr_assert_eq(message_parse(body, &form, ret_left_out, NULL), ERR_OK);
    return form;
}

Test(message_parse, shapes_that_nobody_asked_for)
{
    static const char *const rows[] = {
        "{\"template\":{\"name\":\"x\"}}",
        "{\"template\":{\"name\":\"x\",\"components\":{}}}",
        "{\"template\":{\"name\":\"x\",\"components\":[3,null,{},[]]}}",
        "{\"template\":{\"name\":\"x\",\"components\":[{\"type\":\"header\",\"parameters\":{}}]}}",
        "{\"template\":{\"name\":\"x\",\"components\":[{\"type\":\"order_status\",\"parameters\":[]"
        "}]}}",
        "{\"template\":{\"name\":\"x\",\"components\":[{\"type\":\"carousel\",\"cards\":[{}]}]}}",
        "{\"template\":{\"name\":\"x\",\"components\":[{\"type\":\"limited_time_offer\","
        "\"parameters\":[{\"limited_time_offer\":{\"expiration_time_ms\":1e300}}]}]}}",
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t left_out = 0;
        CLEANUP(json_deletep) cJSON *form = parse(rows[i], &left_out);
        cr_assert_str_eq(json_text(form, "template", ""), "x");
        cr_assert(cJSON_IsObject(json_member(form, "values")));
        cr_assert_eq(cJSON_GetArraySize(json_member(form, "values")), 0, "row %zu", i);
    }
}

Test(message_parse, what_has_no_slot_is_counted)
{
    size_t left_out = 0;
    CLEANUP(json_deletep)
    cJSON *form = parse("{\"to\":15550001234,\"template\":{\"name\":\"x\",\"language\":\"de\","
                        "\"components\":[{\"type\":\"footer\"},{\"type\":\"button\"},"
                        "{\"type\":\"carousel\",\"cards\":[{\"card_index\":99}]}]}}",
                        &left_out);
    cr_assert_eq(left_out, 3);
    cr_assert_str_eq(json_text(form, "to", ""), "15550001234");
    cr_assert_str_eq(json_text(form, "language", ""), "de");
}

Test(message_parse, no_template_message)
{
    static const char *const rows[] = {"{}", "[]", "{\"template\":\"x\"}", "{\"type\":\"text\"}"};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CLEANUP(json_deletep) cJSON *body = NULL;
        cJSON *form = NULL;
        size_t left_out = 0;
        struct error error = {0};
        cr_assert_eq(json_parse(rows[i], strlen(rows[i]), &body, NULL), ERR_OK);
        cr_assert_eq(message_parse(body, &form, &left_out, &error), ERR_INVALID);
        cr_assert_neq(error.next[0], '\0');
    }
}
