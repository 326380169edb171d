/* Multiplying out: which cases a file stands for, their ids, values and numbers. */
#include "src/trial/case_list.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "tests/unit/trial/fixture.h"

struct scene {
    struct world world;
    struct case_file file;
    struct case_list list;
    struct error error;
    enum err err;
};

static void scene_open(struct scene *scene, const char *text, const struct profile *profile,
                       const char *folder)
{
    *scene = (struct scene){0};
    world_open(&scene->world);
    scene->world.world.profile = profile;
    if (folder != NULL)
        scene->world.world.folder = folder;
    cr_assert_eq(case_file_parse(text, strlen(text), &scene->file, &scene->error), ERR_OK, "%s",
                 scene->error.what);
    scene->err = case_list_make(&scene->file, &scene->world.world, &scene->list, &scene->error);
}

static void scene_close(struct scene *scene)
{
    case_list_release(&scene->list);
    case_file_release(&scene->file);
    world_close(&scene->world);
}

static const struct trial_case *find(const struct scene *scene, const char *id)
{
    for (size_t i = 0; i < scene->list.count; i++)
        if (strcmp(scene->list.items[i].id, id) == 0)
            return &scene->list.items[i];
    return NULL;
}

Test(case_list, a_matrix_has_an_id_for_each_of_its_cases)
{
    static const char text[] =
        "{\"value_sets\":{\"a\":{\"body.1\":\"A\"},\"b\":{\"body.1\":\"B\",\"body.2\":null}},"
        "\"recipients\":{\"asha\":\"+1 555 000 1234\"},"
        "\"cases\":[{\"template\":\"loyalty_*\",\"language\":\"all\",\"value_sets\":[\"a\",\"b\"],"
        "\"to\":[\"asha\",\"15550004321\"],\"values\":{\"body.1\":\"own\",\"body.2\":\"2\"}},"
        "{\"name\":\"hello\",\"template\":\"hello_world\",\"language\":\"en_US\"}]}";
    struct scene scene;
    scene_open(&scene, text, NULL, NULL);
    cr_assert_eq(scene.err, ERR_OK, "%s", scene.error.what);
    cr_expect_eq(scene.list.count, 9u);
    const struct trial_case *one = find(&scene, "loyalty_points/ko/b/asha");
    cr_assert_not_null(one);
    cr_expect_str_eq(one->template->language, "ko");
    cr_expect_str_eq(one->to, "+1 555 000 1234");
    cr_expect_str_eq(one->recipient, "asha");
    cr_expect_str_eq(values_get(&one->values, "body.1"), "B");
    cr_expect_str_eq(values_get(&one->values, "body.2"), "2");
    cr_expect_not_null(find(&scene, "loyalty_points/ja/a/15550004321"));
    const struct trial_case *hello = find(&scene, "hello");
    cr_assert_not_null(hello);
    cr_expect_null(hello->to);
    scene_close(&scene);
}

/* Files of the values are found from where presets are. */
Test(case_list, a_case_knows_the_folder_of_its_file)
{
    static const char text[] =
        "{\"cases\":[{\"template\":\"hello_world\",\"language\":\"en_US\"}]}";
    char folder[] = "cases/of/may";
    struct scene scene;
    scene_open(&scene, text, NULL, folder);
    folder[0] = '?';
    cr_assert_eq(scene.err, ERR_OK);
    cr_expect_str_eq(scene.list.items[0].folder, "cases/of/may");
    scene_close(&scene);
}

Test(case_list, a_name_is_followed_by_what_varies)
{
    static const char text[] =
        "{\"cases\":[{\"name\":\"points\",\"template\":\"loyalty_points\",\"language\":\"all\"},"
        "{\"name\":\"both\",\"template\":[\"hello_world\",\"call_permission\"],"
        "\"language\":\"en_US\"}]}";
    struct scene scene;
    scene_open(&scene, text, NULL, NULL);
    cr_assert_eq(scene.err, ERR_OK);
    cr_expect_eq(scene.list.count, 4u);
    cr_expect_not_null(find(&scene, "points/ja"));
    cr_expect_not_null(find(&scene, "points/ko"));
    cr_expect_not_null(find(&scene, "both/hello_world"));
    cr_expect_not_null(find(&scene, "both/call_permission"));
    scene_close(&scene);
}

/* Paused ones are taken, and will fail; drafts and refused ones only when they are named. */
Test(case_list, a_pattern_takes_what_was_approved_once)
{
    struct scene scene;
    scene_open(&scene, "{\"cases\":[{\"template\":\"*\",\"language\":\"all\"}]}", NULL, NULL);
    cr_assert_eq(scene.err, ERR_OK);
    cr_expect_not_null(find(&scene, "paused_low_quality/en_US"));
    cr_expect_null(find(&scene, "pending_review_promo/en_US"));
    cr_expect_null(find(&scene, "rejected_adjacent_vars/en_US"));
    cr_expect_null(find(&scene, "delivery_slot/de"));
    cr_expect_not_null(find(&scene, "delivery_slot/en_US"));
    scene_close(&scene);
    scene_open(&scene,
               "{\"cases\":[{\"template\":\"pending_review_promo\",\"language\":\"en_US\"}]}", NULL,
               NULL);
    cr_expect_eq(scene.err, ERR_OK);
    cr_expect_eq(scene.list.count, 1u);
    scene_close(&scene);
}

Test(case_list, what_is_not_there_is_named_with_what_is_near)
{
    static const struct {
        const char *text, *where, *what, *next;
    } rows[] = {
        {"{\"cases\":[{\"template\":\"hello_world\",\"language\":\"en_US\"},"
         "{\"template\":\"helo_world\",\"language\":\"en_US\"}]}",
         "cases[1].template", "no template helo_world", "Did you mean hello_world?"},
        {"{\"cases\":[{\"template\":\"hallo_*\",\"language\":\"all\"}]}", "cases[0].template",
         "no template of the account fits hallo_*", "list"},
        {"{\"cases\":[{\"template\":\"loyalty_points\",\"language\":\"en_US\"}]}",
         "cases[0].language", "loyalty_points has no language en_US", "It has "},
        {"{\"cases\":[{\"template\":\"pending_review_promo\",\"language\":\"all\"}]}",
         "cases[0].language", "was ever approved", "en_US"},
        {"{\"recipients\":{\"asha\":\"1\"},\"cases\":[{\"template\":\"hello_world\","
         "\"language\":\"en_US\",\"to\":\"ascha\"}]}",
         "cases[0].to", "no recipient ascha", "Did you mean asha?"},
        {"{\"cases\":[{\"template\":\"hello_world\",\"language\":\"en_US\"},"
         "{\"template\":\"hello_*\",\"language\":\"all\"}]}",
         "cases[1]", "cases[0] and this one have the same id: hello_world/en_US", "\"name\""},
        {"{\"cases\":[{\"preset\":\"none.json\"}]}", "cases[0].preset: none.json", "none.json",
         "path"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct scene scene;
        scene_open(&scene, rows[i].text, NULL, NULL);
        cr_expect_eq(scene.err, ERR_CONTENT, "%s", rows[i].text);
        cr_expect_str_eq(scene.error.where, rows[i].where);
        cr_expect_not_null(strstr(scene.error.what, rows[i].what), "%s", scene.error.what);
        cr_expect_not_null(strstr(scene.error.next, rows[i].next), "%s", scene.error.next);
        scene_close(&scene);
    }
}

Test(case_list, the_settings_name_recipients_too)
{
    static const char text[] = "{\"cases\":[{\"template\":\"hello_world\",\"language\":\"en_US\","
                               "\"to\":\"Asha\"}]}";
    struct profile profile;
    struct scene scene;
    profile_init(&profile);
    cr_assert_eq(profile_add_recipients(&profile, "+15550001234 Asha", NULL), ERR_OK);
    scene_open(&scene, text, &profile, NULL);
    cr_assert_eq(scene.err, ERR_OK, "%s", scene.error.what);
    cr_expect_str_eq(scene.list.items[0].to, "15550001234");
    scene_close(&scene);
    profile_release(&profile);
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

static void remove_file(const char *folder, const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
}

Test(case_list, a_preset_is_found_beside_the_file_and_can_be_changed)
{
    char folder[] = "/tmp/chakra-preset-XXXXXX";
    struct scene scene;
    cr_assert_not_null(mkdtemp(folder));
    write_file(folder, "p.json",
               "{\"template\":\"loyalty_points\",\"language\":\"ja\",\"to\":\"15550001234\","
               "\"values\":{\"body.1\":\"preset\",\"body.2\":\"2\"}}");
    scene_open(&scene,
               "{\"cases\":[{\"preset\":\"p.json\"},{\"name\":\"k\",\"preset\":\"p.json\","
               "\"language\":\"ko\",\"values\":{\"body.1\":\"own\"}}]}",
               NULL, folder);
    cr_assert_eq(scene.err, ERR_OK, "%s: %s", scene.error.where, scene.error.what);
    cr_expect_str_eq(scene.list.items[0].id, "loyalty_points/ja");
    cr_expect_str_eq(values_get(&scene.list.items[0].values, "body.1"), "preset");
    cr_expect_str_eq(scene.list.items[1].template->language, "ko");
    cr_expect_str_eq(values_get(&scene.list.items[1].values, "body.1"), "own");
    cr_expect_str_eq(values_get(&scene.list.items[1].values, "body.2"), "2");
    cr_expect_str_eq(scene.list.items[1].to, "15550001234");
    scene_close(&scene);
    write_file(folder, "p.json",
               "{\"template\":\"hello_world\",\"language\":\"en_US\","
               "\"values\":{\"body.1\":\"on ${today}\"}}");
    scene_open(&scene, "{\"cases\":[{\"preset\":\"p.json\"}]}", NULL, folder);
    const struct variables variables = {.today = "2026-11-23"};
    scene.world.world.variables = &variables;
    case_list_release(&scene.list);
    cr_assert_eq(case_list_make(&scene.file, &scene.world.world, &scene.list, NULL), ERR_OK);
    cr_expect_str_eq(values_get(&scene.list.items[0].values, "body.1"), "on 2026-11-23");
    scene_close(&scene);
    write_file(folder, "bad.json", "{\"template\":\"x\",\"body.1\":\"y\"}");
    scene_open(&scene, "{\"cases\":[{\"preset\":\"bad.json\"}]}", NULL, folder);
    cr_expect_eq(scene.err, ERR_CONTENT);
    cr_expect_not_null(strstr(scene.error.what, "no body.1"), "%s", scene.error.what);
    scene_close(&scene);
    remove_file(folder, "p.json");
    remove_file(folder, "bad.json");
    rmdir(folder);
}

Test(case_list, tags_and_patterns_choose)
{
    static const char text[] =
        "{\"cases\":[{\"name\":\"a1\",\"template\":\"hello_world\",\"language\":\"en_US\","
        "\"tags\":[\"smoke\",\"x\"]},{\"name\":\"a2\",\"template\":\"hello_world\","
        "\"language\":\"en_US\",\"tags\":\"slow\"},{\"name\":\"b1\",\"template\":\"hello_world\","
        "\"language\":\"en_US\"}]}";
    static const struct {
        const char *tags, *patterns;
        size_t chosen;
    } rows[] = {{NULL, NULL, 3},    {"smoke", NULL, 1}, {"slow,smoke", NULL, 2},
                {NULL, "a*", 2},    {NULL, "b1,a2", 2}, {"x", "a*", 1},
                {"smoke", "b1", 0}, {"smok", NULL, 0},  {NULL, "c", 0}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct scene scene;
        scene_open(&scene, text, NULL, NULL);
        enum err err = case_list_choose(&scene.list, rows[i].tags, rows[i].patterns, &scene.error);
        cr_expect_eq(err, rows[i].chosen > 0 ? ERR_OK : ERR_CONTENT, "row %zu", i);
        cr_expect_eq(case_list_chosen(&scene.list), rows[i].chosen, "row %zu", i);
        scene_close(&scene);
    }
}

Test(case_list, every_allocation_may_fail)
{
    char *text = read_source("docs/examples/cases.json");
    struct world world;
    struct case_file file;
    world_open(&world);
    mem_hook_cjson();
    cr_assert_eq(case_file_parse(text, strlen(text), &file, NULL), ERR_OK);
    enum err err = ERR_NOMEM;
    for (size_t countdown = 1; err != ERR_OK; countdown++) {
        struct case_list list;
        struct error error = {0};
        cr_assert_lt(countdown, 5000u);
        mem_test_fail_after(countdown);
        err = case_list_make(&file, &world.world, &list, &error);
        mem_test_fail_after(0);
        cr_assert(err == ERR_OK || err == ERR_NOMEM, "%s", error.what);
        case_list_release(&list);
    }
    case_file_release(&file);
    world_close(&world);
    mem_free(text);
}
