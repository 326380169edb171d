/* One owner of a lock at a time, and none behind it. */
#include "src/base/lock_file.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/chakra-lock.XXXXXX";
static char path[64];

static void make_folder(void)
{
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.lock", folder);
}

static void remove_folder(void)
{
    unlink(path);
    rmdir(folder);
}

Test(lock_file, the_second_is_refused_until_the_first_is_gone, .init = make_folder,
     .fini = remove_folder)
{
    struct lock_file *first = NULL;
    struct lock_file *second = NULL;
    struct error error = {0};
    cr_assert_eq(lock_file_take(path, &first, NULL), ERR_OK);
    cr_assert_eq(lock_file_take(path, &second, &error), ERR_DUPLICATE);
    cr_assert_null(second);
    lock_file_free(first);
    cr_assert_neq(access(path, F_OK), 0);
    cr_assert_eq(lock_file_take(path, &second, NULL), ERR_OK);
    lock_file_free(second);
}

Test(lock_file, dies_with_its_process, .init = make_folder, .fini = remove_folder)
{
    pid_t child = fork();
    if (child == 0) {
        struct lock_file *lock = NULL;
        _exit(lock_file_take(path, &lock, NULL) == ERR_OK ? 0 : 1);
    }
    int status = 1;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert_eq(status, 0);
    struct lock_file *lock = NULL;
    cr_assert_eq(access(path, F_OK), 0);
    cr_assert_eq(lock_file_take(path, &lock, NULL), ERR_OK);
    lock_file_free(lock);
}

Test(lock_file, a_folder_that_is_not_there_is_an_error)
{
    struct lock_file *lock = NULL;
    struct error error = {0};
    cr_assert_eq(lock_file_take("/nowhere/at/all.lock", &lock, &error), ERR_IO);
    cr_assert_str_eq(error.where, "/nowhere/at/all.lock");
}
