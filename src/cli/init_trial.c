/* The end of the set-up: the request of one template, shown and not sent. */
#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/cli/init_steps.h"
#include "src/cli/output.h"
#include "src/outbox/check_account.h"
#include "src/outbox/compose.h"
#include "src/whatsapp/phone.h"
#include "src/whatsapp/trial.h"

/* Invented, for an operator who gave no number yet; nothing is sent to it. */
static const char nobody[] = "15550001234";

static enum err build(struct init *init, const struct template *template, struct arena *arena,
                      struct values *values, cJSON **ret_request, struct error *reterr)
{
    const struct profile *profile = &init->session.config.profiles[0];
    struct slot_list slots = {0};
    struct phone phone;
    bool has_number = phone_normalize(init->recipient, &phone, NULL) == ERR_OK;
    enum err err = slots_build(template, 0, arena, &slots, reterr);
    if (err == ERR_OK)
        err = trial_fill(&slots, values, reterr);
    if (err != ERR_OK)
        return err;
    const struct message message = {.template = template,
                                    .slots = &slots,
                                    .values = values,
                                    .to = has_number ? phone.digits : nobody};
    const struct compose_options options = {.profile = profile,
                                            .token = &init->session.token,
                                            .plugin_id = init->plugin_id,
                                            .phone_number_id = init->phone_id,
                                            .source = "cli",
                                            .now_ms = clock_now_ms()};
    return compose_dry_run(&message, &options, ret_request, reterr);
}

static enum err show_request(struct init *init, const struct template *template,
                             struct error *reterr)
{
    struct arena arena;
    struct values values;
    CLEANUP(json_deletep) cJSON *request = NULL;
    arena_init(&arena);
    values_init(&values);
    enum err err = build(init, template, &arena, &values, &request, reterr);
    CLEANUP(mem_freep) char *text = err == ERR_OK ? json_print_pretty(request) : NULL;
    if (text != NULL) {
        output_note("a dry run of %s in %s; nothing is sent. This request would go out:",
                    template->name, template->language);
        output_lines(stderr, text);
    }
    values_release(&values);
    arena_release(&arena);
    return err;
}

enum err init_show_trial(struct init *init, struct error *reterr)
{
    struct exchange answer = {0};
    struct check_list list = {.count = 0};
    if (init->waba[0] == '\0' || init->plugin_id[0] == '\0')
        return ERR_OK; /* nothing to try it with yet */
    enum err err = setup_ask_templates(&init->session, init->waba, &answer, reterr);
    if (err == ERR_OK) {
        check_templates(&list, answer.done, answer.result);
        setup_print_checks(&list, stderr);
    }
    const struct template *template =
        err == ERR_OK && answer.result != NULL
            ? trial_choose(answer.result->templates, answer.result->template_count)
            : NULL;
    if (template != NULL)
        err = show_request(init, template, reterr);
    exchange_release(&answer);
    return err;
}
