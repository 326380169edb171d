/* A row's media: found in its values, described, and named as a file. */
#include "src/app/effects_internal.h"
#include "src/app/page.h"
#include "src/base/json.h"
#include "src/base/text.h"

#include <stdio.h>
#include <string.h>

enum { PLACE_CELLS = 13 };

/* "card.0.header.id" ends so. */
static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0 &&
           (length == tail || text[length - tail - 1] == '.');
}

static const char *value_text(const cJSON *value, char *buffer, size_t size)
{
    if (!cJSON_IsNumber(value))
        return cJSON_GetStringValue(value);
    snprintf(buffer, size, "%.0f", value->valuedouble); /* an id that was given as a number */
    return buffer;
}

/* "header.id" and "card.0.header.id" are header and card 0 header. */
static void place_of(const char *key, char *place, size_t size)
{
    static const char card[] = "card.";
    if (strncmp(key, card, sizeof card - 1) == 0)
        snprintf(place, size, text_of("card %.*s header"),
                 (int)strspn(key + sizeof card - 1, "0123456789"), key + sizeof card - 1);
    else
        snprintf(place, size, text_of("header"));
}

static bool add_media(const cJSON *value, const char *kind, struct app_event *event)
{
    char buffer[40], place[120];
    const char *text = value_text(value, buffer, sizeof buffer);
    if (text == NULL || text[0] == '\0')
        return true;
    place_of(value->string, place, sizeof place);
    struct kept_form *kept = &event->kept[event->kept_count++];
    *kept = (struct kept_form){
        .name = arena_format(&event->arena, "%s:%s", kind, text),
        .label = arena_strdup(&event->arena, place),
        .detail = arena_format(&event->arena, "%s %s", kind, text),
    };
    return kept->name != NULL && kept->label != NULL && kept->detail != NULL;
}

static enum err find_media(const struct send_detail *detail, struct app_event *event,
                           struct error *reterr)
{
    CLEANUP(json_deletep)
    cJSON *values = json_parse_text(detail->values);
    const cJSON *value = NULL;
    int most = cJSON_GetArraySize(values);
    event->kept = arena_alloc(&event->arena, (size_t)most + 1, sizeof *event->kept);
    bool ok = event->kept != NULL;
    cJSON_ArrayForEach(value, values)
    {
        const char *kind = ends_with(value->string, "header.id")     ? "id"
                           : ends_with(value->string, "header.link") ? "link"
                                                                     : NULL;
        ok = ok && (kind == NULL || add_media(value, kind, event));
    }
    return ok ? ERR_OK : error_nomem(reterr);
}

void effects_write_media(struct strbuf *out, const struct send_detail *detail)
{
    struct app_event found = {.kind = EVENT_KEPT};
    arena_init(&found.arena);
    if (find_media(detail, &found, NULL) == ERR_OK && found.kept_count > 0) {
        strbuf_add_text(out, text_of("\nMedia: M saves what has an id, and copies a link\n"));
        for (size_t i = 0; i < found.kept_count; i++) {
            strbuf_add_text(out, "  ");
            page_add_column(out, found.kept[i].label, PLACE_CELLS);
            strbuf_addf(out, " %s\n", found.kept[i].detail);
        }
    }
    arena_release(&found.arena);
}

static void list_media(struct effects *effects, struct app *app, int64_t id)
{
    struct arena arena;
    struct send_detail *detail = NULL;
    struct error error = {.code = ERR_OK};
    struct app_event event = effects_event(EVENT_KEPT);
    arena_init(&arena);
    arena_init(&event.arena);
    event.index = PICK_MEDIA;
    enum err err = effects_read_row(effects, id, &arena, &detail, &error);
    if (err == ERR_OK)
        err = find_media(detail, &event, &error);
    if (err == ERR_OK && event.kept_count == 0)
        err = error_set(&error, ERR_CONTENT, "Choose a row whose header has an id or a link.",
                        "This message has no media");
    if (err == ERR_OK)
        app_handle(app, &event);
    else
        effects_fail(app, &error);
    arena_release(&event.arena);
    arena_release(&arena);
}

void effects_tell_media(struct app *app, enum media_news news, const char *title, const char *text)
{
    struct app_event event = effects_event(EVENT_MEDIA);
    event.index = news;
    event.title = title;
    event.text = text;
    app_handle(app, &event);
}

void effects_media(struct effects *effects, struct app *app, const struct effect *effect)
{
    switch ((enum media_order)effect->index) {
    case MEDIA_LIST:
        list_media(effects, app, effect->id);
        break;
    case MEDIA_LOOK:
        effects_look_at_media(effects, app, app->prompted.text);
        break;
    case MEDIA_SAVE:
        effects_save_media(effects, app, app->prompted.text, false);
        break;
    case MEDIA_REPLACE:
        effects_save_media(effects, app, NULL, true);
        break;
    case MEDIA_STOP:
        effects_stop_media(effects);
        break;
    }
}
