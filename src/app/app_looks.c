/* What the operator does to the screen itself: themes, sizes of panes, mouse, pager. */
#include "src/app/app_internal.h"
#include "src/base/text.h"

#include <string.h>

enum { SHARE_STEP = 5 };

void looks_take_config(struct app *app)
{
    const struct screen_settings *settings = &app->config->screen;
    app->looks = (struct looks){
        .form_share = LOOKS_FORM_SHARE,
        .history_share = LOOKS_HISTORY_SHARE,
        .has_mouse = settings->has_mouse,
        .has_spinner = settings->has_spinner,
        .is_linear = settings->is_linear,
    };
}

bool app_is_busy(const struct app *app)
{
    return app->in_flight > 0 || app->rollout.phase != ROLLOUT_IDLE ||
           list_view_is_sending(&app->list) || app->load[LOAD_SENDERS] == LOAD_RUNNING ||
           app->load[LOAD_TEMPLATES] == LOAD_RUNNING;
}

/* Whoever waits for a slow send may be in another window by now. */
void looks_ended(struct app *app, uint64_t number)
{
    const struct send_record *record = &app->records[number % SEND_RECORDS_MAX];
    if (record->number == number && app->looks.is_unfocused &&
        app->monotonic_ms - record->started_ms > LOOKS_SLOW_SEND_MS)
        app_ask(app, (struct effect){.kind = EFFECT_NOTIFY});
}

/* What is not seen must not be confirmed: a window that is too small takes only what leaves it. */
bool looks_hide_key(const struct app *app, struct key key)
{
    enum action action = keymap_find(&app->keymap, CONTEXT_ALL & ~CONTEXT_REVIEW, key);
    return app->looks.is_too_small && action != ACTION_QUIT_ANYWHERE && action != ACTION_CANCEL &&
           action != ACTION_SUSPEND && action != ACTION_REDRAW;
}

void action_zoom(struct app *app)
{
    app->looks.is_zoomed = !app->looks.is_zoomed;
}

/* The history's share of the height is what both panes share. */
static void make_taller(struct app *app, int step)
{
    if (app->pane == PANE_FORM)
        step = -step;
    app->looks.history_share = looks_moved_share(app->looks.history_share, step);
    app->looks.is_zoomed = false;
}

static void make_wider(struct app *app, int step)
{
    app->looks.form_share = looks_moved_share(app->looks.form_share, step);
    app->looks.is_zoomed = false;
}

void action_taller(struct app *app)
{
    make_taller(app, SHARE_STEP);
}

void action_shorter(struct app *app)
{
    make_taller(app, -SHARE_STEP);
}

void action_wider(struct app *app)
{
    make_wider(app, SHARE_STEP);
}

void action_narrower(struct app *app)
{
    make_wider(app, -SHARE_STEP);
}

void action_theme(struct app *app)
{
    picker_open_for(app, PICK_THEME);
    picker_select_index(&app->picker, app->looks.theme);
}

void looks_fill_themes(struct app *app)
{
    for (size_t i = 0; i < app->looks.theme_count; i++) {
        const struct picker_item item = {.label = app->looks.theme_names[i],
                                         .detail = i == app->looks.theme ? text_of("in use") : "",
                                         .index = i};
        if (!picker_add(&app->picker, &item))
            app_nomem(app);
    }
}

void action_mouse(struct app *app)
{
    app->looks.has_mouse = !app->looks.has_mouse;
    app_ask(app, (struct effect){.kind = EFFECT_SET_MOUSE});
    app_say(app, TONE_PLAIN, "%s",
            app->looks.has_mouse
                ? text_of("The mouse is on. Shift and the button select text in most terminals.")
                : text_of("The mouse is off: the terminal selects text by itself. m turns it on."));
}

void action_pager(struct app *app)
{
    app_ask(app, (struct effect){.kind = EFFECT_SHOW_PAGER});
}

void action_redraw(struct app *app)
{
    app_ask(app, (struct effect){.kind = EFFECT_REDRAW});
}

void action_suspend(struct app *app)
{
    app_ask(app, (struct effect){.kind = EFFECT_SUSPEND});
}
