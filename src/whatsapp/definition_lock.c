/* Writes and reads the lock, and reads other files of definitions. */
#include "src/whatsapp/definition_lock.h"

#include <stdio.h>
#include <string.h>

#include "src/base/json.h"

static cJSON *lock_entry(const struct definition *definition, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *entry = cJSON_CreateObject();
    cJSON *canonical = NULL;
    if (definition_canonical(definition->template, &canonical, reterr) != ERR_OK)
        return NULL;
    bool ok = json_add_node(entry, "definition", canonical);
    ok = ok && json_add_text(entry, "hash", definition->hash);
    ok = ok && json_add_text(entry, "language", definition->template->language);
    ok = ok && json_add_text(entry, "name", definition->template->name);
    cJSON *made = ok ? entry : NULL;
    if (ok)
        entry = NULL;
    else
        error_nomem(reterr);
    return made;
}

enum err definition_lock_write(const struct definition_set *set, const char *waba,
                               struct strbuf *out, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = cJSON_CreateObject();
    bool ok = json_add_integer(root, "lock_version", DEFINITION_LOCK_VERSION);
    cJSON *list = ok ? cJSON_AddArrayToObject(root, "templates") : NULL;
    if (list == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; i < set->count; i++) {
        struct error error = {0};
        if (json_append_node(list, lock_entry(&set->items[i], &error)))
            continue;
        if (error.code == ERR_OK)
            error_nomem(&error);
        if (reterr != NULL)
            *reterr = error;
        return error.code;
    }
    ok = json_add_text(root, "waba", waba);
    CLEANUP(mem_freep) char *text = ok ? json_print_pretty(root) : NULL;
    if (text == NULL)
        return error_nomem(reterr);
    strbuf_add_text(out, text);
    strbuf_add_char(out, '\n');
    return strbuf_status(out, "the lock", reterr);
}

/* ---- reading */

static enum err wrong(struct error *reterr, const char *format, const char *text)
{
    return error_set(reterr, ERR_INVALID,
                     "Take the file back from version control, or write it anew with chakra-tui "
                     "templates lock.",
                     format, text);
}

/* Only these, each at most once. */
static enum err check_members(const cJSON *object, const char *const *names, size_t count,
                              const char *where, struct error *reterr)
{
    unsigned seen = 0;
    const cJSON *member = NULL;
    cJSON_ArrayForEach(member, object)
    {
        size_t i = 0;
        while (i < count && strcmp(names[i], member->string) != 0)
            i++;
        if (i < count && (seen & (1U << i)) == 0) {
            seen |= 1U << i;
            continue;
        }
        wrong(reterr,
              i < count ? "the lock says '%.60s' twice" : "the lock has an unknown member '%.60s'",
              member->string);
        error_set_where(reterr, "%s", where);
        return ERR_INVALID;
    }
    return ERR_OK;
}

static enum err check_version(const cJSON *root, struct error *reterr)
{
    int64_t version = 0;
    if (!json_integer(json_member(root, "lock_version"), &version) || version < 1)
        return wrong(reterr, "the lock's %s is no version", "lock_version");
    if (version > DEFINITION_LOCK_VERSION)
        return error_set(reterr, ERR_INVALID,
                         "Update chakra-tui, or write the lock with this version.",
                         "the lock has version %lld, and this program knows only up to %d",
                         (long long)version, (int)DEFINITION_LOCK_VERSION);
    return ERR_OK;
}

static enum err parse_one(const cJSON *node, struct arena *arena, struct template **ret_template,
                          struct error *reterr)
{
    if (!cJSON_IsObject(node) || !cJSON_IsArray(json_member(node, "components")))
        return error_set(reterr, ERR_INVALID,
                         "Write definitions as `templates show NAME --json` shows them.",
                         "this is no template definition: it has no list of components");
    enum err err = template_parse(node, arena, ret_template, reterr);
    if (err == ERR_INVALID && reterr != NULL)
        error_set(reterr, ERR_INVALID, "Give every definition a name and a language.",
                  "a template definition has no name or no language");
    return err;
}

/* The entry's name, language and hash must be those of its definition. */
static enum err check_entry(const cJSON *entry, const struct definition *definition,
                            struct error *reterr)
{
    const struct template *template = definition->template;
    if (strcmp(json_text(entry, "name", ""), template->name) != 0 ||
        strcmp(json_text(entry, "language", ""), template->language) != 0)
        return wrong(reterr, "the lock's entry %.100s holds another template's definition",
                     json_text(entry, "name", "without a name"));
    if (strcmp(json_text(entry, "hash", ""), definition->hash) != 0)
        return wrong(reterr,
                     "the lock's definition of %.100s was changed by hand: its hash does not fit",
                     template->name);
    return ERR_OK;
}

static enum err read_entry(const cJSON *entry, size_t index, struct arena *arena,
                           struct template **ret_template, struct error *reterr)
{
    static const char *const names[] = {"definition", "hash", "language", "name"};
    char where[64];
    snprintf(where, sizeof where, "templates[%zu]", index);
    struct definition definition;
    enum err err = check_members(entry, names, COUNT_OF(names), where, reterr);
    if (err != ERR_OK)
        return err;
    err = parse_one(json_member(entry, "definition"), arena, ret_template, reterr);
    if (err == ERR_OK)
        err = definition_make(*ret_template, arena, &definition, reterr);
    if (err == ERR_OK)
        err = check_entry(entry, &definition, reterr);
    if (err != ERR_OK)
        error_set_where(reterr, "%s", where);
    return err;
}

static enum err read_list(const cJSON *list, bool is_lock, struct arena *arena,
                          struct definition_set *ret_set, struct error *reterr)
{
    size_t count = (size_t)cJSON_GetArraySize(list), index = 0;
    struct template **templates = arena_alloc(arena, count + 1, sizeof *templates);
    if (templates == NULL)
        return error_nomem(reterr);
    enum err err = ERR_OK;
    for (const cJSON *node = list->child; err == ERR_OK && node != NULL; node = node->next) {
        err = is_lock ? read_entry(node, index, arena, &templates[index], reterr)
                      : parse_one(node, arena, &templates[index], reterr);
        index++;
    }
    return err == ERR_OK ? definition_set_make(templates, count, arena, ret_set, reterr) : err;
}

static enum err read_lock(const cJSON *root, struct arena *arena, struct definition_file *file,
                          struct error *reterr)
{
    static const char *const names[] = {"lock_version", "templates", "waba"};
    enum err err = check_version(root, reterr); /* a newer one may have other members */
    if (err == ERR_OK)
        err = check_members(root, names, COUNT_OF(names), "", reterr);
    const cJSON *list = json_member(root, "templates");
    if (err == ERR_OK && !cJSON_IsArray(list))
        err = wrong(reterr, "the lock has no list of %s", "templates");
    file->is_lock = true;
    file->waba = arena_strdup(arena, json_text(root, "waba", ""));
    if (err == ERR_OK && file->waba == NULL)
        err = error_nomem(reterr);
    return err == ERR_OK ? read_list(list, true, arena, &file->set, reterr) : err;
}

static enum err read_single(const cJSON *root, struct arena *arena, struct definition_set *set,
                            struct error *reterr)
{
    struct template *template = NULL;
    enum err err = parse_one(root, arena, &template, reterr);
    return err == ERR_OK ? definition_set_make(&template, 1, arena, set, reterr) : err;
}

enum err definition_file_read(const char *bytes, size_t length, struct arena *arena,
                              struct definition_file *ret_file, struct error *reterr)
{
    *ret_file = (struct definition_file){0};
    CLEANUP(json_deletep) cJSON *root = NULL;
    enum err err = json_parse(bytes, length, &root, reterr);
    if (err != ERR_OK)
        return err;
    if (json_member(root, "lock_version") != NULL)
        return read_lock(root, arena, ret_file, reterr);
    const cJSON *data = json_member(root, "data");
    if (!cJSON_IsArray(data))
        data = cJSON_IsArray(root) ? root : NULL;
    return data != NULL ? read_list(data, false, arena, &ret_file->set, reterr)
                        : read_single(root, arena, &ret_file->set, reterr);
}
