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
    size_t top;   /* first visible line */
    size_t width; /* cells at which lines are broken; 0: not at all */
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
/* Moves by rows, staying so that a page of `height` rows is filled as far as it can be. */
void page_move(struct page *page, long rows, size_t height);

#endif
