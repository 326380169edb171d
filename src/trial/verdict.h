/*
 * From what a case expects and what is known of it to a verdict: the one place
 * that judges, with a reason in words. Pure.
 */
#ifndef CHAKRA_TRIAL_VERDICT_H
#define CHAKRA_TRIAL_VERDICT_H

#include "src/history/state.h"
#include "src/trial/expectation.h"
#include "src/whatsapp/rules.h"

#include <stdbool.h>

/* id, word in JSON and tables, is it good (does not make the run fail) */
#define TRIAL_VERDICT_LIST(X)            \
    X(NOT_RUN, "not_run", true)          \
    X(PASSED, "passed", true)            \
    X(FAILED, "failed", false)           \
    X(ERROR, "error", false)             \
    X(CANNOT_TELL, "cannot_tell", false) \
    X(SKIPPED, "skipped", true)

enum trial_verdict {
#define X(id, word, good) TRIAL_##id,
    TRIAL_VERDICT_LIST(X)
#undef X
        TRIAL_VERDICT_COUNT
};

const char *trial_verdict_word(enum trial_verdict verdict);
bool trial_verdict_parse(const char *word, enum trial_verdict *ret_verdict);
bool trial_verdict_is_good(enum trial_verdict verdict);

enum { TRIAL_REASON_SIZE = 400 };

struct judgement {
    bool is_final; /* else: send it, or go on waiting */
    enum trial_verdict verdict;
    char reason[TRIAL_REASON_SIZE];
};

/*
 * By its content alone. Not final: it is to be sent, which happens only where `sends`; a case that
 * expects a refusal of the server is sent though the checks object, as nothing else can show it.
 */
void trial_judge_content(const struct expectation *expect, const struct problem_list *problems,
                         bool sends, struct judgement *ret_judgement);

/* What is known of a message that was sent. */
struct trial_evidence {
    enum send_state state;
    int code;         /* of a refusal or failure; 0 */
    const char *text; /* why, in words; NULL */
    bool is_over;     /* the time that the case gives is over */
    bool has_source;  /* something did report deliveries in this run */
    int64_t waited_ms;
};
void trial_judge_state(const struct expectation *expect, const struct trial_evidence *evidence,
                       struct judgement *ret_judgement);

#endif
