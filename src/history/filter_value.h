/* What stands behind the colon, by field. For filter.c only. */
#ifndef CHAKRA_HISTORY_FILTER_VALUE_H
#define CHAKRA_HISTORY_FILTER_VALUE_H

#include "src/base/strbuf.h"
#include "src/history/filter.h"

/*
 * Completes a term whose field is known. `value` is without quotes, unquoted stars
 * and question marks as text_match.h's signs. Texts go into the arena.
 */
enum err filter_value_read(struct filter_term *term, const struct strbuf *value, int64_t now_ms,
                           struct arena *arena, struct error *reterr);

#endif
