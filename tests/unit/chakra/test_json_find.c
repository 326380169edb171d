/* Paths through arrays, long numbers, and bytes that are not UTF-8. */
#include "src/chakra/json_find.h"

#include <criterion/criterion.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/mem.h"

Test(json_find, paths)
{
    static const char text[] = "{\"a\":[{\"b\":\"x\"},{\"b\":\"\"}],\"c\":1}";
    CLEANUP(json_deletep) cJSON *root = NULL;
    cr_assert_eq(json_parse(text, sizeof text - 1, &root, NULL), ERR_OK);
    cr_expect_str_eq(json_find_text(root, "a.0.b"), "x");
    cr_expect_null(json_find_text(root, "a.1.b"));
    cr_expect_null(json_path(root, "a.2.b"));
    cr_expect_null(json_path(root, "a.b"));
    cr_expect_null(json_path(root, "c.d"));
    cr_expect_null(json_find_text(root, "c"));
    cr_expect_eq(json_path(root, ""), root);
    cr_expect_null(json_path(NULL, "a"));
}

Test(json_find, long_whole_numbers_are_quoted)
{
    static const struct {
        const char *from, *to;
    } rows[] = {
        {"{\"id\":12345678901234567}", "{\"id\":\"12345678901234567\"}"},
        {"[123456789012345]", "[123456789012345]"},
        {"[1234567890123456]", "[\"1234567890123456\"]"},
        {"[-1234567890123456]", "[\"-1234567890123456\"]"},
        {"[12345678901234567.5,1e400,1234567890123456e1]",
         "[12345678901234567.5,1e400,1234567890123456e1]"},
        {"{\"12345678901234567\":\"12345678901234567\\\"\",\"x\":1}",
         "{\"12345678901234567\":\"12345678901234567\\\"\",\"x\":1}"},
        {"\"open 12345678901234567", "\"open 12345678901234567"},
        {"\"\\", "\"\\"},
        {"-", "-"},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct strbuf out;
        strbuf_init(&out, 1000);
        json_quote_long_numbers(&out, rows[i].from, strlen(rows[i].from));
        cr_expect_str_eq(out.text, rows[i].to);
        strbuf_release(&out);
    }
}

Test(json_find, invalid_bytes_are_replaced)
{
    static const struct {
        const char *from, *to;
    } rows[] = {
        {"", ""},
        {"h\xC3\xA9", "h\xC3\xA9"},
        {"\xFFz", "\xEF\xBF\xBDz"},
        {"z\xC3", "z\xEF\xBF\xBD"},
        {"\xC0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct strbuf out;
        strbuf_init(&out, 1000);
        json_replace_invalid(&out, rows[i].from, strlen(rows[i].from));
        cr_expect_str_eq(out.text, rows[i].to);
        strbuf_release(&out);
    }
}
