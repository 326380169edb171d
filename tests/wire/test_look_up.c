/*
 * The look-up of a row against a scripted server: what is asked for, what is
 * decided, what the row and its timeline say afterwards. Plain program: it also
 * runs under ThreadSanitizer.
 */
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/chakra/transport.h"
#include "tests/wire/workplace.h"

static char *reply_with(const char *body)
{
    struct strbuf out;
    strbuf_init(&out, 1 << 20);
    strbuf_addf(
        &out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
        strlen(body), body);
    return strbuf_take(&out);
}

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static void add_message(struct strbuf *out, const char *wamid, const char *status,
                        const char *template_name)
{
    strbuf_addf(out,
                "{\"id\":\"x%s\",\"externalId\":\"%s\",\"deliveryStatus\":\"%s\",\"direction\":"
                "\"OUTBOUND\",\"templateName\":\"%s\",\"timestamp\":%lld}",
                wamid, wamid, status, template_name, (long long)clock_now_ms());
}

/* A send that ends as unknown: the first request of the server is never answered. */
static int64_t make_unknown(struct workplace *place, uint64_t number, const char *url)
{
    workplace_submit(place, workplace_send_job(number, url));
    const struct job_event *done = workplace_wait_done(place, number);
    CHECK(done->error.code == ERR_UNKNOWN);
    return done->detail->row.id;
}

static const struct job_event *look_up(struct workplace *place, struct scripted_server *server,
                                       uint64_t number, int64_t row)
{
    struct job *job = workplace_read_job(JOB_LOOK_UP, number, scripted_server_url(server));
    job->row_id = row;
    workplace_submit(place, job);
    return workplace_wait_done(place, number);
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

/* The last event of a row: state, source, text. */
static void check_last_event(const struct workplace *place, int64_t row, enum send_state state,
                             const char *text)
{
    struct store *store = NULL;
    struct send_event *events = NULL;
    size_t count = 0;
    struct arena arena;
    arena_init(&arena);
    CHECK(store_open(place->folder, STORE_READ, &store, NULL) == ERR_OK);
    CHECK(store_events(store, row, &arena, &events, &count, NULL) == ERR_OK);
    CHECK(count > 0);
    CHECK(events[count - 1].state == state);
    CHECK(strcmp(events[count - 1].source, "poll") == 0);
    CHECK(strstr(events[count - 1].text, text) != NULL);
    store_close(store);
    arena_release(&arena);
}

static char *one_message(const char *request, size_t number)
{
    struct strbuf body;
    strbuf_init(&body, 4096);
    if (number == 1) { /* number 0 was the send */
        CHECK(begins_with(
            request,
            "POST /v1/ext/plugin/whatsapp/list-chat-messages-for-phone-number HTTP/1.1\r\n"));
        CHECK(strstr(request,
                     "{\"customerPhoneNumber\":\"15550001234\",\"limit\":50,\"page\":1}") != NULL);
    }
    strbuf_add_text(&body, "{\"_data\":[");
    add_message(&body, "wamid.F", "DELIVERED", "hello_world");
    strbuf_add_text(&body, "],\"_meta\":{\"total\":1}}");
    char *reply = reply_with(body.text);
    strbuf_release(&body);
    return reply;
}

static void test_found(void)
{
    static const struct script_step steps[] = {{.end = SCRIPT_CLOSE}, {.make = one_message}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 2, &place, &server);
    int64_t row = make_unknown(&place, 1, scripted_server_url(server));
    const struct job_event *done = look_up(&place, server, 2, row);
    CHECK(done->error.code == ERR_OK);
    CHECK(done->verdict == RECONCILE_FOUND);
    CHECK(done->detail->row.state == SEND_DELIVERED);
    CHECK(strcmp(done->detail->row.wamid, "wamid.F") == 0);
    CHECK(done->detail->row.error_text == NULL);
    CHECK(workplace_row_state(&place, row) == SEND_DELIVERED);
    CHECK(workplace_count(&place, 2, JOB_EVENT_LOOKED_UP) == 1);
    CHECK(workplace_count(&place, 2, JOB_EVENT_ROW) == 1);
    CHECK(scripted_server_requests(server) == 2);
    check_last_event(&place, row, SEND_DELIVERED, "found");
    /* Once more: found by its id, and nothing is added to the timeline. */
    CHECK(look_up(&place, server, 3, row)->verdict == RECONCILE_FOUND);
    check_last_event(&place, row, SEND_DELIVERED, "its message id is taken over");
    close_both(&place, server);
}

/* The second row finds the message that the first one has. */
static void test_one_message_for_two_rows(void)
{
    static const struct script_step steps[] = {
        {.end = SCRIPT_CLOSE}, {.end = SCRIPT_CLOSE}, {.make = one_message}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 3, &place, &server);
    int64_t first = make_unknown(&place, 1, scripted_server_url(server));
    int64_t second = make_unknown(&place, 2, scripted_server_url(server));
    CHECK(look_up(&place, server, 3, first)->verdict == RECONCILE_FOUND);
    const struct job_event *done = look_up(&place, server, 4, second);
    CHECK(done->verdict == RECONCILE_NOT_FOUND);
    CHECK(done->detail->row.state == SEND_UNKNOWN);
    CHECK(done->detail->row.wamid == NULL);
    check_last_event(&place, second, SEND_UNKNOWN, "not found yet");
    close_both(&place, server);
}

static char *two_messages(const char *request, size_t number)
{
    (void)request, (void)number;
    struct strbuf body;
    strbuf_init(&body, 4096);
    strbuf_add_char(&body, '[');
    add_message(&body, "wamid.F", "SENT", "hello_world");
    strbuf_add_char(&body, ',');
    add_message(&body, "wamid.G", "SENT", "hello_world");
    strbuf_add_char(&body, ']');
    char *reply = reply_with(body.text);
    strbuf_release(&body);
    return reply;
}

/* The list does not know pages: the same two again, and that is its end. */
static void test_two_fit(void)
{
    static const struct script_step steps[] = {{.end = SCRIPT_CLOSE}, {.make = two_messages}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 2, &place, &server);
    int64_t row = make_unknown(&place, 1, scripted_server_url(server));
    const struct job_event *done = look_up(&place, server, 2, row);
    CHECK(done->verdict == RECONCILE_CANNOT_TELL);
    CHECK(strstr(done->reason, "more than one") != NULL);
    CHECK(workplace_row_state(&place, row) == SEND_UNKNOWN);
    CHECK(scripted_server_requests(server) == 3);
    check_last_event(&place, row, SEND_UNKNOWN, "more than one");
    close_both(&place, server);
}

/* Fifty other messages a page, for ever; ours stands on the second page. */
static char *endless_pages(const char *request, size_t number)
{
    static const char *const pages[] = {"\"page\":1}", "\"page\":2}", "\"page\":3}"};
    CHECK(number >= 1 && number <= 3);
    CHECK(strstr(request, pages[number - 1]) != NULL);
    struct strbuf body;
    strbuf_init(&body, 1 << 16);
    strbuf_add_text(&body, "{\"_data\":[");
    for (size_t i = 0; i < 50; i++) {
        char wamid[40];
        snprintf(wamid, sizeof wamid, "wamid.%zu.%zu", number, i);
        strbuf_add_text(&body, i > 0 ? "," : "");
        add_message(&body, wamid, "SENT", number == 2 && i == 7 ? "hello_world" : "another");
    }
    strbuf_add_text(&body, "]}");
    char *reply = reply_with(body.text);
    strbuf_release(&body);
    return reply;
}

static void test_a_list_too_long(void)
{
    static const struct script_step steps[] = {{.end = SCRIPT_CLOSE}, {.make = endless_pages}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 2, &place, &server);
    int64_t row = make_unknown(&place, 1, scripted_server_url(server));
    const struct job_event *done = look_up(&place, server, 2, row);
    CHECK(done->verdict == RECONCILE_CANNOT_TELL);
    CHECK(scripted_server_requests(server) == 4);
    CHECK(workplace_row_state(&place, row) == SEND_UNKNOWN);
    close_both(&place, server);
}

static char *nothing(const char *request, size_t number)
{
    (void)request, (void)number;
    return reply_with("{\"_data\":[]}");
}

/* A read is asked again once when the connection breaks; the second break is an error. */
static void test_a_broken_connection(void)
{
    static const struct script_step once[] = {
        {.end = SCRIPT_CLOSE}, {.end = SCRIPT_RESET}, {.make = nothing}};
    static const struct script_step twice[] = {{.end = SCRIPT_CLOSE}, {.end = SCRIPT_RESET}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(once, 3, &place, &server);
    int64_t row = make_unknown(&place, 1, scripted_server_url(server));
    CHECK(look_up(&place, server, 2, row)->verdict == RECONCILE_NOT_FOUND);
    CHECK(scripted_server_requests(server) == 3);
    close_both(&place, server);

    open_both(twice, 2, &place, &server);
    row = make_unknown(&place, 1, scripted_server_url(server));
    const struct job_event *done = look_up(&place, server, 2, row);
    CHECK(done->error.code == ERR_NOT_SENT);
    CHECK(done->error.next[0] != '\0');
    CHECK(scripted_server_requests(server) == 3);
    CHECK(workplace_count(&place, 2, JOB_EVENT_LOOKED_UP) == 0);
    CHECK(workplace_row_state(&place, row) == SEND_UNKNOWN);
    close_both(&place, server);
}

static void test_refusals(void)
{
    static const struct {
        struct script_step step;
        enum err err;
    } rows[] = {
        {{.reply = "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"}, ERR_AUTH},
        {{.reply = "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"}, ERR_REJECTED},
        {{.reply = "HTTP/1.1 429 No\r\nContent-Length: 0\r\n\r\n"}, ERR_THROTTLED},
        {{.reply = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"}, ERR_INVALID},
        {{.reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"}, ERR_INVALID},
        {{.reply = "HTTP/1.1 200 OK\r\nContent-Length: 36\r\n\r\n"
                   "{\"_data\":[],\"_errors\":[\"try later\"]}"},
         ERR_REJECTED},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct script_step steps[] = {{.end = SCRIPT_CLOSE}, rows[i].step};
        struct workplace place;
        struct scripted_server *server = NULL;
        open_both(steps, 2, &place, &server);
        int64_t row = make_unknown(&place, 1, scripted_server_url(server));
        const struct job_event *done = look_up(&place, server, 2, row);
        if (done->error.code != rows[i].err)
            fprintf(stderr, "row %zu: %s\n", i, done->error.what);
        CHECK(done->error.code == rows[i].err);
        CHECK(workplace_row_state(&place, row) == SEND_UNKNOWN);
        close_both(&place, server);
    }
}

static void test_rows_without_a_question(void)
{
    static const struct script_step steps[] = {
        {.reply = "HTTP/1.1 400 Bad\r\nContent-Length: 41\r\n\r\n"
                  "{\"_data\":[],\"_errors\":[\"(#132000) T: d\"]}"}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 1, &place, &server);
    workplace_submit(&place, workplace_send_job(1, scripted_server_url(server)));
    int64_t row = workplace_wait_done(&place, 1)->detail->row.id;
    CHECK(look_up(&place, server, 2, row)->error.code == ERR_CONTENT);
    CHECK(look_up(&place, server, 3, 4711)->error.code == ERR_NOT_FOUND);
    CHECK(scripted_server_requests(server) == 1);
    close_both(&place, server);
}

static void test_cancelled(void)
{
    static const struct script_step steps[] = {{.end = SCRIPT_CLOSE}, {.end = SCRIPT_STALL}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 2, &place, &server);
    int64_t row = make_unknown(&place, 1, scripted_server_url(server));
    struct job *job = workplace_read_job(JOB_LOOK_UP, 2, scripted_server_url(server));
    job->row_id = row;
    workplace_submit(&place, job);
    CHECK(scripted_server_wait(server, 2, 8000));
    outbox_cancel(place.outbox, 2);
    CHECK(workplace_wait_done(&place, 2)->error.code == ERR_INTERRUPTED);
    CHECK(workplace_row_state(&place, row) == SEND_UNKNOWN);
    close_both(&place, server);
}

static char *chats_reply(const char *request, size_t number)
{
    (void)number;
    CHECK(begins_with(request, "POST /v1/ext/chat HTTP/1.1\r\n"));
    CHECK(strstr(request, "{\"orderField\":\"createdAt\",\"orderDirection\":\"desc\",\"limit\":50,"
                          "\"page\":1}") != NULL);
    return reply_with("{\"chats\":[{\"_id\":\"c1\",\"contactIdentifier\":\"15550001234\"},"
                      "{\"_id\":\"c2\"}]}");
}

static char *messages_of_chat(const char *request, size_t number)
{
    (void)number;
    CHECK(begins_with(request, "POST /v1/ext/chat/a%2Fb/message HTTP/1.1\r\n"));
    CHECK(strstr(request, "{\"limit\":50,\"page\":1}") != NULL);
    return reply_with("[{\"id\":1},{\"id\":2},{\"id\":3}]");
}

static void test_lists(void)
{
    static const struct script_step steps[] = {{.make = chats_reply}, {.make = messages_of_chat}};
    struct workplace place;
    struct scripted_server *server = NULL;
    open_both(steps, 2, &place, &server);
    struct job *job = workplace_read_job(JOB_LIST_CHATS, 1, scripted_server_url(server));
    job->limit = 1;
    workplace_submit(&place, job);
    CHECK(workplace_wait_done(&place, 1)->error.code == ERR_OK);
    job = workplace_read_job(JOB_LIST_MESSAGES, 2, scripted_server_url(server));
    job->chat_id = "a/b";
    job->limit = 2;
    workplace_submit(&place, job);
    CHECK(workplace_wait_done(&place, 2)->error.code == ERR_OK);
    size_t seen = 0;
    for (size_t i = 0; i < place.seen_count; i++) {
        const struct job_event *event = place.seen[i];
        if (event->kind == JOB_EVENT_CHATS) {
            CHECK(event->chat_count == 1);
            CHECK(strcmp(event->chats[0].id, "c1") == 0);
            seen++;
        } else if (event->kind == JOB_EVENT_MESSAGES) {
            CHECK(event->message_count == 2);
            CHECK(strcmp(event->messages[1].id, "2") == 0);
            seen++;
        }
    }
    CHECK(seen == 2);
    CHECK(scripted_server_requests(server) == 2);
    close_both(&place, server);
}

int main(void)
{
    CHECK(transport_global_begin(NULL) == ERR_OK);
    mem_hook_cjson();
    test_found();
    test_one_message_for_two_rows();
    test_two_fit();
    test_a_list_too_long();
    test_a_broken_connection();
    test_refusals();
    test_rows_without_a_question();
    test_cancelled();
    test_lists();
    transport_global_end();
    return 0;
}
