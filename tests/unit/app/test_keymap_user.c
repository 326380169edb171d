/* The operator's own keys: what is taken, what is refused and where it is said. */
#include "src/app/keymap_user.h"

#include "src/app/textedit.h"
#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <string.h>

static struct keymap keymap;
static struct keymap_problems problems;

static void load(const struct config_keys *rows, size_t count)
{
    cr_assert_eq(keymap_load(&keymap, rows, count, &problems, NULL), ERR_OK);
}

static void release(void)
{
    keymap_problems_release(&problems);
}

TestSuite(keymap_user, .fini = release);

static enum action action_of(unsigned context, const char *name)
{
    struct key key;
    cr_assert(key_parse(name, strlen(name), &key), "%s", name);
    return keymap_find(&keymap, context, key);
}

Test(keymap_user, own_keys_take_the_place_of_the_defaults)
{
    static const struct config_keys rows[] = {{"send", "F7  C-g", 3},
                                              {"quit-anywhere", "none", 4},
                                              {"send-row", "&", 5},
                                              {"edit-cut-to-end", "C-x", 6}};
    load(rows, COUNT_OF(rows));
    cr_assert_eq(problems.count, 0);
    cr_assert_eq(action_of(CONTEXT_FIELD, "F7"), ACTION_SEND);
    cr_assert_eq(action_of(CONTEXT_FIELD, "C-g"), ACTION_SEND);
    cr_assert_eq(action_of(CONTEXT_FIELD, "F5"), ACTION_NONE);
    cr_assert_eq(action_of(CONTEXT_FORM, "M-q"), ACTION_NONE);
    cr_assert_eq(action_of(CONTEXT_HISTORY, "&"), ACTION_SEND_ROW);
    cr_assert_eq(action_of(CONTEXT_HISTORY, "s"), ACTION_NONE);
    char name[KEY_NAME_SIZE];
    keymap_key_name(&keymap, ACTION_SEND, CONTEXT_FIELD, name);
    cr_assert_str_eq(name, "F7");
    /* Fields out of the form follow. */
    struct key key = {.code = KEYCODE_TEXT, .text = 'x', .modifiers = KEY_CONTROL};
    struct key cut = textedit_first_key(TEXT_EDIT_CUT_TO_END);
    cr_assert(key_equals(keymap_edit_key(&keymap, key), cut));
    cr_assert_eq(keymap_edit_key(&keymap, cut).code, KEYCODE_NONE);
}

Test(keymap_user, two_actions_may_change_places)
{
    static const struct config_keys rows[] = {{"send", "F6", 3}, {"dry-run", "F5", 4}};
    load(rows, COUNT_OF(rows));
    cr_assert_eq(problems.count, 0);
    cr_assert_eq(action_of(CONTEXT_FIELD, "F6"), ACTION_SEND);
    cr_assert_eq(action_of(CONTEXT_FIELD, "F5"), ACTION_DRY_RUN);
}

Test(keymap_user, wrong_rows_are_named_and_leave_the_defaults)
{
    static const struct {
        struct config_keys row;
        const char *text;
    } rows[] = {
        {{"sned", "F7", 8}, "did you mean send?"},
        {{"", "F7", 8}, "there is no action"},
        {{"send", "C-Ü", 8}, "C-Ü"},
        {{"send", "F99", 8}, "F99"},
        {{"send", "F5 Ctrl+", 8}, "Ctrl+"},
        {{"send", "C-i", 8}, "as Tab"},
        {{"send", "C-m", 8}, "as Enter"},
        {{"send", "", 8}, "write none"},
        {{"send", "none F7", 8}, "none"},
        {{"keep-filter", "x", 8}, "is text"},
        {{"send", "F6", 8}, "dry-run"},
        {{"confirm", "F5", 8}, "send"},
        {{"press", "s", 8}, "send-row"},
        {{"override", "M-g", 8}, "send"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        load(&rows[i].row, 1);
        cr_assert_eq(problems.count, 1, "%s = %s", rows[i].row.action, rows[i].row.keys);
        cr_assert_eq(problems.items[0].line, 8);
        cr_assert_not_null(strstr(problems.items[0].text, rows[i].text), "%s",
                           problems.items[0].text);
        cr_assert_eq(action_of(CONTEXT_FIELD, "F5"), ACTION_SEND);
        cr_assert_eq(action_of(CONTEXT_REVIEW, "y"), ACTION_CONFIRM);
        cr_assert_eq(action_of(CONTEXT_REVIEW, "F5"), ACTION_NONE);
        keymap_problems_release(&problems);
    }
}

Test(keymap_user, of_two_rows_the_later_gives_way)
{
    static const struct config_keys rows[] = {
        {"refresh", "&", 3}, {"search", "&", 4}, {"help", "F12", 5}};
    load(rows, COUNT_OF(rows));
    cr_assert_eq(problems.count, 1);
    cr_assert_eq(problems.items[0].line, 4);
    cr_assert_not_null(strstr(problems.items[0].text, "line 3"), "%s", problems.items[0].text);
    cr_assert_eq(action_of(CONTEXT_HISTORY, "&"), ACTION_REFRESH);
    cr_assert_eq(action_of(CONTEXT_HISTORY, "/"), ACTION_SEARCH);
    cr_assert_eq(action_of(CONTEXT_HISTORY, "F12"), ACTION_HELP);
}

/* Each row that falls back may take a key that another row took from it. */
Test(keymap_user, a_chain_of_collisions_ends)
{
    static const struct config_keys rows[] = {{"send", "F6", 1},
                                              {"dry-run", "F8", 2},
                                              {"next-problem", "F3", 3},
                                              {"other-pane", "F4", 4},
                                              {"preview-kind", "F9", 5}};
    load(rows, COUNT_OF(rows));
    cr_assert_eq(problems.count, 5);
    cr_assert_eq(action_of(CONTEXT_FIELD, "F5"), ACTION_SEND);
    cr_assert_eq(action_of(CONTEXT_FIELD, "F9"), ACTION_SWITCH_PROFILE);
}

Test(keymap_user, no_memory)
{
    static const struct config_keys rows[] = {{"sned", "F7", 1}, {"send", "F6", 2}};
    for (size_t n = 1; n < 4; n++) {
        mem_test_fail_after(n);
        enum err err = keymap_load(&keymap, rows, COUNT_OF(rows), &problems, NULL);
        mem_test_fail_after(0);
        cr_assert(err == ERR_OK || err == ERR_NOMEM);
        cr_assert_eq(action_of(CONTEXT_FIELD, "F5"), ACTION_SEND);
        keymap_problems_release(&problems);
    }
}
