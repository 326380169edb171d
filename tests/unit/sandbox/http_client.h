/* The smallest HTTP client that the tests of the sandbox need: one request, one connection. */
#ifndef CHAKRA_TESTS_SANDBOX_HTTP_CLIENT_H
#define CHAKRA_TESTS_SANDBOX_HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

enum { CLIENT_TIMEOUT_MS = 10000 };

struct client_request {
    const char *method;
    const char *target;       /* "/path?query" */
    const char *token;        /* NULL: no Authorization header */
    const char *content_type; /* NULL: application/json when there is a body */
    const char *body;         /* NULL: none */
    size_t body_length;       /* 0: strlen(body) */
};

struct client_reply {
    int status; /* 0: the connection ended without a status line */
    char *head; /* status line and headers */
    char *body; /* followed by a NUL */
    size_t body_length;
    size_t bytes;   /* that came at all */
    bool timed_out; /* the connection is still open */
};

/* A connected socket, or -1. */
int client_connect(int port);
/* Connects and writes the whole request; the socket, or -1. */
int client_send(int port, const struct client_request *request);
/* Reads to the end of the connection or for `timeout_ms`. False when memory is out. */
bool client_receive(int socket, int timeout_ms, struct client_reply *ret_reply);
void client_reply_release(struct client_reply *reply);

/* Both, and closes the socket. False when the server cannot be reached or did not end in time. */
bool client_exchange(int port, const struct client_request *request,
                     struct client_reply *ret_reply);

/* The value of a header in the caller's buffer; false when there is none. */
bool client_header(const struct client_reply *reply, const char *name, char *text, size_t size);

#endif
