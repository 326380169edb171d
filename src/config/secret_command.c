/*
 * The token from a command: no shell, a limit of time and of output, none of our
 * descriptors and no token in its environment. What it says on stderr is shown
 * only when it fails.
 */
#include "src/config/secret_command.h"
#include "src/config/child_environment.h"

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
#include "src/base/utf8.h"
#include "src/config/words.h"

extern char **environ;

enum {
    OUTPUT_SIZE = 64 * 1024,
    COMPLAINT_SIZE = 2048,
    LOOK_MS = 100, /* how often the child's end is looked for while it says nothing */
};

/* The child, and what it has said so far. `output` is wiped before it is freed. */
struct child {
    pid_t pid;
    int output_fd, complaint_fd; /* -1 once at their end */
    char *output;
    size_t output_length;
    char complaint[COMPLAINT_SIZE];
    size_t complaint_length;
    bool ended;
    int status;
};

/* Between fork and exec: only calls that are safe in the child of a threaded program. */
static _Noreturn void become_command(char *const *argv, char **clean, int output, int complaint,
                                     long descriptors)
{
    static const char cannot_run[] = "cannot run it: is it installed, and in PATH?";
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT, SIGTSTP};
    for (size_t i = 0; i < COUNT_OF(signals); i++)
        signal(signals[i], SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (dup2(output, STDOUT_FILENO) >= 0 && dup2(complaint, STDERR_FILENO) >= 0) {
        for (int file = STDERR_FILENO + 1; file < descriptors; file++)
            close(file);
        environ = clean;
        execvp(argv[0], argv);
        ssize_t written = write(STDERR_FILENO, cannot_run, sizeof cannot_run - 1);
        (void)written;
    }
    _exit(127);
}

static enum err make_pipe(int ends[2], struct error *reterr)
{
    if (pipe(ends) != 0)
        return error_set(reterr, ERR_SECRET, "Close other programs, then try again.",
                         "cannot make a pipe for the token command: %s", strerror(errno));
    for (int i = 0; i < 2; i++)
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    return ERR_OK;
}

static enum err start_child(char *const *argv, char **clean, struct child *child,
                            struct error *reterr)
{
    int output[2], complaint[2];
    enum err err = make_pipe(output, reterr);
    if (err != ERR_OK)
        return err;
    err = make_pipe(complaint, reterr);
    if (err != ERR_OK) {
        close(output[0]);
        close(output[1]);
        return err;
    }
    long descriptors = sysconf(_SC_OPEN_MAX);
    if (descriptors < 0 || descriptors > 65536)
        descriptors = 65536;
    child->pid = fork();
    if (child->pid == 0)
        become_command(argv, clean, output[1], complaint[1], descriptors);
    if (child->pid < 0)
        err = error_set(reterr, ERR_SECRET, "Close other programs, then try again.",
                        "cannot start the token command: %s", strerror(errno));
    close(output[1]);
    close(complaint[1]);
    child->output_fd = output[0];
    child->complaint_fd = complaint[0];
    return err;
}

/* Reads what is there; what does not fit is thrown away but counted, so that it is noticed. */
static void drain(int *fd, char *buffer, size_t size, size_t *length)
{
    char spare[512];
    bool full = *length >= size;
    ssize_t got =
        full ? read(*fd, spare, sizeof spare) : read(*fd, buffer + *length, size - *length);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (full)
        mem_wipe(spare, sizeof spare);
    if (got <= 0) {
        close(*fd);
        *fd = -1;
    } else {
        *length += (size_t)got;
    }
}

static void look_for_end(struct child *child)
{
    int status = 0;
    pid_t pid = child->ended ? 0 : waitpid(child->pid, &status, WNOHANG);
    if (pid == child->pid || (pid < 0 && errno != EINTR)) {
        child->ended = true;
        child->status = pid == child->pid ? status : 0;
    }
}

/* Until it has ended and said all, or the time is over. A grandchild that keeps the pipes open does
 * not hold us up. */
static bool listen_to(struct child *child, int64_t deadline)
{
    while (!child->ended || child->output_fd >= 0 || child->complaint_fd >= 0) {
        int64_t left = deadline - clock_monotonic_ms();
        if (left <= 0)
            return child->ended;
        struct pollfd files[] = {{.fd = child->output_fd, .events = POLLIN},
                                 {.fd = child->complaint_fd, .events = POLLIN}};
        bool was_ended = child->ended;
        int wait_ms = was_ended ? 0 : (int)(left < LOOK_MS ? left : LOOK_MS);
        int ready = poll(files, COUNT_OF(files), wait_ms);
        if (ready == 0 && was_ended)
            return true;
        if (ready > 0 && files[0].revents != 0)
            drain(&child->output_fd, child->output, OUTPUT_SIZE, &child->output_length);
        if (ready > 0 && files[1].revents != 0)
            drain(&child->complaint_fd, child->complaint, COMPLAINT_SIZE, &child->complaint_length);
        look_for_end(child);
    }
    return true;
}

static void kill_child(struct child *child)
{
    kill(child->pid, SIGTERM);
    int64_t deadline = clock_monotonic_ms() + 500;
    while (!child->ended && clock_monotonic_ms() < deadline) {
        poll(NULL, 0, 10);
        look_for_end(child);
    }
    if (child->ended)
        return;
    kill(child->pid, SIGKILL);
    int status = 0;
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        continue;
}

static enum err judge(const struct child *child, struct error *reterr)
{
    size_t length =
        child->complaint_length < COMPLAINT_SIZE ? child->complaint_length : COMPLAINT_SIZE;
    while (length > 0 && strchr(" \t\r\n", child->complaint[length - 1]) != NULL)
        length--;
    struct strbuf complaint;
    strbuf_init(&complaint, (size_t)COMPLAINT_SIZE * 8);
    utf8_sanitize(&complaint, child->complaint, length, UTF8_ONE_LINE);
    enum err err = ERR_OK;
    static const char next[] = TEXT("Run the command by hand and see that it prints the token.");
    const char *mark = complaint.length > 0 ? ": " : "";
    if (WIFSIGNALED(child->status))
        err =
            error_set(reterr, ERR_SECRET, next, "the token command was ended by signal %d%s%.300s",
                      WTERMSIG(child->status), mark, complaint.text);
    else if (WEXITSTATUS(child->status) != 0)
        err = error_set(reterr, ERR_SECRET, next, "the token command ended with status %d%s%.300s",
                        WEXITSTATUS(child->status), mark, complaint.text);
    else if (child->output_length >= OUTPUT_SIZE)
        err = error_set(reterr, ERR_SECRET, next,
                        "the token command printed more than a token can be");
    strbuf_release(&complaint);
    return err;
}

static enum err run_child(char *const *argv, char **clean, long limit_ms, struct secret *secret,
                          struct error *reterr)
{
    struct child child = {.output_fd = -1, .complaint_fd = -1, .output = mem_alloc(OUTPUT_SIZE)};
    if (child.output == NULL)
        return error_nomem(reterr);
    enum err err = start_child(argv, clean, &child, reterr);
    if (err == ERR_OK) {
        if (listen_to(&child, clock_monotonic_ms() + limit_ms)) {
            err = judge(&child, reterr);
        } else {
            kill_child(&child);
            err = error_set(reterr, ERR_SECRET,
                            "Run the command by hand: it may be waiting for a passphrase.",
                            "the token command took longer than %ld seconds", limit_ms / 1000);
        }
    }
    if (err == ERR_OK)
        err = secret_set(secret, child.output, child.output_length, reterr);
    mem_wipe(child.output, OUTPUT_SIZE);
    mem_free(child.output);
    if (child.output_fd >= 0)
        close(child.output_fd);
    if (child.complaint_fd >= 0)
        close(child.complaint_fd);
    return err;
}

enum err secret_from_command_within(struct secret *secret, const char *command, long limit_ms,
                                    const char *hidden_variables, struct error *reterr)
{
    struct words words;
    enum err err = words_split(command, &words, reterr);
    if (err != ERR_OK)
        return err;
    char **clean = child_environment(hidden_variables);
    err = clean != NULL ? run_child(words.items, clean, limit_ms, secret, reterr)
                        : error_nomem(reterr);
    if (err != ERR_OK)
        error_set_where(reterr, "%.200s", command);
    mem_free(clean);
    words_release(&words);
    return err;
}

enum err secret_from_command(struct secret *secret, const char *command, struct error *reterr)
{
    return secret_from_command_within(secret, command, 60000, NULL, reterr);
}
