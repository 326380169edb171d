/* What is made from the table of actions while the program runs: help, palette, and the keys that
 * edit text; and leaving. */
#include "src/app/app_internal.h"
#include "src/app/help_text.h"
#include "src/app/keymap_user.h"
#include "src/base/text.h"

#include <stdio.h>
#include <string.h>

/* ---- the settings' keys --------------------------------------------------- */

/* Wrong rows are shown before anything else: else the operator would look for a key in vain. */
static void show_problems(struct app *app, const struct keymap_problems *problems)
{
    struct strbuf text;
    strbuf_init(&text, 65536);
    for (size_t i = 0; i < problems->count; i++)
        strbuf_addf(&text, "%s:%d: %s\n\n", app->config->file != NULL ? app->config->file : "",
                    problems->items[i].line, problems->items[i].text);
    strbuf_add_text(&text, text_of("These actions have their default keys. Esc closes this page; "
                                   "chakra-tui config check shows it again.\n"));
    if (!text.failed &&
        page_set(&app->page, text_of("Wrong keys in the settings"), text.text, text.length))
        app->overlay = OVERLAY_PAGE;
    else
        app_nomem(app);
    strbuf_release(&text);
}

void keys_load(struct app *app)
{
    struct keymap_problems problems;
    if (keymap_load(&app->keymap, app->config->keys, app->config->keys_count, &problems, NULL) !=
        ERR_OK)
        app_nomem(app);
    else if (problems.count > 0)
        show_problems(app, &problems);
    keymap_problems_release(&problems);
}

const char *app_key_name(const struct app *app, enum action action, char name[KEY_NAME_SIZE])
{
    keymap_key_name(&app->keymap, action, app_context(app), name);
    if (name[0] == '\0') { /* something lies over the place where it works */
        char names[200];
        keymap_key_names(&app->keymap, action, names, sizeof names);
        snprintf(name, KEY_NAME_SIZE, "%.*s", (int)strcspn(names, " "), names);
    }
    if (name[0] == '\0')
        snprintf(name, KEY_NAME_SIZE, "%s", action_row(action)->name);
    return name;
}

/* ---- help ----------------------------------------------------------------- */

static void write_help(struct app *app)
{
    enum { BORDERS = 4 };
    struct strbuf text;
    size_t width = app->columns > BORDERS ? (size_t)(app->columns - BORDERS) : 0;
    strbuf_init(&text, 131072);
    help_write(&text, &app->keymap, app->help_context, width);
    if (text.failed || !page_set(&app->page, text_of("Help"), text.text, text.length))
        app_nomem(app);
    strbuf_release(&text);
}

void help_open(struct app *app)
{
    if (app->overlay == OVERLAY_PAGE && app->page_is_help)
        return;
    unsigned context = app_context(app);
    if (app->overlay != OVERLAY_PAGE) {
        app->overlay_below = app->overlay;
        app->overlay = OVERLAY_PAGE;
    }
    app->help_context = context;
    app->detail_id = 0;
    write_help(app);
    app->page_is_help = true;
}

void help_resized(struct app *app)
{
    if (app->overlay != OVERLAY_PAGE || !app->page_is_help)
        return;
    size_t top = app->page.top;
    write_help(app);
    page_move(&app->page, (long)top, app->page_height);
}

/* ---- palette ---------------------------------------------------------------- */

/* Of what the palette lies over. */
static unsigned palette_context(const struct app *app)
{
    struct app below = *app;
    if (below.overlay == OVERLAY_PICKER)
        below.overlay = app->picker_below;
    return app_context(&below);
}

void palette_open(struct app *app)
{
    picker_open_for(app, PICK_COMMAND);
}

static void add_command(struct app *app, enum action action, unsigned context)
{
    const struct action_row *row = action_row(action);
    bool applies = (row->contexts & context) != 0;
    char key[KEY_NAME_SIZE] = "";
    char keys[120], detail[300], places[240], reason[300];
    keymap_key_name(&app->keymap, action, context, key);
    keymap_key_names(&app->keymap, action, keys, sizeof keys);
    keys[strcspn(keys, " ")] = '\0';
    snprintf(detail, sizeof detail, "%-6s %s", key[0] != '\0' ? key : keys, text_of(row->help));
    action_places(action, places, sizeof places);
    snprintf(reason, sizeof reason, text_of("It works %s, not %s."), places,
             context_words(context));
    if (!picker_add(&app->picker, &(struct picker_item){.label = row->name,
                                                        .detail = detail,
                                                        .search = keys,
                                                        .reason = applies ? NULL : reason,
                                                        .index = (size_t)action}))
        app_nomem(app);
}

/* Every action; first those that can be run here. */
void palette_fill(struct app *app)
{
    unsigned context = palette_context(app);
    for (int pass = 0; pass < 2; pass++)
        for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
            if (((action_row((enum action)i)->contexts & context) != 0) == (pass == 0))
                add_command(app, (enum action)i, context);
}

/* The picker is closed and has said why when the action does not apply. */
void palette_run(struct app *app, enum action action)
{
    if ((action_row(action)->contexts & app_context(app)) != 0 && action != ACTION_PALETTE)
        action_run(app, action);
}

/* ---- editing ---------------------------------------------------------------- */

void edit_run(struct app *app, enum edit what)
{
    struct textedit *edit = &app->draft.fields[app->focus].edit;
    if (app_context(app) != CONTEXT_FIELD)
        return;
    app->shows_preview = false;
    enum textedit_result result = textedit_do(edit, what);
    if (result == TEXTEDIT_CHANGED)
        form_field_changed(app);
    else if (what == TEXT_EDIT_UNDO || what == TEXT_EDIT_REDO)
        app_say(app, TONE_PLAIN, "%s",
                what == TEXT_EDIT_UNDO ? text_of("Nothing to undo in this field.")
                                       : text_of("Nothing to make again in this field."));
    else if (what == TEXT_EDIT_PUT && app->kill_ring.count == 0)
        app_say(app, TONE_PLAIN, "Nothing was cut yet.");
}

/* ---- leaving ---------------------------------------------------------------- */

static void quit_for_good(struct app *app)
{
    app->wants_quit = true;
    draft_save_if_due(app, true);
    app_ask(app, (struct effect){.kind = EFFECT_QUIT});
}

void quit_ask(struct app *app)
{
    size_t open = app->in_flight + rollout_in_flight(app);
    if (list_view_is_sending(&app->list)) {
        app_open_question(
            app, quit_for_good,
            "A list is being sent. Quit all the same? No further row begins, what is in "
            "flight is waited for, and the same list goes on from there another time.");
    } else if (open > 0) {
        char text[600];
        snprintf(text, sizeof text,
                 text_count("%zu message is still being sent. Quit all the same? What has left is "
                            "recorded as unknown, what has not as cancelled.",
                            "%zu messages are still being sent. Quit all the same? What has left "
                            "is recorded as unknown, what has not as cancelled.",
                            (int64_t)open),
                 open);
        app_open_question(app, quit_for_good, text);
    } else { /* the form is kept as a draft: nothing is lost */
        quit_for_good(app);
    }
}

/* Ctrl-C: one thing at a time, from the innermost out; at the question whether to quit, a second
 * one is the answer. */
void cancel_current(struct app *app)
{
    if (app->prompt.is_open) {
        action_close_prompt(app);
    } else if (app->overlay == OVERLAY_QUESTION && app->question.yes == quit_for_good) {
        app->overlay = OVERLAY_NONE;
        quit_for_good(app);
    } else if (list_cancel(app)) {
        return;
    } else if (app->overlay == OVERLAY_SETUP) { /* there is nothing behind it to go back to */
        if (app->setup.is_checking)
            setup_back(app);
        else
            quit_for_good(app);
    } else if (app->overlay != OVERLAY_NONE) {
        action_run(app, ACTION_CLOSE);
    } else if (app->rollout.is_open) {
        action_run(app, app->rollout.phase != ROLLOUT_IDLE ? ACTION_ROLLOUT_CANCEL
                                                           : ACTION_ROLLOUT_LEAVE);
    } else if (app->sends_after_refresh) {
        app->sends_after_refresh = false;
        app_say(app, TONE_WARNING, "Not sent: you cancelled it.");
    } else if (app_context(app) == CONTEXT_FILTER) {
        action_drop_filter(app);
    } else if (app->history.stop.is_set) {
        app->history.stop = (struct history_stop){.is_set = false};
        app_say(app, TONE_PLAIN, "The search has stopped; the rows found so far stay.");
    } else {
        quit_ask(app);
    }
}
