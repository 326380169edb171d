/* The template list, and where the templates come from. */
#include "src/base/json.h"
#include "src/base/paths.h"
#include "tests/unit/sandbox/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static cJSON *list(const struct sandbox *sandbox, const char *query)
{
    char target[1024];
    snprintf(target, sizeof target, "%s%s", FIXTURE_TEMPLATES, query);
    return fixture_json(sandbox, "GET", target, NULL, 200);
}

static int count_data(const cJSON *page)
{
    const cJSON *data = json_member(page, "data");
    cr_assert(cJSON_IsArray(data));
    return cJSON_GetArraySize(data);
}

/* Follows paging.next to the end; how many templates and pages there were. */
static int follow(const struct sandbox *sandbox, const char *query, int *ret_pages)
{
    int total = 0;
    char last_id[32] = "";
    char next[512];
    snprintf(next, sizeof next, "%s", query);
    *ret_pages = 0;
    do {
        CLEANUP(json_deletep) cJSON *page = list(sandbox, next);
        const cJSON *item = NULL;
        cJSON_ArrayForEach(item, json_member(page, "data"))
        {
            cr_expect_lt(strcmp(last_id, json_text(item, "id", "")), 0);
            snprintf(last_id, sizeof last_id, "%s", json_text(item, "id", ""));
            total++;
        }
        const char *address = json_text(json_member(page, "paging"), "next", "");
        const char *mark = strchr(address, '?');
        snprintf(next, sizeof next, "%s", mark != NULL ? mark : "");
        (*ret_pages)++;
    } while (next[0] != '\0');
    return total;
}

Test(sandbox_templates, the_built_in_ones_come_in_pages_of_25)
{
    struct sandbox *sandbox = fixture_start_plain();
    int pages = 0;
    cr_expect_eq(follow(sandbox, "", &pages), 43);
    cr_expect_eq(pages, 2);
    cr_expect_eq(follow(sandbox, "?limit=10", &pages), 43);
    cr_expect_eq(pages, 5);
    cr_expect_eq(follow(sandbox, "?limit=43", &pages), 43);
    cr_expect_eq(pages, 1);
    CLEANUP(json_deletep) cJSON *page = list(sandbox, "");
    cr_expect_eq(count_data(page), 25);
    const cJSON *first = cJSON_GetArrayItem(json_member(page, "data"), 0);
    cr_expect_str_eq(json_text(first, "name", ""), "hello_world");
    cr_expect_null(json_member(page, "_data"));
    cr_expect_not_null(json_path(page, "paging.cursors.before"));
    cr_expect_not_null(json_path(page, "paging.cursors.after"));
    sandbox_stop(sandbox);
}

Test(sandbox_templates, the_previous_page_is_the_one_before)
{
    struct sandbox *sandbox = fixture_start_plain();
    CLEANUP(json_deletep) cJSON *first = list(sandbox, "?limit=10");
    const char *next = strchr(json_path(first, "paging.next")->valuestring, '?');
    CLEANUP(json_deletep) cJSON *second = list(sandbox, next);
    cr_expect_null(json_path(first, "paging.previous"));
    const char *previous = strchr(json_path(second, "paging.previous")->valuestring, '?');
    CLEANUP(json_deletep) cJSON *again = list(sandbox, previous);
    cr_expect(cJSON_Compare(json_member(first, "data"), json_member(again, "data"), true));
    sandbox_stop(sandbox);
}

Test(sandbox_templates, filters)
{
    static const struct {
        const char *query;
        int count;
    } rows[] = {
        {"?name=hello_world", 1},
        {"?name=PARCEL", 2},
        {"?name=loyalty&language=ja", 1},
        {"?name=nothing", 0},
        {"?status=paused", 1},
        {"?status=PAUSED,REJECTED", 2},
        {"?status=%5B%22PAUSED%22%5D", 1},
        {"?category=authentication", 2},
        {"?language=ar", 1},
        {"?language=ar,hi,ja,ko,de", 5},
        {"?quality_score=RED", 1},
        {"?content=verification", 2},
        {"?name_or_content=parcel&limit=100", 3},
    };
    struct sandbox *sandbox = fixture_start_plain();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CLEANUP(json_deletep) cJSON *page = list(sandbox, rows[i].query);
        cr_expect_eq(count_data(page), rows[i].count, "%s: %d", rows[i].query, count_data(page));
        cr_expect_eq(json_member(page, "paging") != NULL, rows[i].count > 0, "%s", rows[i].query);
    }
    sandbox_stop(sandbox);
}

Test(sandbox_templates, fields)
{
    struct sandbox *sandbox = fixture_start_plain();
    CLEANUP(json_deletep) cJSON *page = list(sandbox, "?limit=1&fields=name,quality_score");
    CLEANUP(mem_freep) char *text = json_print(json_member(page, "data"));
    cr_expect_str_eq(text, "[{\"name\":\"hello_world\",\"quality_score\":{\"score\":\"GREEN\","
                           "\"date\":1767225600},\"id\":\"1000000000000107\"}]");
    CLEANUP(json_deletep) cJSON *plain = list(sandbox, "?limit=1");
    const cJSON *first = cJSON_GetArrayItem(json_member(plain, "data"), 0);
    cr_expect_not_null(json_member(first, "components"));
    cr_expect_null(json_member(first, "quality_score"));
    CLEANUP(json_deletep)
    cJSON *all = list(
        sandbox, "?limit=100&fields=id,name,language,status,category,sub_category,parameter_format,"
                 "components,quality_score,rejected_reason,previous_category,correct_category,"
                 "message_send_ttl_seconds,library_template_name,display_format,last_updated_time");
    cr_expect_eq(count_data(all), 43);
    CLEANUP(json_deletep) cJSON *summary = list(sandbox, "?summary=total_count&status=PAUSED");
    cr_expect_eq(json_path(summary, "summary.total_count")->valueint, 1);
    cr_expect_eq(json_path(summary, "summary.message_template_count")->valueint, 43);
    sandbox_stop(sandbox);
}

Test(sandbox_templates, wrong_queries_get_the_shape_of_whatsapp)
{
    static const struct {
        const char *query;
        int code;
    } rows[] = {
        {"?fields=name,colour", 100}, {"?limit=0", 100},    {"?limit=x", 100},
        {"?limit=1001", 1},           {"?after=x", 131059}, {"?before=QVFIUn", 131059},
        {"?limit=99999999999", 100},
    };
    struct sandbox *sandbox = fixture_start_plain();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char target[256];
        snprintf(target, sizeof target, "%s%s", FIXTURE_TEMPLATES, rows[i].query);
        CLEANUP(json_deletep) cJSON *reply = fixture_json(sandbox, "GET", target, NULL, 400);
        const cJSON *code = json_path(reply, "error.code");
        cr_assert_not_null(code, "%s", rows[i].query);
        cr_expect_eq(code->valueint, rows[i].code, "%s", rows[i].query);
    }
    CLEANUP(json_deletep)
    cJSON *reply =
        fixture_json(sandbox, "GET", FIXTURE_PATH "api/v24.0/5/message_templates", NULL, 400);
    cr_expect_eq(json_path(reply, "error.error_subcode")->valueint, 33);
    CLEANUP(json_deletep) cJSON *beyond = list(sandbox, "?after=QVFIUn999");
    cr_expect_eq(count_data(beyond), 0);
    sandbox_stop(sandbox);
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    cr_assert_eq(paths_write_private_file(path, text, strlen(text), NULL), ERR_OK);
}

static void remove_files(const char *folder)
{
    static const char *const names[] = {"a.json", "b.json", "c.json"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    cr_assert_eq(rmdir(folder), 0);
}

Test(sandbox_templates, a_folder_may_hold_single_ones_arrays_and_pages)
{
    char folder[64];
    fixture_make_folder(folder);
    write_file(folder, "a.json", "{\"id\":\"10\",\"name\":\"one\",\"language\":\"de\"}");
    write_file(folder, "b.json",
               "[{\"id\":\"9\",\"name\":\"two\",\"language\":\"de\"},"
               "{\"id\":\"8\",\"name\":\"one\",\"language\":\"de\"}]");
    write_file(folder, "c.json",
               "{\"data\":[{\"id\":\"11\",\"name\":\"three\",\"language\":\"de\"}]}");
    const struct sandbox_options options = {.template_folder = folder};
    struct sandbox *sandbox = fixture_start(&options);
    CLEANUP(json_deletep) cJSON *page = list(sandbox, "?fields=name");
    cr_expect_eq(count_data(page), 3);
    sandbox_stop(sandbox);
    remove_files(folder);
}

Test(sandbox_templates, a_folder_that_cannot_be_used_says_so)
{
    char folder[64];
    struct sandbox *sandbox = NULL;
    struct error error = {0};
    fixture_make_folder(folder);
    const struct sandbox_options options = {.template_folder = folder};
    cr_expect_eq(sandbox_start(&options, &sandbox, &error), ERR_NOT_FOUND);
    write_file(folder, "a.json", "{\"name\":");
    cr_expect_eq(sandbox_start(&options, &sandbox, &error), ERR_INVALID);
    cr_expect_not_null(strstr(error.where, "a.json"));
    cr_expect_neq(error.next[0], '\0');
    const struct sandbox_options missing = {.template_folder = "/nonexistent"};
    cr_expect_eq(sandbox_start(&missing, &sandbox, &error), ERR_IO);
    cr_expect_null(sandbox);
    remove_files(folder);
}
