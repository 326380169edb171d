/* The table of actions as data. */
#include "src/app/actions.h"

static const struct action_row rows[ACTION_COUNT] = {
    [ACTION_NONE] = {.name = "", .contexts = 0, .keys = "", .hint = "", .help = ""},
#define X(id, name_, contexts_, keys_, hint_, help_)                                               \
    [ACTION_##id] = {                                                                              \
        .name = name_, .contexts = contexts_, .keys = keys_, .hint = hint_, .help = help_},
    ACTION_LIST(X)
#undef X
};

const struct action_row *action_row(enum action action)
{
    return &rows[action];
}
