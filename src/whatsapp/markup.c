/*
 * Marks are found as the official clients seem to do it: ``` blocks first, then
 * line by line a list or quote sign, then the inline marks. Each mark is looked
 * for by itself, so that they nest in any order.
 */
#include "src/whatsapp/markup.h"

#include "src/base/utf8.h"
#include "src/whatsapp/ascii.h"
#include "src/whatsapp/markup_mark.h"

#include <string.h>
#include <utf8proc.h>

static const char bullet[] = "•";

bool marked_text_init(struct marked_text *marked, const char *text, struct arena *arena)
{
    size_t length = strlen(text);
    *marked = (struct marked_text){.text = text, .length = length};
    marked->styles = arena_alloc(arena, length + 1, sizeof *marked->styles);
    marked->shown = arena_alloc(arena, length + 1, sizeof *marked->shown);
    return marked->styles != NULL && marked->shown != NULL;
}

static void add_style(struct marked_text *marked, size_t begin, size_t end, unsigned style)
{
    for (size_t i = begin; i < end; i++)
        marked->styles[i] = (unsigned short)(marked->styles[i] | style);
}

static void drop(struct marked_text *marked, size_t begin, size_t count)
{
    memset(marked->shown + begin, MARKUP_DROP, count);
}

/* Code and the names of unfilled slots hold no marks. */
static bool is_mark(const struct marked_text *marked, size_t at, char mark)
{
    return marked->text[at] == mark && marked->shown[at] == MARKUP_KEEP &&
           (marked->styles[at] & (STYLE_CODE | STYLE_UNFILLED)) == 0;
}

static void parse_blocks(struct marked_text *marked)
{
    const char *text = marked->text;
    const char *open = strstr(text, "```");
    while (open != NULL) {
        const char *close = open[3] != '\0' ? strstr(open + 4, "```") : NULL;
        if (close == NULL)
            return;
        size_t begin = (size_t)(open - text);
        size_t end = (size_t)(close - text);
        add_style(marked, begin, end + 3, STYLE_CODE | STYLE_BLOCK);
        drop(marked, begin, 3);
        drop(marked, end, 3);
        open = strstr(close + 3, "```");
    }
}

/* May a mark open after the code point that ends at `at`? Letters, digits and `/` forbid it. */
static bool may_open_after(const struct marked_text *marked, size_t line, size_t at)
{
    if (at == line)
        return true;
    unsigned char before = (unsigned char)marked->text[at - 1];
    if (before < 0x80)
        return strchr(" \t>_~*([{\"'`", before) != NULL;
    size_t start = at - 1;
    while (start > line && ((unsigned char)marked->text[start] & 0xC0) == 0x80)
        start--;
    int32_t code_point = utf8_next(marked->text, at, &start);
    if (code_point < 0)
        return false;
    utf8proc_category_t category = utf8proc_category(code_point);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_PS ||
           category == UTF8PROC_CATEGORY_PI || code_point == 0xBF || code_point == 0xA1;
}

static bool is_inside_blank(const struct marked_text *marked, size_t at)
{
    return ascii_is_blank((unsigned char)marked->text[at]);
}

/* The nearest closing mark after an opening one at `open`; `end` when there is none. */
static size_t find_close(const struct marked_text *marked, size_t open, size_t end, char mark)
{
    for (size_t at = open + 2; at < end; at++)
        if (is_mark(marked, at, mark) && !is_inside_blank(marked, at - 1) &&
            (at + 1 == end || !ascii_is_alnum((unsigned char)marked->text[at + 1])))
            return at;
    return end;
}

static void parse_marks(struct marked_text *marked, size_t begin, size_t end, char mark,
                        unsigned style)
{
    for (size_t at = begin; at + 2 < end; at++) {
        if (!is_mark(marked, at, mark) || !may_open_after(marked, begin, at) ||
            is_inside_blank(marked, at + 1))
            continue;
        size_t close = find_close(marked, at, end, mark);
        /* A later opening has no other closing marks to choose from: give up on the line. */
        if (close == end)
            return;
        add_style(marked, at, close + 1, style);
        drop(marked, at, 1);
        drop(marked, close, 1);
        at = close;
    }
}

/* Bytes of a list or quote sign at the start of a line, and what it means. */
static size_t line_sign(const char *line, size_t length, unsigned *ret_style)
{
    size_t digits = 0;
    while (digits < length && ascii_is_digit((unsigned char)line[digits]))
        digits++;
    *ret_style = STYLE_LIST;
    if (digits >= 1 && digits <= 2 && length > digits + 2 && line[digits] == '.' &&
        line[digits + 1] == ' ')
        return digits + 2;
    if (length > 2 && (line[0] == '*' || line[0] == '-') && line[1] == ' ')
        return 2;
    *ret_style = STYLE_QUOTE;
    return length > 2 && line[0] == '>' && line[1] == ' ' ? 2 : 0;
}

static void parse_line(struct marked_text *marked, size_t begin, size_t end)
{
    unsigned style = 0;
    size_t sign = 0;
    if (begin < end && (marked->styles[begin] & (STYLE_CODE | STYLE_UNFILLED)) == 0)
        sign = line_sign(marked->text + begin, end - begin, &style);
    if (sign > 0) {
        add_style(marked, begin, end, style);
        if (style == STYLE_QUOTE)
            drop(marked, begin, sign);
        else if (!ascii_is_digit((unsigned char)marked->text[begin]))
            marked->shown[begin] = MARKUP_BULLET;
    }
    size_t content = begin + sign;
    parse_marks(marked, content, end, '`', STYLE_CODE);
    parse_marks(marked, content, end, '*', STYLE_BOLD);
    parse_marks(marked, content, end, '_', STYLE_ITALIC);
    parse_marks(marked, content, end, '~', STYLE_STRIKE);
}

void marked_text_parse(struct marked_text *marked)
{
    parse_blocks(marked);
    for (size_t begin = 0; begin <= marked->length;) {
        const char *newline = memchr(marked->text + begin, '\n', marked->length - begin);
        size_t end = newline != NULL ? (size_t)(newline - marked->text) : marked->length;
        parse_line(marked, begin, end);
        begin = end + 1;
    }
}

static size_t count_changes(const struct marked_text *marked)
{
    size_t count = 1;
    for (size_t i = 1; i < marked->length; i++)
        count += marked->styles[i] != marked->styles[i - 1] ? 1 : 0;
    return count;
}

/* Copies what is shown of byte `i`. */
static size_t copy_shown(const struct marked_text *marked, size_t i, char *out)
{
    if (marked->shown[i] == MARKUP_DROP)
        return 0;
    if (marked->shown[i] == MARKUP_BULLET) {
        memcpy(out, bullet, sizeof bullet - 1);
        return sizeof bullet - 1;
    }
    *out = marked->text[i];
    return 1;
}

bool marked_text_finish(const struct marked_text *marked, struct arena *arena,
                        const char **ret_text, const struct style_run **ret_runs,
                        size_t *ret_run_count)
{
    size_t bullets = 0;
    for (size_t i = 0; i < marked->length; i++)
        bullets += marked->shown[i] == MARKUP_BULLET ? 1 : 0;
    char *text = arena_alloc(arena, marked->length + bullets * sizeof bullet + 1, 1);
    struct style_run *runs = arena_alloc(arena, count_changes(marked), sizeof *runs);
    if (text == NULL || runs == NULL)
        return false;
    size_t used = 0;
    size_t count = 0;
    for (size_t i = 0; i < marked->length; i++) {
        size_t begin = used;
        used += copy_shown(marked, i, text + used);
        unsigned style = marked->styles[i];
        if (style == 0 || used == begin)
            continue;
        if (count > 0 && runs[count - 1].end == begin && runs[count - 1].style == style)
            runs[count - 1].end = used;
        else
            runs[count++] = (struct style_run){.begin = begin, .end = used, .style = style};
    }
    *ret_text = text;
    *ret_runs = runs;
    *ret_run_count = count;
    return true;
}

bool markup_parse(const char *text, struct arena *arena, const char **ret_text,
                  const struct style_run **ret_runs, size_t *ret_run_count)
{
    struct marked_text marked;
    if (!marked_text_init(&marked, text, arena))
        return false;
    marked_text_parse(&marked);
    return marked_text_finish(&marked, arena, ret_text, ret_runs, ret_run_count);
}
