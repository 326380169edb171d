/* Times as the operator's locale writes them. */
#include "src/base/local_time.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum part { PART_YEAR, PART_MONTH, PART_DAY, PART_COUNT };

struct date_style {
    enum part order[PART_COUNT];
    char separator;
};

static const struct date_style iso_style = {{PART_YEAR, PART_MONTH, PART_DAY}, '-'};

static bool part_of(char letter, enum part *ret_part)
{
    static const char *const letters[PART_COUNT] = {
        [PART_YEAR] = "yYCG", [PART_MONTH] = "mbBh", [PART_DAY] = "de"};
    for (int i = 0; i < PART_COUNT; i++)
        if (strchr(letters[i], letter) != NULL) {
            *ret_part = (enum part)i;
            return true;
        }
    return false;
}

/* Flags and the modifiers of strftime() between '%' and its letter: "%-d", "%Oy". */
static const char *letter_of(const char *percent)
{
    return percent + 1 + strspn(percent + 1, "-_0^#EO");
}

static struct date_style style_of(const char *format)
{
    struct date_style style = {.separator = '\0'};
    int count = 0;
    if (strcmp(format, "%D") == 0)
        format = "%m/%d/%y";
    for (const char *at = strchr(format, '%'); at != NULL; at = strchr(at, '%')) {
        const char *letter = letter_of(at);
        if (*letter == '\0')
            break;
        if (count < PART_COUNT && part_of(*letter, &style.order[count]))
            count++;
        at = letter + 1;
        if (style.separator == '\0' && count == 1 && *at != '\0' && strchr("/.-", *at) != NULL)
            style.separator = *at;
    }
    bool is_whole = count == PART_COUNT && style.order[0] != style.order[1] &&
                    style.order[1] != style.order[2] && style.order[0] != style.order[2];
    if (!is_whole)
        return iso_style;
    if (style.separator == '\0') /* words, or signs of their own: the year leads as in ISO 8601 */
        style.separator = style.order[0] == PART_YEAR ? '-' : '/';
    return style;
}

static struct date_style locale_style(void)
{
    const char *name = setlocale(LC_TIME, NULL);
    bool has_wish = name != NULL && strcmp(name, "C") != 0 && strncmp(name, "C.", 2) != 0 &&
                    strcmp(name, "POSIX") != 0;
    return has_wish ? style_of(nl_langinfo(D_FMT)) : iso_style;
}

/* The parts that are asked for, in the order of the style. */
static int write_parts(const struct tm *parts, const bool wanted[PART_COUNT], char *text)
{
    struct date_style style = locale_style();
    int length = 0;
    for (int i = 0; i < PART_COUNT; i++) {
        enum part part = style.order[i];
        if (!wanted[part])
            continue;
        if (length > 0)
            text[length++] = style.separator;
        int value = part == PART_YEAR    ? parts->tm_year + 1900
                    : part == PART_MONTH ? parts->tm_mon + 1
                                         : parts->tm_mday;
        length += snprintf(text + length, (size_t)(CLOCK_TEXT_SIZE - length), "%0*d",
                           part == PART_YEAR ? 4 : 2, value);
    }
    return length;
}

void local_time_format(int64_t ms, enum local_time_shape shape, char text[CLOCK_TEXT_SIZE])
{
    static const struct {
        bool parts[PART_COUNT];
        bool has_minute;
        bool has_second;
    } shapes[LOCAL_TIME_SHAPE_COUNT] = {
        [LOCAL_DATE_TIME] = {{true, true, true}, true, true},
        [LOCAL_DATE] = {{true, true, true}, false, false},
        [LOCAL_DAY_MINUTE] = {{[PART_MONTH] = true, [PART_DAY] = true}, true, false},
        [LOCAL_DAY] = {{[PART_MONTH] = true, [PART_DAY] = true}, false, false},
        [LOCAL_MONTH] = {{[PART_YEAR] = true, [PART_MONTH] = true}, false, false},
        [LOCAL_TIME] = {{false}, true, true},
    };
    struct tm parts;
    text[0] = '\0';
    if (!clock_local_parts(ms, &parts))
        return;
    int length = write_parts(&parts, shapes[shape].parts, text);
    if (length > 0 && shapes[shape].has_minute)
        text[length++] = ' ';
    size_t left = (size_t)(CLOCK_TEXT_SIZE - length);
    if (shapes[shape].has_second)
        snprintf(text + length, left, "%02d:%02d:%02d", parts.tm_hour, parts.tm_min, parts.tm_sec);
    else if (shapes[shape].has_minute)
        snprintf(text + length, left, "%02d:%02d", parts.tm_hour, parts.tm_min);
}

static bool read_digits(const char *text, int count, int *ret_value)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (text[i] - '0');
    }
    *ret_value = value;
    return true;
}

static bool read_as(const struct date_style *style, const char *text, int values[PART_COUNT])
{
    for (int i = 0; i < PART_COUNT; i++) {
        int digits = style->order[i] == PART_YEAR ? 4 : 2;
        if (i > 0 && *text++ != style->separator)
            return false;
        if (!read_digits(text, digits, &values[style->order[i]]))
            return false;
        text += digits;
    }
    return true;
}

bool local_date_read(const char *text, int *ret_year, int *ret_month, int *ret_day)
{
    int values[PART_COUNT] = {0};
    struct date_style style = locale_style();
    if (!read_as(&iso_style, text, values) && !read_as(&style, text, values))
        return false;
    *ret_year = values[PART_YEAR];
    *ret_month = values[PART_MONTH];
    *ret_day = values[PART_DAY];
    return true;
}

const char *local_date_of(const char *iso, char text[CLOCK_TEXT_SIZE])
{
    static const bool all[PART_COUNT] = {true, true, true};
    int values[PART_COUNT] = {0};
    if (strlen(iso) != LOCAL_DATE_LENGTH || !read_as(&iso_style, iso, values))
        return iso;
    struct tm parts = {.tm_year = values[PART_YEAR] - 1900,
                       .tm_mon = values[PART_MONTH] - 1,
                       .tm_mday = values[PART_DAY]};
    write_parts(&parts, all, text);
    return text;
}
