/*
 * A program of the operator's on the terminal, run without a shell and with no
 * token in its environment: the editor, the pager. Only while the terminal is
 * given back.
 */
#include "src/app/effects_internal.h"
#include "src/base/mem.h"
#include "src/config/child_environment.h"
#include "src/config/words.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* The command's words and the file's name behind them. */
static char **arguments_of(const struct words *words, char *path)
{
    char **arguments = mem_zalloc(words->count + 2, sizeof *arguments);
    if (arguments == NULL)
        return NULL;
    memcpy(arguments, words->items, words->count * sizeof *arguments);
    arguments[words->count] = path;
    return arguments;
}

static int wait_for(pid_t child)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Between fork and exec: only calls that are safe in the child of a threaded program. */
static pid_t start(char **arguments, char **clean)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    struct sigaction plain = {.sa_handler = SIG_DFL};
    sigaction(SIGINT, &plain, NULL);
    sigaction(SIGQUIT, &plain, NULL);
    sigaction(SIGTERM, &plain, NULL);
    sigaction(SIGHUP, &plain, NULL);
    sigaction(SIGPIPE, &plain, NULL);
    environ = clean;
    execvp(arguments[0], arguments);
    _exit(127);
}

enum err effects_run_child(const struct profile *profile, const char *command, const char *path,
                           int *ret_status, struct error *reterr)
{
    struct words words = {0};
    enum err err = words_split(command, &words, reterr);
    if (err != ERR_OK)
        return err;
    CLEANUP(mem_freep) char *file = mem_strdup(path);
    CLEANUP(mem_freep) char **arguments = arguments_of(&words, file);
    CLEANUP(mem_freep) char **clean = child_environment(profile->hidden_variables);
    bool ready = file != NULL && arguments != NULL && clean != NULL;
    pid_t child = ready ? start(arguments, clean) : -1;
    *ret_status = child > 0 ? wait_for(child) : -1;
    words_release(&words);
    return ready ? ERR_OK : error_nomem(reterr);
}
