/* XDG folders and private files. */
#include "src/base/paths.h"

#include "src/base/mem.h"
#include "src/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *paths_join(const char *folder, const char *name)
{
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        length--;
    struct strbuf path;
    strbuf_init(&path, 8192);
    strbuf_add(&path, folder, length);
    if (length == 0 || folder[length - 1] != '/')
        strbuf_add_char(&path, '/');
    strbuf_add_text(&path, name);
    return strbuf_take(&path);
}

/* The XDG specification tells programs to ignore relative values. */
static char *base_folder(const char *variable, const char *below_home, const char *name,
                         struct error *reterr)
{
    const char *value = getenv(variable);
    char *path = NULL;
    if (value != NULL && value[0] == '/') {
        path = paths_join(value, name);
    } else {
        const char *home = getenv("HOME");
        if (home == NULL || home[0] != '/') {
            error_set(reterr, ERR_CONFIG, "Set HOME, or name the file with --config and --data.",
                      "neither HOME nor %s is set to an absolute path", variable);
            return NULL;
        }
        CLEANUP(mem_freep) char *folder = paths_join(home, below_home);
        path = folder != NULL ? paths_join(folder, name) : NULL;
    }
    if (path == NULL)
        error_nomem(reterr);
    return path;
}

char *paths_config_file(struct error *reterr)
{
    return base_folder("XDG_CONFIG_HOME", ".config", "chakra-tui/chakra-tui.ini", reterr);
}

char *paths_data_folder(struct error *reterr)
{
    return base_folder("XDG_DATA_HOME", ".local/share", "chakra-tui", reterr);
}

char *paths_state_folder(struct error *reterr)
{
    return base_folder("XDG_STATE_HOME", ".local/state", "chakra-tui", reterr);
}

static enum err io_error(struct error *reterr, const char *verb, const char *path, const char *next)
{
    error_set(reterr, ERR_IO, next, "cannot %s %s: %s", text_of(verb), path, strerror(errno));
    error_set_where(reterr, "%s", path);
    return ERR_IO;
}

enum err paths_make_private_folder(const char *folder, struct error *reterr)
{
    if (folder[0] == '\0')
        return error_set(reterr, ERR_IO, "Name a folder with --data.", "the folder has no name");
    CLEANUP(mem_freep) char *path = mem_strdup(folder);
    if (path == NULL)
        return error_nomem(reterr);
    for (char *at = path + 1;; at++) {
        if (*at != '/' && *at != '\0')
            continue;
        char kept = *at;
        *at = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
            return io_error(reterr, "make the folder", path,
                            "Check the rights and the space there, or choose another with --data.");
        *at = kept;
        if (kept == '\0')
            break;
    }
    struct stat info;
    if (stat(path, &info) != 0)
        return io_error(reterr, "look at", path, "Choose another folder with --data.");
    if (!S_ISDIR(info.st_mode))
        return error_set(reterr, ERR_IO, "Choose another folder with --data.", "%s is not a folder",
                         path);
    if (info.st_uid != geteuid() && (info.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return error_set(reterr, ERR_IO, "Choose a folder of your own with --data.",
                         "%s belongs to somebody else and others can write to it", path);
    return ERR_OK;
}

enum err paths_read_file(const char *path, struct strbuf *out, struct error *reterr)
{
    /* O_NONBLOCK: opening a FIFO must not hang. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return io_error(reterr, "open", path, "Check the path and your rights to read it.");
    struct stat info;
    enum err err = ERR_OK;
    if (fstat(file, &info) != 0)
        err = io_error(reterr, "look at", path, "Check the path.");
    else if (!S_ISREG(info.st_mode))
        err = error_set(reterr, ERR_IO, "Name a regular file.", "%s is not a regular file", path);
    char block[16384];
    while (err == ERR_OK) {
        ssize_t count = read(file, block, sizeof block);
        if (count == 0)
            break;
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            err = io_error(reterr, "read", path, "Check the disk, then try again.");
            break;
        }
        strbuf_add(out, block, (size_t)count);
        err = strbuf_status(out, path, reterr);
    }
    close(file);
    mem_wipe(block, sizeof block);
    return err;
}

enum err paths_check_private_file(const char *path, struct error *reterr)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return io_error(reterr, "look at", path, "Check the path and your rights to read it.");
    if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        error_set(reterr, ERR_SECRET, "Take the rights of others away with: chmod 600 FILE",
                  "%s can be read by others (mode %04o)", path, (unsigned)(info.st_mode & 07777));
        error_set_where(reterr, "%s", path);
        return ERR_SECRET;
    }
    return ERR_OK;
}

static enum err write_all(int file, const char *path, const char *bytes, size_t count,
                          struct error *reterr)
{
    while (count > 0) {
        ssize_t written = write(file, bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return io_error(reterr, "write", path, "Make room on the disk, then try again.");
        bytes += written;
        count -= (size_t)written;
    }
    if (fsync(file) != 0)
        return io_error(reterr, "write", path, "Make room on the disk, then try again.");
    return ERR_OK;
}

/* A whole temporary beside `path`, 0600; *ret_temporary is the caller's, also after a failure. */
static enum err write_temporary(const char *path, const void *bytes, size_t count,
                                char **ret_temporary, struct error *reterr)
{
    struct strbuf name;
    strbuf_init(&name, 8192);
    strbuf_addf(&name, "%s.XXXXXX", path);
    char *temporary = strbuf_take(&name);
    *ret_temporary = temporary;
    if (temporary == NULL)
        return error_nomem(reterr);
    int file = mkstemp(temporary); /* 0600 by POSIX.1-2008 */
    if (file < 0)
        return io_error(reterr, "make", temporary, "Check the rights and the space there.");
    enum err err = write_all(file, path, bytes, count, reterr);
    if (close(file) != 0 && err == ERR_OK)
        err = io_error(reterr, "write", path, "Make room on the disk, then try again.");
    if (err != ERR_OK)
        unlink(temporary);
    return err;
}

enum err paths_write_private_file(const char *path, const void *bytes, size_t count,
                                  struct error *reterr)
{
    CLEANUP(mem_freep) char *temporary = NULL;
    enum err err = write_temporary(path, bytes, count, &temporary, reterr);
    if (err == ERR_OK && rename(temporary, path) != 0) {
        err = io_error(reterr, "replace", path, "Check the rights there.");
        unlink(temporary);
    }
    return err;
}

/* The name must survive a power cut as the bytes do. Not every file system can do it: no error. */
static void sync_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    CLEANUP(mem_freep)
    char *folder = slash == NULL ? mem_strdup(".")
                                 : mem_strndup(path, slash == path ? 1 : (size_t)(slash - path));
    int descriptor = folder != NULL ? open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY) : -1;
    if (descriptor < 0)
        return;
    (void)fsync(descriptor);
    close(descriptor);
}

/* link() gives a name only if it is free; where a file system knows no links, looking first is the
 * best there is. */
static int give_new_name(const char *temporary, const char *path)
{
    if (link(temporary, path) == 0)
        return unlink(temporary);
    bool knows_no_links =
        errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK;
    if (!knows_no_links)
        return -1;
    if (access(path, F_OK) == 0) {
        errno = EEXIST;
        return -1;
    }
    return rename(temporary, path);
}

enum err paths_write_new_private_file(const char *path, const void *bytes, size_t count,
                                      struct error *reterr)
{
    CLEANUP(mem_freep) char *temporary = NULL;
    enum err err = write_temporary(path, bytes, count, &temporary, reterr);
    if (err != ERR_OK)
        return err;
    if (give_new_name(temporary, path) != 0) {
        err = io_error(reterr, "make", path, "Move what is there away, or name another file.");
        unlink(temporary);
    }
    sync_folder_of(path);
    return err;
}
