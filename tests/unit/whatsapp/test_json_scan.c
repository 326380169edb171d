/* The scan agrees with cJSON on what is JSON, and reads the same values. */
#include "src/base/json.h"
#include "src/whatsapp/json_scan.h"

#include <criterion/criterion.h>
#include <string.h>

Test(json_scan, valid_and_not)
{
    static const char *const valid[] = {
        "{}",
        "[]",
        " { \"a\" : [ 1 , -2.5e+3 , true , false , null , \"x\\n\\u00e9\" ] } ",
        "0",
        "\"\\ud83d\\ude00\"",
        "[[[[1]]]]",
        "-0.0E-1",
        "{\"a\":{},\"b\":[]}"};
    static const char *const invalid[] = {
        "",          " ",           "{",           "[1,]",        "{\"a\":1,}", "{a:1}", "[1 2]",
        "01",        "1.",          "-",           "1e",          "tru",        "\"",    "\"\\x\"",
        "\"\\u12\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\u0000\"", "\"a\nb\"",   "{}x",   "]",
        "{\"a\"}",   "{\"a\":}",    "[,1]",        "\"\\",        "nul"};
    for (size_t i = 0; i < COUNT_OF(valid); i++) {
        cJSON *node = cJSON_Parse(valid[i]);
        cr_expect_neq(json_scan_text(valid[i]).kind, JSON_NONE, "%s", valid[i]);
        cr_expect_not_null(node);
        cJSON_Delete(node);
    }
    for (size_t i = 0; i < COUNT_OF(invalid); i++)
        cr_expect_eq(json_scan_text(invalid[i]).kind, JSON_NONE, "%s", invalid[i]);
}

Test(json_scan, deep_nesting_is_refused)
{
    char text[4096];
    memset(text, '[', sizeof text);
    text[sizeof text - 1] = '\0';
    cr_expect_eq(json_scan_text(text).kind, JSON_NONE);
}

Test(json_scan, members_and_elements)
{
    struct json_span root = json_scan_text(
        "{ \"ab\":1, \"a\" : \"x\\u00e9\\\"\\ud83d\\ude00\", \"l\":[ 7 , {\"k\":-3} ] }");
    char text[16];
    int64_t number = 0;
    cr_expect_eq(json_scan_count(root), 3u);
    cr_expect(json_scan_string(json_scan_member(root, "a"), text, sizeof text));
    cr_expect_str_eq(text, "xé\"😀");
    cr_expect_not(json_scan_string(json_scan_member(root, "a"), text, 8));
    cr_expect(json_scan_integer(json_scan_member(root, "ab"), &number) && number == 1);
    cr_expect_eq(json_scan_member(root, "none").kind, JSON_NONE);
    struct json_span list = json_scan_member(root, "l");
    struct json_span element;
    const char *position = NULL;
    cr_assert(json_scan_next(list, &position, &element));
    cr_expect(json_scan_integer(element, &number) && number == 7);
    cr_assert(json_scan_next(list, &position, &element));
    cr_expect(json_scan_integer(json_scan_member(element, "k"), &number) && number == -3);
    cr_expect_not(json_scan_next(list, &position, &element));
    cr_expect_eq(json_scan_count(list), 2u);
}

Test(json_scan, numbers_that_are_no_integers)
{
    int64_t number = 0;
    cr_expect_not(json_scan_integer(json_scan_text("1.0"), &number));
    cr_expect_not(json_scan_integer(json_scan_text("1e3"), &number));
    cr_expect_not(json_scan_integer(json_scan_text("\"1\""), &number));
    cr_expect_not(json_scan_integer(json_scan_text("99999999999999999999"), &number));
    cr_expect(json_scan_integer(json_scan_text("-12"), &number) && number == -12);
}
