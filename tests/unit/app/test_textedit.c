/* Editing one line: by cluster, by word, and what is refused. */
#include "src/app/textedit.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"

#include <criterion/criterion.h>
#include <string.h>

static struct textedit edit;

static void open_edit(void)
{
    textedit_init(&edit);
}

static void close_edit(void)
{
    textedit_release(&edit);
}

TestSuite(textedit, .init = open_edit, .fini = close_edit);

static void type(const char *name)
{
    struct key key;
    cr_assert(key_parse(name, strlen(name), &key), "%s", name);
    textedit_key(&edit, key);
}

Test(textedit, typing_and_removing)
{
    type("a");
    type("é");
    type("日");
    cr_assert_str_eq(edit.text.text, "aé日");
    type("Backspace");
    cr_assert_str_eq(edit.text.text, "aé");
    type("Home");
    type("Delete");
    cr_assert_str_eq(edit.text.text, "é");
    type("Delete");
    type("Delete");
    type("Backspace");
    cr_assert_str_eq(edit.text.text, "");
}

Test(textedit, a_cluster_is_one_step)
{
    static const char family[] = "👨‍👩‍👧‍👦";
    cr_assert(textedit_set(&edit, "x👨‍👩‍👧‍👦y"));
    type("Left");
    cr_assert_eq(edit.cursor, 1 + strlen(family));
    type("Left");
    cr_assert_eq(edit.cursor, 1);
    type("Right");
    type("Backspace");
    cr_assert_str_eq(edit.text.text, "xy");
}

Test(textedit, words)
{
    cr_assert(textedit_set(&edit, "one two-three  four"));
    type("C-w");
    cr_assert_str_eq(edit.text.text, "one two-three  ");
    type("M-b");
    type("M-b");
    cr_assert_eq(edit.cursor, 4);
    type("M-d");
    cr_assert_str_eq(edit.text.text, "one -three  ");
    type("C-k");
    cr_assert_str_eq(edit.text.text, "one ");
    type("C-a");
    type("C-k");
    cr_assert_str_eq(edit.text.text, "");
}

Test(textedit, line_ends_become_blanks)
{
    cr_assert(textedit_insert(&edit, "a\r\nb\tc", 6));
    cr_assert_str_eq(edit.text.text, "a  b c");
}

Test(textedit, too_long_is_refused_whole)
{
    size_t size = TEXTEDIT_BYTES_MAX + 1;
    char *text = mem_alloc(size + 1);
    memset(text, 'a', size);
    text[size] = '\0';
    cr_assert(textedit_set(&edit, "kept"));
    cr_assert_not(textedit_insert(&edit, text, size));
    cr_assert_not(textedit_set(&edit, text));
    cr_assert_str_eq(edit.text.text, "kept");
    cr_assert(textedit_insert(&edit, "!", 1));
    cr_assert_str_eq(edit.text.text, "kept!");
    mem_free(text);
}

Test(textedit, out_of_memory_loses_nothing)
{
    cr_assert(textedit_set(&edit, "kept"));
    char text[4096];
    memset(text, 'b', sizeof text);
    mem_test_fail_after(1);
    bool inserted = textedit_insert(&edit, text, sizeof text);
    mem_test_fail_after(0);
    cr_assert_not(inserted);
    cr_assert_str_eq(edit.text.text, "kept");
    cr_assert(textedit_insert(&edit, text, sizeof text));
}

/* Any keys: the text stays valid and the cursor on a cluster's edge. */
Test(textedit, random_keys)
{
    static const char *const names[] = {"a", "é", "日", "👍", "🏽", "Left", "Right", "Backspace", "Delete",
                                        "C-w", "M-b", "M-f", "C-a", "C-e", "Space", "C-d", "M-d"};
    unsigned seed = 7;
    for (int i = 0; i < 20000; i++) {
        seed = seed * 1103515245U + 12345U;
        type(names[(seed >> 16) % (sizeof names / sizeof names[0])]);
        cr_assert(utf8_is_valid(edit.text.text, edit.text.length));
        cr_assert_leq(edit.cursor, edit.text.length);
        if (edit.text.length > 200)
            cr_assert(textedit_set(&edit, ""));
    }
}
