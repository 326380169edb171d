/* UTF-8 on top of utf8proc: decoding, counting, clusters, widths. */
#include "src/base/utf8.h"

#include <utf8proc.h>

int32_t utf8_next(const char *text, size_t length, size_t *position)
{
    const unsigned char *bytes = (const unsigned char *)text + *position;
    size_t left = length - *position;
    if (bytes[0] < 0x80) {
        (*position)++;
        return bytes[0];
    }
    utf8proc_int32_t code_point = -1;
    utf8proc_ssize_t used =
        utf8proc_iterate(bytes, left > 4 ? 4 : (utf8proc_ssize_t)left, &code_point);
    if (used <= 0) {
        (*position)++;
        return -1;
    }
    *position += (size_t)used;
    return code_point;
}

bool utf8_is_valid(const char *text, size_t length)
{
    for (size_t at = 0; at < length;)
        if (utf8_next(text, length, &at) < 0)
            return false;
    return true;
}

size_t utf8_count_code_points(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t at = 0; at < length; count++)
        utf8_next(text, length, &at);
    return count;
}

size_t utf8_count_utf16_units(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t at = 0; at < length;)
        count += utf8_next(text, length, &at) > 0xFFFF ? 2 : 1;
    return count;
}

size_t utf8_count_clusters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t at = 0; at < length; count++)
        at = utf8_cluster_end(text, length, at);
    return count;
}

static bool is_plain_ascii(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7F;
}

size_t utf8_cluster_end(const char *text, size_t length, size_t start)
{
    if (start >= length)
        return length;
    /* Two printable ASCII bytes in a row never share a cluster: most text ends here. */
    if (is_plain_ascii((unsigned char)text[start]) &&
        (start + 1 == length || is_plain_ascii((unsigned char)text[start + 1])))
        return start + 1;
    size_t at = start;
    int32_t before = utf8_next(text, length, &at);
    utf8proc_int32_t state = 0;
    while (at < length && before >= 0) {
        size_t end = at;
        int32_t after = utf8_next(text, length, &at);
        if (after < 0 || utf8proc_grapheme_break_stateful(before, after, &state))
            return end;
        before = after;
    }
    return at;
}

size_t utf8_cluster_start_before(const char *text, size_t length, size_t end)
{
    if (end > length)
        end = length;
    if (end == 0)
        return 0;
    if (is_plain_ascii((unsigned char)text[end - 1]))
        return end - 1;
    /* Clusters can only be found forwards; a line end or plain space is a safe start. */
    size_t start = end - 1;
    while (start > 0 && !is_plain_ascii((unsigned char)text[start - 1]) && text[start - 1] != '\n')
        start--;
    if (start > 0)
        start--;
    for (size_t next = start; next < end;) {
        start = next;
        next = utf8_cluster_end(text, length, start);
    }
    return start;
}

int utf8_cluster_width(const char *text, size_t length)
{
    if (length == 1 && is_plain_ascii((unsigned char)text[0]))
        return 1;
    int width = 0;
    for (size_t at = 0; at < length;) {
        int32_t code_point = utf8_next(text, length, &at);
        int wide = code_point < 0 ? 1 : utf8proc_charwidth(code_point);
        if (code_point == 0xFE0F && width == 1)
            wide = 2; /* emoji presentation makes a narrow symbol wide */
        if (wide > width)
            width = wide;
        if (code_point >= 0x1F1E6 && code_point <= 0x1F1FF)
            width = 2; /* a flag, or half of one */
    }
    return width > 2 ? 2 : width;
}

size_t utf8_width(const char *text, size_t length)
{
    size_t cells = 0;
    for (size_t at = 0; at < length;) {
        size_t end = utf8_cluster_end(text, length, at);
        cells += (size_t)utf8_cluster_width(text + at, end - at);
        at = end;
    }
    return cells;
}

size_t utf8_prefix_for_width(const char *text, size_t length, size_t cells)
{
    size_t at = 0;
    while (at < length) {
        size_t end = utf8_cluster_end(text, length, at);
        size_t width = (size_t)utf8_cluster_width(text + at, end - at);
        if (width > cells)
            break;
        cells -= width;
        at = end;
    }
    return at;
}

bool utf8_is_rtl(const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        int32_t code_point = utf8_next(text, length, &at);
        if (code_point < 0)
            continue;
        int direction = utf8proc_get_property(code_point)->bidi_class;
        if (direction == UTF8PROC_BIDI_CLASS_L)
            return false;
        if (direction == UTF8PROC_BIDI_CLASS_R || direction == UTF8PROC_BIDI_CLASS_AL)
            return true;
    }
    return false;
}

static bool is_joiner_inside(const char *text, size_t length, size_t start, size_t end,
                             int32_t code_point)
{
    bool joins = code_point == 0x200D || code_point == 0x200C ||
                 (code_point >= 0xFE00 && code_point <= 0xFE0F) ||
                 (code_point >= 0xE0020 && code_point <= 0xE007F);
    if (!joins || start == 0)
        return false;
    /* Harmless only between visible neighbours. */
    unsigned char before = (unsigned char)text[start - 1];
    return before >= 0x80 || before == '#' || before == '*' || (before >= '0' && before <= '9')
               ? end <= length
               : false;
}

static void sanitize_control(struct strbuf *out, int32_t code_point)
{
    if (code_point < 0x20)
        strbuf_add_code_point(out, 0x2400UL + (unsigned long)code_point);
    else if (code_point == 0x7F)
        strbuf_add_code_point(out, 0x2421UL);
    else
        strbuf_addf(out, "<%02X>", (unsigned)code_point);
}

void utf8_sanitize(struct strbuf *out, const char *text, size_t length, unsigned flags)
{
    for (size_t at = 0; at < length;) {
        size_t start = at;
        while (at < length && is_plain_ascii((unsigned char)text[at]))
            at++;
        strbuf_add(out, text + start, at - start);
        if (at == length)
            break;
        start = at;
        int32_t code_point = utf8_next(text, length, &at);
        if (code_point < 0) {
            strbuf_add_code_point(out, 0xFFFD);
            continue;
        }
        if (code_point == '\r' && at < length && text[at] == '\n')
            continue;
        if ((code_point == '\n' && (flags & UTF8_KEEP_NEWLINES) != 0) ||
            (code_point == '\t' && (flags & UTF8_KEEP_TABS) != 0)) {
            strbuf_add_char(out, (char)code_point);
            continue;
        }
        utf8proc_category_t category = utf8proc_category(code_point);
        if (category == UTF8PROC_CATEGORY_CC)
            sanitize_control(out, code_point);
        else if ((category == UTF8PROC_CATEGORY_CF && code_point != 0x00AD &&
                  !is_joiner_inside(text, length, start, at, code_point)) ||
                 category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP ||
                 category == UTF8PROC_CATEGORY_CO)
            strbuf_addf(out, "<U+%04X>", (unsigned)code_point);
        else
            strbuf_add(out, text + start, at - start);
    }
}
