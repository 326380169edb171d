/*
 * Recipient numbers as people paste them. Every code point is classed once; what
 * is neither digit nor a usual separator is refused, never skipped silently.
 */
#include "src/whatsapp/phone.h"

#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/whatsapp/ascii.h"
#include "src/whatsapp/calling_code.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

enum { MOST_DIGITS = 15, LEAST_DIGITS = 7, KEPT_DIGITS = 40 };

struct scan {
    char digits[KEPT_DIGITS]; /* more than fit are counted but not kept */
    size_t count;
    bool has_plus;
    bool changed;
    int32_t refused; /* the first code point that cannot stand in a number; 0 for none */
};

/* Decimal digits stand in runs of ten, but for the mathematical ones: five runs without a gap. */
static int digit_value(int32_t code_point)
{
    if (code_point >= 0x1D7CE && code_point <= 0x1D7FF)
        return (code_point - 0x1D7CE) % 10;
    int value = 0;
    while (value < 9 && utf8proc_category(code_point - value - 1) == UTF8PROC_CATEGORY_ND)
        value++;
    return value;
}

static void add_digit(struct scan *scan, int value)
{
    if (scan->count < KEPT_DIGITS)
        scan->digits[scan->count] = (char)('0' + value);
    scan->count++;
}

static bool is_separator(int32_t code_point, utf8proc_category_t category)
{
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_PD ||
           category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP || code_point == 0x2212 || code_point == 0xFF08 ||
           code_point == 0xFF09 ||
           (code_point > 0 && code_point < 0x80 && strchr("./\t\r\n\v\f", code_point) != NULL);
}

/* `(0)` shows the trunk digit of national calls; it never follows a country code. */
static size_t trunk_length(const struct scan *scan, const char *text, size_t length, size_t at)
{
    bool international = scan->has_plus || strncmp(scan->digits, "00", 2) == 0;
    if (!international || scan->count == 0 || length - at < 3)
        return 0;
    return strncmp(text + at, "(0)", 3) == 0 ? 3 : 0;
}

static void scan_code_point(struct scan *scan, int32_t code_point)
{
    if (code_point < 0x80 && ascii_is_digit(code_point)) {
        add_digit(scan, code_point - '0');
    } else if ((code_point == '+' || code_point == 0xFF0B) && scan->count == 0 && !scan->has_plus) {
        scan->has_plus = true;
        scan->changed = scan->changed || code_point != '+';
    } else if (code_point > 0 && code_point < 0x80 && strchr("-() ", code_point) != NULL) {
        return;
    } else if (code_point >= 0x80 && utf8proc_category(code_point) == UTF8PROC_CATEGORY_ND) {
        add_digit(scan, digit_value(code_point));
        scan->changed = true;
    } else if (code_point >= 0 && is_separator(code_point, utf8proc_category(code_point))) {
        scan->changed = true;
    } else if (scan->refused == 0) {
        scan->refused = code_point == 0 ? -1 : code_point;
    }
}

/* A number copied with the link around it. */
static const char *skip_link(const char *text)
{
    static const char *const links[] = {"tel:", "whatsapp:", "https://wa.me/", "http://wa.me/",
                                        "wa.me/"};
    const char *start = text;
    while (ascii_is_blank((unsigned char)*start))
        start++;
    for (size_t i = 0; i < COUNT_OF(links); i++)
        if (ascii_starts_fold(start, links[i]))
            return start + strlen(links[i]);
    return text;
}

static void scan_text(struct scan *scan, const char *text)
{
    const char *start = skip_link(text);
    scan->changed = start != text;
    size_t length = strlen(start);
    for (size_t at = 0; at < length;) {
        size_t trunk = trunk_length(scan, start, length, at);
        if (trunk > 0) {
            at += trunk;
            scan->changed = true;
            continue;
        }
        scan_code_point(scan, utf8_next(start, length, &at));
    }
    if (!scan->has_plus && strncmp(scan->digits, "00", 2) == 0) {
        memmove(scan->digits, scan->digits + 2, sizeof scan->digits - 2);
        scan->count -= 2;
        scan->changed = true;
    }
}

static enum err refuse(const struct scan *scan, struct error *reterr)
{
    static const char example[] = TEXT("Type the whole number with its country code, for example "
                                       "+44 20 7946 0018.");
    if (scan->refused < 0)
        return error_set(reterr, ERR_INVALID, example, "the number has a byte that is not text");
    if (scan->refused > 0) {
        char sign[5] = {0};
        utf8proc_encode_char(scan->refused, (utf8proc_uint8_t *)sign);
        if (scan->refused < 0x20)
            snprintf(sign, sizeof sign, "?");
        return error_set(reterr, ERR_INVALID, "Remove everything but the number.",
                         "\"%s\" cannot stand in a phone number", sign);
    }
    if (scan->count == 0)
        return error_set(reterr, ERR_INVALID, example, "the number has no digits");
    if (scan->digits[0] == '0')
        return error_set(reterr, ERR_INVALID,
                         "Put the country code in front in place of the 0, for example +44.",
                         "the number begins with 0, so its country is not known");
    if (scan->count < LEAST_DIGITS)
        return error_set(reterr, ERR_INVALID, example, "the number has only %zu digits",
                         scan->count);
    return error_set(reterr, ERR_INVALID, "Check the number: 15 digits are the most.",
                     "the number has %zu digits", scan->count);
}

static bool is_valid(const struct scan *scan)
{
    return scan->refused == 0 && scan->count >= LEAST_DIGITS && scan->count <= MOST_DIGITS &&
           scan->digits[0] != '0';
}

enum err phone_normalize(const char *text, struct phone *ret_phone, struct error *reterr)
{
    struct scan scan = {0};
    scan_text(&scan, text);
    if (!is_valid(&scan))
        return refuse(&scan, reterr);
    *ret_phone = (struct phone){.changed = scan.changed};
    memcpy(ret_phone->digits, scan.digits, scan.count);
    const struct calling_code *code = calling_code_find(ret_phone->digits);
    ret_phone->country = code != NULL ? code->country : NULL;
    return ERR_OK;
}

bool phone_is_valid_on_wire(const char *text, char digits[PHONE_DIGITS_SIZE])
{
    char kept[PHONE_DIGITS_SIZE] = {0};
    size_t count = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (strchr("+-() ", *at) != NULL)
            continue;
        if (!ascii_is_digit((unsigned char)*at) || count == MOST_DIGITS)
            return false;
        kept[count++] = *at;
    }
    if (count < LEAST_DIGITS || kept[0] == '0')
        return false;
    memcpy(digits, kept, sizeof kept);
    return true;
}

/* How national numbers are written where everybody writes them alike; longest prefix first. */
static const struct {
    const char *prefix; /* begins with the calling code */
    const char *groups; /* digits of each group */
} groupings[] = {
    {.prefix = "442", .groups = "244"},  {.prefix = "44", .groups = "433"},
    {.prefix = "91", .groups = "55"},    {.prefix = "1", .groups = "334"},
    {.prefix = "33", .groups = "12222"}, {.prefix = "55", .groups = "254"},
};

/* Threes from the left, and no group of one or two at the end. */
static size_t plain_group(size_t left)
{
    if (left <= 5)
        return left;
    return left == 8 || left == 7 ? left - 4 : 3;
}

static const char *find_groups(const char *digits, size_t national)
{
    for (size_t i = 0; i < COUNT_OF(groupings); i++) {
        size_t sum = 0;
        for (const char *at = groupings[i].groups; *at != '\0'; at++)
            sum += (size_t)(*at - '0');
        if (sum == national &&
            strncmp(digits, groupings[i].prefix, strlen(groupings[i].prefix)) == 0)
            return groupings[i].groups;
    }
    return "";
}

void phone_format(const char *digits, char *text, unsigned long size)
{
    if (size == 0)
        return;
    const struct calling_code *code = calling_code_find(digits);
    size_t prefix = code != NULL ? code->country_length : 0;
    size_t length = strlen(digits);
    const char *groups = find_groups(digits, length - prefix);
    char formatted[64];
    size_t used = 0;
    formatted[used++] = '+';
    for (size_t at = 0; at < length && used + 8 < sizeof formatted;) {
        size_t group = at == 0 && prefix > 0 ? prefix : plain_group(length - at);
        if (at >= prefix && *groups != '\0' && !(at == 0 && prefix > 0))
            group = (size_t)(*groups++ - '0');
        if (at > 0)
            formatted[used++] = ' ';
        for (size_t i = 0; i < group && at < length && used + 1 < sizeof formatted; i++)
            formatted[used++] = digits[at++];
    }
    formatted[used] = '\0';
    snprintf(text, size, "%s", formatted);
}
