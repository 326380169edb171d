/* From "send" to the review, and what the form does when the outcome is known. */
#include "src/app/app_internal.h"
#include "src/base/mem.h"
#include "src/whatsapp/phone.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static bool needs_dialog(const struct app *app)
{
    switch (app->profile->mode) {
    case MODE_LIVE:
        return true; /* whatever `confirm` says: design.md section 6 */
    case MODE_TEST:
    case MODE_READ_ONLY:
    case MODE_SANDBOX:
        break;
    }
    return app->profile->confirm == CONFIRM_ALWAYS;
}

static void send_now(struct app *app, bool override_duplicate)
{
    uint64_t number = app->next_number++;
    app->overlay = OVERLAY_NONE;
    app->in_flight++;
    app->unknown_row = 0;
    app_ask(app, (struct effect){.kind = EFFECT_SEND,
                                 .number = number,
                                 .override_duplicate = override_duplicate,
                                 .id = override_duplicate ? app->review.duplicate_of : 0});
}

/* effects looked for the same message in the history: now the review can say so. */
void send_open_review(struct app *app, const struct app_event *event)
{
    app->facts = event->facts;
    form_refresh(app);
    app->review = (struct review){
        .duplicate_of = event->duplicate_of,
        .live_at = app->monotonic_ms + REVIEW_GATE_MS,
        .send_is_marked = false,
    };
    if (!needs_dialog(app) && event->duplicate_of == 0) {
        send_now(app, false);
        return;
    }
    app->overlay = OVERLAY_REVIEW;
    app_ask(app, (struct effect){.kind = EFFECT_DISCARD_INPUT});
}


static void accepted(struct app *app, const struct sent *sent)
{
    app_say(app, TONE_GOOD, "Row %" PRId64 " accepted: %s. Delivery is not known yet.", sent->row_id,
            sent->wamid != NULL ? sent->wamid : "");
    struct phone phone;
    bool unchanged = phone_normalize(draft_to(&app->draft), &phone, NULL) == ERR_OK &&
                     strcmp(phone.digits, sent->to) == 0;
    char *last = mem_strdup(sent->to);
    if (last != NULL) {
        mem_free(app->last_to);
        app->last_to = last;
    }
    if (!unchanged)
        return; /* the operator is at the next message already */
    (void)draft_set_to(&app->draft, "");
    draft_touch(app);
    if (app->overlay == OVERLAY_NONE && app->pane == PANE_FORM)
        form_focus(app, FIELD_TO);
    form_refresh(app);
}

static const char *outcome_word(enum err err)
{
    static const struct {
        enum err err;
        const char *word;
    } words[] = {{ERR_REJECTED, "was rejected"},   {ERR_THROTTLED, "was rejected, too fast"},
                 {ERR_BILLING, "was rejected, billing"}, {ERR_AUTH, "was rejected, token"},
                 {ERR_INTERRUPTED, "was cancelled"}};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (words[i].err == err)
            return words[i].word;
    return "was not sent";
}

static void not_accepted(struct app *app, const struct sent *sent)
{
    char row[40] = "The message";
    if (sent->row_id != 0)
        snprintf(row, sizeof row, "Row %" PRId64, sent->row_id);
    app_say(app, TONE_BAD, "%s %s: %s. %s", row, outcome_word(sent->err),
            sent->text != NULL ? sent->text : "", sent->next != NULL ? sent->next : "");
    if (sent->slot == NULL)
        return;
    snprintf(app->refused_slot, sizeof app->refused_slot, "%s", sent->slot);
    snprintf(app->refused_text, sizeof app->refused_text, "%s",
             sent->text != NULL ? sent->text : "refused by the server");
    size_t field = draft_find_field(&app->draft, sent->slot);
    if (field != SIZE_MAX && app->overlay == OVERLAY_NONE && app->pane == PANE_FORM)
        form_focus(app, field);
}

void send_ended(struct app *app, const struct sent *sent)
{
    if (app->in_flight > 0)
        app->in_flight--;
    app->waits_until = 0;
    switch (sent->err) {
    case ERR_OK:
        accepted(app, sent);
        break;
    case ERR_UNKNOWN:
        app->unknown_row = sent->row_id;
        app_say(app, TONE_WARNING,
                "Row %" PRId64 " is UNKNOWN: %s. It may have been sent: look before sending again.",
                sent->row_id, sent->text != NULL ? sent->text : "no answer came");
        break;
    case ERR_DUPLICATE:
        app->review = (struct review){.duplicate_of = sent->duplicate_of,
                                      .live_at = app->monotonic_ms + REVIEW_GATE_MS};
        app->overlay = OVERLAY_REVIEW;
        app_ask(app, (struct effect){.kind = EFFECT_DISCARD_INPUT});
        break;
    default:
        not_accepted(app, sent);
        break;
    }
    app_ask(app, (struct effect){.kind = EFFECT_LOAD_HISTORY, .move = HISTORY_SAME});
}

void review_confirm(struct app *app, bool override_duplicate)
{
    if (app->review.duplicate_of != 0 && !override_duplicate) {
        app_say(app, TONE_WARNING,
                "Row %" PRId64 " is the same message. Press o to send it all the same, Esc to go back.",
                app->review.duplicate_of);
        return;
    }
    send_now(app, override_duplicate && app->review.duplicate_of != 0);
}
