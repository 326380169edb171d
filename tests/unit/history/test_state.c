/* The state machine against the diagram of states, pair by pair. */
#include "src/history/state.h"

#include <criterion/criterion.h>
#include <string.h>

/* What each state may become, written out from the diagram and its rules, not from the ranks. */
static const struct {
    enum send_state from;
    const char *to; /* words, each with a blank after it */
} expected[SEND_STATE_COUNT] = {
    {SEND_QUEUED,
     "sending not_sent cancelled unknown rejected accepted sent delivered read failed "},
    {SEND_SENDING, "not_sent cancelled unknown rejected accepted sent delivered read failed "},
    {SEND_UNKNOWN, "rejected accepted sent delivered read failed "},
    {SEND_ACCEPTED, "sent delivered read failed "},
    {SEND_SENT, "delivered read failed "},
    {SEND_DELIVERED, "read failed "},
    {SEND_NOT_SENT, ""},
    {SEND_CANCELLED, ""},
    {SEND_REJECTED, ""},
    {SEND_READ, "failed "}, /* so that the order in which both come does not matter */
    {SEND_FAILED, ""},
};

static bool has_word(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; (at = strstr(at, word)) != NULL; at++)
        if ((at == words || at[-1] == ' ') && at[length] == ' ')
            return true;
    return false;
}

Test(state, every_pair_follows_the_diagram)
{
    for (size_t i = 0; i < SEND_STATE_COUNT; i++)
        for (int to = 0; to < SEND_STATE_COUNT; to++) {
            const char *word = send_state_word((enum send_state)to);
            cr_expect_eq(send_state_may_become(expected[i].from, (enum send_state)to),
                         has_word(expected[i].to, word), "%s to %s",
                         send_state_word(expected[i].from), word);
        }
}

Test(state, words_round_trip_in_any_case)
{
    for (int i = 0; i < SEND_STATE_COUNT; i++) {
        enum send_state parsed = SEND_STATE_COUNT;
        cr_expect(send_state_parse(send_state_word((enum send_state)i), &parsed));
        cr_expect_eq((int)parsed, i);
        cr_expect_gt(strlen(send_state_mark((enum send_state)i)), 0);
    }
    enum send_state state = SEND_QUEUED;
    cr_expect(send_state_parse("Not_Sent", &state));
    cr_expect_eq(state, SEND_NOT_SENT);
    cr_expect(send_state_parse("DELIVERED", &state));
    cr_expect_eq(state, SEND_DELIVERED);
}

Test(state, other_words_are_refused)
{
    static const char *const words[] = {"", "sen", "sents", "draft", "not sent", "s\xC4\xB1nt"};
    enum send_state state = SEND_READ;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        cr_expect_not(send_state_parse(words[i], &state), "%s", words[i]);
    cr_expect_eq(state, SEND_READ);
}
