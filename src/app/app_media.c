/* A row's media: which of them, under what name, and whether one is being fetched. */
#include "src/app/app_internal.h"
#include "src/base/text.h"

#include <stdio.h>
#include <string.h>

static void order(struct app *app, enum media_order order)
{
    app_ask(app, (struct effect){.kind = EFFECT_MEDIA, .index = order});
}

/* After a question the page of the row is there again. */
static void go_back(struct app *app)
{
    app->overlay = app->question.below;
}

static bool keep(struct app *app, const char *text)
{
    strbuf_clear(&app->prompted);
    strbuf_add_text(&app->prompted, text);
    if (app->prompted.failed)
        app_nomem(app);
    return !app->prompted.failed;
}

static void stop(struct app *app)
{
    go_back(app);
    order(app, MEDIA_STOP);
}

void action_save_media(struct app *app)
{
    int64_t id = row_id_in_hand(app);
    if (app->fetches_media)
        app_open_question(app, stop, "A file is being fetched. Stop it? Nothing of it is kept.");
    else if (id != 0)
        app_ask(app, (struct effect){.kind = EFFECT_MEDIA, .index = MEDIA_LIST, .id = id});
}

static void copy_link(struct app *app)
{
    go_back(app);
    app_ask(app, (struct effect){.kind = EFFECT_COPY});
    app_say(app, TONE_GOOD, "Copied the link to the terminal's clipboard.");
}

/* A link is public and needs no fetching by us: a browser is better at it. */
static void offer_link(struct app *app, const char *link)
{
    struct error cut; /* cuts a long link at a code point */
    strbuf_clear(&app->copied);
    strbuf_add_text(&app->copied, link);
    if (app->copied.failed) {
        app_nomem(app);
        return;
    }
    error_set(&cut, ERR_OK, NULL,
              "The media is behind a link, which a browser opens: %.200s Copy it?", link);
    app_open_question(app, copy_link, cut.what);
}

void media_choose(struct app *app, size_t index)
{
    if (index >= app->kept_count)
        return;
    const char *name = app->kept[index].name;
    if (strncmp(name, "link:", 5) == 0) {
        offer_link(app, name + 5);
    } else if (keep(app, name + strlen("id:"))) {
        app_say(app, TONE_BUSY, "Asking what the media %.80s is.", app->prompted.text);
        order(app, MEDIA_LOOK);
    }
}

static void name_accepted(struct app *app)
{
    const char *path = app->prompt.edit.text.text;
    path += strspn(path, " ");
    if (path[0] == '\0')
        app_say(app, TONE_PLAIN, "No file was named: nothing was fetched.");
    else if (keep(app, path))
        order(app, MEDIA_SAVE);
}

static void replace(struct app *app)
{
    go_back(app);
    order(app, MEDIA_REPLACE);
}

void media_take(struct app *app, const struct app_event *event)
{
    char label[160];
    switch ((enum media_news)event->index) {
    case MEDIA_IS_KNOWN:
        snprintf(label, sizeof label, text_of("Save %.50s as: "), event->text);
        prompt_open(app, label, event->title, NULL, name_accepted);
        break;
    case MEDIA_IS_THERE:
        app_open_question(app, replace, event->text);
        break;
    case MEDIA_BEGINS:
        app->fetches_media = true;
        break;
    case MEDIA_HAS_ENDED:
        app->fetches_media = false;
        if (event->error.code != ERR_OK)
            app_say_error(app, &event->error);
        else
            app_say(app, TONE_GOOD, "%s", event->text);
        break;
    }
}
