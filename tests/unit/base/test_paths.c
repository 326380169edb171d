/* XDG folders, private files and folders, each in a folder of its own. */
#include "src/base/paths.h"

#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/test-paths-XXXXXX";

static void begin(void)
{
    umask(022);
    if (mkdtemp(folder) == NULL || chdir(folder) != 0)
        abort();
}

static void end(void)
{
    static const char *const leftovers[] = {"file", "fifo", "a/b/c", "a/b", "a", "open"};
    for (size_t i = 0; i < COUNT_OF(leftovers); i++)
        remove(leftovers[i]);
    if (chdir("/") != 0 || rmdir(folder) != 0)
        abort(); /* something was left behind */
}

TestSuite(paths, .init = begin, .fini = end);

static unsigned mode_of(const char *path)
{
    struct stat info;
    cr_assert_eq(stat(path, &info), 0, "%s", path);
    return (unsigned)(info.st_mode & 07777);
}

static void put(const char *path, const char *text, mode_t mode)
{
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
    chmod(path, mode);
}

static void assert_path(char *path, const char *expected)
{
    cr_assert_str_eq(path, expected);
    mem_free(path);
}

Test(paths, xdg_variables_win_if_absolute)
{
    setenv("HOME", "/home/asha", 1);
    setenv("XDG_CONFIG_HOME", "/etc/own/", 1);
    setenv("XDG_DATA_HOME", "relative", 1);
    unsetenv("XDG_STATE_HOME");
    assert_path(paths_config_file(NULL), "/etc/own/chakra-tui/chakra-tui.ini");
    assert_path(paths_data_folder(NULL), "/home/asha/.local/share/chakra-tui");
    assert_path(paths_state_folder(NULL), "/home/asha/.local/state/chakra-tui");
    setenv("XDG_DATA_HOME", "", 1);
    assert_path(paths_data_folder(NULL), "/home/asha/.local/share/chakra-tui");
    setenv("XDG_DATA_HOME", "/data", 1);
    assert_path(paths_data_folder(NULL), "/data/chakra-tui");
}

Test(paths, no_home_is_an_error_with_a_next_step)
{
    struct error error = {0};
    unsetenv("HOME");
    unsetenv("XDG_CONFIG_HOME");
    cr_assert_null(paths_config_file(&error));
    cr_assert_eq(error.code, ERR_CONFIG);
    cr_assert_not_null(strstr(error.next, "--config"));
    setenv("HOME", "not/absolute", 1);
    cr_assert_null(paths_config_file(&error));
    setenv("HOME", "/home/asha", 1);
    mem_test_fail_after(1);
    cr_assert_null(paths_config_file(&error));
    mem_test_fail_after(0);
    cr_assert_eq(error.code, ERR_NOMEM);
}

Test(paths, join_puts_one_slash)
{
    assert_path(paths_join("/a", "b"), "/a/b");
    assert_path(paths_join("/a//", "b/c"), "/a/b/c");
    assert_path(paths_join("/", "b"), "/b");
    assert_path(paths_join("a", "b"), "a/b");
}

Test(paths, folders_are_made_private_with_their_parents)
{
    struct error error;
    cr_assert_eq(paths_make_private_folder("a/b/c", &error), ERR_OK);
    cr_assert_eq(mode_of("a"), 0700);
    cr_assert_eq(mode_of("a/b"), 0700);
    cr_assert_eq(mode_of("a/b/c"), 0700);
    cr_assert_eq(paths_make_private_folder("a/b/c/", &error), ERR_OK);
    cr_assert_eq(paths_make_private_folder("/", &error), ERR_OK);
}

Test(paths, folder_that_cannot_be_made_is_named)
{
    struct error error = {0};
    put("file", "", 0600);
    cr_assert_eq(paths_make_private_folder("file/below", &error), ERR_IO);
    cr_assert_not_null(strstr(error.what, "file/below"));
    cr_assert_eq(paths_make_private_folder("file", &error), ERR_IO);
    cr_assert_str_eq(error.what, "file is not a folder");
    cr_assert_eq(paths_make_private_folder("", &error), ERR_IO);
    cr_assert_str_eq(error.what, "the folder has no name");
    mem_test_fail_after(1);
    cr_assert_eq(paths_make_private_folder("a", &error), ERR_NOMEM);
    mem_test_fail_after(0);
}

Test(paths, folder_of_others_that_others_can_write_to_is_refused)
{
    struct error error = {0};
    if (geteuid() != 0)
        cr_skip_test("only root can give a folder away");
    cr_assert_eq(mkdir("open", 0700), 0);
    cr_assert_eq(chown("open", 12345, 12345), 0);
    cr_assert_eq(paths_make_private_folder("open", &error), ERR_OK);
    cr_assert_eq(chmod("open", 0777), 0);
    cr_assert_eq(paths_make_private_folder("open", &error), ERR_IO);
    cr_assert_not_null(strstr(error.what, "somebody else"));
}

static enum err read_with_limit(const char *path, size_t limit, size_t *ret_length,
                                struct error *reterr)
{
    struct strbuf out;
    strbuf_init(&out, limit);
    enum err err = paths_read_file(path, &out, reterr);
    *ret_length = out.length;
    strbuf_release(&out);
    return err;
}

Test(paths, reads_a_file_up_to_the_limit)
{
    struct error error = {0};
    size_t length = 0;
    char text[40001];
    memset(text, 'x', 40000);
    text[40000] = '\0';
    put("file", text, 0600);
    cr_assert_eq(read_with_limit("file", 40000, &length, &error), ERR_OK);
    cr_assert_eq(length, 40000);
    cr_assert_eq(read_with_limit("file", 39999, &length, &error), ERR_TOO_BIG);
    cr_assert_eq(read_with_limit("file", 10, &length, &error), ERR_TOO_BIG);
    cr_assert_str_eq(error.what, "file is longer than 10 bytes");
}

Test(paths, reading_refuses_what_is_no_file)
{
    struct error error = {0};
    size_t length = 0;
    cr_assert_eq(read_with_limit("none", 10, &length, &error), ERR_IO);
    cr_assert_str_eq(error.what, "cannot open none: No such file or directory");
    cr_assert_str_eq(error.where, "none");
    cr_assert_eq(read_with_limit(".", 10, &length, &error), ERR_IO);
    cr_assert_str_eq(error.what, ". is not a regular file");
    cr_assert_eq(mkfifo("fifo", 0600), 0);
    cr_assert_eq(read_with_limit("fifo", 10, &length, &error), ERR_IO);
    cr_assert_str_eq(error.what, "fifo is not a regular file");
}

Test(paths, file_that_others_can_read_is_no_secret)
{
    static const struct {
        mode_t mode;
        enum err err;
    } rows[] = {{0600, ERR_OK},     {0400, ERR_OK},     {0640, ERR_SECRET},
                {0604, ERR_SECRET}, {0620, ERR_SECRET}, {0644, ERR_SECRET}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error error = {0};
        put("file", "token", rows[i].mode);
        cr_assert_eq(paths_check_private_file("file", &error), rows[i].err, "%o", rows[i].mode);
        if (rows[i].err != ERR_OK)
            cr_assert_not_null(strstr(error.next, "chmod 600"));
    }
    cr_assert_eq(paths_check_private_file("none", NULL), ERR_IO);
}

Test(paths, writes_private_and_whole)
{
    struct error error;
    struct strbuf out;
    strbuf_init(&out, 100);
    put("file", "old and longer", 0644);
    cr_assert_eq(paths_write_private_file("file", "new\0!", 5, &error), ERR_OK);
    cr_assert_eq(mode_of("file"), 0600);
    cr_assert_eq(paths_read_file("file", &out, &error), ERR_OK);
    cr_assert_eq(out.length, 5);
    cr_assert_arr_eq(out.text, "new\0!", 5);
    strbuf_release(&out);
}

Test(paths, failed_write_leaves_the_old_and_no_temporary)
{
    struct error error = {0};
    size_t length = 0;
    cr_assert_eq(paths_write_private_file("none/file", "x", 1, &error), ERR_IO);
    /* A folder cannot be replaced by a file: rename fails after everything was written. */
    cr_assert_eq(mkdir("a", 0700), 0);
    cr_assert_eq(paths_write_private_file("a", "x", 1, &error), ERR_IO);
    cr_assert_eq(error.code, ERR_IO);
    put("file", "old", 0600);
    mem_test_fail_after(1);
    cr_assert_eq(paths_write_private_file("file", "x", 1, &error), ERR_NOMEM);
    mem_test_fail_after(0);
    cr_assert_eq(read_with_limit("file", 10, &length, &error), ERR_OK);
    cr_assert_eq(length, 3);
    /* end() removes the folder, which fails loudly if a temporary was left. */
}
