/* `templates check`: are the account's definitions as they should be? */
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/cli/commands.h"
#include "src/cli/definition_source.h"
#include "src/cli/output.h"
#include "src/config/nearest.h"
#include "src/whatsapp/definition_check.h"

static bool is_asked_for(const struct arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->operand_count; i++)
        if (strcmp(arguments->operands[i], name) == 0)
            return true;
    return arguments->operand_count == 0;
}

/* A name that is not there would make a job pass for ever. */
static enum err check_names(const struct arguments *arguments, const struct definition_set *set,
                            struct error *reterr)
{
    for (size_t i = 0; i < arguments->operand_count; i++) {
        const char *name = arguments->operands[i];
        struct nearest nearest;
        nearest_init(&nearest, name);
        bool found = false;
        for (size_t k = 0; k < set->count; k++) {
            found = found || strcmp(set->items[k].template->name, name) == 0;
            nearest_offer(&nearest, set->items[k].template->name);
        }
        if (found)
            continue;
        error_set(reterr, ERR_NOT_FOUND, "See chakra-tui templates list.",
                  "the account has no template %.100s", name);
        if (nearest.best != NULL && reterr != NULL)
            snprintf(reterr->next, sizeof reterr->next, text_of("Did you mean %.200s?"),
                     nearest.best);
        return ERR_NOT_FOUND;
    }
    return ERR_OK;
}

/* The definitions asked for, in the set's order. */
static enum err choose(const struct arguments *arguments, const struct definition_set *all,
                       struct arena *arena, struct definition_set *chosen, struct error *reterr)
{
    chosen->count = 0;
    chosen->items = arena_alloc(arena, all->count + 1, sizeof *chosen->items);
    if (chosen->items == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; i < all->count; i++)
        if (is_asked_for(arguments, all->items[i].template->name))
            chosen->items[chosen->count++] = all->items[i];
    return ERR_OK;
}

static cJSON *problem_json(const struct definition_problem *problem)
{
    CLEANUP(json_deletep) cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "name", problem->template->name);
    ok = ok && json_add_text(object, "language", problem->template->language);
    ok = ok && json_add_text(object, "where", problem->where);
    ok = ok && json_add_text(object, "rule", problem->rule);
    ok =
        ok && json_add_text(object, "level", problem->level == PROBLEM_ERROR ? "error" : "warning");
    ok = ok && json_add_text(object, "message", problem->message);
    if (!ok || !json_add_integer(object, "prevents", problem->subcode))
        return NULL;
    cJSON *made = object;
    object = NULL;
    return made;
}

static void add_row(struct output_table *table, const struct definition_problem *problem)
{
    table_add(table, problem->level == PROBLEM_ERROR ? text_of("error") : text_of("warning"));
    table_add(table, problem->template->name);
    table_add(table, problem->template->language);
    table_add(table, problem->rule);
    table_add(table, problem->where);
    table_add(table, problem->message);
}

static enum err print_problems(const struct definition_problems *problems, bool json,
                               struct error *reterr)
{
    struct output_table table;
    table_begin(&table, 6);
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < problems->count; i++) {
        if (!json)
            add_row(&table, &problems->items[i]);
        else if (!output_json(problem_json(&problems->items[i])))
            err = error_nomem(reterr);
    }
    table_print(&table, stdout);
    return err;
}

static enum err check_set(const struct definition_set *set, struct definition_problems *problems,
                          struct error *reterr)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < set->count; i++)
        err = definition_check(set->items[i].template, DEFINITION_LISTED, problems, reterr);
    return err == ERR_OK ? definition_check_parity(set, problems, reterr) : err;
}

int command_templates_check(const struct arguments *arguments)
{
    struct definition_desk desk;
    struct definition_source live = {0};
    struct definition_set chosen = {0};
    struct definition_problems problems;
    struct error error = {0};
    definition_desk_init(&desk, arguments);
    definition_problems_init(&problems);
    enum err err = definition_source_load(&desk, "live", &live, &error);
    if (err == ERR_OK)
        err = check_names(arguments, &live.set, &error);
    if (err == ERR_OK)
        err = choose(arguments, &live.set, &live.arena, &chosen, &error);
    if (err == ERR_OK)
        err = check_set(&chosen, &problems, &error);
    if (err == ERR_OK)
        err = print_problems(&problems, arguments_has(arguments, ARG_JSON), &error);
    size_t errors = definition_problems_errors(&problems);
    if (err == ERR_OK)
        output_note("%zu definitions checked: %zu errors, %zu warnings", chosen.count, errors,
                    problems.count - errors);
    bool fails = errors > 0 || (arguments_has(arguments, ARG_STRICT) && problems.count > 0);
    definition_problems_release(&problems);
    definition_source_release(&live);
    definition_desk_release(&desk);
    if (err != ERR_OK)
        return output_error(&error);
    return fails ? err_exit_status(ERR_CASE) : 0;
}
