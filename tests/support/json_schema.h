/*
 * Checks JSON against a JSON schema, as far as our own schemas go: type, enum,
 * properties, additionalProperties, required, items, minItems, minLength, pattern
 * (an extended regular expression), anyOf, $ref inside of the file. Any other keyword that
 * restricts something is reported, so that a schema cannot promise what nobody checks.
 */
#ifndef CHAKRA_TESTS_JSON_SCHEMA_H
#define CHAKRA_TESTS_JSON_SCHEMA_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* False: `problem` says where and why. */
bool json_schema_accepts(const cJSON *schema, const cJSON *node, char *problem, size_t size);

#endif
