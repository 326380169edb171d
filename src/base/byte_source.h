/*
 * Where bytes come from: a file, a converter of encodings, a test's buffer. Pulled,
 * never pushed, so that a reader of a large file keeps one block of it.
 */
#ifndef CHAKRA_BASE_BYTE_SOURCE_H
#define CHAKRA_BASE_BYTE_SOURCE_H

#include "src/base/err.h"

#include <stddef.h>

struct byte_source {
    /* Up to `size` bytes; *ret_count 0 is the end. */
    enum err (*read)(void *context, char *bytes, size_t size, size_t *ret_count,
                     struct error *reterr);
    void *context;
};

#endif
