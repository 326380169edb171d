/* Creating and editing a template: the exact request, and each way in which it can end. */
#include <string.h>

#include "src/base/mem.h"
#include "src/chakra/transport.h"
#include "tests/wire/workplace.h"

#define BODY "{\"name\":\"n\",\"language\":\"en\",\"components\":[]}"
#define PATH "/v1/ext/plugin/whatsapp/api/v24.0/"

static struct job *submit_job(const char *base_url, const char *template_id)
{
    struct job *job = workplace_read_job(JOB_SUBMIT_TEMPLATE, 7, base_url);
    CHECK(secret_set(&job->token, WORKPLACE_TOKEN, strlen(WORKPLACE_TOKEN), NULL) == ERR_OK);
    job->body = BODY;
    job->template_id = template_id;
    return job;
}

static const struct job_event *find_submitted(const struct workplace *place)
{
    for (size_t i = 0; i < place->seen_count; i++)
        if (place->seen[i]->kind == JOB_EVENT_SUBMITTED)
            return place->seen[i];
    return NULL;
}

struct row {
    struct script_step step;
    enum err err;
    const char *piece;  /* of what is said */
    const char *status; /* of the event; NULL: there is none */
};

#define OK_REPLY(body) "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" body
#define REFUSAL                                                                               \
    "{\"error\":{\"message\":\"Invalid parameter\",\"type\":\"OAuthException\",\"code\":100," \
    "\"error_subcode\":2388024,\"error_user_title\":\"t\",\"error_user_msg\":\"It exists.\"}}"

static const struct row rows[] = {
    {{.reply = OK_REPLY("{\"id\":\"12\",\"status\":\"PENDING\",\"category\":\"UTILITY\"}"),
      .end = SCRIPT_CLOSE},
     ERR_OK,
     "",
     "PENDING"},
    {{.reply = OK_REPLY("{\"id\":12,\"status\":\"PENDING\",\"category\":\"UTILITY\"}"),
      .end = SCRIPT_CLOSE},
     ERR_OK,
     "",
     "PENDING"},
    {{.reply = OK_REPLY("{\"_data\":{\"id\":\"12\",\"status\":\"APPROVED\"}}"),
      .end = SCRIPT_CLOSE},
     ERR_OK,
     "",
     "APPROVED"},
    {{.reply = OK_REPLY("{\"success\":true}"), .end = SCRIPT_CLOSE}, ERR_OK, "", ""},
    {{.reply = OK_REPLY("{\"success\":false}"), .end = SCRIPT_CLOSE},
     ERR_UNKNOWN,
     "what became of",
     NULL},
    {{.reply = OK_REPLY("<html>"), .end = SCRIPT_CLOSE}, ERR_UNKNOWN, "what became of", NULL},
    {{.reply = OK_REPLY(""), .end = SCRIPT_CLOSE}, ERR_UNKNOWN, "what became of", NULL},
    {{.reply = "HTTP/1.1 400 No\r\nConnection: close\r\n\r\n" REFUSAL, .end = SCRIPT_CLOSE},
     ERR_REJECTED,
     "It exists.",
     NULL},
    {{.reply = "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"}, ERR_AUTH, "", NULL},
    {{.reply = "HTTP/1.1 402 No\r\nContent-Length: 0\r\n\r\n"}, ERR_BILLING, "", NULL},
    {{.reply = "HTTP/1.1 429 No\r\nContent-Length: 0\r\n\r\n"}, ERR_THROTTLED, "", NULL},
    {{.reply = "HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n"}, ERR_UNKNOWN, "may have been", NULL},
    {{.reply = "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{", .end = SCRIPT_CLOSE},
     ERR_UNKNOWN,
     "may have been",
     NULL},
    {{.end = SCRIPT_CLOSE}, ERR_UNKNOWN, "may have been", NULL},
    {{.end = SCRIPT_RESET}, ERR_UNKNOWN, "may have been", NULL},
};

/* The request is the same each time; there is never a second one. */
static void check_request(struct scripted_server *server, const char *template_id)
{
    CLEANUP(mem_freep) char *request = scripted_server_request(server, 0);
    CHECK(request != NULL);
    const char *line = template_id != NULL ? "POST " PATH "5550001 HTTP/1.1\r\n"
                                           : "POST " PATH
                                             "102290129340398/message_templates HTTP/1.1\r\n";
    CHECK(strncmp(request, line, strlen(line)) == 0);
    CHECK(strstr(request, "\r\nAuthorization: Bearer " WORKPLACE_TOKEN "\r\n") != NULL);
    CHECK(strstr(request, "\r\nContent-Type: application/json\r\n") != NULL);
    const char *body = strstr(request, "\r\n\r\n");
    CHECK(body != NULL && strcmp(body + 4, BODY) == 0);
    CHECK(scripted_server_requests(server) == 1);
}

static void test_ends(void)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct workplace place;
        const char *template_id = i % 2 == 0 ? NULL : "5550001";
        struct scripted_server *server = scripted_server_start(&rows[i].step, 1);
        CHECK(server != NULL);
        workplace_open(&place, 0);
        workplace_submit(&place, submit_job(scripted_server_url(server), template_id));
        const struct job_event *done = workplace_wait_done(&place, 7);
        if (done->error.code != rows[i].err || strstr(done->error.what, rows[i].piece) == NULL)
            fprintf(stderr, "row %zu: %d %s\n", i, done->error.code, done->error.what);
        CHECK(done->error.code == rows[i].err);
        CHECK(strstr(done->error.what, rows[i].piece) != NULL);
        CHECK(rows[i].err == ERR_OK || done->error.next[0] != '\0');
        const struct job_event *event = find_submitted(&place);
        CHECK((event != NULL) == (rows[i].status != NULL));
        if (event != NULL)
            CHECK(strcmp(event->template_status, rows[i].status) == 0);
        check_request(server, template_id);
        CHECK(workplace_row_count(&place) == 0); /* it is no message */
        CHECK(!workplace_files_hold(&place, WORKPLACE_TOKEN));
        workplace_close(&place);
        scripted_server_stop(server);
    }
}

static void test_not_sent(void)
{
    char url[64];
    struct workplace place;
    scripted_server_refused_url(url, sizeof url);
    workplace_open(&place, 0);
    workplace_submit(&place, submit_job(url, NULL));
    CHECK(workplace_wait_done(&place, 7)->error.code == ERR_NOT_SENT);
    workplace_close(&place);
}

static void test_cancelled(void)
{
    static const struct script_step steps[] = {{.end = SCRIPT_STALL}};
    struct workplace place;
    struct scripted_server *server = scripted_server_start(steps, 1);
    CHECK(server != NULL);
    workplace_open(&place, 0);
    workplace_submit(&place, submit_job(scripted_server_url(server), NULL));
    CHECK(scripted_server_wait(server, 1, 8000));
    outbox_cancel(place.outbox, 7);
    const struct job_event *done = workplace_wait_done(&place, 7);
    CHECK(done->error.code == ERR_UNKNOWN);
    CHECK(strstr(done->error.next, "templates list") != NULL);
    workplace_close(&place);
    scripted_server_stop(server);
}

int main(void)
{
    CHECK(transport_global_begin(NULL) == ERR_OK);
    test_ends();
    test_not_sent();
    test_cancelled();
    transport_global_end();
    return 0;
}
