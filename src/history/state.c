/* The table of states and the one place that says which may follow which. */
#include "src/history/state.h"

#include <stddef.h>

static const struct {
    const char *word;
    int rank;
    bool final;
    const char *mark;
} rows[SEND_STATE_COUNT] = {
#define X(id, word_, rank_, final_, mark_) \
    [SEND_##id] = {.word = word_, .rank = rank_, .final = final_, .mark = mark_},
    SEND_STATE_LIST(X)
#undef X
};

/* Not strcasecmp(): in a Turkish locale it does not match "FAILED" with "failed". */
static bool equals_any_case(const char *word, const char *lower)
{
    for (; *lower != '\0'; word++, lower++) {
        char c = *word >= 'A' && *word <= 'Z' ? (char)(*word - 'A' + 'a') : *word;
        if (c != *lower)
            return false;
    }
    return *word == '\0';
}

const char *send_state_word(enum send_state state)
{
    return rows[state].word;
}

const char *send_state_mark(enum send_state state)
{
    return rows[state].mark;
}

bool send_state_parse(const char *word, enum send_state *ret_state)
{
    for (size_t i = 0; i < SEND_STATE_COUNT; i++)
        if (equals_any_case(word, rows[i].word)) {
            *ret_state = (enum send_state)i;
            return true;
        }
    return false;
}

bool send_state_may_become(enum send_state from, enum send_state to)
{
    if (rows[from].final || rows[to].rank <= rows[from].rank)
        return false;
    /* `rejected` is the answer to the request: once the server took the message, a later refusal
     * is `failed`. */
    return to != SEND_REJECTED || rows[from].rank < rows[SEND_ACCEPTED].rank;
}
