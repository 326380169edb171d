/* The fixture of the history's tests. */
#include "fixture.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

char fixture_folder[512];
char fixture_file[600];

void fixture_init(void)
{
    const char *base = getenv("TMPDIR");
    snprintf(fixture_folder, sizeof fixture_folder, "%s/chakra-history-XXXXXX",
             base != NULL && base[0] != '\0' ? base : "/tmp");
    cr_assert_not_null(mkdtemp(fixture_folder));
    snprintf(fixture_file, sizeof fixture_file, "%s/chakra-tui.db", fixture_folder);
}

void fixture_fini(void)
{
    DIR *listing = opendir(fixture_folder);
    if (listing == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;)
        unlinkat(dirfd(listing), entry->d_name, 0);
    closedir(listing);
    rmdir(fixture_folder);
}

const char *fixture_path(const char *name)
{
    static char path[1024];
    snprintf(path, sizeof path, "%s/%s", fixture_folder, name);
    return path;
}

unsigned fixture_mode(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 ? (unsigned)info.st_mode & 07777 : 0;
}

static struct store *open_store(enum store_access access)
{
    struct store *store = NULL;
    struct error error = {0};
    cr_assert_eq(store_open(fixture_folder, access, &store, &error), ERR_OK, "%s", error.what);
    cr_assert_not_null(store);
    return store;
}

struct store *open_writer(void)
{
    return open_store(STORE_WRITE);
}

struct store *open_reader(void)
{
    return open_store(STORE_READ);
}

struct send_detail sample_detail(void)
{
    return (struct send_detail){
        .row = {.created_at = 1795420800000,
                .profile = "acme",
                .plugin_id = "d83e1d23-50b8-4d87-8f92-842a0ac516f6",
                .phone_number_id = "106540352242922",
                .to = "15550001234",
                .template = "order_update",
                .language = "en_US",
                .category = "UTILITY",
                .source = "cli",
                .operator_name = "asha",
                .batch = "spring",
                .sent_again_of = 7},
        .values = "{\"body.1\":\"Asha \xF0\x9F\x93\xA6\"}",
        .definition = "{\"name\":\"order_update\"}",
        .request = "{\"method\":\"POST\"}",
        .note = "asked by phone",
        .tags = "vip late",
    };
}

int64_t insert_row(struct store *store, const struct send_detail *detail, const char *fingerprint,
                   const char *owner)
{
    struct send_intent intent = {.detail = detail, .fingerprint = fingerprint, .owner = owner};
    struct error error = {0};
    int64_t id = 0;
    cr_assert_eq(store_insert_intent(store, &intent, &id, &error), ERR_OK, "%s", error.what);
    cr_assert_gt(id, 0);
    return id;
}

void set_state(struct store *store, int64_t id, enum send_state state)
{
    struct send_change change = {.state = state, .source = "program", .latency_ms = -1};
    struct error error = {0};
    cr_assert_eq(store_change_state(store, id, &change, &error), ERR_OK, "%s", error.what);
}

enum send_state state_of(struct store *store, int64_t id)
{
    struct arena arena;
    arena_init(&arena);
    struct send_detail *detail = NULL;
    struct error error = {0};
    cr_assert_eq(store_get(store, id, &arena, &detail, &error), ERR_OK, "%s", error.what);
    enum send_state state = detail->row.state;
    arena_release(&arena);
    return state;
}

static sqlite3 *connect_raw(void)
{
    sqlite3 *db = NULL;
    cr_assert_eq(
        sqlite3_open_v2(fixture_file, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL),
        SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    return db;
}

int64_t query_integer(const char *sql)
{
    sqlite3 *db = connect_raw();
    sqlite3_stmt *statement = NULL;
    cr_assert_eq(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK, "%s: %s", sql,
                 sqlite3_errmsg(db));
    cr_assert_eq(sqlite3_step(statement), SQLITE_ROW, "%s: %s", sql, sqlite3_errmsg(db));
    int64_t value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return value;
}

void execute(const char *sql)
{
    sqlite3 *db = connect_raw();
    cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK, "%s: %s", sql,
                 sqlite3_errmsg(db));
    sqlite3_close(db);
}

void check_integrity(void)
{
    sqlite3 *db = connect_raw();
    sqlite3_stmt *statement = NULL;
    cr_assert_eq(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &statement, NULL), SQLITE_OK);
    cr_assert_eq(sqlite3_step(statement), SQLITE_ROW);
    cr_assert_str_eq((const char *)sqlite3_column_text(statement, 0), "ok");
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

pid_t start_child(void (*work)(void))
{
    int done[2];
    cr_assert_eq(pipe(done), 0);
    pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0) {
        close(done[0]);
        work();
        ssize_t written = write(done[1], "", 1);
        while (written == 1)
            pause();
        _exit(1);
    }
    close(done[1]);
    char byte;
    cr_assert_eq(read(done[0], &byte, 1), 1, "the child did not get through its work");
    close(done[0]);
    return child;
}

void kill_child(pid_t child)
{
    cr_assert_eq(kill(child, SIGKILL), 0);
    cr_assert_eq(waitpid(child, NULL, 0), child);
}
