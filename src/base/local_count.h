/*
 * Counts for people to read, in groups of digits as the operator's locale has them:
 * "1,234,567", "1.234.567", "12,34,567"; in the locales C and POSIX without groups.
 *
 * By LC_MONETARY, whose groups are those of counts: LC_NUMERIC is "C" for the whole program, so
 * that no locale reaches JSON, CSV or the wire. Any thread, once the locale is set.
 */
#ifndef CHAKRA_BASE_LOCAL_COUNT_H
#define CHAKRA_BASE_LOCAL_COUNT_H

#include <stddef.h>
#include <stdint.h>

enum { LOCAL_COUNT_SIZE = 64 }; /* bytes: a separator may have three */

struct local_count {
    char text[LOCAL_COUNT_SIZE];
};

/* By value, so that several can stand in the arguments of one sentence: local_count(n).text */
struct local_count local_count(int64_t count);
/* With one decimal, for rates: "1.246,9". */
struct local_count local_tenths(int64_t tenths);
/* A count with blanks before it up to that many cells, at most 20. */
struct local_count local_count_in(int64_t count, size_t cells);

#endif
