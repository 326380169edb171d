/* Values that a slot was given before, and recipients, from the history. */
#include "src/app/effects_internal.h"
#include "src/base/json.h"
#include "src/history/store_earlier.h"

#include <string.h>

enum { MOST_ROWS = 200, MOST_TEXTS = 50 };

static bool is_listed(const struct app_event *event, const char *text)
{
    for (size_t i = 0; i < event->text_count; i++)
        if (strcmp(event->texts[i], text) == 0)
            return true;
    return false;
}

/* The value of one slot out of each row's values, each text once. */
static enum err take_values(struct app_event *event, const struct earlier_texts *rows,
                            const char *key, struct error *reterr)
{
    event->texts = arena_alloc(&event->arena, MOST_TEXTS, sizeof *event->texts);
    if (event->texts == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; i < rows->count && event->text_count < MOST_TEXTS; i++) {
        CLEANUP(json_deletep) cJSON *values = NULL;
        if (json_parse(rows->items[i], strlen(rows->items[i]), &values, NULL) != ERR_OK)
            continue;
        const cJSON *node = json_member(values, key);
        bool is_structure = cJSON_IsObject(node) || cJSON_IsArray(node);
        CLEANUP(mem_freep) char *printed = is_structure ? json_print(node) : NULL;
        const char *text = is_structure ? printed : json_text(values, key, NULL);
        if (text == NULL || text[0] == '\0' || is_listed(event, text))
            continue;
        const char *copy = arena_strdup(&event->arena, text);
        if (copy == NULL)
            return error_nomem(reterr);
        event->texts[event->text_count++] = copy;
    }
    return ERR_OK;
}

static enum err read_slot(struct effects *effects, const struct app *app, const struct slot *slot,
                          struct app_event *event, struct error *reterr)
{
    struct earlier_texts rows = {.count = 0};
    if (app->draft.template_name == NULL || strcmp(slot->leaf, "otp") == 0)
        return ERR_OK;
    enum err err =
        store_earlier_values(effects->reader, effects->profile->name, app->draft.template_name,
                             MOST_ROWS, &event->arena, &rows, reterr);
    return err == ERR_OK ? take_values(event, &rows, slot->key, reterr) : err;
}

static enum err read_recipients(struct effects *effects, struct app_event *event,
                                struct error *reterr)
{
    struct earlier_texts rows = {.count = 0};
    enum err err = store_earlier_recipients(effects->reader, effects->profile->name, MOST_TEXTS,
                                            &event->arena, &rows, reterr);
    event->texts = rows.items;
    event->text_count = rows.count;
    return err;
}

void effects_load_values(struct effects *effects, struct app *app, size_t index)
{
    struct app_event event = effects_event(EVENT_VALUES);
    struct error error = {.code = ERR_OK};
    if (index >= app->draft.field_count)
        return;
    const struct field *field = &app->draft.fields[index];
    enum err err = ERR_OK;
    arena_init(&event.arena);
    event.index = index;
    if (effects->reader == NULL)
        err = (error = effects->reader_error).code;
    else if (field->kind == FIELD_TO)
        err = read_recipients(effects, &event, &error);
    else if (field->kind == FIELD_SLOT)
        err = read_slot(effects, app, field->slot, &event, &error);
    if (err == ERR_OK) {
        app_handle(app, &event);
    } else {
        effects_fail(app, &error);
    }
    arena_release(&event.arena);
}
