/* Any bytes as a webhook: bounded, whole rows, texts that can be printed on. */
#include "src/base/utf8.h"
#include "src/webhook/receive.h"
#include "src/webhook/signature.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void check_text(const char *text)
{
    FUZZ_CHECK(text == NULL || utf8_is_valid(text, strlen(text)));
}

static void check_statuses(const struct webhook_batch *batch)
{
    for (size_t i = 0; i < batch->status_count; i++) {
        const struct webhook_status *status = &batch->statuses[i];
        FUZZ_CHECK(status->wamid != NULL && status->wamid[0] != '\0');
        FUZZ_CHECK(status->state != NULL && status->state[0] != '\0');
        for (const char *at = status->state; *at != '\0'; at++)
            FUZZ_CHECK(*at < 'A' || *at > 'Z');
        FUZZ_CHECK(status->at_ms >= 0 && status->code >= 0);
        check_text(status->wamid);
        check_text(status->title);
        check_text(status->details);
        check_text(status->recipient);
    }
}

static void check_rest(const struct webhook_batch *batch)
{
    for (size_t i = 0; i < batch->message_count; i++) {
        FUZZ_CHECK(batch->messages[i].from != NULL && batch->messages[i].from[0] != '\0');
        check_text(batch->messages[i].text);
        check_text(batch->messages[i].name);
    }
    for (size_t i = 0; i < batch->other_count; i++) {
        check_text(batch->others[i].event);
        check_text(batch->others[i].template_id);
        check_text(batch->others[i].reason);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena arena;
    struct webhook_batch batch;
    struct error error = {0};
    char signature[SIGNATURE_TEXT_SIZE];
    arena_init(&arena);
    enum err err = webhook_parse((const char *)bytes, length, &arena, &batch, &error);
    FUZZ_CHECK(err == error.code);
    if (err == ERR_OK) {
        size_t count = batch.status_count + batch.message_count + batch.other_count;
        FUZZ_CHECK(count <= WEBHOOK_UPDATES_MAX);
        FUZZ_CHECK(batch.over_limit == 0 || count == WEBHOOK_UPDATES_MAX);
        check_statuses(&batch);
        check_rest(&batch);
    } else {
        FUZZ_CHECK(error.what[0] != '\0' && error.next[0] != '\0');
    }
    FUZZ_CHECK(signature_make("key", bytes, length, signature));
    FUZZ_CHECK(signature_matches("key", bytes, length, signature));
    arena_release(&arena);
    return 0;
}
