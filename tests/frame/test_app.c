/* What the app does with keys and events: state and effects, without a screen. */
#include "tests/frame/stage.h"

#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

static struct stage stage;

static void open_stage(void)
{
    stage_open(&stage, 40, 120, MODE_TEST);
    stage_give_senders(&stage);
    stage_keys(&stage, "<Enter><Enter>");
    stage_give_templates(&stage);
    (void)stage_took_effect(&stage, EFFECT_QUIT);
}

static void close_stage(void)
{
    stage_close(&stage);
}

TestSuite(app, .init = open_stage, .fini = close_stage);

static void fill_order(void)
{
    stage_choose(&stage, "order_shipped_positional", "en_US");
    stage_keys(&stage, "+1 555 000 1234<Tab>Ines<Tab>MF-20993<Tab>14 May<Tab>3");
}

static void open_review(int64_t duplicate_of)
{
    stage_keys(&stage, "<F5>");
    cr_assert(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW));
    struct app_event event = {
        .kind = EVENT_REVIEW, .duplicate_of = duplicate_of, .title = "15550001234"};
    stage_handle(&stage, &event);
}

/* As if the message in the form had just left. */
static uint64_t leave(void)
{
    uint64_t number = stage.app.next_number++;
    stage.app.records[number % SEND_RECORDS_MAX] =
        (struct send_record){.number = number, .generation = stage.app.generation};
    return number;
}

static void end_send(struct sent sent)
{
    struct app_event event = {.kind = EVENT_SEND_ENDED, .sent = sent};
    stage_handle(&stage, &event);
}

static const char *focused_key(void)
{
    const struct field *field = &stage.app.draft.fields[stage.app.focus];
    return field->kind == FIELD_SLOT ? field->slot->key : field->kind == FIELD_TO ? "to" : "";
}

Test(app, nothing_leaves_while_a_value_is_missing)
{
    stage_choose(&stage, "order_shipped_positional", "en_US");
    stage_keys(&stage, "15550001234<Tab>Ines<F5>");
    cr_assert_not(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW));
    cr_assert_str_eq(focused_key(), "body.2");
    cr_assert_neq(stage.app.notice.text[0], '\0');
}

static const char *focused_value(void)
{
    const char *value = values_get(&stage.app.draft.values, focused_key());
    return value != NULL ? value : "";
}

Test(app, an_answer_to_a_review_that_did_not_open_is_no_value)
{
    stage_choose(&stage, "order_shipped_positional", "en_US");
    stage_keys(&stage, "15550001234<Tab>Ines<F5>");
    cr_assert(stage_took_effect(&stage, EFFECT_DISCARD_INPUT), "what waits is not typed");
    stage_keys(&stage, "yoy");
    cr_expect_str_eq(focused_key(), "body.2");
    cr_expect_str_eq(focused_value(), "");
    stage_wait(&stage, 249);
    stage_keys(&stage, "y");
    cr_expect_str_eq(focused_value(), "", "nobody has seen the refusal yet");
    stage_keys(&stage, "7<Left>");
    cr_expect_str_eq(focused_value(), "7", "what answers nothing is typed");
    stage_wait(&stage, 1);
    stage_keys(&stage, "yo");
    cr_expect_str_eq(focused_value(), "yo7");
    /* A message that is ready discards nothing before its review is there. */
    stage_keys(&stage, "<Tab>14 May<Tab>3");
    (void)stage_took_effect(&stage, EFFECT_DISCARD_INPUT);
    stage_keys(&stage, "<F5>");
    cr_expect_not(stage_took_effect(&stage, EFFECT_DISCARD_INPUT));
}

Test(app, the_review_ignores_keys_typed_ahead)
{
    fill_order();
    open_review(0);
    cr_assert(stage_took_effect(&stage, EFFECT_DISCARD_INPUT));
    cr_assert_eq(stage.app.overlay, OVERLAY_REVIEW);
    stage_keys(&stage, "yyy<Enter><F5>");
    cr_assert_not(stage_took_effect(&stage, EFFECT_SEND));
    cr_assert_eq(stage.app.overlay, OVERLAY_REVIEW);
    stage_wait(&stage, 1000);
    stage_keys(&stage, "<F5><F5>");
    cr_assert_not(stage_took_effect(&stage, EFFECT_SEND), "F5 confirmed");
    stage_keys(&stage, "y");
    cr_assert(stage_took_effect(&stage, EFFECT_SEND));
    stage_keys(&stage, "y");
    cr_assert_not(stage_took_effect(&stage, EFFECT_SEND), "one review sent twice");
}

Test(app, enter_confirms_only_on_send)
{
    fill_order();
    open_review(0);
    stage_wait(&stage, 1000);
    stage_keys(&stage, "<Enter>");
    cr_assert_not(stage_took_effect(&stage, EFFECT_SEND));
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
    open_review(0);
    stage_wait(&stage, 1000);
    stage_keys(&stage, "<Tab><Enter>");
    cr_assert(stage_took_effect(&stage, EFFECT_SEND));
}

Test(app, the_same_message_needs_its_own_key_and_names_the_row)
{
    fill_order();
    open_review(41);
    stage_wait(&stage, 1000);
    stage_keys(&stage, "y<Tab><Enter>");
    cr_assert_not(stage_took_effect(&stage, EFFECT_SEND));
    open_review(41);
    stage_wait(&stage, 1000);
    stage_keys(&stage, "o");
    struct effect effects[APP_EFFECTS_MAX];
    size_t count = app_take_effects(&stage.app, effects);
    cr_assert_eq(count, 2); /* discarded input, then the send */
    cr_assert_eq(effects[1].kind, EFFECT_SEND);
    cr_assert(effects[1].override_duplicate);
    cr_assert_eq(effects[1].id, 41);
}

Test(app, sandbox_sends_without_a_dialog_but_never_twice_without_one)
{
    stage.profiles[0].mode = MODE_SANDBOX;
    stage.profiles[0].confirm = CONFIRM_NEVER;
    fill_order();
    open_review(0);
    cr_assert(stage_took_effect(&stage, EFFECT_SEND));
    open_review(1);
    cr_assert_eq(stage.app.overlay, OVERLAY_REVIEW);
    cr_assert_not(stage_took_effect(&stage, EFFECT_SEND));
}

Test(app, live_always_asks)
{
    stage.profiles[0].mode = MODE_LIVE;
    stage.profiles[0].confirm = CONFIRM_NEVER;
    fill_order();
    open_review(0);
    cr_assert_eq(stage.app.overlay, OVERLAY_REVIEW);
    cr_assert_not(stage_took_effect(&stage, EFFECT_SEND));
}

Test(app, accepted_keeps_the_values_and_empties_to)
{
    fill_order();
    stage.app.in_flight = 1;
    end_send((struct sent){
        .number = leave(), .err = ERR_OK, .row_id = 3, .to = "15550001234", .wamid = "wamid.x"});
    cr_assert_eq(stage.app.in_flight, 0);
    cr_assert_str_eq(draft_to(&stage.app.draft), "");
    cr_assert_eq(stage.app.focus, FIELD_TO);
    cr_assert_str_eq(values_get(&stage.app.draft.values, "body.2"), "MF-20993");
    stage_keys(&stage, "<M-r>");
    cr_assert_str_eq(draft_to(&stage.app.draft), "15550001234");
}

Test(app, accepted_leaves_a_recipient_that_was_typed_meanwhile)
{
    fill_order();
    uint64_t number = leave();
    stage.app.focus = FIELD_TO;
    stage_keys(&stage, "<C-u>447700900112");
    end_send((struct sent){
        .number = number, .err = ERR_OK, .row_id = 3, .to = "15550001234", .wamid = "wamid.x"});
    cr_assert_str_eq(draft_to(&stage.app.draft), "447700900112");
}

Test(app, unknown_keeps_the_form_and_names_the_row)
{
    fill_order();
    end_send((struct sent){.number = leave(),
                           .err = ERR_UNKNOWN,
                           .row_id = 13,
                           .to = "15550001234",
                           .text = "no answer"});
    cr_assert_str_eq(draft_to(&stage.app.draft), "+1 555 000 1234");
    cr_assert_eq(stage.app.unknown_row, 13);
    cr_assert_not_null(strstr(stage.app.notice.text, "13"));
    cr_assert_null(strstr(stage.app.notice.text, "failed"));
}

Test(app, a_refusal_goes_to_its_slot_until_the_value_changes)
{
    fill_order();
    end_send((struct sent){.number = leave(),
                           .err = ERR_REJECTED,
                           .row_id = 12,
                           .to = "15550001234",
                           .slot = "body.2",
                           .text = "132000"});
    cr_assert_str_eq(focused_key(), "body.2");
    cr_assert_str_eq(stage.app.refused_slot, "body.2");
    stage_keys(&stage, "x");
    cr_assert_str_eq(stage.app.refused_slot, "");
}

Test(app, what_the_worker_finds_opens_no_dialog)
{
    fill_order();
    end_send((struct sent){.err = ERR_DUPLICATE, .to = "15550001234", .duplicate_of = 7});
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
    cr_assert_not_null(strstr(stage.app.notice.text, "row 7"));
}

Test(app, the_review_closes_when_what_it_shows_changes)
{
    fill_order();
    open_review(0);
    stage_wait(&stage, 1000);
    stage_give_templates(&stage); /* the same definitions: nothing changes */
    cr_assert_eq(stage.app.overlay, OVERLAY_REVIEW);
    struct app_event empty = {.kind = EVENT_TEMPLATES, .waba = "102290129340398"};
    arena_init(&empty.arena);
    stage_handle(&stage, &empty);
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
    stage_keys(&stage, "y");
    cr_assert_not(stage_took_effect(&stage, EFFECT_SEND));
}

Test(app, a_list_of_another_account_is_not_taken)
{
    fill_order();
    struct app_event other = {.kind = EVENT_TEMPLATES, .waba = "999"};
    arena_init(&other.arena);
    stage_handle(&stage, &other);
    cr_assert_gt(stage.app.template_count, 30);
    cr_assert_str_eq(stage.app.draft.template->name, "order_shipped_positional");
}

Test(app, another_plugin_brings_its_own_senders)
{
    struct profile_plugin plugins[2] = {stage.plugin, stage.plugin};
    stage.profiles[0].plugins = plugins;
    stage.profiles[0].plugin_count = 2;
    fill_order();
    stage.app.focus = FIELD_PLUGIN;
    stage_keys(&stage, "<Enter><Down><Enter>");
    cr_assert_null(app_sender(&stage.app));
    cr_assert_eq(stage.app.template_count, 0);
    cr_assert(stage_took_effect(&stage, EFFECT_LOAD_SENDERS));
    stage_keys(&stage, "<F5>");
    cr_assert_not(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW));
    /* The same account answers: what was chosen comes back. */
    stage_give_senders(&stage);
    stage.app.focus = FIELD_FROM;
    stage_keys(&stage, "<Enter><Enter>");
    stage_give_templates(&stage);
    cr_assert_str_eq(stage.app.draft.template->name, "order_shipped_positional");
    cr_assert_str_eq(values_get(&stage.app.draft.values, "body.2"), "MF-20993");
}

Test(app, the_past_of_one_recipient_is_not_held_against_another)
{
    stage_choose(&stage, "header_text_param_sale", "en_US");
    stage_keys(&stage, "15550001234<Tab>Spring<Tab>25%<Tab>Monday<F5>");
    cr_assert(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW));
    struct app_event event = {.kind = EVENT_REVIEW,
                              .title = "15550001234",
                              .facts = {.now_ms = STAGE_NOW, .has_131050 = true}};
    stage_handle(&stage, &event);
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE, "an opted-out recipient reached the review");
    cr_assert_not(stage_took_effect(&stage, EFFECT_SEND));
    stage.app.focus = FIELD_TO;
    stage_keys(&stage, "<C-u>447700900112<F5>");
    cr_assert(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW));
}

Test(app, an_outcome_leaves_the_next_message_alone)
{
    fill_order();
    open_review(0);
    stage_wait(&stage, 1000);
    stage_keys(&stage, "y");
    uint64_t number = stage.app.next_number - 1;
    stage.app.focus = draft_find_field(&stage.app.draft, "body.1");
    stage_keys(&stage, "x");
    end_send((struct sent){.number = number,
                           .err = ERR_REJECTED,
                           .row_id = 3,
                           .to = "15550001234",
                           .slot = "to",
                           .text = "131026"});
    cr_assert_str_eq(focused_key(), "body.1");
    cr_assert_str_eq(stage.app.refused_slot, "");
    end_send((struct sent){.number = number, .err = ERR_OK, .row_id = 3, .to = "15550001234"});
    cr_assert_str_eq(focused_key(), "body.1");
    cr_assert_str_eq(draft_to(&stage.app.draft), "+1 555 000 1234");
}

Test(app, the_marked_row_survives_a_new_list)
{
    stage.app.focus = FIELD_TEMPLATE;
    stage_keys(&stage, "<Enter><Down><Down><Down>");
    CLEANUP(mem_freep) char *label = mem_strdup(picker_selected(&stage.app.picker)->label);
    stage_give_templates(&stage);
    cr_assert_str_eq(picker_selected(&stage.app.picker)->label, label);
}

Test(app, another_profile_leaves_no_field_behind)
{
    fill_order();
    stage.app.focus = stage.app.draft.field_count - 1;
    struct app_event event = {.kind = EVENT_PROFILE, .index = 1};
    stage_handle(&stage, &event);
    cr_assert_lt(stage.app.focus, stage.app.draft.field_count);
    cr_assert_null(stage.app.draft.template);
    cr_assert_null(app_sender(&stage.app));
    stage_keys(&stage, "<Tab><Tab>a<M-e>");
    stage_give_senders(&stage);
    stage.app.focus = FIELD_FROM;
    stage_keys(&stage, "<Enter><Enter>");
    stage_give_templates(&stage);
    cr_assert_str_eq(stage.app.draft.template->name, "order_shipped_positional");
}

static const struct picker *open_templates(void)
{
    stage.app.focus = FIELD_TEMPLATE;
    stage_keys(&stage, "<Enter>");
    cr_assert_eq(stage.app.overlay, OVERLAY_PICKER);
    stage.app.overlay = OVERLAY_NONE;
    return &stage.app.picker;
}

/* It said that the account has no template while nobody had asked it yet. */
Test(app, a_list_says_what_it_waits_for)
{
    stage_close(&stage);
    stage_open(&stage, 24, 80, MODE_TEST);
    stage.app.load[LOAD_SENDERS] = LOAD_RUNNING;
    cr_assert(open_templates()->loading);
    stage.app.load[LOAD_SENDERS] = LOAD_FAILED;
    error_set(&stage.app.load_error[LOAD_SENDERS], ERR_IO, "Try again.", "no answer");
    cr_assert_str_eq(open_templates()->empty_text, "no answer. Try again.");
    cr_assert_not(stage.app.picker.loading);
    stage.app.load[LOAD_SENDERS] = LOAD_DONE;
    cr_assert_str_eq(open_templates()->empty_text,
                     "Choose a sender first: the templates are those of its account.");
    stage.app.load[LOAD_TEMPLATES] = LOAD_DONE;
    cr_assert_str_eq(open_templates()->empty_text,
                     "No template in this account. Create one, then refresh with r.");
}

Test(app, typing_on_a_choice_filters_its_list)
{
    stage.app.focus = FIELD_TEMPLATE;
    stage_keys(&stage, "hello<Enter>");
    cr_assert_str_eq(stage.app.draft.template->name, "hello_world");
}

Test(app, help_returns_to_where_it_was_asked_for)
{
    fill_order();
    open_review(0);
    stage_wait(&stage, 1000);
    stage_keys(&stage, "<F1><Esc>");
    cr_assert_eq(stage.app.overlay, OVERLAY_REVIEW);
}

Test(app, values_follow_the_slots_to_another_template)
{
    fill_order();
    stage_choose(&stage, "header_text_param_sale", "en_US");
    cr_assert_str_eq(values_get(&stage.app.draft.values, "body.1"), "Ines");
    cr_assert_str_eq(values_get(&stage.app.draft.values, "body.2"), "MF-20993");
    cr_assert_null(values_get(&stage.app.draft.values, "body.4"));
    cr_assert_not_null(strstr(stage.app.notice.text, "body.3"));
    cr_assert_not_null(strstr(stage.app.notice.text, "body.4"));
    cr_assert_str_eq(draft_to(&stage.app.draft), "+1 555 000 1234");
}

Test(app, several_languages_are_never_defaulted)
{
    stage.app.focus = FIELD_TEMPLATE;
    stage_keys(&stage, "<Enter>delivery_slot<Enter><Esc>");
    cr_assert_null(stage.app.draft.template);
    cr_assert_str_eq(stage.app.draft.template_name, "delivery_slot");
    stage_keys(&stage, "<F5>");
    cr_assert_not(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW));
    cr_assert_eq(stage.app.focus, FIELD_LANGUAGE);
}

Test(app, the_number_of_cards_makes_the_slots)
{
    stage_choose(&stage, "product_carousel", "en_US");
    stage.app.focus = draft_find_field(&stage.app.draft, "card.count");
    stage_keys(&stage, "4");
    cr_assert_neq(draft_find_field(&stage.app.draft, "card.3.header.product_retailer_id"),
                  SIZE_MAX);
    cr_assert_eq(draft_find_field(&stage.app.draft, "card.4.header.product_retailer_id"), SIZE_MAX);
    cr_assert_str_eq(focused_key(), "card.count");
    stage_keys(&stage, "<Backspace>3");
    cr_assert_eq(draft_find_field(&stage.app.draft, "card.3.header.product_retailer_id"), SIZE_MAX);
}

Test(app, a_row_comes_back_into_the_form)
{
    static const char row[] =
        "{\"template\":\"order_shipped_positional\",\"language\":\"en_US\",\"from\":\"1\","
        "\"to\":\"447700900112\",\"values\":{\"body.1\":\"Kim\",\"body.2\":\"2\",\"body.3\":"
        "\"now\","
        "\"body.4\":\"1\"}}";
    stage_give_history(&stage);
    stage_keys(&stage, "<F3>s");
    cr_assert(stage_took_effect(&stage, EFFECT_RECALL_ROW));
    struct app_event event = {
        .kind = EVENT_RECALL, .text = row, .length = sizeof row - 1, .title = "{\"other\":1}"};
    stage_handle(&stage, &event);
    cr_assert_str_eq(values_get(&stage.app.draft.values, "body.1"), "Kim");
    cr_assert_str_eq(draft_to(&stage.app.draft), "447700900112");
    cr_assert_not(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW),
                  "sent over a definition that changed");
    cr_assert_not_null(strstr(stage.app.notice.text, "another definition"));
    stage_keys(&stage, "<F3>s");
    event.title = stage.app.draft.template->json;
    CLEANUP(mem_freep) char *same = mem_strdup(event.title);
    event.title = same;
    stage_handle(&stage, &event);
    cr_assert(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW));
}

Test(app, a_new_list_keeps_the_chosen_template)
{
    fill_order();
    stage_give_templates(&stage);
    cr_assert_not_null(stage.app.draft.template);
    cr_assert_str_eq(stage.app.draft.template->name, "order_shipped_positional");
    cr_assert_str_eq(values_get(&stage.app.draft.values, "body.4"), "3");
}

Test(app, a_paste_has_one_line_and_is_no_command)
{
    struct app_event event = {.kind = EVENT_PASTE, .text = "a\nq\ty\n", .length = 6};
    stage_choose(&stage, "order_shipped_positional", "en_US");
    stage_keys(&stage, "<Tab>");
    stage_handle(&stage, &event);
    cr_assert_eq(stage.app.overlay, OVERLAY_QUESTION);
    stage_keys(&stage, "n");
    cr_assert_null(values_get(&stage.app.draft.values, "body.1"));
    stage_handle(&stage, &event);
    stage_keys(&stage, "y");
    cr_assert_str_eq(values_get(&stage.app.draft.values, "body.1"), "a q y");
    stage_keys(&stage, "<F3>");
    stage_handle(&stage, &event);
    cr_assert_not(stage.app.wants_quit);
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
}

/* "5550001" and "5550002" together would be a number of Brazil. */
Test(app, several_numbers_are_no_recipient)
{
    static const struct {
        const char *text, *to;
    } rows[] = {{"5550001\n5550002", ""},
                {"5550001\r\n5550002\r\n", ""},
                {"5550001\t5550002", ""},
                {"Asha\n+15550001234", ""},
                {"\n +15550001234\r\n", "+15550001234"},
                {"+1 555 000 1234", "+1 555 000 1234"}};
    stage_choose(&stage, "order_shipped_positional", "en_US");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct app_event event = {
            .kind = EVENT_PASTE, .text = rows[i].text, .length = strlen(rows[i].text)};
        stage.app.focus = FIELD_TO;
        stage_keys(&stage, "<C-a><C-k>");
        stage.app.notice.text[0] = '\0';
        stage_handle(&stage, &event);
        cr_expect_str_eq(draft_to(&stage.app.draft), rows[i].to, "%s", rows[i].text);
        cr_expect_eq(strstr(stage.app.notice.text, "one recipient") != NULL, rows[i].to[0] == '\0');
    }
}

Test(app, letters_are_text_in_a_field_and_commands_after_escape)
{
    stage.app.focus = FIELD_TO;
    stage_keys(&stage, "q?x");
    cr_assert_str_eq(draft_to(&stage.app.draft), "q?x");
    stage_keys(&stage, "<Esc>?");
    cr_assert_eq(stage.app.overlay, OVERLAY_PAGE);
    cr_assert_str_eq(draft_to(&stage.app.draft), "q?x");
}

Test(app, quit_asks_while_something_is_sent)
{
    stage.app.in_flight = 1;
    stage_keys(&stage, "<C-c>");
    cr_assert_eq(stage.app.overlay, OVERLAY_QUESTION);
    stage_keys(&stage, "<Enter>"); /* No is marked */
    cr_assert_not(stage.app.wants_quit);
    stage_keys(&stage, "<C-c>y");
    cr_assert(stage.app.wants_quit);
    cr_assert(stage_took_effect(&stage, EFFECT_QUIT));
}

Test(app, quitting_keeps_the_form_as_a_draft)
{
    fill_order();
    stage_keys(&stage, "<C-c>");
    cr_assert(stage.app.wants_quit);
    struct effect effects[APP_EFFECTS_MAX];
    size_t count = app_take_effects(&stage.app, effects);
    cr_assert_geq(count, 2);
    cr_assert_eq(effects[count - 2].kind, EFFECT_SAVE_DRAFT);
    cr_assert_eq(effects[count - 1].kind, EFFECT_QUIT);

    cJSON *draft = app_draft_json(&stage.app);
    char *text = cJSON_PrintUnformatted(draft);
    stage_close(&stage);
    stage_open(&stage, 40, 120, MODE_TEST);
    struct app_event event = {.kind = EVENT_DRAFT, .text = text, .length = strlen(text)};
    stage_handle(&stage, &event);
    stage_give_senders(&stage);
    stage_give_templates(&stage);
    cr_assert_not_null(stage.app.draft.template);
    cr_assert_str_eq(stage.app.draft.template->name, "order_shipped_positional");
    cr_assert_str_eq(stage.app.sender_id, "106540352242922");
    cr_assert_str_eq(draft_to(&stage.app.draft), "+1 555 000 1234");
    cr_assert_str_eq(values_get(&stage.app.draft.values, "body.4"), "3");
    cJSON_free(text);
    cJSON_Delete(draft);
}

Test(app, a_one_time_code_is_never_in_the_draft)
{
    stage_choose(&stage, "otp_copy_code", "en_US");
    stage_keys(&stage, "15550001234<Tab>987654");
    cr_assert_str_eq(values_get(&stage.app.draft.values, "otp"), "987654");
    cJSON *draft = app_draft_json(&stage.app);
    char *text = cJSON_PrintUnformatted(draft);
    cr_assert_null(strstr(text, "987654"));
    cJSON_free(text);
    cJSON_Delete(draft);
}

Test(app, the_draft_is_saved_a_moment_after_the_last_key)
{
    fill_order();
    cr_assert_eq(app_next_deadline(&stage.app, stage.monotonic_ms), 1000);
    cr_assert_not(stage_took_effect(&stage, EFFECT_SAVE_DRAFT));
    stage_wait(&stage, 1000);
    cr_assert(stage_took_effect(&stage, EFFECT_SAVE_DRAFT));
    cr_assert_eq(app_next_deadline(&stage.app, stage.monotonic_ms), -1);
}

Test(app, it_sleeps_without_limit_when_nothing_is_under_way)
{
    stage_wait(&stage, 1000); /* the draft is saved */
    cr_assert_eq(app_next_deadline(&stage.app, stage.monotonic_ms), -1);
    stage_give_history(&stage); /* one row is sending */
    cr_assert_eq(app_next_deadline(&stage.app, stage.monotonic_ms), 1000);
}

Test(app, the_selection_stays_with_its_row)
{
    stage_give_history(&stage);
    stage_keys(&stage, "<F3><Down><Down>");
    int64_t id = stage.app.history.selected_id;
    struct app_event event = {.kind = EVENT_HISTORY, .item_count = 6, .at_newest = true};
    arena_init(&event.arena);
    event.items = arena_alloc(&event.arena, 6, sizeof *event.items);
    event.items[0] = stage.app.history.items[0];
    event.items[0].id = 10;
    for (size_t i = 0; i < 5; i++)
        event.items[i + 1] = stage.app.history.items[i];
    stage_handle(&stage, &event);
    cr_assert_eq(stage.app.history.selected_id, id);
    cr_assert_eq(stage.app.history.items[stage.app.history.selected].id, id);
}

Test(app, opening_and_cancelling_a_row_name_it)
{
    struct effect effects[APP_EFFECTS_MAX];
    stage_give_history(&stage);
    stage_keys(&stage, "<F3>x<Down><Enter>x");
    cr_assert_eq(app_take_effects(&stage.app, effects), 2);
    cr_assert_eq(effects[0].kind, EFFECT_CANCEL_SEND);
    cr_assert_eq(effects[0].id, 9);
    cr_assert_eq(effects[1].kind, EFFECT_OPEN_ROW);
    cr_assert_eq(effects[1].id, 8);
}

Test(app, a_signal_leaves_at_once)
{
    struct app_event event = {.kind = EVENT_STOP};
    stage.app.in_flight = 1;
    stage_handle(&stage, &event);
    cr_assert(stage.app.wants_quit);
    cr_assert(stage_took_effect(&stage, EFFECT_QUIT));
}

/* 3,000 keys of no meaning: nothing leaves without a review, nothing breaks. */
Test(app, random_keys_never_send_unreviewed)
{
    unsigned seed = 12345;
    stage_give_history(&stage);
    for (int i = 0; i < 3000; i++) {
        struct app_event event = {.kind = EVENT_KEY};
        seed = seed * 1103515245U + 12345U;
        unsigned pick = seed >> 16;
        event.key.code = (enum key_code)(pick % KEYCODE_COUNT);
        event.key.text = event.key.code == KEYCODE_TEXT ? 32 + (pick / 64) % 95 : 0;
        event.key.modifiers = (pick / 8) % 5 == 0 ? KEY_CONTROL : 0;
        stage_handle(&stage, &event);
        cr_assert_not(stage_took_effect(&stage, EFFECT_SEND));
        frame_draw(&stage.grid, &stage.app);
    }
}

Test(app, an_old_list_is_fetched_before_a_live_send)
{
    stage.profiles[0].mode = MODE_LIVE;
    stage.profiles[0].template_max_age_ms = 600000;
    fill_order();
    stage.app.templates_fetched_at = STAGE_NOW - 600001;
    (void)stage_took_effect(&stage, EFFECT_QUIT);
    stage_keys(&stage, "<F5>");
    struct effect effects[APP_EFFECTS_MAX];
    cr_assert_eq(app_take_effects(&stage.app, effects), 1);
    cr_assert_eq(effects[0].kind, EFFECT_LOAD_TEMPLATES);
    stage_give_templates(&stage); /* as before: the send goes on to its review */
    cr_assert(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW));

    stage.app.templates_fetched_at = STAGE_NOW - 600001;
    stage_keys(&stage, "<F5>");
    struct app_event failed = {.kind = EVENT_LOAD_FAILED, .load = LOAD_TEMPLATES};
    error_set(&failed.error, ERR_NOT_SENT, "Check the network.", "no connection");
    stage_handle(&stage, &failed);
    cr_assert_not(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW));
    cr_assert_not_null(strstr(stage.app.notice.text, "Not sent"));
    stage_give_templates(&stage);
    cr_assert_not(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW), "sent by itself later");
}

Test(app, a_correction_is_shown_before_it_is_made)
{
    stage_choose(&stage, "order_shipped_positional", "en_US");
    stage_keys(&stage, "0044 (0)20 7946-0018<M-k>");
    cr_assert_eq(stage.app.overlay, OVERLAY_QUESTION);
    cr_assert_not_null(strstr(stage.app.question.text, "+442079460018"));
    cr_assert_str_eq(draft_to(&stage.app.draft), "0044 (0)20 7946-0018");
    stage_keys(&stage, "n<M-k>y");
    cr_assert_str_eq(draft_to(&stage.app.draft), "+442079460018");
    stage_keys(&stage, "<Tab>a      b  c<M-k>y");
    cr_assert_str_eq(values_get(&stage.app.draft.values, "body.1"), "a b  c");
    stage_keys(&stage, "<M-k>");
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
}

/* A phone of the settings without its WABA: the account names it. */
static void give_phone(const char *waba, bool is_partial)
{
    const struct sender sender = {
        .id = "106540352242922", .waba = waba, .label = "Support", .is_configured = true};
    struct app_event event = {.kind = EVENT_SENDERS, .sender_count = 1, .is_partial = is_partial};
    arena_init(&event.arena);
    event.senders = arena_alloc(&event.arena, 1, sizeof *event.senders);
    event.senders[0] = sender;
    stage_handle(&stage, &event);
    arena_release(&event.arena);
}

Test(app, a_waba_that_the_account_has_yet_to_name_is_no_fault)
{
    stage_close(&stage);
    stage_open(&stage, 24, 80, MODE_TEST);
    give_phone("", true);
    cr_assert_str_eq(stage.app.notice.text, "");
    cr_assert_eq(stage.app.load[LOAD_TEMPLATES], LOAD_RUNNING);
    give_phone("102290129340398", false);
    cr_assert(stage_took_effect(&stage, EFFECT_LOAD_TEMPLATES));
    cr_assert_str_eq(stage.app.notice.text, "");
}

Test(app, why_senders_cannot_be_read_is_why_there_are_no_templates)
{
    stage_close(&stage);
    stage_open(&stage, 24, 80, MODE_TEST);
    give_phone("", true);
    struct app_event event = {.kind = EVENT_LOAD_FAILED, .load = LOAD_SENDERS};
    error_set(&event.error, ERR_AUTH, "Check the token.", "the server refused the token");
    stage_handle(&stage, &event);
    cr_assert_eq(stage.app.load[LOAD_TEMPLATES], LOAD_FAILED);
    cr_assert_str_eq(stage.app.load_error[LOAD_TEMPLATES].what, "the server refused the token");
    cr_assert_str_eq(stage.app.notice.text,
                     "the server refused the token. Check the token. Esc, then r, asks again.");
}

Test(app, a_waba_that_nobody_names_is_asked_for)
{
    stage_close(&stage);
    stage_open(&stage, 24, 80, MODE_TEST);
    give_phone("", false);
    cr_assert_eq(stage.app.load[LOAD_TEMPLATES], LOAD_FAILED);
    cr_assert_not_null(strstr(stage.app.notice.text, "Add waba = ID"));
}

Test(app, templates_are_found_by_the_english_name_of_a_language)
{
    stage.app.focus = FIELD_TEMPLATE;
    stage_keys(&stage, "<Enter>arabic");
    cr_assert_eq(stage.app.picker.shown_count, 1);
    cr_assert_str_eq(picker_selected(&stage.app.picker)->label, "welcome_guest");
}

Test(app, an_unknown_send_names_the_key_that_looks)
{
    fill_order();
    end_send((struct sent){.number = leave(), .err = ERR_UNKNOWN, .row_id = 13});
    cr_assert_not_null(strstr(stage.app.notice.text, "F3, then R"));
}

Test(app, a_sentence_of_the_server_ends_once)
{
    fill_order();
    end_send((struct sent){.number = leave(),
                           .err = ERR_THROTTLED,
                           .row_id = 3,
                           .text = "Too many requests. Please slow down.",
                           .next = "Wait a minute."});
    cr_assert_str_eq(
        stage.app.notice.text,
        "Row 3 was rejected, too fast: Too many requests. Please slow down. Wait a minute.");
}
