/* The record of a run. */
#include "src/trial/run_record.h"

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

/* cJSON looks members up one by one: only where there is something to replace. */
static bool put_verdicts(cJSON *cases, const struct trial *trial)
{
    bool ok = cases != NULL;
    bool is_fresh = ok && cases->child == NULL;
    const struct trial_result *result = NULL;
    for (size_t i = 0; ok && (result = trial_result_at(trial, i)) != NULL; i++) {
        if (!is_fresh)
            cJSON_DeleteItemFromObjectCaseSensitive(cases, result->test->id);
        ok = json_add_text(cases, result->test->id, trial_verdict_word(result->verdict));
    }
    return ok;
}

char *run_record_make(const struct trial *trial, const char *run, enum trial_mode mode, int64_t at,
                      const char *before)
{
    char when[CLOCK_TEXT_SIZE];
    clock_format_utc(at, when);
    CLEANUP(json_deletep) cJSON *root = cJSON_CreateObject();
    cJSON *cases = read_cases(before);
    if (cases == NULL)
        cases = cJSON_CreateObject();
    bool ok = put_verdicts(cases, trial);
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
    for (size_t i = 0; i < list->count; i++) {
        enum trial_verdict verdict = TRIAL_NOT_RUN;
        const char *word = json_text(cases, list->items[i].id, NULL);
        bool is_known = word != NULL && trial_verdict_parse(word, &verdict);
        bool is_settled = is_known && (verdict == TRIAL_PASSED || verdict == TRIAL_SKIPPED);
        list->items[i].is_chosen = list->items[i].is_chosen && !is_settled;
    }
    return ERR_OK;
}
