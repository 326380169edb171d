/*
 * The next page of a list, in the ways that ChakraHQ's lists go on: WhatsApp's
 * cursors in the query, page numbers in a body, and skip with hasMore. Only a
 * cursor is taken from an answer, never an address. Pure.
 */
#ifndef CHAKRA_CLI_API_PAGES_H
#define CHAKRA_CLI_API_PAGES_H

#include "src/base/arena.h"
#include "src/cli/api_request.h"

enum { API_PAGES_MAX = 200 };

struct api_pager {
    struct arena arena;
    const char *cursors[API_PAGES_MAX]; /* that were followed */
    size_t pages;                       /* asked for so far */
    const char *query;                  /* of the next request; NULL: the request's own */
    cJSON *body;                        /* likewise; owned */
    bool stopped_early;                 /* by a guard: there may be more */
};

void api_pager_init(struct api_pager *pager);
void api_pager_release(struct api_pager *pager);

/* Looks at an answer: *ret_more says that pager->query and pager->body ask for the next page. */
enum err api_pager_next(struct api_pager *pager, const struct api_request *request,
                        const cJSON *answer, bool *ret_more, struct error *reterr);

#endif
