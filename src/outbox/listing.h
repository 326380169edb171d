/*
 * The template list while it is being read, page by page, and the guards that
 * end a list which never ends. Pure.
 */
#ifndef CHAKRA_OUTBOX_LISTING_H
#define CHAKRA_OUTBOX_LISTING_H

#include "src/base/err.h"
#include "src/chakra/account.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    LISTING_PAGES_MAX = 200,
    LISTING_EMPTY_PAGES_MAX = 3, /* a page may be empty before the last one, but not for ever */
    LISTING_BYTES_MAX = 64 * 1024 * 1024
};

struct listing {
    struct arena arena; /* cursors, and the growing list */
    struct template **templates;
    size_t count, size;
    size_t unreadable;
    size_t bytes;
    size_t pages;
    size_t empty_pages;                     /* in a row */
    const char *cursors[LISTING_PAGES_MAX]; /* that were followed; the last is the current one */
    size_t cursor_count;
    bool without_fields; /* the server refused our list of fields */
};

struct listing *listing_new(void); /* NULL: no memory */
void listing_free(struct listing *listing);

/* The cursor to ask for next; NULL for the first page. */
const char *listing_cursor(const struct listing *listing);

/*
 * Adds a page. *ret_more says that another one is to be asked for. An error says
 * that the list never ends (what came so far is kept), or that memory is out.
 */
enum err listing_add_page(struct listing *listing, const struct template_page *page, size_t bytes,
                          bool *ret_more, struct error *reterr);

/* Keeps one of each name and language: the first approved one, else the first. */
enum err listing_drop_doubles(struct listing *listing, struct error *reterr);

#endif
