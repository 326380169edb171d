/* How each cell of the rollout ended the last time. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "src/app/rollout.h"
#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/text.h"

static const struct {
    const char *word, *shown, *mark;
    enum tone tone;
} verdicts[] = {
#define X(id, word_, shown_, mark_, tone_) \
    [ROLLOUT_##id] = {.word = word_, .shown = shown_, .mark = mark_, .tone = tone_},
    ROLLOUT_VERDICT_LIST(X)
#undef X
};

const char *rollout_verdict_word(const struct rollout_record *record)
{
    return text_of(record->verdict == ROLLOUT_PASSED && record->is_check
                       ? TEXT("checked")
                       : verdicts[record->verdict].shown);
}

const char *rollout_verdict_mark(enum rollout_verdict verdict)
{
    return verdicts[verdict].mark;
}

enum tone rollout_verdict_tone(enum rollout_verdict verdict)
{
    return verdicts[verdict].tone;
}

void rollout_format_age(int64_t age_ms, char *text, size_t size)
{
    static const struct {
        int64_t ms;
        const char *unit;
    } units[] = {{INT64_C(86400000), TEXT("d")},
                 {3600000, TEXT("h")},
                 {60000, TEXT("m")},
                 {1000, TEXT("s")}};
    size_t i = 0;
    while (i + 1 < COUNT_OF(units) && age_ms < units[i].ms)
        i++;
    if (age_ms < 0) /* another clock was wrong */
        snprintf(text, size, text_of("later"));
    else
        snprintf(text, size, "%" PRId64 "%s", age_ms / units[i].ms, text_of(units[i].unit));
}

static int compare(const struct rollout_record *record, const char *name, const char *language)
{
    int order = strcmp(record->name, name);
    return order != 0 ? order : strcmp(record->language, language);
}

/* Place of the first record that is not before it. */
static size_t place_of(const struct rollout *rollout, const char *name, const char *language)
{
    size_t low = 0;
    size_t high = rollout->record_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&rollout->records[middle], name, language) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct rollout_record *rollout_find(const struct rollout *rollout, const char *name,
                                          const char *language)
{
    size_t place = place_of(rollout, name, language);
    bool is_there =
        place < rollout->record_count && compare(&rollout->records[place], name, language) == 0;
    return is_there ? &rollout->records[place] : NULL;
}

static void release_record(struct rollout_record *record)
{
    mem_free(record->name);
    mem_free(record->language);
    mem_free(record->reason);
    mem_free(record->preview);
    mem_free(record->wamid);
    mem_free(record->run);
    mem_free(record->hash);
}

static struct rollout_record *make_room(struct rollout *rollout, size_t place)
{
    enum { FIRST_SIZE = 64 };
    if (rollout->record_count == rollout->record_size) {
        size_t size = rollout->record_size < FIRST_SIZE ? FIRST_SIZE : rollout->record_size * 2;
        struct rollout_record *grown = mem_grow(rollout->records, size, sizeof *grown);
        if (grown == NULL)
            return NULL;
        rollout->records = grown;
        rollout->record_size = size;
    }
    struct rollout_record *at = &rollout->records[place];
    memmove(at + 1, at, (rollout->record_count - place) * sizeof *at);
    rollout->record_count++;
    *at = (struct rollout_record){.verdict = ROLLOUT_NEVER};
    return at;
}

/* The cell's record; a new one says that it was never run. NULL: no memory. */
static struct rollout_record *take_record(struct rollout *rollout, const char *name,
                                          const char *language)
{
    size_t place = place_of(rollout, name, language);
    if (place < rollout->record_count && compare(&rollout->records[place], name, language) == 0)
        return &rollout->records[place];
    char *own_name = mem_strdup(name);
    char *own_language = mem_strdup(language);
    struct rollout_record *record =
        own_name != NULL && own_language != NULL ? make_room(rollout, place) : NULL;
    if (record == NULL) {
        mem_free(own_name);
        mem_free(own_language);
        return NULL;
    }
    record->name = own_name;
    record->language = own_language;
    return record;
}

static bool replace(char **text, const char *with)
{
    mem_free(*text);
    *text = mem_strdup(with);
    return *text != NULL || with == NULL;
}

static enum rollout_verdict parse_verdict(const char *word)
{
    for (size_t i = 1; word != NULL && i < ROLLOUT_VERDICT_COUNT; i++)
        if (strcmp(verdicts[i].word, word) == 0)
            return (enum rollout_verdict)i;
    return ROLLOUT_NEVER;
}

/* A check that finds nothing is no news of a message that went out on the same definition. */
static bool says_less(const struct rollout_record *record, const struct rollout_result *result)
{
    return result->is_check && parse_verdict(result->verdict) == ROLLOUT_PASSED &&
           record->verdict == ROLLOUT_PASSED && !record->is_check && record->hash != NULL &&
           result->hash != NULL && strcmp(record->hash, result->hash) == 0;
}

bool rollout_put(struct rollout *rollout, const struct rollout_result *result)
{
    struct rollout_record *record = take_record(rollout, result->name, result->language);
    if (record == NULL)
        return false;
    record->is_pending = false;
    if (says_less(record, result))
        return true;
    record->verdict = parse_verdict(result->verdict);
    record->is_check = result->is_check;
    record->at = result->at;
    bool ok = replace(&record->reason, result->reason);
    ok = replace(&record->preview, result->preview) && ok;
    ok = replace(&record->wamid, result->wamid) && ok;
    ok = replace(&record->run, result->run) && ok;
    ok = replace(&record->hash, result->hash) && ok;
    rollout->hash_next = 0; /* there may be something to compare with now */
    return ok;
}

void rollout_forget_chosen(struct rollout *rollout)
{
    for (size_t i = 0; i < rollout->record_count; i++)
        rollout->records[i].is_pending = false;
}

void rollout_forget(struct rollout *rollout)
{
    for (size_t i = 0; i < rollout->record_count; i++)
        release_record(&rollout->records[i]);
    rollout->record_count = 0;
}

static bool is_in_scope(const struct rollout *rollout, enum rollout_scope scope, size_t cell)
{
    if (scope == ROLLOUT_CELL)
        return &rollout->cells[cell] == rollout_selected(rollout);
    const struct rollout_row *row = &rollout->rows[rollout->row];
    return scope == ROLLOUT_ALL || (cell >= row->first && cell < row->first + row->count);
}

size_t rollout_choose(struct rollout *rollout, enum rollout_scope scope)
{
    size_t chosen = 0;
    rollout_forget_chosen(rollout);
    for (size_t i = 0; i < rollout->cell_count; i++) {
        const struct template *template = rollout->cells[i].template;
        if (!is_in_scope(rollout, scope, i) || rollout_unsendable(template) != NULL)
            continue;
        struct rollout_record *record = take_record(rollout, template->name, template->language);
        if (record == NULL)
            return SIZE_MAX;
        record->is_pending = true;
        chosen++;
    }
    return chosen;
}

/* ---- kept */

static cJSON *record_json(const struct rollout_record *record)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "template", record->name) &&
              json_add_text(object, "language", record->language) &&
              json_add_text(object, "verdict", verdicts[record->verdict].word) &&
              json_add_integer(object, "at", record->at) &&
              json_add_bool(object, "check", record->is_check) &&
              json_add_text(object, "reason", record->reason) &&
              json_add_text(object, "preview", record->preview) &&
              json_add_text(object, "wamid", record->wamid) &&
              json_add_text(object, "run", record->run) &&
              json_add_text(object, "definition", record->hash);
    if (ok)
        return object;
    cJSON_Delete(object);
    return NULL;
}

char *rollout_to_json(const struct rollout *rollout)
{
    CLEANUP(json_deletep) cJSON *root = cJSON_CreateObject();
    cJSON *cells = cJSON_CreateArray();
    bool ok = cells != NULL;
    for (size_t i = 0; ok && i < rollout->record_count; i++)
        if (rollout->records[i].verdict != ROLLOUT_NEVER)
            ok = json_append_node(cells, record_json(&rollout->records[i]));
    ok = json_add_node(root, "cells", cells) && ok;
    return ok ? json_print(root) : NULL;
}

bool rollout_take_json(struct rollout *rollout, const char *text, size_t length)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    const cJSON *cell = NULL;
    rollout_forget(rollout);
    if (json_parse(text, length, &root, NULL) != ERR_OK)
        return true; /* nothing is known, then */
    cJSON_ArrayForEach(cell, json_member(root, "cells"))
    {
        struct rollout_result result = {.name = json_text(cell, "template", NULL),
                                        .language = json_text(cell, "language", NULL),
                                        .verdict = json_text(cell, "verdict", NULL),
                                        .reason = json_text(cell, "reason", NULL),
                                        .preview = json_text(cell, "preview", NULL),
                                        .wamid = json_text(cell, "wamid", NULL),
                                        .run = json_text(cell, "run", NULL),
                                        .hash = json_text(cell, "definition", NULL),
                                        .is_check = json_is_true(cell, "check")};
        bool is_whole = json_integer(json_member(cell, "at"), &result.at) && result.name != NULL &&
                        result.language != NULL && parse_verdict(result.verdict) != ROLLOUT_NEVER;
        if (is_whole && !rollout_put(rollout, &result))
            return false;
    }
    return true;
}
