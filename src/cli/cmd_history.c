/* `history list` and `history show`: what was sent, from the record; no settings, no token. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/local_time.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/cli/commands.h"
#include "src/cli/history_filter.h"
#include "src/cli/history_json.h"
#include "src/cli/output.h"
#include "src/history/search.h"
#include "src/outbox/delivery_note.h"
#include "src/outbox/send_answer.h"

enum { PAGE_ROWS = 200, DEFAULT_ROWS = 50, MOST_ROWS = 100000000 };

static void add_table_row(struct output_table *table, const struct send_row *row)
{
    char id[24], time[CLOCK_TEXT_SIZE], state[48], template[128], latency[24] = "";
    snprintf(id, sizeof id, "%" PRId64, row->id);
    local_time_format(row->created_at, LOCAL_DATE_TIME, time);
    snprintf(state, sizeof state, "%s %s", send_state_word(row->state),
             send_state_mark(row->state));
    /* An imported row may lack both. */
    snprintf(template, sizeof template, "%.80s %.20s", row->template != NULL ? row->template : "",
             row->language != NULL ? row->language : "");
    if (row->latency_ms >= 0)
        snprintf(latency, sizeof latency, text_of("%" PRId64 " ms"), row->latency_ms);
    const char *const cells[] = {id,
                                 time,
                                 state,
                                 row->to,
                                 template,
                                 latency,
                                 row->wamid != NULL ? row->wamid : row->error_text};
    for (size_t i = 0; i < COUNT_OF(cells); i++)
        table_add(table, cells[i]);
}

static bool print_page(const struct send_row *rows, size_t count, bool json)
{
    struct output_table table;
    table_begin(&table, 7);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        if (json)
            ok = output_json(history_row_json(&rows[i]));
        else
            add_table_row(&table, &rows[i]);
    }
    table_print(&table, stdout);
    return ok;
}

static enum err print_rows(struct store *store, const struct filter *filter, long limit, bool json,
                           struct error *reterr)
{
    struct store_search_query query = {.filter = filter};
    struct store_search_result page = {.more = true};
    struct arena arena;
    arena_init(&arena);
    enum err err = ERR_OK;
    while (err == ERR_OK && limit > 0 && page.more && ferror(stdout) == 0) {
        query.limit = limit < PAGE_ROWS ? (size_t)limit : PAGE_ROWS;
        query.before = page.next;
        arena_clear(&arena);
        err = store_search(store, &query, &arena, &page, reterr);
        limit -= (long)page.count;
        if (err == ERR_OK && !print_page(page.rows, page.count, json))
            err = error_nomem(reterr);
    }
    arena_release(&arena);
    return err;
}

int command_history_list(const struct arguments *arguments)
{
    struct error error = {0};
    struct store *store = NULL;
    struct filter filter;
    long limit = DEFAULT_ROWS;
    enum err err = history_filter_read(arguments, &filter, &error);
    if (err == ERR_OK)
        err = arguments_number(arguments, ARG_LIMIT, 1, MOST_ROWS, &limit, &error);
    if (err == ERR_OK)
        err = history_open_given(arguments, &store, &error);
    if (err == ERR_OK)
        err = print_rows(store, &filter, limit, arguments_has(arguments, ARG_JSON), &error);
    else if (err == ERR_NOT_FOUND)
        err = ERR_OK; /* nothing was sent yet */
    store_close(store);
    filter_release(&filter);
    return err == ERR_OK ? 0 : output_error(&error);
}

static void print_name(const char *name)
{
    enum { NAME_CELLS = 12 };
    const char *words = text_of(name);
    size_t width = utf8_width(words, strlen(words));
    printf("%s%*s", words, width < NAME_CELLS ? (int)(NAME_CELLS - width) : 1, "");
}

/* The name is looked up here. */
static void print_pair(const char *name, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    print_name(name);
    output_text(stdout, text);
    fputc('\n', stdout);
}

static void print_section(const char *title, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    printf("\n%s\n", text_of(title));
    CLEANUP(json_deletep) cJSON *root = NULL;
    char *pretty = NULL;
    if (json_parse(text, strlen(text), &root, NULL) == ERR_OK)
        pretty = json_print_pretty(root);
    output_lines(stdout, pretty != NULL ? pretty : text);
    mem_free(pretty);
}

static void print_answer(const struct send_detail *detail)
{
    struct arena arena;
    struct send_answer answer;
    arena_init(&arena);
    if (send_answer_read(detail, &arena, &answer, NULL) == ERR_OK && detail->request != NULL) {
        print_pair("route", send_route_word(answer.route));
        print_pair("message id", answer.message_id);
        print_pair("answered", answer.delivery_status);
    }
    arena_release(&arena);
}

static void print_detail(const struct send_detail *detail, const struct send_event *events,
                         size_t event_count)
{
    const struct send_row *row = &detail->row;
    char time[CLOCK_TEXT_SIZE], text[64];
    local_time_format(row->created_at, LOCAL_DATE_TIME, time);
    snprintf(text, sizeof text, "#%" PRId64 "  %s", row->id, time);
    puts(text);
    print_pair("state", send_state_word(row->state));
    print_pair("to", row->to);
    print_pair("template", row->template);
    print_pair("language", row->language);
    print_pair("wamid", row->wamid);
    print_pair("profile", row->profile);
    print_pair("from", row->phone_number_id);
    print_pair("plugin", row->plugin_id);
    print_pair("error", row->error_text);
    print_pair("slot", detail->error_slot);
    print_pair("next", detail->error_next);
    print_pair("trace id", detail->trace_id);
    print_answer(detail);
    print_pair("delivery", delivery_note(detail));
    if (row->latency_ms >= 0) {
        print_name(TEXT("latency"));
        printf(text_of("%" PRId64 " ms\n"), row->latency_ms);
    }
    puts(text_of("\nevents"));
    for (size_t i = 0; i < event_count; i++) {
        local_time_format(events[i].at, LOCAL_DATE_TIME, time);
        printf("%s  %-10s %-9s ", time, send_state_word(events[i].state), events[i].source);
        output_text(stdout, events[i].text);
        fputc('\n', stdout);
    }
    print_section("values", detail->values);
    print_section("request", detail->request);
    print_section("reply", detail->reply);
}

static enum err show_row(struct store *store, int64_t id, bool json, struct error *reterr)
{
    struct arena arena;
    arena_init(&arena);
    struct send_detail *detail = NULL;
    struct send_event *events = NULL;
    size_t event_count = 0;
    enum err err = store_get(store, id, &arena, &detail, reterr);
    if (err == ERR_OK)
        err = store_events(store, id, &arena, &events, &event_count, reterr);
    if (err == ERR_OK && !json)
        print_detail(detail, events, event_count);
    else if (err == ERR_OK && !output_json(history_detail_json(detail, events, event_count)))
        err = ERR_NOMEM;
    arena_release(&arena);
    return err;
}

int command_history_show(const struct arguments *arguments)
{
    const char *text = arguments->operands[0];
    if (text[0] == '#')
        text++;
    struct error error = {0};
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 18 || text[digits] != '\0') {
        error_set(&error, ERR_USAGE, "Write the id that history list shows.",
                  "'%.40s' is no id of a row", arguments->operands[0]);
        return output_error(&error);
    }
    struct store *store = NULL;
    enum err err = history_open_given(arguments, &store, &error);
    if (err == ERR_OK) {
        err = show_row(store, strtoll(text, NULL, 10), arguments_has(arguments, ARG_JSON), &error);
        store_close(store);
    }
    return err == ERR_OK ? 0 : output_error(&error);
}
