/* The one door through which foreign text reaches a screen: utf8_sanitize(). */
#include "src/base/utf8.h"

#include <utf8proc.h>

enum { ZERO_WIDTH_NON_JOINER = 0x200C, ZERO_WIDTH_JOINER = 0x200D, BLACK_FLAG = 0x1F3F4 };

static bool is_keycap_base(int32_t code_point)
{
    return code_point == '#' || code_point == '*' || (code_point >= '0' && code_point <= '9');
}

static bool is_variation_selector(int32_t code_point)
{
    return (code_point >= 0xFE00 && code_point <= 0xFE0F) ||
           (code_point >= 0xE0100 && code_point <= 0xE01EF) ||
           (code_point >= 0x180B && code_point <= 0x180D) || code_point == 0x180F;
}

/* Arabic to Mongolian: the scripts in which a joiner changes the letters beside it. */
static bool is_of_joining_script(int32_t code_point)
{
    return code_point >= 0x0600 && code_point <= 0x1CFF;
}

static bool is_picture(int32_t code_point)
{
    return code_point >= 0 && utf8proc_get_property(code_point)->boundclass ==
                                  UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

/* A part of an emoji that a joiner may follow: the picture, its skin tone, its presentation. */
static bool is_emoji_part(int32_t code_point)
{
    return code_point == 0xFE0F || (code_point >= 0x1F3FB && code_point <= 0x1F3FF) ||
           is_picture(code_point);
}

/* Marks, joiners and skin tones belong to what stands before them, and begin nothing themselves. */
static bool can_be_base(int32_t code_point)
{
    utf8proc_int32_t class = code_point >= 0 ? utf8proc_get_property(code_point)->boundclass
                                             : UTF8PROC_BOUNDCLASS_EXTEND;
    return class != UTF8PROC_BOUNDCLASS_EXTEND && class != UTF8PROC_BOUNDCLASS_ZWJ &&
           class != UTF8PROC_BOUNDCLASS_SPACINGMARK;
}

/*
 * Whether an invisible code point does visible work where it stands: after
 * `previous`, in the cluster whose base is `base` (-1: it has none) and before
 * `next` (-1: it ends the cluster).
 */
static bool does_visible_work(int32_t code_point, int32_t base, int32_t previous, int32_t next)
{
    if (base < 0 || previous < 0)
        return false;
    if (is_variation_selector(code_point))
        return (base >= 0x80 || is_keycap_base(base)) && !is_variation_selector(previous);
    if (code_point == ZERO_WIDTH_JOINER)
        return is_of_joining_script(previous) || (is_emoji_part(previous) && is_picture(next));
    if (code_point == ZERO_WIDTH_NON_JOINER)
        return is_of_joining_script(previous);
    if (code_point >= 0xE0020 && code_point <= 0xE007F)
        return base == BLACK_FLAG;
    return false;
}

static bool is_hidden(int32_t code_point)
{
    const utf8proc_property_t *property = utf8proc_get_property(code_point);
    switch (property->category) {
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CO:
        return true;
    case UTF8PROC_CATEGORY_CF:
        /* Arabic number signs and their like are written, though they count as format. */
        return property->boundclass != UTF8PROC_BOUNDCLASS_PREPEND;
    default:
        return property->ignorable;
    }
}

static void add_control(struct strbuf *out, int32_t code_point)
{
    if (code_point < 0x20)
        strbuf_add_code_point(out, 0x2400UL + (unsigned long)code_point);
    else if (code_point == 0x7F)
        strbuf_add_code_point(out, 0x2421UL);
    else
        strbuf_addf(out, "<%02X>", (unsigned)code_point);
}

static bool is_kept_control(int32_t code_point, unsigned flags)
{
    return (code_point == '\n' && (flags & UTF8_KEEP_NEWLINES) != 0) ||
           (code_point == '\t' && (flags & UTF8_KEEP_TABS) != 0);
}

static int32_t peek(const char *text, size_t length, size_t at)
{
    return at < length ? utf8_next(text, length, &at) : -1;
}

static void add_cluster(struct strbuf *out, const char *text, size_t length, unsigned flags)
{
    int32_t base = -1;
    int32_t previous = -1;
    for (size_t at = 0; at < length;) {
        size_t start = at;
        int32_t code_point = utf8_next(text, length, &at);
        if (code_point < 0)
            strbuf_add_code_point(out, 0xFFFD);
        else if (code_point == '\r' && at < length && text[at] == '\n')
            continue; /* CR LF is one line end */
        else if (is_kept_control(code_point, flags))
            strbuf_add_char(out, (char)code_point);
        else if (utf8proc_category(code_point) == UTF8PROC_CATEGORY_CC)
            add_control(out, code_point);
        else if (is_hidden(code_point) &&
                 !does_visible_work(code_point, base, previous, peek(text, length, at))) {
            strbuf_addf(out, "<U+%04X>", (unsigned)code_point);
            base = code_point = '>'; /* what follows stands behind our own text now */
        } else
            strbuf_add(out, text + start, at - start);
        if (base < 0 && can_be_base(code_point))
            base = code_point;
        previous = code_point;
    }
}

/* Printable ASCII that nothing can attach itself to: the run that needs no closer look. */
static size_t plain_run(const char *text, size_t length)
{
    size_t count = 0;
    while (count < length && text[count] >= 0x20 && text[count] < 0x7F)
        count++;
    return count < length && count > 0 && (unsigned char)text[count] >= 0x80 ? count - 1 : count;
}

void utf8_sanitize(struct strbuf *out, const char *text, size_t length, unsigned flags)
{
    for (size_t at = 0; at < length;) {
        size_t plain = plain_run(text + at, length - at);
        strbuf_add(out, text + at, plain);
        at += plain;
        if (at == length)
            break;
        size_t end = utf8_cluster_end(text, length, at);
        add_cluster(out, text + at, end - at, flags);
        at = end;
    }
}
