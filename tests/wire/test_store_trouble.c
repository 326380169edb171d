/*
 * The history stops taking writes in the middle of a send: before the first
 * byte nothing may leave; afterwards the outcome must still get into the row as
 * soon as the history works again, and may never be called less than unknown.
 */
#include <sqlite3.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/chakra/transport.h"
#include "tests/wire/workplace.h"

#define ACCEPTED \
    "HTTP/1.1 200 OK\r\nContent-Length: 41\r\n\r\n{\"_data\":{\"whatsappMessageId\":\"wamid.A\"}}"

/* For the server's callback: the history that it breaks when the request arrives. */
static char history_file[128];

static void run_sql(const char *sql)
{
    sqlite3 *database = NULL;
    CHECK(sqlite3_open(history_file, &database) == SQLITE_OK);
    CHECK(sqlite3_busy_timeout(database, 5000) == SQLITE_OK);
    CHECK(sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK);
    CHECK(sqlite3_close(database) == SQLITE_OK);
}

static void break_history(const char *when)
{
    char sql[256];
    snprintf(sql, sizeof sql,
             "CREATE TRIGGER broken BEFORE INSERT ON event WHEN %s "
             "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
             when);
    run_sql(sql);
}

static void mend_history(void)
{
    run_sql("DROP TRIGGER broken");
}

static char *break_and_accept(const char *request, size_t number)
{
    (void)request, (void)number;
    break_history("1");
    return mem_strdup(ACCEPTED);
}

static void open_place(struct workplace *place)
{
    workplace_open(place, 0);
    snprintf(history_file, sizeof history_file, "%s/chakra-tui.db", place->folder);
}

static void test_outcome_is_written_later(void)
{
    static const struct script_step steps[] = {{.make = break_and_accept}};
    struct scripted_server *server = scripted_server_start(steps, 1);
    struct workplace place;
    CHECK(server != NULL);
    open_place(&place);
    workplace_submit(&place, workplace_send_job(1, scripted_server_url(server)));
    int64_t id = workplace_wait_state(&place, 1, JOB_EVENT_ROW, SEND_SENDING)->detail->row.id;
    CHECK(scripted_server_wait(server, 1, 8000));
    int64_t deadline = clock_monotonic_ms() + 300;
    while (clock_monotonic_ms() < deadline)
        workplace_collect(&place, 50);
    CHECK(workplace_count(&place, 1, JOB_EVENT_DONE) == 0);
    CHECK(workplace_row_state(&place, id) == SEND_SENDING);
    mend_history();
    const struct job_event *done = workplace_wait_done(&place, 1);
    CHECK(done->error.code == ERR_OK);
    CHECK(workplace_row_state(&place, id) == SEND_ACCEPTED);
    CHECK(scripted_server_requests(server) == 1);
    workplace_close(&place);
    scripted_server_stop(server);
}

static void test_outcome_is_never_written(void)
{
    static const struct script_step steps[] = {{.make = break_and_accept}};
    struct scripted_server *server = scripted_server_start(steps, 1);
    struct workplace place;
    struct store *store = NULL;
    size_t recovered = 0;
    CHECK(server != NULL);
    open_place(&place);
    workplace_submit(&place, workplace_send_job(1, scripted_server_url(server)));
    const struct job_event *done = workplace_wait_done(&place, 1);
    CHECK(done->error.code == ERR_STORE);
    CHECK(strstr(done->error.what, "the message is accepted, but that is not recorded") != NULL);
    CHECK(done->detail->row.state == SEND_ACCEPTED);
    CHECK(strcmp(done->detail->row.wamid, "wamid.A") == 0);
    workplace_stop(&place);
    mend_history();
    CHECK(store_open(place.folder, STORE_WRITE, &store, NULL) == ERR_OK);
    CHECK(store_recover(store, &recovered, NULL) == ERR_OK);
    store_close(store);
    CHECK(workplace_row_state(&place, done->detail->row.id) == SEND_UNKNOWN);
    workplace_close(&place);
    scripted_server_stop(server);
}

/* The intent is there, but the row cannot become `sending`. */
static void test_nothing_leaves_unless_the_row_says_sending(void)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}};
    struct scripted_server *server = scripted_server_start(steps, 1);
    struct workplace place;
    CHECK(server != NULL);
    open_place(&place);
    break_history("NEW.state = 'sending'");
    workplace_submit(&place, workplace_send_job(1, scripted_server_url(server)));
    const struct job_event *done = workplace_wait_done(&place, 1);
    CHECK(done->error.code == ERR_STORE);
    CHECK(done->detail->row.state == SEND_NOT_SENT);
    CHECK(workplace_row_state(&place, done->detail->row.id) == SEND_NOT_SENT);
    CHECK(scripted_server_connections(server) == 0);
    workplace_close(&place);
    scripted_server_stop(server);
}

int main(void)
{
    CHECK(transport_global_begin(NULL) == ERR_OK);
    test_outcome_is_written_later();
    test_outcome_is_never_written();
    test_nothing_leaves_unless_the_row_says_sending();
    transport_global_end();
    return 0;
}
