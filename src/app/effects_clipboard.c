/*
 * The desktop's clipboard, besides the terminal's own (OSC 52, which not every terminal takes): the
 * first program of the table that this desktop has. It gets the text as its input, from a file that
 * has no name any more, so that nothing here waits for it, and no token in its environment.
 */
#include "src/app/effects_internal.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/uuid.h"
#include "src/config/child_environment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const struct {
    const char *variable; /* that must be set; NULL: none */
    const char *arguments[4];
} tools[] = {
    {"WAYLAND_DISPLAY", {"wl-copy"}},
    {"DISPLAY", {"xclip", "-selection", "clipboard"}},
    {"DISPLAY", {"xsel", "--clipboard", "--input"}},
    {NULL, {"pbcopy"}},
};

static bool is_installed(const char *name)
{
    const char *path = getenv("PATH");
    for (; path != NULL && *path != '\0'; path += strcspn(path, ":") + (*path == ':')) {
        char file[1024];
        size_t length = strcspn(path, ":");
        if (length > 0 &&
            snprintf(file, sizeof file, "%.*s/%s", (int)length, path, name) < (int)sizeof file &&
            access(file, X_OK) == 0)
            return true;
        path += length;
        if (*path == '\0')
            break;
    }
    return false;
}

/* Over SSH the desktop is another machine's: only the terminal knows it. */
static const char *const *find_tool(void)
{
    const char *remote = getenv("SSH_CONNECTION");
    if (remote != NULL && remote[0] != '\0')
        return NULL;
    for (size_t i = 0; i < COUNT_OF(tools); i++) {
        const char *value = tools[i].variable != NULL ? getenv(tools[i].variable) : "set";
        if (value != NULL && value[0] != '\0' && is_installed(tools[i].arguments[0]))
            return tools[i].arguments;
    }
    return NULL;
}

/* A file with the text, open for reading, whose name is gone; -1. */
static int text_as_input(const struct effects *effects, const struct strbuf *text)
{
    char uuid[UUID_TEXT_SIZE];
    char name[64];
    if (uuid_make(uuid, NULL) != ERR_OK)
        return -1;
    snprintf(name, sizeof name, "copy-%.8s", uuid);
    CLEANUP(mem_freep) char *path = paths_join(effects->config->data_folder, name);
    if (path == NULL || paths_write_private_file(path, text->text, text->length, NULL) != ERR_OK)
        return -1;
    int input = open(path, O_RDONLY | O_CLOEXEC);
    unlink(path);
    return input;
}

/* Between fork and exec: only calls that are safe in the child of a threaded program. The child of
 * the child runs the tool, so that nobody has to wait for it. */
static bool start_tool(const char *const *arguments, int input, char **clean)
{
    pid_t child = fork();
    if (child == 0) {
        if (fork() != 0)
            _exit(0);
        int nothing = open("/dev/null", O_WRONLY);
        dup2(input, STDIN_FILENO);
        dup2(nothing, STDOUT_FILENO);
        dup2(nothing, STDERR_FILENO);
        setsid();
        environ = clean;
        execvp(arguments[0], (char *const *)arguments); /* which changes none of them */
        _exit(127);
    }
    while (child > 0 && waitpid(child, NULL, 0) < 0)
        if (errno != EINTR)
            return false;
    return child > 0;
}

void effects_copy_outside(struct effects *effects, struct app *app)
{
    const char *const *tool = find_tool();
    if (tool == NULL)
        return;
    CLEANUP(mem_freep) char **clean = child_environment(effects->profile->hidden_variables);
    int input = clean != NULL ? text_as_input(effects, &app->copied) : -1;
    if (input >= 0 && start_tool(tool, input, clean)) {
        struct app_event event = effects_event(EVENT_COPIED_WITH);
        event.text = tool[0];
        app_handle(app, &event);
    }
    if (input >= 0)
        close(input);
}
