/* The preview: as what it is shown, and from which line. */
#include "src/app/app_internal.h"

void preview_move(struct app *app, long lines)
{
    long top = (long)(app->preview_top < app->preview_most ? app->preview_top : app->preview_most);
    long next = top + lines;
    next = next < 0 ? 0 : next > (long)app->preview_most ? (long)app->preview_most : next;
    app->preview_top = (size_t)next;
}

void action_preview_kind(struct app *app)
{
    /* Where form and preview share a place, the form is one station of the round. */
    if (app->shares_place && !app->shows_preview) {
        app->shows_preview = true;
        return;
    }
    app->preview_kind = (app->preview_kind + 1) % PREVIEW_KIND_COUNT;
    app->preview_top = 0;
    if (app->preview_kind == PREVIEW_AS_BUBBLE)
        app->shows_preview = false;
    else if (app->draft.template != NULL)
        app_ask(app, (struct effect){.kind = EFFECT_SHOW_REQUEST});
}

/* Less than the smallest pane shows, so that the reader keeps the thread. */
enum { PREVIEW_STEP = 5 };

static void scroll_preview(struct app *app, long lines)
{
    if (app->shares_place && !app->shows_preview)
        app->shows_preview = true; /* it must be seen first */
    else if (app->preview_most == 0)
        app_say(app, TONE_PLAIN, "There is no more of the preview than is seen.");
    else
        preview_move(app, lines);
}

void action_preview_down(struct app *app)
{
    scroll_preview(app, PREVIEW_STEP);
}

void action_preview_up(struct app *app)
{
    scroll_preview(app, -PREVIEW_STEP);
}
