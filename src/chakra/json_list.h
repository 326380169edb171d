/*
 * Replies that are lists: repaired, parsed, and the array found wherever this
 * route's version of the envelope put it. Pure.
 */
#ifndef CHAKRA_CHAKRA_JSON_LIST_H
#define CHAKRA_CHAKRA_JSON_LIST_H

#include "src/base/arena.h"
#include "src/base/err.h"

#include <cjson/cJSON.h>
#include <stddef.h>

/*
 * Parses what a server calls JSON: a byte order mark is dropped, bytes that are no UTF-8 become
 * U+FFFD, long whole numbers become texts (ids keep their digits). `what` is the list's name for
 * people. *ret_root is the caller's.
 */
enum err json_list_parse(const char *bytes, size_t length, const char *what, cJSON **ret_root,
                         struct error *reterr);

/* The array at the first of the places (paths; "" is the root; NULL ends them) that has one. */
const cJSON *json_list_find(const cJSON *root, const char *const *places);

/* Text or number at the first of the paths that has one, in the arena; "" when none has; NULL when
 * memory is out. */
const char *json_list_text(const cJSON *object, const char *const *paths, struct arena *arena);

#endif
