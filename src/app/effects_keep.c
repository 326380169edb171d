/*
 * What is kept of the form: drafts that were put aside (in the history's file, by the worker), and
 * presets (JSON files beside the settings, that can be shared and compared).
 */
#include "src/app/effects_internal.h"
#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/local_time.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/config/preset_file.h"
#include "src/config/preset_variables.h"
#include "src/whatsapp/message_file.h"
#include "src/whatsapp/variables.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { PREFIX_SIZE = 300, KEPT_MOST = 500, PRESET_BYTES_MAX = 4 * 1024 * 1024 };

static void prefix_of(const struct effects *effects, char prefix[PREFIX_SIZE])
{
    snprintf(prefix, PREFIX_SIZE, "postponed/%s/", effects->profile->name);
}

void effects_postpone(struct effects *effects, struct app *app)
{
    char prefix[PREFIX_SIZE];
    char name[PREFIX_SIZE + 32];
    CLEANUP(json_deletep) cJSON *draft = app_draft_json(app);
    CLEANUP(mem_freep) char *text = json_print(draft);
    struct error error = {.code = ERR_OK};
    prefix_of(effects, prefix);
    /* The newest names come last; 13 digits last until the year 2286. */
    snprintf(name, sizeof name, "%s%013" PRId64, prefix, clock_now_ms());
    enum err err = text != NULL ? ERR_OK : error_nomem(&error);
    if (err == ERR_OK)
        err = effects_put_text(effects, name, text, &error);
    if (err != ERR_OK) {
        effects_fail(app, &error);
        return;
    }
    struct app_event event = effects_event(EVENT_POSTPONED);
    app_handle(app, &event);
}

/* "order_shipped en_US → 15550001234", and when it was put aside. */
static bool describe_draft(const struct named_text *text, struct arena *arena,
                           struct kept_form *ret_kept)
{
    char time[CLOCK_TEXT_SIZE];
    CLEANUP(json_deletep) cJSON *root = json_parse_text(text->text);
    const char *to = json_text(root, "to", "");
    if (to[0] == '\0')
        to = json_text(root, "process", "");
    local_time_format(text->at, LOCAL_DATE_TIME, time);
    ret_kept->name = text->name;
    ret_kept->label =
        arena_format(arena, "%s %s%s%s", json_text(root, "template", text_of("no template")),
                     json_text(root, "language", ""), to[0] != '\0' ? " → " : "", to);
    ret_kept->detail = arena_strdup(arena, time);
    return ret_kept->label != NULL && ret_kept->detail != NULL;
}

static enum err list_drafts(struct effects *effects, struct app_event *event, struct error *reterr)
{
    char prefix[PREFIX_SIZE];
    struct named_text *texts = NULL;
    size_t count = 0;
    prefix_of(effects, prefix);
    if (effects->reader == NULL) {
        *reterr = effects->reader_error;
        return reterr->code;
    }
    enum err err =
        store_list_texts(effects->reader, prefix, KEPT_MOST, &event->arena, &texts, &count, reterr);
    event->kept = err == ERR_OK ? arena_alloc(&event->arena, count + 1, sizeof *event->kept) : NULL;
    if (err == ERR_OK && event->kept == NULL)
        err = error_nomem(reterr);
    for (size_t i = count; err == ERR_OK && i-- > 0;)
        if (!describe_draft(&texts[i], &event->arena, &event->kept[event->kept_count++]))
            err = error_nomem(reterr);
    return err;
}

static enum err list_presets(struct effects *effects, struct app_event *event, struct error *reterr)
{
    struct preset_name *names = NULL;
    size_t count = 0;
    enum err err = preset_list(effects->config, &event->arena, &names, &count, reterr);
    event->kept = err == ERR_OK ? arena_alloc(&event->arena, count + 1, sizeof *event->kept) : NULL;
    if (err == ERR_OK && event->kept == NULL)
        err = error_nomem(reterr);
    for (size_t i = 0; err == ERR_OK && i < count; i++)
        event->kept[event->kept_count++] = (struct kept_form){
            .name = names[i].path, .label = names[i].name, .detail = names[i].path};
    return err;
}

void effects_list_kept(struct effects *effects, struct app *app, enum picker_purpose purpose)
{
    struct app_event event = effects_event(EVENT_KEPT);
    struct error error = {.code = ERR_OK};
    /* What was put aside or taken up a moment ago is not there, or still there, until it is kept.
     */
    effects->lists_drafts_then = purpose == PICK_DRAFT && effects->newest_text != 0;
    if (effects->lists_drafts_then)
        return;
    arena_init(&event.arena);
    event.index = purpose;
    enum err err = purpose == PICK_DRAFT ? list_drafts(effects, &event, &error)
                                         : list_presets(effects, &event, &error);
    if (err == ERR_OK)
        app_handle(app, &event);
    else
        effects_fail(app, &error);
    arena_release(&event.arena);
}

static void give(struct app *app, const char *text)
{
    struct app_event event = effects_event(EVENT_RECALL);
    event.text = text;
    event.length = strlen(text);
    app_handle(app, &event);
}

static void open_draft(struct effects *effects, struct app *app, const char *name)
{
    struct arena arena;
    const char *text = NULL;
    struct error error = {.code = ERR_OK};
    arena_init(&arena);
    enum err err = store_get_text(effects->reader, name, &arena, &text, NULL, &error);
    if (err == ERR_OK)
        err = effects_put_text(effects, name, NULL, &error);
    if (err == ERR_OK)
        give(app, text);
    else
        effects_fail(app, &error);
    arena_release(&arena);
}

/* The preset as a draft, its variables expanded. */
static cJSON *draft_of(const struct message_file *file)
{
    cJSON *root = cJSON_CreateObject();
    bool ok = json_add_text(root, "template", file->template) &&
              json_add_text(root, "language", file->language) &&
              json_add_text(root, "from", file->from) &&
              json_add_text(root, "to", file->to != NULL ? file->to : "") &&
              json_add_node(root, "values", values_to_json(&file->values));
    if (ok)
        return root;
    cJSON_Delete(root);
    return NULL;
}

static enum err expand(const struct effects *effects, struct message_file *file,
                       struct error *reterr)
{
    struct preset_variables here;
    if (preset_variables_init(&here, effects->profile->hidden_variables, reterr) != ERR_OK)
        return ERR_NOMEM;
    const struct variables variables = {
        .today = here.today, .now = here.now, .environment = here.environment};
    enum err err = variables_expand_values(&file->values, &variables, reterr);
    preset_variables_release(&here);
    return err;
}

static void open_preset(struct effects *effects, struct app *app, const char *path)
{
    struct strbuf bytes;
    struct message_file file = {0};
    struct error error = {.code = ERR_OK};
    CLEANUP(json_deletep) cJSON *root = NULL;
    strbuf_init(&bytes, PRESET_BYTES_MAX);
    enum err err = paths_read_file(path, &bytes, &error);
    if (err == ERR_OK)
        err = json_parse(bytes.text, bytes.length, &root, &error);
    if (err == ERR_OK)
        err = message_file_read(root, &file, &error);
    if (err == ERR_OK)
        err = expand(effects, &file, &error);
    CLEANUP(json_deletep) cJSON *draft = err == ERR_OK ? draft_of(&file) : NULL;
    CLEANUP(mem_freep) char *text = json_print(draft);
    if (err == ERR_OK && text == NULL)
        err = error_nomem(&error);
    if (err == ERR_OK)
        give(app, text);
    else
        effects_fail(app, &error);
    message_file_release(&file);
    strbuf_release(&bytes);
}

void effects_open_kept(struct effects *effects, struct app *app, const struct kept_form *kept)
{
    if (strncmp(kept->name, "postponed/", 10) == 0)
        open_draft(effects, app, kept->name);
    else
        open_preset(effects, app, kept->name);
}

void effects_save_preset(struct effects *effects, struct app *app)
{
    struct error error = {.code = ERR_OK};
    CLEANUP(json_deletep) cJSON *preset = app_draft_json(app);
    /* Who it goes to is another matter each time, and no business of whom it is shared with. */
    cJSON_DeleteItemFromObjectCaseSensitive(preset, "to");
    cJSON_DeleteItemFromObjectCaseSensitive(preset, "from");
    bool ok = json_add_integer(preset, "version", MESSAGE_FILE_VERSION);
    CLEANUP(mem_freep) char *text = ok ? json_print_pretty(preset) : NULL;
    CLEANUP(mem_freep) char *path = NULL;
    enum err err = text != NULL ? ERR_OK : error_nomem(&error);
    if (err == ERR_OK)
        err = preset_path(effects->config, app->prompted.text, &path, &error);
    if (err == ERR_OK)
        err = preset_save(path, text, &error);
    if (err != ERR_OK) {
        effects_fail(app, &error);
        return;
    }
    struct app_event event = effects_event(EVENT_PRESET_SAVED);
    event.text = path;
    app_handle(app, &event);
}
