/*
 * A VFS under SQLite that does what the default one does, until the n-th call that
 * could fail on a real disk: that one fails. For tests of storage under fire.
 * Syncs that do not fail are left out, so that the tests are quick.
 */
#ifndef CHAKRA_TESTS_HISTORY_FAULT_VFS_H
#define CHAKRA_TESTS_HISTORY_FAULT_VFS_H

#include <stdbool.h>
#include <stddef.h>

enum fault_kind {
    FAULT_IO_ONCE,  /* one call fails, as from a cable that was touched */
    FAULT_IO,       /* this call and all after it fail: the disk is gone */
    FAULT_DISK_FULL /* every write from this one on finds no room */
};

/* Becomes the default VFS of the process. */
void fault_vfs_install(void);

/* The n-th call from now on fails (1: the next); 0: none. */
void fault_vfs_arm(enum fault_kind kind, size_t n);
/* Did the fault happen since it was armed? */
bool fault_vfs_happened(void);

#endif
