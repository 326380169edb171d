/* The values of a message, in the order in which they were set. Lists are short: linear search. */
#include "src/whatsapp/values.h"

#include "src/base/json.h"
#include "src/whatsapp/ascii.h"

#include <stdlib.h>
#include <string.h>

void values_init(struct values *values)
{
    *values = (struct values){0};
}

static void free_value(struct value *value)
{
    mem_free(value->key);
    mem_free(value->text);
}

void values_clear(struct values *values)
{
    for (size_t i = 0; i < values->count; i++)
        free_value(&values->items[i]);
    values->count = 0;
}

void values_release(struct values *values)
{
    values_clear(values);
    mem_free(values->items);
    values_init(values);
}

static size_t index_of(const struct values *values, const char *key)
{
    size_t i = 0;
    while (i < values->count && strcmp(values->items[i].key, key) != 0)
        i++;
    return i;
}

static bool make_room(struct values *values)
{
    if (values->count < values->size)
        return true;
    size_t size = values->size != 0 ? values->size * 2 : 16;
    struct value *items = mem_grow(values->items, size, sizeof *items);
    if (items == NULL)
        return false;
    values->items = items;
    values->size = size;
    return true;
}

enum err values_set(struct values *values, const char *key, const char *text, bool is_json,
                    struct error *reterr)
{
    char *copy = mem_strdup(text != NULL ? text : "");
    if (copy == NULL)
        return error_nomem(reterr);
    size_t at = index_of(values, key);
    if (at < values->count) {
        mem_free(values->items[at].text);
        values->items[at].text = copy;
        values->items[at].is_json = is_json;
        return ERR_OK;
    }
    char *name = make_room(values) ? mem_strdup(key) : NULL;
    if (name == NULL) {
        mem_free(copy);
        return error_nomem(reterr);
    }
    values->items[values->count++] = (struct value){.key = name, .text = copy, .is_json = is_json};
    return ERR_OK;
}

void values_remove(struct values *values, const char *key)
{
    size_t at = index_of(values, key);
    if (at == values->count)
        return;
    free_value(&values->items[at]);
    values->count--;
    memmove(&values->items[at], &values->items[at + 1],
            (values->count - at) * sizeof values->items[0]);
}

const struct value *values_find(const struct values *values, const char *key)
{
    size_t at = index_of(values, key);
    return at < values->count ? &values->items[at] : NULL;
}

const char *values_get(const struct values *values, const char *key)
{
    const struct value *value = values_find(values, key);
    return value != NULL ? value->text : NULL;
}

enum err values_copy(struct values *to, const struct values *from, struct error *reterr)
{
    values_clear(to);
    for (size_t i = 0; i < from->count; i++) {
        const struct value *value = &from->items[i];
        enum err err = values_set(to, value->key, value->text, value->is_json, reterr);
        if (err != ERR_OK) {
            values_clear(to);
            return err;
        }
    }
    return ERR_OK;
}

static enum err add_member(const cJSON *node, struct values *values, struct error *reterr)
{
    if (cJSON_IsBool(node))
        return values_set(values, node->string, cJSON_IsTrue(node) ? "true" : "false", false,
                          reterr);
    if (cJSON_IsString(node))
        return values_set(values, node->string, node->valuestring, false, reterr);
    if (json_number_text(node) != NULL) /* a price of 1.50 is not one of 1.5 */
        return values_set(values, node->string, json_number_text(node), false, reterr);
    char *text = json_print(node);
    if (text == NULL)
        return error_nomem(reterr);
    bool is_json = cJSON_IsObject(node) || cJSON_IsArray(node);
    enum err err = values_set(values, node->string, text, is_json, reterr);
    mem_free(text);
    return err;
}

enum err values_from_json(const cJSON *object, struct values *values, struct error *reterr)
{
    if (!cJSON_IsObject(object))
        return error_set(reterr, ERR_INVALID,
                         "Write the values as an object, for example {\"body.1\": \"Asha\"}.",
                         "the values are not a JSON object");
    for (const cJSON *node = object->child; node != NULL; node = node->next) {
        if (cJSON_IsNull(node))
            continue;
        enum err err = add_member(node, values, reterr);
        if (err != ERR_OK)
            return err;
    }
    return ERR_OK;
}

static int compare_keys(const void *left, const void *right)
{
    const struct value *const *a = left;
    const struct value *const *b = right;
    return strcmp((*a)->key, (*b)->key);
}

/* A structured value goes out as what it is; text that is no JSON stays text. */
static cJSON *value_to_node(const struct value *value)
{
    cJSON *node = NULL;
    if (value->is_json && json_parse(value->text, strlen(value->text), &node, NULL) == ERR_OK)
        return node;
    return cJSON_CreateString(value->text);
}

cJSON *values_to_json(const struct values *values)
{
    const struct value **sorted = mem_zalloc(values->count, sizeof *sorted);
    cJSON *object = cJSON_CreateObject();
    bool ok = sorted != NULL && object != NULL;
    for (size_t i = 0; ok && i < values->count; i++)
        sorted[i] = &values->items[i];
    if (ok)
        qsort(sorted, values->count, sizeof *sorted, compare_keys);
    for (size_t i = 0; ok && i < values->count; i++)
        ok = json_add_node(object, sorted[i]->key, value_to_node(sorted[i]));
    mem_free(sorted);
    if (ok)
        return object;
    cJSON_Delete(object);
    return NULL;
}

size_t values_card_count(const struct values *values)
{
    const char *count = values_get(values, "card.count");
    if (count != NULL)
        return ascii_all_digits(count) ? (size_t)strtoul(count, NULL, 10) : 0;
    size_t most = 0;
    for (size_t i = 0; i < values->count; i++) {
        const char *key = values->items[i].key;
        if (strncmp(key, "card.", 5) != 0 || !ascii_is_digit((unsigned char)key[5]))
            continue;
        unsigned long card = strtoul(key + 5, NULL, 10);
        if (card < 1000 && card + 1 > most)
            most = card + 1;
    }
    return most;
}
