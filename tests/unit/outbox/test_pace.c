/* Which outcomes are tried again, when, and how often. */
#include "src/outbox/pace.h"

#include <criterion/criterion.h>

static const struct outcome throttled = {
    .err = ERR_THROTTLED, .may_retry = true, .retry_after_ms = -1};

static struct outcome with_hint(int64_t hint_ms)
{
    struct outcome outcome = throttled;
    outcome.retry_after_ms = hint_ms;
    return outcome;
}

Test(pace, what_may_not_be_repeated_never_is)
{
    struct outcome unknown = {.err = ERR_UNKNOWN, .may_retry = false, .retry_after_ms = 10};
    int64_t wait = -5;
    cr_assert(!pace_next_attempt(&unknown, 1, 100, 0, &wait));
}

Test(pace, attempts_are_counted)
{
    int64_t wait = 0;
    cr_expect(pace_next_attempt(&throttled, 1, 3, 0, &wait));
    cr_expect(pace_next_attempt(&throttled, 2, 3, 0, &wait));
    cr_expect(!pace_next_attempt(&throttled, 3, 3, 0, &wait));
    cr_expect(!pace_next_attempt(&throttled, 1, 1, 0, &wait));
    cr_expect(!pace_next_attempt(&throttled, 1, 0, 0, &wait));
}

Test(pace, the_hint_is_never_undercut)
{
    struct outcome outcome = with_hint(2000);
    for (uint32_t chance = 0; chance < 2000; chance += 7) {
        int64_t wait = 0;
        cr_assert(pace_next_attempt(&outcome, 1, 3, chance, &wait));
        cr_assert(wait >= 2000 && wait < 2250);
    }
}

Test(pace, a_hint_of_hours_is_for_the_operator)
{
    struct outcome outcome = with_hint(60 * 60 * 1000);
    int64_t wait = 0;
    cr_assert(!pace_next_attempt(&outcome, 1, 3, 0, &wait));
}

Test(pace, without_a_hint_the_wait_doubles_up_to_a_minute)
{
    static const int64_t most[] = {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000};
    for (long attempt = 1; attempt <= 9; attempt++) {
        for (uint32_t chance = 0; chance < 100000; chance += 997) {
            int64_t wait = 0;
            cr_assert(pace_next_attempt(&throttled, attempt, 100, chance, &wait));
            cr_assert(wait >= most[attempt - 1] / 2 && wait <= most[attempt - 1], "%ld: %ld",
                      attempt, (long)wait);
        }
    }
}
