/*
 * The n-th allocation fails, for n = 1, 2, 3 … over the whole way from a
 * definition to a body: ERR_NOMEM, no crash, no leak (the sanitizer looks).
 */
#include "src/base/json.h"
#include "src/whatsapp/markup.h"
#include "src/whatsapp/payload.h"
#include "tests/unit/whatsapp/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>

struct run {
    struct arena arena;
    struct values values;
    struct problem_list problems;
    cJSON *body;
    cJSON *printed;
};

/* Stops at the first failure. */
static enum err run_once(struct run *run, const cJSON *definition, const cJSON *inputs)
{
    struct error error = {0};
    struct template *template = NULL;
    struct slot_list slots;
    struct preview preview;
    enum err err = template_parse(definition, &run->arena, &template, &error);
    if (err == ERR_OK)
        err = values_from_json(inputs, &run->values, &error);
    if (err == ERR_OK)
        err = slots_build(template, values_card_count(&run->values), &run->arena, &slots, &error);
    if (err != ERR_OK)
        return err;
    struct message message = {
        .template = template, .slots = &slots, .values = &run->values, .to = "15550001234"};
    rules_check(&message, NULL, &run->problems);
    if (run->problems.failed)
        return ERR_NOMEM;
    err = payload_build(&message, &run->body, &error);
    if (err == ERR_OK)
        err = preview_build(&message, &run->arena, &preview, &error);
    if (err != ERR_OK)
        return err;
    run->printed = values_to_json(&run->values);
    return run->printed != NULL ? ERR_OK : ERR_NOMEM;
}

static enum err run_with(size_t countdown, const cJSON *definition, const cJSON *inputs,
                         const cJSON *expected)
{
    struct run run = {.body = NULL};
    arena_init(&run.arena);
    values_init(&run.values);
    problem_list_init(&run.problems);
    mem_test_fail_after(countdown);
    enum err err = run_once(&run, definition, inputs);
    mem_test_fail_after(0);
    if (err == ERR_OK && expected != NULL) {
        cJSON *body = cJSON_Duplicate(run.body, true);
        cr_expect(
            cJSON_Compare(json_member(body, "template"), json_member(expected, "template"), true));
        cJSON_Delete(body);
    }
    cJSON_Delete(run.body);
    cJSON_Delete(run.printed);
    arena_release(&run.arena);
    values_release(&run.values);
    problem_list_release(&run.problems);
    return err;
}

Test(nomem, definition_to_body)
{
    static const char *const names[] = {
        "media_carousel",        "bundle_mpm",          "flash_sale_lto",    "otp_copy_code",
        "survey_flow",           "tap_target_image",    "currency_datetime", "product_carousel",
        "order_details_invoice", "order_status_update", "courier_location",  "call_us_voice",
        "track_parcel_url_named"};
    mem_hook_cjson();
    size_t failures = 0;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char path[128];
        snprintf(path, sizeof path, "templates/%s.json", names[i]);
        cJSON *definition = data_read(path);
        snprintf(path, sizeof path, "sends/%s.json", names[i]);
        cJSON *send = data_read(path);
        const cJSON *inputs = json_member(send, "inputs");
        const cJSON *request = json_member(send, "request");
        enum err err = ERR_NOMEM;
        for (size_t n = 1; n < 5000 && err == ERR_NOMEM; n++, failures++)
            err = run_with(n, definition, inputs, request);
        cr_expect_eq(err, ERR_OK, "%s: %d", names[i], err);
        cJSON_Delete(definition);
        cJSON_Delete(send);
    }
    printf("nomem: %zu runs over %zu templates\n", failures, COUNT_OF(names));
}

Test(nomem, markup)
{
    for (size_t n = 1; n < 10; n++) {
        struct arena arena;
        const char *text = NULL;
        const struct style_run *runs = NULL;
        size_t count = 0;
        arena_init(&arena);
        mem_test_fail_after(n);
        bool ok = markup_parse("*a* _b_\n* c", &arena, &text, &runs, &count);
        mem_test_fail_after(0);
        cr_expect(ok || n < 5);
        arena_release(&arena);
        if (ok)
            break;
    }
}

Test(nomem, values_copy)
{
    struct values from;
    values_init(&from);
    cr_assert_eq(values_set(&from, "a", "1", false, NULL), ERR_OK);
    cr_assert_eq(values_set(&from, "b", "2", false, NULL), ERR_OK);
    enum err err = ERR_NOMEM;
    for (size_t n = 1; n < 20 && err == ERR_NOMEM; n++) {
        struct values to;
        values_init(&to);
        mem_test_fail_after(n);
        err = values_copy(&to, &from, NULL);
        mem_test_fail_after(0);
        cr_expect_eq(to.count, err == ERR_OK ? 2u : 0u);
        values_release(&to);
    }
    cr_expect_eq(err, ERR_OK);
    values_release(&from);
}
