/* The door to the heap: failing on demand, checked products, wiping. */
#include "src/base/mem.h"

#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

Test(mem, size_zero_gives_a_pointer)
{
    void *pieces[] = {mem_alloc(0), mem_zalloc(0, 8), mem_realloc(NULL, 0), mem_grow(NULL, 0, 4)};
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        cr_assert_not_null(pieces[i]);
        mem_free(pieces[i]);
    }
}

Test(mem, zalloc_zeroes)
{
    unsigned char *bytes = mem_zalloc(100, 3);
    for (size_t i = 0; i < 300; i++)
        cr_assert_eq(bytes[i], 0);
    mem_free(bytes);
}

Test(mem, product_that_overflows_is_refused_and_the_old_stays)
{
    char *old = mem_strdup("kept");
    cr_assert_null(mem_grow(old, SIZE_MAX / 2, 3));
    cr_assert_str_eq(old, "kept");
    mem_free(old);
}

Test(mem, strdup_and_strndup)
{
    cr_assert_null(mem_strdup(NULL));
    char *copy = mem_strndup("abcdef", 3);
    cr_assert_str_eq(copy, "abc");
    mem_freep(&copy);
    cr_assert_null(copy);
    mem_free(NULL);
}

Test(mem, fails_from_the_nth_on_until_switched_off)
{
    mem_test_fail_after(3);
    void *first = mem_alloc(1);
    void *second = mem_zalloc(1, 1);
    cr_assert_not_null(first);
    cr_assert_not_null(second);
    cr_assert_null(mem_alloc(1));
    cr_assert_null(mem_zalloc(1, 1));
    cr_assert_null(mem_realloc(first, 2));
    cr_assert_null(mem_grow(first, 2, 1));
    cr_assert_null(mem_strdup("x"));
    cr_assert_eq(mem_test_fail_after(0), 7);
    void *third = mem_alloc(1);
    cr_assert_not_null(third);
    cr_assert_eq(mem_test_fail_after(0), 1);
    mem_free(first);
    mem_free(second);
    mem_free(third);
}

Test(mem, wipe_zeroes_just_the_bytes_given)
{
    char text[] = "secret!";
    mem_wipe(text, 6);
    cr_assert_arr_eq(text, "\0\0\0\0\0\0!", 8);
}

Test(mem, cjson_allocates_through_the_door)
{
    mem_hook_cjson();
    mem_test_fail_after(1);
    cr_assert_null(cJSON_CreateObject());
    cr_assert_eq(mem_test_fail_after(0), 1);
    cJSON *object = cJSON_CreateObject();
    cr_assert_not_null(object);
    cJSON_Delete(object);
}

static int runs;

static void count_run(const int *value)
{
    runs += *value;
}

Test(mem, cleanup_runs_at_the_end_of_the_scope)
{
    for (int i = 0; i < 3; i++) {
        CLEANUP(count_run) int value = 10;
        if (i == 1)
            continue;
        value++;
    }
    cr_assert_eq(runs, 32);
}
