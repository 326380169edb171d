/* A page of text in the operator's pager: from a private file that is gone when the pager is. */
#include "src/app/effects_internal.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/uuid.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *pager_command(void)
{
    static const char *const variables[] = {"CHAKRA_TUI_PAGER", "PAGER"};
    for (size_t i = 0; i < COUNT_OF(variables); i++) {
        const char *command = getenv(variables[i]);
        if (command != NULL && command[0] != '\0')
            return command;
    }
    return "less";
}

static enum err show(struct effects *effects, const struct page *page, struct error *reterr)
{
    char uuid[UUID_TEXT_SIZE];
    char name[64];
    int status = -1;
    const char *command = pager_command();
    enum err err = uuid_make(uuid, reterr);
    if (err != ERR_OK)
        return err;
    snprintf(name, sizeof name, "page-%.8s.txt", uuid);
    CLEANUP(mem_freep) char *path = paths_join(effects->config->data_folder, name);
    if (path == NULL)
        return error_nomem(reterr);
    err = paths_write_private_file(path, page->text.text, page->text.length, reterr);
    if (err == ERR_OK)
        err = effects_run_child(effects->profile, command, path, &status, reterr);
    unlink(path);
    if (err == ERR_OK && status != 0)
        err = error_set(reterr, ERR_IO, "Check $PAGER, or read the page here.",
                        status == 127 ? "the pager %s was not found" : "the pager %s failed",
                        command);
    return err;
}

void effects_show_pager(struct effects *effects, struct app *app)
{
    struct error error = {.code = ERR_OK};
    if (show(effects, &app->page, &error) != ERR_OK)
        effects_fail(app, &error);
}
