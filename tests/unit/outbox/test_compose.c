/* A send put together: what goes out, what is recorded, what is refused. */
#include "src/outbox/compose.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/uuid.h"

struct scene {
    struct arena arena;
    struct template *template;
    struct slot_list slots;
    struct values values;
    struct message message;
    struct profile profile;
    struct secret token;
    struct compose_options options;
    cJSON *expected; /* request of the data file */
};

static cJSON *read_json(const char *folder, const char *name)
{
    char path[512];
    struct strbuf text;
    cJSON *root = NULL;
    snprintf(path, sizeof path, TEST_DATA "/%s/%s.json", folder, name);
    strbuf_init(&text, 1 << 20);
    cr_assert_eq(paths_read_file(path, &text, NULL), ERR_OK, "%s", path);
    cr_assert_eq(json_parse(text.text, text.length, &root, NULL), ERR_OK);
    strbuf_release(&text);
    return root;
}

static void set_profile(struct profile *profile)
{
    profile_init(profile);
    mem_free(profile->name);
    mem_free(profile->base_url);
    mem_free(profile->api_version);
    profile->name = mem_strdup("acme");
    profile->base_url = mem_strdup("https://api.chakrahq.com");
    profile->api_version = mem_strdup("v24.0");
    profile->mode = MODE_LIVE;
    profile->timeout_ms = 30000;
    profile->duplicate_window_ms = 600000;
    profile->max_attempts = 3;
}

/* The send of tests/data/sends/NAME.json, filled in. */
static void scene_init(struct scene *scene, const char *name, const char *to)
{
    *scene = (struct scene){0};
    cJSON *send = read_json("sends", name);
    cJSON *definition = read_json("templates", name);
    cJSON *inputs = cJSON_DetachItemFromObject(send, "inputs");
    cJSON_DeleteItemFromObject(inputs, "to");
    scene->expected = cJSON_DetachItemFromObject(send, "request");
    arena_init(&scene->arena);
    cr_assert_eq(template_parse(definition, &scene->arena, &scene->template, NULL), ERR_OK);
    cr_assert_eq(slots_build(scene->template, 0, &scene->arena, &scene->slots, NULL), ERR_OK);
    values_init(&scene->values);
    cr_assert_eq(values_from_json(inputs, &scene->values, NULL), ERR_OK);
    scene->message = (struct message){
        .template = scene->template, .slots = &scene->slots, .values = &scene->values, .to = to};
    set_profile(&scene->profile);
    secret_init(&scene->token);
    cr_assert_eq(secret_set(&scene->token, "canary-token", 12, NULL), ERR_OK);
    scene->options = (struct compose_options){.profile = &scene->profile,
                                              .token = &scene->token,
                                              .plugin_id = "d83e1d23-50b8-4d87-8f92-842a0ac516f6",
                                              .phone_number_id = "106540352242922",
                                              .source = "cli",
                                              .number = 7,
                                              .now_ms = 1800000000000};
    cJSON_Delete(inputs);
    cJSON_Delete(definition);
    cJSON_Delete(send);
}

static void scene_release(struct scene *scene)
{
    cJSON_Delete(scene->expected);
    secret_release(&scene->token);
    profile_release(&scene->profile);
    values_release(&scene->values);
    arena_release(&scene->arena);
}

static cJSON *parse(const char *text)
{
    cJSON *root = NULL;
    cr_assert_eq(json_parse(text, strlen(text), &root, NULL), ERR_OK, "%s", text);
    return root;
}

Test(compose, a_send_and_its_record)
{
    struct scene scene;
    struct job *job = NULL;
    struct error error = {0};
    setenv("USER", "asha", 1);
    scene_init(&scene, "appointment_reminder_named", "+1 (555) 000-1234");
    cr_assert_eq(compose_send(&scene.message, &scene.options, &job, &error), ERR_OK, "%s",
                 error.what);
    CLEANUP(json_deletep) cJSON *body = parse(job->body);
    CLEANUP(json_deletep) cJSON *request = parse(job->detail.request);
    CLEANUP(json_deletep) cJSON *values = parse(job->detail.values);
    cr_expect(cJSON_Compare(body, scene.expected, true), "%s", job->body);
    cr_expect(cJSON_Compare(json_member(request, "body"), scene.expected, true));
    cr_expect_str_eq(json_text(request, "method", ""), "POST");
    cr_expect_str_eq(json_text(request, "url", ""), job->url);
    cr_expect_str_eq(job->url, "https://api.chakrahq.com/v1/ext/plugin/whatsapp/"
                               "d83e1d23-50b8-4d87-8f92-842a0ac516f6/api/v24.0/106540352242922/"
                               "messages");
    cr_expect_str_eq(json_text(values, "body.first_name", ""), "Katrin");
    const struct send_row *row = &job->detail.row;
    cr_expect_str_eq(row->to, "15550001234");
    cr_expect_str_eq(row->profile, "acme");
    cr_expect_str_eq(row->template, "appointment_reminder_named");
    cr_expect_str_eq(row->language, "en_US");
    cr_expect_str_eq(row->source, "cli");
    cr_expect_str_eq(row->operator_name, "asha");
    cr_expect_eq(row->created_at, 1800000000000);
    cr_expect_eq(row->state, SEND_QUEUED);
    cr_expect_eq(row->latency_ms, -1);
    cr_expect(uuid_is_valid(row->uid));
    cr_expect_eq(job->number, 7);
    cr_expect_eq(job->timeout_ms, 30000);
    cr_expect_eq(job->max_attempts, 3);
    cr_expect_eq(job->max_connect_attempts, 1);
    cr_expect_eq(job->intent.duplicate_since, 1800000000000 - 600000);
    cr_expect_eq(strlen(job->intent.fingerprint), 64);
    cr_expect_null(strstr(job->detail.request, "canary"));
    cr_expect(secret_is_set(&job->token));
    job_free(job);
    scene_release(&scene);
}

/* The job must not point into the caller's world. */
Test(compose, the_job_lives_alone)
{
    struct scene scene;
    struct job *job = NULL;
    char to[] = "15550001234";
    scene_init(&scene, "appointment_reminder_named", to);
    cr_assert_eq(compose_send(&scene.message, &scene.options, &job, NULL), ERR_OK);
    memset(to, 'z', sizeof to - 1);
    scene_release(&scene);
    cr_expect_str_eq(job->detail.row.to, "15550001234");
    cr_expect_str_eq(job->detail.row.template, "appointment_reminder_named");
    cr_expect_not_null(strstr(job->detail.definition, "appointment_reminder_named"));
    cr_expect_eq(job->intent.detail, &job->detail);
    job_free(job);
}

Test(compose, the_same_send_has_the_same_fingerprint_and_another_uid)
{
    struct scene scene;
    struct job *first = NULL;
    struct job *second = NULL;
    struct job *third = NULL;
    scene_init(&scene, "appointment_reminder_named", "15550001234");
    cr_assert_eq(compose_send(&scene.message, &scene.options, &first, NULL), ERR_OK);
    scene.message.to = "+1 555 000 1234";
    scene.options.now_ms += 5;
    cr_assert_eq(compose_send(&scene.message, &scene.options, &second, NULL), ERR_OK);
    scene.options.run = "run";
    cr_assert_eq(compose_send(&scene.message, &scene.options, &third, NULL), ERR_OK);
    cr_expect_str_eq(first->intent.fingerprint, second->intent.fingerprint);
    cr_expect_str_neq(first->intent.fingerprint, third->intent.fingerprint);
    cr_expect_str_neq(first->detail.row.uid, second->detail.row.uid);
    job_free(first);
    job_free(second);
    job_free(third);
    scene_release(&scene);
}

Test(compose, a_one_time_code_goes_out_and_is_not_recorded)
{
    struct scene scene;
    struct job *job = NULL;
    scene_init(&scene, "otp_copy_code", "15550001234");
    cr_assert_eq(values_set(&scene.values, "otp", "739204", false, NULL), ERR_OK);
    cr_assert_eq(compose_send(&scene.message, &scene.options, &job, NULL), ERR_OK);
    cr_expect_not_null(strstr(job->body, "739204"));
    cr_expect_null(strstr(job->detail.request, "739204"), "%s", job->detail.request);
    cr_expect_null(strstr(job->detail.values, "739204"), "%s", job->detail.values);
    cr_expect_not_null(strstr(job->detail.request, "***"));
    job_free(job);
    scene_release(&scene);
}

/* The fingerprint stays in the history: six digits behind a digest are guessed in a second. */
Test(compose, a_one_time_code_is_not_in_the_fingerprint)
{
    struct scene scene;
    struct job *first = NULL;
    struct job *second = NULL;
    scene_init(&scene, "otp_copy_code", "15550001234");
    cr_assert_eq(values_set(&scene.values, "otp", "739204", false, NULL), ERR_OK);
    cr_assert_eq(compose_send(&scene.message, &scene.options, &first, NULL), ERR_OK);
    cr_assert_eq(values_set(&scene.values, "otp", "118822", false, NULL), ERR_OK);
    cr_assert_eq(compose_send(&scene.message, &scene.options, &second, NULL), ERR_OK);
    cr_expect_str_eq(first->intent.fingerprint, second->intent.fingerprint);
    cr_expect_eq(first->intent.duplicate_since, 0, "only the pending ones block");
    job_free(first);
    job_free(second);
    scene_release(&scene);
}

Test(compose, refusals)
{
    static const struct {
        const char *to;
        enum profile_mode mode;
        const char *plugin;
        enum err err;
    } rows[] = {
        {"12", MODE_LIVE, "p", ERR_CONTENT},
        {NULL, MODE_LIVE, "p", ERR_CONTENT},
        {"15550001234", MODE_READ_ONLY, "p", ERR_CONTENT},
        {"15550001234", MODE_TEST, "p", ERR_CONTENT},
        {"15550001234", MODE_LIVE, NULL, ERR_CONFIG},
        {"15550001234", MODE_SANDBOX, "p", ERR_OK},
    };
    struct scene scene;
    scene_init(&scene, "appointment_reminder_named", NULL);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct job *job = NULL;
        struct error error = {0};
        scene.message.to = rows[i].to;
        scene.profile.mode = rows[i].mode;
        scene.options.plugin_id = rows[i].plugin;
        enum err err = compose_send(&scene.message, &scene.options, &job, &error);
        cr_expect_eq(err, rows[i].err, "row %zu: %s %s", i, err_name(err), error.what);
        cr_expect_eq(error.code, rows[i].err, "row %zu", i);
        cr_expect((job != NULL) == (err == ERR_OK), "row %zu", i);
        job_free(job);
    }
    scene_release(&scene);
}

Test(compose, a_dry_run_needs_no_permission)
{
    struct scene scene;
    cJSON *request = NULL;
    scene_init(&scene, "appointment_reminder_named", "15550001234");
    scene.profile.mode = MODE_READ_ONLY;
    cr_assert_eq(compose_dry_run(&scene.message, &scene.options, &request, NULL), ERR_OK);
    cr_expect(cJSON_Compare(json_member(request, "body"), scene.expected, true));
    cr_expect_str_eq(json_text(request, "method", ""), "POST");
    cJSON_Delete(request);
    scene_release(&scene);
}

Test(compose, memory_can_run_out_anywhere)
{
    struct scene scene;
    mem_hook_cjson();
    scene_init(&scene, "appointment_reminder_named", "15550001234");
    for (size_t countdown = 1; countdown < 5000; countdown++) {
        struct job *job = NULL;
        mem_test_fail_after(countdown);
        enum err err = compose_send(&scene.message, &scene.options, &job, NULL);
        mem_test_fail_after(0);
        if (err == ERR_OK) {
            job_free(job);
            scene_release(&scene);
            cr_assert_gt(countdown, 20);
            return;
        }
        cr_assert_eq(err, ERR_NOMEM, "allocation %zu: %s", countdown, err_name(err));
        cr_assert_null(job);
    }
    cr_assert_fail("never succeeded");
}
