/* Moments as people write them: dates, times, "2h", "yesterday". */
#include <string.h>
#include <time.h>

#include "src/base/clock.h"
#include "src/base/local_time.h"
#include "src/base/mem.h"
#include "src/history/filter.h"

enum { LONGEST_TIME = 40, FIRST_YEAR = 1970, LAST_YEAR = 9999 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Exactly `count` digits at *at. */
static bool read_number(const char **at, int count, int *ret_number)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (!is_digit((*at)[i]))
            return false;
        number = number * 10 + ((*at)[i] - '0');
    }
    *at += count;
    *ret_number = number;
    return true;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

static int64_t local_ms(struct tm parts)
{
    parts.tm_isdst = -1;
    return (int64_t)mktime(&parts) * 1000;
}

/* The same in summer time or out of it; false when the clock never showed that then. */
static bool local_ms_of(struct tm parts, int is_dst, int64_t *ret_ms)
{
    struct tm shown = parts;
    shown.tm_isdst = is_dst;
    *ret_ms = (int64_t)mktime(&shown) * 1000;
    return shown.tm_isdst == is_dst && shown.tm_hour == parts.tm_hour &&
           shown.tm_min == parts.tm_min;
}

/* A time of day that came twice, when summer time ended, spans from the one to the other. */
static struct filter_span clock_span(struct tm parts, int64_t length_ms)
{
    int64_t summer = 0, winter = 0;
    bool is_twice = local_ms_of(parts, 1, &summer);
    is_twice = local_ms_of(parts, 0, &winter) && is_twice;
    int64_t first = is_twice ? summer : local_ms(parts);
    int64_t last = is_twice ? winter : first;
    return (struct filter_span){first, last + length_ms - 1};
}

/* The day of that moment, or one before, in local time. */
static struct filter_span day_span(int64_t ms, int days_before)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm parts;
    if (localtime_r(&seconds, &parts) == NULL)
        return (struct filter_span){ms, ms};
    struct tm first = {
        .tm_year = parts.tm_year, .tm_mon = parts.tm_mon, .tm_mday = parts.tm_mday - days_before};
    struct tm next = first;
    next.tm_mday++;
    return (struct filter_span){local_ms(first), local_ms(next) - 1};
}

static enum err wrong_time(const char *text, struct error *reterr)
{
    return error_set(reterr, ERR_USAGE,
                     "Write a date such as 2026-11-01 or 2026-11-01T09:30, a span such as 2h, 30m "
                     "or 7d, today or yesterday.",
                     "'%.40s' is no time", text);
}

static enum err no_such_day(const char *text, struct error *reterr)
{
    return error_set(reterr, ERR_USAGE, "Write a day of the calendar, 1970 to 9999.",
                     "there is no day %.10s", text);
}

/* "T09:30" or "T09:30:05" behind a date, in local time. */
static enum err read_clock(const char *text, const char *at, struct tm parts,
                           struct filter_span *ret_span, struct error *reterr)
{
    bool has_seconds = false;
    at++;
    if (!read_number(&at, 2, &parts.tm_hour) || *at++ != ':' || !read_number(&at, 2, &parts.tm_min))
        return wrong_time(text, reterr);
    if (*at == ':') {
        at++;
        has_seconds = true;
        if (!read_number(&at, 2, &parts.tm_sec))
            return wrong_time(text, reterr);
    }
    if (*at != '\0')
        return wrong_time(text, reterr);
    if (parts.tm_hour > 23 || parts.tm_min > 59 || parts.tm_sec > 59)
        return error_set(reterr, ERR_USAGE, "Write a time from 00:00 to 23:59.",
                         "there is no time %.12s", text + 11);
    *ret_span = clock_span(parts, has_seconds ? 1000 : 60000);
    return ERR_OK;
}

static enum err read_date(const char *text, struct filter_span *ret_span, struct error *reterr)
{
    int year = 0, month = 0, day = 0;
    if (!local_date_read(text, &year, &month, &day))
        return wrong_time(text, reterr);
    const char *at = text + LOCAL_DATE_LENGTH;
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month))
        return no_such_day(text, reterr);
    struct tm parts = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
    if (*at == '\0') {
        struct tm next = parts;
        next.tm_mday++;
        *ret_span = (struct filter_span){local_ms(parts), local_ms(next) - 1};
        return ERR_OK;
    }
    int64_t moment = 0;
    if (*at != 'T' && *at != 't' && *at != ' ') /* a blank: as history list prints it */
        return wrong_time(text, reterr);
    if (clock_parse_utc(text, &moment)) { /* with a zone */
        *ret_span = (struct filter_span){moment, moment};
        return ERR_OK;
    }
    return read_clock(text, at, parts, ret_span, reterr);
}

/* "2h": that long ago. */
static bool read_ago(const char *text, int64_t now_ms, struct filter_span *ret_span)
{
    static const struct {
        char unit;
        int64_t ms;
    } units[] = {{'s', 1000}, {'m', 60000}, {'h', 3600000}, {'d', 86400000}, {'w', 604800000}};
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 6 || text[digits] == '\0' || text[digits + 1] != '\0')
        return false;
    int64_t count = 0;
    for (size_t i = 0; i < digits; i++)
        count = count * 10 + (text[i] - '0');
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (units[i].unit == text[digits]) {
            ret_span->first = ret_span->last = now_ms - count * units[i].ms;
            return true;
        }
    return false;
}

enum err filter_read_time(const char *text, size_t length, int64_t now_ms,
                          struct filter_span *ret_span, struct error *reterr)
{
    char copy[LONGEST_TIME + 1] = "";
    memcpy(copy, text, length < LONGEST_TIME ? length : LONGEST_TIME);
    if (length > LONGEST_TIME)
        return wrong_time(copy, reterr);
    if (strcmp(copy, "now") == 0) {
        *ret_span = (struct filter_span){now_ms, now_ms};
        return ERR_OK;
    }
    if (strcmp(copy, "today") == 0 || strcmp(copy, "yesterday") == 0) {
        *ret_span = day_span(now_ms, copy[0] == 'y' ? 1 : 0);
        return ERR_OK;
    }
    if (read_ago(copy, now_ms, ret_span))
        return ERR_OK;
    return read_date(copy, ret_span, reterr);
}
