/* The hint bar offers what can be done now: it follows what goes on. */
#include "tests/frame/stage.h"

#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const char *const header[] = {"to", "body.1", "body.2", "body.3", "body.4"};

static void open_filled(struct stage *stage, enum profile_mode mode)
{
    stage_open(stage, 40, 200, mode);
    stage_give_senders(stage);
    stage_keys(stage, "<Enter><Enter>");
    stage_give_templates(stage);
    stage_give_history(stage);
    stage->app.templates_fetched_at = STAGE_NOW;
    stage_choose(stage, "order_shipped_positional", "en_US");
}

/* The last line has these hints and no others. */
static void check_hints(struct stage *stage, const char *wanted)
{
    frame_draw(&stage->grid, &stage->app);
    char line[1024] = "";
    size_t used = 0;
    for (int column = 1; column < stage->grid.columns; column++) {
        const char *text = grid_at(&stage->grid, stage->grid.rows - 1, column)->text;
        used += (size_t)snprintf(line + used, sizeof line - used, "%s", text);
    }
    char *end = strstr(line, "     ");
    if (end != NULL)
        *end = '\0';
    cr_expect_str_eq(line, wanted);
}

static void give(struct stage *stage, const struct list_news *news)
{
    struct app_event event = {.kind = EVENT_LIST, .list = news};
    arena_init(&event.arena);
    stage_handle(stage, &event);
    arena_release(&event.arena);
}

Test(hints, of_a_list_follow_its_stage)
{
    struct stage stage;
    struct list_counts counts = {.id = "0123456789abcdef", .rows = 3, .to_send = 3};
    open_filled(&stage, MODE_TEST);
    stage_keys(&stage, "<M-n>orders.csv<Enter>");
    check_hints(&stage, "Esc close  C-p all commands");
    give(&stage, &(struct list_news){
                     .kind = LIST_NEWS_COLUMNS, .names = header, .name_count = COUNT_OF(header)});
    check_hints(&stage, "c check  Enter slot  Esc close  C-p all commands");
    stage_keys(&stage, "c");
    check_hints(&stage, "x stop  Esc close  C-p all commands");
    give(&stage, &(struct list_news){.kind = LIST_NEWS_CHECKED, .counts = counts});
    check_hints(&stage, "c check  s send  m columns  h rows  Esc close  C-p all commands");
    counts.errors = 1;
    stage_keys(&stage, "c");
    give(&stage, &(struct list_news){.kind = LIST_NEWS_CHECKED, .counts = counts});
    check_hints(&stage, "c check  m columns  h rows  Esc close  C-p all commands");
    counts.errors = 0;
    stage_keys(&stage, "c");
    give(&stage, &(struct list_news){.kind = LIST_NEWS_CHECKED, .counts = counts});
    stage_keys(&stage, "s");
    check_hints(&stage, ""); /* no key answers yet: the question was not read */
    stage_wait(&stage, 300);
    check_hints(&stage, "Esc close  n back  y yes");
    stage_keys(&stage, "y");
    check_hints(&stage, "x stop  h rows  Esc close  C-p all commands");
    stage_keys(&stage, "xx");
    check_hints(&stage, "h rows  Esc close  C-p all commands");
    give(&stage, &(struct list_news){.kind = LIST_NEWS_ENDED, .counts = counts});
    check_hints(&stage, "h rows  Esc close  C-p all commands");
    stage_close(&stage);
}

static void plan(struct stage *stage)
{
    struct rollout_news news = {.kind = ROLLOUT_NEWS_PLANNED, .sends = 1, .recipients = 1};
    struct app_event event = {.kind = EVENT_ROLLOUT, .rollout = &news};
    stage_handle(stage, &event);
}

Test(hints, of_the_rollout_follow_its_run)
{
    struct stage stage;
    open_filled(&stage, MODE_SANDBOX);
    stage_keys(&stage, "<M-w>");
    check_hints(&stage,
                "r run  R run row  A run all  c check  e edit  Esc close  C-p all commands");
    stage_keys(&stage, "r");
    plan(&stage);
    check_hints(&stage, "e edit  x cancel  Esc close  C-p all commands");
    struct rollout_news news = {.kind = ROLLOUT_NEWS_ENDED};
    struct app_event event = {.kind = EVENT_ROLLOUT, .rollout = &news};
    stage_handle(&stage, &event);
    check_hints(&stage,
                "r run  R run row  A run all  c check  e edit  Esc close  C-p all commands");
    stage_close(&stage);
}

/* In a live profile nothing is run, but everything can be checked. */
Test(hints, of_the_rollout_follow_the_profile)
{
    struct stage stage;
    open_filled(&stage, MODE_LIVE);
    stage_keys(&stage, "<M-w>");
    check_hints(&stage, "c check  e edit  Esc close  C-p all commands");
    stage_close(&stage);
}

Test(hints, of_the_history_follow_the_row)
{
    struct stage stage;
    stage_open(&stage, 24, 200, MODE_TEST);
    stage_keys(&stage, "<F3>");
    check_hints(&stage,
                "/ search  S numbers  Esc form  F5 send  F6 dry run  F8 next open point  F3 other "
                "pane  F4 preview  r refresh  "
                "F9 profile  C-p all commands  q quit");
    stage_close(&stage);
}

/* What cannot be done has a key all the same, which says why. */
Test(hints, a_key_without_a_hint_says_why_it_does_nothing)
{
    struct stage stage;
    open_filled(&stage, MODE_SANDBOX);
    stage_keys(&stage, "<M-w>x");
    cr_assert_str_eq(stage.app.notice.text, "Nothing runs: there is nothing to stop.");
    stage_close(&stage);
}
