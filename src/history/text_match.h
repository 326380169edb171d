/*
 * Comparing texts as a reader would: without regard to case (of any script), by
 * code points. Patterns are those of the filter: GLOB_RUN stands for any text,
 * GLOB_ONE for any one code point. Pure.
 */
#ifndef CHAKRA_HISTORY_TEXT_MATCH_H
#define CHAKRA_HISTORY_TEXT_MATCH_H

#include "src/base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

/* Control bytes, as a filter holds none: a star that was quoted stays a star. */
enum { GLOB_RUN = 1, GLOB_ONE = 2 };

/* Appends the text in small letters: the form in which needles and patterns are given below. */
void text_fold(struct strbuf *out, const char *text, size_t length);

bool text_contains(const char *text, size_t length, const char *folded, size_t folded_length);
bool text_equals(const char *text, size_t length, const char *folded, size_t folded_length);
/* The whole text must match. */
bool text_matches(const char *text, size_t length, const char *folded_pattern,
                  size_t pattern_length);

#endif
