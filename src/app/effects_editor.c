/*
 * A value in the operator's editor: written to a private file, the editor run on
 * it without a shell, the result read back. Only while the terminal is given
 * back. The editor gets no token in its environment.
 */
#include "src/app/effects_internal.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/uuid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum err run_editor(const struct profile *profile, const char *path, struct error *reterr)
{
    const char *command = getenv("VISUAL");
    if (command == NULL || command[0] == '\0')
        command = getenv("EDITOR");
    if (command == NULL || command[0] == '\0')
        command = "vi";
    int status = -1;
    enum err err = effects_run_child(profile, command, path, &status, reterr);
    if (err != ERR_OK || status == 0)
        return err;
    return error_set(reterr, ERR_IO, "Check $VISUAL or $EDITOR. The value is as it was.",
                     status == 127 ? "the editor %s was not found" : "the editor %s failed",
                     command);
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
