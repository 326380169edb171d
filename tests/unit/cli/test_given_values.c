/* --values and --set, and their keys against a template's slots. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "src/base/json.h"
#include "src/cli/given_values.h"

static const char definition[] =
    "{\"name\":\"t\",\"language\":\"en\",\"status\":\"APPROVED\",\"category\":\"UTILITY\","
    "\"components\":[{\"type\":\"BODY\",\"text\":\"Hi {{1}}, order {{2}}.\"}]}";

static struct arguments with(const char **sets, size_t count, const char *file, const char *to)
{
    struct arguments arguments = {.sets = sets, .set_count = count};
    arguments.value[ARG_VALUES] = file;
    arguments.value[ARG_TO] = to;
    return arguments;
}

static void write_file(char path[32], const char *text)
{
    snprintf(path, 32, "/tmp/chakra-values-XXXXXX");
    int file = mkstemp(path);
    cr_assert_geq(file, 0);
    cr_assert_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
}

Test(given_values, set_wins_over_the_file_and_to_is_kept_apart)
{
    char path[32];
    write_file(path, "{\"to\":\"1555\",\"body.1\":\"file\",\"body.2\":7}");
    const char *sets[] = {"body.1=set=1"};
    struct arguments arguments = with(sets, 1, path, NULL);
    struct given_values given;
    struct error error = {0};
    cr_assert_eq(given_values_read(&arguments, &given, &error), ERR_OK, "%s", error.what);
    cr_expect_str_eq(given.to, "1555");
    cr_expect_eq(given.values.count, 2);
    cr_expect_str_eq(values_get(&given.values, "body.1"), "set=1");
    cr_expect_str_eq(values_get(&given.values, "body.2"), "7");
    given_values_release(&given);
    arguments = with(sets, 0, path, "1666");
    cr_assert_eq(given_values_read(&arguments, &given, NULL), ERR_OK);
    cr_expect_str_eq(given.to, "1666");
    given_values_release(&given);
    unlink(path);
}

Test(given_values, wrong_ones_are_named)
{
    static const struct {
        const char *set, *file;
        enum err err;
        const char *what;
    } rows[] = {{"body.1", NULL, ERR_USAGE, "KEY="},
                {"=x", NULL, ERR_USAGE, "KEY="},
                {"body.1=\xFF", NULL, ERR_INVALID, "UTF-8"},
                {NULL, "[1]", ERR_INVALID, "no JSON object"},
                {NULL, "{\"a\":", ERR_INVALID, ""}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char path[32] = "";
        if (rows[i].file != NULL)
            write_file(path, rows[i].file);
        const char *sets[] = {rows[i].set};
        struct arguments arguments =
            with(sets, rows[i].set != NULL, path[0] != '\0' ? path : NULL, NULL);
        struct given_values given;
        struct error error = {0};
        cr_expect_eq(given_values_read(&arguments, &given, &error), rows[i].err, "row %zu", i);
        cr_expect_not_null(strstr(error.what, rows[i].what), "%s", error.what);
        cr_expect_neq(error.next[0], '\0');
        if (path[0] != '\0') {
            cr_expect_eq(strncmp(error.where, path, strlen(path)), 0, "%s", error.where);
            unlink(path);
        }
        given_values_release(&given);
    }
}

Test(given_values, keys_are_matched_to_the_slots)
{
    struct arena arena;
    arena_init(&arena);
    CLEANUP(json_deletep) cJSON *root = NULL;
    struct template *template = NULL;
    struct slot_list slots;
    cr_assert_eq(json_parse(definition, strlen(definition), &root, NULL), ERR_OK);
    cr_assert_eq(template_parse(root, &arena, &template, NULL), ERR_OK);
    cr_assert_eq(slots_build(template, 0, &arena, &slots, NULL), ERR_OK);
    const char *sets[] = {"body.1=a", "body.22=b", "context.message_id=c"};
    struct arguments arguments = with(sets, 3, NULL, NULL);
    struct given_values given;
    struct problem_list problems;
    problem_list_init(&problems);
    cr_assert_eq(given_values_read(&arguments, &given, NULL), ERR_OK);
    cr_assert_eq(given_values_match(&given, &slots, &problems, NULL), ERR_OK);
    cr_assert_eq(problems.count, 1);
    cr_expect_str_eq(problems.items[0].slot, "body.22");
    cr_expect_eq(problems.items[0].level, PROBLEM_ERROR);
    cr_expect_not_null(strstr(problems.items[0].message, "did you mean body.2?"), "%s",
                       problems.items[0].message);
    problem_list_release(&problems);
    given_values_release(&given);
    arena_release(&arena);
}

/* A typed value is one in --set as well; JSON that is none of those is the text that was typed. */
Test(given_values, typed_values_are_known_in_set)
{
    struct arena arena;
    arena_init(&arena);
    CLEANUP(json_deletep) cJSON *root = NULL;
    struct template *template = NULL;
    struct slot_list slots;
    cr_assert_eq(json_parse(definition, strlen(definition), &root, NULL), ERR_OK);
    cr_assert_eq(template_parse(root, &arena, &template, NULL), ERR_OK);
    cr_assert_eq(slots_build(template, 0, &arena, &slots, NULL), ERR_OK);
    static const struct {
        const char *set;
        bool is_json;
    } rows[] = {
        {"body.1={\"type\":\"currency\",\"currency\":{\"code\":\"USD\"}}", true},
        {"body.2={\"type\":\"date_time\",\"fallback_value\":\"May\"}", true},
        {"body.1={\"type\":\"currency\"", false},
        {"body.1={\"type\":\"text\",\"text\":\"x\"}", false},
        {"body.1={\"a\":1}", false},
        {"body.1=[1]", false},
        {"biz_opaque_callback_data={\"type\":\"currency\"}", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *sets[] = {rows[i].set};
        struct arguments arguments = with(sets, 1, NULL, NULL);
        struct given_values given;
        struct problem_list problems;
        problem_list_init(&problems);
        cr_assert_eq(given_values_read(&arguments, &given, NULL), ERR_OK);
        cr_assert_eq(given_values_match(&given, &slots, &problems, NULL), ERR_OK);
        cr_expect_eq(problems.count, 0);
        cr_expect_eq(given.values.items[0].is_json, rows[i].is_json, "%s", rows[i].set);
        problem_list_release(&problems);
        given_values_release(&given);
    }
    arena_release(&arena);
}

Test(given_values, the_recipient_stands_though_the_values_cannot_be_read)
{
    const char *sets[] = {"body.1=\xFF"};
    struct arguments arguments = with(sets, 1, NULL, "15550001234");
    struct given_values given;
    cr_assert_eq(given_values_read(&arguments, &given, NULL), ERR_INVALID);
    cr_expect_str_eq(given.to, "15550001234");
    given_values_release(&given);
}

Test(given_values, card_count)
{
    static const struct {
        const char *set;
        size_t count;
    } rows[] = {{"card.count=4", 4},
                {"card.count=x", 0},
                {"card.count=-1", 0},
                {"card.count=4x", 0},
                {"body.1=4", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *sets[] = {rows[i].set};
        struct arguments arguments = with(sets, 1, NULL, NULL);
        struct given_values given;
        cr_assert_eq(given_values_read(&arguments, &given, NULL), ERR_OK);
        cr_expect_eq(given_values_card_count(&given), rows[i].count, "%s", rows[i].set);
        given_values_release(&given);
    }
}
