/* Cases made for every template of the sandbox: read back, planned, and right. */
#include "src/trial/generate.h"

#include <criterion/criterion.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/utf8.h"
#include "src/trial/hard_values.h"
#include "src/trial/trial.h"
#include "tests/support/json_schema.h"
#include "tests/unit/trial/fixture.h"

static cJSON *generate(const struct world *world, const char *const *names, size_t name_count,
                       struct generate_counts *counts)
{
    const struct generate_options options = {.templates = world->templates,
                                             .template_count = world->world.template_count,
                                             .names = names,
                                             .name_count = name_count,
                                             .to = "15550001234"};
    struct error error = {0};
    cJSON *file = NULL;
    cr_assert_eq(generate_cases(&options, &file, counts, &error), ERR_OK, "%s", error.what);
    return file;
}

static const cJSON *find_case(const cJSON *file, const char *name)
{
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, json_member(file, "cases"))
    {
        if (strcmp(json_text(node, "name", ""), name) == 0)
            return node;
    }
    cr_assert_fail("no case %s", name);
    return NULL;
}

static const char *value_of(const cJSON *file, const char *name, const char *key)
{
    return json_text(json_member(find_case(file, name), "values"), key, "none");
}

/* As --check does. */
static void check_all_pass(const struct world *world, const char *text)
{
    struct case_file file;
    struct case_list list;
    struct trial *trial = NULL;
    const struct trial_options options = {.gate = {.mode = TRIAL_CHECK}, .run = "r"};
    bool done = false;
    int64_t wait_ms = 0;
    cr_assert_eq(case_file_parse(text, strlen(text), &file, NULL), ERR_OK);
    cr_assert_eq(case_list_make(&file, &world->world, &list, NULL), ERR_OK);
    cr_assert_eq(trial_new(&list, &options, &trial, NULL), ERR_OK);
    cr_assert_eq(trial_plan(trial, 0, &done, NULL), ERR_OK);
    cr_assert(done);
    cr_expect_eq(trial_sends(trial, NULL, NULL), 0u);
    cr_assert_eq(trial_advance(trial, &wait_ms, NULL), ERR_OK);
    cr_assert(trial_is_over(trial));
    const struct trial_result *result = NULL;
    for (size_t i = 0; (result = trial_result_at(trial, i)) != NULL; i++)
        cr_expect_eq(result->verdict, TRIAL_PASSED, "%s: %s", result->test->id, result->reason);
    cr_expect_eq(trial_count(trial).by_verdict[TRIAL_PASSED], list.count);
    trial_free(trial);
    case_list_release(&list);
    case_file_release(&file);
}

static void check_schema(const cJSON *file)
{
    char problem[300] = "";
    cJSON *schema = NULL;
    char *text = read_source("docs/cases.schema.json");
    cr_assert_eq(json_parse(text, strlen(text), &schema, NULL), ERR_OK);
    cr_expect(json_schema_accepts(schema, file, problem, sizeof problem), "%s", problem);
    cJSON_Delete(schema);
    mem_free(text);
}

Test(generate, every_template_that_can_be_sent_has_cases_that_pass)
{
    struct world world;
    struct generate_counts counts;
    world_open(&world);
    cJSON *file = generate(&world, NULL, 0, &counts);
    char *text = json_print(file);
    cr_expect_eq(counts.templates + counts.unsendable, world.world.template_count);
    cr_expect_eq(counts.unfillable, 0u);
    cr_expect_eq(counts.unsendable, 5u); /* paused, pending, pending, rejected, order status */
    cr_expect_gt(counts.cases, 390u);
    check_schema(file);
    check_all_pass(&world, text);
    mem_free(text);
    cJSON_Delete(file);
    world_close(&world);
}

Test(generate, the_hard_ones_are_hard)
{
    static const char *const names[] = {"order_shipped_positional", "track_parcel_url_dynamic"};
    struct world world;
    struct generate_counts counts;
    world_open(&world);
    cJSON *file = generate(&world, names, COUNT_OF(names), &counts);
    cr_expect_eq(counts.templates, 2u);
    cr_expect_str_eq(value_of(file, "order_shipped_positional/en_US/examples", "body.1"), "Mara");
    cr_expect_str_eq(value_of(file, "order_shipped_positional/en_US/shortest", "body.3"), "x");
    cr_expect_str_eq(value_of(file, "order_shipped_positional/en_US/line_break", "body.1"),
                     "first\nsecond");
    cr_expect_str_eq(
        json_text(find_case(file, "order_shipped_positional/en_US/line_break"), "expect", ""),
        "invalid:V20");
    cr_expect_str_eq(value_of(file, "order_shipped_positional/en_US/missing", "body.1"), "none");
    cr_expect(
        utf8_is_rtl(value_of(file, "order_shipped_positional/en_US/right_to_left", "body.1"), 10));
    cr_expect_not_null(
        strchr(value_of(file, "track_parcel_url_dynamic/en_US/url", "button.0.text"), '?'));
    cJSON_Delete(file);
    world_close(&world);
}

/* One character more is too much: the longest is the longest. */
Test(generate, the_longest_fills_the_body_to_its_limit)
{
    static const char *const names[] = {"order_shipped_positional"};
    struct world world;
    struct generate_counts counts;
    world_open(&world);
    cJSON *file = generate(&world, names, 1, &counts);
    const char *base = "Hi Mara, your order MF-20481 left our bakery on 3 March and should reach "
                       "you within  days.";
    const char *longest = value_of(file, "order_shipped_positional/en_US/longest", "body.4");
    const char *too_long = value_of(file, "order_shipped_positional/en_US/too_long", "body.4");
    cr_expect_eq(strlen(base) + strlen(longest), 1024u);
    cr_expect_eq(strlen(too_long), strlen(longest) + 1);
    cr_expect_str_eq(
        json_text(find_case(file, "order_shipped_positional/en_US/too_long"), "expect", ""),
        "invalid:V25");
    cJSON_Delete(file);
    world_close(&world);
}

Test(generate, only_what_is_there_and_can_be_sent)
{
    static const struct {
        const char *name, *what, *next;
    } rows[] = {{"helo_world", "no template helo_world", "Did you mean hello_world?"},
                {"paused_low_quality", "none of these templates can be sent", "list"}};
    struct world world;
    world_open(&world);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct generate_options options = {.templates = world.templates,
                                                 .template_count = world.world.template_count,
                                                 .names = &rows[i].name,
                                                 .name_count = 1,
                                                 .to = "15550001234"};
        struct generate_counts counts;
        struct error error = {0};
        cJSON *file = NULL;
        cr_expect_eq(generate_cases(&options, &file, &counts, &error), ERR_CONTENT);
        cr_expect_null(file);
        cr_expect_not_null(strstr(error.what, rows[i].what), "%s", error.what);
        cr_expect_not_null(strstr(error.next, rows[i].next), "%s", error.next);
    }
    world_close(&world);
}
