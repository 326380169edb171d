/* Pages of text. */
#include "src/app/page.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"

#include <stdint.h>
#include <string.h>

void page_init(struct page *page)
{
    *page = (struct page){0};
    strbuf_init(&page->title, 1024);
    strbuf_init(&page->text, PAGE_BYTES_MAX);
    strbuf_init(&page->pattern, 4096);
    page->match = SIZE_MAX;
}

void page_release(struct page *page)
{
    strbuf_release(&page->title);
    strbuf_release(&page->text);
    strbuf_release(&page->pattern);
    mem_free(page->lines);
    page_init(page);
}

static bool add_line(struct page *page, size_t start)
{
    if (page->line_count == page->line_size) {
        size_t size = page->line_size < 64 ? 64 : page->line_size * 2;
        size_t *lines = mem_grow(page->lines, size, sizeof *lines);
        if (lines == NULL)
            return false;
        page->lines = lines;
        page->line_size = size;
    }
    page->lines[page->line_count++] = start;
    return true;
}

/* End of the line that begins at `start`: its line end, or the last blank that fits. */
static size_t line_end(const struct page *page, size_t start, size_t end)
{
    if (page->width == 0 || end - start <= page->width)
        return end;
    size_t fits = start + utf8_prefix_for_width(page->text.text + start, end - start, page->width);
    if (fits >= end)
        return end;
    size_t blank = fits;
    while (blank > start && page->text.text[blank - 1] != ' ')
        blank--;
    /* A break inside the indentation would gain nothing. */
    bool useful = blank > start + page->width / 4;
    return useful ? blank : fits > start ? fits : end;
}

static bool find_lines(struct page *page)
{
    page->line_count = 0;
    for (size_t start = 0; start < page->text.length;) {
        const char *mark = memchr(page->text.text + start, '\n', page->text.length - start);
        size_t end = mark != NULL ? (size_t)(mark - page->text.text) : page->text.length;
        if (!add_line(page, start))
            return false;
        size_t stop = line_end(page, start, end);
        start = stop == end ? end + 1 : stop;
    }
    return true;
}

void page_clear(struct page *page)
{
    strbuf_clear(&page->title);
    strbuf_clear(&page->text);
    page->line_count = 0;
    page->top = 0;
    page->match = SIZE_MAX;
}

void page_wrap(struct page *page, size_t width)
{
    if (width == page->width)
        return;
    size_t place = page->top < page->line_count ? page->lines[page->top] : 0;
    page->width = width;
    page->top = 0;
    if (!find_lines(page))
        page_clear(page);
    while (page->top + 1 < page->line_count && page->lines[page->top + 1] <= place)
        page->top++;
}

bool page_set(struct page *page, const char *title, const char *text, size_t length)
{
    page_clear(page);
    utf8_sanitize(&page->title, title, strlen(title), UTF8_ONE_LINE);
    utf8_sanitize(&page->text, text, length, UTF8_KEEP_NEWLINES);
    if (!page->title.failed && !page->text.failed && find_lines(page))
        return true;
    page_clear(page);
    return false;
}

const char *page_line(const struct page *page, size_t line, size_t *ret_length)
{
    size_t start = page->lines[line];
    size_t end = line + 1 < page->line_count ? page->lines[line + 1] : page->text.length;
    if (end > start && page->text.text[end - 1] == '\n')
        end--;
    *ret_length = end - start;
    return page->text.text + start;
}

void page_move(struct page *page, long rows, size_t height)
{
    long last = (long)page->line_count - (long)height;
    long top = (long)page->top + rows;
    if (top > last)
        top = last;
    page->top = top > 0 ? (size_t)top : 0;
}

void page_add_column(struct strbuf *out, const char *text, size_t cells)
{
    size_t width = utf8_width(text, strlen(text));
    strbuf_add_text(out, text);
    strbuf_add_repeated(out, ' ', width < cells ? cells - width : 0);
}
