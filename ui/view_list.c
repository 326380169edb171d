/* The screen of a list of sends: columns, problems, how far it is. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "src/base/local_count.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "ui/view.h"

enum { LABEL_CELLS = 9, NUMBER_CELLS = 6, BAR_CELLS_MAX = 40 };

static const struct pen dim = {.role = ROLE_DIM};

/* The lines of the box, from above. */
struct sheet {
    struct grid *grid;
    struct rect inside;
    int used;
};

static int sheet_row(const struct sheet *sheet)
{
    return sheet->inside.row + sheet->used;
}

static bool sheet_has_room(const struct sheet *sheet)
{
    return sheet->used < sheet->inside.height;
}

/* The label is looked up here. */
static void add_line(struct sheet *sheet, const char *label, enum role role, const char *text)
{
    if (!sheet_has_room(sheet))
        return;
    grid_text(sheet->grid, sheet_row(sheet), sheet->inside.column, LABEL_CELLS,
              (struct pen){.role = ROLE_LABEL}, text_of(label));
    grid_text(sheet->grid, sheet_row(sheet), sheet->inside.column + LABEL_CELLS + 1,
              sheet->inside.width - LABEL_CELLS - 1, (struct pen){.role = role}, text);
    sheet->used++;
}

static void add_text(struct sheet *sheet, enum role role, const char *text)
{
    struct rect rect = sheet->inside;
    if (!sheet_has_room(sheet) || text[0] == '\0')
        return;
    rect.row += sheet->used;
    rect.height -= sheet->used;
    sheet->used += grid_wrapped(sheet->grid, rect, (struct pen){.role = role}, text);
}

static void add_error(struct sheet *sheet, enum role role, const struct error *error)
{
    char text[1200];
    if (error->code == ERR_OK)
        return;
    snprintf(text, sizeof text, "%s%s%s. %s", error->where, error->where[0] != '\0' ? ": " : "",
             error->what, error->next);
    add_text(sheet, role, text);
}

/* The command line's word for it; here it is a key. */
static void add_encoding_key(struct sheet *sheet, const struct app *app)
{
    char text[300], key[KEY_NAME_SIZE];
    if (strstr(app->list.error.next, "--encoding") == NULL)
        return;
    snprintf(text, sizeof text, text_of("Here %s names the encoding, and reads the file again."),
             app_key_name(app, ACTION_LIST_ENCODING, key));
    add_text(sheet, ROLE_DIM, text);
}

static void draw_column(struct sheet *sheet, const struct list_view *list, size_t index)
{
    static const enum role roles[] = {
        [COLUMN_UNKNOWN] = ROLE_BAD, [COLUMN_FILLS] = ROLE_VALUE, [COLUMN_LEFT_OUT] = ROLE_DIM};
    const struct list_column *column = &list->columns[index];
    int row = sheet_row(sheet);
    int left = sheet->inside.width * 2 / 5;
    int second = sheet->inside.column + left + 1;
    char text[200];
    if (column->use == COLUMN_UNKNOWN)
        snprintf(text, sizeof text, text_of("no such slot: Enter"));
    else if (column->use == COLUMN_LEFT_OUT)
        snprintf(text, sizeof text, text_of("left out"));
    else
        snprintf(text, sizeof text, "%s%s%s", column->key,
                 column->is_chosen ? text_of("  by hand") : "",
                 values_find(&list->given, column->key) != NULL
                     ? text_of("  instead of the form's value")
                     : "");
    grid_text(sheet->grid, row, sheet->inside.column, left, (struct pen){.role = ROLE_NORMAL},
              column->name[0] != '\0' ? column->name : text_of("(no name)"));
    grid_text(sheet->grid, row, second, sheet->inside.width - left - 1,
              (struct pen){.role = roles[column->use]}, text);
}

static void draw_problem(struct sheet *sheet, const struct list_view *list, size_t index)
{
    const struct list_problem *problem = &list->problems[index];
    int row = sheet_row(sheet);
    int column = sheet->inside.column;
    char place[200];
    if (problem->row > 0)
        snprintf(place, sizeof place, text_of("row %" PRId64 " %s"), problem->row, problem->column);
    else
        snprintf(place, sizeof place, "%s", problem->column);
    int left = sheet->inside.width * 3 / 10;
    grid_text(sheet->grid, row, column, left,
              (struct pen){.role = problem->is_error ? ROLE_BAD : ROLE_WARNING}, place);
    grid_format(sheet->grid, row, column + left + 1, sheet->inside.width - left - 1,
                (struct pen){.role = ROLE_NORMAL}, "%s%s%s%s", problem->message,
                problem->rule[0] != '\0' ? " (" : "", problem->rule,
                problem->rule[0] != '\0' ? ")" : "");
}

static void draw_lines(struct sheet *sheet, const struct list_view *list)
{
    bool problems = list_view_shows_problems(list);
    size_t count = problems ? list->problem_count : list->column_count;
    for (size_t i = list->top; i < count && i < list->top + list->height && sheet_has_room(sheet);
         i++) {
        (problems ? draw_problem : draw_column)(sheet, list, i);
        if (i == list->marked) {
            grid_mark(sheet->grid, sheet_row(sheet), sheet->inside.column, sheet->inside.width,
                      ROLE_SELECTED);
            sheet->grid->cursor_row = sheet->grid->is_linear ? sheet_row(sheet) : -1;
            sheet->grid->cursor_column = sheet->inside.column;
        }
        sheet->used++;
    }
}

/* The message of the marked problem in full, where the line above cuts it. */
static void draw_marked(struct sheet *sheet, const struct list_view *list)
{
    sheet->used = (int)(LIST_HEAD_ROWS + list->height);
    if (list_view_shows_problems(list) && list->marked < list->problem_count)
        add_text(sheet, ROLE_LABEL, list->problems[list->marked].message);
}

static void say_columns(struct sheet *sheet, const struct list_view *list)
{
    char text[200];
    size_t unknown = 0;
    for (size_t i = 0; i < list->column_count; i++)
        unknown += list->columns[i].use == COLUMN_UNKNOWN;
    if (unknown > 0)
        snprintf(text, sizeof text, text_of("%zu, of which %zu fill nothing yet"),
                 list->column_count, unknown);
    else
        snprintf(text, sizeof text, text_of("%zu. c checks every row"), list->column_count);
    add_line(sheet, "Columns", unknown > 0 ? ROLE_WARNING : ROLE_GOOD, text);
    draw_lines(sheet, list);
}

static void say_found(const struct list_view *list, bool is_bad, char *text, size_t size)
{
    const struct list_counts *counts = &list->counts;
    bool is_whole = list->error.code == ERR_OK || counts->errors > 0;
    char rows[120], problems[120], warnings[120];
    snprintf(rows, sizeof rows, text_count("%s row", "%s rows", counts->rows),
             local_count(counts->rows).text);
    snprintf(problems, sizeof problems, text_count("%s problem", "%s problems", counts->errors),
             local_count(counts->errors).text);
    snprintf(warnings, sizeof warnings, text_count("%s warning", "%s warnings", counts->warnings),
             local_count(counts->warnings).text);
    snprintf(text, size,
             !is_bad    ? text_of("%s, %s, %s. s sends")
             : is_whole ? "%s, %s, %s"
                        : text_of("not to its end: %s, %s, %s"),
             rows, problems, warnings);
}

static void say_checked(struct sheet *sheet, const struct app *app)
{
    const struct list_view *list = &app->list;
    const struct list_counts *counts = &list->counts;
    char text[200];
    bool is_bad = list->error.code != ERR_OK || counts->errors > 0;
    say_found(list, is_bad, text, sizeof text);
    add_line(sheet, "Checked", is_bad ? ROLE_BAD : ROLE_GOOD, text);
    if (counts->before > 0) {
        snprintf(text, sizeof text, text_of("Begun before: %s rows are left alone, %s are sent."),
                 local_count(counts->before).text, local_count(counts->to_send).text);
        add_text(sheet, ROLE_WARNING, text);
    }
    if (list->problem_count == 0 || counts->errors == 0)
        add_error(sheet, ROLE_BAD, &list->error);
    add_encoding_key(sheet, app);
    draw_lines(sheet, list);
    draw_marked(sheet, list);
}

static void draw_bar(struct sheet *sheet, const struct list_counts *counts)
{
    int width = sheet->inside.width < BAR_CELLS_MAX ? sheet->inside.width : BAR_CELLS_MAX;
    int64_t total = counts->to_send > 0 ? counts->to_send : 1;
    int done = (int)(list_counts_ended(counts) * width / total);
    bool is_plain = sheet->grid->ascii_only || sheet->grid->ascii_lines;
    for (int i = 0; i < width && sheet_has_room(sheet) && !sheet->grid->is_linear; i++)
        grid_text(sheet->grid, sheet_row(sheet), sheet->inside.column + i, 1,
                  (struct pen){.role = i < done ? ROLE_GOOD : ROLE_DIM},
                  i < done ? (is_plain ? "#" : "█") : (is_plain ? "-" : "░"));
    sheet->used += !sheet->grid->is_linear;
}

static void add_counts(struct sheet *sheet, const struct list_counts *counts)
{
    const struct {
        const char *words;
        int64_t number;
        enum role role; /* when there are some */
    } lines[] = {
        {TEXT("accepted"), counts->accepted, ROLE_GOOD},
        {TEXT("rejected"), counts->rejected, ROLE_BAD},
        {TEXT("unknown"), counts->unknown, ROLE_WARNING},
        {TEXT("not sent"), counts->not_sent, ROLE_WARNING},
        {TEXT("sent before"), counts->duplicate, ROLE_WARNING},
        {TEXT("left alone"), counts->before, ROLE_NORMAL},
    };
    int width = sheet->inside.width / 2;
    for (size_t i = 0; i < COUNT_OF(lines) && sheet_has_room(sheet); i++) {
        grid_format(sheet->grid, sheet_row(sheet), sheet->inside.column + (int)(i % 2) * width,
                    width - 1, (struct pen){.role = lines[i].number > 0 ? lines[i].role : ROLE_DIM},
                    "%s %s", local_count_in(lines[i].number, NUMBER_CELLS).text,
                    text_of(lines[i].words));
        sheet->used += (int)(i % 2);
    }
}

static void say_sending(struct sheet *sheet, const struct app *app)
{
    static const char *const words[] = {
        [LIST_STAGE_SENDING] = TEXT("Sending"),
        [LIST_STAGE_STOPPING] = TEXT("Stopping"),
        [LIST_STAGE_CUTTING] = TEXT("Cutting"),
        [LIST_STAGE_ENDED] = TEXT("Ended"),
    };
    const struct list_view *list = &app->list;
    int64_t until = list->stage == LIST_STAGE_ENDED ? list->ended_ms : app->monotonic_ms;
    char text[200];
    list_counts_progress(&list->counts, until - list->began_ms, text, sizeof text);
    size_t length = strlen(text);
    if (list->stage != LIST_STAGE_ENDED)
        snprintf(text + length, sizeof text - length, text_of("  (%" PRId64 " under way)"),
                 list->counts.in_flight);
    add_line(sheet, words[list->stage], ROLE_VALUE, text);
    draw_bar(sheet, &list->counts);
    add_counts(sheet, &list->counts);
    if (list->stage != LIST_STAGE_ENDED && list->counts.waits_until > app->monotonic_ms) {
        snprintf(text, sizeof text, text_of("The server asks to wait: %" PRId64 " s."),
                 (list->counts.waits_until - app->monotonic_ms + 999) / 1000);
        add_text(sheet, ROLE_WARNING, text);
    }
}

static void say_end(struct sheet *sheet, const struct list_view *list)
{
    const struct list_counts *counts = &list->counts;
    int64_t left = counts->to_send - list_counts_ended(counts);
    char text[200];
    if (list->result_path != NULL)
        add_line(sheet, "Results", ROLE_VALUE, list->result_path);
    add_error(sheet, ROLE_BAD, &list->error);
    add_error(sheet, ROLE_BAD, &list->result_error);
    if (left > 0) {
        snprintf(text, sizeof text,
                 text_count("%s row was not reached: the same list goes on there.",
                            "%s rows were not reached: the same list goes on there.", left),
                 local_count(left).text);
        add_text(sheet, ROLE_WARNING, text);
    }
    if (counts->unknown > 0)
        add_text(
            sheet, ROLE_WARNING,
            text_of(
                "What is unknown may have arrived and is never sent again by itself: h, then R on "
                "its row."));
}

static void draw_stage(struct sheet *sheet, const struct app *app)
{
    const struct list_view *list = &app->list;
    char text[200];
    switch (list->stage) {
    case LIST_STAGE_NONE:
        break;
    case LIST_STAGE_READING:
        add_line(sheet, "Columns", ROLE_BUSY, text_of("Reading the file's header."));
        break;
    case LIST_STAGE_COLUMNS:
        add_error(sheet, ROLE_BAD, &list->error);
        add_encoding_key(sheet, app);
        if (list->error.code == ERR_OK)
            say_columns(sheet, list);
        break;
    case LIST_STAGE_CHECKING:
        snprintf(text, sizeof text,
                 text_count("%s row so far. x stops it", "%s rows so far. x stops it",
                            list->counts.rows),
                 local_count(list->counts.rows).text);
        add_line(sheet, "Checking", ROLE_BUSY, text);
        break;
    case LIST_STAGE_CHECKED:
        say_checked(sheet, app);
        break;
    case LIST_STAGE_SENDING:
    case LIST_STAGE_STOPPING:
    case LIST_STAGE_CUTTING:
        say_sending(sheet, app);
        break;
    case LIST_STAGE_ENDED:
        say_sending(sheet, app);
        say_end(sheet, list);
        break;
    }
}

void view_list_draw(struct grid *grid, struct rect at, const struct app *app)
{
    const struct list_view *list = &app->list;
    char text[400];
    at.height -= 1; /* the notice stays free */
    grid_box(grid, at, ROLE_BORDER_FOCUSED, text_of("List of sends"));
    struct sheet sheet = {.grid = grid,
                          .inside = {at.row + 1, at.column + 2, at.height - 2, at.width - 4}};
    if (list->stage == LIST_STAGE_NONE)
        return;
    if (list->encoding != NULL)
        snprintf(text, sizeof text, text_of("%s  in %s"), list->path, list->encoding);
    else
        snprintf(text, sizeof text, "%s", list->path);
    add_line(&sheet, "File", ROLE_VALUE, text);
    snprintf(text, sizeof text, "%s  %s", list->template->name,
             list_view_names_languages(list) ? text_of("in the languages of the rows")
                                             : list->template->language);
    add_line(&sheet, "Template", ROLE_VALUE, text);
    snprintf(text, sizeof text, "%s · %s %s", list->sender_title, list->profile->name,
             app_mode_word(list->profile->mode));
    add_line(&sheet, "From", list->profile->mode == MODE_LIVE ? ROLE_BAD : ROLE_VALUE, text);
    draw_stage(&sheet, app);
    char place[120];
    if (list->counts.id[0] != '\0' && !list_view_shows_problems(list)) {
        snprintf(place, sizeof place, text_of(" batch %s "), list->counts.id);
        grid_text_right(grid, at.row + at.height - 1, at.column + 2, at.width - 4, dim, place);
    }
    size_t count = list_view_shows_problems(list) ? list->problem_count : list->column_count;
    bool has_lines = list_view_shows_problems(list) || list->stage == LIST_STAGE_COLUMNS;
    if (has_lines && count > 0) {
        snprintf(place, sizeof place, text_of(" %zu of %zu "), list->marked + 1, count);
        grid_text_right(grid, at.row + at.height - 1, at.column + 2, at.width - 4, dim, place);
    }
}
