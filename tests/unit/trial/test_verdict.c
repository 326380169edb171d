/* Judging: every expectation against every end. */
#include "src/trial/verdict.h"

#include <criterion/criterion.h>
#include <string.h>

#include "src/base/mem.h"

static struct expectation expect_of(const char *text)
{
    struct expectation expect;
    cr_assert_eq(expectation_parse(text, &expect, NULL), ERR_OK, "%s", text);
    return expect;
}

static const char *word_of(const struct judgement *judgement)
{
    return judgement->is_final ? trial_verdict_word(judgement->verdict) : "open";
}

Test(verdict, by_content)
{
    static const struct problem broken = {
        .slot = "body.1", .rule = "V20", .message = "A line break.", .prevents = 132018};
    static const struct problem warning = {.slot = "to",
                                           .rule = "V2",
                                           .message = "Odd.",
                                           .level = PROBLEM_WARNING,
                                           .prevents = 131026};
    static const struct {
        const char *expect;
        const struct problem *problem;
        const char *unsent, *sent; /* without sending, and with */
        const char *reason;        /* of the first */
    } rows[] = {
        {"accepted", NULL, "passed", "open", "ready to be sent"},
        {"accepted", &warning, "passed", "open", "ready to be sent"},
        {"accepted", &broken, "failed", "failed", "not sent: body.1: A line break. (V20)"},
        {"delivered", NULL, "passed", "open", "ready to be sent"},
        {"delivered", &broken, "failed", "failed", "not sent"},
        {"invalid", &broken, "passed", "passed", "refused by the checks"},
        {"invalid:V20", &broken, "passed", "passed", "refused by the checks"},
        {"invalid:V19", &broken, "failed", "failed", "another rule refuses it: body.1"},
        {"invalid", &warning, "failed", "failed", "find nothing wrong"},
        {"invalid", NULL, "failed", "failed", "find nothing wrong"},
        {"rejected:132018", &broken, "passed", "open", "foresee the refusal: body.1"},
        {"rejected", &broken, "passed", "open", "foresee"},
        {"rejected:131026", &broken, "skipped", "open", "only sending it can tell"},
        {"rejected:131026", &warning, "skipped", "open", "only sending it can tell"},
        {"failed:131026", NULL, "skipped", "open", "only sending it can tell"},
        {"failed:131026", &broken, "failed", "failed", "not sent"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct problem one = rows[i].problem != NULL ? *rows[i].problem : (struct problem){0};
        const struct problem_list problems = {.items = &one, .count = rows[i].problem != NULL};
        struct expectation expect = expect_of(rows[i].expect);
        struct judgement judgement;
        trial_judge_content(&expect, &problems, false, &judgement);
        cr_expect_str_eq(word_of(&judgement), rows[i].unsent, "%s: %s", rows[i].expect,
                         judgement.reason);
        cr_expect_not_null(strstr(judgement.reason, rows[i].reason), "%s", judgement.reason);
        trial_judge_content(&expect, &problems, true, &judgement);
        cr_expect_str_eq(word_of(&judgement), rows[i].sent, "%s: %s", rows[i].expect,
                         judgement.reason);
    }
}

Test(verdict, by_state)
{
    static const struct {
        const char *expect;
        enum send_state state;
        int code;
        bool is_over, has_source;
        const char *verdict;
        const char *reason;
    } rows[] = {
        {"accepted", SEND_QUEUED, 0, false, false, "open", ""},
        {"accepted", SEND_SENDING, 0, false, false, "open", ""},
        {"accepted", SEND_ACCEPTED, 0, false, false, "passed", "accepted"},
        {"accepted", SEND_FAILED, 131026, false, true, "passed", "accepted"},
        {"accepted", SEND_REJECTED, 132000, false, false, "failed", "rejected with 132000: why"},
        {"accepted", SEND_UNKNOWN, 0, false, false, "cannot_tell", "unknown: why"},
        {"accepted", SEND_NOT_SENT, 0, false, false, "error", "not sent: why"},
        {"accepted", SEND_CANCELLED, 0, false, false, "not_run", "cancelled"},
        {"rejected:132000", SEND_REJECTED, 132000, false, false, "passed", "132000"},
        {"rejected:132000", SEND_REJECTED, 132001, false, false, "failed", "132001"},
        {"rejected", SEND_REJECTED, 132001, false, false, "passed", "132001"},
        {"rejected:132000", SEND_ACCEPTED, 0, false, false, "failed", "accepted it"},
        {"rejected:132000", SEND_UNKNOWN, 0, false, false, "cannot_tell", "unknown"},
        {"delivered within 5s", SEND_ACCEPTED, 0, false, false, "open", ""},
        {"delivered within 5s", SEND_SENT, 0, false, true, "open", ""},
        {"delivered within 5s", SEND_DELIVERED, 0, false, true, "passed", "delivered after 2.5 s"},
        {"delivered within 5s", SEND_READ, 0, false, true, "passed", "read after 2.5 s"},
        {"read within 5s", SEND_DELIVERED, 0, false, true, "open", ""},
        {"sent within 5s", SEND_SENT, 0, false, true, "passed", "sent after"},
        {"delivered within 5s", SEND_FAILED, 131026, false, true, "failed", "failed with 131026"},
        {"delivered within 5s", SEND_SENT, 0, true, true, "failed", "still sent after 5 s"},
        {"delivered within 5s", SEND_ACCEPTED, 0, true, true, "failed", "still accepted after 5"},
        {"delivered within 5s", SEND_ACCEPTED, 0, true, false, "cannot_tell", "nothing reports"},
        {"failed:131026 within 5s", SEND_FAILED, 131026, false, true, "passed", "131026"},
        {"failed:131026 within 5s", SEND_FAILED, 131049, false, true, "failed", "131049"},
        {"failed within 5s", SEND_FAILED, 131049, false, true, "passed", "131049"},
        {"failed within 5s", SEND_DELIVERED, 0, true, true, "failed", "still delivered"},
        {"failed within 5s", SEND_ACCEPTED, 0, true, false, "cannot_tell", "nothing reports"},
        {"delivered", SEND_REJECTED, 132000, false, false, "failed", "rejected"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct expectation expect = expect_of(rows[i].expect);
        const struct trial_evidence evidence = {.state = rows[i].state,
                                                .code = rows[i].code,
                                                .text = "why",
                                                .is_over = rows[i].is_over,
                                                .has_source = rows[i].has_source,
                                                .waited_ms = 2512};
        struct judgement judgement;
        trial_judge_state(&expect, &evidence, &judgement);
        cr_expect_str_eq(word_of(&judgement), rows[i].verdict, "row %zu (%s, %s): %s", i,
                         rows[i].expect, send_state_word(rows[i].state), judgement.reason);
        cr_expect_not_null(strstr(judgement.reason, rows[i].reason), "row %zu: %s", i,
                           judgement.reason);
    }
}

Test(verdict, words)
{
    enum trial_verdict verdict = TRIAL_NOT_RUN;
    cr_expect(trial_verdict_parse("cannot_tell", &verdict));
    cr_expect_eq(verdict, TRIAL_CANNOT_TELL);
    cr_expect_not(trial_verdict_parse("maybe", &verdict));
    cr_expect(trial_verdict_is_good(TRIAL_SKIPPED));
    cr_expect_not(trial_verdict_is_good(TRIAL_CANNOT_TELL));
}
