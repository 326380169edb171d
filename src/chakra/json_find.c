/* Paths through foreign JSON, and the repairs it may need before it is parsed. */
#include "src/chakra/json_find.h"

#include <stdbool.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/utf8.h"

/* From here on not every whole number has a double of its own (2^53 has 16 digits). */
enum { LONG_NUMBER_DIGITS = 16 };

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

const char *json_find_text(const cJSON *root, const char *path)
{
    const cJSON *node = json_path(root, path);
    if (!cJSON_IsString(node) || node->valuestring == NULL || node->valuestring[0] == '\0')
        return NULL;
    return node->valuestring;
}

/* Bytes of the string literal at `at`, quotes included; to the end when it is not closed. */
static size_t string_length(const char *at, size_t left)
{
    size_t length = 1;
    while (length < left && at[length] != '"')
        length += at[length] == '\\' && length + 1 < left ? 2 : 1;
    return length < left ? length + 1 : left;
}

static size_t number_length(const char *at, size_t left, size_t *ret_digits, bool *ret_is_whole)
{
    size_t length = *at == '-' ? 1 : 0;
    size_t sign = length;
    while (length < left && is_digit(at[length]))
        length++;
    *ret_digits = length - sign;
    *ret_is_whole = length >= left || strchr(".eE", at[length]) == NULL || at[length] == '\0';
    while (length < left && at[length] != '\0' && strchr("0123456789+-.eE", at[length]) != NULL)
        length++;
    return length;
}

void json_quote_long_numbers(struct strbuf *out, const char *json, size_t length)
{
    size_t at = 0;
    while (at < length) {
        size_t digits = 0;
        bool is_whole = false;
        size_t step = 1;
        bool is_number = is_digit(json[at]) || json[at] == '-';
        if (json[at] == '"')
            step = string_length(json + at, length - at);
        else if (is_number)
            step = number_length(json + at, length - at, &digits, &is_whole);
        bool quote = is_number && is_whole && digits >= LONG_NUMBER_DIGITS;
        if (quote)
            strbuf_add_char(out, '"');
        strbuf_add(out, json + at, step);
        if (quote)
            strbuf_add_char(out, '"');
        at += step;
    }
}

void json_replace_invalid(struct strbuf *out, const char *text, size_t length)
{
    size_t at = 0;
    size_t begin = 0;
    while (at < length) {
        size_t before = at;
        if (utf8_next(text, length, &at) >= 0)
            continue;
        strbuf_add(out, text + begin, before - begin);
        strbuf_add_code_point(out, 0xFFFD);
        begin = at;
    }
    strbuf_add(out, text + begin, length - begin);
}
