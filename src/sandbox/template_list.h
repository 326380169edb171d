/*
 * One page of the template list: filters, chosen fields, cursors (template
 * reference section 2). Knows nothing of HTTP.
 */
#ifndef CHAKRA_SANDBOX_TEMPLATE_LIST_H
#define CHAKRA_SANDBOX_TEMPLATE_LIST_H

#include "src/sandbox/catalogue.h"
#include "src/sandbox/platform.h"

#include <stdbool.h>
#include <stddef.h>

enum { TEMPLATE_CURSOR_SIZE = 32 };

/* Every text may be NULL: not asked for. */
struct template_query {
    const char *name;    /* a part of the name */
    const char *content; /* a part of any text */
    const char *name_or_content;
    const char *status; /* these three: a comma list or a JSON array, in any case */
    const char *category;
    const char *language;
    const char *quality_score;
    const char *fields;
    const char *limit;
    const char *after;
    const char *before;
};

struct template_list_page {
    cJSON *data;                      /* array; the caller's */
    size_t total;                     /* how many fit the filters */
    char first[TEMPLATE_CURSOR_SIZE]; /* paging.cursors.before; "" when the page is empty */
    char last[TEMPLATE_CURSOR_SIZE];
    bool has_previous;
    bool has_next;
};

/* False with the reason in `ret_refusal`. */
bool template_list_page(const struct catalogue *catalogue, const struct template_query *query,
                        struct template_list_page *ret_page, struct refusal *ret_refusal);

#endif
