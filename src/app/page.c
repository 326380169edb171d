/* Pages of text. */
#include "src/app/page.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"

#include <string.h>

void page_init(struct page *page)
{
    *page = (struct page){0};
    strbuf_init(&page->title, 1024);
    strbuf_init(&page->text, PAGE_BYTES_MAX);
}

void page_release(struct page *page)
{
    strbuf_release(&page->title);
    strbuf_release(&page->text);
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

static bool find_lines(struct page *page)
{
    size_t start = 0;
    while (start < page->text.length) {
        const char *end = memchr(page->text.text + start, '\n', page->text.length - start);
        if (!add_line(page, start))
            return false;
        start = end != NULL ? (size_t)(end - page->text.text) + 1 : page->text.length;
    }
    return true;
}

bool page_set(struct page *page, const char *title, const char *text, size_t length)
{
    strbuf_clear(&page->title);
    strbuf_clear(&page->text);
    page->line_count = 0;
    page->top = 0;
    utf8_sanitize(&page->title, title, strlen(title), UTF8_ONE_LINE);
    utf8_sanitize(&page->text, text, length, UTF8_KEEP_NEWLINES);
    if (!page->title.failed && !page->text.failed && find_lines(page))
        return true;
    strbuf_clear(&page->text);
    page->line_count = 0;
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
