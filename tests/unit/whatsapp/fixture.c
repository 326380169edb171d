/* Shared by the tests of the domain layer. */
#include "tests/unit/whatsapp/fixture.h"

#include "src/base/json.h"
#include "src/base/paths.h"
#include "src/whatsapp/payload.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void parse(struct fixture *fixture, const cJSON *definition, size_t card_count)
{
    struct error error = {0};
    *fixture = (struct fixture){.to = NULL};
    arena_init(&fixture->arena);
    values_init(&fixture->values);
    problem_list_init(&fixture->problems);
    cr_assert_eq(template_parse(definition, &fixture->arena, &fixture->template, &error), ERR_OK,
                 "%s", error.what);
    cr_assert_eq(
        slots_build(fixture->template, card_count, &fixture->arena, &fixture->slots, &error),
        ERR_OK);
    fixture->message = (struct message){.template = fixture->template,
                                        .slots = &fixture->slots,
                                        .values = &fixture->values,
                                        .sender_number = "15550009999"};
    fixture_set_to(fixture, "15550001234");
}

void fixture_init(struct fixture *fixture, const char *definition, size_t card_count)
{
    cJSON *root = NULL;
    struct error error = {0};
    cr_assert_eq(json_parse(definition, strlen(definition), &root, &error), ERR_OK, "%s",
                 error.what);
    parse(fixture, root, card_count);
    cJSON_Delete(root);
}

void fixture_load(struct fixture *fixture, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "templates/%s.json", name);
    cJSON *root = data_read(path);
    parse(fixture, root, 0);
    cJSON_Delete(root);
}

void fixture_body(struct fixture *fixture, const char *body, const char *components)
{
    struct strbuf text;
    strbuf_init(&text, 1 << 24);
    strbuf_add_text(&text,
                    "{\"name\":\"t\",\"language\":\"en_US\",\"status\":\"APPROVED\","
                    "\"category\":\"MARKETING\",\"components\":[{\"type\":\"BODY\",\"text\":");
    json_add_quoted(&text, body);
    strbuf_addf(&text, "}%s%s]}", components[0] != '\0' ? "," : "", components);
    fixture_init(fixture, text.text, 0);
    strbuf_release(&text);
}

void fixture_release(struct fixture *fixture)
{
    arena_release(&fixture->arena);
    values_release(&fixture->values);
    problem_list_release(&fixture->problems);
    mem_free(fixture->to);
}

void fixture_set_to(struct fixture *fixture, const char *to)
{
    mem_free(fixture->to);
    fixture->to = mem_strdup(to);
    fixture->message.to = fixture->to;
}

void fixture_fill(struct fixture *fixture, const cJSON *inputs)
{
    cr_assert_eq(values_from_json(inputs, &fixture->values, NULL), ERR_OK);
    const char *to = values_get(&fixture->values, "to");
    if (to != NULL)
        fixture_set_to(fixture, to);
    values_remove(&fixture->values, "to");
    cr_assert_eq(slots_build(fixture->template, values_card_count(&fixture->values),
                             &fixture->arena, &fixture->slots, NULL),
                 ERR_OK);
}

void fixture_set(struct fixture *fixture, const char *key, const char *text)
{
    cr_assert_not_null(slots_find(&fixture->slots, key), "no slot %s", key);
    cr_assert_eq(values_set(&fixture->values, key, text, false, NULL), ERR_OK);
}

void fixture_set_json(struct fixture *fixture, const char *key, const char *json)
{
    cr_assert_not_null(slots_find(&fixture->slots, key), "no slot %s", key);
    cr_assert_eq(values_set(&fixture->values, key, json, true, NULL), ERR_OK);
}

cJSON *fixture_payload(const struct fixture *fixture)
{
    cJSON *body = NULL;
    cr_assert_eq(payload_build(&fixture->message, &body, NULL), ERR_OK);
    return body;
}

const struct problem *fixture_problem_at(struct fixture *fixture, const struct facts *facts,
                                         const char *rule, const char *slot)
{
    rules_check(&fixture->message, facts, &fixture->problems);
    for (size_t i = 0; i < fixture->problems.count; i++) {
        const struct problem *problem = &fixture->problems.items[i];
        if (strcmp(problem->rule, rule) == 0 && strcmp(problem->slot, slot) == 0)
            return problem;
    }
    return NULL;
}

const struct problem *fixture_problem(struct fixture *fixture, const char *rule, const char *slot)
{
    return fixture_problem_at(fixture, NULL, rule, slot);
}

cJSON *data_read(const char *path)
{
    char whole[512];
    struct strbuf text;
    struct error error = {0};
    snprintf(whole, sizeof whole, "%s/%s", TEST_DATA, path);
    strbuf_init(&text, 1 << 24);
    cr_assert_eq(paths_read_file(whole, &text, &error), ERR_OK, "%s: %s", whole, error.what);
    cJSON *root = NULL;
    cr_assert_eq(json_parse(text.text, text.length, &root, &error), ERR_OK, "%s: %s", whole,
                 error.what);
    strbuf_release(&text);
    return root;
}

static int compare_names(const void *left, const void *right)
{
    const char *const *a = left;
    const char *const *b = right;
    return strcmp(*a, *b);
}

char **data_names(const char *folder, size_t *ret_count)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", TEST_DATA, folder);
    DIR *dir = opendir(path);
    cr_assert_not_null(dir, "%s", path);
    char **names = NULL;
    size_t count = 0;
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        size_t length = strlen(entry->d_name);
        if (length < 6 || strcmp(entry->d_name + length - 5, ".json") != 0)
            continue;
        names = mem_grow(names, count + 1, sizeof *names);
        cr_assert_not_null(names);
        names[count++] = mem_strndup(entry->d_name, length - 5);
    }
    closedir(dir);
    qsort(names, count, sizeof *names, compare_names);
    *ret_count = count;
    return names;
}

void data_free_names(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mem_free(names[i]);
    mem_free(names);
}
