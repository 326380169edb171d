/* Every allocation on the way from a request to its answer fails in turn: no leak, no crash. */
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/sandbox/answer.h"
#include "src/sandbox/platform.h"
#include "src/sandbox/store.h"
#include "src/sandbox/template_list.h"
#include "tests/unit/sandbox/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ALLOCATIONS_MAX = 20000 };

/* True when it got through to the end. */
static bool load_and_list(const char *folder)
{
    struct catalogue catalogue;
    struct template_list_page page = {0};
    struct refusal refusal = {0};
    const struct template_query query = {.fields = "name,components", .limit = "3"};
    if (catalogue_load(&catalogue, folder, NULL) != ERR_OK)
        return false;
    bool listed = template_list_page(&catalogue, &query, &page, &refusal);
    cr_assert(listed || refusal.code == 131000);
    cJSON_Delete(page.data);
    catalogue_release(&catalogue);
    return listed;
}

static bool answer_twice(const struct refusal *refusal)
{
    bool good = true;
    for (int i = 0; i < 2; i++) {
        struct http_response response = {.status = 200};
        strbuf_init(&response.body, 4096);
        if (i == 0)
            answer_refusal(&response, refusal);
        else
            answer_graph_error(&response, refusal);
        good = good && response.status == 400 && !response.body.failed;
        cr_assert(response.status == 400 || response.status == 500);
        strbuf_release(&response.body);
    }
    return good;
}

static bool check_and_store(const struct catalogue *catalogue, const cJSON *body)
{
    const struct send_request request = {.catalogue = catalogue,
                                         .sender = sandbox_sender_find(SANDBOX_PHONE_NUMBER_ID),
                                         .body = body};
    struct accepted_send accepted = {0};
    struct refusal refusal = {0};
    struct message_store store = {0};
    char wamid[MESSAGE_WAMID_SIZE];
    strbuf_init(&accepted.text, 1024 * 1024);
    bool passed = platform_check(&request, &accepted, &refusal);
    cr_assert(passed || refusal.code == 131000, "%d %s", refusal.code, refusal.details);
    if (passed) {
        const struct stored_message message = {.to = accepted.to,
                                               .phone_number_id = SANDBOX_PHONE_NUMBER_ID,
                                               .template_id = accepted.template->id,
                                               .template_name = accepted.template->name,
                                               .language = accepted.template->language,
                                               .text = accepted.text.text};
        passed = message_store_add(&store, &message, wamid, NULL) == ERR_OK;
    }
    cJSON *list = passed ? message_store_list(&store, "15550001234", 0, 10) : NULL;
    passed = passed && list != NULL && cJSON_GetArraySize(list) == 1;
    cJSON_Delete(list);
    message_store_release(&store);
    strbuf_release(&accepted.text);
    const struct refusal example = {.code = 132000, .details = "body: x"};
    return answer_twice(&example) && passed;
}

static void copy_template(const char *folder, const char *name)
{
    char path[256];
    CLEANUP(json_deletep) cJSON *definition = fixture_read("templates", name);
    CLEANUP(mem_freep) char *text = json_print(definition);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    cr_assert_eq(paths_write_private_file(path, text, strlen(text), NULL), ERR_OK);
}

Test(sandbox_memory, loading_and_listing)
{
    static const char *const names[] = {"hello_world.json", "media_carousel.json"};
    char folder[64];
    mem_hook_cjson();
    fixture_make_folder(folder);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        copy_template(folder, names[i]);
    size_t countdown = 1;
    for (bool done = false; !done; countdown++) {
        cr_assert_lt(countdown, ALLOCATIONS_MAX);
        mem_test_fail_after(countdown);
        done = load_and_list(folder);
        mem_test_fail_after(0);
    }
    cr_expect_gt(countdown, 100);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    fixture_remove_folder(folder);
}

Test(sandbox_memory, checking_storing_and_answering)
{
    mem_hook_cjson();
    struct catalogue catalogue;
    cr_assert_eq(catalogue_load(&catalogue, NULL, NULL), ERR_OK);
    static const char *const names[] = {"hello_world.json", "media_carousel.json",
                                        "appointment_reminder_named.json"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        CLEANUP(json_deletep) cJSON *file = fixture_read("sends", names[i]);
        const cJSON *body = json_member(file, "request");
        size_t countdown = 1;
        for (bool done = false; !done; countdown++) {
            cr_assert_lt(countdown, ALLOCATIONS_MAX);
            mem_test_fail_after(countdown);
            done = check_and_store(&catalogue, body);
            mem_test_fail_after(0);
        }
        cr_expect_gt(countdown, 10);
    }
    catalogue_release(&catalogue);
}
