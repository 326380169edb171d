/* Finding a text in a page. */
#include "src/app/page.h"

#include "src/whatsapp/ascii.h"

#include <stdint.h>

bool page_set_pattern(struct page *page, const char *pattern)
{
    strbuf_clear(&page->pattern);
    strbuf_add_text(&page->pattern, pattern);
    page->match = SIZE_MAX;
    return !page->pattern.failed;
}

static bool is_match(const struct page *page, size_t at)
{
    const char *text = page->text.text + at;
    for (size_t i = 0; i < page->pattern.length; i++)
        if (ascii_upper(text[i]) != ascii_upper(page->pattern.text[i]))
            return false;
    return true;
}

size_t page_match(const struct page *page, size_t from, size_t end)
{
    size_t length = page->pattern.length;
    if (length == 0 || length > page->text.length)
        return SIZE_MAX;
    for (size_t at = from; at < end && at <= page->text.length - length; at++)
        if (is_match(page, at))
            return at;
    return SIZE_MAX;
}

static size_t match_before(const struct page *page, size_t end)
{
    size_t found = SIZE_MAX;
    for (size_t at = page_match(page, 0, end); at != SIZE_MAX; at = page_match(page, at + 1, end))
        found = at;
    return found;
}

static size_t line_of(const struct page *page, size_t offset)
{
    size_t first = 0;
    size_t last = page->line_count;
    while (last - first > 1) {
        size_t middle = first + (last - first) / 2;
        if (page->lines[middle] <= offset)
            first = middle;
        else
            last = middle;
    }
    return first;
}

bool page_find(struct page *page, size_t from, bool forward, size_t height)
{
    size_t all = page->text.length;
    size_t found = forward ? page_match(page, from, all) : match_before(page, from);
    if (found == SIZE_MAX)
        found = forward ? page_match(page, 0, all) : match_before(page, all);
    page->match = found;
    if (found == SIZE_MAX)
        return false;
    size_t line = line_of(page, found);
    if (line < page->top || line >= page->top + height) {
        page->top = 0;
        page_move(page, (long)line - (long)(height / 3), height);
    }
    return true;
}
