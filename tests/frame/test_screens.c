/* What every screen of the main job looks like, at four sizes. */
#include "tests/frame/stage.h"

#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const struct size {
    int rows, columns;
} sizes[] = {{24, 80}, {40, 120}, {16, 60}, {60, 200}};

static void check(struct stage *stage, const char *screen)
{
    char name[200];
    snprintf(name, sizeof name, "%s_%dx%d", screen, stage->app.columns, stage->app.rows);
    stage_check(stage, name);
}

static void open_loaded(struct stage *stage, const struct size *size, enum profile_mode mode)
{
    stage_open(stage, size->rows, size->columns, mode);
    stage_give_senders(stage);
    stage_keys(stage, "<Enter><Enter>"); /* two senders: the operator chooses */
    stage_give_templates(stage);
    stage_give_history(stage);
}

static void fill_order(struct stage *stage)
{
    stage_choose(stage, "order_shipped_positional", "en_US");
    stage_keys(stage, "+1 555 000 1234<Tab>Ines<Tab>MF-20993<Tab>14 May<Tab>3");
}

#define SCREEN_TEST(name)                             \
    static void draw_##name(const struct size *size); \
    Test(screens, name)                               \
    {                                                 \
        for (size_t i = 0; i < COUNT_OF(sizes); i++)  \
            draw_##name(&sizes[i]);                   \
    }                                                 \
    static void draw_##name(const struct size *size)

SCREEN_TEST(loading)
{
    struct stage stage;
    stage_open(&stage, size->rows, size->columns, MODE_TEST);
    check(&stage, "loading");
    stage_close(&stage);
}

SCREEN_TEST(sender_choice)
{
    struct stage stage;
    stage_open(&stage, size->rows, size->columns, MODE_TEST);
    stage_give_senders(&stage);
    stage_keys(&stage, "<Enter>");
    check(&stage, "sender_choice");
    stage_close(&stage);
}

SCREEN_TEST(templates)
{
    struct stage stage;
    open_loaded(&stage, size, MODE_TEST);
    stage_keys(&stage, "<Enter>");
    check(&stage, "templates");
    stage_keys(&stage, "paus");
    check(&stage, "templates_filtered");
    stage_close(&stage);
}

SCREEN_TEST(languages)
{
    struct stage stage;
    open_loaded(&stage, size, MODE_TEST);
    stage_keys(&stage, "<Enter>delivery<Enter>");
    check(&stage, "languages");
    cr_assert_null(stage.app.draft.template, "a language was chosen by itself");
    stage_close(&stage);
}

SCREEN_TEST(compose)
{
    struct stage stage;
    open_loaded(&stage, size, MODE_TEST);
    stage_choose(&stage, "order_shipped_positional", "en_US");
    check(&stage, "compose_empty");
    stage_keys(&stage, "+1 555 000 1234<Tab>Ines<Tab>MF-20993");
    check(&stage, "compose_typing");
    stage_keys(&stage, "<F4>");
    check(&stage, "compose_preview");
    stage_close(&stage);
}

SCREEN_TEST(kinds)
{
    static const struct {
        const char *name, *language;
    } kinds[] = {{"welcome_guest", "ar"},         {"loyalty_points", "ja"},
                 {"event_invite_image", "en_US"}, {"otp_copy_code", "en_US"},
                 {"media_carousel", "en_US"},     {"looping_gif_teaser", "en_US"},
                 {"emoji_zwj", "en_US"}};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct stage stage;
        char name[120];
        open_loaded(&stage, size, MODE_TEST);
        stage_choose(&stage, kinds[i].name, kinds[i].language);
        snprintf(name, sizeof name, "kind_%s", kinds[i].name);
        check(&stage, name);
        stage_close(&stage);
    }
}

SCREEN_TEST(review)
{
    struct stage stage;
    open_loaded(&stage, size, MODE_LIVE);
    fill_order(&stage);
    stage_keys(&stage, "<F5>");
    cr_assert(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW));
    struct app_event event = {.kind = EVENT_REVIEW, .facts = {.now_ms = STAGE_NOW}};
    stage_handle(&stage, &event);
    stage_wait(&stage, 1000);
    check(&stage, "review_live");
    stage_keys(&stage, "<Esc><F5>");
    event.duplicate_of = 8;
    stage_handle(&stage, &event);
    stage_wait(&stage, 1000);
    check(&stage, "review_duplicate");
    stage_keys(&stage, "<Esc><F5>");
    for (size_t i = 0; i < stage.app.history.count; i++)
        if (stage.app.history.items[i].is_unknown)
            event.duplicate_of = stage.app.history.items[i].id;
    stage_handle(&stage, &event);
    stage_wait(&stage, 1000);
    check(&stage, "review_unknown");
    stage_close(&stage);
}

/* The values of cards, and the ends of a name of 512 characters, are seen before it is sent. */
SCREEN_TEST(review_of_much)
{
    struct stage stage;
    char name[513];
    open_loaded(&stage, size, MODE_LIVE);
    stage_choose(&stage, "media_carousel", "en_US");
    struct template long_named = *stage.app.draft.template;
    memset(name, 'x', sizeof name - 1);
    memcpy(name, "begins_", 7);
    memcpy(name + sizeof name - 6, "_ends", 6);
    long_named.name = name;
    for (size_t i = 0; i < stage.app.draft.field_count; i++) {
        const struct field *field = &stage.app.draft.fields[i];
        char value[80];
        if (field->kind != FIELD_SLOT || !field->slot->required)
            continue;
        bool is_link = strstr(field->slot->key, "header") != NULL;
        if (is_link && strstr(field->slot->key, ".link") == NULL)
            continue;
        snprintf(value, sizeof value, is_link ? "https://a.example/%zu.jpg" : "v%zu", i);
        cr_assert(draft_set_value(&stage.app.draft, field->slot->key, value));
    }
    cr_assert(draft_set_to(&stage.app.draft, "15550001234"));
    stage_keys(&stage, "<F5>");
    cr_assert(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW), "%s", stage.app.notice.text);
    struct app_event event = {
        .kind = EVENT_REVIEW, .title = "15550001234", .facts = {.now_ms = STAGE_NOW}};
    stage_handle(&stage, &event);
    stage_wait(&stage, 1000);
    const struct template *chosen = stage.app.draft.template;
    stage.app.draft.template = &long_named;
    check(&stage, "review_of_much");
    stage.app.draft.template = chosen;
    stage_close(&stage);
}

SCREEN_TEST(outcomes)
{
    struct stage stage;
    open_loaded(&stage, size, MODE_TEST);
    fill_order(&stage);
    struct app_event event = {.kind = EVENT_SEND_ENDED};
    stage.app.records[1] = (struct send_record){.number = 1, .generation = stage.app.generation};
    event.sent = (struct sent){.number = 1,
                               .err = ERR_REJECTED,
                               .row_id = 12,
                               .to = "15550001234",
                               .slot = "body.2",
                               .text = "132000 Number of parameters does not match",
                               .next = "Fetch the templates again with r."};
    stage_handle(&stage, &event);
    check(&stage, "outcome_rejected");
    event.sent = (struct sent){.number = 1,
                               .err = ERR_UNKNOWN,
                               .row_id = 13,
                               .to = "15550001234",
                               .text = "no answer within 30 s"};
    stage_handle(&stage, &event);
    check(&stage, "outcome_unknown");
    event.sent = (struct sent){.number = 1,
                               .err = ERR_OK,
                               .row_id = 14,
                               .to = "15550001234",
                               .wamid = "wamid.HBgLMTU1NTAwMDEyMzQVAgAR"};
    stage_handle(&stage, &event);
    check(&stage, "outcome_accepted");
    stage_close(&stage);
}

SCREEN_TEST(history)
{
    struct stage stage;
    open_loaded(&stage, size, MODE_TEST);
    stage_keys(&stage, "<F3><Down><Down>");
    check(&stage, "history_selected");
    static const char text[] = "unknown ?\n\n  time         2026-11-23 10:40:02\n\nEvents\n"
                               "  one \033[31mred\033[0m line\n";
    struct app_event event = {
        .kind = EVENT_PAGE, .title = "Row 6", .text = text, .length = sizeof text - 1};
    stage_handle(&stage, &event);
    check(&stage, "page");
    stage_close(&stage);
}

SCREEN_TEST(history_filters)
{
    struct stage stage;
    open_loaded(&stage, size, MODE_TEST);
    stage_keys(&stage, "<F3>/order");
    stage.app.history.found =
        (struct history_counts){.rows = 1204, .by_state = "4 failed · 1200 read"};
    stage.app.history.found_state = FOUND_SOME;
    check(&stage, "history_filter");
    struct app_event event = {.kind = EVENT_HISTORY, .error_offset = 3, .error_length = 2};
    error_set(&event.error, ERR_USAGE, "States are queued, sending, failed and so on.",
              "der is no state");
    stage_handle(&stage, &event);
    check(&stage, "history_filter_wrong");
    stage_keys(&stage, "<Esc>TT<Down>=");
    check(&stage, "history_whole_times");
    stage_close(&stage);
}

/* The pages of rows as effects make them: what is in them is tested where they are written. */
SCREEN_TEST(row_pages)
{
    static const char compared[] = "Row 8 above, row 7 below where they differ (≠)\n\n"
                                   "  = template                 hello_world\n"
                                   "  ≠ state                    delivered\n"
                                   "                             rejected\n\n1 difference\n";
    struct stage stage;
    open_loaded(&stage, size, MODE_TEST);
    stage_keys(&stage, "<F3><Down>");
    struct app_event event = {.kind = EVENT_PAGE,
                              .title = "Row 8 and row 7",
                              .text = compared,
                              .length = sizeof compared - 1};
    stage_handle(&stage, &event);
    check(&stage, "compare");
    event.title = "Row 8";
    event.row_id = 8;
    stage_handle(&stage, &event);
    stage_keys(&stage, "/HELLO");
    check(&stage, "row_find");
    stage_keys(&stage, "<Enter>#");
    cr_assert(stage_took_effect(&stage, EFFECT_NOTE_ROW));
    struct app_event note = {
        .kind = EVENT_NOTE, .row_id = 8, .text = "called back", .title = "vip late"};
    stage_handle(&stage, &note);
    check(&stage, "row_tags");
    stage_close(&stage);
}

SCREEN_TEST(overlays)
{
    struct stage stage;
    open_loaded(&stage, size, MODE_TEST);
    stage_keys(&stage, "<F1>");
    check(&stage, "help");
    stage_keys(&stage, "<Esc><C-p>");
    check(&stage, "palette");
    stage_keys(&stage, "<Esc>");
    stage.app.in_flight = 1;
    stage_keys(&stage, "<C-c>");
    check(&stage, "question_quit");
    stage_close(&stage);
}

SCREEN_TEST(failed_load)
{
    struct stage stage;
    stage_open(&stage, size->rows, size->columns, MODE_TEST);
    struct app_event event = {.kind = EVENT_LOAD_FAILED, .load = LOAD_SENDERS};
    error_set(&event.error, ERR_AUTH, "Put a fresh token into the token file.",
              "The server refused the token (401)");
    stage_handle(&stage, &event);
    check(&stage, "failed_load");
    stage_close(&stage);
}

Test(screens, smaller_than_usable_says_so)
{
    struct stage stage;
    stage_open(&stage, 5, 20, MODE_TEST);
    stage_check(&stage, "too_small_20x5");
    stage_close(&stage);
}

/* What {{4}} is cannot be told from the beginning of its sentence. */
Test(screens, the_place_of_a_slot_in_its_sentence_is_seen)
{
    struct stage stage;
    open_loaded(&stage, &sizes[0], MODE_TEST);
    fill_order(&stage);
    frame_draw(&stage.grid, &stage.app);
    struct strbuf shown;
    strbuf_init(&shown, 1 << 20);
    grid_dump(&stage.grid, &shown);
    cr_expect_not_null(strstr(shown.text, "… on {{3}} and should reach you within {{4}} days."),
                       "%s", shown.text);
    strbuf_release(&shown);
    stage_close(&stage);
}

Test(screens, ascii_only_draws_no_other_bytes)
{
    struct stage stage;
    open_loaded(&stage, &sizes[0], MODE_TEST);
    stage_choose(&stage, "welcome_guest", "ar");
    stage.grid.ascii_only = true;
    stage_check(&stage, "ascii_80x24");
    struct strbuf text;
    strbuf_init(&text, 1 << 20);
    grid_dump(&stage.grid, &text);
    for (size_t i = 0; i < text.length; i++)
        cr_assert_lt((unsigned char)text.text[i], 0x80);
    strbuf_release(&text);
    stage_close(&stage);
}

Test(screens, every_size_draws_without_harm)
{
    struct stage stage;
    open_loaded(&stage, &sizes[1], MODE_TEST);
    fill_order(&stage);
    for (int rows = 1; rows <= 45; rows += 4) {
        for (int columns = 1; columns <= 130; columns += 7) {
            struct app_event event = {.kind = EVENT_RESIZE, .rows = rows, .columns = columns};
            stage_handle(&stage, &event);
            cr_assert(grid_resize(&stage.grid, rows, columns));
            for (int overlay = OVERLAY_NONE; overlay <= OVERLAY_QUESTION; overlay++) {
                stage.app.overlay = (enum overlay)overlay;
                frame_draw(&stage.grid, &stage.app);
            }
            stage.app.overlay = OVERLAY_NONE;
        }
    }
    stage_close(&stage);
}

Test(screens, equal_apps_give_equal_grids)
{
    struct stage one, two;
    open_loaded(&one, &sizes[1], MODE_TEST);
    open_loaded(&two, &sizes[1], MODE_TEST);
    fill_order(&one);
    fill_order(&two);
    frame_draw(&one.grid, &one.app);
    frame_draw(&two.grid, &two.app);
    frame_draw(&two.grid, &two.app);
    size_t bytes = (size_t)one.grid.rows * (size_t)one.grid.columns * sizeof *one.grid.cells;
    cr_assert_eq(memcmp(one.grid.cells, two.grid.cells, bytes), 0);
    stage_close(&one);
    stage_close(&two);
}
