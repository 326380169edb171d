/* The state of the screen of a list. */
#include "src/app/list_view.h"

#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/progress_text.h"
#include "src/base/text.h"

void list_view_init(struct list_view *view)
{
    *view = (struct list_view){.stage = LIST_STAGE_NONE};
    arena_init(&view->arena);
    arena_init(&view->problem_arena);
    values_init(&view->given);
}

void list_view_release(struct list_view *view)
{
    arena_release(&view->arena);
    arena_release(&view->problem_arena);
    values_release(&view->given);
}

void list_view_clear(struct list_view *view)
{
    size_t height = view->height;
    list_view_release(view);
    list_view_init(view);
    view->height = height;
}

static const char language_key[] = "language";

static enum err copy_template(struct list_view *view, const struct template *template,
                              struct template **ret_template, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *definition = NULL;
    enum err err = json_parse(template->json, strlen(template->json), &definition, reterr);
    return err == ERR_OK ? template_parse(definition, &view->arena, ret_template, reterr) : err;
}

enum err list_view_take_template(struct list_view *view, const struct template *template,
                                 const struct values *values, const char *to, struct error *reterr)
{
    enum err err = copy_template(view, template, &view->template, reterr);
    if (err == ERR_OK)
        err = values_copy(&view->given, values, reterr);
    values_remove(&view->given, "to");
    if (err == ERR_OK && to[0] != '\0')
        err = values_set(&view->given, "to", to, false, reterr);
    if (err == ERR_OK)
        err = slots_build(view->template, values_card_count(&view->given), &view->arena,
                          &view->slots, reterr);
    return err;
}

enum err list_view_take_languages(struct list_view *view, struct template *const *templates,
                                  size_t count, struct error *reterr)
{
    enum err err = ERR_OK;
    view->language_count = 0;
    view->languages = arena_alloc(&view->arena, count + 1, sizeof(struct template *));
    if (view->languages == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; err == ERR_OK && i < count; i++) {
        struct template *copy = view->template;
        if (strcmp(templates[i]->name, view->template->name) != 0)
            continue;
        if (strcmp(templates[i]->language, view->template->language) != 0)
            err = copy_template(view, templates[i], &copy, reterr);
        if (err == ERR_OK)
            view->languages[view->language_count++] = copy;
    }
    return err;
}

/* What it is to fill, by name or by choice; NULL: it is left out. */
static const char *wanted_key(const struct list_column *column)
{
    return column->is_chosen ? column->key : column->name;
}

bool list_view_names_languages(const struct list_view *view)
{
    bool names_them = false;
    for (size_t i = 0; i < view->column_count; i++) {
        const char *key = wanted_key(&view->columns[i]);
        names_them = names_them || (key != NULL && strcmp(key, language_key) == 0);
    }
    return names_them;
}

/* A row in another language may fill what the form's has not. */
static enum err build_language_slots(struct list_view *view, size_t card_count,
                                     struct error *reterr)
{
    enum err err = ERR_OK;
    view->language_slots = NULL;
    if (!list_view_names_languages(view))
        return ERR_OK;
    struct slot_list *slots = arena_alloc(&view->arena, view->language_count + 1, sizeof *slots);
    if (slots == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; err == ERR_OK && i < view->language_count; i++)
        err = slots_build(view->languages[i], card_count, &view->arena, &slots[i], reterr);
    view->language_slots = err == ERR_OK ? slots : NULL;
    return err;
}

static bool has_slot(const struct list_view *view, const char *key)
{
    bool has = slots_find(&view->slots, key) != NULL;
    for (size_t i = 0; !has && view->language_slots != NULL && i < view->language_count; i++)
        has = slots_find(&view->language_slots[i], key) != NULL;
    return has;
}

/* The keys of the columns say how many cards a product carousel has. */
static enum err build_slots(struct list_view *view, struct error *reterr)
{
    struct values keys;
    values_init(&keys);
    enum err err = values_copy(&keys, &view->given, reterr);
    for (size_t i = 0; err == ERR_OK && i < view->column_count; i++) {
        const char *key = wanted_key(&view->columns[i]);
        if (key != NULL && strcmp(key, "card.count") != 0)
            err = values_set(&keys, key, "", false, reterr);
    }
    if (err == ERR_OK)
        err = slots_build(view->template, values_card_count(&keys), &view->arena, &view->slots,
                          reterr);
    if (err == ERR_OK)
        err = build_language_slots(view, values_card_count(&keys), reterr);
    values_release(&keys);
    return err;
}

static void match_by_name(const struct list_view *view, struct list_column *column)
{
    bool is_known = strcmp(column->name, "to") == 0 || strcmp(column->name, language_key) == 0 ||
                    has_slot(view, column->name);
    column->use = is_known ? COLUMN_FILLS : COLUMN_UNKNOWN;
    column->key = is_known ? column->name : NULL;
}

static enum err match_all(struct list_view *view, struct error *reterr)
{
    enum err err = build_slots(view, reterr);
    for (size_t i = 0; err == ERR_OK && i < view->column_count; i++)
        if (!view->columns[i].is_chosen)
            match_by_name(view, &view->columns[i]);
    return err;
}

enum err list_view_take_names(struct list_view *view, const char *const *names, size_t count,
                              struct error *reterr)
{
    struct list_column *columns = arena_alloc(&view->arena, count + 1, sizeof *columns);
    if (columns == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; i < count; i++) {
        columns[i] = (struct list_column){.name = arena_strdup(&view->arena, names[i])};
        if (columns[i].name == NULL)
            return error_nomem(reterr);
    }
    view->columns = columns;
    view->column_count = count;
    view->marked = 0;
    view->top = 0;
    return match_all(view, reterr);
}

enum err list_view_map(struct list_view *view, size_t index, const char *key, struct error *reterr)
{
    char *copy = arena_strdup(&view->arena, key);
    if (key != NULL && copy == NULL)
        return error_nomem(reterr);
    /* The engine maps by name: columns of one name go together. */
    for (size_t i = 0; i < view->column_count; i++) {
        struct list_column *column = &view->columns[i];
        if (strcmp(column->name, view->columns[index].name) != 0)
            continue;
        column->is_chosen = true;
        column->key = copy;
        column->use = key != NULL ? COLUMN_FILLS : COLUMN_LEFT_OUT;
    }
    return match_all(view, reterr);
}

size_t list_view_column_of(const struct list_view *view, const char *key)
{
    for (size_t i = 0; i < view->column_count; i++)
        if (view->columns[i].use == COLUMN_FILLS && strcmp(view->columns[i].key, key) == 0)
            return i;
    return SIZE_MAX;
}

bool list_view_obstacle(const struct list_view *view, size_t *ret_column, char *text, size_t size)
{
    *ret_column = SIZE_MAX;
    for (size_t i = 0; i < view->column_count; i++) {
        const struct list_column *column = &view->columns[i];
        *ret_column = i;
        if (column->name[0] == '\0')
            snprintf(text, size,
                     text_of("Column %zu has no name. Name it in the file, or take it out."),
                     i + 1);
        else if (column->use == COLUMN_UNKNOWN)
            snprintf(
                text, size,
                text_of(
                    "Column %.60s: the template has no such slot. Enter chooses what it fills, or "
                    "leaves it out."),
                column->name);
        else if (column->use == COLUMN_FILLS && list_view_column_of(view, column->key) != i)
            snprintf(text, size,
                     text_of("Columns %.60s and %.60s both fill %.60s. Enter leaves one out."),
                     view->columns[list_view_column_of(view, column->key)].name, column->name,
                     column->key);
        else
            continue;
        return true;
    }
    *ret_column = SIZE_MAX;
    if (list_view_column_of(view, "to") != SIZE_MAX || values_find(&view->given, "to") != NULL)
        return false;
    snprintf(text, size,
             text_of("No column holds the recipients. Mark one, and choose `to` with Enter."));
    return true;
}

enum err list_view_fixed(const struct list_view *view, struct values *ret_fixed,
                         struct error *reterr)
{
    enum err err = ERR_OK;
    values_init(ret_fixed);
    for (size_t i = 0; err == ERR_OK && i < view->given.count; i++) {
        const struct value *value = &view->given.items[i];
        bool is_slot =
            strcmp(value->key, "to") == 0 || slots_find(&view->slots, value->key) != NULL;
        if (is_slot && list_view_column_of(view, value->key) == SIZE_MAX)
            err = values_set(ret_fixed, value->key, value->text, value->is_json, reterr);
    }
    return err;
}

bool list_view_shows_problems(const struct list_view *view)
{
    return view->stage == LIST_STAGE_CHECKED && view->problem_count > 0;
}

bool list_view_is_sending(const struct list_view *view)
{
    return view->stage == LIST_STAGE_SENDING || view->stage == LIST_STAGE_STOPPING ||
           view->stage == LIST_STAGE_CUTTING;
}

bool list_view_is_at_rest(const struct list_view *view)
{
    return !list_view_is_sending(view) && view->stage != LIST_STAGE_READING &&
           view->stage != LIST_STAGE_CHECKING;
}

static size_t line_count(const struct list_view *view)
{
    return list_view_shows_problems(view) ? view->problem_count : view->column_count;
}

void list_view_scroll(struct list_view *view)
{
    size_t height = view->height > 0 ? view->height : 1;
    if (view->marked < view->top)
        view->top = view->marked;
    else if (view->marked >= view->top + height)
        view->top = view->marked - height + 1;
}

void list_view_move(struct list_view *view, long rows)
{
    size_t count = line_count(view);
    size_t last = count > 0 ? count - 1 : 0;
    size_t step = (size_t)(rows < 0 ? -rows : rows);
    if (rows < 0)
        view->marked = view->marked > step ? view->marked - step : 0;
    else
        view->marked = last - view->marked > step ? view->marked + step : last;
    list_view_scroll(view);
}

int64_t list_counts_ended(const struct list_counts *counts)
{
    return counts->accepted + counts->rejected + counts->unknown + counts->not_sent +
           counts->duplicate;
}

void list_counts_progress(const struct list_counts *counts, int64_t elapsed_ms, char *text,
                          size_t size)
{
    progress_text(list_counts_ended(counts), counts->to_send, elapsed_ms, text, size);
}
