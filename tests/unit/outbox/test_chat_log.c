/* When a list of messages is read to its end, though nobody says how it is ordered or cut. */
#include "src/outbox/chat_log.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "src/base/mem.h"

static struct chat_log *chats;

static void setup(void)
{
    chats = chat_log_new();
    cr_assert_not_null(chats);
    chats->needed_since = 1000;
}

static void teardown(void)
{
    chat_log_free(chats);
}

TestSuite(chat_log, .init = setup, .fini = teardown);

/* Adds a page of `count` messages with ids from `first` on and times that go down by `step`. */
static bool add(int first, size_t count, int64_t at, int64_t step, int64_t total)
{
    struct chat_message items[64] = {0};
    for (size_t i = 0; i < count; i++) {
        items[i] = (struct chat_message){
            .id = arena_format(&chats->arena, "%zu", (size_t)first + i),
            .wamid = arena_format(&chats->arena, "wamid.%zu", (size_t)first + i),
            .at = at - (int64_t)i * step};
    }
    struct chat_message_page page = {.items = items, .count = count, .total = total};
    bool more = false;
    cr_assert_eq(chat_log_add_page(chats, &page, &more, NULL), ERR_OK);
    return more;
}

Test(chat_log, the_end_is_an_empty_page)
{
    cr_expect(add(0, 5, 9000, 100, -1));
    cr_expect_not(chats->complete);
    cr_expect_not(add(5, 0, 0, 0, -1));
    cr_expect(chats->complete);
    cr_expect_eq(chats->count, 5);
}

Test(chat_log, the_end_is_a_page_that_brings_nothing_new)
{
    cr_expect(add(0, 5, 9000, 100, -1));
    cr_expect_not(add(0, 5, 9000, 100, -1));
    cr_expect(chats->complete);
    cr_expect_eq(chats->count, 5);
}

Test(chat_log, the_end_is_what_the_list_counts)
{
    cr_expect_not(add(0, 5, 9000, 100, 5));
    cr_expect(chats->complete);
}

Test(chat_log, the_end_is_an_older_message_when_the_newest_come_first)
{
    cr_expect_not(add(0, 5, 1300, 100, -1)); /* down to 900 */
    cr_expect(chats->complete);
}

Test(chat_log, an_older_message_says_nothing_when_the_oldest_come_first)
{
    cr_expect(add(0, 5, 100, -100, -1)); /* up to 500 */
    cr_expect_not(chats->complete);
}

Test(chat_log, an_older_message_says_nothing_without_an_order)
{
    cr_expect(add(0, 1, 5000, 0, -1));
    cr_expect(add(1, 1, 6000, 0, -1));
    cr_expect_not(add(2, 1, 500, 0, -1)); /* the third page is the last */
    cr_expect_not(chats->complete);
}

Test(chat_log, one_old_message_shows_no_order)
{
    cr_expect(add(0, 1, 100, 0, -1));
    cr_expect_not(chats->complete);
    cr_expect(add(1, 1, 200, 0, -1));
    cr_expect_not(chats->complete);
}

Test(chat_log, a_message_without_a_time_ends_the_belief_in_an_order)
{
    cr_expect(add(0, 1, 5000, 0, -1));
    cr_expect(add(1, 1, 0, 0, -1));
    cr_expect_not(add(2, 1, 500, 0, -1)); /* the third page is the last */
    cr_expect_not(chats->complete);
}

Test(chat_log, three_pages_are_the_most)
{
    cr_expect(add(0, 50, 90000, 1, -1));
    cr_expect(add(50, 50, 80000, 1, -1));
    cr_expect_not(add(100, 50, 70000, 1, -1));
    cr_expect_not(chats->complete);
    cr_expect_eq(chats->count, 150);
}

Test(chat_log, a_message_that_moved_to_the_next_page_counts_once)
{
    cr_expect(add(0, 5, 9000, 100, -1));
    cr_expect(add(4, 5, 8600, 100, -1));
    cr_expect_eq(chats->count, 9);
}

Test(chat_log, messages_without_ids_are_different_ones)
{
    struct chat_message items[2] = {{.id = "", .wamid = "", .at = 5000},
                                    {.id = "", .wamid = "", .at = 5000}};
    struct chat_message_page page = {.items = items, .count = 2, .unreadable = 1, .total = -1};
    bool more = false;
    cr_assert_eq(chat_log_add_page(chats, &page, &more, NULL), ERR_OK);
    cr_expect_eq(chats->count, 2);
    cr_expect_eq(chats->unreadable, 1);
    cr_expect_eq(chats->listed, 3);
}

Test(chat_log, newest_first)
{
    static const int64_t times[] = {100, 0, 300, 200, 300, 0};
    static const char *const sorted[] = {"2", "4", "3", "0", "1", "5"};
    for (int i = 0; i < (int)COUNT_OF(times); i++)
        add(i, 1, times[i], 0, -1);
    chat_log_sort(chats);
    for (size_t i = 0; i < COUNT_OF(sorted); i++)
        cr_expect_str_eq(chats->messages[i].id, sorted[i], "%zu", i);
}

Test(chat_log, enough_is_enough)
{
    chats->needed = 5;
    cr_expect_not(add(0, 7, 9000, 1, -1));
    cr_expect(chats->complete);
}

Test(chat_log, out_of_memory)
{
    struct chat_message item = {.id = "a", .wamid = "b", .at = 1};
    struct chat_message_page page = {.items = &item, .count = 1, .total = -1};
    bool more = true;
    mem_test_fail_after(1);
    enum err err = chat_log_add_page(chats, &page, &more, NULL);
    struct chat_log *none = chat_log_new();
    mem_test_fail_after(0);
    cr_expect_eq(err, ERR_NOMEM);
    cr_expect_null(none);
    cr_expect_not(more);
}
