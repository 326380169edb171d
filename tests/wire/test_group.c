/*
 * Sends of a list, written in groups: nothing leaves before its row is durable, a
 * group that cannot be written is no loss, and what did not get its turn has no row.
 */
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/chakra/transport.h"
#include "tests/wire/workplace.h"

#define ACCEPTED                                                                      \
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 41\r\n\r\n" \
    "{\"_data\":{\"whatsappMessageId\":\"wamid.A\"}}"
#define REFUSED "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"
#define THROTTLED "HTTP/1.1 429 Slow down\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"

enum { SENDS = 60, IN_FLIGHT = 8 };

/* Of the history that the server's callbacks look at. */
static char history_file[128];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool is_open; /* the gate of hold_and_accept() */
static size_t not_recorded;

static void run_sql(const char *sql)
{
    sqlite3 *database = NULL;
    CHECK(sqlite3_open(history_file, &database) == SQLITE_OK);
    CHECK(sqlite3_busy_timeout(database, 5000) == SQLITE_OK);
    CHECK(sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK);
    CHECK(sqlite3_close(database) == SQLITE_OK);
}

static long count_rows(const char *where)
{
    char sql[128];
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    snprintf(sql, sizeof sql, "SELECT count(*) FROM send WHERE %s", where);
    CHECK(sqlite3_open_v2(history_file, &database, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK);
    CHECK(sqlite3_busy_timeout(database, 5000) == SQLITE_OK);
    CHECK(sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK);
    CHECK(sqlite3_step(statement) == SQLITE_ROW);
    long count = (long)sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    CHECK(sqlite3_close(database) == SQLITE_OK);
    return count;
}

static void open_place(struct workplace *place, size_t most_transfers)
{
    workplace_open(place, most_transfers);
    snprintf(history_file, sizeof history_file, "%s/chakra-tui.db", place->folder);
}

static struct job *grouped_job(uint64_t number, const char *url)
{
    struct job *job = workplace_send_job(number, url);
    job->detail.row.to = arena_format(&job->arena, "1555000%llu", 1000ULL + number);
    job->detail.row.batch = "list";
    job->is_listed = true;
    job->is_grouped = true;
    job->max_attempts = 3;
    return job;
}

static void submit(struct workplace *place, const char *url, uint64_t count)
{
    for (uint64_t number = 1; number <= count; number++)
        workplace_submit(place, grouped_job(number, url));
}

static char *look_and_accept(const char *request, size_t number)
{
    (void)request;
    bool is_recorded = count_rows("state IN ('sending', 'accepted')") > (long)number;
    pthread_mutex_lock(&lock);
    not_recorded += is_recorded ? 0 : 1;
    pthread_mutex_unlock(&lock);
    return mem_strdup(ACCEPTED);
}

static void test_rows_are_durable_before_requests_leave(void)
{
    static const struct script_step steps[] = {{.make = look_and_accept}};
    struct scripted_server *server = scripted_server_start(steps, 1);
    struct workplace place;
    CHECK(server != NULL);
    open_place(&place, IN_FLIGHT);
    submit(&place, scripted_server_url(server), SENDS);
    for (uint64_t number = 1; number <= SENDS; number++) {
        const struct job_event *done = workplace_wait_done(&place, number);
        CHECK(done->error.code == ERR_OK && done->detail->row.state == SEND_ACCEPTED);
        CHECK(strcmp(done->detail->row.wamid, "wamid.A") == 0);
        CHECK(workplace_count(&place, number, JOB_EVENT_ROW) == 0);
    }
    CHECK(not_recorded == 0);
    CHECK(scripted_server_requests(server) == SENDS);
    CHECK(scripted_server_connections(server) <= IN_FLIGHT);
    CHECK(count_rows("state = 'accepted' AND batch = 'list' AND owner IS NULL") == SENDS);
    workplace_close(&place);
    scripted_server_stop(server);
}

/* One intent that cannot be written takes the whole group with it; the others go on alone. */
static void test_one_bad_row_is_the_only_loss(void)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}};
    struct scripted_server *server = scripted_server_start(steps, 1);
    struct workplace place;
    CHECK(server != NULL);
    open_place(&place, IN_FLIGHT);
    run_sql("CREATE TRIGGER broken BEFORE INSERT ON send WHEN NEW.recipient = '15550001003'"
            " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
    submit(&place, scripted_server_url(server), 5);
    for (uint64_t number = 1; number <= 5; number++) {
        const struct job_event *done = workplace_wait_done(&place, number);
        CHECK((done->error.code == ERR_OK) == (number != 3));
    }
    CHECK(scripted_server_requests(server) == 4);
    CHECK(count_rows("1") == 4);
    workplace_close(&place);
    scripted_server_stop(server);
}

static void test_nothing_leaves_unless_it_is_written(void)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}};
    struct scripted_server *server = scripted_server_start(steps, 1);
    struct workplace place;
    CHECK(server != NULL);
    open_place(&place, IN_FLIGHT);
    run_sql("CREATE TRIGGER broken BEFORE INSERT ON event"
            " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
    submit(&place, scripted_server_url(server), SENDS);
    for (uint64_t number = 1; number <= SENDS; number++)
        CHECK(workplace_wait_done(&place, number)->error.code != ERR_OK);
    CHECK(scripted_server_connections(server) == 0);
    CHECK(count_rows("1") == 0);
    workplace_close(&place);
    scripted_server_stop(server);
}

static char *break_and_accept(const char *request, size_t number)
{
    (void)request;
    if (number == 0)
        run_sql("CREATE TRIGGER broken BEFORE UPDATE ON send"
                " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
    return mem_strdup(ACCEPTED);
}

static void test_outcomes_are_written_later(void)
{
    static const struct script_step steps[] = {{.make = break_and_accept}};
    struct scripted_server *server = scripted_server_start(steps, 1);
    struct workplace place;
    CHECK(server != NULL);
    open_place(&place, 1);
    submit(&place, scripted_server_url(server), 1);
    CHECK(scripted_server_wait(server, 1, 8000));
    int64_t deadline = clock_monotonic_ms() + 300;
    while (clock_monotonic_ms() < deadline)
        workplace_collect(&place, 50);
    CHECK(workplace_count(&place, 1, JOB_EVENT_DONE) == 0);
    run_sql("DROP TRIGGER broken");
    CHECK(workplace_wait_done(&place, 1)->error.code == ERR_OK);
    CHECK(count_rows("state = 'accepted'") == 1);
    workplace_close(&place);
    scripted_server_stop(server);
}

static void test_a_refusal_stops_the_list(void)
{
    static const struct script_step steps[] = {{.reply = REFUSED}};
    struct scripted_server *server = scripted_server_start(steps, 1);
    struct workplace place;
    CHECK(server != NULL);
    open_place(&place, 1);
    submit(&place, scripted_server_url(server), SENDS);
    CHECK(workplace_wait_done(&place, 1)->error.code == ERR_AUTH);
    for (uint64_t number = 2; number <= SENDS; number++) {
        const struct job_event *done = workplace_wait_done(&place, number);
        CHECK(done->error.code == ERR_NOT_SENT && done->queue_stopped && done->detail == NULL);
        CHECK(strstr(done->error.what, "the queue was stopped after row 1") != NULL);
    }
    CHECK(scripted_server_requests(server) == 1);
    CHECK(count_rows("1") == 1);
    workplace_close(&place);
    scripted_server_stop(server);
}

static char *hold_and_accept(const char *request, size_t number)
{
    (void)request, (void)number;
    pthread_mutex_lock(&lock);
    while (!is_open)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    return mem_strdup(ACCEPTED);
}

static void open_gate(bool open)
{
    pthread_mutex_lock(&lock);
    is_open = open;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void test_what_waits_can_be_cancelled_alone(void)
{
    static const struct script_step steps[] = {{.make = hold_and_accept}};
    struct scripted_server *server = scripted_server_start(steps, 1);
    struct workplace place;
    CHECK(server != NULL);
    open_place(&place, 2);
    submit(&place, scripted_server_url(server), 10);
    CHECK(scripted_server_wait(server, 2, 8000));
    outbox_cancel(place.outbox, OUTBOX_WAITING);
    for (uint64_t number = 3; number <= 10; number++) {
        const struct job_event *done = workplace_wait_done(&place, number);
        CHECK(done->error.code == ERR_INTERRUPTED && done->detail == NULL && !done->queue_stopped);
    }
    open_gate(true);
    CHECK(workplace_wait_done(&place, 1)->error.code == ERR_OK);
    CHECK(workplace_wait_done(&place, 2)->error.code == ERR_OK);
    CHECK(count_rows("1") == 2 && count_rows("state = 'accepted'") == 2);
    workplace_close(&place);
    scripted_server_stop(server);
}

static size_t place_of_done(const struct workplace *place, uint64_t number)
{
    size_t i = 0;
    while (i < place->seen_count &&
           (place->seen[i]->number != number || place->seen[i]->kind != JOB_EVENT_DONE))
        i++;
    return i;
}

/* A list takes every place that gets free; what the operator sends meanwhile has the first of them,
 * and of the sender's rate. */
static void test_a_single_send_goes_before_what_waits(long rate)
{
    static const struct script_step steps[] = {{.make = hold_and_accept}};
    struct scripted_server *server = scripted_server_start(steps, 1);
    struct workplace place;
    enum { OWN = 99 };
    CHECK(server != NULL);
    open_gate(false);
    open_place(&place, 1);
    for (uint64_t number = 1; number <= 10; number++) {
        struct job *job = grouped_job(number, scripted_server_url(server));
        job->rate = rate;
        workplace_submit(&place, job);
    }
    CHECK(scripted_server_wait(server, 1, 8000));
    struct job *own = workplace_send_job(OWN, scripted_server_url(server));
    own->rate = rate;
    workplace_submit(&place, own);
    workplace_wait_state(&place, OWN, JOB_EVENT_ROW, SEND_QUEUED);
    open_gate(true);
    CHECK(workplace_wait_done(&place, OWN)->error.code == ERR_OK);
    for (uint64_t number = 1; number <= 10; number++)
        CHECK(workplace_wait_done(&place, number)->error.code == ERR_OK);
    CHECK(place_of_done(&place, OWN) < place_of_done(&place, 4));
    workplace_close(&place);
    scripted_server_stop(server);
}

/* One that is asked to wait holds up the others: they would be refused alike. */
static void test_throttling_holds_the_list(void)
{
    static const struct script_step steps[] = {{.reply = THROTTLED}, {.reply = ACCEPTED}};
    struct scripted_server *server = scripted_server_start(steps, 2);
    struct workplace place;
    CHECK(server != NULL);
    open_place(&place, 1);
    int64_t began = clock_monotonic_ms();
    submit(&place, scripted_server_url(server), 5);
    for (uint64_t number = 1; number <= 5; number++)
        CHECK(workplace_wait_done(&place, number)->error.code == ERR_OK);
    CHECK(clock_monotonic_ms() - began >= 1000);
    CHECK(workplace_count(&place, 1, JOB_EVENT_WAITING) == 1);
    CHECK(scripted_server_requests(server) == 6);
    CHECK(count_rows("state = 'accepted'") == 5);
    workplace_close(&place);
    scripted_server_stop(server);
}

static void test_the_guard_is_asked_for_each(void)
{
    static const struct script_step steps[] = {{.reply = ACCEPTED}};
    struct scripted_server *server = scripted_server_start(steps, 1);
    struct workplace place;
    CHECK(server != NULL);
    open_place(&place, IN_FLIGHT);
    for (uint64_t number = 1; number <= 3; number++) {
        struct job *job = grouped_job(number, scripted_server_url(server));
        job->intent.fingerprint = number == 2 ? "other" : "same";
        workplace_submit(&place, job);
    }
    CHECK(workplace_wait_done(&place, 1)->error.code == ERR_OK);
    CHECK(workplace_wait_done(&place, 2)->error.code == ERR_OK);
    const struct job_event *done = workplace_wait_done(&place, 3);
    CHECK(done->error.code == ERR_DUPLICATE && done->duplicate_of == 1);
    CHECK(scripted_server_requests(server) == 2);
    CHECK(count_rows("1") == 2);
    workplace_close(&place);
    scripted_server_stop(server);
}

static void test_stopping_leaves_no_row_in_the_air(void)
{
    static const struct script_step steps[] = {{.end = SCRIPT_STALL}};
    struct scripted_server *server = scripted_server_start(steps, 1);
    struct workplace place;
    CHECK(server != NULL);
    open_place(&place, 2);
    submit(&place, scripted_server_url(server), 10);
    CHECK(scripted_server_wait(server, 2, 8000));
    workplace_stop(&place);
    CHECK(count_rows("1") == 2 && count_rows("state = 'unknown'") == 2);
    workplace_close(&place);
    scripted_server_stop(server);
}

int main(void)
{
    CHECK(transport_global_begin(NULL) == ERR_OK);
    test_rows_are_durable_before_requests_leave();
    test_one_bad_row_is_the_only_loss();
    test_nothing_leaves_unless_it_is_written();
    test_outcomes_are_written_later();
    test_a_refusal_stops_the_list();
    test_what_waits_can_be_cancelled_alone();
    test_a_single_send_goes_before_what_waits(0);
    test_a_single_send_goes_before_what_waits(20);
    test_throttling_holds_the_list();
    test_the_guard_is_asked_for_each();
    test_stopping_leaves_no_row_in_the_air();
    transport_global_end();
    return 0;
}
