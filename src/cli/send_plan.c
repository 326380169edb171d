/* Gathering what a send needs. */
#include "src/cli/send_plan.h"

#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/cli/output.h"
#include "src/cli/send_route.h"

void send_plan_init(struct send_plan *plan)
{
    *plan = (struct send_plan){0};
    arena_init(&plan->arena);
    problem_list_init(&plan->problems);
    values_init(&plan->given.values);
}

void send_plan_release(struct send_plan *plan)
{
    problem_list_release(&plan->problems);
    given_values_release(&plan->given);
    template_list_release(&plan->templates);
    sender_release(&plan->sender);
    session_close(&plan->session);
    arena_release(&plan->arena);
}

/* An option, else what a preset says. */
static const char *template_name(const struct send_plan *plan, const struct arguments *arguments)
{
    const char *name = arguments->value[ARG_TEMPLATE];
    return name != NULL ? name : plan->given.template;
}

static const char *language_of(const struct send_plan *plan, const struct arguments *arguments)
{
    const char *language = arguments->value[ARG_LANGUAGE];
    return language != NULL ? language : plan->given.language;
}

enum err send_plan_make_bare(struct send_plan *plan, const struct arguments *arguments,
                             struct error *reterr)
{
    const char *language = language_of(plan, arguments);
    CLEANUP(json_deletep) cJSON *definition = cJSON_CreateObject();
    bool ok = json_add_text(definition, "name", template_name(plan, arguments));
    ok = ok && json_add_text(definition, "language", language != NULL ? language : "und");
    ok = ok && json_add_text(definition, "status", "APPROVED");
    ok = ok && json_add_node(definition, "components", cJSON_CreateArray());
    if (!ok)
        return error_nomem(reterr);
    return template_parse(definition, &plan->arena, &plan->template, reterr);
}

/* Slots, number and message of plan->template. */
static enum err make_message(struct send_plan *plan, struct error *reterr)
{
    enum err err = slots_build(plan->template, given_values_card_count(&plan->given), &plan->arena,
                               &plan->slots, reterr);
    if (err != ERR_OK)
        return err;
    const char *to = plan->given.to;
    if (plan->route == VIA_PROCESS)
        to = plan->record.digits[0] != '\0' ? plan->record.digits : NULL;
    if (to != NULL && phone_normalize(to, &plan->phone, NULL) == ERR_OK) {
        if (plan->phone.changed)
            output_note("the number %s is sent as %s", to, plan->phone.digits);
        to = plan->phone.digits;
    }
    plan->message = (struct message){
        .template = plan->template,
        .slots = &plan->slots,
        .values = &plan->given.values,
        .to = to,
        .sender_number = plan->sender.number[0] != '\0' ? plan->sender.number : NULL};
    return ERR_OK;
}

static bool is_content(enum err err)
{
    return err_exit_status(err) == err_exit_status(ERR_CONTENT);
}

/* An error in the content becomes a problem, on the slot it belongs to. */
static enum err note_content(struct send_plan *plan, enum err err, const char *slot, int prevents,
                             const struct error *error, struct error *reterr)
{
    if (is_content(err))
        return problems_add(&plan->problems, slot, "", prevents, "%s%s%s: %s", error->where,
                            error->where[0] != '\0' ? ": " : "", error->what, error->next);
    if (reterr != NULL)
        *reterr = *error;
    return err;
}

static enum err find_template(struct send_plan *plan, const struct arguments *arguments,
                              struct error *reterr)
{
    struct error error = {0};
    const char *name = template_name(plan, arguments);
    const char *language = language_of(plan, arguments);
    for (size_t i = 0; language == NULL && i < plan->templates.count; i++)
        if (strcmp(plan->templates.items[i]->name, name) == 0)
            language = plan->templates.items[i]->language; /* only where it may be lacking */
    enum err err = template_list_find(&plan->templates, name, language, &plan->template, &error);
    if (err == ERR_OK)
        return ERR_OK;
    err = note_content(plan, err, "template", 132001, &error, reterr);
    if (err != ERR_OK)
        return err;
    plan->problems.items[plan->problems.count - 1].rule = "V6";
    return send_plan_make_bare(plan, arguments, reterr);
}

static enum err check_complete(const struct send_plan *plan, const struct arguments *arguments,
                               struct error *reterr)
{
    bool has_template = template_name(plan, arguments) != NULL;
    if (has_template && (plan->may_lack_language || language_of(plan, arguments) != NULL))
        return ERR_OK;
    return error_set(
        reterr, ERR_USAGE,
        "Add it, or put it into the preset; chakra-tui templates list shows what there "
        "is.",
        "send needs --%s, which the values' file does not say",
        has_template ? "language" : "template");
}

enum err send_plan_load(struct send_plan *plan, const struct arguments *arguments,
                        struct error *reterr)
{
    struct error error = {0};
    enum err err = given_values_read(arguments, &plan->given, &error);
    if (err != ERR_OK && template_name(plan, arguments) == NULL) {
        *reterr = error; /* a preset that cannot be read: nothing else is known of the message */
        return err;
    }
    if (err != ERR_OK)
        err = note_content(plan, err, "", 0, &error, reterr);
    if (err == ERR_OK)
        err = check_complete(plan, arguments, reterr);
    if (err == ERR_OK)
        err = session_open(&plan->session, arguments, reterr);
    if (err == ERR_OK) {
        err = given_values_expand(&plan->given, session_profile(&plan->session)->hidden_variables,
                                  &error);
        if (err != ERR_OK)
            err = note_content(plan, err, error.where, 0, &error, reterr);
    }
    if (err == ERR_OK)
        err = sender_find(&plan->session, true, &plan->sender, reterr);
    if (err == ERR_OK)
        err = template_list_load(&plan->session, plan->sender.waba, &plan->templates, reterr);
    if (err == ERR_OK)
        err = find_template(plan, arguments, reterr);
    if (err == ERR_OK) {
        plan->route = profile_send_route(session_profile(&plan->session), plan->sender.plugin_id);
        plan->process = arguments->value[ARG_PROCESS];
        err = send_route_find_record(plan, reterr);
    }
    return err == ERR_OK ? make_message(plan, reterr) : err;
}

static struct facts read_facts(const struct send_plan *plan)
{
    struct facts facts = {.now_ms = clock_now_ms()};
    struct store *store = NULL;
    if (plan->phone.digits[0] == '\0' ||
        store_open(plan->session.config.data_folder, STORE_READ, &store, NULL) != ERR_OK)
        return facts;
    struct recipient_facts known = {0};
    if (store_recipient_facts(store, plan->phone.digits, &known, NULL) == ERR_OK) {
        facts.last_send_to_recipient_ms = known.last_send_ms;
        facts.last_131049_ms = known.last_131049_ms;
        facts.has_131050 = known.has_131050;
    }
    store_close(store);
    return facts;
}

static enum err check_recipient(struct send_plan *plan, struct error *reterr)
{
    if (plan->phone.digits[0] == '\0')
        return ERR_OK; /* the rules say what is wrong with the number */
    struct error error = {0};
    enum err err = profile_allows_send(session_profile(&plan->session), plan->phone.digits, &error);
    return err == ERR_OK ? ERR_OK : note_content(plan, err, "to", 0, &error, reterr);
}

/* rules_check() empties its list, so it has one of its own; what was found before comes first. */
static enum err add_rules(struct send_plan *plan, struct error *reterr)
{
    struct problem_list found;
    problem_list_init(&found);
    struct facts facts = read_facts(plan);
    struct values values; /* with links for the files that are still to be uploaded */
    struct message message = plan->message;
    message.values = &values;
    values_init(&values);
    enum err err = send_files_stand_in(&plan->files, plan->message.values, &values, reterr);
    if (err == ERR_OK)
        rules_check(&message, &facts, &found);
    values_release(&values);
    if (found.failed)
        err = error_nomem(reterr);
    for (size_t i = 0; err == ERR_OK && i < found.count; i++) {
        const struct problem *problem = &found.items[i];
        if (strcmp(problem->slot, "to") == 0 && send_route_brings_recipient(plan))
            continue;
        err = problems_add(&plan->problems, problem->slot, problem->rule, problem->prevents, "%s",
                           problem->message);
        if (err == ERR_OK)
            plan->problems.items[plan->problems.count - 1].level = problem->level;
    }
    problem_list_release(&found);
    return err;
}

enum err send_plan_check(struct send_plan *plan, struct error *reterr)
{
    enum err err = ERR_OK;
    /* A bare template has no slots: every key would be one too many. */
    if (plan->problems.count == 0)
        err = given_values_match(&plan->given, &plan->slots, &plan->problems, reterr);
    if (err == ERR_OK)
        err = send_files_take(&plan->given.values, &plan->slots, NULL, &plan->arena,
                              &plan->problems, &plan->files, reterr);
    if (err == ERR_OK)
        err = add_rules(plan, reterr);
    if (err == ERR_OK)
        err = send_route_check(plan, reterr);
    return err == ERR_OK ? check_recipient(plan, reterr) : err;
}

enum err send_plan_check_age(const struct send_plan *plan, struct error *reterr)
{
    const struct profile *profile = session_profile(&plan->session);
    const struct template_list *list = &plan->templates;
    int64_t age_ms = clock_now_ms() - list->fetched_at;
    /* A clock that was set back makes every age doubtful. */
    bool is_fresh = age_ms >= 0 && age_ms <= profile->template_max_age_ms;
    if (profile->mode != MODE_LIVE || !list->is_copy || is_fresh)
        return ERR_OK;
    char when[CLOCK_TEXT_SIZE];
    clock_format_local(list->fetched_at, when); /* --json says this too */
    return error_set(reterr, ERR_NOT_SENT,
                     "Check the network, then send again; or raise template_max_age.",
                     "the template may have changed since %s, and cannot be fetched again: %s",
                     when, list->why.what);
}

struct compose_options send_plan_options(struct send_plan *plan, bool force)
{
    return (struct compose_options){
        .profile = session_profile(&plan->session),
        .token = &plan->session.token,
        .plugin_id = plan->sender.plugin_id,
        .phone_number_id = plan->sender.phone_number_id,
        .source = "cli",
        .override_duplicate = force,
        .number = ++plan->session.last_number,
        .now_ms = clock_now_ms(),
        .process = plan->process,
    };
}
