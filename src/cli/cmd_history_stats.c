/* `history stats`: numbers over the rows of a filter. */
#include <inttypes.h>
#include <stdio.h>

#include "src/base/json.h"
#include "src/base/local_count.h"
#include "src/base/local_time.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/cli/commands.h"
#include "src/cli/history_filter.h"
#include "src/cli/output.h"
#include "src/history/stats.h"

static const int percents[] = {50, 90, 99};

static bool add_number(cJSON *object, const char *name, int64_t number)
{
    return number >= 0 ? json_add_integer(object, name, number) : json_add_text(object, name, NULL);
}

static cJSON *states_json(const struct stats *stats)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = object != NULL;
    for (int i = 0; ok && i < SEND_STATE_COUNT; i++)
        ok =
            json_add_integer(object, send_state_word((enum send_state)i), stats->tally.by_state[i]);
    return object;
}

static cJSON *codes_json(const struct stats *stats)
{
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < stats->code_count; i++) {
        cJSON *object = cJSON_CreateObject();
        add_number(object, "code", stats->codes[i].code != 0 ? stats->codes[i].code : -1);
        json_add_integer(object, "count", stats->codes[i].count);
        json_append_node(array, object);
    }
    return array;
}

static cJSON *latency_json(const struct stats *stats)
{
    cJSON *object = cJSON_CreateObject();
    json_add_integer(object, "count", stats->latency_count);
    for (size_t i = 0; i < COUNT_OF(percents); i++) {
        char name[8];
        snprintf(name, sizeof name, "p%d", percents[i]);
        add_number(object, name, stats_percentile(stats, percents[i]));
    }
    add_number(object, "max", stats->latency_count > 0 ? stats->latency_most : -1);
    return object;
}

static cJSON *table_json(const struct stats_table *table, const char *name)
{
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < table->count; i++) {
        const struct stats_group *group = &table->groups[i];
        cJSON *object = cJSON_CreateObject();
        json_add_text(object, name, group->name[0] != '\0' ? group->name : NULL);
        json_add_integer(object, "sends", group->sends);
        json_add_integer(object, "accepted", group->accepted);
        json_add_integer(object, "failed", group->failed);
        json_append_node(array, object);
    }
    return array;
}

static void print_json(const struct stats *stats)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_integer(object, "sends", stats->tally.rows);
    ok = ok && json_add_integer(object, "accepted", stats->accepted);
    ok = ok && json_add_integer(object, "failed", stats->failed);
    ok = ok && json_add_node(object, "states", states_json(stats));
    ok = ok && json_add_node(object, "codes", codes_json(stats));
    ok = ok && json_add_node(object, "latency_ms", latency_json(stats));
    ok = ok && json_add_node(object, "templates", table_json(&stats->templates, "template"));
    ok = ok && json_add_node(object, "languages", table_json(&stats->languages, "language"));
    ok = ok && json_add_node(object, "days", table_json(&stats->days, "day"));
    if (!ok) {
        cJSON_Delete(object);
        object = NULL;
    }
    output_json(object);
}

static void print_groups(const struct stats_table *table, const char *title)
{
    struct output_table out;
    table_begin(&out, 4);
    const char *const heads[] = {title, TEXT("sends"), TEXT("accepted"), TEXT("failed")};
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        table_add(&out, text_of(heads[i]));
    for (size_t i = 0; i < table->count; i++) {
        const struct stats_group *group = &table->groups[i];
        const int64_t numbers[] = {group->sends, group->accepted, group->failed};
        char day[CLOCK_TEXT_SIZE];
        table_add(&out,
                  group->name[0] != '\0' ? local_date_of(group->name, day) : text_of("(none)"));
        for (size_t j = 0; j < COUNT_OF(numbers); j++) {
            struct local_count count = local_count(numbers[j]);
            table_add(&out, count.text);
        }
    }
    puts("");
    table_print(&out, stdout);
}

static void print_text(const struct stats *stats)
{
    printf(text_of("%s sends, %s accepted, %s failed\n"), local_count(stats->tally.rows).text,
           local_count(stats->accepted).text, local_count(stats->failed).text);
    for (int i = 0; i < SEND_STATE_COUNT; i++)
        if (stats->tally.by_state[i] > 0)
            printf("  %-10s %s\n", send_state_word((enum send_state)i),
                   local_count(stats->tally.by_state[i]).text);
    for (size_t i = 0; i < stats->code_count; i++)
        if (stats->codes[i].code != 0)
            printf(text_of("  code %-6d %s\n"), stats->codes[i].code,
                   local_count(stats->codes[i].count).text);
    if (stats->latency_count > 0)
        printf(text_of("latency: half within %" PRId64 " ms, 90 %% within %" PRId64
                       " ms, 99 %% within %" PRId64 " ms\n"),
               stats_percentile(stats, 50), stats_percentile(stats, 90),
               stats_percentile(stats, 99));
    print_groups(&stats->templates, TEXT("template"));
    print_groups(&stats->languages, TEXT("language"));
    print_groups(&stats->days, TEXT("day"));
}

static enum err add_all(struct stats *stats, struct store *store, const struct filter *filter,
                        struct error *reterr)
{
    struct store_search_query query = {.filter = filter};
    struct store_search_result result = {.more = true};
    enum err err = ERR_OK;
    while (err == ERR_OK && result.more) {
        query.before = result.next;
        err = stats_add(stats, store, &query, &result, reterr);
    }
    stats_finish(stats);
    return err;
}

int command_history_stats(const struct arguments *arguments)
{
    struct error error = {0};
    struct store *store = NULL;
    struct filter filter;
    struct stats stats = {.day_end = 0};
    enum err err = history_filter_read(arguments, &filter, &error);
    if (err == ERR_OK)
        err = stats_init(&stats, &error);
    if (err == ERR_OK)
        err = history_open_given(arguments, &store, &error);
    if (err == ERR_OK)
        err = add_all(&stats, store, &filter, &error);
    if (err == ERR_NOT_FOUND)
        err = ERR_OK; /* all is zero */
    if (err == ERR_OK && arguments_has(arguments, ARG_JSON))
        print_json(&stats);
    else if (err == ERR_OK)
        print_text(&stats);
    store_close(store);
    stats_release(&stats);
    filter_release(&filter);
    return err == ERR_OK ? 0 : output_error(&error);
}
