/*
 * Evidence becomes a state. The table below is read from the top; the first row
 * that applies decides. Its order is the argument: first what libcurl knows of
 * the request (did a byte leave?), then what the reply says, and what is left
 * over is unknown.
 */
#include "src/outbox/outcome.h"

#include <string.h>

#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/whatsapp/graph_error.h"

/* Evidence enough for any dispute; a page of HTML or a flood need not fill the history. */
enum { KEPT_REPLY_BYTES = 256 * 1024 };

/* The last HTTP status that may stand in a gateway's `code` without being WhatsApp's. */
enum { LAST_HTTP_STATUS = 599 };

static const char look_up[] =
    TEXT("It may have been sent: look it up in ChakraHQ before you send it again.");

struct evidence {
    const struct http_result *result;
    const struct reply *reply;
};

static bool is_2xx(const struct evidence *evidence)
{
    return evidence->result->http_status >= 200 && evidence->result->http_status <= 299;
}

/* A code that only WhatsApp gives: gateways put their HTTP status into the same member. */
static bool has_platform_code(const struct evidence *evidence)
{
    int code = evidence->reply->error.code;
    return code > LAST_HTTP_STATUS ||
           (code != 0 && code != evidence->result->http_status && graph_error_find(code) != NULL);
}

/* 408 and 409 come from gateways for requests that may have been passed on. */
static bool is_definite_4xx(int status)
{
    return status >= 400 && status <= 499 && status != 408 && status != 409;
}

static bool was_cancelled_before(const struct evidence *evidence)
{
    return evidence->result->cancelled && evidence->result->stage < STAGE_REQUEST_SENT;
}

static bool was_cancelled_after(const struct evidence *evidence)
{
    return evidence->result->cancelled;
}

static bool never_began(const struct evidence *evidence)
{
    return evidence->result->stage < STAGE_REQUEST_SENT;
}

static bool was_repeated(const struct evidence *evidence)
{
    return evidence->result->repeated;
}

static bool has_no_reply(const struct evidence *evidence)
{
    return evidence->result->stage < STAGE_REPLY_BEGUN;
}

static bool is_incomplete(const struct evidence *evidence)
{
    return evidence->result->stage < STAGE_REPLY_WHOLE || evidence->result->body_cut;
}

static bool contradicts_itself(const struct evidence *evidence)
{
    return is_2xx(evidence) && evidence->reply->has_error && evidence->reply->wamid != NULL;
}

static bool is_accepted(const struct evidence *evidence)
{
    return is_2xx(evidence) && !evidence->reply->has_error && evidence->reply->wamid != NULL;
}

static bool is_refused(const struct evidence *evidence)
{
    if (!evidence->reply->has_error)
        return false;
    return is_2xx(evidence) || is_definite_4xx(evidence->result->http_status) ||
           has_platform_code(evidence);
}

static bool is_throttled(const struct evidence *evidence)
{
    return is_refused(evidence) && reply_is_throttled(evidence->reply);
}

static bool is_billing(const struct evidence *evidence)
{
    return is_refused(evidence) && reply_is_billing(evidence->reply);
}

static bool is_auth(const struct evidence *evidence)
{
    return is_refused(evidence) && reply_is_auth(evidence->reply);
}

static bool is_2xx_without_id(const struct evidence *evidence)
{
    return is_2xx(evidence);
}

static bool is_redirect(const struct evidence *evidence)
{
    return evidence->result->http_status >= 300 && evidence->result->http_status <= 399;
}

static bool always(const struct evidence *evidence)
{
    (void)evidence;
    return true;
}

static const struct rule {
    bool (*applies)(const struct evidence *evidence);
    enum send_state state;
    enum err err;
    bool may_retry;
    const char *source;
    const char *text; /* why; NULL: the server's words */
    const char *next; /* NULL: by libcurl's code, or by the server's */
} rules[] = {
    {was_cancelled_before, SEND_CANCELLED, ERR_INTERRUPTED, false, "operator",
     TEXT("cancelled before anything was sent"), TEXT("Send it again when it is to go out.")},
    {was_cancelled_after, SEND_UNKNOWN, ERR_UNKNOWN, false, "operator",
     TEXT("cancelled when the request had begun to leave"), look_up},
    {never_began, SEND_NOT_SENT, ERR_NOT_SENT, true, "program", TEXT("nothing was sent"), NULL},
    {was_repeated, SEND_UNKNOWN, ERR_UNKNOWN, false, "program",
     TEXT("the connection closed before an answer"), look_up},
    {has_no_reply, SEND_UNKNOWN, ERR_UNKNOWN, false, "program", TEXT("no answer came"), look_up},
    {is_incomplete, SEND_UNKNOWN, ERR_UNKNOWN, false, "program",
     TEXT("only a part of an answer came"), look_up},
    {contradicts_itself, SEND_UNKNOWN, ERR_UNKNOWN, false, "reply",
     TEXT("the answer names an error and a message id"), look_up},
    {is_accepted, SEND_ACCEPTED, ERR_OK, false, "reply", NULL, NULL},
    {is_throttled, SEND_REJECTED, ERR_THROTTLED, true, "reply", NULL, NULL},
    {is_billing, SEND_REJECTED, ERR_BILLING, false, "reply", NULL, NULL},
    {is_auth, SEND_REJECTED, ERR_AUTH, false, "reply", NULL, NULL},
    {is_refused, SEND_REJECTED, ERR_REJECTED, false, "reply", NULL, NULL},
    {is_2xx_without_id, SEND_UNKNOWN, ERR_UNKNOWN, false, "reply",
     TEXT("the answer holds no message id"), look_up},
    {is_redirect, SEND_UNKNOWN, ERR_UNKNOWN, false, "reply",
     TEXT("the server points to another address, which is not followed (check base_url)"), look_up},
    {always, SEND_UNKNOWN, ERR_UNKNOWN, false, "reply",
     TEXT("the server failed without saying how far "
          "it came"),
     look_up},
};

static bool keep_reply(const struct http_result *result, struct arena *arena,
                       struct send_change *change)
{
    if (result->body.length == 0)
        return true;
    change->reply_length =
        result->body.length < KEPT_REPLY_BYTES ? result->body.length : KEPT_REPLY_BYTES;
    change->reply = arena_strndup(arena, result->body.text, change->reply_length);
    return change->reply != NULL;
}

/* "title: details", without saying the same twice. */
static const char *refusal_text(const struct reply_error *error, struct arena *arena)
{
    const char *title = error->title != NULL ? error->title : "";
    const char *details = error->details != NULL ? error->details : "";
    bool has_both = title[0] != '\0' && details[0] != '\0' && strcmp(title, details) != 0;
    if (has_both)
        return arena_format(arena, "%s: %s", title, details);
    if (title[0] != '\0' || details[0] != '\0')
        return arena_strdup(arena, title[0] != '\0' ? title : details);
    return arena_strdup(arena, error->message != NULL ? error->message : "refused");
}

static const char *refusal_next(const struct reply *reply, struct arena *arena)
{
    const struct graph_error *known =
        reply->error.code != 0 ? graph_error_find(reply->error.code) : NULL;
    if (known != NULL)
        return text_of(known->next);
    struct error error = {0};
    reply_to_error(reply, "send", &error);
    return arena_strdup(arena, error.next);
}

static bool fill_refusal(const struct reply *reply, const struct slot_list *slots,
                         struct arena *arena, struct send_change *change)
{
    const struct reply_error *error = &reply->error;
    change->error_code = error->code;
    change->error_title = error->title;
    change->error_details = error->details;
    change->trace_id = error->trace_id;
    change->error_text = refusal_text(error, arena);
    change->error_next = refusal_next(reply, arena);
    change->text = change->error_text;
    const char *slot = NULL;
    if (slots != NULL && error->code != 0)
        slot = graph_error_slot(error->code, error->details, slots);
    change->error_slot = arena_strdup(arena, slot);
    return change->error_text != NULL && change->error_next != NULL &&
           (slot == NULL || change->error_slot != NULL);
}

/* Our own words, with libcurl's or the HTTP status behind them. */
static bool fill_reason(const struct rule *rule, const struct http_result *result,
                        struct arena *arena, struct send_change *change)
{
    /* Of a repeat that was stopped libcurl only says that we stopped it. */
    if (result->reason[0] != '\0' && !result->cancelled && !result->repeated)
        change->error_text = arena_format(arena, "%s: %s", text_of(rule->text), result->reason);
    else if (result->http_status != 0 && !result->cancelled)
        change->error_text =
            arena_format(arena, "HTTP %d: %s", result->http_status, text_of(rule->text));
    else
        change->error_text = arena_strdup(arena, text_of(rule->text));
    change->text = change->error_text;
    change->error_next =
        text_of(rule->next != NULL ? rule->next : transport_code_next_step(result->curl_code));
    return change->error_text != NULL;
}

/* The event of a reply keeps the headers that help to trace it. */
static bool add_headers(const struct http_result *result, struct arena *arena,
                        struct send_change *change)
{
    if (result->headers[0] == '\0' || strcmp(change->source, "reply") != 0)
        return true;
    if (change->text == NULL)
        change->text = arena_strdup(arena, result->headers);
    else
        change->text = arena_format(arena, "%s (%s)", change->text, result->headers);
    return change->text != NULL;
}

/* Accepted is all that a message id proves; what the answer says beyond it is told in its words. */
static bool fill_acceptance(const struct reply *reply, struct arena *arena,
                            struct send_change *change)
{
    change->text = reply->message_status;
    if (reply->delivery_status == NULL)
        return true;
    change->text = arena_format(arena, text_of("delivery status %.60s"), reply->delivery_status);
    return change->text != NULL;
}

enum err outcome_decide(const struct http_result *result, int64_t now_ms,
                        const struct slot_list *slots, struct arena *arena,
                        struct outcome *ret_outcome, struct error *reterr)
{
    struct reply reply = {0};
    enum err err = reply_parse(result->http_status, result->retry_after, now_ms, result->body.text,
                               result->body.length, arena, &reply, reterr);
    if (err != ERR_OK)
        return err;
    const struct evidence evidence = {.result = result, .reply = &reply};
    const struct rule *rule = rules;
    while (!rule->applies(&evidence))
        rule++;
    *ret_outcome = (struct outcome){.err = rule->err, .may_retry = rule->may_retry};
    ret_outcome->retry_after_ms = rule->err == ERR_THROTTLED ? reply.retry_after_ms : -1;
    struct send_change *change = &ret_outcome->change;
    change->state = rule->state;
    change->at = now_ms;
    change->source = rule->source;
    change->http_status = result->http_status;
    change->latency_ms = result->latency_ms;
    bool is_whole = result->stage == STAGE_REPLY_WHOLE && !result->body_cut;
    change->wamid = is_whole ? reply.wamid : NULL;
    bool ok = keep_reply(result, arena, change);
    if (rule->text != NULL)
        ok = ok && fill_reason(rule, result, arena, change);
    else if (rule->state == SEND_ACCEPTED)
        ok = ok && fill_acceptance(&reply, arena, change);
    else
        ok = ok && fill_refusal(&reply, slots, arena, change);
    ok = ok && add_headers(result, arena, change);
    return ok ? ERR_OK : error_nomem(reterr);
}
