/* Two rows side by side, field by field: what differs is marked. */
#include "src/app/effects_internal.h"
#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/local_time.h"
#include "src/base/mem.h"
#include "src/base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { LABEL_CELLS = 24, CELL_TEXT_MAX = 64 * 1024 };

/* A comparison that is being written: differences are counted. */
struct comparison {
    struct strbuf *out;
    size_t differences;
};

static void add_field(struct comparison *comparison, const char *label, const char *a,
                      const char *b)
{
    a = a != NULL ? a : "";
    b = b != NULL ? b : "";
    if (a[0] == '\0' && b[0] == '\0')
        return;
    if (strcmp(a, b) == 0) {
        strbuf_add_text(comparison->out, "  = ");
        page_add_column(comparison->out, label, LABEL_CELLS);
        strbuf_addf(comparison->out, " %s\n", a);
        return;
    }
    comparison->differences++;
    strbuf_add_text(comparison->out, "  ≠ ");
    page_add_column(comparison->out, label, LABEL_CELLS);
    strbuf_addf(comparison->out, " %s\n    %-*s %s\n", a[0] != '\0' ? a : text_of("(nothing)"),
                LABEL_CELLS, "", b[0] != '\0' ? b : text_of("(nothing)"));
}

static void add_number(struct comparison *comparison, const char *label, int64_t a, int64_t b,
                       int64_t none)
{
    char left[32] = "";
    char right[32] = "";
    if (a != none)
        snprintf(left, sizeof left, "%" PRId64, a);
    if (b != none)
        snprintf(right, sizeof right, "%" PRId64, b);
    add_field(comparison, label, left, right);
}

static void add_row(struct comparison *comparison, const struct send_row *a,
                    const struct send_row *b)
{
    char left[CLOCK_TEXT_SIZE];
    char right[CLOCK_TEXT_SIZE];
    local_time_format(a->created_at, LOCAL_DATE_TIME, left);
    local_time_format(b->created_at, LOCAL_DATE_TIME, right);
    add_field(comparison, text_of("time"), left, right);
    add_field(comparison, text_of("state"), send_state_word(a->state), send_state_word(b->state));
    add_field(comparison, text_of("to"), a->to, b->to);
    add_field(comparison, text_of("template"), a->template, b->template);
    add_field(comparison, text_of("language"), a->language, b->language);
    add_field(comparison, text_of("category"), a->category, b->category);
    add_field(comparison, text_of("profile"), a->profile, b->profile);
    add_field(comparison, text_of("plugin"), a->plugin_id, b->plugin_id);
    add_field(comparison, text_of("sender"), a->phone_number_id, b->phone_number_id);
    add_field(comparison, text_of("wamid"), a->wamid, b->wamid);
    add_number(comparison, text_of("HTTP status"), a->http_status, b->http_status, 0);
    add_number(comparison, text_of("error code"), a->error_code, b->error_code, 0);
    add_field(comparison, text_of("error"), a->error_text, b->error_text);
    add_number(comparison, text_of("latency, ms"), a->latency_ms, b->latency_ms, -1);
    add_field(comparison, text_of("source"), a->source, b->source);
    add_field(comparison, text_of("operator"), a->operator_name, b->operator_name);
    add_field(comparison, text_of("batch"), a->batch, b->batch);
}

static char *value_text(const cJSON *value)
{
    if (value == NULL)
        return NULL;
    return cJSON_IsString(value) ? mem_strdup(cJSON_GetStringValue(value)) : json_print(value);
}

static void add_value(struct comparison *comparison, const char *key, const cJSON *a,
                      const cJSON *b)
{
    CLEANUP(mem_freep) char *left = value_text(a);
    CLEANUP(mem_freep) char *right = value_text(b);
    add_field(comparison, key, left, right);
}

/* Slot by slot: first those of the one, then what only the other has. */
static void add_values(struct comparison *comparison, const char *a, const char *b)
{
    CLEANUP(json_deletep) cJSON *left = json_parse_text(a);
    CLEANUP(json_deletep) cJSON *right = json_parse_text(b);
    const cJSON *value = NULL;
    strbuf_add_text(comparison->out, text_of("\nValues\n"));
    cJSON_ArrayForEach(value, left)
    {
        if (value->string != NULL)
            add_value(comparison, value->string, value, json_member(right, value->string));
    }
    cJSON_ArrayForEach(value, right)
    {
        if (value->string != NULL && json_member(left, value->string) == NULL)
            add_value(comparison, value->string, NULL, value);
    }
}

static void write_comparison(struct strbuf *out, const struct send_detail *a,
                             const struct send_detail *b)
{
    struct comparison comparison = {.out = out};
    strbuf_addf(out,
                text_of("Row %" PRId64 " above, row %" PRId64 " below where they differ (≠)\n\n"),
                a->row.id, b->row.id);
    add_row(&comparison, &a->row, &b->row);
    add_values(&comparison, a->values, b->values);
    strbuf_add_text(out, text_of("\nDefinition\n"));
    const char *before = a->definition != NULL ? a->definition : "";
    const char *after = b->definition != NULL ? b->definition : "";
    bool is_same = strcmp(before, after) == 0;
    comparison.differences += !is_same;
    strbuf_addf(out, "  %s\n",
                is_same ? text_of("= the same") : text_of("≠ another: see Definition in each row"));
    add_field(&comparison, text_of("note"), a->note, b->note);
    add_field(&comparison, text_of("tags"), a->tags, b->tags);
    strbuf_addf(
        out,
        text_count("\n%zu difference\n", "\n%zu differences\n", (int64_t)comparison.differences),
        comparison.differences);
}

void effects_compare_rows(struct effects *effects, struct app *app, int64_t id, int64_t other)
{
    struct arena arena;
    struct strbuf text;
    struct send_detail *a = NULL;
    struct send_detail *b = NULL;
    struct error error = {.code = ERR_OK};
    arena_init(&arena);
    strbuf_init(&text, PAGE_BYTES_MAX);
    enum err err = effects_read_row(effects, id, &arena, &a, &error);
    if (err == ERR_OK)
        err = effects_read_row(effects, other, &arena, &b, &error);
    if (err == ERR_OK) {
        write_comparison(&text, a, b);
        err = strbuf_status(&text, "the comparison", &error);
    }
    if (err == ERR_OK) {
        char title[160];
        struct app_event event = effects_event(EVENT_PAGE);
        snprintf(title, sizeof title, text_of("Row %" PRId64 " and row %" PRId64), id, other);
        event.title = title;
        event.text = text.text;
        event.length = text.length;
        app_handle(app, &event);
    } else {
        effects_fail(app, &error);
    }
    strbuf_release(&text);
    arena_release(&arena);
}
