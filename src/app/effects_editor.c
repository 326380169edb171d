/*
 * A value in the operator's editor: written to a private file, the editor run on
 * it without a shell, the result read back. Only while the terminal is given
 * back. The editor gets no token in its environment.
 */
#include "src/app/effects_internal.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/uuid.h"
#include "src/config/child_environment.h"
#include "src/config/words.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
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
    sigaction(SIGTERM, &plain, NULL);
    sigaction(SIGHUP, &plain, NULL);
    sigaction(SIGPIPE, &plain, NULL);
    environ = clean;
    execvp(arguments[0], arguments);
    _exit(127);
}

static enum err run_editor(const struct profile *profile, char *path, struct error *reterr)
{
    const char *command = getenv("VISUAL");
    if (command == NULL || command[0] == '\0')
        command = getenv("EDITOR");
    if (command == NULL || command[0] == '\0')
        command = "vi";
    struct words words = {0};
    enum err err = words_split(command, &words, reterr);
    if (err != ERR_OK)
        return err;
    CLEANUP(mem_freep) char **arguments = arguments_of(&words, path);
    CLEANUP(mem_freep) char **clean = child_environment(profile->hidden_variables);
    pid_t child = arguments != NULL && clean != NULL ? start(arguments, clean) : -1;
    int status = child > 0 ? wait_for(child) : -1;
    words_release(&words);
    if (status == 0)
        return ERR_OK;
    return error_set(reterr, ERR_IO, "Check $VISUAL or $EDITOR. The value is as it was.",
                     status == 127 ? "the editor %s was not found" : "the editor %s failed", command);
}

static enum err edit_text(struct effects *effects, const char *before, struct strbuf *after,
                          struct error *reterr)
{
    char uuid[UUID_TEXT_SIZE];
    char name[64];
    enum err err = uuid_make(uuid, reterr);
    if (err != ERR_OK)
        return err;
    snprintf(name, sizeof name, "edit-%.8s.json", uuid);
    CLEANUP(mem_freep) char *path = paths_join(effects->config->data_folder, name);
    if (path == NULL)
        return error_nomem(reterr);
    err = paths_write_private_file(path, before, strlen(before), reterr);
    if (err == ERR_OK)
        err = run_editor(effects->profile, path, reterr);
    if (err == ERR_OK)
        err = paths_read_file(path, after, reterr);
    unlink(path);
    return err;
}

void effects_edit_value(struct effects *effects, struct app *app, size_t field, const char *before)
{
    struct strbuf after;
    struct error error = {.code = ERR_OK};
    strbuf_init(&after, TEXTEDIT_BYTES_MAX);
    if (edit_text(effects, before, &after, &error) == ERR_OK) {
        struct app_event event = effects_event(EVENT_EDITED);
        event.index = field;
        event.text = after.text;
        event.length = after.length;
        app_handle(app, &event);
    } else {
        effects_fail(app, &error);
    }
    strbuf_release(&after);
}
