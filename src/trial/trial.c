/* The course of a test run. */
#include "src/trial/trial.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/trial/trial_internal.h"

enum { LOOK_AGAIN_MS = 500 };

enum err trial_new(const struct case_list *cases, const struct trial_options *options,
                   struct trial **ret_trial, struct error *reterr)
{
    struct trial *trial = mem_zalloc(1, sizeof *trial);
    size_t chosen = case_list_chosen(cases);
    struct trial_item *items = mem_zalloc(chosen + 1, sizeof *items);
    *ret_trial = NULL;
    if (trial == NULL || items == NULL) {
        mem_free(trial);
        mem_free(items);
        return error_nomem(reterr);
    }
    trial->options = *options;
    trial->gate = options->gate;
    trial->items = items;
    for (size_t i = 0; i < cases->count; i++)
        if (cases->items[i].is_chosen)
            items[trial->count++].result =
                (struct trial_result){.test = &cases->items[i], .latency_ms = -1};
    trial->counts.total = trial->counts.by_verdict[TRIAL_NOT_RUN] = trial->count;
    *ret_trial = trial;
    return ERR_OK;
}

void trial_free(struct trial *trial)
{
    if (trial == NULL)
        return;
    for (size_t i = 0; i < trial->count; i++) {
        problem_list_release(&trial->items[i].result.problems);
        mem_free(trial->items[i].result.preview);
        mem_free(trial->items[i].result.wamid);
        mem_free(trial->items[i].error_text);
    }
    trial_release_uploads(trial);
    mem_free(trial->items);
    mem_free(trial);
}

const struct trial_result *trial_result_at(const struct trial *trial, size_t index)
{
    return index < trial->count ? &trial->items[index].result : NULL;
}

struct trial_counts trial_count(const struct trial *trial)
{
    return trial->counts;
}

bool trial_is_over(const struct trial *trial)
{
    return trial->first_open == trial->count;
}

enum err trial_stopped_by(const struct trial *trial, struct error *reterr)
{
    if (trial->stopped.code != ERR_OK && reterr != NULL)
        *reterr = trial->stopped;
    return trial->stopped.code;
}

int64_t trial_time_left(const struct trial *trial)
{
    const struct trial_counts counts = trial->counts;
    if (trial->begun == 0 || (counts.over == 0 && trial->pace_ms == 0))
        return -1;
    int64_t elapsed = clock_monotonic_ms() - trial->begun;
    int64_t by_pace = trial->pace_ms > elapsed ? trial->pace_ms - elapsed : 0;
    int64_t by_rate = counts.over > 0
                          ? elapsed * (int64_t)(counts.total - counts.over) / (int64_t)counts.over
                          : 0;
    return trial->pace_ms > 0 ? by_pace : by_rate;
}

static void drop_open(struct trial *trial, const struct trial_item *item)
{
    for (size_t i = 0; i < trial->open_count; i++)
        if (trial->open[i] == item)
            trial->open[i] = trial->open[--trial->open_count];
}

void trial_finish(struct trial *trial, struct trial_item *item, const struct judgement *judgement)
{
    struct trial_result *result = &item->result;
    drop_open(trial, item);
    item->stage = TRIAL_ITEM_OVER;
    result->verdict = judgement->verdict;
    memcpy(result->reason, judgement->reason, sizeof result->reason);
    result->ended_at = clock_now_ms();
    trial->counts.over++;
    trial->counts.by_verdict[TRIAL_NOT_RUN]--;
    trial->counts.by_verdict[result->verdict]++;
    if (trial->options.on_case != NULL && result->verdict != TRIAL_NOT_RUN)
        trial->options.on_case(trial->options.context, result);
    bool is_bad = !trial_verdict_is_good(result->verdict) &&
                  !(result->verdict == TRIAL_CANNOT_TELL && trial->options.allows_cannot_tell);
    if (is_bad && trial->options.fails_fast)
        trial_cancel(trial);
}

void trial_end(struct trial *trial, struct trial_item *item, enum trial_verdict verdict,
               const char *format, ...)
{
    struct judgement judgement = {.is_final = true, .verdict = verdict};
    va_list args;
    va_start(args, format);
    vsnprintf(judgement.reason, sizeof judgement.reason, text_of(format), args);
    va_end(args);
    utf8_mend(judgement.reason);
    trial_finish(trial, item, &judgement);
}

static void end_unreported(struct trial *trial, struct trial_item *item)
{
    trial_end(trial, item, TRIAL_CANNOT_TELL, "the run was stopped before anything was reported");
}

/* Sets the flag first: ending an item may come back here. */
void trial_cancel(struct trial *trial)
{
    if (trial->is_cancelled)
        return;
    trial->is_cancelled = true;
    trial_cancel_uploads(trial);
    for (size_t i = trial->first_open; i < trial->count; i++) {
        struct trial_item *item = &trial->items[i];
        if (item->stage == TRIAL_ITEM_SENDING)
            outbox_cancel(trial->gate.outbox, item->job);
        else if (item->stage == TRIAL_ITEM_WAITING)
            end_unreported(trial, item);
        else if (item->stage != TRIAL_ITEM_OVER)
            trial_end(trial, item, TRIAL_NOT_RUN, "the run was stopped before");
    }
}

/* Two under way to one recipient are enough: one sends, one waits for its turn. */
static bool may_open(const struct trial *trial, const struct trial_item *item)
{
    size_t same = 0;
    if (trial->open_count == TRIAL_OPEN_SENDS)
        return false;
    if (trial_pair_gap(trial) == 0)
        return true;
    for (size_t i = 0; i < trial->open_count; i++)
        same += strcmp(trial->open[i]->to, item->to) == 0;
    return same < TRIAL_OPEN_PER_RECIPIENT;
}

/* What is known already is told before anything is sent, so that fail-fast can stop it. */
static void begin(struct trial *trial, int64_t now)
{
    trial->begun = now;
    for (size_t i = 0; i < trial->count; i++)
        if (trial->items[i].stage == TRIAL_ITEM_JUDGED)
            trial_finish(trial, &trial->items[i], &trial->items[i].judgement);
}

static void advance_item(struct trial *trial, struct trial_item *item, int64_t now)
{
    switch (item->stage) {
    case TRIAL_ITEM_PENDING:
        if (may_open(trial, item))
            trial_send(trial, item);
        break;
    case TRIAL_ITEM_WAITING:
        trial_advance_waiting(trial, item, now);
        break;
    default:
        break;
    }
}

enum err trial_advance(struct trial *trial, int64_t *ret_wait_ms, struct error *reterr)
{
    int64_t now = clock_monotonic_ms();
    int64_t nearest = INT64_MAX;
    bool is_waiting = false;
    if (trial->planned < trial->count)
        return error_set(reterr, ERR_INVALID, "Plan the run first.", "the run is not planned yet");
    if (trial->begun == 0)
        begin(trial, now);
    if (!trial->is_cancelled && !trial_advance_uploads(trial)) {
        *ret_wait_ms = -1;
        return ERR_OK;
    }
    trial_read_history(trial, now);
    for (size_t i = trial->first_open; i < trial->count; i++) {
        struct trial_item *item = &trial->items[i];
        advance_item(trial, item, now);
        if (item->stage == TRIAL_ITEM_OVER && i == trial->first_open)
            trial->first_open++;
        if (item->stage != TRIAL_ITEM_WAITING)
            continue;
        is_waiting = true;
        int64_t moment = trial_next_moment(item);
        nearest = moment < nearest ? moment : nearest;
    }
    int64_t wait = nearest - now > 0 ? nearest - now : 0;
    *ret_wait_ms = is_waiting ? (wait < LOOK_AGAIN_MS ? wait : LOOK_AGAIN_MS) : -1;
    return ERR_OK;
}

static struct trial_item *find_item(struct trial *trial, uint64_t number)
{
    for (size_t i = trial->first_open; number != 0 && i < trial->count; i++)
        if (trial->items[i].job == number)
            return &trial->items[i];
    return NULL;
}

void trial_note_stop(struct trial *trial, const struct trial_item *item, const struct error *error)
{
    bool is_decisive = error->code == ERR_AUTH || error->code == ERR_BILLING;
    if (!is_decisive || item->result.test->entry->expect.kind == EXPECT_REJECTED ||
        trial->stopped.code != ERR_OK)
        return;
    trial->stopped = *error;
    trial_cancel(trial);
}

static void end_send(struct trial *trial, struct trial_item *item, const struct job_event *event)
{
    drop_open(trial, item);
    if (event->detail == NULL) {
        trial_end(trial, item, TRIAL_ERROR, "not sent: %s", event->error.what);
    } else if (event->error.code == ERR_STORE) {
        trial_end(trial, item, TRIAL_ERROR, "%s", event->error.what);
    } else if (!trial_judge_row(trial, item, false)) {
        if (trial->is_cancelled)
            end_unreported(trial, item);
        else
            trial_begin_waiting(trial, item);
    }
    trial_note_stop(trial, item, &event->error);
}

bool trial_take_event(struct trial *trial, const struct job_event *event)
{
    struct trial_item *item = find_item(trial, event->number);
    if (item == NULL)
        return trial_take_upload(trial, event);
    if (item->stage == TRIAL_ITEM_WAITING) {
        trial_take_look(trial, item, event);
    } else if (item->stage == TRIAL_ITEM_SENDING) {
        if (event->detail != NULL)
            trial_take_row(trial, item, &event->detail->row);
        if (event->kind == JOB_EVENT_DONE)
            end_send(trial, item, event);
    }
    return true;
}
