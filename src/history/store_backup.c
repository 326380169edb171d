/* The online backup, in steps. */
#include "src/history/store_backup.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/clock.h"
#include "src/history/store_error.h"
#include "src/history/store_internal.h"

enum { PAGES_A_STEP = 2048, WAIT_MS = 5000, RETRY_MS = 5 };

static enum err make_new_file(const char *path, struct error *reterr)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file >= 0) {
        close(file);
        return ERR_OK;
    }
    error_set(reterr, ERR_IO,
              errno == EEXIST ? "Name another file, or move that one away."
                              : "Check that its folder is there and that you may write to it.",
              "cannot make the copy: %s", strerror(errno));
    error_set_where(reterr, "%s", path);
    return ERR_IO;
}

static enum err copy_pages(sqlite3_backup *backup, const char *path,
                           bool (*should_stop)(void *context), void *context, struct error *reterr)
{
    int64_t deadline = clock_monotonic_ms() + WAIT_MS;
    for (;;) {
        int code = sqlite3_backup_step(backup, PAGES_A_STEP);
        if (code == SQLITE_DONE)
            return ERR_OK;
        bool waits = (code & 0xFF) == SQLITE_BUSY || (code & 0xFF) == SQLITE_LOCKED;
        if (waits && clock_monotonic_ms() < deadline)
            sqlite3_sleep(RETRY_MS);
        else if (code != SQLITE_OK)
            return store_error(path, code, "copy", reterr);
        else
            deadline = clock_monotonic_ms() + WAIT_MS;
        if (should_stop != NULL && should_stop(context))
            return error_set(reterr, ERR_INTERRUPTED, "Start it again.", "the copy was not ended");
    }
}

enum err store_backup(struct store *store, const char *path, bool (*should_stop)(void *context),
                      void *context, struct error *reterr)
{
    enum err err = make_new_file(path, reterr);
    if (err != ERR_OK)
        return err;
    sqlite3 *copy = NULL;
    int code = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_backup *backup =
        code == SQLITE_OK ? sqlite3_backup_init(copy, "main", store->db, "main") : NULL;
    if (backup == NULL) {
        err = store_error(path, code != SQLITE_OK ? code : sqlite3_extended_errcode(copy), "copy",
                          reterr);
    } else {
        err = copy_pages(backup, path, should_stop, context, reterr);
        sqlite3_backup_finish(backup);
    }
    sqlite3_close(copy);
    if (err != ERR_OK)
        unlink(path);
    return err;
}
