/* The loop around a test run. */
#include "src/cli/test_drive.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "src/base/text.h"
#include "src/cli/signals.h"

enum { SLICE_MS = 50, PROGRESS_MS = 1000, LIVE_SENDS = 100, SENDS_MOST = 100000 };

static enum err interrupted(struct error *reterr)
{
    return error_set(reterr, ERR_INTERRUPTED, "Run it again when you like.",
                     "interrupted; nothing was sent");
}

enum err test_drive_plan(struct trial *trial, struct error *reterr)
{
    bool done = false;
    enum err err = ERR_OK;
    while (err == ERR_OK && !done) {
        err = trial_plan(trial, SLICE_MS, &done, reterr);
        signals_wait_readable_for(-1, 0);
        if (err == ERR_OK && signals_came())
            return interrupted(reterr);
    }
    return err;
}

enum err test_drive_max_sends(const struct test_world *world, const struct arguments *arguments,
                              long *ret_most, struct error *reterr)
{
    *ret_most = world->mode == TRIAL_LIVE ? LIVE_SENDS : SENDS_MOST;
    return arguments_number(arguments, ARG_MAX_SENDS, 1, SENDS_MOST, ret_most, reterr);
}

/* The number that was typed, and nothing else on the line. */
static bool read_answer(size_t wanted)
{
    char line[64] = "";
    char expected[32];
    signals_wait_readable(STDIN_FILENO);
    if (signals_came())
        return false;
    ssize_t got = read(STDIN_FILENO, line, sizeof line - 1);
    line[got > 0 ? got : 0] = '\0';
    line[strcspn(line, "\r\n")] = '\0';
    snprintf(expected, sizeof expected, "%zu", wanted);
    return strcmp(line, expected) == 0;
}

enum err test_drive_confirm(const struct test_world *world, bool is_confirmed, long max_sends,
                            const struct trial *trial, struct error *reterr)
{
    size_t recipients = 0;
    int64_t pace_ms = 0;
    size_t uploads = trial_uploads(trial);
    size_t sends = trial_sends(trial, &recipients, &pace_ms);
    if (sends > (size_t)max_sends)
        return error_set(
            reterr, ERR_CONTENT, "Choose fewer with --select or --tag, or raise --max-sends.",
            "this run would send %zu messages, and --max-sends allows %ld", sends, max_sends);
    if (world->mode != TRIAL_LIVE || sends == 0 || is_confirmed)
        return ERR_OK;
    if (isatty(STDIN_FILENO) == 0 || isatty(STDERR_FILENO) == 0)
        return error_set(reterr, ERR_USAGE, "Add --yes to send them.",
                         "this run would send %zu messages to %zu recipients, and nobody can be "
                         "asked",
                         sends, recipients);
    char messages[120], people[120], question[600];
    snprintf(messages, sizeof messages, text_count("%zu message", "%zu messages", (int64_t)sends),
             sends);
    snprintf(people, sizeof people,
             text_count("%zu test recipient", "%zu test recipients", (int64_t)recipients),
             recipients);
    snprintf(question, sizeof question,
             text_of("This sends %s to %s with the profile %.100s, in %" PRId64 " s or more."),
             messages, people, world->profile->name, pace_ms / 1000);
    output_text(stderr, question);
    fputc('\n', stderr);
    if (uploads > 0)
        fprintf(stderr,
                text_count("Before that %zu file is uploaded: anyone who has a link can then read "
                           "it.\n",
                           "Before that %zu files are uploaded: anyone who has a link can then "
                           "read it.\n",
                           (int64_t)uploads),
                uploads);
    fprintf(stderr, text_of("Type %zu to send them: "), sends);
    fflush(stderr);
    if (read_answer(sends))
        return ERR_OK;
    if (signals_came()) {
        fputc('\n', stderr); /* ends the line that the answer was to stand on */
        return interrupted(reterr);
    }
    return error_set(reterr, ERR_CONTENT, "Type the number of messages, or add --yes.",
                     "not confirmed; nothing was sent");
}

static void take_events(struct test_world *world, struct trial *trial)
{
    struct job_event *event = outbox_take_events(world->session.outbox);
    while (event != NULL) {
        struct job_event *next = event->next;
        event->next = NULL;
        trial_take_event(trial, event);
        job_event_free(event);
        event = next;
    }
}

enum err test_drive_run(struct test_world *world, struct trial *trial, struct test_print *print,
                        bool *ret_interrupted, struct error *reterr)
{
    enum err err = ERR_OK;
    *ret_interrupted = false;
    for (;;) {
        int64_t wait_ms = -1;
        err = trial_advance(trial, &wait_ms, reterr);
        if (err != ERR_OK || trial_is_over(trial))
            return err;
        test_print_progress(print, trial);
        if (print->shows_progress && (wait_ms < 0 || wait_ms > PROGRESS_MS))
            wait_ms = PROGRESS_MS;
        signals_wait_readable_for(outbox_wake_fd(world->session.outbox), wait_ms);
        if (signals_came() && !*ret_interrupted) {
            *ret_interrupted = true;
            trial_cancel(trial);
        }
        take_events(world, trial);
    }
}
