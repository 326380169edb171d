/* Who may be sent to in a test run, and when not. */
#include "src/trial/gate.h"

#include <string.h>

static const struct {
    const char *word;
    bool sends;
} modes[] = {
    [TRIAL_CHECK] = {"check", false},
    [TRIAL_DRY_RUN] = {"dry-run", false},
    [TRIAL_SANDBOX] = {"sandbox", true},
    [TRIAL_LIVE] = {"live", true},
};

const char *trial_mode_word(enum trial_mode mode)
{
    return modes[mode].word;
}

bool trial_mode_sends(enum trial_mode mode)
{
    return modes[mode].sends;
}

static bool is_test_recipient(const struct profile *profile, const char *digits)
{
    for (size_t i = 0; i < profile->test_recipient_count; i++)
        if (strcmp(profile->test_recipients[i].digits, digits) == 0)
            return true;
    return false;
}

/* Is anything let out, wherever it goes? */
static enum err check_open(const struct trial_gate *gate, struct error *reterr)
{
    if (!trial_mode_sends(gate->mode) || gate->outbox == NULL)
        return error_set(reterr, ERR_CONTENT, "Run it with --sandbox or --live to send.",
                         "a %s sends nothing", trial_mode_word(gate->mode));
    if (gate->mode == TRIAL_SANDBOX && gate->profile->mode != MODE_SANDBOX)
        return error_set(reterr, ERR_CONTENT, "Use --sandbox, or --live for an account.",
                         "the profile %s is not the sandbox's", gate->profile->name);
    return ERR_OK;
}

enum err trial_gate_allows(const struct trial_gate *gate, const char *digits, struct error *reterr)
{
    enum err err = check_open(gate, reterr);
    if (err == ERR_OK)
        err = profile_allows_send(gate->profile, digits, reterr);
    if (err != ERR_OK || gate->mode == TRIAL_SANDBOX || is_test_recipient(gate->profile, digits))
        return err;
    return error_set(reterr, ERR_CONTENT, "Add the number to test_recipients of the profile.",
                     "a test run sends only to test recipients, and %s is none of the profile %s",
                     digits, gate->profile->name);
}

enum err trial_gate_submit(struct trial_gate *gate, struct job *job, struct error *reterr)
{
    const char *to = job->detail.row.to != NULL ? job->detail.row.to : "";
    enum err err = trial_gate_allows(gate, to, reterr);
    if (err == ERR_OK && gate->max_sends > 0 && gate->sends >= gate->max_sends)
        err = error_set(reterr, ERR_CONTENT, "Choose fewer cases, or raise --max-sends.",
                        "%zu messages were sent, which is the most for this run", gate->sends);
    if (err != ERR_OK)
        return err;
    if (job->pair_gap_ms < gate->least_pair_gap_ms)
        job->pair_gap_ms = gate->least_pair_gap_ms;
    err = outbox_submit(gate->outbox, job, reterr);
    gate->sends += err == ERR_OK;
    return err;
}

enum err trial_gate_submit_upload(struct trial_gate *gate, struct job *job, struct error *reterr)
{
    enum err err = check_open(gate, reterr);
    return err == ERR_OK ? outbox_submit(gate->outbox, job, reterr) : err;
}
