/* The list of findings. */
#include "src/config/check.h"

#include "src/base/text.h"
#include "src/base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

/* A full list keeps its last place for the newest: no caller has so many rows. */
static struct check *add(struct check_list *list, const char *name, enum check_state state)
{
    if (list->count < CHECKS_MAX)
        list->count++;
    struct check *check = &list->items[list->count - 1];
    *check = (struct check){.name = name, .state = state};
    return check;
}

void check_ok(struct check_list *list, const char *name, const char *format, ...)
{
    struct check *check = add(list, name, CHECK_OK);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(check->found, sizeof check->found, text_of(format), arguments);
    va_end(arguments);
    utf8_mend(check->found);
}

void check_skipped(struct check_list *list, const char *name, const char *format, ...)
{
    struct check *check = add(list, name, CHECK_SKIPPED);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(check->found, sizeof check->found, text_of(format), arguments);
    va_end(arguments);
    utf8_mend(check->found);
}

void check_warning(struct check_list *list, const char *name, const char *next, const char *format,
                   ...)
{
    struct check *check = add(list, name, CHECK_WARNING);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(check->found, sizeof check->found, text_of(format), arguments);
    va_end(arguments);
    utf8_mend(check->found);
    snprintf(check->next, sizeof check->next, "%s", next != NULL ? text_of(next) : "");
    utf8_mend(check->next);
}

void check_failed(struct check_list *list, const char *name, const struct error *error)
{
    struct check *check = add(list, name, CHECK_FAILED);
    check->code = error->code;
    snprintf(check->found, sizeof check->found, "%s%s%s", error->where,
             error->where[0] != '\0' ? ": " : "", error->what);
    utf8_mend(check->found);
    snprintf(check->next, sizeof check->next, "%s", error->next);
    utf8_mend(check->next);
}

const char *check_state_word(enum check_state state)
{
    static const char *const words[CHECK_STATE_COUNT] = {
        [CHECK_OK] = "ok",
        [CHECK_WARNING] = "warning",
        [CHECK_FAILED] = "failed",
        [CHECK_SKIPPED] = "skipped",
    };
    return words[state];
}

const struct check *check_first_failed(const struct check_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].state == CHECK_FAILED)
            return &list->items[i];
    return NULL;
}
