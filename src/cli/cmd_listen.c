/*
 * `listen`: receives webhooks on this machine and writes what they say into the
 * history. The server's thread checks, reads and answers; this thread writes.
 */
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/cli/commands.h"
#include "src/cli/event_program.h"
#include "src/cli/output.h"
#include "src/cli/signals.h"
#include "src/cli/status_apply.h"
#include "src/cli/webhook_answer.h"
#include "src/cli/webhook_print.h"
#include "src/cli/webhook_queue.h"
#include "src/cli/webhook_secret.h"
#include "src/config/config.h"
#include "src/history/store.h"
#include "src/http_server/server.h"
#include "src/webhook/signature.h"

enum { DEFAULT_PORT = 8787, WRITE_ATTEMPTS = 3, PROGRAM_GRACE_MS = 5000 };

struct listener {
    struct config config;
    struct secret secret;
    struct store *store; /* of the main thread */
    struct webhook_queue queue;
    struct http_server *server;
    size_t told[REFUSED_COUNT];    /* refusals that were mentioned */
    struct event_program *program; /* of --exec; NULL: none */
    bool json;
    bool output_failed;
};

static void refuse(struct listener *listener, struct http_response *response,
                   enum webhook_refusal why)
{
    webhook_answer_refusal(response, why);
    webhook_queue_refuse(&listener->queue, why);
}

/* Takes the item in every case. */
static void enqueue(struct listener *listener, struct webhook_item *item,
                    struct http_response *response)
{
    const struct webhook_batch *batch = &item->batch;
    bool empty = batch->status_count + batch->message_count + batch->other_count == 0;
    if (empty || webhook_queue_push(&listener->queue, item)) {
        webhook_answer_text(response, 200, "");
        if (empty)
            webhook_item_free(item);
        return;
    }
    webhook_item_free(item);
    refuse(listener, response, REFUSED_FULL);
}

static void answer_post(struct listener *listener, const struct http_request *request,
                        struct http_response *response)
{
    const char *signature = http_request_header(request, SIGNATURE_HEADER);
    if (!webhook_is_signed(&listener->secret, request->body, request->body_length, signature)) {
        refuse(listener, response, signature != NULL ? REFUSED_WRONG_SIGNATURE : REFUSED_UNSIGNED);
        return;
    }
    struct webhook_item *item = webhook_item_new();
    enum err err = item == NULL ? ERR_NOMEM
                                : webhook_parse(request->body, request->body_length, &item->arena,
                                                &item->batch, NULL);
    if (err == ERR_OK) {
        item->bytes = request->body_length;
        enqueue(listener, item, response);
        return;
    }
    if (item != NULL)
        webhook_item_free(item);
    refuse(listener, response, err == ERR_NOMEM ? REFUSED_FULL : REFUSED_UNREADABLE);
}

/* On the server's thread. */
static void handle(void *context, const struct http_request *request,
                   struct http_response *response)
{
    if (!webhook_answer_other(request, response))
        answer_post(context, request, response);
}

/* To the operator's program. Takes the event. */
static void hand_over(struct listener *listener, cJSON *event)
{
    CLEANUP(mem_freep) char *line = event != NULL ? json_print(event) : NULL;
    cJSON_Delete(event);
    if (line == NULL || !event_program_put(listener->program, line))
        output_note("out of memory: an event was not handed to the program of --exec");
}

static void hand_over_others(struct listener *listener, const struct webhook_batch *batch)
{
    for (size_t i = 0; listener->program != NULL && i < batch->message_count; i++)
        hand_over(listener, webhook_message_json(&batch->messages[i]));
    for (size_t i = 0; listener->program != NULL && i < batch->other_count; i++)
        hand_over(listener, webhook_other_json(&batch->others[i]));
}

static void print_status(void *context, const struct webhook_status *status,
                         const struct status_outcome *outcome)
{
    struct listener *listener = context;
    if (!webhook_print_status(status, outcome, listener->json))
        listener->output_failed = true;
    if (listener->program != NULL && outcome->effect != STATUS_REPEATED)
        hand_over(listener, webhook_status_json(status, outcome));
}

static enum err apply_item(struct listener *listener, const struct webhook_item *item,
                           struct error *reterr)
{
    const struct webhook_batch *batch = &item->batch;
    const struct status_apply apply = {.store = listener->store,
                                       .source = "webhook",
                                       .keep_orphans = true,
                                       .visit = print_status,
                                       .context = listener};
    enum err err = ERR_IO;
    size_t ignored = 0;
    /* What is applied twice is known the second time. */
    for (int i = 0; err != ERR_OK && i < WRITE_ATTEMPTS; i++)
        err = statuses_apply(&apply, batch->statuses, batch->status_count, &ignored, reterr);
    bool ok = true;
    for (size_t i = 0; i < batch->message_count; i++)
        ok = webhook_print_message(&batch->messages[i], listener->json) && ok;
    for (size_t i = 0; i < batch->other_count; i++)
        ok = webhook_print_other(&batch->others[i], listener->json) && ok;
    hand_over_others(listener, batch);
    if (ignored + batch->unreadable + batch->over_limit > 0)
        output_note("%zu updates of a webhook were left out: %zu of another kind of status, %zu "
                    "unreadable, %zu over the limit",
                    ignored + batch->unreadable + batch->over_limit, ignored, batch->unreadable,
                    batch->over_limit);
    listener->output_failed = listener->output_failed || !ok;
    return err;
}

static void tell_refusals(struct listener *listener)
{
    static const char *const words[REFUSED_COUNT] = {
        [REFUSED_UNSIGNED] = TEXT("unsigned"),
        [REFUSED_WRONG_SIGNATURE] = TEXT("wrongly signed"),
        [REFUSED_UNREADABLE] = TEXT("unreadable"),
        [REFUSED_FULL] = TEXT("too many at once"),
    };
    size_t refused[REFUSED_COUNT];
    webhook_queue_refusals(&listener->queue, refused);
    for (size_t i = 0; i < REFUSED_COUNT; i++)
        if (refused[i] != listener->told[i])
            output_note("refused: %s (%zu so far)", text_of(words[i]), refused[i]);
    memcpy(listener->told, refused, sizeof refused);
}

static enum err output_broken(struct error *reterr)
{
    return error_set(reterr, ERR_IO, "Check where the output goes, then start it again.",
                     "the output cannot be written");
}

/* While the program of --exec is slow, what came waits in the queue, and its sender with it. */
static bool has_room(struct listener *listener, bool is_last)
{
    return is_last || listener->program == NULL || event_program_has_room(listener->program, 1);
}

static enum err drain(struct listener *listener, bool is_last, struct error *reterr)
{
    enum err err = ERR_OK;
    webhook_queue_clear_fd(&listener->queue);
    tell_refusals(listener);
    for (struct webhook_item *item; err == ERR_OK && !listener->output_failed &&
                                    has_room(listener, is_last) &&
                                    (item = webhook_queue_pop(&listener->queue)) != NULL;) {
        err = apply_item(listener, item, reterr);
        webhook_item_free(item);
        if (fflush(stdout) != 0)
            listener->output_failed = true;
    }
    if (err == ERR_OK && listener->output_failed)
        err = output_broken(reterr);
    return err;
}

static void wake(void *context)
{
    struct listener *listener = context;
    webhook_queue_wake(&listener->queue);
}

/* --exec PROGRAM, and the words behind the command are its arguments. */
static enum err start_program(struct listener *listener, const struct arguments *arguments,
                              struct error *reterr)
{
    const char *program = arguments->value[ARG_EXEC];
    if (program == NULL && arguments->operand_count > 0)
        return error_set(reterr, ERR_USAGE, "Write --exec PROGRAM before its arguments.",
                         "'%.80s' is one word too many", arguments->operands[0]);
    if (program == NULL)
        return ERR_OK;
    const char **words = mem_zalloc(arguments->operand_count + 1, sizeof *words);
    if (words == NULL)
        return error_nomem(reterr);
    words[0] = program;
    for (size_t i = 0; i < arguments->operand_count; i++)
        words[i + 1] = arguments->operands[i];
    const struct event_program_options options = {
        .words = words,
        .count = arguments->operand_count + 1,
        .hidden_variables = listener->config.profiles[listener->config.current].hidden_variables,
        .on_end = wake,
        .context = listener};
    enum err err = event_program_start(&options, &listener->program, reterr);
    mem_free(words);
    return err;
}

static void stop_program(struct listener *listener)
{
    size_t failed = 0, dropped = 0;
    event_program_stop(listener->program, PROGRAM_GRACE_MS, &failed, &dropped);
    listener->program = NULL;
    if (dropped > 0)
        output_note("%zu events were not handed to the program of --exec: listen ended before",
                    dropped);
    if (failed > 0)
        output_note("the program of --exec failed %zu times", failed);
}

static enum err open_all(struct listener *listener, const struct arguments *arguments,
                         struct error *reterr)
{
    long port = DEFAULT_PORT;
    struct config_flags flags = arguments_flags(arguments);
    listener->json = arguments_has(arguments, ARG_JSON);
    enum err err = arguments_number(arguments, ARG_PORT, 0, 65535, &port, reterr);
    if (err == ERR_OK)
        err = config_load(&flags, &listener->config, reterr);
    if (err == ERR_OK) /* the command may ask on the terminal, so Ctrl-C must still end it */
        err = config_read_webhook_secret(&listener->config.profiles[listener->config.current],
                                         &listener->secret, reterr);
    signals_catch(); /* before the server's thread */
    if (err == ERR_OK)
        err = store_open(listener->config.data_folder, STORE_WRITE, &listener->store, reterr);
    if (err == ERR_OK)
        err = store_recover(listener->store, NULL, reterr);
    if (err == ERR_OK)
        err = start_program(listener, arguments, reterr);
    if (err != ERR_OK)
        return err;
    const struct http_server_options options = {
        .port = (int)port, .body_limit = WEBHOOK_BODY_MAX, .handler = handle, .context = listener};
    return http_server_start(&options, &listener->server, reterr);
}

static enum err serve(struct listener *listener, struct error *reterr)
{
    printf("http://127.0.0.1:%d/\n", http_server_port(listener->server));
    if (fflush(stdout) != 0)
        return output_broken(reterr);
    enum err err = ERR_OK;
    while (err == ERR_OK && !signals_came()) {
        signals_wait_readable(webhook_queue_fd(&listener->queue));
        err = drain(listener, false, reterr);
    }
    return err;
}

int command_listen(const struct arguments *arguments)
{
    struct error error = {0};
    struct listener listener = {.json = false};
    secret_init(&listener.secret);
    enum err err = webhook_queue_init(&listener.queue, &error);
    if (err == ERR_OK)
        err = open_all(&listener, arguments, &error);
    if (err == ERR_OK)
        err = serve(&listener, &error);
    http_server_stop(listener.server);
    if (err == ERR_OK) /* what was answered with 200 is written before the end */
        err = drain(&listener, true, &error);
    stop_program(&listener);
    webhook_queue_release(&listener.queue);
    if (listener.store != NULL)
        store_close(listener.store);
    secret_release(&listener.secret);
    config_release(&listener.config);
    return err == ERR_OK ? 0 : output_error(&error);
}
