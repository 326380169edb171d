/*
 * Test runs at the socket: what a check, a dry run, a live run and an end by
 * force let through, counted by a server that keeps every request.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/chakra/transport.h"
#include "src/outbox/compose_upload.h"
#include "src/trial/trial.h"
#include "tests/wire/workplace.h"

#define BODY "{\"_data\":{\"whatsappMessageId\":\"wamid.%zu\"}}"
#define REFUSED "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"

#define DEFINITION(name, components)                                      \
    "{\"name\":\"" name "\",\"language\":\"en\",\"status\":\"APPROVED\"," \
    "\"category\":\"UTILITY\",\"components\":[" components "]}"

static const char *const definitions[] = {
    DEFINITION("hi", "{\"type\":\"BODY\",\"text\":\"Hi {{1}}\"}"),
    DEFINITION("pic", "{\"type\":\"HEADER\",\"format\":\"IMAGE\"},"
                      "{\"type\":\"BODY\",\"text\":\"Look\"}"),
};

struct scene {
    struct workplace place;
    struct scripted_server *server;
    struct arena arena;
    struct template *templates[COUNT_OF(definitions)];
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
    *scene = (struct scene){0};
    scene->server = scripted_server_start(steps, 1);
    CHECK(scene->server != NULL);
    workplace_open(&scene->place, 0);
    arena_init(&scene->arena);
    for (size_t i = 0; i < COUNT_OF(definitions); i++) {
        cJSON *definition = NULL;
        CHECK(json_parse(definitions[i], strlen(definitions[i]), &definition, NULL) == ERR_OK);
        CHECK(template_parse(definition, &scene->arena, &scene->templates[i], NULL) == ERR_OK);
        cJSON_Delete(definition);
    }
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
    const struct case_world world = {.templates = scene->templates,
                                     .template_count = COUNT_OF(definitions),
                                     .profile = &scene->profile,
                                     .folder = scene->place.folder};
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

/* ---- files */

#define LINK "https://cdn.example/a.jpg"
#define UPLOADED "{\"_data\":{\"publicMediaUrl\":\"" LINK "\"}}"
#define WITH_FILES(cases)                                                                        \
    "{\"defaults\":{\"language\":\"en\",\"template\":\"pic\",\"to\":\"Asha\"},\"cases\":[" cases \
    ",{\"name\":\"plain\",\"template\":\"hi\",\"values\":{\"body.1\":\"x\"}}]}"
#define PICTURE(file) "{\"name\":\"" file "\",\"values\":{\"header.file\":\"" file "\"}}"

static bool is_upload(const char *request)
{
    const char *line = strstr(request, "\r\n");
    const char *word = strstr(request, "upload-public-media");
    return word != NULL && word < line;
}

static char *accept_both(const char *request, size_t number)
{
    struct strbuf reply;
    if (!is_upload(request))
        return accept(request, number);
    strbuf_init(&reply, 1000);
    strbuf_addf(&reply, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s", strlen(UPLOADED),
                UPLOADED);
    return strbuf_take(&reply);
}

static char *refuse_uploads(const char *request, size_t number)
{
    return is_upload(request) ? mem_strdup("HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n")
                              : accept(request, number);
}

static void write_picture(struct scene *scene, const char *name, char last)
{
    const char bytes[] = {'\xFF', '\xD8', '\xFF', '\xE0', 'J', 'F', 'I', 'F', last};
    char path[400];
    snprintf(path, sizeof path, "%.300s/%s", scene->place.folder, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    CHECK(fd >= 0 && write(fd, bytes, sizeof bytes) == (ssize_t)sizeof bytes);
    CHECK(close(fd) == 0);
}

static const struct trial_result *result_of(const struct scene *scene, const char *id)
{
    const struct trial_result *result = NULL;
    for (size_t i = 0; (result = trial_result_at(scene->trial, i)) != NULL; i++)
        if (strcmp(result->test->id, id) == 0)
            return result;
    return NULL;
}

static size_t count_uploads(const struct scene *scene)
{
    size_t count = 0;
    size_t requests = scripted_server_requests(scene->server);
    for (size_t i = 0; i < requests; i++) {
        char *request = scripted_server_request(scene->server, i);
        count += is_upload(request);
        mem_free(request);
    }
    return count;
}

/* Two names of the same content are one upload, which no message waits for in vain; it is not
 * counted as a message, and the row holds its link. */
static void test_files_go_first_and_once(void)
{
    static const struct script_step steps[] = {{.make = accept_both}};
    struct scene scene;
    scene_open(&scene, steps, WITH_FILES(PICTURE("a.jpg") "," PICTURE("b.jpg")));
    write_picture(&scene, "a.jpg", '1');
    write_picture(&scene, "b.jpg", '1');
    struct trial_options options = make_options(&scene, TRIAL_LIVE);
    options.gate.max_sends = 3;
    plan(&scene, &options);
    CHECK(trial_uploads(scene.trial) == 1 && trial_sends(scene.trial, NULL, NULL) == 3);
    run_to_end(&scene);
    CHECK(count(&scene, TRIAL_PASSED) == 3);
    CHECK(scripted_server_requests(scene.server) == 4 && count_uploads(&scene) == 1);
    char *first = scripted_server_request(scene.server, 0);
    CHECK(is_upload(first));
    mem_free(first);
    struct send_detail *detail = NULL;
    CHECK(store_get(scene.store, result_of(&scene, "b.jpg")->row_id, &scene.arena, &detail, NULL) ==
          ERR_OK);
    CHECK(strstr(detail->request, LINK) != NULL);
    CHECK(strstr(result_of(&scene, "b.jpg")->preview, "b.jpg") != NULL);
    scene_close(&scene);
}

/* The other cases go on, and the reason stands with those that need the file. */
static void test_a_refused_upload_ends_its_cases(void)
{
    static const struct script_step steps[] = {{.make = refuse_uploads}};
    struct scene scene;
    scene_open(&scene, steps, WITH_FILES(PICTURE("a.jpg")));
    write_picture(&scene, "a.jpg", '1');
    struct trial_options options = make_options(&scene, TRIAL_LIVE);
    plan(&scene, &options);
    run_to_end(&scene);
    const struct trial_result *result = result_of(&scene, "a.jpg");
    CHECK(result->verdict == TRIAL_ERROR && result->row_id == 0);
    CHECK(strstr(result->reason, "not sent: a.jpg was not uploaded: ") == result->reason);
    CHECK(count(&scene, TRIAL_PASSED) == 1);
    CHECK(trial_stopped_by(scene.trial, NULL) == ERR_OK);
    CHECK(scripted_server_requests(scene.server) == 2);
    scene_close(&scene);
}

/* A refused token stops the run, and no more files are tried than were under way. */
static void test_a_token_refused_for_a_file(void)
{
    static const struct script_step steps[] = {{.reply = REFUSED}};
    struct scene scene;
    scene_open(&scene, steps,
               WITH_FILES(PICTURE("1") "," PICTURE("2") "," PICTURE("3") "," PICTURE(
                   "4") "," PICTURE("5") "," PICTURE("6")));
    for (char last = '1'; last <= '6'; last++)
        write_picture(&scene, (const char[]){last, '\0'}, last);
    struct trial_options options = make_options(&scene, TRIAL_LIVE);
    plan(&scene, &options);
    CHECK(trial_uploads(scene.trial) == 6);
    run_to_end(&scene);
    CHECK(trial_stopped_by(scene.trial, NULL) == ERR_AUTH);
    CHECK(count(&scene, TRIAL_ERROR) == 1 && count(&scene, TRIAL_NOT_RUN) == 6);
    CHECK(count_uploads(&scene) == scripted_server_requests(scene.server));
    CHECK(count_uploads(&scene) <= 4);
    scene_close(&scene);
}

static void test_a_dry_run_uploads_nothing(void)
{
    static const struct script_step steps[] = {{.make = accept_both}};
    struct scene scene;
    struct error error = {0};
    struct job *job = NULL;
    char path[400];
    scene_open(&scene, steps, WITH_FILES(PICTURE("a.jpg")));
    write_picture(&scene, "a.jpg", '1');
    snprintf(path, sizeof path, "%.300s/a.jpg", scene.place.folder);
    struct trial_options options = make_options(&scene, TRIAL_DRY_RUN);
    const struct upload_options upload = {.profile = &scene.profile,
                                          .token = &scene.token,
                                          .plugin_id = "p",
                                          .path = path,
                                          .number = ++scene.last_job};
    CHECK(compose_upload(&upload, &job, &error) == ERR_OK);
    CHECK(trial_gate_submit_upload(&options.gate, job, &error) == ERR_CONTENT);
    CHECK(strstr(error.what, "sends nothing") != NULL);
    job_free(job);
    plan(&scene, &options);
    CHECK(trial_uploads(scene.trial) == 0);
    run_to_end(&scene);
    CHECK(count(&scene, TRIAL_PASSED) == 2);
    CHECK(scripted_server_connections(scene.server) == 0);
    scene_close(&scene);
}

static void test_cancel_while_files_are_uploaded(void)
{
    static const struct script_step steps[] = {{.end = SCRIPT_STALL}};
    struct scene scene;
    int64_t wait_ms = 0;
    scene_open(&scene, steps, WITH_FILES(PICTURE("a.jpg")));
    write_picture(&scene, "a.jpg", '1');
    struct trial_options options = make_options(&scene, TRIAL_LIVE);
    plan(&scene, &options);
    CHECK(trial_advance(scene.trial, &wait_ms, NULL) == ERR_OK);
    CHECK(wait_ms == -1);
    CHECK(scripted_server_wait(scene.server, 1, 10000));
    trial_cancel(scene.trial);
    run_to_end(&scene);
    CHECK(count(&scene, TRIAL_NOT_RUN) == 2 && workplace_row_count(&scene.place) == 0);
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
    test_files_go_first_and_once();
    test_a_refused_upload_ends_its_cases();
    test_a_token_refused_for_a_file();
    test_a_dry_run_uploads_nothing();
    test_cancel_while_files_are_uploaded();
    transport_global_end();
    return 0;
}
