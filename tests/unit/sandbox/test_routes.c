/* The routes other than sending: token, account, chat messages, media, log. */
#include "src/base/json.h"
#include "src/config/config.h"
#include "src/sandbox/catalogue.h"
#include "tests/unit/sandbox/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void expect_reply(const struct sandbox *sandbox, const struct client_request *request,
                         int status, const char *body)
{
    struct client_reply reply;
    cr_assert(client_exchange(sandbox_port(sandbox), request, &reply));
    cr_expect_eq(reply.status, status, "%s %s: %d", request->method, request->target, reply.status);
    cr_expect_str_eq(reply.body, body);
    client_reply_release(&reply);
}

/* The sandbox may not include the settings: two definitions, one value (a warning otherwise). */
Test(sandbox_routes, its_ids_are_those_of_the_settings)
{
    cr_expect_str_eq(SANDBOX_PLUGIN_ID, FIXTURE_PLUGIN);
    cr_expect_str_eq(SANDBOX_PHONE_NUMBER_ID, "200000000000001");
    cr_expect_str_eq(SANDBOX_WABA_ID, "100000000000001");
    cr_expect_str_eq(SANDBOX_SENDER_NUMBER, "15550009999");
    cr_expect_str_eq(SANDBOX_SENDER_NAME, "Sandbox");
}

Test(sandbox_routes, every_route_but_the_open_ones_wants_a_token)
{
    static const char missing[] = "{\"_data\":[],\"_errors\":[\"The access token is missing.\"]}";
    static const char expired[] = "{\"_data\":[],\"_errors\":[\"The access token has expired.\"]}";
    static const struct {
        const char *method;
        const char *target;
    } routes[] = {
        {"POST", FIXTURE_MESSAGES},
        {"POST", FIXTURE_CHAT},
        {"POST", "/v1/ext/chat"},
        {"POST", "/v1/ext/chat/x/message"},
        {"POST", FIXTURE_PATH FIXTURE_PLUGIN "/upload-public-media"},
        {"GET", FIXTURE_TEMPLATES},
        {"GET", "/v1/ext/whatsapp-phone-number"},
        {"GET", "/v1/ext/whatsapp-phone-number/200000000000001"},
        {"GET", "/v1/ext/whatsapp-business-account"},
        {"GET", "/v1/ext/config"},
    };
    struct sandbox *sandbox = fixture_start_plain();
    for (size_t i = 0; i < COUNT_OF(routes); i++) {
        struct client_request request = {.method = routes[i].method, .target = routes[i].target};
        expect_reply(sandbox, &request, 401, missing);
        request.token = "expired";
        expect_reply(sandbox, &request, 401, expired);
    }
    const struct client_request health = {.method = "GET", .target = "/v1/health"};
    expect_reply(sandbox, &health, 200, "{\"status\":\"ok\"}");
    sandbox_stop(sandbox);
}

Test(sandbox_routes, wrong_paths_and_ids)
{
    static const char not_found[] = "{\"message\":\"Not Found\"}";
    static const char no_plugin[] = "{\"_data\":[],\"_errors\":[\"plugin not found\"]}";
    static const struct {
        const char *method;
        const char *target;
        int status;
        const char *body;
    } rows[] = {
        {"GET", "/", 404, not_found},
        {"GET", FIXTURE_MESSAGES, 404, not_found},
        {"POST", FIXTURE_MESSAGES "/more", 404, not_found},
        {"POST", FIXTURE_PATH FIXTURE_PLUGIN "/api/24/200000000000001/messages", 404, not_found},
        {"POST", FIXTURE_PATH "other/api/v24.0/200000000000001/messages", 404, no_plugin},
        {"GET", "/v1/ext/whatsapp-phone-number?pluginId=other", 404, no_plugin},
        {"GET", "/v1/ext/whatsapp-phone-number/1", 404,
         "{\"_data\":[],\"_errors\":[\"whatsapp phone number not found\"]}"},
        {"GET", FIXTURE_PATH "api/v/100000000000001/message_templates", 404, not_found},
    };
    struct sandbox *sandbox = fixture_start_plain();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct client_request request = {
            .method = rows[i].method, .target = rows[i].target, .token = "t"};
        expect_reply(sandbox, &request, rows[i].status, rows[i].body);
    }
    struct client_reply reply;
    char body[FIXTURE_BODY_SIZE];
    fixture_hello("15550001234", body);
    fixture_call(sandbox, "POST", FIXTURE_PATH FIXTURE_PLUGIN "/api/v19.0/77/messages", body,
                 &reply);
    cr_expect_eq(reply.status, 400);
    cr_expect_not_null(strstr(reply.body, "(#100) Unsupported post request. Object with ID '77'"));
    client_reply_release(&reply);
    sandbox_stop(sandbox);
}

Test(sandbox_routes, the_account)
{
    struct sandbox *sandbox = fixture_start_plain();
    CLEANUP(json_deletep)
    cJSON *list = fixture_json(sandbox, "GET",
                               "/v1/ext/whatsapp-phone-number?pluginId=" FIXTURE_PLUGIN, NULL, 200);
    const cJSON *numbers = json_member(list, "_data");
    cr_assert_eq(cJSON_GetArraySize(numbers), 2);
    const cJSON *first = cJSON_GetArrayItem(numbers, 0);
    const cJSON *second = cJSON_GetArrayItem(numbers, 1);
    cr_expect_str_eq(json_text(first, "id", ""), "200000000000001");
    cr_expect_str_eq(json_text(first, "waba", ""), "100000000000001");
    cr_expect_str_eq(json_text(first, "displayPhoneNumber", ""), "+1 555-000-9999");
    cr_expect_str_eq(json_text(first, "verifiedName", ""), "Sandbox");
    cr_expect_str_eq(json_text(first, "status", ""), "CONNECTED");
    cr_expect_str_eq(json_text(first, "accountMode", ""), "SANDBOX");
    cr_expect_str_eq(json_path(first, "qualityScore.score")->valuestring, "GREEN");
    cr_expect_str_eq(json_path(second, "qualityScore.score")->valuestring, "YELLOW");
    CLEANUP(json_deletep)
    cJSON *one =
        fixture_json(sandbox, "GET", "/v1/ext/whatsapp-phone-number/200000000000002", NULL, 200);
    cr_expect(cJSON_Compare(json_member(one, "_data"), second, true));
    CLEANUP(json_deletep)
    cJSON *accounts = fixture_json(sandbox, "GET", "/v1/ext/whatsapp-business-account", NULL, 200);
    const cJSON *account = cJSON_GetArrayItem(json_member(accounts, "_data"), 0);
    cr_expect_str_eq(json_text(account, "id", ""), "100000000000001");
    CLEANUP(json_deletep) cJSON *config = fixture_json(sandbox, "GET", "/v1/ext/config", NULL, 200);
    cr_expect_eq(cJSON_GetArraySize(json_path(config, "_data.team")), 1);
    sandbox_stop(sandbox);
}

Test(sandbox_routes, a_read_receipt_gets_an_empty_answer)
{
    struct sandbox *sandbox = fixture_start_plain();
    CLEANUP(json_deletep)
    cJSON *reply =
        fixture_json(sandbox, "POST", FIXTURE_MESSAGES,
                     "{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":"
                     "\"wamid.x\"}",
                     200);
    cr_expect_eq(cJSON_GetArraySize(json_member(reply, "_data")), 0);
    sandbox_stop(sandbox);
}

static void upload(const struct sandbox *sandbox, const char *body, size_t length,
                   struct client_reply *reply)
{
    const struct client_request request = {
        .method = "POST",
        .target = FIXTURE_PATH FIXTURE_PLUGIN "/upload-public-media",
        .token = "t",
        .content_type = "multipart/form-data; boundary=\"--mark\"",
        .body = body,
        .body_length = length};
    cr_assert(client_exchange(sandbox_port(sandbox), &request, reply));
}

Test(sandbox_routes, an_uploaded_file_is_served_back)
{
    static const char body[] =
        "----mark\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../a b.png\"\r\n"
        "Content-Type: image/png\r\n\r\n\x89PNG\r\n\0\xff\r\n----mark\r\n"
        "Content-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n----mark--\r\n";
    struct sandbox *sandbox = fixture_start_plain();
    struct client_reply reply;
    upload(sandbox, body, sizeof body - 1, &reply);
    cr_assert_eq(reply.status, 200, "%s", reply.body);
    CLEANUP(json_deletep) cJSON *json = NULL;
    cr_assert_eq(json_parse(reply.body, reply.body_length, &json, NULL), ERR_OK);
    client_reply_release(&reply);
    const char *address = json_path(json, "_data.publicMediaUrl")->valuestring;
    const char *path = strstr(address, "/public-media/");
    cr_assert_not_null(path);
    cr_expect_not_null(strstr(path, "/a_b.png"));
    const struct client_request request = {.method = "GET", .target = path};
    cr_assert(client_exchange(sandbox_port(sandbox), &request, &reply));
    char type[64] = "";
    cr_expect_eq(reply.status, 200);
    cr_expect(client_header(&reply, "Content-Type", type, sizeof type));
    cr_expect_str_eq(type, "image/png");
    cr_assert_eq(reply.body_length, 8);
    cr_expect_arr_eq(reply.body, "\x89PNG\r\n\0\xff", 8);
    client_reply_release(&reply);
    sandbox_stop(sandbox);
}

Test(sandbox_routes, an_upload_without_a_file_is_refused)
{
    static const char *const bodies[] = {
        "----mark\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\nx\r\n----mark--\r\n",
        "----mark\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nnever ends",
        "----mark--\r\n",
        "nothing",
    };
    struct sandbox *sandbox = fixture_start_plain();
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct client_reply reply;
        upload(sandbox, bodies[i], strlen(bodies[i]), &reply);
        cr_expect_eq(reply.status, 400, "%s", bodies[i]);
        cr_expect_str_eq(reply.body, "{\"_data\":[],\"_errors\":[\"file is required\"]}");
        client_reply_release(&reply);
    }
    sandbox_stop(sandbox);
}

Test(sandbox_routes, the_log_shows_what_came_in_without_the_token)
{
    struct sandbox *sandbox = fixture_start_plain();
    struct client_reply reply;
    const struct client_request first = {.method = "POST",
                                         .target = "/nowhere?a=1&b=%C3%A9",
                                         .token = "canary-secret",
                                         .content_type = "text/plain",
                                         .body = "plain text"};
    cr_assert(client_exchange(sandbox_port(sandbox), &first, &reply));
    client_reply_release(&reply);
    fixture_call(sandbox, "POST", FIXTURE_CHAT, "{\"customerPhoneNumber\":\"1\"}", &reply);
    cr_expect_eq(reply.status, 400);
    client_reply_release(&reply);
    fixture_call(sandbox, "GET", "/_sandbox/requests", NULL, &reply);
    cr_expect_null(strstr(reply.body, "canary-secret"));
    CLEANUP(json_deletep) cJSON *log = NULL;
    cr_assert_eq(json_parse(reply.body, reply.body_length, &log, NULL), ERR_OK);
    client_reply_release(&reply);
    cr_assert_eq(cJSON_GetArraySize(log), 2);
    const cJSON *entry = cJSON_GetArrayItem(log, 0);
    cr_expect_str_eq(json_text(entry, "method", ""), "POST");
    cr_expect_str_eq(json_text(entry, "path", ""), "/nowhere");
    cr_expect_str_eq(json_text(json_member(entry, "query"), "b", ""), "\xC3\xA9");
    cr_expect_str_eq(json_text(json_member(entry, "headers"), "Authorization", ""), "***");
    cr_expect_str_eq(json_text(entry, "body", ""), "plain text");
    cr_expect_str_eq(
        json_text(json_member(cJSON_GetArrayItem(log, 1), "body"), "customerPhoneNumber", ""), "1");
    fixture_call(sandbox, "DELETE", "/_sandbox/requests", NULL, &reply);
    cr_expect_eq(reply.status, 204);
    client_reply_release(&reply);
    CLEANUP(json_deletep)
    cJSON *empty = fixture_json(sandbox, "GET", "/_sandbox/requests", NULL, 200);
    cr_expect_eq(cJSON_GetArraySize(empty), 0);
    sandbox_stop(sandbox);
}

Test(sandbox_routes, the_log_is_bounded)
{
    struct sandbox *sandbox = fixture_start_plain();
    for (int i = 0; i < 1010; i++) {
        char target[64];
        struct client_reply reply;
        snprintf(target, sizeof target, "/number/%d", i);
        fixture_call(sandbox, "GET", target, NULL, &reply);
        client_reply_release(&reply);
    }
    CLEANUP(json_deletep)
    cJSON *log = fixture_json(sandbox, "GET", "/_sandbox/requests", NULL, 200);
    cr_assert_eq(cJSON_GetArraySize(log), 1000);
    cr_expect_str_eq(json_text(cJSON_GetArrayItem(log, 0), "path", ""), "/number/10");
    cr_expect_str_eq(json_text(cJSON_GetArrayItem(log, 999), "path", ""), "/number/1009");
    sandbox_stop(sandbox);
}
