/* Reporting a send. */
#include "src/cli/send_report.h"

#include <inttypes.h>
#include <stdio.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/cli/history_json.h"
#include "src/cli/output.h"
#include "src/outbox/send_answer.h"

static const char *text_or_null(const char *text)
{
    return text != NULL && text[0] != '\0' ? text : NULL;
}

/* Numbers that a row leaves at `none` are null. */
static bool add_number(cJSON *object, const char *name, int64_t number, int64_t none)
{
    return number == none ? json_add_text(object, name, NULL)
                          : json_add_integer(object, name, number);
}

cJSON *send_report_problems_json(const struct problem_list *problems)
{
    cJSON *array = cJSON_CreateArray();
    bool ok = array != NULL;
    for (size_t i = 0; ok && i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        cJSON *row = cJSON_CreateObject();
        ok = json_add_text(row, "slot", problem->slot);
        ok = ok && json_add_text(row, "rule", text_or_null(problem->rule));
        ok = ok &&
             json_add_text(row, "level", problem->level == PROBLEM_ERROR ? "error" : "warning");
        ok = ok && json_add_text(row, "message", problem->message);
        ok = ok && add_number(row, "prevents", problem->prevents, 0);
        ok = json_append_node(array, row) && ok;
    }
    if (!ok) {
        cJSON_Delete(array);
        return NULL;
    }
    return array;
}

static cJSON *error_json(const struct send_report *report)
{
    if (report->problems != NULL || report->error == NULL || report->error->code == ERR_OK)
        return cJSON_CreateNull();
    const struct send_detail *detail = report->detail;
    const char *title = detail != NULL ? text_or_null(detail->error_title) : NULL;
    const char *next = detail != NULL ? text_or_null(detail->error_next) : NULL;
    cJSON *error = cJSON_CreateObject();
    bool ok = add_number(error, "code", detail != NULL ? detail->row.error_code : 0, 0);
    ok = ok && json_add_text(error, "title", title != NULL ? title : report->error->what);
    ok = ok && json_add_text(error, "details", detail != NULL ? detail->error_details : NULL);
    ok = ok && json_add_text(error, "slot", detail != NULL ? detail->error_slot : NULL);
    ok =
        ok && json_add_text(error, "next", next != NULL ? next : text_or_null(report->error->next));
    if (!ok) {
        cJSON_Delete(error);
        return NULL;
    }
    return error;
}

static const char *state_word(const struct send_report *report)
{
    return report->detail != NULL ? send_state_word(report->detail->row.state) : report->state;
}

static cJSON *report_json(const struct send_report *report)
{
    static const struct send_row none = {.latency_ms = -1};
    const struct send_row *row = report->detail != NULL ? &report->detail->row : &none;
    cJSON *object = cJSON_CreateObject();
    bool ok = add_number(object, "id", row->id, 0);
    ok = ok && json_add_text(object, "state", state_word(report));
    ok = ok && json_add_text(object, "wamid", text_or_null(row->wamid));
    ok = ok && add_number(object, "http_status", row->http_status, 0);
    ok = ok && json_add_text(object, "to", text_or_null(row->to) != NULL ? row->to : report->to);
    ok = ok && json_add_text(object, "template", report->template);
    ok = ok && json_add_text(object, "language", report->language);
    ok = ok && add_number(object, "latency_ms", row->latency_ms, -1);
    ok = ok && json_add_node(object, "error", error_json(report));
    if (report->detail != NULL && send_answer_route(report->detail) != VIA_MESSAGES)
        ok = ok && history_add_answer(object, report->detail);
    if (report->problems != NULL)
        ok = ok && json_add_node(object, "problems", send_report_problems_json(report->problems));
    if (!ok) {
        cJSON_Delete(object);
        return NULL;
    }
    return object;
}

void send_report_problems(const struct problem_list *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        char line[512];
        snprintf(line, sizeof line, "%s %s%s%s%s%s%s",
                 problem->level == PROBLEM_ERROR ? text_of("error") : text_of("warning"),
                 problem->slot, problem->slot[0] != '\0' ? ": " : "", problem->message,
                 problem->rule[0] != '\0' ? " (" : "", problem->rule,
                 problem->rule[0] != '\0' ? ")" : "");
        utf8_mend(line);
        output_text(stderr, line);
        fputc('\n', stderr);
    }
}

/* accepted  #41  wamid.…  to 15550001234  hello_world en_US  231 ms */
static void print_row(const struct send_report *report)
{
    const struct send_row *row = &report->detail->row;
    output_text(stdout, state_word(report));
    printf("  #%" PRId64 "  ", row->id);
    if (text_or_null(row->wamid) != NULL) {
        output_text(stdout, row->wamid);
        fputs("  ", stdout);
    }
    if (text_or_null(row->to) != NULL) {
        fputs(text_of("to "), stdout);
        output_text(stdout, row->to);
    } else {
        fputs(text_of("to whom the record belongs to"), stdout);
    }
    fputs("  ", stdout);
    output_text(stdout, report->template);
    fputc(' ', stdout);
    output_text(stdout, report->language);
    if (row->latency_ms >= 0)
        printf(text_of("  %" PRId64 " ms"), row->latency_ms);
    fputc('\n', stdout);
}

static void print_for_people(const struct send_report *report)
{
    if (report->problems != NULL) {
        send_report_problems(report->problems);
        output_note("nothing was sent");
        return;
    }
    if (report->detail != NULL)
        print_row(report);
    else
        printf("%s\n", report->state != NULL ? report->state : "not_sent");
    if (report->error->code == ERR_OK)
        return;
    fputs("  ", stdout);
    output_text(stdout, report->error->what);
    fputc('\n', stdout);
    const char *next = report->detail != NULL ? text_or_null(report->detail->error_next) : NULL;
    if (next == NULL)
        next = text_or_null(report->error->next);
    if (next != NULL) {
        fputs("  ", stdout);
        output_text(stdout, next);
        fputc('\n', stdout);
    }
}

void send_report_print(const struct send_report *report, bool json)
{
    if (json)
        output_json(report_json(report));
    else
        print_for_people(report);
}
