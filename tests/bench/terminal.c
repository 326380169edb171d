/* A pseudo-terminal, stamped as its bytes come. */
#include "tests/bench/terminal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tests/bench/bench_clock.h"

enum { END_MS = 2000 };

static void run_child(const char *name, char *const *argv)
{
    setsid();
    int slave = open(name, O_RDWR); /* the first terminal that a session opens becomes its own */
    if (slave < 0)
        _exit(127);
#ifdef TIOCSCTTY
    ioctl(slave, TIOCSCTTY, 0);
#endif
    const struct winsize size = {.ws_row = TERMINAL_ROWS, .ws_col = TERMINAL_COLUMNS};
    ioctl(slave, TIOCSWINSZ, &size);
    for (int fd = 0; fd < 3; fd++)
        dup2(slave, fd);
    if (slave > 2)
        close(slave);
    setenv("TERM", "xterm-256color", 1);
    execvp(argv[0], argv);
    _exit(127);
}

bool terminal_open(struct terminal *terminal, char *const *argv)
{
    *terminal = (struct terminal){.pid = -1};
    terminal->fd = posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal->fd < 0)
        return false;
    fcntl(terminal->fd, F_SETFD, FD_CLOEXEC);
    const char *name = NULL;
    if (grantpt(terminal->fd) == 0 && unlockpt(terminal->fd) == 0)
        name = ptsname(terminal->fd);
    if (name == NULL)
        return false;
    terminal->began = clock_us();
    terminal->pid = fork();
    if (terminal->pid == 0)
        run_child(name, argv);
    return terminal->pid > 0;
}

void terminal_forget(struct terminal *terminal)
{
    terminal->first = terminal->last = 0;
    terminal->bytes = terminal->kept_length = 0;
    terminal->kept[0] = '\0';
}

static void keep(struct terminal *terminal, const char *bytes, size_t count)
{
    size_t room = TERMINAL_KEPT - 1;
    if (terminal->kept_length + count > room) { /* the older half goes */
        size_t kept = terminal->kept_length < room / 2 ? terminal->kept_length : room / 2;
        memmove(terminal->kept, terminal->kept + terminal->kept_length - kept, kept);
        terminal->kept_length = kept;
    }
    memcpy(terminal->kept + terminal->kept_length, bytes, count);
    terminal->kept_length += count;
    terminal->kept[terminal->kept_length] = '\0';
}

/* One piece of output, if one comes in time. */
static bool take(struct terminal *terminal, double wait_us)
{
    char bytes[16384];
    struct pollfd readable = {.fd = terminal->fd, .events = POLLIN};
    const struct timespec wait = {(time_t)(wait_us / 1e6), (long)wait_us % 1000000 * 1000};
    if (terminal->is_over || wait_us <= 0)
        return false;
    if (poll(&readable, 1, (int)(wait.tv_sec * 1000 + wait.tv_nsec / 1000000 + 1)) <= 0)
        return false;
    double now = clock_us();
    ssize_t count = read(terminal->fd, bytes, sizeof bytes);
    if (count <= 0) {
        terminal->is_over = count == 0 || errno != EINTR;
        return false;
    }
    for (ssize_t i = 0; i < count; i++) /* the text is searched for as a string */
        if (bytes[i] == '\0')
            bytes[i] = ' ';
    if (terminal->bytes == 0)
        terminal->first = now;
    terminal->last = now;
    terminal->bytes += (size_t)count;
    keep(terminal, bytes, (size_t)count);
    return true;
}

bool terminal_type(struct terminal *terminal, const char *keys, size_t length)
{
    while (length > 0) {
        ssize_t count = write(terminal->fd, keys, length);
        if (count < 0 && errno != EINTR)
            return false;
        if (count > 0) {
            keys += count;
            length -= (size_t)count;
        }
    }
    return true;
}

bool terminal_settle(struct terminal *terminal, int quiet_ms, int most_ms)
{
    double end = clock_us() + most_ms * 1e3;
    while (terminal->bytes == 0 && !terminal->is_over && clock_us() < end)
        take(terminal, end - clock_us());
    while (terminal->bytes > 0 && !terminal->is_over) {
        double left = terminal->last + quiet_ms * 1e3 - clock_us();
        if (left <= 0 || (!take(terminal, left) && clock_us() >= terminal->last + quiet_ms * 1e3))
            break;
    }
    return terminal->bytes > 0;
}

bool terminal_wait_for(struct terminal *terminal, const char *text, int most_ms, double *ret_at)
{
    double end = clock_us() + most_ms * 1e3;
    while (strstr(terminal->kept, text) == NULL) {
        if (terminal->is_over || clock_us() >= end)
            return false;
        take(terminal, end - clock_us());
    }
    if (ret_at != NULL)
        *ret_at = terminal->last;
    return true;
}

void terminal_watch(struct terminal *terminal, int ms)
{
    double end = clock_us() + ms * 1e3;
    while (!terminal->is_over && clock_us() < end)
        take(terminal, end - clock_us());
}

void terminal_close(struct terminal *terminal)
{
    if (terminal->pid > 0) {
        kill(terminal->pid, SIGTERM);
        double end = clock_us() + END_MS * 1e3;
        while (waitpid(terminal->pid, NULL, WNOHANG) == 0) {
            if (clock_us() >= end)
                kill(terminal->pid, SIGKILL);
            if (!take(terminal, 5000))
                poll(NULL, 0, 1);
        }
    }
    if (terminal->fd >= 0)
        close(terminal->fd);
    terminal->pid = -1;
    terminal->fd = -1;
}

/* "Name:   123 kB" of a status file; 0 when it is not there. */
static long status_number(const char *path, const char *name)
{
    char line[256];
    long number = 0;
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, name, strlen(name)) == 0)
            number = strtol(line + strlen(name), NULL, 10);
    if (file != NULL)
        fclose(file);
    return number;
}

void terminal_count(const struct terminal *terminal, struct terminal_counters *ret_counters)
{
    char path[512];
    *ret_counters = (struct terminal_counters){0};
    snprintf(path, sizeof path, "/proc/%ld/status", (long)terminal->pid);
    ret_counters->resident_kib = status_number(path, "VmRSS:");
    snprintf(path, sizeof path, "/proc/%ld/task", (long)terminal->pid);
    DIR *tasks = opendir(path);
    for (struct dirent *task; tasks != NULL && (task = readdir(tasks)) != NULL;) {
        if (task->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "/proc/%ld/task/%.20s/status", (long)terminal->pid,
                 task->d_name);
        ret_counters->wake_ups += status_number(path, "voluntary_ctxt_switches:");
        ret_counters->threads++;
    }
    if (tasks != NULL)
        closedir(tasks);
}
