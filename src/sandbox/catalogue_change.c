/* Changes of the catalogue: new definitions, their review, and the file that keeps them. */
#include "src/sandbox/catalogue_change.h"

#include "src/base/json.h"
#include "src/base/paths.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KEPT_BYTES_MAX = 64 * 1024 * 1024 };

/* What a review ends with, by the end of the name. */
static const struct verdict {
    const char *ending;
    const char *status;
    const char *reason;
    bool moves_category;
} verdicts[] = {
    {"_abusive_content", "REJECTED", "ABUSIVE_CONTENT", false},
    {"_incorrect_category", "REJECTED", "INCORRECT_CATEGORY", false},
    {"_invalid_format", "REJECTED", "INVALID_FORMAT", false},
    {"_promotional", "REJECTED", "PROMOTIONAL", false},
    {"_scam", "REJECTED", "SCAM", false},
    {"_tag_content_mismatch", "REJECTED", "TAG_CONTENT_MISMATCH", false},
    {"_recategorized", "APPROVED", "NONE", true},
    {"_stays_pending", NULL, NULL, false},
    {"", "APPROVED", "NONE", false},
};

static const struct verdict *find_verdict(const char *name)
{
    size_t length = strlen(name), i = 0;
    for (;; i++) { /* the last row fits every name */
        size_t ending = strlen(verdicts[i].ending);
        if (length >= ending && strcmp(name + length - ending, verdicts[i].ending) == 0)
            return &verdicts[i];
    }
}

static struct catalogue_entry *find_entry(struct catalogue *catalogue, const char *name,
                                          const char *language)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        struct catalogue_entry *entry = &catalogue->entries[i];
        if (strcmp(entry->template->name, name) == 0 &&
            strcmp(entry->template->language, language) == 0)
            return entry;
    }
    return NULL;
}

static struct catalogue_entry *new_entry(struct catalogue *catalogue)
{
    if (catalogue->count == catalogue->size) {
        size_t size = catalogue->size == 0 ? 64 : catalogue->size * 2;
        struct catalogue_entry *grown = mem_grow(catalogue->entries, size, sizeof *grown);
        if (grown == NULL)
            return NULL;
        catalogue->entries = grown;
        catalogue->size = size;
    }
    struct catalogue_entry *entry = &catalogue->entries[catalogue->count++];
    *entry = (struct catalogue_entry){0};
    return entry;
}

enum err catalogue_put(struct catalogue *catalogue, cJSON *definition, int64_t decided_at,
                       struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *owned = definition;
    struct template *template = NULL;
    enum err err = template_parse(definition, &catalogue->arena, &template, reterr);
    if (err != ERR_OK)
        return err;
    struct catalogue_entry *entry = find_entry(catalogue, template->name, template->language);
    if (entry == NULL && (entry = new_entry(catalogue)) == NULL)
        return error_nomem(reterr);
    catalogue->pending += (decided_at != 0 ? 1U : 0U) - (entry->decided_at != 0 ? 1U : 0U);
    cJSON_Delete(entry->definition);
    *entry = (struct catalogue_entry){owned, template, true, decided_at};
    owned = NULL;
    return ERR_OK;
}

static bool set_text(cJSON *object, const char *name, const char *text)
{
    cJSON *node = cJSON_CreateString(text);
    if (json_member(object, name) == NULL)
        return json_add_node(object, name, node);
    if (node != NULL && cJSON_ReplaceItemInObjectCaseSensitive(object, name, node))
        return true;
    cJSON_Delete(node);
    return false;
}

/* Without memory the review goes on a little longer. */
static void decide(struct catalogue *catalogue, struct catalogue_entry *entry)
{
    const struct verdict *verdict = find_verdict(entry->template->name);
    CLEANUP(json_deletep) cJSON *decided = cJSON_Duplicate(entry->definition, true);
    if (decided == NULL || verdict->status == NULL)
        return;
    bool ok = set_text(decided, "status", verdict->status) &&
              set_text(decided, "rejected_reason", verdict->reason);
    const char *category = entry->template->category;
    if (verdict->moves_category)
        ok = ok && set_text(decided, "previous_category", category) &&
             set_text(decided, "category",
                      strcmp(category, "MARKETING") == 0 ? "UTILITY" : "MARKETING");
    if (!ok)
        return;
    cJSON *taken = decided;
    decided = NULL;
    catalogue_put(catalogue, taken, 0, NULL);
}

void catalogue_settle(struct catalogue *catalogue, int64_t now_ms)
{
    for (size_t i = 0; catalogue->pending > 0 && i < catalogue->count; i++)
        if (catalogue->entries[i].decided_at != 0 && catalogue->entries[i].decided_at <= now_ms)
            decide(catalogue, &catalogue->entries[i]);
}

const struct catalogue_entry *catalogue_find_id(const struct catalogue *catalogue, const char *id)
{
    for (size_t i = 0; i < catalogue->count; i++)
        if (strcmp(catalogue->entries[i].template->id, id) == 0)
            return &catalogue->entries[i];
    return NULL;
}

void catalogue_next_id(const struct catalogue *catalogue, char *text, size_t size)
{
    uint64_t greatest = UINT64_C(2000000000000000); /* above those of the built-in ones */
    for (size_t i = 0; i < catalogue->count; i++) {
        uint64_t id = strtoull(catalogue->entries[i].template->id, NULL, 10);
        greatest = id > greatest && id < UINT64_C(99999999999999999) ? id : greatest;
    }
    snprintf(text, size, "%" PRIu64, greatest + 1);
}

static cJSON *kept_entry(const struct catalogue_entry *entry)
{
    CLEANUP(json_deletep) cJSON *object = cJSON_CreateObject();
    if (!json_add_integer(object, "decided_at", entry->decided_at) ||
        !json_add_node(object, "definition", cJSON_Duplicate(entry->definition, true)))
        return NULL;
    cJSON *made = object;
    object = NULL;
    return made;
}

enum err catalogue_keep(const struct catalogue *catalogue, const char *file, struct error *reterr)
{
    if (file == NULL)
        return ERR_OK;
    CLEANUP(json_deletep) cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < catalogue->count; i++)
        if (catalogue->entries[i].is_changed &&
            !json_append_node(list, kept_entry(&catalogue->entries[i])))
            return error_nomem(reterr);
    CLEANUP(mem_freep) char *text = list != NULL ? json_print(list) : NULL;
    return text != NULL ? paths_write_private_file(file, text, strlen(text), reterr)
                        : error_nomem(reterr);
}

static enum err take_entries(struct catalogue *catalogue, cJSON *list, struct error *reterr)
{
    enum err err = ERR_OK;
    cJSON *node = NULL;
    cJSON_ArrayForEach(node, list)
    {
        int64_t decided_at = 0;
        cJSON *definition = cJSON_DetachItemFromObjectCaseSensitive(node, "definition");
        json_integer(json_member(node, "decided_at"), &decided_at);
        if (err == ERR_OK && definition != NULL)
            err = catalogue_put(catalogue, definition, decided_at, reterr);
        else
            cJSON_Delete(definition);
    }
    return err;
}

enum err catalogue_take_kept(struct catalogue *catalogue, const char *file, struct error *reterr)
{
    if (access(file, F_OK) != 0 && errno == ENOENT)
        return ERR_OK;
    struct strbuf bytes;
    strbuf_init(&bytes, KEPT_BYTES_MAX);
    CLEANUP(json_deletep) cJSON *list = NULL;
    enum err err = paths_read_file(file, &bytes, reterr);
    if (err == ERR_OK)
        err = json_parse(bytes.text, bytes.length, &list, reterr);
    if (err == ERR_OK)
        err = take_entries(catalogue, list, reterr);
    if (err != ERR_OK && reterr != NULL) {
        error_set_where(reterr, "%s", file);
        snprintf(reterr->next, sizeof reterr->next, "Delete the file: only the sandbox uses it.");
    }
    strbuf_release(&bytes);
    return err;
}
