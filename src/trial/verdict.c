/* Judging cases. */
#include "src/trial/verdict.h"

#include "src/base/text.h"
#include "src/base/utf8.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *word;
    bool is_good;
} rows[TRIAL_VERDICT_COUNT] = {
#define X(id, word_, good) [TRIAL_##id] = {.word = word_, .is_good = good},
    TRIAL_VERDICT_LIST(X)
#undef X
};

const char *trial_verdict_word(enum trial_verdict verdict)
{
    return rows[verdict].word;
}

bool trial_verdict_is_good(enum trial_verdict verdict)
{
    return rows[verdict].is_good;
}

bool trial_verdict_parse(const char *word, enum trial_verdict *ret_verdict)
{
    for (size_t i = 0; i < TRIAL_VERDICT_COUNT; i++) {
        if (strcmp(rows[i].word, word) != 0)
            continue;
        *ret_verdict = (enum trial_verdict)i;
        return true;
    }
    return false;
}

__attribute__((format(printf, 3, 4))) static void
decide(struct judgement *judgement, enum trial_verdict verdict, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(judgement->reason, sizeof judgement->reason, text_of(format), args);
    va_end(args);
    utf8_mend(judgement->reason);
    judgement->is_final = true;
    judgement->verdict = verdict;
}

static const struct problem *first_error(const struct problem_list *problems)
{
    for (size_t i = 0; i < problems->count; i++)
        if (problems->items[i].level == PROBLEM_ERROR)
            return &problems->items[i];
    return NULL;
}

static const struct problem *find_rule(const struct problem_list *problems, const char *rule)
{
    for (size_t i = 0; i < problems->count; i++)
        if (problems->items[i].level == PROBLEM_ERROR &&
            (rule[0] == '\0' || strcmp(problems->items[i].rule, rule) == 0))
            return &problems->items[i];
    return NULL;
}

static const struct problem *find_code(const struct problem_list *problems, int code)
{
    for (size_t i = 0; i < problems->count; i++)
        if (problems->items[i].level == PROBLEM_ERROR &&
            (code == 0 || problems->items[i].prevents == code))
            return &problems->items[i];
    return NULL;
}

/* "body.1: The value … (V20)" */
static void quote(const struct problem *problem, char *text, size_t size)
{
    snprintf(text, size, "%s%s%s%s%s%s", problem->slot, problem->slot[0] != '\0' ? ": " : "",
             problem->message, problem->rule[0] != '\0' ? " (" : "", problem->rule,
             problem->rule[0] != '\0' ? ")" : "");
}

static void judge_invalid(const struct expectation *expect, const struct problem_list *problems,
                          struct judgement *judgement)
{
    char text[360];
    const struct problem *found = find_rule(problems, expect->rule);
    const struct problem *other = first_error(problems);
    if (found != NULL) {
        quote(found, text, sizeof text);
        decide(judgement, TRIAL_PASSED, "refused by the checks: %s", text);
    } else if (other != NULL) {
        quote(other, text, sizeof text);
        decide(judgement, TRIAL_FAILED, "another rule refuses it: %s", text);
    } else {
        decide(judgement, TRIAL_FAILED, "the checks find nothing wrong with it");
    }
}

/* Without sending, only the checks can say something of a refusal. */
static void judge_refusal_unsent(const struct expectation *expect,
                                 const struct problem_list *problems, struct judgement *judgement)
{
    char text[360];
    const struct problem *found =
        expect->kind == EXPECT_REJECTED ? find_code(problems, expect->code) : NULL;
    if (found == NULL) {
        decide(judgement, TRIAL_SKIPPED, "only sending it can tell");
        return;
    }
    quote(found, text, sizeof text);
    decide(judgement, TRIAL_PASSED, "the checks foresee the refusal: %s", text);
}

void trial_judge_content(const struct expectation *expect, const struct problem_list *problems,
                         bool sends, struct judgement *ret_judgement)
{
    char text[360];
    const struct problem *wrong = first_error(problems);
    *ret_judgement = (struct judgement){0};
    if (expect->kind == EXPECT_INVALID) {
        judge_invalid(expect, problems, ret_judgement);
    } else if (expect->kind == EXPECT_REJECTED) {
        if (!sends)
            judge_refusal_unsent(expect, problems, ret_judgement);
    } else if (wrong != NULL) {
        quote(wrong, text, sizeof text);
        decide(ret_judgement, TRIAL_FAILED, "not sent: %s", text);
    } else if (!sends && expect->kind == EXPECT_FAILED) {
        judge_refusal_unsent(expect, problems, ret_judgement);
    } else if (!sends) {
        decide(ret_judgement, TRIAL_PASSED, "ready to be sent");
    }
}

static bool code_fits(const struct expectation *expect, int code)
{
    return expect->code == 0 || expect->code == code;
}

static const char *words_of(const struct trial_evidence *evidence)
{
    return evidence->text != NULL && evidence->text[0] != '\0' ? evidence->text : "no reason given";
}

/* States in which nothing of the message is known to have reached the platform. */
static bool judge_lost(const struct trial_evidence *evidence, struct judgement *judgement)
{
    switch (evidence->state) {
    case SEND_UNKNOWN:
        decide(judgement, TRIAL_CANNOT_TELL, "the outcome is unknown: %s", words_of(evidence));
        return true;
    case SEND_NOT_SENT:
        decide(judgement, TRIAL_ERROR, "not sent: %s", words_of(evidence));
        return true;
    case SEND_CANCELLED:
        decide(judgement, TRIAL_NOT_RUN, "cancelled before it was sent");
        return true;
    default:
        return false;
    }
}

static void judge_rejected(const struct expectation *expect, const struct trial_evidence *evidence,
                           struct judgement *judgement)
{
    bool is_wanted = expect->kind == EXPECT_REJECTED && code_fits(expect, evidence->code);
    decide(judgement, is_wanted ? TRIAL_PASSED : TRIAL_FAILED, "rejected with %d: %s",
           evidence->code, words_of(evidence));
}

static void judge_reported(const struct expectation *expect, const struct trial_evidence *evidence,
                           struct judgement *judgement)
{
    static const enum send_state wanted[] = {
        [EXPECT_SENT] = SEND_SENT, [EXPECT_DELIVERED] = SEND_DELIVERED, [EXPECT_READ] = SEND_READ};
    bool is_reached = expect->kind != EXPECT_FAILED && evidence->state >= wanted[expect->kind];
    const char *word = send_state_word(evidence->state);
    if (is_reached)
        decide(judgement, TRIAL_PASSED, "%s after %" PRId64 ".%" PRId64 " s", word,
               evidence->waited_ms / 1000, evidence->waited_ms % 1000 / 100);
    else if (evidence->is_over && evidence->has_source)
        decide(judgement, TRIAL_FAILED, "still %s after %" PRId64 " s", word,
               expect->within_ms / 1000);
    else if (evidence->is_over)
        decide(judgement, TRIAL_CANNOT_TELL,
               "accepted, but nothing reports deliveries: run chakra-tui listen, or set poll = yes "
               "where the account's lists show them");
}

void trial_judge_state(const struct expectation *expect, const struct trial_evidence *evidence,
                       struct judgement *ret_judgement)
{
    *ret_judgement = (struct judgement){0};
    if (judge_lost(evidence, ret_judgement))
        return;
    if (evidence->state == SEND_REJECTED) {
        judge_rejected(expect, evidence, ret_judgement);
        return;
    }
    if (evidence->state < SEND_ACCEPTED)
        return; /* under way */
    if (expect->kind == EXPECT_REJECTED) {
        decide(ret_judgement, TRIAL_FAILED, "the server accepted it");
    } else if (!expectation_needs_evidence(expect)) {
        decide(ret_judgement, TRIAL_PASSED, "accepted");
    } else if (evidence->state == SEND_FAILED) {
        bool is_wanted = expect->kind == EXPECT_FAILED && code_fits(expect, evidence->code);
        decide(ret_judgement, is_wanted ? TRIAL_PASSED : TRIAL_FAILED, "failed with %d: %s",
               evidence->code, words_of(evidence));
    } else {
        judge_reported(expect, evidence, ret_judgement);
    }
}
