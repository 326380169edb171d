/* The failing VFS: every method goes to the VFS that was the default before. */
#include "fault_vfs.h"

#include <sqlite3.h>
#include <string.h>

static struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *below;
    enum fault_kind kind;
    size_t left; /* calls until the fault; 0: none is armed */
    bool happened;
} faults;

struct fault_file {
    sqlite3_file base;
    sqlite3_file *below; /* stands right behind this struct */
};

static sqlite3_file *below(sqlite3_file *file)
{
    return ((struct fault_file *)(void *)file)->below;
}

static bool must_fail(bool takes_room)
{
    if (faults.kind == FAULT_DISK_FULL && !takes_room)
        return false;
    if (faults.left == 0)
        return faults.happened && faults.kind != FAULT_IO_ONCE;
    faults.left--;
    if (faults.left > 0)
        return false;
    faults.happened = true;
    return true;
}

static int code_of(int io_code)
{
    return faults.kind == FAULT_DISK_FULL ? SQLITE_FULL : io_code;
}

static int file_close(sqlite3_file *file)
{
    return below(file)->pMethods->xClose(below(file));
}

static int file_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset)
{
    return below(file)->pMethods->xRead(below(file), bytes, count, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset)
{
    if (must_fail(true)) {
        /* A failing write may leave a part behind. */
        below(file)->pMethods->xWrite(below(file), bytes, count / 2, offset);
        return code_of(SQLITE_IOERR_WRITE);
    }
    return below(file)->pMethods->xWrite(below(file), bytes, count, offset);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    if (must_fail(false))
        return SQLITE_IOERR_TRUNCATE;
    return below(file)->pMethods->xTruncate(below(file), size);
}

static int file_sync(sqlite3_file *file, int flags)
{
    if (must_fail(true))
        return code_of(SQLITE_IOERR_FSYNC);
    /* No test pulls the plug, and thousands of real syncs would take minutes on a slow disk. */
    (void)file;
    (void)flags;
    return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return below(file)->pMethods->xFileSize(below(file), size);
}

static int file_lock(sqlite3_file *file, int level)
{
    return below(file)->pMethods->xLock(below(file), level);
}

static int file_unlock(sqlite3_file *file, int level)
{
    return below(file)->pMethods->xUnlock(below(file), level);
}

static int file_check_reserved_lock(sqlite3_file *file, int *result)
{
    return below(file)->pMethods->xCheckReservedLock(below(file), result);
}

static int file_control(sqlite3_file *file, int operation, void *argument)
{
    return below(file)->pMethods->xFileControl(below(file), operation, argument);
}

static int file_sector_size(sqlite3_file *file)
{
    return below(file)->pMethods->xSectorSize(below(file));
}

static int file_device_characteristics(sqlite3_file *file)
{
    return below(file)->pMethods->xDeviceCharacteristics(below(file));
}

static int file_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
    if (extend != 0 && must_fail(true))
        return code_of(SQLITE_IOERR_SHMSIZE);
    return below(file)->pMethods->xShmMap(below(file), page, size, extend, memory);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *file)
{
    below(file)->pMethods->xShmBarrier(below(file));
}

static int file_shm_unmap(sqlite3_file *file, int remove)
{
    return below(file)->pMethods->xShmUnmap(below(file), remove);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_reserved_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_device_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                    int *ret_flags)
{
    (void)vfs;
    struct fault_file *own = (struct fault_file *)(void *)file;
    own->base.pMethods = NULL;
    own->below = (sqlite3_file *)(void *)(own + 1);
    if (must_fail((flags & SQLITE_OPEN_CREATE) != 0))
        return code_of(SQLITE_CANTOPEN);
    int code = faults.below->xOpen(faults.below, name, own->below, flags, ret_flags);
    if (own->below->pMethods != NULL)
        own->base.pMethods = &methods;
    return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    if (must_fail(false))
        return SQLITE_IOERR_DELETE;
    (void)sync; /* as in file_sync() */
    return faults.below->xDelete(faults.below, name, 0);
}

void fault_vfs_install(void)
{
    faults.below = sqlite3_vfs_find(NULL);
    faults.vfs = *faults.below;
    faults.vfs.szOsFile = (int)sizeof(struct fault_file) + faults.below->szOsFile;
    faults.vfs.zName = "fault";
    faults.vfs.pNext = NULL;
    faults.vfs.xOpen = vfs_open;
    faults.vfs.xDelete = vfs_delete;
    sqlite3_vfs_register(&faults.vfs, 1);
}

void fault_vfs_arm(enum fault_kind kind, size_t n)
{
    faults.kind = kind;
    faults.left = n;
    faults.happened = false;
}

bool fault_vfs_happened(void)
{
    return faults.happened;
}
