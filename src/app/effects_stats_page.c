/* The numbers of some rows as a page, with small bars. */
#include "src/app/effects_internal.h"
#include "src/base/local_time.h"
#include "src/base/mem.h"
#include "src/history/stats.h"
#include "src/whatsapp/graph_error.h"

#include <inttypes.h>
#include <stdio.h>

enum { BAR_CELLS = 20, NAME_CELLS = 28, DAYS_SHOWN = 31 };

/* Eighths of a cell, so that small differences are seen too. */
static void add_bar(struct strbuf *out, int64_t value, int64_t most)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    int64_t parts = most > 0 ? value * BAR_CELLS * 8 / most : 0;
    if (value > 0 && parts == 0)
        parts = 1;
    for (int64_t i = 0; i < parts / 8; i++)
        strbuf_add_text(out, "█");
    strbuf_add_text(out, eighths[parts % 8]);
}

static void add_line(struct strbuf *out, const char *name, int64_t value, int64_t most)
{
    strbuf_addf(out, "  %-*.*s %9" PRId64 "  ", NAME_CELLS, NAME_CELLS, name, value);
    add_bar(out, value, most);
    strbuf_add_char(out, '\n');
}

static void add_states(struct strbuf *out, const struct stats *stats)
{
    strbuf_add_text(out, "Outcomes\n");
    for (int i = 0; i < SEND_STATE_COUNT; i++)
        if (stats->tally.by_state[i] > 0)
            add_line(out, send_state_word((enum send_state)i), stats->tally.by_state[i],
                     stats->tally.rows);
}

static void add_codes(struct strbuf *out, const struct stats *stats)
{
    bool has_title = false;
    for (size_t i = 0; i < stats->code_count; i++) {
        char name[200];
        const struct stats_code *code = &stats->codes[i];
        if (code->code == 0)
            continue;
        if (!has_title)
            strbuf_add_text(out, "\nFailures by code\n");
        has_title = true;
        const struct graph_error *known = graph_error_find(code->code);
        snprintf(name, sizeof name, "%d %s", code->code, known != NULL ? known->title : "");
        add_line(out, name, code->count, stats->failed);
    }
}

static void add_latency(struct strbuf *out, const struct stats *stats)
{
    static const int percents[] = {50, 90, 99};
    if (stats->latency_count == 0)
        return;
    strbuf_add_text(out, "\nLatency of the answers\n");
    for (size_t i = 0; i < COUNT_OF(percents); i++) {
        char name[40];
        snprintf(name, sizeof name, "%d %% within, ms", percents[i]);
        add_line(out, name, stats_percentile(stats, percents[i]), stats->latency_most);
    }
    add_line(out, "slowest, ms", stats->latency_most, stats->latency_most);
}

static void add_table(struct strbuf *out, const char *title, const struct stats_table *table,
                      size_t first)
{
    int64_t most = 0;
    for (size_t i = first; i < table->count; i++)
        most = table->groups[i].sends > most ? table->groups[i].sends : most;
    strbuf_addf(out, "\n%-*s %9s %9s %9s\n", NAME_CELLS + 2, title, "sends", "accepted", "failed");
    for (size_t i = first; i < table->count; i++) {
        const struct stats_group *group = &table->groups[i];
        char day[CLOCK_TEXT_SIZE];
        strbuf_addf(out, "  %-*.*s %9" PRId64 " %9" PRId64 " %9" PRId64 "  ", NAME_CELLS,
                    NAME_CELLS, group->name[0] != '\0' ? local_date_of(group->name, day) : "(none)",
                    group->sends, group->accepted, group->failed);
        add_bar(out, group->sends, most);
        strbuf_add_char(out, '\n');
    }
}

void stats_page_write(struct strbuf *out, const struct stats *stats)
{
    strbuf_addf(out, "%" PRId64 " sends, %" PRId64 " accepted, %" PRId64 " failed\n\n",
                stats->tally.rows, stats->accepted, stats->failed);
    if (stats->tally.rows == 0)
        return;
    add_states(out, stats);
    add_codes(out, stats);
    add_latency(out, stats);
    add_table(out, "Template", &stats->templates, 0);
    add_table(out, "Language", &stats->languages, 0);
    /* Of a long history the newest days; `history stats` prints all of them. */
    size_t days = stats->days.count;
    add_table(out, "Day", &stats->days, days > DAYS_SHOWN ? days - DAYS_SHOWN : 0);
}
