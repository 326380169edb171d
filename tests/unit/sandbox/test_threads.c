/*
 * Four clients at once against one sandbox, with held and delayed connections
 * open when it stops. A program of its own, so that it runs under ThreadSanitizer.
 */
#include "src/base/clock.h"
#include "src/sandbox/sandbox.h"
#include "tests/unit/sandbox/http_client.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { CLIENTS = 4, ROUNDS = 40 };

#define MESSAGES                                                                              \
    "/v1/ext/plugin/whatsapp/d83e1d23-50b8-4d87-8f92-842a0ac516f6/api/v24.0/200000000000001/" \
    "messages"

struct client {
    pthread_t thread;
    int port;
    int number;
    int held; /* a connection that is never answered */
    atomic_int *failures;
};

static void make_body(const char *to, char body[512])
{
    snprintf(body, 512,
             "{\"messaging_product\":\"whatsapp\",\"to\":\"%s\",\"type\":\"template\","
             "\"template\":{\"name\":\"hello_world\",\"language\":{\"code\":\"en_US\"}}}",
             to);
}

static void expect(struct client *client, const struct client_request *request, int status,
                   const char *part)
{
    struct client_reply reply;
    bool passed = client_exchange(client->port, request, &reply) && reply.status == status &&
                  strstr(reply.body, part) != NULL;
    if (!passed) {
        fprintf(stderr, "client %d: %s %s: %d %s\n", client->number, request->method,
                request->target, reply.status, reply.body != NULL ? reply.body : "");
        atomic_fetch_add(client->failures, 1);
    }
    client_reply_release(&reply);
}

static void *run_client(void *argument)
{
    struct client *client = argument;
    char to[32];
    char body[512];
    snprintf(to, sizeof to, "1555000123%d", client->number);
    make_body("15550000999", body);
    const struct client_request hold = {
        .method = "POST", .target = MESSAGES, .token = "t", .body = body};
    client->held = client_send(client->port, &hold);
    for (int round = 0; round < ROUNDS; round++) {
        make_body(to, body);
        const struct client_request sending = {
            .method = "POST", .target = MESSAGES, .token = "t", .body = body};
        expect(client, &sending, 200, "wamid.");
        make_body("15550000998", body);
        expect(client, &sending, 0, "");
        const struct client_request listing = {
            .method = "GET",
            .target = "/v1/ext/plugin/whatsapp/api/v24.0/100000000000001/message_templates?limit=5",
            .token = "t"};
        expect(client, &listing, 200, "hello_world");
        const struct client_request log = {.method = "GET", .target = "/_sandbox/requests"};
        expect(client, &log, 200, "messages");
    }
    return NULL;
}

/* Leaves a delayed one behind, which the stop has to drop as well. */
static void leave_delayed(int port, int *ret_connection)
{
    char body[512];
    make_body("15550000997", body);
    const struct client_request request = {
        .method = "POST", .target = MESSAGES, .token = "t", .body = body};
    *ret_connection = client_send(port, &request);
}

int main(void)
{
    const struct sandbox_options options = {0};
    struct sandbox *sandbox = NULL;
    struct error error = {0};
    if (sandbox_start(&options, &sandbox, &error) != ERR_OK) {
        fprintf(stderr, "%s\n", error.what);
        return 1;
    }
    atomic_int failures = 0;
    struct client clients[CLIENTS];
    int delayed = -1;
    leave_delayed(sandbox_port(sandbox), &delayed);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){
            .port = sandbox_port(sandbox), .number = i, .held = -1, .failures = &failures};
        if (pthread_create(&clients[i].thread, NULL, run_client, &clients[i]) != 0)
            return 1;
    }
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(clients[i].thread, NULL);
    int64_t begin_ms = clock_monotonic_ms();
    sandbox_stop(sandbox);
    if (clock_monotonic_ms() - begin_ms >= 1000) {
        fprintf(stderr, "stopping took a second or more\n");
        atomic_fetch_add(&failures, 1);
    }
    for (int i = 0; i < CLIENTS; i++)
        close(clients[i].held);
    close(delayed);
    return atomic_load(&failures) == 0 ? 0 : 1;
}
