/* Webhooks for the terminal program. */
#include "src/cli/inner_listener.h"

#include "src/base/mem.h"
#include "src/cli/status_apply.h"
#include "src/cli/webhook_answer.h"
#include "src/cli/webhook_secret.h"
#include "src/config/config.h"
#include "src/http_server/server.h"
#include "src/webhook/receive.h"
#include "src/webhook/signature.h"

struct inner_listener {
    struct secret secret;
    inner_listener_take *take;
    void *context;
    struct http_server *server;
};

/* Those whose word is a state of ours; what else webhooks tell is for `listen`. */
static enum err hand_on(const struct inner_listener *listener, const struct webhook_batch *batch,
                        struct arena *arena)
{
    size_t count = 0;
    struct status_update *updates = arena_alloc(arena, batch->status_count + 1, sizeof *updates);
    if (updates == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < batch->status_count; i++) {
        const struct webhook_status *status = &batch->statuses[i];
        enum send_state state = SEND_UNKNOWN;
        if (status_word_parse(status->state, &state))
            updates[count++] = (struct status_update){.wamid = status->wamid,
                                                      .state = state,
                                                      .at = status->at_ms,
                                                      .source = "webhook",
                                                      .code = status->code,
                                                      .title = status->title,
                                                      .details = status->details,
                                                      .keep_orphan = true};
    }
    return count > 0 ? listener->take(listener->context, updates, count, NULL) : ERR_OK;
}

static void handle(void *context, const struct http_request *request,
                   struct http_response *response)
{
    const struct inner_listener *listener = context;
    const char *signature = http_request_header(request, SIGNATURE_HEADER);
    struct webhook_batch batch = {.status_count = 0};
    struct arena arena;
    if (webhook_answer_other(request, response))
        return;
    if (!webhook_is_signed(&listener->secret, request->body, request->body_length, signature)) {
        webhook_answer_refusal(response,
                               signature != NULL ? REFUSED_WRONG_SIGNATURE : REFUSED_UNSIGNED);
        return;
    }
    arena_init(&arena);
    enum err err = webhook_parse(request->body, request->body_length, &arena, &batch, NULL);
    bool is_readable = err == ERR_OK || err == ERR_NOMEM;
    if (err == ERR_OK)
        err = hand_on(listener, &batch, &arena);
    if (err == ERR_OK)
        webhook_answer_text(response, 200, "");
    else
        webhook_answer_refusal(response, is_readable ? REFUSED_FULL : REFUSED_UNREADABLE);
    arena_release(&arena);
}

enum err inner_listener_start(const struct profile *profile, inner_listener_take *take,
                              void *context, struct inner_listener **ret_listener,
                              struct error *reterr)
{
    struct inner_listener *listener = mem_zalloc(1, sizeof *listener);
    if (listener == NULL)
        return error_nomem(reterr);
    secret_init(&listener->secret);
    listener->take = take;
    listener->context = context;
    const struct http_server_options options = {.port = (int)profile->listen_port,
                                                .body_limit = WEBHOOK_BODY_MAX,
                                                .handler = handle,
                                                .context = listener};
    enum err err = config_read_webhook_secret(profile, &listener->secret, reterr);
    if (err == ERR_OK)
        err = http_server_start(&options, &listener->server, reterr);
    if (err != ERR_OK) {
        inner_listener_stop(listener);
        return err;
    }
    *ret_listener = listener;
    return ERR_OK;
}

void inner_listener_stop(struct inner_listener *listener)
{
    if (listener == NULL)
        return;
    http_server_stop(listener->server);
    secret_release(&listener->secret);
    mem_free(listener);
}
