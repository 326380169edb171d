/*
 * A server on loopback that answers at once: GETs from two files that were taken
 * from the sandbox, POSTs with a new message id, after a delay if one is asked for.
 * Prints its address, counts the POSTs, and says how many there were at SIGTERM.
 *
 * Usage: fixed_server PHONES.json TEMPLATES.json [DELAY_MS]
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 512, REQUEST_BYTES = 65536, BODY_BYTES = 4 * 1024 * 1024 };

struct connection {
    int fd;
    size_t length;
    int64_t due_ms; /* an answer waits until then; 0: none */
    char bytes[REQUEST_BYTES];
};

static struct connection *connections[MOST_CONNECTIONS];
static struct pollfd polled[MOST_CONNECTIONS + 1];
static size_t count;
static long posts, delay_ms;
static char *answers[2];
static volatile sig_atomic_t ended;

static void on_end(int number)
{
    (void)number;
    ended = 1;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static char *read_file(const char *path)
{
    char *text = calloc(1, BODY_BYTES);
    FILE *file = fopen(path, "rb");
    if (text == NULL || file == NULL || fread(text, 1, BODY_BYTES - 1, file) == 0) {
        fprintf(stderr, "fixed_server: cannot read %s\n", path);
        exit(1);
    }
    fclose(file);
    return text;
}

static void write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EAGAIN) {
            struct pollfd one = {.fd = fd, .events = POLLOUT};
            poll(&one, 1, 1000);
            continue;
        }
        if (written <= 0)
            return;
        bytes += written;
        length -= (size_t)written;
    }
}

static void answer(const struct connection *connection, bool is_post)
{
    char head[160];
    char made[160];
    const char *body = made;
    if (is_post)
        snprintf(
            made, sizeof made,
            "{\"_data\":{\"whatsappMessageId\":\"wamid.HBgLMTU1NTAwMDEyMzQVAgARGBI%018ldA=\"}}",
            ++posts);
    else
        body = answers[strstr(connection->bytes, "message_templates") != NULL];
    size_t length = strlen(body);
    int head_length = snprintf(head, sizeof head,
                               "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                               "Content-Length: %zu\r\n\r\n",
                               length);
    if (is_post) { /* one packet, as a real server would */
        char whole[sizeof head + sizeof made];
        int whole_length = snprintf(whole, sizeof whole, "%s%s", head, body);
        write_all(connection->fd, whole, (size_t)whole_length);
        return;
    }
    write_all(connection->fd, head, (size_t)head_length);
    write_all(connection->fd, body, length);
}

/* The length of the first whole request in the buffer; 0: it is not whole. */
static size_t whole_request(struct connection *connection, bool *ret_post)
{
    connection->bytes[connection->length] = '\0';
    const char *end = strstr(connection->bytes, "\r\n\r\n");
    if (end == NULL)
        return 0;
    size_t head = (size_t)(end - connection->bytes) + 4;
    *ret_post = strncmp(connection->bytes, "POST", 4) == 0;
    const char *at = *ret_post ? strcasestr(connection->bytes, "\r\nContent-Length:") : NULL;
    size_t body = at != NULL && at < end ? strtoul(at + 17, NULL, 10) : 0;
    return head + body <= connection->length ? head + body : 0;
}

static void serve(struct connection *connection)
{
    bool is_post = false;
    size_t length = whole_request(connection, &is_post);
    while (length > 0) {
        if (is_post && delay_ms > 0 && connection->due_ms == 0) {
            connection->due_ms = now_ms() + delay_ms;
            return;
        }
        connection->due_ms = 0;
        answer(connection, is_post);
        connection->length -= length;
        memmove(connection->bytes, connection->bytes + length, connection->length);
        length = whole_request(connection, &is_post);
    }
}

/* False: the other side is gone. */
static bool receive(struct connection *connection)
{
    ssize_t got = read(connection->fd, connection->bytes + connection->length,
                       REQUEST_BYTES - 1 - connection->length);
    if (got <= 0)
        return got < 0 && (errno == EAGAIN || errno == EINTR);
    connection->length += (size_t)got;
    if (connection->due_ms == 0)
        serve(connection);
    return true;
}

static void take_connection(int listener)
{
    int fd = accept(listener, NULL, NULL);
    if (fd < 0 || count == MOST_CONNECTIONS) {
        if (fd >= 0)
            close(fd);
        return;
    }
    int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    connections[count] = calloc(1, sizeof *connections[count]);
    if (connections[count] == NULL)
        exit(1);
    connections[count++]->fd = fd;
}

static int nearest(void)
{
    int64_t wait = -1;
    for (size_t i = 0; delay_ms > 0 && i < count; i++) {
        int64_t left = connections[i]->due_ms != 0 ? connections[i]->due_ms - now_ms() : -1;
        if (connections[i]->due_ms != 0 && (wait < 0 || left < wait))
            wait = left > 0 ? left : 0;
    }
    return (int)wait;
}

static void turn(int listener)
{
    polled[0] = (struct pollfd){.fd = listener, .events = POLLIN};
    for (size_t i = 0; i < count; i++)
        polled[i + 1] = (struct pollfd){.fd = connections[i]->fd, .events = POLLIN};
    size_t polled_count = count;
    if (poll(polled, polled_count + 1, nearest()) < 0)
        return;
    for (size_t i = polled_count; i-- > 0;) {
        struct connection *connection = connections[i];
        if (connection->due_ms != 0 && connection->due_ms <= now_ms())
            serve(connection);
        if (polled[i + 1].revents != 0 && !receive(connection)) {
            close(connection->fd);
            free(connection);
            connections[i] = connections[--count];
        }
    }
    if (polled[0].revents != 0)
        take_connection(listener);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    answers[0] = read_file(argv[1]);
    answers[1] = read_file(argv[2]);
    delay_ms = argc > 3 ? strtol(argv[3], NULL, 10) : 0;
    struct sigaction action = {.sa_handler = on_end};
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 256) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        perror("fixed_server");
        return 1;
    }
    fcntl(listener, F_SETFL, O_NONBLOCK);
    printf("http://127.0.0.1:%d\n", (int)ntohs(address.sin_port));
    fflush(stdout);
    while (!ended)
        turn(listener);
    fprintf(stderr, "%ld\n", posts);
    return 0;
}
