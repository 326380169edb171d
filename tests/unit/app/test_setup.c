/* The first screen as a value: steps, answers, and checks that come late or wrong. */
#include "src/app/app.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"

struct room {
    struct config config;
    struct profile profile;
    struct app app;
    struct effect effects[APP_EFFECTS_MAX];
    size_t effect_count;
};

static void give(struct room *room, struct app_event *event)
{
    app_handle(&room->app, event);
    room->effect_count = app_take_effects(&room->app, room->effects);
}

static void begin(struct room *room)
{
    static char name[] = "default", url[] = "https://api.chakrahq.com", version[] = "v24.0";
    *room = (struct room){.profile = {.name = name, .base_url = url, .api_version = version}};
    room->config =
        (struct config){.profiles = &room->profile, .profile_count = 1, .is_empty = true};
    cr_assert_eq(app_init(&room->app, &room->config, 1000, NULL), ERR_OK);
    room->effect_count = app_take_effects(&room->app, room->effects);
}

static void keys(struct room *room, const char *script)
{
    while (*script != '\0') {
        const char *name = script;
        size_t length = 1;
        struct app_event event = {.kind = EVENT_KEY};
        if (*script == '<') {
            name = script + 1;
            length = strcspn(name, ">");
            script = name + length;
        }
        script++;
        cr_assert(key_parse(name, length, &event.key), "%.*s", (int)length, name);
        give(room, &event);
    }
}

static bool asked(const struct room *room, enum effect_kind kind)
{
    for (size_t i = 0; i < room->effect_count; i++)
        if (room->effects[i].kind == kind)
            return true;
    return false;
}

static void answer(struct room *room, size_t check, bool is_good)
{
    struct check_list list = {.count = 0};
    struct error error = {0};
    struct app_event event = {.kind = EVENT_CHECKED,
                              .index = check,
                              .checks = &list,
                              .text = "[chakra-tui]\n",
                              .length = 13,
                              .title = "/home/a/chakra-tui.ini"};
    arena_init(&event.arena);
    error_set(&error, ERR_AUTH, "Make a new one.", "refused");
    if (is_good)
        check_ok(&list, "api", "accepted");
    else
        check_failed(&list, "api", &error);
    give(room, &event);
    arena_release(&event.arena);
}

Test(setup, opens_only_without_settings_and_loads_nothing)
{
    struct room room;
    begin(&room);
    cr_expect_eq(room.app.overlay, OVERLAY_SETUP);
    cr_expect_eq(app_context(&room.app), CONTEXT_SETUP);
    cr_expect_eq(room.effect_count, 0, "there is nothing to load from");
    app_release(&room.app);
    room.config.is_empty = false;
    cr_assert_eq(app_init(&room.app, &room.config, 1000, NULL), ERR_OK);
    cr_expect_eq(room.app.overlay, OVERLAY_NONE);
    app_release(&room.app);
}

Test(setup, enter_on_the_first_row_goes_to_the_sandbox)
{
    struct room room;
    begin(&room);
    keys(&room, "<Enter>");
    cr_expect(asked(&room, EFFECT_START_SANDBOX));
    cr_expect(asked(&room, EFFECT_QUIT));
    app_release(&room.app);
}

Test(setup, nothing_that_was_typed_is_lost_on_the_way_back)
{
    struct room room;
    begin(&room);
    keys(&room, "2<Enter>2<Enter><C-u>/a/token<Enter>");
    cr_assert(asked(&room, EFFECT_CHECK_SETUP));
    answer(&room, room.app.setup.check, true);
    cr_assert_eq(room.app.setup.step, SETUP_ADDRESS);
    keys(&room, "<C-u>https://b.example<Esc>");
    cr_expect_eq(room.app.setup.step, SETUP_TOKEN);
    cr_expect_str_eq(room.app.setup.from[SETUP_FROM_FILE].text.text, "/a/token");
    keys(&room, "<Esc>");
    cr_expect_eq(room.app.setup.step, SETUP_SOURCE);
    cr_expect_eq(room.app.setup.source, SETUP_FROM_FILE);
    keys(&room, "<Esc><Esc>");
    cr_expect_eq(room.app.setup.step, SETUP_WELCOME, "the first step has none before it");
    cr_expect_str_eq(room.app.setup.address.text.text, "https://b.example");
    app_release(&room.app);
}

Test(setup, a_failed_check_stays_and_says_why)
{
    struct room room;
    begin(&room);
    keys(&room, "2<Enter>4<Enter>abc<Enter>");
    answer(&room, room.app.setup.check, true);
    keys(&room, "<Enter>");
    answer(&room, room.app.setup.check, false);
    cr_expect_eq(room.app.setup.step, SETUP_ADDRESS);
    cr_assert_eq(room.app.setup.checks.count, 1);
    cr_expect_str_eq(room.app.setup.checks.items[0].next, "Make a new one.");
    keys(&room, "x");
    cr_expect_eq(room.app.setup.checks.count, 0, "the answer was about the old text");
    app_release(&room.app);
}

Test(setup, a_check_can_be_stopped_and_its_answer_is_dropped)
{
    struct room room;
    begin(&room);
    keys(&room, "2<Enter>4<Enter>abc<Enter>");
    size_t stopped = room.app.setup.check;
    keys(&room, "x<Enter>");
    cr_expect_eq(room.app.setup.typed.length, 3, "nothing is typed while it is checked");
    cr_expect_not(asked(&room, EFFECT_CHECK_SETUP), "one check at a time");
    keys(&room, "<Esc>");
    cr_expect(asked(&room, EFFECT_STOP_CHECK));
    cr_expect_eq(room.app.setup.step, SETUP_TOKEN);
    answer(&room, stopped, true);
    cr_expect_eq(room.app.setup.step, SETUP_TOKEN);
    app_release(&room.app);
}

Test(setup, the_end_writes_once_and_starts_again)
{
    struct room room;
    begin(&room);
    keys(&room, "2<Enter>4<Enter>abc<Enter>");
    answer(&room, room.app.setup.check, true);
    keys(&room, "<Enter>");
    answer(&room, room.app.setup.check, true);
    keys(&room, "<Enter>");
    answer(&room, room.app.setup.check, true); /* a plugin without senders */
    cr_assert_eq(room.app.setup.step, SETUP_SENDER);
    keys(&room, "<Enter>");
    cr_assert_eq(room.app.setup.step, SETUP_RECIPIENT);
    keys(&room, "<Enter>");
    answer(&room, room.app.setup.check, true);
    cr_assert_eq(room.app.setup.step, SETUP_SAVE);
    cr_expect_str_eq(room.app.setup.path, "/home/a/chakra-tui.ini");
    keys(&room, "<Enter>");
    cr_expect(asked(&room, EFFECT_SAVE_SETUP));
    keys(&room, "<Enter><Esc>");
    cr_expect_eq(room.effect_count, 0, "it is being written");
    struct app_event saved = {.kind = EVENT_SETUP_SAVED, .index = room.app.setup.check};
    give(&room, &saved);
    cr_expect(asked(&room, EFFECT_START_SETTINGS));
    cr_expect(asked(&room, EFFECT_QUIT));
    cr_expect_null(room.app.setup.typed.bytes, "the token is wiped");
    app_release(&room.app);
}

Test(setup, a_paste_goes_into_the_field_and_never_chooses)
{
    struct room room;
    begin(&room);
    struct app_event paste = {.kind = EVENT_PASTE, .text = "2\r", .length = 2};
    give(&room, &paste);
    cr_expect_eq(room.app.setup.step, SETUP_WELCOME);
    cr_expect_eq(room.app.setup.welcome, 0);
    keys(&room, "2<Enter>4<Enter>");
    paste.text = "eyJ.abc\r\n def";
    paste.length = strlen(paste.text);
    give(&room, &paste);
    cr_expect_str_eq(room.app.setup.typed.bytes, "eyJ.abcdef");
    keys(&room, "<Backspace>");
    cr_expect_eq(room.app.setup.typed.length, 9);
    keys(&room, "<C-u>");
    cr_expect_eq(room.app.setup.typed.length, 0);
    app_release(&room.app);
}

Test(setup, a_hidden_text_has_a_ceiling)
{
    struct masked masked = {0};
    char text[MASKED_BYTES_MAX];
    memset(text, 'x', sizeof text);
    cr_expect_not(masked_add(&masked, text, sizeof text));
    cr_expect(masked_add(&masked, text, sizeof text - 1));
    cr_expect_not(masked_add(&masked, text, 1));
    cr_expect_eq(masked.length, sizeof text - 1);
    masked_clear(&masked);
}
