/* Every shape of a webhook, what is missing or wrong in it, and its bounds. */
#include "src/webhook/receive.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/strbuf.h"

static struct arena arena;
static struct webhook_batch batch;

static void init(void)
{
    mem_hook_cjson();
    arena_init(&arena);
}

static void fini(void)
{
    arena_release(&arena);
}

TestSuite(receive, .init = init, .fini = fini);

static enum err receive(const char *body)
{
    struct error error = {0};
    enum err err = webhook_parse(body, strlen(body), &arena, &batch, &error);
    cr_expect_eq(error.code, err);
    cr_expect(err == ERR_OK || (error.what[0] != '\0' && error.next[0] != '\0'), "%s", body);
    return err;
}

Test(receive, chakra_status_and_the_older_form)
{
    cr_assert_eq(receive("{\"event\":\"status\",\"payload\":{\"wabaId\":\"1\",\"id\":\"wamid.A\","
                         "\"deliveryStatus\":\"DELIVERED\",\"timestamp\":1798761600123}}"),
                 ERR_OK);
    cr_assert_eq(batch.status_count, 1);
    cr_expect_str_eq(batch.statuses[0].wamid, "wamid.A");
    cr_expect_str_eq(batch.statuses[0].state, "delivered");
    cr_expect_eq(batch.statuses[0].at_ms, 1798761600123);
    cr_expect_null(batch.statuses[0].recipient);

    cr_assert_eq(receive("{\"event\":\"deliveryStatus\",\"payload\":{\"id\":\"uuid\","
                         "\"externalId\":\"wamid.B\",\"deliveryStatus\":\"READ\","
                         "\"timestamp\":\"1798761600\",\"recipientId\":15550001234}}"),
                 ERR_OK);
    cr_assert_eq(batch.status_count, 1);
    cr_expect_str_eq(batch.statuses[0].wamid, "wamid.B", "not ChakraHQ's own id");
    cr_expect_eq(batch.statuses[0].at_ms, 1798761600000, "seconds as text");
    cr_expect_str_eq(batch.statuses[0].recipient, "15550001234", "a number as text");
}

Test(receive, chakra_message)
{
    cr_assert_eq(receive("{\"event\":\"message\",\"payload\":{\"timestamp\":1798761600123,"
                         "\"contacts\":[{\"wa_id\":\"1555\",\"profile\":{\"name\":\"Asha\"}}],"
                         "\"message\":{\"from\":\"1555\",\"id\":\"wamid.C\",\"type\":\"text\","
                         "\"text\":{\"body\":\"STOP\"},\"context\":{\"id\":\"wamid.A\"}}}}"),
                 ERR_OK);
    cr_assert_eq(batch.message_count, 1);
    const struct webhook_message *message = &batch.messages[0];
    cr_expect_str_eq(message->from, "1555");
    cr_expect_str_eq(message->name, "Asha");
    cr_expect_str_eq(message->type, "text");
    cr_expect_str_eq(message->text, "STOP");
    cr_expect_str_eq(message->wamid, "wamid.C");
    cr_expect_str_eq(message->in_reply_to, "wamid.A");
    cr_expect_eq(message->at_ms, 1798761600123);
}

Test(receive, many_entries_changes_and_statuses)
{
    cr_assert_eq(
        receive("{\"object\":\"whatsapp_business_account\",\"entry\":["
                "{\"changes\":[{\"field\":\"messages\",\"value\":{\"statuses\":["
                "{\"id\":\"a\",\"status\":\"sent\"},{\"id\":\"b\",\"status\":\"played\"}]}},"
                "{\"field\":\"messages\",\"value\":{\"statuses\":[{\"id\":\"c\",\"status\":"
                "\"failed\",\"errors\":[{\"title\":\"no code\"},{\"code\":131026,\"message\":\"M\","
                "\"error_data\":\"plain\"}]}]}}]},"
                "{\"changes\":[{\"value\":{\"statuses\":[{\"id\":\"d\",\"status\":\"read\"}],"
                "\"messages\":[{\"from\":\"1\",\"type\":\"reaction\",\"reaction\":{\"emoji\":"
                "\"x\"}}]}}]}]}"),
        ERR_OK);
    cr_assert_eq(batch.status_count, 4);
    const char *const wamids[] = {"a", "b", "c", "d"};
    for (size_t i = 0; i < 4; i++)
        cr_expect_str_eq(batch.statuses[i].wamid, wamids[i]);
    cr_expect_eq(batch.statuses[0].at_ms, 0);
    cr_expect_eq(batch.statuses[2].code, 131026);
    cr_expect_str_eq(batch.statuses[2].title, "M");
    cr_expect_str_eq(batch.statuses[2].details, "plain");
    cr_assert_eq(batch.message_count, 1);
    cr_expect_str_eq(batch.messages[0].text, "x");
}

Test(receive, ids_of_any_length_stay_whole)
{
    cr_assert_eq(receive("{\"entry\":[{\"changes\":[{\"field\":\"message_template_status_update\","
                         "\"value\":{\"event\":\"PAUSED\",\"message_template_id\":"
                         "12345678901234567,\"reason\":null}},{\"field\":\"f\",\"value\":{"
                         "\"message_template_id\":99999999999999999999,\"n\":-12345678901234567,"
                         "\"m\":1.2345678901234567e3,\"s\":\"\\\"12345678901234567 \"}}]}]}"),
                 ERR_OK);
    cr_assert_eq(batch.other_count, 2);
    cr_expect_str_eq(batch.others[0].template_id, "12345678901234567");
    cr_expect_str_eq(batch.others[0].event, "PAUSED");
    cr_expect_null(batch.others[0].reason);
    cr_expect_str_eq(batch.others[1].template_id, "99999999999999999999");
}

Test(receive, lists_of_events)
{
    cr_assert_eq(receive("[{\"event\":\"status\",\"payload\":{\"id\":\"a\",\"deliveryStatus\":"
                         "\"SENT\"}},{\"event\":\"conversation\"},17,{}]"),
                 ERR_OK);
    cr_expect_eq(batch.status_count, 1);
    cr_expect_eq(batch.other_count, 1);
    cr_expect_str_eq(batch.others[0].event, "conversation");
}

/* JSON of the wrong kind at every place: nothing, or counted, never more. */
Test(receive, wrong_kinds_are_survived)
{
    static const struct {
        const char *body;
        size_t unreadable;
    } rows[] = {
        {"{}", 0},
        {"[]", 0},
        {"{\"entry\":{}}", 0},
        {"{\"entry\":[1,null,[],{\"changes\":7},{\"changes\":[[]]}]}", 0},
        {"{\"event\":5}", 0},
        {"{\"event\":\"status\"}", 1},
        {"{\"event\":\"status\",\"payload\":[]}", 1},
        {"{\"event\":\"status\",\"payload\":{\"id\":\"\",\"deliveryStatus\":\"SENT\"}}", 1},
        {"{\"event\":\"status\",\"payload\":{\"id\":\"a\",\"deliveryStatus\":{}}}", 1},
        {"{\"event\":\"message\",\"payload\":{\"message\":3}}", 1},
        {"{\"entry\":[{\"changes\":[{\"value\":{\"statuses\":[5,{\"id\":\"a\"}],"
         "\"messages\":[{}]}}]}]}",
         3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_expect_eq(receive(rows[i].body), ERR_OK, "%s", rows[i].body);
        cr_expect_eq(batch.status_count + batch.message_count, 0, "%s", rows[i].body);
        cr_expect_eq(batch.unreadable, rows[i].unreadable, "%s", rows[i].body);
    }
}

Test(receive, what_is_no_webhook_is_refused)
{
    static const char *const bodies[] = {"",     " ",        "x",       "{",    "17",
                                         "null", "\"text\"", "{\"a\"}", "{}{}", "{\"a\":\"\xFF\"}"};
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
        cr_expect_eq(receive(bodies[i]), ERR_INVALID, "%s", bodies[i]);
}

Test(receive, times)
{
    static const struct {
        const char *timestamp;
        int64_t at_ms;
    } rows[] = {
        {"\"1798761600\"", 1798761600000},
        {"1798761600", 1798761600000},
        {"1798761600123", 1798761600123},
        {"\"1798761600123\"", 1798761600123},
        {"\"2027-01-01T00:00:00.5Z\"", 1798761600500},
        {"\"yesterday\"", 0},
        {"-5", 0},
        {"{}", 0},
        {"99999999999999999999", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char body[256];
        snprintf(body, sizeof body,
                 "{\"event\":\"status\",\"payload\":{\"id\":\"a\",\"deliveryStatus\":\"SENT\","
                 "\"timestamp\":%s}}",
                 rows[i].timestamp);
        cr_assert_eq(receive(body), ERR_OK, "%s", body);
        cr_expect_eq(batch.statuses[0].at_ms, rows[i].at_ms, "%s", body);
    }
}

static void add_statuses(struct strbuf *body, size_t count)
{
    strbuf_add_text(body, "{\"entry\":[{\"changes\":[{\"value\":{\"statuses\":[");
    for (size_t i = 0; i < count; i++)
        strbuf_addf(body, "%s{\"id\":\"wamid.%zu\",\"status\":\"sent\"}", i > 0 ? "," : "", i);
    strbuf_add_text(body, "]}}]}]}");
}

Test(receive, a_thousand_updates_and_not_one_more)
{
    struct strbuf body;
    strbuf_init(&body, WEBHOOK_BODY_MAX);
    add_statuses(&body, WEBHOOK_UPDATES_MAX + 7);
    cr_assert_eq(receive(body.text), ERR_OK);
    cr_expect_eq(batch.status_count, WEBHOOK_UPDATES_MAX);
    cr_expect_eq(batch.over_limit, 7);
    cr_expect_str_eq(batch.statuses[WEBHOOK_UPDATES_MAX - 1].wamid, "wamid.999");
    strbuf_release(&body);
}

Test(receive, a_mebibyte_and_not_one_byte_more)
{
    struct strbuf body;
    strbuf_init(&body, 2 * WEBHOOK_BODY_MAX);
    strbuf_add_text(&body, "{}");
    strbuf_add_repeated(&body, ' ', WEBHOOK_BODY_MAX - 2);
    cr_expect_eq(webhook_parse(body.text, body.length, &arena, &batch, NULL), ERR_OK);
    strbuf_add_char(&body, ' ');
    cr_expect_eq(webhook_parse(body.text, body.length, &arena, &batch, NULL), ERR_TOO_BIG);
    strbuf_release(&body);
}

/* cJSON does not tell want of memory from wrong JSON, so it may be called invalid. */
Test(receive, memory_can_run_out_anywhere)
{
    struct strbuf body;
    strbuf_init(&body, WEBHOOK_BODY_MAX);
    add_statuses(&body, 20);
    enum err err = ERR_NOMEM;
    size_t n = 0;
    for (n = 1; (err == ERR_NOMEM || err == ERR_INVALID) && n < 5000; n++) {
        struct arena own;
        arena_init(&own);
        mem_test_fail_after(n);
        err = webhook_parse(body.text, body.length, &own, &batch, NULL);
        mem_test_fail_after(0);
        arena_release(&own);
    }
    cr_expect_eq(err, ERR_OK);
    cr_expect_gt(n, 20);
    strbuf_release(&body);
}
