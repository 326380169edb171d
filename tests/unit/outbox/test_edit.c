/* Changes of rows by the worker: notes, tags, the trash; also those still queued at the end. A
 * plain program, so that it runs under ThreadSanitizer too. */
#include "src/outbox/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/clock.h"

static char folder[512];

#define CHECK(condition)                                                    \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                        \
        }                                                                   \
    } while (0)

static int64_t insert_row(void)
{
    struct store *store = NULL;
    struct store_owner *owner = NULL;
    CHECK(store_open(folder, STORE_WRITE, &store, NULL) == ERR_OK);
    CHECK(store_owner_begin(folder, &owner, NULL) == ERR_OK);
    struct send_detail detail = {.row = {.to = "15550001234", .template = "order_update"}};
    struct send_intent intent = {.detail = &detail, .owner = store_owner_uuid(owner)};
    int64_t id = 0;
    CHECK(store_insert_intent(store, &intent, &id, NULL) == ERR_OK);
    struct send_change change = {.state = SEND_ACCEPTED, .source = "reply"};
    CHECK(store_change_state(store, id, &change, NULL) == ERR_OK);
    store_owner_end(owner);
    store_close(store);
    return id;
}

static void submit(struct outbox *outbox, enum job_kind kind, uint64_t number, int64_t id,
                   const char *text)
{
    struct job *job = job_new(kind, number);
    CHECK(job != NULL);
    job->row_id = id;
    job->text = text != NULL ? arena_strdup(&job->arena, text) : NULL;
    CHECK(outbox_submit(outbox, job, NULL) == ERR_OK);
}

/* Waits for the job's end; *ret_row is whether its row was told, with the note in `note`. */
static enum err wait_for(struct outbox *outbox, uint64_t number, bool *ret_row, char note[64])
{
    int64_t deadline = clock_monotonic_ms() + 20000;
    enum err code = ERR_OK;
    bool done = false;
    *ret_row = false;
    while (!done) {
        CHECK(clock_monotonic_ms() < deadline);
        outbox_wait(outbox, 1000);
        for (struct job_event *event = outbox_take_events(outbox), *next; event != NULL;
             event = next) {
            next = event->next;
            CHECK(event->number == number);
            if (event->kind == JOB_EVENT_ROW) {
                *ret_row = true;
                snprintf(note, 64, "%s", event->detail->note != NULL ? event->detail->note : "");
            }
            done = done || event->kind == JOB_EVENT_DONE;
            code = event->kind == JOB_EVENT_DONE ? event->error.code : code;
            job_event_free(event);
        }
    }
    return code;
}

static size_t count_rows(const char **ret_tags, struct arena *arena)
{
    struct store *store = NULL;
    struct send_row *rows = NULL;
    size_t count = 0;
    struct store_page_query query = {.limit = 10};
    CHECK(store_open(folder, STORE_READ, &store, NULL) == ERR_OK);
    CHECK(store_page(store, &query, arena, &rows, &count, NULL) == ERR_OK);
    struct send_detail *detail = NULL;
    *ret_tags = NULL;
    if (count > 0 && store_get(store, rows[0].id, arena, &detail, NULL) == ERR_OK)
        *ret_tags = detail->tags;
    store_close(store);
    return count;
}

/* What is asked of an outbox that has not begun waits; if it never begins, it is forgotten. */
static void check_not_begun(int64_t id)
{
    struct outbox *outbox = NULL;
    const struct outbox_options options = {.data_folder = folder, .starts_later = true};
    CHECK(outbox_start(&options, &outbox, NULL) == ERR_OK);
    submit(outbox, JOB_SET_NOTE, 1, id, "never");
    outbox_cancel(outbox, 1);
    CHECK(!outbox_wait(outbox, 0));
    outbox_stop(outbox);
}

int main(void)
{
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/chakra-edit-XXXXXX", base != NULL ? base : "/tmp");
    CHECK(mkdtemp(folder) != NULL);
    int64_t id = insert_row();
    struct outbox *outbox = NULL;
    check_not_begun(id);
    struct outbox_options options = {.data_folder = folder, .starts_later = true};
    CHECK(outbox_start(&options, &outbox, NULL) == ERR_OK);
    struct arena arena;
    arena_init(&arena);
    const char *tags = NULL;
    bool row = false;
    char note[64] = "";

    submit(outbox, JOB_SET_NOTE, 1, id, "called back");
    CHECK(!outbox_wait(outbox, 0));
    CHECK(outbox_begin(outbox, NULL) == ERR_OK);
    CHECK(wait_for(outbox, 1, &row, note) == ERR_OK && row && strcmp(note, "called back") == 0);
    submit(outbox, JOB_SET_TAGS, 2, id, " vip  late ");
    CHECK(wait_for(outbox, 2, &row, note) == ERR_OK && row);
    CHECK(count_rows(&tags, &arena) == 1 && strcmp(tags, "vip late") == 0);
    submit(outbox, JOB_DELETE_ROW, 3, id, NULL);
    CHECK(wait_for(outbox, 3, &row, note) == ERR_OK && row);
    CHECK(count_rows(&tags, &arena) == 0);
    submit(outbox, JOB_UNDELETE_ROW, 4, id, NULL);
    CHECK(wait_for(outbox, 4, &row, note) == ERR_OK);
    CHECK(count_rows(&tags, &arena) == 1);
    submit(outbox, JOB_SET_NOTE, 5, id + 1, "nobody's");
    CHECK(wait_for(outbox, 5, &row, note) == ERR_NOT_FOUND && !row);
    submit(outbox, JOB_DELETE_ROW, 6, id, NULL);
    submit(outbox, JOB_DROP_ROW, 7, id, NULL);
    outbox_stop(outbox); /* what was asked for is done all the same */

    struct store *store = NULL;
    struct send_detail *detail = NULL;
    CHECK(store_open(folder, STORE_READ, &store, NULL) == ERR_OK);
    CHECK(store_get(store, id, &arena, &detail, NULL) == ERR_NOT_FOUND);
    store_close(store);
    arena_release(&arena);
    char path[600];
    static const char *const names[] = {"chakra-tui.db", "chakra-tui.db-wal", "chakra-tui.db-shm"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
    return 0;
}
