/* Brings definitions into one form, and keeps them in order. */
#include "src/whatsapp/definition.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/json.h"
#include "src/whatsapp/ascii.h"

static const char *const kept_members[] = {
    "category", "components", "language", "message_send_ttl_seconds", "name", "sub_category"};

/* Upper case is how the API lists them; creation takes either. */
static const char *const upper_members[] = {"type",         "format",   "category",
                                            "sub_category", "otp_type", "parameter_format"};

/* Examples that may be given without the array, or the arrays, around them. */
static const struct {
    const char *name;
    int depth;
} example_shapes[] = {{"header_text", 1}, {"body_text", 2}, {"example", 1}};

static bool is_listed(const char *name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}

static int compare_members(const void *left, const void *right)
{
    const cJSON *const *a = left;
    const cJSON *const *b = right;
    return strcmp((*a)->string, (*b)->string);
}

struct ranked {
    cJSON *node;
    size_t place;
};

static const char *component_type(const cJSON *node)
{
    return json_text(node, "type", "");
}

static int compare_components(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    int order = strcmp(component_type(a->node), component_type(b->node));
    return order != 0 ? order : (a->place > b->place) - (a->place < b->place);
}

/* Chains `count` nodes again, in the order of the array. */
static void relink(cJSON *parent, cJSON *(*node_at)(void *list, size_t at), void *list,
                   size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cJSON *node = node_at(list, i);
        node->next = i + 1 < count ? node_at(list, i + 1) : NULL;
        node->prev = node_at(list, i > 0 ? i - 1 : count - 1);
    }
    parent->child = count > 0 ? node_at(list, 0) : NULL;
}

static cJSON *plain_at(void *list, size_t at)
{
    return ((cJSON **)list)[at];
}

static cJSON *ranked_at(void *list, size_t at)
{
    return ((struct ranked *)list)[at].node;
}

static bool sort_members(cJSON *object)
{
    size_t count = (size_t)cJSON_GetArraySize(object);
    cJSON **nodes = mem_zalloc(count + 1, sizeof *nodes);
    if (nodes == NULL)
        return false;
    size_t i = 0;
    for (cJSON *node = object->child; node != NULL; node = node->next)
        nodes[i++] = node;
    qsort(nodes, count, sizeof *nodes, compare_members);
    relink(object, plain_at, nodes, count);
    mem_free(nodes);
    return true;
}

static bool sort_components(cJSON *array)
{
    size_t count = (size_t)cJSON_GetArraySize(array);
    struct ranked *nodes = mem_zalloc(count + 1, sizeof *nodes);
    if (nodes == NULL)
        return false;
    size_t i = 0;
    for (cJSON *node = array->child; node != NULL; node = node->next, i++)
        nodes[i] = (struct ranked){node, i};
    qsort(nodes, count, sizeof *nodes, compare_components);
    relink(array, ranked_at, nodes, count);
    mem_free(nodes);
    return true;
}

static void upper_text(cJSON *node)
{
    for (char *at = node->valuestring; *at != '\0'; at++)
        *at = (char)ascii_upper((unsigned char)*at);
}

/* The number of arrays around the first value. */
static int depth_of(const cJSON *node)
{
    int depth = 0;
    for (; cJSON_IsArray(node); node = node->child)
        depth++;
    return depth;
}

static bool wrap_example(cJSON *owner, const char *name, int wanted)
{
    cJSON *node = cJSON_GetObjectItemCaseSensitive(owner, name);
    if (node == NULL || cJSON_IsObject(node))
        return true;
    for (int depth = depth_of(node); depth < wanted; depth++) {
        cJSON *array = cJSON_CreateArray();
        bool ok = json_append_node(array, cJSON_DetachItemViaPointer(owner, node));
        if (!json_add_node(owner, name, array) || !ok)
            return false;
        node = array;
    }
    return true;
}

/* A whole number that was written as text. */
static bool use_number(cJSON *owner, const char *name)
{
    int64_t value = 0;
    const cJSON *node = json_member(owner, name);
    if (!cJSON_IsString(node) || !json_integer(node, &value))
        return true;
    cJSON_DeleteItemFromObjectCaseSensitive(owner, name);
    return json_add_integer(owner, name, value);
}

/* Ids are text: the API writes some as numbers. */
static bool use_text(cJSON *owner, const char *name)
{
    char text[32];
    const cJSON *node = json_member(owner, name);
    if (!cJSON_IsNumber(node) && !cJSON_IsRaw(node))
        return true;
    if (json_text_or_number(owner, name, text, sizeof text) == NULL)
        return true;
    char copy[32];
    snprintf(copy, sizeof copy, "%s", text);
    cJSON_DeleteItemFromObjectCaseSensitive(owner, name);
    return json_add_text(owner, name, copy);
}

static bool normalize_members(cJSON *object)
{
    bool ok = use_number(object, "message_send_ttl_seconds") && use_text(object, "flow_id");
    if (json_member(object, "param_name") != NULL)
        return ok; /* an example of one name is no list */
    for (size_t i = 0; ok && i < COUNT_OF(example_shapes); i++)
        ok = wrap_example(object, example_shapes[i].name, example_shapes[i].depth);
    cJSON_DeleteItemFromObjectCaseSensitive(object, "header_handle");
    const cJSON *example = json_member(object, "example");
    if (cJSON_IsObject(example) && json_member(example, "header_handle") != NULL &&
        cJSON_GetArraySize(example) == 1)
        cJSON_DeleteItemFromObjectCaseSensitive(object, "example");
    return ok;
}

/* Children first, so that components are sorted by types in upper case. cJSON limits the depth. */
static bool normalize(cJSON *node)
{
    bool ok = !cJSON_IsObject(node) || normalize_members(node);
    for (cJSON *child = node->child; ok && child != NULL; child = child->next) {
        if (cJSON_IsString(child) && child->string != NULL &&
            is_listed(child->string, upper_members, COUNT_OF(upper_members)))
            upper_text(child);
        else
            ok = normalize(child);
    }
    if (!ok)
        return false;
    if (cJSON_IsObject(node))
        return sort_members(node);
    bool is_components =
        cJSON_IsArray(node) && node->string != NULL && strcmp(node->string, "components") == 0;
    return !is_components || sort_components(node);
}

enum err definition_canonical(const struct template *template, cJSON **ret_root,
                              struct error *reterr)
{
    *ret_root = NULL;
    CLEANUP(json_deletep) cJSON *whole = NULL;
    enum err err = json_parse(template->json, strlen(template->json), &whole, reterr);
    if (err != ERR_OK)
        return err;
    CLEANUP(json_deletep) cJSON *root = cJSON_CreateObject();
    bool ok = root != NULL;
    for (size_t i = 0; ok && i < COUNT_OF(kept_members); i++) {
        cJSON *node = cJSON_DetachItemFromObjectCaseSensitive(whole, kept_members[i]);
        bool is_empty = node == NULL || cJSON_IsNull(node) ||
                        (cJSON_IsString(node) && node->valuestring[0] == '\0');
        if (is_empty)
            cJSON_Delete(node);
        else
            ok = json_add_node(root, kept_members[i], node);
    }
    ok = ok && json_add_text(root, "parameter_format", template->named ? "NAMED" : "POSITIONAL");
    if (!ok || !normalize(root))
        return error_nomem(reterr);
    *ret_root = root;
    root = NULL;
    return ERR_OK;
}

static bool hash_text(const char *text, char hash[DEFINITION_HASH_SIZE])
{
    char digest[DIGEST_TEXT_SIZE];
    if (!digest_sha256(text, strlen(text), digest))
        return false;
    snprintf(hash, DEFINITION_HASH_SIZE, "sha256:%s", digest);
    return true;
}

enum err definition_hash(const struct template *template, char hash[DEFINITION_HASH_SIZE],
                         struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    enum err err = definition_canonical(template, &root, reterr);
    if (err != ERR_OK)
        return err;
    CLEANUP(mem_freep) char *text = json_print(root);
    return text != NULL && hash_text(text, hash) ? ERR_OK : error_nomem(reterr);
}

enum err definition_make(struct template *template, struct arena *arena,
                         struct definition *ret_definition, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    enum err err = definition_canonical(template, &root, reterr);
    if (err != ERR_OK)
        return err;
    CLEANUP(mem_freep) char *text = json_print(root);
    *ret_definition = (struct definition){.template = template};
    ret_definition->canonical = text != NULL ? arena_strdup(arena, text) : NULL;
    if (ret_definition->canonical == NULL || !hash_text(text, ret_definition->hash))
        return error_nomem(reterr);
    return ERR_OK;
}

int definition_compare(const struct template *left, const struct template *right)
{
    int order = strcmp(left->name, right->name);
    return order != 0 ? order : strcmp(left->language, right->language);
}

static int compare_definitions(const void *left, const void *right)
{
    return definition_compare(((const struct definition *)left)->template,
                              ((const struct definition *)right)->template);
}

enum err definition_set_make(struct template *const *templates, size_t count, struct arena *arena,
                             struct definition_set *ret_set, struct error *reterr)
{
    *ret_set = (struct definition_set){0};
    struct definition *items = arena_alloc(arena, count + 1, sizeof *items);
    if (items == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; i < count; i++) {
        enum err err = definition_make(templates[i], arena, &items[i], reterr);
        if (err != ERR_OK)
            return err;
    }
    qsort(items, count, sizeof *items, compare_definitions);
    for (size_t i = 1; i < count; i++)
        if (compare_definitions(&items[i - 1], &items[i]) == 0)
            return error_set(reterr, ERR_INVALID, "Keep one definition for each name and language.",
                             "the template %.100s stands there twice in the language %.40s",
                             items[i].template->name, items[i].template->language);
    *ret_set = (struct definition_set){items, count};
    return ERR_OK;
}

const struct definition *definition_set_find(const struct definition_set *set, const char *name,
                                             const char *language)
{
    struct template wanted = {.name = name, .language = language};
    const struct definition key = {.template = &wanted};
    return set->count == 0
               ? NULL
               : bsearch(&key, set->items, set->count, sizeof *set->items, compare_definitions);
}
