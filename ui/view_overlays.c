/* What lies over the panes: lists to choose from, pages of text, dialogs. */
#include "ui/view.h"

#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/whatsapp/language.h"
#include "src/whatsapp/phone.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { REVIEW_TEXT = 2400, LOW_DIALOG = 14 };

static const struct pen dim = {.role = ROLE_DIM};

static void draw_item(struct grid *grid, int row, int column, int width,
                      const struct picker_item *item, bool selected, int label_width)
{
    const struct pen label = {.role = item->reason != NULL ? ROLE_DIM : ROLE_VALUE};
    grid_text(grid, row, column, 2, dim, item->reason != NULL ? "✗ " : "  ");
    grid_text(grid, row, column + 2, label_width, label, item->label);
    grid_text(grid, row, column + 3 + label_width, width - label_width - 3, dim, item->detail);
    if (selected)
        grid_mark(grid, row, column, width, ROLE_SELECTED);
}

static int widest_label(struct grid *grid, const struct picker *picker, size_t height, int most)
{
    int width = 8;
    for (size_t i = picker->top; i < picker->shown_count && i < picker->top + height; i++) {
        const char *label = picker->items[picker->shown[i]].label;
        int cells = grid_width(grid, label, strlen(label));
        width = cells > width ? cells : width;
    }
    return width < most ? width : most;
}

/* Why the marked row cannot be used, to its end: over rows below the marked one, if need be. */
static void draw_reason(struct grid *grid, struct rect at, const char *reason, size_t marked)
{
    const int width = at.width - 4;
    int lines = grid_wrapped_lines(grid, width, reason);
    int most = at.height - 2 - (int)marked;
    lines = lines < most ? lines : most > 1 ? most : 1;
    const struct rect area = {at.row + at.height - 1 - lines, at.column + 2, lines, width};
    if (lines > 1)
        grid_fill(grid, area, ROLE_NORMAL);
    grid_wrapped(grid, area, (struct pen){.role = ROLE_WARNING}, reason);
}

void view_picker_draw(struct grid *grid, struct rect at, const struct app *app)
{
    const struct picker *picker = &app->picker;
    grid_box(grid, at, ROLE_BORDER_FOCUSED, picker->title);
    int column = at.column + 2;
    int width = at.width - 4;
    char count[120];
    snprintf(count, sizeof count,
             picker->loading ? text_of("%zu of %zu, loading…") : text_of("%zu of %zu"),
             picker->shown_count, picker->item_count);
    int taken = grid_text_right(grid, at.row + 1, column, width, dim, count);
    int used = grid_text(grid, at.row + 1, column, width, (struct pen){.role = ROLE_LABEL},
                         text_of("filter "));
    size_t height = at.height > 5 ? (size_t)(at.height - 5) : 0;
    int label_width = widest_label(grid, picker, height, width * 3 / 5);
    for (size_t i = 0; i < height && picker->top + i < picker->shown_count; i++) {
        hits_add(&grid->hits, (struct rect){at.row + 3 + (int)i, at.column + 1, 1, at.width - 2},
                 TARGET_PICKER_ROW, picker->top + i);
        draw_item(grid, at.row + 3 + (int)i, column, width,
                  &picker->items[picker->shown[picker->top + i]],
                  picker->top + i == picker->selected, label_width);
    }
    if (picker->item_count == 0)
        grid_wrapped(grid, (struct rect){at.row + 3, column, (int)height, width},
                     (struct pen){.role = ROLE_WARNING},
                     picker->loading ? text_of("Loading…") : picker->empty_text);
    else if (picker->shown_count == 0)
        grid_text(grid, at.row + 3, column, width, dim,
                  text_of("Nothing matches. Backspace widens the filter."));
    const struct picker_item *selected = picker_selected(picker);
    if (selected != NULL && selected->reason != NULL)
        draw_reason(grid, at, selected->reason, picker->selected - picker->top + 3);
    view_textedit_draw(grid, at.row + 1, column + used, width - used - taken - 1,
                       (struct pen){.role = ROLE_VALUE, .attributes = CELL_BOLD}, &picker->filter,
                       true);
    if (grid->is_linear && selected != NULL) {
        grid->cursor_row = at.row + 3 + (int)(picker->selected - picker->top);
        grid->cursor_column = column + 2;
    }
}

/* What is looked for, where it stands in a line; the place found last is marked as selected. */
static void mark_matches(struct grid *grid, struct rect at, const struct page *page, size_t number)
{
    size_t length = 0;
    const char *line = page_line(page, number, &length);
    size_t start = (size_t)(line - page->text.text);
    size_t end = start + length;
    for (size_t place = page_match(page, start, end); place < end;
         place = page_match(page, place + 1, end)) {
        size_t stop = place + page->pattern.length < end ? place + page->pattern.length : end;
        int column = grid_width(grid, line, place - start);
        int width = grid_width(grid, page->text.text + place, stop - place);
        if (column >= at.width)
            return;
        grid_mark(grid, at.row, at.column + column,
                  column + width <= at.width ? width : at.width - column,
                  place == page->match ? ROLE_SELECTED : ROLE_KEY);
    }
}

void view_page_draw(struct grid *grid, struct rect at, const struct app *app)
{
    const struct page *page = &app->page;
    grid_box(grid, at, ROLE_BORDER_FOCUSED, page->title.text);
    int height = at.height - 2;
    for (int i = 0; i < height && page->top + (size_t)i < page->line_count; i++) {
        size_t length = 0;
        const char *line = page_line(page, page->top + (size_t)i, &length);
        bool heading = length > 0 && line[0] != ' ' && i > 0;
        hits_add(&grid->hits, (struct rect){at.row + 1 + i, at.column + 2, 1, at.width - 4},
                 TARGET_PAGE, (size_t)i);
        grid_bytes(grid, at.row + 1 + i, at.column + 2, at.width - 4,
                   (struct pen){.role = heading ? ROLE_HEADING : ROLE_NORMAL}, line, length);
        mark_matches(grid, (struct rect){at.row + 1 + i, at.column + 2, 1, at.width - 4}, page,
                     page->top + (size_t)i);
    }
    char place[120];
    size_t last = page->top + (size_t)height < page->line_count ? page->top + (size_t)height
                                                                : page->line_count;
    snprintf(place, sizeof place, text_of(" %zu-%zu of %zu lines "),
             page->line_count > 0 ? page->top + 1 : 0, last, page->line_count);
    grid_text_right(grid, at.row + at.height - 1, at.column + 2, at.width - 4, dim, place);
    if (grid->is_linear) {
        grid->cursor_row = at.row + 1;
        grid->cursor_column = at.column + 2;
    }
}

struct dialog {
    struct grid *grid;
    struct rect at;
    int row;
    int hidden; /* lines that had no room */
};

/* Text that is too wide loses its middle: names differ at their ends, and a number stands there. */
static void text_ends(struct grid *grid, int row, int column, int width, struct pen pen,
                      const char *text)
{
    size_t length = strlen(text);
    int cells = grid_width(grid, text, length);
    if (cells <= width || width < 8) {
        grid_text(grid, row, column, width, pen, text);
        return;
    }
    size_t start = utf8_prefix_for_width(text, length, (size_t)width * 3 / 5);
    column += grid_bytes(grid, row, column, width, pen, text, start);
    column += grid_text(grid, row, column, 1, pen, "…");
    int left = width - grid_width(grid, text, start) - 1;
    cells -= grid_width(grid, text, start);
    while (cells > left && start < length) {
        size_t end = utf8_cluster_end(text, length, start);
        cells -= grid_width(grid, text + start, end - start);
        start = end;
    }
    grid_bytes(grid, row, column, left, pen, text + start, length - start);
}

/* The label is looked up here. */
static void dialog_line(struct dialog *dialog, const char *label, enum role role, const char *text)
{
    if (dialog->row >= dialog->at.row + dialog->at.height - 2 || text[0] == '\0')
        return;
    int column = dialog->at.column + 2;
    grid_text(dialog->grid, dialog->row, column, 10, (struct pen){.role = ROLE_LABEL},
              text_of(label));
    text_ends(dialog->grid, dialog->row, column + 11, dialog->at.width - 15,
              (struct pen){.role = role}, text);
    dialog->row++;
}

static void dialog_text(struct dialog *dialog, enum role role, const char *text)
{
    int left = dialog->at.row + dialog->at.height - 2 - dialog->row;
    int lines = grid_wrapped_lines(dialog->grid, dialog->at.width - 4, text);
    if (lines > left)
        dialog->hidden += lines - (left > 0 ? left : 0);
    if (left > 0)
        dialog->row += grid_wrapped(
            dialog->grid,
            (struct rect){dialog->row, dialog->at.column + 2, left, dialog->at.width - 4},
            (struct pen){.role = role}, text);
}

/* What stands on the buttons is looked up here. */
static void dialog_buttons(struct dialog *dialog, const char *yes, const char *no,
                           bool yes_is_marked)
{
    int row = dialog->at.row + dialog->at.height - 2;
    int column = dialog->at.column + 2;
    int used = grid_format(dialog->grid, row, column, 40,
                           (struct pen){.role = yes_is_marked ? ROLE_BUTTON_MARKED : ROLE_BUTTON},
                           "[ %s ]", text_of(yes));
    int second = column + used + 2;
    int last = grid_format(dialog->grid, row, second, 40,
                           (struct pen){.role = yes_is_marked ? ROLE_BUTTON : ROLE_BUTTON_MARKED},
                           "[ %s ]", text_of(no));
    hits_add(&dialog->grid->hits, (struct rect){row, column, 1, used}, TARGET_BUTTON, 0);
    hits_add(&dialog->grid->hits, (struct rect){row, second, 1, last}, TARGET_BUTTON, 1);
    dialog->grid->cursor_row = row;
    dialog->grid->cursor_column = yes_is_marked ? column + 2 : second + 2;
}

static void review_to(struct dialog *dialog, const struct app *app)
{
    const struct draft *draft = &app->draft;
    struct phone phone;
    char text[200];
    char number[64];
    if (draft->has_record)
        dialog_line(dialog, "Record", ROLE_VALUE, draft_record(draft));
    if (draft->has_record && draft_recipient(draft)[0] == '\0') {
        snprintf(text, sizeof text, text_of("not known: %s"), draft->owner.why);
        dialog_line(dialog, "To", ROLE_WARNING, text);
    }
    if (phone_normalize(draft_recipient(draft), &phone, NULL) != ERR_OK)
        return;
    phone_format(phone.digits, number, sizeof number);
    const char *name = app_recipient_name(app, phone.digits);
    snprintf(text, sizeof text, "%s  %s  %s", number, name != NULL ? name : "",
             phone.country != NULL ? phone.country : "");
    dialog_line(dialog, "To", ROLE_VALUE, text);
}

/* A button whose end is a value, or that opens something, with its label. */
static void review_button(struct dialog *dialog, const struct preview_block *block)
{
    char text[REVIEW_TEXT];
    if (block->detail == NULL)
        return;
    snprintf(text, sizeof text, "[%.60s] %s", block->text, block->detail);
    dialog_text(dialog, ROLE_DIM, text);
}

/* All that the recipient gets and that can differ from send to send: the cards' values too. */
static void review_values(struct dialog *dialog, const struct app *app)
{
    const struct preview *preview = &app->draft.preview;
    for (size_t i = 0; i < preview->count; i++) {
        const struct preview_block *block = &preview->blocks[i];
        char card[80];
        switch (block->kind) {
        case PREVIEW_CARD_BEGIN:
            snprintf(card, sizeof card, text_of("card %d"), block->card);
            dialog_text(dialog, ROLE_LABEL, card);
            break;
        case PREVIEW_BUTTON:
            review_button(dialog, block);
            break;
        case PREVIEW_CARD_END:
        case PREVIEW_FOOTER: /* the template's own words, without values */
            break;
        default:
            dialog_text(dialog, ROLE_NORMAL, block->text);
            break;
        }
    }
}

static const struct history_item *row_of(const struct app *app, int64_t id)
{
    for (size_t i = 0; i < app->history.count; i++)
        if (app->history.items[i].id == id)
            return &app->history.items[i];
    return NULL;
}

/* The row that blocks, with its state where it is among those shown: what became of an unknown one
 * can be found out, and that comes before sending it again. */
static void review_duplicate(struct dialog *dialog, const struct app *app)
{
    char text[600];
    char pane[KEY_NAME_SIZE];
    char look[KEY_NAME_SIZE];
    const int64_t id = app->review.duplicate_of;
    const struct history_item *row = row_of(app, id);
    if (row != NULL && row->is_unknown)
        snprintf(text, sizeof text,
                 text_of("The same message to this number is row %" PRId64
                         ", and it may have arrived: it is UNKNOWN. Esc, then %s and %s on that "
                         "row, looks it "
                         "up. o sends it all the same."),
                 id, app_key_name(app, ACTION_OTHER_PANE, pane),
                 app_key_name(app, ACTION_LOOK_UP, look));
    else
        snprintf(text, sizeof text,
                 text_of("The same message to this number is row %" PRId64
                         " already%s%s. o sends it all the same, Esc goes back."),
                 id, row != NULL ? ": " : "", row != NULL ? row->state : "");
    dialog_text(dialog, ROLE_BAD, text);
}

/* The same message once more comes first: nothing may push it out of sight. */
static void review_warnings(struct dialog *dialog, const struct app *app)
{
    if (app->review.duplicate_of != 0)
        review_duplicate(dialog, app);
    for (size_t i = 0; i < app->draft.problems.count; i++)
        dialog_text(dialog, ROLE_WARNING, app->draft.problems.items[i].message);
}

static void review_template(struct dialog *dialog, const struct app *app)
{
    char text[REVIEW_TEXT];
    const struct template *template = app->draft.template;
    if (template == NULL)
        return;
    dialog_line(dialog, "Template", ROLE_VALUE, template->name);
    const char *name = language_name(template->language);
    snprintf(text, sizeof text, "%s  %s  %s", template->language, name != NULL ? name : "",
             template->category);
    dialog_line(dialog, "Language", ROLE_VALUE, text);
}

/* What has no room is counted; the last line that has is given up for saying so. */
static void review_hidden(struct dialog *dialog, const struct app *app)
{
    char key[KEY_NAME_SIZE];
    const struct rect at = dialog->at;
    if (dialog->hidden == 0)
        return;
    int row = at.row + at.height - 3;
    grid_fill(dialog->grid, (struct rect){row, at.column + 2, 1, at.width - 4}, ROLE_NORMAL);
    grid_format(dialog->grid, row, at.column + 2, at.width - 4, (struct pen){.role = ROLE_WARNING},
                text_count("%d more line: Esc, then %s shows all",
                           "%d more lines: Esc, then %s shows all", dialog->hidden + 1),
                dialog->hidden + 1, app_key_name(app, ACTION_DRY_RUN, key));
}

void view_review_draw(struct grid *grid, struct rect at, const struct app *app)
{
    char text[300];
    const struct sender *sender = app_sender(app);
    bool live = app->profile->mode == MODE_LIVE;
    grid_box(grid, at, live ? ROLE_BAD : ROLE_BORDER_FOCUSED, text_of("Send this message?"));
    struct dialog dialog = {.grid = grid, .at = at, .row = at.row + 1};
    snprintf(text, sizeof text, "%s · %s", app->profile->name, app_mode_word(app->profile->mode));
    dialog_line(&dialog, "Profile", live ? ROLE_BAD : ROLE_VALUE, text);
    dialog_line(&dialog, "Plugin", ROLE_VALUE,
                app->plugin < app->profile->plugin_count ? app->profile->plugins[app->plugin].name
                                                         : text_of("none"));
    if (sender == NULL) {
        dialog_line(&dialog, "From", ROLE_BAD, text_of("no sender: go back and choose one"));
    } else {
        char title[200];
        app_sender_title(sender, title, sizeof title);
        snprintf(text, sizeof text, "%s  %s", title, sender->id);
        dialog_line(&dialog, "From", ROLE_VALUE, text);
    }
    review_to(&dialog, app);
    review_template(&dialog, app);
    dialog.row += at.height > LOW_DIALOG ? 1 : 0;
    review_warnings(&dialog, app);
    review_values(&dialog, app);
    review_hidden(&dialog, app);
    if (app->review.duplicate_of != 0)
        dialog_buttons(&dialog, "Send although sent before: o", "Back", false);
    else
        dialog_buttons(&dialog, "Send: y", "Back", app->review.send_is_marked);
}

void view_question_draw(struct grid *grid, struct rect at, const struct app *app)
{
    at.height = at.height < 8 ? at.height : 8;
    grid_box(grid, at, ROLE_BORDER_FOCUSED, text_of("Question"));
    struct dialog dialog = {.grid = grid, .at = at, .row = at.row + 1};
    dialog_text(&dialog, ROLE_NORMAL, app->question.text);
    dialog_buttons(&dialog, "Yes: y", "No: n", app->review.send_is_marked);
}
