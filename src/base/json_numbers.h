/*
 * Numbers as they were written. cJSON keeps numbers as doubles, and a double turns
 * 12345678901234567 into 12345678901234568 and 1.50 into 1.5: fatal for ids, and for
 * amounts that become the text of a message.
 *
 * Internal to base/json.c.
 */
#ifndef CHAKRA_BASE_JSON_NUMBERS_H
#define CHAKRA_BASE_JSON_NUMBERS_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Goes over the tree `root` that was parsed from exactly these bytes. A number that would not
 * print as it was written keeps its text in `valuestring`, and one that no double holds (a long
 * integer, 1e999) becomes a cJSON_Raw with that text. False when memory is out.
 */
bool json_keep_numbers(cJSON *root, const char *bytes, size_t length);

#endif
