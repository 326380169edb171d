/* A preview that is longer than its place: keys and the wheel scroll it, its edge says which part.
 */
#include "tests/frame/stage.h"

#include <criterion/criterion.h>
#include <string.h>

static void open_carousel(struct stage *stage, int rows, int columns)
{
    stage_open(stage, rows, columns, MODE_TEST);
    stage_give_senders(stage);
    stage_keys(stage, "<Enter><Enter>");
    stage_give_templates(stage);
    stage_choose(stage, "media_carousel", "en_US");
}

static bool shows(struct stage *stage, const char *text)
{
    struct strbuf screen;
    strbuf_init(&screen, 1 << 20);
    frame_draw(&stage->grid, &stage->app);
    grid_dump(&stage->grid, &screen);
    bool found = strstr(screen.text, text) != NULL;
    strbuf_release(&screen);
    return found;
}

/* How far it can be scrolled is known once it was drawn. */
static void press(struct stage *stage, const char *key)
{
    stage_keys(stage, key);
    frame_draw(&stage->grid, &stage->app);
}

static void turn(struct stage *stage, enum gesture gesture, int row, int column)
{
    struct app_event event = {.kind = EVENT_POINTER};
    frame_draw(&stage->grid, &stage->app);
    hits_find(&stage->grid.hits, row, column, &event.pointer);
    event.pointer.gesture = gesture;
    stage_handle(stage, &event);
}

Test(preview_scroll, keys_go_to_the_end_and_back)
{
    struct stage stage;
    open_carousel(&stage, 24, 80);
    stage_keys(&stage, "<PageDown>"); /* first it is shown */
    cr_assert(stage.app.shows_preview);
    stage_check(&stage, "preview_long_80x24");
    size_t most = stage.grid.preview_most;
    cr_assert_gt(most, 5);
    stage_keys(&stage, "<PageDown>");
    cr_assert_eq(stage.app.preview_top, 5);
    for (int i = 0; i < 20; i++)
        stage_keys(&stage, "<M-j>");
    cr_assert_eq(stage.app.preview_top, most);
    stage_check(&stage, "preview_long_end_80x24");
    for (int i = 0; i < 20; i++)
        stage_keys(&stage, "<PageUp>");
    cr_assert_eq(stage.app.preview_top, 0);
    stage_close(&stage);
}

Test(preview_scroll, the_wheel_scrolls_what_it_is_over)
{
    struct stage stage;
    open_carousel(&stage, 30, 120);
    frame_draw(&stage.grid, &stage.app);
    cr_assert_gt(stage.grid.preview_most, 3);
    size_t focus = stage.app.focus;
    turn(&stage, GESTURE_WHEEL_DOWN, 5, 100);
    cr_assert_eq(stage.app.preview_top, 3);
    turn(&stage, GESTURE_WHEEL_UP, 5, 100);
    turn(&stage, GESTURE_WHEEL_UP, 5, 100);
    cr_assert_eq(stage.app.preview_top, 0);
    cr_assert_eq(stage.app.focus, focus);
    stage_close(&stage);
}

/* A larger window shows from the top again what now has its place, whatever was scrolled before. */
Test(preview_scroll, the_place_follows_the_window_and_the_template)
{
    struct stage stage;
    open_carousel(&stage, 24, 80);
    for (int i = 0; i < 3; i++)
        press(&stage, "<PageDown>");
    cr_assert_gt(stage.app.preview_top, 0);
    struct app_event event = {.kind = EVENT_RESIZE, .rows = 200, .columns = 120};
    cr_assert(grid_resize(&stage.grid, 200, 120));
    stage_handle(&stage, &event);
    cr_assert(shows(&stage, "card 0"));
    cr_assert_eq(stage.grid.preview_most, 0);
    stage_choose(&stage, "hello_world", "en_US");
    cr_assert_eq(stage.app.preview_top, 0);
    stage_close(&stage);
}

Test(preview_scroll, a_request_is_scrolled_too)
{
    static const char body[] = "{\n\"a\":1,\n\"b\":2,\n\"c\":3,\n\"d\":4,\n\"e\":5,\n\"f\":6,\n"
                               "\"g\":7,\n\"h\":8,\n\"i\":9,\n\"j\":10,\n\"last\":11\n}";
    struct stage stage;
    open_carousel(&stage, 16, 60);
    stage_keys(&stage, "<F4><F4><F4>");
    cr_assert_eq(stage.app.preview_kind, PREVIEW_AS_JSON);
    struct app_event event = {.kind = EVENT_REQUEST, .text = body, .length = sizeof body - 1};
    stage_handle(&stage, &event);
    cr_assert(shows(&stage, "\"a\""));
    cr_assert_not(shows(&stage, "\"last\""));
    for (int i = 0; i < 3; i++)
        press(&stage, "<PageDown>");
    cr_assert(shows(&stage, "\"last\""));
    cr_assert_not(shows(&stage, "\"a\""));
    stage_close(&stage);
}

Test(preview_scroll, a_short_one_says_that_there_is_no_more)
{
    struct stage stage;
    open_carousel(&stage, 60, 200);
    stage_choose(&stage, "hello_world", "en_US");
    stage_keys(&stage, "<PageDown>");
    cr_assert_str_eq(stage.app.notice.text, "There is no more of the preview than is seen.");
    stage_close(&stage);
}
