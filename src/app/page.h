/*
 * A page of text that is read and scrolled: the details of a row, a request, the
 * help. Owns a clean copy of the text (through utf8_sanitize, lines kept). UI thread.
 */
#ifndef CHAKRA_APP_PAGE_H
#define CHAKRA_APP_PAGE_H

#include "src/base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

enum { PAGE_BYTES_MAX = 32 * 1024 * 1024 };

struct page {
    struct strbuf title;
    struct strbuf text;
    size_t *lines; /* byte offset of each line's start */
    size_t line_count, line_size;
    size_t top;            /* first visible line */
    size_t width;          /* cells at which lines are broken; 0: not at all */
    struct strbuf pattern; /* that is looked for; empty: nothing */
    size_t match;          /* byte offset of the place found last; SIZE_MAX: none */
};

void page_init(struct page *page);
void page_release(struct page *page);
/* False: no memory; the page is then empty. */
bool page_set(struct page *page, const char *title, const char *text, size_t length);
/* Empties it. */
void page_clear(struct page *page);
/* Breaks the lines anew at `width` cells, keeping the place. */
void page_wrap(struct page *page, size_t width);
/* The line without its end; *ret_length in bytes. */
const char *page_line(const struct page *page, size_t line, size_t *ret_length);
/* Adds a text and blanks up to `cells`: columns stay aligned in every language. */
void page_add_column(struct strbuf *out, const char *text, size_t cells);
/* What to look for, from the next page_find(); kept when the page gets another text. ASCII letters
 * match in any case. False: no memory. */
bool page_set_pattern(struct page *page, const char *pattern);
/* Goes to the first place at or behind the byte `from`, or to the last one before it; after the end
 * it goes on at the beginning, and the other way round. False: the page does not have it. */
bool page_find(struct page *page, size_t from, bool forward, size_t height);
/* The next place in bytes `from` to `end`; SIZE_MAX: none. For marking what is visible. */
size_t page_match(const struct page *page, size_t from, size_t end);
/* Moves by rows, staying so that a page of `height` rows is filled as far as it can be. */
void page_move(struct page *page, long rows, size_t height);

#endif
