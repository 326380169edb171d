/* The adoption rule: each condition kept, broken and not answered, and how many fit. */
#include "src/outbox/reconcile.h"

#include <criterion/criterion.h>
#include <string.h>

#include "src/base/mem.h"

#define INTENT_AT INT64_C(1795420800000)

static const struct reconcile_intent intent = {.to = "15550001234",
                                               .template_name = "order_update",
                                               .template_id = "107",
                                               .text = "Hi Asha",
                                               .created_at = INTENT_AT};

/* It fits in every respect. */
static struct chat_message fitting(void)
{
    return (struct chat_message){.id = "1",
                                 .wamid = "wamid.A",
                                 .status = "",
                                 .recipient = "15550001234",
                                 .text = "Hi Asha",
                                 .template_id = "107",
                                 .template_name = "",
                                 .error_text = "",
                                 .direction = CHAT_OUTBOUND,
                                 .at = INTENT_AT + 500};
}

static struct reconcile_decision decide(const struct reconcile_intent *about,
                                        const struct chat_message *messages, size_t count,
                                        bool complete)
{
    static const bool taken[8] = {false};
    const struct reconcile_list list = {
        .messages = messages, .taken = taken, .count = count, .complete = complete};
    return reconcile_decide(about, &list);
}

static struct reconcile_decision decide_one(const struct chat_message *message)
{
    return decide(&intent, message, 1, true);
}

Test(reconcile, exactly_one_fits)
{
    struct chat_message message = fitting();
    struct reconcile_decision decision = decide_one(&message);
    cr_expect_eq(decision.verdict, RECONCILE_FOUND);
    cr_expect_eq(decision.message, &message);
}

Test(reconcile, direction)
{
    struct chat_message message = fitting();
    message.direction = CHAT_INBOUND;
    cr_expect_eq(decide_one(&message).verdict, RECONCILE_NOT_FOUND);
    message.direction = CHAT_DIRECTION_UNKNOWN;
    cr_expect_eq(decide_one(&message).verdict, RECONCILE_CANNOT_TELL);
}

Test(reconcile, recipient)
{
    static const struct {
        const char *recipient;
        enum reconcile_verdict verdict;
    } rows[] = {{"15550001234", RECONCILE_FOUND},
                {"+1 (555) 000-1234", RECONCILE_FOUND},
                {"", RECONCILE_FOUND},
                {"15550001235", RECONCILE_NOT_FOUND},
                {"1555000123", RECONCILE_NOT_FOUND},
                {"155500012345", RECONCILE_NOT_FOUND},
                {"somebody else", RECONCILE_NOT_FOUND}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct chat_message message = fitting();
        message.recipient = rows[i].recipient;
        cr_expect_eq(decide_one(&message).verdict, rows[i].verdict, "'%s'", rows[i].recipient);
    }
}

Test(reconcile, age)
{
    static const struct {
        int64_t at;
        enum reconcile_verdict verdict;
    } rows[] = {{INTENT_AT - 60000, RECONCILE_FOUND},
                {INTENT_AT - 60001, RECONCILE_NOT_FOUND},
                {INTENT_AT + 86400000, RECONCILE_FOUND},
                {0, RECONCILE_CANNOT_TELL}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct chat_message message = fitting();
        message.at = rows[i].at;
        cr_expect_eq(decide_one(&message).verdict, rows[i].verdict, "%zu", i);
    }
}

Test(reconcile, a_message_of_another_row)
{
    struct chat_message messages[2] = {fitting(), fitting()};
    messages[1].wamid = "wamid.B";
    bool taken[2] = {true, true};
    struct reconcile_list list = {
        .messages = messages, .taken = taken, .count = 2, .complete = true};
    cr_expect_eq(reconcile_decide(&intent, &list).verdict, RECONCILE_NOT_FOUND);
    taken[1] = false;
    struct reconcile_decision decision = reconcile_decide(&intent, &list);
    cr_expect_eq(decision.verdict, RECONCILE_FOUND);
    cr_expect_eq(decision.message, &messages[1]);
}

Test(reconcile, template_or_text)
{
    static const struct {
        const char *name, *id, *text;
        enum reconcile_verdict verdict;
    } rows[] = {
        {"", "107", "", RECONCILE_FOUND},
        {"order_update", "", "", RECONCILE_FOUND},
        {"order_update", "999", "", RECONCILE_FOUND}, /* an edited template has another id */
        {"", "", "Hi Asha", RECONCILE_FOUND},
        {"", "", "  Hi Asha\n", RECONCILE_FOUND},
        {"other", "107", "Hi Asha", RECONCILE_FOUND},
        {"", "108", "Hi Asha", RECONCILE_FOUND},
        {"other", "", "", RECONCILE_NOT_FOUND},
        {"", "108", "", RECONCILE_NOT_FOUND},
        {"", "108", "Hi Ben", RECONCILE_NOT_FOUND},
        {"", "108", "Hi Ashanti", RECONCILE_NOT_FOUND},
        {"", "108", "Hi", RECONCILE_NOT_FOUND},
        {"", "", "Hi Ben", RECONCILE_NOT_FOUND},
        {"", "", "", RECONCILE_CANNOT_TELL},
        {"", "107", "Header\nHi Asha\nFooter", RECONCILE_FOUND},
        {"", "107", "Hi Ben", RECONCILE_CANNOT_TELL}, /* this template, but not these values */
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct chat_message message = fitting();
        message.template_name = rows[i].name;
        message.template_id = rows[i].id;
        message.text = rows[i].text;
        cr_expect_eq(decide_one(&message).verdict, rows[i].verdict, "row %zu", i);
    }
}

/* The record of an authentication template holds no code, so only its template can be compared. */
Test(reconcile, a_text_that_is_not_kept)
{
    struct reconcile_intent otp = intent;
    otp.text = NULL;
    struct chat_message message = fitting();
    message.text = "123456 is your code";
    cr_expect_eq(decide(&otp, &message, 1, true).verdict, RECONCILE_FOUND);
    message.template_id = "";
    cr_expect_eq(decide(&otp, &message, 1, true).verdict, RECONCILE_CANNOT_TELL);
}

Test(reconcile, more_than_one_or_an_unfinished_list)
{
    struct chat_message messages[2] = {fitting(), fitting()};
    messages[1].wamid = "wamid.B";
    cr_expect_eq(decide(&intent, messages, 2, true).verdict, RECONCILE_CANNOT_TELL);
    cr_expect_eq(decide(&intent, messages, 1, false).verdict, RECONCILE_CANNOT_TELL);
    cr_expect_eq(decide(&intent, messages, 0, true).verdict, RECONCILE_NOT_FOUND);
    cr_expect_eq(decide(&intent, messages, 0, false).verdict, RECONCILE_CANNOT_TELL);
    /* One fits, and of another nothing is known: the one that fits is the only one that does. */
    messages[1].template_id = messages[1].text = "";
    cr_expect_eq(decide(&intent, messages, 2, true).verdict, RECONCILE_FOUND);
    messages[0].wamid = "";
    cr_expect_eq(decide(&intent, messages, 1, true).verdict, RECONCILE_CANNOT_TELL);
}

Test(reconcile, a_row_that_has_its_id)
{
    struct reconcile_intent known = intent;
    known.wamid = "wamid.K";
    struct chat_message messages[2] = {fitting(), fitting()};
    messages[1].wamid = "wamid.K";
    messages[1].at = 0;
    struct reconcile_decision decision = decide(&known, messages, 2, false);
    cr_expect_eq(decision.verdict, RECONCILE_FOUND);
    cr_expect_eq(decision.message, &messages[1]);
    /* Nothing else is taken for it, however well it fits. */
    cr_expect_eq(decide(&known, messages, 1, true).verdict, RECONCILE_NOT_FOUND);
    cr_expect_eq(decide(&known, messages, 1, false).verdict, RECONCILE_CANNOT_TELL);
}

Test(reconcile, the_change_that_goes_with_it)
{
    static const struct {
        const char *status;
        enum send_state state;
    } rows[] = {
        {"", SEND_ACCEPTED},           {"accepted", SEND_ACCEPTED},  {"SENT", SEND_SENT},
        {"delivered", SEND_DELIVERED}, {"Read", SEND_READ},          {"failed", SEND_FAILED},
        {"queued", SEND_ACCEPTED},     {"sending", SEND_ACCEPTED},   {"whatever", SEND_ACCEPTED},
        {"unknown", SEND_ACCEPTED},    {"cancelled", SEND_ACCEPTED}, {"rejected", SEND_ACCEPTED}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct chat_message message = fitting();
        message.status = rows[i].status;
        struct reconcile_decision decision = decide_one(&message);
        struct send_change change = reconcile_change(&decision, SEND_UNKNOWN, 5);
        cr_expect_eq(change.state, rows[i].state, "%s", rows[i].status);
        cr_expect_str_eq(change.wamid, "wamid.A");
        cr_expect_str_eq(change.source, "poll");
        cr_expect_eq(change.at, 5);
        cr_expect_eq(change.error_text[0] == '\0', rows[i].state != SEND_FAILED);
    }
    struct reconcile_decision nothing = decide(&intent, NULL, 0, true);
    struct send_change change = reconcile_change(&nothing, SEND_UNKNOWN, 5);
    cr_expect_eq(change.state, SEND_UNKNOWN);
    cr_expect_null(change.wamid);
    cr_expect_null(change.error_text);
    cr_expect_str_eq(change.text, "looked up: not found yet");
}

Test(reconcile, why_it_failed)
{
    struct chat_message message = fitting();
    message.status = "failed";
    message.error_code = 131026;
    struct reconcile_decision decision = decide_one(&message);
    struct send_change change = reconcile_change(&decision, SEND_UNKNOWN, 5);
    cr_expect_eq(change.error_code, 131026);
    cr_expect_str_eq(change.error_text, "Message undeliverable");
    cr_expect(change.error_next[0] != '\0');
    message.error_code = 0;
    message.error_text = "no such number";
    change = reconcile_change(&decision, SEND_UNKNOWN, 5);
    cr_expect_str_eq(change.error_text, "no such number");
    cr_expect(change.error_next[0] != '\0');
}

Test(reconcile, words)
{
    cr_expect_str_eq(reconcile_verdict_word(RECONCILE_FOUND), "found");
    cr_expect_str_eq(reconcile_verdict_word(RECONCILE_NOT_FOUND), "not_found");
    cr_expect_str_eq(reconcile_verdict_word(RECONCILE_CANNOT_TELL), "cannot_tell");
}

static struct reconcile_intent read_intent(const char *definition, const char *values,
                                           struct arena *arena)
{
    struct send_detail detail = {.row = {.to = "15550001234", .template = "t", .created_at = 7},
                                 .definition = definition,
                                 .values = values};
    struct reconcile_intent read;
    cr_assert_eq(reconcile_read_intent(&detail, arena, &read, NULL), ERR_OK);
    cr_expect_str_eq(read.to, "15550001234");
    cr_expect_str_eq(read.template_name, "t");
    cr_expect_eq(read.created_at, 7);
    return read;
}

Test(reconcile, the_intent_of_a_row)
{
#define DEFINITION(category)                                                               \
    "{\"id\":107,\"name\":\"t\",\"language\":\"en\",\"status\":\"APPROVED\",\"category\":" \
    "\"" category "\",\"components\":[{\"type\":\"BODY\",\"text\":\"Hi {{1}}\"}]}"
    struct arena arena;
    arena_init(&arena);
    struct reconcile_intent read =
        read_intent(DEFINITION("UTILITY"), "{\"body.1\":\"Asha\"}", &arena);
    cr_expect_str_eq(read.template_id, "107");
    cr_expect_str_eq(read.text, "Hi Asha");
    read = read_intent(DEFINITION("AUTHENTICATION"), "{\"otp\":\"***\"}", &arena);
    cr_expect_str_eq(read.template_id, "107");
    cr_expect_null(read.text);
    cr_expect_null(read_intent(NULL, NULL, &arena).text);
    cr_expect_null(read_intent("no JSON", "{}", &arena).template_id);
    cr_expect_null(read_intent(DEFINITION("UTILITY"), "no JSON", &arena).text);
    arena_release(&arena);
}
