/* UTF-8 on top of utf8proc: decoding, counting, clusters, widths. */
#include "src/base/utf8.h"

#include <string.h>
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

/* Bytes that a code point takes which begins so; 0: none begins so. */
static size_t wanted_bytes(unsigned char first)
{
    return first >= 0xF5 ? 0 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
}

/* Where a code point begins at the end of the text that lacks bytes; the length: none does. */
static size_t half_at_end(const char *text, size_t length)
{
    size_t start = length;
    while (start > 0 && length - start < 3 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    return start > 0 && wanted_bytes((unsigned char)text[start - 1]) > length - start + 1
               ? start - 1
               : length;
}

void utf8_mend(char *text)
{
    size_t length = strlen(text);
    if (utf8_is_valid(text, length))
        return;
    length = half_at_end(text, length);
    text[length] = '\0';
    for (size_t at = 0; at < length;) {
        size_t begin = at;
        if (utf8_next(text, length, &at) < 0)
            memset(text + begin, '?', at - begin);
    }
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

/* Start of the code point, or of the invalid byte, that ends at `end` or holds it. Needs end > 0.
 */
static size_t code_point_start(const char *text, size_t length, size_t end)
{
    for (size_t back = 1; back <= 4 && back <= end; back++) {
        size_t at = end - back;
        if (((unsigned char)text[at] & 0xC0) == 0x80)
            continue;
        if (utf8_next(text, length, &at) >= 0 && at >= end)
            return end - back;
        break;
    }
    return end - 1;
}

/*
 * No cluster reaches across the place between two code points that neither join
 * nor are joined to anything (Unicode's Grapheme_Cluster_Break=Other), nor across
 * a control or an invalid byte: a segmentation begun there is right.
 */
static bool breaks_for_sure(int32_t before, int32_t after)
{
    if (before < 0 || after < 0)
        return true;
    int class_before = utf8proc_get_property(before)->boundclass;
    int class_after = utf8proc_get_property(after)->boundclass;
    return (class_before == UTF8PROC_BOUNDCLASS_OTHER &&
            class_after == UTF8PROC_BOUNDCLASS_OTHER) ||
           class_before == UTF8PROC_BOUNDCLASS_LF || class_before == UTF8PROC_BOUNDCLASS_CONTROL;
}

size_t utf8_cluster_start_before(const char *text, size_t length, size_t end)
{
    if (end > length)
        end = length;
    if (end == 0)
        return 0;
    /* Clusters can only be found forwards, so go back to a place where one surely begins. */
    size_t start = code_point_start(text, length, end);
    size_t at = start;
    int32_t after = utf8_next(text, length, &at);
    while (start > 0) {
        size_t previous = at = code_point_start(text, length, start);
        int32_t before = utf8_next(text, length, &at);
        if (breaks_for_sure(before, after))
            break;
        start = previous;
        after = before;
    }
    for (size_t next = start; next < end;) {
        start = next;
        next = utf8_cluster_end(text, length, start);
    }
    return start;
}

/* Marks that take a cell of their own in every terminal (Unicode's Mc: vowel signs of the scripts
 * of India and South East Asia), which utf8proc counts as none. */
static bool is_spacing_mark(int32_t code_point)
{
    return code_point >= 0x0903 && utf8proc_category(code_point) == UTF8PROC_CATEGORY_MC;
}

int utf8_cluster_width(const char *text, size_t length)
{
    if (length == 1 && is_plain_ascii((unsigned char)text[0]))
        return 1;
    int width = 0;
    int marks = 0;
    for (size_t at = 0; at < length;) {
        int32_t code_point = utf8_next(text, length, &at);
        int wide = code_point < 0 ? 1 : utf8proc_charwidth(code_point);
        if (code_point >= 0 && is_spacing_mark(code_point))
            marks++;
        else if (wide > width)
            width = wide;
        if (code_point >= 0x1F1E6 && code_point <= 0x1F1FF)
            width = 2; /* a flag, or half of one */
    }
    return (width > 2 ? 2 : width) + marks;
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

bool utf8_is_word(int32_t code_point)
{
    if (code_point < 0 || code_point == '_')
        return code_point == '_';
    utf8proc_category_t category = utf8proc_category(code_point);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO) ||
           category == UTF8PROC_CATEGORY_SO;
}

bool utf8_is_rtl(const char *text, size_t length)
{
    size_t isolates = 0; /* rule P2 skips what stands inside isolates */
    for (size_t at = 0; at < length;) {
        int32_t code_point = utf8_next(text, length, &at);
        if (code_point < 0)
            continue;
        switch (utf8proc_get_property(code_point)->bidi_class) {
        case UTF8PROC_BIDI_CLASS_LRI:
        case UTF8PROC_BIDI_CLASS_RLI:
        case UTF8PROC_BIDI_CLASS_FSI:
            isolates++;
            break;
        case UTF8PROC_BIDI_CLASS_PDI:
            isolates -= isolates > 0;
            break;
        case UTF8PROC_BIDI_CLASS_L:
            if (isolates == 0)
                return false;
            break;
        case UTF8PROC_BIDI_CLASS_R:
        case UTF8PROC_BIDI_CLASS_AL:
            if (isolates == 0)
                return true;
            break;
        default:
            break;
        }
    }
    return false;
}
