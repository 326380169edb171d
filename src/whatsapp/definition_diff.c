/* Flattens two canonical definitions into paths and texts, and compares those. */
#include "src/whatsapp/definition_diff.h"

#include <stdlib.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/whatsapp/slots.h"

struct leaf {
    const char *path;
    const char *text;
};

struct leaves {
    struct arena *arena;
    struct leaf *items; /* on the heap while it grows */
    size_t count, size;
    bool failed;
};

static void add_leaf(struct leaves *leaves, const char *path, const char *text)
{
    if (path == NULL || text == NULL) {
        leaves->failed = true;
        return;
    }
    if (leaves->count == leaves->size) {
        size_t size = leaves->size == 0 ? 64 : leaves->size * 2;
        struct leaf *grown = mem_grow(leaves->items, size, sizeof *grown);
        if (grown == NULL) {
            leaves->failed = true;
            return;
        }
        leaves->items = grown;
        leaves->size = size;
    }
    leaves->items[leaves->count++] = (struct leaf){path, text};
}

static const char *join(struct leaves *leaves, const char *prefix, const char *name)
{
    return prefix[0] == '\0' ? arena_strdup(leaves->arena, name)
                             : arena_format(leaves->arena, "%s.%s", prefix, name);
}

static void add_value(struct leaves *leaves, const char *path, const cJSON *node)
{
    if (cJSON_IsString(node)) {
        add_leaf(leaves, path, arena_strdup(leaves->arena, node->valuestring));
        return;
    }
    CLEANUP(mem_freep) char *text = json_print(node);
    add_leaf(leaves, path, text != NULL ? arena_strdup(leaves->arena, text) : NULL);
}

static void flatten(struct leaves *leaves, const char *path, const cJSON *node);

/* Components are sorted by type, so those before it are its neighbours; more are told apart by no
 * path, only by their order. */
enum { MOST_OF_A_TYPE = 100 };

/* "header", "body"; a second one of a kind gets its number. */
static const char *component_path(struct leaves *leaves, const char *prefix, const cJSON *component)
{
    const char *type = json_text(component, "type", "component");
    int number = 1;
    for (const cJSON *other = component->prev;
         other->next != NULL && number < MOST_OF_A_TYPE &&
         strcmp(json_text(other, "type", "component"), type) == 0;
         other = other->prev)
        number++;
    char *name = number == 1 ? arena_strdup(leaves->arena, type)
                             : arena_format(leaves->arena, "%s#%d", type, number);
    if (name == NULL) {
        leaves->failed = true;
        return NULL;
    }
    for (char *at = name; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return join(leaves, prefix, name);
}

static void flatten_list(struct leaves *leaves, const char *prefix, const char *name,
                         const cJSON *list)
{
    int index = 0;
    for (const cJSON *node = list->child; node != NULL && !leaves->failed; node = node->next) {
        const char *leaf = arena_format(leaves->arena, "%s.%d", name, index++);
        const char *path = leaf != NULL ? join(leaves, prefix, leaf) : NULL;
        if (path == NULL)
            leaves->failed = true;
        else
            flatten(leaves, path, node);
    }
}

/* Buttons and cards have the paths that their slots' keys have; a lone type says that it is there.
 */
static void flatten_component(struct leaves *leaves, const char *prefix, const cJSON *component)
{
    const char *path = component_path(leaves, prefix, component);
    size_t before = leaves->count;
    const cJSON *member = component->child;
    for (; member != NULL && path != NULL && !leaves->failed; member = member->next) {
        if (strcmp(member->string, "type") == 0)
            continue;
        if (strcmp(member->string, "buttons") == 0 && cJSON_IsArray(member)) {
            flatten_list(leaves, prefix, "button", member);
        } else if (strcmp(member->string, "cards") == 0 && cJSON_IsArray(member)) {
            flatten_list(leaves, prefix, "card", member);
        } else {
            const char *inner = join(leaves, path, member->string);
            if (inner == NULL)
                leaves->failed = true;
            else
                flatten(leaves, inner, member);
        }
    }
    if (leaves->count == before && path != NULL)
        add_leaf(leaves, path, "there");
}

static void flatten_components(struct leaves *leaves, const char *prefix, const cJSON *list)
{
    for (const cJSON *node = list->child; node != NULL && !leaves->failed; node = node->next) {
        if (cJSON_IsObject(node))
            flatten_component(leaves, prefix, node);
        else
            add_value(leaves, join(leaves, prefix, "component"), node);
    }
}

/* cJSON limits the depth. */
static void flatten(struct leaves *leaves, const char *path, const cJSON *node)
{
    if ((!cJSON_IsObject(node) && !cJSON_IsArray(node)) || node->child == NULL) {
        add_value(leaves, path, node);
        return;
    }
    if (cJSON_IsArray(node)) {
        int index = 0;
        for (const cJSON *child = node->child; child != NULL && !leaves->failed;
             child = child->next) {
            const char *inner = arena_format(leaves->arena, "%s.%d", path, index++);
            if (inner == NULL)
                leaves->failed = true;
            else
                flatten(leaves, inner, child);
        }
        return;
    }
    for (const cJSON *child = node->child; child != NULL && !leaves->failed; child = child->next) {
        if (strcmp(child->string, "components") == 0 && cJSON_IsArray(child)) {
            flatten_components(leaves, path, child);
            continue;
        }
        const char *inner = join(leaves, path, child->string);
        if (inner == NULL)
            leaves->failed = true;
        else
            flatten(leaves, inner, child);
    }
}

static int compare_leaves(const void *left, const void *right)
{
    return strcmp(((const struct leaf *)left)->path, ((const struct leaf *)right)->path);
}

static enum err read_leaves(const struct definition *definition, struct arena *arena,
                            struct leaves *leaves, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    *leaves = (struct leaves){.arena = arena};
    enum err err = json_parse(definition->canonical, strlen(definition->canonical), &root, reterr);
    if (err != ERR_OK)
        return err;
    flatten(leaves, "", root);
    if (leaves->failed)
        return error_nomem(reterr);
    if (leaves->count > 0)
        qsort(leaves->items, leaves->count, sizeof *leaves->items, compare_leaves);
    return ERR_OK;
}

static enum err compare(const struct leaves *old, const struct leaves *new, struct arena *arena,
                        struct definition_diff *diff, struct error *reterr)
{
    size_t i = 0, j = 0;
    diff->changes = arena_alloc(arena, old->count + new->count + 1, sizeof *diff->changes);
    if (diff->changes == NULL)
        return error_nomem(reterr);
    while (i < old->count || j < new->count) {
        int order = i == old->count   ? 1
                    : j == new->count ? -1
                                      : compare_leaves(&old->items[i], &new->items[j]);
        struct definition_change change = {
            .path = order <= 0 ? old->items[i].path : new->items[j].path,
            .before = order <= 0 ? old->items[i].text : NULL,
            .after = order >= 0 ? new->items[j].text : NULL,
        };
        i += order <= 0 ? 1 : 0;
        j += order >= 0 ? 1 : 0;
        if (order == 0 && strcmp(change.before, change.after) == 0)
            continue;
        enum err err =
            order == 0 ? word_diff_make(change.before, change.after, arena, &change.words, reterr)
                       : ERR_OK;
        if (err != ERR_OK)
            return err;
        diff->changes[diff->change_count++] = change;
    }
    return ERR_OK;
}

static void add_slots(const struct slot_list *here, const struct slot_list *there, bool is_added,
                      struct definition_diff *diff)
{
    for (size_t i = 0; i < here->count; i++) {
        const struct slot *slot = &here->items[i];
        if (slot->optional_extra || slots_find(there, slot->key) != NULL)
            continue;
        diff->slots[diff->slot_count++] =
            (struct slot_change){slot->key, is_added, slot->required || slot->one_of != NULL};
    }
}

static enum err compare_slots(const struct template *before, const struct template *after,
                              struct arena *arena, struct definition_diff *diff,
                              struct error *reterr)
{
    struct slot_list old, new;
    enum err err = slots_build(before, 0, arena, &old, reterr);
    if (err == ERR_OK)
        err = slots_build(after, 0, arena, &new, reterr);
    if (err != ERR_OK)
        return err;
    diff->slots = arena_alloc(arena, old.count + new.count + 1, sizeof *diff->slots);
    if (diff->slots == NULL)
        return error_nomem(reterr);
    add_slots(&old, &new, false, diff);
    add_slots(&new, &old, true, diff);
    return ERR_OK;
}

enum err definition_diff_make(const struct definition *before, const struct definition *after,
                              struct arena *arena, struct definition_diff *ret_diff,
                              struct error *reterr)
{
    *ret_diff = (struct definition_diff){0};
    if (strcmp(before->hash, after->hash) == 0)
        return ERR_OK;
    struct leaves old = {0}, new = {0};
    enum err err = read_leaves(before, arena, &old, reterr);
    if (err == ERR_OK)
        err = read_leaves(after, arena, &new, reterr);
    if (err == ERR_OK)
        err = compare(&old, &new, arena, ret_diff, reterr);
    if (err == ERR_OK)
        err = compare_slots(before->template, after->template, arena, ret_diff, reterr);
    mem_free(old.items);
    mem_free(new.items);
    return err;
}

bool definition_pair_differs(const struct definition_pair *pair)
{
    return pair->before == NULL || pair->after == NULL ||
           strcmp(pair->before->hash, pair->after->hash) != 0;
}

enum err definition_each_pair(const struct definition_set *before,
                              const struct definition_set *after, definition_visitor *visit,
                              void *context, struct error *reterr)
{
    size_t i = 0, j = 0;
    enum err err = ERR_OK;
    while (err == ERR_OK && (i < before->count || j < after->count)) {
        int order = i == before->count ? 1
                    : j == after->count
                        ? -1
                        : definition_compare(before->items[i].template, after->items[j].template);
        const struct definition_pair pair = {order <= 0 ? &before->items[i] : NULL,
                                             order >= 0 ? &after->items[j] : NULL};
        i += order <= 0 ? 1 : 0;
        j += order >= 0 ? 1 : 0;
        err = visit(&pair, context, reterr);
    }
    return err;
}
