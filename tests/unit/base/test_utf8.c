/* Decoding, counting, widths, direction. */
#include "src/base/utf8.h"

#include "src/base/json.h"
#include "src/base/paths.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

Test(utf8, next_reads_and_refuses)
{
    static const struct {
        const char *bytes;
        size_t length;
        int32_t code_point;
        size_t used;
    } rows[] = {
        {"A", 1, 'A', 1},
        {"\0", 1, 0, 1},
        {"\xC3\xA9", 2, 0xE9, 2},
        {"\xE6\x97\xA5", 3, 0x65E5, 3},
        {"\xF0\x9F\x98\x80", 4, 0x1F600, 4},
        {"\xF4\x8F\xBF\xBF", 4, 0x10FFFF, 4},
        {"\x80", 1, -1, 1},                 /* a continuation alone */
        {"\xC3", 1, -1, 1},                 /* cut */
        {"\xE6\x97", 2, -1, 1},             /* cut */
        {"\xF0\x9F\x98", 3, -1, 1},         /* cut */
        {"\xC3\x41", 2, -1, 1},             /* no continuation */
        {"\xC0\x80", 2, -1, 1},             /* overlong */
        {"\xE0\x80\x80", 3, -1, 1},         /* overlong */
        {"\xF0\x80\x80\x80", 4, -1, 1},     /* overlong */
        {"\xED\xA0\x80", 3, -1, 1},         /* surrogate */
        {"\xF4\x90\x80\x80", 4, -1, 1},     /* above U+10FFFF */
        {"\xF8\x88\x80\x80\x80", 5, -1, 1}, /* five bytes */
        {"\xFF", 1, -1, 1},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t position = 0;
        cr_assert_eq(utf8_next(rows[i].bytes, rows[i].length, &position), rows[i].code_point,
                     "row %zu", i);
        cr_assert_eq(position, rows[i].used, "row %zu", i);
        cr_assert_eq(utf8_is_valid(rows[i].bytes, rows[i].length), rows[i].code_point >= 0,
                     "row %zu", i);
    }
}

Test(utf8, every_code_point_goes_there_and_back)
{
    struct strbuf buffer;
    strbuf_init(&buffer, 8);
    for (unsigned long code_point = 0; code_point <= 0x10FFFF; code_point++) {
        if (code_point == 0xD800)
            code_point = 0xE000;
        strbuf_clear(&buffer);
        strbuf_add_code_point(&buffer, code_point);
        size_t position = 0;
        cr_assert_eq(utf8_next(buffer.text, buffer.length, &position), (int32_t)code_point);
        cr_assert_eq(position, buffer.length);
    }
    strbuf_release(&buffer);
}

Test(utf8, nothing_is_valid_and_counts_nothing)
{
    cr_assert(utf8_is_valid("", 0));
    cr_assert_eq(utf8_count_code_points("", 0), 0);
    cr_assert_eq(utf8_count_utf16_units("", 0), 0);
    cr_assert_eq(utf8_count_clusters("", 0), 0);
    cr_assert_eq(utf8_width("", 0), 0);
}

static size_t number_of(const cJSON *row, const char *name)
{
    int64_t value = -1;
    cr_assert(json_integer(json_member(row, name), &value));
    return (size_t)value;
}

Test(utf8, counts_of_the_length_vectors)
{
    struct strbuf file;
    cJSON *rows = NULL;
    strbuf_init(&file, 1 << 20);
    cr_assert_eq(paths_read_file(TEST_DATA "/length-vectors.json", &file, NULL), ERR_OK);
    cr_assert_eq(json_parse(file.text, file.length, &rows, NULL), ERR_OK);
    cr_assert_geq(cJSON_GetArraySize(rows), 28);
    /* Whether a Devanagari conjunct is one cluster depends on the version of Unicode (15.1). */
    bool joins_conjuncts = strncmp(utf8proc_unicode_version(), "15.1", 4) >= 0;
    const cJSON *row = NULL;
    cJSON_ArrayForEach(row, rows)
    {
        const char *text = json_text(row, "text", "");
        size_t length = strlen(text);
        size_t clusters = number_of(row, "graphemes");
        if (strstr(text, "\xE0\xA4\xB8\xE0\xA5\x8D") != NULL && !joins_conjuncts)
            clusters++;
        cr_assert_eq(length, number_of(row, "utf8_bytes"), "%s", text);
        cr_assert_eq(utf8_count_code_points(text, length), number_of(row, "code_points"), "%s",
                     text);
        cr_assert_eq(utf8_count_utf16_units(text, length), number_of(row, "utf16_units"), "%s",
                     text);
        cr_assert_eq(utf8_count_clusters(text, length), clusters, "%s: %zu", text,
                     utf8_count_clusters(text, length));
    }
    cJSON_Delete(rows);
    strbuf_release(&file);
}

Test(utf8, widths)
{
    static const struct {
        const char *text;
        size_t cells;
    } rows[] = {
        {"abc", 3},
        {" ", 1},
        {"\xC3\xA9", 1},                                         /* é */
        {"e\xCC\x81", 1},                                        /* e with a combining accent */
        {"\xE6\x97\xA5\xE6\x9C\xAC", 4},                         /* CJK */
        {"\xED\x95\x9C", 2},                                     /* Hangul */
        {"\xEF\xBC\xA1", 2},                                     /* fullwidth A */
        {"\xEF\xBD\xB1", 1},                                     /* halfwidth katakana */
        {"\xF0\x9F\x91\x8D", 2},                                 /* thumb */
        {"\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD", 2},                 /* with a skin tone */
        {"\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9", 2},     /* joined */
        {"\xE2\x9D\xA4", 1},                                     /* heart as text */
        {"\xE2\x9D\xA4\xEF\xB8\x8F", 1},                         /* heart as emoji */
        {"\xE0\xA4\x95\xE0\xA4\xBE", 2},                         /* with a spacing mark */
        {"\xE0\xA4\x95\xE0\xA5\x81", 1},                         /* with another mark */
        {"\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA", 2},                 /* flag */
        {"\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA\xF0\x9F\x87\xAF", 4}, /* flag and half a flag */
        {"\xD7\xA9\xD7\x9C", 2},                                 /* Hebrew */
        {"\x1B\n\x7F", 0},                                       /* controls */
        {"\xFF", 1},                                             /* invalid: drawn as U+FFFD */
        {"\xE2\x80\x8B", 0},                                     /* zero width space */
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        cr_assert_eq(utf8_width(rows[i].text, strlen(rows[i].text)), rows[i].cells, "%s: %zu",
                     rows[i].text, utf8_width(rows[i].text, strlen(rows[i].text)));
}

Test(utf8, prefix_holds_whole_clusters_only)
{
    static const char text[] = "a\xE6\x97\xA5"
                               "e\xCC\x81"
                               "b";
    static const size_t expected[] = {0, 1, 1, 4, 7, 8, 8};
    for (size_t cells = 0; cells < COUNT_OF(expected); cells++)
        cr_assert_eq(utf8_prefix_for_width(text, sizeof text - 1, cells), expected[cells],
                     "%zu cells", cells);
}

Test(utf8, prefix_takes_what_is_as_wide_as_asked_and_no_more)
{
    static const char text[] = "x\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA y\xE6\x97\xA5z\xD7\xA9";
    for (size_t cells = 0; cells < 12; cells++) {
        size_t bytes = utf8_prefix_for_width(text, sizeof text - 1, cells);
        cr_assert_leq(utf8_width(text, bytes), cells);
        if (bytes < sizeof text - 1) {
            size_t end = utf8_cluster_end(text, sizeof text - 1, bytes);
            cr_assert_gt(utf8_width(text, end), cells);
        }
    }
}

Test(utf8, direction_is_that_of_the_first_strong_character)
{
    static const struct {
        const char *text;
        bool rtl;
    } rows[] = {
        {"", false},
        {"123 +", false},
        {"abc", false},
        {"\xD7\xA9\xD7\x9C", true}, /* Hebrew */
        {"\xD9\x85\xD8\xB1", true}, /* Arabic */
        {"12. \xD9\x85", true},     /* digits are weak */
        {"a \xD7\xA9", false},
        {"\xFF\xD7\xA9", true},
        {"\xE2\x81\xA7\xD7\xA9\xE2\x81\xA9 a", false}, /* an isolate is skipped */
        {"\xE2\x81\xA8"
         "a\xE2\x81\xA9\xD7\xA9",
         true},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        cr_assert_eq(utf8_is_rtl(rows[i].text, strlen(rows[i].text)), rows[i].rtl, "row %zu", i);
}

Test(utf8, what_was_cut_is_mended)
{
    static const struct {
        const char *text, *mended;
    } rows[] = {
        {"", ""},
        {"abc", "abc"},
        {"\xC3\xA9", "\xC3\xA9"},
        {"a\xC3", "a"},
        {"\xE2\x80", ""},
        {"a\xF0\x9F\x98", "a"},
        {"a\xF0\x9F\x98\x80", "a\xF0\x9F\x98\x80"},
        {"\xD0\xBF\xD1: \xD0\xBF", "\xD0\xBF?: \xD0\xBF"}, /* as %.3s cuts */
        {"a\xFF", "a?"},
        {"\x80", "?"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char text[16];
        snprintf(text, sizeof text, "%s", rows[i].text);
        utf8_mend(text);
        cr_expect_str_eq(text, rows[i].mended, "row %zu", i);
    }
}
