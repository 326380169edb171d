/* The names of a list's columns, before anybody says what they fill. Any thread. */
#ifndef CHAKRA_BATCH_HEADER_H
#define CHAKRA_BATCH_HEADER_H

#include "src/base/arena.h"
#include "src/base/err.h"

#include <stddef.h>

/* The names are in the arena, without blanks around. `encoding` NULL: UTF-8. Only of a regular
 * file, so that nothing waits for a writer. */
enum err header_read(const char *path, const char *encoding, const char *data_folder,
                     struct arena *arena, const char ***ret_names, size_t *ret_count,
                     struct error *reterr);

#endif
