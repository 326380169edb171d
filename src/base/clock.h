/*
 * Time: milliseconds since 1970-01-01 UTC for records, milliseconds of the
 * monotonic clock for durations, and their texts. Any thread.
 */
#ifndef CHAKRA_BASE_CLOCK_H
#define CHAKRA_BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

enum { CLOCK_TEXT_SIZE = 32 };

int64_t clock_now_ms(void);       /* can jump: never use it for a duration */
int64_t clock_monotonic_ms(void); /* since some fixed moment of this boot */

/* "2026-11-23T07:33:05.120Z"; years outside 0..9999 give "". */
void clock_format_utc(int64_t ms, char text[CLOCK_TEXT_SIZE]);
/* "2026-11-23 08:33:05" in the time zone of the process, whatever the locale; for people,
 * local_time.h has times as they write them. */
void clock_format_local(int64_t ms, char text[CLOCK_TEXT_SIZE]);

/* The calendar and the clock of the time zone; false for years outside 0..9999. */
bool clock_local_parts(int64_t ms, struct tm *ret_parts);

/* ISO 8601 / RFC 3339 with date, time and zone ("Z" or +hh:mm); seconds may have a fraction. */
bool clock_parse_utc(const char *text, int64_t *ret_ms);

#endif
