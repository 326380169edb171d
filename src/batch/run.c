/*
 * Sending a checked list. Rows are read as places among those in flight become
 * free; what became of each is told in the order of the file, so a place waits
 * until all before it have ended.
 */
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/batch/batch_internal.h"
#include "src/batch/identity.h"

enum {
    READS_A_PUMP = 256,
    HELD_BYTES_MAX = 16 * 1024 * 1024,
    CELLS_BYTES_MAX = 8 * 1024 * 1024,
    PAIR_LIMIT_CODE = 131056 /* of one recipient: no reason to stop the others */
};

static struct place *place_at(struct batch *batch, uint64_t number)
{
    return &batch->places[number % PLACES_MAX];
}

static void place_clear(struct batch *batch, struct place *place)
{
    if (place->cells != NULL)
        mem_wipe(place->cells, place->cells_size);
    batch->held_bytes -= place->cells_size;
    mem_free(place->cells);
    mem_free(place->wamid);
    mem_free(place->error);
    mem_free(place->next);
    *place = (struct place){.ended = false};
}

/* The first reason counts; but of a queue that stopped the row that stopped it tells more, and
 * that is told after those that did not get their turn. */
static void stop_for(struct batch *batch, const struct error *error, bool queue_stopped)
{
    struct error *stopped = &batch->progress.stopped;
    if (stopped->code == ERR_OK || (batch->queue_stopped && !queue_stopped)) {
        *stopped = *error;
        batch->queue_stopped = queue_stopped;
    }
    batch_stop(batch, false);
}

enum err batch_begin(struct batch *batch, struct outbox *outbox, struct error *reterr)
{
    batch->outbox = outbox;
    batch->places = mem_zalloc(PLACES_MAX, sizeof *batch->places);
    if (batch->places == NULL)
        return error_nomem(reterr);
    enum err err = batch_rewind(batch, &batch->cursor, reterr);
    if (err == ERR_OK)
        err = result_begin(&batch->result, batch->settings.result_path, &batch->columns,
                           csv_delimiter(batch->cursor.reader), csv_had_mark(batch->cursor.reader),
                           reterr);
    return err;
}

static enum err keep_cells(struct batch *batch, struct place *place, const struct csv_row *row,
                           struct error *reterr)
{
    struct strbuf cells;
    strbuf_init(&cells, CELLS_BYTES_MAX);
    for (size_t i = 0; i < row->count; i++) {
        if (i > 0)
            strbuf_add_char(&cells, csv_delimiter(batch->cursor.reader));
        csv_add_cell(&cells, row->cells[i], csv_delimiter(batch->cursor.reader));
    }
    size_t size = cells.length;
    enum err err = strbuf_status(&cells, "a row of the results", reterr);
    if (err == ERR_OK && (place->cells = strbuf_take(&cells)) == NULL)
        err = error_nomem(reterr);
    if (err == ERR_OK)
        place->cells_size = size;
    batch->held_bytes += place->cells_size;
    strbuf_release(&cells);
    return err;
}

static void end_place(struct place *place)
{
    place->told.to = place->to;
    place->told.wamid = place->wamid;
    place->told.error = place->error;
    place->told.next = place->next;
    if (place->told.state == NULL)
        place->told.state = "pending";
    place->ended = true;
}

/* A row that an earlier run decided: told as the history knows it. */
static void leave_alone(struct place *place, const struct sent_row *sent)
{
    place->told.was_before = true;
    place->told.id = sent->id;
    place->told.state = send_state_word(sent->state);
    place->told.error_code = sent->error_code;
    place->told.at = sent->created_at;
    place->wamid = mem_strdup(sent->wamid);
    place->error = mem_strdup(sent->error_text);
    end_place(place);
}

static enum err submit(struct batch *batch, struct place *place, int attempt, uint64_t number,
                       struct error *reterr)
{
    char uid[UUID_TEXT_SIZE];
    struct job *job = NULL;
    enum err err = identity_of_row(batch->progress.id, place->told.row, attempt, uid, reterr);
    if (err != ERR_OK)
        return err;
    struct compose_options options =
        rows_options(batch, uid, batch->settings.first_number + number);
    err = compose_send(&batch->message, &options, &job, reterr);
    if (err != ERR_OK)
        return err;
    job->is_grouped = true;
    err = outbox_submit(batch->outbox, job, reterr);
    if (err != ERR_OK)
        job_free(job);
    else
        batch->progress.in_flight++;
    return err;
}

static enum err not_as_checked(struct error *reterr)
{
    return error_set(reterr, ERR_CONTENT, "Start again with --resume.",
                     "the list is not the one that was checked");
}

static enum err take_row(struct batch *batch, const struct csv_row *row, struct error *reterr)
{
    uint64_t number = batch->last++;
    struct place *place = place_at(batch, number);
    struct fate fate = {.decided = false};
    bool fits = false;
    place->told.row = row->number;
    enum err err = keep_cells(batch, place, row, reterr);
    if (err == ERR_OK)
        err = rows_fill(batch, row, &fits, reterr);
    if (err == ERR_OK && !fits)
        err = not_as_checked(reterr);
    memcpy(place->to, batch->phone.digits, sizeof place->to);
    if (err == ERR_OK)
        err = rows_find_fate(batch, row->number, &fate, reterr);
    if (err == ERR_OK && fate.decided)
        leave_alone(place, &fate.last);
    else if (err == ERR_OK && batch->language == NULL)
        err = not_as_checked(reterr);
    else if (err == ERR_OK)
        err = submit(batch, place, fate.attempt, number, reterr);
    if (err != ERR_OK)
        end_place(place);
    return err;
}

static bool has_room(const struct batch *batch)
{
    /* Twice what can be in flight, so that the worker never waits for the next row. */
    int64_t most = 2 * (int64_t)batch->settings.concurrency + 16;
    return batch->progress.in_flight < most && batch->last - batch->first < PLACES_MAX &&
           batch->held_bytes < HELD_BYTES_MAX;
}

/* Returns how many rows it read. */
static int read_rows(struct batch *batch)
{
    int reads = 0;
    struct error error = {0};
    enum err err = ERR_OK;
    if (!batch->stopping && !batch->is_read && has_room(batch))
        err = input_check_unchanged(&batch->input, &error);
    while (err == ERR_OK && !batch->stopping && !batch->is_read && reads < READS_A_PUMP &&
           has_room(batch)) {
        struct csv_row row;
        bool found = false;
        err = csv_next(batch->cursor.reader, &row, &found, &error);
        batch->is_read = err == ERR_OK && !found;
        if (found)
            err = take_row(batch, &row, &error);
        reads++;
    }
    if (err != ERR_OK)
        stop_for(batch, &error, false);
    return reads;
}

/* Tells the rows that ended, up to the first that has not. */
static void tell_ended(struct batch *batch)
{
    bool told = false;
    while (batch->first < batch->last && place_at(batch, batch->first)->ended) {
        struct place *place = place_at(batch, batch->first);
        result_add(&batch->result, place->cells != NULL ? place->cells : "", &place->told);
        if (batch->settings.on_row != NULL)
            batch->settings.on_row(&place->told, batch->settings.context);
        place_clear(batch, place);
        batch->first++;
        told = true;
    }
    struct error error = {0};
    if (told && result_flush(&batch->result, &error) != ERR_OK)
        stop_for(batch, &error, false);
}

enum batch_step batch_pump(struct batch *batch)
{
    int reads = read_rows(batch);
    tell_ended(batch);
    if (batch->first == batch->last && (batch->is_read || batch->stopping))
        return BATCH_DONE;
    bool goes_on = !batch->stopping && !batch->is_read && has_room(batch);
    return goes_on || reads == READS_A_PUMP ? BATCH_GOES_ON : BATCH_WAITS;
}

/* Would all rows that follow end alike? */
static bool stops_all(const struct job_event *event)
{
    int code = event->detail != NULL ? event->detail->row.error_code : 0;
    switch (event->error.code) {
    case ERR_AUTH:
    case ERR_BILLING:
    case ERR_STORE:
    case ERR_NOMEM:
        return true;
    case ERR_THROTTLED:
        return code != PAIR_LIMIT_CODE;
    case ERR_DUPLICATE:
    case ERR_INTERRUPTED:
        return false;
    default: /* no row could be made */
        return event->queue_stopped || event->detail == NULL;
    }
}

static void count_end(struct batch_progress *progress, const struct job_event *event)
{
    progress->in_flight--;
    progress->duplicate += event->error.code == ERR_DUPLICATE;
    if (event->detail == NULL)
        return;
    switch (event->detail->row.state) {
    case SEND_ACCEPTED:
    case SEND_SENT:
    case SEND_DELIVERED:
    case SEND_READ:
        progress->accepted++;
        break;
    case SEND_REJECTED:
    case SEND_FAILED:
        progress->rejected++;
        break;
    case SEND_UNKNOWN:
        progress->unknown++;
        break;
    default:
        progress->not_sent++;
    }
}

static void keep_end(struct place *place, const struct job_event *event)
{
    const struct error *error = &event->error;
    const struct send_detail *detail = event->detail;
    place->told.at = clock_now_ms();
    if (detail != NULL) {
        place->told.state = send_state_word(detail->row.state);
        place->told.id = detail->row.id;
        place->told.error_code = detail->row.error_code;
        place->wamid = mem_strdup(detail->row.wamid);
    } else if (error->code == ERR_DUPLICATE) {
        place->told.state = "duplicate";
        place->told.id = event->duplicate_of;
    }
    if (error->code == ERR_OK)
        return;
    const char *text = detail != NULL ? detail->row.error_text : NULL;
    place->error = mem_strdup(text != NULL ? text : error->what);
    place->next = mem_strdup(error->next);
}

bool batch_take(struct batch *batch, const struct job_event *event)
{
    uint64_t number = event->number - batch->settings.first_number;
    if (event->job != JOB_SEND || event->number < batch->settings.first_number ||
        number < batch->first || number >= batch->last)
        return false;
    if (event->kind == JOB_EVENT_WAITING)
        batch->progress.waits_until = event->retry_at;
    struct place *place = place_at(batch, number);
    if (event->kind != JOB_EVENT_DONE || place->ended)
        return true;
    count_end(&batch->progress, event);
    keep_end(place, event);
    end_place(place);
    if (stops_all(event))
        stop_for(batch, &event->error, event->queue_stopped);
    return true;
}

void batch_stop(struct batch *batch, bool cuts)
{
    bool first = !batch->stopping;
    batch->stopping = true;
    if (batch->outbox == NULL)
        return;
    if (first)
        outbox_cancel(batch->outbox, OUTBOX_WAITING);
    for (uint64_t i = batch->first; cuts && i < batch->last; i++)
        if (!place_at(batch, i)->ended)
            outbox_cancel(batch->outbox, batch->settings.first_number + i);
}

enum err batch_finish(struct batch *batch, struct error *reterr)
{
    return result_finish(&batch->result, reterr);
}

void batch_free(struct batch *batch)
{
    if (batch == NULL)
        return;
    for (uint64_t i = batch->first; batch->places != NULL && i < batch->last; i++)
        place_clear(batch, place_at(batch, i));
    mem_free(batch->places);
    cursor_close(&batch->cursor);
    result_release(&batch->result);
    input_release(&batch->input);
    if (batch->store != NULL)
        store_close(batch->store);
    lock_file_free(batch->lock);
    problem_list_release(&batch->problems);
    values_release(&batch->values);
    arena_release(&batch->arena);
    arena_release(&batch->scratch);
    mem_free(batch);
}
