/*
 * Every route whose path is known, byte for byte on the wire, with the example of
 * the table; the three routes of a send as they are composed; and what each kind of
 * answer to them becomes. A plain program, so that it also runs under
 * ThreadSanitizer.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/chakra/api_table.h"
#include "src/chakra/transport.h"
#include "src/outbox/compose.h"
#include "src/outbox/send_answer.h"
#include "tests/wire/workplace.h"

#define OK_REPLY                                                                      \
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n" \
    "{\"_data\":{}}\n"
/* As the public SDK's type lists it. */
#define CHAT_MESSAGE                                                                            \
    "{\"_data\":{\"id\":\"c1\",\"createdAt\":1,\"updatedAt\":1,\"externalId\":\"wamid.B\","     \
    "\"provider\":\"whatsapp\",\"dataType\":\"template\",\"body\":{\"body\":\"Hi\"},\"text\":"  \
    "\"Hi\",\"attachments\":null,\"deliveryStatus\":\"PENDING\",\"direction\":\"OUTBOUND\","    \
    "\"timestamp\":1,\"context\":{\"contactIdentifier\":\"15550001234\",\"messageTemplateId\":" \
    "\"1\"},\"adhocAgent\":null,\"source\":{\"sourceId\":\"1\",\"sourceType\":\"x\"},\"team\":" \
    "\"t\",\"chat\":null,\"plugin\":\"p\",\"contact\":null,\"user\":\"u\",\"procedure\":null,"  \
    "\"process\":\"q\",\"campaign\":null,\"inReplyTo\":null}}"
#define CLOSING(status, body) "HTTP/1.1 " status "\r\nContent-Type: application/json\r\n\r\n" body
#define PLUGIN "d83e1d23-50b8-4d87-8f92-842a0ac516f6"

static struct job *call_job(uint64_t number, const char *base_url, const char *method,
                            const char *path, const char *body, bool is_read)
{
    struct job *job = workplace_read_job(JOB_CALL, number, base_url);
    job->method = arena_strdup(&job->arena, method);
    job->url = arena_format(&job->arena, "%s%s", base_url, path);
    job->body = arena_strdup(&job->arena, body);
    job->is_read = is_read;
    return job;
}

static void cut_value(char *text, const char *name)
{
    char *at = strstr(text, name);
    CHECK(at != NULL);
    at += strlen(name);
    char *end = strstr(at, "\r\n");
    memmove(at, end, strlen(end) + 1);
}

/* {parameter} becomes x1. */
static void fill_path(const char *pattern, struct strbuf *out)
{
    strbuf_clear(out);
    for (const char *at = pattern; *at != '\0'; at++) {
        strbuf_add_char(out, *at == '{' ? 'x' : *at);
        if (*at != '{')
            continue;
        strbuf_add_char(out, '1');
        at = strchr(at, '}');
    }
}

static void expect_request(struct scripted_server *server, size_t index, const char *method,
                           const char *path, const char *body, bool has_token)
{
    struct strbuf want;
    strbuf_init(&want, 64 * 1024);
    strbuf_addf(&want,
                "%s %s HTTP/1.1\r\nHost: 127.0.0.1:\r\nUser-Agent: chakra-tui/" CHAKRA_VERSION
                "\r\nAccept-Encoding: \r\nAccept: application/json\r\n",
                method, path);
    if (has_token)
        strbuf_add_text(&want, "Authorization: Bearer " WORKPLACE_TOKEN "\r\n");
    if (body != NULL)
        strbuf_addf(&want, "Content-Type: application/json\r\nContent-Length: %zu\r\n",
                    strlen(body));
    strbuf_addf(&want, "\r\n%s", body != NULL ? body : "");
    char *seen = scripted_server_request(server, index);
    CHECK(seen != NULL);
    cut_value(seen, "Host: 127.0.0.1:");
    cut_value(seen, "Accept-Encoding: ");
    if (strcmp(seen, want.text) != 0)
        fprintf(stderr, "have:\n%s\nwant:\n%s\n", seen, want.text);
    CHECK(strcmp(seen, want.text) == 0);
    mem_free(seen);
    strbuf_release(&want);
}

static void set_token(struct job *job)
{
    CHECK(secret_set(&job->token, WORKPLACE_TOKEN, strlen(WORKPLACE_TOKEN), NULL) == ERR_OK);
}

static void test_every_entry_byte_for_byte(void)
{
    static const struct script_step steps[] = {{.reply = OK_REPLY, .end = SCRIPT_CLOSE}};
    struct scripted_server *server = scripted_server_start(steps, 1);
    struct workplace place;
    struct strbuf path;
    size_t count = 0, asked = 0;
    const struct api_entry *entries = api_entries(&count);
    strbuf_init(&path, 4096);
    workplace_open(&place, 0);
    for (size_t i = 0; i < count; i++) {
        const struct api_entry *entry = &entries[i];
        if (entry->path == NULL || entry->method[0] == '\0')
            continue;
        const char *example = entry->example;
        bool is_query = example != NULL && example[0] == '?';
        fill_path(entry->path, &path);
        strbuf_add_text(&path, is_query ? example : "");
        const char *body = is_query ? NULL : example;
        struct job *job = call_job(asked + 1, scripted_server_url(server), entry->method, path.text,
                                   body, entry->effect == API_READS);
        set_token(job);
        workplace_submit(&place, job);
        CHECK(workplace_wait_done(&place, asked + 1)->error.code == ERR_OK);
        bool is_post = strcmp(entry->method, "POST") == 0;
        expect_request(server, asked, entry->method, path.text,
                       body != NULL ? body : (is_post ? "" : NULL), true);
        asked++;
    }
    CHECK(asked > 40);
    CHECK(scripted_server_requests(server) == asked);
    strbuf_release(&path);
    workplace_close(&place);
    scripted_server_stop(server);
}

struct scene {
    struct arena arena;
    struct template *template;
    struct slot_list slots;
    struct values values;
    struct message message;
    struct profile profile;
    struct secret token;
    struct compose_options options;
};

static char profile_name[] = "test", version[] = "v24.0", base_url[64];

static void scene_init(struct scene *scene, const struct scripted_server *server,
                       enum send_route route)
{
    static const char definition[] =
        "{\"name\":\"order\",\"language\":\"en_US\",\"status\":\"APPROVED\",\"category\":"
        "\"UTILITY\",\"components\":[{\"type\":\"HEADER\",\"format\":\"DOCUMENT\"},{\"type\":"
        "\"BODY\",\"text\":\"Hi {{1}}, {{2}}\"},{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":"
        "\"URL\",\"text\":\"Track\",\"url\":\"https://example.com/{{1}}\"}]}]}";
    static const char *const given[][2] = {{"body.1", "Asha \"A\""},
                                           {"body.2", "42"},
                                           {"header.link", "https://example.com/a.pdf"},
                                           {"header.filename", "a.pdf"},
                                           {"button.0.text", "x y"}};
    CLEANUP(json_deletep) cJSON *root = NULL;
    *scene = (struct scene){0};
    arena_init(&scene->arena);
    values_init(&scene->values);
    secret_init(&scene->token);
    snprintf(base_url, sizeof base_url, "%s", scripted_server_url(server));
    CHECK(json_parse(definition, strlen(definition), &root, NULL) == ERR_OK);
    CHECK(template_parse(root, &scene->arena, &scene->template, NULL) == ERR_OK);
    CHECK(slots_build(scene->template, 0, &scene->arena, &scene->slots, NULL) == ERR_OK);
    for (size_t i = 0; i < COUNT_OF(given); i++)
        CHECK(values_set(&scene->values, given[i][0], given[i][1], false, NULL) == ERR_OK);
    CHECK(secret_set(&scene->token, WORKPLACE_TOKEN, strlen(WORKPLACE_TOKEN), NULL) == ERR_OK);
    scene->message = (struct message){.template = scene->template,
                                      .slots = &scene->slots,
                                      .values = &scene->values,
                                      .to = "+1 555 000 1234"};
    scene->profile = (struct profile){.name = profile_name,
                                      .base_url = base_url,
                                      .api_version = version,
                                      .mode = MODE_LIVE,
                                      .route = route,
                                      .timeout_ms = 8000,
                                      .max_attempts = 1};
    scene->options = (struct compose_options){.profile = &scene->profile,
                                              .token = &scene->token,
                                              .plugin_id = PLUGIN,
                                              .phone_number_id = "106540352242922",
                                              .source = "cli",
                                              .number = 1,
                                              .now_ms = clock_now_ms(),
                                              .process = "lead/A 1/2"};
}

static void scene_release(struct scene *scene)
{
    secret_release(&scene->token);
    values_release(&scene->values);
    arena_release(&scene->arena);
}

#define PARAMETERS(text) "\"parameters\":[{\"type\":\"text\",\"text\":\"" text "\"}]"
#define MAPPED_BODY                                                                               \
    "{\"whatsappPhoneNumberId\":\"106540352242922\",\"templateName\":\"order\",\"language\":"     \
    "\"en_US\",\"documentUrl\":\"https://example.com/a.pdf\",\"filename\":\"a.pdf\",\"mapping\":" \
    "[{\"schemaPropertyName\":\"1\",\"schemaPropertyValue\":\"Asha \\\"A\\\"\"},"                 \
    "{\"schemaPropertyName\":\"2\",\"schemaPropertyValue\":\"42\"}],\"buttonMapping\":"           \
    "[{\"schemaPropertyName\":\"1\",\"schemaPropertyValue\":\"x%20y\"}]}"

static const struct {
    enum send_route route;
    const char *path, *body;
} sends[] = {
    {VIA_MESSAGES, "/v1/ext/plugin/whatsapp/" PLUGIN "/api/v24.0/106540352242922/messages",
     "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"to\":\"15550001234\","
     "\"type\":\"template\",\"template\":{\"name\":\"order\",\"language\":{\"policy\":"
     "\"deterministic\",\"code\":\"en_US\"},\"components\":[{\"type\":\"header\",\"parameters\":"
     "[{\"type\":\"document\",\"document\":{\"link\":\"https://example.com/a.pdf\",\"filename\":"
     "\"a.pdf\"}}]},{\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"text\":"
     "\"Asha \\\"A\\\"\"},{\"type\":\"text\",\"text\":\"42\"}]},{\"type\":\"button\",\"sub_type\":"
     "\"url\",\"index\":\"0\"," PARAMETERS("x%20y") "}]}}"},
    {VIA_PHONE, "/v1/ext/plugin/whatsapp/" PLUGIN "/phoneNumber/15550001234/send-template-message",
     MAPPED_BODY},
    {VIA_PROCESS, "/v1/ext/plugin/whatsapp/" PLUGIN "/process/lead/A%201%2F2/send-template-message",
     MAPPED_BODY},
};

static void test_each_send_byte_for_byte(void)
{
    static const struct script_step steps[] = {
        {.reply = CLOSING("200 OK", CHAT_MESSAGE), .end = SCRIPT_CLOSE}};
    for (size_t i = 0; i < COUNT_OF(sends); i++) {
        struct scripted_server *server = scripted_server_start(steps, 1);
        struct workplace place;
        struct scene scene;
        struct job *job = NULL;
        scene_init(&scene, server, sends[i].route);
        workplace_open(&place, 0);
        CHECK(compose_send(&scene.message, &scene.options, &job, NULL) == ERR_OK);
        workplace_submit(&place, job);
        const struct job_event *done = workplace_wait_done(&place, 1);
        CHECK(done->error.code == ERR_OK);
        CHECK(strcmp(done->detail->row.wamid, "wamid.B") == 0);
        CHECK(strcmp(done->detail->row.to, "15550001234") == 0);
        expect_request(server, 0, "POST", sends[i].path, sends[i].body, true);
        struct send_answer answer;
        CHECK(send_answer_read(done->detail, &scene.arena, &answer, NULL) == ERR_OK);
        CHECK(answer.route == sends[i].route);
        CHECK(strcmp(answer.message_id, "c1") == 0);
        CHECK(strcmp(answer.delivery_status, "PENDING") == 0);
        CHECK(!workplace_files_hold(&place, WORKPLACE_TOKEN));
        workplace_close(&place);
        scene_release(&scene);
        scripted_server_stop(server);
    }
}

/* Every shape of the fact sheet that may come back, on ChakraHQ's own route. */
static const struct {
    const char *reply;
    enum err err;
    enum send_state state;
    int code;
} answers[] = {
    {CLOSING("200 OK", CHAT_MESSAGE), ERR_OK, SEND_ACCEPTED, 0},
    {CLOSING("200 OK", "{\"_data\":{\"whatsappMessageId\":\"wamid.A\"}}"), ERR_OK, SEND_ACCEPTED,
     0},
    {CLOSING("200 OK", "{\"messages\":[{\"id\":\"wamid.A\"}]}"), ERR_OK, SEND_ACCEPTED, 0},
    {CLOSING("200 OK", "{\"_data\":[]}"), ERR_UNKNOWN, SEND_UNKNOWN, 0},
    {CLOSING("200 OK", "{\"_data\":{\"id\":\"c1\",\"externalId\":null}}"), ERR_UNKNOWN,
     SEND_UNKNOWN, 0},
    {CLOSING("200 OK", "{\"_data\":[],\"_errors\":[\"no\"]}"), ERR_REJECTED, SEND_REJECTED, 0},
    {CLOSING("400 Bad", "{\"_data\":[],\"_errors\":[\"(#131009) Parameter value is not valid\"]}"),
     ERR_REJECTED, SEND_REJECTED, 131009},
    {CLOSING("402 Pay", "{\"_data\":[],\"_errors\":[\"Template Message sending is disabled\"]}"),
     ERR_BILLING, SEND_REJECTED, 0},
    {CLOSING("404 No", "{\"_data\":[],\"_errors\":[\"plugin not found\"]}"), ERR_REJECTED,
     SEND_REJECTED, 0},
    {CLOSING("401 No", "{\"_data\":[],\"_errors\":[\"expired\"]}"), ERR_AUTH, SEND_REJECTED, 0},
    {CLOSING("429 Slow", "{\"_data\":[],\"_errors\":[\"slow down\"]}"), ERR_THROTTLED,
     SEND_REJECTED, 0},
    {CLOSING("400 Bad", "{\"error\":{\"message\":\"x\",\"code\":132001}}"), ERR_REJECTED,
     SEND_REJECTED, 132001},
    {CLOSING("404 No", "{\"message\":\"Not Found\"}"), ERR_REJECTED, SEND_REJECTED, 0},
    {CLOSING("502 Bad", "<html>Bad Gateway</html>"), ERR_UNKNOWN, SEND_UNKNOWN, 0},
    {CLOSING("502 Bad", ""), ERR_UNKNOWN, SEND_UNKNOWN, 0},
};

static void test_what_each_answer_becomes(void)
{
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        const struct script_step steps[] = {{.reply = answers[i].reply, .end = SCRIPT_CLOSE}};
        struct scripted_server *server = scripted_server_start(steps, 1);
        struct workplace place;
        struct scene scene;
        struct job *job = NULL;
        scene_init(&scene, server, VIA_PHONE);
        workplace_open(&place, 0);
        CHECK(compose_send(&scene.message, &scene.options, &job, NULL) == ERR_OK);
        workplace_submit(&place, job);
        const struct job_event *done = workplace_wait_done(&place, 1);
        if (done->error.code != answers[i].err || done->detail->row.state != answers[i].state)
            fprintf(stderr, "%s: %s, %s\n", answers[i].reply, err_name(done->error.code),
                    send_state_word(done->detail->row.state));
        CHECK(done->error.code == answers[i].err);
        CHECK(done->detail->row.state == answers[i].state);
        CHECK(done->detail->row.error_code == answers[i].code);
        CHECK(scripted_server_requests(server) == 1);
        workplace_close(&place);
        scene_release(&scene);
        scripted_server_stop(server);
    }
}

/* One call to a server with this step; the event that ends it, kept by the place. */
static const struct job_event *call_once(struct workplace *place, const struct script_step *step,
                                         bool is_read, struct scripted_server **ret_server)
{
    struct scripted_server *server = scripted_server_start(step, 1);
    workplace_open(place, 0);
    workplace_submit(place, call_job(1, scripted_server_url(server), is_read ? "GET" : "PUT", "/x",
                                     is_read ? NULL : "{}", is_read));
    *ret_server = server;
    return workplace_wait_done(place, 1);
}

static void test_calls_without_an_answer(void)
{
    static const struct {
        struct script_step step;
        bool is_read;
        enum err err;
    } rows[] = {
        {{.end = SCRIPT_CLOSE}, true, ERR_NOT_SENT},
        {{.end = SCRIPT_CLOSE}, false, ERR_UNKNOWN},
        {{.end = SCRIPT_RESET}, false, ERR_UNKNOWN},
        {{.reply = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", .end = SCRIPT_CLOSE},
         false,
         ERR_UNKNOWN},
        {{.reply = CLOSING("503 Busy", ""), .end = SCRIPT_CLOSE}, false, ERR_OK},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct workplace place;
        struct scripted_server *server = NULL;
        const struct job_event *done = call_once(&place, &rows[i].step, rows[i].is_read, &server);
        CHECK(done->error.code == rows[i].err);
        bool is_answered = rows[i].err == ERR_OK;
        CHECK(workplace_count(&place, 1, JOB_EVENT_ANSWER) == is_answered);
        if (!rows[i].is_read)
            CHECK(scripted_server_requests(server) == 1);
        workplace_close(&place);
        scripted_server_stop(server);
    }
}

static int open_part(const struct workplace *place, char path[128])
{
    snprintf(path, 128, "%s/part", place->folder);
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    CHECK(file >= 0);
    return file;
}

static void test_a_download_goes_into_its_file(void)
{
    static const struct {
        const char *reply;
        size_t filler;
        int64_t most;
        enum err err;
        int status;
        off_t size;
    } rows[] = {
        {"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nabc", 100000, 200000, ERR_OK, 200,
         100003},
        {"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nabc", 100000, 1000, ERR_TOO_BIG, 0, -1},
        {"HTTP/1.1 404 No\r\n\r\n{\"message\":\"Not Found\"}", 0, 1000, ERR_OK, 404, 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct script_step steps[] = {
            {.reply = rows[i].reply, .filler = rows[i].filler, .end = SCRIPT_CLOSE}};
        struct scripted_server *server = scripted_server_start(steps, 1);
        struct workplace place;
        char path[128];
        struct stat info;
        workplace_open(&place, 0);
        int file = open_part(&place, path);
        struct job *job = call_job(1, scripted_server_url(server), "GET", "/x", NULL, true);
        job->save_fd = file;
        job->save_most = rows[i].most;
        workplace_submit(&place, job);
        const struct job_event *done = workplace_wait_done(&place, 1);
        CHECK(done->error.code == rows[i].err);
        CHECK(fstat(file, &info) == 0);
        CHECK(rows[i].size < 0 || info.st_size == rows[i].size);
        for (size_t j = 0; j < place.seen_count; j++) {
            if (place.seen[j]->kind != JOB_EVENT_ANSWER)
                continue;
            CHECK(place.seen[j]->answer.http_status == rows[i].status);
            CHECK(place.seen[j]->answer.bytes_saved == rows[i].size);
            CHECK((place.seen[j]->answer.length > 0) == (rows[i].status == 404));
        }
        close(file);
        unlink(path);
        workplace_close(&place);
        scripted_server_stop(server);
    }
}

static void test_headers_are_those_of_the_last_answer(void)
{
    static const struct script_step steps[] = {
        {.reply = "HTTP/1.1 100 Continue\r\nX-First: 1\r\n\r\nHTTP/1.1 200 OK\r\nX-Second: 2\r\n"
                  "Content-Length: 0\r\n\r\n"}};
    struct scripted_server *server = scripted_server_start(steps, 1);
    struct workplace place;
    workplace_open(&place, 0);
    struct job *job = call_job(1, scripted_server_url(server), "GET", "/x", NULL, true);
    job->keeps_headers = true;
    workplace_submit(&place, job);
    CHECK(workplace_wait_done(&place, 1)->error.code == ERR_OK);
    CHECK(place.seen[0]->kind == JOB_EVENT_ANSWER);
    CHECK(strcmp(place.seen[0]->answer.headers,
                 "HTTP/1.1 200 OK\r\nX-Second: 2\r\nContent-Length: 0\r\n\r\n") == 0);
    workplace_close(&place);
    scripted_server_stop(server);
}

int main(void)
{
    mem_hook_cjson();
    CHECK(transport_global_begin(NULL) == ERR_OK);
    test_every_entry_byte_for_byte();
    test_each_send_byte_for_byte();
    test_what_each_answer_becomes();
    test_calls_without_an_answer();
    test_a_download_goes_into_its_file();
    test_headers_are_those_of_the_last_answer();
    transport_global_end();
    return 0;
}
