/* The table of outcome.c, without a network: evidence in, state and words out. */
#include "src/outbox/outcome.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/paths.h"

struct row {
    const char *id;
    enum transfer_stage stage;
    int curl_code;
    bool cancelled, repeated, cut;
    int http_status;
    const char *body;
    enum send_state state;
    enum err err;
    bool may_retry;
    const char *source;
};

#define S1 "{\"_data\":{\"whatsappMessageId\":\"wamid.A\"}}"

static const struct row rows[] = {
    {"no connection", STAGE_NOTHING, 7, false, false, false, 0, "", SEND_NOT_SENT, ERR_NOT_SENT,
     true, "program"},
    {"connected only", STAGE_CONNECTED, 28, false, false, false, 0, "", SEND_NOT_SENT, ERR_NOT_SENT,
     true, "program"},
    {"request begun", STAGE_REQUEST_SENT, 28, false, false, false, 0, "", SEND_UNKNOWN, ERR_UNKNOWN,
     false, "program"},
    {"cancelled early", STAGE_CONNECTED, 42, true, false, false, 0, "", SEND_CANCELLED,
     ERR_INTERRUPTED, false, "operator"},
    {"cancelled late", STAGE_REQUEST_SENT, 42, true, false, false, 0, "", SEND_UNKNOWN, ERR_UNKNOWN,
     false, "operator"},
    {"cancelled in the reply", STAGE_REPLY_BEGUN, 42, true, false, false, 200, S1, SEND_UNKNOWN,
     ERR_UNKNOWN, false, "operator"},
    {"repeated", STAGE_REQUEST_SENT, 42, false, true, false, 0, "", SEND_UNKNOWN, ERR_UNKNOWN,
     false, "program"},
    {"half of a good reply", STAGE_REPLY_BEGUN, 18, false, false, false, 200, S1, SEND_UNKNOWN,
     ERR_UNKNOWN, false, "program"},
    {"half of a bad reply", STAGE_REPLY_BEGUN, 18, false, false, false, 429, "", SEND_UNKNOWN,
     ERR_UNKNOWN, false, "program"},
    {"cut", STAGE_REPLY_WHOLE, 0, false, false, true, 200, S1, SEND_UNKNOWN, ERR_UNKNOWN, false,
     "program"},
    {"accepted", STAGE_REPLY_WHOLE, 0, false, false, false, 200, S1, SEND_ACCEPTED, ERR_OK, false,
     "reply"},
    {"throttled", STAGE_REPLY_WHOLE, 0, false, false, false, 429, "", SEND_REJECTED, ERR_THROTTLED,
     true, "reply"},
    {"throttled by code with 503", STAGE_REPLY_WHOLE, 0, false, false, false, 503,
     "{\"_errors\":[\"(#130429) slow\"]}", SEND_REJECTED, ERR_THROTTLED, true, "reply"},
    {"billing", STAGE_REPLY_WHOLE, 0, false, false, false, 402, "", SEND_REJECTED, ERR_BILLING,
     false, "reply"},
    {"billing words on a 500", STAGE_REPLY_WHOLE, 0, false, false, false, 500,
     "{\"_errors\":[\"sending is disabled\"]}", SEND_UNKNOWN, ERR_UNKNOWN, false, "reply"},
    {"token", STAGE_REPLY_WHOLE, 0, false, false, false, 401, "", SEND_REJECTED, ERR_AUTH, false,
     "reply"},
    {"refused", STAGE_REPLY_WHOLE, 0, false, false, false, 422, "", SEND_REJECTED, ERR_REJECTED,
     false, "reply"},
    {"409 without a code", STAGE_REPLY_WHOLE, 0, false, false, false, 409, "", SEND_UNKNOWN,
     ERR_UNKNOWN, false, "reply"},
    {"409 with a code", STAGE_REPLY_WHOLE, 0, false, false, false, 409,
     "{\"_errors\":[\"(#131009) x\"]}", SEND_REJECTED, ERR_REJECTED, false, "reply"},
    {"500 with an invented code", STAGE_REPLY_WHOLE, 0, false, false, false, 500,
     "{\"error\":{\"code\":503,\"message\":\"x\"}}", SEND_UNKNOWN, ERR_UNKNOWN, false, "reply"},
    {"transient code", STAGE_REPLY_WHOLE, 0, false, false, false, 503,
     "{\"error\":{\"code\":2,\"message\":\"(#2) x\"}}", SEND_REJECTED, ERR_REJECTED, false,
     "reply"},
    {"302", STAGE_REPLY_WHOLE, 0, false, false, false, 302, S1, SEND_UNKNOWN, ERR_UNKNOWN, false,
     "reply"},
};

static void fill_result(const struct row *row, struct http_result *result)
{
    *result = (struct http_result){.stage = row->stage,
                                   .curl_code = row->curl_code,
                                   .http_status = row->http_status,
                                   .cancelled = row->cancelled,
                                   .repeated = row->repeated,
                                   .body_cut = row->cut,
                                   .latency_ms = 12};
    snprintf(result->reason, sizeof result->reason, "%s",
             row->curl_code != 0 ? "curl's words" : "");
    strbuf_init(&result->body, 1 << 20);
    strbuf_add_text(&result->body, row->body);
}

Test(outcome, every_row)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct row *row = &rows[i];
        struct http_result result;
        struct arena arena;
        struct outcome outcome;
        arena_init(&arena);
        fill_result(row, &result);
        cr_assert_eq(outcome_decide(&result, 1000, NULL, &arena, &outcome, NULL), ERR_OK);
        const struct send_change *change = &outcome.change;
        cr_expect_eq(change->state, row->state, "%s: %s", row->id, send_state_word(change->state));
        cr_expect_eq(outcome.err, row->err, "%s: %s", row->id, err_name(outcome.err));
        cr_expect_eq(outcome.may_retry, row->may_retry, "%s", row->id);
        cr_expect_str_eq(change->source, row->source, "%s: %s", row->id, change->source);
        cr_expect_eq(change->at, 1000);
        cr_expect_eq(change->latency_ms, 12);
        cr_expect_eq(change->http_status, row->http_status, "%s", row->id);
        cr_expect_eq(change->reply_length, strlen(row->body), "%s", row->id);
        if (row->state != SEND_ACCEPTED)
            cr_expect(change->error_text[0] != '\0' && change->error_next[0] != '\0', "%s",
                      row->id);
        strbuf_release(&result.body);
        arena_release(&arena);
    }
}

static void decide(int http_status, const char *body, const char *retry_after, struct arena *arena,
                   const struct slot_list *slots, struct outcome *outcome)
{
    const struct row row = {.stage = STAGE_REPLY_WHOLE, .http_status = http_status, .body = body};
    struct http_result result;
    fill_result(&row, &result);
    snprintf(result.retry_after, sizeof result.retry_after, "%s", retry_after);
    cr_assert_eq(outcome_decide(&result, 0, slots, arena, outcome, NULL), ERR_OK);
    strbuf_release(&result.body);
}

Test(outcome, hints_come_along_with_throttling_only)
{
    struct arena arena;
    struct outcome outcome;
    arena_init(&arena);
    decide(429, "", "2", &arena, NULL, &outcome);
    cr_expect_eq(outcome.retry_after_ms, 2000);
    decide(503, "", "2", &arena, NULL, &outcome);
    cr_expect_eq(outcome.retry_after_ms, -1);
    cr_expect(!outcome.may_retry);
    arena_release(&arena);
}

Test(outcome, a_held_message_says_so)
{
    struct arena arena;
    struct outcome outcome;
    arena_init(&arena);
    decide(
        200,
        "{\"messages\":[{\"id\":\"wamid.H\",\"message_status\":\"held_for_quality_assessment\"}]}",
        "", &arena, NULL, &outcome);
    cr_expect_eq(outcome.change.state, SEND_ACCEPTED);
    cr_expect_str_eq(outcome.change.wamid, "wamid.H");
    cr_expect_str_eq(outcome.change.text, "held_for_quality_assessment");
    arena_release(&arena);
}

Test(outcome, the_event_of_a_reply_keeps_its_headers)
{
    const struct row row = {.stage = STAGE_REPLY_WHOLE,
                            .http_status = 200,
                            .body = "{\"messages\":[{\"id\":\"wamid.H\"}]}"};
    struct arena arena;
    struct outcome outcome;
    struct http_result result;
    arena_init(&arena);
    fill_result(&row, &result);
    snprintf(result.headers, sizeof result.headers, "X-Request-Id: a1");
    cr_assert_eq(outcome_decide(&result, 0, NULL, &arena, &outcome, NULL), ERR_OK);
    cr_expect_str_eq(outcome.change.text, "X-Request-Id: a1");
    strbuf_release(&result.body);
    arena_release(&arena);
}

Test(outcome, a_refusal_names_code_details_slot_and_next_step)
{
    static const char definition[] =
        "{\"name\":\"t\",\"language\":\"en\",\"status\":\"APPROVED\",\"category\":\"UTILITY\","
        "\"components\":[{\"type\":\"BODY\",\"text\":\"Hi {{1}}, {{2}}\"}]}";
    static const char body[] =
        "{\"_data\":[],\"_errors\":[\"(#132000) Number of parameters does not match the expected "
        "number of params: body: number of localizable_params (1) does not match the expected "
        "number of params (2)\"]}";
    struct arena arena;
    struct outcome outcome;
    struct template *template = NULL;
    struct slot_list slots;
    CLEANUP(json_deletep) cJSON *root = NULL;
    arena_init(&arena);
    cr_assert_eq(json_parse(definition, sizeof definition - 1, &root, NULL), ERR_OK);
    cr_assert_eq(template_parse(root, &arena, &template, NULL), ERR_OK);
    cr_assert_eq(slots_build(template, 0, &arena, &slots, NULL), ERR_OK);
    decide(400, body, "", &arena, &slots, &outcome);
    const struct send_change *change = &outcome.change;
    cr_expect_eq(change->error_code, 132000);
    cr_expect_str_eq(change->error_details, "body: number of localizable_params (1) does not match "
                                            "the expected number of params (2)");
    cr_expect_not_null(change->error_title);
    cr_expect_not_null(change->error_slot);
    cr_expect_eq(strncmp(change->error_slot, "body.", 5), 0, "%s", change->error_slot);
    cr_expect_not_null(strstr(change->error_text, change->error_details));
    cr_expect_gt(strlen(change->error_next), 10);
    arena_release(&arena);
}

Test(outcome, an_unknown_code_is_shown_as_it_came)
{
    struct arena arena;
    struct outcome outcome;
    arena_init(&arena);
    decide(400, "{\"_errors\":[\"(#987654) Brand new: mystery\"]}", "", &arena, NULL, &outcome);
    cr_expect_eq(outcome.change.error_code, 987654);
    cr_expect_str_eq(outcome.change.error_text, "Brand new: mystery");
    cr_expect_str_eq(outcome.change.error_details, "mystery");
    cr_expect_gt(strlen(outcome.change.error_next), 10);
    arena_release(&arena);
}

Test(outcome, a_flood_is_kept_in_part)
{
    size_t length = (size_t)1 << 19;
    char *body = mem_alloc(length + 1);
    struct arena arena;
    struct outcome outcome;
    memset(body, 'z', length);
    body[length] = '\0';
    arena_init(&arena);
    decide(502, body, "", &arena, NULL, &outcome);
    cr_expect_eq(outcome.change.reply_length, 256 * 1024);
    cr_expect_eq(strlen(outcome.change.reply), 256 * 1024);
    arena_release(&arena);
    mem_free(body);
}

Test(outcome, memory_can_run_out)
{
    mem_hook_cjson();
    for (size_t countdown = 1; countdown < 100; countdown++) {
        struct arena arena;
        struct outcome outcome = {0};
        struct http_result result;
        fill_result(&rows[12], &result);
        arena_init(&arena);
        mem_test_fail_after(countdown);
        enum err err = outcome_decide(&result, 0, NULL, &arena, &outcome, NULL);
        mem_test_fail_after(0);
        bool is_whole = err == ERR_OK && outcome.err == ERR_THROTTLED;
        cr_assert(err == ERR_OK || err == ERR_NOMEM);
        cr_assert(err != ERR_OK || outcome.change.state != SEND_NOT_SENT);
        strbuf_release(&result.body);
        arena_release(&arena);
        if (is_whole)
            return;
    }
    cr_assert_fail("never succeeded");
}
