/* Reads how long the server asks to wait. A hint is a wish of a stranger: it is capped. */
#include "src/chakra/reply_hint.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"

static const int64_t hint_max_ms = 24 * 60 * 60 * (int64_t)1000;

static int64_t cap(int64_t ms)
{
    return ms > hint_max_ms ? hint_max_ms : ms;
}

/* A decimal number with up to three decimals, in thousandths; stays at the cap when it is huge. */
static bool read_thousandths(const char *text, const char **ret_end, int64_t *ret_value)
{
    const char *at = text;
    int64_t value = 0;
    for (; *at >= '0' && *at <= '9'; at++)
        value = value > hint_max_ms ? value : value * 10 + (*at - '0');
    if (at == text)
        return false;
    value *= 1000;
    if (*at == '.') {
        int64_t unit = 100;
        for (at++; *at >= '0' && *at <= '9'; at++, unit /= 10)
            value += (*at - '0') * unit;
    }
    *ret_end = at;
    *ret_value = value;
    return true;
}

/* "Wed, 21 Oct 2015 07:28:00 GMT" (RFC 9110): read by hand, since strptime follows the locale. */
bool reply_read_http_date(const char *text, int64_t *ret_ms)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int day = 0;
    int year = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    char month[4] = "";
    /* NOLINTNEXTLINE(cert-err34-c): bounded by the widths, and the caller checks the ranges */
    if (sscanf(text, "%*3s, %2d %3s %4d %2d:%2d:%2d GMT", &day, month, &year, &hour, &minute,
               &second) != 6)
        return false;
    const char *place = strlen(month) == 3 ? strstr(months, month) : NULL;
    if (place == NULL || (place - months) % 3 != 0)
        return false;
    char iso[64];
    snprintf(iso, sizeof iso, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, (int)(place - months) / 3 + 1,
             day, hour, minute, second);
    return clock_parse_utc(iso, ret_ms);
}

int64_t reply_hint_from_header(const char *value, int64_t now_ms)
{
    if (value == NULL)
        return -1;
    value += strspn(value, " \t");
    const char *end = NULL;
    int64_t ms = 0;
    if (read_thousandths(value, &end, &ms))
        return end[strspn(end, " \t")] == '\0' ? cap(ms) : -1;
    if (!reply_read_http_date(value, &ms))
        return -1;
    return ms <= now_ms ? 0 : cap(ms - now_ms);
}

static int64_t read_hint(const cJSON *node, bool is_ms)
{
    int64_t thousandths = 0;
    const char *end = NULL;
    if (cJSON_IsNumber(node)) {
        double value = node->valuedouble * (is_ms ? 1.0 : 1000.0);
        if (!(value >= 0.0))
            return -1;
        return value > (double)hint_max_ms ? hint_max_ms : (int64_t)value;
    }
    if (!cJSON_IsString(node) || !read_thousandths(node->valuestring, &end, &thousandths) ||
        *end != '\0')
        return -1;
    return cap(is_ms ? thousandths / 1000 : thousandths);
}

int64_t reply_hint_from_json(const cJSON *root)
{
    static const char *const places[] = {
        "", "_meta", "_errors.0", "error", "error.error_data", "_data", "_data.error", "errors.0"};
    static const struct {
        const char *name;
        bool is_ms;
    } names[] = {{"retry_after_ms", true},
                 {"retryAfterMs", true},
                 {"retry_after", false},
                 {"retryAfter", false}};
    for (size_t place = 0; place < COUNT_OF(places); place++) {
        const cJSON *object = json_path(root, places[place]);
        for (size_t name = 0; cJSON_IsObject(object) && name < COUNT_OF(names); name++) {
            int64_t ms = read_hint(json_path(object, names[name].name), names[name].is_ms);
            if (ms >= 0)
                return ms;
        }
    }
    return -1;
}

int64_t reply_hint_from_text(const char *text)
{
    static const char phrase[] = "retry after ";
    for (const char *at = text; at != NULL && *at != '\0'; at++) {
        if (strncasecmp(at, phrase, sizeof phrase - 1) != 0)
            continue;
        const char *end = NULL;
        int64_t thousandths = 0;
        if (!read_thousandths(at + sizeof phrase - 1, &end, &thousandths))
            continue;
        end += strspn(end, " ");
        if (strncasecmp(end, "ms", 2) == 0 || strncasecmp(end, "milli", 5) == 0)
            return cap(thousandths / 1000);
        if (*end == 's' || *end == 'S')
            return cap(thousandths);
    }
    return -1;
}
