/*
 * The templates of a business account: from the API, kept in the history for the
 * time when the API cannot be reached.
 */
#ifndef CHAKRA_CLI_TEMPLATE_LIST_H
#define CHAKRA_CLI_TEMPLATE_LIST_H

#include "src/cli/exchange.h"
#include "src/whatsapp/template.h"

struct template_list {
    struct template **items;
    size_t count;
    bool is_copy;       /* the list could not be fetched: this is what was kept */
    int64_t fetched_at; /* of a copy: ms since 1970 */
    struct error why;   /* of a copy: why the list could not be fetched */
    struct exchange fetched;
    struct arena arena; /* of a copy */
};

enum err template_list_load(struct session *session, const char *waba,
                            struct template_list *ret_list, struct error *reterr);
/* The whole list from the API, or an error: no copy, and not a part of it. Nothing is kept. */
enum err template_list_fetch(struct session *session, const char *waba,
                             struct template_list *ret_list, struct error *reterr);
/* Keeps the list for later, and waits until it is on the disk. */
enum err template_list_keep(struct session *session, const char *waba,
                            struct template *const *items, size_t count, struct error *reterr);
void template_list_release(struct template_list *list);

/* By name and language (NULL: the only one); ERR_NOT_FOUND names what there is. */
enum err template_list_find(const struct template_list *list, const char *name,
                            const char *language, struct template **ret_template,
                            struct error *reterr);

#endif
