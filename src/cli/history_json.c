/* The stable keys of a row. */
#include "src/cli/history_json.h"

#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/outbox/send_answer.h"

static bool add_number(cJSON *object, const char *name, int64_t number, int64_t none)
{
    return number == none ? json_add_text(object, name, NULL)
                          : json_add_integer(object, name, number);
}

static bool add_time(cJSON *object, const char *name, int64_t at)
{
    char text[CLOCK_TEXT_SIZE];
    clock_format_utc(at, text);
    return json_add_text(object, name, text);
}

static bool add_row(cJSON *object, const struct send_row *row)
{
    bool ok = json_add_integer(object, "id", row->id);
    ok = ok && add_time(object, "created_at", row->created_at);
    ok = ok && json_add_text(object, "profile", row->profile);
    ok = ok && json_add_text(object, "plugin_id", row->plugin_id);
    ok = ok && json_add_text(object, "phone_number_id", row->phone_number_id);
    ok = ok && json_add_text(object, "to", row->to);
    ok = ok && json_add_text(object, "template", row->template);
    ok = ok && json_add_text(object, "language", row->language);
    ok = ok && json_add_text(object, "category", row->category);
    ok = ok && json_add_text(object, "state", send_state_word(row->state));
    ok = ok && json_add_text(object, "wamid", row->wamid);
    ok = ok && add_number(object, "http_status", row->http_status, 0);
    ok = ok && add_number(object, "error_code", row->error_code, 0);
    ok = ok && json_add_text(object, "error_text", row->error_text);
    ok = ok && add_number(object, "latency_ms", row->latency_ms, -1);
    ok = ok && json_add_text(object, "source", row->source);
    ok = ok && json_add_text(object, "operator", row->operator_name);
    ok = ok && json_add_text(object, "batch", row->batch);
    ok = ok && json_add_text(object, "uid", row->uid);
    return ok;
}

static cJSON *finish(cJSON *object, bool ok)
{
    if (ok)
        return object;
    cJSON_Delete(object);
    return NULL;
}

cJSON *history_row_json(const struct send_row *row)
{
    cJSON *object = cJSON_CreateObject();
    return finish(object, add_row(object, row));
}

/* JSON that was kept as text becomes JSON again; what is not stays text. */
static bool add_json_text(cJSON *object, const char *name, const char *text)
{
    cJSON *node = NULL;
    if (text != NULL && json_parse(text, strlen(text), &node, NULL) == ERR_OK)
        return json_add_node(object, name, node);
    return json_add_text(object, name, text);
}

static cJSON *events_json(const struct send_event *events, size_t count)
{
    cJSON *array = cJSON_CreateArray();
    bool ok = array != NULL;
    for (size_t i = 0; ok && i < count; i++) {
        cJSON *event = cJSON_CreateObject();
        ok = add_time(event, "at", events[i].at);
        ok = ok && json_add_text(event, "state", send_state_word(events[i].state));
        ok = ok && json_add_text(event, "source", events[i].source);
        ok = ok && json_add_text(event, "text", events[i].text);
        ok = json_append_node(array, event) && ok;
    }
    return finish(array, ok);
}

bool history_add_answer(cJSON *object, const struct send_detail *detail)
{
    struct arena arena;
    struct send_answer answer;
    arena_init(&arena);
    bool ok = send_answer_read(detail, &arena, &answer, NULL) == ERR_OK;
    ok = ok && json_add_text(object, "route",
                             detail->request != NULL ? send_route_word(answer.route) : NULL);
    ok = ok && json_add_text(object, "message_id", answer.message_id);
    ok = ok && json_add_text(object, "delivery_status", answer.delivery_status);
    arena_release(&arena);
    return ok;
}

cJSON *history_detail_json(const struct send_detail *detail, const struct send_event *events,
                           size_t event_count)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = add_row(object, &detail->row);
    ok = ok && json_add_text(object, "error_title", detail->error_title);
    ok = ok && json_add_text(object, "error_details", detail->error_details);
    ok = ok && json_add_text(object, "error_slot", detail->error_slot);
    ok = ok && json_add_text(object, "error_next", detail->error_next);
    ok = ok && json_add_text(object, "trace_id", detail->trace_id);
    ok = ok && add_number(object, "sent_again_of", detail->row.sent_again_of, 0);
    ok = ok && add_json_text(object, "values", detail->values);
    ok = ok && add_json_text(object, "definition", detail->definition);
    ok = ok && add_json_text(object, "request", detail->request);
    ok = ok && json_add_text(object, "reply", detail->reply);
    ok = ok && json_add_node(object, "events", events_json(events, event_count));
    ok = ok && json_add_text(object, "note", detail->note);
    ok = ok && json_add_text(object, "tags", detail->tags);
    ok = ok && history_add_answer(object, detail);
    return finish(object, ok);
}
