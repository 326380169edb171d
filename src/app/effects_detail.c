/* The page of one row: what was sent, what came back, and what happened when. */
#include "src/app/effects_internal.h"
#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/local_time.h"
#include "src/base/text.h"
#include "src/chakra/curl_command.h"
#include "src/outbox/delivery_note.h"
#include "src/outbox/send_answer.h"
#include "src/whatsapp/graph_error.h"
#include "src/whatsapp/preview_text.h"

#include <inttypes.h>
#include <string.h>

static void add_label(struct strbuf *out, const char *label)
{
    enum { LABEL_CELLS = 12 };
    strbuf_add_text(out, "  ");
    page_add_column(out, label, LABEL_CELLS);
    strbuf_add_char(out, ' ');
}

static void line(struct strbuf *out, const char *label, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    add_label(out, label);
    strbuf_addf(out, "%s\n", text);
}

static void add_indented(struct strbuf *out, const char *text)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        strbuf_add_text(out, "  ");
        strbuf_add(out, text, length);
        strbuf_add_char(out, '\n');
        text += length + (text[length] == '\n');
    }
}

/* JSON indented when it is JSON, else as it came. */
static void block(struct strbuf *out, const char *title, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    strbuf_addf(out, "\n%s\n", title);
    CLEANUP(json_deletep) cJSON *root = NULL;
    CLEANUP(mem_freep) char *pretty = NULL;
    if (json_parse(text, strlen(text), &root, NULL) == ERR_OK)
        pretty = json_print_pretty(root);
    add_indented(out, pretty != NULL ? pretty : text);
}

static void write_head(struct strbuf *out, const struct send_row *row)
{
    char time[CLOCK_TEXT_SIZE];
    local_time_format(row->created_at, LOCAL_DATE_TIME, time);
    strbuf_addf(out, "%s %s\n\n", send_state_word(row->state), send_state_mark(row->state));
    line(out, text_of("time"), time);
    line(out, text_of("to"), row->to);
    line(out, text_of("template"), row->template);
    line(out, text_of("language"), row->language);
    line(out, text_of("category"), row->category);
    line(out, text_of("sender"), row->phone_number_id);
    line(out, text_of("plugin"), row->plugin_id);
    line(out, text_of("profile"), row->profile);
    line(out, text_of("wamid"), row->wamid);
    if (row->http_status != 0) {
        add_label(out, text_of("HTTP status"));
        strbuf_addf(out, "%d\n", row->http_status);
    }
    if (row->latency_ms >= 0) {
        add_label(out, text_of("latency"));
        strbuf_addf(out, text_of("%" PRId64 " ms\n"), row->latency_ms);
    }
    line(out, text_of("operator"), row->operator_name);
    line(out, text_of("source"), row->source);
    line(out, text_of("batch"), row->batch);
    if (row->sent_again_of != 0) {
        add_label(out, text_of("repeats"));
        strbuf_addf(out, text_of("row %" PRId64 "\n"), row->sent_again_of);
    }
}

static void write_error(struct strbuf *out, const struct send_detail *detail)
{
    const struct send_row *row = &detail->row;
    if (row->error_code == 0 && row->error_text == NULL)
        return;
    strbuf_add_text(out, text_of("\nWhy\n"));
    if (row->error_code != 0) {
        add_label(out, text_of("code"));
        strbuf_addf(out, "%d\n", row->error_code);
    }
    line(out, text_of("title"), detail->error_title);
    line(out, text_of("details"), detail->error_details);
    if (detail->error_title == NULL)
        line(out, text_of("reason"), row->error_text);
    line(out, text_of("slot"), detail->error_slot);
    const struct graph_error *known =
        row->error_code != 0 ? graph_error_find(row->error_code) : NULL;
    line(out, text_of("meaning"), known != NULL ? text_of(known->meaning) : NULL);
    line(out, text_of("next"), detail->error_next);
    line(out, text_of("trace id"), detail->trace_id);
}

/* The message as it was sent: the definition that is kept with the row, with its values. */
static void write_message(struct strbuf *out, const struct send_detail *detail)
{
    struct arena arena;
    struct values values;
    struct template *template = NULL;
    struct slot_list slots;
    struct preview preview;
    CLEANUP(json_deletep)
    cJSON *definition = json_parse_text(detail->definition);
    CLEANUP(json_deletep) cJSON *given = json_parse_text(detail->values);
    arena_init(&arena);
    values_init(&values);
    bool ok = definition != NULL && template_parse(definition, &arena, &template, NULL) == ERR_OK &&
              (given == NULL || values_from_json(given, &values, NULL) == ERR_OK);
    if (ok)
        ok = slots_build(template, values_card_count(&values), &arena, &slots, NULL) == ERR_OK;
    if (ok) {
        const struct message message = {
            .template = template, .slots = &slots, .values = &values, .to = detail->row.to};
        ok = preview_build(&message, &arena, &preview, NULL) == ERR_OK;
    }
    if (ok) {
        struct strbuf text;
        strbuf_init(&text, PAGE_BYTES_MAX);
        preview_write_text(&text, &preview);
        strbuf_add_text(out, text_of("\nMessage\n"));
        add_indented(out, text.text);
        strbuf_release(&text);
    }
    values_release(&values);
    arena_release(&arena);
}

static void write_curl(struct strbuf *out, const char *text)
{
    CLEANUP(json_deletep) cJSON *request = json_parse_text(text);
    struct strbuf command;
    if (request == NULL)
        return;
    strbuf_init(&command, PAGE_BYTES_MAX);
    curl_command_write(&command, request);
    strbuf_add_text(out, text_of("\nThe same with curl\n"));
    add_indented(out, command.text);
    strbuf_release(&command);
}

static void write_events(struct strbuf *out, const struct send_event *events, size_t count)
{
    strbuf_add_text(out, text_of("\nEvents\n"));
    for (size_t i = 0; i < count; i++) {
        char time[CLOCK_TEXT_SIZE];
        local_time_format(events[i].at, LOCAL_DATE_TIME, time);
        strbuf_addf(out, text_of("  %s  %-10s by %-9s %s\n"), time,
                    send_state_word(events[i].state),
                    events[i].source != NULL ? events[i].source : "",
                    events[i].text != NULL ? events[i].text : "");
    }
}

/* Only what the routes of ChakraHQ's own say: WhatsApp's answers with the wamid and no more. */
static void write_answer(struct strbuf *out, const struct send_detail *detail)
{
    struct arena arena;
    struct send_answer answer;
    arena_init(&arena);
    if (send_answer_read(detail, &arena, &answer, NULL) == ERR_OK && answer.route != VIA_MESSAGES) {
        strbuf_add_text(out, text_of("\nAnswer\n"));
        line(out, text_of("route"), send_route_word(answer.route));
        line(out, text_of("message id"), answer.message_id);
        line(out, text_of("status then"), answer.delivery_status);
    }
    arena_release(&arena);
}

void detail_write(struct strbuf *out, const struct send_detail *detail,
                  const struct send_event *events, size_t event_count)
{
    write_head(out, &detail->row);
    line(out, text_of("note"), detail->note);
    line(out, text_of("tags"), detail->tags);
    write_error(out, detail);
    write_answer(out, detail);
    const char *note = delivery_note(detail);
    if (note != NULL)
        strbuf_addf(out, "\n%s\n", note);
    write_message(out, detail);
    effects_write_media(out, detail);
    write_events(out, events, event_count);
    block(out, text_of("Values"), detail->values);
    block(out, text_of("Request"), detail->request);
    block(out, text_of("Reply"), detail->reply);
    write_curl(out, detail->request);
    block(out, text_of("Definition"), detail->definition);
}
