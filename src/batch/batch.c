/* Opening and checking a list. */
#include "src/batch/batch.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/batch/batch_internal.h"
#include "src/batch/identity.h"
#include "src/batch/repeats.h"

enum { ROWS_BETWEEN_LOOKS = 256, GENERATIONS_MAX = 1000 };

enum err batch_rewind(struct batch *batch, struct cursor *cursor, struct error *reterr)
{
    struct csv_row header;
    bool found = false;
    enum err err = cursor_open(cursor, &batch->input, batch->settings.encoding, reterr);
    if (err == ERR_OK)
        err = csv_next(cursor->reader, &header, &found, reterr);
    return err;
}

/* Errors about the text of the list name the file as well. */
static enum err in_file(const struct batch *batch, enum err err, struct error *reterr)
{
    if (err != ERR_CONTENT || reterr == NULL || strncmp(reterr->where, "row ", 4) != 0)
        return err;
    char place[100];
    snprintf(place, sizeof place, "%s", reterr->where);
    error_set_where(reterr, "%.120s: %s", batch->input.name, place);
    return err;
}

static enum err read_header(struct batch *batch, struct error *reterr)
{
    struct cursor cursor = {0};
    struct csv_row header;
    bool found = false;
    enum err err = cursor_open(&cursor, &batch->input, batch->settings.encoding, reterr);
    if (err == ERR_OK)
        err = in_file(batch, csv_next(cursor.reader, &header, &found, reterr), reterr);
    if (err == ERR_OK && !found) {
        error_set(reterr, ERR_CONTENT,
                  "Write a header with `to` and the template's slots, then a row for each message.",
                  "the list is empty");
        error_set_where(reterr, "%s", batch->input.name);
        err = ERR_CONTENT;
    }
    if (err == ERR_OK)
        err = columns_match(&header, &batch->sink, &batch->arena, &batch->columns,
                            &batch->languages, reterr);
    cursor_close(&cursor);
    if (err == ERR_OK && batch->sink.errors > 0)
        err = error_set(reterr, ERR_CONTENT, "Correct the header, then start again.",
                        "the columns of the list do not fit the template");
    return err;
}

/* The latest generation that the history has rows of; 0: none. */
static enum err find_generation(struct batch *batch, const char *base, int *ret_generation,
                                struct error *reterr)
{
    enum err err = ERR_OK;
    *ret_generation = 0;
    for (int i = 1; batch->store != NULL && err == ERR_OK && i < GENERATIONS_MAX; i++) {
        char id[BATCH_ID_SIZE];
        int64_t count = 0;
        identity_of_generation(base, i, id);
        err = store_count_batch(batch->store, id, &count, reterr);
        if (err != ERR_OK || count == 0)
            break;
        *ret_generation = i;
    }
    return err;
}

static enum err choose_generation(struct batch *batch, const char *base, struct error *reterr)
{
    const struct batch_settings *settings = &batch->settings;
    int latest = 0;
    enum err err = find_generation(batch, base, &latest, reterr);
    if (err != ERR_OK)
        return err;
    bool is_new = settings->forces && !settings->resumes;
    identity_of_generation(base, is_new ? latest + 1 : latest, batch->progress.id);
    if (latest == 0 || is_new || settings->resumes || settings->checks_only)
        return ERR_OK;
    return error_set(reterr, ERR_DUPLICATE,
                     "Add --resume to send the rows that are left, or --force to send all again.",
                     "this list was begun before, as batch %s", batch->progress.id);
}

/* What a run that died left behind is brought to rest, now that its lock is ours. */
static void recover(const char *folder)
{
    struct store *store = NULL;
    if (store_open(folder, STORE_WRITE, &store, NULL) != ERR_OK)
        return; /* the worker meets it again, and then nothing is sent */
    store_recover(store, NULL, NULL);
    store_close(store);
}

static enum err take_lock(struct batch *batch, const char *base, struct error *reterr)
{
    char name[64];
    snprintf(name, sizeof name, "batch-%s.lock", base);
    CLEANUP(mem_freep) char *path = paths_join(batch->settings.data_folder, name);
    if (path == NULL)
        return error_nomem(reterr);
    enum err err = lock_file_take(path, &batch->lock, reterr);
    if (err == ERR_DUPLICATE)
        return error_set(reterr, ERR_DUPLICATE, "Wait for it to end, or stop it.",
                         "another run of this list is going on (batch %s)", base);
    if (err == ERR_OK)
        recover(batch->settings.data_folder);
    return err;
}

static enum err identify(struct batch *batch, struct error *reterr)
{
    unsigned char digest[INPUT_DIGEST_SIZE];
    char base[BATCH_ID_SIZE] = "";
    struct batch_settings named = batch->settings;
    if (batch_names_languages(batch))
        named.template = NULL; /* another --language is no other list: no row may go out twice */
    enum err err = input_digest(&batch->input, digest, reterr);
    if (err == ERR_OK)
        err = identity_of_batch(&named, digest, base, reterr);
    if (err == ERR_OK && !batch->settings.checks_only)
        err = take_lock(batch, base, reterr);
    if (err == ERR_OK) {
        err = store_open(batch->settings.data_folder, STORE_READ, &batch->store, reterr);
        err = err == ERR_NOT_FOUND ? ERR_OK : err;
    }
    return err == ERR_OK ? choose_generation(batch, base, reterr) : err;
}

enum err batch_open(const struct batch_settings *settings, struct batch **ret_batch,
                    struct error *reterr)
{
    *ret_batch = NULL;
    struct batch *batch = mem_zalloc(1, sizeof *batch);
    if (batch == NULL)
        return error_nomem(reterr);
    batch->settings = *settings;
    batch->sink.settings = &batch->settings;
    batch->input.fd = -1;
    batch->result.fd = -1;
    arena_init(&batch->arena);
    arena_init(&batch->scratch);
    values_init(&batch->values);
    problem_list_init(&batch->problems);
    enum err err = result_check_name(settings->result_path, reterr);
    if (err == ERR_OK)
        err = input_open(settings->path, settings->data_folder, &batch->input, reterr);
    if (err == ERR_OK)
        err = read_header(batch, reterr);
    if (err == ERR_OK)
        err = identify(batch, reterr);
    if (err != ERR_OK) {
        batch_free(batch);
        return err;
    }
    *ret_batch = batch;
    return ERR_OK;
}

static uint64_t digits_as_number(const char *digits)
{
    uint64_t number = 0;
    for (; *digits != '\0'; digits++)
        number = number * 10 + (uint64_t)(*digits - '0');
    return number;
}

/* Queued and sending: of a run that is alive elsewhere. */
static bool is_unsettled(enum send_state state)
{
    return state == SEND_UNKNOWN || state == SEND_QUEUED || state == SEND_SENDING;
}

static enum err check_row(struct batch *batch, const struct csv_row *row, struct repeats *repeats,
                          struct error *reterr)
{
    bool fits = false;
    struct fate fate;
    batch->progress.rows++;
    enum err err = rows_fill(batch, row, &fits, reterr);
    if (err != ERR_OK)
        return err;
    if (!fits) {
        sink_tell(&batch->sink, row->number, "", "", PROBLEM_ERROR,
                  text_count("The row has %zu cell, the header %zu: quote cells that hold the "
                             "delimiter.",
                             "The row has %zu cells, the header %zu: quote cells that hold the "
                             "delimiter.",
                             (int64_t)row->count),
                  row->count, batch->columns.count);
        return ERR_OK;
    }
    err = rows_find_fate(batch, row->number, &fate, reterr);
    if (err == ERR_OK && fate.decided) {
        batch->progress.before++;
        batch->progress.before_unknown += is_unsettled(fate.last.state);
        batch->progress.before_rejected +=
            fate.last.state == SEND_REJECTED || fate.last.state == SEND_FAILED;
    } else if (err == ERR_OK) {
        err = rows_check(batch, row, reterr);
    }
    if (err == ERR_OK && batch->language != NULL && batch->phone.digits[0] != '\0') {
        const struct repeat_seen seen = {.recipient = digits_as_number(batch->phone.digits),
                                         .message = rows_message_digest(batch),
                                         .row = row->number};
        err = repeats_add(repeats, &seen, reterr);
    }
    return err;
}

static enum err tell_repeats(struct batch *batch, struct repeats *repeats, struct error *reterr)
{
    const struct repeat *items = NULL;
    size_t count = 0;
    size_t total = 0;
    enum err err = repeats_finish(repeats, &items, &count, &total, reterr);
    const char *column = columns_name_of(&batch->columns, "to");
    for (size_t i = 0; err == ERR_OK && i < count; i++)
        sink_tell(
            &batch->sink, items[i].row, column, "duplicate",
            items[i].is_same ? PROBLEM_ERROR : PROBLEM_WARNING,
            items[i].is_same
                ? TEXT("Row %" PRId64 " has the same message to the same number: take one out.")
                : TEXT("Row %" PRId64 " goes to the same number, with other values."),
            items[i].first);
    if (err == ERR_OK && total > count)
        sink_tell(&batch->sink, 0, column, "duplicate", PROBLEM_ERROR,
                  "%zu more rows name a number again: take them out.", total - count);
    return err;
}

static enum err check_rows(struct batch *batch, struct cursor *cursor, struct repeats *repeats,
                           struct error *reterr)
{
    const struct batch_settings *settings = &batch->settings;
    for (int64_t count = 1;; count++) {
        struct csv_row row;
        bool found = false;
        enum err err = in_file(batch, csv_next(cursor->reader, &row, &found, reterr), reterr);
        if (err == ERR_OK && found)
            err = check_row(batch, &row, repeats, reterr);
        if (err != ERR_OK || !found)
            return err;
        if (count % ROWS_BETWEEN_LOOKS == 0 && settings->should_stop != NULL &&
            settings->should_stop(settings->context))
            return error_set(reterr, ERR_INTERRUPTED, "Start again.",
                             "stopped while the list was checked; nothing was sent");
    }
}

static enum err judge(const struct batch *batch, struct error *reterr)
{
    const struct batch_progress *progress = &batch->progress;
    if (progress->errors > 0)
        return error_set(reterr, ERR_CONTENT, "Correct them, then start again.",
                         text_count("%" PRId64 " problem in the list; nothing was sent",
                                    "%" PRId64 " problems in the list; nothing was sent",
                                    progress->errors),
                         progress->errors);
    if (progress->rows > 0)
        return ERR_OK;
    error_set(reterr, ERR_CONTENT, "Write a row for each message below the header.",
              "the list holds no rows");
    error_set_where(reterr, "%s", batch->input.name);
    return ERR_CONTENT;
}

enum err batch_check(struct batch *batch, struct error *reterr)
{
    struct cursor cursor = {0};
    struct repeats *repeats = NULL;
    enum err err = repeats_new(batch->settings.data_folder, &repeats, reterr);
    if (err == ERR_OK)
        err = batch_rewind(batch, &cursor, reterr);
    if (err == ERR_OK)
        err = check_rows(batch, &cursor, repeats, reterr);
    if (err == ERR_OK)
        err = tell_repeats(batch, repeats, reterr);
    if (err == ERR_OK)
        err = input_check_unchanged(&batch->input, reterr);
    cursor_close(&cursor);
    repeats_free(repeats);
    batch->progress.errors = batch->sink.errors;
    batch->progress.warnings = batch->sink.warnings;
    batch->progress.to_send = batch->progress.rows - batch->progress.before;
    return err == ERR_OK ? judge(batch, reterr) : err;
}

enum err batch_first_request(struct batch *batch, cJSON **ret_request, struct error *reterr)
{
    struct cursor cursor = {0};
    struct csv_row row;
    bool found = false;
    bool fits = false;
    *ret_request = NULL;
    enum err err = batch_rewind(batch, &cursor, reterr);
    if (err == ERR_OK)
        err = csv_next(cursor.reader, &row, &found, reterr);
    if (err == ERR_OK && found)
        err = rows_fill(batch, &row, &fits, reterr);
    if (err == ERR_OK && fits && batch->language != NULL) {
        struct compose_options options = rows_options(batch, NULL, 0);
        err = compose_dry_run(&batch->message, &options, ret_request, reterr);
    }
    cursor_close(&cursor);
    return err;
}

bool batch_names_languages(const struct batch *batch)
{
    return batch->columns.language < batch->columns.count;
}

const struct batch_progress *batch_progress(const struct batch *batch)
{
    return &batch->progress;
}
