/* Reading the templates of the sandbox. */
#include "tests/unit/trial/fixture.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/paths.h"

char *read_source(const char *path)
{
    char whole[700];
    struct strbuf text;
    snprintf(whole, sizeof whole, TEST_SOURCE_DIR "/%s", path);
    strbuf_init(&text, 4 << 20);
    cr_assert_eq(paths_read_file(whole, &text, NULL), ERR_OK, "%s", whole);
    return strbuf_take(&text);
}

void world_open(struct world *world)
{
    *world = (struct world){0};
    arena_init(&world->arena);
    DIR *folder = opendir(TEST_SOURCE_DIR "/assets/sandbox/templates");
    cr_assert_not_null(folder);
    const struct dirent *entry = NULL;
    size_t count = 0;
    while ((entry = readdir(folder)) != NULL) {
        char path[400];
        cJSON *root = NULL;
        if (strstr(entry->d_name, ".json") == NULL)
            continue;
        snprintf(path, sizeof path, "assets/sandbox/templates/%.255s", entry->d_name);
        char *text = read_source(path);
        cr_assert_eq(json_parse(text, strlen(text), &root, NULL), ERR_OK, "%s", path);
        cr_assert_lt(count, COUNT_OF(world->templates));
        cr_assert_eq(template_parse(root, &world->arena, &world->templates[count++], NULL), ERR_OK);
        cJSON_Delete(root);
        mem_free(text);
    }
    closedir(folder);
    world->world =
        (struct case_world){.templates = world->templates, .template_count = count, .folder = ""};
}

void world_close(struct world *world)
{
    arena_release(&world->arena);
}

struct template *world_find(const struct world *world, const char *name, const char *language)
{
    for (size_t i = 0; i < world->world.template_count; i++)
        if (strcmp(world->templates[i]->name, name) == 0 &&
            strcmp(world->templates[i]->language, language) == 0)
            return world->templates[i];
    cr_assert_fail("no template %s in %s", name, language);
    return NULL;
}
