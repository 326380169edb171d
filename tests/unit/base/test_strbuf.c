/* Growing strings: the ceiling, sticky failures, taking, editing in the middle. */
#include "src/base/strbuf.h"

#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

Test(strbuf, starts_as_an_empty_string_without_memory)
{
    struct strbuf buffer;
    mem_test_fail_after(0);
    strbuf_init(&buffer, 10);
    cr_assert_str_eq(buffer.text, "");
    cr_assert_eq(buffer.size, 0);
    strbuf_clear(&buffer);
    strbuf_truncate(&buffer, 0);
    strbuf_add(&buffer, "", 0);
    strbuf_add_text(&buffer, NULL);
    strbuf_add_repeated(&buffer, 'x', 0);
    strbuf_addf(&buffer, "%s", "");
    strbuf_release(&buffer);
    cr_assert_eq(mem_test_fail_after(0), 0);
}

Test(strbuf, appends_of_all_kinds)
{
    struct strbuf buffer;
    strbuf_init(&buffer, 1000);
    strbuf_add(&buffer, "ab\0c", 4);
    strbuf_add_text(&buffer, "de");
    strbuf_add_char(&buffer, 'f');
    strbuf_add_repeated(&buffer, '-', 3);
    strbuf_addf(&buffer, "<%d:%s>", 42, "x");
    cr_assert_eq(buffer.length, 16);
    cr_assert_arr_eq(buffer.text, "ab\0cdef---<42:x>", 17);
    strbuf_release(&buffer);
}

Test(strbuf, code_points_become_utf8_and_no_code_points_the_replacement)
{
    static const struct {
        unsigned long code_point;
        const char *expected;
    } rows[] = {
        {'A', "A"},
        {0x7F, "\x7F"},
        {0x80, "\xC2\x80"},
        {0x7FF, "\xDF\xBF"},
        {0x800, "\xE0\xA0\x80"},
        {0xFFFF, "\xEF\xBF\xBF"},
        {0x10000, "\xF0\x90\x80\x80"},
        {0x10FFFF, "\xF4\x8F\xBF\xBF"},
        {0xD800, "\xEF\xBF\xBD"},
        {0xDFFF, "\xEF\xBF\xBD"},
        {0x110000, "\xEF\xBF\xBD"},
        {0xFFFFFFFF, "\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct strbuf buffer;
        strbuf_init(&buffer, 8);
        strbuf_add_code_point(&buffer, rows[i].code_point);
        cr_assert_str_eq(buffer.text, rows[i].expected, "U+%lX", rows[i].code_point);
        strbuf_release(&buffer);
    }
}

Test(strbuf, ceiling_may_be_reached_but_not_passed)
{
    struct strbuf buffer;
    struct error error;
    strbuf_init(&buffer, 5);
    strbuf_add_text(&buffer, "12345");
    cr_assert_not(buffer.failed);
    cr_assert_eq(strbuf_status(&buffer, "the body", &error), ERR_OK);
    strbuf_add_char(&buffer, '6');
    cr_assert(buffer.failed);
    cr_assert_str_eq(buffer.text, "12345");
    cr_assert_eq(strbuf_status(&buffer, "the body", &error), ERR_TOO_BIG);
    cr_assert_str_eq(error.what, "the body is longer than 5 bytes");
    cr_assert_str_eq(error.next, "Make it shorter.");
    strbuf_release(&buffer);
}

/* One piece over the ceiling leaves the buffer far from it: still not a matter of memory. */
Test(strbuf, one_piece_over_the_ceiling_is_too_big_whatever_was_there)
{
    struct strbuf buffer;
    strbuf_init(&buffer, 100);
    strbuf_add_repeated(&buffer, 'x', 101);
    cr_assert_eq(strbuf_status(&buffer, "it", NULL), ERR_TOO_BIG);
    cr_assert_eq(buffer.length, 0);
    strbuf_clear(&buffer);
    strbuf_addf(&buffer, "%*s", 101, "");
    cr_assert_eq(strbuf_status(&buffer, "it", NULL), ERR_TOO_BIG);
    strbuf_clear(&buffer);
    strbuf_add_repeated(&buffer, 'x', SIZE_MAX);
    cr_assert_eq(strbuf_status(&buffer, "it", NULL), ERR_TOO_BIG);
    strbuf_release(&buffer);
}

Test(strbuf, failure_sticks_until_cleared)
{
    struct strbuf buffer;
    strbuf_init(&buffer, 3);
    strbuf_add_text(&buffer, "abcd");
    strbuf_add_text(&buffer, "x");
    strbuf_addf(&buffer, "%d", 1);
    strbuf_insert(&buffer, 0, "y", 1);
    strbuf_add_repeated(&buffer, 'z', 1);
    cr_assert_str_eq(buffer.text, "");
    strbuf_clear(&buffer);
    strbuf_add_text(&buffer, "abc");
    cr_assert_eq(strbuf_status(&buffer, "it", NULL), ERR_OK);
    cr_assert_str_eq(buffer.text, "abc");
    strbuf_release(&buffer);
}

Test(strbuf, out_of_memory_sticks_and_says_so)
{
    struct strbuf buffer;
    struct error error;
    strbuf_init(&buffer, 100000);
    strbuf_add_text(&buffer, "kept");
    mem_test_fail_after(1);
    strbuf_add_repeated(&buffer, 'x', 90000);
    mem_test_fail_after(0);
    cr_assert_str_eq(buffer.text, "kept");
    cr_assert_eq(strbuf_status(&buffer, "it", &error), ERR_NOMEM);
    cr_assert_str_eq(error.what, "out of memory");
    cr_assert_null(strbuf_take(&buffer));
    cr_assert_str_eq(buffer.text, "");
    cr_assert_eq(buffer.size, 0);
}

Test(strbuf, take_moves_the_string_out)
{
    struct strbuf buffer;
    strbuf_init(&buffer, 100);
    strbuf_add_text(&buffer, "mine");
    char *text = strbuf_take(&buffer);
    cr_assert_str_eq(text, "mine");
    mem_free(text);
    cr_assert_eq(buffer.length, 0);
    cr_assert_eq(buffer.limit, 100);
    text = strbuf_take(&buffer);
    cr_assert_str_eq(text, "");
    mem_free(text);
    mem_test_fail_after(1);
    cr_assert_null(strbuf_take(&buffer));
    mem_test_fail_after(0);
}

Test(strbuf, insert_and_remove_in_the_middle)
{
    struct strbuf buffer;
    strbuf_init(&buffer, 100);
    strbuf_insert(&buffer, 0, "ad", 2);
    strbuf_insert(&buffer, 1, "bc", 2);
    strbuf_insert(&buffer, 4, "e", 1);
    cr_assert_str_eq(buffer.text, "abcde");
    strbuf_insert(&buffer, 6, "x", 1);
    cr_assert_str_eq(buffer.text, "abcde");
    strbuf_remove(&buffer, 1, 2);
    cr_assert_str_eq(buffer.text, "ade");
    strbuf_remove(&buffer, 1, SIZE_MAX);
    cr_assert_str_eq(buffer.text, "a");
    strbuf_remove(&buffer, 1, 1);
    strbuf_remove(&buffer, 0, 0);
    cr_assert_str_eq(buffer.text, "a");
    strbuf_truncate(&buffer, 5);
    cr_assert_str_eq(buffer.text, "a");
    strbuf_truncate(&buffer, 0);
    cr_assert_str_eq(buffer.text, "");
    strbuf_release(&buffer);
}

Test(strbuf, clear_keeps_the_memory_for_the_next_frame)
{
    struct strbuf buffer;
    strbuf_init(&buffer, 10000);
    strbuf_add_repeated(&buffer, 'x', 5000);
    mem_test_fail_after(0);
    for (int frame = 0; frame < 10; frame++) {
        strbuf_clear(&buffer);
        for (int i = 0; i < 500; i++)
            strbuf_addf(&buffer, "%010d", i);
    }
    cr_assert_eq(mem_test_fail_after(0), 0);
    cr_assert_eq(buffer.length, 5000);
    strbuf_release(&buffer);
}

Test(strbuf, many_small_pieces_cost_few_allocations)
{
    struct strbuf buffer;
    strbuf_init(&buffer, 1 << 20);
    mem_test_fail_after(0);
    for (int i = 0; i < 1 << 20; i++)
        strbuf_add_char(&buffer, 'x');
    cr_assert_leq(mem_test_fail_after(0), 30);
    cr_assert_eq(buffer.length, 1 << 20);
    cr_assert_eq(strlen(buffer.text), 1 << 20);
    strbuf_release(&buffer);
}
