/* Sizes of panes, the spinner, who is told of a slow send, and the form for a screen reader. */
#include "tests/frame/stage.h"

#include "ui/announce.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct layout layout_of(const struct stage *stage)
{
    struct layout layout;
    layout_compute(&stage->app, &layout);
    return layout;
}

static void open_loaded(struct stage *stage, int rows, int columns)
{
    stage_open(stage, rows, columns, MODE_TEST);
    stage_give_senders(stage);
    stage_keys(stage, "<Enter><Enter>");
    stage_give_templates(stage);
    stage_give_history(stage);
}

static size_t panes(const struct layout *layout)
{
    return (size_t)(layout->form.height > 0) + (size_t)(layout->preview.height > 0) +
           (size_t)(layout->history.height > 0);
}

Test(looks, three_panes_two_or_one)
{
    static const struct {
        int rows, columns;
        size_t panes;
    } rows[] = {{40, 120, 3}, {60, 200, 3}, {24, 80, 2}, {16, 60, 1}, {19, 200, 1}, {20, 60, 2}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct stage stage;
        open_loaded(&stage, rows[i].rows, rows[i].columns);
        struct layout layout = layout_of(&stage);
        cr_expect_eq(panes(&layout), rows[i].panes, "%dx%d", rows[i].columns, rows[i].rows);
        stage_close(&stage);
    }
}

Test(looks, the_focused_pane_can_have_the_screen)
{
    struct stage stage;
    open_loaded(&stage, 40, 120);
    stage_keys(&stage, "<Esc>z");
    struct layout layout = layout_of(&stage);
    cr_assert_eq(panes(&layout), 1);
    cr_assert_eq(layout.form.width, 120);
    cr_assert_eq(layout.form.height, 37);
    stage_keys(&stage, "<F4>");
    layout = layout_of(&stage);
    cr_assert_eq(layout.preview.width, 120);
    stage_keys(&stage, "<F3>");
    layout = layout_of(&stage);
    cr_assert_eq(layout.history.height, 37);
    stage_keys(&stage, "<M-m>");
    layout = layout_of(&stage);
    cr_assert_eq(panes(&layout), 3);
    stage_close(&stage);
}

/* Whatever is pressed, every pane keeps what it needs. */
Test(looks, sizes_have_bounds)
{
    static const char *const presses[] = {"+", "-", ">", "<"};
    for (size_t i = 0; i < sizeof presses / sizeof presses[0]; i++) {
        struct stage stage;
        open_loaded(&stage, 40, 120);
        stage_keys(&stage, "<Esc>");
        struct layout before = layout_of(&stage);
        for (int press = 0; press < 40; press++) {
            struct app_event event = {.kind = EVENT_KEY};
            event.key = (struct key){.code = KEYCODE_TEXT, .text = (uint32_t)presses[i][0]};
            stage_handle(&stage, &event);
        }
        struct layout layout = layout_of(&stage);
        cr_expect_geq(layout.history.height, 5, "%s", presses[i]);
        cr_expect_geq(layout.form.height, 8, "%s", presses[i]);
        cr_expect_geq(layout.form.width, 24, "%s", presses[i]);
        cr_expect_geq(layout.preview.width, 24, "%s", presses[i]);
        cr_expect_neq(memcmp(&before, &layout, sizeof layout), 0, "%s changes nothing", presses[i]);
        stage_close(&stage);
    }
}

Test(looks, a_spinner_turns_only_while_something_runs)
{
    struct stage stage;
    stage_open(&stage, 40, 120, MODE_TEST);
    cr_assert_eq(app_next_deadline(&stage.app, stage.monotonic_ms), LOOKS_SPIN_MS);
    stage_give_senders(&stage);
    stage_keys(&stage, "<Enter><Enter>");
    stage_give_templates(&stage);
    stage.app.save_draft_at = 0;
    cr_assert_eq(app_next_deadline(&stage.app, stage.monotonic_ms), -1, "an idle program wakes up");
    stage.app.in_flight = 1;
    cr_assert_eq(app_next_deadline(&stage.app, stage.monotonic_ms), LOOKS_SPIN_MS);
    stage.app.looks.has_spinner = false;
    cr_assert_eq(app_next_deadline(&stage.app, stage.monotonic_ms), 1000);
    cr_assert_str_neq(looks_spinner(0, false), looks_spinner(LOOKS_SPIN_MS, false));
    cr_assert_str_eq(looks_spinner(0, true), "|");
    stage_close(&stage);
}

static void end_send(struct stage *stage, int64_t after_ms, bool unfocused)
{
    stage->app.records[1] =
        (struct send_record){.number = 1, .started_ms = stage->monotonic_ms - after_ms};
    struct app_event event = {.kind = EVENT_FOCUS, .index = !unfocused};
    stage_handle(stage, &event);
    event = (struct app_event){.kind = EVENT_SEND_ENDED,
                               .sent = {.number = 1, .row_id = 3, .to = "15550001234"}};
    stage_handle(stage, &event);
}

Test(looks, only_who_looks_elsewhere_is_told_of_a_slow_send)
{
    static const struct {
        int64_t ms;
        bool unfocused, is_told;
    } rows[] = {{6000, true, true}, {6000, false, false}, {4000, true, false}, {5000, true, false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct stage stage;
        open_loaded(&stage, 24, 80);
        (void)stage_took_effect(&stage, EFFECT_NOTIFY);
        end_send(&stage, rows[i].ms, rows[i].unfocused);
        cr_expect_eq(stage_took_effect(&stage, EFFECT_NOTIFY), rows[i].is_told, "row %zu", i);
        stage_close(&stage);
    }
}

/* ---- for a screen reader ---------------------------------------------------- */

static void check_place(struct stage *stage, const char *wanted)
{
    struct strbuf place;
    strbuf_init(&place, 65536);
    announce_place(&stage->app, &place);
    cr_expect_str_eq(place.text, wanted, "%s", place.text);
    strbuf_release(&place);
}

Test(looks, the_place_is_said_in_words)
{
    struct stage stage;
    open_loaded(&stage, 24, 80);
    check_place(&stage, "Template, choice, Enter opens the list. 3 of 5.");
    stage_choose(&stage, "order_shipped_positional", "en_US");
    stage_keys(&stage, "+1 555 000 1234");
    check_place(&stage, "To, text: +1 555 000 1234. 5 of 9.");
    stage_keys(&stage, "<Tab>");
    check_place(&stage, "body 1, text: empty. 6 of 9. Type the value for {{1}}.");
    stage_keys(&stage, "<F3><Down><Down>");
    check_place(&stage,
                "History row 3 of 5: rejected, to +91 99901 25843, delivery_slot en. Template "
                "does not exist: template name (delivery_slot) does not exist in en");
    stage_close(&stage);
}

static void check(struct stage *stage, const char *screen)
{
    char name[200];
    snprintf(name, sizeof name, "linear_%s_%dx%d", screen, stage->app.columns, stage->app.rows);
    stage_check(stage, name);
    for (int row = 0; row < stage->grid.rows; row++)
        for (int column = 0; column < stage->grid.columns; column++)
            cr_assert_neq(strncmp(grid_at(&stage->grid, row, column)->text, "\xE2\x94", 2), 0,
                          "a border in %s", screen);
}

Test(looks, linear_screens)
{
    static const struct {
        int rows, columns;
    } sizes[] = {{24, 80}, {40, 120}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct stage stage;
        stage_open(&stage, sizes[i].rows, sizes[i].columns, MODE_TEST);
        stage.app.looks.is_linear = true;
        stage_give_senders(&stage);
        stage_keys(&stage, "<Enter><Enter>");
        stage_give_templates(&stage);
        stage_give_history(&stage);
        stage_keys(&stage, "<Enter>");
        check(&stage, "picker");
        stage_keys(&stage, "<Esc>");
        stage_choose(&stage, "order_shipped_positional", "en_US");
        stage_keys(&stage, "+1 555 000 1234<Tab>Ines");
        check(&stage, "form");
        cr_assert_geq(stage.grid.cursor_row, 0);
        stage_keys(&stage, "<F4>");
        check(&stage, "preview");
        stage_keys(&stage, "<F3>");
        check(&stage, "history");
        stage_keys(&stage, "<F1>");
        check(&stage, "help");
        stage_close(&stage);
    }
}

/* Borders of ASCII alone: letters of other scripts stay. */
Test(looks, ascii_lines)
{
    struct stage stage;
    open_loaded(&stage, 24, 80);
    stage.grid.ascii_lines = true;
    stage_choose(&stage, "order_shipped_positional", "en_US");
    stage_keys(&stage, "<Tab>Zoë");
    frame_draw(&stage.grid, &stage.app);
    struct strbuf shown;
    strbuf_init(&shown, 1 << 20);
    grid_dump(&stage.grid, &shown);
    cr_assert_not_null(strstr(shown.text, "+ Compose · F4 shows the message -"));
    cr_assert_not_null(strstr(shown.text, "Zoë"));
    cr_assert_not_null(strstr(shown.text, "▾"));
    cr_assert_null(strstr(shown.text, "─"));
    strbuf_release(&shown);
    stage_close(&stage);
}
