/* Loads definitions from wherever they are. */
#include "src/cli/definition_source.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/cli/output.h"
#include "src/outbox/template_cache.h"

void definition_desk_init(struct definition_desk *desk, const struct arguments *arguments)
{
    *desk = (struct definition_desk){.arguments = arguments};
}

void definition_desk_release(struct definition_desk *desk)
{
    if (!desk->is_open)
        return;
    sender_release(&desk->sender);
    session_close(&desk->session);
    desk->is_open = false;
}

enum err definition_desk_open(struct definition_desk *desk, const char **ret_waba,
                              struct error *reterr)
{
    enum err err = ERR_OK;
    const char *given = desk->arguments->value[ARG_WABA];
    if (!desk->is_open) {
        desk->is_open = true;
        err = session_open(&desk->session, desk->arguments, reterr);
    }
    if (err == ERR_OK && given == NULL && desk->sender.waba == NULL) {
        sender_release(&desk->sender);
        err = sender_find(&desk->session, false, &desk->sender, reterr);
    }
    *ret_waba = given != NULL ? given : desk->sender.waba;
    return err;
}

static enum err make_set(struct definition_source *source, struct template *const *items,
                         size_t count, struct error *reterr)
{
    return definition_set_make(items, count, &source->arena, &source->set, reterr);
}

static enum err load_account(struct definition_desk *desk, const char *waba,
                             struct definition_source *source, struct error *reterr)
{
    enum err err = template_list_fetch(&desk->session, waba, &source->fetched, reterr);
    return err == ERR_OK ? make_set(source, source->fetched.items, source->fetched.count, reterr)
                         : err;
}

static enum err load_live(struct definition_desk *desk, const char *word,
                          struct definition_source *source, struct error *reterr)
{
    source->label = word;
    enum err err = definition_desk_open(desk, &source->waba, reterr);
    return err == ERR_OK ? load_account(desk, source->waba, source, reterr) : err;
}

static enum err load_cache(struct definition_desk *desk, const char *word,
                           struct definition_source *source, struct error *reterr)
{
    struct store *store = NULL;
    struct template_copy copy = {0};
    source->label = word;
    enum err err = definition_desk_open(desk, &source->waba, reterr);
    if (err == ERR_OK)
        err = store_open(desk->session.config.data_folder, STORE_READ, &store, reterr);
    if (err == ERR_OK)
        err = template_cache_read(store, source->waba, &source->arena, &copy, reterr);
    if (store != NULL)
        store_close(store);
    if (err == ERR_NOT_FOUND)
        err = error_set(reterr, ERR_NOT_FOUND, "Fetch them with chakra-tui templates sync.",
                        "no definitions of the account %.40s are kept", source->waba);
    return err == ERR_OK ? make_set(source, copy.items, copy.count, reterr) : err;
}

enum err definition_source_read_file(const char *path, struct arena *arena,
                                     struct definition_file *ret_file, struct error *reterr)
{
    struct strbuf bytes;
    strbuf_init(&bytes, DEFINITION_FILE_BYTES_MAX);
    enum err err = paths_read_file(path, &bytes, reterr);
    if (err == ERR_OK)
        err = definition_file_read(bytes.text, bytes.length, arena, ret_file, reterr);
    strbuf_release(&bytes);
    if (err == ERR_OK || reterr == NULL || err == ERR_IO)
        return err;
    char place[160];
    snprintf(place, sizeof place, "%s", reterr->where);
    error_set_where(reterr, "%.90s%s%s", path, place[0] != '\0' ? ": " : "", place);
    return err;
}

static int compare_paths(const void *left, const void *right)
{
    const char *const *a = left;
    const char *const *b = right;
    return strcmp(*a, *b);
}

enum err definition_source_list_folder(const char *folder, struct arena *arena,
                                       const char ***ret_paths, size_t *ret_count,
                                       struct error *reterr)
{
    DIR *directory = opendir(folder);
    if (directory == NULL)
        return error_set(reterr, ERR_IO, "Check the path and your rights to read it.",
                         "cannot open the folder %s: %s", folder, strerror(errno));
    const char **paths = NULL;
    size_t count = 0;
    enum err err = ERR_OK;
    const struct dirent *entry = NULL;
    while (err == ERR_OK && (entry = readdir(directory)) != NULL) {
        size_t length = strlen(entry->d_name);
        if (length <= 5 || strcmp(entry->d_name + length - 5, ".json") != 0)
            continue;
        const char **grown = mem_grow(paths, count + 1, sizeof *grown);
        const char *path = arena_format(arena, "%s/%s", folder, entry->d_name);
        if (grown != NULL)
            paths = grown;
        if (grown == NULL || path == NULL)
            err = error_nomem(reterr);
        else
            paths[count++] = path;
    }
    closedir(directory);
    if (err == ERR_OK && count == 0)
        err = error_set(reterr, ERR_NOT_FOUND, "Name a folder with files that end in .json.",
                        "there is no JSON file in %s", folder);
    *ret_paths = err == ERR_OK ? arena_alloc(arena, count, sizeof **ret_paths) : NULL;
    *ret_count = count;
    if (err == ERR_OK && *ret_paths == NULL)
        err = error_nomem(reterr);
    if (err == ERR_OK) {
        qsort(paths, count, sizeof *paths, compare_paths);
        memcpy(*ret_paths, paths, count * sizeof *paths);
    }
    mem_free(paths);
    return err;
}

/* All definitions of all files of a folder. */
static enum err load_folder(const char *folder, struct definition_source *source,
                            struct error *reterr)
{
    const char **paths = NULL;
    size_t files = 0, count = 0;
    struct template **templates = NULL;
    enum err err = definition_source_list_folder(folder, &source->arena, &paths, &files, reterr);
    for (size_t i = 0; err == ERR_OK && i < files; i++) {
        struct definition_file file;
        err = definition_source_read_file(paths[i], &source->arena, &file, reterr);
        if (err != ERR_OK)
            break;
        struct template **grown = mem_grow(templates, count + file.set.count + 1, sizeof *grown);
        if (grown == NULL) {
            err = error_nomem(reterr);
            break;
        }
        templates = grown;
        for (size_t k = 0; k < file.set.count; k++)
            templates[count++] = file.set.items[k].template;
    }
    if (err == ERR_OK)
        err = make_set(source, templates, count, reterr);
    if (err != ERR_OK && reterr != NULL && reterr->where[0] == '\0')
        error_set_where(reterr, "%s", folder);
    mem_free(templates);
    return err;
}

static enum err load_path(const char *path, struct definition_source *source, struct error *reterr)
{
    struct stat info;
    source->label = path;
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        return load_folder(path, source, reterr);
    struct definition_file file = {0};
    enum err err = definition_source_read_file(path, &source->arena, &file, reterr);
    source->set = file.set;
    source->waba = file.waba;
    return err;
}

enum err definition_source_load(struct definition_desk *desk, const char *word,
                                struct definition_source *ret_source, struct error *reterr)
{
    *ret_source = (struct definition_source){0};
    arena_init(&ret_source->arena);
    if (strcmp(word, "live") == 0)
        return load_live(desk, word, ret_source, reterr);
    if (strcmp(word, "cache") == 0)
        return load_cache(desk, word, ret_source, reterr);
    if (strncmp(word, "waba:", 5) == 0) {
        const char *own = NULL;
        ret_source->label = word;
        ret_source->waba = word + 5;
        enum err err = definition_desk_open(desk, &own, reterr);
        return err == ERR_OK ? load_account(desk, ret_source->waba, ret_source, reterr) : err;
    }
    return load_path(strcmp(word, "lock") == 0 ? DEFINITION_LOCK_NAME : word, ret_source, reterr);
}

void definition_source_release(struct definition_source *source)
{
    template_list_release(&source->fetched);
    arena_release(&source->arena);
    *source = (struct definition_source){0};
}
