/* The table of SQLite's result codes: what each means to the operator, and what to do then. */
#include "src/history/store_error.h"

#include <sqlite3.h>
#include <stdio.h>

#include "src/base/mem.h"

/* "%s" in `next` is the file's path; it stands last, as a long one is cut. */
static const struct {
    int code; /* primary result code */
    enum err err;
    const char *what;
    const char *next;
} rows[] = {
    {SQLITE_FULL, ERR_STORE, "the disk is full",
     "Make room on the disk, then try again; what was saved before is intact."},
    {SQLITE_IOERR, ERR_STORE, "the disk could not be read or written",
     "Check the disk, its space and its connection, then try again."},
    {SQLITE_BUSY, ERR_STORE, "another program keeps it locked",
     "Wait until the other program has finished, or close it, then try again."},
    {SQLITE_LOCKED, ERR_STORE, "another part of the program keeps it locked",
     "Wait a moment, then try again."},
    {SQLITE_CORRUPT, ERR_STORE, "the file is damaged",
     "Keep the file but move it away, then start again with a new history: mv %s"},
    {SQLITE_NOTADB, ERR_STORE, "the file is not a history",
     "Keep the file but move it away, then start again with a new history: mv %s"},
    {SQLITE_READONLY, ERR_STORE, "the file or its folder is write-protected",
     "Allow writing there, or choose another folder with --data. The file is %s"},
    {SQLITE_PERM, ERR_STORE, "you may not use the file",
     "Check the rights of the file and its folder, or choose another with --data: %s"},
    {SQLITE_CANTOPEN, ERR_STORE, "the file cannot be opened",
     "Check the rights of the file and its folder, or choose another with --data: %s"},
    {SQLITE_PROTOCOL, ERR_STORE, "the file's locks do not work",
     "Keep the history on a local disk: choose a folder with --data. The file is %s"},
    {SQLITE_TOOBIG, ERR_TOO_BIG, "a text is too big", "Send a shorter text."},
    {SQLITE_CONSTRAINT, ERR_INVALID, "the same row is there already",
     "Leave this row out, or give it another uid."},
    {SQLITE_INTERRUPT, ERR_INTERRUPTED, "it was interrupted", "Try again."},
};

enum err store_error(const char *path, int code, const char *doing, struct error *reterr)
{
    if ((code & 0xFF) == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM)
        return error_nomem(reterr);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (rows[i].code != (code & 0xFF))
            continue;
        char next[sizeof reterr->next];
        snprintf(next, sizeof next, rows[i].next, path);
        error_set(reterr, rows[i].err, next, "cannot %s the history: %s", doing, rows[i].what);
        error_set_where(reterr, "%s", path);
        return rows[i].err;
    }
    error_set(reterr, ERR_STORE, "Try again; if it happens again, report it with this text.",
              "cannot %s the history: %s (SQLite %d)", doing, sqlite3_errstr(code), code);
    error_set_where(reterr, "%s", path);
    return ERR_STORE;
}
