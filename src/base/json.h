/*
 * Small helpers over cJSON that every reader of foreign JSON needs: a bounded
 * parse, getters that tolerate wrong types, and one way to print.
 *
 * Traps they guard against: cJSON's default getters ignore case (we never use
 * them), cJSON_GetErrorPtr is a process global (we do not call it), numbers are
 * doubles (ids and phone numbers are read as text). Any thread.
 */
#ifndef CHAKRA_BASE_JSON_H
#define CHAKRA_BASE_JSON_H

#include "src/base/err.h"
#include "src/base/mem.h"
#include "src/base/strbuf.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* For CLEANUP(json_deletep) cJSON *root = ...; */
void json_deletep(cJSON **node);

/*
 * Parses exactly `length` bytes; anything but white space after the value, a
 * nesting over cJSON's limit, or invalid UTF-8 is ERR_INVALID, with line and
 * column in reterr. On success *ret_root is the caller's (cJSON_Delete).
 *
 * A number that no double holds, such as an id of 17 digits, is a cJSON_Raw in the
 * tree: it prints as it was written, and cJSON_IsNumber() is false of it.
 */
enum err json_parse(const char *bytes, size_t length, cJSON **ret_root, struct error *reterr);

/* The tree of a text; NULL for NULL, for what is not JSON, and when memory is out. */
cJSON *json_parse_text(const char *text);

/* Member of an object by its exact name; NULL when `object` is not an object or has none. */
const cJSON *json_member(const cJSON *object, const char *name);
/* The same along a path of names, and of places 0 to 9 in arrays: "messages.0.id". The root at "".
 */
const cJSON *json_path(const cJSON *object, const char *path);

/* Text of a string member, borrowed; `fallback` (may be NULL) for anything else. */
const char *json_text(const cJSON *object, const char *name, const char *fallback);
/*
 * Text of a string or number member (whole numbers without a fraction), in the
 * caller's buffer or borrowed; NULL for anything else. For ids that come as either.
 */
const char *json_text_or_number(const cJSON *object, const char *name, char *buffer, size_t size);
/* What was written for a number, borrowed, where printing it would give something else ("1.50",
 * a long id); NULL where printing gives the same, and for all that is no number. */
const char *json_number_text(const cJSON *node);
/* A whole number given as number or as decimal text; false when it is neither. */
bool json_integer(const cJSON *node, int64_t *ret_value);
bool json_is_true(const cJSON *object, const char *name);

/* Printed text, the caller's (mem_free); NULL when memory is out. */
char *json_print(const cJSON *node);        /* in one line */
char *json_print_pretty(const cJSON *node); /* indented by two blanks */

/* Appends a JSON string literal, quotes included. */
void json_add_quoted(struct strbuf *out, const char *text);

/*
 * Building: these add a member and report failure by returning false, so that a
 * chain can be checked once: `ok = ok && json_add_text(...)`.
 * A NULL text adds null.
 */
bool json_add_text(cJSON *object, const char *name, const char *text);
bool json_add_integer(cJSON *object, const char *name, int64_t value);
bool json_add_bool(cJSON *object, const char *name, bool value);
/* Takes ownership of `node` in every case; false when it is NULL or cannot be added. */
bool json_add_node(cJSON *object, const char *name, cJSON *node);
bool json_append_node(cJSON *array, cJSON *node);

#endif
