/* List chats and list messages of a chat: shapes, paging, search, ids that were made up. */
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/sandbox/catalogue.h"
#include "tests/unit/sandbox/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define CHATS "/v1/ext/chat"

static void send_to(const struct sandbox *sandbox, const char *to)
{
    char body[FIXTURE_BODY_SIZE];
    struct client_reply reply;
    fixture_hello(to, body);
    fixture_call(sandbox, "POST", FIXTURE_MESSAGES, body, &reply);
    cr_assert_eq(reply.status, 200, "%s", reply.body);
    client_reply_release(&reply);
}

static cJSON *list(const struct sandbox *sandbox, const char *body)
{
    return fixture_json(sandbox, "POST", CHATS, body, 200);
}

static const char *place(const cJSON *answer, int index, const char *name)
{
    return json_text(cJSON_GetArrayItem(json_member(answer, "_data"), index), name, "");
}

static int64_t total(const cJSON *answer)
{
    int64_t number = -1;
    json_integer(json_path(answer, "_meta.total"), &number);
    return number;
}

Test(sandbox_chats, one_chat_a_recipient_newest_first)
{
    struct sandbox *sandbox = fixture_start_plain();
    cJSON *answer = list(sandbox, "{}");
    cr_expect_eq(cJSON_GetArraySize(json_member(answer, "_data")), 0);
    cr_expect_eq(total(answer), 0);
    cJSON_Delete(answer);
    send_to(sandbox, "15550001001");
    send_to(sandbox, "15550001002");
    send_to(sandbox, "15550001001");
    answer = list(sandbox, "{\"orderField\":\"createdAt\",\"orderDirection\":\"desc\",\"limit\":10,"
                           "\"page\":1}");
    cr_assert_eq(cJSON_GetArraySize(json_member(answer, "_data")), 2);
    cr_expect_eq(total(answer), 2);
    cr_expect_str_eq(place(answer, 0, "contactIdentifier"), "15550001001");
    cr_expect_str_eq(place(answer, 1, "contactIdentifier"), "15550001002");
    cr_expect_str_eq(place(answer, 0, "id"), "c4a70000-0000-4000-8000-015550001001");
    const cJSON *last =
        json_member(cJSON_GetArrayItem(json_member(answer, "_data"), 0), "lastMessage");
    cr_expect_str_eq(json_text(last, "direction", ""), "OUTBOUND");
    cJSON_Delete(answer);
    sandbox_stop(sandbox);
}

Test(sandbox_chats, pages_and_search)
{
    struct sandbox *sandbox = fixture_start_plain();
    send_to(sandbox, "15550001001");
    send_to(sandbox, "15550001002");
    send_to(sandbox, "447700900123");
    cJSON *answer = list(sandbox, "{\"limit\":2,\"page\":2}");
    cr_assert_eq(cJSON_GetArraySize(json_member(answer, "_data")), 1);
    cr_expect_eq(total(answer), 3);
    cr_expect_str_eq(place(answer, 0, "contactIdentifier"), "15550001001");
    cJSON_Delete(answer);
    answer = list(sandbox, "{\"limit\":2,\"page\":3}");
    cr_expect_eq(cJSON_GetArraySize(json_member(answer, "_data")), 0);
    cJSON_Delete(answer);
    answer = list(sandbox, "{\"search\":\"7700\"}");
    cr_assert_eq(cJSON_GetArraySize(json_member(answer, "_data")), 1);
    cr_expect_str_eq(place(answer, 0, "contactIdentifier"), "447700900123");
    cJSON_Delete(answer);
    cJSON_Delete(fixture_json(sandbox, "POST", CHATS, "{\"limit\":0}", 400));
    cJSON_Delete(fixture_json(sandbox, "POST", CHATS, "no JSON", 400));
    sandbox_stop(sandbox);
}

Test(sandbox_chats, messages_of_a_chat)
{
    struct sandbox *sandbox = fixture_start_plain();
    send_to(sandbox, "15550001001");
    send_to(sandbox, "15550001002");
    send_to(sandbox, "15550001001");
    cJSON *answer =
        fixture_json(sandbox, "POST", CHATS "/c4a70000-0000-4000-8000-015550001001/message",
                     "{\"limit\":50,\"page\":1}", 200);
    cr_assert_eq(cJSON_GetArraySize(json_member(answer, "_data")), 2);
    cr_expect_str_eq(place(answer, 0, "direction"), "OUTBOUND");
    cr_expect(strncmp(place(answer, 0, "externalId"), "wamid.", 6) == 0);
    cJSON_Delete(answer);
    static const char *const unknown[] = {
        "c4a70000-0000-4000-8000-015550001009", "c4a70000-0000-4000-8000-000000000000",
        "c4a70000-0000-4000-8ffffffffffffffff", "c4a70000-0000-4000-8111-1111111111111",
        "c4a70000-0000-4000-81111111111111111", "nothing"};
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        char target[128];
        snprintf(target, sizeof target, CHATS "/%s/message", unknown[i]);
        cJSON_Delete(fixture_json(sandbox, "POST", target, "{}", 404));
    }
    cJSON_Delete(fixture_json(sandbox, "POST",
                              CHATS "/c4a70000-0000-4000-8000-015550001001/message", "{\"page\":0}",
                              400));
    sandbox_stop(sandbox);
}
