/* Clocks and the texts of times. */
#include "src/base/clock.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t read_clock(clockid_t which)
{
    struct timespec now = {0};
    clock_gettime(which, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_now_ms(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t clock_monotonic_ms(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

/* Rounds down, also before 1970. */
static time_t seconds_of(int64_t ms, int *ret_millis)
{
    int64_t seconds = ms / 1000;
    int64_t millis = ms % 1000;
    if (millis < 0) {
        millis += 1000;
        seconds--;
    }
    *ret_millis = (int)millis;
    return (time_t)seconds;
}

static bool year_is_printable(const struct tm *parts)
{
    return parts->tm_year >= -1900 && parts->tm_year <= 9999 - 1900;
}

void clock_format_utc(int64_t ms, char text[CLOCK_TEXT_SIZE])
{
    int millis = 0;
    time_t seconds = seconds_of(ms, &millis);
    struct tm parts;
    text[0] = '\0';
    if (gmtime_r(&seconds, &parts) == NULL || !year_is_printable(&parts))
        return;
    /* Not strftime: its %Y writes the year 5 with one digit. */
    int wanted = snprintf(text, CLOCK_TEXT_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                          parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
                          parts.tm_min, parts.tm_sec, millis);
    if (wanted < 0 || wanted >= CLOCK_TEXT_SIZE)
        text[0] = '\0';
}

bool clock_local_parts(int64_t ms, struct tm *ret_parts)
{
    int millis = 0;
    time_t seconds = seconds_of(ms, &millis);
    return localtime_r(&seconds, ret_parts) != NULL && year_is_printable(ret_parts);
}

void clock_format_local(int64_t ms, char text[CLOCK_TEXT_SIZE])
{
    struct tm parts;
    text[0] = '\0';
    if (!clock_local_parts(ms, &parts))
        return;
    int wanted =
        snprintf(text, CLOCK_TEXT_SIZE, "%04d-%02d-%02d %02d:%02d:%02d", parts.tm_year + 1900,
                 parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    if (wanted < 0 || wanted >= CLOCK_TEXT_SIZE)
        text[0] = '\0';
}

/* Days from 1970-01-01 to a date of the Gregorian calendar (the usual civil algorithm). */
static int64_t days_from_civil(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static bool take_digits(const char **at, int count, int *ret_value)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (!isdigit((unsigned char)**at))
            return false;
        value = value * 10 + (**at - '0');
        (*at)++;
    }
    *ret_value = value;
    return true;
}

static bool take_char(const char **at, const char *allowed)
{
    if (**at == '\0' || strchr(allowed, **at) == NULL)
        return false;
    (*at)++;
    return true;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static bool take_fraction(const char **at, int *ret_millis)
{
    *ret_millis = 0;
    if (**at != '.' && **at != ',')
        return true;
    (*at)++;
    int scale = 100;
    if (!isdigit((unsigned char)**at))
        return false;
    for (; isdigit((unsigned char)**at); (*at)++, scale /= 10)
        *ret_millis += (**at - '0') * scale;
    return true;
}

static bool take_zone(const char **at, int *ret_minutes)
{
    *ret_minutes = 0;
    if (take_char(at, "Zz"))
        return true;
    int sign = **at == '-' ? -1 : 1;
    int hours = 0;
    int minutes = 0;
    if (!take_char(at, "+-") || !take_digits(at, 2, &hours))
        return false;
    (void)take_char(at, ":");
    if (!take_digits(at, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *ret_minutes = sign * (hours * 60 + minutes);
    return true;
}

bool clock_parse_utc(const char *text, int64_t *ret_ms)
{
    const char *at = text;
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millis = 0, zone = 0;
    if (!take_digits(&at, 4, &year) || !take_char(&at, "-") || !take_digits(&at, 2, &month) ||
        !take_char(&at, "-") || !take_digits(&at, 2, &day) || !take_char(&at, "Tt ") ||
        !take_digits(&at, 2, &hour) || !take_char(&at, ":") || !take_digits(&at, 2, &minute))
        return false;
    if (take_char(&at, ":") && (!take_digits(&at, 2, &second) || !take_fraction(&at, &millis)))
        return false;
    if (!take_zone(&at, &zone) || *at != '\0')
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) || hour > 23 ||
        minute > 59 || second > 60)
        return false;
    int64_t seconds =
        days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
    *ret_ms = (seconds - (int64_t)zone * 60) * 1000 + millis;
    return true;
}
