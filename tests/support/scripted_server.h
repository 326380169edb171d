/*
 * A server on 127.0.0.1 that misbehaves by script: it answers, breaks off,
 * resets, stalls or lies at a chosen point, and keeps every request as it came.
 * One thread per connection; steps are handed out in the order in which requests
 * begin. When the steps are used up, the last one is repeated.
 */
#ifndef CHAKRA_TESTS_SCRIPTED_SERVER_H
#define CHAKRA_TESTS_SCRIPTED_SERVER_H

#include <stdbool.h>
#include <stddef.h>

enum script_end {
    SCRIPT_KEEP,  /* wait for the next request on this connection */
    SCRIPT_CLOSE, /* close in an orderly way */
    SCRIPT_RESET, /* close with RST */
    SCRIPT_DIE,   /* close, and take no further connection */
    SCRIPT_STALL  /* hold the connection open until the server stops */
};

struct script_step {
    const char *reply;   /* written after the request was read; NULL: nothing */
    size_t reply_length; /* 0: strlen(reply) */
    size_t filler;       /* this many further bytes 'x' */
    size_t read_only;    /* act after so many bytes of the request; 0: after the whole of it */
    bool read_nothing;   /* act as soon as the connection is there */
    enum script_end end;
    /* Makes the reply for the request number `number`, from 0; mem_free'd by the server. */
    char *(*make)(const char *request, size_t number);
};

struct scripted_server;

/* NULL when the machine gives no socket. `steps` must outlive the server. */
struct scripted_server *scripted_server_start(const struct script_step *steps, size_t count);
void scripted_server_stop(struct scripted_server *server);

const char *scripted_server_url(const struct scripted_server *server); /* "http://127.0.0.1:PORT" */
size_t scripted_server_connections(struct scripted_server *server);
size_t scripted_server_requests(struct scripted_server *server); /* that brought at least a byte */
/* Bytes of a request so far, in the caller's hands (mem_free); NULL when there is none. */
char *scripted_server_request(struct scripted_server *server, size_t index);
/* Waits until that many requests were read (as far as their step reads); false after wait_ms. */
bool scripted_server_wait(struct scripted_server *server, size_t count, int wait_ms);
/* An address on which nothing listens. */
void scripted_server_refused_url(char *text, size_t size);

#endif
