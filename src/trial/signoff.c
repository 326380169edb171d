/* The sign-off page. Texts of others become code spans or fences, so that nothing in them is read
 * as Markdown. */
#include "src/trial/signoff.h"

#include <inttypes.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"

enum { PREVIEW_SHOWN_BYTES = 4000 };

static size_t longest_ticks(const char *text)
{
    size_t longest = 0, run = 0;
    for (; *text != '\0'; text++) {
        run = *text == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* `text`, between more ticks than it has itself; a bar would end the cell of a table. */
static void add_code(struct strbuf *out, const char *text)
{
    struct strbuf clean;
    strbuf_init(&clean, 1024 * 1024);
    utf8_sanitize(&clean, text, strlen(text), UTF8_ONE_LINE);
    size_t ticks = longest_ticks(clean.text) + 1;
    strbuf_add_repeated(out, '`', ticks);
    if (ticks > 1)
        strbuf_add_char(out, ' ');
    for (const char *at = clean.text; *at != '\0'; at++) {
        if (*at == '|')
            strbuf_add_char(out, '\\');
        strbuf_add_char(out, *at);
    }
    if (ticks > 1)
        strbuf_add_char(out, ' ');
    strbuf_add_repeated(out, '`', ticks);
    strbuf_release(&clean);
}

static void add_row(struct strbuf *out, const char *name, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    strbuf_addf(out, "| %s | ", name);
    add_code(out, text);
    strbuf_add_text(out, " |\n");
}

static void add_time_row(struct strbuf *out, const char *name, int64_t at)
{
    char when[CLOCK_TEXT_SIZE];
    if (at == 0)
        return;
    clock_format_utc(at, when);
    add_row(out, name, when);
}

static void add_fenced(struct strbuf *out, const char *text)
{
    struct strbuf clean;
    size_t length = strlen(text);
    size_t shown = length < PREVIEW_SHOWN_BYTES ? length : PREVIEW_SHOWN_BYTES;
    while (shown > 0 && shown < length && ((unsigned char)text[shown] & 0xC0) == 0x80)
        shown--;
    strbuf_init(&clean, 1024 * 1024);
    utf8_sanitize(&clean, text, shown, UTF8_KEEP_NEWLINES);
    size_t ticks = longest_ticks(clean.text) + 1 > 3 ? longest_ticks(clean.text) + 1 : 3;
    strbuf_add_repeated(out, '`', ticks);
    strbuf_add_text(out, "text\n");
    strbuf_add_text(out, clean.text);
    if (clean.length > 0 && clean.text[clean.length - 1] != '\n')
        strbuf_add_char(out, '\n');
    strbuf_add_repeated(out, '`', ticks);
    strbuf_add_char(out, '\n');
    if (shown < length)
        strbuf_addf(out, "\n(%zu more bytes are not shown.)\n", length - shown);
    strbuf_release(&clean);
}

static void add_problems(struct strbuf *out, const struct problem_list *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        strbuf_addf(out, "- %s %s: ", problem->level == PROBLEM_ERROR ? "error" : "warning",
                    problem->rule);
        add_code(out, problem->message);
        strbuf_add_char(out, '\n');
    }
    if (problems->count > 0)
        strbuf_add_char(out, '\n');
}

static void add_case(struct strbuf *out, const struct trial_result *result)
{
    const struct trial_case *test = result->test;
    char expected[EXPECTATION_TEXT_SIZE];
    char latency[32] = "";
    expectation_format(&test->entry->expect, expected);
    if (result->latency_ms >= 0) {
        struct strbuf text;
        strbuf_init(&text, sizeof latency - 1);
        strbuf_addf(&text, "%" PRId64 " ms", result->latency_ms);
        memcpy(latency, text.text, text.length + 1);
        strbuf_release(&text);
    }
    strbuf_addf(out, "### %s: ", trial_verdict_word(result->verdict));
    add_code(out, test->id);
    strbuf_add_text(out, "\n\n| | |\n|---|---|\n");
    add_row(out, "template", test->template->name);
    add_row(out, "language", test->template->language);
    add_row(out, "values", test->set);
    add_row(out, "to", test->recipient);
    add_row(out, "expected", expected);
    add_row(out, "outcome", result->reason);
    if (result->row_id != 0)
        add_row(out, "state", send_state_word(result->state));
    add_row(out, "wamid", result->wamid);
    add_row(out, "answer after", latency);
    add_time_row(out, "begun", result->begun_at);
    add_time_row(out, "accepted", result->accepted_at);
    add_time_row(out, "reported", result->reported_at);
    add_row(out, "definition", result->definition_hash);
    strbuf_add_char(out, '\n');
    add_problems(out, &result->problems);
    if (result->preview != NULL && result->preview[0] != '\0')
        add_fenced(out, result->preview);
    strbuf_add_char(out, '\n');
}

static void add_counts(struct strbuf *out, const struct trial_counts *counts)
{
    strbuf_add_text(out, "| verdict | cases |\n|---|---|\n");
    for (size_t i = TRIAL_PASSED; i < TRIAL_VERDICT_COUNT; i++)
        strbuf_addf(out, "| %s | %zu |\n", trial_verdict_word((enum trial_verdict)i),
                    counts->by_verdict[i]);
    strbuf_addf(out, "| not_run | %zu |\n| all | %zu |\n", counts->by_verdict[TRIAL_NOT_RUN],
                counts->total);
}

void signoff_add_report(struct strbuf *out, const struct trial *trial,
                        const struct run_summary *summary)
{
    struct trial_counts counts = trial_count(trial);
    strbuf_add_text(out, "# Template test report\n\n| | |\n|---|---|\n");
    add_row(out, "cases", summary->title);
    add_row(out, "run", summary->run);
    add_row(out, "mode", trial_mode_word(summary->mode));
    add_row(out, "profile", summary->profile);
    add_row(out, "sender", summary->sender);
    add_row(out, "operator", summary->operator_name);
    add_row(out, "definitions", summary->definitions);
    add_time_row(out, "begun", summary->begun_at);
    add_time_row(out, "ended", summary->ended_at);
    strbuf_add_char(out, '\n');
    if (summary->was_interrupted)
        strbuf_add_text(out, "**Interrupted**: what follows is not whole.\n\n");
    add_counts(out, &counts);
    strbuf_add_text(out, "\n## Cases\n\n");
    const struct trial_result *result = NULL;
    for (size_t i = 0; (result = trial_result_at(trial, i)) != NULL; i++)
        add_case(out, result);
    strbuf_add_text(out,
                    "## Signed off\n\nName: ____________________  Date: ____________________\n");
}
