/* The platform's words for states, and the way of a list of statuses into the store. */
#include "src/cli/status_apply.h"

#include "src/base/mem.h"

enum { CHUNK = 100 };

bool status_word_parse(const char *word, enum send_state *ret_state)
{
    enum send_state state = SEND_UNKNOWN;
    static const char played[] = "played";
    size_t at = 0;
    while (word[at] != '\0' && (word[at] | 0x20) == played[at])
        at++;
    if (word[at] == '\0' && at == sizeof played - 1)
        state = SEND_READ;
    else if (!send_state_parse(word, &state) || (state != SEND_SENT && state != SEND_DELIVERED &&
                                                 state != SEND_READ && state != SEND_FAILED))
        return false;
    *ret_state = state;
    return true;
}

static struct status_update make_update(const struct status_apply *apply,
                                        const struct webhook_status *status, enum send_state state)
{
    return (struct status_update){
        .wamid = status->wamid,
        .state = state,
        .at = status->at_ms,
        .source = apply->source,
        .code = status->code,
        .title = status->title,
        .details = status->details,
        .keep_orphan = apply->keep_orphans,
    };
}

enum err statuses_apply(const struct status_apply *apply, const struct webhook_status *statuses,
                        size_t count, size_t *ret_ignored, struct error *reterr)
{
    struct status_update updates[CHUNK];
    struct status_outcome outcomes[CHUNK];
    size_t places[CHUNK];
    enum err err = ERR_OK;
    *ret_ignored = 0;
    for (size_t i = 0; err == ERR_OK && i < count;) {
        size_t filled = 0;
        for (; i < count && filled < CHUNK; i++) {
            enum send_state state = SEND_UNKNOWN;
            if (!status_word_parse(statuses[i].state, &state)) {
                ++*ret_ignored;
                continue;
            }
            places[filled] = i;
            updates[filled++] = make_update(apply, &statuses[i], state);
        }
        if (filled > 0)
            err = store_apply_statuses(apply->store, updates, filled, outcomes, reterr);
        for (size_t j = 0; err == ERR_OK && apply->visit != NULL && j < filled; j++)
            apply->visit(apply->context, &statuses[places[j]], &outcomes[j]);
    }
    return err;
}
