/* Foreign text on its way to a screen: nothing may move the cursor, hide or reorder. */
#include "src/base/utf8.h"

#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <string.h>

static void assert_sanitized(const char *text, unsigned flags, const char *expected)
{
    struct strbuf out;
    strbuf_init(&out, 10000);
    utf8_sanitize(&out, text, strlen(text), flags);
    cr_assert_str_eq(out.text, expected, "got %s, not %s", out.text, expected);
    strbuf_release(&out);
}

Test(sanitize, harmless_text_passes_as_it_is)
{
    static const char *const rows[] = {
        "", "plain ASCII ~ !",
        "Gr\xC3\xBC\xC3\x9F"
        "e e\xCC\x81",
        "\xE6\x97\xA5\xE6\x9C\xAC", "\xD8\xB4\xD9\x84\xD9\x88\xD9\x85", /* right-to-left letters */
        "\xC2\xA0",                                                     /* no-break space */
        "\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD",                             /* skin tone */
        "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7", /* family */
        "\xE2\x9D\xA4\xEF\xB8\x8F\xE2\x80\x8D\xF0\x9F\x94\xA5",         /* heart on fire */
        "\xF0\x9F\x91\xA9\xF0\x9F\x8F\xBE\xE2\x80\x8D\xF0\x9F\x94\xAC", /* scientist */
        "1\xEF\xB8\x8F\xE2\x83\xA3",                                    /* keycap */
        "\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA",                             /* flag */
        /* the flag of England: a black flag and tag letters */
        "\xF0\x9F\x8F\xB4\xF3\xA0\x81\xA7\xF3\xA0\x81\xA2\xF3\xA0\x81\xA5\xF3\xA0\x81\xAE"
        "\xF3\xA0\x81\xA7\xF3\xA0\x81\xBF",
        "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE", /* Persian with ZWNJ */
        "\xE0\xA4\x95\xE0\xA5\x8D\xE2\x80\x8D", /* Devanagari half form by ZWJ */
        "\xD8\x80"
        "12", /* Arabic number sign */
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_sanitized(rows[i], UTF8_ONE_LINE, rows[i]);
}

Test(sanitize, every_c0_control_and_del_becomes_its_picture)
{
    for (char control = 1; control < 0x20; control++) {
        char text[] = {'a', control, 'b', '\0'};
        char expected[] = {'a', '\xE2', '\x90', (char)(0x80 + control), 'b', '\0'};
        assert_sanitized(text, UTF8_ONE_LINE, expected);
    }
    assert_sanitized("\x7F", UTF8_ONE_LINE, "\xE2\x90\xA1");
    struct strbuf out;
    strbuf_init(&out, 100);
    utf8_sanitize(&out, "a\0b", 3, UTF8_ONE_LINE);
    cr_assert_str_eq(out.text, "a\xE2\x90\x80"
                               "b");
    strbuf_release(&out);
}

Test(sanitize, c1_controls_are_named)
{
    assert_sanitized("\xC2\x80", UTF8_ONE_LINE, "<80>");
    assert_sanitized("a\xC2\x9B"
                     "31m",
                     UTF8_ONE_LINE, "a<9B>31m"); /* CSI in one code point */
    assert_sanitized("\xC2\x9F", UTF8_ONE_LINE, "<9F>");
}

Test(sanitize, escape_sequences_are_dead)
{
    assert_sanitized("\x1B[31mred\x1B]0;title\x07", UTF8_ONE_LINE,
                     "\xE2\x90\x9B[31mred\xE2\x90\x9B]0;title\xE2\x90\x87");
}

Test(sanitize, what_reorders_or_hides_is_named)
{
    static const struct {
        const char *text;
        const char *expected;
    } rows[] = {
        {"a\xE2\x80\xAE"
         "b",
         "a<U+202E>b"}, /* override */
        {"\xE2\x80\xAA\xE2\x80\xAC", "<U+202A><U+202C>"},
        {"\xE2\x81\xA6x\xE2\x81\xA9", "<U+2066>x<U+2069>"},               /* isolates */
        {"\xE2\x80\x8E\xE2\x80\x8F\xD8\x9C", "<U+200E><U+200F><U+061C>"}, /* marks */
        {"a\xE2\x80\x8B"
         "b",
         "a<U+200B>b"}, /* zero width space */
        {"a\xE2\x81\xA0"
         "b",
         "a<U+2060>b"}, /* word joiner */
        {"\xEF\xBB\xBF"
         "a",
         "<U+FEFF>a"}, /* BOM */
        {"a\xC2\xAD"
         "b",
         "a<U+00AD>b"}, /* soft hyphen */
        {"a\xE2\x80\xA8"
         "b\xE2\x80\xA9",
         "a<U+2028>b<U+2029>"},              /* line ends in disguise */
        {"\xE3\x85\xA4", "<U+3164>"},        /* Hangul filler: an empty name */
        {"\xEE\x80\x80", "<U+E000>"},        /* private use */
        {"\xF3\xA0\x81\xA7", "<U+E0067>"},   /* a tag with no flag */
        {"a\xF3\xA0\x81\xA7", "a<U+E0067>"}, /* text smuggled in tags */
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_sanitized(rows[i].text, UTF8_ONE_LINE, rows[i].expected);
}

Test(sanitize, joiners_that_join_nothing_are_named)
{
    static const struct {
        const char *text;
        const char *expected;
    } rows[] = {
        {"\xE2\x80\x8D", "<U+200D>"},
        {"a\xE2\x80\x8D"
         "b",
         "a<U+200D>b"},
        {"a\xE2\x80\x8C"
         "b",
         "a<U+200C>b"},
        {"\xE6\x97\xA5\xE2\x80\x8D\xE6\x9C\xAC", "\xE6\x97\xA5<U+200D>\xE6\x9C\xAC"},
        {"\xF0\x9F\x91\xA8\xE2\x80\x8D", "\xF0\x9F\x91\xA8<U+200D>"},
        {"\xF0\x9F\x91\xA8\xE2\x80\x8D"
         "a",
         "\xF0\x9F\x91\xA8<U+200D>a"},
        {"\xD9\x85\xE2\x80\x8C\xE2\x80\x8C", "\xD9\x85\xE2\x80\x8C<U+200C>"},
        {"\xEF\xB8\x8F", "<U+FE0F>"},
        {"a\xEF\xB8\x8F", "a<U+FE0F>"},
        {"\xE2\x9D\xA4\xEF\xB8\x8F\xEF\xB8\x8F", "\xE2\x9D\xA4\xEF\xB8\x8F<U+FE0F>"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_sanitized(rows[i].text, UTF8_ONE_LINE, rows[i].expected);
}

Test(sanitize, invalid_bytes_become_the_replacement_character)
{
    assert_sanitized("a\xFF"
                     "b",
                     UTF8_ONE_LINE,
                     "a\xEF\xBF\xBD"
                     "b");
    assert_sanitized("\xE6\x97", UTF8_ONE_LINE, "\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_sanitized("\xED\xA0\x80", UTF8_ONE_LINE, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_sanitized("\xC0\x9B[31m", UTF8_ONE_LINE, "\xEF\xBF\xBD\xEF\xBF\xBD[31m");
}

Test(sanitize, line_ends_and_tabs_by_flag)
{
    assert_sanitized("a\nb\tc", UTF8_ONE_LINE,
                     "a\xE2\x90\x8A"
                     "b\xE2\x90\x89"
                     "c");
    assert_sanitized("a\nb\tc", UTF8_KEEP_NEWLINES,
                     "a\nb\xE2\x90\x89"
                     "c");
    assert_sanitized("a\nb\tc", UTF8_KEEP_TABS,
                     "a\xE2\x90\x8A"
                     "b\tc");
    assert_sanitized("a\nb\tc", UTF8_KEEP_NEWLINES | UTF8_KEEP_TABS, "a\nb\tc");
    assert_sanitized("a\r\nb", UTF8_KEEP_NEWLINES, "a\nb");
    assert_sanitized("a\r\nb", UTF8_ONE_LINE,
                     "a\xE2\x90\x8A"
                     "b");
    assert_sanitized("a\rb\r", UTF8_KEEP_NEWLINES,
                     "a\xE2\x90\x8D"
                     "b\xE2\x90\x8D");
}

/* Whatever comes in: valid UTF-8 comes out, without controls, and a second pass changes nothing. */
Test(sanitize, random_bytes_come_out_clean_and_stay)
{
    unsigned state = 4711;
    for (int round = 0; round < 5000; round++) {
        char text[64];
        for (size_t i = 0; i < sizeof text; i++) {
            state = state * 1664525u + 1013904223u;
            text[i] = (char)(state >> 24);
        }
        struct strbuf once, twice;
        strbuf_init(&once, 10000);
        strbuf_init(&twice, 10000);
        utf8_sanitize(&once, text, sizeof text, UTF8_ONE_LINE);
        utf8_sanitize(&twice, once.text, once.length, UTF8_ONE_LINE);
        cr_assert(utf8_is_valid(once.text, once.length));
        for (size_t at = 0; at < once.length;) {
            int32_t code_point = utf8_next(once.text, once.length, &at);
            cr_assert(code_point >= 0x20 && (code_point < 0x7F || code_point >= 0xA0));
        }
        cr_assert_str_eq(once.text, twice.text);
        strbuf_release(&once);
        strbuf_release(&twice);
    }
}
