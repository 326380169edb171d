/*
 * Mechanical corrections of a value: what would change is shown, and nothing
 * changes without a yes. Line ends and tabs become blanks, long runs of blanks
 * one blank, a pasted number its digits.
 */
#include "src/app/app_internal.h"
#include "src/whatsapp/phone.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void collapse_blanks(struct strbuf *out, const char *text)
{
    while (*text != '\0') {
        size_t blanks = strspn(text, " \t\r\n");
        size_t plain = strcspn(text, " \t\r\n");
        bool harmless = blanks > 0 && blanks <= 4 && strcspn(text, "\t\r\n") >= blanks;
        if (harmless)
            strbuf_add(out, text, blanks);
        else if (blanks > 0)
            strbuf_add_char(out, ' ');
        text += blanks;
        if (blanks == 0) {
            strbuf_add(out, text, plain);
            text += plain;
        }
    }
}

/* The corrected value; empty when there is nothing mechanical to correct. */
static void propose(struct strbuf *out, const struct field *field)
{
    struct phone phone;
    strbuf_clear(out);
    if (field->kind == FIELD_TO && phone_normalize(field->edit.text.text, &phone, NULL) == ERR_OK)
        strbuf_addf(out, "+%s", phone.digits);
    else if (field->kind == FIELD_SLOT && field->slot->kind != SLOT_JSON)
        collapse_blanks(out, field->edit.text.text);
    if (strcmp(out->text, field->edit.text.text) == 0)
        strbuf_clear(out);
}

static void apply(struct app *app)
{
    if (app->fix_field >= app->draft.field_count)
        return;
    if (!textedit_set(&app->draft.fields[app->fix_field].edit, app->fixed.text)) {
        app_nomem(app);
        return;
    }
    app->focus = app->fix_field;
    form_field_changed(app);
}

void fix_offer(struct app *app)
{
    const struct field *field = &app->draft.fields[app->focus];
    char text[300];
    if (field->kind < FIELD_TO) {
        app_say(app, TONE_PLAIN, "Go to a value first (Tab).");
        return;
    }
    propose(&app->fixed, field);
    if (app->fixed.length == 0) {
        app_say(app, TONE_PLAIN, "Nothing here can be corrected mechanically.");
        return;
    }
    app->fix_field = app->focus;
    struct error cut; /* cuts long values at a code point */
    error_set(&cut, ERR_OK, NULL, "Change “%.100s” to “%.100s”?", field->edit.text.text,
              app->fixed.text);
    snprintf(text, sizeof text, "%s", cut.what);
    app_open_question(app, apply, text);
}
