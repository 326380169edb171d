/* `sandbox`: the built-in server, for other programs to talk to. */
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/cli/commands.h"
#include "src/cli/output.h"
#include "src/cli/signals.h"
#include "src/sandbox/sandbox.h"

static enum err read_options(const struct arguments *arguments, struct sandbox_options *options,
                             struct error *reterr)
{
    long port = 0;
    enum err err = arguments_number(arguments, ARG_PORT, 0, 65535, &port, reterr);
    const char *shape = arguments->value[ARG_ERROR_SHAPE];
    if (err == ERR_OK && shape != NULL && strcmp(shape, "meta") != 0 &&
        strcmp(shape, "chakra") != 0)
        err = error_set(reterr, ERR_USAGE, "Write chakra or meta.",
                        "--error-shape cannot be '%.40s'", shape);
    options->port = (int)port;
    options->error_shape_meta = shape != NULL && strcmp(shape, "meta") == 0;
    options->template_folder = arguments->value[ARG_TEMPLATES];
    options->limits = arguments_has(arguments, ARG_LIMITS);
    return err;
}

/* What was accepted is kept only when --data says where: else each start is a fresh one. */
static enum err choose_store(const struct arguments *arguments, char **ret_folder,
                             struct error *reterr)
{
    const char *data = arguments->value[ARG_DATA];
    if (data == NULL)
        return ERR_OK;
    *ret_folder = paths_join(data, "sandbox");
    return *ret_folder != NULL ? paths_make_private_folder(*ret_folder, reterr)
                               : error_nomem(reterr);
}

int command_sandbox(const struct arguments *arguments)
{
    struct sandbox_options options = {0};
    struct sandbox *sandbox = NULL;
    struct error error = {0};
    CLEANUP(mem_freep) char *folder = NULL;
    enum err err = read_options(arguments, &options, &error);
    if (err == ERR_OK)
        err = choose_store(arguments, &folder, &error);
    options.store_folder = folder;
    signals_catch(); /* before the server's threads */
    if (err == ERR_OK)
        err = sandbox_start(&options, &sandbox, &error);
    if (err != ERR_OK)
        return output_error(&error);
    printf("http://127.0.0.1:%d\n", sandbox_port(sandbox));
    bool is_told = output_finish();
    if (is_told)
        signals_wait();
    sandbox_stop(sandbox);
    return is_told ? 0 : err_exit_status(ERR_IO);
}
