/* The grid of the rollout: rows, columns, where one is, and drift. */
#include "src/app/rollout.h"

#include <stdlib.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/whatsapp/slots.h"

static void drop_grid(struct rollout *rollout)
{
    mem_free(rollout->cells);
    mem_free(rollout->rows);
    mem_free(rollout->languages);
    rollout->cells = NULL;
    rollout->rows = NULL;
    rollout->languages = NULL;
    rollout->cell_count = rollout->row_count = rollout->language_count = rollout->hash_next = 0;
}

void rollout_release(struct rollout *rollout)
{
    drop_grid(rollout);
    rollout_forget(rollout);
    mem_free(rollout->records);
    *rollout = (struct rollout){.is_open = false};
}

static int compare_cells(const void *left, const void *right)
{
    const struct rollout_cell *a = left;
    const struct rollout_cell *b = right;
    return definition_compare(a->template, b->template);
}

static int compare_texts(const void *left, const void *right)
{
    const char *const *a = left;
    const char *const *b = right;
    return strcmp(*a, *b);
}

struct language_use {
    const char *language;
    size_t count;
};

static int compare_uses(const void *left, const void *right)
{
    const struct language_use *a = left;
    const struct language_use *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(a->language, b->language);
}

/* Each language once, those of most templates first. */
static bool make_columns(struct rollout *rollout)
{
    size_t count = rollout->cell_count;
    size_t used = 0;
    const char **all = mem_zalloc(count + 1, sizeof *all);
    struct language_use *uses = mem_zalloc(count + 1, sizeof *uses);
    if (all != NULL && uses != NULL) {
        for (size_t i = 0; i < count; i++)
            all[i] = rollout->cells[i].template->language;
        qsort(all, count, sizeof *all, compare_texts);
        for (size_t i = 0; i < count; i++) {
            if (i == 0 || strcmp(all[i - 1], all[i]) != 0)
                uses[used++].language = all[i];
            uses[used - 1].count++;
        }
        qsort(uses, used, sizeof *uses, compare_uses);
        for (size_t i = 0; i < used; i++)
            all[i] = uses[i].language;
    }
    bool ok = all != NULL && uses != NULL;
    mem_free(uses);
    rollout->languages = all;
    rollout->language_count = used;
    return ok;
}

static bool make_rows(struct rollout *rollout)
{
    rollout->rows = mem_zalloc(rollout->cell_count + 1, sizeof *rollout->rows);
    if (rollout->rows == NULL)
        return false;
    for (size_t i = 0; i < rollout->cell_count; i++) {
        const char *name = rollout->cells[i].template->name;
        if (i == 0 || strcmp(rollout->rows[rollout->row_count - 1].name, name) != 0)
            rollout->rows[rollout->row_count++] = (struct rollout_row){.name = name, .first = i};
        rollout->rows[rollout->row_count - 1].count++;
    }
    return true;
}

bool rollout_build(struct rollout *rollout, struct template *const *templates, size_t count)
{
    size_t row = rollout->row;
    size_t column = rollout->column;
    drop_grid(rollout);
    rollout->cells = mem_zalloc(count + 1, sizeof *rollout->cells);
    if (rollout->cells == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        rollout->cells[rollout->cell_count++].template = templates[i];
    qsort(rollout->cells, count, sizeof *rollout->cells, compare_cells);
    if (!make_rows(rollout) || !make_columns(rollout)) {
        drop_grid(rollout);
        return false;
    }
    rollout->row = row;
    rollout->column = column;
    rollout_move(rollout, 0);
    return true;
}

const struct rollout_cell *rollout_cell_at(const struct rollout *rollout, size_t row, size_t column)
{
    if (row >= rollout->row_count || column >= rollout->language_count)
        return NULL;
    const struct rollout_row *at = &rollout->rows[row];
    for (size_t i = at->first; i < at->first + at->count; i++)
        if (strcmp(rollout->cells[i].template->language, rollout->languages[column]) == 0)
            return &rollout->cells[i];
    return NULL;
}

const struct rollout_cell *rollout_selected(const struct rollout *rollout)
{
    return rollout_cell_at(rollout, rollout->row, rollout->column);
}

static size_t moved(size_t from, long step, size_t count)
{
    if (count == 0)
        return 0;
    if (step < 0)
        return (size_t)-step < from ? from - (size_t)-step : 0;
    return (size_t)step < count - 1 - (from < count ? from : count - 1) ? from + (size_t)step
                                                                        : count - 1;
}

void rollout_move(struct rollout *rollout, long rows)
{
    rollout->row = moved(rollout->row, rows, rollout->row_count);
    rollout->column = moved(rollout->column, 0, rollout->language_count);
}

void rollout_move_language(struct rollout *rollout, bool forward)
{
    size_t column = rollout->column;
    while (forward ? column + 1 < rollout->language_count : column > 0) {
        column = forward ? column + 1 : column - 1;
        if (rollout_cell_at(rollout, rollout->row, column) != NULL) {
            rollout->column = column;
            return;
        }
    }
}

const char *rollout_unsendable(const struct template *template)
{
    return template_is_approved(template) ? slots_unsendable_reason(template)
                                          : template->status_name;
}

static const struct rollout_record *record_of(const struct rollout *rollout,
                                              const struct rollout_cell *cell)
{
    return rollout_find(rollout, cell->template->name, cell->template->language);
}

bool rollout_hash_some(struct rollout *rollout, size_t most)
{
    for (; rollout->hash_next < rollout->cell_count && most > 0; rollout->hash_next++) {
        struct rollout_cell *cell = &rollout->cells[rollout->hash_next];
        const struct rollout_record *record = record_of(rollout, cell);
        if (record == NULL || record->hash == NULL || cell->hash[0] != '\0')
            continue;
        if (definition_hash(cell->template, cell->hash, NULL) != ERR_OK)
            cell->hash[0] = '\0';
        most--;
    }
    return rollout->hash_next < rollout->cell_count;
}

bool rollout_has_drifted(const struct rollout *rollout, const struct rollout_cell *cell)
{
    const struct rollout_record *record = record_of(rollout, cell);
    return record != NULL && record->hash != NULL && cell->hash[0] != '\0' &&
           strcmp(record->hash, cell->hash) != 0;
}
