/* Repeated recipients in lists of any length. */
#include "src/batch/repeats.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "src/base/mem.h"

static char folder[] = "/tmp/chakra-repeats.XXXXXX";

static void make_folder(void)
{
    cr_assert_not_null(mkdtemp(folder));
}

static void remove_folder(void)
{
    rmdir(folder);
}

static void add(struct repeats *repeats, uint64_t recipient, uint64_t message, int64_t row)
{
    const struct repeat_seen seen = {.recipient = recipient, .message = message, .row = row};
    cr_assert_eq(repeats_add(repeats, &seen, NULL), ERR_OK);
}

Test(repeats, none_in_an_empty_list, .init = make_folder, .fini = remove_folder)
{
    struct repeats *repeats = NULL;
    const struct repeat *items = NULL;
    size_t count = 1;
    size_t total = 1;
    cr_assert_eq(repeats_new(folder, &repeats, NULL), ERR_OK);
    cr_assert_eq(repeats_finish(repeats, &items, &count, &total, NULL), ERR_OK);
    cr_assert(count == 0 && total == 0);
    repeats_free(repeats);
}

Test(repeats, name_the_earlier_row_and_whether_the_message_is_the_same, .init = make_folder,
     .fini = remove_folder)
{
    struct repeats *repeats = NULL;
    const struct repeat *items = NULL;
    size_t count = 0;
    size_t total = 0;
    cr_assert_eq(repeats_new(folder, &repeats, NULL), ERR_OK);
    add(repeats, 100, 9, 2);
    add(repeats, 200, 1, 3);
    add(repeats, 100, 5, 4); /* another message */
    add(repeats, 100, 9, 5); /* that of row 2 */
    add(repeats, 300, 1, 6);
    cr_assert_eq(repeats_finish(repeats, &items, &count, &total, NULL), ERR_OK);
    cr_assert(count == 2 && total == 2);
    cr_assert(items[0].row == 4 && items[0].first == 2 && !items[0].is_same);
    cr_assert(items[1].row == 5 && items[1].first == 2 && items[1].is_same);
    repeats_free(repeats);
}

static size_t count_entries(void)
{
    size_t count = 0;
    DIR *listing = opendir(folder);
    cr_assert_not_null(listing);
    for (const struct dirent *entry = NULL; (entry = readdir(listing)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(listing);
    return count;
}

/* Many pieces on the disk, the repetitions far apart; every recipient once, three of them again. */
Test(repeats, are_found_across_pieces_and_leave_nothing, .init = make_folder, .fini = remove_folder)
{
    enum { ROWS = 200000 };
    struct repeats *repeats = NULL;
    const struct repeat *items = NULL;
    size_t count = 0;
    size_t total = 0;
    cr_assert_eq(repeats_new(folder, &repeats, NULL), ERR_OK);
    for (int64_t row = 2; row < 2 + ROWS; row++)
        add(repeats, 15550000000u + (uint64_t)row * 7919 % ROWS, (uint64_t)row, row);
    add(repeats, 15550000000u + 2 * 7919 % ROWS, 2, ROWS + 2);
    add(repeats, 15550000000u + 150000 * (uint64_t)7919 % ROWS, 3, ROWS + 3);
    add(repeats, 15550000000u + 2 * 7919 % ROWS, 2, ROWS + 4);
    cr_assert_eq(count_entries(), 0);
    cr_assert_eq(repeats_finish(repeats, &items, &count, &total, NULL), ERR_OK);
    cr_assert(count == 3 && total == 3);
    cr_assert(items[0].row == ROWS + 2 && items[0].first == 2 && items[0].is_same);
    cr_assert(items[1].row == ROWS + 3 && items[1].first == 150000 && !items[1].is_same);
    cr_assert(items[2].row == ROWS + 4 && items[2].first == ROWS + 2 && items[2].is_same);
    repeats_free(repeats);
}

Test(repeats, a_list_of_one_number_is_told_in_part_and_counted, .init = make_folder,
     .fini = remove_folder)
{
    struct repeats *repeats = NULL;
    const struct repeat *items = NULL;
    size_t count = 0;
    size_t total = 0;
    cr_assert_eq(repeats_new(folder, &repeats, NULL), ERR_OK);
    for (int64_t row = 2; row < 40002; row++)
        add(repeats, 15550001234u, 1, row);
    cr_assert_eq(repeats_finish(repeats, &items, &count, &total, NULL), ERR_OK);
    cr_assert(count == REPEATS_TOLD_MAX && total == 39999);
    cr_assert(items[0].row == 3 && items[0].first == 2);
    repeats_free(repeats);
}

Test(repeats, no_memory_is_told_and_nothing_leaks, .init = make_folder, .fini = remove_folder)
{
    for (size_t countdown = 1; countdown < 30; countdown++) {
        struct repeats *repeats = NULL;
        const struct repeat *items = NULL;
        size_t count = 0;
        size_t total = 0;
        mem_test_fail_after(countdown);
        enum err err = repeats_new(folder, &repeats, NULL);
        for (int64_t row = 2; err == ERR_OK && row < 40000; row++) {
            const struct repeat_seen seen = {.recipient = 1 + (uint64_t)row / 2, .row = row};
            err = repeats_add(repeats, &seen, NULL);
        }
        if (err == ERR_OK)
            err = repeats_finish(repeats, &items, &count, &total, NULL);
        mem_test_fail_after(0);
        cr_assert(err == ERR_OK || err == ERR_NOMEM);
        repeats_free(repeats);
    }
}

Test(repeats, a_folder_that_cannot_be_written_is_told)
{
    struct repeats *repeats = NULL;
    struct error error = {0};
    enum err err = repeats_new("/nowhere/at/all", &repeats, NULL);
    for (int64_t row = 2; err == ERR_OK && row < 40000; row++) {
        const struct repeat_seen seen = {.recipient = (uint64_t)row, .row = row};
        err = repeats_add(repeats, &seen, &error);
    }
    cr_assert_eq(err, ERR_IO);
    cr_assert_str_eq(error.where, "/nowhere/at/all");
    repeats_free(repeats);
}
