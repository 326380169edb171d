/* Scratch folders under /tmp. */
#include "scratch.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void scratch_begin(struct scratch *scratch)
{
    static const char *const unset[] = {"CHAKRA_TOKEN",
                                        "CHAKRA_TUI_PROFILE",
                                        "CHAKRA_TUI_THEME",
                                        "CHAKRA_TUI_TIMEOUT",
                                        "CHAKRA_TUI_BASE_URL",
                                        "CHAKRA_TUI_TOKEN_FILE",
                                        "CHAKRA_TUI_CONFIG",
                                        "CHAKRA_TUI_DATA",
                                        "CHAKRA_TUI_PLUGIN",
                                        "CHAKRA_TUI_FROM",
                                        "CHAKRA_TUI_LOG",
                                        "CHAKRA_TUI_API_VERSION",
                                        "CHAKRA_TUI_DUPLICATE_WINDOW",
                                        "CHAKRA_TUI_MAX_ATTEMPTS"};
    for (size_t i = 0; i < sizeof unset / sizeof unset[0]; i++)
        unsetenv(unset[i]);
    snprintf(scratch->folder, sizeof scratch->folder, "/tmp/chakra-config-XXXXXX");
    cr_assert_not_null(mkdtemp(scratch->folder));
    char path[96];
    snprintf(path, sizeof path, "%s/chakra-tui", scratch->folder);
    cr_assert_eq(mkdir(path, 0700), 0);
    snprintf(scratch->ini, sizeof scratch->ini, "%s/chakra-tui/chakra-tui.ini", scratch->folder);
    static const char *const homes[] = {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
                                        "XDG_STATE_HOME"};
    for (size_t i = 0; i < sizeof homes / sizeof homes[0]; i++)
        setenv(homes[i], scratch->folder, 1);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info;
    (void)kind;
    (void)at;
    return remove(path);
}

void scratch_end(struct scratch *scratch)
{
    nftw(scratch->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void write_file(const char *path, const void *bytes, size_t length, mode_t mode)
{
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(bytes, 1, length, file), length);
    fclose(file);
    cr_assert_eq(chmod(path, mode), 0);
}

void scratch_write_ini(const struct scratch *scratch, const void *bytes, size_t length)
{
    write_file(scratch->ini, bytes, length, 0600);
}

const char *scratch_write(const struct scratch *scratch, const char *name, const char *text,
                          mode_t mode)
{
    static char path[160];
    snprintf(path, sizeof path, "%s/%s", scratch->folder, name);
    write_file(path, text, strlen(text), mode);
    return path;
}
