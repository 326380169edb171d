/* Dates and counts as the locales of the table write them. LOCPATH: tests/support/locales.sh. */
#include "src/base/local_count.h"
#include "src/base/local_time.h"

#include <criterion/criterion.h>
#include <locale.h>

static const int64_t moment = INT64_C(1795419185120); /* 2026-11-23T07:33:05.120Z */

static const struct row {
    const char *locale, *times[LOCAL_TIME_SHAPE_COUNT], *counts[3];
} rows[] = {
    {"C.UTF-8",
     {"2026-11-23 07:33:05", "2026-11-23", "11-23 07:33", "11-23", "2026-11", "07:33:05"},
     {"1000", "195517", "5865517"}},
    {"de_DE.UTF-8",
     {"23.11.2026 07:33:05", "23.11.2026", "23.11 07:33", "23.11", "11.2026", "07:33:05"},
     {"1.000", "195.517", "5.865.517"}},
    {"en_US.UTF-8",
     {"11/23/2026 07:33:05", "11/23/2026", "11/23 07:33", "11/23", "11/2026", "07:33:05"},
     {"1,000", "195,517", "5,865,517"}},
    {"hi_IN.UTF-8",
     {"23/11/2026 07:33:05", "23/11/2026", "23/11 07:33", "23/11", "11/2026", "07:33:05"},
     {"1,000", "1,95,517", "58,65,517"}},
    {"ja_JP.UTF-8",
     {"2026-11-23 07:33:05", "2026-11-23", "11-23 07:33", "11-23", "2026-11", "07:33:05"},
     {"1,000", "195,517", "5,865,517"}},
};

static void use_locale(const struct row *row)
{
    if (setlocale(LC_ALL, row->locale) == NULL)
        cr_skip_test("the locale %s is not here", row->locale);
    setlocale(LC_NUMERIC, "C");
}

Test(local, a_time_is_written_in_the_order_of_the_locale)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        use_locale(&rows[i]);
        for (int shape = 0; shape < LOCAL_TIME_SHAPE_COUNT; shape++) {
            char text[CLOCK_TEXT_SIZE];
            local_time_format(moment, (enum local_time_shape)shape, text);
            cr_expect_str_eq(text, rows[i].times[shape], "%s: %s", rows[i].locale, text);
        }
        char text[CLOCK_TEXT_SIZE] = "x";
        local_time_format(INT64_MAX, LOCAL_DATE_TIME, text);
        cr_expect_str_eq(text, "");
    }
}

Test(local, what_is_written_is_read_again)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        use_locale(&rows[i]);
        const char *texts[] = {"2026-11-23", rows[i].times[LOCAL_DATE],
                               rows[i].times[LOCAL_DATE_TIME]};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++) {
            int year = 0, month = 0, day = 0;
            cr_expect(local_date_read(texts[j], &year, &month, &day), "%s", texts[j]);
            cr_expect(year == 2026 && month == 11 && day == 23, "%s", texts[j]);
        }
        static const char *const no_dates[] = {"",           "2026",  "2026-1",
                                               "23-11/2026", "today", "23.11.26"};
        for (size_t j = 0; j < sizeof no_dates / sizeof no_dates[0]; j++) {
            int year = 1, month = 1, day = 1;
            cr_expect_not(local_date_read(no_dates[j], &year, &month, &day), "%s", no_dates[j]);
            cr_expect(year == 1 && month == 1 && day == 1);
        }
        char text[CLOCK_TEXT_SIZE];
        cr_expect_str_eq(local_date_of("2026-11-23", text), rows[i].times[LOCAL_DATE]);
        cr_expect_str_eq(local_date_of("(none)", text), "(none)");
    }
}

Test(local, a_count_has_the_groups_of_the_locale)
{
    static const int64_t counts[] = {1000, 195517, 5865517};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        use_locale(&rows[i]);
        for (size_t j = 0; j < sizeof counts / sizeof counts[0]; j++)
            cr_expect_str_eq(local_count(counts[j]).text, rows[i].counts[j], "%s: %s",
                             rows[i].locale, local_count(counts[j]).text);
        cr_expect_str_eq(local_count(0).text, "0");
        cr_expect_str_eq(local_count(-12345).text, "-12345");
        cr_expect_str_eq(local_count(INT64_MAX).text, "9223372036854775807");
    }
}

Test(local, a_rate_has_the_decimal_sign_of_its_locale)
{
    static const char *const rates[][2] = {{"1246.9", "0.5"},
                                           {"1.246,9", "0,5"},
                                           {"1,246.9", "0.5"},
                                           {"1,246.9", "0.5"},
                                           {"1,246.9", "0.5"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        use_locale(&rows[i]);
        cr_expect_str_eq(local_tenths(12469).text, rates[i][0], "%s: %s", rows[i].locale,
                         local_tenths(12469).text);
        cr_expect_str_eq(local_tenths(5).text, rates[i][1], "%s: %s", rows[i].locale,
                         local_tenths(5).text);
    }
}

Test(local, a_count_is_padded_by_cells)
{
    use_locale(&rows[1]);
    cr_expect_str_eq(local_count_in(1234, 9).text, "    1.234");
    cr_expect_str_eq(local_count_in(7, 0).text, "7");
    cr_expect_str_eq(local_count_in(7, 1000).text, "                    7");
    if (setlocale(LC_ALL, "fr_FR.UTF-8") == NULL)
        cr_skip_test("the locale is not here");
    cr_expect_str_eq(local_count_in(5865517, 10).text, " 5\u202f865\u202f517");
}
