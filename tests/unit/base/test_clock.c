/* Times and their texts. */
#include "src/base/clock.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MS_PER_DAY = 86400000 };

static const int64_t first_ms = INT64_C(-62167219200000); /* 0000-01-01 */
static const int64_t last_ms = INT64_C(253402300799999);  /* 9999-12-31T23:59:59.999 */

/* xorshift64*: the same numbers in every run. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static void assert_round_trip(int64_t ms)
{
    char text[CLOCK_TEXT_SIZE];
    int64_t back = -1;
    clock_format_utc(ms, text);
    cr_assert(clock_parse_utc(text, &back), "%lld: %s", (long long)ms, text);
    cr_assert_eq(back, ms, "%lld: %s: %lld", (long long)ms, text, (long long)back);
}

Test(clock, round_trip_of_random_times_of_all_years)
{
    uint64_t state = 20261123;
    for (int i = 0; i < 20000; i++)
        assert_round_trip(first_ms +
                          (int64_t)(next_random(&state) % (uint64_t)(last_ms - first_ms + 1)));
    assert_round_trip(first_ms);
    assert_round_trip(last_ms);
    assert_round_trip(0);
    assert_round_trip(-1);
}

Test(clock, round_trip_of_every_day_of_four_centuries)
{
    for (int64_t day = 0; day <= 146097; day++)
        assert_round_trip((day - 73000) * MS_PER_DAY + 1);
}

Test(clock, known_texts)
{
    static const struct {
        int64_t ms;
        const char *text;
    } rows[] = {
        {0, "1970-01-01T00:00:00.000Z"},
        {-1, "1969-12-31T23:59:59.999Z"},
        {INT64_C(951782400000), "2000-02-29T00:00:00.000Z"},
        {INT64_C(1795419185120), "2026-11-23T07:33:05.120Z"},
        {INT64_C(-62009366400001), "0004-12-31T23:59:59.999Z"},
        {INT64_C(253402300799999), "9999-12-31T23:59:59.999Z"},
        {INT64_C(253402300800000), ""},
        {INT64_C(-62167219200001), ""},
        {INT64_MAX, ""},
        {INT64_MIN, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[CLOCK_TEXT_SIZE];
        clock_format_utc(rows[i].ms, text);
        cr_assert_str_eq(text, rows[i].text);
    }
}

Test(clock, forms_that_are_read)
{
    static const struct {
        const char *text;
        int64_t ms;
    } rows[] = {
        {"2026-11-23T07:33:05Z", INT64_C(1795419185000)},
        {"2026-11-23t07:33:05z", INT64_C(1795419185000)},
        {"2026-11-23 07:33:05Z", INT64_C(1795419185000)},
        {"2026-11-23T07:33Z", INT64_C(1795419180000)},
        {"2026-11-23T07:33:05.1Z", INT64_C(1795419185100)},
        {"2026-11-23T07:33:05,12Z", INT64_C(1795419185120)},
        {"2026-11-23T07:33:05.1239999Z", INT64_C(1795419185123)},
        {"2026-11-23T08:33:05+01:00", INT64_C(1795419185000)},
        {"2026-11-23T13:03:05+0530", INT64_C(1795419185000)},
        {"2026-11-22T23:33:05-08:00", INT64_C(1795419185000)},
        {"2016-12-31T23:59:60Z", INT64_C(1483228800000)},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t ms = -1;
        cr_assert(clock_parse_utc(rows[i].text, &ms), "%s", rows[i].text);
        cr_assert_eq(ms, rows[i].ms, "%s: %lld", rows[i].text, (long long)ms);
    }
}

Test(clock, forms_that_are_refused)
{
    static const char *const rows[] = {
        "",
        "2026",
        "2026-11-23",
        "2026-11-23T07:33:05",
        "2026-00-23T07:33:05Z",
        "2026-13-23T07:33:05Z",
        "2026-11-00T07:33:05Z",
        "2026-11-31T07:33:05Z",
        "2026-02-29T07:33:05Z",
        "1900-02-29T07:33:05Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T07:60:05Z",
        "2026-11-23T07:33:61Z",
        "2026-11-23T07:33:05.Z",
        "2026-11-23T07:33:05+24:00",
        "2026-11-23T07:33:05+01:60",
        "2026-11-23T07:33:05+01",
        "2026-11-23T07:33:05ZZ",
        " 2026-11-23T07:33:05Z",
        "2026-11-23T07:33:05Z ",
        "26-11-23T07:33:05Z",
        "2026/11/23T07:33:05Z",
        "2026-11-23T-7:33:05Z",
        "2026-11-23T07:33:05 Z",
        "now",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t ms = 7;
        cr_assert_not(clock_parse_utc(rows[i], &ms), "%s", rows[i]);
        cr_assert_eq(ms, 7, "%s", rows[i]);
    }
}

Test(clock, every_prefix_of_a_good_time_is_refused)
{
    static const char good[] = "2026-11-23T07:33:05.120+01:00";
    for (size_t length = 0; length < sizeof good - 1; length++) {
        char text[CLOCK_TEXT_SIZE];
        int64_t ms = 0;
        snprintf(text, sizeof text, "%.*s", (int)length, good);
        cr_assert_not(clock_parse_utc(text, &ms), "%s", text);
    }
}

Test(clock, local_texts_follow_the_time_zone)
{
    char text[CLOCK_TEXT_SIZE];
    setenv("TZ", "IST-5:30", 1);
    tzset();
    clock_format_local(INT64_C(1795419185120), text);
    cr_assert_str_eq(text, "2026-11-23 13:03:05");
    clock_format_local(INT64_MAX, text);
    cr_assert_str_eq(text, "");
}

Test(clock, the_clocks_run)
{
    int64_t before = clock_monotonic_ms();
    cr_assert_gt(clock_now_ms(), INT64_C(1600000000000));
    cr_assert_geq(clock_monotonic_ms(), before);
}
