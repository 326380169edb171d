/* The state of a list of sends: columns and slots, what keeps it from being checked, the figures.
 */
#include "src/app/list_view.h"

#include "src/base/json.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const char definition[] =
    "{\"name\":\"order\",\"language\":\"en_US\",\"status\":\"APPROVED\",\"category\":\"UTILITY\","
    "\"components\":[{\"type\":\"BODY\",\"text\":\"Hello {{1}}, order {{2}} is on its way.\"}]}";

struct world {
    struct arena arena;
    struct list_view view;
    struct values values;
};

static void open_world(struct world *world, const char *to)
{
    cJSON *root = NULL;
    struct template *template = NULL;
    arena_init(&world->arena);
    list_view_init(&world->view);
    values_init(&world->values);
    cr_assert_eq(json_parse(definition, strlen(definition), &root, NULL), ERR_OK);
    cr_assert_eq(template_parse(root, &world->arena, &template, NULL), ERR_OK);
    cJSON_Delete(root);
    cr_assert_eq(values_set(&world->values, "body.1", "Ines", false, NULL), ERR_OK);
    cr_assert_eq(values_set(&world->values, "body.2", "7", false, NULL), ERR_OK);
    cr_assert_eq(list_view_take_template(&world->view, template, &world->values, to, NULL), ERR_OK);
    values_release(&world->values);
    values_init(&world->values);
    arena_release(&world->arena); /* the view has a copy */
}

static void close_world(struct world *world)
{
    list_view_release(&world->view);
    values_release(&world->values);
}

static void assert_obstacle(const struct list_view *view, size_t column, const char *words)
{
    char text[400] = "";
    size_t found = 0;
    cr_assert(list_view_obstacle(view, &found, text, sizeof text), "nothing is in the way");
    cr_expect_eq(found, column, "column %zu", found);
    cr_expect(strstr(text, words) != NULL, "%s", text);
}

Test(list_view, columns_fill_the_slots_of_their_names)
{
    const char *const names[] = {"to", "Order", "body.2"};
    struct world world;
    char text[400];
    size_t column = 0;
    open_world(&world, "");
    cr_assert_eq(list_view_take_names(&world.view, names, 3, NULL), ERR_OK);
    assert_obstacle(&world.view, 1, "Column Order: the template has no such slot");
    cr_assert_eq(list_view_map(&world.view, 1, "body.2", NULL), ERR_OK);
    assert_obstacle(&world.view, 2, "Columns Order and body.2 both fill body.2");
    cr_assert_eq(list_view_map(&world.view, 2, NULL, NULL), ERR_OK);
    cr_assert_not(list_view_obstacle(&world.view, &column, text, sizeof text), "%s", text);
    cr_assert_eq(list_view_column_of(&world.view, "body.2"), 1);
    cr_assert_eq(list_view_column_of(&world.view, "body.1"), SIZE_MAX);
    close_world(&world);
}

Test(list_view, a_column_goes_before_the_value_of_the_form)
{
    const char *const names[] = {"body.2"};
    struct world world;
    open_world(&world, "+15550001234");
    cr_assert_eq(list_view_take_names(&world.view, names, 1, NULL), ERR_OK);
    values_release(&world.values);
    cr_assert_eq(list_view_fixed(&world.view, &world.values, NULL), ERR_OK);
    cr_assert_eq(world.values.count, 2);
    cr_assert_str_eq(values_get(&world.values, "body.1"), "Ines");
    cr_assert_str_eq(values_get(&world.values, "to"), "+15550001234");
    close_world(&world);
}

Test(list_view, somebody_must_get_it)
{
    const char *const names[] = {"body.2"};
    struct world world;
    open_world(&world, "");
    cr_assert_eq(list_view_take_names(&world.view, names, 1, NULL), ERR_OK);
    assert_obstacle(&world.view, SIZE_MAX, "No column holds the recipients");
    close_world(&world);
}

Test(list_view, a_column_without_a_name_is_named_by_its_place)
{
    const char *const names[] = {"to", ""};
    struct world world;
    open_world(&world, "");
    cr_assert_eq(list_view_take_names(&world.view, names, 2, NULL), ERR_OK);
    assert_obstacle(&world.view, 1, "Column 2 has no name");
    close_world(&world);
}

Test(list_view, the_marked_line_stays_in_sight)
{
    const char *const names[] = {"a", "b", "c", "d", "e"};
    struct world world;
    open_world(&world, "");
    cr_assert_eq(list_view_take_names(&world.view, names, 5, NULL), ERR_OK);
    world.view.height = 2;
    list_view_move(&world.view, 3);
    cr_assert_eq(world.view.marked, 3);
    cr_assert_eq(world.view.top, 2);
    list_view_move(&world.view, INT32_MAX);
    cr_assert_eq(world.view.marked, 4);
    list_view_move(&world.view, INT32_MIN);
    cr_assert_eq(world.view.marked, 0);
    cr_assert_eq(world.view.top, 0);
    close_world(&world);
}

Test(list_view, progress_in_words)
{
    char text[200];
    struct list_counts counts = {.to_send = 1000, .accepted = 90, .rejected = 6, .unknown = 4};
    list_counts_progress(&counts, 500, text, sizeof text);
    cr_expect_str_eq(text, "100/1000 10 %");
    list_counts_progress(&counts, 10000, text, sizeof text);
    cr_expect_str_eq(text, "100/1000 10 %  10.0/s, 90 s left");
    list_counts_progress(&counts, 100000, text, sizeof text);
    cr_expect_str_eq(text, "100/1000 10 %  1.0/s, 15 min left");
    counts.accepted = 990;
    list_counts_progress(&counts, 10000, text, sizeof text);
    cr_expect_str_eq(text, "1000/1000 100 %  100.0/s");
    counts = (struct list_counts){.to_send = 0};
    list_counts_progress(&counts, 10000, text, sizeof text);
    cr_expect_str_eq(text, "0/0 0 %");
}

/* The same template in another language, which has one slot more. */
Test(list_view, a_column_may_name_the_language)
{
    static const char *const others[] = {
        "{\"name\":\"order\",\"language\":\"de\",\"status\":\"APPROVED\",\"components\":[{\"type\":"
        "\"BODY\",\"text\":\"Hallo {{1}}: {{2}}, {{3}}\"}]}",
        "{\"name\":\"other\",\"language\":\"fr\",\"status\":\"APPROVED\",\"components\":[{\"type\":"
        "\"BODY\",\"text\":\"Bonjour {{1}} {{2}} {{3}} {{4}}\"}]}",
        definition,
    };
    const char *const names[] = {"to", "tongue", "body.1", "body.3", "body.4"};
    struct template *templates[3];
    struct world world;
    open_world(&world, "");
    arena_init(&world.arena);
    for (size_t i = 0; i < 3; i++) {
        cJSON *root = NULL;
        cr_assert_eq(json_parse(others[i], strlen(others[i]), &root, NULL), ERR_OK);
        cr_assert_eq(template_parse(root, &world.arena, &templates[i], NULL), ERR_OK);
        cJSON_Delete(root);
    }
    cr_assert_eq(list_view_take_languages(&world.view, templates, 3, NULL), ERR_OK);
    arena_release(&world.arena);
    cr_assert_eq(world.view.language_count, 2);
    cr_expect_str_eq(world.view.languages[0]->language, "de");
    cr_expect_eq(world.view.languages[1], world.view.template);

    cr_assert_eq(list_view_take_names(&world.view, names, 5, NULL), ERR_OK);
    cr_expect_not(list_view_names_languages(&world.view));
    cr_expect_eq(world.view.columns[3].use, COLUMN_UNKNOWN); /* of another language only */
    cr_assert_eq(list_view_map(&world.view, 1, "language", NULL), ERR_OK);
    cr_expect(list_view_names_languages(&world.view));
    cr_expect_eq(world.view.columns[3].use, COLUMN_FILLS);
    cr_expect_eq(world.view.columns[4].use, COLUMN_UNKNOWN); /* of another template */
    cr_assert_eq(list_view_map(&world.view, 1, NULL, NULL), ERR_OK);
    cr_expect_eq(world.view.columns[3].use, COLUMN_UNKNOWN);
    close_world(&world);
}
