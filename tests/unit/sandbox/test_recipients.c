/* The recipients that make something happen. */
#include "src/base/clock.h"
#include "src/base/json.h"
#include "tests/unit/sandbox/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void send_hello(const struct sandbox *sandbox, const char *to, struct client_reply *reply)
{
    char body[FIXTURE_BODY_SIZE];
    fixture_hello(to, body);
    fixture_call(sandbox, "POST", FIXTURE_MESSAGES, body, reply);
}

static int send_without_waiting(const struct sandbox *sandbox, const char *to)
{
    char body[FIXTURE_BODY_SIZE];
    fixture_hello(to, body);
    const struct client_request request = {
        .method = "POST", .target = FIXTURE_MESSAGES, .token = "token", .body = body};
    int connection = client_send(sandbox_port(sandbox), &request);
    cr_assert_geq(connection, 0);
    return connection;
}

static int count_stored(const struct sandbox *sandbox, const char *number)
{
    char body[128];
    snprintf(body, sizeof body, "{\"customerPhoneNumber\":\"%s\",\"limit\":50,\"page\":1}", number);
    CLEANUP(json_deletep) cJSON *reply = fixture_json(sandbox, "POST", FIXTURE_CHAT, body, 200);
    const cJSON *data = json_member(reply, "_data");
    cr_assert(cJSON_IsArray(data));
    return cJSON_GetArraySize(data);
}

Test(sandbox_recipients, each_gives_its_answer)
{
    static const struct {
        const char *to;
        int status;
        const char *part; /* of the body */
        const char *content_type;
        const char *retry_after;
        int stored;
    } rows[] = {
        {"15550001234", 200, "\"whatsappMessageId\":\"wamid.", "application/json", NULL, 1},
        {"15550000402", 402, "\"_errors\":[\"Template Message sending is disabled",
         "application/json", NULL, 0},
        {"15550000429", 429, "\"_errors\":[", "application/json", "2", 0},
        {"15550000502", 502, "<html>", "text/html", NULL, 0},
        {"15550131026", 400, "\"_errors\":[\"(#131026) ", "application/json", NULL, 0},
        {"15550132001", 404, "(#132001) ", "application/json", NULL, 0},
        {"15550000190", 401, "(#190) ", "application/json", NULL, 0},
        {"15550000200", 403, "(#200) ", "application/json", NULL, 0},
        {"15550130429", 400, "(#130429) ", "application/json", NULL, 0},
        {"15560131026", 200, "\"whatsappMessageId\"", "application/json", NULL, 1},
        {"15550000000", 200, "\"whatsappMessageId\"", "application/json", NULL, 1},
        {"15559999999", 200, "\"whatsappMessageId\"", "application/json", NULL, 1},
        {"15569999999", 200, "\"whatsappMessageId\"", "application/json", NULL, 1},
        {"155501310261", 200, "\"whatsappMessageId\"", "application/json", NULL, 1},
    };
    struct sandbox *sandbox = fixture_start_plain();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct client_reply reply;
        char value[128] = "";
        send_hello(sandbox, rows[i].to, &reply);
        cr_expect_eq(reply.status, rows[i].status, "%s: %s", rows[i].to, reply.body);
        cr_expect_not_null(strstr(reply.body, rows[i].part), "%s: %s", rows[i].to, reply.body);
        cr_expect(client_header(&reply, "Content-Type", value, sizeof value));
        cr_expect_str_eq(value, rows[i].content_type);
        bool has_hint = client_header(&reply, "Retry-After", value, sizeof value);
        cr_expect_eq(has_hint, rows[i].retry_after != NULL);
        cr_expect(!has_hint || strcmp(value, rows[i].retry_after) == 0);
        cr_expect_eq(count_stored(sandbox, rows[i].to), rows[i].stored, "%s", rows[i].to);
        client_reply_release(&reply);
    }
    sandbox_stop(sandbox);
}

Test(sandbox_recipients, a_refusal_in_the_shape_of_whatsapp)
{
    const struct sandbox_options options = {.error_shape_meta = true};
    struct sandbox *sandbox = fixture_start(&options);
    char body[FIXTURE_BODY_SIZE];
    fixture_hello("15550131026", body);
    CLEANUP(json_deletep) cJSON *reply = fixture_json(sandbox, "POST", FIXTURE_MESSAGES, body, 400);
    const cJSON *error = json_member(reply, "error");
    cr_expect_str_eq(json_text(error, "message", ""), "(#131026) Message undeliverable");
    cr_expect_str_eq(json_text(error, "type", ""), "OAuthException");
    cr_expect_eq(json_member(error, "code")->valueint, 131026);
    cr_expect_gt(strlen(json_text(error, "fbtrace_id", "")), 10);
    sandbox_stop(sandbox);
}

Test(sandbox_recipients, ids_of_messages_differ)
{
    struct sandbox *sandbox = fixture_start_plain();
    struct client_reply first;
    struct client_reply second;
    send_hello(sandbox, "15550001234", &first);
    send_hello(sandbox, "15550001234", &second);
    cr_expect_eq(first.status, 200);
    cr_expect_eq(second.status, 200);
    cr_expect_str_neq(first.body, second.body);
    client_reply_release(&first);
    client_reply_release(&second);
    sandbox_stop(sandbox);
}

Test(sandbox_recipients, the_slow_one_answers_after_five_seconds_and_holds_up_nobody)
{
    struct sandbox *sandbox = fixture_start_plain();
    int64_t begin_ms = clock_monotonic_ms();
    int connection = send_without_waiting(sandbox, "15550000997");
    struct client_reply reply;
    send_hello(sandbox, "15550001234", &reply);
    cr_expect_eq(reply.status, 200);
    cr_expect_lt(clock_monotonic_ms() - begin_ms, 2000);
    client_reply_release(&reply);
    cr_assert(client_receive(connection, CLIENT_TIMEOUT_MS, &reply));
    int64_t took_ms = clock_monotonic_ms() - begin_ms;
    cr_expect_eq(reply.status, 200, "%s", reply.body);
    cr_expect_geq(took_ms, 5000);
    cr_expect_lt(took_ms, 7000);
    cr_expect_eq(count_stored(sandbox, "15550000997"), 1);
    client_reply_release(&reply);
    close(connection);
    sandbox_stop(sandbox);
}

Test(sandbox_recipients, the_closing_one_ends_without_a_byte_and_stores_nothing)
{
    struct sandbox *sandbox = fixture_start_plain();
    int connection = send_without_waiting(sandbox, "15550000998");
    struct client_reply reply;
    cr_assert(client_receive(connection, CLIENT_TIMEOUT_MS, &reply));
    cr_expect_not(reply.timed_out);
    cr_expect_eq(reply.bytes, 0);
    cr_expect_eq(count_stored(sandbox, "15550000998"), 0);
    client_reply_release(&reply);
    close(connection);
    sandbox_stop(sandbox);
}

Test(sandbox_recipients, the_silent_one_stores_and_stop_ends_it_within_a_second)
{
    struct sandbox *sandbox = fixture_start_plain();
    int held[3];
    struct client_reply reply;
    for (size_t i = 0; i < COUNT_OF(held); i++)
        held[i] = send_without_waiting(sandbox, "15550000999");
    int delayed = send_without_waiting(sandbox, "15550000997");
    cr_assert(client_receive(held[0], 300, &reply));
    cr_expect(reply.timed_out);
    cr_expect_eq(reply.bytes, 0);
    client_reply_release(&reply);
    cr_expect_eq(count_stored(sandbox, "15550000999"), 3);
    cr_expect_eq(count_stored(sandbox, "15550000997"), 1);
    int64_t begin_ms = clock_monotonic_ms();
    sandbox_stop(sandbox);
    cr_expect_lt(clock_monotonic_ms() - begin_ms, 1000);
    for (size_t i = 0; i < COUNT_OF(held); i++) {
        cr_assert(client_receive(held[i], CLIENT_TIMEOUT_MS, &reply));
        cr_expect_not(reply.timed_out);
        cr_expect_eq(reply.bytes, 0);
        client_reply_release(&reply);
        close(held[i]);
    }
    close(delayed);
}

Test(sandbox_recipients, the_oldest_held_ones_make_room)
{
    enum { HELD = 300, DROPPED = HELD - 256 };
    struct sandbox *sandbox = fixture_start_plain();
    int held[HELD];
    struct client_reply reply;
    for (size_t i = 0; i < HELD; i++)
        held[i] = send_without_waiting(sandbox, "15550000999");
    for (size_t i = 0; i < DROPPED; i++) {
        cr_assert(client_receive(held[i], CLIENT_TIMEOUT_MS, &reply));
        cr_expect_not(reply.timed_out, "%zu", i);
        client_reply_release(&reply);
    }
    cr_assert(client_receive(held[HELD - 1], 0, &reply));
    cr_expect(reply.timed_out);
    client_reply_release(&reply);
    sandbox_stop(sandbox);
    for (size_t i = 0; i < HELD; i++)
        close(held[i]);
}

Test(sandbox_recipients, limits_are_enforced_only_when_asked_for)
{
    const struct sandbox_options options = {.limits = true};
    struct sandbox *sandbox = fixture_start(&options);
    struct client_reply reply;
    send_hello(sandbox, "15550001234", &reply);
    cr_expect_eq(reply.status, 200);
    client_reply_release(&reply);
    send_hello(sandbox, "15550001234", &reply);
    cr_expect_eq(reply.status, 400);
    cr_expect_eq(fixture_code(&reply), 131056);
    client_reply_release(&reply);
    send_hello(sandbox, "15550001235", &reply);
    cr_expect_eq(reply.status, 200);
    client_reply_release(&reply);
    sandbox_stop(sandbox);
}
