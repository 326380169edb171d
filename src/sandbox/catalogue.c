/* Loads the templates and finds one of them. */
#include "src/sandbox/catalogue.h"

#include "assets/embed.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/strbuf.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Made by the build from assets/sandbox/templates. */
extern const struct embedded_file sandbox_templates[];
extern const size_t sandbox_templates_count;

enum { DEFINITION_FILE_MAX = 16 * 1024 * 1024 };

/* Takes `definition`. A second one of the same name and language is left out. */
static enum err add_definition(struct catalogue *catalogue, cJSON *definition, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *owned = definition;
    struct template *template = NULL;
    enum err err = template_parse(definition, &catalogue->arena, &template, reterr);
    if (err != ERR_OK || catalogue_find(catalogue, template->name, template->language) != NULL)
        return err;
    if (catalogue->count == catalogue->size) {
        size_t size = catalogue->size == 0 ? 64 : catalogue->size * 2;
        struct catalogue_entry *grown = mem_grow(catalogue->entries, size, sizeof *grown);
        if (grown == NULL)
            return error_nomem(reterr);
        catalogue->entries = grown;
        catalogue->size = size;
    }
    catalogue->entries[catalogue->count++] =
        (struct catalogue_entry){.definition = owned, .template = template};
    owned = NULL;
    return ERR_OK;
}

static enum err add_file(struct catalogue *catalogue, const char *bytes, size_t length,
                         struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    enum err err = json_parse(bytes, length, &root, reterr);
    if (err != ERR_OK)
        return err;
    cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "data");
    if (!cJSON_IsArray(list))
        list = cJSON_IsArray(root) ? root : NULL;
    if (list == NULL) {
        cJSON *single = root;
        root = NULL;
        return add_definition(catalogue, single, reterr);
    }
    while (err == ERR_OK && list->child != NULL)
        err = add_definition(catalogue, cJSON_DetachItemViaPointer(list, list->child), reterr);
    return err;
}

static enum err add_built_in(struct catalogue *catalogue, struct error *reterr)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < sandbox_templates_count; i++)
        err = add_file(catalogue, (const char *)sandbox_templates[i].bytes,
                       sandbox_templates[i].length, reterr);
    return err;
}

static enum err add_path(struct catalogue *catalogue, const char *folder, const char *name,
                         struct error *reterr)
{
    CLEANUP(mem_freep) char *path = paths_join(folder, name);
    if (path == NULL)
        return error_nomem(reterr);
    struct strbuf bytes;
    strbuf_init(&bytes, DEFINITION_FILE_MAX);
    enum err err = paths_read_file(path, &bytes, reterr);
    if (err == ERR_OK)
        err = add_file(catalogue, bytes.text, bytes.length, reterr);
    if (err != ERR_OK)
        error_set_where(reterr, "%s", path);
    strbuf_release(&bytes);
    return err;
}

static enum err add_folder(struct catalogue *catalogue, const char *folder, struct error *reterr)
{
    DIR *directory = opendir(folder);
    if (directory == NULL)
        return error_set(reterr, ERR_IO, "Name a folder that holds template definitions.",
                         "cannot open the folder %s: %s", folder, strerror(errno));
    enum err err = ERR_OK;
    const struct dirent *entry = NULL;
    while (err == ERR_OK && (entry = readdir(directory)) != NULL) {
        size_t length = strlen(entry->d_name);
        if (length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0)
            err = add_path(catalogue, folder, entry->d_name, reterr);
    }
    closedir(directory);
    if (err == ERR_OK && catalogue->count == 0)
        err = error_set(reterr, ERR_NOT_FOUND, "Put definitions there as files that end in .json.",
                        "there is no template in %s", folder);
    return err;
}

/* Ids are digits: the shorter one is the smaller number. */
static int compare_entries(const void *left, const void *right)
{
    const struct template *a = ((const struct catalogue_entry *)left)->template;
    const struct template *b = ((const struct catalogue_entry *)right)->template;
    size_t a_length = strlen(a->id);
    size_t b_length = strlen(b->id);
    if (a_length != b_length)
        return a_length < b_length ? -1 : 1;
    int order = strcmp(a->id, b->id);
    order = order != 0 ? order : strcmp(a->name, b->name);
    return order != 0 ? order : strcmp(a->language, b->language);
}

enum err catalogue_load(struct catalogue *catalogue, const char *folder, struct error *reterr)
{
    *catalogue = (struct catalogue){0};
    arena_init(&catalogue->arena);
    enum err err =
        folder != NULL ? add_folder(catalogue, folder, reterr) : add_built_in(catalogue, reterr);
    if (err != ERR_OK) {
        catalogue_release(catalogue);
        return err;
    }
    if (catalogue->count > 0)
        qsort(catalogue->entries, catalogue->count, sizeof *catalogue->entries, compare_entries);
    return ERR_OK;
}

void catalogue_release(struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->count; i++)
        cJSON_Delete(catalogue->entries[i].definition);
    mem_free(catalogue->entries);
    arena_release(&catalogue->arena);
    *catalogue = (struct catalogue){0};
    arena_init(&catalogue->arena);
}

const struct template *catalogue_find(const struct catalogue *catalogue, const char *name,
                                      const char *language)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct template *template = catalogue->entries[i].template;
        if (strcmp(template->name, name) == 0 && strcmp(template->language, language) == 0)
            return template;
    }
    return NULL;
}
