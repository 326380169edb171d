/* Reading a case file: two tables of members, of the file and of a case. */
#include "src/trial/case_file.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/config/nearest.h"

/* Where in the file something stands: for messages. */
struct spot {
    char path[160];
};

enum member_kind {
    MEMBER_TEXT,      /* const char * */
    MEMBER_TEXTS,     /* struct text_list: a text, or an array of texts */
    MEMBER_VALUES,    /* const cJSON *: an object of values */
    MEMBER_EXPECT,    /* struct expectation */
    MEMBER_IGNORED,   /* a comment */
    MEMBER_OF_A_CASE, /* of the file: an object with the members of a case */
    MEMBER_CASES,
    MEMBER_NAMES, /* of the file: const cJSON *, an object of texts */
    MEMBER_SETS,  /* of the file: const cJSON *, an object of objects of values */
    MEMBER_VERSION
};

struct member {
    const char *name;
    enum member_kind kind;
    size_t at; /* offset in the struct that it goes into */
};

#define ENTRY(member) offsetof(struct case_entry, member)

static const struct member entry_members[] = {
    {"name", MEMBER_TEXT, ENTRY(name)},
    {"template", MEMBER_TEXTS, ENTRY(templates)},
    {"language", MEMBER_TEXTS, ENTRY(languages)},
    {"preset", MEMBER_TEXT, ENTRY(preset)},
    {"values", MEMBER_VALUES, ENTRY(values)},
    {"value_sets", MEMBER_TEXTS, ENTRY(value_sets)},
    {"to", MEMBER_TEXTS, ENTRY(recipients)},
    {"expect", MEMBER_EXPECT, ENTRY(expect)},
    {"preview_contains", MEMBER_TEXTS, ENTRY(contains)},
    {"preview_lacks", MEMBER_TEXTS, ENTRY(lacks)},
    {"tags", MEMBER_TEXTS, ENTRY(tags)},
    {"comment", MEMBER_IGNORED, 0},
};

static const struct member file_members[] = {
    {"$schema", MEMBER_IGNORED, 0},
    {"comment", MEMBER_IGNORED, 0},
    {"version", MEMBER_VERSION, 0},
    {"recipients", MEMBER_NAMES, offsetof(struct case_file, recipients)},
    {"value_sets", MEMBER_SETS, offsetof(struct case_file, value_sets)},
    {"defaults", MEMBER_OF_A_CASE, 0},
    {"cases", MEMBER_CASES, 0},
};

__attribute__((format(printf, 4, 5))) static enum err
refuse(const struct spot *spot, struct error *reterr, const char *next, const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    error_set(reterr, ERR_INVALID, next, "%s", text);
    error_set_where(reterr, "%s", spot->path);
    return ERR_INVALID;
}

static struct spot below(const struct spot *spot, const char *name)
{
    struct spot inner;
    snprintf(inner.path, sizeof inner.path, "%s%s%.60s", spot->path,
             spot->path[0] != '\0' ? "." : "", name);
    return inner;
}

static struct spot item_of(const struct spot *spot, size_t index)
{
    struct spot inner;
    snprintf(inner.path, sizeof inner.path, "%.130s[%zu]", spot->path, index);
    return inner;
}

static enum err refuse_unknown(const struct spot *spot, const struct member *members, size_t count,
                               const char *name, struct error *reterr)
{
    struct nearest nearest;
    char next[160];
    struct spot inner = below(spot, name);
    nearest_init(&nearest, name);
    for (size_t i = 0; i < count; i++)
        nearest_offer(&nearest, members[i].name);
    if (nearest.best != NULL)
        snprintf(next, sizeof next, text_of("Did you mean %s?"), nearest.best);
    else if (strchr(name, '.') != NULL)
        snprintf(next, sizeof next, text_of("Values of slots stand inside of \"values\"."));
    else
        snprintf(next, sizeof next, text_of("docs/CASES.md lists the keys that there are."));
    return refuse(&inner, reterr, next, "there is no key %.60s here", name);
}

/* cJSON keeps both of two equal keys, and the first one would win in silence. */
static enum err check_keys(const cJSON *object, const struct spot *spot, struct error *reterr)
{
    for (const cJSON *node = object->child; node != NULL; node = node->next) {
        const cJSON *first = json_member(object, node->string);
        if (first == node)
            continue;
        struct spot inner = below(spot, node->string);
        return refuse(&inner, reterr, "Remove one of them.", "the key %.60s is there twice",
                      node->string);
    }
    return ERR_OK;
}

static enum err read_text(const cJSON *node, const struct spot *spot, const char **ret_text,
                          struct error *reterr)
{
    if (!cJSON_IsString(node))
        return refuse(spot, reterr, "Put it between quotes.", "this is to be a text");
    if (node->valuestring[0] == '\0')
        return refuse(spot, reterr, "Write it, or leave the key out.", "this text is empty");
    *ret_text = node->valuestring;
    return ERR_OK;
}

static enum err read_texts(const cJSON *node, const struct spot *spot, struct arena *arena,
                           struct text_list *ret_list, struct error *reterr)
{
    bool is_array = cJSON_IsArray(node);
    size_t count = is_array ? (size_t)cJSON_GetArraySize(node) : 1;
    ret_list->count = 0;
    ret_list->items = arena_alloc(arena, count + 1, sizeof *ret_list->items);
    if (ret_list->items == NULL)
        return error_nomem(reterr);
    enum err err = ERR_OK;
    for (const cJSON *item = is_array ? node->child : node; err == ERR_OK && item != NULL;
         item = is_array ? item->next : NULL) {
        struct spot inner = is_array ? item_of(spot, ret_list->count) : *spot;
        err = read_text(item, &inner, &ret_list->items[ret_list->count], reterr);
        if (err == ERR_OK)
            ret_list->count++;
    }
    return err;
}

static enum err check_values(const cJSON *node, const struct spot *spot, struct error *reterr)
{
    return cJSON_IsObject(node)
               ? check_keys(node, spot, reterr)
               : refuse(spot, reterr, "Write an object such as {\"body.1\": \"Asha\"}.",
                        "the values are no JSON object");
}

static enum err read_expect(const cJSON *node, const struct spot *spot,
                            struct expectation *ret_expect, struct error *reterr)
{
    const char *text = NULL;
    enum err err = read_text(node, spot, &text, reterr);
    if (err == ERR_OK)
        err = expectation_parse(text, ret_expect, reterr);
    if (err == ERR_INVALID)
        error_set_where(reterr, "%s", spot->path);
    return err;
}

static const struct member *find_member(const struct member *members, size_t count,
                                        const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(members[i].name, name) == 0)
            return &members[i];
    return NULL;
}

static enum err read_entry_member(struct case_file *file, const cJSON *node,
                                  const struct spot *spot, struct case_entry *entry,
                                  struct error *reterr)
{
    const struct member *member = find_member(entry_members, COUNT_OF(entry_members), node->string);
    if (member == NULL)
        return refuse_unknown(spot, entry_members, COUNT_OF(entry_members), node->string, reterr);
    struct spot inner = below(spot, node->string);
    void *place = (char *)entry + member->at;
    switch (member->kind) {
    case MEMBER_TEXT:
        return read_text(node, &inner, place, reterr);
    case MEMBER_TEXTS:
        return read_texts(node, &inner, &file->arena, place, reterr);
    case MEMBER_VALUES:
        *(const cJSON **)place = node;
        return check_values(node, &inner, reterr);
    case MEMBER_EXPECT:
        return read_expect(node, &inner, place, reterr);
    default:
        return ERR_OK;
    }
}

/* What the object says, over what the entry has already. */
static enum err read_entry(struct case_file *file, const cJSON *object, const struct spot *spot,
                           struct case_entry *entry, struct error *reterr)
{
    if (!cJSON_IsObject(object))
        return refuse(spot, reterr, "Write {\"template\": …, \"language\": …}.",
                      "a case is a JSON object");
    enum err err = check_keys(object, spot, reterr);
    for (const cJSON *node = object->child; err == ERR_OK && node != NULL; node = node->next)
        err = read_entry_member(file, node, spot, entry, reterr);
    return err;
}

static enum err check_entry(const struct case_file *file, const struct case_entry *entry,
                            const struct spot *spot, struct error *reterr)
{
    if (entry->preset == NULL && entry->templates.count == 0)
        return refuse(spot, reterr, "Add \"template\": \"NAME\".", "the case names no template");
    if (entry->preset == NULL && entry->languages.count == 0)
        return refuse(spot, reterr, "Add \"language\": \"en_US\", or \"all\".",
                      "the case names no language");
    struct spot inner = below(spot, "value_sets");
    for (size_t i = 0; i < entry->value_sets.count; i++) {
        struct nearest nearest;
        char next[160] = "Write it under value_sets at the top of the file.";
        const char *name = entry->value_sets.items[i];
        if (json_member(file->value_sets, name) != NULL)
            continue;
        nearest_init(&nearest, name);
        const cJSON *set = NULL;
        cJSON_ArrayForEach(set, file->value_sets) nearest_offer(&nearest, set->string);
        if (nearest.best != NULL)
            snprintf(next, sizeof next, text_of("Did you mean %.100s?"), nearest.best);
        return refuse(&inner, reterr, next, "there is no set of values %.60s", name);
    }
    return ERR_OK;
}

static enum err read_cases(struct case_file *file, const struct case_entry *defaults,
                           struct error *reterr)
{
    const struct spot spot = {"cases"};
    const cJSON *cases = json_member(file->root, "cases");
    if (!cJSON_IsArray(cases) || cases->child == NULL)
        return refuse(&spot, reterr, "Write \"cases\": [{\"template\": …}].",
                      "the file has no array of cases");
    file->entries =
        arena_alloc(&file->arena, (size_t)cJSON_GetArraySize(cases), sizeof *file->entries);
    if (file->entries == NULL)
        return error_nomem(reterr);
    enum err err = ERR_OK;
    for (const cJSON *node = cases->child; err == ERR_OK && node != NULL; node = node->next) {
        struct case_entry *entry = &file->entries[file->count];
        struct spot inner = item_of(&spot, file->count);
        *entry = *defaults;
        entry->index = file->count;
        err = read_entry(file, node, &inner, entry, reterr);
        if (err == ERR_OK)
            err = check_entry(file, entry, &inner, reterr);
        file->count += err == ERR_OK;
    }
    return err;
}

static enum err check_sets(const cJSON *node, const struct spot *spot, struct error *reterr)
{
    enum err err = check_values(node, spot, reterr);
    const cJSON *set = NULL;
    cJSON_ArrayForEach(set, node)
    {
        struct spot inner = below(spot, set->string);
        if (err == ERR_OK)
            err = check_values(set, &inner, reterr);
    }
    return err;
}

static enum err check_names(const cJSON *node, const struct spot *spot, struct error *reterr)
{
    if (!cJSON_IsObject(node))
        return refuse(spot, reterr, "Write {\"asha\": \"+15550001234\"}.",
                      "the recipients are no JSON object");
    enum err err = check_keys(node, spot, reterr);
    const cJSON *name = NULL;
    cJSON_ArrayForEach(name, node)
    {
        const char *number = NULL;
        struct spot inner = below(spot, name->string);
        if (err == ERR_OK)
            err = read_text(name, &inner, &number, reterr);
    }
    return err;
}

static enum err read_file_member(struct case_file *file, const cJSON *node,
                                 struct case_entry *defaults, struct error *reterr)
{
    static const struct spot top = {""};
    const struct member *member = find_member(file_members, COUNT_OF(file_members), node->string);
    if (member == NULL)
        return refuse_unknown(&top, file_members, COUNT_OF(file_members), node->string, reterr);
    struct spot spot = below(&top, node->string);
    switch (member->kind) {
    case MEMBER_NAMES:
        file->recipients = node;
        return check_names(node, &spot, reterr);
    case MEMBER_SETS:
        file->value_sets = node;
        return check_sets(node, &spot, reterr);
    case MEMBER_OF_A_CASE:
        return read_entry(file, node, &spot, defaults, reterr);
    case MEMBER_VERSION:
        if (!cJSON_IsNumber(node) || node->valuedouble < 1 || node->valuedouble > 1)
            return refuse(&spot, reterr, "Write 1, or use a newer chakra-tui.",
                          "this version of the format is not known");
        return ERR_OK;
    default:
        return ERR_OK;
    }
}

enum err case_file_parse(const char *bytes, size_t length, struct case_file *ret_file,
                         struct error *reterr)
{
    static const struct spot top = {""};
    struct case_entry defaults = {.expect = {.kind = EXPECT_ACCEPTED}};
    *ret_file = (struct case_file){0};
    arena_init(&ret_file->arena);
    enum err err = json_parse(bytes, length, &ret_file->root, reterr);
    if (err != ERR_OK)
        return err;
    if (!cJSON_IsObject(ret_file->root))
        return refuse(&top, reterr, "chakra-tui test --init writes an example.",
                      "a case file is a JSON object");
    err = check_keys(ret_file->root, &top, reterr);
    for (const cJSON *node = ret_file->root->child; err == ERR_OK && node != NULL;
         node = node->next)
        err = read_file_member(ret_file, node, &defaults, reterr);
    return err == ERR_OK ? read_cases(ret_file, &defaults, reterr) : err;
}

void case_file_release(struct case_file *file)
{
    cJSON_Delete(file->root);
    arena_release(&file->arena);
    *file = (struct case_file){0};
}
