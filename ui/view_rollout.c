/* The rollout: templates down, languages across, and below what is known of the marked cell. */
#include "ui/view.h"

#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/whatsapp/phone.h"

#include <stdio.h>
#include <string.h>

static const struct pen dim = {.role = ROLE_DIM};

enum { DETAIL_LINES = 3, NAME_MOST = 34, NAME_LEAST = 20 };

struct sheet {
    struct grid *grid;
    struct rect at; /* inside of the box */
    const struct app *app;
    const struct rollout *rollout;
    int name_width;
    size_t top, left; /* first row and language that are shown */
    size_t height, columns;
};

/* The first of `shown` among `count` so that `selected` stands near the middle. */
static size_t first_shown(size_t selected, size_t shown, size_t count)
{
    size_t before = shown / 2;
    size_t first = selected > before ? selected - before : 0;
    if (count <= shown)
        return 0;
    return first > count - shown ? count - shown : first;
}

static void place(struct sheet *sheet)
{
    const struct rollout *rollout = sheet->rollout;
    int name = sheet->at.width * 2 / 5;
    sheet->name_width = name > NAME_MOST ? NAME_MOST : name < NAME_LEAST ? NAME_LEAST : name;
    int room = (sheet->at.width - sheet->name_width - 1) / ROLLOUT_COLUMN;
    sheet->columns = room > 1 ? (size_t)room : 1;
    sheet->height = rollout_rows_shown(sheet->app);
    sheet->top = first_shown(rollout->row, sheet->height, rollout->row_count);
    sheet->left = first_shown(rollout->column, sheet->columns, rollout->language_count);
}

static int column_at(const struct sheet *sheet, size_t language)
{
    return sheet->at.column + sheet->name_width + 1 +
           (int)(language - sheet->left) * ROLLOUT_COLUMN;
}

static size_t languages_end(const struct sheet *sheet)
{
    size_t end = sheet->left + sheet->columns;
    return end < sheet->rollout->language_count ? end : sheet->rollout->language_count;
}

static void draw_head(const struct sheet *sheet)
{
    const struct pen pen = {.role = ROLE_HEADING, .attributes = CELL_BOLD};
    size_t end = languages_end(sheet);
    grid_format(sheet->grid, sheet->at.row, sheet->at.column, sheet->name_width, pen,
                text_count("%zu template", "%zu templates", (int64_t)sheet->rollout->row_count),
                sheet->rollout->row_count);
    for (size_t i = sheet->left; i < end; i++)
        grid_format(sheet->grid, sheet->at.row, column_at(sheet, i), ROLLOUT_COLUMN - 1, pen,
                    "%s%s", sheet->rollout->languages[i],
                    i + 1 == end && end < sheet->rollout->language_count ? " →" : "");
}

static void draw_verdict(const struct sheet *sheet, int row, int column,
                         const struct rollout_cell *cell, const struct rollout_record *record)
{
    char age[16];
    const struct pen pen = {.role = view_tone_role(rollout_verdict_tone(record->verdict))};
    rollout_format_age(sheet->app->now_ms - record->at, age, sizeof age);
    grid_format(sheet->grid, row, column, ROLLOUT_COLUMN - 1, pen, "%s %s %s%s",
                rollout_verdict_mark(record->verdict), rollout_verdict_word(record), age,
                rollout_has_drifted(sheet->rollout, cell) ? "≠" : "");
}

static void draw_cell(const struct sheet *sheet, size_t number, size_t language, int row)
{
    const struct rollout *rollout = sheet->rollout;
    const struct rollout_cell *cell = rollout_cell_at(rollout, number, language);
    const int column = column_at(sheet, language);
    const int width = ROLLOUT_COLUMN - 1;
    const struct rollout_record *record =
        cell != NULL ? rollout_find(rollout, cell->template->name, cell->template->language) : NULL;
    if (cell == NULL)
        grid_text(sheet->grid, row, column, width, dim, "");
    else if (rollout_unsendable(cell->template) != NULL)
        grid_text(sheet->grid, row, column, width, dim,
                  template_is_approved(cell->template) ? text_of("- no send")
                                                       : cell->template->status_name);
    else if (record != NULL && record->is_pending && rollout->phase != ROLLOUT_IDLE)
        grid_text(sheet->grid, row, column, width, (struct pen){.role = ROLE_BUSY},
                  rollout->is_check ? text_of("… checking") : text_of("… running"));
    else if (record == NULL || record->verdict == ROLLOUT_NEVER)
        grid_format(sheet->grid, row, column, width, dim, text_of("%s not run"),
                    rollout_verdict_mark(ROLLOUT_NEVER));
    else
        draw_verdict(sheet, row, column, cell, record);
    if (number != rollout->row || language != rollout->column)
        return;
    grid_mark(sheet->grid, row, column, width, ROLE_SELECTED);
    sheet->grid->cursor_row = row;
    sheet->grid->cursor_column = column;
}

static void draw_rows(const struct sheet *sheet)
{
    const struct rollout *rollout = sheet->rollout;
    for (size_t i = 0; i < sheet->height && sheet->top + i < rollout->row_count; i++) {
        size_t number = sheet->top + i;
        int row = sheet->at.row + 1 + (int)i;
        const struct pen name = {.role = number == rollout->row ? ROLE_LABEL_FOCUSED : ROLE_VALUE};
        grid_text(sheet->grid, row, sheet->at.column, sheet->name_width, name,
                  rollout->rows[number].name);
        hits_add(&sheet->grid->hits,
                 (struct rect){row, column_at(sheet, sheet->left), 1,
                               (int)sheet->columns * ROLLOUT_COLUMN},
                 TARGET_ROLLOUT, number);
        hits_set_offset(&sheet->grid->hits, sheet->left);
        for (size_t j = sheet->left; j < languages_end(sheet); j++)
            draw_cell(sheet, number, j, row);
    }
}

/* The marked cell in words: what its mark and age stand for. */
static void draw_detail(const struct sheet *sheet)
{
    const struct rollout *rollout = sheet->rollout;
    const struct rollout_cell *cell = rollout_selected(rollout);
    struct rect at = {sheet->at.row + sheet->at.height - DETAIL_LINES, sheet->at.column,
                      DETAIL_LINES, sheet->at.width};
    char text[900];
    grid_line(sheet->grid, at.row - 1, at.column, at.width, (struct pen){.role = ROLE_BORDER}, "─");
    if (rollout->row_count == 0)
        return;
    grid_format(sheet->grid, at.row, at.column, at.width, (struct pen){.role = ROLE_HEADING},
                "%s %s", rollout->rows[rollout->row].name, rollout->languages[rollout->column]);
    at.row++;
    at.height--;
    const struct rollout_record *record =
        cell != NULL ? rollout_find(rollout, cell->template->name, cell->template->language) : NULL;
    const char *left_out = cell != NULL ? rollout_unsendable(cell->template) : NULL;
    enum role role = ROLE_NORMAL;
    if (cell == NULL) {
        snprintf(text, sizeof text, text_of("The template has no such language."));
    } else if (left_out != NULL) {
        snprintf(text, sizeof text, text_of("Cannot be run: %s."), left_out);
    } else if (record == NULL || record->verdict == ROLLOUT_NEVER) {
        snprintf(text, sizeof text,
                 text_of("Not run yet. r runs it, c checks it without sending."));
    } else {
        bool has_drifted = rollout_has_drifted(rollout, cell);
        role = has_drifted ? ROLE_WARNING : view_tone_role(rollout_verdict_tone(record->verdict));
        snprintf(text, sizeof text,
                 has_drifted ? text_of("≠ Drift: the definition has changed since. Then it was "
                                       "%.100s: %.400s")
                             : "%.100s: %.400s",
                 rollout_verdict_word(record), record->reason != NULL ? record->reason : "");
        utf8_mend(text);
    }
    grid_wrapped(sheet->grid, at, (struct pen){.role = role}, text);
}

static void draw_counts(const struct sheet *sheet, struct rect box)
{
    const struct rollout *rollout = sheet->rollout;
    size_t counts[ROLLOUT_VERDICT_COUNT] = {0};
    char text[200];
    for (size_t i = 0; i < rollout->record_count; i++)
        counts[rollout->records[i].verdict]++;
    if (rollout->phase == ROLLOUT_PLANNING)
        snprintf(text, sizeof text, text_of(" preparing %zu "), rollout->total);
    else if (rollout->phase == ROLLOUT_RUNNING)
        snprintf(text, sizeof text,
                 rollout->is_check ? text_of(" checked %zu of %zu ") : text_of(" run %zu of %zu "),
                 rollout->over, rollout->total);
    else
        snprintf(text, sizeof text, text_of(" %zu passed · %zu failed · %zu unclear "),
                 counts[ROLLOUT_PASSED], counts[ROLLOUT_FAILED] + counts[ROLLOUT_ERROR],
                 counts[ROLLOUT_CANNOT_TELL]);
    grid_text_right(sheet->grid, box.row + box.height - 1, box.column + 2, box.width - 4, dim,
                    text);
}

void view_rollout_draw(struct grid *grid, struct rect at, const struct app *app)
{
    char title[160];
    char number[64] = "";
    if (app->rollout.to[0] != '\0')
        phone_format(app->rollout.to, number, sizeof number);
    snprintf(title, sizeof title, text_of("Rollout · to %s"),
             number[0] != '\0' ? number : text_of("nobody"));
    grid_box(grid, at, ROLE_BORDER_FOCUSED, title);
    struct sheet sheet = {.grid = grid,
                          .at = {at.row + 1, at.column + 2, at.height - 2, at.width - 4},
                          .app = app,
                          .rollout = &app->rollout};
    place(&sheet);
    draw_head(&sheet);
    draw_rows(&sheet);
    draw_detail(&sheet);
    draw_counts(&sheet, at);
    if (!grid->is_linear)
        grid->cursor_row = -1;
}
