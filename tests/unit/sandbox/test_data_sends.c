/* Every send of tests/data/sends and tests/data/bad_sends, in both error shapes: N of N. */
#include "src/base/json.h"
#include "tests/unit/sandbox/fixture.h"

#include <criterion/criterion.h>
#include <string.h>

struct run {
    struct sandbox *sandbox;
    const char *folder;
    bool meta_shape;
    size_t accepted;
    size_t refused;
};

static void check_refusal(const struct run *run, const char *name, const cJSON *expect,
                          const struct client_reply *reply)
{
    int64_t code = 0;
    if (json_integer(json_member(expect, "code"), &code))
        cr_expect_eq(fixture_code(reply), code, "%s: %s", name, reply->body);
    else
        cr_expect_neq(fixture_code(reply), 0, "%s: %s", name, reply->body);
    const char *details = json_text(expect, "details", json_text(expect, "message", ""));
    cr_expect_not_null(strstr(reply->body, details), "%s: %s", name, reply->body);
    CLEANUP(json_deletep) cJSON *body = NULL;
    cr_assert_eq(json_parse(reply->body, reply->body_length, &body, NULL), ERR_OK, "%s", name);
    const cJSON *errors = json_member(body, "_errors");
    if (run->meta_shape) {
        cr_expect_not_null(json_path(body, "error.fbtrace_id"), "%s: %s", name, reply->body);
        cr_expect_eq(json_path(body, "error.error_data.details") != NULL,
                     json_member(expect, "message") == NULL && strstr(name, "bad_type") == NULL,
                     "%s: %s", name, reply->body);
        return;
    }
    cr_expect_eq(cJSON_GetArraySize(json_member(body, "_data")), 0, "%s: %s", name, reply->body);
    cr_expect_eq(cJSON_GetArraySize(errors), 1, "%s: %s", name, reply->body);
    cr_expect(cJSON_IsString(errors->child), "%s: %s", name, reply->body);
}

static void send_one(void *context, const char *name)
{
    struct run *run = context;
    CLEANUP(json_deletep) cJSON *file = fixture_read(run->folder, name);
    const cJSON *expect = json_member(file, "expect");
    const char *endpoint = json_text(file, "endpoint", "messages");
    CLEANUP(mem_freep) char *request = json_print(json_member(file, "request"));
    struct client_reply reply;
    bool is_marketing = strcmp(endpoint, "marketing_messages") == 0;
    fixture_call(run->sandbox, "POST", is_marketing ? FIXTURE_MARKETING : FIXTURE_MESSAGES, request,
                 &reply);
    int64_t status = 0;
    cr_assert(json_integer(json_member(expect, "http_status"), &status));
    cr_expect_eq(reply.status, status, "%s: %d %s", name, reply.status, reply.body);
    if (status == 200) {
        cr_expect_not_null(strstr(reply.body, "{\"_data\":{\"whatsappMessageId\":\"wamid."),
                           "%s: %s", name, reply.body);
        run->accepted++;
    } else {
        check_refusal(run, name, expect, &reply);
        run->refused++;
    }
    client_reply_release(&reply);
}

static void send_all(bool meta_shape)
{
    const struct sandbox_options options = {.template_folder = TEST_DATA "/templates",
                                            .error_shape_meta = meta_shape};
    struct run run = {.sandbox = fixture_start(&options), .meta_shape = meta_shape};
    run.folder = "sends";
    size_t files = fixture_each(run.folder, send_one, &run);
    cr_expect_eq(files, 52);
    cr_expect_eq(run.accepted, 45);
    cr_expect_eq(run.refused, 7);
    run.folder = "bad_sends";
    run.refused = 0;
    files = fixture_each(run.folder, send_one, &run);
    cr_expect_eq(files, 21);
    cr_expect_eq(run.refused, 21);
    sandbox_stop(run.sandbox);
}

Test(sandbox_data_sends, all_end_as_the_files_say)
{
    send_all(false);
}

Test(sandbox_data_sends, all_end_as_the_files_say_in_the_shape_of_whatsapp)
{
    send_all(true);
}
