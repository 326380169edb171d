/* Writing JUnit XML. */
#include "src/trial/junit.h"

#include <inttypes.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/utf8.h"

/* XML 1.0, production [2]. */
static bool is_allowed(int32_t code_point)
{
    return code_point == '\t' || code_point == '\n' || code_point == '\r' ||
           (code_point >= 0x20 && code_point <= 0xD7FF) ||
           (code_point >= 0xE000 && code_point <= 0xFFFD) ||
           (code_point >= 0x10000 && code_point <= 0x10FFFF);
}

void junit_add_escaped(struct strbuf *out, const char *text, bool is_attribute)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        size_t begin = at;
        int32_t code_point = utf8_next(text, length, &at);
        if (!is_allowed(code_point))
            strbuf_add_text(out, "\xEF\xBF\xBD");
        else if (code_point == '\r' || (is_attribute && code_point < 0x20) ||
                 (code_point < 0x80 && strchr("<>&\"'", code_point) != NULL))
            strbuf_addf(out, "&#%d;", (int)code_point);
        else
            strbuf_add(out, text + begin, at - begin);
    }
}

static void add_attribute(struct strbuf *out, const char *name, const char *value)
{
    strbuf_addf(out, " %s=\"", name);
    junit_add_escaped(out, value != NULL ? value : "", true);
    strbuf_add_char(out, '"');
}

static void add_seconds(struct strbuf *out, int64_t ms)
{
    strbuf_addf(out, " time=\"%" PRId64 ".%03" PRId64 "\"", ms / 1000, ms % 1000);
}

/* What stands in a testcase for a verdict; NULL: nothing, it passed. */
static const char *element_of(enum trial_verdict verdict, bool allows_cannot_tell)
{
    static const char *const elements[TRIAL_VERDICT_COUNT] = {
        [TRIAL_FAILED] = "failure",  [TRIAL_ERROR] = "error",     [TRIAL_CANNOT_TELL] = "error",
        [TRIAL_SKIPPED] = "skipped", [TRIAL_NOT_RUN] = "skipped",
    };
    return verdict == TRIAL_CANNOT_TELL && allows_cannot_tell ? "skipped" : elements[verdict];
}

static void add_fact(struct strbuf *out, const char *name, const char *value)
{
    if (value == NULL || value[0] == '\0')
        return;
    strbuf_addf(out, "%s: ", name);
    junit_add_escaped(out, value, false);
    strbuf_add_char(out, '\n');
}

static void add_output(struct strbuf *out, const struct trial_result *result)
{
    char expected[EXPECTATION_TEXT_SIZE];
    expectation_format(&result->test->entry->expect, expected);
    strbuf_add_text(out, "      <system-out>");
    add_fact(out, "expected", expected);
    add_fact(out, "to", result->test->recipient);
    if (result->row_id != 0)
        add_fact(out, "state", send_state_word(result->state));
    add_fact(out, "wamid", result->wamid);
    add_fact(out, "definition", result->definition_hash);
    for (size_t i = 0; i < result->problems.count; i++) {
        const struct problem *problem = &result->problems.items[i];
        add_fact(out, problem->level == PROBLEM_ERROR ? "error" : "warning", problem->message);
    }
    if (result->preview != NULL) {
        strbuf_add_text(out, "preview:\n");
        junit_add_escaped(out, result->preview, false);
    }
    strbuf_add_text(out, "</system-out>\n");
}

static void add_case(struct strbuf *out, const struct trial_result *result, bool allows_cannot_tell)
{
    const char *element = element_of(result->verdict, allows_cannot_tell);
    int64_t ms = result->ended_at > result->begun_at && result->begun_at > 0
                     ? result->ended_at - result->begun_at
                     : 0;
    strbuf_add_text(out, "    <testcase");
    add_attribute(out, "name", result->test->id);
    strbuf_add_text(out, " classname=\"");
    junit_add_escaped(out, result->test->template->name, true);
    strbuf_add_char(out, '.');
    junit_add_escaped(out, result->test->template->language, true);
    strbuf_add_char(out, '"');
    add_seconds(out, ms);
    strbuf_add_text(out, ">\n");
    if (element != NULL) {
        strbuf_addf(out, "      <%s", element);
        add_attribute(out, "message", result->reason);
        if (strcmp(element, "skipped") != 0)
            add_attribute(out, "type", trial_verdict_word(result->verdict));
        strbuf_add_text(out, "/>\n");
    }
    add_output(out, result);
    strbuf_add_text(out, "    </testcase>\n");
}

/* Counts by element, as the readers of such files expect them. */
struct totals {
    size_t failures, errors, skipped;
};

static struct totals count(const struct trial *trial, bool allows_cannot_tell)
{
    struct totals totals = {0};
    const struct trial_result *result = NULL;
    for (size_t i = 0; (result = trial_result_at(trial, i)) != NULL; i++) {
        const char *element = element_of(result->verdict, allows_cannot_tell);
        totals.failures += element != NULL && strcmp(element, "failure") == 0;
        totals.errors += element != NULL && strcmp(element, "error") == 0;
        totals.skipped += element != NULL && strcmp(element, "skipped") == 0;
    }
    return totals;
}

static void add_totals(struct strbuf *out, const struct trial *trial,
                       const struct run_summary *summary)
{
    struct totals totals = count(trial, summary->allows_cannot_tell);
    strbuf_addf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\"",
                trial_count(trial).total, totals.failures, totals.errors, totals.skipped);
    add_seconds(out, summary->ended_at - summary->begun_at);
}

static void add_property(struct strbuf *out, const char *name, const char *value)
{
    if (value == NULL)
        return;
    strbuf_add_text(out, "      <property");
    add_attribute(out, "name", name);
    add_attribute(out, "value", value);
    strbuf_add_text(out, "/>\n");
}

void junit_add_report(struct strbuf *out, const struct trial *trial,
                      const struct run_summary *summary)
{
    char when[CLOCK_TEXT_SIZE];
    clock_format_utc(summary->begun_at, when);
    strbuf_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    add_attribute(out, "name", "chakra-tui test");
    add_totals(out, trial, summary);
    strbuf_add_text(out, ">\n  <testsuite");
    add_attribute(out, "name", summary->title);
    add_attribute(out, "timestamp", when);
    add_totals(out, trial, summary);
    strbuf_add_text(out, ">\n    <properties>\n");
    add_property(out, "run", summary->run);
    add_property(out, "mode", trial_mode_word(summary->mode));
    add_property(out, "profile", summary->profile);
    add_property(out, "operator", summary->operator_name);
    add_property(out, "definitions", summary->definitions);
    strbuf_add_text(out, "    </properties>\n");
    const struct trial_result *result = NULL;
    for (size_t i = 0; (result = trial_result_at(trial, i)) != NULL; i++)
        add_case(out, result, summary->allows_cannot_tell);
    strbuf_add_text(out, "  </testsuite>\n</testsuites>\n");
}
