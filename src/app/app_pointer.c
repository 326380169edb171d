/* Clicks and the wheel: what each does on what it hit. The keys remain the whole of the program;
 * the pointer only reaches what they reach. */
#include "src/app/app_internal.h"
#include "src/base/utf8.h"

#include <string.h>

enum { DOUBLE_CLICK_MS = 400, WHEEL_ROWS = 3 };

static bool is_double(struct app *app, const struct pointer *pointer)
{
    const struct pointer *last = &app->last_press;
    bool again = last->target == pointer->target && last->index == pointer->index &&
                 last->cell == pointer->cell &&
                 app->monotonic_ms - app->last_press_ms <= DOUBLE_CLICK_MS;
    app->last_press = *pointer;
    app->last_press_ms = app->monotonic_ms;
    if (again)
        app->last_press.target = TARGET_NONE; /* a third press is no second double click */
    return again;
}

/* The message id around byte `at`, as it stands in a reply or a notice; false for another word. */
static bool find_wamid(const char *text, size_t length, size_t at, const char **ret_start,
                       size_t *ret_length)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=._-";
    size_t start = at;
    size_t end = at;
    while (start > 0 && text[start - 1] != '\0' && strchr(letters, text[start - 1]) != NULL)
        start--;
    while (end < length && text[end] != '\0' && strchr(letters, text[end]) != NULL)
        end++;
    *ret_start = text + start;
    *ret_length = end - start;
    return end - start > 6 && memcmp(text + start, "wamid.", 6) == 0;
}

static void copy_text(struct app *app, const char *text, size_t length)
{
    while (length > 0 && text[length - 1] == '.') /* of the sentence around it */
        length--;
    strbuf_clear(&app->copied);
    strbuf_add(&app->copied, text, length);
    if (app->copied.failed) {
        app_nomem(app);
        return;
    }
    app_ask(app, (struct effect){.kind = EFFECT_COPY});
    app_say(app, TONE_GOOD, "Copied the wamid to the terminal's clipboard.");
}

static void press_field(struct app *app, const struct pointer *pointer)
{
    bool was_focused = app->pane == PANE_FORM && app->focus == pointer->index && app->is_typing;
    if (pointer->index >= app->draft.field_count)
        return;
    form_focus(app, pointer->index);
    if (pointer->index < FIELD_TO && was_focused) {
        action_run(app, ACTION_OPEN);
    } else if (pointer->index >= FIELD_TO && pointer->target == TARGET_VALUE) {
        struct textedit *edit = &app->draft.fields[pointer->index].edit;
        size_t start = pointer->offset <= edit->text.length ? pointer->offset : edit->text.length;
        edit->cursor =
            start + utf8_prefix_for_width(edit->text.text + start, edit->text.length - start,
                                          (size_t)pointer->cell);
    }
}

static void press_row(struct app *app, const struct pointer *pointer, bool twice)
{
    if (pointer->index >= app->history.count)
        return;
    long rows = (long)pointer->index - (long)app->history.selected;
    enum history_move move = HISTORY_SAME;
    app->pane = PANE_HISTORY;
    app->history.is_filtering = false;
    if (history_view_move(&app->history, rows, app->history_height, &move)) {
        app->history.is_loading = true;
        app_ask(app, (struct effect){.kind = EFFECT_LOAD_HISTORY, .move = move});
    }
    const struct history_item *item = history_view_selected(&app->history);
    if (!twice || item == NULL)
        return;
    if (pointer->target == TARGET_WAMID)
        app_ask(app, (struct effect){.kind = EFFECT_COPY_ROW, .id = item->id, .copy = COPY_WAMID});
    else
        action_run(app, ACTION_OPEN);
}

static void press_item(struct app *app, size_t place)
{
    if (place >= app->picker.shown_count)
        return;
    app->picker.selected = place;
    action_run(app, ACTION_PICK);
}

/* Also for the pointer what sends is not live at once. */
static void press_button(struct app *app, size_t button)
{
    bool acts = button == 0;
    if (acts && app_dialog_waits(app))
        return;
    if (!acts)
        action_run(app, ACTION_CLOSE);
    else if (app->overlay == OVERLAY_QUESTION && !app->question.needs_key)
        action_run(app, ACTION_YES);
    else if (app->overlay == OVERLAY_REVIEW)
        action_run(app, ACTION_CONFIRM); /* the same message again: that takes a key of its own */
}

static void press_page(struct app *app, const struct pointer *pointer)
{
    size_t line = app->page.top + pointer->index;
    size_t length = 0;
    if (line >= app->page.line_count)
        return;
    const char *text = page_line(&app->page, line, &length);
    size_t at = (size_t)(text - app->page.text.text) +
                utf8_prefix_for_width(text, length, (size_t)pointer->cell);
    if (find_wamid(app->page.text.text, app->page.text.length, at, &text, &length))
        copy_text(app, text, length);
}

static void press_notice(struct app *app)
{
    const char *text = strstr(app->notice.text, "wamid.");
    size_t length = 0;
    if (text != NULL && find_wamid(app->notice.text, strlen(app->notice.text),
                                   (size_t)(text - app->notice.text), &text, &length))
        copy_text(app, text, length);
}

static void press(struct app *app, const struct pointer *pointer)
{
    bool twice = is_double(app, pointer);
    switch (pointer->target) {
    case TARGET_FIELD:
    case TARGET_VALUE:
        press_field(app, pointer);
        break;
    case TARGET_FORM:
    case TARGET_PREVIEW:
        app->pane = PANE_FORM;
        break;
    case TARGET_HISTORY:
        app->pane = PANE_HISTORY;
        app->history.is_filtering = false;
        break;
    case TARGET_HISTORY_FILTER:
        app->pane = PANE_HISTORY;
        action_run(app, ACTION_SEARCH);
        break;
    case TARGET_HISTORY_ROW:
    case TARGET_WAMID:
        press_row(app, pointer, twice);
        break;
    case TARGET_PICKER_ROW:
        press_item(app, pointer->index);
        break;
    case TARGET_BUTTON:
        press_button(app, pointer->index);
        break;
    case TARGET_ROLLOUT:
        rollout_press(app, pointer);
        if (twice)
            action_run(app, ACTION_ROLLOUT_OPEN);
        break;
    case TARGET_HINT:
        action_run(app, (enum action)pointer->index);
        break;
    case TARGET_PAGE:
        if (twice)
            press_page(app, pointer);
        break;
    case TARGET_NOTICE:
        if (twice)
            press_notice(app);
        break;
    case TARGET_NONE:
        break;
    }
}

/* The wheel moves what it is over, and what lies over everything else wherever it is. */
static void turn(struct app *app, const struct pointer *pointer)
{
    bool up = pointer->gesture == GESTURE_WHEEL_UP;
    enum action action = ACTION_NONE;
    int times = WHEEL_ROWS;
    switch (app->overlay) {
    case OVERLAY_PICKER:
    case OVERLAY_PAGE:
    case OVERLAY_LIST:
        action = up ? ACTION_UP : ACTION_DOWN;
        break;
    case OVERLAY_SETUP:
        action = up ? ACTION_SETUP_UP : ACTION_SETUP_DOWN;
        times = 1;
        break;
    case OVERLAY_REVIEW:
    case OVERLAY_QUESTION:
        return;
    case OVERLAY_NONE:
        if (app->rollout.is_open)
            action = up ? ACTION_UP : ACTION_DOWN;
        else if (pointer->target == TARGET_HISTORY || pointer->target == TARGET_HISTORY_ROW ||
                 pointer->target == TARGET_WAMID) {
            app->pane = PANE_HISTORY;
            app->history.is_filtering = false;
            action = up ? ACTION_UP : ACTION_DOWN;
        } else if (pointer->target == TARGET_PREVIEW) {
            preview_move(app, up ? -WHEEL_ROWS : WHEEL_ROWS);
        } else if (pointer->target == TARGET_FORM || pointer->target == TARGET_FIELD ||
                   pointer->target == TARGET_VALUE) {
            action = up ? ACTION_PREVIOUS_FIELD : ACTION_NEXT_FIELD;
            times = 1;
            if (app->focus == (up ? 0 : app->draft.field_count - 1))
                return; /* the wheel does not go round */
        }
        break;
    }
    for (int i = 0; i < times && action != ACTION_NONE; i++)
        action_run(app, action);
}

void pointer_take(struct app *app, const struct pointer *pointer)
{
    if (pointer->gesture == GESTURE_NONE || app->prompt.is_open)
        return;
    /* What was said of the press before stays for a double click on it. */
    if (pointer->target != TARGET_NOTICE && pointer->gesture == GESTURE_PRESS &&
        app->monotonic_ms >= app->notice.keep_until)
        app->notice.text[0] = '\0';
    if (pointer->gesture == GESTURE_PRESS)
        press(app, pointer);
    else
        turn(app, pointer);
}
