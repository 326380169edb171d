/* The pace with a clock of the test's own: rates, gaps, many senders, long runs. */
#include "src/outbox/pacer.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"

static struct pacer pacer;

static void setup(void)
{
    pacer_init(&pacer);
}

static void teardown(void)
{
    pacer_release(&pacer);
}

TestSuite(pacer, .init = setup, .fini = teardown);

static struct pacer_send send_to(const char *recipient, long rate, long gap_ms)
{
    return (struct pacer_send){
        .sender = "106540352242922", .recipient = recipient, .rate = rate, .pair_gap_ms = gap_ms};
}

Test(pacer, no_limits_no_waits)
{
    struct pacer_send send = send_to("15550001234", 0, 0);
    for (int i = 0; i < 100; i++) {
        cr_assert_eq(pacer_wait_ms(&pacer, &send, 5, NULL), 0);
        cr_assert(pacer_mark(&pacer, &send, 5));
    }
    cr_expect_eq(pacer.count, 0);
}

Test(pacer, one_recipient_every_six_seconds)
{
    struct pacer_send send = send_to("15550001234", 0, 6000);
    struct pacer_send other = send_to("15550001235", 0, 6000);
    const char *reason = NULL;
    cr_expect_eq(pacer_wait_ms(&pacer, &send, 1000, NULL), 0);
    cr_assert(pacer_mark(&pacer, &send, 1000));
    cr_expect_eq(pacer_wait_ms(&pacer, &send, 1000, &reason), 6000);
    cr_expect_not_null(strstr(reason, "6 s"));
    cr_expect_eq(pacer_wait_ms(&pacer, &send, 6999, NULL), 1);
    cr_expect_eq(pacer_wait_ms(&pacer, &send, 7000, NULL), 0);
    cr_expect_eq(pacer_wait_ms(&pacer, &other, 1000, NULL), 0);
    other = send;
    other.sender = "999";
    cr_expect_eq(pacer_wait_ms(&pacer, &other, 1000, NULL), 0);
}

/* However often it is asked, in any second no more go than the rate says. */
Test(pacer, the_rate_is_kept)
{
    static const long rates[] = {1, 3, 20, 80, 999, 1000};
    for (size_t r = 0; r < COUNT_OF(rates); r++) {
        pacer_release(&pacer);
        long sent = 0;
        for (int64_t now = 0; now < 3000; now++) {
            char recipient[24];
            snprintf(recipient, sizeof recipient, "1555%lld", (long long)now);
            struct pacer_send send = send_to(recipient, rates[r], 0);
            if (pacer_wait_ms(&pacer, &send, now, NULL) > 0)
                continue;
            cr_assert(pacer_mark(&pacer, &send, now));
            sent++;
        }
        cr_expect_leq(sent, 3 * rates[r]);
        cr_expect_geq(sent, rates[r] < 500 ? 3 * rates[r] * 9 / 10 : 3 * 500);
    }
}

Test(pacer, the_longer_wait_counts)
{
    struct pacer_send send = send_to("15550001234", 1, 6000);
    const char *reason = NULL;
    cr_assert(pacer_mark(&pacer, &send, 0));
    cr_expect_eq(pacer_wait_ms(&pacer, &send, 0, NULL), 6000);
    struct pacer_send other = send_to("15550001235", 1, 6000);
    cr_expect_eq(pacer_wait_ms(&pacer, &other, 0, &reason), 1000);
    cr_expect_not_null(strstr(reason, "rate"));
    /* Tried again after a refusal: the recipient got nothing yet. */
    send.pair_gap_ms = 0;
    cr_expect_eq(pacer_wait_ms(&pacer, &send, 1000, NULL), 0);
}

Test(pacer, a_longer_gap_is_not_cut_short_by_a_shorter_one)
{
    struct pacer_send patient = send_to("15550001234", 0, 6000);
    struct pacer_send hasty = send_to("15550001234", 0, 100);
    cr_assert(pacer_mark(&pacer, &patient, 0));
    cr_assert(pacer_mark(&pacer, &hasty, 10));
    cr_expect_eq(pacer_wait_ms(&pacer, &hasty, 10, NULL), 5990);
}

Test(pacer, what_is_over_is_forgotten)
{
    for (int i = 0; i < 100000; i++) {
        char recipient[24];
        snprintf(recipient, sizeof recipient, "1555%07d", i);
        struct pacer_send send = send_to(recipient, 20, 6000);
        cr_assert(pacer_mark(&pacer, &send, (int64_t)i * 50));
        cr_assert_leq(pacer.count, 122); /* 6 s of 20 a second, and the sender */
    }
}

Test(pacer, texts_do_not_run_together)
{
    struct pacer_send send = {.sender = "1", .recipient = "23", .pair_gap_ms = 6000};
    struct pacer_send other = {.sender = "12", .recipient = "3", .pair_gap_ms = 6000};
    struct pacer_send none = {.sender = NULL, .recipient = NULL, .pair_gap_ms = 6000};
    cr_assert(pacer_mark(&pacer, &send, 0));
    cr_expect_eq(pacer_wait_ms(&pacer, &other, 0, NULL), 0);
    cr_expect_eq(pacer_wait_ms(&pacer, &none, 0, NULL), 0);
}

Test(pacer, without_memory_the_send_goes_on)
{
    struct pacer_send send = send_to("15550001234", 20, 6000);
    mem_test_fail_after(1);
    bool marked = pacer_mark(&pacer, &send, 0);
    mem_test_fail_after(0);
    cr_expect_not(marked);
    cr_expect_eq(pacer_wait_ms(&pacer, &send, 0, NULL), 0);
}
