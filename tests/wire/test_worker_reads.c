/* Lists read by the worker: senders, templates page by page, and lists that never end. */
#include <string.h>

#include "src/base/mem.h"
#include "src/chakra/transport.h"
#include "tests/wire/workplace.h"

#define TEMPLATE(name, status) \
    "{\"name\":\"" name "\",\"language\":\"en\",\"status\":\"" status "\",\"components\":[]}"

/* An HTTP reply around a body; the server frees it. */
static char *reply_with(const char *status, const char *body)
{
    struct strbuf out;
    strbuf_init(&out, 1 << 20);
    strbuf_addf(&out,
                "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                status, strlen(body), body);
    return strbuf_take(&out);
}

static void open_both(const struct script_step *steps, size_t count, struct workplace *place,
                      struct scripted_server **ret_server)
{
    *ret_server = scripted_server_start(steps, count);
    CHECK(*ret_server != NULL);
    workplace_open(place, 0);
}

static void close_both(struct workplace *place, struct scripted_server *server)
{
    workplace_close(place);
    scripted_server_stop(server);
}

static const struct job_event *find_event(const struct workplace *place, enum job_event_kind kind)
{
    for (size_t i = 0; i < place->seen_count; i++) {
        if (place->seen[i]->kind == kind)
            return place->seen[i];
    }
    return NULL;
}

/* Runs one job; the DONE event comes back. */
static const struct job_event *run(struct workplace *place, struct scripted_server *server,
                                   enum job_kind kind)
{
    workplace_submit(place, workplace_read_job(kind, 5, scripted_server_url(server)));
    return workplace_wait_done(place, 5);
}

static char *phones_reply(const char *request, size_t number)
{
    (void)number;
    CHECK(strncmp(request, "GET /v1/ext/whatsapp-phone-number HTTP/1.1\r\n", 44) == 0);
    return reply_with("200 OK",
                      "{\"_data\":[{\"id\":\"1\",\"waba\":\"2\",\"displayPhoneNumber\":\"+1\"},"
                      "{\"id\":\"3\",\"waba\":\"2\"}]}");
}

static void test_phones(void)
{
    static const struct script_step steps[] = {{.make = phones_reply}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 1, &place, &server);
    CHECK(run(&place, server, JOB_LIST_PHONES)->error.code == ERR_OK);
    const struct job_event *event = find_event(&place, JOB_EVENT_PHONES);
    CHECK(event != NULL && event->phone_count == 2);
    CHECK(strcmp(event->phones[0].display_number, "+1") == 0);
    CHECK(strcmp(event->phones[1].id, "3") == 0);
    close_both(&place, server);
}

/* Three pages; the cursors need encoding, and the last page still has one. */
static char *pages_reply(const char *request, size_t number)
{
    static const char *const asked[] = {"limit=100 ", "limit=100&after=A%2B%3D ",
                                        "limit=100&after=B "};
    static const char *const bodies[] = {
        "{\"data\":[" TEMPLATE("a", "REJECTED") "," TEMPLATE(
            "b",
            "APPROVED") "],\"paging\":{\"cursors\":{\"after\":\"A+=\"},\"next\":\"https://x\"}}",
        "{\"data\":[],\"paging\":{\"cursors\":{\"after\":\"B\"},\"next\":\"https://x\"}}",
        "{\"data\":[{\"broken\":1}," TEMPLATE("a", "APPROVED") "," TEMPLATE(
            "b", "PAUSED") "],\"paging\":{\"cursors\":{\"after\":\"C\"}}}",
    };
    CHECK(number < COUNT_OF(bodies));
    CHECK(strncmp(request,
                  "GET /v1/ext/plugin/whatsapp/api/v24.0/102290129340398/message_templates?"
                  "fields=id%2Cname%2C",
                  91) == 0);
    CHECK(strstr(request, asked[number]) != NULL);
    return reply_with("200 OK", bodies[number]);
}

static void test_template_pages(void)
{
    static const struct script_step steps[] = {{.make = pages_reply}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 1, &place, &server);
    CHECK(run(&place, server, JOB_LIST_TEMPLATES)->error.code == ERR_OK);
    const struct job_event *event = find_event(&place, JOB_EVENT_TEMPLATES);
    CHECK(event != NULL && event->template_count == 2 && event->unreadable == 1);
    CHECK(strcmp(event->templates[0]->name, "b") == 0);
    CHECK(event->templates[0]->status == TEMPLATE_APPROVED);
    CHECK(strcmp(event->templates[1]->name, "a") == 0);
    CHECK(event->templates[1]->status == TEMPLATE_APPROVED);
    CHECK(scripted_server_requests(server) == 3);
    close_both(&place, server);
}

static char *refuse_fields(const char *request, size_t number)
{
    if (strstr(request, "fields=") != NULL)
        return reply_with("400 Bad", "{\"error\":{\"message\":\"(#100) Tried accessing nonexisting "
                                     "field\",\"code\":100}}");
    CHECK(number == 1);
    return reply_with("200 OK", "{\"data\":[" TEMPLATE("a", "APPROVED") "]}");
}

static void test_fields_are_dropped_when_refused(void)
{
    static const struct script_step steps[] = {{.make = refuse_fields}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 1, &place, &server);
    CHECK(run(&place, server, JOB_LIST_TEMPLATES)->error.code == ERR_OK);
    CHECK(find_event(&place, JOB_EVENT_TEMPLATES)->template_count == 1);
    CHECK(scripted_server_requests(server) == 2);
    close_both(&place, server);
}

static char *endless_reply(const char *request, size_t number)
{
    (void)request;
    char body[400];
    snprintf(body, sizeof body,
             "{\"data\":[{\"name\":\"t%zu\",\"language\":\"en\",\"status\":\"APPROVED\","
             "\"components\":[]}],\"paging\":{\"cursors\":{\"after\":\"c%zu\"},\"next\":\"n\"}}",
             number, number);
    return reply_with("200 OK", body);
}

static void test_a_list_that_never_ends(void)
{
    static const struct script_step steps[] = {{.make = endless_reply}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 1, &place, &server);
    const struct job_event *done = run(&place, server, JOB_LIST_TEMPLATES);
    CHECK(done->error.code == ERR_INVALID);
    CHECK(strstr(done->error.what, "does not end") != NULL);
    CHECK(find_event(&place, JOB_EVENT_TEMPLATES)->template_count == 200);
    CHECK(scripted_server_requests(server) == 200);
    close_both(&place, server);
}

static char *same_cursor(const char *request, size_t number)
{
    (void)request, (void)number;
    return reply_with(
        "200 OK",
        "{\"data\":[" TEMPLATE(
            "a", "APPROVED") "],\"paging\":{\"cursors\":{\"after\":\"c\"},\"next\":\"n\"}}");
}

static void test_a_cursor_that_comes_back(void)
{
    static const struct script_step steps[] = {{.make = same_cursor}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 1, &place, &server);
    CHECK(run(&place, server, JOB_LIST_TEMPLATES)->error.code == ERR_INVALID);
    CHECK(find_event(&place, JOB_EVENT_TEMPLATES)->template_count == 1);
    CHECK(scripted_server_requests(server) == 2);
    close_both(&place, server);
}

static void test_refusals_of_a_read(void)
{
    static const struct {
        struct script_step step;
        enum err err;
    } rows[] = {
        {{.reply = "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"}, ERR_AUTH},
        {{.reply = "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"}, ERR_REJECTED},
        {{.reply = "HTTP/1.1 429 No\r\nContent-Length: 0\r\n\r\n"}, ERR_THROTTLED},
        {{.reply = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"}, ERR_INVALID},
        {{.reply = "HTTP/1.1 200 OK\r\n\r\n", .filler = (size_t)50 << 20, .end = SCRIPT_CLOSE},
         ERR_TOO_BIG},
        {{.reply = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", .end = SCRIPT_CLOSE},
         ERR_NOT_SENT},
        {{.end = SCRIPT_RESET}, ERR_NOT_SENT},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (int kind = JOB_LIST_PHONES; kind <= JOB_LIST_TEMPLATES; kind++) {
            struct workplace place;
            struct scripted_server *server = NULL;
            open_both(&rows[i].step, 1, &place, &server);
            const struct job_event *done = run(&place, server, (enum job_kind)kind);
            if (done->error.code != rows[i].err)
                fprintf(stderr, "row %zu: %s\n", i, done->error.what);
            CHECK(done->error.code == rows[i].err);
            CHECK(done->error.next[0] != '\0');
            CHECK(find_event(&place, JOB_EVENT_PHONES) == NULL);
            CHECK(find_event(&place, JOB_EVENT_TEMPLATES) == NULL);
            close_both(&place, server);
        }
    }
}

static void test_cancelled_read(void)
{
    static const struct script_step steps[] = {{.end = SCRIPT_STALL}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 1, &place, &server);
    workplace_submit(&place,
                     workplace_read_job(JOB_LIST_TEMPLATES, 5, scripted_server_url(server)));
    CHECK(scripted_server_wait(server, 1, 8000));
    outbox_cancel(place.outbox, 5);
    CHECK(workplace_wait_done(&place, 5)->error.code == ERR_INTERRUPTED);
    close_both(&place, server);
}

int main(void)
{
    CHECK(transport_global_begin(NULL) == ERR_OK);
    test_phones();
    test_template_pages();
    test_fields_are_dropped_when_refused();
    test_a_list_that_never_ends();
    test_a_cursor_that_comes_back();
    test_refusals_of_a_read();
    test_cancelled_read();
    transport_global_end();
    return 0;
}
