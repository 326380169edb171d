/*
 * What the API lists of an account: senders and templates, read from replies
 * into plain data. Pure; results live in the arena given.
 */
#ifndef CHAKRA_CHAKRA_ACCOUNT_H
#define CHAKRA_CHAKRA_ACCOUNT_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/whatsapp/template.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* One sender, from GET whatsapp-phone-number. Missing members are "". */
struct phone_number {
    const char *id;
    const char *waba;
    const char *display_number;
    const char *verified_name;
    const char *status;
    const char *account_mode; /* LIVE or SANDBOX */
    const char *quality;
    const char *tier; /* messagingLimitTier */
};

/* Accepts `_data` or `data`, ids as text or number, `waba` as text or object. */
enum err account_parse_phone_numbers(const char *bytes, size_t length, struct arena *arena,
                                     struct phone_number **ret_items, size_t *ret_count,
                                     struct error *reterr);

/* One page of the template list. Definitions that cannot be read are counted, not fatal. */
struct template_page {
    struct template **items;
    size_t count;
    size_t unreadable;
    const char *next_cursor; /* NULL on the last page (paging.next is absent) */
};
enum err account_parse_templates(const char *bytes, size_t length, struct arena *arena,
                                 struct template_page *ret_page, struct error *reterr);

/* The cursor of the next page, in the arena; NULL on the last one. False: no memory. */
bool account_read_cursor(const cJSON *root, struct arena *arena, const char **ret_cursor);

#endif
