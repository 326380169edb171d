/*
 * Builds a history of many realistic rows in a folder, with the real schema: make_history FOLDER
 * ROWS. The rows are the same for the same number, so that runs can be compared.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/history/store_internal.h"
#include "src/whatsapp/wamid.h"

enum { ROWS_A_TRANSACTION = 20000, RECIPIENTS = 200000, DAYS = 365, BATCH_ROWS = 5000 };

static const char *const templates[] = {
    "order_update",   "order_shipped",     "appointment_reminder", "payment_received",
    "otp_login",      "spring_sale",       "delivery_failed",      "feedback_request",
    "invoice_ready",  "welcome_message",   "cart_reminder",        "subscription_renewal",
    "ticket_created", "ticket_closed",     "password_reset",       "event_invitation",
    "loyalty_points", "account_statement", "back_in_stock",        "pickup_ready",
};
static const char *const names[] = {"Asha",  "Ravi",  "Maria", "John",   "Fatima", "Chen", "Lucas",
                                    "Amara", "Pedro", "Sofia", "Dmitri", "Yuki",   "Omar", "Ingrid",
                                    "Priya", "Tomás", "Zoë",   "Иван",   "李娜",   "محمد"};
static const char *const languages[] = {"en_US", "en_US", "en_US", "en_GB",
                                        "hi",    "pt_BR", "es",    "ar"};
static const char *const streets[] = {"Market Street", "Station Road", "Rua Augusta", "MG Road",
                                      "King's Lane",   "Harbour Way",  "Elm Avenue",  "Lakeside"};

/* Of 1000 rows; those that no reply came for have no wamid. */
static const struct {
    int share;
    const char *state;
    int code, status;
    const char *error;
} outcomes[] = {
    {560, "read", 0, 200, NULL},
    {220, "delivered", 0, 200, NULL},
    {150, "sent", 0, 200, NULL},
    {30, "accepted", 0, 200, NULL},
    {12, "failed", 131026, 200, "Message undeliverable: the recipient cannot get it"},
    {8, "failed", 131049, 200, "This message was not delivered to maintain healthy engagement"},
    {10, "rejected", 132000, 400, "Number of parameters does not match: body 2, expected 3"},
    {6, "rejected", 132001, 404, "Template name does not exist in the translation"},
    {3, "not_sent", 0, 0, "the name api.chakrahq.com could not be resolved"},
    {1, "unknown", 0, 0, "no answer came within 30 s"},
};

static uint64_t state_of_chance = 88172645463325252u;

static uint64_t chance(uint64_t below)
{
    state_of_chance ^= state_of_chance << 13;
    state_of_chance ^= state_of_chance >> 7;
    state_of_chance ^= state_of_chance << 17;
    return state_of_chance % below;
}

static void fail(sqlite3 *db, const char *what)
{
    fprintf(stderr, "make_history: %s: %s\n", what, sqlite3_errmsg(db));
    exit(1);
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail(db, sql);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail(db, sql);
    return statement;
}

static void step(sqlite3 *db, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE)
        fail(db, "insert");
    sqlite3_reset(statement);
}

static void text(sqlite3_stmt *statement, int at, const char *value)
{
    sqlite3_bind_text(statement, at, value, -1, SQLITE_TRANSIENT);
}

struct writer {
    sqlite3 *db;
    sqlite3_stmt *send, *send_text, *event;
};

struct made {
    int64_t id, at;
    char to[24], wamid[128], uid[UUID_TEXT_SIZE], batch[32];
    const char *template, *language;
    size_t outcome;
};

static size_t choose_outcome(void)
{
    int number = (int)chance(1000);
    for (size_t i = 0; i < COUNT_OF(outcomes); i++) {
        if (number < outcomes[i].share)
            return i;
        number -= outcomes[i].share;
    }
    return 0;
}

static void make_row(struct made *row, int64_t id, int64_t rows)
{
    static const int64_t newest = 1795420800000; /* 2026-11-23 */
    int64_t spread = (int64_t)DAYS * 86400000 / rows;
    *row = (struct made){.id = id,
                         .at = newest - (rows - id) * spread + (int64_t)chance((uint64_t)spread),
                         .template = templates[chance(chance(2) == 0 ? 4 : COUNT_OF(templates))],
                         .language = languages[chance(COUNT_OF(languages))],
                         .outcome = choose_outcome()};
    snprintf(row->to, sizeof row->to, "9199%08" PRIu64,
             (chance(RECIPIENTS) * 2654435761u) % 100000000u);
    char key[32];
    snprintf(key, sizeof key, "%08X%08X%02X", (unsigned)chance(UINT32_MAX),
             (unsigned)chance(UINT32_MAX), (unsigned)chance(256));
    wamid_encode(row->to, key, row->wamid, sizeof row->wamid);
    snprintf(row->uid, sizeof row->uid, "%08x-%04x-4%03x-8%03x-%012" PRIx64, (unsigned)(id >> 16),
             (unsigned)(id & 0xFFFF), (unsigned)chance(4096), (unsigned)chance(4096),
             chance(UINT64_C(1) << 48));
    snprintf(row->batch, sizeof row->batch, "batch-%" PRId64, id / BATCH_ROWS);
}

static void insert_send(struct writer *writer, const struct made *row)
{
    sqlite3_stmt *send = writer->send;
    bool answered = outcomes[row->outcome].status == 200;
    sqlite3_bind_int64(send, 1, row->id);
    text(send, 2, row->uid);
    sqlite3_bind_int64(send, 3, row->at);
    text(send, 4, "acme");
    text(send, 5, "d83e1d23-50b8-4d87-8f92-842a0ac516f6");
    text(send, 6, row->id % 3 == 0 ? "106540352242923" : "106540352242922");
    text(send, 7, row->to);
    text(send, 8, row->template);
    text(send, 9, row->language);
    text(send, 10, "UTILITY");
    text(send, 11, outcomes[row->outcome].state);
    text(send, 12, answered ? row->wamid : NULL);
    sqlite3_bind_int(send, 13, outcomes[row->outcome].status);
    if (outcomes[row->outcome].code != 0)
        sqlite3_bind_int(send, 14, outcomes[row->outcome].code);
    else
        sqlite3_bind_null(send, 14);
    text(send, 15, outcomes[row->outcome].error);
    sqlite3_bind_int64(send, 16,
                       (int64_t)(120 + chance(200) + (chance(50) == 0 ? chance(4000) : 0)));
    text(send, 17, row->id % 4 == 0 ? "tui" : "batch");
    text(send, 18, "asha");
    text(send, 19, row->id % 4 == 0 ? NULL : row->batch);
    step(writer->db, send);
}

static void insert_texts(struct writer *writer, const struct made *row, int64_t rows)
{
    char values[512], request[1024], reply[512];
    /* Three rows in the oldest hundredth hold the rare word. */
    bool rare = row->id < rows / 100 && row->id % (rows / 300) == 7;
    snprintf(values, sizeof values,
             "{\"body.1\":\"%s\",\"body.2\":\"%" PRIu64 "\",\"body.3\":\"%" PRIu64 " %s%s\"}",
             names[chance(COUNT_OF(names))], 100000 + chance(900000), 1 + chance(200),
             streets[chance(COUNT_OF(streets))], rare ? ", Zanzibar" : "");
    snprintf(request, sizeof request,
             "{\"method\":\"POST\",\"body\":{\"messaging_product\":\"whatsapp\",\"to\":\"%s\","
             "\"type\":\"template\",\"template\":{\"name\":\"%s\",\"language\":{\"policy\":"
             "\"deterministic\",\"code\":\"%s\"},\"components\":[]}}}",
             row->to, row->template, row->language);
    snprintf(
        reply, sizeof reply,
        "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\"%s\",\"wa_id\":\"%s\"}],"
        "\"messages\":[{\"id\":\"%s\"}]}",
        row->to, row->to, row->wamid);
    sqlite3_stmt *insert = writer->send_text;
    sqlite3_bind_int64(insert, 1, row->id);
    text(insert, 2, values);
    sqlite3_bind_int64(insert, 3, 1);
    text(insert, 4, request);
    sqlite3_bind_null(insert, 5);
    text(insert, 6, row->id % 5000 == 1 ? "vip" : NULL);
    text(insert, 7, outcomes[row->outcome].status != 0 ? reply : NULL);
    step(writer->db, insert);
}

static void insert_events(struct writer *writer, const struct made *row)
{
    const char *const states[] = {"queued", "sending", outcomes[row->outcome].state};
    for (int i = 0; i < 3; i++) {
        sqlite3_bind_int64(writer->event, 1, row->id);
        sqlite3_bind_int64(writer->event, 2, row->at + i * 100);
        text(writer->event, 3, states[i]);
        text(writer->event, 4, i < 2 ? "program" : "webhook");
        sqlite3_bind_null(writer->event, 5);
        step(writer->db, writer->event);
    }
}

static void fill(struct store *store, int64_t rows)
{
    sqlite3 *db = store->db;
    struct writer writer = {.db = db};
    run(db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;");
    run(db,
        "BEGIN; INSERT INTO definition(id, digest, text) VALUES(1, 1, '{\"name\":\"order_update\","
        "\"components\":[{\"type\":\"BODY\",\"text\":\"Hi {{1}}, your order {{2}}: {{3}}\"}]}')");
    writer.send = prepare(db, statement_sql(STATEMENT_IMPORT_SEND));
    writer.send_text = prepare(db, statement_sql(STATEMENT_INSERT_SEND_TEXT));
    writer.event = prepare(db, statement_sql(STATEMENT_INSERT_EVENT));
    for (int64_t id = 1; id <= rows; id++) {
        struct made row;
        make_row(&row, id, rows);
        insert_send(&writer, &row);
        insert_texts(&writer, &row, rows);
        insert_events(&writer, &row);
        if (id % ROWS_A_TRANSACTION == 0)
            run(db, "COMMIT; BEGIN");
    }
    run(db, "COMMIT");
    sqlite3_finalize(writer.send);
    sqlite3_finalize(writer.send_text);
    sqlite3_finalize(writer.event);
    run(db, "PRAGMA wal_checkpoint(TRUNCATE)");
}

int main(int argc, char **argv)
{
    int64_t rows = argc == 3 ? strtoll(argv[2], NULL, 10) : 0;
    if (rows < 1000) {
        fputs("usage: make_history FOLDER ROWS (at least 1000)\n", stderr);
        return 2;
    }
    struct store *store = NULL;
    struct error error = {0};
    if (store_open(argv[1], STORE_WRITE, &store, &error) != ERR_OK) {
        fprintf(stderr, "make_history: %s\n", error.what);
        return 1;
    }
    fill(store, rows);
    store_close(store);
    return 0;
}
