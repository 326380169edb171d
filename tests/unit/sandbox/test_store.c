/* What was accepted can be looked up, also by a later run and by another one at the same time. */
#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/paths.h"
#include "tests/unit/sandbox/fixture.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static struct sandbox *start_in(const char *folder)
{
    const struct sandbox_options options = {.store_folder = folder};
    return fixture_start(&options);
}

static void send_hello(const struct sandbox *sandbox, const char *to)
{
    char body[FIXTURE_BODY_SIZE];
    struct client_reply reply;
    fixture_hello(to, body);
    fixture_call(sandbox, "POST", FIXTURE_MESSAGES, body, &reply);
    cr_assert_eq(reply.status, 200, "%s", reply.body);
    client_reply_release(&reply);
}

static cJSON *look_up(const struct sandbox *sandbox, const char *body)
{
    return fixture_json(sandbox, "POST", FIXTURE_CHAT, body, 200);
}

static int count_to(const struct sandbox *sandbox, const char *number)
{
    char body[128];
    snprintf(body, sizeof body, "{\"customerPhoneNumber\":\"%s\"}", number);
    CLEANUP(json_deletep) cJSON *reply = look_up(sandbox, body);
    return cJSON_GetArraySize(json_member(reply, "_data"));
}

static void write_lines(const char *folder, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/sandbox-messages.jsonl", folder);
    cr_assert_eq(paths_write_private_file(path, text, strlen(text), NULL), ERR_OK);
}

Test(sandbox_store, survives_the_end_of_the_sandbox)
{
    char folder[64];
    char path[128];
    struct stat info;
    fixture_make_folder(folder);
    struct sandbox *sandbox = start_in(folder);
    send_hello(sandbox, "15550001234");
    sandbox_stop(sandbox);
    snprintf(path, sizeof path, "%s/sandbox-messages.jsonl", folder);
    cr_assert_eq(stat(path, &info), 0);
    cr_expect_eq(info.st_mode & 07777, 0600);
    sandbox = start_in(folder);
    cr_expect_eq(count_to(sandbox, "15550001234"), 1);
    cr_expect_eq(count_to(sandbox, "15550001235"), 0);
    sandbox_stop(sandbox);
    fixture_remove_folder(folder);
}

Test(sandbox_store, two_sandboxes_on_one_folder_see_each_other)
{
    char folder[64];
    fixture_make_folder(folder);
    struct sandbox *first = start_in(folder);
    struct sandbox *second = start_in(folder);
    send_hello(first, "15550001234");
    send_hello(second, "15550001234");
    cr_expect_eq(count_to(first, "15550001234"), 2);
    cr_expect_eq(count_to(second, "15550001234"), 2);
    sandbox_stop(first);
    sandbox_stop(second);
    fixture_remove_folder(folder);
}

Test(sandbox_store, a_message_as_the_look_up_shows_it)
{
    struct sandbox *sandbox = fixture_start_plain();
    CLEANUP(json_deletep) cJSON *file = fixture_read("sends", "order_shipped_positional.json");
    CLEANUP(mem_freep) char *request = json_print(json_member(file, "request"));
    CLEANUP(json_deletep)
    cJSON *sent = fixture_json(sandbox, "POST", FIXTURE_MESSAGES, request, 200);
    CLEANUP(json_deletep)
    cJSON *reply =
        look_up(sandbox, "{\"customerPhoneNumber\":\"+1 555 000 1234\",\"limit\":5,\"page\":1}");
    const cJSON *message = cJSON_GetArrayItem(json_member(reply, "_data"), 0);
    int64_t timestamp_ms = 0;
    cr_assert_not_null(message);
    cr_expect_str_eq(json_text(message, "externalId", ""),
                     json_path(sent, "_data.whatsappMessageId")->valuestring);
    cr_expect_eq(strlen(json_text(message, "id", "")), 36);
    cr_expect_str_eq(json_text(message, "direction", ""), "OUTBOUND");
    cr_expect_str_eq(json_text(message, "text", ""),
                     "Hi Ines, your order MF-20993 left our bakery on 14 May and should reach you "
                     "within 3 days.");
    cr_expect_str_eq(json_path(message, "context.contactIdentifier")->valuestring, "15550001234");
    cr_expect_str_eq(json_path(message, "context.messageTemplateId")->valuestring,
                     "1000000000000114");
    cr_expect(json_integer(json_member(message, "timestamp"), &timestamp_ms));
    cr_expect_leq(timestamp_ms, clock_now_ms());
    cr_expect_gt(timestamp_ms, clock_now_ms() - 60000);
    sandbox_stop(sandbox);
}

/* Ages instead of waiting: the file says when each was accepted. */
Test(sandbox_store, the_delivery_status_follows_from_the_age)
{
    static const struct {
        int age_ms;
        int failure_code;
        const char *status;
    } rows[] = {
        {0, 0, "SENT"},      {2500, 0, "DELIVERED"},    {60000, 0, "READ"},
        {0, 131026, "SENT"}, {60000, 131026, "FAILED"}, {2500, 131049, "FAILED"},
    };
    char folder[64];
    char lines[4096] = "";
    fixture_make_folder(folder);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t used = strlen(lines);
        snprintf(lines + used, sizeof lines - used,
                 "{\"id\":\"i\",\"wamid\":\"w\",\"to\":\"1555000000%zu\",\"accepted_at\":%" PRId64
                 ",\"failure_code\":%d}\n",
                 i, clock_now_ms() - rows[i].age_ms, rows[i].failure_code);
    }
    write_lines(folder, lines);
    struct sandbox *sandbox = start_in(folder);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char body[128];
        snprintf(body, sizeof body, "{\"customerPhoneNumber\":\"1555000000%zu\"}", i);
        CLEANUP(json_deletep) cJSON *reply = look_up(sandbox, body);
        const cJSON *message = cJSON_GetArrayItem(json_member(reply, "_data"), 0);
        const cJSON *errors = json_member(message, "errors");
        cr_assert_not_null(message);
        cr_expect_str_eq(json_text(message, "deliveryStatus", ""), rows[i].status);
        cr_assert_eq(errors != NULL, strcmp(rows[i].status, "FAILED") == 0);
        if (errors != NULL)
            cr_expect_eq(json_member(errors->child, "code")->valueint, rows[i].failure_code);
    }
    sandbox_stop(sandbox);
    fixture_remove_folder(folder);
}

Test(sandbox_store, pages_are_newest_first)
{
    char folder[64];
    char lines[4096] = "";
    fixture_make_folder(folder);
    for (int i = 0; i < 12; i++) {
        size_t used = strlen(lines);
        snprintf(lines + used, sizeof lines - used,
                 "{\"id\":\"%d\",\"to\":\"15550000001\",\"accepted_at\":%d}\n", i, 1000 + i);
    }
    write_lines(folder, lines);
    struct sandbox *sandbox = start_in(folder);
    CLEANUP(json_deletep)
    cJSON *third =
        look_up(sandbox, "{\"customerPhoneNumber\":\"15550000001\",\"limit\":5,\"page\":3}");
    const cJSON *data = json_member(third, "_data");
    cr_assert_eq(cJSON_GetArraySize(data), 2);
    cr_expect_str_eq(json_text(cJSON_GetArrayItem(data, 0), "id", ""), "1");
    cr_expect_str_eq(json_text(cJSON_GetArrayItem(data, 1), "id", ""), "0");
    CLEANUP(json_deletep)
    cJSON *fourth =
        look_up(sandbox, "{\"customerPhoneNumber\":\"15550000001\",\"limit\":5,\"page\":4}");
    cr_expect_eq(cJSON_GetArraySize(json_member(fourth, "_data")), 0);
    CLEANUP(json_deletep)
    cJSON *wrong = fixture_json(sandbox, "POST", FIXTURE_CHAT,
                                "{\"customerPhoneNumber\":\"15550000001\",\"limit\":0}", 400);
    cr_expect_not_null(json_member(wrong, "_errors"));
    sandbox_stop(sandbox);
    fixture_remove_folder(folder);
}

Test(sandbox_store, lines_that_cannot_be_read_are_passed_over)
{
    char folder[64];
    fixture_make_folder(folder);
    write_lines(folder, "not json\n{}\n\n{\"to\":\"15550001111\"}\n{\"to\":\"15550001111\",\"tex");
    struct sandbox *sandbox = start_in(folder);
    cr_expect_eq(count_to(sandbox, "15550001111"), 1);
    send_hello(sandbox, "15550001111");
    cr_expect_eq(count_to(sandbox, "15550001111"), 2);
    sandbox_stop(sandbox);
    fixture_remove_folder(folder);
}

Test(sandbox_store, a_folder_that_cannot_be_made_says_so)
{
    struct sandbox *sandbox = NULL;
    struct error error = {0};
    const struct sandbox_options options = {.store_folder = "/dev/null/store"};
    cr_expect_eq(sandbox_start(&options, &sandbox, &error), ERR_IO);
    cr_expect_neq(error.next[0], '\0');
    cr_expect_null(sandbox);
}

Test(sandbox_store, a_port_in_use_says_so)
{
    struct sandbox *first = fixture_start_plain();
    struct sandbox *second = NULL;
    struct error error = {0};
    const struct sandbox_options options = {.port = sandbox_port(first)};
    cr_expect_eq(sandbox_start(&options, &second, &error), ERR_IO);
    cr_expect_not_null(strstr(error.what, "cannot listen on port"));
    cr_expect_null(second);
    sandbox_stop(first);
}
