/*
 * Numbers over the rows that a filter finds: how many, how they ended, how fast. The same
 * bounded walk as a search, so that the screen can go on in pieces.
 */
#ifndef CHAKRA_HISTORY_STATS_H
#define CHAKRA_HISTORY_STATS_H

#include "src/history/search.h"

/* One line of a table: a template, a language, a day. */
struct stats_group {
    const char *name; /* in the stats' arena; a day is "2026-11-23", local time */
    int64_t sends;    /* all rows */
    int64_t accepted; /* a message id came back: also what was delivered, read or failed later */
    int64_t failed;   /* rejected, or failed later */
    uint64_t hash;
};

struct stats_code {
    int code;
    int64_t count;
};

struct stats_table {
    struct stats_group *groups;
    size_t count, size;
    size_t *slots; /* hash table of places in `groups` */
    size_t slot_count;
    size_t last; /* the group of the last row: the next is often the same */
};

struct stats {
    struct arena arena;
    struct store_tally tally;
    int64_t accepted, failed;
    struct stats_code *codes; /* most frequent first, after stats_finish() */
    size_t code_count, code_size;
    struct stats_table templates, languages, days;
    uint32_t *latencies; /* counts by ms */
    int64_t latency_count, latency_most;
    int64_t day_first, day_end; /* of the day in hand */
    char day[16];
    bool failed_memory;
};

enum err stats_init(struct stats *stats, struct error *reterr);
void stats_release(struct stats *stats);

/* Adds the rows of the query; go on with ret_result->next while ret_result->more. */
enum err stats_add(struct stats *stats, struct store *store, const struct store_search_query *query,
                   struct store_search_result *ret_result, struct error *reterr);

/* Sorts: templates and languages by sends, days by time. */
void stats_finish(struct stats *stats);

/* The latency that so many percent of the answered sends did not exceed; -1: none was answered. */
int64_t stats_percentile(const struct stats *stats, int percent);

#endif
