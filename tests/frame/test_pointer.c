/* The mouse: what a report means, what is hit on a frame, and what a press does. */
#include "tests/frame/stage.h"

#include "ui/mouse.h"

#include <criterion/criterion.h>
#include <string.h>

/* ---- what a report means -------------------------------------------------- */

Test(mouse, presses_of_the_first_button_and_the_wheel_mean_something)
{
    static const struct {
        int button;
        bool is_press;
        enum gesture gesture;
    } rows[] = {
        {0, true, GESTURE_PRESS},     {16, true, GESTURE_PRESS}, /* with Control */
        {64, true, GESTURE_WHEEL_UP}, {65, true, GESTURE_WHEEL_DOWN}, {0, false, GESTURE_NONE},
        {1, true, GESTURE_NONE},      {2, true, GESTURE_NONE},        {32, true, GESTURE_NONE},
        {66, true, GESTURE_NONE},     {128, true, GESTURE_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_eq(mouse_gesture(rows[i].button, rows[i].is_press), rows[i].gesture, "%d",
                     rows[i].button);
}

/* ---- hits ------------------------------------------------------------------ */

static void open_loaded(struct stage *stage, int rows, int columns, enum profile_mode mode)
{
    stage_open(stage, rows, columns, mode);
    stage_give_senders(stage);
    stage_keys(stage, "<Enter><Enter>");
    stage_give_templates(stage);
    stage_give_history(stage);
    stage_choose(stage, "order_shipped_positional", "en_US");
}

/* Where a text stands on the frame, its first cell. */
static void place_of(struct stage *stage, const char *text, int *row, int *column)
{
    frame_draw(&stage->grid, &stage->app);
    for (*row = 0; *row < stage->grid.rows; (*row)++) {
        for (*column = 0; *column < stage->grid.columns; (*column)++) {
            size_t at = 0;
            int cell = *column;
            while (text[at] != '\0' && cell < stage->grid.columns) {
                const char *seen = grid_at(&stage->grid, *row, cell++)->text;
                if (strncmp(seen, text + at, strlen(seen)) != 0)
                    break;
                at += strlen(seen);
            }
            if (text[at] == '\0')
                return;
        }
    }
    cr_assert_fail("not on the screen: %s", text);
}

static void send(struct stage *stage, enum gesture gesture, int row, int column)
{
    struct app_event event = {.kind = EVENT_POINTER};
    frame_draw(&stage->grid, &stage->app);
    hits_find(&stage->grid.hits, row, column, &event.pointer);
    event.pointer.gesture = gesture;
    stage_handle(stage, &event);
}

static void click(struct stage *stage, const char *text, int further)
{
    int row = 0;
    int column = 0;
    place_of(stage, text, &row, &column);
    send(stage, GESTURE_PRESS, row, column + further);
}

/* Nothing is hit that is not drawn: every cell of every screen has a target of what is on top. */
Test(pointer, hits_lie_inside_the_screen)
{
    static const struct {
        int rows, columns;
    } sizes[] = {{16, 60}, {24, 80}, {40, 120}, {60, 200}, {5, 20}, {16, 59}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct stage stage;
        stage_open(&stage, sizes[i].rows, sizes[i].columns, MODE_TEST);
        frame_draw(&stage.grid, &stage.app);
        for (size_t j = 0; j < stage.grid.hits.count; j++) {
            const struct rect *at = &stage.grid.hits.items[j].at;
            cr_expect_geq(at->row, 0);
            cr_expect_geq(at->column, 0);
            cr_expect_leq(at->row + at->height, sizes[i].rows);
            cr_expect_leq(at->column + at->width, sizes[i].columns);
        }
        struct pointer pointer = {0};
        hits_find(&stage.grid.hits, sizes[i].rows, 0, &pointer);
        cr_expect_eq(pointer.target, TARGET_NONE);
        stage_close(&stage);
    }
}

Test(pointer, a_press_focuses_the_field_and_puts_the_cursor_there)
{
    struct stage stage;
    open_loaded(&stage, 24, 80, MODE_TEST);
    click(&stage, "{{2}}", 1);
    cr_assert_eq(stage.app.focus, draft_find_field(&stage.app.draft, "body.2"));
    stage_keys(&stage, "a日b");
    click(&stage, "日", 0);
    cr_assert_eq(stage.app.draft.fields[stage.app.focus].edit.cursor, 1);
    click(&stage, "日", 2);
    cr_assert_eq(stage.app.draft.fields[stage.app.focus].edit.cursor, 4);
    click(&stage, "日", 20);
    cr_assert_eq(stage.app.draft.fields[stage.app.focus].edit.cursor, 5);
    stage_close(&stage);
}

Test(pointer, a_choice_opens_with_the_second_press)
{
    struct stage stage;
    open_loaded(&stage, 24, 80, MODE_TEST);
    click(&stage, "Template ", 0);
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
    cr_assert_eq(stage.app.focus, FIELD_TEMPLATE);
    click(&stage, "order_shipped", 0);
    cr_assert_eq(stage.app.overlay, OVERLAY_PICKER);
    /* What lies below the list is not reached; a row is taken by one press. */
    click(&stage, "Compose", 0);
    cr_assert_eq(stage.app.overlay, OVERLAY_PICKER);
    stage_keys(&stage, "hello_world");
    click(&stage, "  hello_world ", 3);
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
    cr_assert_str_eq(stage.app.draft.template->name, "hello_world");
    stage_close(&stage);
}

Test(pointer, a_row_is_marked_by_one_press_and_opened_by_two)
{
    struct stage stage;
    open_loaded(&stage, 40, 120, MODE_TEST);
    (void)stage_took_effect(&stage, EFFECT_QUIT);
    click(&stage, "rejected", 0);
    cr_assert_eq(stage.app.pane, PANE_HISTORY);
    cr_assert_eq(history_view_selected(&stage.app.history)->id, 7);
    cr_assert_not(stage_took_effect(&stage, EFFECT_OPEN_ROW));
    stage.monotonic_ms += 1000; /* too late for a double click */
    click(&stage, "rejected", 0);
    cr_assert_not(stage_took_effect(&stage, EFFECT_OPEN_ROW));
    stage.monotonic_ms += 100;
    click(&stage, "rejected", 0);
    cr_assert(stage_took_effect(&stage, EFFECT_OPEN_ROW));
    stage_close(&stage);
}

Test(pointer, two_presses_on_a_message_id_copy_it)
{
    struct stage stage;
    open_loaded(&stage, 40, 120, MODE_TEST);
    click(&stage, "wamid.HB", 3);
    click(&stage, "wamid.HB", 3);
    struct effect effects[APP_EFFECTS_MAX];
    size_t count = app_take_effects(&stage.app, effects);
    cr_assert_gt(count, 0);
    cr_assert_eq(effects[count - 1].kind, EFFECT_COPY_ROW);
    cr_assert_eq(effects[count - 1].id, 8);
    cr_assert_eq(effects[count - 1].copy, COPY_WAMID);
    stage_close(&stage);
}

Test(pointer, a_message_id_in_a_page_is_copied_whole_over_its_lines)
{
    struct stage stage;
    static const char text[] =
        "Reply\n  \"id\": \"wamid.HBgMOTE5OTkwMTI1ODQzFQIAERgSMDEyMzQ1Njc4OUFC"
        "Q0RFRjAwAABBBBCCCCDDDDEEEE==\", and more\n";
    open_loaded(&stage, 16, 60, MODE_TEST);
    struct app_event event = {
        .kind = EVENT_PAGE, .title = "Row 8", .text = text, .length = sizeof text - 1};
    stage_handle(&stage, &event);
    click(&stage, "wamid.HB", 2);
    click(&stage, "wamid.HB", 2);
    cr_assert(stage_took_effect(&stage, EFFECT_COPY));
    cr_assert_str_eq(stage.app.copied.text, "wamid.HBgMOTE5OTkwMTI1ODQzFQIAERgSMDEyMzQ1Njc4OUFC"
                                            "Q0RFRjAwAABBBBCCCCDDDDEEEE==");
    click(&stage, "and more", 1);
    click(&stage, "and more", 1);
    cr_assert_not(stage_took_effect(&stage, EFFECT_COPY));
    stage_close(&stage);
}

/* A press that was on its way when the review opened is no confirmation; a real one is. */
Test(pointer, the_review_is_pressed_only_when_it_is_live)
{
    struct stage stage;
    open_loaded(&stage, 24, 80, MODE_LIVE);
    stage_keys(&stage, "+1 555 000 1234<Tab>Ines<Tab>MF-20993<Tab>14 May<Tab>3<F5>");
    struct app_event event = {.kind = EVENT_REVIEW, .facts = {.now_ms = STAGE_NOW}};
    stage_handle(&stage, &event);
    (void)stage_took_effect(&stage, EFFECT_SEND);
    click(&stage, "Send: y", 1);
    cr_assert_not(stage_took_effect(&stage, EFFECT_SEND));
    stage_wait(&stage, 1000);
    click(&stage, "Send: y", 1);
    cr_assert(stage_took_effect(&stage, EFFECT_SEND));
    stage_close(&stage);
}

/* The same message again takes a key of its own. */
Test(pointer, a_press_does_not_override_the_guard)
{
    struct stage stage;
    open_loaded(&stage, 24, 80, MODE_LIVE);
    stage_keys(&stage, "+1 555 000 1234<Tab>Ines<Tab>MF-20993<Tab>14 May<Tab>3<F5>");
    struct app_event event = {
        .kind = EVENT_REVIEW, .duplicate_of = 8, .facts = {.now_ms = STAGE_NOW}};
    stage_handle(&stage, &event);
    stage_wait(&stage, 1000);
    click(&stage, "Send although", 1);
    cr_assert_not(stage_took_effect(&stage, EFFECT_SEND));
    click(&stage, "Back", 1);
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
    stage_close(&stage);
}

Test(pointer, the_wheel_moves_what_it_is_over)
{
    struct stage stage;
    open_loaded(&stage, 40, 120, MODE_TEST);
    int row = 0;
    int column = 0;
    place_of(&stage, "delivered", &row, &column);
    send(&stage, GESTURE_WHEEL_DOWN, row, column);
    cr_assert_eq(stage.app.history.selected, 3);
    send(&stage, GESTURE_WHEEL_UP, row, column);
    cr_assert_eq(stage.app.history.selected, 0);
    place_of(&stage, "Language", &row, &column);
    size_t focus = stage.app.focus;
    send(&stage, GESTURE_WHEEL_UP, row, column);
    cr_assert_eq(stage.app.focus, focus - 1);
    for (int i = 0; i < 20; i++)
        send(&stage, GESTURE_WHEEL_UP, row, column);
    cr_assert_eq(stage.app.focus, 0, "the wheel went round");
    stage_close(&stage);
}

Test(pointer, a_hint_is_pressed_like_its_key)
{
    struct stage stage;
    open_loaded(&stage, 40, 120, MODE_TEST);
    click(&stage, "F3 other pane", 4);
    cr_assert_eq(stage.app.pane, PANE_HISTORY);
    stage_close(&stage);
}

Test(pointer, what_is_too_small_to_be_seen_is_not_pressed)
{
    struct stage stage;
    open_loaded(&stage, 24, 80, MODE_LIVE);
    stage_keys(&stage, "+1 555 000 1234<Tab>Ines<Tab>MF-20993<Tab>14 May<Tab>3<F5>");
    struct app_event event = {.kind = EVENT_REVIEW, .facts = {.now_ms = STAGE_NOW}};
    stage_handle(&stage, &event);
    stage_wait(&stage, 1000);
    event = (struct app_event){.kind = EVENT_RESIZE, .rows = 5, .columns = 20};
    stage_handle(&stage, &event);
    (void)stage_took_effect(&stage, EFFECT_SEND);
    event = (struct app_event){.kind = EVENT_POINTER,
                               .pointer = {.gesture = GESTURE_PRESS, .target = TARGET_BUTTON}};
    stage_handle(&stage, &event);
    stage_keys(&stage, "y");
    cr_assert_not(stage_took_effect(&stage, EFFECT_SEND), "sent what nobody could see");
    cr_assert_eq(stage.app.overlay, OVERLAY_REVIEW);
    stage_keys(&stage, "<C-q>");
    cr_assert(stage_took_effect(&stage, EFFECT_QUIT));
    stage_close(&stage);
}
