/*
 * What was given before, and names in place of numbers: the list of earlier values
 * of a slot, the recipients of the settings by name. One-time codes are never
 * listed, and never kept.
 */
#include "src/app/app_internal.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/whatsapp/phone.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct named_number {
    char name[120];
    char digits[PHONE_DIGITS_SIZE];
};

/* Senders have their number in their label: "+44 20 7946 0018 Support UK". */
static bool number_of_label(const char *label, char digits[PHONE_DIGITS_SIZE])
{
    char number[64];
    struct phone phone;
    size_t length = strspn(label, "+0123456789 ()-.");
    if (length == 0 || length >= sizeof number)
        return false;
    snprintf(number, sizeof number, "%.*s", (int)length, label);
    if (phone_normalize(number, &phone, NULL) != ERR_OK)
        return false;
    snprintf(digits, PHONE_DIGITS_SIZE, "%s", phone.digits);
    return true;
}

/* The names of the settings one after the other; false after the last. */
static bool next_named(const struct profile *profile, size_t *index, struct named_number *ret_named)
{
    while (*index < profile->test_recipient_count + profile->phone_count) {
        size_t at = (*index)++;
        if (at < profile->test_recipient_count) {
            const struct profile_recipient *recipient = &profile->test_recipients[at];
            snprintf(ret_named->name, sizeof ret_named->name, "%s", recipient->name);
            snprintf(ret_named->digits, sizeof ret_named->digits, "%s", recipient->digits);
            if (recipient->name[0] != '\0')
                return true;
            continue;
        }
        const struct profile_phone *phone = &profile->phones[at - profile->test_recipient_count];
        snprintf(ret_named->name, sizeof ret_named->name, "%s", phone->name);
        if (number_of_label(phone->label, ret_named->digits))
            return true;
    }
    return false;
}

/* A word of the name begins so, in any case (ASCII). */
static bool name_fits(const char *name, const char *begun)
{
    size_t length = strlen(begun);
    for (const char *word = name; *word != '\0';) {
        if (strncasecmp(word, begun, length) == 0)
            return true;
        word += strcspn(word, " ");
        word += strspn(word, " ");
    }
    return false;
}

/* A begun name: it has a letter, and is no user id such as US.123. */
static bool is_begun_name(const char *text)
{
    bool has_letter = false;
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        has_letter = has_letter || byte >= 0x80 || (byte >= 'A' && byte <= 'Z') ||
                     (byte >= 'a' && byte <= 'z');
    }
    return has_letter && !(strlen(text) > 2 && text[2] == '.');
}

static size_t find_named(const struct app *app, const char *begun, struct named_number *ret_first)
{
    struct named_number named;
    size_t count = 0;
    for (size_t i = 0; next_named(app->profile, &i, &named);)
        if (name_fits(named.name, begun) && count++ == 0)
            *ret_first = named;
    return count;
}

static bool to_has_focus(const struct app *app)
{
    return app_context(app) == CONTEXT_FIELD && app->focus == FIELD_TO;
}

void recipient_put(struct app *app, const char *digits)
{
    char number[PHONE_DIGITS_SIZE + 1];
    snprintf(number, sizeof number, "+%s", digits);
    form_focus(app, FIELD_TO);
    if (!draft_set_to(&app->draft, number))
        app_nomem(app);
    form_field_changed(app);
}

bool complete_recipient(struct app *app)
{
    struct named_number first;
    const char *begun = draft_to(&app->draft);
    if (!to_has_focus(app) || !is_begun_name(begun))
        return false;
    size_t count = find_named(app, begun, &first);
    if (count == 1) {
        recipient_put(app, first.digits);
        app_say(app, TONE_PLAIN, "+%s is %s.", first.digits, first.name);
    } else if (count > 1) {
        earlier_open(app);
    }
    return count > 0;
}

void action_complete(struct app *app)
{
    if (!to_has_focus(app))
        app_say(app, TONE_PLAIN, "Names are completed in To only.");
    else if (!complete_recipient(app))
        app_say(app, TONE_PLAIN,
                "No name of the settings (test_recipients, [phone NAME]) begins so.");
}

/* While a name is typed, the number that it stands for is shown. */
void recipient_hint(struct app *app)
{
    struct named_number first;
    const char *begun = draft_to(&app->draft);
    if (!to_has_focus(app) || !is_begun_name(begun))
        return;
    size_t count = find_named(app, begun, &first);
    if (count == 1)
        app_say(app, TONE_PLAIN, "Tab puts +%s, %s.", first.digits, first.name);
    else if (count > 1)
        app_say(app, TONE_PLAIN, "%zu names begin so: Tab lists them.", count);
}

/* ---- earlier values --------------------------------------------------------- */

static bool is_one_time_code(const struct field *field)
{
    return field->kind == FIELD_SLOT && strcmp(field->slot->leaf, "otp") == 0;
}

void earlier_open(struct app *app)
{
    const struct field *field = &app->draft.fields[app->focus];
    if (app_context(app) != CONTEXT_FIELD)
        return;
    if (is_one_time_code(field)) {
        app_say(app, TONE_PLAIN, "One-time codes are never kept: type it.");
        return;
    }
    app->earlier_field = app->focus;
    app->earlier_count = 0;
    arena_clear(&app->earlier_arena);
    app->earlier_is_loading = true;
    picker_open_for(app, PICK_EARLIER);
    /* What was begun narrows the list of names down. */
    if (field->kind == FIELD_TO && is_begun_name(field->edit.text.text)) {
        (void)textedit_begin(&app->picker.filter, field->edit.text.text);
        picker_apply_filter(&app->picker);
    }
    app_ask(app, (struct effect){.kind = EFFECT_LOAD_VALUES, .index = app->focus});
}

void earlier_take(struct app *app, struct app_event *event)
{
    app->earlier_is_loading = false;
    if (event->index != app->earlier_field)
        return;
    arena_release(&app->earlier_arena);
    app->earlier_arena = event->arena;
    app->earlier = event->texts;
    app->earlier_count = event->text_count;
    arena_init(&event->arena);
    if (app->overlay == OVERLAY_PICKER && app->picker_purpose == PICK_EARLIER)
        picker_fill(app);
}

/* A number that the settings name is listed once, with its name. */
static bool is_named(const struct app *app, const char *digits)
{
    struct named_number named;
    for (size_t i = 0; next_named(app->profile, &i, &named);)
        if (strcmp(named.digits, digits) == 0)
            return true;
    return false;
}

static void add_item(struct app *app, const struct picker_item *item)
{
    if (!picker_add(&app->picker, item))
        app_nomem(app);
}

/* Items of the settings have an index behind those of the history. */
void earlier_fill(struct app *app)
{
    struct named_number named;
    bool is_to = app->earlier_field == FIELD_TO;
    for (size_t i = 0; is_to && next_named(app->profile, &i, &named);) {
        char number[PHONE_DIGITS_SIZE + 1];
        snprintf(number, sizeof number, "+%s", named.digits);
        add_item(app, &(struct picker_item){
                          .label = number, .detail = named.name, .index = app->earlier_count + i});
    }
    for (size_t i = 0; i < app->earlier_count; i++)
        if (!is_to || !is_named(app, app->earlier[i]))
            add_item(app, &(struct picker_item){.label = app->earlier[i],
                                                .detail = is_to ? text_of("sent to before") : "",
                                                .index = i});
}

void earlier_choose(struct app *app, const char *label)
{
    if (app->earlier_field >= app->draft.field_count)
        return;
    if (app->earlier_field == FIELD_TO) {
        recipient_put(app, label + strspn(label, "+"));
        return;
    }
    form_focus(app, app->earlier_field);
    if (!textedit_set(&app->draft.fields[app->focus].edit, label))
        app_nomem(app);
    form_field_changed(app);
}
