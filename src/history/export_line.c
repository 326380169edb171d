/* The table of columns, and a row through it in either format. */
#include "src/history/export_line.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"

enum column_kind {
    COLUMN_TEXT,
    COLUMN_KEPT, /* text that is never masked: the row's own uid */
    COLUMN_ID,
    COLUMN_TIME,
    COLUMN_STATE,
    COLUMN_STATUS,
    COLUMN_CODE,
    COLUMN_LATENCY,
    COLUMN_JSON,
    COLUMN_REPLY,
    COLUMN_EVENTS
};

struct column {
    const char *name;
    enum column_kind kind;
    size_t offset; /* of a text in struct send_detail */
};

#define TEXT_OF(member) offsetof(struct send_detail, member)

static const struct column columns[] = {
    {"id", COLUMN_ID, 0},
    {"created_at", COLUMN_TIME, 0},
    {"profile", COLUMN_TEXT, TEXT_OF(row.profile)},
    {"plugin_id", COLUMN_TEXT, TEXT_OF(row.plugin_id)},
    {"phone_number_id", COLUMN_TEXT, TEXT_OF(row.phone_number_id)},
    {"to", COLUMN_TEXT, TEXT_OF(row.to)},
    {"template", COLUMN_TEXT, TEXT_OF(row.template)},
    {"language", COLUMN_TEXT, TEXT_OF(row.language)},
    {"category", COLUMN_TEXT, TEXT_OF(row.category)},
    {"state", COLUMN_STATE, 0},
    {"wamid", COLUMN_TEXT, TEXT_OF(row.wamid)},
    {"http_status", COLUMN_STATUS, 0},
    {"error_code", COLUMN_CODE, 0},
    {"error_text", COLUMN_TEXT, TEXT_OF(row.error_text)},
    {"latency_ms", COLUMN_LATENCY, 0},
    {"source", COLUMN_TEXT, TEXT_OF(row.source)},
    {"operator", COLUMN_TEXT, TEXT_OF(row.operator_name)},
    {"batch", COLUMN_TEXT, TEXT_OF(row.batch)},
    {"uid", COLUMN_KEPT, TEXT_OF(row.uid)},
    {"values", COLUMN_JSON, TEXT_OF(values)},
    {"definition", COLUMN_JSON, TEXT_OF(definition)},
    {"request", COLUMN_JSON, TEXT_OF(request)},
    {"reply", COLUMN_REPLY, TEXT_OF(reply)},
    {"events", COLUMN_EVENTS, 0},
    {"note", COLUMN_TEXT, TEXT_OF(note)},
    {"tags", COLUMN_TEXT, TEXT_OF(tags)},
};

/* What stands in writer->value. */
enum value_kind { VALUE_NULL, VALUE_TEXT, VALUE_RAW /* JSON: a number, an object */ };

struct row_in_hand {
    struct export_writer *writer;
    const struct send_detail *detail;
    const struct send_event *events;
    size_t event_count;
};

void export_writer_init(struct export_writer *writer, enum export_format format, bool masks)
{
    *writer = (struct export_writer){.format = format, .masks = masks};
    struct strbuf *buffers[] = {&writer->value, &writer->text, &writer->definition_in,
                                &writer->definition_out};
    for (size_t i = 0; i < COUNT_OF(buffers); i++)
        strbuf_init(buffers[i], EXPORT_LONGEST_LINE);
}

void export_writer_release(struct export_writer *writer)
{
    strbuf_release(&writer->value);
    strbuf_release(&writer->text);
    strbuf_release(&writer->definition_in);
    strbuf_release(&writer->definition_out);
}

/* What a line of JSON cannot hold becomes U+FFFD: bytes that are no UTF-8, and NUL. */
static void add_clean(struct strbuf *out, const char *text, size_t length)
{
    if (utf8_is_valid(text, length) && memchr(text, '\0', length) == NULL) {
        strbuf_add(out, text, length);
        return;
    }
    for (size_t at = 0; at < length;) {
        size_t begin = at;
        if (utf8_next(text, length, &at) <= 0)
            strbuf_add_text(out, "\xEF\xBF\xBD");
        else
            strbuf_add(out, text + begin, at - begin);
    }
}

/* Masked where that is wanted, then cleaned, into `out`. */
static void add_foreign(struct export_writer *writer, struct strbuf *out, const char *text,
                        size_t length)
{
    if (!writer->masks) {
        add_clean(out, text, length);
        return;
    }
    strbuf_clear(&writer->text);
    mask_add(&writer->mask, &writer->text, text, length);
    add_clean(out, writer->text.text, writer->text.length);
    out->failed = out->failed || writer->text.failed;
}

static bool mask_text_of(struct export_writer *writer, char **text)
{
    if (*text == NULL)
        return true;
    strbuf_clear(&writer->text);
    mask_add(&writer->mask, &writer->text, *text, strlen(*text));
    if (writer->text.failed)
        return false;
    if (strcmp(writer->text.text, *text) == 0)
        return true;
    size_t size = writer->text.length + 1;
    char *copy = cJSON_malloc(size);
    if (copy == NULL)
        return false;
    memcpy(copy, writer->text.text, size);
    cJSON_free(*text);
    *text = copy;
    return true;
}

/* Texts, names and numbers of a tree; depth is bounded by the parser. */
static bool mask_tree(struct export_writer *writer, cJSON *node)
{
    for (; node != NULL; node = node->next) {
        bool ok = mask_text_of(writer, &node->string);
        if (cJSON_IsNumber(node) || cJSON_IsRaw(node)) {
            char *printed = json_print(node);
            bool hides = false;
            if (printed != NULL) {
                strbuf_clear(&writer->text);
                mask_add(&writer->mask, &writer->text, printed, strlen(printed));
                hides = strcmp(writer->text.text, printed) != 0;
            }
            ok = ok && printed != NULL;
            mem_free(printed);
            if (hides) {
                node->type = cJSON_Number;
                cJSON_SetNumberValue(node, 0);
            }
        }
        if (cJSON_IsString(node))
            ok = ok && mask_text_of(writer, &node->valuestring);
        if (!ok || !mask_tree(writer, node->child))
            return false;
    }
    return true;
}

/* JSON that was kept as text is JSON again, in the one form in which cJSON prints it; what is not
 * JSON stays text. */
static enum value_kind normalize_json(struct export_writer *writer, const char *text)
{
    struct strbuf *value = &writer->value;
    CLEANUP(json_deletep) cJSON *root = NULL;
    enum err err = json_parse(text, strlen(text), &root, NULL);
    if (err == ERR_INVALID) {
        add_foreign(writer, value, text, strlen(text));
        return VALUE_TEXT;
    }
    bool ok = err == ERR_OK && (!writer->masks || mask_tree(writer, root));
    CLEANUP(mem_freep) char *printed = ok ? json_print(root) : NULL;
    if (printed == NULL)
        value->failed = true;
    else
        add_clean(value, printed, strlen(printed));
    return VALUE_RAW;
}

static enum value_kind add_json(struct export_writer *writer, const char *text, bool is_definition)
{
    if (!is_definition || writer->masks)
        return normalize_json(writer, text);
    size_t length = strlen(text);
    if (length == writer->definition_in.length && length > 0 &&
        memcmp(text, writer->definition_in.text, length) == 0) {
        strbuf_add(&writer->value, writer->definition_out.text, writer->definition_out.length);
        return VALUE_RAW;
    }
    strbuf_clear(&writer->definition_in);
    strbuf_clear(&writer->definition_out);
    enum value_kind kind = normalize_json(writer, text);
    if (kind == VALUE_RAW) {
        strbuf_add(&writer->definition_in, text, length);
        strbuf_add(&writer->definition_out, writer->value.text, writer->value.length);
    }
    return kind;
}

/* json_add_quoted() in pieces: replies are long and full of quotes. */
static void add_json_string(struct strbuf *out, const char *text)
{
    static const char plain[] = "\"\\\n\r\t", escaped[] = "\"\\nrt";
    strbuf_add_char(out, '"');
    for (const char *at = text; *at != '\0';) {
        const char *begin = at;
        while ((unsigned char)*at >= 0x20 && *at != '"' && *at != '\\')
            at++;
        strbuf_add(out, begin, (size_t)(at - begin));
        if (*at == '\0')
            break;
        const char *known = strchr(plain, *at);
        if (known != NULL)
            strbuf_add(out, (char[]){'\\', escaped[known - plain]}, 2);
        else
            strbuf_addf(out, "\\u%04x", (unsigned)(unsigned char)*at);
        at++;
    }
    strbuf_add_char(out, '"');
}

/* "null", or a JSON string. */
static void add_quoted(struct export_writer *writer, struct strbuf *out, const char *text)
{
    if (text == NULL) {
        strbuf_add_text(out, "null");
        return;
    }
    struct strbuf clean;
    strbuf_init(&clean, EXPORT_LONGEST_LINE);
    add_foreign(writer, &clean, text, strlen(text));
    add_json_string(out, clean.text);
    out->failed = out->failed || clean.failed;
    strbuf_release(&clean);
}

static void add_events(const struct row_in_hand *row, struct strbuf *out)
{
    strbuf_add_char(out, '[');
    for (size_t i = 0; i < row->event_count; i++) {
        const struct send_event *event = &row->events[i];
        char at[CLOCK_TEXT_SIZE];
        clock_format_utc(event->at, at);
        strbuf_addf(out, "%s{\"at\":\"%s\",\"state\":\"%s\",\"source\":", i > 0 ? "," : "", at,
                    send_state_word(event->state));
        add_quoted(row->writer, out, event->source);
        strbuf_add_text(out, ",\"text\":");
        add_quoted(row->writer, out, event->text);
        strbuf_add_char(out, '}');
    }
    strbuf_add_char(out, ']');
}

static enum value_kind add_number(struct strbuf *value, int64_t number, int64_t none)
{
    if (number == none)
        return VALUE_NULL;
    strbuf_addf(value, "%" PRId64, number);
    return VALUE_RAW;
}

static enum value_kind add_text_column(const struct row_in_hand *row, const struct column *column)
{
    const char *text = NULL;
    memcpy(&text, (const char *)row->detail + column->offset, sizeof text);
    if (text == NULL)
        return VALUE_NULL;
    struct export_writer *writer = row->writer;
    if (column->kind == COLUMN_JSON)
        return add_json(writer, text, column->offset == TEXT_OF(definition));
    size_t length = column->kind == COLUMN_REPLY ? row->detail->reply_length : strlen(text);
    if (column->kind == COLUMN_KEPT)
        add_clean(&writer->value, text, length);
    else
        add_foreign(writer, &writer->value, text, length);
    return VALUE_TEXT;
}

static enum value_kind add_column(const struct row_in_hand *row, const struct column *column)
{
    const struct send_row *send = &row->detail->row;
    struct strbuf *value = &row->writer->value;
    char time[CLOCK_TEXT_SIZE];
    strbuf_clear(value);
    switch (column->kind) {
    case COLUMN_ID:
        return add_number(value, send->id, 0);
    case COLUMN_STATUS:
        return add_number(value, send->http_status, 0);
    case COLUMN_CODE:
        return add_number(value, send->error_code, 0);
    case COLUMN_LATENCY:
        return add_number(value, send->latency_ms, -1);
    case COLUMN_TIME:
        clock_format_utc(send->created_at, time);
        strbuf_add_text(value, time);
        return VALUE_TEXT;
    case COLUMN_STATE:
        strbuf_add_text(value, send_state_word(send->state));
        return VALUE_TEXT;
    case COLUMN_EVENTS:
        add_events(row, value);
        return VALUE_RAW;
    default:
        return add_text_column(row, column);
    }
}

static void add_csv_field(struct strbuf *out, const struct strbuf *value)
{
    bool plain = true;
    for (size_t i = 0; i < value->length; i++)
        plain = plain && strchr(",\"\r\n", value->text[i]) == NULL;
    /* A blank at an end is content too, and some readers trim it. */
    if (plain && value->length > 0)
        plain = value->text[0] != ' ' && value->text[value->length - 1] != ' ';
    if (plain) {
        strbuf_add(out, value->text, value->length);
        return;
    }
    strbuf_add_char(out, '"');
    for (size_t i = 0; i < value->length; i++) {
        if (value->text[i] == '"')
            strbuf_add_char(out, '"');
        strbuf_add_char(out, value->text[i]);
    }
    strbuf_add_char(out, '"');
}

static void add_json_field(struct strbuf *out, const char *name, const struct strbuf *value,
                           enum value_kind kind)
{
    strbuf_addf(out, "\"%s\":", name);
    if (kind == VALUE_NULL)
        strbuf_add_text(out, "null");
    else if (kind == VALUE_RAW)
        strbuf_add(out, value->text, value->length);
    else
        add_json_string(out, value->text);
}

void export_add_header(const struct export_writer *writer, struct strbuf *out)
{
    if (writer->format != EXPORT_CSV)
        return;
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        strbuf_addf(out, "%s%s", i > 0 ? "," : "", columns[i].name);
    strbuf_add_text(out, "\r\n");
}

void export_add_row(struct export_writer *writer, struct strbuf *out,
                    const struct send_detail *detail, const struct send_event *events,
                    size_t event_count)
{
    struct row_in_hand row = {writer, detail, events, event_count};
    bool csv = writer->format == EXPORT_CSV;
    if (writer->masks)
        mask_init(&writer->mask, detail->row.to);
    if (!csv)
        strbuf_add_char(out, '{');
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        enum value_kind kind = add_column(&row, &columns[i]);
        if (i > 0)
            strbuf_add_char(out, ',');
        if (csv)
            add_csv_field(out, &writer->value);
        else
            add_json_field(out, columns[i].name, &writer->value, kind);
        out->failed = out->failed || writer->value.failed;
    }
    strbuf_add_text(out, csv ? "\r\n" : "}\n");
}
