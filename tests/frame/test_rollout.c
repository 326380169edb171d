/* The rollout: what its keys ask for, what is kept, and how it looks. */
#include "tests/frame/stage.h"

#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct stage stage;

static void open_at(int rows, int columns, enum profile_mode mode)
{
    stage_open(&stage, rows, columns, mode);
    stage_give_senders(&stage);
    stage_keys(&stage, "<Enter><Enter>");
    stage_give_templates(&stage);
    stage_keys(&stage, "<M-w>");
    cr_assert(stage.app.rollout.is_open);
}

static void give(const struct rollout_news *news, const char *text)
{
    struct app_event event = {.kind = EVENT_ROLLOUT, .rollout = news, .text = text};
    event.length = text != NULL ? strlen(text) : 0;
    stage_handle(&stage, &event);
}

static void give_result(const char *name, const char *language, const char *verdict,
                        const char *reason, bool is_check, int64_t age_ms)
{
    const struct rollout_news news = {.kind = ROLLOUT_NEWS_RESULT,
                                      .result = {.name = name,
                                                 .language = language,
                                                 .verdict = verdict,
                                                 .reason = reason,
                                                 .preview = "Hi Asha",
                                                 .wamid = is_check ? NULL : "wamid.HBgLMTU1NTA=",
                                                 .run = "f00d",
                                                 .hash = "sha256:old",
                                                 .is_check = is_check,
                                                 .at = STAGE_NOW - age_ms}};
    give(&news, NULL);
}

static bool took_order(enum rollout_order order)
{
    struct effect effects[APP_EFFECTS_MAX];
    size_t count = app_take_effects(&stage.app, effects);
    for (size_t i = 0; i < count; i++)
        if (effects[i].kind == EFFECT_ROLLOUT && effects[i].index == (size_t)order)
            return true;
    return false;
}

static void plan(size_t sends)
{
    const struct rollout_news news = {
        .kind = ROLLOUT_NEWS_PLANNED, .sends = sends, .recipients = 1, .pace_ms = 13000};
    give(&news, NULL);
}

static void end_run(void)
{
    const struct rollout_news news = {.kind = ROLLOUT_NEWS_ENDED};
    give(&news, NULL);
}

static void go_to(const char *name)
{
    struct rollout *rollout = &stage.app.rollout;
    stage_keys(&stage, "<Home>");
    while (strcmp(rollout->rows[rollout->row].name, name) != 0) {
        size_t before = rollout->row;
        stage_keys(&stage, "j");
        cr_assert_eq(rollout->row, before + 1, "no row %s", name);
    }
}

static void select_language(const char *language)
{
    struct rollout *rollout = &stage.app.rollout;
    while (strcmp(rollout->languages[rollout->column], language) != 0) {
        size_t before = rollout->column;
        stage_keys(&stage, "l");
        cr_assert_eq(rollout->column, before + 1, "no column %s", language);
    }
}

Test(rollout, grid)
{
    open_at(24, 80, MODE_TEST);
    const struct rollout *rollout = &stage.app.rollout;
    cr_assert(took_order(ROLLOUT_ORDER_LOAD));
    cr_assert_str_eq(rollout->languages[0], "en_US", "the language of most templates is first");
    for (size_t i = 1; i < rollout->row_count; i++)
        cr_assert_lt(strcmp(rollout->rows[i - 1].name, rollout->rows[i].name), 0);
    size_t cells = 0;
    for (size_t i = 0; i < rollout->row_count; i++)
        cells += rollout->rows[i].count;
    cr_assert_eq(cells, stage.app.template_count);
    cr_assert_str_eq(stage.app.rollout.to, "15550001234");
    stage_keys(&stage, "hk<End>jG");
    cr_assert_eq(rollout->row, rollout->row_count - 1);
    go_to("loyalty_points"); /* ja and ko */
    stage_keys(&stage, "l");
    cr_assert_str_eq(rollout->languages[rollout->column], "ja");
    stage_keys(&stage, "<Right>");
    cr_assert_str_eq(rollout->languages[rollout->column], "ko");
    stage_keys(&stage, "l");
    cr_assert_str_eq(rollout->languages[rollout->column], "ko");
    stage_keys(&stage, "h");
    cr_assert_str_eq(rollout_selected(rollout)->template->language, "ja");
    stage_keys(&stage, "<Esc>");
    cr_assert_not(rollout->is_open);
    cr_assert_eq(app_context(&stage.app) & CONTEXT_ROLLOUT, 0);
    stage_close(&stage);
}

Test(rollout, asks_before_it_sends)
{
    open_at(24, 80, MODE_TEST);
    go_to("hello_world");
    stage_keys(&stage, "r");
    cr_assert(took_order(ROLLOUT_ORDER_PLAN));
    plan(1);
    cr_assert_eq(stage.app.overlay, OVERLAY_QUESTION);
    cr_assert_not_null(strstr(stage.app.question.text, "This sends 1 message to +1 555 000 1234"));
    stage_keys(&stage, "n");
    cr_assert_not(took_order(ROLLOUT_ORDER_GO), "sent although it was denied");
    cr_assert_eq(stage.app.rollout.phase, ROLLOUT_IDLE);
    stage_keys(&stage, "A");
    cr_assert(took_order(ROLLOUT_ORDER_PLAN));
    plan(31);
    cr_assert_not_null(strstr(stage.app.question.text, "This sends 31 messages to"));
    cr_assert_not_null(strstr(stage.app.question.text, "13 s or more"));
    stage_keys(&stage, "yy<Tab><Enter>");
    cr_assert_not(took_order(ROLLOUT_ORDER_GO), "a key typed ahead sent it");
    cr_assert_eq(stage.app.overlay, OVERLAY_QUESTION);
    stage_wait(&stage, 1000);
    stage_keys(&stage, "y");
    cr_assert(took_order(ROLLOUT_ORDER_GO));
    cr_assert_eq(stage.app.rollout.phase, ROLLOUT_RUNNING);
    stage_keys(&stage, "r");
    cr_assert_not(took_order(ROLLOUT_ORDER_PLAN), "two runs at once");
    stage_keys(&stage, "x");
    cr_assert(took_order(ROLLOUT_ORDER_CANCEL));
    end_run();
    cr_assert_eq(stage.app.rollout.phase, ROLLOUT_IDLE);
    stage_close(&stage);
}

/* A plan that comes when something else is on the screen must not be answered by a stray key. */
Test(rollout, asks_only_where_it_is_seen)
{
    open_at(24, 80, MODE_TEST);
    stage_keys(&stage, "A<Esc>");
    plan(31);
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
    cr_assert_eq(stage.app.rollout.phase, ROLLOUT_IDLE);
    cr_assert_not(took_order(ROLLOUT_ORDER_GO));
    stage_close(&stage);
}

Test(rollout, sandbox_asks_only_for_all)
{
    open_at(24, 80, MODE_SANDBOX);
    stage_keys(&stage, "R");
    plan(2);
    cr_assert(took_order(ROLLOUT_ORDER_GO));
    end_run();
    stage_keys(&stage, "A");
    plan(31);
    cr_assert_eq(stage.app.overlay, OVERLAY_QUESTION);
    stage_close(&stage);
}

Test(rollout, refuses_live_and_read_only)
{
    static const enum profile_mode modes[] = {MODE_LIVE, MODE_READ_ONLY};
    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        open_at(24, 80, modes[i]);
        (void)took_order(ROLLOUT_ORDER_LOAD);
        stage_keys(&stage, "rRA");
        cr_assert_not(took_order(ROLLOUT_ORDER_PLAN));
        cr_assert_not_null(strstr(stage.app.notice.text, "Nothing was sent"));
        stage_keys(&stage, "C");
        cr_assert(took_order(ROLLOUT_ORDER_PLAN), "a check sends nothing");
        stage_close(&stage);
    }
}

Test(rollout, leaves_out_what_cannot_be_sent)
{
    open_at(24, 80, MODE_SANDBOX);
    go_to("paused_low_quality");
    (void)took_order(ROLLOUT_ORDER_LOAD);
    stage_keys(&stage, "r");
    cr_assert_not(took_order(ROLLOUT_ORDER_PLAN));
    cr_assert_not_null(strstr(stage.app.notice.text, "PAUSED"), "%s", stage.app.notice.text);
    stage_close(&stage);
}

Test(rollout, drift)
{
    open_at(24, 80, MODE_SANDBOX);
    go_to("hello_world");
    stage_keys(&stage, "r");
    plan(1);
    give_result("hello_world", "en_US", "passed", "accepted", false, 60000);
    end_run();
    const struct rollout *rollout = &stage.app.rollout;
    const struct rollout_cell *cell = rollout_selected(rollout);
    cr_assert_not(rollout_has_drifted(rollout, cell), "nothing was compared yet");
    while (app_next_deadline(&stage.app, stage.monotonic_ms) == 0)
        stage_wait(&stage, 1);
    cr_assert(rollout_has_drifted(rollout, cell), "the hash is another one");
    char hash[DEFINITION_HASH_SIZE];
    cr_assert_eq(definition_hash(cell->template, hash, NULL), ERR_OK);
    const struct rollout_result result = {.name = "hello_world",
                                          .language = "en_US",
                                          .verdict = "passed",
                                          .hash = hash,
                                          .at = STAGE_NOW};
    cr_assert(rollout_put(&stage.app.rollout, &result));
    cr_assert_not(rollout_has_drifted(rollout, cell));
    stage_close(&stage);
}

/* A check that finds nothing says less than a message that went out. */
Test(rollout, check_keeps_a_better_verdict)
{
    struct rollout rollout = {.is_open = false};
    struct rollout_result result = {.name = "a",
                                    .language = "en",
                                    .verdict = "passed",
                                    .wamid = "wamid.X",
                                    .hash = "sha256:1",
                                    .at = 5};
    cr_assert(rollout_put(&rollout, &result));
    result.is_check = true;
    result.wamid = NULL;
    cr_assert(rollout_put(&rollout, &result));
    cr_assert_str_eq(rollout_find(&rollout, "a", "en")->wamid, "wamid.X");
    result.hash = "sha256:2";
    cr_assert(rollout_put(&rollout, &result));
    cr_assert_null(rollout_find(&rollout, "a", "en")->wamid);
    cr_assert_str_eq(rollout_verdict_word(rollout_find(&rollout, "a", "en")), "checked");
    rollout_release(&rollout);
}

Test(rollout, is_kept)
{
    struct rollout first = {.is_open = false};
    struct rollout again = {.is_open = false};
    const struct rollout_result results[] = {
        {.name = "b", .language = "en", .verdict = "failed", .reason = "131026 no", .at = 7},
        {.name = "a", .language = "ur", .verdict = "passed", .preview = "x\ny", .hash = "sha256:1"},
        {.name = "a", .language = "de", .verdict = "cannot_tell", .is_check = true, .run = "r"},
    };
    for (size_t i = 0; i < COUNT_OF(results); i++)
        cr_assert(rollout_put(&first, &results[i]));
    CLEANUP(mem_freep) char *text = rollout_to_json(&first);
    cr_assert_not_null(text);
    cr_assert(rollout_take_json(&again, text, strlen(text)));
    CLEANUP(mem_freep) char *second = rollout_to_json(&again);
    cr_assert_str_eq(text, second);
    cr_assert_eq(again.record_count, 3);
    cr_assert_eq(rollout_find(&again, "b", "en")->verdict, ROLLOUT_FAILED);
    cr_assert_eq(rollout_find(&again, "b", "en")->at, 7);
    cr_assert_str_eq(rollout_find(&again, "a", "ur")->preview, "x\ny");
    cr_assert_null(rollout_find(&again, "a", "en"));
    static const char unknown_word[] = "{\"cells\":[{\"template\":\"a\",\"language\":\"de\","
                                       "\"verdict\":\"gone\",\"at\":1},3,{}]}";
    static const char *const odd[] = {"", "{", "[]", "{\"cells\":7}", unknown_word};
    for (size_t i = 0; i < COUNT_OF(odd); i++) {
        cr_assert(rollout_take_json(&again, odd[i], strlen(odd[i])));
        cr_assert_eq(again.record_count, 0, "%s", odd[i]);
    }
    rollout_release(&first);
    rollout_release(&again);
}

Test(rollout, another_account_ends_it)
{
    open_at(24, 80, MODE_SANDBOX);
    stage_keys(&stage, "A");
    plan(31);
    stage_wait(&stage, 1000);
    stage_keys(&stage, "y");
    (void)took_order(ROLLOUT_ORDER_GO);
    struct app_event event = {.kind = EVENT_PROFILE, .index = 1};
    stage_handle(&stage, &event);
    cr_assert(took_order(ROLLOUT_ORDER_STOP));
    cr_assert_not(stage.app.rollout.is_open);
    give_result("hello_world", "en_US", "passed", "late", false, 0);
    cr_assert_eq(stage.app.rollout.record_count, 0, "a result of the other account");
    stage_close(&stage);
}

Test(rollout, a_fresh_list_keeps_the_results)
{
    open_at(24, 80, MODE_SANDBOX);
    go_to("hello_world");
    size_t row = stage.app.rollout.row;
    stage_keys(&stage, "r");
    plan(1);
    give_result("hello_world", "en_US", "failed", "131026 Message undeliverable", false, 1000);
    end_run();
    stage_give_templates(&stage);
    cr_assert_eq(stage.app.rollout.row, row);
    cr_assert_eq(rollout_find(&stage.app.rollout, "hello_world", "en_US")->verdict, ROLLOUT_FAILED);
    stage_keys(&stage, "<Enter>");
    cr_assert_eq(stage.app.overlay, OVERLAY_PAGE);
    cr_assert_not_null(strstr(stage.app.page.text.text, "131026 Message undeliverable"));
    cr_assert_not_null(strstr(stage.app.page.text.text, "wamid.HBgLMTU1NTA="));
    stage_keys(&stage, "<Esc>");
    cr_assert_eq(app_context(&stage.app), CONTEXT_ROLLOUT, "back in the grid");
    stage_keys(&stage, "e");
    cr_assert(took_order(ROLLOUT_ORDER_EDIT));
    stage_close(&stage);
}

Test(rollout, pointer)
{
    open_at(24, 80, MODE_SANDBOX);
    frame_draw(&stage.grid, &stage.app);
    struct app_event event = {.kind = EVENT_POINTER};
    hits_find(&stage.grid.hits, 5, 2 + 30 + 1 + ROLLOUT_COLUMN + 2, &event.pointer);
    cr_assert_eq(event.pointer.target, TARGET_ROLLOUT);
    event.pointer.gesture = GESTURE_PRESS;
    stage_handle(&stage, &event);
    cr_assert_eq(stage.app.rollout.row, 2);
    cr_assert_eq(stage.app.rollout.column, 1);
    event.pointer.gesture = GESTURE_WHEEL_DOWN;
    stage_handle(&stage, &event);
    cr_assert_eq(stage.app.rollout.row, 5);
    stage_close(&stage);
}

static void draw_at(int rows, int columns)
{
    char name[80];
    open_at(rows, columns, MODE_SANDBOX);
    snprintf(name, sizeof name, "rollout_new_%dx%d", columns, rows);
    stage_check(&stage, name);
    stage_keys(&stage, "A");
    plan(31);
    stage_wait(&stage, 1000);
    snprintf(name, sizeof name, "rollout_question_%dx%d", columns, rows);
    stage_check(&stage, name);
    stage_keys(&stage, "y");
    give_result("appointment_reminder_named", "en_GB", "passed", "the server took it", false, 3000);
    give_result("hello_world", "en_US", "failed", "rejected: 131026 Message undeliverable", false,
                240000);
    give_result("flash_sale_lto", "en_US", "cannot_tell", "no answer came", false, 7200000);
    give_result("featured_spm", "en_US", "error", "not sent: there is no space", false, 86400000);
    give_result("feedback_quick_replies", "en_US", "passed", "ready", true, 60000);
    give_result("emoji_zwj", "en_US", "skipped", "no message can be made", true, 60000);
    snprintf(name, sizeof name, "rollout_running_%dx%d", columns, rows);
    go_to("flash_sale_lto");
    stage_check(&stage, name);
    end_run();
    while (app_next_deadline(&stage.app, stage.monotonic_ms) == 0)
        stage_wait(&stage, 1);
    select_language("en_US");
    stage_keys(&stage, "<Enter>");
    snprintf(name, sizeof name, "rollout_page_%dx%d", columns, rows);
    stage_check(&stage, name);
    stage_keys(&stage, "<Esc>");
    snprintf(name, sizeof name, "rollout_drift_%dx%d", columns, rows);
    stage_check(&stage, name);
    stage_close(&stage);
}

Test(rollout, looks)
{
    draw_at(24, 80);
    draw_at(40, 120);
    draw_at(16, 60);
}

Test(rollout_start, says_why_there_is_nothing_to_run)
{
    static const struct {
        enum load_state load;
        const char *words;
    } rows[] = {
        {LOAD_NOT_ASKED, "choose a sender"},
        {LOAD_RUNNING, "still being fetched"},
        {LOAD_FAILED, "to run: No route to host. Check the network."},
        {LOAD_DONE, "the account has none"},
    };
    struct stage empty;
    stage_open(&empty, 24, 80, MODE_TEST);
    stage_give_senders(&empty);
    stage_keys(&empty, "<Enter><Enter>");
    error_set(&empty.app.load_error[LOAD_TEMPLATES], ERR_NOT_SENT, "Check the network.",
              "No route to host");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        empty.app.load[LOAD_TEMPLATES] = rows[i].load;
        stage_keys(&empty, "<M-w>");
        cr_assert_not(empty.app.rollout.is_open);
        cr_assert_not_null(strstr(empty.app.notice.text, rows[i].words), "%s",
                           empty.app.notice.text);
    }
    stage_close(&empty);
}
