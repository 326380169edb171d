/* From "send" to the review, and what the form does when the outcome is known. */
#include "src/app/app_internal.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/whatsapp/phone.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static bool needs_dialog(const struct app *app)
{
    switch (app->profile->mode) {
    case MODE_LIVE:
        return true; /* whatever `confirm` says */
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
    form_is_kept(app);
    app->unknown_row = 0;
    app->records[number % SEND_RECORDS_MAX] = (struct send_record){
        .number = number, .generation = app->generation, .started_ms = app->monotonic_ms};
    app_ask(app, (struct effect){.kind = EFFECT_SEND,
                                 .number = number,
                                 .override_duplicate = override_duplicate,
                                 .id = override_duplicate ? app->review.duplicate_of : 0});
}

/* With the past known there may be new reasons against it. */
static bool tell_errors(struct app *app)
{
    const struct problem_list *problems = &app->draft.problems;
    if (!problems->failed && problem_list_errors(problems) == 0)
        return false;
    const char *message = text_of("Out of memory. Close other programs, then try again.");
    for (size_t i = problems->count; !problems->failed && i-- > 0;)
        if (problems->items[i].level == PROBLEM_ERROR)
            message = problems->items[i].message;
    app->overlay = OVERLAY_NONE;
    app_ask(app, (struct effect){.kind = EFFECT_DISCARD_INPUT});
    app_say(app, TONE_BAD, "Not sent: %s", message);
    return true;
}

/* effects looked for the same message in the history: now the review can say so. */
void send_open_review(struct app *app, const struct app_event *event)
{
    app->facts = event->facts;
    snprintf(app->facts_for, sizeof app->facts_for, "%s", event->title != NULL ? event->title : "");
    form_refresh(app);
    if (tell_errors(app))
        return;
    app->review = (struct review){
        .generation = app->generation,
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

/* True while the form still holds the message of that send. */
static bool is_in_form(const struct app *app, uint64_t number)
{
    const struct send_record *record = &app->records[number % SEND_RECORDS_MAX];
    return record->number == number && record->generation == app->generation;
}

static void keep_last(char **last, const char *text)
{
    char *copy = mem_strdup(text);
    if (copy == NULL)
        return;
    mem_free(*last);
    *last = copy;
}

static void accepted(struct app *app, const struct sent *sent)
{
    struct draft *draft = &app->draft;
    app_say(app, TONE_GOOD, "Row %" PRId64 " accepted: %s. Delivery is not known yet.",
            sent->row_id, sent->wamid != NULL ? sent->wamid : "");
    keep_last(&app->last_to, sent->to);
    if (!is_in_form(app, sent->number))
        return; /* the operator is at the next message already */
    if (draft->has_record)
        keep_last(&app->last_record, draft_record(draft));
    if (app->overlay == OVERLAY_NONE && app->pane == PANE_FORM)
        form_focus(app, draft->has_record ? FIELD_RECORD : FIELD_TO);
    (void)draft_set_to(draft, "");
    (void)draft_set_record(draft, "");
    app_changed(app);
    form_is_kept(app);
    form_refresh(app);
}

static const char *outcome_word(enum err err)
{
    static const struct {
        enum err err;
        const char *word;
    } words[] = {{ERR_REJECTED, TEXT("was rejected")},
                 {ERR_THROTTLED, TEXT("was rejected, too fast")},
                 {ERR_BILLING, TEXT("was rejected, billing")},
                 {ERR_AUTH, TEXT("was rejected, token")},
                 {ERR_INTERRUPTED, TEXT("was cancelled")}};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (words[i].err == err)
            return text_of(words[i].word);
    return text_of("was not sent");
}

static void not_accepted(struct app *app, const struct sent *sent)
{
    char row[80];
    if (sent->row_id != 0)
        snprintf(row, sizeof row, text_of("Row %" PRId64), sent->row_id);
    else
        snprintf(row, sizeof row, "%s", text_of("The message"));
    const char *text = sent->text != NULL ? sent->text : "";
    size_t length = strlen(text);
    app_say(app, TONE_BAD, "%s %s: %s%s %s", row, outcome_word(sent->err), text,
            length > 0 && text[length - 1] == '.' ? "" : ".", sent->next != NULL ? sent->next : "");
    if (sent->slot == NULL || !is_in_form(app, sent->number))
        return;
    snprintf(app->refused_slot, sizeof app->refused_slot, "%s", sent->slot);
    snprintf(app->refused_text, sizeof app->refused_text, "%s",
             sent->text != NULL ? sent->text : text_of("refused by the server"));
    utf8_mend(app->refused_text);
    size_t field = draft_find_field(&app->draft, sent->slot);
    if (field != SIZE_MAX && app->overlay == OVERLAY_NONE && app->pane == PANE_FORM)
        form_focus(app, field);
}

void send_ended(struct app *app, const struct sent *sent)
{
    char key[KEY_NAME_SIZE];
    char pane[KEY_NAME_SIZE];
    if (app->in_flight > 0)
        app->in_flight--;
    if (app->waiting == sent->number)
        app->waits_until = 0;
    switch (sent->err) {
    case ERR_OK:
        accepted(app, sent);
        break;
    case ERR_UNKNOWN:
        if (is_in_form(app, sent->number))
            app->unknown_row = sent->row_id;
        app_say(app, TONE_WARNING,
                "Row %" PRId64
                " is UNKNOWN: %s. It may have been sent: do not send it again before "
                "%s, then %s on its row, has looked it up.",
                sent->row_id, sent->text != NULL ? sent->text : text_of("no answer came"),
                app_key_name(app, ACTION_OTHER_PANE, pane), app_key_name(app, ACTION_LOOK_UP, key));
        break;
    case ERR_DUPLICATE:
        app_say(app, TONE_WARNING,
                "Not sent: row %" PRId64 " is the same message already. %s opens the review of it.",
                sent->duplicate_of, app_key_name(app, ACTION_SEND, key));
        break;
    default:
        not_accepted(app, sent);
        break;
    }
    looks_ended(app, sent->number);
    app_ask(app, (struct effect){.kind = EFFECT_LOAD_HISTORY, .move = HISTORY_SAME});
}

void review_confirm(struct app *app, bool override_duplicate)
{
    if (app->review.duplicate_of != 0 && !override_duplicate) {
        app_say(app, TONE_WARNING,
                "Row %" PRId64
                " is the same message. Press o to send it all the same, Esc to go back.",
                app->review.duplicate_of);
        return;
    }
    if (app->review.generation != app->generation || app->draft.template == NULL ||
        app_sender(app) == NULL || tell_errors(app)) {
        app->overlay = OVERLAY_NONE;
        return;
    }
    send_now(app, override_duplicate && app->review.duplicate_of != 0);
}
