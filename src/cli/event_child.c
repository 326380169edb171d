/* Fork, feed, wait. */
#include "src/cli/event_child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/text.h"

extern char **environ;

enum { LOOK_MS = 20, GRACE_MS = 500, DESCRIPTORS_MAX = 65536 };

/* Between fork and exec: only calls that are safe in the child of a threaded program. */
static _Noreturn void become(char *const *argv, char **environment, int input, long descriptors)
{
    static const char cannot_run[] = "chakra-tui: cannot run the program of --exec\n";
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT, SIGTSTP};
    for (size_t i = 0; i < COUNT_OF(signals); i++)
        signal(signals[i], SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setpgid(0, 0);
    if (dup2(input, STDIN_FILENO) >= 0 && dup2(STDERR_FILENO, STDOUT_FILENO) >= 0) {
        for (int file = STDERR_FILENO + 1; file < descriptors; file++)
            close(file);
        environ = environment;
        execvp(argv[0], argv);
        ssize_t written = write(STDERR_FILENO, cannot_run, sizeof cannot_run - 1);
        (void)written;
    }
    _exit(127);
}

static enum err begin(char *const *argv, char **environment, pid_t *ret_pid, int *ret_input,
                      struct error *reterr)
{
    static const char next[] = TEXT("Close other programs, or raise the limits of this machine.");
    int ends[2];
    long descriptors = sysconf(_SC_OPEN_MAX);
    if (descriptors < 0 || descriptors > DESCRIPTORS_MAX)
        descriptors = DESCRIPTORS_MAX;
    if (pipe(ends) != 0)
        return error_set(reterr, ERR_IO, next, "no pipe can be made: %s", strerror(errno));
    for (int i = 0; i < 2; i++)
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    *ret_pid = fork();
    if (*ret_pid == 0)
        become(argv, environment, ends[0], descriptors);
    int reason = errno;
    close(ends[0]);
    *ret_input = ends[1];
    if (*ret_pid > 0)
        return ERR_OK;
    close(ends[1]);
    return error_set(reterr, ERR_IO, next, "it cannot be started: %s", strerror(reason));
}

/* Writes what the child takes; -1 once all is written, or it does not want more. */
static int feed(int input, const char *line, size_t length, size_t *written)
{
    ssize_t count = write(input, line + *written, length - *written);
    if (count >= 0)
        *written += (size_t)count;
    bool goes_on = *written < length && (count >= 0 || errno == EAGAIN || errno == EINTR);
    if (goes_on)
        return input;
    close(input);
    return -1;
}

static bool has_ended(pid_t pid, int *ret_status)
{
    pid_t ended = waitpid(pid, ret_status, WNOHANG);
    return ended == pid || (ended < 0 && errno != EINTR);
}

static void end_child(pid_t pid, int *ret_status)
{
    kill(-pid, SIGTERM);
    kill(pid, SIGTERM); /* its group may not be there yet */
    int64_t deadline = clock_monotonic_ms() + GRACE_MS;
    while (clock_monotonic_ms() < deadline) {
        if (has_ended(pid, ret_status))
            return;
        poll(NULL, 0, LOOK_MS);
    }
    kill(-pid, SIGKILL);
    kill(pid, SIGKILL);
    while (waitpid(pid, ret_status, 0) < 0 && errno == EINTR)
        continue;
}

static enum err judge(int status, struct error *reterr)
{
    static const char next[] = TEXT("Run it by hand with the event on its standard input.");
    if (WIFSIGNALED(status))
        return error_set(reterr, ERR_CASE, next, "it was ended by signal %d", WTERMSIG(status));
    if (WEXITSTATUS(status) != 0)
        return error_set(reterr, ERR_CASE, next, "it ended with status %d", WEXITSTATUS(status));
    return ERR_OK;
}

enum err event_child_run(char *const *argv, char **environment, const char *line, size_t length,
                         long limit_ms, const atomic_bool *stop, struct error *reterr)
{
    pid_t pid = 0;
    int input = -1, status = 0;
    size_t written = 0;
    enum err err = begin(argv, environment, &pid, &input, reterr);
    if (err != ERR_OK)
        return err;
    int64_t deadline = clock_monotonic_ms() + limit_ms;
    bool is_late = false;
    while (!has_ended(pid, &status)) {
        is_late = clock_monotonic_ms() >= deadline;
        if (is_late || atomic_load(stop)) {
            end_child(pid, &status);
            err = is_late ? error_set(reterr, ERR_CASE,
                                      "Make it quicker, or let it go on in the background.",
                                      "it took longer than %ld s and was ended",
                                      (limit_ms + 999) / 1000)
                          : error_set(reterr, ERR_INTERRUPTED, "Start listen again.",
                                      "it was ended, because listen ends");
            break;
        }
        struct pollfd file = {.fd = input, .events = POLLOUT};
        if (poll(&file, 1, LOOK_MS) > 0 && file.revents != 0)
            input = feed(input, line, length, &written);
    }
    if (input >= 0)
        close(input);
    return err == ERR_OK ? judge(status, reterr) : err;
}
