/* Adding up. Latencies are counted by the millisecond up to a minute, so percentiles are exact and
 * take the same memory for any number of rows. */
#include "src/history/stats.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "src/base/mem.h"
#include "src/history/search_walk.h"
#include "src/history/store_row.h"

enum { LATENCY_CELLS = 60001, FIRST_SLOTS = 64 };

enum err stats_init(struct stats *stats, struct error *reterr)
{
    *stats = (struct stats){.day_end = 0};
    arena_init(&stats->arena);
    stats->latencies = mem_zalloc(LATENCY_CELLS, sizeof *stats->latencies);
    return stats->latencies != NULL ? ERR_OK : error_nomem(reterr);
}

static void table_release(struct stats_table *table)
{
    mem_free(table->groups);
    mem_free(table->slots);
}

void stats_release(struct stats *stats)
{
    arena_release(&stats->arena);
    mem_free(stats->latencies);
    mem_free(stats->codes);
    table_release(&stats->templates);
    table_release(&stats->languages);
    table_release(&stats->days);
    *stats = (struct stats){.day_end = 0};
}

static uint64_t hash_text(const char *text)
{
    uint64_t hash = 14695981039346656037u;
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

/* Slots hold a place + 1; 0 is free. */
static bool table_rehash(struct stats_table *table)
{
    size_t count = table->slot_count == 0 ? FIRST_SLOTS : 2 * table->slot_count;
    size_t *slots = mem_zalloc(count, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < table->count; i++) {
        size_t slot = table->groups[i].hash % count;
        while (slots[slot] != 0)
            slot = (slot + 1) % count;
        slots[slot] = i + 1;
    }
    mem_free(table->slots);
    table->slots = slots;
    table->slot_count = count;
    return true;
}

static struct stats_group *table_append(struct stats_table *table, struct arena *arena,
                                        const char *name, uint64_t hash)
{
    if (table->count == table->size) {
        size_t size = table->size == 0 ? 16 : 2 * table->size;
        struct stats_group *grown = mem_grow(table->groups, size, sizeof *grown);
        if (grown == NULL)
            return NULL;
        table->groups = grown;
        table->size = size;
    }
    const char *copy = arena_strdup(arena, name);
    if (copy == NULL)
        return NULL;
    struct stats_group *group = &table->groups[table->count++];
    *group = (struct stats_group){.name = copy, .hash = hash};
    return group;
}

/* The group of that name, made if need be; NULL: no memory. */
static struct stats_group *table_group(struct stats_table *table, struct arena *arena,
                                       const char *name)
{
    if (table->last < table->count && strcmp(table->groups[table->last].name, name) == 0)
        return &table->groups[table->last];
    if (2 * (table->count + 1) > table->slot_count && !table_rehash(table))
        return NULL;
    uint64_t hash = hash_text(name);
    size_t slot = hash % table->slot_count;
    for (; table->slots[slot] != 0; slot = (slot + 1) % table->slot_count) {
        struct stats_group *group = &table->groups[table->slots[slot] - 1];
        if (group->hash == hash && strcmp(group->name, name) == 0) {
            table->last = table->slots[slot] - 1;
            return group;
        }
    }
    struct stats_group *group = table_append(table, arena, name, hash);
    if (group != NULL) {
        table->slots[slot] = table->count;
        table->last = table->count - 1;
    }
    return group;
}

static bool is_accepted(enum send_state state)
{
    return state == SEND_ACCEPTED || state == SEND_SENT || state == SEND_DELIVERED ||
           state == SEND_READ || state == SEND_FAILED;
}

static bool is_failed(enum send_state state)
{
    return state == SEND_FAILED || state == SEND_REJECTED;
}

static void add_to_table(struct stats *stats, struct stats_table *table, const char *name,
                         enum send_state state)
{
    struct stats_group *group = table_group(table, &stats->arena, name != NULL ? name : "");
    if (group == NULL) {
        stats->failed_memory = true;
        return;
    }
    group->sends++;
    group->accepted += is_accepted(state) ? 1 : 0;
    group->failed += is_failed(state) ? 1 : 0;
}

static void add_code(struct stats *stats, int code)
{
    size_t i = 0;
    while (i < stats->code_count && stats->codes[i].code != code)
        i++;
    if (i == stats->code_count) {
        if (stats->code_count == stats->code_size) {
            size_t size = stats->code_size == 0 ? 16 : 2 * stats->code_size;
            struct stats_code *grown = mem_grow(stats->codes, size, sizeof *grown);
            if (grown == NULL) {
                stats->failed_memory = true;
                return;
            }
            stats->codes = grown;
            stats->code_size = size;
        }
        stats->codes[stats->code_count++] = (struct stats_code){.code = code};
    }
    stats->codes[i].count++;
}

/* Rows come in the order of time, so the day is looked up once for many. */
static const char *day_of(struct stats *stats, int64_t ms)
{
    if (stats->day_end != 0 && ms >= stats->day_first && ms < stats->day_end)
        return stats->day;
    time_t seconds = (time_t)(ms >= 0 ? ms / 1000 : (ms - 999) / 1000);
    struct tm parts;
    if (localtime_r(&seconds, &parts) == NULL)
        return "";
    strftime(stats->day, sizeof stats->day, "%Y-%m-%d", &parts);
    struct tm first = {
        .tm_year = parts.tm_year, .tm_mon = parts.tm_mon, .tm_mday = parts.tm_mday, .tm_isdst = -1};
    struct tm next = first;
    next.tm_mday++;
    stats->day_first = (int64_t)mktime(&first) * 1000;
    stats->day_end = (int64_t)mktime(&next) * 1000;
    return stats->day;
}

static void add_latency(struct stats *stats, int64_t ms)
{
    size_t cell = ms < LATENCY_CELLS - 1 ? (size_t)ms : LATENCY_CELLS - 1;
    stats->latencies[cell]++;
    stats->latency_count++;
    if (ms > stats->latency_most)
        stats->latency_most = ms;
}

/* Columns of ROW_COLUMNS. */
static bool add_row(void *context, sqlite3_stmt *row)
{
    struct stats *stats = context;
    enum send_state state = row_state(row, 10);
    stats->tally.rows++;
    stats->tally.by_state[state]++;
    stats->accepted += is_accepted(state) ? 1 : 0;
    stats->failed += is_failed(state) ? 1 : 0;
    add_to_table(stats, &stats->templates, (const char *)sqlite3_column_text(row, 7), state);
    add_to_table(stats, &stats->languages, (const char *)sqlite3_column_text(row, 8), state);
    add_to_table(stats, &stats->days, day_of(stats, sqlite3_column_int64(row, 2)), state);
    if (is_failed(state))
        add_code(stats, sqlite3_column_int(row, 13));
    if (sqlite3_column_type(row, 15) != SQLITE_NULL && sqlite3_column_int64(row, 15) >= 0)
        add_latency(stats, sqlite3_column_int64(row, 15));
    return !stats->failed_memory;
}

enum err stats_add(struct stats *stats, struct store *store, const struct store_search_query *query,
                   struct store_search_result *ret_result, struct error *reterr)
{
    struct search_visitor visitor = {add_row, stats};
    enum err err = search_walk_rows(store, query, &visitor, ret_result, reterr);
    return err == ERR_OK && stats->failed_memory ? error_nomem(reterr) : err;
}

static int compare_sends(const void *left, const void *right)
{
    const struct stats_group *a = left, *b = right;
    if (a->sends != b->sends)
        return a->sends < b->sends ? 1 : -1;
    return strcmp(a->name, b->name);
}

static int compare_names(const void *left, const void *right)
{
    const struct stats_group *a = left, *b = right;
    return strcmp(a->name, b->name);
}

static int compare_codes(const void *left, const void *right)
{
    const struct stats_code *a = left, *b = right;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return a->code < b->code ? -1 : a->code > b->code;
}

/* The places change, so the hash table is of no use afterwards. */
static void sort_table(struct stats_table *table, int (*compare)(const void *, const void *))
{
    if (table->count > 1)
        qsort(table->groups, table->count, sizeof *table->groups, compare);
}

void stats_finish(struct stats *stats)
{
    sort_table(&stats->templates, compare_sends);
    sort_table(&stats->languages, compare_sends);
    sort_table(&stats->days, compare_names);
    if (stats->code_count > 1)
        qsort(stats->codes, stats->code_count, sizeof *stats->codes, compare_codes);
}

int64_t stats_percentile(const struct stats *stats, int percent)
{
    if (stats->latency_count == 0)
        return -1;
    int64_t rank = (stats->latency_count * percent + 99) / 100; /* nearest rank, from 1 */
    int64_t seen = 0;
    for (int64_t ms = 0; ms < LATENCY_CELLS - 1; ms++) {
        seen += stats->latencies[ms];
        if (seen >= rank)
            return ms;
    }
    return stats->latency_most; /* over a minute */
}
