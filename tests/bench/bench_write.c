/* Insert of an intent and its outcome, against bare statements that write the same rows. */
#include "tests/bench/bench_write.h"

#include <stdio.h>
#include <stdlib.h>

#include "src/history/store_internal.h"
#include "tests/bench/bench_clock.h"

enum { SENDS = 300, QUICK_SENDS = 5 };

static const char values[] =
    "{\"body.1\":\"Asha\",\"body.2\":\"104211\",\"body.3\":\"12 Elm Avenue\"}";
static const char request[] = "{\"method\":\"POST\",\"body\":{\"to\":\"919912345678\"}}";
static const char reply[] = "{\"messages\":[{\"id\":\"wamid.HBgMOTE5OTAxMjU4NDMzFQIAERgS\"}]}";

static void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "bench_history: %s failed\n", what);
    exit(1);
}

static void send_once(struct store *store, const char *owner, int number)
{
    char wamid[64];
    int64_t id = 0;
    snprintf(wamid, sizeof wamid, "wamid.HBgMOTE5OTEyMzQ1Njc4FQIAERgSbench%d", number);
    struct send_detail detail = {.row = {.profile = "acme",
                                         .to = "919912345678",
                                         .template = "order_update",
                                         .language = "en_US",
                                         .source = "cli"},
                                 .values = values,
                                 .request = request};
    struct send_intent intent = {.detail = &detail, .owner = owner, .override_duplicate = true};
    must(store_insert_intent(store, &intent, &id, NULL) == ERR_OK, "the intent");
    struct send_change outcome = {.state = SEND_ACCEPTED,
                                  .source = "reply",
                                  .wamid = wamid,
                                  .http_status = 200,
                                  .latency_ms = 231,
                                  .reply = reply,
                                  .reply_length = sizeof reply - 1};
    must(store_change_state(store, id, &outcome, NULL) == ERR_OK, "the outcome");
}

/* The rows of one send, with the wamid as ?1. */
static const char *const bare_sql[] = {
    "BEGIN IMMEDIATE",
    ("INSERT INTO send(uid, created_at, profile, recipient, template, language, state, source)"
     " VALUES (lower(hex(randomblob(16))), 1795420900000, 'acme', '919912345678', 'order_update',"
     " 'en_US', 'queued', 'cli')"),
    ("INSERT INTO send_text(send_id, slot_values, request, value_text)"
     " SELECT max(id), '{\"body.1\":\"Asha\",\"body.2\":\"104211\"}', '{\"method\":\"POST\"}',"
     " 'Asha 104211 12 Elm Avenue' FROM send"),
    "INSERT INTO event SELECT max(id), 1, 1795420900000, 'queued', 'program', NULL FROM send",
    "COMMIT",
    "BEGIN IMMEDIATE",
    ("UPDATE send SET state = 'accepted', wamid = ?1, http_status = 200, latency_ms = 231"
     " WHERE id = (SELECT max(id) FROM send)"),
    "UPDATE send_text SET reply = '{\"messages\":[]}' WHERE send_id = (SELECT max(id) FROM send)",
    "INSERT INTO event SELECT max(id), 2, 1795420900000, 'accepted', 'reply', NULL FROM send",
    "COMMIT",
};

enum { BARE_COUNT = sizeof bare_sql / sizeof bare_sql[0] };

static void bare_once(sqlite3 *db, sqlite3_stmt *const *statements, int number)
{
    char wamid[64];
    snprintf(wamid, sizeof wamid, "wamid.HBgMOTE5OTEyMzQ1Njc4FQIAERgSfloor%d", number);
    for (int i = 0; i < BARE_COUNT; i++) {
        if (sqlite3_bind_parameter_count(statements[i]) > 0)
            sqlite3_bind_text(statements[i], 1, wamid, -1, SQLITE_TRANSIENT);
        if (sqlite3_step(statements[i]) != SQLITE_DONE) {
            fprintf(stderr, "bench_history: %s: %s\n", bare_sql[i], sqlite3_errmsg(db));
            exit(1);
        }
        sqlite3_reset(statements[i]);
    }
}

/* The file may be kept for another run: there the newest rows must be those that were there. */
static void delete_since(sqlite3 *db, int64_t last)
{
    char sql[80];
    snprintf(sql, sizeof sql, "DELETE FROM send WHERE id > %lld", (long long)last);
    must(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, sql);
}

static int64_t last_row(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    must(sqlite3_prepare_v2(db, "SELECT max(id) FROM send", -1, &statement, NULL) == SQLITE_OK &&
             sqlite3_step(statement) == SQLITE_ROW,
         "looking for the last row");
    int64_t last = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return last;
}

void bench_insert(const char *folder)
{
    static struct samples ours, floor;
    struct store *store = NULL;
    struct store_owner *owner = NULL;
    must(store_open(folder, STORE_WRITE, &store, NULL) == ERR_OK, "opening");
    must(store_owner_begin(folder, &owner, NULL) == ERR_OK, "the owner");
    int64_t last = last_row(store->db);
    sqlite3_stmt *statements[BARE_COUNT];
    for (int i = 0; i < BARE_COUNT; i++)
        must(sqlite3_prepare_v2(store->db, bare_sql[i], -1, &statements[i], NULL) == SQLITE_OK,
             bare_sql[i]);
    int sends = getenv("CHAKRA_BENCH_QUICK") != NULL ? QUICK_SENDS : SENDS;
    for (int i = 0; i < sends; i++) { /* in turns: the disk's mood is the same for both */
        double begin = clock_us();
        send_once(store, store_owner_uuid(owner), i);
        samples_add(&ours, clock_us() - begin);
        begin = clock_us();
        bare_once(store->db, statements, i);
        samples_add(&floor, clock_us() - begin);
    }
    print_line("intent + outcome, a durable commit each", &ours, "bare", &floor, "p50 <= 2");
    for (int i = 0; i < BARE_COUNT; i++)
        sqlite3_finalize(statements[i]);
    delete_since(store->db, last);
    store_owner_end(owner);
    store_close(store);
}
