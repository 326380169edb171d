/* Multiplying out the cases of a file. */
#include "src/trial/case_list.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/config/nearest.h"
#include "src/trial/case_source.h"
#include "src/whatsapp/phone.h"

struct maker {
    const struct case_file *file;
    const struct case_world *world;
    struct case_list *list;
    size_t size; /* of list->items */
    const char *folder;
};

void case_list_release(struct case_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        values_release(&list->items[i].values);
    mem_free(list->items);
    arena_release(&list->arena);
    *list = (struct case_list){0};
}

static enum err refuse(struct error *reterr, const struct case_entry *entry, const char *member)
{
    error_set_where(reterr, "cases[%zu]%s%s", entry->index, member[0] != '\0' ? "." : "", member);
    return ERR_CONTENT;
}

static struct trial_case *add_case(struct maker *maker, struct error *reterr)
{
    struct case_list *list = maker->list;
    if (list->count == CASES_MAX) {
        error_set(reterr, ERR_CONTENT, "Name fewer templates, languages or sets of values.",
                  "the file stands for more than %d cases", CASES_MAX);
        return NULL;
    }
    if (list->count == maker->size) {
        size_t size = maker->size == 0 ? 64 : maker->size * 2;
        struct trial_case *grown = mem_grow(list->items, size, sizeof *grown);
        if (grown == NULL) {
            error_nomem(reterr);
            return NULL;
        }
        list->items = grown;
        maker->size = size;
    }
    struct trial_case *made = &list->items[list->count++];
    *made = (struct trial_case){.is_chosen = true};
    values_init(&made->values);
    return made;
}

/* The number behind a name of the file or of the settings; a number stands for itself. */
static enum err find_number(const struct maker *maker, const struct case_entry *entry,
                            const char *recipient, const char **ret_number, struct error *reterr)
{
    const struct profile *profile = maker->world->profile;
    *ret_number = json_text(maker->file->recipients, recipient, NULL);
    if (*ret_number != NULL)
        return ERR_OK;
    struct nearest nearest;
    nearest_init(&nearest, recipient);
    const cJSON *named = NULL;
    cJSON_ArrayForEach(named, maker->file->recipients) nearest_offer(&nearest, named->string);
    for (size_t i = 0; profile != NULL && i < profile->test_recipient_count; i++) {
        nearest_offer(&nearest, profile->test_recipients[i].name);
        if (strcmp(profile->test_recipients[i].name, recipient) != 0)
            continue;
        *ret_number = profile->test_recipients[i].digits;
        return ERR_OK;
    }
    *ret_number = recipient;
    if (strpbrk(recipient, "0123456789") != NULL) /* the rules say what is wrong with a number */
        return ERR_OK;
    error_set(reterr, ERR_CONTENT, "Write the number, or name it under recipients in the file.",
              "there is no recipient %.80s", recipient);
    if (nearest.best != NULL && nearest.best[0] != '\0' && reterr != NULL)
        snprintf(reterr->next, sizeof reterr->next, text_of("Did you mean %.100s?"), nearest.best);
    return refuse(reterr, entry, "to");
}

/* One case of the many that an entry may stand for. */
struct choice {
    const struct template *template;
    const char *set;
    const char *recipient;
};

static const char *make_id(struct maker *maker, const struct case_source *source,
                           const struct choice *choice)
{
    const struct case_entry *entry = source->entry;
    struct strbuf id;
    strbuf_init(&id, 4096);
    if (entry->name != NULL)
        strbuf_add_text(&id, entry->name);
    if (entry->name == NULL || source->many_templates)
        strbuf_addf(&id, "%s%s", id.length > 0 ? "/" : "", choice->template->name);
    if (entry->name == NULL || source->many_languages)
        strbuf_addf(&id, "/%s", choice->template->language);
    if (choice->set != NULL && (entry->name == NULL || entry->value_sets.count > 1))
        strbuf_addf(&id, "/%s", choice->set);
    if (choice->recipient != NULL && source->recipients.count > 1)
        strbuf_addf(&id, "/%s", choice->recipient);
    const char *text = id.failed ? NULL : arena_strdup(&maker->list->arena, id.text);
    strbuf_release(&id);
    return text;
}

/* The preset's values, over them those of the case, over them those of the set. */
static enum err fill_values(const struct maker *maker, const struct case_source *source,
                            const struct choice *choice, struct values *values,
                            struct error *reterr)
{
    enum err err = values_copy(values, &source->preset_values, reterr);
    if (err == ERR_OK && source->entry->values != NULL)
        err = values_from_json(source->entry->values, values, reterr);
    if (err == ERR_OK && choice->set != NULL)
        err = values_from_json(json_member(maker->file->value_sets, choice->set), values, reterr);
    return err;
}

static enum err make_case(struct maker *maker, const struct case_source *source,
                          const struct choice *choice, struct error *reterr)
{
    struct trial_case *made = add_case(maker, reterr);
    if (made == NULL)
        return reterr != NULL ? reterr->code : ERR_NOMEM;
    made->entry = source->entry;
    made->template = choice->template;
    made->set = choice->set;
    made->recipient = choice->recipient;
    made->folder = maker->folder;
    made->id = make_id(maker, source, choice);
    if (made->id == NULL)
        return error_nomem(reterr);
    enum err err = ERR_OK;
    if (choice->recipient != NULL)
        err = find_number(maker, source->entry, choice->recipient, &made->to, reterr);
    return err == ERR_OK ? fill_values(maker, source, choice, &made->values, reterr) : err;
}

/* A list that is empty stands for one case without it. */
static size_t at_least_one(size_t count)
{
    return count > 0 ? count : 1;
}

static enum err make_of_template(struct maker *maker, const struct case_source *source,
                                 const struct template *template, struct error *reterr)
{
    const struct text_list *sets = &source->entry->value_sets;
    const struct text_list *recipients = &source->recipients;
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < at_least_one(sets->count); i++)
        for (size_t j = 0; err == ERR_OK && j < at_least_one(recipients->count); j++) {
            const struct choice choice = {.template = template,
                                          .set = i < sets->count ? sets->items[i] : NULL,
                                          .recipient =
                                              j < recipients->count ? recipients->items[j] : NULL};
            err = make_case(maker, source, &choice, reterr);
        }
    return err;
}

static enum err make_of_entry(struct maker *maker, const struct case_entry *entry,
                              struct error *reterr)
{
    struct case_source source;
    enum err err = case_source_open(&source, entry, maker->world, &maker->list->arena, reterr);
    if (err == ERR_OK)
        err = case_source_check(&source, maker->world, reterr);
    for (size_t i = 0; err == ERR_OK && i < maker->world->template_count; i++)
        if (case_source_fits(&source, maker->world->templates[i]))
            err = make_of_template(maker, &source, maker->world->templates[i], reterr);
    case_source_release(&source);
    return err;
}

static int compare_ids(const void *left, const void *right)
{
    const struct trial_case *const *a = left;
    const struct trial_case *const *b = right;
    int order = strcmp((*a)->id, (*b)->id);
    return order != 0 ? order : (*a < *b ? -1 : 1);
}

static enum err check_ids(const struct case_list *list, struct error *reterr)
{
    const struct trial_case **sorted = mem_zalloc(list->count + 1, sizeof *sorted);
    enum err err = sorted != NULL ? ERR_OK : error_nomem(reterr);
    for (size_t i = 0; err == ERR_OK && i < list->count; i++)
        sorted[i] = &list->items[i];
    if (err == ERR_OK)
        qsort(sorted, list->count, sizeof *sorted, compare_ids);
    for (size_t i = 1; err == ERR_OK && i < list->count; i++) {
        if (strcmp(sorted[i - 1]->id, sorted[i]->id) != 0)
            continue;
        error_set(reterr, ERR_CONTENT, "Give one of them a \"name\" of its own.",
                  "cases[%zu] and this one have the same id: %.200s", sorted[i - 1]->entry->index,
                  sorted[i]->id);
        err = refuse(reterr, sorted[i]->entry, "");
    }
    mem_free(sorted);
    return err;
}

enum err case_list_make(const struct case_file *file, const struct case_world *world,
                        struct case_list *ret_list, struct error *reterr)
{
    struct maker maker = {.file = file, .world = world, .list = ret_list};
    struct error unused = {0};
    struct error *filled = reterr != NULL ? reterr : &unused;
    *ret_list = (struct case_list){0};
    arena_init(&ret_list->arena);
    maker.folder = arena_strdup(&ret_list->arena, world->folder != NULL ? world->folder : "");
    enum err err = maker.folder != NULL ? ERR_OK : error_nomem(filled);
    for (size_t i = 0; err == ERR_OK && i < file->count; i++)
        err = make_of_entry(&maker, &file->entries[i], filled);
    return err == ERR_OK ? check_ids(ret_list, filled) : err;
}

/* Does one of the words between commas fit? */
static bool fits_any(const char *words, const char *text, bool is_pattern)
{
    for (const char *at = words; *at != '\0';) {
        char word[256];
        size_t length = strcspn(at, ",");
        snprintf(word, sizeof word, "%.*s", (int)(length < 255 ? length : 255), at);
        if (is_pattern ? fnmatch(word, text, 0) == 0 : strcmp(word, text) == 0)
            return true;
        at += length + (at[length] == ',');
    }
    return false;
}

static bool has_tag(const struct trial_case *one, const char *tags)
{
    bool found = false;
    for (size_t i = 0; i < one->entry->tags.count; i++)
        found = found || fits_any(tags, one->entry->tags.items[i], false);
    return found;
}

size_t case_list_chosen(const struct case_list *list)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++)
        count += list->items[i].is_chosen;
    return count;
}

enum err case_list_choose(struct case_list *list, const char *tags, const char *patterns,
                          struct error *reterr)
{
    for (size_t i = 0; i < list->count; i++) {
        struct trial_case *one = &list->items[i];
        one->is_chosen = one->is_chosen && (tags == NULL || has_tag(one, tags)) &&
                         (patterns == NULL || fits_any(patterns, one->id, true));
    }
    if (case_list_chosen(list) > 0)
        return ERR_OK;
    return error_set(reterr, ERR_CONTENT,
                     "Leave --tag and --select out to run all; --select takes patterns such as "
                     "'order_*'.",
                     "none of the %zu cases is selected", list->count);
}
