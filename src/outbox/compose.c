/*
 * Puts a send together. The body that goes out and the record of it are made
 * side by side: they differ in one thing, the one-time code of an
 * authentication template, which the record never holds.
 */
#include "src/outbox/compose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/uuid.h"
#include "src/outbox/compose_route.h"
#include "src/outbox/fingerprint.h"
#include "src/whatsapp/phone.h"

static const char code_mask[] = "***";

/* {"method","url","body"}; takes `body` in every case. */
static cJSON *make_request(const char *url, cJSON *body)
{
    cJSON *request = cJSON_CreateObject();
    bool ok = json_add_text(request, "method", "POST");
    ok = ok && json_add_text(request, "url", url);
    if (!json_add_node(request, "body", body) || !ok) {
        cJSON_Delete(request);
        return NULL;
    }
    return request;
}

enum err compose_dry_run(const struct message *message, const struct compose_options *options,
                         cJSON **ret_request, struct error *reterr)
{
    *ret_request = NULL;
    CLEANUP(mem_freep) char *url = NULL;
    struct phone phone = {0};
    if (message->to != NULL)
        phone_normalize(message->to, &phone, NULL);
    enum err err = compose_url(options, phone.digits, true, &url, reterr);
    if (err != ERR_OK)
        return err;
    cJSON *body = NULL;
    err = compose_body(message, options, &body, reterr);
    if (err != ERR_OK)
        return err;
    *ret_request = make_request(url, body);
    return *ret_request != NULL ? ERR_OK : error_nomem(reterr);
}

/* Prints into the arena; false when memory is out. */
static bool print_into(struct arena *arena, const cJSON *node, const char **ret_text)
{
    char *printed = node != NULL ? json_print(node) : NULL;
    *ret_text = arena_strdup(arena, printed);
    if (printed != NULL)
        mem_wipe(printed, strlen(printed));
    mem_free(printed);
    return *ret_text != NULL;
}

/* The values as the record keeps them. */
static enum err mask_values(const struct message *message, struct values *masked,
                            struct error *reterr)
{
    enum err err = values_copy(masked, message->values, reterr);
    if (!template_is_authentication(message->template))
        return err;
    for (size_t i = 0; err == ERR_OK && i < message->values->count; i++) {
        const char *key = message->values->items[i].key;
        const struct slot *slot = slots_find(message->slots, key);
        bool is_code = strcmp(key, "otp") == 0 || (slot != NULL && slot->kind == SLOT_CODE);
        if (is_code)
            err = values_set(masked, key, code_mask, false, reterr);
    }
    return err;
}

static enum err record_request(const struct message *message, const struct compose_options *options,
                               struct job *job, struct error *reterr)
{
    struct values masked;
    values_init(&masked);
    enum err err = options->profile->keeps_codes ? values_copy(&masked, message->values, reterr)
                                                 : mask_values(message, &masked, reterr);
    struct message shown = *message;
    shown.values = &masked;
    CLEANUP(json_deletep) cJSON *body = NULL;
    CLEANUP(json_deletep) cJSON *request = NULL;
    CLEANUP(json_deletep) cJSON *values = NULL;
    if (err == ERR_OK)
        err = compose_body(&shown, options, &body, reterr);
    if (err == ERR_OK) {
        values = values_to_json(&masked);
        request = make_request(job->url, body);
        body = NULL;
        if (!print_into(&job->arena, request, &job->detail.request) ||
            !print_into(&job->arena, values, &job->detail.values))
            err = error_nomem(reterr);
    }
    values_release(&masked);
    return err;
}

static const char *operator_name(void)
{
    const char *name = getenv("USER");
    return name != NULL && name[0] != '\0' ? name : getenv("LOGNAME");
}

static enum err record_row(const struct message *message, const struct compose_options *options,
                           const char *digits, struct job *job, struct error *reterr)
{
    char uid[UUID_TEXT_SIZE];
    enum err err = options->uid != NULL ? ERR_OK : uuid_make(uid, reterr);
    if (err != ERR_OK)
        return err;
    struct send_row *row = &job->detail.row;
    row->created_at = options->now_ms;
    row->state = SEND_QUEUED;
    row->sent_again_of = options->sent_again_of;
    const struct {
        const char *from;
        const char **to;
    } texts[] = {
        {options->uid != NULL ? options->uid : uid, &row->uid},
        {options->profile->name, &row->profile},
        {options->plugin_id, &row->plugin_id},
        {options->phone_number_id, &row->phone_number_id},
        {digits, &row->to},
        {message->template->name, &row->template},
        {message->template->language, &row->language},
        {message->template->category, &row->category},
        {options->source, &row->source},
        {operator_name(), &row->operator_name},
        {options->batch, &row->batch},
        {message->template->json, &job->detail.definition},
        {options->profile->base_url, &job->base_url},
        {options->profile->api_version, &job->api_version},
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        *texts[i].to = arena_strdup(&job->arena, texts[i].from);
        if (texts[i].from != NULL && *texts[i].to == NULL)
            return error_nomem(reterr);
    }
    return ERR_OK;
}

enum err compose_guard(const struct message *message, const struct compose_options *options,
                       const char *digits, char fingerprint[FINGERPRINT_SIZE], int64_t *ret_since,
                       struct error *reterr)
{
    bool has_code = template_is_authentication(message->template);
    /* Where it cannot be told whom a record belongs to, the record stands for him. */
    const char *recipient =
        digits[0] == '\0' && options->process != NULL ? options->process : digits;
    *ret_since = has_code ? 0 : options->now_ms - options->profile->duplicate_window_ms;
    const struct values *same =
        options->guard_values != NULL ? options->guard_values : message->values;
    struct values masked;
    values_init(&masked);
    enum err err = has_code ? mask_values(message, &masked, reterr) : ERR_OK;
    if (err == ERR_OK)
        err = fingerprint_make(options->phone_number_id, recipient, message->template->name,
                               message->template->language, has_code ? &masked : same, options->run,
                               fingerprint, reterr);
    values_release(&masked);
    return err;
}

static enum err record_guard(const struct message *message, const struct compose_options *options,
                             const char *digits, struct job *job, struct error *reterr)
{
    char text[FINGERPRINT_SIZE];
    enum err err =
        compose_guard(message, options, digits, text, &job->intent.duplicate_since, reterr);
    if (err != ERR_OK)
        return err;
    job->intent.fingerprint = arena_strdup(&job->arena, text);
    job->intent.override_duplicate = options->override_duplicate;
    return job->intent.fingerprint != NULL ? ERR_OK : error_nomem(reterr);
}

static enum err fill_wire(const struct message *message, const struct compose_options *options,
                          const char *digits, struct job *job, struct error *reterr)
{
    CLEANUP(mem_freep) char *url = NULL;
    enum err err = compose_url(options, digits, false, &url, reterr);
    if (err != ERR_OK)
        return err;
    CLEANUP(json_deletep) cJSON *body = NULL;
    err = compose_body(message, options, &body, reterr);
    if (err != ERR_OK)
        return err;
    job->url = arena_strdup(&job->arena, url);
    if (job->url == NULL || !print_into(&job->arena, body, &job->body))
        return error_nomem(reterr);
    job->timeout_ms = options->profile->timeout_ms;
    job->max_attempts = options->profile->max_attempts;
    job->rate = options->profile->rate;
    job->pair_gap_ms = options->profile->pair_gap_ms;
    job->is_listed = options->batch != NULL;
    job->is_test = options->run != NULL;
    job->max_connect_attempts = options->retry_not_sent ? options->profile->max_attempts : 1;
    return options->token != NULL ? secret_copy(&job->token, options->token, reterr) : ERR_OK;
}

/* To whom it goes, and may it: the digits are "" for a record of which that cannot be told. */
static enum err check_recipient(const struct message *message,
                                const struct compose_options *options, struct phone *ret_phone,
                                struct error *reterr)
{
    bool by_process = compose_route(options) == VIA_PROCESS;
    bool has_number = message->to != NULL && message->to[0] != '\0';
    if (by_process && !has_number)
        return compose_allows_unknown(options->profile, options->process, reterr);
    enum err err = phone_normalize(has_number ? message->to : "", ret_phone, reterr);
    if (err == ERR_INVALID && reterr != NULL)
        reterr->code = ERR_CONTENT;
    if (err != ERR_OK)
        return err == ERR_INVALID ? ERR_CONTENT : err;
    return profile_allows_send(options->profile, ret_phone->digits, reterr);
}

enum err compose_send(const struct message *message, const struct compose_options *options,
                      struct job **ret_job, struct error *reterr)
{
    *ret_job = NULL;
    struct phone phone = {0};
    enum err err = check_recipient(message, options, &phone, reterr);
    if (err == ERR_OK)
        err = compose_check_route(message, options, reterr);
    if (err != ERR_OK)
        return err;
    struct job *job = job_new(JOB_SEND, options->number);
    if (job == NULL)
        return error_nomem(reterr);
    struct message normal = *message;
    normal.to = phone.digits;
    err = fill_wire(&normal, options, phone.digits, job, reterr);
    if (err == ERR_OK)
        err = record_row(&normal, options, phone.digits, job, reterr);
    if (err == ERR_OK)
        err = record_request(&normal, options, job, reterr);
    if (err == ERR_OK)
        err = record_guard(&normal, options, phone.digits, job, reterr);
    if (err != ERR_OK) {
        job_free(job);
        return err;
    }
    *ret_job = job;
    return ERR_OK;
}
