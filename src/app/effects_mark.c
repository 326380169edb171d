/* What the operator changes of rows: notes, tags, the trash. All of it is the worker's to write. */
#include "src/app/effects_internal.h"
#include "src/base/mem.h"

static const enum job_kind job_kinds[] = {
    [ROW_NOTE] = JOB_SET_NOTE,
    [ROW_TAGS] = JOB_SET_TAGS,
    [ROW_DELETE] = JOB_DELETE_ROW,
    [ROW_UNDELETE] = JOB_UNDELETE_ROW,
};

static enum err submit(struct effects *effects, enum job_kind kind, int64_t id, const char *text,
                       struct error *reterr)
{
    struct job *job = job_new(kind, effects->next_number++);
    if (job == NULL)
        return error_nomem(reterr);
    job->row_id = id;
    job->text = arena_strdup(&job->arena, text);
    enum err err = job->text != NULL || text == NULL ? ERR_OK : error_nomem(reterr);
    if (err == ERR_OK)
        err = outbox_submit(effects->outbox, job, reterr);
    if (err != ERR_OK)
        job_free(job);
    return err;
}

void effects_change_row(struct effects *effects, struct app *app, const struct effect *effect)
{
    struct error error = {.code = ERR_OK};
    if (effect->change == ROW_DELETE && !row_ids_add(&effects->trash, effect->id)) {
        error_nomem(&error);
        effects_fail(app, &error);
    } else if (submit(effects, job_kinds[effect->change], effect->id, app->prompted.text, &error) !=
               ERR_OK) {
        effects_fail(app, &error);
    } else if (effect->change == ROW_UNDELETE) {
        row_ids_remove(&effects->trash, effect->id);
    }
}

bool row_ids_add(struct row_ids *ids, int64_t id)
{
    if (ids->count == ids->size) {
        size_t size = ids->size == 0 ? 16 : ids->size * 2;
        int64_t *items = mem_grow(ids->items, size, sizeof *items);
        if (items == NULL)
            return false;
        ids->items = items;
        ids->size = size;
    }
    ids->items[ids->count++] = id;
    return true;
}

void row_ids_remove(struct row_ids *ids, int64_t id)
{
    size_t kept = 0;
    for (size_t i = 0; i < ids->count; i++)
        if (ids->items[i] != id)
            ids->items[kept++] = ids->items[i];
    ids->count = kept;
}

/* Only what was deleted here: another program may still want its own rows back. */
void effects_empty_trash(struct effects *effects)
{
    for (size_t i = 0; i < effects->trash.count; i++)
        (void)submit(effects, JOB_DROP_ROW, effects->trash.items[i], NULL, NULL);
    mem_free(effects->trash.items);
    effects->trash = (struct row_ids){0};
}

void effects_ask_note(struct effects *effects, struct app *app, int64_t id)
{
    struct arena arena;
    struct send_detail *detail = NULL;
    struct error error = {.code = ERR_OK};
    arena_init(&arena);
    if (effects_read_row(effects, id, &arena, &detail, &error) == ERR_OK) {
        struct app_event event = effects_event(EVENT_NOTE);
        event.row_id = id;
        event.text = detail->note;
        event.title = detail->tags;
        app_handle(app, &event);
    } else {
        effects_fail(app, &error);
    }
    arena_release(&arena);
}
