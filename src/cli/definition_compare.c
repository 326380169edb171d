/* Compares two sources of definitions. */
#include "src/cli/definition_compare.h"

#include <stdio.h>

#include "src/base/text.h"
#include "src/cli/case_files.h"
#include "src/cli/definition_print.h"
#include "src/cli/output.h"

struct comparison {
    bool json;
    size_t same, changed, added, removed;
};

static void count_pair(struct comparison *comparison, const struct definition_pair *pair)
{
    if (pair->before == NULL)
        comparison->added++;
    else if (pair->after == NULL)
        comparison->removed++;
    else
        comparison->changed++;
}

static enum err compare_pair(const struct definition_pair *pair, void *context,
                             struct error *reterr)
{
    struct comparison *comparison = context;
    if (!definition_pair_differs(pair)) {
        comparison->same++;
        return ERR_OK;
    }
    count_pair(comparison, pair);
    struct arena arena;
    struct definition_diff diff = {0};
    arena_init(&arena);
    enum err err = ERR_OK;
    if (pair->before != NULL && pair->after != NULL)
        err = definition_diff_make(pair->before, pair->after, &arena, &diff, reterr);
    if (err == ERR_OK && !comparison->json)
        definition_print_pair(stdout, pair, &diff);
    else if (err == ERR_OK && !output_json(definition_pair_json(pair, &diff)))
        err = error_nomem(reterr);
    arena_release(&arena);
    return err;
}

static void print_summary(const struct comparison *comparison,
                          const struct definition_source *before,
                          const struct definition_source *after, size_t broken)
{
    output_note(broken > 0 ? TEXT("%s and %s: %zu the same, %zu changed, %zu added, %zu removed; "
                                  "cases break")
                           : TEXT("%s and %s: %zu the same, %zu changed, %zu added, %zu removed"),
                before->label, after->label, comparison->same, comparison->changed,
                comparison->added, comparison->removed);
}

int definition_compare_sources(const struct arguments *arguments, const char *before,
                               const char *after)
{
    struct definition_desk desk;
    struct definition_source old = {0}, new = {0};
    struct error error = {0};
    struct comparison comparison = {.json = arguments_has(arguments, ARG_JSON)};
    size_t broken = 0;
    definition_desk_init(&desk, arguments);
    enum err err = definition_source_load(&desk, before, &old, &error);
    if (err == ERR_OK)
        err = definition_source_load(&desk, after, &new, &error);
    if (err == ERR_OK)
        err = definition_each_pair(&old.set, &new.set, compare_pair, &comparison, &error);
    if (err == ERR_OK)
        err = case_files_check(arguments, &old.set, &new.set, comparison.json, &broken, &error);
    if (err == ERR_OK)
        print_summary(&comparison, &old, &new, broken);
    definition_source_release(&old);
    definition_source_release(&new);
    definition_desk_release(&desk);
    if (err != ERR_OK)
        return output_error(&error);
    bool differs = comparison.changed + comparison.added + comparison.removed + broken > 0;
    return differs ? err_exit_status(ERR_CASE) : 0;
}
