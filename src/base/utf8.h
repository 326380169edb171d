/*
 * UTF-8: checking, counting, grapheme clusters, cell widths, and the one door
 * through which foreign text reaches a screen.
 *
 * Lengths are bytes unless a name says otherwise. Cluster breaks and widths are
 * utf8proc's (Unicode 15), with the corrections of docs/TEXT.md.
 * Any thread; nothing is kept.
 */
#ifndef CHAKRA_BASE_UTF8_H
#define CHAKRA_BASE_UTF8_H

#include "src/base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reads the code point at *position and moves past it. Invalid bytes (also
 * overlong forms, surrogates, above U+10FFFF) give -1 and move one byte.
 * Needs *position < length.
 */
int32_t utf8_next(const char *text, size_t length, size_t *position);

bool utf8_is_valid(const char *text, size_t length);
size_t utf8_count_code_points(const char *text, size_t length);
size_t utf8_count_utf16_units(const char *text, size_t length);
size_t utf8_count_clusters(const char *text, size_t length);

/* Mends in place what a buffer or a precision such as %.60s cut: half a code point at the end is
 * dropped, other bytes that are invalid become '?'. */
void utf8_mend(char *text);

/* Byte offset of the end of the grapheme cluster that starts at `start`. */
size_t utf8_cluster_end(const char *text, size_t length, size_t start);
/* Byte offset of the start of the cluster that ends at or holds `end`; 0 at the beginning. */
size_t utf8_cluster_start_before(const char *text, size_t length, size_t end);

/* Cells that one cluster takes: 0, 1 or 2, and one more for each spacing mark in it. A variation
 * selector changes nothing: most terminals do the same. */
int utf8_cluster_width(const char *text, size_t length);
/* Cells that the text takes on one line; controls count as nothing. */
size_t utf8_width(const char *text, size_t length);
/* Bytes of the longest prefix of whole clusters that fits into `cells`. */
size_t utf8_prefix_for_width(const char *text, size_t length, size_t cells);

/* A letter, digit, combining mark, other symbol such as an emoji, or `_`: what a step by words does
 * not stop at. */
bool utf8_is_word(int32_t code_point);

/* The first strong direction (Unicode bidi, rule P2): true for right-to-left. */
bool utf8_is_rtl(const char *text, size_t length);

enum utf8_sanitize_flags {
    UTF8_ONE_LINE = 0,
    UTF8_KEEP_NEWLINES = 1, /* LF stays, CR LF becomes LF */
    UTF8_KEEP_TABS = 2
};
/*
 * Appends `text` with everything made visible that could harm or deceive: C0,
 * DEL and C1 as control pictures or <XX>, bidi overrides and isolates, zero-width
 * and other format characters (except ZWJ and variation selectors inside a
 * cluster) as <U+XXXX>, invalid bytes as U+FFFD, line ends as a visible sign.
 */
void utf8_sanitize(struct strbuf *out, const char *text, size_t length, unsigned flags);

#endif
