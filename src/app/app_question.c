/* Questions, and from when on a key is an answer to them. */
#include "src/app/app_internal.h"

#include <stdio.h>

#include "src/base/text.h"
#include "src/base/utf8.h"

void app_open_question(struct app *app, void (*yes)(struct app *), const char *text)
{
    snprintf(app->question.text, sizeof app->question.text, "%s", text_of(text));
    utf8_mend(app->question.text);
    app->question.yes = yes;
    app->question.needs_key = false;
    bool returns = app->overlay == OVERLAY_LIST || app->overlay == OVERLAY_PAGE;
    app->question.below = returns ? app->overlay : OVERLAY_NONE;
    app->review.send_is_marked = false;
    app->review.is_live = true;
    app->overlay = OVERLAY_QUESTION;
}

void app_open_send_question(struct app *app, void (*yes)(struct app *), const char *text)
{
    app_open_question(app, yes, text);
    app->review.is_live = false;
    app->review.live_at = app->monotonic_ms + REVIEW_GATE_MS;
    app_ask(app, (struct effect){.kind = EFFECT_DISCARD_INPUT});
}

bool app_dialog_waits(const struct app *app)
{
    return (app->overlay == OVERLAY_REVIEW || app->overlay == OVERLAY_QUESTION) &&
           !app->review.is_live;
}
