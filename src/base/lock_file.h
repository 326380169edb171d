/*
 * A file whose lock says that somebody works on the thing it is named after. The
 * kernel frees the lock with the process, by whatever cause it dies. Any thread.
 */
#ifndef CHAKRA_BASE_LOCK_FILE_H
#define CHAKRA_BASE_LOCK_FILE_H

#include "src/base/err.h"

struct lock_file;

/* ERR_DUPLICATE when another program, or another place in this one, has it. */
enum err lock_file_take(const char *path, struct lock_file **ret_lock, struct error *reterr);
void lock_file_free(struct lock_file *lock); /* removes the file; NULL is fine */

#endif
