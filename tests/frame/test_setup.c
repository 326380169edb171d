/* The first screen at three sizes. */
#include "tests/frame/stage.h"

#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const struct size {
    int rows, columns;
} sizes[] = {{24, 80}, {40, 120}, {16, 60}};

static const struct sender senders[] = {
    {.id = "106540352242922",
     .waba = "102290129340398",
     .label = "Support UK",
     .number = "+44 20 7946 0018",
     .status = "CONNECTED",
     .quality = "GREEN",
     .tier = "TIER_1K",
     .account_mode = "LIVE"},
    {.id = "106540352242999",
     .waba = "102290129340398",
     .label = "ベーカリー",
     .number = "+81 3 0000 0042",
     .status = "FLAGGED",
     .quality = "RED",
     .tier = "TIER_250",
     .account_mode = "SANDBOX"},
};

static const char settings[] = "; A comment.\n[chakra-tui]\nprofile = main\n\n[profile main]\n"
                               "base_url = https://api.chakrahq.com\ntoken_file = /home/asha/t\n"
                               "mode = test\ntest_recipients = +15550001234 Asha\n\n[plugin main]\n"
                               "profile = main\nid = d83e1d23-50b8-4d87-8f92-842a0ac516f6\n";

static void check(struct stage *stage, const char *screen)
{
    char name[200];
    snprintf(name, sizeof name, "setup_%s_%dx%d", screen, stage->app.columns, stage->app.rows);
    stage_check(stage, name);
}

static void open_setup(struct stage *stage, const struct size *size)
{
    stage_open(stage, size->rows, size->columns, MODE_TEST);
    setup_open(&stage->app);
}

static void answer(struct stage *stage, const struct check_list *list)
{
    struct app_event event = {.kind = EVENT_CHECKED,
                              .index = stage->app.setup.check,
                              .checks = list,
                              .text = settings,
                              .length = sizeof settings - 1,
                              .title = "/home/asha/.config/chakra-tui/chakra-tui.ini"};
    arena_init(&event.arena);
    event.sender_count = COUNT_OF(senders);
    event.senders = arena_alloc(&event.arena, COUNT_OF(senders), sizeof *event.senders);
    memcpy(event.senders, senders, sizeof senders);
    stage_handle(stage, &event);
    arena_release(&event.arena);
}

static void answer_well(struct stage *stage, const char *name, const char *found)
{
    struct check_list list = {.count = 0};
    check_ok(&list, name, "%s", found);
    answer(stage, &list);
}

static void draw(const struct size *size)
{
    struct stage stage;
    struct check_list list = {.count = 0};
    struct error error = {0};
    open_setup(&stage, size);
    check(&stage, "welcome");
    stage_keys(&stage, "<Down><Enter>");
    check(&stage, "source");
    stage_keys(&stage, "4<Enter>secret-token");
    check(&stage, "token");
    stage_keys(&stage, "<Enter>");
    answer_well(&stage, "token", "typed");
    stage_keys(&stage, "<Enter>");
    check(&stage, "checking");
    error_set(
        &error, ERR_AUTH,
        "Make a new access token in ChakraHQ (Admin, Access Tokens) and put it where this one "
        "came from.",
        "the list of phone numbers: the server refused the token: HTTP 401");
    check_ok(&list, "address", "https://api.chakrahq.com");
    check_ok(&list, "name", "api.chakrahq.com is known");
    check_ok(&list, "connection", "the server answers");
    check_ok(&list, "tls", "the certificate is trusted");
    check_failed(&list, "api", &error);
    answer(&stage, &list);
    check(&stage, "refused");
    stage_keys(&stage, "<Enter>");
    answer_well(&stage, "api", "the token is accepted (87 ms)");
    stage_keys(&stage, "d83e1d23-50b8-4d87-8f92-842a0ac516f6<Enter>");
    answer_well(&stage, "plugin", "d83e1d23-50b8-4d87-8f92-842a0ac516f6, with 2 senders");
    stage_keys(&stage, "<Down>");
    check(&stage, "sender");
    stage_keys(&stage, "<Enter>");
    answer_well(&stage, "templates", "43, 39 of them approved");
    check(&stage, "recipient");
    stage_keys(&stage, "<Enter>");
    answer_well(&stage, "settings", "complete; nothing is written yet");
    check(&stage, "save");
    stage_close(&stage);
}

Test(setup, looks_right_at_every_size)
{
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        draw(&sizes[i]);
}

/* The token is on no screen, however wide. */
Test(setup, never_shows_the_token)
{
    struct stage stage;
    struct strbuf dump;
    strbuf_init(&dump, 1 << 20);
    open_setup(&stage, &(struct size){50, 200});
    stage_keys(&stage, "2<Enter>4<Enter>secret-token");
    frame_draw(&stage.grid, &stage.app);
    grid_dump(&stage.grid, &dump);
    cr_expect_null(strstr(dump.text, "secret"));
    cr_expect_not_null(strstr(dump.text, "12 characters"));
    strbuf_release(&dump);
    stage_close(&stage);
}

Test(setup, resizing_at_any_step_draws_again)
{
    struct stage stage;
    open_setup(&stage, &sizes[0]);
    for (int columns = 1; columns < 130; columns += 3) {
        struct app_event event = {
            .kind = EVENT_RESIZE, .rows = columns / 3 + 1, .columns = columns};
        stage_handle(&stage, &event);
        cr_assert(grid_resize(&stage.grid, event.rows, event.columns));
        frame_draw(&stage.grid, &stage.app);
        stage_keys(&stage, columns % 2 == 0 ? "<Down>" : "<Enter>");
        answer_well(&stage, "any", "thing");
        frame_draw(&stage.grid, &stage.app);
    }
    cr_expect_eq(stage.app.overlay, OVERLAY_SETUP);
    stage_close(&stage);
}
