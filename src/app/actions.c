/* The table of actions as data. */
#include "src/app/actions.h"

#include "src/base/text.h"

#include <stdio.h>
#include <string.h>

static const struct action_row rows[ACTION_COUNT] = {
    [ACTION_NONE] = {.name = "", .contexts = 0, .keys = "", .hint = "", .help = ""},
#define X(id, name_, contexts_, keys_, hint_, help_) \
    [ACTION_##                                       \
        id] = {.name = name_, .contexts = contexts_, .keys = keys_, .hint = hint_, .help = help_},
    ACTION_LIST(X)
#undef X
};

const struct action_row *action_row(enum action action)
{
    return &rows[action];
}

enum action action_by_name(const char *name)
{
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
        if (strcmp(rows[action].name, name) == 0)
            return (enum action)action;
    return ACTION_NONE;
}

/* Both enumerations are made from the same list, in the same order. */
_Static_assert(ACTION_EDIT_REDO - ACTION_EDIT_LEFT == TEXT_EDIT_REDO - TEXT_EDIT_LEFT,
               "the editing actions stand together");

bool action_is_edit(enum action action, enum edit *ret_edit)
{
    if (action < ACTION_EDIT_LEFT || action > ACTION_EDIT_REDO)
        return false;
    *ret_edit = (enum edit)(action - ACTION_EDIT_LEFT);
    return true;
}

static const struct {
    unsigned context;
    const char *words;
} places[] = {
    {CONTEXT_FIELD, TEXT("in a field")},
    {CONTEXT_CHOICE, TEXT("on a field with a list")},
    {CONTEXT_FORM, TEXT("in the form, out of its fields")},
    {CONTEXT_HISTORY, TEXT("in the history")},
    {CONTEXT_PICKER, TEXT("in a list to choose from")},
    {CONTEXT_PAGE, TEXT("on a page of text")},
    {CONTEXT_DETAIL, TEXT("on the page of a row")},
    {CONTEXT_REVIEW, TEXT("in the review before a send")},
    {CONTEXT_QUESTION, TEXT("at a question")},
    {CONTEXT_FILTER, TEXT("in the filter of the history")},
    {CONTEXT_PROMPT, TEXT("at the line that asks for a text")},
    {CONTEXT_ROLLOUT, TEXT("in the rollout")},
    {CONTEXT_LIST, TEXT("on the screen of a list of sends")},
};

const char *context_words(unsigned context)
{
    /* The page of a row is a page as well: what comes later in the table says more. */
    for (size_t i = sizeof places / sizeof places[0]; i-- > 0;)
        if ((places[i].context & context) != 0)
            return text_of(places[i].words);
    return text_of("elsewhere");
}

void action_places(enum action action, char *text, size_t size)
{
    size_t length = 0;
    text[0] = '\0';
    for (size_t i = 0; i < sizeof places / sizeof places[0] && length < size; i++) {
        if ((rows[action].contexts & places[i].context) == 0)
            continue;
        length += (size_t)snprintf(text + length, size - length, "%s%s", length > 0 ? ", " : "",
                                   text_of(places[i].words));
    }
}
