/*
 * Test runs at the socket: what a check, a dry run, a live run and an end by
 * force let through, counted by a server that keeps every request.
 */
#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/chakra/transport.h"
#include "src/trial/trial.h"
#include "tests/wire/workplace.h"

#define BODY "{\"_data\":{\"whatsappMessageId\":\"wamid.%zu\"}}"
#define REFUSED "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"

static const char definitions[] =
    "{\"name\":\"hi\",\"language\":\"en\",\"status\":\"APPROVED\",\"category\":\"UTILITY\","
    "\"components\":[{\"type\":\"BODY\",\"text\":\"Hi {{1}}\"}]}";

struct scene {
    struct workplace place;
    struct scripted_server *server;
    struct arena arena;
    struct template *template;
    struct profile profile;
    struct secret token;
    struct case_file file;
    struct case_list list;
    struct store *store;
    struct trial *trial;
    uint64_t last_job;
    size_t told;
};

/* Each message has an id of its own. */
static char *accept(const char *request, size_t number)
{
    struct strbuf reply;
    char body[80];
    (void)request;
    snprintf(body, sizeof body, BODY, number);
    strbuf_init(&reply, 1000);
    strbuf_addf(
        &reply,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
        strlen(body), body);
    return strbuf_take(&reply);
}

static void set_text(char **place, const char *text)
{
    mem_free(*place);
    *place = mem_strdup(text);
}

static void scene_open(struct scene *scene, const struct script_step *steps, const char *cases)
{
    cJSON *definition = NULL;
    *scene = (struct scene){0};
    scene->server = scripted_server_start(steps, 1);
    CHECK(scene->server != NULL);
    workplace_open(&scene->place, 0);
    arena_init(&scene->arena);
    CHECK(json_parse(definitions, strlen(definitions), &definition, NULL) == ERR_OK);
    CHECK(template_parse(definition, &scene->arena, &scene->template, NULL) == ERR_OK);
    cJSON_Delete(definition);
    profile_init(&scene->profile);
    set_text(&scene->profile.name, "acme");
    set_text(&scene->profile.base_url, scripted_server_url(scene->server));
    set_text(&scene->profile.api_version, "v24.0");
    scene->profile.timeout_ms = 8000;
    scene->profile.max_attempts = 1;
    CHECK(profile_add_recipients(&scene->profile, "+15550001234 Asha, +15550001235 Ben", NULL) ==
          ERR_OK);
    secret_init(&scene->token);
    CHECK(secret_set(&scene->token, WORKPLACE_TOKEN, strlen(WORKPLACE_TOKEN), NULL) == ERR_OK);
    CHECK(store_open(scene->place.folder, STORE_READ, &scene->store, NULL) == ERR_OK);
    struct error error = {0};
    struct template *templates[] = {scene->template};
    const struct case_world world = {
        .templates = templates, .template_count = 1, .profile = &scene->profile, .folder = ""};
    CHECK(case_file_parse(cases, strlen(cases), &scene->file, &error) == ERR_OK);
    CHECK(case_list_make(&scene->file, &world, &scene->list, &error) == ERR_OK);
}

static void on_case(void *context, const struct trial_result *result)
{
    struct scene *scene = context;
    CHECK(result->ended_at > 0);
    scene->told++;
}

static struct trial_options make_options(struct scene *scene, enum trial_mode mode)
{
    return (struct trial_options){
        .gate = {.mode = mode, .outbox = scene->place.outbox, .profile = &scene->profile},
        .profile = &scene->profile,
        .token = &scene->token,
        .plugin_id = "p",
        .phone_number_id = "1",
        .run = "run",
        .store = scene->store,
        .last_job = &scene->last_job,
        .on_case = on_case,
        .context = scene};
}

static void plan(struct scene *scene, const struct trial_options *options)
{
    bool done = false;
    CHECK(trial_new(&scene->list, options, &scene->trial, NULL) == ERR_OK);
    CHECK(trial_plan(scene->trial, 0, &done, NULL) == ERR_OK);
    CHECK(done);
}

/* One turn of the loop that a command or a screen has; false: it is over. */
static bool turn(struct scene *scene)
{
    int64_t wait_ms = -1;
    CHECK(trial_advance(scene->trial, &wait_ms, NULL) == ERR_OK);
    if (trial_is_over(scene->trial))
        return false;
    outbox_wait(scene->place.outbox, wait_ms >= 0 ? (int)wait_ms : 1000);
    struct job_event *event = outbox_take_events(scene->place.outbox);
    while (event != NULL) {
        struct job_event *next = event->next;
        CHECK(trial_take_event(scene->trial, event));
        job_event_free(event);
        event = next;
    }
    return true;
}

static void run_to_end(struct scene *scene)
{
    int64_t deadline = clock_monotonic_ms() + 20000;
    while (turn(scene))
        CHECK(clock_monotonic_ms() < deadline);
}

static size_t count(const struct scene *scene, enum trial_verdict verdict)
{
    return trial_count(scene->trial).by_verdict[verdict];
}

static void scene_close(struct scene *scene)
{
    trial_free(scene->trial);
    case_list_release(&scene->list);
    case_file_release(&scene->file);
    store_close(scene->store);
    workplace_close(&scene->place);
    scripted_server_stop(scene->server);
    secret_release(&scene->token);
    profile_release(&scene->profile);
    arena_release(&scene->arena);
}

static const struct script_step accepting[] = {{.make = accept}};

#define TWO_EACH                                                                         \
    "{\"value_sets\":{\"a\":{\"body.1\":\"A\"},\"b\":{\"body.1\":\"B\"}},\"defaults\":{" \
    "\"language\":\"en\",\"template\":\"hi\"},\"cases\":[{\"value_sets\":[\"a\",\"b\"]," \
    "\"to\":[\"Asha\",\"Ben\"]}]}"
#define ONE(rest)                                                                                  \
    "{\"cases\":[{\"template\":\"hi\",\"language\":\"en\",\"values\":{\"body.1\":\"x\"}," rest "}" \
    "]"                                                                                            \
    "}"

static struct job *live_job(struct scene *scene, const char *to)
{
    char url[120];
    snprintf(url, sizeof url, "%s/send", scripted_server_url(scene->server));
    struct job *job = workplace_send_job(++scene->last_job, url);
    job->detail.row.to = arena_strdup(&job->arena, to);
    return job;
}

/* Even an outbox that is handed to it does not make a check or a dry run send. */
static void test_a_dry_run_never_sends(void)
{
    static const enum trial_mode modes[] = {TRIAL_CHECK, TRIAL_DRY_RUN};
    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        struct scene scene;
        struct error error = {0};
        scene_open(&scene, accepting, TWO_EACH);
        scene.profile.mode = MODE_SANDBOX;
        struct trial_options options = make_options(&scene, modes[i]);
        struct job *job = live_job(&scene, "15550001234");
        CHECK(trial_gate_submit(&options.gate, job, &error) == ERR_CONTENT);
        CHECK(strstr(error.what, "sends nothing") != NULL);
        job_free(job);
        plan(&scene, &options);
        CHECK(trial_sends(scene.trial, NULL, NULL) == 0);
        run_to_end(&scene);
        CHECK(count(&scene, TRIAL_PASSED) == 4 && scene.told == 4);
        outbox_stop(scene.place.outbox); /* whatever was queued would have gone or be a row */
        scene.place.outbox = NULL;
        CHECK(scripted_server_connections(scene.server) == 0);
        CHECK(workplace_row_count(&scene.place) == 0);
        CHECK(outbox_start(&(struct outbox_options){.data_folder = scene.place.folder},
                           &scene.place.outbox, NULL) == ERR_OK);
        scene_close(&scene);
    }
}

/* Live: test recipients only, in a live profile too, and no more than allowed. */
static void test_the_gate_of_a_live_run(void)
{
    struct scene scene;
    struct error error = {0};
    scene_open(&scene, accepting, ONE("\"to\":\"15550009876\""));
    scene.profile.mode = MODE_LIVE;
    struct trial_options options = make_options(&scene, TRIAL_LIVE);
    options.gate.max_sends = 1;
    struct job *job = live_job(&scene, "15550009876");
    CHECK(trial_gate_submit(&options.gate, job, &error) == ERR_CONTENT);
    CHECK(strstr(error.what, "only to test recipients") != NULL);
    job->detail.row.to = "15550001234";
    job->pair_gap_ms = 10;
    options.gate.least_pair_gap_ms = 6500;
    CHECK(trial_gate_submit(&options.gate, job, &error) == ERR_OK);
    CHECK(workplace_wait_done(&scene.place, scene.last_job)->error.code == ERR_OK);
    job = live_job(&scene, "15550001235");
    CHECK(trial_gate_submit(&options.gate, job, &error) == ERR_CONTENT);
    CHECK(strstr(error.what, "1 messages were sent") != NULL);
    job_free(job);
    plan(&scene, &options);
    run_to_end(&scene);
    CHECK(count(&scene, TRIAL_FAILED) == 1);
    CHECK(scripted_server_requests(scene.server) == 1);
    scene_close(&scene);
}

/* Nobody to write to: known before anything is sent, also where a refusal is what is wanted. */
static void test_no_number_no_send(void)
{
    struct scene scene;
    scene_open(&scene, accepting, ONE("\"to\":\"12\",\"expect\":\"rejected\""));
    struct trial_options options = make_options(&scene, TRIAL_LIVE);
    plan(&scene, &options);
    CHECK(trial_sends(scene.trial, NULL, NULL) == 0);
    run_to_end(&scene);
    CHECK(strstr(trial_result_at(scene.trial, 0)->reason, "no phone number") != NULL);
    CHECK(count(&scene, TRIAL_FAILED) == 1);
    scene_close(&scene);
}

/* The sandbox's mode does not let a profile of an account through. */
static void test_the_sandbox_is_the_sandbox(void)
{
    struct scene scene;
    scene_open(&scene, accepting, ONE("\"to\":\"Asha\""));
    scene.profile.mode = MODE_LIVE;
    struct trial_options options = make_options(&scene, TRIAL_SANDBOX);
    plan(&scene, &options);
    run_to_end(&scene);
    CHECK(count(&scene, TRIAL_FAILED) == 1);
    CHECK(strstr(trial_result_at(scene.trial, 0)->reason, "not the sandbox's") != NULL);
    CHECK(scripted_server_connections(scene.server) == 0);
    scene_close(&scene);
}

/* The gap between two to one recipient is kept, the other one does not wait for it; what is sent
 * has a row of this run. */
static void test_sends_are_paced_and_recorded(void)
{
    struct scene scene;
    size_t recipients = 0;
    int64_t pace_ms = 0;
    scene_open(&scene, accepting, TWO_EACH);
    struct trial_options options = make_options(&scene, TRIAL_LIVE);
    options.gate.least_pair_gap_ms = 300;
    plan(&scene, &options);
    CHECK(trial_sends(scene.trial, &recipients, &pace_ms) == 4);
    CHECK(recipients == 2 && pace_ms == 300);
    int64_t begun = clock_monotonic_ms();
    run_to_end(&scene);
    CHECK(clock_monotonic_ms() - begun >= 300);
    CHECK(count(&scene, TRIAL_PASSED) == 4 && scene.told == 4);
    CHECK(scripted_server_requests(scene.server) == 4);
    const struct trial_result *result = trial_result_at(scene.trial, 3);
    struct send_detail *detail = NULL;
    CHECK(store_get(scene.store, result->row_id, &scene.arena, &detail, NULL) == ERR_OK);
    CHECK(strcmp(detail->row.source, "test") == 0 && strcmp(detail->row.batch, "run") == 0);
    CHECK(strcmp(detail->row.wamid, result->wamid) == 0);
    CHECK(result->state == SEND_ACCEPTED && result->http_status == 200);
    scene_close(&scene);
}

/* The same message as another case of this run, or as a run before, is no accident. */
static void test_the_guard_knows_the_run(void)
{
    static const char twice[] =
        "{\"defaults\":{\"template\":\"hi\",\"language\":\"en\",\"to\":\"Asha\","
        "\"values\":{\"body.1\":\"x\"}},\"cases\":[{\"name\":\"a\"},{\"name\":\"b\"}]}";
    static const char *const runs[] = {"run", "other"};
    struct scene scene;
    scene_open(&scene, accepting, twice);
    scene.profile.duplicate_window_ms = 600000;
    for (size_t i = 0; i < COUNT_OF(runs); i++) {
        struct trial_options options = make_options(&scene, TRIAL_LIVE);
        options.run = runs[i];
        trial_free(scene.trial);
        plan(&scene, &options);
        run_to_end(&scene);
        CHECK(count(&scene, TRIAL_PASSED) == 2);
    }
    CHECK(scripted_server_requests(scene.server) == 4);
    scene_close(&scene);
}

/* A refused token: what was not begun is not run. */
static void test_a_refused_token_stops_the_run(void)
{
    static const struct script_step steps[] = {{.reply = REFUSED}};
    struct scene scene;
    struct error error = {0};
    scene_open(&scene, steps, TWO_EACH);
    struct trial_options options = make_options(&scene, TRIAL_LIVE);
    options.gate.least_pair_gap_ms = 60000;
    plan(&scene, &options);
    run_to_end(&scene);
    CHECK(trial_stopped_by(scene.trial, &error) == ERR_AUTH);
    CHECK(error.what[0] != '\0');
    CHECK(scripted_server_requests(scene.server) <= 2); /* one to each recipient */
    CHECK(count(&scene, TRIAL_FAILED) >= 1 && count(&scene, TRIAL_NOT_RUN) >= 2);
    scene_close(&scene);
}

/* The first failure ends the run; the others wait for their turn and never leave. */
static void test_fail_fast(void)
{
    struct scene scene;
    scene_open(&scene, accepting,
               "{\"defaults\":{\"template\":\"hi\",\"language\":\"en\",\"to\":\"Asha\"},"
               "\"cases\":[{\"name\":\"bad\"},{\"name\":\"good\",\"values\":{\"body.1\":\"x\"}}]}");
    struct trial_options options = make_options(&scene, TRIAL_LIVE);
    options.fails_fast = true;
    plan(&scene, &options);
    run_to_end(&scene);
    CHECK(count(&scene, TRIAL_FAILED) == 1 && count(&scene, TRIAL_NOT_RUN) == 1);
    CHECK(scripted_server_connections(scene.server) == 0);
    scene_close(&scene);
}

/* Cancelled while no answer comes: the row is written, the outcome is not known. */
static void test_cancel_waits_for_what_is_under_way(void)
{
    static const struct script_step steps[] = {{.end = SCRIPT_STALL}};
    struct scene scene;
    scene_open(&scene, steps, TWO_EACH);
    struct trial_options options = make_options(&scene, TRIAL_LIVE);
    options.gate.least_pair_gap_ms = 60000;
    plan(&scene, &options);
    int64_t wait_ms = 0;
    CHECK(trial_advance(scene.trial, &wait_ms, NULL) == ERR_OK);
    CHECK(scripted_server_wait(scene.server, 2, 10000));
    trial_cancel(scene.trial);
    run_to_end(&scene);
    CHECK(count(&scene, TRIAL_CANNOT_TELL) == 2 && count(&scene, TRIAL_NOT_RUN) == 2);
    CHECK(workplace_row_state(&scene.place, trial_result_at(scene.trial, 0)->row_id) ==
          SEND_UNKNOWN);
    scene_close(&scene);
}

static void report(struct scene *scene, const char *wamid, enum send_state state)
{
    struct store *store = NULL;
    struct status_outcome outcome;
    const struct status_update update = {
        .wamid = wamid, .state = state, .at = clock_now_ms(), .source = "webhook"};
    CHECK(store_open(scene->place.folder, STORE_WRITE, &store, NULL) == ERR_OK);
    CHECK(store_apply_statuses(store, &update, 1, &outcome, NULL) == ERR_OK);
    CHECK(outcome.effect == STATUS_APPLIED);
    store_close(store);
}

/* What another program writes into the history is evidence, and ends the wait. */
static void test_a_webhook_is_evidence(void)
{
    struct scene scene;
    scene_open(&scene, accepting, ONE("\"to\":\"Asha\",\"expect\":\"delivered within 60s\""));
    struct trial_options options = make_options(&scene, TRIAL_LIVE);
    plan(&scene, &options);
    while (trial_result_at(scene.trial, 0)->wamid == NULL)
        CHECK(turn(&scene));
    int64_t begun = clock_monotonic_ms();
    report(&scene, "wamid.0", SEND_DELIVERED);
    run_to_end(&scene);
    CHECK(clock_monotonic_ms() - begun < 10000);
    CHECK(count(&scene, TRIAL_PASSED) == 1);
    CHECK(trial_result_at(scene.trial, 0)->reported_at > 0);
    CHECK(scripted_server_requests(scene.server) == 1); /* polls = false: nobody was asked */
    scene_close(&scene);
}

static void test_without_evidence_nobody_can_tell(void)
{
    struct scene scene;
    scene_open(&scene, accepting, ONE("\"to\":\"Asha\",\"expect\":\"delivered within 1s\""));
    struct trial_options options = make_options(&scene, TRIAL_LIVE);
    options.fails_fast = options.allows_cannot_tell = true;
    plan(&scene, &options);
    run_to_end(&scene);
    CHECK(count(&scene, TRIAL_CANNOT_TELL) == 1);
    CHECK(strstr(trial_result_at(scene.trial, 0)->reason, "nothing reports") != NULL);
    scene_close(&scene);
}

int main(void)
{
    CHECK(transport_global_begin(NULL) == ERR_OK);
    mem_hook_cjson();
    test_a_dry_run_never_sends();
    test_the_gate_of_a_live_run();
    test_no_number_no_send();
    test_the_sandbox_is_the_sandbox();
    test_sends_are_paced_and_recorded();
    test_the_guard_knows_the_run();
    test_a_refused_token_stops_the_run();
    test_fail_fast();
    test_cancel_waits_for_what_is_under_way();
    test_a_webhook_is_evidence();
    test_without_evidence_nobody_can_tell();
    transport_global_end();
    return 0;
}
