/* Intents and the double-send guard, also between processes. */
#include "fixture.h"

#include "src/base/clock.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena arena;

static void setup(void)
{
    fixture_init();
    arena_init(&arena);
}

static void teardown(void)
{
    arena_release(&arena);
    fixture_fini();
}

TestSuite(store_send, .init = setup, .fini = teardown);

static struct send_detail *get(struct store *store, int64_t id)
{
    struct send_detail *detail = NULL;
    struct error error = {0};
    cr_assert_eq(store_get(store, id, &arena, &detail, &error), ERR_OK, "%s", error.what);
    return detail;
}

static size_t count_events(struct store *store, int64_t id, struct send_event **ret_events)
{
    size_t count = 0;
    struct error error = {0};
    cr_assert_eq(store_events(store, id, &arena, ret_events, &count, &error), ERR_OK, "%s",
                 error.what);
    return count;
}

Test(store_send, an_intent_keeps_all_it_was_given)
{
    struct store *store = open_writer();
    struct send_detail given = sample_detail();
    int64_t id = insert_row(store, &given, "f", GONE_OWNER);
    const struct send_detail *detail = get(store, id);
    const struct send_row *row = &detail->row;
    cr_expect_eq(row->id, id);
    cr_expect(uuid_is_valid(row->uid));
    cr_expect_eq(row->created_at, given.row.created_at);
    cr_expect_str_eq(row->profile, "acme");
    cr_expect_str_eq(row->plugin_id, given.row.plugin_id);
    cr_expect_str_eq(row->phone_number_id, "106540352242922");
    cr_expect_str_eq(row->to, "15550001234");
    cr_expect_str_eq(row->template, "order_update");
    cr_expect_str_eq(row->language, "en_US");
    cr_expect_str_eq(row->category, "UTILITY");
    cr_expect_eq(row->state, SEND_QUEUED);
    cr_expect_str_eq(row->source, "cli");
    cr_expect_str_eq(row->operator_name, "asha");
    cr_expect_str_eq(row->batch, "spring");
    cr_expect_eq(row->sent_again_of, 7);
    cr_expect(row->wamid == NULL && row->error_text == NULL);
    cr_expect(row->http_status == 0 && row->error_code == 0 && row->latency_ms == -1);
    cr_expect_str_eq(detail->values, given.values);
    cr_expect_str_eq(detail->definition, given.definition);
    cr_expect_str_eq(detail->request, given.request);
    cr_expect_str_eq(detail->note, given.note);
    cr_expect_str_eq(detail->tags, given.tags);
    cr_expect(detail->reply == NULL && detail->reply_length == 0 && detail->trace_id == NULL);
    struct send_event *events = NULL;
    cr_assert_eq(count_events(store, id, &events), 1);
    cr_expect_eq(events[0].state, SEND_QUEUED);
    cr_expect_eq(events[0].at, given.row.created_at);
    cr_expect_str_eq(events[0].source, "program");
    cr_expect_null(events[0].text);
    store_close(store);
}

Test(store_send, an_intent_with_nothing_known_gets_a_time_and_a_uid)
{
    struct store *store = open_writer();
    int64_t before = clock_now_ms();
    int64_t id = insert_row(store, &(struct send_detail){0}, NULL, GONE_OWNER);
    const struct send_detail *detail = get(store, id);
    cr_expect_geq(detail->row.created_at, before);
    cr_expect_leq(detail->row.created_at, clock_now_ms());
    cr_expect(uuid_is_valid(detail->row.uid));
    cr_expect(detail->row.to == NULL && detail->definition == NULL && detail->values == NULL);
    store_close(store);
}

Test(store_send, a_uid_is_taken_over_and_stands_once)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    detail.row.uid = "11111111-1111-4111-8111-111111111111";
    int64_t id = insert_row(store, &detail, NULL, GONE_OWNER);
    cr_expect_str_eq(get(store, id)->row.uid, detail.row.uid);
    struct send_intent again = {.detail = &detail, .owner = GONE_OWNER};
    struct error error = {0};
    int64_t second = 9;
    cr_expect_eq(store_insert_intent(store, &again, &second, &error), ERR_INVALID);
    cr_expect_eq(second, 0);
    cr_expect_eq(query_integer("SELECT count(*) FROM send"), 1);
    cr_expect_eq(query_integer("SELECT count(*) FROM event"), 1);
    store_close(store);
}

Test(store_send, an_intent_without_an_owner_is_refused)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    struct send_intent intent = {.detail = &detail, .fingerprint = "f"};
    int64_t id = 3;
    cr_expect_eq(store_insert_intent(store, &intent, &id, NULL), ERR_INVALID);
    cr_expect_eq(id, 0);
    store_close(store);
}

Test(store_send, ids_are_never_given_twice)
{
    struct store *store = open_writer();
    int64_t first = insert_row(store, &(struct send_detail){0}, NULL, GONE_OWNER);
    execute("PRAGMA foreign_keys = ON; DELETE FROM send");
    cr_expect_eq(query_integer("SELECT count(*) FROM event"), 0);
    cr_expect_eq(query_integer("SELECT count(*) FROM send_text"), 0);
    cr_expect_gt(insert_row(store, &(struct send_detail){0}, NULL, GONE_OWNER), first);
    store_close(store);
}

Test(store_send, one_definition_is_kept_once)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    int64_t ids[4];
    for (int i = 0; i < 4; i++) {
        detail.definition = i < 3 ? "{\"name\":\"a\"}" : "{\"name\":\"b\"}";
        ids[i] = insert_row(store, &detail, NULL, GONE_OWNER);
    }
    cr_expect_eq(query_integer("SELECT count(*) FROM definition"), 2);
    cr_expect_str_eq(get(store, ids[2])->definition, "{\"name\":\"a\"}");
    cr_expect_str_eq(get(store, ids[3])->definition, "{\"name\":\"b\"}");
    /* Two texts with one digest stay two texts. */
    execute("UPDATE definition SET digest = 1");
    insert_row(store, &detail, NULL, GONE_OWNER);
    cr_expect_eq(query_integer("SELECT count(*) FROM definition"), 3);
    store_close(store);
}

/* What the guard says of a new send when one earlier row exists. */
static const struct {
    const char *what;
    enum send_state state;
    int64_t age_ms, window_ms; /* a window of 0 asks for the pending ones only */
    const char *source;
    bool override;
    enum err expected;
} guards[] = {
    {"accepted just now", SEND_ACCEPTED, 1000, 600000, "cli", false, ERR_DUPLICATE},
    {"sent in the window", SEND_SENT, 599000, 600000, "cli", false, ERR_DUPLICATE},
    {"delivered in the window", SEND_DELIVERED, 60000, 600000, "cli", false, ERR_DUPLICATE},
    {"read in the window", SEND_READ, 60000, 600000, "cli", false, ERR_DUPLICATE},
    {"failed in the window", SEND_FAILED, 60000, 600000, "cli", false, ERR_DUPLICATE},
    {"accepted before the window", SEND_ACCEPTED, 601000, 600000, "cli", false, ERR_OK},
    {"queued long ago", SEND_QUEUED, 9000000, 600000, "cli", false, ERR_DUPLICATE},
    {"sending long ago", SEND_SENDING, 9000000, 600000, "tui", false, ERR_DUPLICATE},
    {"unknown long ago", SEND_UNKNOWN, 9000000, 600000, "cli", false, ERR_DUPLICATE},
    {"unknown, no window", SEND_UNKNOWN, 9000000, 0, "cli", false, ERR_DUPLICATE},
    {"accepted, no window", SEND_ACCEPTED, 0, 0, "cli", false, ERR_OK},
    {"rejected", SEND_REJECTED, 1000, 600000, "cli", false, ERR_OK},
    {"not sent", SEND_NOT_SENT, 1000, 600000, "cli", false, ERR_OK},
    {"cancelled", SEND_CANCELLED, 1000, 600000, "cli", false, ERR_OK},
    {"imported", SEND_ACCEPTED, 1000, 600000, "import", false, ERR_OK},
    {"imported unknown", SEND_UNKNOWN, 1000, 600000, "import", false, ERR_OK},
    {"no source", SEND_ACCEPTED, 1000, 600000, NULL, false, ERR_DUPLICATE},
    {"overridden", SEND_ACCEPTED, 1000, 600000, "cli", true, ERR_OK},
    {"overridden while unknown", SEND_UNKNOWN, 1000, 600000, "cli", true, ERR_OK},
    {"clock set back", SEND_ACCEPTED, -60000, 600000, "cli", false, ERR_DUPLICATE},
};

Test(store_send, the_guard_blocks_what_may_have_arrived)
{
    struct store *store = open_writer();
    struct store_owner *owner = NULL; /* alive, so that pending rows stay pending */
    cr_assert_eq(store_owner_begin(fixture_folder, &owner, NULL), ERR_OK);
    for (size_t i = 0; i < sizeof guards / sizeof guards[0]; i++) {
        char fingerprint[24];
        snprintf(fingerprint, sizeof fingerprint, "fingerprint %zu", i);
        int64_t now = clock_now_ms(), earlier = 0, later = 0, found = -1;
        struct send_detail detail = sample_detail();
        detail.row.created_at = now - guards[i].age_ms;
        detail.row.source = guards[i].source;
        earlier = insert_row(store, &detail, fingerprint, store_owner_uuid(owner));
        set_state(store, earlier, guards[i].state);
        struct send_intent intent = {.detail = &detail,
                                     .fingerprint = fingerprint,
                                     .owner = store_owner_uuid(owner),
                                     .duplicate_since =
                                         guards[i].window_ms != 0 ? now - guards[i].window_ms : 0,
                                     .override_duplicate = guards[i].override};
        struct error error = {0};
        cr_assert_eq(store_find_duplicate(store, fingerprint, intent.duplicate_since, &found, NULL),
                     ERR_OK);
        cr_expect_eq(found != 0, guards[i].expected == ERR_DUPLICATE || guards[i].override, "%s",
                     guards[i].what);
        cr_expect_eq(store_insert_intent(store, &intent, &later, &error), guards[i].expected, "%s",
                     guards[i].what);
        if (guards[i].expected == ERR_DUPLICATE)
            cr_expect_eq(later, earlier, "%s", guards[i].what);
        else
            cr_expect_gt(later, earlier, "%s", guards[i].what);
    }
    store_owner_end(owner);
    store_close(store);
}

Test(store_send, other_fingerprints_do_not_block)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    insert_row(store, &detail, "one", GONE_OWNER);
    insert_row(store, &detail, "two", GONE_OWNER);
    insert_row(store, &detail, NULL, GONE_OWNER);
    insert_row(store, &detail, NULL, GONE_OWNER);
    cr_expect_eq(query_integer("SELECT count(*) FROM send"), 4);
    store_close(store);
}

static const struct {
    int64_t age_ms;
    const char *said;
} ages[] = {
    {125000, "accepted, 2 minutes ago)"}, {61000, "accepted, 1 minute ago)"},
    {30500, "accepted, 30 seconds ago)"}, {7300000, "accepted, 2 hours ago)"},
    {90000000, "accepted, 1 day ago)"},   {-5000, "accepted, just now)"},
};

Test(store_send, the_guard_names_the_earlier_row)
{
    struct store *store = open_writer();
    for (size_t i = 0; i < sizeof ages / sizeof ages[0]; i++) {
        char fingerprint[24], expected[128];
        snprintf(fingerprint, sizeof fingerprint, "fingerprint %zu", i);
        struct send_detail detail = sample_detail();
        detail.row.created_at = clock_now_ms() - ages[i].age_ms;
        int64_t id = insert_row(store, &detail, fingerprint, GONE_OWNER), other = 0;
        set_state(store, id, SEND_ACCEPTED);
        struct send_intent intent = {.detail = &detail,
                                     .fingerprint = fingerprint,
                                     .owner = GONE_OWNER,
                                     .duplicate_since = 1};
        struct error error = {0};
        cr_expect_eq(store_insert_intent(store, &intent, &other, &error), ERR_DUPLICATE);
        snprintf(expected, sizeof expected, "the same message to this number is row %lld (%s",
                 (long long)id, ages[i].said);
        cr_expect_str_eq(error.what, expected);
        cr_expect_str_eq(error.next, "Wait, change a value, or send it all the same with --force.");
    }
    store_close(store);
}

Test(store_send, what_a_dead_program_left_queued_is_recovered_before_it_blocks)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    int64_t left = insert_row(store, &detail, "f", GONE_OWNER);
    int64_t id = insert_row(store, &detail, "f", GONE_OWNER);
    cr_expect_gt(id, left);
    cr_expect_eq(state_of(store, left), SEND_NOT_SENT);
    /* One that may have arrived goes on blocking. */
    set_state(store, id, SEND_SENDING);
    struct send_intent intent = {.detail = &detail, .fingerprint = "f", .owner = GONE_OWNER};
    struct error error = {0};
    int64_t blocking = 0;
    cr_expect_eq(store_insert_intent(store, &intent, &blocking, &error), ERR_DUPLICATE);
    cr_expect_eq(blocking, id);
    cr_expect_not_null(strstr(error.what, "(unknown, "), "%s", error.what);
    store_close(store);
}

enum { RIVALS = 3, MESSAGES = 20 };

/* Tries every message; a byte for each: 'w' won, 'd' duplicate, 'e' error. */
static void compete(int start, int result, int hold)
{
    char outcome[MESSAGES], byte;
    struct store *store = NULL;
    struct store_owner *owner = NULL;
    bool ready = store_open(fixture_folder, STORE_WRITE, &store, NULL) == ERR_OK &&
                 store_owner_begin(fixture_folder, &owner, NULL) == ERR_OK;
    bool started = read(start, &byte, 1) == 0; /* the end of file is the signal for all at once */
    struct send_detail detail = sample_detail();
    for (int i = 0; i < MESSAGES; i++) {
        char fingerprint[24];
        snprintf(fingerprint, sizeof fingerprint, "message %d", i);
        struct send_intent intent = {.detail = &detail, .fingerprint = fingerprint};
        int64_t id = 0;
        enum err err = ERR_IO;
        if (ready && started) {
            intent.owner = store_owner_uuid(owner);
            err = store_insert_intent(store, &intent, &id, NULL);
        }
        outcome[i] = (char)(err == ERR_OK ? 'w' : err == ERR_DUPLICATE && id != 0 ? 'd' : 'e');
    }
    ssize_t written = write(result, outcome, sizeof outcome);
    /* Lives until all are through: the rows of a dead program would not block the others. */
    ssize_t ended = read(hold, &byte, 1);
    _exit(written == (ssize_t)sizeof outcome && ended == 0 ? 0 : 1);
}

Test(store_send, of_programs_that_send_the_same_at_once_exactly_one_wins)
{
    store_close(open_writer());
    int start[2], hold[2], results[RIVALS][2];
    pid_t rivals[RIVALS];
    cr_assert_eq(pipe(start), 0);
    cr_assert_eq(pipe(hold), 0);
    for (int i = 0; i < RIVALS; i++) {
        cr_assert_eq(pipe(results[i]), 0);
        rivals[i] = fork();
        if (rivals[i] == 0) {
            close(start[1]);
            close(hold[1]);
            compete(start[0], results[i][1], hold[0]);
        }
        close(results[i][1]);
    }
    close(start[1]);
    int winners[MESSAGES] = {0};
    for (int i = 0; i < RIVALS; i++) {
        char outcome[MESSAGES];
        cr_assert_eq(read(results[i][0], outcome, sizeof outcome), (ssize_t)sizeof outcome);
        for (int j = 0; j < MESSAGES; j++) {
            cr_expect_neq(outcome[j], 'e');
            winners[j] += outcome[j] == 'w';
        }
        close(results[i][0]);
    }
    close(hold[1]);
    for (int i = 0; i < RIVALS; i++) {
        int status = -1;
        cr_assert_eq(waitpid(rivals[i], &status, 0), rivals[i]);
        cr_expect_eq(status, 0);
    }
    close(start[0]);
    close(hold[0]);
    for (int i = 0; i < MESSAGES; i++)
        cr_expect_eq(winners[i], 1, "message %d was sent by %d programs", i, winners[i]);
    cr_expect_eq(query_integer("SELECT count(*) FROM send"), MESSAGES);
    check_integrity();
}
