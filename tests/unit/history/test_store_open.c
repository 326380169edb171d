/* Opening: rights, migrations, and every way in which a history can be unusable. */
#include "fixture.h"

#include "src/history/schema.h"
#include "src/history/store_error.h"
#include "src/history/store_internal.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

TestSuite(store_open, .init = fixture_init, .fini = fixture_fini);

static struct error open_fails(enum store_access access, enum err expected)
{
    struct store *store = NULL;
    struct error error = {0};
    cr_assert_eq(store_open(fixture_folder, access, &store, &error), expected, "got: %s",
                 error.what);
    cr_assert_null(store);
    cr_assert_eq(error.code, expected);
    cr_assert_neq(error.next[0], '\0', "no next step after: %s", error.what);
    return error;
}

static void write_file(const char *text)
{
    FILE *file = fopen(fixture_file, "w");
    cr_assert_not_null(file);
    cr_assert_geq(fputs(text, file), 0);
    cr_assert_eq(fclose(file), 0);
}

Test(store_open, makes_a_private_file_in_a_private_folder_whatever_the_umask)
{
    static const mode_t umasks[] = {0, 022, 0777};
    for (size_t i = 0; i < sizeof umasks / sizeof umasks[0]; i++) {
        rmdir(fixture_folder);
        mode_t before = umask(i < 2 ? umasks[i] : 0077);
        cr_assert_eq(mkdir(fixture_folder, 0700), 0);
        umask(umasks[i]);
        struct store *store = open_writer();
        insert_row(store, &(struct send_detail){0}, NULL, GONE_OWNER);
        umask(before);
        cr_expect_eq(fixture_mode(fixture_file), 0600);
        cr_expect_eq(fixture_mode(fixture_path("chakra-tui.db-wal")), 0600);
        cr_expect_eq(fixture_mode(fixture_path("chakra-tui.db-shm")), 0600);
        store_close(store);
        cr_assert_eq(unlink(fixture_file), 0);
    }
}

Test(store_open, makes_missing_folders_private)
{
    cr_assert_eq(rmdir(fixture_folder), 0);
    mode_t before = umask(0);
    struct store *store = open_writer();
    umask(before);
    cr_expect_eq(fixture_mode(fixture_folder), 0700);
    store_close(store);
}

Test(store_open, takes_the_rights_of_others_away)
{
    store_close(open_writer());
    cr_assert_eq(chmod(fixture_file, 0644), 0);
    store_close(open_writer());
    cr_expect_eq(fixture_mode(fixture_file), 0600);
}

Test(store_open, migrates_an_empty_folder_and_an_empty_file)
{
    store_close(open_writer());
    cr_expect_eq(query_integer("PRAGMA user_version"), schema_version());
    cr_expect_eq(query_integer("PRAGMA application_id"), 0x63686B72);
    check_integrity();
    cr_assert_eq(unlink(fixture_file), 0);
    write_file("");
    store_close(open_writer());
    cr_expect_eq(query_integer("PRAGMA user_version"), schema_version());
    store_close(open_writer()); /* nothing left to do */
    cr_expect_eq(query_integer("SELECT count(*) FROM send"), 0);
}

Test(store_open, uses_the_durable_settings)
{
    struct store *store = open_writer();
    static const struct {
        const char *sql, *expected;
    } settings[] = {
        {"PRAGMA journal_mode", "wal"},  {"PRAGMA synchronous", "2"},
        {"PRAGMA foreign_keys", "1"},    {"PRAGMA trusted_schema", "1"},
        {"PRAGMA cell_size_check", "1"}, {"PRAGMA busy_timeout", "5000"},
    };
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        sqlite3_stmt *statement = NULL;
        cr_assert_eq(sqlite3_prepare_v2(store->db, settings[i].sql, -1, &statement, NULL),
                     SQLITE_OK);
        cr_assert_eq(sqlite3_step(statement), SQLITE_ROW);
        cr_expect_str_eq((const char *)sqlite3_column_text(statement, 0), settings[i].expected,
                         "%s", settings[i].sql);
        sqlite3_finalize(statement);
    }
    store_close(store);
}

Test(store_open, many_programs_may_make_it_at_once)
{
    enum { CHILDREN = 6 };
    pid_t children[CHILDREN];
    int start[2];
    cr_assert_eq(pipe(start), 0);
    for (int i = 0; i < CHILDREN; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            char byte;
            close(start[1]);
            ssize_t count = read(start[0], &byte, 1); /* 0 when all may go */
            struct store *store = NULL;
            struct error error = {0};
            enum err err = store_open(fixture_folder, STORE_WRITE, &store, &error);
            if (err != ERR_OK)
                fprintf(stderr, "%s\n", error.what);
            store_close(store);
            _exit(count == 0 && err == ERR_OK ? 0 : 1);
        }
    }
    close(start[0]);
    close(start[1]);
    for (int i = 0; i < CHILDREN; i++) {
        int status = -1;
        cr_assert_eq(waitpid(children[i], &status, 0), children[i]);
        cr_expect_eq(status, 0);
    }
    cr_expect_eq(query_integer("PRAGMA user_version"), schema_version());
    check_integrity();
}

Test(store_open, refuses_a_newer_history_and_leaves_it_alone)
{
    store_close(open_writer());
    execute("PRAGMA user_version = 99; PRAGMA journal_mode = DELETE");
    struct error error = open_fails(STORE_WRITE, ERR_STORE);
    cr_expect_not_null(strstr(error.what, "newer chakra-tui"), "%s", error.what);
    cr_expect_not_null(strstr(error.next, "Update chakra-tui"), "%s", error.next);
    cr_expect_str_eq(error.where, fixture_file);
    open_fails(STORE_READ, ERR_STORE);
    cr_expect_eq(query_integer("PRAGMA user_version"), 99);
    cr_expect_eq(query_integer("SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = "
                               "'delete'"),
                 1, "a newer history was changed");
}

Test(store_open, refuses_another_programs_database)
{
    execute("CREATE TABLE photo(id INTEGER)");
    struct error error = open_fails(STORE_WRITE, ERR_STORE);
    cr_expect_not_null(strstr(error.what, "another program"), "%s", error.what);
    cr_expect_eq(query_integer("SELECT count(*) FROM sqlite_master"), 1);
}

Test(store_open, says_what_to_do_with_a_file_that_is_no_database)
{
    write_file("dear diary, today I wrote far more than one hundred bytes into a file whose name "
               "ends with .db, to see what happens\n");
    struct error error = open_fails(STORE_WRITE, ERR_STORE);
    cr_expect_not_null(strstr(error.what, "not a history"), "%s", error.what);
    cr_expect_not_null(strstr(error.next, "move it away"), "%s", error.next);
    cr_expect_not_null(strstr(error.next, fixture_file), "%s", error.next);
    open_fails(STORE_READ, ERR_STORE);
}

/* Overwrites the file from `offset` to its end. */
static void damage_file(off_t offset)
{
    int file = open(fixture_file, O_WRONLY);
    cr_assert_geq(file, 0);
    off_t size = lseek(file, 0, SEEK_END);
    cr_assert_gt(size, offset);
    char garbage[4096];
    memset(garbage, 0x5A, sizeof garbage);
    for (off_t at = offset; at < size; at += (off_t)sizeof garbage)
        cr_assert_eq(pwrite(file, garbage, sizeof garbage, at), (ssize_t)sizeof garbage);
    close(file);
}

Test(store_open, says_what_to_do_with_damaged_pages)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    insert_row(store, &detail, "f", GONE_OWNER);
    store_close(store);
    damage_file(2 * 4096); /* the schema stays readable */
    store = NULL;
    struct error error = {0};
    enum err err = store_open(fixture_folder, STORE_WRITE, &store, &error);
    if (err == ERR_OK) {
        struct send_intent intent = {.detail = &detail, .fingerprint = "g", .owner = GONE_OWNER};
        int64_t id = 0;
        err = store_insert_intent(store, &intent, &id, &error);
        cr_expect_eq(id, 0);
    }
    cr_expect_eq(err, ERR_STORE);
    cr_expect_not_null(strstr(error.what, "damaged"), "%s", error.what);
    cr_expect_not_null(strstr(error.next, "move it away"), "%s", error.next);
    store_close(store);
}

Test(store_open, reading_needs_a_history)
{
    struct error error = open_fails(STORE_READ, ERR_NOT_FOUND);
    cr_expect_str_eq(error.where, fixture_file);
    cr_expect_eq(fixture_mode(fixture_file), 0, "reading made a file");
    write_file("");
    open_fails(STORE_READ, ERR_NOT_FOUND);
    cr_assert_eq(unlink(fixture_file), 0);
    cr_assert_eq(rmdir(fixture_folder), 0);
    open_fails(STORE_READ, ERR_NOT_FOUND);
}

Test(store_open, a_reading_store_cannot_write)
{
    store_close(open_writer());
    struct store *store = open_reader();
    struct send_detail detail = sample_detail();
    struct send_intent intent = {.detail = &detail, .owner = GONE_OWNER};
    struct error error = {0};
    int64_t id = 5;
    cr_expect_eq(store_insert_intent(store, &intent, &id, &error), ERR_STORE);
    cr_expect_eq(id, 0);
    cr_expect_not_null(strstr(error.what, "write-protected"), "%s", error.what);
    cr_expect_eq(store_put_text(store, "draft", "x", 1, &error), ERR_STORE);
    store_close(store);
}

/* Nobody: rights of folders do not bind the superuser. */
static void become_ordinary(void)
{
    if (geteuid() != 0)
        return;
    cr_assert_eq(chown(fixture_folder, 65534, 65534), 0);
    if (fixture_mode(fixture_file) != 0)
        cr_assert_eq(chown(fixture_file, 65534, 65534), 0);
    cr_assert_eq(setegid(65534), 0);
    cr_assert_eq(seteuid(65534), 0);
}

static void become_superuser_again(void)
{
    if (getuid() == 0) {
        cr_assert_eq(seteuid(0), 0);
        cr_assert_eq(setegid(0), 0);
    }
    cr_assert_eq(chmod(fixture_folder, 0700), 0);
}

Test(store_open, a_read_only_folder_can_be_read_and_not_written)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    int64_t id = insert_row(store, &detail, "f", GONE_OWNER);
    set_state(store, id, SEND_ACCEPTED);
    store_close(store);
    become_ordinary();
    cr_expect_not(store_is_write_protected(fixture_folder));
    cr_assert_eq(chmod(fixture_file, 0400), 0);
    cr_expect(store_is_write_protected(fixture_folder));
    cr_assert_eq(chmod(fixture_folder, 0500), 0);
    cr_expect(store_is_write_protected(fixture_folder));
    struct error error = open_fails(STORE_WRITE, ERR_STORE);
    cr_expect_neq(error.where[0], '\0');
    store = open_reader();
    cr_expect_eq(state_of(store, id), SEND_ACCEPTED);
    store_close(store);
    become_superuser_again();
}

Test(store_open, a_missing_file_in_a_read_only_folder_is_an_error_with_a_path)
{
    become_ordinary();
    cr_assert_eq(chmod(fixture_folder, 0500), 0);
    struct error error = open_fails(STORE_WRITE, ERR_STORE);
    cr_expect_not_null(strstr(error.what, "Permission denied"), "%s", error.what);
    cr_expect_str_eq(error.where, fixture_file);
    cr_expect_not(store_is_write_protected(fixture_folder), "there is nothing to read");
    become_superuser_again();
}

Test(store_open, a_read_only_folder_with_rows_only_in_the_log_is_not_read_wrongly)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    insert_row(store, &detail, "f", GONE_OWNER);
    /* A copy that was taken while the program ran: the file and its log, no index of it. */
    char copy[700], command_from[700];
    snprintf(copy, sizeof copy, "%s/copy.db", fixture_folder);
    static const char *const ends[] = {"", "-wal"};
    for (size_t i = 0; i < 2; i++) {
        snprintf(command_from, sizeof command_from, "%s%s", fixture_file, ends[i]);
        snprintf(copy, sizeof copy, "%s/copy.db%s", fixture_folder, ends[i]);
        FILE *from = fopen(command_from, "rb"), *to = fopen(copy, "wb");
        cr_assert(from != NULL && to != NULL);
        char block[4096];
        for (size_t count; (count = fread(block, 1, sizeof block, from)) > 0;)
            cr_assert_eq(fwrite(block, 1, count, to), count);
        fclose(from);
        cr_assert_eq(fclose(to), 0);
    }
    store_close(store);
    snprintf(copy, sizeof copy, "%s/copy.db", fixture_folder);
    cr_assert_eq(rename(copy, fixture_file), 0);
    snprintf(copy, sizeof copy, "%s/copy.db-wal", fixture_folder);
    snprintf(command_from, sizeof command_from, "%s-wal", fixture_file);
    cr_assert_eq(rename(copy, command_from), 0);
    become_ordinary();
    cr_assert_eq(chmod(fixture_folder, 0500), 0);
    struct error error = open_fails(STORE_READ, ERR_STORE);
    cr_expect_not_null(strstr(error.next, "Copy the folder"), "%s: %s", error.what, error.next);
    become_superuser_again();
}

Test(store_open, a_folder_that_is_a_file_is_an_error)
{
    cr_assert_eq(rmdir(fixture_folder), 0);
    FILE *file = fopen(fixture_folder, "w");
    cr_assert_not_null(file);
    fclose(file);
    open_fails(STORE_WRITE, ERR_IO);
    open_fails(STORE_READ, ERR_NOT_FOUND);
    cr_assert_eq(unlink(fixture_folder), 0);
}

Test(store_open, a_lock_of_another_program_is_waited_for_then_named)
{
    struct store *store = open_writer();
    store_set_busy_timeout(store, 30);
    sqlite3 *other = NULL;
    cr_assert_eq(sqlite3_open(fixture_file, &other), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
    struct send_detail detail = sample_detail();
    struct send_intent intent = {.detail = &detail, .fingerprint = "f", .owner = GONE_OWNER};
    struct error error = {0};
    int64_t id = 0;
    cr_expect_eq(store_insert_intent(store, &intent, &id, &error), ERR_STORE);
    cr_expect_not_null(strstr(error.what, "locked"), "%s", error.what);
    cr_expect_not_null(strstr(error.next, "Wait"), "%s", error.next);
    cr_assert_eq(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    cr_expect_eq(store_insert_intent(store, &intent, &id, &error), ERR_OK);
    store_close(store);
}

Test(store_open, every_result_code_has_a_next_step)
{
    for (int code = 1; code < 29; code++) {
        struct error error = {0};
        enum err err = store_error("/data/chakra-tui.db", code, "read", &error);
        cr_expect_neq(err, ERR_OK, "code %d", code);
        cr_expect_eq(error.code, err);
        cr_expect_neq(error.what[0], '\0');
        cr_expect_neq(error.next[0], '\0', "code %d", code);
    }
    cr_expect_eq(store_error("x", SQLITE_NOMEM, "read", NULL), ERR_NOMEM);
    cr_expect_eq(store_error("x", SQLITE_IOERR_NOMEM, "read", NULL), ERR_NOMEM);
}

Test(store_open, closing_nothing_is_fine)
{
    store_close(NULL);
    store_owner_end(NULL);
}

Test(store_open, closed_for_now_leaves_the_log_and_loses_nothing)
{
    struct store *store = open_writer();
    struct send_detail detail = sample_detail();
    insert_row(store, &detail, NULL, GONE_OWNER);
    store_close_for_now(store);
    store_close_for_now(NULL);
    cr_expect_eq(access(fixture_path("chakra-tui.db-wal"), F_OK), 0);
    store = open_writer();
    cr_expect_eq(query_integer("SELECT count(*) FROM send"), 1);
    store_close(store);
    cr_expect_neq(access(fixture_path("chakra-tui.db-wal"), F_OK), 0);
    cr_expect_eq(query_integer("SELECT count(*) FROM send"), 1);
    check_integrity();
}
