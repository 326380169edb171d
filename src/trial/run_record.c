/* The record of a run. */
#include "src/trial/run_record.h"

#include <stdlib.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"

char *run_record_name(const char *path)
{
    struct strbuf name;
    strbuf_init(&name, 8192);
    strbuf_addf(&name, "trial/last/%s", path);
    return strbuf_take(&name);
}

static cJSON *read_cases(const char *text)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    if (text == NULL || json_parse(text, strlen(text), &root, NULL) != ERR_OK)
        return NULL;
    cJSON *cases = cJSON_DetachItemFromObjectCaseSensitive(root, "cases");
    if (cJSON_IsObject(cases))
        return cases;
    cJSON_Delete(cases);
    return NULL;
}

/* Members by name: cJSON looks through all of them for each. */
struct index {
    const cJSON **nodes;
    size_t count;
};

static int compare_nodes(const void *left, const void *right)
{
    const cJSON *const *a = left;
    const cJSON *const *b = right;
    return strcmp((*a)->string, (*b)->string);
}

static bool index_make(struct index *index, const cJSON *object)
{
    index->count = (size_t)cJSON_GetArraySize(object);
    index->nodes = mem_zalloc(index->count + 1, sizeof *index->nodes);
    if (index->nodes == NULL)
        return false;
    size_t i = 0;
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, object) index->nodes[i++] = node;
    qsort(index->nodes, index->count, sizeof *index->nodes, compare_nodes);
    return true;
}

static int compare_name(const void *name, const void *node)
{
    return strcmp(name, (*(const cJSON *const *)node)->string);
}

static const cJSON *index_find(const struct index *index, const char *name)
{
    const cJSON **found = index->count > 0 ? bsearch(name, index->nodes, index->count,
                                                     sizeof *index->nodes, compare_name)
                                           : NULL;
    return found != NULL ? *found : NULL;
}

static bool add_verdicts(cJSON *cases, const struct trial *trial)
{
    bool ok = cases != NULL;
    const struct trial_result *result = NULL;
    for (size_t i = 0; ok && (result = trial_result_at(trial, i)) != NULL; i++)
        ok = json_add_text(cases, result->test->id, trial_verdict_word(result->verdict));
    return ok;
}

/* Those of the last time that this run was not about. */
static bool add_others(cJSON *cases, const cJSON *before)
{
    struct index index = {0};
    bool ok = index_make(&index, cases);
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, before)
    {
        if (ok && cJSON_IsString(node) && index_find(&index, node->string) == NULL)
            ok = json_add_text(cases, node->string, node->valuestring);
    }
    mem_free(index.nodes);
    return ok;
}

char *run_record_make(const struct trial *trial, const char *run, enum trial_mode mode, int64_t at,
                      const char *before)
{
    char when[CLOCK_TEXT_SIZE];
    clock_format_utc(at, when);
    CLEANUP(json_deletep) cJSON *root = cJSON_CreateObject();
    CLEANUP(json_deletep) cJSON *others = read_cases(before);
    cJSON *cases = cJSON_CreateObject();
    bool ok = add_verdicts(cases, trial) && add_others(cases, others);
    ok = json_add_node(root, "cases", cases) && ok;
    ok = ok && json_add_text(root, "run", run);
    ok = ok && json_add_text(root, "mode", trial_mode_word(mode));
    ok = ok && json_add_text(root, "at", when);
    return ok ? json_print(root) : NULL;
}

enum err run_record_choose_failed(struct case_list *list, const char *text, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *cases = read_cases(text);
    if (cases == NULL)
        return error_set(reterr, ERR_INVALID, "Run all cases once.",
                         "what is kept of the last run cannot be read");
    struct index index = {0};
    if (!index_make(&index, cases))
        return error_nomem(reterr);
    for (size_t i = 0; i < list->count; i++) {
        enum trial_verdict verdict = TRIAL_NOT_RUN;
        const cJSON *node = index_find(&index, list->items[i].id);
        bool is_known = cJSON_IsString(node) && trial_verdict_parse(node->valuestring, &verdict);
        bool is_settled = is_known && (verdict == TRIAL_PASSED || verdict == TRIAL_SKIPPED);
        list->items[i].is_chosen = list->items[i].is_chosen && !is_settled;
    }
    mem_free(index.nodes);
    return ERR_OK;
}
