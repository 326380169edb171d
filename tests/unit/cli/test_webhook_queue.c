/* The queue between the server's thread and the writer: order, bounds, wake-ups. */
#include "src/cli/webhook_queue.h"

#include <criterion/criterion.h>
#include <poll.h>

#include "src/cli/status_apply.h"

static struct webhook_queue queue;

static void init(void)
{
    cr_assert_eq(webhook_queue_init(&queue, NULL), ERR_OK);
}

static void fini(void)
{
    webhook_queue_release(&queue);
}

TestSuite(webhook_queue, .init = init, .fini = fini);

static bool push(size_t bytes)
{
    struct webhook_item *item = webhook_item_new();
    cr_assert_not_null(item);
    item->bytes = bytes;
    if (webhook_queue_push(&queue, item))
        return true;
    webhook_item_free(item);
    return false;
}

static bool is_readable(void)
{
    struct pollfd waiting = {.fd = webhook_queue_fd(&queue), .events = POLLIN};
    return poll(&waiting, 1, 0) == 1;
}

Test(webhook_queue, first_in_first_out)
{
    cr_expect_null(webhook_queue_pop(&queue));
    cr_expect_not(is_readable());
    for (size_t i = 1; i <= 3; i++)
        cr_expect(push(i));
    cr_expect(is_readable());
    webhook_queue_clear_fd(&queue);
    cr_expect_not(is_readable());
    for (size_t i = 1; i <= 3; i++) {
        struct webhook_item *item = webhook_queue_pop(&queue);
        cr_assert_not_null(item);
        cr_expect_eq(item->bytes, i);
        webhook_item_free(item);
    }
    cr_expect_null(webhook_queue_pop(&queue));
}

Test(webhook_queue, so_many_and_no_more)
{
    for (size_t i = 0; i < WEBHOOK_QUEUE_BODIES; i++)
        cr_assert(push(1));
    cr_expect_not(push(1));
    webhook_item_free(webhook_queue_pop(&queue));
    cr_expect(push(1), "there is room again");
}

Test(webhook_queue, so_much_and_no_more)
{
    for (size_t i = 0; i < WEBHOOK_QUEUE_BYTES / WEBHOOK_BODY_MAX; i++)
        cr_assert(push(WEBHOOK_BODY_MAX));
    cr_expect_not(push(1));
    webhook_item_free(webhook_queue_pop(&queue));
    cr_expect(push(WEBHOOK_BODY_MAX));
}

Test(webhook_queue, refusals_are_counted_and_wake)
{
    size_t refused[REFUSED_COUNT];
    webhook_queue_refuse(&queue, REFUSED_UNSIGNED);
    webhook_queue_refuse(&queue, REFUSED_UNSIGNED);
    webhook_queue_refuse(&queue, REFUSED_FULL);
    cr_expect(is_readable());
    webhook_queue_refusals(&queue, refused);
    cr_expect_eq(refused[REFUSED_UNSIGNED], 2);
    cr_expect_eq(refused[REFUSED_WRONG_SIGNATURE], 0);
    cr_expect_eq(refused[REFUSED_FULL], 1);
}

Test(webhook_queue, words_of_the_platform)
{
    static const struct {
        const char *word;
        enum send_state state;
    } rows[] = {{"sent", SEND_SENT},   {"DELIVERED", SEND_DELIVERED}, {"Read", SEND_READ},
                {"played", SEND_READ}, {"PLAYED", SEND_READ},         {"failed", SEND_FAILED}};
    static const char *const others[] = {"", "play", "playeds", "accepted", "unknown", "deleted"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        enum send_state state = SEND_STATE_COUNT;
        cr_expect(status_word_parse(rows[i].word, &state), "%s", rows[i].word);
        cr_expect_eq(state, rows[i].state);
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        enum send_state state = SEND_STATE_COUNT;
        cr_expect_not(status_word_parse(others[i], &state), "%s", others[i]);
    }
}
