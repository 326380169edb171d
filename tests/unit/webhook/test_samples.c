/* The samples of the webhooks that WhatsApp documents: each read for what it says. */
#include "src/webhook/receive.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/strbuf.h"

#define OF_SEND "wamid.HBgLMTU1NTAwMDEyMzQVAgARGBIwMTIzNDU2Nzg5QUJDREVGMDAA"

/* One update each: a status (state), a message (type) or another (event). */
static const struct {
    const char *name, *state, *type, *event;
    int code;
    const char *text; /* a piece of the details, of the message or of the reason */
} samples[] = {
    {.name = "webhook_button_reply.json", .type = "button", .text = "I will come"},
    {.name = "webhook_status_delivered.json", .state = "delivered"},
    {.name = "webhook_status_failed_131026.json",
     .state = "failed",
     .code = 131026,
     .text = "Message Undeliverable."},
    {.name = "webhook_status_failed_131049.json",
     .state = "failed",
     .code = 131049,
     .text = "healthy ecosystem"},
    {.name = "webhook_status_failed_131053.json",
     .state = "failed",
     .code = 131053,
     .text = "text/html"},
    {.name = "webhook_status_failed_132015.json",
     .state = "failed",
     .code = 132015,
     .text = "low quality"},
    {.name = "webhook_status_read.json", .state = "read"},
    {.name = "webhook_status_sent.json", .state = "sent"},
    {.name = "webhook_status_sent_free.json", .state = "sent"},
    {.name = "webhook_status_sent_v23.json", .state = "sent"},
    {.name = "webhook_template_approved.json", .event = "APPROVED"},
    {.name = "webhook_template_category.json", .event = "MARKETING"},
    {.name = "webhook_template_category_warning.json", .event = "UTILITY"},
    {.name = "webhook_template_disabled.json", .event = "DISABLED"},
    {.name = "webhook_template_paused.json", .event = "PAUSED", .text = "Paused for 3 hours"},
    {.name = "webhook_template_pending_deletion.json", .event = "PENDING_DELETION"},
    {.name = "webhook_template_quality.json", .event = "YELLOW"},
    {.name = "webhook_template_rejected.json",
     .event = "REJECTED",
     .text = "Two placeholders touch each other."},
};

static void expect_piece(const char *name, const char *text, const char *piece)
{
    if (piece == NULL)
        return;
    cr_assert_not_null(text, "%s", name);
    cr_expect_not_null(strstr(text, piece), "%s: %s", name, text);
}

static void expect_sample(size_t i, const struct webhook_batch *batch)
{
    const char *name = samples[i].name;
    cr_expect_eq(batch->unreadable + batch->over_limit, 0, "%s", name);
    cr_assert_eq(batch->status_count, samples[i].state != NULL, "%s", name);
    cr_assert_eq(batch->message_count, samples[i].type != NULL, "%s", name);
    cr_assert_eq(batch->other_count, samples[i].event != NULL, "%s", name);
    if (batch->status_count == 1) {
        const struct webhook_status *status = &batch->statuses[0];
        cr_expect_str_eq(status->wamid, OF_SEND);
        cr_expect_str_eq(status->state, samples[i].state);
        cr_expect_str_eq(status->recipient, "15550001234");
        cr_expect_eq(status->at_ms, 1798761600000);
        cr_expect_eq(status->code, samples[i].code, "%s", name);
        cr_expect_eq(status->title != NULL, samples[i].code != 0, "%s", name);
        expect_piece(name, status->details, samples[i].text);
    }
    if (batch->message_count == 1) {
        cr_expect_str_eq(batch->messages[0].from, "15550001234");
        cr_expect_str_eq(batch->messages[0].name, "Sample Person");
        cr_expect_str_eq(batch->messages[0].in_reply_to, OF_SEND);
        cr_expect_str_eq(batch->messages[0].type, samples[i].type);
        expect_piece(name, batch->messages[0].text, samples[i].text);
    }
    if (batch->other_count == 1) {
        cr_expect_str_eq(batch->others[0].event, samples[i].event, "%s", name);
        cr_expect_str_eq(batch->others[0].template_id, "1000000000000114");
        cr_expect_str_eq(batch->others[0].template, "order_shipped_positional");
        expect_piece(name, batch->others[0].reason, samples[i].text);
    }
}

Test(samples, each_says_what_it_says)
{
    mem_hook_cjson();
    for (size_t i = 0; i < COUNT_OF(samples); i++) {
        char path[512];
        struct strbuf text;
        struct arena arena;
        struct webhook_batch batch;
        snprintf(path, sizeof path, "%s/samples/%s", TEST_DATA, samples[i].name);
        strbuf_init(&text, WEBHOOK_BODY_MAX);
        arena_init(&arena);
        cr_assert_eq(paths_read_file(path, &text, NULL), ERR_OK, "%s", path);
        cr_assert_eq(webhook_parse(text.text, text.length, &arena, &batch, NULL), ERR_OK, "%s",
                     path);
        expect_sample(i, &batch);
        arena_release(&arena);
        strbuf_release(&text);
    }
}

Test(samples, none_is_left_out)
{
    size_t count = 0;
    DIR *folder = opendir(TEST_DATA "/samples");
    cr_assert_not_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count += strncmp(entry->d_name, "webhook_", 8) == 0;
    closedir(folder);
    cr_expect_eq(count, COUNT_OF(samples), "%zu of %zu", COUNT_OF(samples), count);
}
