/* The form where the route takes the recipient from a record. */
#include "tests/frame/stage.h"

#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const struct size {
    int rows, columns;
} sizes[] = {{24, 80}, {40, 120}, {16, 60}};

static void open_by_record(struct stage *stage, const struct size *size)
{
    stage_open(stage, size->rows, size->columns, MODE_TEST);
    stage->profiles[0].route = VIA_PROCESS;
    stage_give_senders(stage);
    stage_keys(stage, "<Enter><Enter>");
    stage_give_templates(stage);
    stage_choose(stage, "order_shipped_positional", "en_US");
    (void)stage_took_effect(stage, EFFECT_QUIT);
}

/* Ends the text field with what the account said of the record. */
static void give_owner(struct stage *stage, const char *digits, const char *why)
{
    struct app_event event = {.kind = EVENT_RECORD, .title = digits, .text = why};
    stage_handle(stage, &event);
}

static void fill(struct stage *stage)
{
    stage->app.focus = FIELD_RECORD;
    stage_keys(stage, "lead/1<Tab>Ines<Tab>MF-20993<Tab>14 May<Tab>3");
}

static void check(struct stage *stage, const char *screen)
{
    char name[200];
    snprintf(name, sizeof name, "%s_%dx%d", screen, stage->app.columns, stage->app.rows);
    stage_check(stage, name);
}

Test(record, form_and_review_name_it)
{
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct stage stage;
        open_by_record(&stage, &sizes[i]);
        stage.app.focus = FIELD_RECORD;
        check(&stage, "record_form");
        fill(&stage);
        stage_keys(&stage, "<F5>");
        cr_assert(stage_took_effect(&stage, EFFECT_READ_RECORD));
        give_owner(&stage, "15550001234", "");
        cr_assert(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW));
        struct app_event event = {.kind = EVENT_REVIEW, .title = "15550001234"};
        stage_handle(&stage, &event);
        stage_wait(&stage, 1000);
        cr_assert_eq(stage.app.overlay, OVERLAY_REVIEW);
        check(&stage, "record_review");
        stage_close(&stage);
    }
}

Test(record, another_recipient_is_refused_and_his_own_is_not)
{
    struct stage stage;
    open_by_record(&stage, &sizes[0]);
    fill(&stage);
    cr_assert(draft_set_to(&stage.app.draft, "+1 555 000 4321"));
    stage_keys(&stage, "<F5>");
    cr_assert(stage_took_effect(&stage, EFFECT_READ_RECORD));
    give_owner(&stage, "15550001234", "");
    cr_assert_not(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW));
    cr_assert_eq(stage.app.focus, FIELD_TO);
    cr_assert_not_null(strstr(stage.app.notice.text, "belongs to 15550001234"));
    cr_assert(draft_set_to(&stage.app.draft, "+1 555 000 1234"));
    stage_keys(&stage, "<F5>");
    give_owner(&stage, "15550001234", "");
    cr_assert(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW));
    stage_close(&stage);
}

Test(record, nobody_is_told_apart_from_a_number_that_is_given)
{
    struct stage stage;
    open_by_record(&stage, &sizes[0]);
    fill(&stage);
    stage_keys(&stage, "<F5>");
    give_owner(&stage, "", "there is no such record");
    cr_assert(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW), "the mode decides, not the form");
    cr_assert_str_eq(draft_recipient(&stage.app.draft), "");
    cr_assert(draft_set_to(&stage.app.draft, "+1 555 000 1234"));
    stage_keys(&stage, "<F5>");
    give_owner(&stage, "", "there is no such record");
    cr_assert_not(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW));
    cr_assert_not_null(strstr(stage.app.notice.text, "cannot be checked"));
    stage_close(&stage);
}

Test(record, an_answer_about_an_older_form_opens_nothing)
{
    struct stage stage;
    open_by_record(&stage, &sizes[0]);
    fill(&stage);
    stage_keys(&stage, "<F5>");
    stage.app.focus = FIELD_RECORD;
    stage_keys(&stage, "2");
    (void)stage_took_effect(&stage, EFFECT_PREPARE_REVIEW);
    give_owner(&stage, "15550001234", "");
    cr_assert_not(stage_took_effect(&stage, EFFECT_PREPARE_REVIEW));
    cr_assert_not(stage.app.draft.owner.was_read);
    stage_close(&stage);
}

Test(record, the_field_comes_and_goes_with_the_route)
{
    struct stage stage;
    open_by_record(&stage, &sizes[0]);
    fill(&stage);
    struct draft *draft = &stage.app.draft;
    cr_assert_eq(stage.app.focus, draft_find_field(draft, "body.4"));
    stage.profiles[0].route = VIA_MESSAGES;
    stage_keys(&stage, "0");
    cr_assert_not(draft->has_record);
    cr_assert_eq(draft_find_field(draft, "process"), SIZE_MAX);
    cr_assert_eq(stage.app.focus, draft_find_field(draft, "body.4"));
    cr_assert_str_eq(values_get(&draft->values, "body.4"), "30");
    cr_assert_str_eq(values_get(&draft->values, "body.1"), "Ines");
    stage_close(&stage);
}

Test(record, the_draft_keeps_it)
{
    struct stage stage;
    open_by_record(&stage, &sizes[0]);
    fill(&stage);
    cJSON *kept = app_draft_json(&stage.app);
    char *text = cJSON_PrintUnformatted(kept);
    stage_keys(&stage, "<M-c>");
    cr_assert_str_eq(draft_record(&stage.app.draft), "");
    struct app_event event = {.kind = EVENT_DRAFT, .text = text, .length = strlen(text)};
    stage_handle(&stage, &event);
    cr_assert_str_eq(draft_record(&stage.app.draft), "lead/1");
    cJSON_free(text);
    cJSON_Delete(kept);
    stage_close(&stage);
}
