/* Where the operator is, in a sentence: what it is, what it holds, which of how many, what is
 * wrong. */
#include "ui/announce.h"

#include "src/base/text.h"
#include "src/whatsapp/phone.h"
#include "src/whatsapp/slot_words.h"

#include <inttypes.h>
#include <string.h>

static void announce_field(const struct app *app, struct strbuf *out)
{
    static const char *const labels[FIELD_SLOT] = {
        [FIELD_PLUGIN] = TEXT("Plugin"),
        [FIELD_FROM] = TEXT("From"),
        [FIELD_TEMPLATE] = TEXT("Template"),
        [FIELD_LANGUAGE] = TEXT("Language"),
        [FIELD_TO] = TEXT("To"),
        [FIELD_RECORD] = TEXT("Record"),
    };
    const struct draft *draft = &app->draft;
    const struct field *field = &draft->fields[app->focus];
    char group[SLOT_GROUP_SIZE];
    bool is_slot = field->kind == FIELD_SLOT;
    if (is_slot)
        strbuf_addf(out, "%s %s", slot_group_words(field->slot, group),
                    slot_label_words(field->slot));
    else
        strbuf_add_text(out, text_of(labels[field->kind]));
    if (app->focus >= FIELD_TO)
        strbuf_addf(out, text_of(", text: %s"),
                    field->edit.text.length > 0 ? field->edit.text.text : text_of("empty"));
    else
        strbuf_add_text(out, text_of(", choice, Enter opens the list"));
    strbuf_addf(out, text_of(". %zu of %zu."), app->focus + 1, draft->field_count);
    const char *key = field->kind == FIELD_LANGUAGE ? "template" : field_key(field);
    const struct problem *problem = problem_list_for_slot(&draft->problems, key);
    if (problem != NULL && app->focus >= FIELD_TEMPLATE)
        strbuf_addf(out, " %s", problem->message);
}

static void announce_row(const struct app *app, struct strbuf *out)
{
    const struct history_item *item = history_view_selected(&app->history);
    char to[64];
    if (item == NULL) {
        strbuf_add_text(out, text_of("History, no rows."));
        return;
    }
    phone_format(item->to, to, sizeof to);
    strbuf_addf(out,
                app->history.has_older
                    ? text_of("History row %zu of %zu and more: %s, to %s, %s %s.")
                    : text_of("History row %zu of %zu: %s, to %s, %s %s."),
                app->history.selected + 1, app->history.count, item->state, to, item->template,
                item->language);
    if (item->error_text != NULL)
        strbuf_addf(out, " %s", item->error_text);
}

static void announce_cell(const struct app *app, struct strbuf *out)
{
    const struct rollout *rollout = &app->rollout;
    const struct rollout_cell *cell = rollout_selected(rollout);
    if (rollout->row_count == 0) {
        strbuf_add_text(out, text_of("Rollout, no templates."));
        return;
    }
    strbuf_addf(out, text_of("Rollout, %s %s, row %zu of %zu: "), rollout->rows[rollout->row].name,
                rollout->languages[rollout->column], rollout->row + 1, rollout->row_count);
    const struct rollout_record *record =
        cell != NULL ? rollout_find(rollout, cell->template->name, cell->template->language) : NULL;
    const char *left_out = cell != NULL ? rollout_unsendable(cell->template) : NULL;
    if (cell == NULL)
        strbuf_add_text(out, text_of("no such language."));
    else if (left_out != NULL)
        strbuf_addf(out, text_of("cannot be run: %s."), left_out);
    else if (record == NULL || record->verdict == ROLLOUT_NEVER)
        strbuf_add_text(out, text_of("not run."));
    else
        strbuf_addf(out,
                    rollout_has_drifted(rollout, cell)
                        ? text_of("%s, the definition has changed since. %s")
                        : "%s. %s",
                    rollout_verdict_word(record), record->reason != NULL ? record->reason : "");
}

static void announce_item(const struct picker *picker, struct strbuf *out)
{
    const struct picker_item *item = picker_selected(picker);
    if (item == NULL) {
        strbuf_addf(out, text_of("%s, nothing to choose."), picker->title);
        return;
    }
    strbuf_addf(out, text_of("%s, %zu of %zu: %s, %s."), picker->title, picker->selected + 1,
                picker->shown_count, item->label, item->detail);
    if (item->reason != NULL)
        strbuf_addf(out, " %s", item->reason);
}

static void announce_button(const struct app *app, struct strbuf *out)
{
    bool is_review = app->overlay == OVERLAY_REVIEW;
    const char *acts = is_review ? text_of("Send") : text_of("Yes");
    const char *goes_back = is_review ? text_of("Back") : text_of("No");
    if (is_review && app->review.duplicate_of != 0)
        strbuf_add_text(out, text_of("Sent before: o sends it all the same. "));
    strbuf_addf(out, text_of("%s Marked: %s. y is %s, Esc is %s."),
                is_review ? text_of("Send this message?") : app->question.text,
                app->review.send_is_marked ? acts : goes_back, acts, goes_back);
}

static void announce_list(const struct list_view *list, struct strbuf *out)
{
    char text[200];
    if (list_view_shows_problems(list)) {
        const struct list_problem *problem = &list->problems[list->marked];
        strbuf_addf(out, text_of("Problem %zu of %zu: row %" PRId64 " %s: %s"), list->marked + 1,
                    list->problem_count, problem->row, problem->column, problem->message);
    } else if (list->stage == LIST_STAGE_COLUMNS && list->marked < list->column_count) {
        const struct list_column *column = &list->columns[list->marked];
        strbuf_addf(out, text_of("Column %zu of %zu: %s, %s."), list->marked + 1,
                    list->column_count, column->name,
                    column->use == COLUMN_FILLS      ? column->key
                    : column->use == COLUMN_LEFT_OUT ? text_of("left out")
                                                     : text_of("no such slot"));
    } else {
        list_counts_progress(&list->counts, 0, text, sizeof text);
        strbuf_addf(out, text_of("List of sends, %s."), text);
    }
}

void announce_place(const struct app *app, struct strbuf *out)
{
    strbuf_clear(out);
    switch (app->overlay) {
    case OVERLAY_PICKER:
        announce_item(&app->picker, out);
        return;
    case OVERLAY_PAGE:
        strbuf_addf(out, text_of("%s, line %zu of %zu."), app->page.title.text, app->page.top + 1,
                    app->page.line_count);
        return;
    case OVERLAY_REVIEW:
    case OVERLAY_QUESTION:
        announce_button(app, out);
        return;
    case OVERLAY_LIST:
        announce_list(&app->list, out);
        return;
    case OVERLAY_SETUP:
        strbuf_add_text(
            out,
            text_of("First start. Enter goes on, Esc goes back one step, Up and Down choose."));
        return;
    case OVERLAY_NONE:
        break;
    }
    if (app->rollout.is_open)
        announce_cell(app, out);
    else if (app->pane == PANE_FORM)
        announce_field(app, out);
    else if (app->history.is_filtering)
        strbuf_addf(out, text_of("Filter of the history, text: %s"), app->history.filter.text.text);
    else
        announce_row(app, out);
}
