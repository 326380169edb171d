/* Planning a run: every case made into a message, checked, shown and judged by its content. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/trial/trial_internal.h"

struct facts trial_facts(const struct trial *trial, const char *digits)
{
    struct facts facts = {.now_ms = clock_now_ms()};
    struct recipient_facts known = {0};
    if (trial->options.store == NULL || digits[0] == '\0' ||
        store_recipient_facts(trial->options.store, digits, &known, NULL) != ERR_OK)
        return facts;
    facts.last_131049_ms = known.last_131049_ms;
    facts.has_131050 = known.has_131050; /* that one was written just now says nothing: it waits */
    return facts;
}

long trial_pair_gap(const struct trial *trial)
{
    long own = trial->options.profile != NULL ? trial->options.profile->pair_gap_ms : 0;
    return own > trial->gate.least_pair_gap_ms ? own : trial->gate.least_pair_gap_ms;
}

static void quote(char *text, size_t size, const char *piece)
{
    size_t length = strnlen(piece, 80);
    while (length > 0 && ((unsigned char)piece[length] & 0xC0) == 0x80)
        length--;
    snprintf(text, size, "'%.*s%s'", (int)length, piece, piece[length] != '\0' ? "…" : "");
}

/* The texts that the preview must have, and must not. */
static bool judge_preview(const struct case_entry *entry, const char *preview,
                          struct judgement *judgement)
{
    char text[100];
    for (size_t i = 0; i < entry->contains.count; i++) {
        if (strstr(preview, entry->contains.items[i]) != NULL)
            continue;
        quote(text, sizeof text, entry->contains.items[i]);
        snprintf(judgement->reason, sizeof judgement->reason, text_of("the preview lacks %s"),
                 text);
        return false;
    }
    for (size_t i = 0; i < entry->lacks.count; i++) {
        if (strstr(preview, entry->lacks.items[i]) == NULL)
            continue;
        quote(text, sizeof text, entry->lacks.items[i]);
        snprintf(judgement->reason, sizeof judgement->reason, text_of("the preview contains %s"),
                 text);
        return false;
    }
    return true;
}

static enum err note_hash(struct trial *trial, struct trial_result *result, struct error *reterr)
{
    enum err err = ERR_OK;
    if (trial->hashed != result->test->template)
        err = definition_hash(result->test->template, trial->hash, reterr);
    trial->hashed = result->test->template;
    memcpy(result->definition_hash, trial->hash, sizeof trial->hash);
    return err;
}

static enum err judge(struct trial *trial, struct trial_item *item, struct trial_content *content,
                      struct error *reterr)
{
    struct trial_result *result = &item->result;
    const struct case_entry *entry = result->test->entry;
    const char *preview = "";
    const char *kept = "";
    trial_judge_content(&entry->expect, &content->problems, trial_mode_sends(trial->gate.mode),
                        &item->judgement);
    enum err err = trial_content_preview(content, false, &preview, reterr);
    kept = preview;
    if (err == ERR_OK && template_is_authentication(result->test->template))
        err = trial_content_preview(content, true, &kept, reterr);
    if (err != ERR_OK)
        return err;
    if (!judge_preview(entry, preview, &item->judgement)) {
        item->judgement.is_final = true;
        item->judgement.verdict = TRIAL_FAILED;
    }
    result->preview = mem_strdup(kept);
    result->problems = content->problems;
    problem_list_init(&content->problems);
    return result->preview != NULL ? ERR_OK : error_nomem(reterr);
}

/* What would be refused on its way out is known before the first message goes. */
static void ask_gate(const struct trial *trial, struct trial_item *item)
{
    struct error why = {0};
    if (item->judgement.is_final)
        return;
    if (item->to[0] == '\0')
        error_set(&why, ERR_CONTENT, NULL, "there is no phone number that it could go to");
    else if (trial_gate_allows(&trial->gate, item->to, &why) == ERR_OK)
        return;
    item->judgement.is_final = true;
    item->judgement.verdict = TRIAL_FAILED;
    snprintf(item->judgement.reason, sizeof item->judgement.reason, text_of("not sent: %.300s"),
             why.what);
    utf8_mend(item->judgement.reason);
}

static enum err plan_item(struct trial *trial, struct trial_item *item, struct error *reterr)
{
    struct trial_content content;
    struct phone phone = {0};
    const char *to = item->result.test->to;
    if (to != NULL && phone_normalize(to, &phone, NULL) != ERR_OK)
        phone.digits[0] = '\0';
    struct facts facts = trial_facts(trial, phone.digits);
    item->result.begun_at = facts.now_ms;
    enum err err = trial_content_make(item->result.test, trial->options.sender_number, &facts,
                                      &content, reterr);
    if (err == ERR_OK)
        err = judge(trial, item, &content, reterr);
    if (err == ERR_OK)
        err = note_hash(trial, &item->result, reterr);
    if (err == ERR_OK) {
        memcpy(item->to, phone.digits, sizeof item->to);
        ask_gate(trial, item);
        item->stage = item->judgement.is_final ? TRIAL_ITEM_JUDGED : TRIAL_ITEM_PENDING;
    }
    if (err == ERR_OK && item->stage == TRIAL_ITEM_PENDING) {
        trial->sends++;
        err = trial_note_files(trial, &content.files, reterr);
    }
    trial_content_release(&content);
    return err;
}

static int compare_texts(const void *left, const void *right)
{
    const char *const *a = left;
    const char *const *b = right;
    return strcmp(*a, *b);
}

/* The recipient with the most messages decides how long the pace takes. */
static enum err plan_pace(struct trial *trial, struct error *reterr)
{
    const char **sorted = mem_zalloc(trial->sends + 1, sizeof *sorted);
    if (sorted == NULL)
        return error_nomem(reterr);
    size_t count = 0, most = 0, same = 0;
    for (size_t i = 0; i < trial->count; i++)
        if (trial->items[i].stage == TRIAL_ITEM_PENDING)
            sorted[count++] = trial->items[i].to;
    qsort(sorted, count, sizeof *sorted, compare_texts);
    for (size_t i = 0; i < count; i++) {
        bool is_new = i == 0 || strcmp(sorted[i - 1], sorted[i]) != 0;
        same = is_new ? 1 : same + 1;
        trial->recipients += is_new;
        most = same > most ? same : most;
    }
    trial->pace_ms = most > 1 ? (int64_t)(most - 1) * trial_pair_gap(trial) : 0;
    mem_free(sorted);
    return ERR_OK;
}

enum err trial_plan(struct trial *trial, int64_t slice_ms, bool *ret_done, struct error *reterr)
{
    int64_t end = clock_monotonic_ms() + slice_ms;
    enum err err = ERR_OK;
    *ret_done = false;
    while (err == ERR_OK && trial->planned < trial->count) {
        err = plan_item(trial, &trial->items[trial->planned], reterr);
        trial->planned += err == ERR_OK;
        if (slice_ms > 0 && clock_monotonic_ms() >= end && trial->planned < trial->count)
            return err;
    }
    if (err == ERR_OK && trial->recipients == 0)
        err = plan_pace(trial, reterr);
    *ret_done = err == ERR_OK;
    return err;
}

size_t trial_sends(const struct trial *trial, size_t *ret_recipients, int64_t *ret_pace_ms)
{
    if (ret_recipients != NULL)
        *ret_recipients = trial->recipients;
    if (ret_pace_ms != NULL)
        *ret_pace_ms = trial->pace_ms;
    return trial->sends;
}
