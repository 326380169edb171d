/* Groups of writes: all of a group is there, or none of it; and what a batch asks the history. */
#include "src/history/store_group.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "fault_vfs.h"
#include "fixture.h"
#include "src/base/mem.h"

enum { ROWS = 20 };

static void setup(void)
{
    fixture_init();
}

TestSuite(store_group, .init = setup, .fini = fixture_fini);

/* A row of a batch, with a uid of its own. */
static enum err put_row(struct store *store, int number, const char *fingerprint, int64_t *ret_id,
                        struct error *reterr)
{
    char uid[UUID_TEXT_SIZE];
    snprintf(uid, sizeof uid, "00000000-0000-4000-8000-%012d", number);
    struct send_detail detail = sample_detail();
    detail.row.uid = uid;
    detail.row.batch = "list";
    struct send_intent intent = {
        .detail = &detail, .owner = GONE_OWNER, .fingerprint = fingerprint, .starts_at_once = true};
    return store_group_insert(store, &intent, ret_id, reterr);
}

Test(store_group, is_there_as_a_whole)
{
    struct store *store = open_writer();
    int64_t ids[ROWS] = {0};
    cr_assert_eq(store_group_begin(store, NULL), ERR_OK);
    for (int i = 0; i < ROWS; i++)
        cr_assert_eq(put_row(store, i, NULL, &ids[i], NULL), ERR_OK);
    cr_assert_eq(query_integer("SELECT count(*) FROM send"), 0);
    cr_assert_eq(store_group_end(store, ERR_OK, NULL), ERR_OK);
    cr_assert_eq(query_integer("SELECT count(*) FROM send WHERE state = 'sending'"), ROWS);
    cr_assert_eq(query_integer("SELECT count(*) FROM event WHERE state = 'sending'"), ROWS);

    const struct send_change change = {
        .state = SEND_ACCEPTED, .source = "reply", .wamid = "wamid.X", .http_status = 200};
    cr_assert_eq(store_group_begin(store, NULL), ERR_OK);
    for (int i = 0; i < ROWS; i++)
        cr_assert_eq(store_group_change(store, ids[i], &change, NULL), ERR_OK);
    cr_assert_eq(store_group_end(store, ERR_INVALID, NULL), ERR_INVALID); /* given up */
    cr_assert_eq(query_integer("SELECT count(*) FROM send WHERE state = 'sending'"), ROWS);
    check_integrity();
    store_close(store);
}

Test(store_group, goes_on_after_a_duplicate)
{
    struct store *store = open_writer();
    int64_t id = 0;
    cr_assert_eq(store_group_begin(store, NULL), ERR_OK);
    cr_assert_eq(put_row(store, 1, "same", &id, NULL), ERR_OK);
    cr_assert_eq(put_row(store, 2, "same", &id, NULL), ERR_DUPLICATE);
    cr_assert_eq(put_row(store, 3, "other", &id, NULL), ERR_OK);
    cr_assert_eq(store_group_end(store, ERR_OK, NULL), ERR_OK);
    cr_assert_eq(query_integer("SELECT count(*) FROM send"), 2);
    store_close(store);
}

/* The last line of defence: whoever tries, a row of a batch is made once. */
Test(store_group, takes_a_uid_once)
{
    struct store *store = open_writer();
    int64_t id = 0;
    cr_assert_eq(store_group_begin(store, NULL), ERR_OK);
    cr_assert_eq(put_row(store, 1, NULL, &id, NULL), ERR_OK);
    cr_assert_eq(store_group_end(store, ERR_OK, NULL), ERR_OK);
    cr_assert_eq(store_group_begin(store, NULL), ERR_OK);
    enum err err = put_row(store, 1, NULL, &id, NULL);
    cr_assert_neq(err, ERR_OK);
    cr_assert_eq(store_group_end(store, err, NULL), err);
    cr_assert_eq(query_integer("SELECT count(*) FROM send"), 1);
    store_close(store);
}

Test(store_group, a_row_that_started_and_died_is_unknown)
{
    struct store *store = open_writer();
    int64_t id = 0;
    cr_assert_eq(store_group_begin(store, NULL), ERR_OK);
    cr_assert_eq(put_row(store, 1, NULL, &id, NULL), ERR_OK);
    cr_assert_eq(store_group_end(store, ERR_OK, NULL), ERR_OK);
    cr_assert_eq(store_recover(store, NULL, NULL), ERR_OK);
    cr_assert_eq(state_of(store, id), SEND_UNKNOWN);

    struct arena arena;
    struct sent_row row;
    int64_t count = 0;
    arena_init(&arena);
    cr_assert_eq(store_find_sent(store, "00000000-0000-4000-8000-000000000001", &arena, &row, NULL),
                 ERR_OK);
    cr_assert(row.id == id && row.state == SEND_UNKNOWN && row.wamid == NULL);
    cr_assert_eq(store_find_sent(store, "00000000-0000-4000-8000-000000000002", &arena, &row, NULL),
                 ERR_OK);
    cr_assert_eq(row.id, 0);
    cr_assert_eq(store_count_batch(store, "list", &count, NULL), ERR_OK);
    cr_assert_eq(count, 1);
    cr_assert_eq(store_count_batch(store, "another", &count, NULL), ERR_OK);
    cr_assert_eq(count, 0);
    arena_release(&arena);
    store_close(store);
}

/* The disk is full, or gone, at each call of a group: none of it is there, or all. */
static void fail_every_call(enum fault_kind kind)
{
    fault_vfs_install();
    bool happened = true;
    for (size_t n = 1; happened; n++) {
        cr_assert_lt(n, 500);
        fixture_fini();
        fixture_init();
        struct store *store = open_writer();
        struct error error = {0};
        int64_t id = 0;
        fault_vfs_arm(kind, n);
        enum err err = store_group_begin(store, &error);
        bool begun = err == ERR_OK;
        for (int i = 0; err == ERR_OK && i < ROWS; i++)
            err = put_row(store, i, NULL, &id, &error);
        if (begun)
            err = store_group_end(store, err, &error);
        happened = fault_vfs_happened();
        fault_vfs_arm(FAULT_IO_ONCE, 0);
        cr_expect(err == ERR_OK || (err == ERR_STORE && error.next[0] != '\0'));
        cr_expect(happened || err == ERR_OK);
        store_close(store);
        int64_t rows = query_integer("SELECT count(*) FROM send");
        cr_expect(rows == ROWS || (rows == 0 && err != ERR_OK), "call %zu: %lld rows, %s", n,
                  (long long)rows, err_name(err));
        check_integrity();
    }
}

Test(store_group, a_full_disk_leaves_all_or_nothing)
{
    fail_every_call(FAULT_DISK_FULL);
}

Test(store_group, a_lost_disk_leaves_all_or_nothing)
{
    fail_every_call(FAULT_IO);
}
