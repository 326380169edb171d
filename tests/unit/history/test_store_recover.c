/* Owners, their locks, and what becomes of their rows when they die. */
#include "fixture.h"

#include "src/history/store_internal.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
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

TestSuite(store_recover, .init = setup, .fini = teardown);

static size_t count_lock_files(void)
{
    size_t count = 0;
    DIR *listing = opendir(fixture_folder);
    cr_assert_not_null(listing);
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;)
        count += strncmp(entry->d_name, "owner-", 6) == 0;
    closedir(listing);
    return count;
}

static size_t recover(struct store *store)
{
    size_t count = 99;
    struct error error = {0};
    cr_assert_eq(store_recover(store, &count, &error), ERR_OK, "%s", error.what);
    return count;
}

Test(store_recover, an_owner_holds_a_private_file_while_it_lives)
{
    struct store_owner *owner = NULL;
    struct error error = {0};
    cr_assert_eq(store_owner_begin(fixture_folder, &owner, &error), ERR_OK, "%s", error.what);
    cr_expect(uuid_is_valid(store_owner_uuid(owner)));
    char name[64];
    snprintf(name, sizeof name, "owner-%s.lock", store_owner_uuid(owner));
    cr_expect_eq(fixture_mode(fixture_path(name)), 0600);
    cr_expect(owner_is_alive(fixture_folder, store_owner_uuid(owner)));
    owner_remove_stale(fixture_folder);
    cr_expect_eq(fixture_mode(fixture_path(name)), 0600, "a held file was removed");
    char uuid[UUID_TEXT_SIZE];
    snprintf(uuid, sizeof uuid, "%s", store_owner_uuid(owner));
    store_owner_end(owner);
    cr_expect_eq(count_lock_files(), 0);
    cr_expect_not(owner_is_alive(fixture_folder, uuid));
}

Test(store_recover, names_that_are_no_owner_are_gone)
{
    cr_expect_not(owner_is_alive(fixture_folder, GONE_OWNER));
    cr_expect_not(owner_is_alive(fixture_folder, NULL));
    cr_expect_not(owner_is_alive(fixture_folder, ""));
    cr_expect_not(owner_is_alive(fixture_folder, "../../../etc/passwd"));
}

Test(store_recover, two_owners_in_one_process_do_not_disturb_each_other)
{
    struct store_owner *first = NULL, *second = NULL;
    cr_assert_eq(store_owner_begin(fixture_folder, &first, NULL), ERR_OK);
    cr_assert_eq(store_owner_begin(fixture_folder, &second, NULL), ERR_OK);
    cr_expect_str_neq(store_owner_uuid(first), store_owner_uuid(second));
    cr_expect(owner_is_alive(fixture_folder, store_owner_uuid(first)));
    store_owner_end(first);
    cr_expect(owner_is_alive(fixture_folder, store_owner_uuid(second)));
    store_owner_end(second);
}

Test(store_recover, an_owner_without_a_place_is_an_error)
{
    struct store_owner *owner = NULL;
    struct error error = {0};
    cr_assert_eq(rmdir(fixture_folder), 0);
    FILE *file = fopen(fixture_folder, "w");
    cr_assert_not_null(file);
    fclose(file);
    cr_expect_neq(store_owner_begin(fixture_folder, &owner, &error), ERR_OK);
    cr_expect_null(owner);
    cr_expect_neq(error.next[0], '\0');
    cr_assert_eq(unlink(fixture_folder), 0);
}

Test(store_recover, only_stale_lock_files_are_removed)
{
    static const char *const others[] = {"owner-notes.lock", "owner-" GONE_OWNER ".lock.bak",
                                         "xowner-" GONE_OWNER ".lock"};
    for (size_t i = 0; i < 3; i++)
        fclose(fopen(fixture_path(others[i]), "w"));
    fclose(fopen(fixture_path("owner-" GONE_OWNER ".lock"), "w"));
    store_close(open_writer());
    struct store *store = open_writer();
    cr_expect_eq(recover(store), 0);
    store_close(store);
    cr_expect_eq(fixture_mode(fixture_path("owner-" GONE_OWNER ".lock")), 0);
    for (size_t i = 0; i < 3; i++)
        cr_expect_neq(fixture_mode(fixture_path(others[i])), 0, "%s", others[i]);
}

/* A program that dies in the middle: rows 1, 2, 3 are queued, sending, accepted. */
static void leave_rows(void)
{
    struct store *store = open_writer();
    struct store_owner *owner = NULL;
    cr_assert_eq(store_owner_begin(fixture_folder, &owner, NULL), ERR_OK);
    struct send_detail detail = sample_detail();
    for (int i = 0; i < 3; i++)
        insert_row(store, &detail, NULL, store_owner_uuid(owner));
    set_state(store, 2, SEND_SENDING);
    set_state(store, 3, SEND_ACCEPTED);
}

static void expect_states(struct store *store, enum send_state first, enum send_state second)
{
    cr_expect_eq(state_of(store, 1), first);
    cr_expect_eq(state_of(store, 2), second);
    cr_expect_eq(state_of(store, 3), SEND_ACCEPTED);
}

Test(store_recover, rows_of_a_living_program_are_left_alone)
{
    pid_t child = start_child(leave_rows);
    struct store *writer = open_writer(), *reader = open_reader();
    cr_expect_eq(recover(writer), 0);
    expect_states(writer, SEND_QUEUED, SEND_SENDING);
    expect_states(reader, SEND_QUEUED, SEND_SENDING);
    struct store_counts counts;
    cr_expect_eq(store_counts(reader, NULL, &counts, NULL), ERR_OK);
    cr_expect(counts.by_state[SEND_QUEUED] == 1 && counts.by_state[SEND_SENDING] == 1 &&
              counts.by_state[SEND_UNKNOWN] == 0);
    kill_child(child);
    store_close(reader);
    store_close(writer);
}

Test(store_recover, rows_of_a_killed_program_become_what_is_known_of_them)
{
    kill_child(start_child(leave_rows));
    cr_expect_eq(count_lock_files(), 1);
    struct store *store = open_writer();
    expect_states(store, SEND_QUEUED, SEND_SENDING);
    cr_expect_eq(recover(store), 2);
    expect_states(store, SEND_NOT_SENT, SEND_UNKNOWN);
    cr_expect_eq(count_lock_files(), 0);
    cr_expect_eq(recover(store), 0);
    struct send_event *events = NULL;
    size_t count = 0;
    cr_assert_eq(store_events(store, 2, &arena, &events, &count, NULL), ERR_OK);
    cr_assert_eq(count, 3);
    cr_expect_eq(events[2].state, SEND_UNKNOWN);
    cr_expect_str_eq(events[2].source, "recovery");
    cr_expect_str_eq(events[2].text, "the program ended while this message was being sent");
    struct send_detail *detail = NULL;
    cr_assert_eq(store_get(store, 1, &arena, &detail, NULL), ERR_OK);
    cr_expect_str_eq(detail->row.error_text, "the program ended before this message left");
    cr_expect_eq(query_integer("SELECT count(*) FROM send WHERE owner IS NOT NULL"), 0);
    store_close(store);
    check_integrity();
}

Test(store_recover, a_reading_store_shows_them_so_without_writing)
{
    kill_child(start_child(leave_rows));
    struct store *store = open_reader();
    expect_states(store, SEND_NOT_SENT, SEND_UNKNOWN);
    struct store_counts counts;
    cr_expect_eq(store_counts(store, NULL, &counts, NULL), ERR_OK);
    cr_expect(counts.by_state[SEND_QUEUED] == 0 && counts.by_state[SEND_SENDING] == 0 &&
              counts.by_state[SEND_UNKNOWN] == 1);
    struct send_row *rows = NULL;
    size_t count = 0, recovered = 9;
    cr_assert_eq(
        store_page(store, &(struct store_page_query){.limit = 10}, &arena, &rows, &count, NULL),
        ERR_OK);
    cr_assert_eq(count, 3);
    cr_expect_eq(rows[1].state, SEND_UNKNOWN);
    cr_expect_str_eq(rows[2].error_text, "the program ended before this message left");
    cr_expect_eq(store_recover(store, &recovered, NULL), ERR_OK);
    cr_expect_eq(recovered, 0);
    store_close(store);
    cr_expect_eq(query_integer("SELECT count(*) FROM send WHERE state IN ('queued', 'sending')"),
                 2);
    cr_expect_eq(count_lock_files(), 1);
}

Test(store_recover, a_missing_lock_file_is_a_free_one)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    int64_t id = insert_row(store, &detail, NULL, GONE_OWNER);
    cr_expect_eq(recover(store), 1);
    cr_expect_eq(state_of(store, id), SEND_NOT_SENT);
    store_close(store);
}

Test(store_recover, rows_that_name_no_owner_are_recovered)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    int64_t id = insert_row(store, &detail, NULL, GONE_OWNER);
    set_state(store, id, SEND_SENDING);
    execute("UPDATE send SET owner = NULL");
    cr_expect_eq(recover(store), 1);
    cr_expect_eq(state_of(store, id), SEND_UNKNOWN);
    store_close(store);
}

Test(store_recover, an_error_that_a_row_already_had_is_kept)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    int64_t id = insert_row(store, &detail, NULL, GONE_OWNER);
    struct send_change change = {
        .state = SEND_SENDING, .source = "reply", .error_code = 130429, .error_text = "throttled"};
    cr_assert_eq(store_change_state(store, id, &change, NULL), ERR_OK);
    cr_expect_eq(recover(store), 1);
    struct send_detail *read = NULL;
    cr_assert_eq(store_get(store, id, &arena, &read, NULL), ERR_OK);
    cr_expect_eq(read->row.state, SEND_UNKNOWN);
    cr_expect_str_eq(read->row.error_text, "throttled");
    store_close(store);
}

/* Many dead owners at once, and one that lives among them. */
Test(store_recover, each_owner_is_asked_by_itself)
{
    struct store *store = open_writer();
    struct store_owner *owner = NULL;
    cr_assert_eq(store_owner_begin(fixture_folder, &owner, NULL), ERR_OK);
    struct send_detail detail = sample_detail();
    for (int i = 0; i < 20; i++) {
        char uuid[UUID_TEXT_SIZE];
        cr_assert_eq(uuid_make(uuid, NULL), ERR_OK);
        int64_t id = insert_row(store, &detail, NULL, uuid);
        set_state(store, id, i % 2 == 0 ? SEND_SENDING : SEND_QUEUED);
        insert_row(store, &detail, NULL, store_owner_uuid(owner));
    }
    cr_expect_eq(recover(store), 20);
    struct store_counts counts;
    cr_expect_eq(store_counts(store, NULL, &counts, NULL), ERR_OK);
    cr_expect(counts.by_state[SEND_QUEUED] == 20 && counts.by_state[SEND_SENDING] == 0 &&
              counts.by_state[SEND_UNKNOWN] == 10);
    store_owner_end(owner);
    cr_expect_eq(recover(store), 20);
    store_close(store);
}

/* Owners that begin while others clear away stale files: none may lose its file. */
static void clear_away(void)
{
    for (;;)
        owner_remove_stale(fixture_folder);
}

Test(store_recover, an_owner_that_begins_while_stale_files_go_keeps_its_lock)
{
    pid_t children[2];
    for (size_t i = 0; i < 2; i++) {
        children[i] = fork();
        if (children[i] == 0)
            clear_away();
    }
    int kept = 0;
    for (bool alive = true; alive && kept < 300; kept += alive) {
        struct store_owner *owner = NULL;
        alive = store_owner_begin(fixture_folder, &owner, NULL) == ERR_OK &&
                owner_is_alive(fixture_folder, store_owner_uuid(owner));
        store_owner_end(owner);
    }
    for (size_t i = 0; i < 2; i++)
        kill_child(children[i]);
    cr_expect_eq(kept, 300, "owner %d lost its lock", kept);
}
