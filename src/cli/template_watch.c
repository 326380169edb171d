/* Asks again and again, with growing gaps, until a template is decided. */
#include "src/cli/template_watch.h"

#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/text.h"
#include "src/cli/sender.h"
#include "src/cli/signals.h"
#include "src/whatsapp/definition.h"

enum { FIRST_GAP_MS = 250, LONGEST_GAP_MS = 60 * 1000 };

/* False: a signal came. */
static bool sleep_until(int64_t end)
{
    for (int64_t now = clock_monotonic_ms(); now < end && !signals_came();
         now = clock_monotonic_ms())
        signals_wait_readable_for(-1, end - now);
    return !signals_came();
}

/* The list may lag behind an edit: the definition as it was before says nothing about the new one.
 */
static enum err is_old(struct template *template, const char *old_hash, bool *ret_is_old,
                       struct error *reterr)
{
    struct arena arena;
    struct definition definition = {0};
    *ret_is_old = false;
    if (old_hash == NULL)
        return ERR_OK;
    arena_init(&arena);
    enum err err = definition_make(template, &arena, &definition, reterr);
    *ret_is_old = err == ERR_OK && strcmp(definition.hash, old_hash) == 0;
    arena_release(&arena);
    return err;
}

static enum err read_decision(const struct template_list *list,
                              const struct template_watched *watched,
                              struct template_decision *decision, struct error *reterr)
{
    for (size_t i = 0; i < list->count; i++) {
        struct template *template = list->items[i];
        if (strcmp(template->name, watched->name) != 0 ||
            strcmp(template->language, watched->language) != 0)
            continue;
        bool old = false;
        enum err err = is_old(template, watched->old_hash, &old, reterr);
        if (err != ERR_OK || old)
            return err;
        snprintf(decision->status, sizeof decision->status, "%s", template->status_name);
        snprintf(decision->category, sizeof decision->category, "%s", template->category);
        snprintf(decision->reason, sizeof decision->reason, "%s", template->rejected_reason);
    }
    return ERR_OK;
}

static bool is_decided(const struct template_decision *decision)
{
    enum template_status status = template_status_parse(decision->status);
    return decision->status[0] != '\0' && status != TEMPLATE_PENDING &&
           status != TEMPLATE_IN_APPEAL;
}

static enum err judge(const struct template_decision *decision, struct error *reterr)
{
    if (template_status_parse(decision->status) == TEMPLATE_APPROVED)
        return ERR_OK;
    return error_set(reterr, ERR_REJECTED, "Correct the definition, then submit it again.",
                     decision->reason[0] != '\0' ? TEXT("Meta decided: %s, because of %s")
                                                 : TEXT("Meta decided: %s"),
                     decision->status, decision->reason);
}

static enum err look(struct session *session, const char *waba,
                     const struct template_watched *watched, struct template_decision *decision,
                     struct error *reterr)
{
    struct template_list list;
    enum err err = template_list_fetch(session, waba, &list, reterr);
    if (err == ERR_OK)
        err = read_decision(&list, watched, decision, reterr);
    template_list_release(&list);
    return err;
}

enum err template_watch(struct session *session, const char *waba,
                        const struct template_watched *watched, int64_t limit_ms,
                        struct template_decision *ret_decision, struct error *reterr)
{
    int64_t end = clock_monotonic_ms() + limit_ms, gap = FIRST_GAP_MS;
    struct error last = {0}; /* why the list could not be read the last time */
    *ret_decision = (struct template_decision){0};
    for (;;) {
        last = (struct error){0};
        enum err err = look(session, waba, watched, ret_decision, &last);
        if (error_is_decisive(err)) {
            if (reterr != NULL)
                *reterr = last;
            return err;
        }
        if (err == ERR_OK && is_decided(ret_decision))
            return judge(ret_decision, reterr);
        int64_t now = clock_monotonic_ms();
        if (now >= end)
            break;
        if (!sleep_until(now + gap < end ? now + gap : end))
            return error_set(reterr, ERR_INTERRUPTED, "Look with chakra-tui templates list.",
                             "stopped before the template was decided");
        gap = gap * 2 < LONGEST_GAP_MS ? gap * 2 : LONGEST_GAP_MS;
    }
    return error_set(reterr, ERR_UNKNOWN,
                     "Look later with chakra-tui templates check; it may take a day.",
                     "the template is not decided yet: %s%s%.300s",
                     ret_decision->status[0] != '\0' ? ret_decision->status : text_of("not listed"),
                     last.code != ERR_OK ? "; " : "", last.what);
}
