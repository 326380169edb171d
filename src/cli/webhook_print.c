/* Lines of `listen`, as JSON or for people. */
#include "src/cli/webhook_print.h"

#include <inttypes.h>
#include <stdio.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/local_time.h"
#include "src/cli/output.h"

static const char *const effect_words[] = {[STATUS_APPLIED] = "applied",
                                           [STATUS_NOTED] = "noted",
                                           [STATUS_REPEATED] = "repeated",
                                           [STATUS_KEPT] = "kept",
                                           [STATUS_NO_ROW] = "no row"};

static bool add_time(cJSON *object, const char *name, int64_t at)
{
    char text[CLOCK_TEXT_SIZE];
    clock_format_utc(at, text);
    return json_add_text(object, name, at != 0 ? text : NULL);
}

static bool add_number(cJSON *object, const char *name, int64_t number)
{
    return number != 0 ? json_add_integer(object, name, number) : json_add_text(object, name, NULL);
}

static cJSON *finish(cJSON *object, bool ok)
{
    if (ok)
        return object;
    cJSON_Delete(object);
    return NULL;
}

cJSON *webhook_status_json(const struct webhook_status *status,
                           const struct status_outcome *outcome)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "event", "status");
    ok = ok && json_add_text(object, "wamid", status->wamid);
    ok = ok && json_add_text(object, "status", status->state);
    ok = ok && add_time(object, "at", status->at_ms);
    ok = ok && json_add_text(object, "effect", effect_words[outcome->effect]);
    ok = ok && add_number(object, "id", outcome->id);
    ok = ok &&
         json_add_text(object, "state", outcome->id != 0 ? send_state_word(outcome->state) : NULL);
    ok = ok && json_add_text(object, "to", status->recipient);
    ok = ok && add_number(object, "code", status->code);
    ok = ok && json_add_text(object, "title", status->title);
    ok = ok && json_add_text(object, "details", status->details);
    return finish(object, ok);
}

static void print_time(int64_t at)
{
    char text[CLOCK_TEXT_SIZE] = "";
    if (at != 0)
        local_time_format(at, LOCAL_DATE_TIME, text);
    printf("%-19s  ", text);
}

/* ", TEXT" unless there is none. */
static void print_also(const char *before, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    fputs(before, stdout);
    output_text(stdout, text);
}

bool webhook_print_status(const struct webhook_status *status, const struct status_outcome *outcome,
                          bool json)
{
    if (outcome->effect == STATUS_REPEATED)
        return true;
    if (json)
        return output_json(webhook_status_json(status, outcome));
    print_time(status->at_ms);
    if (outcome->id != 0)
        printf("#%" PRId64 " ", outcome->id);
    output_text(stdout, status->state);
    if (status->code != 0)
        printf(", %d", status->code);
    print_also(" ", status->title);
    print_also(": ", status->details);
    print_also(", to ", status->recipient);
    print_also(", ", status->wamid);
    if (outcome->effect == STATUS_NOTED)
        printf(" (the row is %s already)", send_state_word(outcome->state));
    else if (outcome->id == 0)
        fputs(" (no row of this history yet)", stdout);
    fputc('\n', stdout);
    return true;
}

cJSON *webhook_message_json(const struct webhook_message *message)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "event", "message");
    ok = ok && json_add_text(object, "from", message->from);
    ok = ok && json_add_text(object, "type", message->type);
    ok = ok && json_add_text(object, "text", message->text);
    ok = ok && add_time(object, "time", message->at_ms);
    ok = ok && json_add_text(object, "name", message->name);
    ok = ok && json_add_text(object, "wamid", message->wamid);
    ok = ok && json_add_text(object, "in_reply_to", message->in_reply_to);
    return finish(object, ok);
}

bool webhook_print_message(const struct webhook_message *message, bool json)
{
    if (!json) {
        print_time(message->at_ms);
        fputs("message from ", stdout);
        output_text(stdout, message->from);
        print_also(" ", message->name);
        print_also(", ", message->type);
        print_also(": ", message->text);
        fputc('\n', stdout);
        return true;
    }
    return output_json(webhook_message_json(message));
}

cJSON *webhook_other_json(const struct webhook_other *other)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "event", "other");
    ok = ok && json_add_text(object, "field", other->field);
    ok = ok && json_add_text(object, "what", other->event);
    ok = ok && json_add_text(object, "template", other->template);
    ok = ok && json_add_text(object, "language", other->language);
    ok = ok && json_add_text(object, "template_id", other->template_id);
    ok = ok && json_add_text(object, "reason", other->reason);
    return finish(object, ok);
}

bool webhook_print_other(const struct webhook_other *other, bool json)
{
    if (!json) {
        print_time(clock_now_ms());
        output_text(stdout, other->field != NULL ? other->field : "event");
        print_also(" ", other->event);
        print_also(", ", other->template);
        print_also(" ", other->language);
        print_also(": ", other->reason);
        fputc('\n', stdout);
        return true;
    }
    return output_json(webhook_other_json(other));
}
