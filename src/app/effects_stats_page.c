/* The numbers of some rows as a page, with small bars. */
#include "src/app/effects_internal.h"
#include "src/base/local_count.h"
#include "src/base/local_time.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/history/stats.h"
#include "src/whatsapp/graph_error.h"

#include <stdio.h>
#include <string.h>

enum { BAR_CELLS = 20, NAME_CELLS = 28, NUMBER_CELLS = 9, DAYS_SHOWN = 31 };

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

/* Cut to its column. */
static void add_name(struct strbuf *out, const char *name)
{
    size_t length = utf8_prefix_for_width(name, strlen(name), NAME_CELLS);
    strbuf_add_text(out, "  ");
    strbuf_add(out, name, length);
    strbuf_add_repeated(out, ' ', NAME_CELLS - utf8_width(name, length));
}

static void add_number(struct strbuf *out, int64_t number)
{
    strbuf_addf(out, " %s", local_count_in(number, NUMBER_CELLS).text);
}

static void add_line(struct strbuf *out, const char *name, int64_t value, int64_t most)
{
    add_name(out, name);
    add_number(out, value);
    strbuf_add_text(out, "  ");
    add_bar(out, value, most);
    strbuf_add_char(out, '\n');
}

static void add_states(struct strbuf *out, const struct stats *stats)
{
    strbuf_add_text(out, text_of("Outcomes\n"));
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
            strbuf_add_text(out, text_of("\nFailures by code\n"));
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
    strbuf_add_text(out, text_of("\nLatency of the answers\n"));
    for (size_t i = 0; i < COUNT_OF(percents); i++) {
        char name[120];
        snprintf(name, sizeof name, text_of("%d %% within, ms"), percents[i]);
        add_line(out, name, stats_percentile(stats, percents[i]), stats->latency_most);
    }
    add_line(out, text_of("slowest, ms"), stats->latency_most, stats->latency_most);
}

static void add_table(struct strbuf *out, const char *title, const struct stats_table *table,
                      size_t first)
{
    int64_t most = 0;
    for (size_t i = first; i < table->count; i++)
        most = table->groups[i].sends > most ? table->groups[i].sends : most;
    const char *const heads[] = {text_of("sends"), text_of("accepted"), text_of("failed")};
    strbuf_add_char(out, '\n');
    page_add_column(out, text_of(title), NAME_CELLS + 2);
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        size_t width = utf8_width(heads[i], strlen(heads[i]));
        strbuf_add_repeated(out, ' ', 1 + (width < NUMBER_CELLS ? NUMBER_CELLS - width : 0));
        strbuf_add_text(out, heads[i]);
    }
    strbuf_add_char(out, '\n');
    for (size_t i = first; i < table->count; i++) {
        const struct stats_group *group = &table->groups[i];
        char day[CLOCK_TEXT_SIZE];
        add_name(out, group->name[0] != '\0' ? local_date_of(group->name, day) : text_of("(none)"));
        add_number(out, group->sends);
        add_number(out, group->accepted);
        add_number(out, group->failed);
        strbuf_add_text(out, "  ");
        add_bar(out, group->sends, most);
        strbuf_add_char(out, '\n');
    }
}

void stats_page_write(struct strbuf *out, const struct stats *stats)
{
    strbuf_addf(out, text_of("%s sends, %s accepted, %s failed\n\n"),
                local_count(stats->tally.rows).text, local_count(stats->accepted).text,
                local_count(stats->failed).text);
    if (stats->tally.rows == 0)
        return;
    add_states(out, stats);
    add_codes(out, stats);
    add_latency(out, stats);
    add_table(out, TEXT("Template"), &stats->templates, 0);
    add_table(out, TEXT("Language"), &stats->languages, 0);
    /* Of a long history the newest days; `history stats` prints all of them. */
    size_t days = stats->days.count;
    add_table(out, TEXT("Day"), &stats->days, days > DAYS_SHOWN ? days - DAYS_SHOWN : 0);
}
