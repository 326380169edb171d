/* The record in memory is whole when copied, and changes as the row does. */
#include "src/outbox/detail.h"

#include <criterion/criterion.h>

#include "src/base/mem.h"

Test(detail, a_copy_shares_nothing)
{
    struct arena first;
    struct arena second;
    arena_init(&first);
    arena_init(&second);
    struct send_detail detail = {
        .row = {.id = 4,
                .uid = arena_strdup(&first, "u"),
                .to = arena_strdup(&first, "1"),
                .batch = arena_strdup(&first, "b")},
        .values = arena_strdup(&first, "{}"),
        .tags = arena_strdup(&first, "t"),
    };
    struct send_detail *copy = detail_copy(&detail, &second);
    arena_release(&first);
    cr_assert_not_null(copy);
    cr_expect_eq(copy->row.id, 4);
    cr_expect_str_eq(copy->row.uid, "u");
    cr_expect_str_eq(copy->row.to, "1");
    cr_expect_str_eq(copy->row.batch, "b");
    cr_expect_str_eq(copy->values, "{}");
    cr_expect_str_eq(copy->tags, "t");
    cr_expect_null(copy->row.wamid);
    arena_release(&second);
}

Test(detail, a_change_leaves_alone_what_it_does_not_name)
{
    struct arena arena;
    arena_init(&arena);
    struct send_detail detail = {.row = {.wamid = "old", .http_status = 500, .latency_ms = 9}};
    const struct send_change change = {.state = SEND_REJECTED,
                                       .error_code = 7,
                                       .error_title = "T",
                                       .latency_ms = -1,
                                       .reply = "abcdef",
                                       .reply_length = 3};
    cr_assert(detail_apply(&detail, &change, &arena));
    cr_expect_eq(detail.row.state, SEND_REJECTED);
    cr_expect_str_eq(detail.row.wamid, "old");
    cr_expect_eq(detail.row.http_status, 500);
    cr_expect_eq(detail.row.latency_ms, 9);
    cr_expect_eq(detail.row.error_code, 7);
    cr_expect_str_eq(detail.error_title, "T");
    cr_expect_str_eq(detail.reply, "abc");
    arena_release(&arena);
}

Test(detail, without_memory_the_state_still_changes)
{
    struct arena arena;
    arena_init(&arena);
    struct send_detail detail = {.row = {.state = SEND_SENDING}};
    const struct send_change change = {.state = SEND_ACCEPTED, .wamid = "wamid.A", .latency_ms = 3};
    mem_test_fail_after(1);
    cr_expect(!detail_apply(&detail, &change, &arena));
    mem_test_fail_after(0);
    cr_expect_eq(detail.row.state, SEND_ACCEPTED);
    cr_expect_null(detail.row.wamid);
    arena_release(&arena);
}
