/*
 * The sandbox's double of ChakraHQ's own routes: the shapes of the public SDK's
 * types, member by member, the same judgement as on WhatsApp's route, and the
 * small routes beside them.
 */
#include "src/base/json.h"
#include "src/whatsapp/mapping.h"
#include "tests/unit/sandbox/fixture.h"
#include "tests/unit/whatsapp/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define PHONE(to) FIXTURE_PATH FIXTURE_PLUGIN "/phoneNumber/" to "/send-template-message"
#define PROCESS(record) FIXTURE_PATH FIXTURE_PLUGIN "/process/" record "/send-template-message"
#define HELLO "{\"whatsappPhoneNumberId\":\"200000000000001\",\"templateName\":\"hello_world\"}"

/* SendTemplateMessageResponse of chakrahq/chakra-chat-sdk, src/types/template-messages.ts. */
static const struct {
    const char *path;
    char kind; /* s text, n number, o object, 0 null */
} response_type[] = {
    {"id", 's'},
    {"createdAt", 'n'},
    {"updatedAt", 'n'},
    {"externalId", 's'},
    {"provider", 's'},
    {"dataType", 's'},
    {"body", 'o'},
    {"body.body", 's'},
    {"text", 's'},
    {"attachments", '0'},
    {"deliveryStatus", 's'},
    {"direction", 's'},
    {"timestamp", 'n'},
    {"context", 'o'},
    {"context.contactIdentifier", 's'},
    {"context.messageTemplateId", 's'},
    {"adhocAgent", '0'},
    {"source", 'o'},
    {"source.sourceId", 's'},
    {"source.sourceType", 's'},
    {"team", 's'},
    {"chat", '0'},
    {"plugin", 's'},
    {"contact", '0'},
    {"user", 's'},
    {"procedure", '0'},
    {"process", 's'},
    {"campaign", '0'},
    {"inReplyTo", '0'},
};

static bool is_of_kind(const cJSON *node, char kind)
{
    return (kind == 's' && cJSON_IsString(node)) || (kind == 'n' && cJSON_IsNumber(node)) ||
           (kind == 'o' && cJSON_IsObject(node)) || (kind == '0' && cJSON_IsNull(node));
}

static void expect_response_type(const cJSON *message)
{
    int members = 0;
    for (size_t i = 0; i < COUNT_OF(response_type); i++) {
        cr_expect(is_of_kind(json_path(message, response_type[i].path), response_type[i].kind),
                  "%s", response_type[i].path);
        members += strchr(response_type[i].path, '.') == NULL;
    }
    cr_expect_eq(cJSON_GetArraySize(message), members, "a member that the type does not have");
}

Test(own_format, the_answer_is_the_sdks_type)
{
    static const char *const targets[] = {PHONE("15550001234"), PROCESS("lead/1"),
                                          PROCESS("lead/1bc10281-5882-43aa-b48d-28c527335e7a")};
    struct sandbox *sandbox = fixture_start_plain();
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        CLEANUP(json_deletep) cJSON *answer = fixture_json(sandbox, "POST", targets[i], HELLO, 200);
        const cJSON *message = json_member(answer, "_data");
        expect_response_type(message);
        cr_expect_str_eq(json_text(json_member(message, "context"), "contactIdentifier", ""),
                         "15550001234");
        cr_expect_str_eq(json_text(message, "text", ""),
                         "Welcome and congratulations! This message shows that your number can "
                         "send templates.");
    }
    CLEANUP(json_deletep)
    cJSON *stored = fixture_json(sandbox, "GET", "/_sandbox/messages", NULL, 200);
    cr_expect_eq(cJSON_GetArraySize(stored), COUNT_OF(targets));
    sandbox_stop(sandbox);
}

Test(own_format, listed_messages_are_of_the_same_type)
{
    struct sandbox *sandbox = fixture_start_plain();
    CLEANUP(json_deletep)
    cJSON *sent = fixture_json(sandbox, "POST", PHONE("15550001234"), HELLO, 200);
    CLEANUP(json_deletep)
    cJSON *listed = fixture_json(sandbox, "POST", FIXTURE_CHAT,
                                 "{\"customerPhoneNumber\":\"15550001234\"}", 200);
    const cJSON *message = cJSON_GetArrayItem(json_member(listed, "_data"), 0);
    expect_response_type(message);
    cr_expect_str_eq(json_text(message, "externalId", ""),
                     json_text(json_member(sent, "_data"), "externalId", "?"));
    sandbox_stop(sandbox);
}

static const struct {
    const char *method, *target, *body, *text;
    int status;
} errors[] = {
    {"POST", FIXTURE_PATH "other/phoneNumber/15550001234/send-template-message", HELLO,
     "plugin not found", 404},
    {"POST", PROCESS("lead/9"), HELLO, "process not found", 404},
    {"POST", PROCESS("deal/1"), HELLO, "process not found", 404},
    {"POST", PHONE("15550001234"), "{oops", "The request body is not valid JSON.", 400},
    {"POST", PHONE("15550001234"), "[]", "The request body is not valid JSON.", 400},
    {"POST", PHONE("15550001234"), "{}", "whatsappPhoneNumberId is required", 400},
    {"POST", PHONE("15550001234"), "{\"whatsappPhoneNumberId\":\"200000000000001\"}",
     "templateName is required", 400},
    {"POST", PHONE("15550001234"),
     "{\"whatsappPhoneNumberId\":\"200000000000001\",\"templateName\":\"hello_world\","
     "\"mapping\":[{\"name\":\"1\"}]}",
     "mapping must be an array of schemaPropertyName and schemaPropertyValue", 400},
    {"GET", FIXTURE_PATH "other/config", NULL, "plugin not found", 404},
    {"POST", FIXTURE_PATH "other/update-config", "{}", "plugin not found", 404},
    {"GET", "/v1/ext/procedure/lead/process/9", NULL, "process not found", 404},
    {"POST", "/v1/ext/procedure/lead/process/list", "{\"limit\":101}",
     "skip must be 0 or more and limit must be 1 to 100", 400},
};

Test(own_format, errors_are_lists_of_texts)
{
    struct sandbox *sandbox = fixture_start_plain();
    for (size_t i = 0; i < COUNT_OF(errors); i++) {
        CLEANUP(json_deletep)
        cJSON *answer = fixture_json(sandbox, errors[i].method, errors[i].target, errors[i].body,
                                     errors[i].status);
        const cJSON *list = json_member(answer, "_errors");
        cr_expect_eq(cJSON_GetArraySize(list), 1);
        cr_expect_str_eq(cJSON_GetStringValue(cJSON_GetArrayItem(list, 0)), errors[i].text);
        cr_expect_eq(cJSON_GetArraySize(json_member(answer, "_data")), 0);
    }
    sandbox_stop(sandbox);
}

/* Each send of the data that this form can carry is accepted, with the text of WhatsApp's route. */
Test(own_format, it_takes_what_the_mapping_can_carry)
{
    struct sandbox *sandbox = fixture_start_with_data();
    size_t count = 0, carried = 0;
    char **names = data_names("sends", &count);
    for (size_t i = 0; i < count; i++) {
        char path[160];
        struct fixture fixture;
        size_t position = 0;
        const char *why = NULL;
        snprintf(path, sizeof path, "sends/%s.json", names[i]);
        CLEANUP(json_deletep) cJSON *send = data_read(path);
        fixture_load(&fixture, names[i]);
        fixture_fill(&fixture, json_member(send, "inputs"));
        if (mapping_next_gap(&fixture.message, &position, &why) == NULL) {
            cJSON *body = NULL;
            cr_assert_eq(mapping_build(&fixture.message, "200000000000001", &body, NULL), ERR_OK);
            CLEANUP(mem_freep) char *own = json_print(body);
            cJSON_Delete(body);
            CLEANUP(json_deletep) cJSON *payload = fixture_payload(&fixture);
            cJSON_DeleteItemFromObject(payload, "to");
            cJSON_AddStringToObject(payload, "to", "15550001234");
            CLEANUP(mem_freep) char *theirs = json_print(payload);
            struct client_reply first, second;
            fixture_call(sandbox, "POST", FIXTURE_MESSAGES, theirs, &first);
            fixture_call(sandbox, "POST", PHONE("15550001234"), own, &second);
            cr_expect_eq(first.status, second.status, "%s: %d, %d %s", names[i], first.status,
                         second.status, second.body);
            bool is_accepted = second.status == 200;
            client_reply_release(&first);
            client_reply_release(&second);
            CLEANUP(json_deletep)
            cJSON *stored = fixture_json(sandbox, "GET", "/_sandbox/messages", NULL, 200);
            if (is_accepted)
                cr_expect_str_eq(json_text(cJSON_GetArrayItem(stored, 0), "text", "?"),
                                 json_text(cJSON_GetArrayItem(stored, 1), "text", ""), "%s",
                                 names[i]);
            carried += is_accepted;
        }
        fixture_release(&fixture);
    }
    cr_expect_gt(carried, 10, "%zu of %zu", carried, count);
    data_free_names(names, count);
    sandbox_stop(sandbox);
}

Test(own_format, counts_are_checked_as_on_the_other_route)
{
    struct sandbox *sandbox = fixture_start_plain();
    struct client_reply reply;
    fixture_call(sandbox, "POST", PHONE("15550001234"),
                 "{\"whatsappPhoneNumberId\":\"200000000000001\",\"templateName\":\"hello_world\","
                 "\"mapping\":[{\"schemaPropertyName\":\"1\",\"schemaPropertyValue\":\"x\"}]}",
                 &reply);
    cr_expect_eq(reply.status, 400);
    cr_expect_eq(fixture_code(&reply), 132000, "%s", reply.body);
    client_reply_release(&reply);
    fixture_call(sandbox, "POST", PHONE("15550001234"),
                 "{\"whatsappPhoneNumberId\":\"200000000000001\",\"templateName\":\"no_such\"}",
                 &reply);
    cr_expect_eq(fixture_code(&reply), 132001, "%s", reply.body);
    client_reply_release(&reply);
    fixture_call(sandbox, "POST", PHONE("15550131026"), HELLO, &reply);
    cr_expect_eq(fixture_code(&reply), 131026, "%s", reply.body);
    client_reply_release(&reply);
    sandbox_stop(sandbox);
}

Test(own_format, the_configuration_of_the_plugin)
{
    static const char config[] = FIXTURE_PATH FIXTURE_PLUGIN "/config";
    struct sandbox *sandbox = fixture_start_plain();
    CLEANUP(json_deletep) cJSON *before = fixture_json(sandbox, "GET", config, NULL, 200);
    cr_expect(cJSON_IsNull(json_path(before, "_data.passThroughWebhookUrl")));
    cr_expect(cJSON_IsNull(json_path(before, "_data.chakraWebhookUrl")));
    CLEANUP(json_deletep)
    cJSON *answer = fixture_json(sandbox, "POST", FIXTURE_PATH FIXTURE_PLUGIN "/update-config",
                                 "{\"chakraWebhookUrl\":\"https://e.example/\"}", 200);
    cr_expect(cJSON_IsTrue(json_path(answer, "_data.success")));
    CLEANUP(json_deletep) cJSON *after = fixture_json(sandbox, "GET", config, NULL, 200);
    cr_expect_str_eq(json_text(json_member(after, "_data"), "chakraWebhookUrl", ""),
                     "https://e.example/");
    cr_expect(cJSON_IsNull(json_path(after, "_data.passThroughWebhookUrl")));
    sandbox_stop(sandbox);
}

Test(own_format, media_by_id)
{
    struct sandbox *sandbox = fixture_start_plain();
    CLEANUP(json_deletep)
    cJSON *info =
        fixture_json(sandbox, "GET", "/v1/whatsapp/v24.0/media/300000000000001", NULL, 200);
    cr_expect_str_eq(json_text(info, "mime_type", ""), "image/png");
    cr_expect_str_eq(json_text(info, "messaging_product", ""), "whatsapp");
    static const char *const shows[] = {"/v1/whatsapp/v24.0/media/300000000000001/show",
                                        "/v2/whatsapp/v24.0/media/300000000000001/show"};
    for (size_t i = 0; i < COUNT_OF(shows); i++) {
        struct client_reply reply;
        fixture_call(sandbox, "GET", shows[i], NULL, &reply);
        cr_expect_eq(reply.status, 200);
        client_reply_release(&reply);
    }
    CLEANUP(json_deletep)
    cJSON *none = fixture_json(sandbox, "GET", "/v1/whatsapp/v24.0/media/9", NULL, 400);
    int64_t code = 0;
    cr_expect(json_integer(json_path(none, "error.error_subcode"), &code));
    cr_expect_eq(code, 33);
    sandbox_stop(sandbox);
}

Test(own_format, records)
{
    struct sandbox *sandbox = fixture_start_plain();
    CLEANUP(json_deletep)
    cJSON *record = fixture_json(sandbox, "GET", "/v1/ext/procedure/lead/process/1", NULL, 200);
    cr_expect_str_eq(json_text(json_path(record, "_data.record.data"), "phone_number", ""),
                     "15550001234");
    CLEANUP(json_deletep)
    cJSON *list =
        fixture_json(sandbox, "POST", "/v1/ext/procedure/lead/process/list", "{\"limit\":1}", 200);
    cr_expect_eq(cJSON_GetArraySize(json_member(list, "_data")), 1);
    cr_expect(cJSON_IsFalse(json_path(list, "_meta.hasMore")));
    sandbox_stop(sandbox);
}
