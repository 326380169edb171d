/* JSON of test runs. */
#include "src/cli/test_json.h"

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/cli/send_report.h"

static bool add_time(cJSON *object, const char *name, int64_t at)
{
    char text[CLOCK_TEXT_SIZE];
    clock_format_utc(at, text);
    return json_add_text(object, name, at != 0 ? text : NULL);
}

static bool add_number(cJSON *object, const char *name, int64_t number, int64_t none)
{
    return number == none ? json_add_text(object, name, NULL)
                          : json_add_integer(object, name, number);
}

/* What the history knows of it. */
static bool add_row(cJSON *object, const struct trial_result *result)
{
    bool is_sent = result->row_id != 0;
    return add_number(object, "id", result->row_id, 0) &&
           json_add_text(object, "state", is_sent ? send_state_word(result->state) : NULL) &&
           json_add_text(object, "wamid", result->wamid) &&
           add_number(object, "http_status", result->http_status, 0) &&
           add_number(object, "error_code", result->error_code, 0) &&
           add_number(object, "latency_ms", result->latency_ms, -1);
}

static cJSON *tags_json(const struct text_list *tags)
{
    cJSON *array = cJSON_CreateArray();
    bool ok = array != NULL;
    for (size_t i = 0; ok && i < tags->count; i++)
        ok = json_append_node(array, cJSON_CreateString(tags->items[i]));
    if (ok)
        return array;
    cJSON_Delete(array);
    return NULL;
}

cJSON *test_case_json(const struct trial_result *result)
{
    const struct trial_case *test = result->test;
    char expected[EXPECTATION_TEXT_SIZE];
    expectation_format(&test->entry->expect, expected);
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "case", test->id) &&
              json_add_text(object, "verdict", trial_verdict_word(result->verdict)) &&
              json_add_text(object, "reason", result->reason) &&
              json_add_text(object, "expected", expected) &&
              json_add_text(object, "template", test->template->name) &&
              json_add_text(object, "language", test->template->language) &&
              json_add_text(object, "set", test->set) &&
              json_add_text(object, "to", test->recipient) &&
              json_add_node(object, "tags", tags_json(&test->entry->tags)) &&
              add_row(object, result) && add_time(object, "begun_at", result->begun_at) &&
              add_time(object, "accepted_at", result->accepted_at) &&
              add_time(object, "reported_at", result->reported_at) &&
              add_time(object, "ended_at", result->ended_at) &&
              json_add_text(object, "definition", result->definition_hash) &&
              json_add_node(object, "problems", send_report_problems_json(&result->problems)) &&
              json_add_text(object, "preview", result->preview);
    if (ok)
        return object;
    cJSON_Delete(object);
    return NULL;
}

cJSON *test_summary_json(const struct trial *trial, const struct run_summary *summary,
                         int exit_status)
{
    struct trial_counts counts = trial_count(trial);
    cJSON *inner = cJSON_CreateObject();
    bool ok = json_add_text(inner, "run", summary->run) &&
              json_add_text(inner, "mode", trial_mode_word(summary->mode)) &&
              json_add_text(inner, "profile", summary->profile) &&
              json_add_integer(inner, "cases", (int64_t)counts.total);
    for (size_t i = 0; ok && i < TRIAL_VERDICT_COUNT; i++)
        ok = json_add_integer(inner, trial_verdict_word((enum trial_verdict)i),
                              (int64_t)counts.by_verdict[i]);
    ok = ok && json_add_integer(inner, "duration_ms", summary->ended_at - summary->begun_at) &&
         json_add_bool(inner, "interrupted", summary->was_interrupted) &&
         json_add_integer(inner, "exit", exit_status);
    cJSON *object = cJSON_CreateObject();
    if (json_add_node(object, "summary", inner) && ok)
        return object;
    cJSON_Delete(object);
    return NULL;
}
