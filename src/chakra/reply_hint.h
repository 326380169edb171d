/*
 * How long a server asks to wait: the four forms that were seen (fact sheet,
 * section 8). Pure.
 */
#ifndef CHAKRA_CHAKRA_REPLY_HINT_H
#define CHAKRA_CHAKRA_REPLY_HINT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

/* "Wed, 21 Oct 2015 07:28:00 GMT", as in the header Date; ms since 1970. */
bool reply_read_http_date(const char *text, int64_t *ret_ms);
/* Retry-After: seconds or an HTTP date. -1 when it is neither. */
int64_t reply_hint_from_header(const char *value, int64_t now_ms);
/* retry_after_ms, retryAfterMs (ms), retry_after, retryAfter (s), at the usual places. */
int64_t reply_hint_from_json(const cJSON *root);
/* "retry after 1500 ms", "retry after 2 s", "retry after 2 seconds". */
int64_t reply_hint_from_text(const char *text);

#endif
