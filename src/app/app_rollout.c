/*
 * What the keys do in the rollout. Nothing is decided here about who may be sent to: that is the
 * gate of the test runs; here it is only said early what it would refuse.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "src/app/app_internal.h"
#include "src/base/clock.h"
#include "src/base/local_time.h"
#include "src/base/text.h"

/* Definitions that are hashed between two looks at the keys: a few milliseconds. */
enum { HASHES_AT_ONCE = 16 };

static void order(struct app *app, enum rollout_order what)
{
    app_ask(app, (struct effect){.kind = EFFECT_ROLLOUT, .index = what});
}

void rollout_time(struct app *app)
{
    if (app->rollout.is_open)
        (void)rollout_hash_some(&app->rollout, HASHES_AT_ONCE);
}

size_t rollout_in_flight(const struct app *app)
{
    const struct rollout *rollout = &app->rollout;
    bool sends = rollout->phase == ROLLOUT_RUNNING && !rollout->is_check;
    return sends ? rollout->total - rollout->over : 0;
}

size_t rollout_rows_shown(const struct app *app)
{
    return app->rows > ROLLOUT_LINES_BESIDE ? (size_t)(app->rows - ROLLOUT_LINES_BESIDE) : 1;
}

/* ---- opening and leaving */

static bool is_test_recipient(const struct profile *profile, const char *digits)
{
    for (size_t i = 0; i < profile->test_recipient_count; i++)
        if (strcmp(profile->test_recipients[i].digits, digits) == 0)
            return true;
    return false;
}

/* The form's recipient where messages may go to it, else the first test recipient; the sandbox has
 * a number that takes everything. */
static void find_recipient(struct app *app)
{
    static const char sandbox_number[] = "15550001234";
    const struct profile *profile = app->profile;
    bool is_sandbox = profile->mode == MODE_SANDBOX;
    struct phone phone;
    const char *to = is_sandbox ? sandbox_number : "";
    if (profile->test_recipient_count > 0)
        to = profile->test_recipients[0].digits;
    if (phone_normalize(draft_to(&app->draft), &phone, NULL) == ERR_OK &&
        (is_sandbox || is_test_recipient(profile, phone.digits)))
        to = phone.digits;
    snprintf(app->rollout.to, sizeof app->rollout.to, "%s", to);
}

static void tell_no_templates(struct app *app)
{
    const struct error *error = &app->load_error[LOAD_TEMPLATES];
    switch (app->load[LOAD_TEMPLATES]) {
    case LOAD_RUNNING:
        app_say(app, TONE_WARNING, "There are no templates to run: they are still being fetched.");
        break;
    case LOAD_FAILED:
        app_say(app, TONE_BAD, "There are no templates to run: %s. %s", error->what, error->next);
        break;
    case LOAD_DONE:
        app_say(app, TONE_WARNING,
                "There are no templates to run: the account has none. Make one with chakra-tui "
                "templates create, then fetch the list again (Esc, r).");
        break;
    case LOAD_NOT_ASKED:
        app_say(app, TONE_WARNING,
                "There are no templates to run: choose a sender in the form first.");
        break;
    }
}

void action_rollout(struct app *app)
{
    if (app->template_count == 0) {
        tell_no_templates(app);
        return;
    }
    if (!rollout_build(&app->rollout, app->templates, app->template_count)) {
        app_nomem(app);
        return;
    }
    find_recipient(app);
    app->rollout.is_open = true;
    if (app->rollout.phase == ROLLOUT_IDLE)
        order(app, ROLLOUT_ORDER_LOAD);
}

void action_rollout_leave(struct app *app)
{
    app->rollout.is_open = false;
    if (app->rollout.phase != ROLLOUT_IDLE)
        app_say(app, TONE_PLAIN, "The run goes on: it is seen, and stopped, where you were.");
}

void rollout_list_changed(struct app *app)
{
    if (app->rollout.cell_count > 0 &&
        !rollout_build(&app->rollout, app->templates, app->template_count))
        app_nomem(app);
    if (app->rollout.cell_count == 0)
        app->rollout.is_open = false;
}

void rollout_list_dropped(struct app *app)
{
    if (app->rollout.phase != ROLLOUT_IDLE)
        order(app, ROLLOUT_ORDER_STOP);
    rollout_release(&app->rollout);
}

/* ---- moving and looking */

void action_rollout_left(struct app *app)
{
    rollout_move_language(&app->rollout, false);
}

void action_rollout_right(struct app *app)
{
    rollout_move_language(&app->rollout, true);
}

void rollout_press(struct app *app, const struct pointer *pointer)
{
    struct rollout *rollout = &app->rollout;
    size_t column = pointer->offset + (size_t)pointer->cell / ROLLOUT_COLUMN;
    if (pointer->index < rollout->row_count)
        rollout->row = pointer->index;
    if (column < rollout->language_count)
        rollout->column = column;
}

static const struct rollout_cell *cell_in_hand(struct app *app)
{
    const struct rollout *rollout = &app->rollout;
    const struct rollout_cell *cell = rollout_selected(rollout);
    if (cell == NULL && rollout->row_count > 0)
        app_say(app, TONE_PLAIN, "%s has no language %s.", rollout->rows[rollout->row].name,
                rollout->languages[rollout->column]);
    return cell;
}

static void write_record(struct strbuf *out, const struct app *app,
                         const struct rollout_record *record, bool has_drifted)
{
    char when[CLOCK_TEXT_SIZE];
    char age[16];
    local_time_format(record->at, LOCAL_DATE_TIME, when);
    rollout_format_age(app->now_ms - record->at, age, sizeof age);
    strbuf_addf(out, "%s %s\n\n", rollout_verdict_mark(record->verdict),
                rollout_verdict_word(record));
    strbuf_addf(out, text_of("  Reason      %s\n"), record->reason != NULL ? record->reason : "");
    strbuf_addf(out, text_of("  When        %s, %s ago\n"), when, age);
    strbuf_addf(out, text_of("  How         %s\n"),
                record->is_check ? text_of("checked, nothing was sent") : text_of("sent"));
    if (record->wamid != NULL)
        strbuf_addf(out, text_of("  Message id  %s\n"), record->wamid);
    if (record->run != NULL && !record->is_check)
        strbuf_addf(out, text_of("  Run         %s (search the history for batch:%s)\n"),
                    record->run, record->run);
    strbuf_addf(out, text_of("  Definition  %s\n"), record->hash != NULL ? record->hash : "");
    if (has_drifted)
        strbuf_add_text(
            out, text_of("              The account's definition is another one by now: this "
                         "verdict is about the old one. r runs it again.\n"));
    if (record->preview != NULL)
        strbuf_addf(out, text_of("\nMessage\n\n%s\n"), record->preview);
}

void action_rollout_open(struct app *app)
{
    const struct rollout_cell *cell = cell_in_hand(app);
    if (cell == NULL)
        return;
    const struct template *template = cell->template;
    const struct rollout_record *record =
        rollout_find(&app->rollout, template->name, template->language);
    if (record == NULL || record->verdict == ROLLOUT_NEVER) {
        app_say(app, TONE_PLAIN, "%s %s was not run yet: r runs it, c checks it.", template->name,
                template->language);
        return;
    }
    struct strbuf text;
    char title[700];
    strbuf_init(&text, PAGE_BYTES_MAX);
    snprintf(title, sizeof title, text_of("Last result of %s %s"), template->name,
             template->language);
    write_record(&text, app, record, rollout_has_drifted(&app->rollout, cell));
    if (text.failed || !page_set(&app->page, title, text.text, text.length)) {
        app_nomem(app);
    } else {
        app->detail_id = 0;
        app->page_is_help = false;
        app->overlay_below = OVERLAY_NONE;
        app->overlay = OVERLAY_PAGE;
    }
    strbuf_release(&text);
}

void action_rollout_edit(struct app *app)
{
    if (cell_in_hand(app) == NULL)
        return;
    form_replace(app, (struct effect){.kind = EFFECT_ROLLOUT, .index = ROLLOUT_ORDER_EDIT},
                 AFTER_RECALL_NOTHING);
}

/* ---- running */

static bool may_send(struct app *app)
{
    const struct profile *profile = app->profile;
    if (profile->mode == MODE_LIVE || profile->mode == MODE_READ_ONLY)
        app_say(app, TONE_WARNING,
                "Nothing was sent: a run needs the sandbox or a profile in mode test, and %s is "
                "%s. c checks without sending.",
                profile->name, profile_mode_word(profile->mode));
    else if (app->rollout.to[0] == '\0')
        app_say(app, TONE_WARNING,
                "Nothing was sent: a run goes to test recipients only, and the profile %s has "
                "none. Add test_recipients = NUMBER NAME to it.",
                profile->name);
    else if (app_plugin_id(app)[0] == '\0')
        app_say(app, TONE_WARNING, "Nothing was sent: choose a plugin in the form first.");
    else
        return true;
    return false;
}

static void begin(struct app *app, enum rollout_scope scope, bool is_check)
{
    struct rollout *rollout = &app->rollout;
    if (rollout->phase != ROLLOUT_IDLE) {
        app_say(app, TONE_WARNING, "A run is under way: x stops it.");
        return;
    }
    const struct rollout_cell *cell = scope == ROLLOUT_CELL ? cell_in_hand(app) : NULL;
    if ((scope == ROLLOUT_CELL && cell == NULL) || (!is_check && !may_send(app)))
        return;
    size_t chosen = rollout_choose(rollout, scope);
    if (chosen == SIZE_MAX) {
        app_nomem(app);
    } else if (chosen == 0) {
        app_say(app, TONE_WARNING, "There is nothing to run here: %s.",
                cell != NULL ? rollout_unsendable(cell->template)
                             : text_of("none of these templates can be sent"));
    } else {
        rollout->scope = scope;
        rollout->is_check = is_check;
        rollout->total = chosen;
        rollout->over = 0;
        rollout->phase = ROLLOUT_PLANNING;
        order(app, ROLLOUT_ORDER_PLAN);
    }
}

void action_rollout_run(struct app *app)
{
    begin(app, ROLLOUT_CELL, false);
}

void action_rollout_run_row(struct app *app)
{
    begin(app, ROLLOUT_ROW, false);
}

void action_rollout_run_all(struct app *app)
{
    begin(app, ROLLOUT_ALL, false);
}

void action_rollout_check(struct app *app)
{
    begin(app, ROLLOUT_CELL, true);
}

void action_rollout_check_all(struct app *app)
{
    begin(app, ROLLOUT_ALL, true);
}

void action_rollout_cancel(struct app *app)
{
    if (app->rollout.phase == ROLLOUT_IDLE) {
        app_say(app, TONE_PLAIN, "Nothing runs: there is nothing to stop.");
        return;
    }
    app_say(app, TONE_WARNING, "Stopping: what is under way is waited for.");
    order(app, ROLLOUT_ORDER_CANCEL);
}

/* ---- what the run tells */

static void go(struct app *app)
{
    app->rollout.phase = ROLLOUT_RUNNING;
    const size_t total = app->rollout.total;
    char text[240];
    snprintf(text, sizeof text,
             app->rollout.is_check ? text_count("Checking %zu case; x stops it.",
                                                "Checking %zu cases; x stops it.", (int64_t)total)
                                   : text_count("Running %zu case; x stops it.",
                                                "Running %zu cases; x stops it.", (int64_t)total),
             total);
    app_say(app, TONE_BUSY, "%s", text);
    order(app, ROLLOUT_ORDER_GO);
}

/* The plan waits for its answer; without one it is never begun. */
static void ask(struct app *app, const struct rollout_news *news)
{
    char text[600];
    char number[64];
    char pace[120] = "";
    phone_format(app->rollout.to, number, sizeof number);
    if (news->pace_ms >= 1000)
        snprintf(pace, sizeof pace, text_of(", in %" PRId64 " s or more"), news->pace_ms / 1000);
    snprintf(text, sizeof text,
             text_count("This sends %zu message to %s with the profile %.80s (%s)%s. Send it?",
                        "This sends %zu messages to %s with the profile %.80s (%s)%s. Send them?",
                        (int64_t)news->sends),
             news->sends, number, app->profile->name, profile_mode_word(app->profile->mode), pace);
    app->rollout.phase = ROLLOUT_IDLE;
    app_open_send_question(app, go, text);
}

static void planned(struct app *app, const struct rollout_news *news)
{
    bool is_small = app->profile->mode == MODE_SANDBOX && app->rollout.scope != ROLLOUT_ALL;
    if (app->rollout.is_check || news->sends == 0 || is_small)
        go(app);
    else if (app->overlay != OVERLAY_NONE || !app->rollout.is_open || app->prompt.is_open) {
        app->rollout.phase =
            ROLLOUT_IDLE; /* the answer must not be a key that meant other things */
        app_say(app, TONE_WARNING,
                "Nothing was sent: you went elsewhere before the run could ask. Start it again.");
    } else {
        ask(app, news);
    }
}

static void ended(struct app *app, const struct error *error)
{
    struct rollout *rollout = &app->rollout;
    size_t counts[ROLLOUT_VERDICT_COUNT] = {0};
    if (rollout->phase == ROLLOUT_IDLE)
        return;
    rollout->phase = ROLLOUT_IDLE;
    rollout_forget_chosen(rollout);
    for (size_t i = 0; i < rollout->record_count; i++)
        counts[rollout->records[i].verdict]++;
    if (error->code != ERR_OK)
        app_say(app, TONE_BAD, "The run was stopped after %zu of %zu: %s. %s", rollout->over,
                rollout->total, error->what, error->next);
    else
        app_say(
            app, counts[ROLLOUT_FAILED] + counts[ROLLOUT_ERROR] > 0 ? TONE_WARNING : TONE_GOOD,
            "The run is over: %zu of %zu. In the grid now: %zu passed, %zu failed, %zu unclear.",
            rollout->over, rollout->total, counts[ROLLOUT_PASSED],
            counts[ROLLOUT_FAILED] + counts[ROLLOUT_ERROR], counts[ROLLOUT_CANNOT_TELL]);
}

void rollout_take(struct app *app, const struct app_event *event)
{
    const struct rollout_news *news = event->rollout;
    struct rollout *rollout = &app->rollout;
    switch (news->kind) {
    case ROLLOUT_NEWS_LAST:
        if (!rollout_take_json(rollout, event->text, event->length))
            app_nomem(app);
        break;
    case ROLLOUT_NEWS_PLANNED:
        if (rollout->phase == ROLLOUT_PLANNING)
            planned(app, news);
        break;
    case ROLLOUT_NEWS_RESULT:
        if (rollout->phase == ROLLOUT_IDLE)
            break;
        rollout->over++;
        if (!rollout_put(rollout, &news->result))
            app_nomem(app);
        break;
    case ROLLOUT_NEWS_ENDED:
        ended(app, &event->error);
        break;
    }
}
