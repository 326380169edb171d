/* A copy of the whole history while others read and write it. */
#ifndef CHAKRA_HISTORY_STORE_BACKUP_H
#define CHAKRA_HISTORY_STORE_BACKUP_H

#include "src/history/store.h"

/*
 * Copies to a new file of mode 0600 (SQLite's online backup: the copy is one moment's state). A
 * file that is there already is ERR_IO; after a failure nothing is left. `should_stop` is asked
 * between steps and may be NULL.
 */
enum err store_backup(struct store *store, const char *path, bool (*should_stop)(void *context),
                      void *context, struct error *reterr);

#endif
