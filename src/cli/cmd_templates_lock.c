/* `templates sync`, `lock` and `diff`: what the account has, what was kept, what was agreed on. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "src/base/json.h"
#include "src/base/paths.h"
#include "src/cli/commands.h"
#include "src/cli/definition_compare.h"
#include "src/cli/definition_print.h"
#include "src/cli/output.h"

struct sync {
    bool json;
    size_t changes;
};

/* What a definition's hash leaves out, and an operator wants to know all the same. */
static enum err diff_state(const char *before, const char *after, struct arena *arena,
                           struct word_diff *ret_words, struct error *reterr)
{
    return strcmp(before, after) != 0 ? word_diff_make(before, after, arena, ret_words, reterr)
                                      : ERR_OK;
}

static cJSON *state_json(const struct definition_pair *pair, cJSON *object)
{
    const struct template *old = pair->before != NULL ? pair->before->template : NULL;
    const struct template *new = pair->after != NULL ? pair->after->template : NULL;
    bool ok = json_add_text(object, "status_before", old != NULL ? old->status_name : NULL);
    ok = ok && json_add_text(object, "status_after", new != NULL ? new->status_name : NULL);
    ok = ok && json_add_text(object, "quality_before", old != NULL ? old->quality : NULL);
    ok = ok && json_add_text(object, "quality_after", new != NULL ? new->quality : NULL);
    if (ok)
        return object;
    cJSON_Delete(object);
    return NULL;
}

static enum err report_pair(const struct definition_pair *pair, struct sync *sync,
                            struct arena *arena, struct error *reterr)
{
    struct definition_diff diff = {0};
    struct word_diff status = {0}, quality = {0};
    bool both = pair->before != NULL && pair->after != NULL;
    const struct template *old = both ? pair->before->template : NULL;
    const struct template *new = both ? pair->after->template : NULL;
    enum err err = ERR_OK;
    if (both)
        err = definition_diff_make(pair->before, pair->after, arena, &diff, reterr);
    if (both && err == ERR_OK)
        err = diff_state(old->status_name, new->status_name, arena, &status, reterr);
    if (both && err == ERR_OK)
        err = diff_state(old->quality, new->quality, arena, &quality, reterr);
    bool differs = definition_pair_differs(pair) || status.count + quality.count > 0;
    if (err != ERR_OK || !differs)
        return err;
    sync->changes++;
    if (sync->json)
        return output_json(state_json(pair, definition_pair_json(pair, &diff)))
                   ? ERR_OK
                   : error_nomem(reterr);
    definition_print_pair(stdout, pair, &diff);
    if (status.count > 0)
        definition_print_words(stdout, "status", NULL, NULL, &status);
    if (quality.count > 0)
        definition_print_words(stdout, "quality", NULL, NULL, &quality);
    return ERR_OK;
}

static enum err sync_pair(const struct definition_pair *pair, void *context, struct error *reterr)
{
    struct arena arena;
    arena_init(&arena);
    enum err err = report_pair(pair, context, &arena, reterr);
    arena_release(&arena);
    return err;
}

int command_templates_sync(const struct arguments *arguments)
{
    struct definition_desk desk;
    struct definition_source kept = {0}, live = {0};
    struct error error = {0};
    struct sync sync = {.json = arguments_has(arguments, ARG_JSON)};
    definition_desk_init(&desk, arguments);
    enum err err = definition_source_load(&desk, "cache", &kept, &error);
    if (err == ERR_NOT_FOUND || err == ERR_INVALID) /* nothing usable is kept: all of it is new */
        err = ERR_OK;
    if (err == ERR_OK)
        err = definition_source_load(&desk, "live", &live, &error);
    if (err == ERR_OK)
        err = definition_each_pair(&kept.set, &live.set, sync_pair, &sync, &error);
    if (err == ERR_OK)
        err = template_list_keep(&desk.session, live.waba, live.fetched.items, live.fetched.count,
                                 &error);
    if (err == ERR_OK)
        output_note("%zu definitions are kept, %zu of them new or changed", live.set.count,
                    sync.changes);
    definition_source_release(&kept);
    definition_source_release(&live);
    definition_desk_release(&desk);
    return err == ERR_OK ? 0 : output_error(&error);
}

static const char *lock_path(const struct arguments *arguments)
{
    const char *given = arguments->value[ARG_OUTPUT];
    return given != NULL ? given : DEFINITION_LOCK_NAME;
}

static size_t count_changes(const struct definition_set *before, const struct definition_set *after)
{
    size_t count = 0;
    for (size_t i = 0; i < after->count; i++) {
        const struct template *template = after->items[i].template;
        const struct definition *old =
            definition_set_find(before, template->name, template->language);
        count += old == NULL || strcmp(old->hash, after->items[i].hash) != 0 ? 1 : 0;
    }
    for (size_t i = 0; i < before->count; i++) {
        const struct template *template = before->items[i].template;
        count += definition_set_find(after, template->name, template->language) == NULL ? 1 : 0;
    }
    return count;
}

static bool report_lock(const struct arguments *arguments, const struct definition_source *live,
                        size_t changes)
{
    const char *path = lock_path(arguments);
    if (!arguments_has(arguments, ARG_JSON)) {
        output_note("%zu definitions are locked in %s, %zu of them new, changed or gone since",
                    live->set.count, path, changes);
        return true;
    }
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "file", path) && json_add_text(object, "waba", live->waba);
    ok = ok && json_add_integer(object, "templates", (int64_t)live->set.count);
    ok = ok && json_add_integer(object, "changes", (int64_t)changes);
    if (!ok) {
        cJSON_Delete(object);
        object = NULL;
    }
    return output_json(object);
}

/* The whole list is there before the file is touched, and the file is replaced as a whole. */
static enum err write_lock(const struct arguments *arguments, const struct definition_source *live,
                           struct error *reterr)
{
    const char *path = lock_path(arguments);
    struct arena arena;
    struct definition_file old = {0};
    struct strbuf text;
    arena_init(&arena);
    strbuf_init(&text, DEFINITION_FILE_BYTES_MAX);
    /* An unreadable lock is what writing it anew is for. */
    if (definition_source_read_file(path, &arena, &old, NULL) != ERR_OK)
        old = (struct definition_file){0};
    enum err err = definition_lock_write(&live->set, live->waba, &text, reterr);
    if (err == ERR_OK)
        err = paths_write_private_file(path, text.text, text.length, reterr);
    if (err == ERR_OK && !report_lock(arguments, live, count_changes(&old.set, &live->set)))
        err = error_nomem(reterr);
    strbuf_release(&text);
    arena_release(&arena);
    return err;
}

int command_templates_lock(const struct arguments *arguments)
{
    if (arguments_has(arguments, ARG_CHECK))
        return definition_compare_sources(arguments, lock_path(arguments), "live");
    struct definition_desk desk;
    struct definition_source live = {0};
    struct error error = {0};
    enum err err = ERR_OK;
    if (arguments_has(arguments, ARG_CASES) || arguments_has(arguments, ARG_PRESETS))
        err = error_set(&error, ERR_USAGE, "Write templates lock --check, or leave it out.",
                        "--cases and --presets are for comparing");
    definition_desk_init(&desk, arguments);
    if (err == ERR_OK)
        err = definition_source_load(&desk, "live", &live, &error);
    if (err == ERR_OK)
        err = write_lock(arguments, &live, &error);
    definition_source_release(&live);
    definition_desk_release(&desk);
    return err == ERR_OK ? 0 : output_error(&error);
}

int command_templates_diff(const struct arguments *arguments)
{
    size_t count = arguments->operand_count;
    return definition_compare_sources(arguments, count > 0 ? arguments->operands[0] : "lock",
                                      count > 1 ? arguments->operands[1] : "live");
}
