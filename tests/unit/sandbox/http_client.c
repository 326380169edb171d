/* Raw sockets, so that "closed without a byte" and "never answers" can be told apart. */
#include "tests/unit/sandbox/http_client.h"

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/strbuf.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REPLY_MAX = 64 * 1024 * 1024 };

static bool write_all(int socket, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = send(socket, bytes, count, MSG_NOSIGNAL);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}

int client_connect(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connection >= 0 && connect(connection, (struct sockaddr *)&address, sizeof address) == 0)
        return connection;
    if (connection >= 0)
        close(connection);
    return -1;
}

static void write_request(struct strbuf *text, const struct client_request *request)
{
    size_t length = request->body_length;
    if (length == 0 && request->body != NULL)
        length = strlen(request->body);
    strbuf_addf(text, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n", request->method,
                request->target);
    if (request->token != NULL)
        strbuf_addf(text, "Authorization: Bearer %s\r\n", request->token);
    if (request->body != NULL)
        strbuf_addf(text, "Content-Type: %s\r\nContent-Length: %zu\r\n",
                    request->content_type != NULL ? request->content_type : "application/json",
                    length);
    strbuf_add_text(text, "\r\n");
    strbuf_add(text, request->body != NULL ? request->body : "", length);
}

int client_send(int port, const struct client_request *request)
{
    struct strbuf text;
    strbuf_init(&text, REPLY_MAX);
    write_request(&text, request);
    int connection = client_connect(port);
    bool sent = !text.failed && connection >= 0 && write_all(connection, text.text, text.length);
    strbuf_release(&text);
    if (sent)
        return connection;
    if (connection >= 0)
        close(connection);
    return -1;
}

static bool split_reply(const char *text, size_t length, struct client_reply *reply)
{
    const char *blank = strstr(text, "\r\n\r\n");
    size_t head = blank != NULL ? (size_t)(blank - text) + 2 : length;
    size_t begin = blank != NULL ? head + 2 : length;
    reply->head = mem_strndup(text, head);
    reply->body_length = length - begin;
    reply->body = mem_strndup("", 0);
    char *grown = mem_realloc(reply->body, reply->body_length + 1);
    if (reply->head == NULL || grown == NULL)
        return false;
    reply->body = grown;
    memcpy(reply->body, text + begin, reply->body_length);
    reply->body[reply->body_length] = '\0';
    if (strncmp(reply->head, "HTTP/1.1 ", 9) == 0)
        reply->status = (int)strtol(reply->head + 9, NULL, 10);
    return true;
}

bool client_receive(int socket, int timeout_ms, struct client_reply *ret_reply)
{
    *ret_reply = (struct client_reply){0};
    int64_t deadline_ms = clock_monotonic_ms() + timeout_ms;
    struct strbuf text;
    strbuf_init(&text, REPLY_MAX);
    char block[8192];
    for (;;) {
        int64_t left_ms = deadline_ms - clock_monotonic_ms();
        struct pollfd readable = {.fd = socket, .events = POLLIN};
        int ready = poll(&readable, 1, left_ms > 0 ? (int)left_ms : 0);
        if (ready < 0 && errno == EINTR)
            continue;
        ret_reply->timed_out = ready == 0;
        ssize_t count = ready > 0 ? recv(socket, block, sizeof block, 0) : 0;
        if (count <= 0)
            break;
        strbuf_add(&text, block, (size_t)count);
    }
    ret_reply->bytes = text.length;
    bool split = !text.failed && split_reply(text.text, text.length, ret_reply);
    strbuf_release(&text);
    return split;
}

void client_reply_release(struct client_reply *reply)
{
    mem_free(reply->head);
    mem_free(reply->body);
    *reply = (struct client_reply){0};
}

bool client_exchange(int port, const struct client_request *request, struct client_reply *ret_reply)
{
    *ret_reply = (struct client_reply){0};
    int connection = client_send(port, request);
    if (connection < 0)
        return false;
    bool received = client_receive(connection, CLIENT_TIMEOUT_MS, ret_reply);
    close(connection);
    return received && !ret_reply->timed_out;
}

bool client_header(const struct client_reply *reply, const char *name, char *text, size_t size)
{
    size_t length = strlen(name);
    for (const char *at = strstr(reply->head, "\r\n"); at != NULL; at = strstr(at, "\r\n")) {
        at += 2;
        if (strncasecmp(at, name, length) != 0 || at[length] != ':')
            continue;
        at += length + 1;
        at += strspn(at, " ");
        snprintf(text, size, "%.*s", (int)strcspn(at, "\r"), at);
        return true;
    }
    return false;
}
