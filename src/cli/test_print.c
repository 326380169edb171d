/* Printing a test run. */
#include "src/cli/test_print.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/text.h"
#include "src/cli/test_json.h"

#define CLEAR_LINE "\r\033[K"

static bool can_write_over(void)
{
    const char *terminal = getenv("TERM");
    return isatty(STDERR_FILENO) != 0 && terminal != NULL && terminal[0] != '\0' &&
           strcmp(terminal, "dumb") != 0;
}

void test_print_begin(struct test_print *print, bool json)
{
    *print = (struct test_print){.json = json,
                                 .as_table = !json && isatty(STDOUT_FILENO) != 0,
                                 .shows_progress = can_write_over()};
}

void test_print_clear(const struct test_print *print)
{
    if (print->shows_progress)
        fputs(CLEAR_LINE, stderr);
}

/* "failed  order_update/en_US  not sent: …" */
static void print_line(const struct trial_result *result)
{
    printf("%-11s  ", trial_verdict_word(result->verdict));
    output_text(stdout, result->test->id);
    fputs("  ", stdout);
    output_text(stdout, result->reason);
    fputc('\n', stdout);
}

void test_print_case(struct test_print *print, const struct trial_result *result)
{
    if (print->as_table)
        return;
    test_print_clear(print);
    if (!print->json)
        print_line(result);
    else if (!output_json(test_case_json(result)))
        print->failed = true;
    fflush(stdout); /* whoever reads the lines sees each when it is known */
}

void test_print_progress(const struct test_print *print, const struct trial *trial)
{
    struct trial_counts counts = trial_count(trial);
    int64_t left = trial_time_left(trial);
    if (!print->shows_progress)
        return;
    size_t bad = counts.by_verdict[TRIAL_FAILED] + counts.by_verdict[TRIAL_ERROR];
    fputs(CLEAR_LINE, stderr);
    fprintf(stderr, text_of("%zu of %zu done, %zu failed"), counts.over, counts.total, bad);
    if (left >= 0 && counts.over < counts.total)
        fprintf(stderr, text_of(", about %" PRId64 " s left"), (left + 999) / 1000);
    fflush(stderr);
}

static void print_table(const struct trial *trial)
{
    struct output_table table;
    const struct trial_result *result = NULL;
    table_begin(&table, 4);
    for (size_t i = 0; (result = trial_result_at(trial, i)) != NULL; i++) {
        char expected[EXPECTATION_TEXT_SIZE];
        expectation_format(&result->test->entry->expect, expected);
        table_add(&table, trial_verdict_word(result->verdict));
        table_add(&table, result->test->id);
        table_add(&table, expected);
        table_add(&table, result->reason);
    }
    table_print(&table, stdout);
}

static void print_counts(const struct trial *trial, const struct run_summary *summary)
{
    struct trial_counts counts = trial_count(trial);
    int64_t took = summary->ended_at - summary->begun_at;
    printf(text_count("%zu case: %zu passed", "%zu cases: %zu passed", (int64_t)counts.total),
           counts.total, counts.by_verdict[TRIAL_PASSED]);
    static const struct {
        enum trial_verdict verdict;
        const char *word;
    } others[] = {{TRIAL_FAILED, TEXT("failed")},
                  {TRIAL_ERROR, TEXT("in error")},
                  {TRIAL_CANNOT_TELL, TEXT("cannot be told")},
                  {TRIAL_SKIPPED, TEXT("skipped")},
                  {TRIAL_NOT_RUN, TEXT("not run")}};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (counts.by_verdict[others[i].verdict] > 0)
            printf(", %zu %s", counts.by_verdict[others[i].verdict], text_of(others[i].word));
    printf(" (%s, %" PRId64 ".%" PRId64 " s)\n", trial_mode_word(summary->mode), took / 1000,
           took % 1000 / 100);
}

void test_print_end(struct test_print *print, const struct trial *trial,
                    const struct run_summary *summary, int exit_status)
{
    test_print_clear(print);
    if (print->json) {
        if (!output_json(test_summary_json(trial, summary, exit_status)))
            print->failed = true;
        return;
    }
    if (print->as_table)
        print_table(trial);
    print_counts(trial, summary);
}
