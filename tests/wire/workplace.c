/* The outbox under test, and what its events said. */
#include "tests/wire/workplace.h"

#include <dirent.h>
#include <ftw.h>
#include <string.h>
#include <unistd.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/strbuf.h"
#include "src/chakra/transport.h"

enum { PATIENCE_MS = 10000 };

void workplace_open(struct workplace *workplace, size_t most_transfers)
{
    *workplace = (struct workplace){0};
    snprintf(workplace->folder, sizeof workplace->folder, "/tmp/chakra-wire-XXXXXX");
    CHECK(mkdtemp(workplace->folder) != NULL);
    struct store *store = NULL;
    CHECK(store_open(workplace->folder, STORE_WRITE, &store, NULL) == ERR_OK);
    store_close(store);
    const struct outbox_options options = {.data_folder = workplace->folder,
                                           .most_transfers = most_transfers};
    CHECK(outbox_start(&options, &workplace->outbox, NULL) == ERR_OK);
}

void workplace_stop(struct workplace *workplace)
{
    outbox_stop(workplace->outbox);
    workplace->outbox = NULL;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove(path);
}

void workplace_close(struct workplace *workplace)
{
    workplace_stop(workplace);
    for (size_t i = 0; i < workplace->seen_count; i++)
        job_event_free(workplace->seen[i]);
    nftw(workplace->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

struct job *workplace_send_job(uint64_t number, const char *url)
{
    struct job *job = job_new(JOB_SEND, number);
    CHECK(job != NULL);
    CHECK(secret_set(&job->token, WORKPLACE_TOKEN, strlen(WORKPLACE_TOKEN), NULL) == ERR_OK);
    job->url = arena_strdup(&job->arena, url);
    job->body = "{\"type\":\"template\"}";
    job->timeout_ms = 8000;
    job->max_attempts = 1;
    job->intent.fingerprint = arena_format(&job->arena, "print-%llu", (unsigned long long)number);
    job->detail.row.created_at = clock_now_ms();
    job->intent.duplicate_since = job->detail.row.created_at - 600000;
    job->detail.row.profile = "test";
    job->detail.row.plugin_id = "p";
    job->detail.row.phone_number_id = "1";
    job->detail.row.to = "15550001234";
    job->detail.row.template = "hello_world";
    job->detail.row.language = "en_US";
    job->detail.row.category = "UTILITY";
    job->detail.row.source = "test";
    job->detail.values = "{}";
    job->detail.request = "{}";
    job->detail.definition =
        "{\"name\":\"hello_world\",\"language\":\"en_US\",\"status\":\"APPROVED\","
        "\"components\":[{\"type\":\"BODY\",\"text\":\"Hi {{1}}\"}]}";
    return job;
}

struct job *workplace_read_job(enum job_kind kind, uint64_t number, const char *base_url)
{
    struct job *job = job_new(kind, number);
    CHECK(job != NULL);
    job->base_url = arena_strdup(&job->arena, base_url);
    job->api_version = "v24.0";
    job->waba = "102290129340398";
    job->timeout_ms = 8000;
    return job;
}

void workplace_submit(struct workplace *workplace, struct job *job)
{
    CHECK(outbox_submit(workplace->outbox, job, NULL) == ERR_OK);
}

void workplace_collect(struct workplace *workplace, int wait_ms)
{
    outbox_wait(workplace->outbox, wait_ms);
    struct job_event *event = outbox_take_events(workplace->outbox);
    while (event != NULL) {
        CHECK(workplace->seen_count < MOST_SEEN);
        workplace->seen[workplace->seen_count++] = event;
        event = event->next;
    }
}

static const struct job_event *find(const struct workplace *workplace, uint64_t number,
                                    enum job_event_kind kind, int state)
{
    for (size_t i = 0; i < workplace->seen_count; i++) {
        const struct job_event *event = workplace->seen[i];
        bool has_state =
            state < 0 || (event->detail != NULL && (int)event->detail->row.state == state);
        if (event->number == number && event->kind == kind && has_state)
            return event;
    }
    return NULL;
}

static const struct job_event *wait_for(struct workplace *workplace, uint64_t number,
                                        enum job_event_kind kind, int state)
{
    int64_t deadline = clock_monotonic_ms() + PATIENCE_MS;
    const struct job_event *event = find(workplace, number, kind, state);
    while (event == NULL) {
        CHECK(clock_monotonic_ms() < deadline);
        workplace_collect(workplace, 1000);
        event = find(workplace, number, kind, state);
    }
    return event;
}

const struct job_event *workplace_wait_done(struct workplace *workplace, uint64_t number)
{
    return wait_for(workplace, number, JOB_EVENT_DONE, -1);
}

const struct job_event *workplace_wait_state(struct workplace *workplace, uint64_t number,
                                             enum job_event_kind kind, enum send_state state)
{
    return wait_for(workplace, number, kind, (int)state);
}

size_t workplace_count(const struct workplace *workplace, uint64_t number, enum job_event_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < workplace->seen_count; i++)
        count += workplace->seen[i]->number == number && workplace->seen[i]->kind == kind;
    return count;
}

int workplace_row_state(const struct workplace *workplace, int64_t id)
{
    struct store *store = NULL;
    struct send_detail *detail = NULL;
    struct arena arena;
    arena_init(&arena);
    CHECK(store_open(workplace->folder, STORE_READ, &store, NULL) == ERR_OK);
    int state = -1;
    if (store_get(store, id, &arena, &detail, NULL) == ERR_OK)
        state = (int)detail->row.state;
    store_close(store);
    arena_release(&arena);
    return state;
}

size_t workplace_row_count(const struct workplace *workplace)
{
    struct store *store = NULL;
    struct send_row *rows = NULL;
    struct arena arena;
    size_t count = 0;
    const struct store_page_query query = {.limit = 1000};
    arena_init(&arena);
    CHECK(store_open(workplace->folder, STORE_READ, &store, NULL) == ERR_OK);
    CHECK(store_page(store, &query, &arena, &rows, &count, NULL) == ERR_OK);
    store_close(store);
    arena_release(&arena);
    return count;
}

static bool file_holds(const char *path, const char *bytes)
{
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL);
    struct strbuf content;
    char piece[4096];
    size_t got = 0;
    bool holds = false;
    strbuf_init(&content, (size_t)64 << 20);
    while ((got = fread(piece, 1, sizeof piece, file)) > 0)
        strbuf_add(&content, piece, got);
    fclose(file);
    size_t length = strlen(bytes);
    for (size_t at = 0; !holds && at + length <= content.length; at++)
        holds = memcmp(content.text + at, bytes, length) == 0;
    strbuf_release(&content);
    return holds;
}

bool workplace_files_hold(const struct workplace *workplace, const char *bytes)
{
    DIR *folder = opendir(workplace->folder);
    CHECK(folder != NULL);
    bool holds = false;
    const struct dirent *entry = NULL;
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        char *path = paths_join(workplace->folder, entry->d_name);
        holds = file_holds(path, bytes) || holds;
        mem_free(path);
    }
    closedir(folder);
    return holds;
}
