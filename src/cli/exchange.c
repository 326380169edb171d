/* Submit, sleep, take events, until DONE. */
#include "src/cli/exchange.h"

#include "src/base/clock.h"
#include "src/base/text.h"
#include "src/cli/output.h"
#include "src/cli/signals.h"
#include "src/cli/upload_progress.h"

void exchange_release(struct exchange *exchange)
{
    if (exchange->done != NULL)
        job_event_free(exchange->done);
    if (exchange->result != NULL)
        job_event_free(exchange->result);
    *exchange = (struct exchange){0};
}

static void say_waiting(const struct job_event *event)
{
    int64_t left = event->retry_at - clock_monotonic_ms();
    output_note("%s: going on in %ld s (Ctrl-C cancels)",
                event->reason != NULL ? event->reason : text_of("the server asks to wait"),
                left > 0 ? (long)((left + 999) / 1000) : 0L);
}

static bool show_progress(const struct job_event *event)
{
    if (event->kind == JOB_EVENT_UPLOAD_PROGRESS)
        return upload_progress_show(event->bytes_sent, event->bytes_total);
    return event->kind == JOB_EVENT_DOWNLOAD_PROGRESS &&
           download_progress_show(event->bytes_sent, event->bytes_total);
}

/* Owns the event from here on. */
static void keep_event(struct exchange *exchange, uint64_t number, struct job_event *event)
{
    struct job_event **place = NULL;
    if (event->number == number && event->kind == JOB_EVENT_DONE)
        place = &exchange->done;
    else if (event->number == number &&
             (event->kind == JOB_EVENT_PHONES || event->kind == JOB_EVENT_TEMPLATES ||
              event->kind == JOB_EVENT_UPLOADED || event->kind == JOB_EVENT_CHATS ||
              event->kind == JOB_EVENT_MESSAGES || event->kind == JOB_EVENT_SUBMITTED ||
              event->kind == JOB_EVENT_ANSWER))
        place = &exchange->result;
    else if (event->number == number && event->kind == JOB_EVENT_WAITING)
        say_waiting(event);
    else if (event->number == number && show_progress(event))
        exchange->progress_shown = true;
    struct job_event *old = event;
    if (place != NULL) {
        old = *place;
        *place = event;
    }
    if (old != NULL)
        job_event_free(old);
}

enum err exchange_run(struct session *session, struct job *job, struct exchange *ret_exchange,
                      struct error *reterr)
{
    *ret_exchange = (struct exchange){0};
    uint64_t number = job->number;
    enum err err = outbox_submit(session->outbox, job, reterr);
    if (err != ERR_OK) {
        job_free(job);
        return err;
    }
    while (ret_exchange->done == NULL) {
        if (signals_came() && !ret_exchange->interrupted) {
            outbox_cancel(session->outbox, number);
            ret_exchange->interrupted = true;
        }
        struct job_event *event = outbox_take_events(session->outbox);
        if (event == NULL)
            signals_wait_readable(outbox_wake_fd(session->outbox));
        while (event != NULL) {
            struct job_event *next = event->next;
            event->next = NULL;
            keep_event(ret_exchange, number, event);
            event = next;
        }
    }
    if (ret_exchange->progress_shown)
        upload_progress_clear();
    return ERR_OK;
}
