/* The banner above, the notice and the hints below. */
#include "ui/view.h"

#include "src/base/text.h"
#include "src/base/utf8.h"
#include "ui/announce.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum role view_tone_role(enum tone tone)
{
    static const enum role roles[] = {
        [TONE_PLAIN] = ROLE_NORMAL,    [TONE_BUSY] = ROLE_BUSY, [TONE_GOOD] = ROLE_GOOD,
        [TONE_WARNING] = ROLE_WARNING, [TONE_BAD] = ROLE_BAD,
    };
    return roles[tone];
}

void view_textedit_draw(struct grid *grid, int row, int column, int width, struct pen pen,
                        const struct textedit *edit, bool focused)
{
    const char *text = edit->text.text;
    int before = focused ? grid_width(grid, text, edit->cursor) : 0;
    /* Drop whole clusters from the left until the cursor has a cell. */
    size_t start = 0;
    int dropped = 0;
    while (focused && before - dropped >= width && start < edit->cursor) {
        size_t end = utf8_cluster_end(text, edit->text.length, start);
        dropped += grid_width(grid, text + start, end - start);
        start = end;
    }
    hits_set_offset(&grid->hits, start);
    (void)grid_bytes(grid, row, column, width, pen, text + start, edit->text.length - start);
    if (!focused)
        return;
    grid->cursor_row = row;
    grid->cursor_column = column + before - dropped;
}

static enum role banner_role(enum profile_mode mode)
{
    static const enum role roles[] = {
        [MODE_TEST] = ROLE_BANNER_SAFE,
        [MODE_LIVE] = ROLE_BANNER_LIVE,
        [MODE_READ_ONLY] = ROLE_BANNER_SAFE,
        [MODE_SANDBOX] = ROLE_BANNER_SAFE,
    };
    return roles[mode];
}

static void format_counts(const struct app *app, char *text, size_t size)
{
    const struct history_counts *counts = &app->history.counts;
    char sending[96] = "";
    char unknown[96] = "";
    char webhooks[96] = "";
    if (counts->sending > 0)
        snprintf(sending, sizeof sending, text_of("%" PRId64 " sending"), counts->sending);
    if (counts->unknown > 0)
        snprintf(unknown, sizeof unknown, text_of("%" PRId64 " unknown"), counts->unknown);
    if (app->webhook_port > 0)
        snprintf(webhooks, sizeof webhooks, text_of("webhooks :%" PRId64), app->webhook_port);
    else if (app->webhook_port < 0)
        snprintf(webhooks, sizeof webhooks, text_of("no webhooks"));
    const char *const parts[] = {sending, unknown, webhooks};
    size_t used = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && used < size; i++)
        if (parts[i][0] != '\0')
            used +=
                (size_t)snprintf(text + used, size - used, "%s%s", used > 0 ? " · " : "", parts[i]);
    if (used < size)
        snprintf(text + used, size - used, " ");
}

void view_banner_draw(struct grid *grid, struct rect at, const struct app *app)
{
    const struct pen plain = {.role = ROLE_BANNER};
    grid_fill(grid, at, ROLE_BANNER);
    int column = at.column + 1;
    column += grid_text(grid, at.row, column, at.width - 1,
                        (struct pen){.role = ROLE_BANNER, .attributes = CELL_BOLD}, "chakra-tui");
    column += 2;
    column +=
        grid_format(grid, at.row, column, at.width - column,
                    (struct pen){.role = banner_role(app->profile->mode), .attributes = CELL_BOLD},
                    " %s · %s ", app->profile->name, app_mode_word(app->profile->mode));
    column += 1;
    char counts[120];
    format_counts(app, counts, sizeof counts);
    if (app->looks.has_spinner && !app->looks.is_linear && app_is_busy(app))
        at.width -= 1 + grid_text_right(grid, at.row, column, at.width - 1 - column, plain,
                                        looks_spinner(app->monotonic_ms, grid->ascii_only));
    int taken = grid_text_right(grid, at.row, column, at.width - column, plain, counts);
    const struct sender *sender = app_sender(app);
    char title[200];
    if (sender == NULL)
        return;
    app_sender_title(sender, title, sizeof title);
    grid_text(grid, at.row, column, at.width - column - taken - 1, plain, title);
}

/* The line that asks for a text, with what is said of it behind. */
static void draw_prompt(struct grid *grid, struct rect at, const struct app *app)
{
    const struct prompt *prompt = &app->prompt;
    grid_fill(grid, at, ROLE_NORMAL);
    int column = at.column + 1;
    column += grid_text(grid, at.row, column, at.width / 2, (struct pen){.role = ROLE_LABEL},
                        prompt->label);
    int taken =
        grid_text_right(grid, at.row, column + (at.width - column) / 2, (at.width - column) / 2,
                        (struct pen){.role = view_tone_role(app->notice.tone)}, app->notice.text);
    view_textedit_draw(grid, at.row, column, at.width - column - taken - 2,
                       (struct pen){.role = ROLE_VALUE, .attributes = CELL_BOLD}, &prompt->edit,
                       true);
}

/* A long notice grows upwards over the pane above it: its end, the next step, must be seen. For a
 * screen reader it stays on one line. */
static void draw_notice(struct grid *grid, struct rect at, enum role role, const char *text)
{
    enum { MOST_LINES = 4 };
    int most = grid->is_linear ? 1 : MOST_LINES;
    int lines = grid_wrapped_lines(grid, at.width - 2, text);
    lines = lines > most ? most : lines;
    if (lines == 0)
        return;
    const struct rect area = {at.row - lines + 1, at.column, lines, at.width};
    grid_fill(grid, area, ROLE_NORMAL);
    hits_add(&grid->hits, area, TARGET_NOTICE, 0);
    if (lines > 1)
        grid_line(grid, area.row - 1, area.column, area.width, (struct pen){.role = ROLE_BORDER},
                  "─");
    grid_wrapped(grid, (struct rect){area.row, area.column + 1, lines, area.width - 2},
                 (struct pen){.role = role}, text);
}

/* In linear form the place is said where nothing else is to be said. */
void view_notice_draw(struct grid *grid, struct rect at, const struct app *app)
{
    enum { PLACE_BYTES_MAX = 65536 };
    if (app->prompt.is_open) {
        draw_prompt(grid, at, app);
        return;
    }
    char waiting[600];
    const char *text = app->notice.text;
    enum role role = view_tone_role(app->notice.tone);
    const char *wrong = app->history.filter_error;
    if (text[0] == '\0' && app_context(app) == CONTEXT_FILTER &&
        grid_width(grid, wrong, strlen(wrong)) > at.width / 2) { /* beside the filter it is cut */
        text = wrong;
        role = ROLE_BAD;
    }
    if (text[0] == '\0' && app->waits_until > app->monotonic_ms) {
        snprintf(waiting, sizeof waiting,
                 text_of("Waiting: %s. Next try in %" PRId64 " s; x on the row cancels."),
                 app->wait_reason, (app->waits_until - app->monotonic_ms + 999) / 1000);
        text = waiting;
        role = ROLE_BUSY;
    }
    struct strbuf place;
    strbuf_init(&place, PLACE_BYTES_MAX);
    if (text[0] == '\0' && grid->is_linear) {
        announce_place(app, &place);
        text = place.text;
        role = ROLE_NORMAL;
    }
    draw_notice(grid, at, role, text);
    strbuf_release(&place);
}

static const char *place_of(unsigned context)
{
    switch (context) {
    case CONTEXT_FIELD:
    case CONTEXT_PROMPT:
        return text_of("typing");
    case CONTEXT_CHOICE:
        return text_of("typing opens the list");
    case CONTEXT_FILTER:
    case CONTEXT_PICKER:
        return text_of("typing filters");
    case CONTEXT_REVIEW:
    case CONTEXT_QUESTION:
    case CONTEXT_SETUP:
        return "";
    default:
        return text_of("letters are commands");
    }
}

enum { HINT_RANKS = 3, SHORTEST_HINT = 4 /* cells: a key, a blank, a letter, a blank */ };

/* What belongs only to this place comes before what works in several panes; in the form, whose
 * actions are most of the table, the order of the table is the order of use. In the history a row
 * is opened or looked for before anything is done with it. */
static int hint_rank(unsigned context, enum action action)
{
    bool in_form = (context & CONTEXT_ANY_FORM) != 0;
    if (context == CONTEXT_HISTORY && (action == ACTION_OPEN || action == ACTION_SEARCH))
        return 0;
    return in_form || (action_row(action)->contexts & CONTEXT_ANY_FORM) == 0 ? 1 : 2;
}

static int draw_hint(struct grid *grid, int row, int column, const char *key, const char *word)
{
    const struct pen key_pen = {.role = ROLE_KEY, .attributes = CELL_BOLD};
    int start = column;
    column += grid_text(grid, row, column, KEY_NAME_SIZE, key_pen, key) + 1;
    column += grid_text(grid, row, column, 60, (struct pen){.role = ROLE_DIM}, word) + 2;
    return column - start;
}

static int hint_width(struct grid *grid, const char *key, const char *word)
{
    return grid_width(grid, key, strlen(key)) + 1 + grid_width(grid, word, strlen(word));
}

/* Help always has its place at the end; the words about the place only where there is room. */
static int draw_end(struct grid *grid, struct rect at, const struct app *app, unsigned context)
{
    enum { NARROW = 72 };
    char key[KEY_NAME_SIZE];
    char end[160];
    const char *place = at.width >= NARROW ? place_of(context) : "";
    keymap_key_name(&app->keymap, ACTION_HELP, context, key);
    snprintf(end, sizeof end, "%s%s", place, place[0] != '\0' && key[0] != '\0' ? " · " : "");
    if (key[0] != '\0') {
        size_t used = strlen(end);
        snprintf(end + used, sizeof end - used, text_of("%s help"), key);
    }
    return grid_text_right(grid, at.row, at.column, at.width - 1, (struct pen){.role = ROLE_DIM},
                           end);
}

/* Hints are the actions of the table that have a word for it, a key here and something to do now,
 * whole ones only: one that does not fit leaves its place to a shorter one. */
void view_hints_draw(struct grid *grid, struct rect at, const struct app *app)
{
    unsigned context = app_context(app);
    char key[KEY_NAME_SIZE];
    int right = at.column + at.width - 1 - draw_end(grid, at, app, context);
    int column = at.column + 1;
    for (int rank = 0; rank < HINT_RANKS; rank++) {
        for (int i = ACTION_NONE + 1; i < ACTION_COUNT && column + SHORTEST_HINT < right; i++) {
            const struct action_row *action = action_row((enum action)i);
            if ((action->contexts & context) == 0 || action->hint[0] == '\0' ||
                hint_rank(context, (enum action)i) != rank || i == ACTION_HELP ||
                !app_can(app, (enum action)i))
                continue;
            const char *word = text_of(action->hint);
            keymap_key_name(&app->keymap, (enum action)i, context, key);
            if (key[0] == '\0' || column + hint_width(grid, key, word) + 2 > right)
                continue;
            int used = draw_hint(grid, at.row, column, key, word);
            hits_add(&grid->hits, (struct rect){at.row, column, 1, used - 2}, TARGET_HINT,
                     (size_t)i);
            column += used;
        }
    }
}
