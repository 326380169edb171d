/* A validating walk over JSON text. Everything after json_scan_text() may trust the syntax. */
#include "src/whatsapp/json_scan.h"

#include "src/whatsapp/ascii.h"

#include <string.h>

enum { DEEPEST = 64 };

static const char *skip_blanks(const char *at)
{
    while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')
        at++;
    return at;
}

static int hex_value(int byte)
{
    int upper = ascii_upper(byte);
    if (ascii_is_digit(byte))
        return byte - '0';
    return upper >= 'A' && upper <= 'F' ? upper - 'A' + 10 : -1;
}

static unsigned read_hex4(const char *at)
{
    unsigned number = 0;
    for (int i = 0; i < 4; i++)
        number = number * 16 + (unsigned)hex_value((unsigned char)at[i]);
    return number;
}

static bool is_hex4(const char *at)
{
    for (int i = 0; i < 4; i++)
        if (hex_value((unsigned char)at[i]) < 0)
            return false;
    return true;
}

static bool is_between(unsigned number, unsigned least, unsigned most)
{
    return number >= least && number <= most;
}

/*
 * Each of these returns the place after what it read, or NULL. They accept
 * nothing that cJSON refuses: unpaired surrogates, numbers of over 63 bytes.
 */
static const char *skip_unicode_escape(const char *at)
{
    if (!is_hex4(at))
        return NULL;
    unsigned number = read_hex4(at);
    if (number == 0 || is_between(number, 0xDC00, 0xDFFF))
        return NULL;
    if (!is_between(number, 0xD800, 0xDBFF))
        return at + 4;
    bool paired = at[4] == '\\' && at[5] == 'u' && is_hex4(at + 6) &&
                  is_between(read_hex4(at + 6), 0xDC00, 0xDFFF);
    return paired ? at + 10 : NULL;
}

static const char *skip_string(const char *at)
{
    at++;
    while (at != NULL && *at != '"') {
        if ((unsigned char)*at < 0x20)
            return NULL;
        if (*at != '\\')
            at++;
        else if (at[1] == 'u')
            at = skip_unicode_escape(at + 2);
        else if (at[1] != '\0' && strchr("\"\\/bfnrt", at[1]) != NULL)
            at += 2;
        else
            return NULL;
    }
    return at != NULL ? at + 1 : NULL;
}

static const char *skip_digits(const char *at)
{
    const char *start = at;
    while (ascii_is_digit((unsigned char)*at))
        at++;
    return at > start ? at : NULL;
}

static const char *skip_number(const char *at)
{
    const char *start = at;
    if (*at == '-')
        at++;
    at = *at == '0' ? at + 1 : skip_digits(at);
    if (at != NULL && *at == '.')
        at = skip_digits(at + 1);
    if (at != NULL && (*at == 'e' || *at == 'E')) {
        at++;
        at = skip_digits(*at == '+' || *at == '-' ? at + 1 : at);
    }
    return at != NULL && at - start < 63 ? at : NULL;
}

static const char *skip_word(const char *at)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strncmp(at, words[i], strlen(words[i])) == 0)
            return at + strlen(words[i]);
    return NULL;
}

static enum json_kind kind_at(const char *at)
{
    switch (*at) {
    case '{':
        return JSON_OBJECT;
    case '[':
        return JSON_ARRAY;
    case '"':
        return JSON_STRING;
    case 't':
    case 'f':
    case 'n':
        return JSON_WORD;
    default:
        return JSON_NUMBER;
    }
}

static const char *skip_value(const char *at, int depth);

static const char *skip_member_name(const char *at)
{
    at = *at == '"' ? skip_string(at) : NULL;
    if (at == NULL)
        return NULL;
    at = skip_blanks(at);
    return *at == ':' ? skip_blanks(at + 1) : NULL;
}

static const char *skip_container(const char *at, int depth)
{
    bool is_object = *at == '{';
    char closing = is_object ? '}' : ']';
    at = skip_blanks(at + 1);
    if (*at == closing)
        return at + 1;
    for (;;) {
        if (is_object)
            at = skip_member_name(at);
        at = at != NULL ? skip_value(at, depth + 1) : NULL;
        if (at == NULL)
            return NULL;
        at = skip_blanks(at);
        if (*at == closing)
            return at + 1;
        if (*at != ',')
            return NULL;
        at = skip_blanks(at + 1);
    }
}

static const char *skip_value(const char *at, int depth)
{
    switch (kind_at(at)) {
    case JSON_OBJECT:
    case JSON_ARRAY:
        return depth < DEEPEST ? skip_container(at, depth) : NULL;
    case JSON_STRING:
        return skip_string(at);
    case JSON_WORD:
        return skip_word(at);
    default:
        return skip_number(at);
    }
}

static struct json_span span_at(const char *at)
{
    const char *end = skip_value(at, 0);
    return (struct json_span){
        .begin = at, .end = end, .kind = end != NULL ? kind_at(at) : JSON_NONE};
}

struct json_span json_scan_text(const char *text)
{
    struct json_span span = span_at(skip_blanks(text));
    if (span.kind != JSON_NONE && *skip_blanks(span.end) != '\0')
        span.kind = JSON_NONE;
    return span;
}

/* Moves to the next element or member after `at`, which is the opening sign or a value's end. NULL
 * after the last, and where the text was no JSON. */
static const char *next_item(const char *at)
{
    if (at == NULL)
        return NULL;
    at = skip_blanks(*at == '{' || *at == '[' || *at == ',' ? at + 1 : at);
    if (*at == ',')
        at = skip_blanks(at + 1);
    return *at == '}' || *at == ']' ? NULL : at;
}

struct json_span json_scan_member(struct json_span object, const char *name)
{
    struct json_span none = {0};
    if (object.kind != JSON_OBJECT)
        return none;
    size_t length = strlen(name);
    for (const char *at = next_item(object.begin); at != NULL;) {
        bool found = strncmp(at + 1, name, length) == 0 && at[1 + length] == '"';
        struct json_span value = span_at(skip_member_name(at));
        if (found)
            return value;
        at = next_item(value.end);
    }
    return none;
}

bool json_scan_next(struct json_span array, const char **position, struct json_span *ret_element)
{
    if (array.kind != JSON_ARRAY)
        return false;
    const char *at = next_item(*position == NULL ? array.begin : *position);
    if (at == NULL)
        return false;
    *ret_element = span_at(at);
    *position = ret_element->end;
    return true;
}

size_t json_scan_count(struct json_span container)
{
    if (container.kind != JSON_ARRAY && container.kind != JSON_OBJECT)
        return 0;
    size_t count = 0;
    for (const char *at = next_item(container.begin); at != NULL; count++) {
        const char *value = container.kind == JSON_OBJECT ? skip_member_name(at) : at;
        at = next_item(span_at(value).end);
    }
    return count;
}

/* UTF-8 of a code point. */
static size_t encode(unsigned code_point, char bytes[4])
{
    size_t count = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = count; i-- > 1; code_point >>= 6)
        bytes[i] = (char)(0x80 | (code_point & 0x3F));
    bytes[0] = (char)(leads[count] | code_point);
    return count;
}

/* Decodes the escape at `at` (the backslash); returns the place after it. */
static const char *read_escape(const char *at, char bytes[4], size_t *ret_count)
{
    static const char names[] = "bfnrt";
    static const char controls[] = "\b\f\n\r\t";
    const char *named = strchr(names, at[1]);
    *ret_count = 1;
    bytes[0] = named != NULL ? controls[named - names] : at[1];
    if (at[1] != 'u')
        return at + 2;
    unsigned high = read_hex4(at + 2);
    at += 6;
    if (is_between(high, 0xD800, 0xDBFF)) {
        high = 0x10000 + ((high - 0xD800) << 10) + (read_hex4(at + 2) - 0xDC00);
        at += 6;
    }
    *ret_count = encode(high, bytes);
    return at;
}

bool json_scan_string(struct json_span span, char *text, size_t size)
{
    if (span.kind != JSON_STRING)
        return false;
    size_t used = 0;
    for (const char *at = span.begin + 1; at < span.end - 1;) {
        char bytes[4] = {*at};
        size_t count = 1;
        at = *at == '\\' ? read_escape(at, bytes, &count) : at + 1;
        if (used + count >= size)
            return false;
        memcpy(text + used, bytes, count);
        used += count;
    }
    if (used >= size)
        return false;
    text[used] = '\0';
    return true;
}

bool json_scan_integer(struct json_span span, int64_t *ret_number)
{
    if (span.kind != JSON_NUMBER)
        return false;
    bool negative = *span.begin == '-';
    int64_t number = 0;
    for (const char *at = span.begin + (negative ? 1 : 0); at < span.end; at++) {
        if (!ascii_is_digit((unsigned char)*at) || number > INT64_MAX / 10 - 1)
            return false;
        number = number * 10 + (*at - '0');
    }
    *ret_number = negative ? -number : number;
    return true;
}

struct json_span json_scan_shown(struct json_span typed)
{
    char type[16];
    struct json_span inner = {0};
    if (json_scan_string(json_scan_member(typed, "type"), type, sizeof type))
        inner = json_scan_member(typed, type);
    if (inner.kind == JSON_STRING)
        return inner; /* "type": "text", and the text under that name */
    return json_scan_member(inner.kind == JSON_OBJECT ? inner : typed, "fallback_value");
}
