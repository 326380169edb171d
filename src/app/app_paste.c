/*
 * What is pasted. It never is a command: it becomes text where text is typed, and a
 * command line or a request body fills the form, after a question.
 */
#include "src/app/app_internal.h"
#include "src/app/key_decode.h"
#include "src/app/paste_text.h"
#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/utf8.h"

#include <stdio.h>
#include <string.h>

/* ---- a form ------------------------------------------------------------------- */

/* The sender first: another one may have other templates. */
static void choose_sender(struct app *app)
{
    CLEANUP(json_deletep) cJSON *form = NULL;
    if (json_parse(app->pasted.text, app->pasted.length, &form, NULL) != ERR_OK)
        return;
    const char *from = json_text(form, "from", NULL);
    if (from == NULL)
        return;
    form_choose_sender(app, from);
    if (app->sender_id == NULL || strcmp(app->sender_id, from) != 0)
        app_say(app, TONE_WARNING,
                "The sender %.40s of what was pasted is not in this account: look at From.", from);
}

static void fill_form(struct app *app)
{
    choose_sender(app);
    app->pane = PANE_FORM;
    app->refused_slot[0] = '\0';
    app->shows_preview = false;
    app_changed(app);
    draft_take_json(app, app->pasted.text, app->pasted.length);
    strbuf_clear(&app->pasted);
    form_focus(app, FIELD_TO);
    form_refresh(app);
}

static void offer_form(struct app *app, const struct pasted_form *pasted)
{
    static const char *const words[] = {
        [PASTE_IS_COMMAND] = TEXT("a chakra-tui command"),
        [PASTE_IS_CURL] = TEXT("a curl command"),
        [PASTE_IS_MESSAGE] = TEXT("a message as JSON"),
    };
    CLEANUP(mem_freep) char *text = json_print(pasted->form);
    char question[300];
    strbuf_clear(&app->pasted);
    strbuf_add_text(&app->pasted, text);
    if (text == NULL || app->pasted.failed) {
        app_nomem(app);
        return;
    }
    const char *to = json_text(pasted->form, "to", "");
    struct error cut; /* cuts long names at a code point */
    if (to[0] != '\0')
        error_set(&cut, ERR_OK, NULL,
                  "This is %s for the template %.60s to %.30s. Fill the form with it? What is in "
                  "the form is replaced.%s%.100s",
                  text_of(words[pasted->kind]), json_text(pasted->form, "template", ""), to,
                  pasted->notes[0] != '\0' ? " " : "", pasted->notes);
    else
        error_set(&cut, ERR_OK, NULL,
                  "This is %s for the template %.60s. Fill the form with it? What is in the form "
                  "is replaced.%s%.100s",
                  text_of(words[pasted->kind]), json_text(pasted->form, "template", ""),
                  pasted->notes[0] != '\0' ? " " : "", pasted->notes);
    snprintf(question, sizeof question, "%s", cut.what);
    app_open_question(app, fill_form, question);
}

/* True when the paste was more than a value, and is dealt with. */
static bool take_form(struct app *app, const char *text, size_t length)
{
    struct pasted_form pasted;
    unsigned context = app_context(app);
    if (paste_read(text, length, &pasted, NULL) != ERR_OK) {
        app_nomem(app);
        return true;
    }
    if (pasted.kind == PASTE_IS_VALUE)
        return false;
    bool is_private = pasted.kind == PASTE_IS_PRIVATE;
    if (is_private)
        app_say(app, TONE_WARNING,
                "This is a curl command, but none that sends a template message. Nothing was "
                "pasted: it may hold a token.");
    else if ((context & CONTEXT_PANES) == 0)
        app_say(app, TONE_PLAIN, "Go to the form first, then paste: this fills it.");
    else
        offer_form(app, &pasted);
    cJSON_Delete(pasted.form);
    return true;
}

/* ---- a value -------------------------------------------------------------------- */

/* Where the cursor is; NULL: letters are commands there. */
static struct textedit *edit_of(struct app *app)
{
    switch (app_context(app)) {
    case CONTEXT_PICKER:
        return &app->picker.filter;
    case CONTEXT_FILTER:
        return &app->history.filter;
    case CONTEXT_PROMPT:
        return &app->prompt.edit;
    case CONTEXT_FIELD:
        return &app->draft.fields[app->focus].edit;
    default:
        return NULL;
    }
}

static void tell_change(struct app *app)
{
    unsigned context = app_context(app);
    if (context == CONTEXT_PICKER)
        picker_apply_filter(&app->picker);
    else if (context == CONTEXT_FILTER)
        app_ask(app, (struct effect){.kind = EFFECT_LOAD_HISTORY, .move = HISTORY_NEWEST});
    else if (context == CONTEXT_PROMPT && app->prompt.changed != NULL)
        app->prompt.changed(app);
    else if (context == CONTEXT_FIELD)
        form_field_changed(app);
}

static void insert(struct app *app, const char *text, size_t length)
{
    struct textedit *edit = edit_of(app);
    if (edit == NULL)
        return;
    undo_close(&edit->undo);
    if (!textedit_insert(edit, text, length)) {
        app_say(app, TONE_BAD, "Too long: nothing was pasted. Paste a shorter text.");
        return;
    }
    undo_close(&edit->undo);
    tell_change(app);
}

/* WhatsApp refuses line ends in the variables of header and body (rule V20, code 132018); in
 * structured values they are white space, and nowhere else does a value have lines. */
static bool lines_matter(const struct app *app)
{
    const struct field *field = &app->draft.fields[app->focus];
    return app_context(app) == CONTEXT_FIELD && field->kind == FIELD_SLOT &&
           field->slot->kind == SLOT_TEXT;
}

static void insert_flattened(struct app *app)
{
    insert(app, app->pasted.text, app->pasted.length);
    strbuf_clear(&app->pasted);
}

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* Line ends with the blanks around them become one blank. Returns the number of lines. */
static size_t flatten(struct strbuf *out, const char *text, size_t length)
{
    size_t lines = 1;
    strbuf_clear(out);
    for (size_t at = 0; at < length;) {
        size_t end = at;
        bool ends_line = false;
        for (; end < length && is_white(text[end]); end++)
            ends_line = ends_line || text[end] == '\n' || text[end] == '\r';
        lines += ends_line;
        strbuf_add(out, ends_line ? " " : text + at, ends_line ? 1 : end - at);
        for (at = end; at < length && !is_white(text[at]);)
            at++;
        strbuf_add(out, text + end, at - end);
    }
    return lines;
}

static void take_lines(struct app *app, const char *text, size_t length)
{
    size_t lines = flatten(&app->pasted, text, length);
    if (app->pasted.failed) {
        app_nomem(app);
    } else if (lines_matter(app)) {
        char question[600];
        snprintf(
            question, sizeof question,
            text_of("The pasted text has %zu lines, and WhatsApp refuses line ends in this value. "
                    "Paste it as one line, with blanks in their place?"),
            lines);
        app_open_question(app, insert_flattened, question);
    } else {
        insert_flattened(app);
        app_say(app, TONE_WARNING, "Line ends became blanks: a value has one line. Check it.");
    }
}

/* Bytes that are no UTF-8 would spoil the value, and control characters can only deceive. */
static void clean(struct strbuf *out, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t begin = at;
        int32_t code_point = utf8_next(text, length, &at);
        bool is_white = code_point == '\n' || code_point == '\r' || code_point == '\t';
        if (code_point < 0)
            strbuf_add_code_point(out, 0xFFFD);
        else if (is_white || (code_point >= 0x20 && (code_point < 0x7F || code_point > 0x9F)))
            strbuf_add(out, text + begin, at - begin);
    }
}

static bool has_line_end(const char *text, size_t length)
{
    return memchr(text, '\n', length) != NULL || memchr(text, '\r', length) != NULL;
}

/* Numbers put together would be another number, and that may be somebody's. */
static void take_recipient(struct app *app, const char *text, size_t length)
{
    char key[KEY_NAME_SIZE];
    for (; length > 0 && is_white(text[0]); text++)
        length--;
    while (length > 0 && is_white(text[length - 1]))
        length--;
    if (has_line_end(text, length) || memchr(text, '\t', length) != NULL)
        app_say(app, TONE_WARNING,
                "Nothing was pasted: a message has one recipient, and this is more than one line. "
                "Paste one number, or send a list from a CSV file with %s.",
                app_key_name(app, ACTION_LIST_OPEN, key));
    else
        insert(app, text, length);
}

static void take_text(struct app *app, const char *text, size_t length)
{
    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
        length--;
    if (take_form(app, text, length))
        return;
    if (edit_of(app) == NULL)
        app_say(app, TONE_PLAIN, "Nothing was pasted: go to a text field first (Tab).");
    else if (app_context(app) == CONTEXT_FIELD && app->focus == FIELD_TO)
        take_recipient(app, text, length);
    else if (has_line_end(text, length))
        take_lines(app, text, length);
    else
        insert(app, text, length);
}

void paste_take(struct app *app, const struct app_event *event)
{
    struct strbuf text;
    if (event->lost_bytes > 0) {
        app_say(app, TONE_BAD,
                "Nothing was pasted: %zu KB are more than the %d KB that are taken at once. "
                "Paste a shorter text.",
                (event->length + event->lost_bytes) / 1024, PASTE_BYTES_MAX / 1024);
        return;
    }
    strbuf_init(&text, (size_t)4 * PASTE_BYTES_MAX); /* U+FFFD has three bytes */
    clean(&text, event->text, event->length);
    if (text.failed)
        app_nomem(app);
    else
        take_text(app, text.text, text.length);
    mem_wipe(text.text, text.length);
    strbuf_release(&text);
}
