/*
 * Lists of messages and chats from a server: whatever comes, every text that is
 * handed on is a text, times are times, and the decision about a row is made
 * without touching what is not there.
 */
#include "src/base/arena.h"
#include "src/base/utf8.h"
#include "src/chakra/chat.h"
#include "src/outbox/reconcile.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void check_text(const char *text)
{
    FUZZ_CHECK(text != NULL);
    FUZZ_CHECK(utf8_is_valid(text, strlen(text)));
}

static void check_message(const struct chat_message *message)
{
    const char *const texts[] = {
        message->id,   message->wamid,       message->status,        message->recipient,
        message->text, message->template_id, message->template_name, message->error_text};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        check_text(texts[i]);
    FUZZ_CHECK(message->at >= 0 && message->at < INT64_C(100000000000000));
    FUZZ_CHECK(message->error_code >= 0);
}

static void decide(const struct chat_message_page *page)
{
    const struct reconcile_intent intent = {.to = "15550001234",
                                            .template_name = "hello_world",
                                            .template_id = "107",
                                            .text = "Hi",
                                            .created_at = INT64_C(1795420800000)};
    bool *taken = calloc(page->count + 1, sizeof *taken);
    FUZZ_CHECK(taken != NULL);
    const struct reconcile_list list = {
        .messages = page->items, .taken = taken, .count = page->count, .complete = true};
    struct reconcile_decision decision = reconcile_decide(&intent, &list);
    FUZZ_CHECK((decision.verdict == RECONCILE_FOUND) == (decision.message != NULL));
    struct send_change change = reconcile_change(&decision, SEND_UNKNOWN, 1);
    FUZZ_CHECK(decision.verdict != RECONCILE_FOUND || change.wamid[0] != '\0');
    free(taken);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena arena;
    struct chat_message_page messages;
    struct chat_page chats;
    arena_init(&arena);
    enum err err = chat_parse_messages((const char *)bytes, length, &arena, &messages, NULL);
    FUZZ_CHECK(err == ERR_OK || err == ERR_INVALID);
    if (err == ERR_OK) {
        for (size_t i = 0; i < messages.count; i++)
            check_message(&messages.items[i]);
        decide(&messages);
    }
    if (chat_parse_chats((const char *)bytes, length, &arena, &chats, NULL) == ERR_OK)
        for (size_t i = 0; i < chats.count; i++) {
            check_text(chats.items[i].id);
            check_text(chats.items[i].recipient);
            check_text(chats.items[i].name);
            check_text(chats.items[i].text);
        }
    arena_release(&arena);
    return 0;
}
