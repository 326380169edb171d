/* The first screen: what is answered already, the question, and what was found. */
#include "ui/view.h"

#include "src/base/text.h"

#include <stdio.h>
#include <string.h>

static const struct pen dim = {.role = ROLE_DIM};
static const struct pen plain = {.role = ROLE_NORMAL};

struct sheet {
    struct grid *grid;
    struct rect at; /* inside of the box */
    int row;        /* next free one */
};

static int rows_left(const struct sheet *sheet)
{
    return sheet->at.row + sheet->at.height - sheet->row;
}

static void add_text(struct sheet *sheet, struct pen pen, const char *text)
{
    int left = rows_left(sheet);
    if (left <= 0)
        return;
    sheet->row += grid_wrapped(
        sheet->grid, (struct rect){sheet->row, sheet->at.column, left, sheet->at.width}, pen, text);
}

static void add_gap(struct sheet *sheet)
{
    if (sheet->at.height > 13) /* a small screen has none to spare */
        sheet->row++;
}

static void add_row(struct sheet *sheet, size_t number, bool is_marked, const char *label,
                    const char *detail)
{
    if (rows_left(sheet) <= 0)
        return;
    const struct rect at = sheet->at;
    int used =
        grid_format(sheet->grid, sheet->row, at.column, at.width, (struct pen){.role = ROLE_VALUE},
                    "%s %zu  %s", is_marked ? "▸" : " ", number, label);
    bool fits = used + 2 + grid_width(sheet->grid, detail, strlen(detail)) <= at.width;
    if (fits)
        grid_text(sheet->grid, sheet->row, at.column + used + 2, at.width - used - 2, dim, detail);
    if (is_marked) {
        grid_mark(sheet->grid, sheet->row, at.column, at.width, ROLE_SELECTED);
        sheet->grid->cursor_row = sheet->row;
        sheet->grid->cursor_column = at.column;
    }
    sheet->row++;
    if (!fits && rows_left(sheet) > 0)
        grid_text(sheet->grid, sheet->row++, at.column + 5, at.width - 5, dim, detail);
}

/* ---- the answers so far --------------------------------------------------------- */

static const char *token_answer(const struct setup *setup)
{
    return setup->source == SETUP_TYPED ? text_of("typed, hidden")
                                        : setup->from[setup->source].text.text;
}

/* The label is looked up here. */
static void add_answer(struct sheet *sheet, const char *label, const char *text)
{
    if (rows_left(sheet) <= 0)
        return;
    const struct rect at = sheet->at;
    grid_text(sheet->grid, sheet->row, at.column, 12, (struct pen){.role = ROLE_LABEL},
              text_of(label));
    grid_text(sheet->grid, sheet->row, at.column + 12, at.width - 14, plain, text);
    grid_text_right(sheet->grid, sheet->row, at.column, at.width, (struct pen){.role = ROLE_GOOD},
                    "✓");
    sheet->row++;
}

static void add_answers(struct sheet *sheet, const struct setup *setup)
{
    char sender[200];
    snprintf(sender, sizeof sender, "%s", text_of("chosen later"));
    if (setup->step > SETUP_TOKEN)
        add_answer(sheet, "1 Token", token_answer(setup));
    if (setup->step > SETUP_ADDRESS)
        add_answer(sheet, "2 Address", setup->address.text.text);
    if (setup->step > SETUP_PLUGIN)
        add_answer(sheet, "3 Plugin", setup->plugin.text.text);
    if (setup->step > SETUP_SENDER && setup->sender < setup->sender_count)
        app_sender_title(&setup->senders[setup->sender], sender, sizeof sender);
    if (setup->step > SETUP_SENDER)
        add_answer(sheet, "4 Sender", sender);
    if (setup->step > SETUP_TOKEN)
        add_gap(sheet);
}

/* ---- the question ----------------------------------------------------------------- */

static void ask_welcome(struct sheet *sheet, const struct setup *setup)
{
    static const char *const rows[][2] = {
        {TEXT("Explore in the sandbox"), TEXT("no account, no network, nothing leaves here")},
        {TEXT("Set up"), TEXT("your account, in four steps; nothing is sent")},
    };
    add_text(sheet, plain,
             setup->has_file
                 ? text_of("The settings have no profile yet. What would you like to do?")
                 : text_of("There are no settings yet. What would you like to do?"));
    add_gap(sheet);
    for (size_t i = 0; i < SETUP_WELCOME_COUNT; i++)
        add_row(sheet, i + 1, setup->welcome == i, text_of(rows[i][0]), text_of(rows[i][1]));
    add_gap(sheet);
    add_text(
        sheet, dim,
        text_of("The same without a screen: chakra-tui --sandbox, and chakra-tui config init."));
}

static void ask_source(struct sheet *sheet, const struct setup *setup)
{
    static const char *const rows[SETUP_SOURCE_COUNT][2] = {
        [SETUP_FROM_COMMAND] = {TEXT("A command prints it"), TEXT("such as a password manager's")},
        [SETUP_FROM_FILE] = {TEXT("A file holds it"), TEXT("of mode 0600")},
        [SETUP_FROM_VARIABLE] = {TEXT("A variable holds it"), TEXT("of the environment")},
        [SETUP_TYPED] = {TEXT("Type it now"), TEXT("hidden; kept in a new file of mode 0600")},
    };
    add_text(sheet, (struct pen){.role = ROLE_HEADING},
             text_of("1 of 4: where is the access token?"));
    add_text(sheet, dim, text_of("ChakraHQ makes it under Admin, Access Tokens."));
    add_gap(sheet);
    for (size_t i = 0; i < SETUP_SOURCE_COUNT; i++)
        add_row(sheet, i + 1, setup->source == i, text_of(rows[i][0]), text_of(rows[i][1]));
}

static void add_field(struct sheet *sheet, const struct setup *setup, const struct textedit *edit)
{
    if (rows_left(sheet) <= 0)
        return;
    grid_text(sheet->grid, sheet->row, sheet->at.column, 2,
              (struct pen){.role = ROLE_LABEL_FOCUSED}, "▸ ");
    view_textedit_draw(sheet->grid, sheet->row, sheet->at.column + 2, sheet->at.width - 3,
                       (struct pen){.role = ROLE_VALUE, .attributes = CELL_BOLD}, edit,
                       !setup->is_checking);
    sheet->row++;
}

/* As many stars as fit, and the number, by which a paste that was cut is noticed. */
static void add_masked(struct sheet *sheet, const struct masked *masked)
{
    char stars[41] = "";
    size_t count = masked->length < sizeof stars - 1 ? masked->length : sizeof stars - 1;
    if (rows_left(sheet) <= 0)
        return;
    memset(stars, '*', count);
    stars[count] = '\0';
    int used =
        grid_format(sheet->grid, sheet->row, sheet->at.column, sheet->at.width,
                    (struct pen){.role = ROLE_VALUE, .attributes = CELL_BOLD}, "▸ %s", stars);
    sheet->grid->cursor_row = sheet->row;
    sheet->grid->cursor_column = sheet->at.column + used;
    char text[120];
    snprintf(text, sizeof text,
             text_count("%zu character", "%zu characters", (int64_t)masked->length),
             masked->length);
    grid_text_right(sheet->grid, sheet->row, sheet->at.column, sheet->at.width, dim, text);
    sheet->row++;
}

/* Heading and help are looked up here. */
static void ask_text(struct sheet *sheet, const struct setup *setup, const char *heading,
                     const char *help, const struct textedit *edit)
{
    add_text(sheet, (struct pen){.role = ROLE_HEADING}, text_of(heading));
    add_text(sheet, dim, text_of(help));
    if (edit != NULL)
        add_field(sheet, setup, edit);
    else
        add_masked(sheet, &setup->typed);
}

static void ask_token(struct sheet *sheet, const struct setup *setup)
{
    static const char *const help[SETUP_SOURCE_COUNT] = {
        [SETUP_FROM_COMMAND] = TEXT("Run without a shell; it may ask for a passphrase."),
        [SETUP_FROM_FILE] = TEXT("A path that begins with / or ~/; nobody else may read the file."),
        [SETUP_FROM_VARIABLE] = TEXT("The variable's name, not the token."),
        [SETUP_TYPED] = TEXT("Type or paste it; it is never shown."),
    };
    ask_text(sheet, setup, "1 of 4: the access token", help[setup->source],
             setup->source == SETUP_TYPED ? NULL : &setup->from[setup->source]);
}

static void ask_sender(struct sheet *sheet, const struct setup *setup)
{
    add_text(sheet, (struct pen){.role = ROLE_HEADING}, text_of("4 of 4: who sends?"));
    if (setup->sender_count == 0)
        add_text(
            sheet, (struct pen){.role = ROLE_WARNING},
            text_of(
                "The account lists no sender for this plugin. Enter goes on without one; it can be "
                "chosen later, in the form."));
    /* The marked row must be seen. */
    const int rows_each = sheet->at.width < 74 ? 2 : 1;
    size_t height =
        rows_left(sheet) > 2 + rows_each ? (size_t)((rows_left(sheet) - 2) / rows_each) : 1;
    size_t top = setup->sender >= height ? setup->sender - height + 1 : 0;
    for (size_t i = top; i < setup->sender_count && i < top + height; i++) {
        const struct sender *sender = &setup->senders[i];
        char title[200], detail[200];
        app_sender_title(sender, title, sizeof title);
        snprintf(detail, sizeof detail, "%s %s %s %s", sender->status, sender->quality,
                 sender->tier, sender->account_mode);
        add_row(sheet, i + 1, setup->sender == i, title, detail);
    }
}

static void ask_save(struct sheet *sheet, const struct setup *setup)
{
    char text[SETUP_PATH_SIZE + 100];
    snprintf(text, sizeof text,
             setup->has_file ? text_of("Add these settings to %s?")
                             : text_of("Write these settings to %s?"),
             setup->path);
    add_text(sheet, (struct pen){.role = ROLE_HEADING}, text);
    add_text(
        sheet, dim,
        text_of(
            "Mode test: only your own number can be sent to. A dry run of one template follows; "
            "nothing is sent."));
    add_gap(sheet);
    const char *line = setup->settings.text;
    const int reserve = setup->is_checking || setup->checks.count > 0 ? 6 : 1;
    size_t hidden = 0;
    while (*line != '\0') {
        size_t length = strcspn(line, "\n");
        bool is_shown = length > 0 && line[0] != ';';
        if (is_shown && rows_left(sheet) > reserve)
            grid_bytes(sheet->grid, sheet->row++, sheet->at.column + 2, sheet->at.width - 2, plain,
                       line, length);
        else
            hidden += is_shown;
        line += length + (line[length] == '\n');
    }
    if (hidden > 0)
        grid_format(sheet->grid, sheet->row++, sheet->at.column + 2, sheet->at.width - 2, dim,
                    text_count("and %zu more line, of what is listed above",
                               "and %zu more lines, of what is listed above", (int64_t)hidden),
                    hidden);
}

static void ask(struct sheet *sheet, const struct setup *setup)
{
    switch (setup->step) {
    case SETUP_WELCOME:
        ask_welcome(sheet, setup);
        break;
    case SETUP_SOURCE:
        ask_source(sheet, setup);
        break;
    case SETUP_TOKEN:
        ask_token(sheet, setup);
        break;
    case SETUP_ADDRESS:
        ask_text(sheet, setup, "2 of 4: the address of the API",
                 "The usual one is right unless ChakraHQ told you another.", &setup->address);
        break;
    case SETUP_PLUGIN:
        ask_text(sheet, setup, "3 of 4: the id of the WhatsApp plugin",
                 "ChakraHQ: WhatsApp Setup page, menu beside Save, Copy Plugin Id.",
                 &setup->plugin);
        break;
    case SETUP_SENDER:
        ask_sender(sheet, setup);
        break;
    case SETUP_RECIPIENT:
        ask_text(sheet, setup, "Your own number, for tests",
                 "With country code; a name may follow. Only this number can be sent to until you "
                 "say otherwise. Empty: later.",
                 &setup->recipient);
        break;
    case SETUP_SAVE:
        ask_save(sheet, setup);
        break;
    case SETUP_STEP_COUNT:
        break;
    }
}

/* ---- what was found ------------------------------------------------------------------ */

static void add_check(struct sheet *sheet, const struct check *check)
{
    static const enum role roles[CHECK_STATE_COUNT] = {[CHECK_OK] = ROLE_GOOD,
                                                       [CHECK_WARNING] = ROLE_WARNING,
                                                       [CHECK_FAILED] = ROLE_BAD,
                                                       [CHECK_SKIPPED] = ROLE_DIM};
    char text[800];
    if (check->state == CHECK_SKIPPED)
        return;
    snprintf(text, sizeof text, "%-7s  %s: %s", check_state_word(check->state), check->name,
             check->found);
    add_text(sheet, (struct pen){.role = roles[check->state]}, text);
    if (check->next[0] != '\0')
        add_text(sheet, (struct pen){.role = ROLE_NORMAL, .attributes = CELL_BOLD}, check->next);
}

/* On a small screen what is wrong comes before what is well. */
static void add_checks(struct sheet *sheet, const struct setup *setup)
{
    if (setup->checks.count > 0 || setup->is_checking)
        add_gap(sheet);
    if (setup->is_checking)
        add_text(sheet, (struct pen){.role = ROLE_BUSY},
                 setup->step == SETUP_SAVE ? text_of("Writing…")
                                           : text_of("Checking… Esc stops it."));
    bool fits = rows_left(sheet) >= (int)setup->checks.count + 3;
    for (size_t i = 0; i < setup->checks.count; i++)
        if (fits || setup->checks.items[i].state == CHECK_FAILED)
            add_check(sheet, &setup->checks.items[i]);
}

void view_setup_draw(struct grid *grid, struct rect at, const struct app *app)
{
    const struct setup *setup = &app->setup;
    struct sheet sheet = {.grid = grid,
                          .at = {at.row + 1, at.column + 2, at.height - 2, at.width - 4},
                          .row = at.row + 1};
    grid_box(grid, at, ROLE_BORDER_FOCUSED,
             setup->step == SETUP_WELCOME ? text_of("Welcome to chakra-tui") : text_of("Set up"));
    grid->cursor_row = -1;
    add_answers(&sheet, setup);
    ask(&sheet, setup);
    add_checks(&sheet, setup);
}

void view_setup_banner_draw(struct grid *grid, struct rect at)
{
    grid_fill(grid, at, ROLE_BANNER);
    int used = grid_text(grid, at.row, at.column + 1, at.width - 1,
                         (struct pen){.role = ROLE_BANNER, .attributes = CELL_BOLD}, "chakra-tui");
    grid_text(grid, at.row, at.column + used + 3, at.width - used - 3,
              (struct pen){.role = ROLE_BANNER}, text_of("first start"));
}
