/* The line at the foot of the screen that asks for a text. */
#include "src/app/app_internal.h"
#include "src/base/text.h"
#include "src/base/utf8.h"

#include <stdio.h>

void prompt_open(struct app *app, const char *label, const char *text,
                 void (*changed)(struct app *app), void (*accepted)(struct app *app))
{
    struct prompt *prompt = &app->prompt;
    if (!textedit_begin(&prompt->edit, text)) {
        app_nomem(app);
        return;
    }
    snprintf(prompt->label, sizeof prompt->label, "%s", label);
    utf8_mend(prompt->label);
    prompt->changed = changed;
    prompt->accepted = accepted;
    prompt->is_open = true;
    app->notice.text[0] = '\0';
}

void prompt_key(struct app *app, struct key key)
{
    if (textedit_key(&app->prompt.edit, key) == TEXTEDIT_CHANGED && app->prompt.changed != NULL)
        app->prompt.changed(app);
}

void action_accept_prompt(struct app *app)
{
    app->prompt.is_open = false;
    app->prompt.accepted(app);
}

void action_close_prompt(struct app *app)
{
    app->prompt.is_open = false;
}

/* ---- finding a text in a page --------------------------------------------- */

static void find_from(struct app *app, size_t from, bool forward)
{
    if (app->page.pattern.length == 0)
        app_say(app, TONE_PLAIN, "Press / and type what is to be found.");
    else if (!page_find(&app->page, from, forward, app->page_height))
        app_say(app, TONE_WARNING, "Not found: %s", app->page.pattern.text);
}

static void find_changed(struct app *app)
{
    app->notice.text[0] = '\0';
    if (!page_set_pattern(&app->page, app->prompt.edit.text.text))
        app_nomem(app);
    else if (app->page.pattern.length > 0)
        find_from(app, app->find_origin, true);
}

static void find_accepted(struct app *app)
{
    if (app->page.pattern.length > 0)
        app_say(app, TONE_PLAIN, "n goes to the next place, N to the one before.");
}

void action_find(struct app *app)
{
    const struct page *page = &app->page;
    app->find_origin = page->top < page->line_count ? page->lines[page->top] : 0;
    prompt_open(app, text_of("Find: "), "", find_changed, find_accepted);
}

void action_find_next(struct app *app)
{
    const struct page *page = &app->page;
    find_from(app, page->match != SIZE_MAX ? page->match + 1 : 0, true);
}

void action_find_previous(struct app *app)
{
    const struct page *page = &app->page;
    find_from(app, page->match != SIZE_MAX ? page->match : page->text.length, false);
}
