/* From the worker's events to rows that an operator understands. */
#include "src/outbox/check_account.h"

#include "src/base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The header Date counts whole seconds, and the answer took its time. */
enum { SKEW_MAX_MS = 5000, SENDER_ROWS_MAX = 8 };

bool check_address(struct check_list *list, const char *base_url)
{
    struct error error = {0};
    if (profile_check_base_url(base_url, &error) != ERR_OK) {
        check_failed(list, "address", &error);
        return false;
    }
    check_ok(list, "address", "%s%s", base_url,
             profile_url_is_loopback(base_url) ? " (this machine)" : "");
    return true;
}

static bool is_encrypted(const char *base_url)
{
    return strncmp(base_url, "https://", 8) == 0;
}

/* The host as it stands in the URL. */
static int host_length(const char *base_url, const char **ret_host)
{
    const char *mark = strstr(base_url, "://");
    *ret_host = mark != NULL ? mark + 3 : base_url;
    return (int)(**ret_host == '[' ? strcspn(*ret_host, "]") + 1 : strcspn(*ret_host, ":/"));
}

static void check_tls(struct check_list *list, const char *base_url)
{
    if (is_encrypted(base_url))
        check_ok(list, "tls", "the certificate is trusted");
    else
        check_skipped(list, "tls", "not used on this machine's own address");
}

/* The three steps of getting a connection; false when one of them failed. */
static bool check_connection(struct check_list *list, const char *base_url,
                             const struct job_event *done)
{
    const struct exchange_facts *facts = &done->facts;
    const char *host = NULL;
    int length = host_length(base_url, &host);
    bool connected = facts->curl_code == 0 || facts->stage != STAGE_NOTHING;
    enum connect_part part = connected ? CONNECT_NOTHING : transport_connect_part(facts->curl_code);
    if (part == CONNECT_NAME) {
        check_failed(list, "name", &done->error);
        check_skipped(list, "connection", "needs the address of the name");
        return false;
    }
    check_ok(list, "name", "%.*s is known", length, host);
    if (!connected && part != CONNECT_TLS) {
        check_failed(list, "connection", &done->error);
        return false;
    }
    check_ok(list, "connection", "connected");
    if (part == CONNECT_TLS) {
        check_failed(list, "tls", &done->error);
        return false;
    }
    check_tls(list, base_url);
    return true;
}

static void check_clock(struct check_list *list, const struct exchange_facts *facts)
{
    if (facts->server_time == 0) {
        check_skipped(list, "clock", "the server does not say its time");
        return;
    }
    int64_t skew = facts->received_at - facts->server_time;
    int64_t distance = skew < 0 ? -skew : skew;
    if (distance <= SKEW_MAX_MS + facts->latency_ms)
        check_ok(list, "clock", "within %d seconds of the server's", SKEW_MAX_MS / 1000);
    else
        check_warning(
            list, "clock",
            "Set the clock (timedatectl set-ntp true): times in the history and the "
            "look-up of unknown sends rest on it.",
            skew < 0 ? TEXT("this machine's clock is %" PRId64 " seconds behind the server's")
                     : TEXT("this machine's clock is %" PRId64 " seconds ahead of the server's"),
            distance / 1000);
}

/* A role may list nothing and send all the same (fact sheet, section 1.1). */
static void check_answer(struct check_list *list, const struct job_event *done)
{
    const struct error *error = &done->error;
    if (error->code == ERR_OK) {
        check_ok(list, "api", "the token is accepted (%" PRId64 " ms)", done->facts.latency_ms);
        return;
    }
    struct error told = *error;
    if (error->code == ERR_AUTH && done->facts.http_status == 403)
        snprintf(
            told.next, sizeof told.next,
            text_of("Give the token's role in ChakraHQ the right to list phone numbers and to send "
                    "messages."));
    else if (error->code == ERR_AUTH)
        snprintf(
            told.next, sizeof told.next,
            text_of(
                "Make a new access token in ChakraHQ (Admin, Access Tokens) and put it where this "
                "one came from."));
    check_failed(list, "api", &told);
}

void check_exchange(struct check_list *list, const char *base_url, const struct job_event *done)
{
    if (!done->facts.was_tried) {
        check_failed(list, "connection", &done->error);
        return;
    }
    if (!check_connection(list, base_url, done)) {
        check_skipped(list, "api", "needs a connection");
        return;
    }
    if (done->facts.http_status != 0)
        check_clock(list, &done->facts);
    check_answer(list, done);
}

void check_plugin(struct check_list *list, const char *plugin_id, const struct job_event *done,
                  const struct job_event *phones)
{
    struct error error = done->error;
    if (error.code == ERR_REJECTED)
        error.code = ERR_CONFIG; /* for the operator it is the settings that are wrong */
    if (phones == NULL) {
        check_failed(list, "plugin", &error);
    } else if (phones->phone_count == 0) {
        check_warning(list, "plugin",
                      "Compare the id with ChakraHQ's WhatsApp Setup page (menu, Copy Plugin Id).",
                      "%s: the account lists no phone number for it", plugin_id);
    } else {
        check_ok(
            list, "plugin",
            text_count("%s, with %zu sender", "%s, with %zu senders", (int64_t)phones->phone_count),
            plugin_id, phones->phone_count);
    }
}

static void add_part(char *text, size_t size, const char *mark, const char *part)
{
    size_t length = strlen(text);
    if (part[0] != '\0')
        snprintf(text + length, size - length, "%s%s", mark, part);
}

void check_describe_sender(const struct phone_number *phone, char *text, size_t size)
{
    snprintf(text, size, "%s",
             phone->display_number[0] != '\0' ? phone->display_number : phone->id);
    add_part(text, size, " ", phone->verified_name);
    add_part(text, size, ", ", phone->status);
    add_part(text, size, text_of(", quality "), phone->quality);
    add_part(text, size, ", ", phone->tier);
    add_part(text, size, ", ", phone->account_mode);
}

static void check_one_sender(struct check_list *list, const struct phone_number *phone)
{
    char text[400];
    check_describe_sender(phone, text, sizeof text);
    if (phone->status[0] != '\0' && strcasecmp(phone->status, "CONNECTED") != 0)
        check_warning(list, "sender",
                      "Look at the number on ChakraHQ's WhatsApp Setup page: it may not be able to "
                      "send.",
                      "%s", text);
    else if (strcasecmp(phone->quality, "RED") == 0)
        check_warning(list, "sender",
                      "Send less, and only to who expects it: WhatsApp may lower the limit.", "%s",
                      text);
    else
        check_ok(list, "sender", "%s, id %s", text, phone->id);
}

void check_senders(struct check_list *list, const struct job_event *phones)
{
    if (phones->phone_count == 0) {
        check_warning(list, "senders", "Connect a number on ChakraHQ's WhatsApp Setup page.",
                      "the account lists no phone number to send from");
        return;
    }
    check_ok(list, "senders", "%zu in the account", phones->phone_count);
    for (size_t i = 0; i < phones->phone_count && i < SENDER_ROWS_MAX; i++)
        check_one_sender(list, &phones->phones[i]);
}

void check_sender(struct check_list *list, const struct profile_phone *phone,
                  const struct job_event *phones)
{
    for (size_t i = 0; i < phones->phone_count; i++) {
        if (strcmp(phones->phones[i].id, phone->id) != 0)
            continue;
        check_ok(list, "phone", "%s is %s", phone->name, phones->phones[i].display_number);
        return;
    }
    struct error error = {0};
    error_set(&error, ERR_CONFIG, NULL, "the account does not list the phone number id %s (%s)",
              phone->id, phone->name);
    if (phones->phone_count > 0)
        snprintf(
            error.next, sizeof error.next,
            text_of("Correct id in its [phone] section, or --from; the account has %.40s (%.60s)."),
            phones->phones[0].id, phones->phones[0].display_number);
    else
        snprintf(error.next, sizeof error.next,
                 text_of("Connect the number on ChakraHQ's WhatsApp Setup page first."));
    check_failed(list, "phone", &error);
}

void check_templates(struct check_list *list, const struct job_event *done,
                     const struct job_event *templates)
{
    size_t approved = 0;
    if (templates == NULL) {
        check_failed(list, "templates", &done->error);
        return;
    }
    for (size_t i = 0; i < templates->template_count; i++)
        approved += template_is_approved(templates->templates[i]);
    if (approved == 0)
        check_warning(list, "templates", "Create one in ChakraHQ, and wait until it is approved.",
                      "%zu templates, none of them approved", templates->template_count);
    else
        check_ok(list, "templates", "%zu, %zu of them approved", templates->template_count,
                 approved);
}
