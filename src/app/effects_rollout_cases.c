/*
 * The cases of a rollout: for each chosen template and language the one that `test --generate`
 * makes of the definition's own examples, through the same text that a case file has.
 */
#include <string.h>

#include "src/app/effects_rollout_internal.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/trial/generate.h"

static void release_part(struct rollout_part *part)
{
    case_list_release(&part->list);
    case_file_release(&part->read);
    cJSON_Delete(part->file);
    mem_free(part);
}

void rollout_cases_release(struct rollout_cases *cases)
{
    for (size_t i = 0; i < cases->part_count; i++)
        release_part(cases->parts[i]);
    mem_free(cases->parts);
    mem_free(cases->all.items);
    arena_release(&cases->arena);
}

static bool copy_source(struct rollout_cases *cases, const struct template *template)
{
    struct rollout_source *source = &cases->sources[cases->source_count++];
    source->name = arena_strdup(&cases->arena, template->name);
    source->language = arena_strdup(&cases->arena, template->language);
    source->json = arena_strdup(&cases->arena, template->json);
    return source->name != NULL && source->language != NULL && source->json != NULL;
}

enum err rollout_cases_init(struct rollout_cases *cases, const struct app *app,
                            struct error *reterr)
{
    const struct rollout *rollout = &app->rollout;
    static const char nobody[] = "15550001234"; /* of a check: no message goes there */
    *cases = (struct rollout_cases){.next = 0};
    arena_init(&cases->arena);
    cases->sources = arena_alloc(&cases->arena, rollout->cell_count + 1, sizeof *cases->sources);
    cases->to = arena_strdup(&cases->arena, rollout->to[0] != '\0' ? rollout->to : nobody);
    bool ok = cases->sources != NULL && cases->to != NULL;
    for (size_t i = 0; ok && i < rollout->cell_count; i++) {
        const struct template *template = rollout->cells[i].template;
        const struct rollout_record *record =
            rollout_find(rollout, template->name, template->language);
        if (record != NULL && record->is_pending)
            ok = copy_source(cases, template);
    }
    return ok ? ERR_OK : error_nomem(reterr);
}

static enum err read_template(struct rollout_cases *cases, const struct rollout_source *source,
                              struct template **ret_template, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    enum err err = json_parse(source->json, strlen(source->json), &root, reterr);
    return err == ERR_OK ? template_parse(root, &cases->arena, ret_template, reterr) : err;
}

static enum err generate(struct template *template, const char *to, cJSON **ret_file,
                         struct error *reterr)
{
    const struct generate_options options = {
        .templates = &template, .template_count = 1, .to = to, .examples_only = true};
    struct generate_counts counts;
    return generate_cases(&options, ret_file, &counts, reterr);
}

/* The one that takes further cases; NULL: no memory. */
static struct rollout_part *open_part(struct rollout_cases *cases)
{
    struct rollout_part *last = cases->part_count > 0 ? cases->parts[cases->part_count - 1] : NULL;
    if (last != NULL && last->file != NULL)
        return last;
    struct rollout_part **grown = mem_grow(cases->parts, cases->part_count + 1, sizeof *grown);
    if (grown == NULL)
        return NULL;
    cases->parts = grown;
    struct rollout_part *part = mem_zalloc(1, sizeof *part);
    if (part != NULL)
        cases->parts[cases->part_count++] = part;
    return part;
}

/* Each generated file has one case: those of further templates go behind the first one's. */
static enum err add_case(struct rollout_part *part, struct template *template, cJSON *file,
                         struct error *reterr)
{
    part->templates[part->template_count++] = template;
    if (part->file == NULL) {
        part->file = file;
        return ERR_OK;
    }
    cJSON *cases = cJSON_GetObjectItemCaseSensitive(part->file, "cases");
    cJSON *more = cJSON_GetObjectItemCaseSensitive(file, "cases");
    cJSON *one = cJSON_DetachItemFromArray(more, 0);
    cJSON_Delete(file);
    return json_append_node(cases, one) ? ERR_OK : error_nomem(reterr);
}

static enum err read_part(struct rollout_part *part, const struct profile *profile,
                          struct error *reterr)
{
    CLEANUP(mem_freep) char *text = json_print(part->file);
    cJSON_Delete(part->file);
    part->file = NULL;
    if (text == NULL)
        return error_nomem(reterr);
    const struct case_world world = {.templates = part->templates,
                                     .template_count = part->template_count,
                                     .profile = profile,
                                     .folder = ""};
    enum err err = case_file_parse(text, strlen(text), &part->read, reterr);
    return err == ERR_OK ? case_list_make(&part->read, &world, &part->list, reterr) : err;
}

static enum err make_case(struct rollout_cases *cases, const struct rollout_source *source,
                          struct error *reterr)
{
    struct template *template = NULL;
    cJSON *file = NULL;
    enum err err = read_template(cases, source, &template, reterr);
    if (err == ERR_OK)
        err = generate(template, cases->to, &file, reterr);
    struct rollout_part *part = err == ERR_OK ? open_part(cases) : NULL;
    if (part != NULL)
        return add_case(part, template, file, reterr);
    cJSON_Delete(file);
    return err != ERR_OK ? err : error_nomem(reterr);
}

enum err rollout_cases_make_next(struct rollout_cases *cases, const struct profile *profile,
                                 struct error *reterr)
{
    enum err err = make_case(cases, &cases->sources[cases->next++], reterr);
    struct rollout_part *part = cases->part_count > 0 ? cases->parts[cases->part_count - 1] : NULL;
    bool is_full =
        part != NULL && part->file != NULL &&
        (part->template_count == ROLLOUT_PART_CASES || cases->next == cases->source_count);
    if (!is_full || (err != ERR_OK && err != ERR_CONTENT))
        return err;
    enum err read = read_part(part, profile, err == ERR_OK ? reterr : NULL);
    return read == ERR_OK ? err : read;
}

enum err rollout_cases_join(struct rollout_cases *cases, struct error *reterr)
{
    size_t count = 0;
    for (size_t i = 0; i < cases->part_count; i++)
        count += cases->parts[i]->list.count;
    cases->all.items = mem_zalloc(count + 1, sizeof *cases->all.items);
    if (cases->all.items == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; i < cases->part_count; i++)
        for (size_t j = 0; j < cases->parts[i]->list.count; j++)
            cases->all.items[cases->all.count++] = cases->parts[i]->list.items[j];
    return ERR_OK;
}

enum err rollout_draft_make(const struct template *template, const char *to, cJSON **ret_draft,
                            struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *file = NULL;
    struct template borrowed = *template;
    enum err err =
        rollout_unsendable(template) == NULL ? generate(&borrowed, to, &file, reterr) : ERR_CONTENT;
    if (err != ERR_OK && err != ERR_CONTENT) /* without an example the form is opened empty */
        return err;
    cJSON *one = cJSON_GetArrayItem(json_member(file, "cases"), 0);
    cJSON *values = cJSON_DetachItemFromObjectCaseSensitive(one, "values");
    cJSON *draft = cJSON_CreateObject();
    bool ok = json_add_text(draft, "template", template->name) &&
              json_add_text(draft, "language", template->language) &&
              json_add_text(draft, "to", to);
    ok = json_add_node(draft, "values", values != NULL ? values : cJSON_CreateObject()) && ok;
    *ret_draft = draft;
    return ok ? ERR_OK : error_nomem(reterr);
}
