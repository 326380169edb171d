/* flock(), for the reasons given in src/history/owner.c; removed only while it is held. */
#ifdef __APPLE__
#define _DARWIN_C_SOURCE /* flock() */
#endif

#include "src/base/lock_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/mem.h"

enum { MOST_TRIES = 16 };

struct lock_file {
    char *path;
    int file;
};

/* *ret_file is -1 when the file was removed between its opening and its locking. */
static enum err open_locked(const char *path, int *ret_file, struct error *reterr)
{
    *ret_file = -1;
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        error_set(reterr, ERR_IO, "Check the rights and the space there.",
                  "cannot make a lock file: %s", strerror(errno));
        error_set_where(reterr, "%s", path);
        return ERR_IO;
    }
    struct stat info;
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        close(file);
        return error_set(reterr, ERR_DUPLICATE, "Wait for it to end.",
                         "another program is at work on this");
    }
    if (fstat(file, &info) == 0 && info.st_nlink > 0)
        *ret_file = file;
    else
        close(file);
    return ERR_OK;
}

enum err lock_file_take(const char *path, struct lock_file **ret_lock, struct error *reterr)
{
    *ret_lock = NULL;
    struct lock_file *lock = mem_zalloc(1, sizeof *lock);
    if (lock == NULL)
        return error_nomem(reterr);
    char *copy = mem_strdup(path);
    enum err err = copy != NULL ? ERR_OK : error_nomem(reterr);
    int file = -1;
    for (int i = 0; err == ERR_OK && file < 0 && i < MOST_TRIES; i++)
        err = open_locked(path, &file, reterr);
    if (err == ERR_OK && file < 0)
        err = error_set(reterr, ERR_DUPLICATE, "Try again.", "another program is at work on this");
    if (err != ERR_OK) {
        mem_free(copy);
        mem_free(lock);
        return err;
    }
    lock->path = copy;
    lock->file = file;
    *ret_lock = lock;
    return ERR_OK;
}

void lock_file_free(struct lock_file *lock)
{
    if (lock == NULL)
        return;
    unlink(lock->path);
    close(lock->file);
    mem_free(lock->path);
    mem_free(lock);
}
