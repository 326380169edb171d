/* The table of SQLite's result codes: what each means to the operator, and what to do then. */
#include "src/history/store_error.h"

#include <sqlite3.h>
#include <stdio.h>

#include "src/base/mem.h"
#include "src/base/text.h"

/* "%s" in `next` is the file's path; it stands last, as a long one is cut. */
static const struct {
    int code; /* primary result code */
    enum err err;
    const char *what;
    const char *next;
} rows[] = {
    {SQLITE_FULL, ERR_STORE, TEXT("the disk is full"),
     TEXT("Make room on the disk, then try again; what was saved before is intact.")},
    {SQLITE_IOERR, ERR_STORE, TEXT("the disk could not be read or written"),
     TEXT("Check the disk, its space and its connection, then try again.")},
    {SQLITE_BUSY, ERR_STORE, TEXT("another program keeps it locked"),
     TEXT("Wait until the other program has finished, or close it, then try again.")},
    {SQLITE_LOCKED, ERR_STORE, TEXT("another part of the program keeps it locked"),
     TEXT("Wait a moment, then try again.")},
    {SQLITE_CORRUPT, ERR_STORE, TEXT("the file is damaged"),
     TEXT("Keep the file but move it away, then start again with a new history: mv %s")},
    {SQLITE_NOTADB, ERR_STORE, TEXT("the file is not a history"),
     TEXT("Keep the file but move it away, then start again with a new history: mv %s")},
    {SQLITE_READONLY, ERR_STORE, TEXT("the file or its folder is write-protected"),
     TEXT("Allow writing there, or choose another folder with --data. The file is %s")},
    {SQLITE_PERM, ERR_STORE, TEXT("you may not use the file"),
     TEXT("Check the rights of the file and its folder, or choose another with --data: %s")},
    {SQLITE_CANTOPEN, ERR_STORE, TEXT("the file cannot be opened"),
     TEXT("Check the rights of the file and its folder, or choose another with --data: %s")},
    {SQLITE_PROTOCOL, ERR_STORE, TEXT("the file's locks do not work"),
     TEXT("Keep the history on a local disk: choose a folder with --data. The file is %s")},
    {SQLITE_TOOBIG, ERR_TOO_BIG, TEXT("a text is too big"), TEXT("Send a shorter text.")},
    {SQLITE_CONSTRAINT, ERR_INVALID, TEXT("the same row is there already"),
     TEXT("Leave this row out, or give it another uid.")},
    {SQLITE_INTERRUPT, ERR_INTERRUPTED, TEXT("it was interrupted"), TEXT("Try again.")},
};

enum err store_error(const char *path, int code, const char *doing, struct error *reterr)
{
    if ((code & 0xFF) == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM)
        return error_nomem(reterr);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (rows[i].code != (code & 0xFF))
            continue;
        char next[sizeof reterr->next];
        snprintf(next, sizeof next, text_of(rows[i].next), path);
        error_set(reterr, rows[i].err, next, "cannot %s the history: %s", text_of(doing),
                  text_of(rows[i].what));
        error_set_where(reterr, "%s", path);
        return rows[i].err;
    }
    error_set(reterr, ERR_STORE, "Try again; if it happens again, report it with this text.",
              "cannot %s the history: %s (SQLite %d)", doing, sqlite3_errstr(code), code);
    error_set_where(reterr, "%s", path);
    return ERR_STORE;
}
