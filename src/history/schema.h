/*
 * The schema's versions. Each migration runs in its own transaction and ends
 * with its number in PRAGMA user_version, so a cut leaves the version before.
 */
#ifndef CHAKRA_HISTORY_SCHEMA_H
#define CHAKRA_HISTORY_SCHEMA_H

#include "src/base/err.h"

#include <sqlite3.h>

/* The version that this program reads and writes. */
int schema_version(void);

/* The version of an open file; ERR_STORE when it is newer than this program, or another's file. */
enum err schema_check(sqlite3 *db, const char *path, int *ret_version, struct error *reterr);

/* Brings the file to schema_version(). Two programs may do this at once. */
enum err schema_migrate(sqlite3 *db, const char *path, struct error *reterr);

#endif
