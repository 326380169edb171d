/*
 * What became of an accepted message: asked for at growing gaps, as long as the
 * list of messages may still say something new. A hint only: an account whose
 * list does not hold the message ends the asking, and the row stays accepted.
 */
#include "src/app/effects_internal.h"
#include "src/base/clock.h"
#include "src/base/mem.h"

static const int64_t gaps_ms[] = {5000, 20000, 60000, 5 * 60000, 30 * 60000};

void effects_poll_later(struct effects *effects, int64_t row_id)
{
    if (effects->poll_count == POLL_ENTRIES_MAX)
        return; /* a long list of sends: its newest wait for a webhook or a look-up by hand */
    effects->polls[effects->poll_count++] =
        (struct poll_entry){.row_id = row_id, .due = clock_monotonic_ms() + gaps_ms[0]};
}

static void forget(struct effects *effects, size_t index)
{
    effects->polls[index] = effects->polls[--effects->poll_count];
}

int64_t effects_next_deadline(const struct effects *effects, int64_t monotonic_ms)
{
    int64_t wait = -1;
    for (size_t i = 0; i < effects->poll_count; i++) {
        int64_t left = effects->polls[i].due - monotonic_ms;
        left = left > 0 ? left : 0;
        wait = wait < 0 || left < wait ? left : wait;
    }
    int64_t list = effects_list_wait(effects);
    if (list >= 0 && (wait < 0 || list < wait))
        wait = list;
    int64_t media = effects_media_wait(effects);
    if (media >= 0 && (wait < 0 || media < wait))
        wait = media;
    const int64_t dues[] = {effects_counting_due(effects), effects_rollout_due(effects)};
    for (size_t i = 0; i < COUNT_OF(dues); i++) {
        if (dues[i] < 0)
            continue;
        int64_t left = dues[i] > monotonic_ms ? dues[i] - monotonic_ms : 0;
        wait = wait < 0 || left < wait ? left : wait;
    }
    return wait;
}

static bool ask(struct effects *effects, struct poll_entry *entry)
{
    struct error error = {.code = ERR_OK};
    struct job *job = effects_new_job(effects, JOB_LOOK_UP, &error);
    if (job == NULL)
        return false;
    job->row_id = entry->row_id;
    entry->number = job->number;
    if (outbox_submit(effects->outbox, job, &error) == ERR_OK)
        return true;
    job_free(job);
    return false;
}

void effects_tick(struct effects *effects, struct app *app)
{
    effects_count_step(effects, app);
    effects_rollout_step(effects, app);
    effects_list_step(effects, app);
    effects_media_step(effects, app);
    int64_t now = clock_monotonic_ms();
    for (size_t i = effects->poll_count; i-- > 0;) {
        struct poll_entry *entry = &effects->polls[i];
        if (entry->due > now)
            continue;
        entry->step++;
        if (entry->step > COUNT_OF(gaps_ms) || !ask(effects, entry))
            forget(effects, i);
        else
            entry->due =
                now +
                gaps_ms[entry->step < COUNT_OF(gaps_ms) ? entry->step : COUNT_OF(gaps_ms) - 1];
    }
}

bool effects_is_poll(const struct effects *effects, uint64_t number)
{
    for (size_t i = 0; i < effects->poll_count; i++)
        if (effects->polls[i].number == number)
            return true;
    return false;
}

void effects_poll_done(struct effects *effects, const struct job_event *event)
{
    for (size_t i = effects->poll_count; i-- > 0;) {
        if (effects->polls[i].number != event->number)
            continue;
        enum send_state state = event->detail != NULL ? event->detail->row.state : SEND_UNKNOWN;
        bool is_decided = state == SEND_DELIVERED || state == SEND_READ || state == SEND_FAILED;
        if (is_decided || event->verdict != RECONCILE_FOUND)
            forget(effects, i);
    }
}
