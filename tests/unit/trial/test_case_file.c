/* Case files: what is read, what is refused and where, and that the schema says the same. */
#include "src/trial/case_file.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "tests/support/json_schema.h"
#include "tests/unit/trial/fixture.h"

static cJSON *read_schema(void)
{
    cJSON *schema = NULL;
    char *text = read_source("docs/cases.schema.json");
    cr_assert_eq(json_parse(text, strlen(text), &schema, NULL), ERR_OK);
    mem_free(text);
    return schema;
}

static bool schema_accepts(const char *text, char *problem, size_t size)
{
    cJSON *schema = read_schema();
    cJSON *root = NULL;
    bool ok = json_parse(text, strlen(text), &root, NULL) == ERR_OK &&
              json_schema_accepts(schema, root, problem, size);
    cJSON_Delete(root);
    cJSON_Delete(schema);
    return ok;
}

Test(case_file, defaults_stand_where_a_case_says_nothing)
{
    static const char text[] =
        "{\"version\":1,\"recipients\":{\"asha\":\"1\"},\"value_sets\":{\"s\":{\"body.1\":\"x\"}},"
        "\"defaults\":{\"to\":\"asha\",\"expect\":\"rejected:132000\",\"tags\":[\"a\",\"b\"]},"
        "\"cases\":[{\"template\":\"t\",\"language\":\"en\"},"
        "{\"name\":\"n\",\"template\":[\"t\",\"u_*\"],\"language\":\"all\",\"tags\":\"c\","
        "\"to\":[\"x\",\"y\"],\"value_sets\":\"s\",\"values\":{\"body.2\":\"y\"},"
        "\"preview_contains\":\"p\",\"preview_lacks\":[],\"expect\":\"accepted\",\"comment\":1}]}";
    struct case_file file;
    char problem[300] = "";
    cr_assert_eq(case_file_parse(text, strlen(text), &file, NULL), ERR_OK);
    cr_expect(schema_accepts(text, problem, sizeof problem), "%s", problem);
    cr_assert_eq(file.count, 2u);
    const struct case_entry *first = &file.entries[0];
    const struct case_entry *second = &file.entries[1];
    cr_expect_null(first->name);
    cr_expect_eq(first->expect.code, 132000);
    cr_expect_str_eq(first->recipients.items[0], "asha");
    cr_expect_eq(first->tags.count, 2u);
    cr_expect_str_eq(first->tags.items[1], "b");
    cr_expect_str_eq(second->name, "n");
    cr_expect_eq(second->index, 1u);
    cr_expect_eq(second->templates.count, 2u);
    cr_expect_str_eq(second->templates.items[1], "u_*");
    cr_expect_eq(second->expect.kind, EXPECT_ACCEPTED);
    cr_expect_eq(second->recipients.count, 2u);
    cr_expect_eq(second->tags.count, 1u);
    cr_expect_str_eq(json_text(second->values, "body.2", ""), "y");
    cr_expect_eq(second->lacks.count, 0u);
    case_file_release(&file);
}

struct wrong {
    const char *text;
    const char *where, *what, *next;
    bool is_beyond_schema; /* a schema cannot say it */
};

#define CASE(members) "{\"cases\":[{\"template\":\"t\",\"language\":\"en\"," members "}]}"

static const struct wrong wrongs[] = {
    {"", "", "", "", false},
    {"[]", "", "a case file is a JSON object", "--init", false},
    {"{}", "cases", "no array of cases", "Write \"cases\"", false},
    {"{\"cases\":[]}", "cases", "no array of cases", "Write", false},
    {"{\"cases\":{}}", "cases", "no array of cases", "Write", false},
    {"{\"cases\":[1]}", "cases[0]", "a case is a JSON object", "Write", false},
    {"{\"cases\":[{}]}", "cases[0]", "names no template", "Add \"template\"", true},
    {"{\"cases\":[{\"template\":\"t\"}]}", "cases[0]", "names no language", "\"all\"", true},
    {"{\"case\":[]}", "case", "there is no key case here", "Did you mean cases?", false},
    {"{\"version\":2,\"cases\":[]}", "version", "not known", "newer", false},
    {"{\"version\":\"1\",\"cases\":[]}", "version", "not known", "Write 1", false},
    {CASE("\"expct\":\"accepted\""), "cases[0].expct", "no key expct", "Did you mean expect?",
     false},
    {CASE("\"body.1\":\"x\""), "cases[0].body.1", "no key body.1", "inside of \"values\"", false},
    {CASE("\"expect\":\"acepted\""), "cases[0].expect", "'acepted' is nothing",
     "Did you mean accepted?", false},
    {CASE("\"expect\":1"), "cases[0].expect", "is to be a text", "quotes", false},
    {CASE("\"expect\":\"invalid:V3\""), "cases[0].expect", "no rule 'V3'", "V20", true},
    {CASE("\"values\":[]"), "cases[0].values", "no JSON object", "body.1", false},
    {CASE("\"values\":{\"a\":1,\"a\":2}"), "cases[0].values.a", "there twice", "Remove", true},
    {CASE("\"name\":\"\""), "cases[0].name", "is empty", "leave the key out", false},
    {CASE("\"tags\":[1]"), "cases[0].tags[0]", "is to be a text", "quotes", false},
    {CASE("\"to\":15550001234"), "cases[0].to", "is to be a text", "quotes", false},
    {CASE("\"language\":\"de\""), "cases[0].language", "there twice", "Remove", true},
    {"{\"value_sets\":{\"long\":1},\"cases\":[{}]}", "value_sets.long", "no JSON object", "body.1",
     false},
    {"{\"recipients\":{\"asha\":1},\"cases\":[{}]}", "recipients.asha", "is to be a text", "quotes",
     false},
    {"{\"recipients\":[],\"cases\":[{}]}", "recipients", "no JSON object", "asha", false},
    {"{\"defaults\":{\"tag\":\"x\"},\"cases\":[{}]}", "defaults.tag", "no key tag",
     "Did you mean tags?", false},
};

static void check_wrong(const struct wrong *wrong)
{
    struct case_file file;
    struct error error = {0};
    char problem[300] = "";
    cr_expect_eq(case_file_parse(wrong->text, strlen(wrong->text), &file, &error), ERR_INVALID,
                 "%s", wrong->text);
    case_file_release(&file);
    cr_expect_str_eq(error.where, wrong->where[0] != '\0' ? wrong->where : error.where);
    cr_expect_not_null(strstr(error.what, wrong->what), "%s: %s", wrong->text, error.what);
    cr_expect_not_null(strstr(error.next, wrong->next), "%s: %s", wrong->text, error.next);
    if (!wrong->is_beyond_schema)
        cr_expect_not(schema_accepts(wrong->text, problem, sizeof problem), "%s", wrong->text);
}

Test(case_file, what_is_wrong_has_its_place_and_the_nearest_word)
{
    for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++)
        check_wrong(&wrongs[i]);
}

Test(case_file, an_unknown_set_of_values_has_a_neighbour)
{
    const struct wrong wrong = {"{\"value_sets\":{\"long\":{}},\"cases\":[{\"template\":\"t\","
                                "\"language\":\"en\",\"value_sets\":\"lang\"}]}",
                                "cases[0].value_sets", "no set of values lang",
                                "Did you mean long?", true};
    check_wrong(&wrong);
}

Test(case_file, bytes_that_are_no_text)
{
    static const char nul[] = "{\"cases\":[\0]}";
    struct case_file file;
    struct error error = {0};
    cr_expect_eq(case_file_parse(nul, sizeof nul - 1, &file, &error), ERR_INVALID);
    case_file_release(&file);
    cr_expect_eq(case_file_parse("\"\xff\"", 3, &file, &error), ERR_INVALID);
    case_file_release(&file);
    char deep[3000];
    memset(deep, '[', sizeof deep);
    cr_expect_eq(case_file_parse(deep, sizeof deep, &file, &error), ERR_INVALID);
    case_file_release(&file);
}

Test(case_file, the_example_fits_the_schema)
{
    char *text = read_source("docs/examples/cases.json");
    struct case_file file;
    char problem[300] = "";
    cr_expect_eq(case_file_parse(text, strlen(text), &file, NULL), ERR_OK);
    cr_expect_gt(file.count, 3u);
    cr_expect(schema_accepts(text, problem, sizeof problem), "%s", problem);
    case_file_release(&file);
    mem_free(text);
}

Test(case_file, every_allocation_may_fail)
{
    char *text = read_source("docs/examples/cases.json");
    enum err err = ERR_NOMEM;
    mem_hook_cjson();
    for (size_t countdown = 1; err != ERR_OK; countdown++) {
        struct case_file file;
        struct error error = {0};
        cr_assert_lt(countdown, 5000u);
        mem_test_fail_after(countdown);
        err = case_file_parse(text, strlen(text), &file, &error);
        mem_test_fail_after(0);
        case_file_release(&file);
    }
    mem_free(text);
}
