/* Grapheme clusters: going back must find what going forwards finds, in any text. */
#include "src/base/utf8.h"

#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <string.h>

enum { LONGEST = 400 };

/* Every offset of the text, also inside clusters and code points, against a segmentation from 0. */
static void assert_agreement(const char *text, size_t length)
{
    size_t start = 0;
    cr_assert_eq(utf8_cluster_start_before(text, length, 0), 0);
    while (start < length) {
        size_t end = utf8_cluster_end(text, length, start);
        cr_assert_gt(end, start);
        cr_assert_leq(end, length);
        for (size_t at = start + 1; at <= end; at++) {
            size_t found = utf8_cluster_start_before(text, length, at);
            cr_assert_eq(found, start, "at %zu of %zu: %zu, not %zu: %s", at, length, found, start,
                         text);
        }
        start = end;
    }
    cr_assert_eq(utf8_cluster_start_before(text, length, length + 5),
                 utf8_cluster_start_before(text, length, length));
    cr_assert_eq(utf8_cluster_end(text, length, length), length);
}

Test(cluster, known_ends)
{
    static const struct {
        const char *text;
        size_t end; /* of the first cluster */
    } rows[] = {
        {"ab", 1},
        {"e\xCC\x81x", 3},
        {"\r\nx", 2},
        {"\n\r", 1},
        {"\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7x", 18},
        {"\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA\xF0\x9F\x87\xAF", 8},
        {"1\xEF\xB8\x8F\xE2\x83\xA3"
         "2",
         7},
        {"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"
         "a",
         9}, /* Hangul letters, one syllable */
        {"\xD8\x80"
         "1",
         3}, /* Arabic number sign and its digit */
        {"\xFF\xCC\x81", 1},
        {"a\xFF", 1},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        cr_assert_eq(utf8_cluster_end(rows[i].text, strlen(rows[i].text), 0), rows[i].end,
                     "row %zu", i);
}

Test(cluster, back_agrees_on_known_texts)
{
    static const char *const rows[] = {
        "",
        "plain",
        "line\r\nline\n\nend",
        "\xE0\xA4\xA8\xE0\xA4\xAE\xE0\xA4\xB8\xE0\xA5\x8D\xE0\xA4\xA4\xE0\xA5\x87", /* namaste */
        "\xED\x95\x9C\xEA\xB5\xAD\xEC\x96\xB4",
        "\xD8\x80"
        "12",
        "\xD8\x80"
        "a\xCC\x81",
        "a\xCC\x81\xCC\x82\xCC\x83",
        "\xCC\x81"
        "a",
        "a\xE2\x80\x8D\xF0\x9F\x91\xA8",
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_agreement(rows[i], strlen(rows[i]));
}

Test(cluster, a_run_of_flags_pairs_from_its_beginning)
{
    char text[4 * 41];
    for (size_t flags = 1; flags <= 40; flags++) {
        memcpy(text + (flags - 1) * 4, "\xF0\x9F\x87\xA9", 5);
        assert_agreement(text, flags * 4);
        cr_assert_eq(utf8_count_clusters(text, flags * 4), (flags + 1) / 2);
    }
}

/* Pieces that join to their left, to their right, to each other, to nothing, and broken bytes. */
static const char *const pieces[] = {
    "a",
    "7",
    " ",
    "#",
    "\n",
    "\r",
    "\t",
    "\x1B",
    "\xC3\xA9",         /* é */
    "\xCC\x81",         /* combining acute */
    "\xE6\x97\xA5",     /* CJK */
    "\xED\x95\x9C",     /* Hangul LVT */
    "\xED\x95\x98",     /* Hangul LV */
    "\xE1\x84\x92",     /* Hangul L */
    "\xE1\x85\xA1",     /* Hangul V */
    "\xE1\x86\xAB",     /* Hangul T */
    "\xE0\xA4\x95",     /* ka */
    "\xE0\xA5\x8D",     /* virama */
    "\xE0\xA4\xBE",     /* spacing vowel */
    "\xE2\x80\x8D",     /* ZWJ */
    "\xE2\x80\x8C",     /* ZWNJ */
    "\xE2\x80\x8B",     /* zero width space */
    "\xEF\xB8\x8F",     /* VS16 */
    "\xF0\x9F\x91\xA8", /* man */
    "\xF0\x9F\x8F\xBD", /* skin tone */
    "\xF0\x9F\x87\xA9", /* regional indicator */
    "\xF0\x9F\x8F\xB4", /* black flag */
    "\xF3\xA0\x81\xA7", /* tag letter */
    "\xD8\x80",         /* Prepend */
    "\xD9\x85",         /* Arabic letter */
    "\xFF",
    "\xE6\x97",
    "\xA5",
    "\xF0\x9F",
};

Test(cluster, back_agrees_on_thousands_of_random_texts)
{
    unsigned state = 20261123;
    for (int round = 0; round < 4000; round++) {
        char text[LONGEST];
        size_t length = 0;
        text[0] = '\0';
        state = state * 1664525u + 1013904223u;
        for (unsigned left = 1 + (state >> 16) % 40; left > 0; left--) {
            state = state * 1664525u + 1013904223u;
            const char *piece = pieces[(state >> 16) % COUNT_OF(pieces)];
            size_t size = strlen(piece);
            if (length + size >= sizeof text)
                break;
            memcpy(text + length, piece, size + 1);
            length += size;
        }
        assert_agreement(text, length);
    }
}

Test(cluster, every_pair_and_triple_of_kinds_agrees)
{
    for (size_t a = 0; a < COUNT_OF(pieces); a++) {
        for (size_t b = 0; b < COUNT_OF(pieces); b++) {
            for (size_t c = 0; c < COUNT_OF(pieces); c++) {
                struct strbuf text;
                strbuf_init(&text, 64);
                strbuf_add_text(&text, pieces[a]);
                strbuf_add_text(&text, pieces[b]);
                strbuf_add_text(&text, pieces[c]);
                assert_agreement(text.text, text.length);
                strbuf_release(&text);
            }
        }
    }
}

/* Backspace held down in a long text must not look at the whole text for each step. */
Test(cluster, going_back_through_a_long_text_is_quick, .timeout = 10)
{
    struct strbuf text;
    strbuf_init(&text, 1 << 20);
    for (int i = 0; i < 60000; i++)
        strbuf_add_text(&text, "\xE6\x97\xA5");
    size_t at = text.length;
    size_t steps = 0;
    for (; at > 0; steps++)
        at = utf8_cluster_start_before(text.text, text.length, at);
    cr_assert_eq(steps, 60000);
    strbuf_release(&text);
}
