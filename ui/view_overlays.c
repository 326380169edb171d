/* What lies over the panes: lists to choose from, pages of text, dialogs. */
#include "ui/view.h"

#include "src/whatsapp/phone.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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

void view_picker_draw(struct grid *grid, struct rect at, const struct app *app)
{
    const struct picker *picker = &app->picker;
    grid_box(grid, at, ROLE_BORDER_FOCUSED, picker->title);
    int column = at.column + 2;
    int width = at.width - 4;
    char count[64];
    snprintf(count, sizeof count, "%zu of %zu%s", picker->shown_count, picker->item_count,
             picker->loading ? ", loading…" : "");
    int taken = grid_text_right(grid, at.row + 1, column, width, dim, count);
    int used = grid_text(grid, at.row + 1, column, width, (struct pen){.role = ROLE_LABEL}, "filter ");
    size_t height = at.height > 5 ? (size_t)(at.height - 5) : 0;
    int label_width = widest_label(grid, picker, height, width * 3 / 5);
    for (size_t i = 0; i < height && picker->top + i < picker->shown_count; i++) {
        hits_add(&grid->hits, (struct rect){at.row + 3 + (int)i, at.column + 1, 1, at.width - 2},
                 TARGET_PICKER_ROW, picker->top + i);
        draw_item(grid, at.row + 3 + (int)i, column, width,
                  &picker->items[picker->shown[picker->top + i]], picker->top + i == picker->selected,
                  label_width);
    }
    if (picker->item_count == 0)
        grid_text(grid, at.row + 3, column, width, (struct pen){.role = ROLE_WARNING},
                  picker->loading ? "Loading…" : picker->empty_text);
    else if (picker->shown_count == 0)
        grid_text(grid, at.row + 3, column, width, dim, "Nothing matches. Backspace widens the filter.");
    const struct picker_item *selected = picker_selected(picker);
    if (selected != NULL && selected->reason != NULL)
        grid_text(grid, at.row + at.height - 2, column, width, (struct pen){.role = ROLE_WARNING},
                  selected->reason);
    view_textedit_draw(grid, at.row + 1, column + used, width - used - taken - 1,
                       (struct pen){.role = ROLE_VALUE, .attributes = CELL_BOLD}, &picker->filter, true);
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
    char place[64];
    size_t last = page->top + (size_t)height < page->line_count ? page->top + (size_t)height
                                                                 : page->line_count;
    snprintf(place, sizeof place, " %zu-%zu of %zu lines ", page->line_count > 0 ? page->top + 1 : 0,
             last, page->line_count);
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

static void dialog_line(struct dialog *dialog, const char *label, enum role role, const char *text)
{
    if (dialog->row >= dialog->at.row + dialog->at.height - 2 || text[0] == '\0')
        return;
    int column = dialog->at.column + 2;
    grid_text(dialog->grid, dialog->row, column, 10, (struct pen){.role = ROLE_LABEL}, label);
    grid_text(dialog->grid, dialog->row, column + 11, dialog->at.width - 15, (struct pen){.role = role},
              text);
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

static void dialog_buttons(struct dialog *dialog, const char *yes, const char *no, bool yes_is_marked)
{
    int row = dialog->at.row + dialog->at.height - 2;
    int column = dialog->at.column + 2;
    int used = grid_format(dialog->grid, row, column, 40,
                           (struct pen){.role = yes_is_marked ? ROLE_BUTTON_MARKED : ROLE_BUTTON},
                           "[ %s ]", yes);
    int second = column + used + 2;
    int last = grid_format(dialog->grid, row, second, 40,
                           (struct pen){.role = yes_is_marked ? ROLE_BUTTON : ROLE_BUTTON_MARKED},
                           "[ %s ]", no);
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
        snprintf(text, sizeof text, "not known: %s", draft->owner.why);
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

static void review_values(struct dialog *dialog, const struct app *app)
{
    const struct preview *preview = &app->draft.preview;
    for (size_t i = 0; i < preview->count; i++) {
        const struct preview_block *block = &preview->blocks[i];
        if (block->card >= 0)
            continue;
        if (block->kind == PREVIEW_BODY || block->kind == PREVIEW_HEADER_TEXT ||
            block->kind == PREVIEW_HEADER_MEDIA)
            dialog_text(dialog, ROLE_NORMAL, block->text);
        if (block->kind == PREVIEW_BUTTON && block->detail != NULL)
            dialog_text(dialog, ROLE_DIM, block->detail);
    }
}

static void review_warnings(struct dialog *dialog, const struct app *app)
{
    for (size_t i = 0; i < app->draft.problems.count; i++)
        dialog_text(dialog, ROLE_WARNING, app->draft.problems.items[i].message);
    if (app->review.duplicate_of == 0)
        return;
    char text[300];
    snprintf(text, sizeof text,
             "The same message to this number is row %" PRId64
             " already. o sends it all the same, Esc goes back.",
             app->review.duplicate_of);
    dialog_text(dialog, ROLE_BAD, text);
}

void view_review_draw(struct grid *grid, struct rect at, const struct app *app)
{
    char text[300];
    const struct sender *sender = app_sender(app);
    bool live = app->profile->mode == MODE_LIVE;
    grid_box(grid, at, live ? ROLE_BAD : ROLE_BORDER_FOCUSED, "Send this message?");
    struct dialog dialog = {.grid = grid, .at = at, .row = at.row + 1};
    snprintf(text, sizeof text, "%s · %s", app->profile->name, app_mode_word(app->profile->mode));
    dialog_line(&dialog, "Profile", live ? ROLE_BAD : ROLE_VALUE, text);
    dialog_line(&dialog, "Plugin", ROLE_VALUE,
                app->plugin < app->profile->plugin_count ? app->profile->plugins[app->plugin].name
                                                         : "none");
    if (sender == NULL) {
        dialog_line(&dialog, "From", ROLE_BAD, "no sender: go back and choose one");
    } else {
        char title[200];
        app_sender_title(sender, title, sizeof title);
        snprintf(text, sizeof text, "%s  %s", title, sender->id);
        dialog_line(&dialog, "From", ROLE_VALUE, text);
    }
    review_to(&dialog, app);
    if (app->draft.template != NULL) {
        snprintf(text, sizeof text, "%s  %s  %s", app->draft.template->name,
                 app->draft.template->language, app->draft.template->category);
        dialog_line(&dialog, "Template", ROLE_VALUE, text);
    }
    dialog.row++;
    review_warnings(&dialog, app);
    review_values(&dialog, app);
    if (dialog.hidden > 0)
        grid_format(grid, at.row + at.height - 3, at.column + 2, at.width - 4,
                    (struct pen){.role = ROLE_WARNING},
                    "%d more lines have no room here: Esc, then F4 shows the whole message",
                    dialog.hidden);
    if (app->review.duplicate_of != 0)
        dialog_buttons(&dialog, "Send although sent before: o", "Back", false);
    else
        dialog_buttons(&dialog, "Send: y", "Back", app->review.send_is_marked);
}

void view_question_draw(struct grid *grid, struct rect at, const struct app *app)
{
    at.height = at.height < 8 ? at.height : 8;
    grid_box(grid, at, ROLE_BORDER_FOCUSED, "Question");
    struct dialog dialog = {.grid = grid, .at = at, .row = at.row + 1};
    dialog_text(&dialog, ROLE_NORMAL, app->question.text);
    dialog_buttons(&dialog, "Yes: y", "No: n", app->review.send_is_marked);
}
