/* Lists to choose from, pages of text, and the history's window. */
#include "src/app/history_view.h"
#include "src/app/page.h"
#include "src/app/picker.h"

#include <criterion/criterion.h>
#include <string.h>

static void add(struct picker *picker, const char *label, const char *search, size_t index)
{
    cr_assert(picker_add(picker,
                         &(struct picker_item){.label = label, .search = search, .index = index}));
}

Test(picker, names_come_before_mentions)
{
    struct picker picker;
    picker_init(&picker);
    cr_assert(picker_open(&picker, "Template", "none"));
    add(&picker, "hello_world", "Welcome and congratulations", 0);
    add(&picker, "guest_welcome", "x", 1);
    add(&picker, "welcome_guest", "x", 2);
    cr_assert(textedit_set(&picker.filter, "WELCOME"));
    picker_apply_filter(&picker);
    cr_assert_eq(picker.shown_count, 3);
    cr_assert_eq(picker.items[picker.shown[0]].index, 2);
    cr_assert_eq(picker.items[picker.shown[1]].index, 1);
    cr_assert_eq(picker.items[picker.shown[2]].index, 0);
    cr_assert(textedit_set(&picker.filter, "guest wel"));
    picker_apply_filter(&picker);
    cr_assert_eq(picker.shown_count, 2);
    cr_assert(textedit_set(&picker.filter, "nothing"));
    picker_apply_filter(&picker);
    cr_assert_eq(picker.shown_count, 0);
    cr_assert_null(picker_selected(&picker));
    picker_release(&picker);
}

Test(picker, moving_stays_inside)
{
    struct picker picker;
    picker_init(&picker);
    cr_assert(picker_open(&picker, "x", "none"));
    for (size_t i = 0; i < 100; i++)
        add(&picker, "row", "", i);
    picker_apply_filter(&picker);
    picker_move(&picker, 1000);
    picker_scroll(&picker, 10);
    cr_assert_eq(picker.selected, 99);
    cr_assert_eq(picker.top, 90);
    picker_move(&picker, -1000);
    picker_scroll(&picker, 10);
    cr_assert_eq(picker.selected, 0);
    cr_assert_eq(picker.top, 0);
    picker_release(&picker);
}

Test(page, lines_and_hostile_bytes)
{
    struct page page;
    size_t length = 0;
    page_init(&page);
    cr_assert(page_set(&page, "t\033", "one\r\n\033[31mtwo\n\nlast", 19));
    cr_assert_eq(page.line_count, 4);
    cr_assert_str_eq(page.title.text, "t␛");
    cr_assert_eq(strncmp(page_line(&page, 1, &length), "␛[31mtwo", length), 0);
    cr_assert_eq(length, strlen("␛[31mtwo"));
    page_move(&page, 100, 2);
    cr_assert_eq(page.top, 2);
    page_move(&page, -100, 2);
    cr_assert_eq(page.top, 0);
    page_release(&page);
}

static void give(struct history_view *view, int64_t newest_id, size_t count, bool at_newest,
                 bool has_older)
{
    struct arena arena;
    arena_init(&arena);
    struct history_item *items = arena_alloc(&arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct history_item){.id = newest_id - (int64_t)i};
    history_view_take(view, &arena, items, count, at_newest, has_older);
}

Test(history_view, the_window_moves_when_its_end_comes_near)
{
    struct history_view view;
    enum history_move move = HISTORY_SAME;
    history_view_init(&view);
    give(&view, 1000, HISTORY_WINDOW_ROWS, true, true);
    cr_assert_not(history_view_move(&view, 1, 10, &move));
    cr_assert(history_view_move(&view, HISTORY_WINDOW_ROWS - 10, 10, &move));
    cr_assert_eq(move, HISTORY_OLDER);
    int64_t selected = view.selected_id;
    give(&view, 1000 - HISTORY_WINDOW_ROWS / 2, HISTORY_WINDOW_ROWS, false, true);
    cr_assert_eq(view.selected_id, selected);
    cr_assert(history_view_move(&view, -HISTORY_WINDOW_ROWS, 10, &move));
    cr_assert_eq(move, HISTORY_NEWER);
    history_view_release(&view);
}

Test(history_view, a_selected_row_stays_selected_while_others_arrive)
{
    struct history_view view;
    enum history_move move = HISTORY_SAME;
    history_view_init(&view);
    give(&view, 5, 5, true, false);
    history_view_move(&view, 1, 10, &move);
    history_view_move(&view, -1, 10, &move);
    cr_assert_eq(view.selected_id, 5, "the newest row again, but chosen");
    give(&view, 7, 7, true, false);
    cr_assert_eq(view.selected_id, 5);
    cr_assert_eq(view.selected, 2);
    history_view_release(&view);
}

Test(page, a_text_is_found_forwards_backwards_and_round_the_end)
{
    struct page page;
    page_init(&page);
    static const char text[] = "Asha one\ntwo\nthree\nasha four\nfive\n";
    cr_assert(page_set(&page, "", text, sizeof text - 1));
    cr_assert_not(page_find(&page, 0, true, 2), "an empty pattern is nowhere");
    cr_assert(page_set_pattern(&page, "aSHA"));
    cr_assert(page_find(&page, 0, true, 2));
    cr_assert_eq(page.match, 0u);
    cr_assert(page_find(&page, page.match + 1, true, 2));
    cr_assert_eq(page.match, 19u);
    cr_assert_eq(page.top, 3u, "the place is in view");
    cr_assert(page_find(&page, page.match + 1, true, 2), "round the end");
    cr_assert_eq(page.match, 0u);
    cr_assert(page_find(&page, 0, false, 2), "and backwards round the beginning");
    cr_assert_eq(page.match, 19u);
    cr_assert(page_set_pattern(&page, "nobody"));
    cr_assert_not(page_find(&page, 0, true, 2));
    cr_assert_eq(page_match(&page, 0, page.text.length), SIZE_MAX);
    page_release(&page);
}

Test(history_view, at_the_top_new_rows_are_followed)
{
    struct history_view view;
    history_view_init(&view);
    give(&view, 5, 5, true, false);
    give(&view, 6, 6, true, false);
    cr_assert_eq(view.selected_id, 6);
    cr_assert_eq(view.selected, 0);
    give(&view, 0, 0, true, false);
    cr_assert_null(history_view_selected(&view));
    history_view_release(&view);
}
