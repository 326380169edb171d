/* Rows of [keys]: checked one by one, then against each other. */
#include "src/app/keymap_user.h"

#include "src/config/nearest.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct loading {
    const struct config_keys *of_action[ACTION_COUNT]; /* NULL: the defaults */
    struct keymap_problems *problems;
    size_t room; /* in problems->items */
    bool failed;
};

void keymap_problems_release(struct keymap_problems *problems)
{
    arena_release(&problems->arena);
    *problems = (struct keymap_problems){.count = 0};
}

__attribute__((format(printf, 3, 4))) static void report(struct loading *loading, int line,
                                                         const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct keymap_problems *problems = loading->problems;
    char *copy = arena_strdup(&problems->arena, text);
    if (copy == NULL || problems->count == loading->room) {
        loading->failed = true;
        return;
    }
    problems->items[problems->count++] = (struct keymap_problem){.line = line, .text = copy};
}

static enum action find_action(struct loading *loading, const struct config_keys *row)
{
    enum action action = action_by_name(row->action);
    if (action != ACTION_NONE)
        return action;
    struct nearest nearest;
    nearest_init(&nearest, row->action);
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
        nearest_offer(&nearest, action_row((enum action)i)->name);
    if (nearest.best != NULL)
        report(loading, row->line, "there is no action %.60s; did you mean %s?", row->action,
               nearest.best);
    else
        report(loading, row->line, "there is no action %.60s; Ctrl-P lists them all", row->action);
    return ACTION_NONE;
}

static bool is_only_text(enum action action, struct key key)
{
    unsigned contexts = action_row(action)->contexts;
    if (!key_is_text(key))
        return false;
    for (unsigned context = 1; context <= contexts; context *= 2)
        if ((contexts & context) != 0 && !context_takes_text(context))
            return false;
    return true;
}

/* One key of a row; false: reported. */
static bool check_key(struct loading *loading, const struct config_keys *row, enum action action,
                      const char *name, size_t length)
{
    struct key key;
    int shown = length < 40 ? (int)length : 40;
    if (!key_parse(name, length, &key)) {
        report(loading, row->line,
               "%s: no terminal sends a key “%.*s”; write C-x for Ctrl, M-x for Alt, S-Tab, F5, "
               "Enter, PageUp",
               row->action, shown, name);
        return false;
    }
    if (key_sent_as(key) != NULL) {
        report(loading, row->line, "%s: a terminal sends %.*s as %s; write that, or another key",
               row->action, shown, name, key_sent_as(key));
        return false;
    }
    if (is_only_text(action, key)) {
        report(loading, row->line, "%s: %.*s is text where this works; write a key with C- or M-",
               row->action, shown, name);
        return false;
    }
    return true;
}

static bool check_keys(struct loading *loading, const struct config_keys *row, enum action action)
{
    const char *keys = row->keys + strspn(row->keys, " \t");
    if (keys[0] == '\0') {
        report(loading, row->line, "%s: no key; write none to take its keys away", row->action);
        return false;
    }
    while (*keys != '\0') {
        size_t length = strcspn(keys, " \t");
        if (!check_key(loading, row, action, keys, length))
            return false;
        keys += length;
        keys += strspn(keys, " \t");
    }
    return true;
}

static bool is_none(const struct config_keys *row)
{
    const char *keys = row->keys + strspn(row->keys, " \t");
    return strncmp(keys, "none", 4) == 0 && keys[4 + strspn(keys + 4, " \t")] == '\0';
}

static void take_row(struct loading *loading, const struct config_keys *row)
{
    enum action action = find_action(loading, row);
    if (action != ACTION_NONE && (is_none(row) || check_keys(loading, row, action)))
        loading->of_action[action] = row;
}

/* ---- against each other ---------------------------------------------------- */

static bool opens_review(enum action action)
{
    return action == ACTION_SEND || action == ACTION_SEND_ROW;
}

static bool answers(enum action action)
{
    return action == ACTION_CONFIRM || action == ACTION_OVERRIDE || action == ACTION_PRESS ||
           action == ACTION_YES;
}

/* One key cannot be both: they meet in one place, or the key that opens a review would also send
 * (design: it never does). */
static bool exclude_each_other(enum action a, enum action b)
{
    if (a == b)
        return false;
    return (action_row(a)->contexts & action_row(b)->contexts) != 0 ||
           (opens_review(a) && answers(b)) || (opens_review(b) && answers(a));
}

static bool build(struct keymap *keymap, const struct loading *loading)
{
    bool has_room = true;
    keymap_clear(keymap);
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        const struct config_keys *row = loading->of_action[i];
        const char *keys = row == NULL    ? action_row((enum action)i)->keys
                           : is_none(row) ? ""
                                          : row->keys;
        has_room = keymap_bind(keymap, (enum action)i, keys) && has_room;
    }
    return has_room;
}

static bool find_collision(const struct keymap *keymap, const struct keymap_binding **ret_a,
                           const struct keymap_binding **ret_b)
{
    for (size_t i = 0; i < keymap->count; i++) {
        for (size_t j = i + 1; j < keymap->count; j++) {
            const struct keymap_binding *a = &keymap->bindings[i];
            const struct keymap_binding *b = &keymap->bindings[j];
            if (!key_equals(a->key, b->key) || !exclude_each_other(a->action, b->action))
                continue;
            *ret_a = a;
            *ret_b = b;
            return true;
        }
    }
    return false;
}

/* The row that came later gives way; a row gives way to a default. */
static bool drop_one(struct loading *loading, const struct keymap_binding *a,
                     const struct keymap_binding *b)
{
    const struct config_keys *row_a = loading->of_action[a->action];
    const struct config_keys *row_b = loading->of_action[b->action];
    bool drops_a = row_b == NULL || (row_a != NULL && row_a->line > row_b->line);
    enum action dropped = drops_a ? a->action : b->action;
    enum action other = drops_a ? b->action : a->action;
    const struct config_keys *row = loading->of_action[dropped];
    const struct config_keys *other_row = loading->of_action[other];
    char key[KEY_NAME_SIZE];
    char place[40] = "by default";
    if (row == NULL)
        return false; /* of the table itself: its test would have failed */
    key_format(a->key, key);
    if (other_row != NULL)
        snprintf(place, sizeof place, "in line %d", other_row->line);
    report(loading, row->line, "%s: %s means %s already (%s); give one of them another key",
           row->action, key, action_row(other)->name, place);
    loading->of_action[dropped] = NULL;
    return true;
}

enum err keymap_load(struct keymap *keymap, const struct config_keys *rows, size_t count,
                     struct keymap_problems *ret_problems, struct error *reterr)
{
    struct loading loading = {.problems = ret_problems, .room = 2 * count + 1};
    const struct keymap_binding *a = NULL;
    const struct keymap_binding *b = NULL;
    *ret_problems = (struct keymap_problems){.count = 0};
    arena_init(&ret_problems->arena);
    keymap_init(keymap);
    ret_problems->items =
        arena_alloc(&ret_problems->arena, loading.room, sizeof *ret_problems->items);
    if (ret_problems->items == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; i < count; i++)
        take_row(&loading, &rows[i]);
    bool has_room = build(keymap, &loading);
    while (find_collision(keymap, &a, &b) && drop_one(&loading, a, b))
        has_room = build(keymap, &loading);
    if (!has_room) {
        report(&loading, rows[0].line, "more than %d keys are bound; bind fewer",
               KEYMAP_BINDINGS_MAX);
        keymap_init(keymap);
    }
    return loading.failed ? error_nomem(reterr) : ERR_OK;
}
