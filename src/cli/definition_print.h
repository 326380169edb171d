/*
 * Differences for people and for programs. Marks tell what changed, with or
 * without colour: [-removed-] and {+added+}.
 */
#ifndef CHAKRA_CLI_DEFINITION_PRINT_H
#define CHAKRA_CLI_DEFINITION_PRINT_H

#include "src/whatsapp/definition_diff.h"
#include "src/whatsapp/rules.h"

#include <cjson/cJSON.h>
#include <stdio.h>

/* Colours on a terminal, unless NO_COLOR or TERM=dumb. */
bool definition_print_uses_colour(FILE *out);

/* "NAME LANGUAGE changed", then a line for each change. */
void definition_print_pair(FILE *out, const struct definition_pair *pair,
                           const struct definition_diff *diff);
/* A line for one text with its words, such as "status  [-APPROVED-]{+PAUSED+}". */
void definition_print_words(FILE *out, const char *path, const char *before, const char *after,
                            const struct word_diff *words);

/* The caller's; NULL when memory is out. */
cJSON *definition_pair_json(const struct definition_pair *pair, const struct definition_diff *diff);

#endif
