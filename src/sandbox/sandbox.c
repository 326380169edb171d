/* Starts and stops the sandbox. */
#include "src/sandbox/sandbox.h"

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/sandbox/catalogue_change.h"
#include "src/sandbox/routes.h"
#include "src/sandbox/state.h"

#include <string.h>

/* The largest document that WhatsApp takes has 100 MB. */
enum { BODY_BYTES_MAX = 101 * 1024 * 1024 };

static void on_request(void *context, const struct http_request *request,
                       struct http_response *response)
{
    struct sandbox *sandbox = context;
    pthread_mutex_lock(&sandbox->lock);
    route_request(sandbox, request, response);
    pthread_mutex_unlock(&sandbox->lock);
}

static void free_sandbox(struct sandbox *sandbox)
{
    catalogue_release(&sandbox->catalogue);
    mem_free(sandbox->template_store);
    message_store_release(&sandbox->store);
    request_log_clear(&sandbox->log);
    media_clear(&sandbox->media);
    mem_free(sandbox);
}

static enum err load(struct sandbox *sandbox, const struct sandbox_options *options,
                     struct error *reterr)
{
    enum err err = catalogue_load(&sandbox->catalogue, options->template_folder, reterr);
    if (err == ERR_OK)
        err = message_store_open(&sandbox->store, options->store_folder, reterr);
    if (err != ERR_OK || options->store_folder == NULL)
        return err;
    sandbox->template_store = paths_join(options->store_folder, "sandbox-templates.json");
    return sandbox->template_store != NULL
               ? catalogue_take_kept(&sandbox->catalogue, sandbox->template_store, reterr)
               : error_nomem(reterr);
}

/* The lock is held until the port is known: a request may come before that. */
static enum err start_server(struct sandbox *sandbox, int port, struct error *reterr)
{
    const struct http_server_options options = {
        .port = port, .body_limit = BODY_BYTES_MAX, .handler = on_request, .context = sandbox};
    int failure = pthread_mutex_init(&sandbox->lock, NULL);
    if (failure != 0)
        return error_set(reterr, ERR_IO, "Close other programs, then try again.",
                         "cannot make a lock: %s", strerror(failure));
    pthread_mutex_lock(&sandbox->lock);
    enum err err = http_server_start(&options, &sandbox->server, reterr);
    if (err == ERR_OK)
        sandbox->port = http_server_port(sandbox->server);
    pthread_mutex_unlock(&sandbox->lock);
    if (err != ERR_OK)
        pthread_mutex_destroy(&sandbox->lock);
    return err;
}

enum err sandbox_start(const struct sandbox_options *options, struct sandbox **ret_sandbox,
                       struct error *reterr)
{
    struct sandbox *sandbox = mem_zalloc(1, sizeof *sandbox);
    if (sandbox == NULL)
        return error_nomem(reterr);
    sandbox->error_shape_meta = options->error_shape_meta;
    sandbox->limits = options->limits;
    enum err err = load(sandbox, options, reterr);
    if (err == ERR_OK)
        err = start_server(sandbox, options->port, reterr);
    if (err != ERR_OK) {
        free_sandbox(sandbox);
        return err;
    }
    *ret_sandbox = sandbox;
    return ERR_OK;
}

int sandbox_port(const struct sandbox *sandbox)
{
    return sandbox->port;
}

void sandbox_stop(struct sandbox *sandbox)
{
    if (sandbox == NULL)
        return;
    http_server_stop(sandbox->server);
    pthread_mutex_destroy(&sandbox->lock);
    free_sandbox(sandbox);
}
