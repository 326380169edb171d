/* Word diffs: what is marked, that both texts can be had back from it, and its bounds. */
#include "src/base/mem.h"
#include "src/base/strbuf.h"
#include "src/whatsapp/word_diff.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void show(struct strbuf *out, const struct word_diff *diff)
{
    static const char *const marks[][2] = {{"", ""}, {"[-", "-]"}, {"{+", "+}"}};
    for (size_t i = 0; i < diff->count; i++) {
        strbuf_add_text(out, marks[diff->runs[i].change][0]);
        strbuf_add(out, diff->runs[i].text, diff->runs[i].length);
        strbuf_add_text(out, marks[diff->runs[i].change][1]);
    }
}

/* The text that is left when runs of `without` are dropped. */
static void rebuild(struct strbuf *out, const struct word_diff *diff, enum word_change without)
{
    for (size_t i = 0; i < diff->count; i++) {
        cr_expect_gt(diff->runs[i].length, 0);
        if (diff->runs[i].change != without)
            strbuf_add(out, diff->runs[i].text, diff->runs[i].length);
    }
}

static void expect_diff(const char *before, const char *after, const char *wanted)
{
    struct arena arena;
    struct word_diff diff;
    struct strbuf shown, old, new;
    arena_init(&arena);
    strbuf_init(&shown, 1 << 24);
    strbuf_init(&old, 1 << 24);
    strbuf_init(&new, 1 << 24);
    cr_assert_eq(word_diff_make(before, after, &arena, &diff, NULL), ERR_OK);
    show(&shown, &diff);
    rebuild(&old, &diff, WORDS_ADDED);
    rebuild(&new, &diff, WORDS_REMOVED);
    if (wanted != NULL)
        cr_expect_str_eq(shown.text, wanted);
    cr_expect_str_eq(old.text, before);
    cr_expect_str_eq(new.text, after);
    strbuf_release(&shown);
    strbuf_release(&old);
    strbuf_release(&new);
    arena_release(&arena);
}

Test(word_diff, words_placeholders_and_marks_are_the_units)
{
    static const char *const rows[][3] = {
        {"", "", ""},
        {"same text", "same text", "same text"},
        {"", "new", "{+new+}"},
        {"old", "", "[-old-]"},
        {"your order {{1}} left", "your parcel {{1}} left", "your [-order-]{+parcel+} {{1}} left"},
        {"Hi {{1}}.", "Hi {{2}}.", "Hi [-{{1}}-]{+{{2}}+}."},
        {"Hi {{ 1 }}.", "Hi {{1}}.", "Hi [-{{ 1 }}-]{+{{1}}+}."},
        {"a, b", "a; b", "a[-,-]{+;+} b"},
        {"a b c", "a c", "a [-b -]c"},
        {"a c", "a b c", "a {+b +}c"},
        {"a  b", "a b", "a[-  -]{+ +}b"},
        {"one two", "two one", "[-one -]two{+ one+}"},
        /* A blank between two replaced words belongs to what was replaced. */
        {"is ready", "has come", "[-is ready-]{+has come+}"},
        {"x is ready y", "x has come y", "x [-is ready-]{+has come+} y"},
        {"line\none", "line one", "line[-\n-]{+ +}one"},
        {"привет мир", "привет всем", "привет [-мир-]{+всем+}"},
        {"注文は発送済みです", "注文は配達済みです", "注文は[-発送-]{+配達+}済みです"},
        {"ok 👩‍👩‍👧", "ok 👍🏽", "ok [-👩‍👩‍👧-]{+👍🏽+}"},
        {"{{", "{{x", "{{{+x+}"},
        {"{{a}", "{{a}}", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        expect_diff(rows[i][0], rows[i][1], rows[i][2]);
}

Test(word_diff, invalid_utf8_is_kept)
{
    expect_diff("a \xff b", "a \xfe b", "a [-\xff-]{+\xfe+} b");
}

Test(word_diff, a_text_over_the_bound_is_replaced_between_what_is_common)
{
    struct strbuf before, after;
    strbuf_init(&before, 1 << 24);
    strbuf_init(&after, 1 << 24);
    strbuf_add_text(&before, "head ");
    strbuf_add_text(&after, "head ");
    for (int i = 0; i < 2000; i++) {
        strbuf_addf(&before, "b%d ", i);
        strbuf_addf(&after, "a%d ", i);
    }
    strbuf_add_text(&before, "tail");
    strbuf_add_text(&after, "tail");
    struct arena arena;
    struct word_diff diff;
    arena_init(&arena);
    cr_assert_eq(word_diff_make(before.text, after.text, &arena, &diff, NULL), ERR_OK);
    cr_expect_eq(diff.count, 4);
    cr_expect_eq(diff.runs[0].change, WORDS_KEPT);
    cr_expect_eq(diff.runs[1].change, WORDS_REMOVED);
    cr_expect_eq(diff.runs[2].change, WORDS_ADDED);
    cr_expect_eq(diff.runs[3].change, WORDS_KEPT);
    arena_release(&arena);
    expect_diff(before.text, after.text, NULL);
    strbuf_release(&before);
    strbuf_release(&after);
}

Test(word_diff, any_two_texts_can_be_had_back)
{
    static const char *const words[] = {"a", "b", " ", "  ", "{{1}}", "c,", "\n"};
    unsigned state = 7;
    for (int round = 0; round < 500; round++) {
        char texts[2][64] = {"", ""};
        for (int side = 0; side < 2; side++)
            for (size_t used = 0, i = 0; i < 9; i++) {
                state = state * 1664525u + 1013904223u;
                const char *word = words[(state >> 16) % COUNT_OF(words)];
                used += (size_t)snprintf(texts[side] + used, sizeof texts[side] - used, "%s", word);
            }
        expect_diff(texts[0], texts[1], NULL);
    }
}
