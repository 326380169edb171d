/*
 * Waiting for what the platform reports of a message. Whatever moves the row in
 * the history counts: a webhook that another program received, a file of
 * statuses, or the look-ups that this run makes at growing gaps.
 */
#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/outbox/outbox.h"
#include "src/trial/trial_internal.h"

static const int64_t gaps_ms[] = {1000, 2000, 4000, 8000, 15000, 30000, 60000};

enum { READ_GAP_MS = 500 };

static void plan_look(struct trial_item *item, int64_t now)
{
    size_t step = item->looks < COUNT_OF(gaps_ms) ? item->looks : COUNT_OF(gaps_ms) - 1;
    item->next_look = now + gaps_ms[step];
}

void trial_begin_waiting(struct trial *trial, struct trial_item *item)
{
    int64_t now = clock_monotonic_ms();
    item->stage = TRIAL_ITEM_WAITING;
    item->job = 0;
    item->waits_since = now;
    item->deadline = now + item->result.test->entry->expect.within_ms;
    plan_look(item, now);
    if (trial->next_read == 0)
        trial->next_read = now;
}

static struct job *new_look(struct trial *trial, const struct trial_item *item)
{
    const struct profile *profile = trial->options.profile;
    struct job *job = job_new(JOB_LOOK_UP, ++*trial->options.last_job);
    if (job == NULL)
        return NULL;
    job->base_url = arena_strdup(&job->arena, profile->base_url);
    job->api_version = arena_strdup(&job->arena, profile->api_version);
    job->timeout_ms = profile->timeout_ms;
    job->row_id = item->result.row_id;
    if (job->base_url != NULL && job->api_version != NULL &&
        secret_copy(&job->token, trial->options.token, NULL) == ERR_OK)
        return job;
    job_free(job);
    return NULL;
}

static void look(struct trial *trial, struct trial_item *item, int64_t now)
{
    struct job *job = new_look(trial, item);
    item->looks++;
    item->looked_last = now >= item->deadline;
    plan_look(item, now);
    if (job == NULL)
        return;
    uint64_t number = job->number;
    if (outbox_submit(trial->gate.outbox, job, NULL) != ERR_OK) {
        job_free(job);
        return;
    }
    item->job = number;
    item->is_looking = true;
    trial->open_looks++;
}

/* The last look is when the time is over: only what it brings is the end. */
void trial_advance_waiting(struct trial *trial, struct trial_item *item, int64_t now)
{
    bool polls = trial->options.profile->polls;
    if (item->is_looking)
        return;
    if (now >= item->deadline && (!polls || item->looked_last)) {
        trial_judge_row(trial, item, true);
        return;
    }
    if (polls && (now >= item->next_look || now >= item->deadline) &&
        trial->open_looks < TRIAL_OPEN_LOOKS)
        look(trial, item, now);
}

int64_t trial_next_moment(const struct trial_item *item)
{
    if (item->is_looking)
        return INT64_MAX;
    return item->next_look < item->deadline ? item->next_look : item->deadline;
}

void trial_take_look(struct trial *trial, struct trial_item *item, const struct job_event *event)
{
    if (event->detail != NULL)
        trial_take_row(trial, item, &event->detail->row);
    if (event->kind != JOB_EVENT_DONE)
        return;
    item->is_looking = false;
    item->job = 0;
    trial->open_looks--;
    trial_judge_row(trial, item, item->looked_last);
}

/* Other programs write to the history too. */
void trial_read_history(struct trial *trial, int64_t now)
{
    struct arena arena;
    if (trial->options.store == NULL || now < trial->next_read)
        return;
    trial->next_read = now + READ_GAP_MS;
    if (!store_has_changed(trial->options.store))
        return;
    arena_init(&arena);
    for (size_t i = trial->first_open; i < trial->count; i++) {
        struct trial_item *item = &trial->items[i];
        struct send_detail *detail = NULL;
        if (item->stage != TRIAL_ITEM_WAITING || item->is_looking)
            continue;
        arena_clear(&arena);
        if (store_get(trial->options.store, item->result.row_id, &arena, &detail, NULL) != ERR_OK)
            continue;
        trial_take_row(trial, item, &detail->row);
        trial_judge_row(trial, item, false);
    }
    arena_release(&arena);
}
