/* Where presets are. */
#include "src/config/preset_file.h"

#include "src/base/mem.h"
#include "src/base/paths.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char extension[] = ".json";
enum { EXTENSION = sizeof extension - 1, NAME_LONGEST = 100, PRESETS_MOST = 1000 };

static char *preset_folder(const struct config *config, struct error *reterr)
{
    char *settings = config->file != NULL ? mem_strdup(config->file) : paths_config_file(reterr);
    if (settings == NULL)
        return NULL;
    char *slash = strrchr(settings, '/');
    if (slash != NULL)
        *slash = '\0';
    char *folder = paths_join(slash != NULL ? settings : ".", "presets");
    mem_free(settings);
    if (folder == NULL)
        error_nomem(reterr);
    return folder;
}

static bool is_name(const char *name, size_t length)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    return length > 0 && length <= NAME_LONGEST && name[0] != '.' &&
           strspn(name, allowed) >= length;
}

static bool is_preset(const char *file)
{
    size_t length = strlen(file);
    return length > EXTENSION && strcmp(file + length - EXTENSION, extension) == 0 &&
           is_name(file, length - EXTENSION);
}

static int compare_names(const void *left, const void *right)
{
    const struct preset_name *a = left;
    const struct preset_name *b = right;
    return strcmp(a->name, b->name);
}

static bool take_name(const char *folder, const char *file, struct arena *arena,
                      struct preset_name *ret_name)
{
    ret_name->name = arena_strndup(arena, file, strlen(file) - EXTENSION);
    ret_name->path = arena_format(arena, "%s/%s", folder, file);
    return ret_name->name != NULL && ret_name->path != NULL;
}

static enum err read_folder(DIR *files, const char *folder, struct arena *arena,
                            struct preset_name *names, size_t *ret_count, struct error *reterr)
{
    for (const struct dirent *file = readdir(files); file != NULL && *ret_count < PRESETS_MOST;
         file = readdir(files)) {
        if (!is_preset(file->d_name))
            continue;
        if (!take_name(folder, file->d_name, arena, &names[*ret_count]))
            return error_nomem(reterr);
        ++*ret_count;
    }
    qsort(names, *ret_count, sizeof *names, compare_names);
    return ERR_OK;
}

enum err preset_list(const struct config *config, struct arena *arena,
                     struct preset_name **ret_names, size_t *ret_count, struct error *reterr)
{
    *ret_count = 0;
    *ret_names = arena_alloc(arena, PRESETS_MOST, sizeof **ret_names);
    CLEANUP(mem_freep) char *folder = preset_folder(config, reterr);
    if (folder == NULL || *ret_names == NULL)
        return folder != NULL ? error_nomem(reterr) : ERR_IO;
    DIR *files = opendir(folder);
    if (files == NULL && errno == ENOENT)
        return ERR_OK;
    if (files == NULL) {
        error_set(reterr, ERR_IO, "Check the folder and its permissions.",
                  "the presets cannot be listed: %s", strerror(errno));
        error_set_where(reterr, "%s", folder);
        return ERR_IO;
    }
    enum err err = read_folder(files, folder, arena, *ret_names, ret_count, reterr);
    closedir(files);
    return err;
}

enum err preset_path(const struct config *config, const char *name, char **ret_path,
                     struct error *reterr)
{
    char file[NAME_LONGEST + EXTENSION + 1];
    *ret_path = NULL;
    if (!is_name(name, strlen(name)))
        return error_set(reterr, ERR_INVALID,
                         "Use letters, digits, dots, - and _, at most 100 of them.",
                         "'%.60s' cannot be the name of a preset", name);
    CLEANUP(mem_freep) char *folder = preset_folder(config, reterr);
    if (folder == NULL)
        return reterr != NULL ? reterr->code : ERR_IO;
    snprintf(file, sizeof file, "%s%s", name, extension);
    *ret_path = paths_join(folder, file);
    return *ret_path != NULL ? ERR_OK : error_nomem(reterr);
}

enum err preset_save(const char *path, const char *text, struct error *reterr)
{
    CLEANUP(mem_freep) char *folder = mem_strdup(path);
    if (folder == NULL)
        return error_nomem(reterr);
    *strrchr(folder, '/') = '\0';
    if (access(path, F_OK) == 0) {
        error_set(reterr, ERR_INVALID, "Choose another name, or delete that file first.",
                  "there is a preset of this name already");
        error_set_where(reterr, "%s", path);
        return ERR_INVALID;
    }
    enum err err = paths_make_private_folder(folder, reterr);
    return err == ERR_OK ? paths_write_private_file(path, text, strlen(text), reterr) : err;
}
