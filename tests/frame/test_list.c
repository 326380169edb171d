/* The screen of a list of sends, at three sizes, and what its keys do. */
#include "tests/frame/stage.h"

#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const struct size {
    int rows, columns;
} sizes[] = {{24, 80}, {40, 120}, {16, 60}};

static const char *const header[] = {"to", "Customer", "body.2", "body.3", "body.4", "comment"};

static void check(struct stage *stage, const char *screen)
{
    char name[200];
    snprintf(name, sizeof name, "%s_%dx%d", screen, stage->app.columns, stage->app.rows);
    stage_check(stage, name);
}

static void give(struct stage *stage, const struct list_news *news)
{
    struct app_event event = {.kind = EVENT_LIST, .list = news};
    arena_init(&event.arena);
    stage_handle(stage, &event);
    arena_release(&event.arena);
}

static void open_form(struct stage *stage, const struct size *size, enum profile_mode mode)
{
    stage_open(stage, size->rows, size->columns, mode);
    stage_give_senders(stage);
    stage_keys(stage, "<Enter><Enter>");
    stage_give_templates(stage);
    stage_give_history(stage);
    stage->app.templates_fetched_at = STAGE_NOW;
    stage_choose(stage, "order_shipped_positional", "en_US");
}

static struct effect last_effect(struct stage *stage, enum effect_kind kind)
{
    struct effect effects[APP_EFFECTS_MAX];
    struct effect found = {.kind = EFFECT_QUIT, .index = SIZE_MAX};
    size_t count = app_take_effects(&stage->app, effects);
    for (size_t i = 0; i < count; i++)
        if (effects[i].kind == kind)
            found = effects[i];
    return found;
}

static void open_list(struct stage *stage, const struct size *size, enum profile_mode mode)
{
    open_form(stage, size, mode);
    stage_keys(stage, "<M-n>orders.csv<Enter>");
    cr_assert_eq(last_effect(stage, EFFECT_LIST).index, LIST_READ);
    give(stage, &(struct list_news){
                    .kind = LIST_NEWS_COLUMNS, .names = header, .name_count = COUNT_OF(header)});
}

static void map_columns(struct stage *stage)
{
    stage_keys(stage, "<Down><Enter>body.1<Enter><End><Enter><Enter>");
}

static const struct list_counts sound = {
    .id = "0123456789abcdef", .rows = 30, .to_send = 28, .before = 2};

static void open_checked(struct stage *stage, const struct size *size, enum profile_mode mode)
{
    open_list(stage, size, mode);
    map_columns(stage);
    stage_keys(stage, "c");
    cr_assert_eq(last_effect(stage, EFFECT_LIST).index, LIST_CHECK);
    give(stage, &(struct list_news){.kind = LIST_NEWS_CHECKED, .counts = sound});
}

static void open_sending(struct stage *stage, const struct size *size)
{
    struct list_counts counts = sound;
    open_checked(stage, size, MODE_TEST);
    stage_keys(stage, "s");
    stage_wait(stage, 1000);
    stage_keys(stage, "y");
    cr_assert_eq(last_effect(stage, EFFECT_LIST).index, LIST_SEND);
    stage_wait(stage, 3000);
    counts.accepted = 10;
    counts.rejected = 1;
    counts.unknown = 1;
    counts.in_flight = 4;
    give(stage, &(struct list_news){.kind = LIST_NEWS_COUNTS, .counts = counts});
}

#define LIST_TEST(name)                               \
    static void draw_##name(const struct size *size); \
    Test(list, name)                                  \
    {                                                 \
        for (size_t i = 0; i < COUNT_OF(sizes); i++)  \
            draw_##name(&sizes[i]);                   \
    }                                                 \
    static void draw_##name(const struct size *size)

LIST_TEST(columns)
{
    struct stage stage;
    open_list(&stage, size, MODE_TEST);
    check(&stage, "list_columns");
    stage_keys(&stage, "<Down><Enter>");
    check(&stage, "list_slots");
    stage_close(&stage);
}

LIST_TEST(problems)
{
    static const struct list_problem problems[] = {
        {.row = 4,
         .column = "body.3",
         .rule = "V01",
         .is_error = true,
         .message = "A value is needed here: the message cannot be built without it."},
        {.row = 9,
         .column = "to",
         .rule = "duplicate",
         .is_error = false,
         .message = "Row 3 goes to the same number, with other values."},
    };
    struct stage stage;
    struct list_counts counts = {.rows = 30, .errors = 1, .warnings = 1};
    struct list_news news = {.kind = LIST_NEWS_CHECKED,
                             .counts = counts,
                             .problems = problems,
                             .problem_count = COUNT_OF(problems)};
    error_set(&news.error, ERR_CONTENT, "Correct them.", "1 problem in the list");
    open_list(&stage, size, MODE_TEST);
    map_columns(&stage);
    stage_keys(&stage, "c");
    give(&stage, &news);
    check(&stage, "list_problems");
    stage_keys(&stage, "s");
    cr_assert_eq(stage.app.overlay, OVERLAY_LIST, "a list with problems asked to be sent");
    stage_close(&stage);
}

LIST_TEST(question)
{
    struct stage stage;
    open_checked(&stage, size, MODE_LIVE);
    stage_keys(&stage, "s");
    stage_wait(&stage, 1000);
    check(&stage, "list_question");
    stage_close(&stage);
}

LIST_TEST(running)
{
    struct stage stage;
    open_sending(&stage, size);
    check(&stage, "list_running");
    stage_close(&stage);
}

LIST_TEST(ended)
{
    struct stage stage;
    struct list_counts counts = sound;
    open_sending(&stage, size);
    counts.accepted = 26;
    counts.rejected = 1;
    counts.unknown = 1;
    stage_wait(&stage, 4000);
    give(&stage, &(struct list_news){.kind = LIST_NEWS_ENDED,
                                     .counts = counts,
                                     .result_path = "orders.result.csv"});
    check(&stage, "list_ended");
    stage_keys(&stage, "h");
    cr_assert_str_eq(stage.app.history.filter.text.text, "batch:0123456789abcdef");
    cr_assert_eq(stage.app.pane, PANE_HISTORY);
    stage_close(&stage);
}

LIST_TEST(unreadable)
{
    struct stage stage;
    struct list_news news = {.kind = LIST_NEWS_COLUMNS};
    error_set(&news.error, ERR_IO, "Check the name.", "cannot open the list: No such file");
    error_set_where(&news.error, "orders.csv");
    open_form(&stage, size, MODE_TEST);
    stage_keys(&stage, "<M-n>orders.csv<Enter>");
    give(&stage, &news);
    check(&stage, "list_unreadable");
    stage_keys(&stage, "c<Enter>s");
    cr_assert_eq(stage.app.overlay, OVERLAY_LIST);
    cr_assert_eq(stage.app.list.stage, LIST_STAGE_COLUMNS);
    stage_close(&stage);
}

LIST_TEST(not_text)
{
    struct stage stage;
    struct list_news news = {.kind = LIST_NEWS_CHECKED, .counts = {.rows = 0}};
    error_set(&news.error, ERR_CONTENT,
              "Export the file again as text; a file with many of these may be UTF-16 "
              "(--encoding UTF-16).",
              "the file holds a NUL byte, so it is not text");
    error_set_where(&news.error, "orders.csv: row 2, column 1");
    open_form(&stage, size, MODE_TEST);
    stage_keys(&stage, "<M-n>orders.csv<Enter>");
    give(&stage, &(struct list_news){.kind = LIST_NEWS_COLUMNS, .names = header, .name_count = 1});
    stage_keys(&stage, "c");
    give(&stage, &news);
    check(&stage, "list_not_text");
    stage_close(&stage);
}

Test(list, in_mode_live_only_y_sends)
{
    struct stage stage;
    open_checked(&stage, &sizes[0], MODE_LIVE);
    stage_keys(&stage, "s");
    stage_wait(&stage, 1000);
    stage_keys(&stage, "s<Enter>");
    cr_assert_eq(stage.app.list.stage, LIST_STAGE_CHECKED);
    cr_assert_eq(stage.app.overlay, OVERLAY_LIST, "No does not go back to the list");
    stage_keys(&stage, "syy<Enter>y");
    cr_assert_eq(stage.app.list.stage, LIST_STAGE_CHECKED, "a key typed ahead sent it");
    cr_assert_eq(stage.app.overlay, OVERLAY_QUESTION);
    stage_wait(&stage, 1000);
    stage_keys(&stage, "<Tab><Enter>");
    cr_assert_eq(stage.app.list.stage, LIST_STAGE_CHECKED, "a marked button sent it");
    cr_assert_neq(last_effect(&stage, EFFECT_LIST).index, (size_t)LIST_SEND);
    stage_keys(&stage, "s");
    stage_wait(&stage, 1000);
    stage_keys(&stage, "y");
    cr_assert_eq(last_effect(&stage, EFFECT_LIST).index, (size_t)LIST_SEND);
    stage_close(&stage);
}

Test(list, stops_first_gently_then_at_once_and_goes_on_behind)
{
    struct stage stage;
    open_sending(&stage, &sizes[0]);
    stage_keys(&stage, "q");
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
    cr_assert_neq(last_effect(&stage, EFFECT_LIST).index, (size_t)LIST_DROP, "it was dropped");
    stage_keys(&stage, "<M-q>");
    cr_assert_eq(stage.app.overlay, OVERLAY_QUESTION, "left without a question");
    stage_keys(&stage, "n<M-n>");
    cr_assert_eq(stage.app.overlay, OVERLAY_LIST);
    stage_keys(&stage, "<C-c>");
    cr_assert_eq(last_effect(&stage, EFFECT_LIST).index, (size_t)LIST_STOP);
    stage_keys(&stage, "x");
    cr_assert_eq(last_effect(&stage, EFFECT_LIST).index, (size_t)LIST_CUT);
    stage_close(&stage);
}

Test(list, needs_template_and_sender)
{
    struct stage stage;
    stage_open(&stage, 24, 80, MODE_TEST);
    stage_keys(&stage, "<M-n>");
    cr_assert_not(stage.app.prompt.is_open);
    cr_assert(strstr(stage.app.notice.text, "choose it first") != NULL);
    stage_close(&stage);
}

Test(list, old_definitions_are_fetched_before_a_live_list)
{
    struct stage stage;
    open_form(&stage, &sizes[0], MODE_LIVE);
    stage.app.templates_fetched_at = STAGE_NOW - stage.app.profile->template_max_age_ms - 1;
    stage_keys(&stage, "<M-n>");
    cr_assert_not(stage.app.prompt.is_open);
    cr_assert(stage_took_effect(&stage, EFFECT_LOAD_TEMPLATES));
    stage_close(&stage);
}
