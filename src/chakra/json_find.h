/*
 * What readers of ChakraHQ's replies need beside base/json: texts by their path,
 * numbers too long for a double, bytes that are not UTF-8. Pure.
 */
#ifndef CHAKRA_CHAKRA_JSON_FIND_H
#define CHAKRA_CHAKRA_JSON_FIND_H

#include "src/base/strbuf.h"

#include <cjson/cJSON.h>
#include <stddef.h>

/* Text of a non-empty string at the path (json_path()); else NULL. Borrowed. */
const char *json_find_text(const cJSON *root, const char *path);

/*
 * Appends `json` with every whole number of 16 and more digits put in quotes:
 * ids that come as numbers keep all their digits, which a double would round.
 */
void json_quote_long_numbers(struct strbuf *out, const char *json, size_t length);

/* Appends `text` with every byte that is not UTF-8 replaced by U+FFFD. */
void json_replace_invalid(struct strbuf *out, const char *text, size_t length);

#endif
