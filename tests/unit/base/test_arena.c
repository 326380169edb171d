/* Memory with one lifetime. */
#include "src/base/arena.h"

#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

static struct arena arena;

static void begin(void)
{
    arena_init(&arena);
}

static void end(void)
{
    arena_release(&arena);
}

TestSuite(arena, .init = begin, .fini = end);

Test(arena, pieces_are_aligned_zeroed_and_apart)
{
    unsigned char *pieces[200];
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        size_t size = 1 + i * 7 % 300;
        pieces[i] = arena_alloc(&arena, size, 1);
        cr_assert_eq((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        for (size_t at = 0; at < size; at++)
            cr_assert_eq(pieces[i][at], 0);
        memset(pieces[i], (int)i, size);
    }
    for (size_t i = 0; i < COUNT_OF(pieces); i++)
        for (size_t at = 0; at < 1 + i * 7 % 300; at++)
            cr_assert_eq(pieces[i][at], (unsigned char)i);
}

Test(arena, piece_larger_than_a_block)
{
    char *large = arena_alloc(&arena, 100000, 1);
    memset(large, 'x', 100000);
    char *small = arena_strdup(&arena, "small");
    cr_assert_str_eq(small, "small");
    cr_assert_eq(large[99999], 'x');
}

Test(arena, product_that_overflows_is_refused)
{
    cr_assert_null(arena_alloc(&arena, SIZE_MAX / 2, 4));
    cr_assert_null(arena_alloc(&arena, 4, SIZE_MAX / 2));
    cr_assert_null(arena_alloc(&arena, SIZE_MAX, 1));
}

Test(arena, zero_bytes_are_a_pointer)
{
    cr_assert_not_null(arena_alloc(&arena, 0, 8));
    cr_assert_not_null(arena_alloc(&arena, 8, 0));
}

Test(arena, texts)
{
    cr_assert_null(arena_strdup(&arena, NULL));
    cr_assert_str_eq(arena_strndup(&arena, "abcdef", 3), "abc");
    cr_assert_str_eq(arena_format(&arena, "%s-%03d", "row", 7), "row-007");
    cr_assert_str_eq(arena_format(&arena, "%s", ""), "");
}

Test(arena, clear_keeps_the_blocks_and_zeroes_again)
{
    for (int i = 0; i < 1000; i++)
        memset(arena_alloc(&arena, 100, 1), 'x', 100);
    mem_test_fail_after(0);
    for (int round = 0; round < 3; round++) {
        arena_clear(&arena);
        for (int i = 0; i < 1000; i++) {
            char *piece = arena_alloc(&arena, 100, 1);
            cr_assert_eq(piece[0], 0);
            cr_assert_eq(piece[99], 0);
            memset(piece, 'y', 100);
        }
    }
    cr_assert_eq(mem_test_fail_after(0), 0);
}

Test(arena, out_of_memory_is_null_and_what_was_there_stays)
{
    char *kept = arena_strdup(&arena, "kept");
    mem_test_fail_after(1);
    cr_assert_null(arena_alloc(&arena, 10000, 1));
    cr_assert_null(arena_format(&arena, "%*s", 10000, ""));
    mem_test_fail_after(0);
    cr_assert_str_eq(kept, "kept");
    cr_assert_not_null(arena_alloc(&arena, 10000, 1));
    arena_release(&arena);
    arena_release(&arena);
}
