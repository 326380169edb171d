/* Finding the templates that an entry names. */
#include "src/trial/case_source.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/config/nearest.h"
#include "src/whatsapp/message_file.h"

enum { PRESET_BYTES_MAX = 4 * 1024 * 1024 };

static bool is_pattern(const char *text)
{
    return strpbrk(text, "*?[") != NULL;
}

static bool is_all(const char *language)
{
    return strcmp(language, "all") == 0;
}

void case_source_release(struct case_source *source)
{
    values_release(&source->preset_values);
}

static bool use_one(struct text_list *list, const char *text, struct arena *arena)
{
    if (list->count > 0 || text == NULL)
        return true;
    list->items = arena_alloc(arena, 1, sizeof *list->items);
    if (list->items == NULL || (list->items[0] = arena_strdup(arena, text)) == NULL)
        return false;
    list->count = 1;
    return true;
}

static enum err take_preset(struct case_source *source, const cJSON *root,
                            const struct case_world *world, struct arena *arena,
                            struct error *reterr)
{
    struct message_file preset;
    enum err err = message_file_read(root, &preset, reterr);
    if (err == ERR_OK && world->variables != NULL)
        err = variables_expand_values(&preset.values, world->variables, reterr);
    if (err == ERR_OK)
        err = values_copy(&source->preset_values, &preset.values, reterr);
    if (err == ERR_OK && !(use_one(&source->templates, preset.template, arena) &&
                           use_one(&source->languages, preset.language, arena) &&
                           use_one(&source->recipients, preset.to, arena)))
        err = error_nomem(reterr);
    message_file_release(&preset);
    return err;
}

static enum err read_preset(struct case_source *source, const struct case_world *world,
                            struct arena *arena, struct error *reterr)
{
    const char *folder = world->folder;
    const char *name = source->entry->preset;
    bool is_whole = name[0] == '/' || folder[0] == '\0';
    CLEANUP(mem_freep) char *path = is_whole ? mem_strdup(name) : paths_join(folder, name);
    CLEANUP(json_deletep) cJSON *root = NULL;
    struct strbuf bytes;
    if (path == NULL)
        return error_nomem(reterr);
    strbuf_init(&bytes, PRESET_BYTES_MAX);
    enum err err = paths_read_file(path, &bytes, reterr);
    if (err == ERR_OK)
        err = json_parse(bytes.text, bytes.length, &root, reterr);
    if (err == ERR_OK)
        err = take_preset(source, root, world, arena, reterr);
    strbuf_release(&bytes);
    if (err == ERR_OK || err == ERR_NOMEM)
        return err;
    char place[100];
    snprintf(place, sizeof place, "%s", reterr->where);
    error_set_where(reterr, "cases[%zu].preset: %.100s", source->entry->index,
                    strncmp(place, path, 40) == 0 || place[0] == '\0' ? path : place);
    return reterr->code = ERR_CONTENT;
}

enum err case_source_open(struct case_source *source, const struct case_entry *entry,
                          const struct case_world *world, struct arena *arena, struct error *reterr)
{
    *source = (struct case_source){.entry = entry,
                                   .templates = entry->templates,
                                   .languages = entry->languages,
                                   .recipients = entry->recipients};
    values_init(&source->preset_values);
    enum err err = entry->preset != NULL ? read_preset(source, world, arena, reterr) : ERR_OK;
    if (err == ERR_OK && (source->templates.count == 0 || source->languages.count == 0)) {
        error_set(reterr, ERR_CONTENT, "Add \"template\" and \"language\" to the case.",
                  "neither the case nor its preset says which template in which language");
        error_set_where(reterr, "cases[%zu]", entry->index);
        return ERR_CONTENT;
    }
    source->many_templates =
        source->templates.count > 1 || (err == ERR_OK && is_pattern(source->templates.items[0]));
    source->many_languages =
        source->languages.count > 1 || (err == ERR_OK && is_all(source->languages.items[0]));
    return err;
}

static bool was_approved(const struct template *template)
{
    switch (template->status) {
    case TEMPLATE_PENDING:
    case TEMPLATE_REJECTED:
    case TEMPLATE_PENDING_DELETION:
    case TEMPLATE_DELETED:
    case TEMPLATE_ARCHIVED:
        return false;
    default:
        return true;
    }
}

static bool name_fits(const char *wanted, const struct template *template)
{
    if (strcmp(wanted, template->name) == 0)
        return true;
    return is_pattern(wanted) && was_approved(template) && fnmatch(wanted, template->name, 0) == 0;
}

static bool language_fits(const char *wanted, const struct template *template)
{
    return is_all(wanted) ? was_approved(template) : strcmp(wanted, template->language) == 0;
}

bool case_source_fits(const struct case_source *source, const struct template *template)
{
    bool has_name = false, has_language = false;
    for (size_t i = 0; i < source->templates.count; i++)
        has_name = has_name || name_fits(source->templates.items[i], template);
    for (size_t i = 0; i < source->languages.count; i++)
        has_language = has_language || language_fits(source->languages.items[i], template);
    return has_name && has_language;
}

static enum err no_such_template(const struct case_source *source, const struct case_world *world,
                                 const char *wanted, struct error *reterr)
{
    struct nearest nearest;
    nearest_init(&nearest, wanted);
    for (size_t i = 0; i < world->template_count; i++)
        nearest_offer(&nearest, world->templates[i]->name);
    error_set(reterr, ERR_CONTENT, "See chakra-tui templates list.",
              is_pattern(wanted) ? "no template of the account fits %.100s"
                                 : "the account has no template %.100s",
              wanted);
    if (nearest.best != NULL && reterr != NULL)
        snprintf(reterr->next, sizeof reterr->next, text_of("Did you mean %.200s?"), nearest.best);
    error_set_where(reterr, "cases[%zu].template", source->entry->index);
    return ERR_CONTENT;
}

static enum err no_such_language(const struct case_source *source, const struct case_world *world,
                                 const char *name, const char *language, struct error *reterr)
{
    error_set(reterr, ERR_CONTENT, NULL,
              is_all(language) ? "no language of the template %.100s%.0s was ever approved"
                               : "the template %.100s has no language %.40s",
              name, language);
    if (reterr != NULL) {
        size_t length =
            (size_t)snprintf(reterr->next, sizeof reterr->next, "%s", text_of("It has"));
        for (size_t i = 0; i < world->template_count && length + 20 < sizeof reterr->next; i++)
            if (name_fits(name, world->templates[i]))
                length += (size_t)snprintf(reterr->next + length, sizeof reterr->next - length,
                                           " %.16s", world->templates[i]->language);
        if (length + 1 < sizeof reterr->next)
            snprintf(reterr->next + length, sizeof reterr->next - length, ".");
    }
    error_set_where(reterr, "cases[%zu].language", source->entry->index);
    return ERR_CONTENT;
}

/* Each name, and for each name each language, has to be there. */
enum err case_source_check(const struct case_source *source, const struct case_world *world,
                           struct error *reterr)
{
    for (size_t i = 0; i < source->templates.count; i++) {
        const char *name = source->templates.items[i];
        bool has_name = false;
        for (size_t k = 0; k < world->template_count; k++)
            has_name = has_name || name_fits(name, world->templates[k]);
        if (!has_name)
            return no_such_template(source, world, name, reterr);
        for (size_t j = 0; j < source->languages.count; j++) {
            const char *language = source->languages.items[j];
            bool has_both = false;
            for (size_t k = 0; k < world->template_count; k++)
                has_both = has_both || (name_fits(name, world->templates[k]) &&
                                        language_fits(language, world->templates[k]));
            if (!has_both)
                return no_such_language(source, world, name, language, reterr);
        }
    }
    return ERR_OK;
}
