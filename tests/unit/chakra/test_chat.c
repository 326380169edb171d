/* Lists of chats and messages in every spelling that clients guard for, and in none. */
#include "src/chakra/chat.h"

#include <criterion/criterion.h>
#include <string.h>

#include "src/base/mem.h"

static struct arena arena;

static void setup(void)
{
    arena_init(&arena);
}

static void teardown(void)
{
    arena_release(&arena);
}

TestSuite(chat, .init = setup, .fini = teardown);

static struct chat_message_page read_messages(const char *json)
{
    struct chat_message_page page;
    struct error error = {0};
    cr_assert_eq(chat_parse_messages(json, strlen(json), &arena, &page, &error), ERR_OK, "%s: %s",
                 json, error.what);
    return page;
}

static struct chat_message read_one(const char *json)
{
    struct chat_message_page page = read_messages(json);
    cr_assert_eq(page.count, 1, "%s: %zu", json, page.count);
    return page.items[0];
}

/* The object of route B, as the sandbox and (guessed) ChakraHQ list it. */
Test(chat, a_whole_message)
{
    struct chat_message message = read_one(
        "{\"_data\":[{\"id\":\"4017c7d5\",\"createdAt\":1,\"timestamp\":1795420800123,"
        "\"externalId\":\"wamid.A\",\"provider\":\"whatsapp\",\"dataType\":\"template\","
        "\"body\":{\"body\":\"Hi\"},\"text\":\"Hi Asha\",\"attachments\":null,"
        "\"deliveryStatus\":\"DELIVERED\",\"direction\":\"OUTBOUND\",\"context\":{"
        "\"contactIdentifier\":\"15550001234\",\"messageTemplateId\":\"1000000000000107\"},"
        "\"chat\":null}],\"_meta\":{\"total\":17},\"_errors\":[]}");
    cr_expect_str_eq(message.id, "4017c7d5");
    cr_expect_str_eq(message.wamid, "wamid.A");
    cr_expect_str_eq(message.status, "delivered");
    cr_expect_str_eq(message.recipient, "15550001234");
    cr_expect_str_eq(message.text, "Hi Asha");
    cr_expect_str_eq(message.template_id, "1000000000000107");
    cr_expect_str_eq(message.template_name, "");
    cr_expect_eq(message.direction, CHAT_OUTBOUND);
    cr_expect_eq(message.at, 1795420800123);
    cr_expect_eq(message.error_code, 0);
    cr_expect_eq(read_messages("{\"_data\":[],\"_meta\":{\"total\":17}}").total, 17);
    cr_expect_eq(read_messages("{\"_data\":[]}").total, -1);
}

Test(chat, the_list_in_every_envelope)
{
    static const char *const replies[] = {
        "{\"_data\":[{\"id\":\"a\"}]}",
        "{\"data\":[{\"id\":\"a\"}]}",
        "{\"_data\":{\"messages\":[{\"id\":\"a\"}]}}",
        "{\"data\":{\"messages\":[{\"id\":\"a\"}]}}",
        "{\"_data\":{\"data\":[{\"id\":\"a\"}]}}",
        "{\"messages\":[{\"id\":\"a\"}]}",
        "[{\"id\":\"a\"}]",
        "\xEF\xBB\xBF[{\"id\":\"a\"}]",
        "{\"_data\":null,\"data\":[{\"id\":\"a\"}]}",
        "[null,{\"id\":\"a\"},7,\"x\",[]]",
    };
    for (size_t i = 0; i < COUNT_OF(replies); i++)
        cr_expect_str_eq(read_one(replies[i]).id, "a", "%s", replies[i]);
    struct chat_message_page page = read_messages(replies[COUNT_OF(replies) - 1]);
    cr_expect_eq(page.unreadable, 4);
    /* The first one named wins, also when it is empty. */
    cr_expect_eq(read_messages("{\"_data\":[],\"messages\":[{\"id\":\"a\"}]}").count, 0);
}

Test(chat, ids_are_text)
{
    cr_expect_str_eq(read_one("[{\"_id\":\"65f\"}]").id, "65f");
    cr_expect_str_eq(read_one("[{\"id\":12}]").id, "12");
    cr_expect_str_eq(read_one("[{\"id\":123456789012345678901234}]").id,
                     "123456789012345678901234");
    cr_expect_str_eq(read_one("[{\"id\":\"\",\"_id\":\"b\"}]").id, "b");
    cr_expect_str_eq(read_one("[{\"id\":null}]").id, "");
    cr_expect_str_eq(read_one("[{\"id\":{\"x\":1}}]").id, "");
    cr_expect_str_eq(read_one("[{\"id\":\"wamid.B\"}]").wamid, "wamid.B");
    cr_expect_str_eq(read_one("[{\"id\":\"x\",\"whatsappMessageId\":\"wamid.C\"}]").wamid,
                     "wamid.C");
    cr_expect_str_eq(read_one("[{\"id\":\"x\"}]").wamid, "");
}

Test(chat, times)
{
    static const struct {
        const char *json;
        int64_t at;
    } rows[] = {
        {"[{\"timestamp\":1795420800123}]", 1795420800123},
        {"[{\"timestamp\":\"1795420800123\"}]", 1795420800123},
        {"[{\"timestamp\":\"1795420800\"}]", 1795420800000},
        {"[{\"timestamp\":1795420800}]", 1795420800000},
        {"[{\"timestamp\":\"2026-11-23T08:00:00.123Z\"}]", 1795420800123},
        {"[{\"createdAt\":1795420800123}]", 1795420800123},
        {"[{\"timestamp\":null,\"created_at\":\"1795420800\"}]", 1795420800000},
        {"[{\"timestamp\":\"yesterday\",\"createdAt\":1795420800123}]", 1795420800123},
        {"[{\"timestamp\":0}]", 0},
        {"[{\"timestamp\":-5}]", 0},
        {"[{\"timestamp\":1.5}]", 0},
        {"[{\"timestamp\":1e300}]", 0},
        {"[{\"timestamp\":17954208001230000}]", 0},
        {"[{\"timestamp\":\"99999999999999999999\"}]", 0},
        {"[{\"timestamp\":true}]", 0},
        {"[{}]", 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t at = read_one(rows[i].json).at;
        cr_expect_eq(at, rows[i].at, "%s: %lld", rows[i].json, (long long)at);
    }
}

Test(chat, directions_and_statuses_in_any_case)
{
    static const struct {
        const char *json;
        enum chat_direction direction;
    } rows[] = {
        {"[{\"direction\":\"OUTBOUND\"}]", CHAT_OUTBOUND},
        {"[{\"direction\":\"outbound\"}]", CHAT_OUTBOUND},
        {"[{\"direction\":\"Outgoing\"}]", CHAT_OUTBOUND},
        {"[{\"direction\":\"INBOUND\"}]", CHAT_INBOUND},
        {"[{\"direction\":\"in\"}]", CHAT_INBOUND},
        {"[{\"direction\":\"INCOMING\"}]", CHAT_INBOUND},
        {"[{\"fromMe\":true}]", CHAT_OUTBOUND},
        {"[{\"fromMe\":false}]", CHAT_INBOUND},
        {"[{\"direction\":\"sideways\"}]", CHAT_DIRECTION_UNKNOWN},
        {"[{\"direction\":1}]", CHAT_DIRECTION_UNKNOWN},
        {"[{}]", CHAT_DIRECTION_UNKNOWN},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        cr_expect_eq(read_one(rows[i].json).direction, rows[i].direction, "%s", rows[i].json);
    cr_expect_str_eq(read_one("[{\"deliveryStatus\":\"ReAd\"}]").status, "read");
    cr_expect_str_eq(read_one("[{\"status\":\"FAILED\"}]").status, "failed");
    cr_expect_str_eq(read_one("[{\"deliveryStatus\":null}]").status, "");
    cr_expect_str_eq(chat_direction_word(CHAT_OUTBOUND), "outbound");
    cr_expect_str_eq(chat_direction_word(CHAT_INBOUND), "inbound");
    cr_expect_str_eq(chat_direction_word(CHAT_DIRECTION_UNKNOWN), "");
}

Test(chat, texts_templates_recipients_failures)
{
    cr_expect_str_eq(read_one("[{\"text\":\"a\"}]").text, "a");
    cr_expect_str_eq(read_one("[{\"text\":{\"body\":\"a\"}}]").text, "a");
    cr_expect_str_eq(read_one("[{\"text\":\"\",\"body\":{\"body\":\"a\"}}]").text, "a");
    cr_expect_str_eq(read_one("[{\"body\":\"a\"}]").text, "a");
    cr_expect_str_eq(read_one("[{\"message\":{\"text\":{\"body\":\"a\"}}}]").text, "a");
    cr_expect_str_eq(read_one("[{\"text\":\"\xFF\"}]").text, "\xEF\xBF\xBD");
    cr_expect_str_eq(read_one("[{\"templateName\":\"t\"}]").template_name, "t");
    cr_expect_str_eq(read_one("[{\"template\":{\"name\":\"t\",\"id\":5}}]").template_name, "t");
    cr_expect_str_eq(read_one("[{\"template\":{\"name\":\"t\",\"id\":5}}]").template_id, "5");
    cr_expect_str_eq(read_one("[{\"to\":\"+1 555\"}]").recipient, "+1 555");
    cr_expect_str_eq(read_one("[{\"contact\":{\"phoneNumber\":15550001234}}]").recipient,
                     "15550001234");
    struct chat_message failed =
        read_one("[{\"errors\":[{\"code\":131026,\"title\":\"Message undeliverable\"}]}]");
    cr_expect_eq(failed.error_code, 131026);
    cr_expect_str_eq(failed.error_text, "Message undeliverable");
    cr_expect_eq(read_one("[{\"errors\":[{\"code\":99999999999}]}]").error_code, 0);
    cr_expect_eq(read_one("[{\"errors\":[{\"code\":-5}]}]").error_code, 0);
}

Test(chat, what_is_no_list_is_an_error_with_a_next_step)
{
    static const char *const replies[] = {"",  "<html>",        "{}", "\"text\"", "null",
                                          "[", "{\"_data\":{}}"};
    for (size_t i = 0; i < COUNT_OF(replies); i++) {
        struct chat_message_page page;
        struct chat_page chats;
        struct error error = {0};
        cr_expect_eq(chat_parse_messages(replies[i], strlen(replies[i]), &arena, &page, &error),
                     ERR_INVALID, "%s", replies[i]);
        cr_expect(error.next[0] != '\0');
        cr_expect_eq(chat_parse_chats(replies[i], strlen(replies[i]), &arena, &chats, NULL),
                     ERR_INVALID, "%s", replies[i]);
    }
}

Test(chat, chats)
{
    static const char json[] =
        "{\"_data\":{\"chats\":[{\"_id\":7,\"contactIdentifier\":\"15550001234\",\"contact\":{"
        "\"name\":\"Asha\"},\"updatedAt\":\"2026-11-23T08:00:00Z\",\"lastMessage\":{\"text\":"
        "\"Hi\",\"timestamp\":1795420801000}},{\"id\":\"b\",\"updatedAt\":1795420800000},3]}}";
    struct chat_page page;
    cr_assert_eq(chat_parse_chats(json, strlen(json), &arena, &page, NULL), ERR_OK);
    cr_assert_eq(page.count, 2);
    cr_expect_eq(page.unreadable, 1);
    cr_expect_str_eq(page.items[0].id, "7");
    cr_expect_str_eq(page.items[0].recipient, "15550001234");
    cr_expect_str_eq(page.items[0].name, "Asha");
    cr_expect_str_eq(page.items[0].text, "Hi");
    cr_expect_eq(page.items[0].at, 1795420801000);
    cr_expect_eq(page.items[1].at, 1795420800000);
    cr_expect_str_eq(page.items[1].text, "");
}

/* Every allocation in turn fails: an error, never a crash or a leak. */
Test(chat, out_of_memory)
{
    static const char json[] =
        "{\"_data\":[{\"id\":1,\"externalId\":\"w\",\"deliveryStatus\":\"SENT\",\"text\":\"t\"}]}";
    mem_hook_cjson();
    enum err err = ERR_NOMEM;
    size_t tries = 0;
    for (size_t n = 1; err != ERR_OK; n++) {
        struct arena own;
        struct chat_message_page page;
        arena_init(&own);
        mem_test_fail_after(n);
        err = chat_parse_messages(json, strlen(json), &own, &page, NULL);
        mem_test_fail_after(0);
        arena_release(&own);
        tries++;
        cr_assert(tries < 200);
    }
    cr_expect(tries > 3);
}
