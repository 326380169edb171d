/* Where presets are, and what their names may be. */
#include "src/config/preset_file.h"

#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/chakra-preset-XXXXXX";
static char ini[64];
static struct config config;

static void set_up(void)
{
    cr_assert_not_null(mkdtemp(folder));
    snprintf(ini, sizeof ini, "%s/chakra-tui.ini", folder);
    config = (struct config){.file = ini};
}

static void tear_down(void)
{
    char path[120];
    static const char *const names[] = {"presets/b.json", "presets/a.json", "presets/.c.json",
                                        "presets/d.txt"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/presets", folder);
    rmdir(path);
    rmdir(folder);
}

TestSuite(preset_file, .init = set_up, .fini = tear_down);

static enum err save(const char *name)
{
    CLEANUP(mem_freep) char *path = NULL;
    enum err err = preset_path(&config, name, &path, NULL);
    return err == ERR_OK ? preset_save(path, "{}\n", NULL) : err;
}

Test(preset_file, saved_ones_are_listed_by_name_and_never_written_over)
{
    struct arena arena;
    struct preset_name *names = NULL;
    size_t count = 9;
    arena_init(&arena);
    cr_assert_eq(preset_list(&config, &arena, &names, &count, NULL), ERR_OK);
    cr_expect_eq(count, 0u, "no folder is no preset");
    cr_expect_eq(save("b"), ERR_OK);
    cr_expect_eq(save("a"), ERR_OK);
    cr_expect_eq(save("a"), ERR_INVALID);
    char path[120];
    snprintf(path, sizeof path, "%s/presets/.c.json", folder);
    fclose(fopen(path, "w"));
    snprintf(path, sizeof path, "%s/presets/d.txt", folder);
    fclose(fopen(path, "w"));
    cr_assert_eq(preset_list(&config, &arena, &names, &count, NULL), ERR_OK);
    cr_assert_eq(count, 2u);
    cr_expect_str_eq(names[0].name, "a");
    cr_expect_str_eq(names[1].name, "b");
    struct stat status;
    cr_assert_eq(stat(names[0].path, &status), 0);
    cr_expect_eq(status.st_mode & 0777, 0600);
    arena_release(&arena);
}

Test(preset_file, names_stay_in_the_folder)
{
    static const char *const wrong[] = {"", ".", "..", ".hidden", "a/b", "../a", "a b", "é", "a\n"};
    char *path = NULL;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct error error = {0};
        cr_expect_eq(preset_path(&config, wrong[i], &path, &error), ERR_INVALID, "%s", wrong[i]);
        cr_expect_null(path);
        cr_expect_neq(error.next[0], '\0');
    }
    char longest[102];
    memset(longest, 'a', 101);
    longest[101] = '\0';
    cr_expect_eq(preset_path(&config, longest, &path, NULL), ERR_INVALID);
    cr_expect_eq(preset_path(&config, longest + 1, &path, NULL), ERR_OK);
    mem_free(path);
}
