/* Finds the cases in files, and those that a change breaks. */
#include "src/cli/case_files.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/cli/definition_source.h"
#include "src/cli/output.h"
#include "src/whatsapp/case_check.h"
#include "src/whatsapp/definition_diff.h"

enum { CASE_FILE_BYTES_MAX = 64 * 1024 * 1024 };

struct case_run {
    const struct definition_set *before, *after;
    bool json;
    const char *file;
    size_t number; /* of the case in its file, from 1 */
    size_t broken;
    bool may_have_none; /* a preset may hold values alone */
    /* The case at hand */
    const cJSON *node;
    const cJSON *values_node;
    const char *template, *language;
    bool matched;
};

static cJSON *problem_json(const struct problem *problem)
{
    CLEANUP(json_deletep) cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "slot", problem->slot);
    ok = ok && json_add_text(object, "rule", problem->rule);
    if (!ok || !json_add_text(object, "message", problem->message))
        return NULL;
    cJSON *made = object;
    object = NULL;
    return made;
}

static cJSON *broken_json(const struct case_run *run, const char *name, const char *language,
                          const struct problem_list *problems)
{
    CLEANUP(json_deletep) cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "breaks", run->file);
    ok = ok && json_add_integer(object, "case", (int64_t)run->number);
    ok = ok && json_add_text(object, "case_name", json_text(run->node, "name", NULL));
    ok = ok && json_add_text(object, "name", name) && json_add_text(object, "language", language);
    cJSON *list = ok ? cJSON_AddArrayToObject(object, "problems") : NULL;
    for (size_t i = 0; list != NULL && i < problems->count; i++)
        ok = ok && json_append_node(list, problem_json(&problems->items[i]));
    if (list == NULL || !ok)
        return NULL;
    cJSON *made = object;
    object = NULL;
    return made;
}

static void print_broken(const struct case_run *run, const char *name, const char *language,
                         const struct problem_list *problems)
{
    const char *own = json_text(run->node, "name", "");
    output_text(stdout, run->file);
    printf(text_of(": case %zu"), run->number);
    if (own[0] != '\0') {
        fputs(" (", stdout);
        output_text(stdout, own);
        fputc(')', stdout);
    }
    fputs(text_of(" breaks: "), stdout);
    output_text(stdout, name);
    fputc(' ', stdout);
    output_text(stdout, language);
    fputc('\n', stdout);
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        char line[400];
        snprintf(line, sizeof line, "%s%s%s%s%s", problem->slot,
                 problem->rule[0] != '\0' ? " " : "", problem->rule,
                 problem->slot[0] != '\0' || problem->rule[0] != '\0' ? ": " : "",
                 problem->message);
        fputs("  ", stdout);
        output_text(stdout, line);
        fputc('\n', stdout);
    }
}

static enum err check_values(struct case_run *run, const struct definition_pair *pair,
                             const char *name, const char *language, struct error *reterr)
{
    struct values values;
    struct problem_list problems;
    struct arena arena;
    values_init(&values);
    problem_list_init(&problems);
    arena_init(&arena);
    enum err err = ERR_OK;
    if (cJSON_IsObject(run->values_node))
        err = values_from_json(run->values_node, &values, reterr);
    if (err == ERR_OK)
        err = case_check(pair->before != NULL ? pair->before->template : NULL,
                         pair->after != NULL ? pair->after->template : NULL, &values, &arena,
                         &problems, reterr);
    if (err == ERR_OK && problems.count > 0) {
        run->broken++;
        if (!run->json)
            print_broken(run, name, language, &problems);
        else if (!output_json(broken_json(run, name, language, &problems)))
            err = error_nomem(reterr);
    }
    arena_release(&arena);
    problem_list_release(&problems);
    values_release(&values);
    return err;
}

/* One set of values against every template that the case means. */
static enum err check_pair(const struct definition_pair *pair, void *context, struct error *reterr)
{
    struct case_run *run = context;
    const struct template *template =
        pair->after != NULL ? pair->after->template : pair->before->template;
    if (fnmatch(run->template, template->name, 0) != 0 ||
        (run->language != NULL && strcmp(run->language, template->language) != 0))
        return ERR_OK;
    run->matched = true;
    if (!definition_pair_differs(pair))
        return ERR_OK;
    return check_values(run, pair, template->name, template->language, reterr);
}

static enum err check_case(struct case_run *run, const cJSON *values, struct error *reterr)
{
    static const struct definition_pair nothing = {NULL, NULL};
    run->values_node = values;
    run->matched = false;
    enum err err = definition_each_pair(run->before, run->after, check_pair, run, reterr);
    if (err == ERR_OK && !run->matched)
        err = check_values(run, &nothing, run->template,
                           run->language != NULL ? run->language : "all", reterr);
    return err;
}

static enum err check_object(struct case_run *run, const cJSON *node, struct error *reterr)
{
    const char *language = json_text(node, "language", NULL);
    const cJSON *values = json_member(node, "values");
    run->node = node;
    run->number++;
    run->template = json_text(node, "template", "");
    run->language = language == NULL || strcmp(language, "all") == 0 || strcmp(language, "*") == 0
                        ? NULL
                        : language;
    if (!cJSON_IsArray(values))
        return check_case(run, values, reterr);
    enum err err = ERR_OK;
    const cJSON *set = NULL;
    cJSON_ArrayForEach(set, values)
    {
        if (err == ERR_OK)
            err = check_case(run, set, reterr);
    }
    return err;
}

/* cJSON limits the depth. */
static enum err walk(struct case_run *run, const cJSON *node, struct error *reterr)
{
    if (cJSON_IsObject(node) && cJSON_IsString(json_member(node, "template")))
        return check_object(run, node, reterr);
    enum err err = ERR_OK;
    const cJSON *child = NULL;
    cJSON_ArrayForEach(child, node)
    {
        if (err == ERR_OK)
            err = walk(run, child, reterr);
    }
    return err;
}

static enum err check_file(struct case_run *run, const char *path, struct error *reterr)
{
    struct strbuf bytes;
    strbuf_init(&bytes, CASE_FILE_BYTES_MAX);
    CLEANUP(json_deletep) cJSON *root = NULL;
    run->file = path;
    run->number = 0;
    enum err err = paths_read_file(path, &bytes, reterr);
    bool was_read = err == ERR_OK;
    if (was_read)
        err = json_parse(bytes.text, bytes.length, &root, reterr);
    strbuf_release(&bytes);
    if (err == ERR_OK)
        err = walk(run, root, reterr);
    if (err == ERR_OK && run->number == 0 && run->may_have_none)
        output_note("%s names no template, so it is passed over", path);
    else if (err == ERR_OK && run->number == 0)
        err = error_set(reterr, ERR_INVALID,
                        "Write objects with \"template\", \"language\" and \"values\".",
                        "there is no case in this file");
    if (err != ERR_OK && was_read && reterr != NULL) {
        char place[100];
        snprintf(place, sizeof place, "%s", reterr->where);
        error_set_where(reterr, "%.140s%s%s", path, place[0] != '\0' ? ": " : "", place);
    }
    return err;
}

enum err case_files_check(const struct arguments *arguments, const struct definition_set *before,
                          const struct definition_set *after, bool json, size_t *ret_count,
                          struct error *reterr)
{
    struct case_run run = {.before = before, .after = after, .json = json};
    const char *cases = arguments->value[ARG_CASES], *presets = arguments->value[ARG_PRESETS];
    struct arena arena;
    const char **paths = NULL;
    size_t count = 0;
    arena_init(&arena);
    enum err err = cases != NULL ? check_file(&run, cases, reterr) : ERR_OK;
    run.may_have_none = true;
    if (err == ERR_OK && presets != NULL)
        err = definition_source_list_folder(presets, &arena, &paths, &count, reterr);
    for (size_t i = 0; err == ERR_OK && i < count; i++)
        err = check_file(&run, paths[i], reterr);
    arena_release(&arena);
    *ret_count = run.broken;
    return err;
}
