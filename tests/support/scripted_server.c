/* The misbehaving server. All shared state is behind one lock; sockets are closed by their thread.
 */
#include "tests/support/scripted_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/strbuf.h"

enum { MOST_CONNECTIONS = 512, MOST_REQUESTS = 1024, REQUEST_BYTES_MAX = 1 << 20 };

struct connection {
    struct scripted_server *server;
    pthread_t thread;
    int fd;
};

struct scripted_server {
    const struct script_step *steps;
    size_t step_count;
    int listener;
    int stop_pipe[2]; /* readable (closed) when the server stops */
    char url[64];
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct connection connections[MOST_CONNECTIONS];
    size_t connection_count;
    struct strbuf requests[MOST_REQUESTS];
    size_t request_count;
    size_t served; /* requests that were read as far as their step reads */
};

/* Waits for bytes on `fd`; false when the server stops or the other side is gone. */
static bool wait_readable(const struct scripted_server *server, int fd)
{
    struct pollfd both[2] = {{.fd = fd, .events = POLLIN},
                             {.fd = server->stop_pipe[0], .events = POLLIN}};
    while (poll(both, 2, -1) < 0) {
        if (errno != EINTR)
            return false;
    }
    return both[1].revents == 0;
}

/* Length of a whole request in `text`; 0 while it is not complete. */
static size_t whole_length(const struct strbuf *text)
{
    const char *end = strstr(text->text, "\r\n\r\n");
    if (end == NULL)
        return 0;
    size_t head = (size_t)(end - text->text) + 4;
    const char *field = strstr(text->text, "\r\nContent-Length:");
    size_t body = field != NULL && field < end ? strtoul(field + 17, NULL, 10) : 0;
    return text->length >= head + body ? head + body : 0;
}

static bool send_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

static void send_reply(const struct script_step *step, int fd, const char *request, size_t number)
{
    char *made = step->make != NULL ? step->make(request, number) : NULL;
    const char *reply = made != NULL ? made : step->reply;
    size_t length = 0;
    if (reply != NULL)
        length = step->reply_length > 0 && made == NULL ? step->reply_length : strlen(reply);
    bool ok = send_all(fd, reply, length);
    char filler[4096];
    memset(filler, 'x', sizeof filler);
    for (size_t left = step->filler; ok && left > 0;) {
        size_t piece = left < sizeof filler ? left : sizeof filler;
        ok = send_all(fd, filler, piece);
        left -= piece;
    }
    mem_free(made);
}

/* Takes the next number, and with it the step. False: too many for the tests' tables. */
static bool begin_request(struct scripted_server *server, size_t *ret_number)
{
    pthread_mutex_lock(&server->lock);
    bool has_room = server->request_count < MOST_REQUESTS;
    if (has_room)
        *ret_number = server->request_count++;
    pthread_mutex_unlock(&server->lock);
    return has_room;
}

static const struct script_step *step_for(const struct scripted_server *server, size_t number)
{
    size_t last = server->step_count - 1;
    return &server->steps[number < last ? number : last];
}

/* Reads until the step has what it wants. The first byte begins the request. */
static bool read_request(struct scripted_server *server, int fd, struct strbuf *request,
                         size_t *ret_number)
{
    size_t wanted = SIZE_MAX;
    bool begun = false;
    while (request->length < wanted) {
        char bytes[4096];
        size_t room = begun && wanted != SIZE_MAX ? wanted - request->length : sizeof bytes;
        /* Until the step is known, one byte at a time: a partial reader must not take more. */
        size_t ask = !begun ? 1 : room < sizeof bytes ? room : sizeof bytes;
        if (!wait_readable(server, fd))
            return false;
        ssize_t got = recv(fd, bytes, ask, 0);
        if (got <= 0)
            return false;
        if (!begun && !begin_request(server, ret_number))
            return false;
        strbuf_add(request, bytes, (size_t)got);
        if (!begun && step_for(server, *ret_number)->read_only > 0)
            wanted = step_for(server, *ret_number)->read_only;
        begun = true;
        if (wanted == SIZE_MAX && whole_length(request) > 0)
            break;
    }
    return true;
}

static void keep_request(struct scripted_server *server, size_t number,
                         const struct strbuf *request)
{
    pthread_mutex_lock(&server->lock);
    strbuf_add(&server->requests[number], request->text, request->length);
    server->served++;
    pthread_cond_broadcast(&server->changed);
    pthread_mutex_unlock(&server->lock);
}

static void end_connection(const struct scripted_server *server, int fd, enum script_end end)
{
    if (end == SCRIPT_RESET) {
        const struct linger now = {.l_onoff = 1, .l_linger = 0};
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    if (end == SCRIPT_DIE)
        shutdown(server->listener, SHUT_RDWR);
    if (end == SCRIPT_STALL) {
        struct pollfd stop = {.fd = server->stop_pipe[0], .events = POLLIN};
        while (poll(&stop, 1, -1) < 0 && errno == EINTR)
            continue;
    }
    close(fd);
}

static void *serve(void *context)
{
    struct connection *connection = context;
    struct scripted_server *server = connection->server;
    enum script_end end = SCRIPT_KEEP;
    if (server->steps[0].read_nothing) {
        send_reply(&server->steps[0], connection->fd, "", 0);
        end = server->steps[0].end;
    }
    while (end == SCRIPT_KEEP) {
        struct strbuf request;
        size_t number = 0;
        strbuf_init(&request, REQUEST_BYTES_MAX);
        bool is_read = read_request(server, connection->fd, &request, &number);
        end = SCRIPT_CLOSE;
        if (is_read) {
            const struct script_step *step = step_for(server, number);
            keep_request(server, number, &request);
            send_reply(step, connection->fd, request.text, number);
            end = step->end;
        }
        strbuf_release(&request);
    }
    end_connection(server, connection->fd, end);
    return NULL;
}

static void *accept_all(void *context)
{
    struct scripted_server *server = context;
    while (wait_readable(server, server->listener)) {
        int fd = accept(server->listener, NULL, NULL);
        if (fd < 0 && errno == EINVAL)
            break; /* SCRIPT_DIE */
        if (fd < 0)
            continue;
        pthread_mutex_lock(&server->lock);
        struct connection *connection = NULL;
        if (server->connection_count < MOST_CONNECTIONS)
            connection = &server->connections[server->connection_count];
        if (connection != NULL) {
            *connection = (struct connection){.server = server, .fd = fd};
            if (pthread_create(&connection->thread, NULL, serve, connection) == 0)
                server->connection_count++;
            else
                connection = NULL;
        }
        pthread_mutex_unlock(&server->lock);
        if (connection == NULL)
            close(fd);
    }
    return NULL;
}

static int listen_on_loopback(unsigned short *ret_port)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0)
        return -1;
    if (bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, 128) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
        close(fd);
        return -1;
    }
    *ret_port = ntohs(address.sin_port);
    return fd;
}

struct scripted_server *scripted_server_start(const struct script_step *steps, size_t count)
{
    struct scripted_server *server = mem_zalloc(1, sizeof *server);
    unsigned short port = 0;
    if (server == NULL)
        return NULL;
    server->steps = steps;
    server->step_count = count;
    server->listener = listen_on_loopback(&port);
    snprintf(server->url, sizeof server->url, "http://127.0.0.1:%d", (int)port);
    for (size_t i = 0; i < MOST_REQUESTS; i++)
        strbuf_init(&server->requests[i], REQUEST_BYTES_MAX);
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->changed, NULL);
    if (server->listener < 0 || pipe(server->stop_pipe) != 0 ||
        pthread_create(&server->thread, NULL, accept_all, server) != 0) {
        mem_free(server);
        return NULL;
    }
    return server;
}

void scripted_server_stop(struct scripted_server *server)
{
    close(server->stop_pipe[1]);
    pthread_join(server->thread, NULL);
    for (size_t i = 0; i < server->connection_count; i++)
        pthread_join(server->connections[i].thread, NULL);
    close(server->listener);
    close(server->stop_pipe[0]);
    for (size_t i = 0; i < MOST_REQUESTS; i++)
        strbuf_release(&server->requests[i]);
    pthread_cond_destroy(&server->changed);
    pthread_mutex_destroy(&server->lock);
    mem_free(server);
}

const char *scripted_server_url(const struct scripted_server *server)
{
    return server->url;
}

static size_t read_count(struct scripted_server *server, const size_t *count)
{
    pthread_mutex_lock(&server->lock);
    size_t value = *count;
    pthread_mutex_unlock(&server->lock);
    return value;
}

size_t scripted_server_connections(struct scripted_server *server)
{
    return read_count(server, &server->connection_count);
}

size_t scripted_server_requests(struct scripted_server *server)
{
    return read_count(server, &server->request_count);
}

char *scripted_server_request(struct scripted_server *server, size_t index)
{
    pthread_mutex_lock(&server->lock);
    char *copy = NULL;
    if (index < server->request_count)
        copy = mem_strndup(server->requests[index].text, server->requests[index].length);
    pthread_mutex_unlock(&server->lock);
    return copy;
}

bool scripted_server_wait(struct scripted_server *server, size_t count, int wait_ms)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += wait_ms / 1000;
    until.tv_nsec += (long)(wait_ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&server->lock);
    int code = 0;
    while (server->served < count && code == 0)
        code = pthread_cond_timedwait(&server->changed, &server->lock, &until);
    bool reached = server->served >= count;
    pthread_mutex_unlock(&server->lock);
    return reached;
}

/* A port that was just free: bound and closed again. */
void scripted_server_refused_url(char *text, size_t size)
{
    unsigned short port = 1;
    int fd = listen_on_loopback(&port);
    if (fd >= 0)
        close(fd);
    snprintf(text, size, "http://127.0.0.1:%d", (int)port);
}
