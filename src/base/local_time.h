/*
 * Times for people to read, in the time zone of the process and with the date as
 * LC_TIME writes it: the order of day, month and year and what stands between
 * them are taken from nl_langinfo(D_FMT), names of days, two-digit years and other
 * digits are not. So a date always has ten characters, columns stay aligned, and
 * what is read can be typed again. In the locales C and POSIX it is ISO 8601.
 * The time of day has 24 hours everywhere.
 *
 * For what is kept, sent or exported: clock.h. Any thread, once the locale is set.
 */
#ifndef CHAKRA_BASE_LOCAL_TIME_H
#define CHAKRA_BASE_LOCAL_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "src/base/clock.h"

enum { LOCAL_DATE_LENGTH = 10 };

enum local_time_shape {
    LOCAL_DATE_TIME,  /* 2026-11-23 10:42:11   23.11.2026 10:42:11   11/23/2026 10:42:11 */
    LOCAL_DATE,       /* 2026-11-23            23.11.2026            11/23/2026 */
    LOCAL_DAY_MINUTE, /* 11-23 10:42           23.11 10:42           11/23 10:42 */
    LOCAL_DAY,        /* 11-23                 23.11                 11/23 */
    LOCAL_MONTH,      /* 2026-11               11.2026               11/2026 */
    LOCAL_TIME,       /* 10:42:11 */
    LOCAL_TIME_SHAPE_COUNT,
};

/* Years outside 0..9999 give "". */
void local_time_format(int64_t ms, enum local_time_shape shape, char text[CLOCK_TEXT_SIZE]);

/* What is written "2026-11-23", in `text` as LC_TIME writes it; what is no date, itself. */
const char *local_date_of(const char *iso, char text[CLOCK_TEXT_SIZE]);

/*
 * The ten characters at `text` as a date, in ISO 8601 or as LC_TIME writes it. Whether there is
 * such a day is not looked at. False, and nothing written, when they are neither.
 */
bool local_date_read(const char *text, int *ret_year, int *ret_month, int *ret_day);

#endif
