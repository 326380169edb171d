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

Test(textedit, words_of_any_script)
{
    cr_assert(textedit_set(&edit, "Zoë “naïve” نص 日本 x_1"));
    type("C-a");
    type("M-f");
    cr_assert_eq(edit.cursor, strlen("Zoë"));
    type("M-f");
    cr_assert_eq(edit.cursor, strlen("Zoë “naïve"));
    type("C-e");
    type("M-b");
    cr_assert_eq(edit.cursor, strlen("Zoë “naïve” نص 日本 "));
    type("M-b");
    type("M-d");
    cr_assert_str_eq(edit.text.text, "Zoë “naïve” نص  x_1");
}

static struct kill_ring ring;

static void open_ring(void)
{
    edit.ring = &ring;
}

Test(textedit, what_was_cut_can_be_put_in_again)
{
    open_ring();
    cr_assert(textedit_set(&edit, "one two three"));
    type("C-w");
    type("C-w"); /* right after each other: one cut */
    cr_assert_str_eq(edit.text.text, "one ");
    type("C-a");
    type("C-k");
    cr_assert_str_eq(edit.text.text, "");
    type("C-y");
    type("C-y");
    cr_assert_str_eq(edit.text.text, "one one ");
    type("M-y");
    cr_assert_str_eq(edit.text.text, "one two three");
    type("M-y");
    cr_assert_str_eq(edit.text.text, "one one ");
    type("Left");
    type("M-y"); /* not right after a put: nothing */
    cr_assert_str_eq(edit.text.text, "one one ");
    kill_ring_release(&ring);
}

Test(textedit, cuts_join_in_the_order_of_the_text)
{
    open_ring();
    cr_assert(textedit_set(&edit, "a b c"));
    type("Left");
    type("Left");
    type("M-d");
    type("C-u");
    type("C-y");
    cr_assert_str_eq(edit.text.text, "a b c");
    kill_ring_release(&ring);
}

Test(textedit, the_ring_is_bounded)
{
    open_ring();
    for (int i = 0; i < 3 * KILL_RING_SIZE; i++) {
        type("x");
        type("C-u");
        type("Home");
    }
    cr_assert_eq(ring.count, KILL_RING_SIZE);
    kill_ring_release(&ring);
}

Test(textedit, changes_are_undone_and_made_again)
{
    type("a");
    type("b");
    type("Space");
    type("c");
    type("Backspace");
    cr_assert_str_eq(edit.text.text, "ab ");
    type("C-_");
    cr_assert_str_eq(edit.text.text, "ab c");
    type("C-_");
    cr_assert_str_eq(edit.text.text, "ab "); /* word by word */
    type("C-_");
    cr_assert_str_eq(edit.text.text, "");
    type("C-_");
    cr_assert_str_eq(edit.text.text, "");
    for (int i = 0; i < 5; i++)
        type("M-Z");
    cr_assert_str_eq(edit.text.text, "ab ");
    type("C-_");
    type("x"); /* another way: what was undone is gone */
    type("M-Z");
    cr_assert_str_eq(edit.text.text, "ab cx");
}

Test(textedit, a_replaced_text_comes_back)
{
    cr_assert(textedit_set(&edit, "typed"));
    cr_assert(textedit_set(&edit, "corrected"));
    type("C-_");
    cr_assert_str_eq(edit.text.text, "typed");
    cr_assert(textedit_begin(&edit, "opened"));
    type("C-_");
    cr_assert_str_eq(edit.text.text, "opened");
}

Test(textedit, swapping_by_cluster)
{
    cr_assert(textedit_set(&edit, "aé👨‍👩‍👧"));
    type("C-t");
    cr_assert_str_eq(edit.text.text, "a👨‍👩‍👧é");
    type("Home");
    type("C-t");
    cr_assert_str_eq(edit.text.text, "a👨‍👩‍👧é");
    type("C-_");
    cr_assert_str_eq(edit.text.text, "aé👨‍👩‍👧");
}

Test(textedit, undo_without_memory_forgets_and_goes_on)
{
    cr_assert(textedit_set(&edit, "kept"));
    strbuf_add_repeated(&edit.text, 'x', 5000); /* room, so that only the undo has to allocate */
    strbuf_truncate(&edit.text, 4);
    mem_test_fail_after(1);
    type("Backspace");
    mem_test_fail_after(0);
    cr_assert_str_eq(edit.text.text, "kep");
    type("C-_");
    cr_assert_str_eq(edit.text.text, "kep");
}

Test(textedit, undo_is_bounded)
{
    for (int i = 0; i < 3 * UNDO_CHANGES_MAX; i++) {
        type("a");
        type("Backspace");
    }
    cr_assert_leq(edit.undo.count, UNDO_CHANGES_MAX);
    char *text = mem_alloc(200001);
    memset(text, 'a', 200000);
    text[200000] = '\0';
    for (int i = 0; i < 20; i++) {
        text[0] = (char)('a' + i);
        cr_assert(textedit_set(&edit, text));
    }
    cr_assert_leq(edit.undo.bytes, UNDO_BYTES_MAX);
    mem_free(text);
}

/* Any keys: the text stays valid and the cursor on a cluster's edge. */
Test(textedit, random_keys)
{
    static const char *const names[] = {"a",     "é",         "日",     "👍",   "🏽", "Left",
                                        "Right", "Backspace", "Delete", "C-w", "M-b",  "M-f",
                                        "C-a",   "C-e",       "Space",  "C-d", "M-d",  "C-y",
                                        "M-y",   "C-t",       "C-_",    "M-Z", "C-k",  "C-u"};
    open_ring();
    unsigned seed = 7;
    for (int i = 0; i < 20000; i++) {
        seed = seed * 1103515245U + 12345U;
        type(names[(seed >> 16) % (sizeof names / sizeof names[0])]);
        cr_assert(utf8_is_valid(edit.text.text, edit.text.length));
        cr_assert_leq(edit.cursor, edit.text.length);
        if (edit.text.length > 200)
            cr_assert(textedit_set(&edit, ""));
    }
    kill_ring_release(&ring);
}
