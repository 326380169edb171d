/*
 * Owners of rows: a running program holds a lock on `owner-<uuid>.lock`; when it
 * dies, by whatever cause, the kernel frees the lock.
 *
 * flock(), not fcntl(): fcntl locks belong to the process, so they would vanish
 * as soon as any descriptor of the file is closed in it, and would not be seen by
 * the process's own other threads. flock locks belong to the open file.
 *
 * Who makes the file and who removes stale ones can meet: a file may be removed
 * between its making and its locking. So the owner looks, with the lock held,
 * whether the file is still there, and makes another if not; removing needs the
 * lock. No row names an owner before its lock is held and checked.
 */
#ifdef __APPLE__
#define _DARWIN_C_SOURCE /* flock() */
#endif

#include "src/history/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/history/store_internal.h"

static const char prefix[] = "owner-";
static const char suffix[] = ".lock";

enum { PREFIX_LENGTH = sizeof prefix - 1, MOST_TRIES = 64 };

struct store_owner {
    char uuid[UUID_TEXT_SIZE];
    char *path;
    int file; /* open and locked; the lock goes with it */
};

static char *make_lock_path(const char *folder, const char *uuid)
{
    char name[sizeof prefix + UUID_TEXT_SIZE + sizeof suffix];
    snprintf(name, sizeof name, "%s%s%s", prefix, uuid, suffix);
    return paths_join(folder, name);
}

/* The only use of flock(). `wait`: until it is free; else -1 with EWOULDBLOCK. */
static int lock_file(int file, int kind, bool wait)
{
    int result;
    do
        result = flock(file, wait ? kind : kind | LOCK_NB);
    while (result != 0 && errno == EINTR);
    return result;
}

static bool is_still_there(int file)
{
    struct stat info;
    return fstat(file, &info) == 0 && info.st_nlink > 0;
}

static enum err owner_error(const char *path, const char *verb, struct error *reterr)
{
    error_set(reterr, ERR_STORE,
              "Check the rights and the space there, or choose a folder on a local disk with "
              "--data.",
              "cannot %s the file that marks this program as running: %s", verb, strerror(errno));
    error_set_where(reterr, "%s", path);
    return ERR_STORE;
}

/* *ret_file is -1 when the file was removed before it was locked. */
static enum err make_locked_file(const char *path, int *ret_file, struct error *reterr)
{
    *ret_file = -1;
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0)
        return owner_error(path, "make", reterr);
    enum err err = ERR_OK;
    /* Waiting is short: only somebody who looks for stale files can hold it. */
    if (fchmod(file, S_IRUSR | S_IWUSR) != 0 || lock_file(file, LOCK_EX, true) != 0)
        err = owner_error(path, "lock", reterr);
    if (err == ERR_OK && is_still_there(file)) {
        *ret_file = file;
        return ERR_OK;
    }
    if (err != ERR_OK)
        unlink(path);
    close(file);
    return err;
}

enum err store_owner_begin(const char *folder, struct store_owner **ret_owner, struct error *reterr)
{
    *ret_owner = NULL;
    enum err err = paths_make_private_folder(folder, reterr);
    if (err != ERR_OK)
        return err;
    struct store_owner *owner = mem_zalloc(1, sizeof *owner);
    if (owner == NULL)
        return error_nomem(reterr);
    owner->file = -1;
    for (int i = 0; i < MOST_TRIES && err == ERR_OK && owner->file < 0; i++) {
        mem_free(owner->path);
        owner->path = NULL;
        err = uuid_make(owner->uuid, reterr);
        if (err != ERR_OK)
            break;
        owner->path = make_lock_path(folder, owner->uuid);
        err = owner->path != NULL ? make_locked_file(owner->path, &owner->file, reterr)
                                  : error_nomem(reterr);
    }
    if (err == ERR_OK && owner->file < 0) {
        errno = EAGAIN;
        err = owner_error(owner->path, "keep", reterr);
    }
    if (err != ERR_OK) {
        mem_free(owner->path);
        mem_free(owner);
        return err;
    }
    *ret_owner = owner;
    return ERR_OK;
}

void store_owner_end(struct store_owner *owner)
{
    if (owner == NULL)
        return;
    unlink(owner->path);
    close(owner->file);
    mem_free(owner->path);
    mem_free(owner);
}

const char *store_owner_uuid(const struct store_owner *owner)
{
    return owner->uuid;
}

bool owner_is_alive(const char *folder, const char *uuid)
{
    if (uuid == NULL || !uuid_is_valid(uuid))
        return false;
    CLEANUP(mem_freep) char *path = make_lock_path(folder, uuid);
    if (path == NULL)
        return true; /* not known: the next look will tell */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return errno != ENOENT;
    bool alive = lock_file(file, LOCK_SH, false) != 0;
    close(file);
    return alive;
}

/* Is it `owner-<uuid>.lock`? */
static bool is_lock_name(const char *name)
{
    if (strlen(name) != PREFIX_LENGTH + UUID_TEXT_SIZE - 1 + sizeof suffix - 1 ||
        strncmp(name, prefix, PREFIX_LENGTH) != 0 ||
        strcmp(name + PREFIX_LENGTH + UUID_TEXT_SIZE - 1, suffix) != 0)
        return false;
    char uuid[UUID_TEXT_SIZE];
    memcpy(uuid, name + PREFIX_LENGTH, sizeof uuid - 1);
    uuid[sizeof uuid - 1] = '\0';
    return uuid_is_valid(uuid);
}

static void remove_if_free(int folder, const char *name)
{
    int file = openat(folder, name, O_RDWR | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return;
    if (lock_file(file, LOCK_EX, false) == 0)
        unlinkat(folder, name, 0);
    close(file);
}

void owner_remove_stale(const char *folder)
{
    DIR *listing = opendir(folder);
    if (listing == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;)
        if (is_lock_name(entry->d_name))
            remove_if_free(dirfd(listing), entry->d_name);
    closedir(listing);
}
