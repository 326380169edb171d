/* Which themes there are. */
#include "ui/theme_list.h"

#include "src/base/mem.h"
#include "src/base/paths.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static bool add(struct theme_list *list, const char *name, size_t length, const char *path)
{
    if (list->count == THEME_LIST_MAX)
        return true;
    char *copy = mem_strndup(name, length);
    char *path_copy = mem_strdup(path);
    if (copy == NULL || (path_copy == NULL && path != NULL)) {
        mem_free(copy);
        mem_free(path_copy);
        return false;
    }
    list->names[list->count] = copy;
    list->paths[list->count++] = path_copy;
    return true;
}

static size_t find(const struct theme_list *list, const char *name, const char *path)
{
    const char *wanted = path != NULL ? path : name;
    for (size_t i = 0; i < list->count; i++) {
        const char *has = path != NULL ? list->paths[i] : list->names[i];
        if (has != NULL && strcmp(has, wanted) == 0)
            return i;
    }
    return list->count;
}

/* A file with the name of a theme that is built in is not listed: a path in the settings names it.
 */
static bool add_folder(struct theme_list *list, const char *folder)
{
    DIR *stream = folder != NULL ? opendir(folder) : NULL;
    bool ok = true;
    const struct dirent *entry = NULL;
    while (stream != NULL && ok && (entry = readdir(stream)) != NULL) {
        size_t length = strlen(entry->d_name);
        if (length < 5 || entry->d_name[0] == '.' ||
            strcmp(entry->d_name + length - 4, ".ini") != 0)
            continue;
        CLEANUP(mem_freep) char *name = mem_strndup(entry->d_name, length - 4);
        CLEANUP(mem_freep) char *path = paths_join(folder, entry->d_name);
        ok = name != NULL && path != NULL;
        if (ok && find(list, name, NULL) == list->count)
            ok = add(list, name, length - 4, path);
    }
    if (stream != NULL)
        closedir(stream);
    return ok;
}

bool theme_list_init(struct theme_list *list, const struct screen_settings *settings, bool no_color)
{
    *list = (struct theme_list){.count = 0};
    bool ok = true;
    for (size_t i = 0; i < theme_builtin_count(); i++)
        ok = add(list, theme_builtin_name(i), strlen(theme_builtin_name(i)), NULL) && ok;
    ok = add_folder(list, settings->themes_folder) && ok;
    const char *wanted = theme_choose(settings->theme, no_color);
    const char *file = settings->theme_file;
    if (file != NULL && find(list, NULL, file) == list->count)
        ok = add(list, wanted, strlen(wanted), file) && ok;
    list->chosen = find(list, wanted, file);
    if (list->chosen == list->count)
        list->chosen = 0;
    return ok;
}

void theme_list_release(struct theme_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        mem_free(list->names[i]);
        mem_free(list->paths[i]);
    }
    list->count = 0;
}

void theme_list_load(const struct theme_list *list, size_t index, struct theme *ret_theme,
                     struct theme_report *ret_report)
{
    *ret_report = (struct theme_report){.count = 0};
    const char *name = index < list->count ? list->names[index] : "default";
    if (index < list->count && list->paths[index] != NULL)
        theme_load_file(name, list->paths[index], ret_theme, ret_report);
    else
        (void)theme_load_builtin(name, ret_theme);
}
