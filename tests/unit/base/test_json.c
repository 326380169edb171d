/* Helpers over cJSON: strict parsing with a place, tolerant getters, printing. */
#include "src/base/json.h"

#include <criterion/criterion.h>
#include <string.h>

static cJSON *parsed(const char *text)
{
    cJSON *root = NULL;
    struct error error;
    cr_assert_eq(json_parse(text, strlen(text), &root, &error), ERR_OK, "%s: %s", text, error.what);
    return root;
}

Test(json, parses_what_is_json)
{
    static const char *const rows[] = {"{}",    "[]",    "null", "0",          "\"\"",      " { } ",
                                       "\n1\n", "[1]\t", "true", "{\"a\":[]}", "\r\n[]\r\n"};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        cJSON_Delete(parsed(rows[i]));
}

Test(json, error_names_line_and_column)
{
    static const struct {
        const char *text;
        const char *what;
    } rows[] = {
        {"{} x", "not valid JSON at line 1, column 4"},
        {"{}\n{}", "not valid JSON at line 2, column 1"},
        {"[1,\n 2,\n x]", "not valid JSON at line 3, column 2"},
        {"{\"a\": nope}", "not valid JSON at line 1, column 7"},
        /* Columns are characters, as an editor counts them. */
        {"[\"\xC3\xA9\xE6\x97\xA5\", x]", "not valid JSON at line 1, column 8"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        cJSON *root = NULL;
        struct error error = {0};
        cr_assert_eq(json_parse(rows[i].text, strlen(rows[i].text), &root, &error), ERR_INVALID);
        cr_assert_str_eq(error.what, rows[i].what, "%s: %s", rows[i].text, error.what);
        cr_assert_null(root);
    }
}

Test(json, refuses_what_is_not_json)
{
    static const struct {
        const char *text;
        size_t length;
    } rows[] = {{"", 0},
                {" ", 1},
                {"{", 1},
                {"[1,]", 4},
                {"\"a", 2},
                {"{\"a\"}", 5},
                {"{a:1}", 5},
                {"<html>", 6},
                {"[]\0", 3},
                {"\"\xFF\"", 3},
                {"\"\xC0\x80\"", 4},
                {"\"\xED\xA0\x80\"", 5},
                {"[] []", 5}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        cJSON *root = NULL;
        struct error error = {0};
        cr_assert_eq(json_parse(rows[i].text, rows[i].length, &root, &error), ERR_INVALID,
                     "row %zu", i);
        cr_assert_gt(strlen(error.next), 0);
    }
}

Test(json, reads_only_the_bytes_given)
{
    char bytes[] = {'[', '1', ']', 'x', 'y'};
    cJSON *root = NULL;
    cr_assert_eq(json_parse(bytes, 3, &root, NULL), ERR_OK);
    cJSON_Delete(root);
    cr_assert_eq(json_parse(bytes, 4, &root, NULL), ERR_INVALID);
}

Test(json, nesting_has_a_limit)
{
    struct strbuf text;
    strbuf_init(&text, 1 << 20);
    strbuf_add_repeated(&text, '[', 100000);
    strbuf_add_repeated(&text, ']', 100000);
    cJSON *root = NULL;
    cr_assert_eq(json_parse(text.text, text.length, &root, NULL), ERR_INVALID);
    strbuf_release(&text);
}

Test(json, members_by_exact_name_and_by_path)
{
    CLEANUP(json_deletep)
    cJSON *root =
        parsed("{\"Error\":1,\"error\":{\"error_data\":{\"details\":\"deep\"}},\"a\":[1]}");
    cr_assert_eq(json_member(root, "Error")->valueint, 1);
    cr_assert_null(json_member(root, "ERROR"));
    cr_assert_null(json_member(NULL, "a"));
    cr_assert_null(json_member(json_member(root, "a"), "a"));
    cr_assert_str_eq(json_path(root, "error.error_data.details")->valuestring, "deep");
    cr_assert_null(json_path(root, "error.nothing.details"));
    cr_assert_null(json_path(NULL, "error"));
    cr_assert_eq(json_path(root, ""), root);
    char long_name[100];
    memset(long_name, 'n', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    cr_assert_null(json_path(root, long_name));
}

Test(json, getters_tolerate_wrong_types)
{
    CLEANUP(json_deletep)
    cJSON *root = parsed("{\"t\":\"text\",\"n\":106540352242922,\"f\":1.5,\"b\":true,\"o\":{},"
                         "\"z\":null,\"s\":\"12\",\"bad\":\"12x\",\"e\":\"\",\"big\":1e300,"
                         "\"over\":\"99999999999999999999\"}");
    char buffer[32];
    int64_t value = -7;
    cr_assert_str_eq(json_text(root, "t", NULL), "text");
    cr_assert_str_eq(json_text(root, "n", "else"), "else");
    cr_assert_null(json_text(root, "none", NULL));
    cr_assert_str_eq(json_text_or_number(root, "t", buffer, sizeof buffer), "text");
    cr_assert_str_eq(json_text_or_number(root, "n", buffer, sizeof buffer), "106540352242922");
    cr_assert_str_eq(json_text_or_number(root, "f", buffer, sizeof buffer), "1.5");
    cr_assert_null(json_text_or_number(root, "n", buffer, 5));
    cr_assert_null(json_text_or_number(root, "b", buffer, sizeof buffer));
    cr_assert_null(json_text_or_number(root, "z", buffer, sizeof buffer));
    cr_assert(json_integer(json_member(root, "n"), &value));
    cr_assert_eq(value, INT64_C(106540352242922));
    cr_assert(json_integer(json_member(root, "s"), &value));
    cr_assert_eq(value, 12);
    static const char *const no_integers[] = {"f", "b",   "o",    "z",   "bad",
                                              "e", "big", "over", "none"};
    for (size_t i = 0; i < COUNT_OF(no_integers); i++) {
        cr_assert_not(json_integer(json_member(root, no_integers[i]), &value), "%s",
                      no_integers[i]);
        cr_assert_eq(value, 12);
    }
    cr_assert(json_is_true(root, "b"));
    cr_assert_not(json_is_true(root, "n"));
    cr_assert_not(json_is_true(root, "none"));
}

static void assert_quoted(const char *text, const char *expected)
{
    struct strbuf out;
    strbuf_init(&out, 1000);
    json_add_quoted(&out, text);
    cr_assert_str_eq(out.text, expected);
    CLEANUP(json_deletep) cJSON *back = parsed(out.text);
    cr_assert_str_eq(back->valuestring, text);
    strbuf_release(&out);
}

Test(json, quoted_text_reads_back)
{
    assert_quoted("", "\"\"");
    assert_quoted("a\"b\\c/", "\"a\\\"b\\\\c/\"");
    assert_quoted("\n\r\t\x01\x1F\x7F", "\"\\n\\r\\t\\u0001\\u001f\x7F\"");
    assert_quoted("\xE6\x97\xA5\xF0\x9F\x98\x80", "\"\xE6\x97\xA5\xF0\x9F\x98\x80\"");
}

static cJSON *build_sample(bool *ret_ok)
{
    cJSON *root = cJSON_CreateObject();
    cJSON *list = cJSON_CreateArray();
    bool ok = json_append_node(list, cJSON_CreateNumber(1));
    ok = ok && json_append_node(list, cJSON_CreateString("two\twords"));
    ok = json_add_node(root, "list", list) && ok;
    ok = ok && json_add_text(root, "text", "a\tb\n");
    ok = ok && json_add_text(root, "nothing", NULL);
    ok = ok && json_add_integer(root, "id", INT64_C(1795419185120));
    ok = ok && json_add_bool(root, "yes", true);
    *ret_ok = ok;
    return root;
}

Test(json, prints_in_one_line_and_indented_by_two_blanks)
{
    bool ok = false;
    CLEANUP(json_deletep) cJSON *root = build_sample(&ok);
    cr_assert(ok);
    CLEANUP(mem_freep) char *line = json_print(root);
    cr_assert_str_eq(line, "{\"list\":[1,\"two\\twords\"],\"text\":\"a\\tb\\n\",\"nothing\":null,"
                           "\"id\":1795419185120,\"yes\":true}");
    CLEANUP(mem_freep) char *page = json_print_pretty(root);
    cr_assert_str_eq(page, "{\n  \"list\": [1, \"two\\twords\"],\n  \"text\": \"a\\tb\\n\",\n"
                           "  \"nothing\": null,\n  \"id\": 1795419185120,\n  \"yes\": true\n}");
}

Test(json, building_fails_whole_when_memory_is_out)
{
    mem_hook_cjson();
    bool ok = false;
    for (size_t countdown = 1; !ok; countdown++) {
        cr_assert_lt(countdown, 100);
        mem_test_fail_after(countdown);
        cJSON *root = build_sample(&ok);
        char *page = json_print_pretty(root);
        mem_test_fail_after(0);
        cr_assert(ok || root == NULL || countdown > 1);
        mem_free(page);
        cJSON_Delete(root);
    }
}

Test(json, adding_to_nothing_frees_what_was_given)
{
    cr_assert_not(json_add_node(NULL, "a", cJSON_CreateObject()));
    cr_assert_not(json_append_node(NULL, cJSON_CreateObject()));
    cJSON *root = cJSON_CreateObject();
    cr_assert_not(json_add_node(root, "a", NULL));
    cr_assert_not(json_append_node(root, NULL));
    cr_assert_null(root->child);
    cJSON_Delete(root);
}

Test(json, numbers_print_as_they_were_written_when_a_double_holds_too_little)
{
    static const char text[] =
        "{\"id\":12345678901234567,\"s\":\"1.50 \\\" 99999999999999999999\","
        "\"a\":[1,-9007199254740993,{\"b\":2}],\"far\":1e999,\"n\":200000000000001}";
    CLEANUP(json_deletep) cJSON *root = parsed(text);
    CLEANUP(mem_freep) char *line = json_print(root);
    cr_assert_str_eq(line, text);
    char buffer[40];
    cr_assert_str_eq(json_text_or_number(root, "id", buffer, sizeof buffer), "12345678901234567");
    int64_t value = 0;
    cr_assert(json_integer(json_member(root, "id"), &value));
    cr_assert_eq(value, 12345678901234567);
    cr_assert(json_integer(json_member(root, "n"), &value));
    cr_assert_eq(value, 200000000000001);
    cr_assert_not(json_integer(json_member(root, "far"), &value));
    cr_assert(cJSON_IsNumber(json_member(root, "n")));
}

Test(json, the_text_of_a_number_is_there_where_it_says_more)
{
    static const struct {
        const char *text;
        const char *want; /* NULL: printing gives the same */
    } rows[] = {{"1", NULL},
                {"0", NULL},
                {"-15", NULL},
                {"123456789012345", NULL},
                {"1.50", "1.50"},
                {"13.40", "13.40"},
                {"1e3", "1e3"},
                {"-0", "-0"},
                {"9007199254740993", "9007199254740993"},
                {"\"1.50\"", NULL},
                {"true", NULL}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CLEANUP(json_deletep) cJSON *root = parsed(rows[i].text);
        const char *have = json_number_text(root);
        cr_assert_eq(have == NULL, rows[i].want == NULL, "%s", rows[i].text);
        if (have != NULL)
            cr_assert_str_eq(have, rows[i].want);
    }
}

Test(json, parsing_survives_every_failing_allocation)
{
    static const char text[] =
        "{\"a\":[1,\"two\",{\"b\":null}],\"c\":\"\\u00e9\",\"d\":[1.50,12345678901234567]}";
    mem_hook_cjson();
    enum err err = ERR_NOMEM;
    for (size_t countdown = 1; err != ERR_OK; countdown++) {
        cr_assert_lt(countdown, 100);
        cJSON *root = NULL;
        mem_test_fail_after(countdown);
        err = json_parse(text, sizeof text - 1, &root, NULL);
        mem_test_fail_after(0);
        cr_assert_eq(err == ERR_OK, root != NULL);
        cJSON_Delete(root);
    }
}
