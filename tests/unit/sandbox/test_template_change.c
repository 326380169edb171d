/* Creating and editing templates in the sandbox: documented answers, review, refusals, keeping. */
#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/sandbox/catalogue_change.h"
#include "src/sandbox/template_create.h"
#include "tests/unit/sandbox/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define BODY_TEXT "{\"type\":\"BODY\",\"text\":\"Hi {{1}}.\",\"example\":{\"body_text\":[[\"a\"]]}}"
#define OF(name, components) \
    "{\"name\":\"" name      \
    "\",\"language\":\"en_US\",\"category\":\"UTILITY\",\"components\":[" components "]}"
#define EDIT_PATH FIXTURE_PATH "api/v24.0/"

/* The listed template of that name; NULL when there is none. The page owns it. */
static const cJSON *find(const cJSON *page, const char *name)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, json_member(page, "data"))
    {
        if (strcmp(json_text(item, "name", ""), name) == 0)
            return item;
    }
    return NULL;
}

static cJSON *list(const struct sandbox *sandbox)
{
    return fixture_json(sandbox, "GET",
                        FIXTURE_TEMPLATES "?limit=500&fields=name,language,status,"
                                          "category,components,rejected_reason,previous_category",
                        NULL, 200);
}

/* A request whose answer's status is all that matters. */
static void post(const struct sandbox *sandbox, const char *path, const char *body, int status)
{
    cJSON_Delete(fixture_json(sandbox, "POST", path, body, status));
}

/* Asks until the status is another one than PENDING, 10 s at most. */
static void wait_for(const struct sandbox *sandbox, const char *name, char status[32],
                     char reason[32])
{
    int64_t end = clock_monotonic_ms() + 10000;
    do {
        CLEANUP(json_deletep) cJSON *page = list(sandbox);
        const cJSON *item = find(page, name);
        cr_assert_not_null(item);
        snprintf(status, 32, "%s", json_text(item, "status", ""));
        snprintf(reason, 32, "%s", json_text(item, "rejected_reason", ""));
    } while (strcmp(status, "PENDING") == 0 && clock_monotonic_ms() < end);
}

Test(sandbox_template_change, a_created_template_is_listed_reviewed_and_kept)
{
    char folder[64], status[32], reason[32];
    fixture_make_folder(folder);
    const struct sandbox_options options = {.store_folder = folder};
    struct sandbox *sandbox = fixture_start(&options);
    CLEANUP(json_deletep)
    cJSON *made = fixture_json(sandbox, "POST", FIXTURE_TEMPLATES, OF("fresh", BODY_TEXT), 200);
    cr_expect_str_eq(json_text(made, "status", ""), "PENDING");
    cr_expect_str_eq(json_text(made, "category", ""), "UTILITY");
    cr_expect_str_eq(json_text(made, "id", ""), "2000000000000001");
    cr_expect_null(json_member(made, "_data"));
    wait_for(sandbox, "fresh", status, reason);
    cr_expect_str_eq(status, "APPROVED");
    cr_expect_str_eq(reason, "NONE");
    post(sandbox, FIXTURE_TEMPLATES, OF("fresh_invalid_format", BODY_TEXT), 200);
    /* Another program on the same store adds to it. */
    struct sandbox *other = fixture_start(&options);
    post(other, FIXTURE_TEMPLATES, OF("fresh_other", BODY_TEXT), 200);
    CLEANUP(json_deletep)
    cJSON *fourth =
        fixture_json(sandbox, "POST", FIXTURE_TEMPLATES, OF("fresh_last", BODY_TEXT), 200);
    cr_expect_str_eq(json_text(fourth, "id", ""), "2000000000000004");
    sandbox_stop(other);
    sandbox_stop(sandbox);
    sandbox = fixture_start(&options);
    wait_for(sandbox, "fresh_invalid_format", status, reason);
    cr_expect_str_eq(status, "REJECTED");
    cr_expect_str_eq(reason, "INVALID_FORMAT");
    CLEANUP(json_deletep) cJSON *page = list(sandbox);
    cr_expect_not_null(find(page, "fresh"));
    cr_expect_not_null(find(page, "fresh_other"));
    cr_expect_not_null(find(page, "fresh_last"));
    cr_expect_not_null(find(page, "hello_world"));
    sandbox_stop(sandbox);
    fixture_remove_folder(folder);
}

Test(sandbox_template_change, an_edit_replaces_the_components)
{
    char status[32], reason[32];
    struct sandbox *sandbox = fixture_start_plain();
    post(sandbox, FIXTURE_TEMPLATES, OF("fresh_scam", BODY_TEXT), 200);
    CLEANUP(json_deletep)
    cJSON *early =
        fixture_json(sandbox, "POST", EDIT_PATH "2000000000000001", "{\"components\":[]}", 400);
    cr_expect_str_eq(json_text(json_member(early, "error"), "error_user_title", ""),
                     "Message template can't be edited");
    wait_for(sandbox, "fresh_scam", status, reason);
    CLEANUP(json_deletep)
    cJSON *edited = fixture_json(
        sandbox, "POST", EDIT_PATH "2000000000000001",
        "{\"category\":\"MARKETING\",\"components\":[{\"type\":\"body\",\"text\":\"Bye.\"}]}", 200);
    cr_expect(json_is_true(edited, "success"));
    CLEANUP(json_deletep) cJSON *page = list(sandbox);
    const cJSON *item = find(page, "fresh_scam");
    cr_expect_str_eq(json_text(item, "status", ""), "PENDING");
    cr_expect_str_eq(json_text(item, "category", ""), "MARKETING");
    const cJSON *body = cJSON_GetArrayItem(json_member(item, "components"), 0);
    cr_expect_str_eq(json_text(body, "type", ""), "BODY");
    cr_expect_str_eq(json_text(body, "text", ""), "Bye.");
    sandbox_stop(sandbox);
}

Test(sandbox_template_change, what_is_refused)
{
    static const struct {
        const char *body;
        int subcode; /* 0: none */
        const char *piece;
    } rows[] = {
        {"7", 0, "JSON object"},
        {"{", 0, "JSON object"},
        {"{}", 0, "parameter name is required"},
        {"{\"name\":\"a\",\"language\":\"en\",\"category\":\"UTILITY\"}", 0,
         "parameter components is required"},
        {OF("Bad-Name", BODY_TEXT), 0, "Invalid parameter"},
        {"{\"name\":\"a\",\"language\":\"en\",\"category\":\"FUN\",\"components\":[]}", 0,
         "Invalid parameter"},
        {OF("a", "{\"type\":\"FOOTER\",\"text\":\"f\"}"), 0, "Invalid parameter"},
        {OF("a", "{\"type\":\"BODY\",\"text\":\"{{1}} x\"}"), 2388299, "Invalid parameter"},
        {OF("a", "{\"type\":\"BODY\",\"text\":\"x {{1}}\"}"), 2388299, "Invalid parameter"},
        {OF("a", "{\"type\":\"BODY\",\"text\":\"x {{1}} y\"}"), 0, "Invalid parameter"},
        {OF("a", "{\"type\":\"BODY\",\"text\":\"x\\n\\n\\ny\"}"), 2388072, "Invalid parameter"},
        {OF("a", BODY_TEXT ",{\"type\":\"HEADER\",\"format\":\"TEXT\",\"text\":\"*x*\"}"), 2388047,
         "Invalid parameter"},
        {OF("a", BODY_TEXT ",{\"type\":\"FOOTER\",\"text\":\"{{1}}\"}"), 2388073,
         "Invalid parameter"},
        {OF("a", BODY_TEXT ",{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"QUICK_REPLY\",\"text\":"
                           "\"12345678901234567890123456\"}]}"),
         2388040, "Invalid parameter"},
        {OF("a", BODY_TEXT ",{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"QUICK_REPLY\",\"text\":"
                           "\"{{1}}\"}]}"),
         2388060, "Invalid parameter"},
        {OF("hello_world", BODY_TEXT), 2388024, "Invalid parameter"},
    };
    struct sandbox *sandbox = fixture_start_plain();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CLEANUP(json_deletep)
        cJSON *reply = fixture_json(sandbox, "POST", FIXTURE_TEMPLATES, rows[i].body, 400);
        const cJSON *error = json_member(reply, "error");
        int64_t code = 0, subcode = 0;
        json_integer(json_member(error, "code"), &code);
        json_integer(json_member(error, "error_subcode"), &subcode);
        cr_expect_eq(code, 100, "row %zu", i);
        cr_expect_eq(subcode, rows[i].subcode, "row %zu: %lld", i, (long long)subcode);
        cr_expect(strstr(json_text(error, "message", ""), rows[i].piece) != NULL, "row %zu: %s", i,
                  json_text(error, "message", ""));
    }
    post(sandbox, FIXTURE_PATH "api/v24.0/9/message_templates", OF("a", BODY_TEXT), 400);
    CLEANUP(json_deletep)
    cJSON *no_template = fixture_json(sandbox, "POST", EDIT_PATH "9", "{\"components\":[]}", 400);
    post(sandbox, EDIT_PATH "100000000000001", "{}", 400);
    cr_expect(strstr(json_text(json_member(no_template, "error"), "message", ""),
                     "Unsupported post request") != NULL);
    CLEANUP(json_deletep) cJSON *page = list(sandbox);
    cr_expect_null(find(page, "a"));
    sandbox_stop(sandbox);
}

Test(sandbox_template_change, two_more_accounts)
{
    struct sandbox *sandbox = fixture_start_plain();
    CLEANUP(json_deletep)
    cJSON *empty = fixture_json(
        sandbox, "GET", FIXTURE_PATH "api/v24.0/100000000000002/message_templates", NULL, 200);
    cr_expect_eq(cJSON_GetArraySize(json_member(empty, "data")), 0);
    cr_expect_null(json_member(empty, "paging"));
    CLEANUP(json_deletep)
    cJSON *page = fixture_json(sandbox, "GET",
                               FIXTURE_PATH "api/v24.0/100000000000003/message_templates?limit=100",
                               NULL, 200);
    cr_expect_eq(cJSON_GetArraySize(json_member(page, "data")), 10);
    cr_expect_not_null(json_path(page, "paging.next"));
    sandbox_stop(sandbox);
}

Test(sandbox_template_change, a_one_time_code_is_listed_as_an_address)
{
    static const char body[] = "{\"name\":\"c\",\"language\":\"en\",\"category\":"
                               "\"authentication\",\"components\":[{\"type\":"
                               "\"body\"},{\"type\":\"buttons\",\"buttons\":[{\"type\":\"otp\","
                               "\"otp_type\":\"COPY_CODE\"}]}]}";
    CLEANUP(json_deletep) cJSON *root = NULL;
    cr_assert_eq(json_parse(body, strlen(body), &root, NULL), ERR_OK);
    CLEANUP(json_deletep) cJSON *listed = template_create_list_form(root, "7");
    struct arena arena;
    struct template *template = NULL;
    arena_init(&arena);
    cr_assert_eq(template_parse(listed, &arena, &template, NULL), ERR_OK);
    cr_expect_str_eq(template->id, "7");
    cr_expect_eq(template->status, TEMPLATE_PENDING);
    cr_expect(template_is_authentication(template));
    cr_assert_eq(template->message.button_count, 1);
    cr_expect_eq(template->message.buttons[0].type, BUTTON_URL);
    cr_expect(template->message.buttons[0].is_one_time_code);
    cr_expect_eq(template->message.body.placeholder_count, 1);
    arena_release(&arena);
}
