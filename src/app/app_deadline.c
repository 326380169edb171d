/* When the program has to wake up by itself; idle, it does not. */
#include "src/app/app_internal.h"

enum { AGE_TICK_MS = 10000 };

int64_t app_next_deadline(const struct app *app, int64_t monotonic_ms)
{
    int64_t wait = -1;
    if (app_dialog_waits(app))
        wait = app->review.live_at > monotonic_ms ? app->review.live_at - monotonic_ms : 0;
    if (app->history.stop.is_set && app->history.count < HISTORY_WINDOW_ROWS)
        return 0; /* a search goes on as long as no key waits */
    if (app->save_draft_at != 0) {
        int64_t due = app->save_draft_at > monotonic_ms ? app->save_draft_at - monotonic_ms : 0;
        wait = wait < 0 || due < wait ? due : wait;
    }
    if (app->rollout.is_open && app->rollout.hash_next < app->rollout.cell_count)
        return 0; /* definitions are still to be compared */
    /* Ages on the screen go on. */
    bool has_ages = app->rollout.is_open
                        ? app->rollout.record_count > 0
                        : app->history.clock == CLOCK_AGE && app->history.count > 0;
    if (has_ages && (wait < 0 || wait > AGE_TICK_MS))
        wait = AGE_TICK_MS;
    if ((app->in_flight > 0 || history_view_has_pending(&app->history)) &&
        (wait < 0 || wait > TICK_MS))
        wait = TICK_MS;
    if (app->looks.has_spinner && !app->looks.is_linear && app_is_busy(app) &&
        (wait < 0 || wait > LOOKS_SPIN_MS))
        wait = LOOKS_SPIN_MS;
    return wait;
}
