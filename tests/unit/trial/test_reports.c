/* JUnit XML, the sign-off page and the record of a run, made from a check that is planned here. */
#include "src/trial/junit.h"

#include <criterion/criterion.h>
#include <string.h>

#include "src/base/json.h"
#include "src/trial/run_record.h"
#include "src/trial/signoff.h"
#include "tests/unit/trial/fixture.h"

static const char cases[] =
    "{\"cases\":[{\"name\":\"good\",\"template\":\"hello_world\",\"language\":\"en_US\","
    "\"to\":\"15550001234\"},"
    "{\"name\":\"bad <&\\\"'> \\u0001 `|`\",\"template\":\"hello_world\",\"language\":\"en_US\","
    "\"to\":\"15550001234\",\"preview_contains\":\"]]>\"},"
    "{\"name\":\"skipped\",\"template\":\"hello_world\",\"language\":\"en_US\","
    "\"to\":\"15550001234\",\"expect\":\"rejected:131026\"},"
    "{\"name\":\"code\",\"template\":\"otp_copy_code\",\"language\":\"en_US\","
    "\"values\":{\"otp\":\"493817\"},\"to\":\"15550001234\",\"preview_contains\":\"493817\"}]}";

struct scene {
    struct world world;
    struct case_file file;
    struct case_list list;
    struct trial *trial;
    struct run_summary summary;
};

static void scene_open(struct scene *scene)
{
    const struct trial_options options = {.gate = {.mode = TRIAL_CHECK}, .run = "r"};
    bool done = false;
    int64_t wait_ms = 0;
    *scene = (struct scene){.summary = {.title = "cases.json",
                                        .run = "r",
                                        .mode = TRIAL_CHECK,
                                        .profile = "acme",
                                        .operator_name = "op \"1\"",
                                        .begun_at = 1763882000000,
                                        .ended_at = 1763882001500}};
    world_open(&scene->world);
    cr_assert_eq(case_file_parse(cases, strlen(cases), &scene->file, NULL), ERR_OK);
    cr_assert_eq(case_list_make(&scene->file, &scene->world.world, &scene->list, NULL), ERR_OK);
    cr_assert_eq(trial_new(&scene->list, &options, &scene->trial, NULL), ERR_OK);
    cr_assert_eq(trial_plan(scene->trial, 0, &done, NULL), ERR_OK);
    cr_assert_eq(trial_advance(scene->trial, &wait_ms, NULL), ERR_OK);
}

static void scene_close(struct scene *scene)
{
    trial_free(scene->trial);
    case_list_release(&scene->list);
    case_file_release(&scene->file);
    world_close(&scene->world);
}

static void expect_piece(const char *text, const char *piece)
{
    cr_expect_not_null(strstr(text, piece), "lacks: %s", piece);
}

Test(junit, what_xml_cannot_hold_is_replaced)
{
    static const struct {
        const char *text, *element, *attribute;
    } rows[] = {
        {"a<b>&\"'", "a&#60;b&#62;&#38;&#34;&#39;", "a&#60;b&#62;&#38;&#34;&#39;"},
        {"a\nb\tc\rd", "a\nb\tc&#13;d", "a&#10;b&#9;c&#13;d"},
        {"\x01\x1b[31m\x7f", "\xEF\xBF\xBD\xEF\xBF\xBD[31m\x7f",
         "\xEF\xBF\xBD\xEF\xBF\xBD[31m\x7f"},
        {"\xff\xc3(", "\xEF\xBF\xBD\xEF\xBF\xBD(", "\xEF\xBF\xBD\xEF\xBF\xBD("},
        {"\xEF\xBF\xBE", "\xEF\xBF\xBD", "\xEF\xBF\xBD"},
        {"é👍", "é👍", "é👍"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct strbuf out;
        strbuf_init(&out, 1000);
        junit_add_escaped(&out, rows[i].text, false);
        cr_expect_str_eq(out.text, rows[i].element);
        strbuf_clear(&out);
        junit_add_escaped(&out, rows[i].text, true);
        cr_expect_str_eq(out.text, rows[i].attribute);
        strbuf_release(&out);
    }
}

Test(junit, a_report_counts_and_explains)
{
    struct scene scene;
    struct strbuf out;
    scene_open(&scene);
    strbuf_init(&out, 1 << 20);
    junit_add_report(&out, scene.trial, &scene.summary);
    expect_piece(out.text, "<testsuites name=\"chakra-tui test\" tests=\"4\" failures=\"1\" "
                           "errors=\"0\" skipped=\"1\" time=\"1.500\">");
    expect_piece(out.text, "<testcase name=\"good\" classname=\"hello_world.en_US\" time=\"");
    expect_piece(out.text, "name=\"bad &#60;&#38;&#34;&#39;&#62; \xEF\xBF\xBD `|`\"");
    expect_piece(out.text, "<failure message=\"the preview lacks &#39;]]&#62;&#39;\" "
                           "type=\"failed\"/>");
    expect_piece(out.text, "<skipped message=\"only sending it can tell\"/>");
    expect_piece(out.text, "<property name=\"operator\" value=\"op &#34;1&#34;\"/>");
    cr_expect_null(strstr(out.text, "493817"), "a one-time code is kept");
    strbuf_release(&out);
    scene_close(&scene);
}

Test(signoff, a_page_holds_what_was_tested)
{
    struct scene scene;
    struct strbuf out;
    scene_open(&scene);
    strbuf_init(&out, 1 << 20);
    signoff_add_report(&out, scene.trial, &scene.summary);
    expect_piece(out.text, "# Template test report");
    expect_piece(out.text, "| operator | `op \"1\"` |");
    expect_piece(out.text, "| passed | 2 |");
    expect_piece(out.text, "### passed: `good`");
    expect_piece(out.text, "| definition | `sha256:");
    expect_piece(out.text, "```text\nHello World\n");
    /* Ticks and bars in a name neither end the span nor the cell, and controls are shown. */
    expect_piece(out.text, "### failed: `` bad <&\"'> ␁ `\\|` ``");
    cr_expect_null(strstr(out.text, "493817"), "a one-time code is kept");
    strbuf_release(&out);
    scene_close(&scene);
}

Test(run_record, what_did_not_pass_is_chosen_the_next_time)
{
    static const char before[] = "{\"cases\":{\"gone\":\"failed\",\"good\":\"failed\"}}";
    struct scene scene;
    scene_open(&scene);
    char *text = run_record_make(scene.trial, "r", TRIAL_CHECK, 1763882000000, before);
    cJSON *root = NULL;
    cr_assert_not_null(text);
    cr_assert_eq(json_parse(text, strlen(text), &root, NULL), ERR_OK);
    const cJSON *kept = json_member(root, "cases");
    cr_expect_str_eq(json_text(kept, "gone", ""), "failed");
    cr_expect_str_eq(json_text(kept, "good", ""), "passed");
    cr_expect_str_eq(json_text(kept, "skipped", ""), "skipped");
    cr_expect_str_eq(json_text(root, "mode", ""), "check");
    cr_assert_eq(run_record_choose_failed(&scene.list, text, NULL), ERR_OK);
    cr_expect_eq(case_list_chosen(&scene.list), 1u);
    cr_expect(scene.list.items[1].is_chosen);
    cr_expect_eq(run_record_choose_failed(&scene.list, "[]", NULL), ERR_INVALID);
    cJSON_Delete(root);
    mem_free(text);
    scene_close(&scene);
}

/* Planning a run: every allocation may fail, and the run is still freed. */
Test(trial, every_allocation_of_a_plan_may_fail)
{
    const struct trial_options options = {.gate = {.mode = TRIAL_CHECK}, .run = "r"};
    struct scene scene;
    mem_hook_cjson();
    scene_open(&scene);
    enum err err = ERR_NOMEM;
    for (size_t countdown = 1; err != ERR_OK; countdown++) {
        struct trial *trial = NULL;
        struct error error = {0};
        bool done = false;
        cr_assert_lt(countdown, 5000u);
        mem_test_fail_after(countdown);
        err = trial_new(&scene.list, &options, &trial, &error);
        if (err == ERR_OK)
            err = trial_plan(trial, 0, &done, &error);
        mem_test_fail_after(0);
        /* Of JSON cJSON does not say whether it was wrong or memory was out. */
        cr_assert(err == ERR_OK || err == ERR_NOMEM || err == ERR_INVALID, "%s", error.what);
        cr_expect_eq(done, err == ERR_OK);
        trial_free(trial);
    }
    scene_close(&scene);
}
