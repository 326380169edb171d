/* The form: chosen things, the recipient, and a field for each slot. */
#include "ui/view.h"

#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/whatsapp/language.h"
#include "src/whatsapp/phone.h"
#include "src/whatsapp/slot_words.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { LABEL_LEAST = 10, LABEL_MOST = 22, NOTE_LEAST = 8 };

struct place {
    struct grid *grid;
    const struct app *app;
    struct rect at;
    int label_width;
};

static const char *const fixed_labels[FIELD_SLOT] = {
    [FIELD_PLUGIN] = TEXT("Plugin"),
    [FIELD_FROM] = TEXT("From"),
    [FIELD_TEMPLATE] = TEXT("Template"),
    [FIELD_LANGUAGE] = TEXT("Language"),
    [FIELD_TO] = TEXT("To"),
    [FIELD_RECORD] = TEXT("Record"),
};

static const char *load_text(const struct app *app, enum load_kind load, const char *otherwise)
{
    switch (app->load[load]) {
    case LOAD_RUNNING:
        return text_of("loading…");
    case LOAD_FAILED:
        return text_of("could not be loaded: Enter says why");
    case LOAD_NOT_ASKED:
    case LOAD_DONE:
        break;
    }
    return otherwise;
}

static void plugin_value(const struct app *app, char *value, char *note, size_t size)
{
    if (app->plugin < app->profile->plugin_count) {
        snprintf(value, size, "%s", app->profile->plugins[app->plugin].name);
        snprintf(note, size, "%.8s…", app->profile->plugins[app->plugin].id);
    } else {
        snprintf(value, size, text_of("none: add [plugin NAME] to the settings"));
    }
}

static void sender_value(const struct app *app, char *value, char *note, size_t size)
{
    const struct sender *sender = app_sender(app);
    if (sender == NULL) {
        snprintf(value, size, "%s", load_text(app, LOAD_SENDERS, text_of("choose with Enter")));
        return;
    }
    char title[200];
    app_sender_title(sender, title, sizeof title);
    snprintf(value, size, "%s  %s", title, sender->id);
    snprintf(note, size, "%s %s", sender->quality, sender->account_mode);
}

static void template_value(const struct app *app, char *value, char *note, size_t size)
{
    const struct draft *draft = &app->draft;
    if (draft->template_name == NULL) {
        snprintf(value, size, "%s", load_text(app, LOAD_TEMPLATES, text_of("choose with Enter")));
        return;
    }
    snprintf(value, size, "%s", draft->template_name);
    if (draft->template != NULL)
        snprintf(note, size, "%s %s", draft->template->category, draft->template->status_name);
}

static void language_value(const struct app *app, char *value, char *note, size_t size)
{
    const struct draft *draft = &app->draft;
    if (draft->template_name == NULL)
        return;
    size_t languages = app_languages(app, draft->template_name);
    if (draft->template == NULL) {
        snprintf(value, size, text_of("choose one of %zu with Enter"), languages);
        return;
    }
    const char *name = language_name(draft->template->language);
    snprintf(value, size, "%s  %s%s", draft->template->language, name != NULL ? name : "",
             language_is_rtl(draft->template->language) ? text_of("  ◂ right to left") : "");
    if (languages > 1)
        snprintf(note, size, text_of("1 of %zu"), languages);
}

static void to_note(const struct app *app, char *note, size_t size)
{
    const char *to = draft_to(&app->draft);
    struct phone phone;
    char key[KEY_NAME_SIZE];
    if (to[0] == '\0' && app->draft.has_record) {
        snprintf(note, size, text_of("the record's"));
        return;
    }
    if (to[0] == '\0') {
        if (app->last_to != NULL)
            snprintf(note, size, text_of("%s: %s again"),
                     app_key_name(app, ACTION_RECALL_RECIPIENT, key), app->last_to);
        return;
    }
    if (phone_normalize(to, &phone, NULL) != ERR_OK)
        return;
    const char *name = app_recipient_name(app, phone.digits);
    snprintf(note, size, "%s%s%s %s", phone.changed ? "+" : "", phone.changed ? phone.digits : "",
             name != NULL ? name : "", phone.country != NULL ? phone.country : "");
}

/* Whom it belongs to, once the account has said so. */
static void record_note(const struct app *app, char *note, size_t size)
{
    const struct record_owner *owner = &app->draft.owner;
    char number[64] = "";
    char key[KEY_NAME_SIZE];
    if (draft_record(&app->draft)[0] == '\0' && app->last_record != NULL) {
        snprintf(note, size, text_of("%s: %s again"),
                 app_key_name(app, ACTION_RECALL_RECIPIENT, key), app->last_record);
    } else if (owner->was_read && owner->digits[0] == '\0') {
        snprintf(note, size, text_of("whose it is cannot be told"));
    } else if (owner->was_read) {
        const char *name = app_recipient_name(app, owner->digits);
        phone_format(owner->digits, number, sizeof number);
        snprintf(note, size, "%s %s", number, name != NULL ? name : "");
    }
}

static void draw_label(const struct place *place, int row, const char *label, bool focused)
{
    grid_text(place->grid, row, place->at.column + 2, place->label_width,
              (struct pen){.role = focused ? ROLE_LABEL_FOCUSED : ROLE_LABEL,
                           .attributes = focused ? CELL_BOLD : 0},
              label);
}

static int value_column(const struct place *place)
{
    return place->at.column + 3 + place->label_width;
}

static int value_width(const struct place *place)
{
    return place->at.column + place->at.width - 2 - value_column(place);
}

static void draw_choice(const struct place *place, int row, size_t index, bool focused)
{
    static void (*const values[])(const struct app *, char *, char *, size_t) = {
        [FIELD_PLUGIN] = plugin_value,
        [FIELD_FROM] = sender_value,
        [FIELD_TEMPLATE] = template_value,
        [FIELD_LANGUAGE] = language_value,
    };
    char value[300] = "";
    char note[120] = "";
    values[index](place->app, value, note, sizeof note);
    draw_label(place, row, text_of(fixed_labels[index]), focused);
    int width = value_width(place) - 2;
    int taken = grid_text_right(place->grid, row, value_column(place), width,
                                (struct pen){.role = ROLE_DIM}, note);
    int room = width - taken - 1;
    if (room < width / 2) {
        grid_fill(place->grid, (struct rect){row, value_column(place), 1, width}, ROLE_NORMAL);
        room = width;
    }
    grid_text(place->grid, row, value_column(place), room, (struct pen){.role = ROLE_VALUE}, value);
    grid_text(place->grid, row, value_column(place) + width + 1, 1, (struct pen){.role = ROLE_DIM},
              "▾");
    if (!focused)
        return;
    grid_mark(place->grid, row, value_column(place), width, ROLE_SELECTED);
    place->grid->cursor_row = row;
    place->grid->cursor_column = value_column(place);
}

/* What is to be said about a field, beside its value. */
static enum role field_note(const struct app *app, const struct field *field, char *note,
                            size_t size)
{
    const char *key = field_key(field);
    if (app->refused_slot[0] != '\0' && strcmp(app->refused_slot, key) == 0) {
        snprintf(note, size, text_of("refused: %s"), app->refused_text);
        return ROLE_BAD;
    }
    const struct problem *problem = problem_list_for_slot(&app->draft.problems, key);
    bool empty = field->edit.text.length == 0;
    if (problem != NULL && (problem->level == PROBLEM_WARNING || !empty)) {
        snprintf(note, size, "%s", problem->message);
        return problem->level == PROBLEM_ERROR ? ROLE_BAD : ROLE_WARNING;
    }
    if (problem != NULL && field->kind == FIELD_TO && app->last_to != NULL) {
        to_note(app, note, size);
        return ROLE_DIM;
    }
    if (problem != NULL && field->kind == FIELD_RECORD && app->last_record != NULL) {
        record_note(app, note, size);
        return ROLE_DIM;
    }
    if (problem != NULL) {
        snprintf(note, size, "%s",
                 field->kind == FIELD_SLOT && field->slot->one_of != NULL ? text_of("one of these")
                                                                          : text_of("required"));
        return ROLE_WARNING;
    }
    size_t limit = field->kind == FIELD_SLOT ? field->slot->max_code_points : 0;
    size_t count = utf8_count_code_points(field->edit.text.text, field->edit.text.length);
    if (field->kind == FIELD_TO)
        to_note(app, note, size);
    else if (field->kind == FIELD_RECORD)
        record_note(app, note, size);
    else if (limit > 0 && count * 5 >= limit * 4)
        snprintf(note, size, text_of("%zu of %zu"), count, limit);
    else if (empty && !field->slot->required)
        snprintf(note, size, text_of("optional"));
    return ROLE_DIM;
}

/* A numbered variable is shown as the definition writes it. */
static void field_label(const struct field *field, char *label, size_t size)
{
    bool numbered =
        field->kind == FIELD_SLOT && field->slot->label[0] >= '0' && field->slot->label[0] <= '9';
    snprintf(label, size, numbered ? "{{%s}}" : "%s",
             field->kind == FIELD_SLOT ? slot_label_words(field->slot)
                                       : text_of(fixed_labels[field->kind]));
}

static void draw_text_field(const struct place *place, int row, size_t index, bool focused)
{
    const struct app *app = place->app;
    const struct field *field = &app->draft.fields[index];
    char note[300] = "";
    enum role note_role = field_note(app, field, note, sizeof note);
    char label[80];
    field_label(field, label, sizeof label);
    draw_label(place, row, label, focused);
    int width = value_width(place);
    int text = grid_width(place->grid, field->edit.text.text, field->edit.text.length) + 1;
    int room = width - (text < width / 2 ? width / 2 : text) - 1;
    if (room >= NOTE_LEAST && note[0] != '\0') {
        grid_text_right(place->grid, row, value_column(place) + width - room, room,
                        (struct pen){.role = note_role}, note);
        width -= room + 1;
    } else if (note_role == ROLE_BAD || note_role == ROLE_WARNING) {
        width -= 2; /* no room for words: a sign, the words stand below when focused */
        grid_text(place->grid, row, value_column(place) + width + 1, 1,
                  (struct pen){.role = note_role}, "!");
    }
    bool typing = focused && app->is_typing && app->pane == PANE_FORM;
    hits_add(&place->grid->hits, (struct rect){row, value_column(place), 1, width}, TARGET_VALUE,
             index);
    view_textedit_draw(place->grid, row, value_column(place), width,
                       (struct pen){.role = ROLE_VALUE}, &field->edit, typing);
    if (field->edit.text.length == 0 && field->kind == FIELD_SLOT && field->slot->example != NULL)
        grid_format(place->grid, row, value_column(place) + 1, width - 1,
                    (struct pen){.role = ROLE_DIM}, text_of("e.g. %s"), field->slot->example);
    if (focused && !typing) {
        grid_mark(place->grid, row, value_column(place), width, ROLE_SELECTED);
        place->grid->cursor_row = row;
        place->grid->cursor_column = value_column(place);
    }
}

static void draw_heading(const struct place *place, int row, const struct slot *slot)
{
    char heading[SLOT_GROUP_SIZE];
    grid_line(place->grid, row, place->at.column + 2, place->at.width - 4,
              (struct pen){.role = ROLE_BORDER}, "─");
    grid_format(place->grid, row, place->at.column + 3, place->at.width - 6,
                (struct pen){.role = ROLE_HEADING}, " %s ", slot_group_words(slot, heading));
}

static bool starts_group(const struct draft *draft, size_t index)
{
    const struct field *field = &draft->fields[index];
    if (field->kind != FIELD_SLOT)
        return false;
    const struct field *before = &draft->fields[index - 1];
    return before->kind != FIELD_SLOT || strcmp(before->slot->group, field->slot->group) != 0;
}

/* Lines from the top of the form to a field, headings counted. */
static int line_of(const struct draft *draft, size_t field)
{
    int line = (int)field;
    for (size_t i = 0; i <= field; i++)
        line += starts_group(draft, i);
    return line;
}

static int label_width(const struct app *app, const struct rect *at, struct grid *grid)
{
    int width = LABEL_LEAST;
    for (size_t i = draft_fixed_count(&app->draft); i < app->draft.field_count; i++) {
        const char *label = slot_label_words(app->draft.fields[i].slot);
        int cells = grid_width(grid, label, strlen(label));
        if (cells > width)
            width = cells;
    }
    int most = at->width / 3 < LABEL_MOST ? at->width / 3 : LABEL_MOST;
    return width < most ? width : most;
}

static void draw_status(const struct place *place, int row)
{
    const struct app *app = place->app;
    size_t ready = 0;
    size_t needed = 0;
    draft_readiness(&app->draft, &ready, &needed);
    char right[120];
    char send[KEY_NAME_SIZE];
    char dry_run[KEY_NAME_SIZE];
    (void)app_key_name(app, ACTION_SEND, send);
    (void)app_key_name(app, ACTION_DRY_RUN, dry_run);
    if (app->in_flight > 0)
        snprintf(right, sizeof right, text_of("%zu in flight"), app->in_flight);
    else if (app->unknown_row != 0)
        snprintf(right, sizeof right, text_of("%s send (row %" PRId64 " is unknown)"), send,
                 app->unknown_row);
    else
        snprintf(right, sizeof right, text_of("%s send   %s dry run"), send, dry_run);
    int column = place->at.column + 2;
    int width = place->at.width - 4;
    int taken =
        grid_text_right(place->grid, row, column, width, (struct pen){.role = ROLE_KEY}, right);
    const char *why =
        app->draft.template != NULL ? slots_unsendable_reason(app->draft.template) : NULL;
    int used = grid_format(place->grid, row, column, width - taken - 1,
                           (struct pen){.role = ready == needed ? ROLE_GOOD : ROLE_WARNING},
                           text_of("ready %zu/%zu"), ready, needed);
    if (why != NULL)
        grid_format(place->grid, row, column + used + 2, width - taken - used - 3,
                    (struct pen){.role = ROLE_WARNING}, "%s", why);
}

/* The sentence from a word before the slot's place in it, when its beginning would push that place
 * out of the `cells` there are. */
static const char *sentence_part(struct grid *grid, const struct slot *slot, int cells, char *text,
                                 size_t size)
{
    char name[160];
    snprintf(name, sizeof name, "{{%.150s}}", slot->label);
    const char *at = slot->placeholder != NULL ? strstr(slot->sentence, name) : NULL;
    if (at == NULL)
        return slot->sentence;
    size_t before = (size_t)(at - slot->sentence);
    if (grid_width(grid, slot->sentence, before + strlen(name)) < cells)
        return slot->sentence;
    const char *start = slot->sentence;
    for (const char *blank = strchr(start, ' '); blank != NULL && blank < at;
         blank = strchr(blank + 1, ' ')) {
        start = blank + 1;
        if (grid_width(grid, start, (size_t)(at - start)) <= cells / 2)
            break;
    }
    snprintf(text, size, "… %s", start);
    return text;
}

/* The focused field's problem or sentence, above the status line; it may take `most` lines. */
static void draw_explanation(const struct place *place, int row, int most)
{
    const struct app *app = place->app;
    const struct field *field = &app->draft.fields[app->focus];
    const char *text = NULL;
    char part[1200];
    enum role role = ROLE_DIM;
    const struct problem *problem = problem_list_for_slot(&app->draft.problems, field_key(field));
    if (problem != NULL) {
        text = problem->message;
        role = problem->level == PROBLEM_ERROR ? ROLE_BAD : ROLE_WARNING;
    } else if (field->kind == FIELD_SLOT && field->slot->sentence != NULL) {
        text = sentence_part(place->grid, field->slot, most * (place->at.width - 6), part,
                             sizeof part);
    }
    if (text == NULL)
        return;
    int lines = grid_wrapped_lines(place->grid, place->at.width - 4, text);
    lines = lines > most ? most : lines;
    const struct rect area = {row - lines + 1, place->at.column + 2, lines, place->at.width - 4};
    grid_fill(place->grid, area, ROLE_NORMAL);
    grid_wrapped(place->grid, area, (struct pen){.role = role}, text);
}

/* Where the preview has no place of its own, the way to it. */
static void draw_frame(struct grid *grid, struct rect at, const struct app *app)
{
    char key[KEY_NAME_SIZE];
    char title[160];
    if (app->shares_place && app->draft.template != NULL)
        snprintf(title, sizeof title, text_of("Compose · %s shows the message"),
                 app_key_name(app, ACTION_PREVIEW_KIND, key));
    else
        snprintf(title, sizeof title, "%s", text_of("Compose"));
    grid_box(grid, at, app->pane == PANE_FORM ? ROLE_BORDER_FOCUSED : ROLE_BORDER, title);
}

/* Fields that have no room: their number, above and below. */
static void draw_more(const struct place *place, int top, int height)
{
    const struct draft *draft = &place->app->draft;
    const struct pen pen = {.role = ROLE_WARNING};
    const struct rect *at = &place->at;
    size_t above = 0;
    size_t below = 0;
    for (size_t i = 0; i < draft->field_count; i++) {
        above += line_of(draft, i) < top ? 1 : 0;
        below += line_of(draft, i) >= top + height ? 1 : 0;
    }
    char text[120];
    snprintf(text, sizeof text, text_of(" %zu more above "), above);
    if (above > 0)
        grid_text_right(place->grid, at->row, at->column + 2, at->width - 4, pen, text);
    snprintf(text, sizeof text, text_of(" %zu more below "), below);
    if (below > 0)
        grid_text_right(place->grid, at->row + at->height - 1, at->column + 2, at->width - 4, pen,
                        text);
}

void view_form_draw(struct grid *grid, struct rect at, const struct app *app)
{
    bool focused = app->pane == PANE_FORM;
    draw_frame(grid, at, app);
    struct place place = {.grid = grid, .app = app, .at = at};
    place.label_width = label_width(app, &at, grid);
    int height = at.height - 4; /* borders, explanation, status */
    if (height < 1)
        return;
    const struct draft *draft = &app->draft;
    int focus_line = line_of(draft, app->focus);
    int last_line = line_of(draft, draft->field_count - 1);
    int top = focus_line >= height ? focus_line - height / 2 : 0;
    if (top > last_line + 1 - height)
        top = last_line + 1 > height ? last_line + 1 - height : 0;
    for (size_t i = 0; i < draft->field_count; i++) {
        int line = line_of(draft, i) - top;
        if (starts_group(draft, i) && line - 1 >= 0 && line - 1 < height)
            draw_heading(&place, at.row + line, draft->fields[i].slot);
        if (line < 0 || line >= height)
            continue;
        hits_add(&grid->hits, (struct rect){at.row + 1 + line, at.column + 1, 1, at.width - 2},
                 TARGET_FIELD, i);
        if (i < FIELD_TO)
            draw_choice(&place, at.row + 1 + line, i, focused && i == app->focus);
        else
            draw_text_field(&place, at.row + 1 + line, i, focused && i == app->focus);
    }
    draw_more(&place, top, height);
    int free_lines = height - (last_line + 1 - top);
    draw_explanation(&place, at.row + at.height - 3, 1 + (free_lines > 0 ? free_lines : 0));
    draw_status(&place, at.row + at.height - 2);
}
