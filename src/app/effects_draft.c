/* The draft of a profile as a durable text, written by the worker. */
#include "src/app/effects_internal.h"
#include "src/base/json.h"

#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 300 };

static void name_of(const struct effects *effects, char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "draft/%s", effects->profile->name);
}

enum err effects_put_text(struct effects *effects, const char *name, const char *text,
                          struct error *reterr)
{
    struct job *job = job_new(JOB_PUT_TEXT, effects->next_number++);
    if (job == NULL)
        return error_nomem(reterr);
    job->name = arena_strdup(&job->arena, name);
    job->text = arena_strdup(&job->arena, text);
    enum err err = ERR_OK;
    if (job->name == NULL || (job->text == NULL && text != NULL))
        err = error_nomem(reterr);
    if (err == ERR_OK)
        err = outbox_submit(effects->outbox, job, reterr);
    if (err == ERR_OK)
        effects->newest_text = effects->next_number - 1;
    else
        job_free(job);
    return err;
}

void effects_text_ended(struct effects *effects, struct app *app, uint64_t number)
{
    if (number != effects->newest_text)
        return;
    effects->newest_text = 0;
    if (effects->lists_drafts_then)
        effects_list_kept(effects, app, PICK_DRAFT);
}

void effects_save_draft(struct effects *effects, struct app *app)
{
    char name[NAME_SIZE];
    CLEANUP(json_deletep) cJSON *draft = app_draft_json(app);
    CLEANUP(mem_freep) char *text = json_print(draft);
    struct error error = {.code = ERR_OK};
    if (effects->writer_error.code != ERR_OK)
        return; /* was said at the start, and not again with every key */
    name_of(effects, name);
    enum err err = text != NULL ? ERR_OK : error_nomem(&error);
    if (err == ERR_OK)
        err = effects_put_text(effects, name, text, &error);
    if (err != ERR_OK)
        effects_fail(app, &error);
}

/* No draft is no error. */
void effects_load_draft(struct effects *effects, struct app *app)
{
    char name[NAME_SIZE];
    struct arena arena;
    struct app_event event = effects_event(EVENT_DRAFT);
    int64_t at = 0;
    arena_init(&arena);
    name_of(effects, name);
    if (effects->reader != NULL &&
        store_get_text(effects->reader, name, &arena, &event.text, &at, NULL) == ERR_OK) {
        event.length = strlen(event.text);
        app_handle(app, &event);
    }
    arena_release(&arena);
    if (!effects->is_first_run)
        return;
    effects->is_first_run = false;
    struct app_event first = effects_event(EVENT_FIRST_RUN);
    app_handle(app, &first);
}
