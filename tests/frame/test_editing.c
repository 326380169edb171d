/* Help, palette, own keys, completion, earlier values, pastes that fill the form: the app's state
 * after keys and events, and what the screen shows of it. */
#include "tests/frame/stage.h"

#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static struct stage stage;

static void open_stage(void)
{
    stage_open(&stage, 24, 80, MODE_TEST);
    stage_give_senders(&stage);
    stage_keys(&stage, "<Enter><Enter>");
    stage_give_templates(&stage);
    stage_give_history(&stage);
    (void)stage_took_effect(&stage, EFFECT_QUIT);
}

static void close_stage(void)
{
    stage_close(&stage);
}

TestSuite(editing, .init = open_stage, .fini = close_stage);

static const char *value_of(const char *key)
{
    return values_get(&stage.app.draft.values, key);
}

static void paste(const char *text)
{
    struct app_event event = {.kind = EVENT_PASTE, .text = text, .length = strlen(text)};
    stage_handle(&stage, &event);
}

static bool notice_has(const char *text)
{
    return strstr(stage.app.notice.text, text) != NULL;
}

/* As at the start, with rows of [keys]. */
static void use_keys(const struct config_keys *rows, size_t count)
{
    struct config_keys *copy = mem_zalloc(count, sizeof *copy);
    memcpy(copy, rows, count * sizeof *copy);
    stage.config.keys = copy;
    stage.config.keys_count = count;
    app_release(&stage.app);
    cr_assert_eq(app_init(&stage.app, &stage.config, STAGE_NOW, NULL), ERR_OK);
    struct app_event event = {.kind = EVENT_RESIZE, .rows = 24, .columns = 80};
    stage_handle(&stage, &event);
    stage_give_senders(&stage);
    mem_free(copy);
    stage.config.keys_count = 0;
}

/* ---- own keys ------------------------------------------------------------------- */

Test(editing, own_keys_are_shown_and_work)
{
    static const struct config_keys rows[] = {
        {"send", "F7", 2}, {"dry-run", "C-g", 3}, {"next-field", "C-x", 4}, {"help", "F12", 5}};
    static const int sizes[][2] = {{24, 80}, {40, 120}, {16, 60}};
    use_keys(rows, COUNT_OF(rows));
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        char name[80];
        struct app_event event = {
            .kind = EVENT_RESIZE, .rows = sizes[i][0], .columns = sizes[i][1]};
        stage_handle(&stage, &event);
        cr_assert(grid_resize(&stage.grid, sizes[i][0], sizes[i][1]));
        stage_keys(&stage, "<F12>");
        snprintf(name, sizeof name, "own_keys_help_%dx%d", sizes[i][1], sizes[i][0]);
        stage_check(&stage, name);
        stage_keys(&stage, "<Esc>");
        snprintf(name, sizeof name, "own_keys_%dx%d", sizes[i][1], sizes[i][0]);
        stage_check(&stage, name);
    }
    size_t focus = stage.app.focus;
    stage_keys(&stage, "<C-x>");
    cr_assert_eq(stage.app.focus, focus + 1);
    stage_keys(&stage, "<Tab>");
    cr_assert_eq(stage.app.focus, focus + 1);
    cr_assert(notice_has("Tab does nothing here. F12"), "%s", stage.app.notice.text);
}

Test(editing, wrong_keys_are_told_at_the_start)
{
    static const struct config_keys rows[] = {{"sned", "F7", 12}, {"send", "C-Ü", 13}};
    static char file[] = "chakra-tui.ini";
    stage.config.file = file;
    use_keys(rows, COUNT_OF(rows));
    cr_assert_eq(stage.app.overlay, OVERLAY_PAGE);
    cr_assert_not_null(strstr(stage.app.page.text.text, "chakra-tui.ini:12: there is no action "
                                                        "sned; did you mean send?"));
    cr_assert_not_null(strstr(stage.app.page.text.text, "chakra-tui.ini:13: send"));
    stage_keys(&stage, "<Esc>");
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
    stage.config.file = NULL;
}

/* ---- help and palette -------------------------------------------------------------- */

Test(editing, help_names_every_action_and_the_version)
{
    stage_keys(&stage, "<F3>?");
    cr_assert_eq(stage.app.overlay, OVERLAY_PAGE);
    const char *text = stage.app.page.text.text;
    cr_assert_not_null(strstr(text, "Keys that work here, in the history"));
    cr_assert_not_null(strstr(text, "chakra-tui " CHAKRA_VERSION "\n  built with "));
    const char *elsewhere = strstr(text, "Everything else");
    const char *look_up = strstr(text, "Ask the account what became");
    const char *undo = strstr(text, "Undo the last change");
    cr_assert_not_null(elsewhere);
    cr_assert(look_up != NULL && look_up < elsewhere);
    cr_assert(undo != NULL && undo > elsewhere);
    /* Again, and at another width, it stays the help of the history. */
    stage_keys(&stage, "?<PageDown>");
    size_t top = stage.app.page.top;
    struct app_event event = {.kind = EVENT_RESIZE, .rows = 24, .columns = 60};
    stage_handle(&stage, &event);
    cr_assert_not_null(strstr(stage.app.page.text.text, "in the history"));
    cr_assert_eq(stage.app.page.top, top);
    stage_keys(&stage, "q");
    cr_assert_eq(app_context(&stage.app), CONTEXT_HISTORY);
}

Test(editing, the_palette_has_every_action)
{
    stage_keys(&stage, "<C-p>");
    cr_assert_eq(stage.app.picker.item_count, ACTION_COUNT - 1);
    stage_keys(&stage, "<Esc><Esc>:");
    cr_assert_eq(stage.app.overlay, OVERLAY_PICKER);
    stage_keys(&stage, "other-pane<Enter>");
    cr_assert_eq(stage.app.pane, PANE_HISTORY);
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
}

Test(editing, the_palette_says_why_not)
{
    stage_keys(&stage, "<C-p>look-up");
    stage_check(&stage, "palette_not_here_80x24");
    stage_keys(&stage, "<Enter>");
    cr_assert(notice_has("look-up: It works in the history"), "%s", stage.app.notice.text);
    cr_assert_not(stage_took_effect(&stage, EFFECT_LOOK_UP));
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
}

Test(editing, the_palette_returns_to_the_page_below)
{
    stage_keys(&stage, "<F1><C-p><Esc>");
    cr_assert_eq(stage.app.overlay, OVERLAY_PAGE);
    stage_keys(&stage, ":close-page<Enter>");
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
}

/* ---- Ctrl-C ---------------------------------------------------------------------------- */

Test(editing, cancel_goes_from_the_innermost_out)
{
    stage_keys(&stage, "<F3>/abc<C-c>");
    cr_assert_eq(app_context(&stage.app), CONTEXT_HISTORY);
    cr_assert_str_eq(stage.app.history.filter.text.text, "");
    stage_keys(&stage, "<F1><C-c>");
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
    stage.app.in_flight = 1;
    stage_keys(&stage, "<C-c>");
    cr_assert_eq(stage.app.overlay, OVERLAY_QUESTION);
    cr_assert_not(stage.app.wants_quit);
    stage_keys(&stage, "<C-c>");
    cr_assert(stage.app.wants_quit);
}

/* ---- editing --------------------------------------------------------------------------- */

Test(editing, undo_and_cut_reach_the_value)
{
    stage_choose(&stage, "order_shipped_positional", "en_US");
    stage_keys(&stage, "<Tab>Ines Marie<C-w>");
    cr_assert_str_eq(value_of("body.1"), "Ines ");
    stage_keys(&stage, "<Tab><C-y>");
    cr_assert_str_eq(value_of("body.2"), "Marie");
    stage_keys(&stage, "<S-Tab><C-_>");
    cr_assert_str_eq(value_of("body.1"), "Ines Marie");
    stage_keys(&stage, "<M-Z>");
    cr_assert_str_eq(value_of("body.1"), "Ines ");
    stage_keys(&stage, "<Tab><Tab><C-_>");
    cr_assert(notice_has("Nothing to undo"), "%s", stage.app.notice.text);
}

/* ---- recipients and earlier values -------------------------------------------------------- */

Test(editing, a_name_becomes_its_number)
{
    stage_choose(&stage, "order_shipped_positional", "en_US");
    stage_keys(&stage, "ash");
    cr_assert(notice_has("Tab puts +15550001234"), "%s", stage.app.notice.text);
    stage_keys(&stage, "<Tab>");
    cr_assert_str_eq(draft_to(&stage.app.draft), "+15550001234");
    cr_assert_eq(stage.app.focus, FIELD_TO);
    stage_keys(&stage, "<Tab>");
    cr_assert_eq(stage.app.focus, FIELD_TO + 1);
    stage_keys(&stage, "<M-t><C-u>nobody<M-/>");
    cr_assert(notice_has("No name"), "%s", stage.app.notice.text);
    stage_keys(&stage, "<Tab>");
    cr_assert_eq(stage.app.focus, FIELD_TO + 1);
}

static void give_values(size_t field, const char *const *texts, size_t count)
{
    struct app_event event = {.kind = EVENT_VALUES, .index = field, .text_count = count};
    arena_init(&event.arena);
    event.texts = arena_alloc(&event.arena, count + 1, sizeof *event.texts);
    for (size_t i = 0; i < count; i++)
        event.texts[i] = arena_strdup(&event.arena, texts[i]);
    stage_handle(&stage, &event);
    arena_release(&event.arena);
}

Test(editing, earlier_values_of_a_slot)
{
    static const char *const texts[] = {"Ines", "Katrin", "Rohan"};
    stage_choose(&stage, "order_shipped_positional", "en_US");
    stage_keys(&stage, "<Tab>x<C-r>");
    cr_assert(stage_took_effect(&stage, EFFECT_LOAD_VALUES));
    cr_assert(stage.app.picker.loading);
    give_values(FIELD_TO, texts, 1); /* of a field that is not asked about any more */
    cr_assert_eq(stage.app.picker.item_count, 0);
    give_values(FIELD_TO + 1, texts, COUNT_OF(texts));
    cr_assert_eq(stage.app.picker.item_count, 3);
    stage_check(&stage, "earlier_values_80x24");
    stage_keys(&stage, "kat<Enter>");
    cr_assert_str_eq(value_of("body.1"), "Katrin");
    cr_assert_eq(app_context(&stage.app), CONTEXT_FIELD);
    stage_keys(&stage, "<C-_>");
    cr_assert_str_eq(value_of("body.1"), "x");
}

Test(editing, earlier_recipients_have_their_names)
{
    static const char *const texts[] = {"15550001234", "447700900112"};
    stage_choose(&stage, "order_shipped_positional", "en_US");
    stage_keys(&stage, "<C-r>");
    give_values(FIELD_TO, texts, COUNT_OF(texts));
    cr_assert_eq(stage.app.picker.item_count, 2);
    cr_assert_str_eq(stage.app.picker.items[0].detail, "Asha");
    stage_keys(&stage, "4477<Enter>");
    cr_assert_str_eq(draft_to(&stage.app.draft), "+447700900112");
}

Test(editing, one_time_codes_have_no_past)
{
    stage_choose(&stage, "otp_copy_code", "en_US");
    stage_keys(&stage, "<Tab>123456<C-r>");
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
    cr_assert(notice_has("never kept"), "%s", stage.app.notice.text);
    cr_assert_not(stage_took_effect(&stage, EFFECT_LOAD_VALUES));
}

/* ---- pastes --------------------------------------------------------------------------------- */

static const char command[] =
    "chakra-tui send --template order_shipped_positional --language en_US --to 15550001234 "
    "--set body.1=Ines --set body.2=MF-20993 --set 'body.3=14 May' --set body.4=3";

static void check_order(void)
{
    cr_assert_not_null(stage.app.draft.template);
    cr_assert_str_eq(stage.app.draft.template->name, "order_shipped_positional");
    cr_assert_str_eq(draft_to(&stage.app.draft), "15550001234");
    cr_assert_str_eq(value_of("body.2"), "MF-20993");
    cr_assert_str_eq(value_of("body.3"), "14 May");
}

Test(editing, a_pasted_command_fills_the_form_after_a_question)
{
    paste(command);
    cr_assert_eq(stage.app.overlay, OVERLAY_QUESTION);
    stage_check(&stage, "paste_command_80x24");
    stage_keys(&stage, "n");
    cr_assert_null(stage.app.draft.template);
    paste(command);
    stage_keys(&stage, "y");
    check_order();
    cr_assert_not(stage_took_effect(&stage, EFFECT_SEND));
}

Test(editing, a_pasted_curl_command_or_body_does_too)
{
    static const char body[] =
        "{\"to\":\"15550001234\",\"type\":\"template\",\"template\":{\"name\":"
        "\"order_shipped_positional\",\"language\":{\"code\":\"en_US\"},\"components\":[{\"type\":"
        "\"body\",\"parameters\":[{\"type\":\"text\",\"text\":\"Ines\"},{\"type\":\"text\","
        "\"text\":"
        "\"MF-20993\"},{\"type\":\"text\",\"text\":\"14 "
        "May\"},{\"type\":\"text\",\"text\":\"3\"}]}]}}";
    char curl[1200];
    snprintf(curl, sizeof curl,
             "curl -X POST 'https://x/v24.0/106540352242999/messages' -H \"Authorization: Bearer "
             "canary\" --data '%s'",
             body);
    stage_keys(&stage, "<F3>"); /* from the history as well */
    paste(curl);
    stage_keys(&stage, "y");
    check_order();
    cr_assert_str_eq(stage.app.sender_id, "106540352242999");
    cr_assert_null(strstr(stage.app.pasted.text, "canary"));
    stage_keys(&stage, "<M-c>");
    paste(body);
    stage_keys(&stage, "y");
    check_order();
}

Test(editing, a_token_in_a_curl_command_goes_nowhere)
{
    stage_choose(&stage, "order_shipped_positional", "en_US");
    stage_keys(&stage, "<Tab>");
    paste("curl -H 'Authorization: Bearer canary' https://x/me");
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
    cr_assert_null(value_of("body.1"));
    cr_assert(notice_has("token"));
    cr_assert_null(strstr(stage.app.notice.text, "canary"));
    stage_keys(&stage, "<F3>/");
    paste("curl -H 'Authorization: Bearer canary' https://x/me");
    cr_assert_str_eq(stage.app.history.filter.text.text, "");
}

Test(editing, what_is_too_much_is_told_and_changes_nothing)
{
    struct app_event event = {
        .kind = EVENT_PASTE, .text = "a", .length = 1 << 20, .lost_bytes = 9 << 20};
    stage_choose(&stage, "order_shipped_positional", "en_US");
    stage_keys(&stage, "<Tab>kept");
    stage_handle(&stage, &event);
    cr_assert(notice_has("10240 KB"), "%s", stage.app.notice.text);
    cr_assert_str_eq(value_of("body.1"), "kept");
}

Test(editing, a_paste_is_cleaned_and_undone_at_once)
{
    stage_choose(&stage, "order_shipped_positional", "en_US");
    stage_keys(&stage, "<Tab>a ");
    paste("b\033[31m\xff c\x07");
    cr_assert_str_eq(value_of("body.1"), "a b[31m\xEF\xBF\xBD c");
    stage_keys(&stage, "d<C-_><C-_>");
    cr_assert_str_eq(value_of("body.1"), "a ");
}

Test(editing, lines_are_white_space_where_they_do_not_matter)
{
    stage_choose(&stage, "bundle_mpm", "en_US");
    size_t field = draft_find_field(&stage.app.draft, "button.0.sections");
    cr_assert_neq(field, SIZE_MAX);
    stage.app.focus = field;
    paste("[\n  {\"title\": \"a\"}\r\n]\n");
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
    cr_assert_str_eq(value_of("button.0.sections"), "[ {\"title\": \"a\"} ]");
}
