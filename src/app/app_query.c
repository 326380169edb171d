/* What others ask of the state: names and words for people. */
#include "src/app/app.h"

#include <stdio.h>
#include <string.h>

/* Do the digits of `number` stand in `label`, whatever is between them? */
static bool label_has_number(const char *label, const char *number)
{
    for (; *number != '\0'; number++) {
        if (*number < '0' || *number > '9')
            continue;
        while (*label != '\0' && (*label < '0' || *label > '9'))
            label++;
        if (*label++ != *number)
            return false;
    }
    return true;
}

void app_sender_title(const struct sender *sender, char *text, size_t size)
{
    bool once = sender->label[0] != '\0' && label_has_number(sender->label, sender->number);
    const char *number = sender->number[0] != '\0' ? sender->number : sender->id;
    snprintf(text, size, "%s%s%s", sender->label, once || sender->label[0] == '\0' ? "" : "  ",
             once ? "" : number);
}

const char *app_plugin_id(const struct app *app)
{
    return app->plugin < app->profile->plugin_count ? app->profile->plugins[app->plugin].id : "";
}

const char *app_mode_word(enum profile_mode mode)
{
    static const char *const words[] = {
        [MODE_TEST] = "TEST",
        [MODE_LIVE] = "LIVE",
        [MODE_READ_ONLY] = "READ-ONLY",
        [MODE_SANDBOX] = "SANDBOX",
    };
    return words[mode];
}

size_t app_languages(const struct app *app, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < app->template_count; i++)
        count += strcmp(app->templates[i]->name, name) == 0;
    return count;
}

const char *app_recipient_name(const struct app *app, const char *digits)
{
    for (size_t i = 0; i < app->profile->test_recipient_count; i++) {
        const struct profile_recipient *recipient = &app->profile->test_recipients[i];
        if (strcmp(recipient->digits, digits) == 0 && recipient->name[0] != '\0')
            return recipient->name;
    }
    return NULL;
}
