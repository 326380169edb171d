/*
 * The floor of a batch: a bare libcurl multi loop that posts one body with
 * connections kept, and writes, if a folder is named, the same rows into the same
 * indexes: intents before, outcomes after, what waits for the disk in one FULL commit.
 *
 * Usage: batch_floor URL COUNT IN_FLIGHT [FOLDER]; prints the milliseconds that it took.
 */
#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "src/history/store_internal.h"

enum { MOST_IN_FLIGHT = 256, REPLY_BYTES = 4096 };

static const char body[] =
    "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"to\":\"15557000001\","
    "\"type\":\"template\",\"template\":{\"name\":\"order_shipped_positional\",\"language\":{"
    "\"policy\":\"deterministic\",\"code\":\"en_US\"},\"components\":[{\"type\":\"body\","
    "\"parameters\":[{\"type\":\"text\",\"text\":\"Asha\"},{\"type\":\"text\",\"text\":\"1042\"},{"
    "\"type\":\"text\",\"text\":\"24 November\"},{\"type\":\"text\",\"text\":\"2\"}]}]}}";
static const char values[] =
    "{\"body.1\":\"Asha\",\"body.2\":\"1042\",\"body.3\":\"24 November\",\"body.4\":\"2\"}";

struct send {
    CURL *easy;
    sqlite3_int64 id;
    size_t length;
    char reply[REPLY_BYTES];
};

static struct send sends[MOST_IN_FLIGHT];
static struct send *idle[MOST_IN_FLIGHT], *ended[MOST_IN_FLIGHT];
static size_t idle_count, ended_count;

enum { BEGIN, INTENT, TEXTS, EVENT, OUTCOME, REPLY, COMMIT, STATEMENTS };
static const char *const sql[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [INTENT] = "INSERT INTO send(uid, created_at, profile, plugin_id, phone_number_id, recipient,"
               " template, language, category, state, source, operator, batch, owner, fingerprint)"
               " VALUES (lower(hex(randomblob(16))), ?1, 'acme',"
               " 'd83e1d23-50b8-4d87-8f92-842a0ac516f6', '200000000000001', ?2,"
               " 'order_shipped_positional', 'en_US', 'UTILITY', 'sending', 'batch', 'root',"
               " 'bdb81a0eefc11567', 'd83e1d23-50b8-4d87-8f92-842a0ac516f6',"
               " lower(hex(randomblob(32))))",
    [TEXTS] = "INSERT INTO send_text(send_id, slot_values, definition_id, request, value_text)"
              " VALUES (?1, ?2, 1, ?3, 'Asha 1042 24 November 2')",
    [EVENT] = "INSERT INTO event(send_id, number, at, state, source) VALUES (?1, ?2, ?3, ?4,"
              " 'program')",
    [OUTCOME] = "UPDATE send SET state = 'accepted', wamid = ?2, http_status = 200,"
                " latency_ms = 1, owner = NULL WHERE id = ?1",
    [REPLY] = "UPDATE send_text SET reply = ?2 WHERE send_id = ?1",
    [COMMIT] = "COMMIT",
};
static sqlite3 *db;
static sqlite3_stmt *statements[STATEMENTS];

static void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "batch_floor: %s failed: %s\n", what, db != NULL ? sqlite3_errmsg(db) : "");
    exit(1);
}

static int64_t now_us(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
    struct send *send = context;
    size_t length = size * count;
    if (length > REPLY_BYTES - 1 - send->length)
        length = REPLY_BYTES - 1 - send->length;
    memcpy(send->reply + send->length, bytes, length);
    send->length += length;
    return size * count;
}

static void step(int which)
{
    must(sqlite3_step(statements[which]) == SQLITE_DONE, sql[which]);
    sqlite3_reset(statements[which]);
}

static void write_event(sqlite3_int64 id, int number, const char *state)
{
    sqlite3_bind_int64(statements[EVENT], 1, id);
    sqlite3_bind_int(statements[EVENT], 2, number);
    sqlite3_bind_int64(statements[EVENT], 3, now_us(CLOCK_REALTIME) / 1000);
    sqlite3_bind_text(statements[EVENT], 4, state, -1, SQLITE_STATIC);
    step(EVENT);
}

static void write_outcome(struct send *send)
{
    send->reply[send->length] = '\0';
    char *wamid = strstr(send->reply, "wamid.");
    must(wamid != NULL, "the reply");
    sqlite3_bind_int64(statements[OUTCOME], 1, send->id);
    sqlite3_bind_text(statements[OUTCOME], 2, wamid, (int)strcspn(wamid, "\""), SQLITE_STATIC);
    step(OUTCOME);
    sqlite3_bind_int64(statements[REPLY], 1, send->id);
    sqlite3_bind_text(statements[REPLY], 2, send->reply, (int)send->length, SQLITE_STATIC);
    step(REPLY);
    write_event(send->id, 2, "accepted");
}

static void write_intent(struct send *send, long number)
{
    char to[24];
    snprintf(to, sizeof to, "1555%07ld", number);
    sqlite3_bind_int64(statements[INTENT], 1, now_us(CLOCK_REALTIME) / 1000);
    sqlite3_bind_text(statements[INTENT], 2, to, -1, SQLITE_STATIC);
    step(INTENT);
    send->id = sqlite3_last_insert_rowid(db);
    sqlite3_bind_int64(statements[TEXTS], 1, send->id);
    sqlite3_bind_text(statements[TEXTS], 2, values, -1, SQLITE_STATIC);
    sqlite3_bind_text(statements[TEXTS], 3, body, -1, SQLITE_STATIC);
    step(TEXTS);
    write_event(send->id, 1, "sending");
}

/* One commit: the outcomes of those that ended, the intents of those that follow. */
static void write_group(long *begun, long total, size_t *ret_starting)
{
    *ret_starting = 0;
    if (db != NULL)
        step(BEGIN);
    for (size_t i = 0; i < ended_count; i++) {
        if (db != NULL)
            write_outcome(ended[i]);
        idle[idle_count++] = ended[i];
    }
    ended_count = 0;
    while (*ret_starting < idle_count && *begun < total) {
        if (db != NULL)
            write_intent(idle[*ret_starting], *begun);
        ++*ret_starting;
        ++*begun;
    }
    if (db != NULL)
        step(COMMIT);
}

static void start(CURLM *multi, size_t starting)
{
    for (size_t i = 0; i < starting; i++) {
        idle[i]->length = 0;
        must(curl_multi_add_handle(multi, idle[i]->easy) == CURLM_OK, "a request");
    }
    idle_count -= starting;
    memmove(idle, idle + starting, idle_count * sizeof *idle);
}

static void collect(CURLM *multi)
{
    int left = 0;
    const CURLMsg *message = NULL;
    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        char *send = NULL;
        must(message->data.result == CURLE_OK, "a transfer");
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &send);
        curl_multi_remove_handle(multi, message->easy_handle);
        ended[ended_count++] = (struct send *)(void *)send;
    }
}

static void open_store(const char *folder)
{
    struct store *store = NULL;
    must(store_open(folder, STORE_WRITE, &store, NULL) == ERR_OK, "opening the history");
    db = store->db;
    must(sqlite3_exec(db, "INSERT OR IGNORE INTO definition VALUES (1, 1, '{}')", NULL, NULL,
                      NULL) == SQLITE_OK,
         "the definition");
    for (int i = 0; i < STATEMENTS; i++)
        must(sqlite3_prepare_v2(db, sql[i], -1, &statements[i], NULL) == SQLITE_OK, sql[i]);
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    long total = strtol(argv[2], NULL, 10);
    size_t most = strtoul(argv[3], NULL, 10);
    must(most > 0 && most <= MOST_IN_FLIGHT, "the number in flight");
    if (argc > 4)
        open_store(argv[4]);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM *multi = curl_multi_init();
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Authorization: Bearer invented");
    headers = curl_slist_append(headers, "Expect:");
    for (size_t i = 0; i < most; i++) {
        CURL *easy = curl_easy_init();
        curl_easy_setopt(easy, CURLOPT_URL, argv[1]);
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, &sends[i]);
        curl_easy_setopt(easy, CURLOPT_PRIVATE, (char *)&sends[i]);
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
        sends[i].easy = easy;
        idle[idle_count++] = &sends[i];
    }
    int64_t began = now_us(CLOCK_MONOTONIC);
    long begun = 0;
    size_t starting = 0;
    for (;;) {
        write_group(&begun, total, &starting);
        start(multi, starting);
        if (idle_count == most)
            break;
        int running = 0;
        curl_multi_perform(multi, &running);
        collect(multi);
        if (ended_count > 0)
            continue;
        curl_multi_poll(multi, NULL, 0, 1000, NULL);
        curl_multi_perform(multi, &running);
        collect(multi);
    }
    printf("%.1f\n", (double)(now_us(CLOCK_MONOTONIC) - began) / 1000);
    return 0;
}
