/* Keys, their names, and the table of actions. */
#include "src/app/keymap.h"

#include <criterion/criterion.h>
#include <string.h>

Test(keys, names_go_round)
{
    static const char *const names[] = {"Enter", "S-Tab",  "C-p", "M-r",   "F5",       "F12",
                                        "?",     "q",      "G",   "Space", "PageDown", "C-M-x",
                                        "é",     "C-Left", "C-_", "M-é",   ";"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct key key;
        char name[KEY_NAME_SIZE];
        cr_assert(key_parse(names[i], strlen(names[i]), &key), "%s", names[i]);
        key_format(key, name);
        cr_assert_str_eq(name, names[i]);
    }
}

Test(keys, what_names_no_key_is_refused)
{
    static const char *const names[] = {"",    "Entr", "C-",    "F13", "F99",    "ab",   "S-a",
                                        "C-Ü", "C-é",  "Ctrl+", "M-",  "C-Entr", "\x01", "\xff"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct key key;
        cr_assert_not(key_parse(names[i], strlen(names[i]), &key), "%s", names[i]);
    }
}

Test(keymap, every_default_key_of_the_table_is_a_key)
{
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        const char *keys = action_row((enum action)i)->keys;
        while (*keys != '\0') {
            size_t length = strcspn(keys, " ");
            struct key key;
            cr_assert(key_parse(keys, length, &key), "%s: %s", action_row((enum action)i)->name,
                      keys);
            keys += length + (keys[length] == ' ');
        }
    }
}

Test(keymap, no_key_means_two_things_in_one_place)
{
    struct keymap keymap;
    keymap_init(&keymap);
    cr_assert_lt(keymap.count, KEYMAP_BINDINGS_MAX);
    for (size_t i = 0; i < keymap.count; i++) {
        for (size_t j = i + 1; j < keymap.count; j++) {
            const struct action_row *a = action_row(keymap.bindings[i].action);
            const struct action_row *b = action_row(keymap.bindings[j].action);
            bool clash = key_equals(keymap.bindings[i].key, keymap.bindings[j].key) &&
                         (a->contexts & b->contexts) != 0;
            cr_assert_not(clash, "%s and %s", a->name, b->name);
        }
    }
}

Test(keymap, every_action_has_a_key_that_is_no_function_key)
{
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        const char *keys = action_row((enum action)i)->keys;
        unsigned contexts = action_row((enum action)i)->contexts;
        unsigned reached = 0;
        while (*keys != '\0') {
            size_t length = strcspn(keys, " ");
            struct key key;
            cr_assert(key_parse(keys, length, &key));
            for (unsigned context = 1; context <= contexts && !key_is_function(key); context *= 2)
                if (!key_is_text(key) || !context_takes_text(context))
                    reached |= context;
            keys += length + (keys[length] == ' ');
        }
        cr_assert_eq(reached & contexts, contexts, "%s", action_row((enum action)i)->name);
    }
}

Test(keymap, no_default_is_sent_as_another_key)
{
    struct keymap keymap;
    keymap_init(&keymap);
    for (size_t i = 0; i < keymap.count; i++)
        cr_assert_null(key_sent_as(keymap.bindings[i].key), "%s",
                       action_row(keymap.bindings[i].action)->name);
}

Test(keymap, the_tables_of_actions_and_of_editing_agree)
{
    enum edit edit = TEXT_EDIT_COUNT;
    cr_assert(action_is_edit(ACTION_EDIT_UNDO, &edit));
    cr_assert_eq(edit, TEXT_EDIT_UNDO);
    cr_assert(action_is_edit(ACTION_EDIT_PUT, &edit));
    cr_assert_eq(edit, TEXT_EDIT_PUT);
    cr_assert_not(action_is_edit(ACTION_SEND, &edit));
    cr_assert_eq(action_by_name("edit-redo"), ACTION_EDIT_REDO);
    cr_assert_eq(action_by_name("sned"), ACTION_NONE);
}

Test(keymap, printable_keys_are_text_where_text_is_typed)
{
    struct keymap keymap;
    struct key q = {.code = KEYCODE_TEXT, .text = 'q'};
    keymap_init(&keymap);
    cr_assert_eq(keymap_find(&keymap, CONTEXT_FIELD, q), ACTION_NONE);
    cr_assert_eq(keymap_find(&keymap, CONTEXT_PICKER, q), ACTION_NONE);
    cr_assert_eq(keymap_find(&keymap, CONTEXT_HISTORY, q), ACTION_QUIT);
}

Test(keymap, f5_never_confirms)
{
    struct keymap keymap;
    struct key f5 = {.code = KEYCODE_F5};
    struct key control_s = {.code = KEYCODE_TEXT, .text = 's', .modifiers = KEY_CONTROL};
    keymap_init(&keymap);
    cr_assert_eq(keymap_find(&keymap, CONTEXT_FIELD, f5), ACTION_SEND);
    cr_assert_eq(keymap_find(&keymap, CONTEXT_REVIEW, f5), ACTION_NONE);
    cr_assert_eq(keymap_find(&keymap, CONTEXT_REVIEW, control_s), ACTION_NONE);
}
