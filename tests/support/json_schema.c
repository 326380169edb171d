/* A small validator for tests. */
#include "tests/support/json_schema.h"

#include <regex.h>
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/utf8.h"

struct check {
    const cJSON *root;
    char *problem;
    size_t size;
};

static bool accepts(struct check *check, const cJSON *schema, const cJSON *node, const char *path);

static bool refuse(struct check *check, const char *path, const char *why)
{
    snprintf(check->problem, check->size, "%s: %s", path, why);
    return false;
}

static bool has_type(const cJSON *node, const char *type)
{
    return (strcmp(type, "object") == 0 && cJSON_IsObject(node)) ||
           (strcmp(type, "array") == 0 && cJSON_IsArray(node)) ||
           (strcmp(type, "string") == 0 && cJSON_IsString(node)) ||
           (strcmp(type, "number") == 0 && cJSON_IsNumber(node));
}

static bool is_in(const cJSON *list, const cJSON *node)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list) if (cJSON_Compare(item, node, true)) return true;
    return false;
}

static bool matches(const char *pattern, const char *text)
{
    regex_t regex;
    if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0)
        return false;
    bool found = regexec(&regex, text, 0, NULL, 0) == 0;
    regfree(&regex);
    return found;
}

static bool accepts_members(struct check *check, const cJSON *schema, const cJSON *node,
                            const char *path)
{
    const cJSON *rest = json_member(schema, "additionalProperties");
    for (const cJSON *member = cJSON_IsObject(node) ? node->child : NULL; member != NULL;
         member = member->next) {
        char inner[256];
        snprintf(inner, sizeof inner, "%s.%s", path, member->string);
        const cJSON *known = json_member(json_member(schema, "properties"), member->string);
        if (known == NULL && cJSON_IsFalse(rest))
            return refuse(check, inner, "unknown member");
        const cJSON *use = known != NULL ? known : cJSON_IsObject(rest) ? rest : NULL;
        if (use != NULL && !accepts(check, use, member, inner))
            return false;
    }
    const cJSON *name = NULL;
    cJSON_ArrayForEach(name, json_member(schema, "required"))
    {
        if (cJSON_IsObject(node) && json_member(node, name->valuestring) == NULL)
            return refuse(check, path, "a required member is missing");
    }
    return true;
}

static bool accepts_items(struct check *check, const cJSON *schema, const cJSON *node,
                          const char *path)
{
    const cJSON *items = json_member(schema, "items");
    int64_t least = 0;
    if (!cJSON_IsArray(node))
        return true;
    if (json_integer(json_member(schema, "minItems"), &least) && cJSON_GetArraySize(node) < least)
        return refuse(check, path, "too few items");
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, node)
    {
        if (items != NULL && !accepts(check, items, item, path))
            return false;
    }
    return true;
}

static bool accepts_text(struct check *check, const cJSON *schema, const cJSON *node,
                         const char *path)
{
    int64_t least = 0;
    const char *pattern = json_text(schema, "pattern", NULL);
    if (!cJSON_IsString(node))
        return true;
    if (json_integer(json_member(schema, "minLength"), &least) &&
        (int64_t)utf8_count_code_points(node->valuestring, strlen(node->valuestring)) < least)
        return refuse(check, path, "too short");
    if (pattern != NULL && !matches(pattern, node->valuestring))
        return refuse(check, path, "does not fit the pattern");
    return true;
}

static bool accepts_any(struct check *check, const cJSON *schema, const cJSON *node,
                        const char *path)
{
    const cJSON *choices = json_member(schema, "anyOf");
    const cJSON *choice = NULL;
    cJSON_ArrayForEach(choice, choices) if (accepts(check, choice, node, path)) return true;
    return choices == NULL || refuse(check, path, "fits none of the choices");
}

static bool accepts_reference(struct check *check, const cJSON *schema, const cJSON *node,
                              const char *path)
{
    static const char prefix[] = "#/$defs/";
    const char *reference = json_text(schema, "$ref", NULL);
    if (reference == NULL)
        return true;
    const cJSON *target =
        strncmp(reference, prefix, sizeof prefix - 1) == 0
            ? json_member(json_member(check->root, "$defs"), reference + sizeof prefix - 1)
            : NULL;
    return target != NULL ? accepts(check, target, node, path)
                          : refuse(check, path, "the schema refers to nothing");
}

static bool knows_all(struct check *check, const cJSON *schema, const char *path)
{
    static const char *const known[] = {
        "type",      "enum",    "properties", "additionalProperties",
        "required",  "items",   "anyOf",      "minItems",
        "minLength", "pattern", "$ref",       "$defs",
        "$schema",   "title",   "description"};
    for (const cJSON *member = schema->child; member != NULL; member = member->next) {
        bool found = false;
        for (size_t i = 0; i < COUNT_OF(known); i++)
            found = found || strcmp(known[i], member->string) == 0;
        if (!found)
            return refuse(check, path, "the schema has a keyword that nobody checks");
    }
    return true;
}

static bool accepts(struct check *check, const cJSON *schema, const cJSON *node, const char *path)
{
    const char *type = json_text(schema, "type", NULL);
    const cJSON *values = json_member(schema, "enum");
    if (!knows_all(check, schema, path))
        return false;
    if (type != NULL && !has_type(node, type))
        return refuse(check, path, "wrong type");
    if (values != NULL && !is_in(values, node))
        return refuse(check, path, "not one of the values");
    return accepts_reference(check, schema, node, path) &&
           accepts_members(check, schema, node, path) && accepts_items(check, schema, node, path) &&
           accepts_text(check, schema, node, path) && accepts_any(check, schema, node, path);
}

bool json_schema_accepts(const cJSON *schema, const cJSON *node, char *problem, size_t size)
{
    struct check check = {.root = schema, .problem = problem, .size = size};
    return accepts(&check, schema, node, "$");
}
