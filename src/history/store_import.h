/* Putting rows of an export back. Writing connection only. */
#ifndef CHAKRA_HISTORY_STORE_IMPORT_H
#define CHAKRA_HISTORY_STORE_IMPORT_H

#include "src/history/import_line.h"
#include "src/history/store.h"

/* Many rows in one transaction: begin, rows, end. `end` rolls back when `err` is not ERR_OK. */
enum err store_import_begin(struct store *store, struct error *reterr);
enum err store_import_end(struct store *store, enum err err, struct error *reterr);

/*
 * Inserts the row unless its uid is there already (*ret_added says which). It keeps its id
 * if that is free. It has no fingerprint, so it never blocks a send.
 */
enum err store_import_row(struct store *store, const struct import_row *row, bool *ret_added,
                          struct error *reterr);

#endif
