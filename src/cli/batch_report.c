/* Reporting a batch. */
#include "src/cli/batch_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/local_count.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/cli/output.h"

enum { LINE_SIZE = 900 };

static const char *text_or_null(const char *text)
{
    return text != NULL && text[0] != '\0' ? text : NULL;
}

static bool add_number_or_null(cJSON *object, const char *name, int64_t number)
{
    return number == 0 ? json_add_text(object, name, NULL) : json_add_integer(object, name, number);
}

/* Prints the object if all of it is there. */
static void print_object(cJSON *object, bool ok)
{
    if (!ok) {
        cJSON_Delete(object);
        object = NULL;
    }
    output_json(object);
}

static void print_line(FILE *out, const char *line)
{
    output_text(out, line);
    fputc('\n', out);
}

void batch_report_problem(const struct batch_problem *problem, bool json)
{
    const char *level = problem->level == PROBLEM_ERROR ? TEXT("error") : TEXT("warning");
    if (json) {
        cJSON *object = cJSON_CreateObject();
        bool ok = add_number_or_null(object, "row", problem->row);
        ok = ok && json_add_text(object, "column", text_or_null(problem->column));
        ok = ok && json_add_text(object, "rule", text_or_null(problem->rule));
        ok = ok && json_add_text(object, "level", level);
        ok = ok && json_add_text(object, "message", problem->message);
        ok = ok && add_number_or_null(object, "prevents", problem->prevents);
        print_object(object, ok);
        return;
    }
    char line[LINE_SIZE];
    char place[200] = "", column[LINE_SIZE] = "";
    if (problem->row > 0)
        snprintf(place, sizeof place, text_of(" row %" PRId64), problem->row);
    if (problem->column[0] != '\0')
        snprintf(column, sizeof column, text_of(" column %s"), problem->column);
    snprintf(line, sizeof line, "%s%s%s: %s%s%s%s", text_of(level), place, column, problem->message,
             problem->rule[0] != '\0' ? " (" : "", problem->rule,
             problem->rule[0] != '\0' ? ")" : "");
    print_line(stderr, line);
}

static cJSON *error_json(const struct batch_row *row)
{
    if (row->error == NULL)
        return cJSON_CreateNull();
    cJSON *error = cJSON_CreateObject();
    bool ok = add_number_or_null(error, "code", row->error_code);
    ok = ok && json_add_text(error, "title", row->error);
    ok = ok && json_add_text(error, "next", text_or_null(row->next));
    if (ok)
        return error;
    cJSON_Delete(error);
    return NULL;
}

static void print_row_json(const struct batch_row *row)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_integer(object, "row", row->row);
    ok = ok && add_number_or_null(object, "id", row->id);
    ok = ok && json_add_text(object, "state", row->state);
    ok = ok && json_add_text(object, "wamid", text_or_null(row->wamid));
    ok = ok && json_add_text(object, "to", row->to);
    ok = ok && json_add_node(object, "before", cJSON_CreateBool(row->was_before));
    ok = ok && json_add_node(object, "error", error_json(row));
    print_object(object, ok);
}

void batch_report_row(const struct batch_row *row, bool json)
{
    if (json) {
        print_row_json(row);
        return;
    }
    bool is_news = row->error != NULL && strcmp(row->state, "pending") != 0 &&
                   (!row->was_before || strcmp(row->state, "unknown") == 0);
    if (!is_news)
        return;
    char line[LINE_SIZE];
    char code[24] = "";
    if (row->error_code != 0)
        snprintf(code, sizeof code, "%d ", row->error_code);
    snprintf(line, sizeof line, text_of("row %" PRId64 ": %s to %s: %s%s%s"), row->row, row->state,
             row->to, code, row->error, row->was_before ? text_of(" (in an earlier run)") : "");
    print_line(stderr, line);
}

struct count {
    const char *name, *words;
    int64_t number;
};

enum { COUNTS = 6 };

static void count_all(const struct batch_progress *progress, struct count counts[COUNTS])
{
    const struct count all[COUNTS] = {
        {"accepted", TEXT("accepted"), progress->accepted},
        {"rejected", TEXT("rejected"), progress->rejected},
        {"unknown", TEXT("unknown"), progress->unknown},
        {"not_sent", TEXT("not sent"), progress->not_sent},
        {"duplicate", TEXT("blocked as sent before"), progress->duplicate},
        {"before", TEXT("left alone (decided by an earlier run)"), progress->before},
    };
    memcpy(counts, all, sizeof all);
}

static int64_t rows_left(const struct batch_progress *progress)
{
    return progress->to_send - progress->accepted - progress->rejected - progress->unknown -
           progress->not_sent - progress->duplicate;
}

static cJSON *stopped_json(const struct error *stopped)
{
    if (stopped->code == ERR_OK)
        return cJSON_CreateNull();
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "title", stopped->what);
    ok = ok && json_add_text(object, "next", text_or_null(stopped->next));
    if (ok)
        return object;
    cJSON_Delete(object);
    return NULL;
}

static void print_end_json(const struct batch_progress *progress, const char *result_path)
{
    struct count counts[COUNTS];
    count_all(progress, counts);
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "batch", progress->id);
    ok = ok && json_add_integer(object, "rows", progress->rows);
    for (size_t i = 0; i < COUNTS; i++)
        ok = ok && json_add_integer(object, counts[i].name, counts[i].number);
    ok = ok && json_add_integer(object, "pending", rows_left(progress));
    ok = ok && json_add_integer(object, "problems", progress->errors);
    ok = ok && json_add_integer(object, "warnings", progress->warnings);
    ok = ok && json_add_node(object, "stopped", stopped_json(&progress->stopped));
    ok = ok && json_add_text(object, "result", result_path);
    print_object(object, ok);
}

void batch_report_end(const struct batch_progress *progress, const char *result_path, bool json)
{
    if (json) {
        print_end_json(progress, result_path);
        return;
    }
    struct count counts[COUNTS];
    count_all(progress, counts);
    printf(text_count("batch %s: %s row", "batch %s: %s rows", progress->rows), progress->id,
           local_count(progress->rows).text);
    for (size_t i = 0; i < COUNTS; i++)
        if (counts[i].number > 0)
            printf(", %s %s", local_count(counts[i].number).text, text_of(counts[i].words));
    if (rows_left(progress) > 0)
        printf(text_of(", %s not reached"), local_count(rows_left(progress)).text);
    fputc('\n', stdout);
    if (progress->stopped.code != ERR_OK) {
        fputs(text_of("  stopped: "), stdout);
        print_line(stdout, progress->stopped.what);
        fputs("  ", stdout);
        print_line(stdout, progress->stopped.next);
    }
    if (progress->unknown + progress->before_unknown > 0)
        puts(text_of("  What is unknown may have arrived and is never sent again by itself: "
                     "chakra-tui history reconcile looks it up."));
    if (rows_left(progress) > 0)
        puts(text_of("  The same command with --resume sends the rows that were not reached."));
    if (result_path != NULL) {
        fputs(text_of("  results: "), stdout);
        print_line(stdout, result_path);
    }
}

static void note_dry_run(const struct batch_progress *progress)
{
    char rows[80], problems[80], warnings[80];
    snprintf(rows, sizeof rows, text_count("%s row", "%s rows", progress->rows),
             local_count(progress->rows).text);
    snprintf(problems, sizeof problems, text_count("%s problem", "%s problems", progress->errors),
             local_count(progress->errors).text);
    snprintf(warnings, sizeof warnings, text_count("%s warning", "%s warnings", progress->warnings),
             local_count(progress->warnings).text);
    output_note("%s, %s, %s; nothing was sent (the first row's request is shown)", rows, problems,
                warnings);
}

void batch_report_dry_run(const struct batch_progress *progress, cJSON *request, bool json)
{
    if (!json) {
        char *text = request != NULL ? json_print_pretty(request) : NULL;
        if (text != NULL)
            output_lines(stdout, text);
        mem_free(text);
        cJSON_Delete(request);
        note_dry_run(progress);
        return;
    }
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "batch", progress->id);
    ok = ok && json_add_integer(object, "rows", progress->rows);
    ok = ok && json_add_integer(object, "problems", progress->errors);
    ok = ok && json_add_integer(object, "warnings", progress->warnings);
    ok = json_add_node(object, "request", request != NULL ? request : cJSON_CreateNull()) && ok;
    print_object(object, ok);
}

int batch_report_status(const struct batch_progress *progress, bool interrupted)
{
    if (interrupted)
        return err_exit_status(ERR_INTERRUPTED);
    if (progress->stopped.code != ERR_OK)
        return err_exit_status(progress->stopped.code);
    bool as_expected = progress->rejected + progress->unknown + progress->not_sent +
                           progress->duplicate + progress->before_unknown +
                           progress->before_rejected + rows_left(progress) ==
                       0;
    return as_expected ? 0 : err_exit_status(ERR_CASE);
}
