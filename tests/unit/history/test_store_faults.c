/*
 * The history under fire: the n-th write, sync, open or allocation fails, for
 * every n. Each time: a clear error, an intact file, and no row that claims more
 * than is known.
 */
#include "fault_vfs.h"
#include "fixture.h"

#include "src/base/mem.h"
#include "src/history/store_internal.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TestSuite(store_faults, .init = fixture_init, .fini = fixture_fini);

/* How far one send got: the last state whose commit was confirmed, and the one tried after it. */
struct progress {
    int64_t id;
    int confirmed, tried; /* a send_state, or -1 */
    enum err err;
    struct error error;
};

static const enum send_state steps[] = {SEND_SENDING, SEND_ACCEPTED, SEND_DELIVERED};

static void send_once(struct progress *progress)
{
    *progress = (struct progress){.confirmed = -1, .tried = -1};
    struct store *store = NULL;
    progress->err = store_open(fixture_folder, STORE_WRITE, &store, &progress->error);
    if (progress->err != ERR_OK)
        return;
    struct send_detail detail = sample_detail();
    struct send_intent intent = {.detail = &detail, .fingerprint = "f", .owner = GONE_OWNER};
    progress->tried = SEND_QUEUED;
    progress->err = store_insert_intent(store, &intent, &progress->id, &progress->error);
    for (size_t i = 0; progress->err == ERR_OK; i++) {
        progress->confirmed = progress->tried;
        if (i == COUNT_OF(steps))
            break;
        progress->tried = (int)steps[i];
        struct send_change change = {.state = steps[i],
                                     .source = "reply",
                                     .wamid = i == 1 ? "wamid.A" : NULL,
                                     .reply = "{}",
                                     .reply_length = 2};
        progress->err = store_change_state(store, progress->id, &change, &progress->error);
    }
    store_close(store);
}

static void expect_clear_error(const struct progress *progress, size_t n)
{
    cr_expect(progress->err == ERR_STORE || progress->err == ERR_NOMEM, "fault %zu: %s: %s", n,
              err_name(progress->err), progress->error.what);
    cr_expect_eq(progress->error.code, progress->err);
    cr_expect_neq(progress->error.what[0], '\0');
    cr_expect_neq(progress->error.next[0], '\0', "fault %zu: %s", n, progress->error.what);
}

/* Opens again without faults; what is there is at least what was confirmed, at most what was
 * tried. */
static void expect_truth(const struct progress *progress, size_t n)
{
    check_integrity();
    struct store *store = open_writer();
    check_integrity();
    int64_t rows = query_integer("SELECT count(*) FROM send");
    cr_expect_leq(rows, 1);
    if (progress->confirmed >= 0)
        cr_expect_eq(rows, 1, "fault %zu: a confirmed row is lost", n);
    if (rows == 1) {
        int64_t id = query_integer("SELECT id FROM send");
        int state = (int)state_of(store, id);
        cr_expect(state == progress->confirmed || state == progress->tried,
                  "fault %zu: the row says %s", n, send_state_word((enum send_state)state));
        cr_expect_eq(query_integer("SELECT state = (SELECT state FROM event ORDER BY number DESC"
                                   " LIMIT 1) FROM send"),
                     1, "fault %zu: the row and its last event differ", n);
        cr_expect_eq(query_integer("SELECT count(*) FROM send_text"), 1);
        cr_expect_eq(store_recover(store, NULL, NULL), ERR_OK);
        enum send_state after = state_of(store, id);
        enum send_state expected = state == SEND_QUEUED    ? SEND_NOT_SENT
                                   : state == SEND_SENDING ? SEND_UNKNOWN
                                                           : (enum send_state)state;
        cr_expect_eq(after, expected, "fault %zu", n);
    }
    store_close(store);
}

static void fail_every_call(enum fault_kind kind)
{
    fault_vfs_install();
    for (size_t n = 1;; n++) {
        cr_assert_lt(n, 2000, "the number of calls grows without end");
        struct progress progress;
        fault_vfs_arm(kind, n);
        send_once(&progress);
        bool happened = fault_vfs_happened();
        fault_vfs_arm(FAULT_IO_ONCE, 0);
        if (!happened) {
            cr_expect_eq(progress.err, ERR_OK, "%s", progress.error.what);
            cr_expect_eq(progress.confirmed, SEND_DELIVERED);
            cr_expect_gt(n, 20, "the faults do not reach the file");
            break;
        }
        if (progress.err != ERR_OK)
            expect_clear_error(&progress, n);
        else
            cr_expect_eq(progress.confirmed, SEND_DELIVERED, "fault %zu", n);
        expect_truth(&progress, n);
        fixture_fini();
        fixture_init();
    }
    fault_vfs_arm(FAULT_IO_ONCE, 0);
}

Test(store_faults, any_one_call_to_the_disk_fails)
{
    fail_every_call(FAULT_IO_ONCE);
}

Test(store_faults, the_disk_goes_away)
{
    fail_every_call(FAULT_IO);
}

Test(store_faults, the_disk_is_full)
{
    fail_every_call(FAULT_DISK_FULL);
}

Test(store_faults, a_full_disk_is_called_by_its_name_and_harms_nothing)
{
    fault_vfs_install();
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    int64_t first = insert_row(store, &detail, "f", GONE_OWNER), id = 0;
    set_state(store, first, SEND_SENDING);
    fault_vfs_arm(FAULT_DISK_FULL, 1);
    struct send_change change = {.state = SEND_ACCEPTED, .source = "reply", .wamid = "wamid.A"};
    struct error error = {0};
    cr_expect_eq(store_change_state(store, first, &change, &error), ERR_STORE);
    cr_expect_str_eq(error.what, "cannot write the history: the disk is full");
    cr_expect_not_null(strstr(error.next, "Make room"), "%s", error.next);
    cr_expect_eq(state_of(store, first), SEND_SENDING);
    struct send_intent intent = {.detail = &detail, .fingerprint = "g", .owner = GONE_OWNER};
    cr_expect_eq(store_insert_intent(store, &intent, &id, &error), ERR_STORE);
    cr_expect_eq(id, 0);
    fault_vfs_arm(FAULT_DISK_FULL, 0); /* room was made: the same connection goes on */
    cr_expect_eq(store_change_state(store, first, &change, &error), ERR_OK, "%s", error.what);
    cr_expect_eq(store_insert_intent(store, &intent, &id, &error), ERR_OK, "%s", error.what);
    cr_expect_eq(state_of(store, first), SEND_ACCEPTED);
    store_close(store);
    check_integrity();
}

Test(store_faults, any_of_our_allocations_fails)
{
    store_close(open_writer());
    for (size_t n = 1;; n++) {
        cr_assert_lt(n, 200);
        struct store *store = NULL, *reader = NULL;
        struct store_owner *owner = NULL;
        struct arena arena;
        arena_init(&arena);
        struct send_detail detail = sample_detail(), *read = NULL;
        struct send_row *rows = NULL;
        struct send_event *events = NULL;
        size_t count = 0;
        int64_t id = 0;
        const char *text = NULL;
        struct send_intent intent = {.detail = &detail, .owner = GONE_OWNER};
        struct store_page_query query = {.limit = 40};
        mem_test_fail_after(n);
        enum err err = store_open(fixture_folder, STORE_WRITE, &store, NULL);
        if (err == ERR_OK)
            err = store_owner_begin(fixture_folder, &owner, NULL);
        if (err == ERR_OK)
            err = store_insert_intent(store, &intent, &id, NULL);
        if (err == ERR_OK)
            err = store_put_text(store, "draft", "x", 1, NULL);
        if (err == ERR_OK)
            err = store_open(fixture_folder, STORE_READ, &reader, NULL);
        if (err == ERR_OK)
            err = store_page(reader, &query, &arena, &rows, &count, NULL);
        if (err == ERR_OK)
            err = store_get(reader, id, &arena, &read, NULL);
        if (err == ERR_OK)
            err = store_events(reader, id, &arena, &events, &count, NULL);
        if (err == ERR_OK)
            err = store_get_text(reader, "draft", &arena, &text, NULL, NULL);
        if (err == ERR_OK)
            err = store_recover(store, NULL, NULL);
        mem_test_fail_after(0);
        cr_expect(err == ERR_OK || err == ERR_NOMEM, "allocation %zu: %s", n, err_name(err));
        store_owner_end(owner);
        store_close(reader);
        store_close(store);
        arena_release(&arena);
        if (err == ERR_OK) {
            cr_expect_gt(n, 5, "the failures do not reach the store");
            break;
        }
    }
    check_integrity();
}

/* SQLite's own memory, behind a size in front of each block as its interface wants. */
static size_t sqlite_left; /* allocations until they fail; 0: never */
static bool sqlite_failed;

static bool sqlite_must_fail(void)
{
    if (sqlite_left == 0)
        return sqlite_failed;
    sqlite_failed = --sqlite_left == 0;
    return sqlite_failed;
}

static void *sqlite_malloc(int size)
{
    if (sqlite_must_fail())
        return NULL;
    int64_t *block = malloc((size_t)size + sizeof *block);
    if (block == NULL)
        return NULL;
    *block = size;
    return block + 1;
}

static void sqlite_free(void *pointer)
{
    free((int64_t *)pointer - 1);
}

static void *sqlite_realloc(void *pointer, int size)
{
    if (sqlite_must_fail())
        return NULL;
    int64_t *block = realloc((int64_t *)pointer - 1, (size_t)size + sizeof *block);
    if (block == NULL)
        return NULL;
    *block = size;
    return block + 1;
}

static int sqlite_size(void *pointer)
{
    return (int)((int64_t *)pointer)[-1];
}

static int sqlite_roundup(int size)
{
    return (size + 7) & ~7;
}

static int sqlite_begin(void *data)
{
    (void)data;
    return SQLITE_OK;
}

static void sqlite_end(void *data)
{
    (void)data;
}

Test(store_faults, any_of_sqlites_allocations_fails, .timeout = 60)
{
    static const sqlite3_mem_methods methods = {.xMalloc = sqlite_malloc,
                                                .xFree = sqlite_free,
                                                .xRealloc = sqlite_realloc,
                                                .xSize = sqlite_size,
                                                .xRoundup = sqlite_roundup,
                                                .xInit = sqlite_begin,
                                                .xShutdown = sqlite_end};
    cr_assert_eq(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods), SQLITE_OK);
    fault_vfs_install();
    /* A prime stride: every kind of place is met, in a time that a test may take. */
    for (size_t n = 1;; n += 41) {
        struct progress progress;
        sqlite_failed = false;
        sqlite_left = n;
        send_once(&progress);
        bool happened = sqlite_failed;
        sqlite_left = 0;
        sqlite_failed = false;
        if (!happened) {
            cr_expect_eq(progress.err, ERR_OK, "%s", progress.error.what);
            break;
        }
        if (progress.err != ERR_OK)
            expect_clear_error(&progress, n);
        expect_truth(&progress, n);
        fixture_fini();
        fixture_init();
    }
}
